# SPDX-License-Identifier: GPL-2.0-or-later
# An HD-Audio controller's registers in BAR 0, as the High Definition Audio specification (revision
# 1.0a, chapter 3) has them: true for every vendor.

reg block HDA bar0 "HD-Audio controller"

reg define GCAP 0x00 16 ro "global capabilities" {
    OSS   15:12  "playback streams"
    ISS   11:8   "capture streams"
    BSS   7:3    "bidirectional streams"
    NSDO  2:1    "serial data out signals" { 0 ONE 1 TWO 2 FOUR }
    64OK  0      "64-bit addresses"
}
reg define VMIN 0x02 8 ro "minor version"
reg define VMAJ 0x03 8 ro "major version"
reg define OUTPAY 0x04 16 ro "output payload capability, words per frame"
reg define INPAY 0x06 16 ro "input payload capability, words per frame"
reg define GCTL 0x08 32 rw "global control" {
    UNSOL   8  "accept unsolicited responses"
    FCNTRL  1  "flush: reads 1 until the flush is done"
    CRST    0  "controller runs" { 0 IN_RESET 1 RUNNING }
}
reg define WAKEEN 0x0c 16 rw "wake on a change of a codec" {
    SDIWEN  14:0  bits "codecs that may wake"
}
reg define STATESTS 0x0e 16 w1c "codecs that changed state; after a reset those present" {
    SDIWAKE  14:0  bits "codecs"
}
reg define GSTS 0x10 16 w1c "global status" {
    FSTS  1  "flush done"
}
reg define GCAP2 0x12 16 ro "more global capabilities"
reg define LLCH 0x14 16 ro "offset of the first vendor capability, 0: none"
reg define OUTSTRMPAY 0x18 16 ro "output stream payload capability"
reg define INSTRMPAY 0x1a 16 ro "input stream payload capability"
reg define INTCTL 0x20 32 rw "interrupt enable" {
    GIE  31          "all interrupts"
    CIE  30          "controller interrupts: RIRB, codec state"
    SIE  29:0  bits  "streams"
}
reg define INTSTS 0x24 32 ro "interrupt status" {
    GIS  31          "any interrupt is pending"
    CIS  30          "controller interrupt"
    SIS  29:0  bits  "streams"
}
reg define WALLCLK 0x30 32 ro "24 MHz counter"
reg define SSYNC_OLD 0x34 32 rw "stream synchronisation, at its place before revision 1.0a" {
    SSYNC  29:0  bits  "streams held"
}
reg define SSYNC 0x38 32 rw "stream synchronisation" {
    SSYNC  29:0  bits  "streams held"
}

reg define CORBLBASE 0x40 32 rw "CORB address, low half, 128-byte aligned"
reg define CORBUBASE 0x44 32 rw "CORB address, high half"
reg define CORBWP 0x48 16 rw "CORB write pointer" {
    WP  7:0  "last entry the driver wrote"
}
reg define CORBRP 0x4a 16 rw "CORB read pointer" {
    RST  15      "reset the pointer: write 1, wait for 1, write 0, wait for 0"
    RP   7:0 ro  "last entry the controller read"
}
reg define CORBCTL 0x4c 8 rw "CORB control" {
    RUN    1  "DMA runs"
    CMEIE  0  "interrupt on a memory error"
}
reg define CORBSTS 0x4d 8 w1c "CORB status" {
    CMEI  0  "memory error"
}
reg define CORBSIZE 0x4e 8 rw "CORB size" {
    CAP   7:4 ro bits  "sizes it can have (0: 2, 1: 16, 2: 256 entries)"
    SIZE  1:0          "entries" { 0 2_ENTRIES 1 16_ENTRIES 2 256_ENTRIES }
}
reg define RIRBLBASE 0x50 32 rw "RIRB address, low half, 128-byte aligned"
reg define RIRBUBASE 0x54 32 rw "RIRB address, high half"
reg define RIRBWP 0x58 16 rw "RIRB write pointer" {
    RST  15 wo   "reset the pointer"
    WP   7:0 ro  "last entry the controller wrote"
}
reg define RINTCNT 0x5a 16 rw "responses before an interrupt" {
    N  7:0  "responses; 0 means 256"
}
reg define RIRBCTL 0x5c 8 rw "RIRB control" {
    OIC   2  "interrupt on overrun"
    RUN   1  "DMA runs"
    INTC  0  "interrupt on responses"
}
reg define RIRBSTS 0x5d 8 w1c "RIRB status" {
    OIS    2  "overrun"
    INTFL  0  "responses arrived"
}
reg define RIRBSIZE 0x5e 8 rw "RIRB size" {
    CAP   7:4 ro bits  "sizes it can have (0: 2, 1: 16, 2: 256 entries)"
    SIZE  1:0          "entries" { 0 2_ENTRIES 1 16_ENTRIES 2 256_ENTRIES }
}
reg define IC 0x60 32 rw "immediate command: the verb" {
    CODEC    31:28  "codec address"
    NODE     27:20  "node id"
    PAYLOAD  19:0   "verb and its parameter"
}
reg define IR 0x64 32 ro "immediate response"
reg define IRS 0x68 16 rw "immediate command status" {
    VALID  1 w1c  "a response is there; clear it before the next command"
    BUSY   0      "write 1 to send the verb; 0 when it is done"
}
reg define DPLBASE 0x70 32 rw "DMA position buffer, low half" {
    ADDR    31:7  "address bits 31:7"
    ENABLE  0     "positions are written to memory"
}
reg define DPUBASE 0x74 32 rw "DMA position buffer, high half"

# Captures first (GCAP.ISS of them), then playbacks (GCAP.OSS). Names are made without a look at the device: the
# file of a chip that has not the usual 16 streams calls this again with its number.
proc reg_hda_streams {count} {
    reg block SD%d bar0+0x80 "HD-Audio stream descriptor" -count $count -stride 0x20

    # Three bytes of control and one of status; written as 32 bits, the status bits are written too.
    reg define CTL 0x00 32 rw "stream control and status" {
        FIFORDY  29 ro   "FIFO is ready"
        DESE     28 w1c  "descriptor error"
        FIFOE    27 w1c  "FIFO error"
        BCIS     26 w1c  "buffer completed"
        STRM     23:20   "stream tag, 0: unused"
        DIR      19      "direction of a bidirectional stream" { 0 INPUT 1 OUTPUT }
        TP       18      "traffic priority"
        STRIPE   17:16   "serial data out signals" { 0 ONE 1 TWO 2 FOUR }
        DEIE     4       "interrupt on a descriptor error"
        FEIE     3       "interrupt on a FIFO error"
        IOCE     2       "interrupt on completion"
        RUN      1       "DMA runs"
        SRST     0       "stream is in reset"
    }
    reg define STS 0x03 8 w1c "stream status, the top byte of CTL" -alias {
        FIFORDY  5 ro  "FIFO is ready"
        DESE     4     "descriptor error"
        FIFOE    3     "FIFO error"
        BCIS     2     "buffer completed"
    }
    reg define LPIB 0x04 32 ro "position in the buffer, bytes"
    reg define CBL 0x08 32 rw "cyclic buffer length, bytes"
    reg define LVI 0x0c 16 rw "last valid index" {
        LVI  7:0  "last entry of the buffer descriptor list, at least 1"
    }
    reg define FIFOW 0x0e 16 rw "FIFO watermark" {
        FIFOW  2:0  "bytes free before a fetch" { 2 8_BYTES 3 16_BYTES 4 32_BYTES }
    }
    reg define FIFOS 0x10 16 ro "FIFO size, bytes less one"
    reg define FMT 0x12 16 rw "stream format" {
        TYPE  15     "not PCM"
        BASE  14     "base rate" { 0 48_KHZ 1 44.1_KHZ }
        MULT  13:11  "base rate times" { 0 X1 1 X2 2 X3 3 X4 }
        DIV   10:8   "base rate divided by" { 0 D1 1 D2 2 D3 3 D4 4 D5 5 D6 6 D7 7 D8 }
        BITS  6:4    "bits of a sample" { 0 8_BIT 1 16_BIT 2 20_BIT 3 24_BIT 4 32_BIT }
        CHAN  3:0    "channels less one"
    }
    reg define FIFOL 0x14 16 ro "FIFO limit"
    reg define BDPL 0x18 32 rw "buffer descriptor list, low half, 128-byte aligned"
    reg define BDPU 0x1c 32 rw "buffer descriptor list, high half"
}
reg_hda_streams 16
