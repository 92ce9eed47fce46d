# SPDX-License-Identifier: GPL-2.0-or-later
# Bring up an NVMe controller by hand and ask it who it is: reset, admin queues in DMA memory, doorbells,
# completions. It reads the controller's identity and the size of its first namespace, no data.
#	barsh --echo -f scripts/examples/nvme.tcl 02:00.0
#	barsh --echo -f scripts/examples/nvme.tcl 02:00.0 msix		completions by interrupt, not by polling
# The disk must not be in use: with vfio-pci on the function, no driver of the kernel has it.

if {$argc < 1} { error "usage: nvme.tcl SPEC ?msix?" }
set by_interrupt [expr {[lindex $argv 1] eq "msix"}]
attach [lindex $argv 0]
map bar0

rd NVME.CAP
rd NVME.VS
assert {[rd NVME.CAP.MPSMIN] == 0} "the controller does not take pages of 4 KiB"
set deadline [expr {[rd NVME.CAP.TO] * 500}]ms
set stride [expr {4 << [rd NVME.CAP.DSTRD]}]

# Reset: CSTS.RDY follows CC.EN. The queues may be set up only in between.
upd NVME.CC EN=0
poll NVME.CSTS RDY=0 -timeout $deadline

# The admin queues. A command has 64 bytes and a completion 16, so a page holds 64 and 256 of them; ours
# have 16 entries. The registers take the number less one.
set entries 16
set asq [dma alloc asq 4k]
set acq [dma alloc acq 4k]
set data [dma alloc data 4k]
wr NVME.AQA [expr {($entries - 1) << 16 | ($entries - 1)}]
wr NVME.ASQ $asq
wr NVME.ACQ $acq

# From here on the controller reaches into memory. The queues' interrupt is vector 0.
upd COMMAND BusMaster=1
if {$by_interrupt} { irq enable MSIX 1 }
upd NVME.CC IOCQES=4 IOSQES=6 SHN=NONE AMS=ROUND_ROBIN MPS=0 CSS=NVM EN=1
poll NVME.CSTS RDY=1 -timeout $deadline
rd NVME.CSTS

# One admin command: 16 words into the next free entry, the new tail into the doorbell; its completion
# has the phase bit of this round through the queue; the new head into the other doorbell.
set index 0
set phase 1
proc admin {opcode namespace address word10} {
	global index phase entries stride by_interrupt
	set entry dma.asq+$index*64
	fill $entry 64 0
	wr $entry [expr {$index << 16 | $opcode}] $namespace
	wr.64 $entry+24 $address
	wr $entry+40 $word10

	set done dma.acq+$index*16
	set index [expr {($index + 1) % $entries}]
	wr bar0+0x1000 $index
	if {$by_interrupt} { irq wait MSIX 0 }
	poll $done+12 0x10000 [expr {$phase << 16}]
	wr bar0+0x1000+$stride $index
	if {$index == 0} { set phase [expr {!$phase}] }

	set status [expr {[rd $done+12] >> 17}]
	if {$status != 0} { error [format "admin command 0x%02x failed with status 0x%04x" $opcode $status] }
}

# ASCII, padded with blanks.
proc text {address length} {
	set text ""
	foreach byte [rd.8 $address $length] { append text [format %c $byte] }
	string trim $text
}

# Identify (opcode 6): word 10 says what, 1 is the controller.
admin 6 0 $data 1
puts "serial:   [text dma.data+4 20]"
puts "model:    [text dma.data+24 40]"
puts "firmware: [text dma.data+64 8]"
puts "vendor:   [rd.16 dma.data+0], namespaces: [format %d [rd dma.data+516]]"

# 0 is a namespace: its size is in blocks, and the block's size is a power of two in one of 16 formats.
admin 6 1 $data 0
set blocks [rd.64 dma.data+0]
set format [expr {[rd.8 dma.data+26] & 0xf}]
set block_size [expr {1 << [rd.8 dma.data+128+$format*4+2]}]
puts "namespace 1: [expr {$blocks * $block_size / 1048576}] MiB in blocks of $block_size bytes"

# Shut down in order, so that nothing is left in its caches; then off. Detaching frees the buffers only
# after the controller has let go of them.
upd NVME.CC SHN=NORMAL
poll NVME.CSTS SHST=DONE -timeout 5s
upd NVME.CC EN=0
poll NVME.CSTS RDY=0 -timeout $deadline
detach
