# SPDX-License-Identifier: GPL-2.0-or-later
# An NVM Express controller over PCIe, as the NVMe base specification (revision 1.4, chapter 3) has its
# properties. They may be read and written as 32 or, where they are that wide, 64 bits.

reg block NVME bar0 "NVMe controller"

reg define CAP 0x00 64 ro "what the controller can do" {
    CMBS    57     "has a controller memory buffer"
    PMRS    56     "has a persistent memory region"
    MPSMAX  55:52  "largest page it takes: 2 ^ (12 + this) bytes"
    MPSMIN  51:48  "smallest page it takes: 2 ^ (12 + this) bytes"
    BPS     45     "has boot partitions"
    CSS     44:37  bits "command sets (0: NVM, 6: by I/O command set, 7: admin only)"
    NSSRS   36     "can reset the whole subsystem"
    DSTRD   35:32  "doorbells are 4 << this bytes apart"
    TO      31:24  "longest wait for CSTS.RDY, in 500 ms"
    AMS     18:17  bits "arbitration (0: weighted round robin, 1: vendor's)"
    CQR     16     "queues must be contiguous in memory"
    MQES    15:0   "entries of the longest I/O queue, less one"
}
reg define VS 0x08 32 ro "version of the specification" {
    MJR  31:16  "major"
    MNR  15:8   "minor"
    TER  7:0    "tertiary"
}
reg define INTMS 0x0c 32 rw "interrupt mask, set; not with MSI-X" {
    IVMS  31:0  bits "vectors to mask"
}
reg define INTMC 0x10 32 w1c "interrupt mask, clear; not with MSI-X" {
    IVMC  31:0  bits "vectors to let through"
}
reg define CC 0x14 32 rw "controller configuration" {
    IOCQES  23:20  "an I/O completion has 2 ^ this bytes: 4"
    IOSQES  19:16  "an I/O command has 2 ^ this bytes: 6"
    SHN     15:14  "shutdown" { 0 NONE 1 NORMAL 2 ABRUPT }
    AMS     13:11  "arbitration" { 0 ROUND_ROBIN 1 WEIGHTED 7 VENDOR }
    MPS     10:7   "page size: 2 ^ (12 + this) bytes"
    CSS     6:4    "command set" { 0 NVM 6 ALL 7 ADMIN_ONLY }
    EN      0      "enable; 0 resets the controller"
}
reg define CSTS 0x1c 32 rw "controller status" {
    PP     5   ro   "command processing is paused"
    NSSRO  4   w1c  "the subsystem was reset"
    SHST   3:2 ro   "shutdown" { 0 NONE 1 RUNNING 2 DONE }
    CFS    1   ro   "fatal error: only a reset helps"
    RDY    0   ro   "ready; follows CC.EN"
}
reg define NSSR 0x20 32 wo "subsystem reset: write 0x4e564d65, 'NVMe'"
reg define AQA 0x24 32 rw "admin queues: entries less one" {
    ACQS  27:16  "completion queue"
    ASQS  11:0   "submission queue"
}
reg define ASQ 0x28 64 rw "address of the admin submission queue, page aligned"
reg define ACQ 0x30 64 rw "address of the admin completion queue, page aligned"
reg define CMBLOC 0x38 32 ro "controller memory buffer: where"
reg define CMBSZ 0x3c 32 ro "controller memory buffer: size"

# Where they are while CAP.DSTRD is 0, as it mostly is. The pair of queue 0 is the admin queues'.
reg block Q%d bar0+0x1000 "NVMe doorbells, CAP.DSTRD 0" -count 64 -stride 8
reg define SQT 0x00 32 wo "submission queue: new tail"
reg define CQH 0x04 32 wo "completion queue: new head"
