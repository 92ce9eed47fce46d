# SPDX-License-Identifier: GPL-2.0-or-later
# A whole bring-up of a Tiger Lake audio DSP, as one would type it. Works on the simulated device:
#	barsh --echo -f scripts/examples/bring-up-tgl.tcl IMAGE
# and, with another SPEC as the second argument, on a real one that is bound to vfio-pci:
#	barsh --echo -f scripts/examples/bring-up-tgl.tcl /lib/firmware/intel/sof/sof-tgl.ri 00:1f.3

set image [lindex $argv 0]
set spec [expr {$argc > 1 ? [lindex $argv 1] : "sim:tgl"}]

# What is there, and attach to it.
devices
attach $spec
regions

# The registers of the HD-Audio controller, of the DSP, and config space.
map bar0 bar4 config
config dump -format hexdump-c
config decode
config caps

# Interrupts: what the device has, and one MSI vector on. The boot will wait for it.
irq list
irq enable MSI 1

# Named registers: read, change bits, read one back.
rd COMMAND
upd COMMAND MEM=1 BusMaster=1
rd COMMAND.BusMaster
rd GCAP
rd GCTL

# The image: what it is, whether it is whole.
fw info $image
fw verify $image

# Boot it, a stage a line. wait-ready tells of the interrupt by which the firmware reports.
boot open $image
boot plan
boot run
dsp status

# The interrupts that arrived: firmware ready, and the answer to the first message.
irq wait MSI
irq counts

# The firmware lives: one more message and its answer, with a handler for its interrupt.
irq on MSI 0 { puts "  MSI vector 0 fired, [dict get [irq counts] MSI.0] times in all" }
dsp alive
irq on MSI 0 {}

# The controller is out of reset, core 0 runs.
rd GCTL
rd ADSPCS
