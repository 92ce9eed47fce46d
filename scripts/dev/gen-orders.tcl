# SPDX-License-Identifier: GPL-2.0-or-later
# usage: barsh -q -f gen-orders.tcl OUT IMAGE...      (run by gen-faults.sh)
#
# Who boots in whose order: each simulated DSP with the recipe of its chip, in that of Zephyr's host tool,
# and out of its own memory, as a table in markdown, written to OUT. Each model takes the first of the images
# that it boots.

set folder [file dirname [info script]]/../boot

# Where a boot ends: "boots", or the stage that failed. script: the boot.
proc ends {script} {
	if {![catch $script why]} {
		return boots
	}
	if {[regexp {^stage ([^:]*):} $why all stage]} {
		return "fails at $stage"
	}
	return -
}

proc own {} {
	global argv
	foreach image [lrange $argv 1 end] {
		set end [ends [list boot run $image]]
		if {$end eq "boots"} break
		catch {boot reset}
	}
	return $end
}

# Generations have one each; SKL, whose images the tool does not load, has none.
proc zephyr {generation} {
	global folder
	if {$generation eq "cAVS 1.5"} {
		return -
	}
	set name [expr {$generation eq "ACE" ? "zephyr-ace.tcl" : "zephyr.tcl"}]
	boot reset
	return [ends [list boot run $folder/$name]]
}

set out [open [lindex $argv 0] w]
puts $out "| Model | Linux | Zephyr's host tool | Linux, out of memory (IMR) |"
puts $out "|---|---|---|---|"
foreach {model title} [sim list] {
	attach sim:$model -as device
	if {[catch {boot plan}]} {
		detach device
		continue
	}
	regexp {(ACE|cAVS [0-9.+]*)[^,]*\)$} $title all generation
	puts $out "| $model | [own] | [zephyr $generation] | [ends {boot run -imr}] |"
	detach device
}
close $out
