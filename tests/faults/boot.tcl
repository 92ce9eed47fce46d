# SPDX-License-Identifier: GPL-2.0-or-later
# A whole bring-up on the simulated DSP: interrupts, DMA memory, the boot, a saved range, help.
set image fw.ri
attach sim:tgl
upd COMMAND MEM=1 BusMaster=1
irq enable MSI 1
dma alloc buf 64k
dma list
fw verify $image
boot run $image
ipc version
irq counts
rd ADSPCS
save bar4+0x80000 0x100 window.bin
loadmem bar4+0x80000 window.bin
config decode
dsp status
boot reset
detach
