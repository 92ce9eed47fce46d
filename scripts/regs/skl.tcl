# SPDX-License-Identifier: GPL-2.0-or-later
# Skylake and Kaby Lake audio DSP (cAVS 1.5): small windows, and a code loader DMA of its own in BAR 4.

reg open cavs
reg open ipc15
reg_cavs_windows 0x8000 0x2000

reg block CL bar4+0x80 "code loader stream, laid out as an HD-Audio stream descriptor"

reg define CL_CTL 0x00 32 rw "control and status" {
    DESE   28 w1c  "descriptor error"
    FIFOE  27 w1c  "FIFO error"
    BCIS   26 w1c  "buffer completed"
    STRM   23:20   "stream tag"
    DEIE   4       "interrupt on a descriptor error"
    FEIE   3       "interrupt on a FIFO error"
    IOCE   2       "interrupt on completion"
    RUN    1       "DMA runs"
    SRST   0       "stream is in reset"
}
reg define CL_STS 0x03 8 w1c "status, the top byte of CL_CTL" -alias {
    DESE   4  "descriptor error"
    FIFOE  3  "FIFO error"
    BCIS   2  "buffer completed"
}
reg define CL_LPIB 0x04 32 ro "position in the buffer, bytes"
reg define CL_CBL 0x08 32 rw "cyclic buffer length, bytes"
reg define CL_LVI 0x0c 16 rw "last valid index"
reg define CL_FIFOW 0x0e 16 rw "FIFO watermark"
reg define CL_FIFOS 0x10 16 ro "FIFO size"
reg define CL_FMT 0x12 16 rw "format"
reg define CL_BDPL 0x18 32 rw "buffer descriptor list, low half"
reg define CL_BDPU 0x1c 32 rw "buffer descriptor list, high half"
reg define CL_SPBFCH 0x20 32 ro "SPIB header"
reg define CL_SPBFCCTL 0x24 32 rw "SPIB control" {
    SPIBE  0  "stop at CL_SPIB"
}
reg define CL_SPIB 0x28 32 rw "software write position, bytes"
reg define CL_MAXFIFOS 0x2c 32 ro "largest FIFO size"
