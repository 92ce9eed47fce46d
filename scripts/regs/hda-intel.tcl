# SPDX-License-Identifier: GPL-2.0-or-later
# What Intel adds to an HD-Audio controller: capabilities in BAR 0, vendor registers, two registers of
# config space. Where a capability lies is told by the chain that begins at LLCH; the offsets here are
# those of Gemini Lake, Ice Lake and Tiger Lake. Look at LLCH and the headers when a chip is new.

reg block PP bar0+0x800 "processing pipe capability, the way to the DSP"

reg define PPCH 0x00 32 ro "capability header" {
    VER   31:28  "version"
    ID    27:16  "capability" { 3 PP }
    NEXT  15:0   "offset of the next one, 0: none"
}
reg define PPCTL 0x04 32 rw "processing pipe control" {
    PIE      31          "DSP interrupt reaches the host"
    GPROCEN  30          "DSP enabled: without it BAR 4 is dead"
    PROCEN   29:0  bits  "streams decoupled from their link"
}
reg define PPSTS 0x08 32 ro "processing pipe status"

reg block SPIB bar0+0x700 "software position in buffer capability"

reg define SPBFCH 0x00 32 ro "capability header" {
    VER   31:28  "version"
    ID    27:16  "capability" { 4 SPIB }
    NEXT  15:0   "offset of the next one, 0: none"
}
reg define SPBFCCTL 0x04 32 rw "SPIB control" {
    SPIBE  29:0  bits  "streams that stop at their SPIB"
}

reg block GTS bar0+0x500 "global time synchronisation capability"

reg define GTSCH 0x00 32 ro "capability header" {
    VER   31:28  "version"
    ID    27:16  "capability" { 1 GTS }
    NEXT  15:0   "offset of the next one, 0: none"
}
reg define GTSCC 0x20 32 rw "time stamp capture control"
reg define WALFCC 0x24 32 ro "captured wall frame counter"
reg define TSCCL 0x28 32 ro "captured TSC, low half"
reg define TSCCU 0x2c 32 ro "captured TSC, high half"
reg define LLPFOC 0x34 32 ro "captured link position, frame offset"
reg define LLPCL 0x38 32 ro "captured link position, low half"
reg define LLPCU 0x3c 32 ro "captured link position, high half"

reg block DRSM bar0+0x1f00 "DMA resume capability"

reg define DRSMCH 0x00 32 ro "capability header" {
    VER   31:28  "version"
    ID    27:16  "capability" { 5 DRSM }
    NEXT  15:0   "offset of the next one, 0: none"
}
reg define DRSMCTL 0x04 32 rw "DMA resume control" {
    DRSME  29:0  bits  "streams that resume at their DPIB"
}

reg block ML bar0+0xc00 "multi-link capability"

reg define MLCH 0x00 32 ro "capability header" {
    VER   31:28  "version"
    ID    27:16  "capability" { 2 ML }
    NEXT  15:0   "offset of the next one, 0: none"
}
reg define MLCD 0x04 32 ro "multi-link description" {
    MLCD  3:0  "links less one"
}

reg block ML%d bar0+0xc40 "multi-link: one link" -count 8 -stride 0x40

reg define LCAP 0x00 32 ro "link capabilities" {
    ALT      28     "extended link: SoundWire, SSP, DMIC"
    INTC     27     "interrupt capable"
    OFLS     26     "offload capable"
    LSS      23     "link synchronisation supported"
    SLCOUNT  22:20  "sublinks less one"
}
reg define LCTL 0x04 32 rw "link control" {
    INTSTS  31 ro          "interrupt pending"
    CPA     23 ro          "powered"
    SPA     16             "power request"
    INTEN   5              "interrupt enable"
    OFLEN   4              "offload enable"
    SCF     3:0            "clock frequency"
}
reg define LOSIDV 0x08 32 rw "output streams on this link" {
    STRM  15:1  bits  "stream tags less one"
}
reg define LSDIID 0x0c 32 rw "codec addresses on this link" {
    SDIID  15:0  bits  "codecs"
}
reg define LPSOO 0x10 16 ro "output payload offset"
reg define LPSIO 0x12 16 ro "input payload offset"
reg define LWALFC 0x18 32 ro "wall frame counter"
reg define LSYNC 0x1c 32 rw "synchronisation of extended links" {
    CMDSYNC  24    "commands wait for SYNCGO"
    SYNCGO   23    "go"
    SYNCPU   20    "update the period"
    SYNCPRD  19:0  "period"
}
reg define LEPTR 0x20 32 ro "where an extended link has its registers" {
    ID   31:24  "kind of link" { 0x00 SOUNDWIRE 0xc0 SSP 0xc1 DMIC 0xc2 UAOL }
    VER  23:20  "version"
    PTR  19:0   "offset in BAR 0"
}

reg block INTEL bar0 "Intel HD-Audio vendor registers"

reg define EM1 0x1000 32 rw "extended mode 1"
reg define INRC 0x1004 32 rw "input stream repeat count"
reg define OUTRC 0x1008 32 rw "output stream repeat count"
reg define FIFOTRK 0x100c 32 rw "FIFO tracking"
reg define FIFOTRK2 0x1010 32 rw "FIFO tracking 2"
reg define EM2 0x1030 32 rw "extended mode 2" {
    L1SEN  13  "link may enter L1: cleared for a boot"
}
reg define LTRP 0x1048 8 rw "latency tolerance of playback" {
    GB  5:0  "guard band"
}
reg define PCE 0x104b 8 rw "power control enable"
reg define L2MAGC 0x1050 32 rw "L2 memory access clock gating"

reg block INTELCFG config+0x40 "Intel HD-Audio registers in config space"

reg define PGCTL 0x04 32 rw "power gating and traffic class (TCSEL)" {
    LSRMD    4    "local SRAM retention off"
    ADSPPGD  2    "DSP power gating disabled: set for a boot"
    TCSEL    1:0  "traffic class, low bits; bit 2 is ADSPPGD on chips with a DSP"
}
reg define CGCTL 0x08 32 rw "clock gating" {
    MISCBDCGE  6  "miscellaneous backbone clock gating"
    ADSPDCGE   1  "DSP clock gating: cleared for a boot"
}

# What there is once for each stream; called by the file of a chip with the number of its streams.
proc reg_intel_streams {count} {
    reg block PPHC bar0+0x810 "processing pipe: a stream's way to the host"
    reg define PPHC%d_LLPL 0x00 32 ro "host side: link position, low half" -count $count -stride 0x10
    reg define PPHC%d_LLPU 0x04 32 ro "host side: link position, high half" -count $count -stride 0x10
    reg define PPHC%d_LDPL 0x08 32 ro "host side: DMA position, low half" -count $count -stride 0x10
    reg define PPHC%d_LDPU 0x0c 32 ro "host side: DMA position, high half" -count $count -stride 0x10

    # behind the host side of all streams
    reg block PPLC bar0+[expr {0x810 + 0x10 * $count}] "processing pipe: a stream's way to its link"
    reg define PPLC%d_CTL 0x00 32 rw "link side: control" -count $count -stride 0x10 {
        STRM   23:20  "stream tag"
        RUN    1      "link DMA runs"
        STRST  0      "link side is in reset"
    }
    reg define PPLC%d_FMT 0x04 32 rw "link side: format" -count $count -stride 0x10
    reg define PPLC%d_LLPL 0x08 32 ro "link side: position, low half" -count $count -stride 0x10
    reg define PPLC%d_LLPU 0x0c 32 ro "link side: position, high half" -count $count -stride 0x10

    reg block SPIBSD bar0+0x708 "software position of a stream"
    reg define SD%dSPIB 0x00 32 rw "software write position, bytes; the image's size for a boot" -count $count -stride 8
    reg define SD%dMAXFIFOS 0x04 32 ro "largest FIFO size" -count $count -stride 8

    reg block DRSMSD bar0+0x1f08 "DMA resume of a stream"
    reg define SD%dDPIBR 0x00 32 rw "position to resume at" -count $count -stride 8

    reg block INTELSD bar0+0x1084 "Intel vendor registers of a stream"
    reg define SD%dDPIB 0x00 32 ro "DMA position of a stream, bytes" -count $count -stride 0x20
    reg define SD%dEFIFOS 0x10 32 ro "FIFO size of a stream" -count $count -stride 0x20
}
