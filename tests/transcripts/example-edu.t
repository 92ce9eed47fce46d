# args: -f examples/edu.tcl
barsh> # SPDX-License-Identifier: GPL-2.0-or-later
barsh> # QEMU's educational device from one end to the other: registers, a factorial that ends in an interrupt,
barsh> # DMA both ways. Without hardware, on the simulated device:
barsh> #	barsh --echo -f scripts/examples/edu.tcl
barsh> # and on the device itself (qemu -device edu), bound to vfio-pci:
barsh> #	barsh --echo -f scripts/examples/edu.tcl 00:03.0
barsh> set spec [expr {$argc > 0 ? [lindex $argv 0] : "sim:edu"}]
barsh> attach $spec
d0  sim edu  1234:11e8 class 00ff00
    simulated: QEMU's educational device: factorial, interrupts, DMA; bus master is off, as after an open through vfio
barsh> map bar0
bar0         needs no mapping: each access is served as it is
barsh> # Is it what we think it is? Registers have names, because scripts/regs/edu.tcl describes the device; by
barsh> # number the same read would be rd bar0+0.
barsh> rd EDU.ID
bar0+0x000000  ID            0x010000ed   identification
  [31:24] MAJOR   0x01  major version
  [23:16] MINOR   0x00  minor version
  [7:0]   MAGIC   0xed  always 0xed
barsh> assert {[rd EDU.ID] == 0x010000ed} "this is no edu device"
barsh> # It answers what was written with every bit turned over.
barsh> wr EDU.LIVENESS 0x12345678
bar0.LIVENESS  := 0x12345678
barsh> rd EDU.LIVENESS
bar0+0x000004  LIVENESS      0xedcba987   reads back the inverse of what was written
barsh> assert {[rd EDU.LIVENESS] == 0xedcba987}
barsh> # A message-signalled interrupt is a write to memory that the device makes: it needs bus mastering, which
barsh> # the kernel's open switched off.
barsh> irq enable MSI
MSI: 1 vector enabled
barsh> upd COMMAND BusMaster=1
config.COMMAND 0x0002 -> (0x0004 & 0x0004) -> 0x0006  BusMaster 0->1
barsh> # A factorial with an interrupt at its end. The device keeps its cause until it is acknowledged, which is
barsh> # what a driver's interrupt handler is for.
barsh> upd EDU.STATUS IRQ=1
bar0.STATUS    0x00000000 -> (0x00000080 & 0x00000080) -> 0x00000080  IRQ 0->1
barsh> wr EDU.FACTORIAL 10
bar0.FACTORIAL := 0x0000000a
barsh> irq wait MSI
MSI vector 0: fired 1 time, 1 ms
barsh> rd EDU.IRQ_STATUS
bar0+0x000024  IRQ_STATUS    0x00000001   causes of the interrupt
  [8]     DMA        0  a DMA transfer is done
  [0]     FACTORIAL  1  a factorial is done
barsh> wr EDU.IRQ_ACK 1
bar0.IRQ_ACK   := 0x00000001
barsh> rd EDU.FACTORIAL
bar0+0x000008  FACTORIAL     0x00375f00   write N, read N! when STATUS.BUSY is 0
barsh> assert {[rd EDU.FACTORIAL] == 3628800} "10! is something else"
barsh> upd EDU.STATUS IRQ=0
bar0.STATUS    0x00000080 -> (0x00000000 & 0x00000080) -> 0x00000000  IRQ 1->0
barsh> # The same with a handler: barsh runs it between two statements, and while it waits. The value of a
barsh> # register is text like 0x00000078; format makes it decimal.
barsh> irq on MSI 0 {
  ...> 	wr EDU.IRQ_ACK [rd EDU.IRQ_STATUS]
  ...> 	puts "handler: the factorial is [format %d [rd EDU.FACTORIAL]]"
  ...> }
barsh> upd EDU.STATUS IRQ=1
bar0.STATUS    0x00000000 -> (0x00000080 & 0x00000080) -> 0x00000080  IRQ 0->1
barsh> foreach n {3 5 7} {
  ...> 	wr EDU.FACTORIAL $n
  ...> 	irq wait MSI
  ...> }
handler: the factorial is 6
handler: the factorial is 120
handler: the factorial is 5040
barsh> upd EDU.STATUS IRQ=0
bar0.STATUS    0x00000080 -> (0x00000000 & 0x00000080) -> 0x00000000  IRQ 1->0
barsh> irq on MSI 0 {}
barsh> # DMA. A buffer is a region, dma.NAME, and its allocation returns the address that the device must be
barsh> # given. The device has 4 KiB of its own, which only DMA reaches, at 0x40000.
barsh> set out [dma alloc out 4k]
barsh> set in [dma alloc in 4k]
barsh> set inside 0x40000
barsh> wr dma.out+0 0xcafebabe 0x12345678
dma.out+0x000000 := 0xcafebabe
dma.out+0x000004 := 0x12345678
barsh> fill dma.out+8 1016 0x5a5a5a5a
dma.out+0x000008: 254 times 0x5a5a5a5a
barsh> # A proc is a command of one's own. DMA_CMD.START reads 1 while the transfer runs.
barsh> proc transfer {from to count direction} {
  ...> 	wr EDU.DMA_SRC $from
  ...> 	wr EDU.DMA_DST $to
  ...> 	wr EDU.DMA_COUNT $count
  ...> 	upd EDU.DMA_CMD DIR=$direction IRQ=1 START=1
  ...> 	irq wait MSI
  ...> 	poll EDU.DMA_CMD.START 0
  ...> 	wr EDU.IRQ_ACK [rd EDU.IRQ_STATUS]
  ...> }
barsh> transfer $out $inside 1024 RAM_TO_EDU
barsh> transfer $inside $in 1024 EDU_TO_RAM
barsh> dump dma.in+0 1k
000000: cafebabe 12345678 5a5a5a5a 5a5a5a5a  ....xV4.ZZZZZZZZ
000010: 5a5a5a5a 5a5a5a5a 5a5a5a5a 5a5a5a5a  ZZZZZZZZZZZZZZZZ
*  (62 more rows the same)
barsh> compare dma.out+0 dma.in+0 1k
equal
barsh> assert {[compare dma.out+0 dma.in+0 1k] eq ""} "what came back is not what was sent"
barsh> # Detaching undoes all of it: interrupts off, buffers unmapped, bus mastering as it was found.
barsh> irq counts
MSI      0  6
REQ      0  0
barsh> detach
