# SPDX-License-Identifier: GPL-2.0-or-later
# QEMU's educational device (1234:11e8), as its specification in QEMU's documentation has it: a device
# to try every verb on. Registers below 0x80 take 32-bit accesses only, the DMA registers 32 or 64.

reg block EDU bar0 "QEMU educational device"

reg define ID 0x00 32 ro "identification" -reset 0x010000ed {
    MAJOR  31:24  "major version"
    MINOR  23:16  "minor version"
    MAGIC  7:0    "always 0xed"
}
reg define LIVENESS 0x04 32 rw "reads back the inverse of what was written"
reg define FACTORIAL 0x08 32 rw "write N, read N! when STATUS.BUSY is 0"
reg define STATUS 0x20 32 rw "state of the factorial unit" {
    IRQ   7     "interrupt when the factorial is done"
    BUSY  0 ro  "computing"
}
reg define IRQ_STATUS 0x24 32 ro "causes of the interrupt" {
    DMA        8  "a DMA transfer is done"
    FACTORIAL  0  "a factorial is done"
}
reg define IRQ_RAISE 0x60 32 wo "raise an interrupt: the value is added to IRQ_STATUS"
reg define IRQ_ACK 0x64 32 wo "clear these bits of IRQ_STATUS"
reg define DMA_SRC 0x80 64 rw "source of the transfer; its own memory is at 0x40000"
reg define DMA_DST 0x88 64 rw "destination of the transfer"
reg define DMA_COUNT 0x90 64 rw "bytes to transfer, at most 4096"
reg define DMA_CMD 0x98 64 rw "DMA command" {
    IRQ    2  "interrupt when done"
    DIR    1  "direction" { 0 RAM_TO_EDU 1 EDU_TO_RAM }
    START  0  "start; reads 1 while it runs"
}
