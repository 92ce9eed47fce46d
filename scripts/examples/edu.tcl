# SPDX-License-Identifier: GPL-2.0-or-later
# QEMU's educational device from one end to the other: registers, a factorial that ends in an interrupt,
# DMA both ways. Without hardware, on the simulated device:
#	barsh --echo -f scripts/examples/edu.tcl
# and on the device itself (qemu -device edu), bound to vfio-pci:
#	barsh --echo -f scripts/examples/edu.tcl 00:03.0

set spec [expr {$argc > 0 ? [lindex $argv 0] : "sim:edu"}]
attach $spec
map bar0

# Is it what we think it is? Registers have names, because scripts/regs/edu.tcl describes the device; by
# number the same read would be rd bar0+0.
rd EDU.ID
assert {[rd EDU.ID] == 0x010000ed} "this is no edu device"

# It answers what was written with every bit turned over.
wr EDU.LIVENESS 0x12345678
rd EDU.LIVENESS
assert {[rd EDU.LIVENESS] == 0xedcba987}

# A message-signalled interrupt is a write to memory that the device makes: it needs bus mastering, which
# the kernel's open switched off.
irq enable MSI
upd COMMAND BusMaster=1

# A factorial with an interrupt at its end. The device keeps its cause until it is acknowledged, which is
# what a driver's interrupt handler is for.
upd EDU.STATUS IRQ=1
wr EDU.FACTORIAL 10
irq wait MSI
rd EDU.IRQ_STATUS
wr EDU.IRQ_ACK 1
rd EDU.FACTORIAL
assert {[rd EDU.FACTORIAL] == 3628800} "10! is something else"
upd EDU.STATUS IRQ=0

# The same with a handler: barsh runs it between two statements, and while it waits. The value of a
# register is text like 0x00000078; format makes it decimal.
irq on MSI 0 {
	wr EDU.IRQ_ACK [rd EDU.IRQ_STATUS]
	puts "handler: the factorial is [format %d [rd EDU.FACTORIAL]]"
}
upd EDU.STATUS IRQ=1
foreach n {3 5 7} {
	wr EDU.FACTORIAL $n
	irq wait MSI
}
upd EDU.STATUS IRQ=0
irq on MSI 0 {}

# DMA. A buffer is a region, dma.NAME, and its allocation returns the address that the device must be
# given. The device has 4 KiB of its own, which only DMA reaches, at 0x40000.
set out [dma alloc out 4k]
set in [dma alloc in 4k]
set inside 0x40000
wr dma.out+0 0xcafebabe 0x12345678
fill dma.out+8 1016 0x5a5a5a5a

# A proc is a command of one's own. DMA_CMD.START reads 1 while the transfer runs.
proc transfer {from to count direction} {
	wr EDU.DMA_SRC $from
	wr EDU.DMA_DST $to
	wr EDU.DMA_COUNT $count
	upd EDU.DMA_CMD DIR=$direction IRQ=1 START=1
	irq wait MSI
	poll EDU.DMA_CMD.START 0
	wr EDU.IRQ_ACK [rd EDU.IRQ_STATUS]
}
transfer $out $inside 1024 RAM_TO_EDU
transfer $inside $in 1024 EDU_TO_RAM
dump dma.in+0 1k
compare dma.out+0 dma.in+0 1k
assert {[compare dma.out+0 dma.in+0 1k] eq ""} "what came back is not what was sent"

# Detaching undoes all of it: interrupts off, buffers unmapped, bus mastering as it was found.
irq counts
detach
