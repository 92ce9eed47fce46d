# SPDX-License-Identifier: GPL-2.0-or-later
# usage: barsh -q -f soak.tcl COMMANDS BOOTS IMAGE
# Everyday commands, good and bad, in bulk; then boots, good and bad. Memory and descriptors must be at the end
# what they were after the first tenth. A tenth more runs in front of all, so that nothing is measured cold.
lassign $argv commands boots image
set spare_kb 256 ;# what the allocator may move about

proc measure {} {
	set status [open /proc/self/status]
	regexp {VmRSS:\s+(\d+)} [$status read] -> kb
	$status close
	list $kb [llength [glob /proc/self/fd/*]]
}

proc judge {what first last spare} {
	global failed
	if {$last <= $first + $spare} {
		incr ::passed
	} else {
		incr ::failed
		puts "FAIL $what grew from $first to $last"
	}
}

# in_parts WHAT BODY: run the body eleven times, measure, judge
proc in_parts {what body} {
	for {set part 0} {$part <= 10} {incr part} {
		uplevel 1 $body
		lassign [measure] kb fds
		puts "$what, $part of 10: $kb KiB, $fds descriptors"
		if {$part == 1} {
			set first_kb $kb
			set first_fds $fds
		}
	}
	judge "memory during $what" $first_kb $kb $::spare_kb
	judge "descriptors during $what" $first_fds $fds 0
}
set passed 0
set failed 0

# What could keep something: results, errors, devices, buffers, handlers, files. 21 commands; those that print
# much take their turn less often.
proc everyday {i} {
	rd COMMAND
	rd bar0+0x20
	rd GCTL
	wr INTCTL $i
	upd COMMAND Mem=1 BusMaster=1
	poll GCTL 0 0
	catch {rd no.such.register}
	catch {wr bar0+0x100000 1}
	catch {upd COMMAND NoSuchField=1}
	catch {poll STATESTS 0x1 1 -timeout 1us}
	assert {1 + 1 == 2}
	reg decode GCAP 0x9701
	dma alloc soak 4k
	fill dma.soak+0 64 0x5a
	compare dma.soak+0 dma.soak+32 32
	dma free soak
	irq enable MSI 1
	irq on MSI 0 {incr ::fired}
	irq trigger MSI 0
	irq wait MSI 0
	irq disable MSI
	if {$i % 100 == 0} {
		reg find interrupt
		dump bar0+0 64
		config caps
		dma list
		help rd
		trace start -keep 64
		rd GCAP
		trace stop
	}
}

attach sim:tgl
set fired 0
in_parts commands {
	for {set i 0} {$i < $commands / 21 / 10} {incr i} {everyday $i}
}
assert {$fired == 11 * ($commands / 21 / 10)} "a handler did not run"
detach

in_parts boots {
	for {set i 0} {$i < $boots / 10} {incr i} {
		attach sim:tgl
		upd COMMAND Mem=1 BusMaster=1
		irq enable MSI 1
		boot run $image
		boot reset
		sim fault bad-signature
		catch {boot run $image}
		sim fault bad-signature off
		boot reset
		detach
	}
}
puts "$passed passed, $failed failed"
assert {$failed == 0}
