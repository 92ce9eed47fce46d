# SPDX-License-Identifier: GPL-2.0-or-later
# usage: barsh -q -f gen-faults.tcl OUT IMAGE...      (run by gen-faults.sh)
#
# What boot mutate says of every simulated DSP, as a table in markdown, written to OUT. Each model takes the
# first of the images that it boots; models of which everything is the same share a column.

# Leaves the model attached, booted, with an interrupt enabled; false: no DSP.
proc attach_booted {model} {
	global argv
	attach sim:$model -as $model
	irq enable MSI
	foreach image [lrange $argv 1 end] {
		if {![catch {boot run $image}]} {
			return 1
		}
	}
	detach $model
	return 0
}

# name -> {what cell}, in the order of the list
proc mutations {} {
	set table {}
	foreach row [boot mutate] {
		set cell [dict get $row result]
		if {$cell eq "fails"} {
			append cell " at [dict get $row stage]"
		}
		lappend table [dict get $row name] [list [dict get $row what] $cell]
	}
	return $table
}

# The rows of all models in one order: what a model has beyond the others goes behind what it follows.
proc merge {order names} {
	set at 0
	foreach name $names {
		set found [lsearch -exact $order $name]
		if {$found < 0} {
			set order [linsert $order $at $name]
			incr at
		} else {
			set at [expr {$found + 1}]
		}
	}
	return $order
}

set models {}
set order {}
foreach model [dict keys [sim list]] {
	if {![attach_booted $model]} continue
	lappend models $model
	set table [mutations]
	detach $model
	set order [merge $order [dict keys $table]]
	foreach {name row} $table {
		lassign $row what($name) cell($model,$name)
	}
}

proc cell_of {model name} {
	global cell
	return [expr {[info exists cell($model,$name)] ? $cell($model,$name) : {}}]
}

# columns: the first model of each column; share(first): all of it
set columns {}
foreach model $models {
	set all [lmap name $order {cell_of $model $name}]
	if {![info exists first($all)]} {
		set first($all) $model
		lappend columns $model
	}
	lappend share($first($all)) $model
}

set out [open [lindex $argv 0] w]
puts $out "| Mutation | What is left out or wrong | [join [lmap c $columns {join $share($c) {, }}] { | }] |"
puts $out "|---|---|[string repeat ---| [llength $columns]]"
foreach name $order {
	set line "| $name | $what($name) |"
	foreach model $columns {
		append line " [cell_of $model $name] |"
	}
	puts $out $line
}
close $out
