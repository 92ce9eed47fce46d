# SPDX-License-Identifier: GPL-2.0-or-later
# Configuration space of every PCI function: header, capabilities, extended capabilities, as PCI Local
# Bus 3.0 and PCI Express Base 5.0 have them. Registers are called as in setpci, flags as in lspci.

reg block PCI config "PCI header"

reg define VENDOR_ID 0x00 16 ro "vendor id"
reg define DEVICE_ID 0x02 16 ro "device id"
reg define COMMAND 0x04 16 rw "command" {
    DisINTx    10  "INTx is disabled"
    FastB2B    9   "fast back-to-back"
    SERR       8   "system errors are reported"
    Stepping   7   "address stepping"
    ParErr     6   "parity errors are reported"
    VGASnoop   5   "VGA palette snoop"
    MemWINV    4   "memory write and invalidate"
    SpecCycle  3   "special cycles"
    BusMaster  2   also BME "the device may do DMA"
    Mem        1   "memory BARs answer"
    IO         0   "IO BARs answer"
}
reg define STATUS 0x06 16 rw "status" {
    PERR      15 w1c   "parity error detected"
    SERR      14 w1c   "system error signalled"
    RMAbort   13 w1c   "received master abort"
    RTAbort   12 w1c   "received target abort"
    STAbort   11 w1c   "signalled target abort"
    DEVSEL    10:9 ro  "DEVSEL timing" { 0 fast 1 medium 2 slow }
    ParErr    8 w1c    "master saw a data parity error"
    FastB2B   7 ro     "fast back-to-back capable"
    UDF       6 ro     "user definable features"
    66MHz     5 ro     "66 MHz capable"
    Cap       4 ro     "has a capability list"
    INTx      3 ro     "INTx is pending"
    ImmReady  0 ro     "ready at once after a reset"
}
reg define REVISION 0x08 8 ro "revision"
reg define CLASS_PROG 0x09 8 ro "programming interface"
reg define CLASS_DEVICE 0x0a 16 ro "class" {
    CLASS     15:8  "base class"
    SUBCLASS  7:0   "subclass"
}
reg define CACHE_LINE_SIZE 0x0c 8 rw "cache line size, 4-byte words"
reg define LATENCY_TIMER 0x0d 8 rw "latency timer"
reg define HEADER_TYPE 0x0e 8 ro "header type" {
    MULTI   7    "more than one function"
    LAYOUT  6:0  "layout" { 0 ENDPOINT 1 BRIDGE 2 CARDBUS }
}
reg define BIST 0x0f 8 rw "built-in self test" {
    CAPABLE  7 ro    "has one"
    START    6       "start it; 0 when done"
    CODE     3:0 ro  "result, 0: passed"
}
reg define CAPABILITY_LIST 0x34 8 ro "offset of the first capability"
reg define INTERRUPT_LINE 0x3c 8 rw "interrupt line, a note of the firmware"
reg define INTERRUPT_PIN 0x3d 8 ro "interrupt pin" {
    PIN  7:0  "pin" { 0 NONE 1 INTA 2 INTB 3 INTC 4 INTD }
}
reg define BASE_ADDRESS_0 0x10 32 rw "BAR 0"
reg define BASE_ADDRESS_1 0x14 32 rw "BAR 1"

reg block HDR0 config "header of an endpoint" -header 0

reg define BASE_ADDRESS_2 0x18 32 rw "BAR 2"
reg define BASE_ADDRESS_3 0x1c 32 rw "BAR 3"
reg define BASE_ADDRESS_4 0x20 32 rw "BAR 4"
reg define BASE_ADDRESS_5 0x24 32 rw "BAR 5"
reg define CARDBUS_CIS 0x28 32 ro "CardBus CIS pointer"
reg define SUBSYSTEM_VENDOR_ID 0x2c 16 ro "subsystem vendor id"
reg define SUBSYSTEM_ID 0x2e 16 ro "subsystem id"
reg define ROM_ADDRESS 0x30 32 rw "expansion ROM" {
    ADDR    31:11  "address bits 31:11"
    ENABLE  0      "the ROM answers"
}
reg define MIN_GNT 0x3e 8 ro "burst length wanted, quarter microseconds"
reg define MAX_LAT 0x3f 8 ro "how often the bus is wanted, quarter microseconds"

reg block HDR1 config "header of a bridge" -header 1

reg define PRIMARY_BUS 0x18 8 rw "bus in front of the bridge"
reg define SECONDARY_BUS 0x19 8 rw "bus behind the bridge"
reg define SUBORDINATE_BUS 0x1a 8 rw "last bus behind the bridge"
reg define SEC_LATENCY_TIMER 0x1b 8 rw "latency timer behind the bridge"
reg define IO_BASE 0x1c 8 rw "first IO port behind the bridge" {
    ADDR   7:4     "address bits 15:12"
    WIDTH  3:0 ro  "address width" { 0 16_BIT 1 32_BIT }
}
reg define IO_LIMIT 0x1d 8 rw "last IO port behind the bridge" {
    ADDR   7:4     "address bits 15:12"
    WIDTH  3:0 ro  "address width" { 0 16_BIT 1 32_BIT }
}
reg define SEC_STATUS 0x1e 16 rw "status behind the bridge" {
    PERR     15 w1c   "parity error detected"
    SERR     14 w1c   "system error received"
    RMAbort  13 w1c   "received master abort"
    RTAbort  12 w1c   "received target abort"
    STAbort  11 w1c   "signalled target abort"
    DEVSEL   10:9 ro  "DEVSEL timing" { 0 fast 1 medium 2 slow }
    ParErr   8 w1c    "master saw a data parity error"
    FastB2B  7 ro     "fast back-to-back capable"
    66MHz    5 ro     "66 MHz capable"
}
reg define MEMORY_BASE 0x20 16 rw "first memory behind the bridge, bits 31:20 at 15:4"
reg define MEMORY_LIMIT 0x22 16 rw "last memory behind the bridge, bits 31:20 at 15:4"
reg define PREF_MEMORY_BASE 0x24 16 rw "first prefetchable memory, bits 31:20 at 15:4"
reg define PREF_MEMORY_LIMIT 0x26 16 rw "last prefetchable memory, bits 31:20 at 15:4"
reg define PREF_BASE_UPPER32 0x28 32 rw "first prefetchable memory, high half"
reg define PREF_LIMIT_UPPER32 0x2c 32 rw "last prefetchable memory, high half"
reg define IO_BASE_UPPER16 0x30 16 rw "first IO port, high half"
reg define IO_LIMIT_UPPER16 0x32 16 rw "last IO port, high half"
reg define BRIDGE_ROM_ADDRESS 0x38 32 rw "expansion ROM" {
    ADDR    31:11  "address bits 31:11"
    ENABLE  0      "the ROM answers"
}
reg define BRIDGE_CONTROL 0x3e 16 rw "bridge control" {
    DiscTmrSERREn  11      "system error when the discard timer ends"
    DiscTmrStat    10 w1c  "the discard timer ended"
    SecDiscTmr     9       "secondary discard timer is short"
    PriDiscTmr     8       "primary discard timer is short"
    FastB2B        7       "fast back-to-back"
    Reset          6       "the bus behind the bridge is in reset"
    MAbort         5       "master aborts are reported"
    VGA16          4       "VGA addresses have 16 bits"
    VGA            3       "VGA addresses are forwarded"
    NoISA          2       "ISA addresses are not forwarded"
    SERR           1       "system errors are forwarded"
    Parity         0       "parity errors are reported"
}

# Capabilities; offsets count from where the device has them.

proc reg_cap {name id help} {
    reg block $name config $help -cap $id
    reg define HDR 0x00 16 ro "capability header" {
        NEXT  15:8  "offset of the next one, 0: none"
        ID    7:0   "capability id"
    }
}

proc reg_ecap {name id help} {
    reg block $name config $help -ecap $id
    reg define HDR 0x00 32 ro "extended capability header" {
        NEXT  31:20  "offset of the next one, 0: none"
        VER   19:16  "version"
        ID    15:0   "capability id"
    }
}

reg_cap PM 0x01 "power management"

reg define PMC 0x02 16 ro "power management capabilities" {
    PME      15:11 bits  "states it can signal PME from (0: D0, 3: D3hot, 4: D3cold)"
    D2       10          "D2 supported"
    D1       9           "D1 supported"
    AuxCur   8:6         "current from the auxiliary supply"
    DSI      5           "needs initialisation of its own"
    ImmRdy   4           "ready at once after D0"
    PMEClk   3           "PME needs the clock"
    VER      2:0         "version"
}
reg define PMCSR 0x04 16 rw "power management control/status" {
    PMEStat     15 w1c    "PME was signalled"
    DScale      14:13 ro  "scale of the data"
    DSel        12:9      "selection of the data"
    PMEEnable   8         "PME may be signalled"
    NoSoftRst   3 ro      "leaving D3hot does not reset it"
    STATE       1:0       "power state" { 0 D0 1 D1 2 D2 3 D3hot }
}
reg define PMBSE 0x06 8 ro "bridge support"
reg define PMDATA 0x07 8 ro "data that PMCSR.DSel selects"

reg_cap VPD 0x03 "vital product data"

reg define ADDR 0x02 16 rw "address" {
    F     15    "0: write 0 and wait for 1 to read; 1: write 1 and wait for 0 to write"
    ADDR  14:0  "address in the data"
}
reg define DATA 0x04 32 rw "four bytes of data"

reg_cap MSI 0x05 "message signalled interrupts"

reg define CTL 0x02 16 rw "MSI control" {
    MASKABLE  8 ro    "vectors can be masked"
    64BIT     7 ro    "64-bit address"
    MME       6:4     "vectors enabled" {
        0 1_VECTOR 1 2_VECTORS 2 4_VECTORS 3 8_VECTORS 4 16_VECTORS 5 32_VECTORS
    }
    MMC       3:1 ro  "vectors it has" {
        0 1_VECTOR 1 2_VECTORS 2 4_VECTORS 3 8_VECTORS 4 16_VECTORS 5 32_VECTORS
    }
    ENABLE    0       "MSI is on"
}
reg define ADDR 0x04 32 rw "message address, low half"
reg define ADDRHI 0x08 32 rw "message address, high half (with CTL.64BIT)"
reg define DATA 0x0c 16 rw "message data (with CTL.64BIT)"
reg define MASK 0x10 32 rw "masked vectors (with CTL.64BIT)" {
    MASK  31:0  bits  "vectors"
}
reg define PENDING 0x14 32 ro "pending vectors (with CTL.64BIT)" {
    PENDING  31:0  bits  "vectors"
}
reg define DATA32 0x08 16 rw "message data (without CTL.64BIT)" -alias
reg define MASK32 0x0c 32 rw "masked vectors (without CTL.64BIT)" -alias {
    MASK  31:0  bits  "vectors"
}
reg define PENDING32 0x10 32 ro "pending vectors (without CTL.64BIT)" -alias {
    PENDING  31:0  bits  "vectors"
}

reg_cap VNDR 0x09 "vendor specific"

reg define LEN 0x02 8 ro "length of the capability, bytes"

reg_cap SSVID 0x0d "subsystem of a bridge"

reg define SSVID 0x04 16 ro "subsystem vendor id"
reg define SSID 0x06 16 ro "subsystem id"

reg_cap PCIE 0x10 "PCI Express"

reg define CAP 0x02 16 ro "PCI Express capabilities" {
    MSINUM  13:9  "message of the interrupts of this capability"
    SLOT    8     "slot implemented"
    TYPE    7:4   "kind of device" {
        0 ENDPOINT 1 LEGACY_ENDPOINT 4 ROOT_PORT 5 UPSTREAM_PORT 6 DOWNSTREAM_PORT
        7 PCIE_TO_PCI 8 PCI_TO_PCIE 9 ROOT_INTEGRATED_ENDPOINT 10 ROOT_EVENT_COLLECTOR
    }
    VER     3:0   "version"
}
reg define DEVCAP 0x04 32 ro "device capabilities" {
    FLReset    28     "function level reset"
    PwrScale   27:26  "scale of the power limit"
    PwrLimit   25:18  "power limit"
    RBE        15     "role-based error reporting"
    L1Lat      11:9   "latency from L1 it tolerates" {
        0 1us 1 2us 2 4us 3 8us 4 16us 5 32us 6 64us 7 unlimited
    }
    L0sLat     8:6    "latency from L0s it tolerates" {
        0 64ns 1 128ns 2 256ns 3 512ns 4 1us 5 2us 6 4us 7 unlimited
    }
    ExtTag     5      "8-bit tags"
    PhantFunc  4:3    "phantom function bits"
    MaxPayload 2:0    "payload it can take" { 0 128B 1 256B 2 512B 3 1024B 4 2048B 5 4096B }
}
reg define DEVCTL 0x08 16 rw "device control" {
    FLReset     15     "write 1: function level reset"
    MaxReadReq  14:12  "read request size" { 0 128B 1 256B 2 512B 3 1024B 4 2048B 5 4096B }
    NoSnoop     11     "may set no-snoop"
    AuxPwr      10     "auxiliary power"
    PhantFunc   9      "phantom functions"
    ExtTag      8      "8-bit tags"
    MaxPayload  7:5    "payload size" { 0 128B 1 256B 2 512B 3 1024B 4 2048B 5 4096B }
    RlxdOrd     4      "may set relaxed ordering"
    UnsupReq    3      "unsupported requests are reported"
    FatalErr    2      "fatal errors are reported"
    NonFatalErr 1      "non-fatal errors are reported"
    CorrErr     0      "correctable errors are reported"
}
reg define DEVSTA 0x0a 16 rw "device status" {
    TransPend    5 ro   "transactions are pending"
    AuxPwr       4 ro   "auxiliary power is there"
    UnsupReq     3 w1c  "unsupported request"
    FatalErr     2 w1c  "fatal error"
    NonFatalErr  1 w1c  "non-fatal error"
    CorrErr      0 w1c  "correctable error"
}
reg define LNKCAP 0x0c 32 ro "link capabilities" {
    PORT      31:24  "port number"
    ASPMOpt   22     "ASPM optionality"
    BwNot     21     "bandwidth notification"
    LLActRep  20     "reports that the link is active"
    Surprise  19     "reports surprise down"
    ClockPM   18     "clock power management"
    L1Exit    17:15  "exit latency of L1"
    L0sExit   14:12  "exit latency of L0s"
    ASPM      11:10  "ASPM it can do" { 0 none 1 L0s 2 L1 3 L0s_L1 }
    WIDTH     9:4    "largest width, lanes"
    SPEED     3:0    "highest speed" { 1 2.5GT/s 2 5GT/s 3 8GT/s 4 16GT/s 5 32GT/s 6 64GT/s }
}
reg define LNKCTL 0x10 16 rw "link control" {
    AutBWInt    11   "interrupt on autonomous bandwidth change"
    BWInt       10   "interrupt on bandwidth change"
    AutWidDis   9    "no autonomous width change"
    ClockPM     8    "clock power management"
    ExtSynch    7    "extended synch"
    CommClk     6    "common clock"
    Retrain     5    "write 1: retrain the link"
    Disabled    4    "link is disabled"
    RCB         3    "read completion boundary" { 0 64_BYTES 1 128_BYTES }
    ASPM        1:0  "ASPM" { 0 none 1 L0s 2 L1 3 L0s_L1 }
}
reg define LNKSTA 0x12 16 rw "link status" {
    ABWMgmt   15 w1c   "autonomous bandwidth change"
    BWMgmt    14 w1c   "bandwidth change"
    DLActive  13 ro    "link is active"
    SlotClk   12 ro    "slot clock"
    Train     11 ro    "link is training"
    WIDTH     9:4 ro   "width, lanes"
    SPEED     3:0 ro   "speed" { 1 2.5GT/s 2 5GT/s 3 8GT/s 4 16GT/s 5 32GT/s 6 64GT/s }
}
reg define SLTCAP 0x14 32 ro "slot capabilities" {
    NUMBER     31:19  "slot number"
    NoCompl    18     "no command completed"
    Interlock  17     "interlock"
    PwrScale   16:15  "scale of the power limit"
    PwrLimit   14:7   "power limit"
    HotPlug    6      "hot-plug"
    Surprise   5      "surprise removal"
    PwrInd     4      "power indicator"
    AttnInd    3      "attention indicator"
    MRL        2      "latch sensor"
    PwrCtrl    1      "power controller"
    AttnBtn    0      "attention button"
}
reg define SLTCTL 0x18 16 rw "slot control" {
    LinkChg    12   "enable: link state changed"
    Interlock  11   "toggle the interlock"
    PwrOff     10   "power is off"
    PwrInd     9:8  "power indicator" { 1 On 2 Blink 3 Off }
    AttnInd    7:6  "attention indicator" { 1 On 2 Blink 3 Off }
    HPIrq      5    "hot-plug interrupt"
    CmdCplt    4    "enable: command completed"
    PresDet    3    "enable: presence changed"
    MRL        2    "enable: latch changed"
    PwrFlt     1    "enable: power fault"
    AttnBtn    0    "enable: attention button"
}
reg define SLTSTA 0x1a 16 rw "slot status" {
    LinkState  8 w1c  "link state changed"
    Interlock  7 ro   "interlock is closed"
    PresDet    6 ro   "a card is there"
    MRLOpen    5 ro   "latch is open"
    CmdCplt    4 w1c  "command completed"
    PresChg    3 w1c  "presence changed"
    MRLChg     2 w1c  "latch changed"
    PwrFlt     1 w1c  "power fault"
    AttnBtn    0 w1c  "attention button"
}
reg define RTCTL 0x1c 16 rw "root control" {
    CRSVisible  4  "retry status is visible to software"
    PMEIntEna   3  "PME interrupt"
    ErrFatal    2  "fatal errors become system errors"
    ErrNonFatal 1  "non-fatal errors become system errors"
    ErrCorr     0  "correctable errors become system errors"
}
reg define RTCAP 0x1e 16 ro "root capabilities" {
    CRSVisible  0  "retry status can be visible to software"
}
reg define RTSTA 0x20 32 rw "root status" {
    PMEPending  17 ro    "more PMEs wait"
    PMEStatus   16 w1c   "a PME arrived"
    PMEReqID    15:0 ro  "who sent the PME"
}
reg define DEVCAP2 0x24 32 ro "device capabilities 2" {
    LTR        11   "latency tolerance reporting"
    ARIFwd     5    "ARI forwarding"
    TimeoutDis 4    "completion timeout can be disabled"
    Timeout    3:0  "completion timeout ranges"
}
reg define DEVCTL2 0x28 16 rw "device control 2" {
    OBFF       14:13  "OBFF" { 0 Disabled 1 MessageA 2 MessageB 3 WAKE }
    10BitTag   12     "10-bit tags"
    LTR        10     "latency tolerance reporting"
    IDOCpl     9      "ID-based ordering of completions"
    IDOReq     8      "ID-based ordering of requests"
    AtomicBlk  7      "atomic operations are blocked at egress"
    AtomicReq  6      "may request atomic operations"
    ARIFwd     5      "ARI forwarding"
    TimeoutDis 4      "completion timeout is off"
    Timeout    3:0    "completion timeout" {
        0 50us_to_50ms 1 50us_to_100us 2 1ms_to_10ms 5 16ms_to_55ms 6 65ms_to_210ms
        9 260ms_to_900ms 10 1s_to_3.5s 13 4s_to_13s 14 17s_to_64s
    }
}
reg define DEVSTA2 0x2a 16 ro "device status 2"
reg define LNKCAP2 0x2c 32 ro "link capabilities 2" {
    DRS       31         "device readiness status"
    Retimer2  24         "sees two retimers"
    Retimer   23         "sees a retimer"
    Crosslink 8          "crosslink"
    SPEEDS    7:1  bits  "speeds (0: 2.5, 1: 5, 2: 8, 3: 16, 4: 32, 5: 64 GT/s)"
}
reg define LNKCTL2 0x30 16 rw "link control 2" {
    DeEmphCmpl   15:12  "de-emphasis in compliance"
    CmplSOS      11     "compliance SOS"
    EnterModCmpl 10     "enter modified compliance"
    TxMargin     9:7    "transmit margin"
    SelDeEmph    6      "de-emphasis" { 0 -6dB 1 -3.5dB }
    AutSpdDis    5      "no autonomous speed change"
    EnterCmpl    4      "enter compliance"
    TARGET       3:0    "speed wanted" { 1 2.5GT/s 2 5GT/s 3 8GT/s 4 16GT/s 5 32GT/s 6 64GT/s }
}
reg define LNKSTA2 0x32 16 rw "link status 2" {
    EqReq    5 w1c  "equalisation is asked for"
    EqPh3    4 ro   "equalisation, phase 3 done"
    EqPh2    3 ro   "equalisation, phase 2 done"
    EqPh1    2 ro   "equalisation, phase 1 done"
    EqCompl  1 ro   "equalisation done"
    DeEmph   0 ro   "de-emphasis" { 0 -6dB 1 -3.5dB }
}
reg define SLTCAP2 0x34 32 ro "slot capabilities 2"
reg define SLTCTL2 0x38 16 rw "slot control 2"
reg define SLTSTA2 0x3a 16 ro "slot status 2"

reg_cap MSIX 0x11 "MSI-X"

reg define CTL 0x02 16 rw "MSI-X control" {
    ENABLE   15       "MSI-X is on"
    FMASK    14       "all vectors are masked"
    TABSIZE  10:0 ro  "vectors less one"
}
reg define TABLE 0x04 32 ro "where the vector table lies" {
    OFFSET  31:3  "offset in the BAR, in 8 bytes"
    BIR     2:0   "BAR"
}
reg define PBA 0x08 32 ro "where the pending bits lie" {
    OFFSET  31:3  "offset in the BAR, in 8 bytes"
    BIR     2:0   "BAR"
}

reg_cap AF 0x13 "advanced features"

reg define LEN 0x02 8 ro "length of the capability, bytes"
reg define CAP 0x03 8 ro "advanced features capabilities" {
    FLR  1  "function level reset"
    TP   0  "transactions pending is reported"
}
reg define CTL 0x04 8 rw "advanced features control" {
    FLR  0  "write 1: function level reset"
}
reg define STS 0x05 8 ro "advanced features status" {
    TP  0  "transactions are pending"
}

# Extended capabilities, from 0x100 on.

reg_ecap AER 0x0001 "advanced error reporting"

foreach {name offset access help} {
    UESTA   0x04  w1c  "uncorrectable errors that happened"
    UEMSK   0x08  rw   "uncorrectable errors that are masked"
    UESVRT  0x0c  rw   "uncorrectable errors that are fatal"
} {
    reg define $name $offset 32 $access $help {
        TLPBlocked     26  "TLP prefix blocked"
        AtomicBlocked  24  "atomic operation blocked"
        MCBlocked      23  "multicast blocked"
        InternalErr    22  "internal error"
        ACSViol        21  "access control violation"
        UnsupReq       20  "unsupported request"
        ECRC           19  "end-to-end CRC"
        MalfTLP        18  "malformed TLP"
        RxOF           17  "receiver overflow"
        UnxCmplt       16  "unexpected completion"
        CmpltAbrt      15  "completer abort"
        CmpltTO        14  "completion timeout"
        FCP            13  "flow control protocol"
        PoisonTLP      12  "poisoned TLP"
        SDES           5   "surprise down"
        DLP            4   "data link protocol"
    }
}
foreach {name offset access help} {
    CESTA  0x10  w1c  "correctable errors that happened"
    CEMSK  0x14  rw   "correctable errors that are masked"
} {
    reg define $name $offset 32 $access $help {
        HeaderOF     15  "header log overflow"
        CorrIntErr   14  "corrected internal error"
        AdvNonFatal  13  "advisory non-fatal"
        Timeout      12  "replay timer"
        Rollover     8   "replay number rollover"
        BadDLLP      7   "bad DLLP"
        BadTLP       6   "bad TLP"
        RxErr        0   "receiver error"
    }
}
reg define CAP 0x18 32 rw "AER capabilities and control" {
    TLPPfxPres   11 ro   "a TLP prefix was logged"
    MultHdrRec   10      "several headers are recorded"
    MultHdrCap   9 ro    "several headers can be recorded"
    ECRCChkEn    8       "ECRC is checked"
    ECRCChkCap   7 ro    "ECRC can be checked"
    ECRCGenEn    6       "ECRC is generated"
    ECRCGenCap   5 ro    "ECRC can be generated"
    FIRST        4:0 ro  "bit of the first error"
}
reg define HDRLOG%d 0x1c 32 ro "header of the TLP with the first error" -count 4 -stride 4
reg define ROOTCMD 0x2c 32 rw "root error command" {
    FatalErr     2  "interrupt on fatal errors"
    NonFatalErr  1  "interrupt on non-fatal errors"
    CorrErr      0  "interrupt on correctable errors"
}
reg define ROOTSTA 0x30 32 rw "root error status" {
    MSINUM       31:27 ro  "message of the interrupt"
    FatalRcvd    6 w1c     "fatal error received"
    NonFatalRcvd 5 w1c     "non-fatal error received"
    FirstFatal   4 w1c     "the first uncorrectable one was fatal"
    MultUERcvd   3 w1c     "several uncorrectable errors received"
    UERcvd       2 w1c     "uncorrectable error received"
    MultCERcvd   1 w1c     "several correctable errors received"
    CERcvd       0 w1c     "correctable error received"
}
reg define ERRSRC 0x34 32 ro "who sent the errors" {
    UNCORR  31:16  "requester of the uncorrectable error"
    CORR    15:0   "requester of the correctable error"
}

reg_ecap DSN 0x0003 "device serial number"

reg define SERIAL_LO 0x04 32 ro "serial number, low half"
reg define SERIAL_HI 0x08 32 ro "serial number, high half"

reg_ecap VSEC 0x000b "vendor specific, extended"

reg define VSECHDR 0x04 32 ro "vendor specific header" {
    LEN  31:20  "length, bytes"
    REV  19:16  "revision"
    ID   15:0   "vendor's id of it"
}

reg_ecap ACS 0x000d "access control services"

foreach {name offset access help} {
    CAP  0x04  ro  "ACS capabilities"
    CTL  0x06  rw  "ACS control"
} {
    reg define $name $offset 16 $access $help {
        DirectTrans  6  "direct translated peer-to-peer"
        EgressCtrl   5  "peer-to-peer egress control"
        UpstreamFwd  4  "upstream forwarding"
        CmpltRedir   3  "peer-to-peer completion redirect"
        ReqRedir     2  "peer-to-peer request redirect"
        TransBlk     1  "translation blocking"
        SrcValid     0  "source validation"
    }
}

reg_ecap ARI 0x000e "alternative routing id"

reg define CAP 0x04 16 ro "ARI capabilities" {
    NEXTFN  15:8  "next function"
    ACS     1     "ACS function groups"
    MFVC    0     "MFVC function groups"
}
reg define CTL 0x06 16 rw "ARI control" {
    FNGROUP  6:4  "function group"
    ACS      1    "ACS function groups"
    MFVC     0    "MFVC function groups"
}

reg_ecap ATS 0x000f "address translation services"

reg define CAP 0x04 16 ro "ATS capabilities" {
    PAGEALIGN  5    "requests are page aligned"
    QDEPTH     4:0  "invalidation queue depth, 0: 32"
}
reg define CTL 0x06 16 rw "ATS control" {
    ENABLE  15   "ATS is on"
    STU     4:0  "smallest translation unit, 4096 << STU bytes"
}

reg_ecap SRIOV 0x0010 "single root IO virtualisation"

reg define CAP 0x04 32 ro "SR-IOV capabilities" {
    MSINUM  31:21  "message of the migration interrupt"
    VFMIG   0      "migration capable"
}
reg define CTL 0x08 16 rw "SR-IOV control" {
    ARI     4  "ARI hierarchy"
    MSE     3  "memory of the virtual functions answers"
    VFE     0  "virtual functions are on"
}
reg define STS 0x0a 16 ro "SR-IOV status"
reg define INITIAL_VFS 0x0c 16 ro "virtual functions at first"
reg define TOTAL_VFS 0x0e 16 ro "virtual functions at most"
reg define NUM_VFS 0x10 16 rw "virtual functions wanted"
reg define VF_OFFSET 0x14 16 ro "routing id of the first one, relative"
reg define VF_STRIDE 0x16 16 ro "routing ids from one to the next"
reg define VF_DEVICE_ID 0x1a 16 ro "device id of a virtual function"
reg define VF_BAR%d 0x24 32 rw "BAR of the virtual functions" -count 6 -stride 4

reg_ecap LTRCAP 0x0018 "latency tolerance reporting"

reg define MAX_SNOOP 0x04 16 rw "largest latency, snooped" {
    SCALE  12:10  "unit" { 0 1ns 1 32ns 2 1us 3 32us 4 1ms 5 33ms }
    VALUE  9:0    "latency"
}
reg define MAX_NOSNOOP 0x06 16 rw "largest latency, not snooped" {
    SCALE  12:10  "unit" { 0 1ns 1 32ns 2 1us 3 32us 4 1ms 5 33ms }
    VALUE  9:0    "latency"
}

reg_ecap DPC 0x001d "downstream port containment"

reg define CAP 0x04 16 ro "DPC capabilities" {
    RPEXT   5    "root port extensions"
    MSINUM  4:0  "message of the interrupt"
}
reg define CTL 0x06 16 rw "DPC control" {
    INT      3    "interrupt"
    TRIGGER  1:0  "what triggers it" { 0 NEVER 1 FATAL 2 NONFATAL_AND_FATAL }
}
reg define STS 0x08 16 rw "DPC status" {
    PIOFEP   12:8 ro  "first error of programmed IO"
    REASON   2:1 ro   "why" { 0 UNMASKED_ERROR 1 NONFATAL 2 FATAL 3 EXTENDED }
    INT      3 w1c    "interrupt"
    TRIGGER  0 w1c    "triggered: the link is held down"
}
reg define SOURCE 0x0a 16 ro "who sent the error"

reg_ecap L1SS 0x001e "L1 substates"

reg define CAP 0x04 32 ro "L1 substate capabilities" {
    PWRON      23:19  "power-on time of the port"
    SCALE      17:16  "its unit" { 0 2us 1 10us 2 100us }
    CMRESTORE  15:8   "common mode restore time, us"
    L1PM       4      "L1 substates"
    ASPM_L11   3      "ASPM L1.1"
    ASPM_L12   2      "ASPM L1.2"
    PM_L11     1      "PCI-PM L1.1"
    PM_L12     0      "PCI-PM L1.2"
}
reg define CTL1 0x08 32 rw "L1 substate control 1" {
    LTRSCALE   31:29  "unit of the threshold" { 0 1ns 1 32ns 2 1us 3 32us 4 1ms 5 33ms }
    LTRVALUE   25:16  "LTR threshold of L1.2"
    CMRESTORE  15:8   "common mode restore time, us"
    ASPM_L11   3      "ASPM L1.1"
    ASPM_L12   2      "ASPM L1.2"
    PM_L11     1      "PCI-PM L1.1"
    PM_L12     0      "PCI-PM L1.2"
}
reg define CTL2 0x0c 32 rw "L1 substate control 2" {
    PWRON  7:3  "power-on time"
    SCALE  1:0  "its unit" { 0 2us 1 10us 2 100us }
}

reg_ecap PTM 0x001f "precision time measurement"

reg define CAP 0x04 32 ro "PTM capabilities" {
    GRANULARITY  15:8  "local clock granularity, ns"
    ROOT         2     "can be the root"
    RESPONDER    1     "can respond"
    REQUESTER    0     "can request"
}
reg define CTL 0x08 32 rw "PTM control" {
    GRANULARITY  15:8  "effective granularity, ns"
    ROOT         1     "is the root"
    ENABLE       0     "PTM is on"
}
