# SPDX-License-Identifier: GPL-2.0-or-later
# Play a tone of 440 Hz through an HD-Audio controller, with nothing between this file and the registers:
# reset, CORB and RIRB, find a converter and a pin, program them, stream from DMA memory. Without hardware,
# and without being heard, on the simulated controller:
#	barsh --echo -f scripts/examples/hda-tone.tcl
# and on a real one, bound to vfio-pci:
#	barsh --echo -f scripts/examples/hda-tone.tcl 00:1f.4
# It plays on the first output pin of the first codec that has a path to a converter. What a real machine
# may have besides, external amplifiers and GPIOs, it does not know.

set spec [expr {$argc > 0 ? [lindex $argv 0] : "sim:tgl"}]
attach $spec
map bar0
rd HDA.GCAP

# --- Reset. CRST reads back 0 when the controller is in reset and 1 when it is out of it. Codecs then have
# 521 us to announce themselves in STATESTS, which a reset need not clear: writing ones does.
wr HDA.STATESTS 0x7fff
upd HDA.GCTL CRST=0
poll HDA.GCTL CRST=0 -timeout 100ms
upd HDA.GCTL CRST=1
poll HDA.GCTL CRST=1 -timeout 100ms
poll HDA.STATESTS SDIWAKE=0 -not -timeout 100ms
set present [rd HDA.STATESTS]
set codec 0
while {!($present >> $codec & 1)} { incr codec }

# --- The rings. Commands go through the CORB, 4 bytes each; responses come back through the RIRB, 8 bytes
# each. The controller's pointers are reset by a handshake (CORB) and by a write alone (RIRB).
set corb [dma alloc corb 4k]
set rirb [dma alloc rirb 4k]
upd COMMAND BusMaster=1
wr HDA.CORBLBASE $corb
wr HDA.CORBUBASE 0
wr HDA.RIRBLBASE $rirb
wr HDA.RIRBUBASE 0
upd HDA.CORBSIZE SIZE=256_ENTRIES
upd HDA.RIRBSIZE SIZE=256_ENTRIES
wr HDA.CORBWP 0
wr HDA.CORBRP 0x8000
poll HDA.CORBRP RST=1 -timeout 100ms
wr HDA.CORBRP 0
poll HDA.CORBRP RST=0 -timeout 100ms
wr HDA.RIRBWP 0x8000
wr HDA.RINTCNT 1
upd HDA.CORBCTL RUN=1
upd HDA.RIRBCTL RUN=1 INTC=1

# One command and its response. Verbs below 0x10 have a payload of 16 bits, the others one of 8.
# RIRBSTS is cleared each time: a controller may hold commands back while responses are not taken. No
# interrupt leaves the controller, because INTCTL stays 0.
set sent 0
proc verb {node verb payload} {
	global codec sent
	set sent [expr {($sent + 1) & 0xff}]
	set shift [expr {$verb < 0x10 ? 16 : 8}]
	wr dma.corb+$sent*4 [expr {$codec << 28 | $node << 20 | $verb << $shift | $payload}]
	wr HDA.CORBWP $sent
	poll HDA.RIRBWP WP=$sent -timeout 1s
	wr HDA.RIRBSTS 5
	rd dma.rirb+$sent*8
}
proc parameter {node which} { verb $node 0xf00 $which }

# --- Discovery. Node 0 is the codec; below it are function groups, below the audio group its widgets.
puts "codec $codec: vendor and device [parameter 0 0x00]"

# subnodes NODE: the nodes below it
proc subnodes {node} {
	set answer [parameter $node 0x04]
	set nodes {}
	for {set i 0} {$i < ($answer & 0xff)} {incr i} { lappend nodes [expr {($answer >> 16 & 0xff) + $i}] }
	return $nodes
}
# inputs NODE: the nodes that a widget can take its sound from. Entries have 8 or 16 bits; one with its
# top bit set ends a range that the entry before began.
proc inputs {node} {
	set length [parameter $node 0x0e]
	set bits [expr {$length & 0x80 ? 16 : 8}]
	set mark [expr {1 << ($bits - 1)}]
	set nodes {}
	for {set i 0} {$i < ($length & 0x7f)} {incr i} {
		if {$i % (32 / $bits) == 0} { set answer [verb $node 0xf02 $i] }
		set entry [expr {$answer >> $bits * ($i % (32 / $bits))}]
		set last [expr {$entry & ($mark - 1)}]
		set first [expr {$entry & $mark ? [lindex $nodes end] + 1 : $last}]
		for {set input $first} {$input <= $last} {incr input} { lappend nodes $input }
	}
	return $nodes
}
# path NODE DEPTH: the widgets from NODE to an output converter, "" if none is near
proc path {node depth} {
	set type [expr {[parameter $node 0x09] >> 20 & 0xf}]
	if {$type == 0} { return $node }
	# 2 mixer, 3 selector, 4 pin
	if {$depth == 0 || $type < 2 || $type > 4} return
	foreach input [inputs $node] {
		set rest [path $input [expr {$depth - 1}]]
		if {$rest ne ""} { return [list $node {*}$rest] }
	}
}

foreach group [subnodes 0] {
	if {([parameter $group 0x05] & 0xff) == 1} break
}
# A pin: widget type 4, able to put out (bit 4 of 0x0c), wired to something (0xf1c, top bits not 01).
set way ""
foreach node [subnodes $group] {
	set type [expr {[parameter $node 0x09] >> 20 & 0xf}]
	puts "node $node: [lindex {{audio output} {audio input} mixer selector pin power volume beep} $type]"
	if {$way eq "" && $type == 4 && [parameter $node 0x0c] & 0x10 && [verb $node 0xf1c 0] >> 30 != 1} {
		set way [path $node 3]
	}
}
assert {$way ne ""} "no output pin has a way to a converter"
set pin [lindex $way 0]
set dac [lindex $way end]
puts "from converter $dac to pin $pin by way of: $way"

# --- The codec: all on the way powered, connected, and at 0 dB where there is an amplifier.
# unmute NODE CAPABILITY BITS: the gain that is 0 dB is the "offset" of its amplifier's capability
proc unmute {node capability bits} {
	verb $node 0x3 [expr {$bits | 0x3000 | ([parameter $node $capability] & 0x7f)}]
}
verb $group 0x705 0
foreach node $way next [lrange $way 1 end] {
	set capabilities [parameter $node 0x09]
	verb $node 0x705 0
	if {$capabilities & 0x04} { unmute $node 0x12 0x8000 }
	if {$next ne ""} {
		set input [lsearch [inputs $node] $next]
		if {$capabilities & 0x02} { unmute $node 0x0d [expr {0x4000 | $input << 8}] }
		if {($capabilities >> 20 & 0xf) != 2} { verb $node 0x701 $input }
	}
}
# Stream tag 1 from channel 0 on; 48 kHz, 16 bits, 2 channels, as in the stream descriptor below.
set tag 1
verb $dac 0x706 [expr {$tag << 4}]
verb $dac 0x2 0x0011
verb $pin 0x707 0x40

# --- The tone: 2400 frames of 48000 a second are 22 periods of 440 Hz, so that it can go round without
# a crack. There is no sin() here, but a sine is what y[n+1] = 2 cos(w) y[n] - y[n-1] gives, and both start
# values come from the series.
set frames 2400
set bytes [expr {$frames * 4}]
set tone [dma alloc tone $bytes]
proc sine {x} {
	set sum 0.0
	set term $x
	for {set n 2} {$n < 30} {incr n 2} {
		set sum [expr {$sum + $term}]
		set term [expr {-$term * $x * $x / ($n * ($n + 1))}]
	}
	return $sum
}
proc play_into {buffer frames periods amplitude} {
	set pi 3.14159265358979
	set w [expr {2 * $pi * $periods / $frames}]
	set factor [expr {2 * [sine [expr {$w + $pi / 2}]]}]
	set before [expr {-$amplitude * [sine $w]}]
	set now 0.0
	set words {}
	for {set i 0} {$i < $frames} {incr i} {
		set sample [expr {round($now) & 0xffff}]
		lappend words [expr {$sample << 16 | $sample}]
		set after [expr {$factor * $now - $before}]
		set before $now
		set now $after
	}
	wr $buffer {*}$words
}
play_into dma.tone+0 $frames 22 8000

# --- The stream. Captures come first, so the first playback has the number of captures. The list of
# buffers needs two entries at least; here both are the same memory.
set sd SD[format %d [rd HDA.GCAP.ISS]]
upd $sd.CTL SRST=1
poll $sd.CTL SRST=1 -timeout 100ms
upd $sd.CTL SRST=0
poll $sd.CTL SRST=0 -timeout 100ms
set bdl [dma alloc bdl 4k]
foreach entry {0 1} {
	wr.64 dma.bdl+$entry*16 $tone
	wr dma.bdl+$entry*16+8 $bytes 1
}
wr $sd.BDPL $bdl
wr $sd.BDPU 0
wr $sd.CBL [expr {2 * $bytes}]
wr $sd.LVI 1
upd $sd.FMT BASE=48_KHZ MULT=X1 DIV=D1 BITS=16_BIT CHAN=1
upd $sd.CTL STRM=$tag RUN=1

# A buffer has 50 ms. BCIS tells of each that is done, LPIB how far it is in the two.
set positions {}
for {set i 0} {$i < 24} {incr i} {
	poll $sd.STS BCIS=1 -timeout 2s
	wr $sd.STS 0x04
	lappend positions [format %d [rd $sd.LPIB]]
}
puts "positions: $positions"

# --- The end: first the stream, then the codec, the rings, the controller. Detaching frees the memory.
upd $sd.CTL RUN=0
poll $sd.CTL RUN=0 -timeout 100ms
verb $pin 0x707 0
verb $dac 0x706 0
upd $sd.CTL STRM=0
upd HDA.CORBCTL RUN=0
upd HDA.RIRBCTL RUN=0 INTC=0
poll HDA.CORBCTL RUN=0 -timeout 100ms
poll HDA.RIRBCTL RUN=0 -timeout 100ms
upd HDA.GCTL CRST=0
poll HDA.GCTL CRST=0 -timeout 100ms
detach
