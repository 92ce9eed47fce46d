# SPDX-License-Identifier: GPL-2.0-or-later
# usage: barsh -q -f gen-matrix.tcl MODEL IMAGE OTHER-IMAGE      (run by gen-faults.sh)
#
# Each fault of a simulated DSP, met in a boot: what the boot says, whether boot reset brings the DSP back
# while the fault lasts, and whether a boot works once it is gone. Then what goes wrong without a fault of the
# device. Lines that begin with "== " say what the others belong to; gen-matrix.awk makes a table of them.

lassign $argv model image other_image

# The rung that brought it back, or "no".
proc recover {} {
	if {[catch {boot reset} rung]} {
		return no
	}
	return $rung
}

# An interrupt that is lost, or comes too often, is met by who waits for one.
set needs_irq {lost-interrupt spurious-interrupt interrupt-storm}
# These are met by a DSP that has booted.
set needs_running {power-stuck crst-stuck-high imr-lost}

# One boot, with whatever `begin` does to it and `finish` takes back.
proc meet {name begin finish {boot {boot run}}} {
	global model image needs_irq needs_running
	attach sim:$model -as device
	boot open $image
	if {$name in $needs_irq} {
		irq enable MSI
	}
	if {$name in $needs_running} {
		boot run
	}
	eval $begin
	puts "== boot|$name"
	catch $boot
	puts "== reset"
	puts "== while|[recover]"
	eval $finish
	set rung [recover]
	puts "== after|$rung|[expr {[catch {boot run}] ? {fails} : {boots}}]"
	detach device
}

attach sim:$model -as list
set faults {}
foreach fault [dict keys [sim fault]] {
	# these two befall the slot: no DSP has them
	if {$fault ni {gone wanted}} {
		lappend faults $fault
	}
}
puts "== faults"
show sim fault
detach list

foreach fault $faults {
	set boot [expr {$fault eq "imr-lost" ? {boot run -imr} : {boot run}}]
	meet $fault [list sim fault $fault on] [list sim fault $fault off] $boot
}

# No fault of the device: a host that gets it wrong, an image that is not for it.
attach sim:$model -as device
puts "== host"
set wrong {sd-tag-other request-channel spib-half cbl-half bdl-align bdl-unmapped bus-master procen}
foreach row [boot mutate $image -only $wrong] {
	puts "== mutant|[dict get $row name]|[dict get $row what]|[dict get $row stage]|[dict get $row evidence]|[dict get $row hint]|[dict get $row elapsed_ns]|[dict get $row rung]"
}
detach device
meet "other-image" [list boot open $other_image] [list boot open $image]
