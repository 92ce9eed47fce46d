# args: -f examples/hda-tone.tcl
barsh> # SPDX-License-Identifier: GPL-2.0-or-later
barsh> # Play a tone of 440 Hz through an HD-Audio controller, with nothing between this file and the registers:
barsh> # reset, CORB and RIRB, find a converter and a pin, program them, stream from DMA memory. Without hardware,
barsh> # and without being heard, on the simulated controller:
barsh> #	barsh --echo -f scripts/examples/hda-tone.tcl
barsh> # and on a real one, bound to vfio-pci:
barsh> #	barsh --echo -f scripts/examples/hda-tone.tcl 00:1f.4
barsh> # It plays on the first output pin of the first codec that has a path to a converter. What a real machine
barsh> # may have besides, external amplifiers and GPIOs, it does not know.
barsh> set spec [expr {$argc > 0 ? [lindex $argv 0] : "sim:tgl"}]
barsh> attach $spec
d0  sim tgl  8086:a0c8 class 040100
    simulated: Tiger Lake audio DSP (8086:a0c8, cAVS 2.5); bus master is off, as after an open through vfio
barsh> map bar0
bar0         needs no mapping: each access is served as it is
barsh> rd HDA.GCAP
bar0+0x000000  GCAP          0x9701   global capabilities
  [15:12] OSS     0x9   playback streams
  [11:8]  ISS     0x7   capture streams
  [7:3]   BSS     0x00  bidirectional streams
  [2:1]   NSDO    0x0   ONE
  [0]     64OK    1     64-bit addresses
barsh> # --- Reset. CRST reads back 0 when the controller is in reset and 1 when it is out of it. Codecs then have
barsh> # 521 us to announce themselves in STATESTS, which a reset need not clear: writing ones does.
barsh> wr HDA.STATESTS 0x7fff
bar0.STATESTS  := 0x7fff
barsh> upd HDA.GCTL CRST=0
bar0.GCTL      0x00000000 -> (0x00000000 & 0x00000001) -> 0x00000000  nothing to change, not written
barsh> poll HDA.GCTL CRST=0 -timeout 100ms
poll GCTL 0x00000001 0x00000000: ok, 1 us, 1 read, last 0x00000000
barsh> upd HDA.GCTL CRST=1
bar0.GCTL      0x00000000 -> (0x00000001 & 0x00000001) -> 0x00000001  CRST IN_RESET->RUNNING
barsh> poll HDA.GCTL CRST=1 -timeout 100ms
poll GCTL 0x00000001 0x00000001: ok, 102 us, 2 reads, last 0x00000001
barsh> poll HDA.STATESTS SDIWAKE=0 -not -timeout 100ms
poll STATESTS 0x7fff not 0x0000: ok, 506 us, 6 reads, last 0x0001
barsh> set present [rd HDA.STATESTS]
barsh> set codec 0
barsh> while {!($present >> $codec & 1)} { incr codec }
barsh> # --- The rings. Commands go through the CORB, 4 bytes each; responses come back through the RIRB, 8 bytes
barsh> # each. The controller's pointers are reset by a handshake (CORB) and by a write alone (RIRB).
barsh> set corb [dma alloc corb 4k]
barsh> set rirb [dma alloc rirb 4k]
barsh> upd COMMAND BusMaster=1
config.COMMAND 0x0002 -> (0x0004 & 0x0004) -> 0x0006  BusMaster 0->1
barsh> wr HDA.CORBLBASE $corb
bar0.CORBLBASE := 0x00100000
barsh> wr HDA.CORBUBASE 0
bar0.CORBUBASE := 0x00000000
barsh> wr HDA.RIRBLBASE $rirb
bar0.RIRBLBASE := 0x00101000
barsh> wr HDA.RIRBUBASE 0
bar0.RIRBUBASE := 0x00000000
barsh> upd HDA.CORBSIZE SIZE=256_ENTRIES
bar0.CORBSIZE  0x42 -> (0x02 & 0x03) -> 0x42  nothing to change, not written
barsh> upd HDA.RIRBSIZE SIZE=256_ENTRIES
bar0.RIRBSIZE  0x42 -> (0x02 & 0x03) -> 0x42  nothing to change, not written
barsh> wr HDA.CORBWP 0
bar0.CORBWP    := 0x0000
barsh> wr HDA.CORBRP 0x8000
bar0.CORBRP    := 0x8000
barsh> poll HDA.CORBRP RST=1 -timeout 100ms
poll CORBRP 0x8000 0x8000: ok, 1 us, 1 read, last 0x8000
barsh> wr HDA.CORBRP 0
bar0.CORBRP    := 0x0000
barsh> poll HDA.CORBRP RST=0 -timeout 100ms
poll CORBRP 0x8000 0x0000: ok, 1 us, 1 read, last 0x0000
barsh> wr HDA.RIRBWP 0x8000
bar0.RIRBWP    := 0x8000
barsh> wr HDA.RINTCNT 1
bar0.RINTCNT   := 0x0001
barsh> upd HDA.CORBCTL RUN=1
bar0.CORBCTL   0x00 -> (0x02 & 0x02) -> 0x02  RUN 0->1
barsh> upd HDA.RIRBCTL RUN=1 INTC=1
bar0.RIRBCTL   0x00 -> (0x03 & 0x03) -> 0x03  RUN 0->1 INTC 0->1
barsh> # One command and its response. Verbs below 0x10 have a payload of 16 bits, the others one of 8.
barsh> # RIRBSTS is cleared each time: a controller may hold commands back while responses are not taken. No
barsh> # interrupt leaves the controller, because INTCTL stays 0.
barsh> set sent 0
barsh> proc verb {node verb payload} {
  ...> 	global codec sent
  ...> 	set sent [expr {($sent + 1) & 0xff}]
  ...> 	set shift [expr {$verb < 0x10 ? 16 : 8}]
  ...> 	wr dma.corb+$sent*4 [expr {$codec << 28 | $node << 20 | $verb << $shift | $payload}]
  ...> 	wr HDA.CORBWP $sent
  ...> 	poll HDA.RIRBWP WP=$sent -timeout 1s
  ...> 	wr HDA.RIRBSTS 5
  ...> 	rd dma.rirb+$sent*8
  ...> }
barsh> proc parameter {node which} { verb $node 0xf00 $which }
barsh> # --- Discovery. Node 0 is the codec; below it are function groups, below the audio group its widgets.
barsh> puts "codec $codec: vendor and device [parameter 0 0x00]"
codec 0: vendor and device 0x1af40012
barsh> # subnodes NODE: the nodes below it
barsh> proc subnodes {node} {
  ...> 	set answer [parameter $node 0x04]
  ...> 	set nodes {}
  ...> 	for {set i 0} {$i < ($answer & 0xff)} {incr i} { lappend nodes [expr {($answer >> 16 & 0xff) + $i}] }
  ...> 	return $nodes
  ...> }
barsh> # inputs NODE: the nodes that a widget can take its sound from. Entries have 8 or 16 bits; one with its
barsh> # top bit set ends a range that the entry before began.
barsh> proc inputs {node} {
  ...> 	set length [parameter $node 0x0e]
  ...> 	set bits [expr {$length & 0x80 ? 16 : 8}]
  ...> 	set mark [expr {1 << ($bits - 1)}]
  ...> 	set nodes {}
  ...> 	for {set i 0} {$i < ($length & 0x7f)} {incr i} {
  ...> 		if {$i % (32 / $bits) == 0} { set answer [verb $node 0xf02 $i] }
  ...> 		set entry [expr {$answer >> $bits * ($i % (32 / $bits))}]
  ...> 		set last [expr {$entry & ($mark - 1)}]
  ...> 		set first [expr {$entry & $mark ? [lindex $nodes end] + 1 : $last}]
  ...> 		for {set input $first} {$input <= $last} {incr input} { lappend nodes $input }
  ...> 	}
  ...> 	return $nodes
  ...> }
barsh> # path NODE DEPTH: the widgets from NODE to an output converter, "" if none is near
barsh> proc path {node depth} {
  ...> 	set type [expr {[parameter $node 0x09] >> 20 & 0xf}]
  ...> 	if {$type == 0} { return $node }
  ...> 	# 2 mixer, 3 selector, 4 pin
  ...> 	if {$depth == 0 || $type < 2 || $type > 4} return
  ...> 	foreach input [inputs $node] {
  ...> 		set rest [path $input [expr {$depth - 1}]]
  ...> 		if {$rest ne ""} { return [list $node {*}$rest] }
  ...> 	}
  ...> }
barsh> foreach group [subnodes 0] {
  ...> 	if {([parameter $group 0x05] & 0xff) == 1} break
  ...> }
barsh> # A pin: widget type 4, able to put out (bit 4 of 0x0c), wired to something (0xf1c, top bits not 01).
barsh> set way ""
barsh> foreach node [subnodes $group] {
  ...> 	set type [expr {[parameter $node 0x09] >> 20 & 0xf}]
  ...> 	puts "node $node: [lindex {{audio output} {audio input} mixer selector pin power volume beep} $type]"
  ...> 	if {$way eq "" && $type == 4 && [parameter $node 0x0c] & 0x10 && [verb $node 0xf1c 0] >> 30 != 1} {
  ...> 		set way [path $node 3]
  ...> 	}
  ...> }
node 2: audio output
node 3: pin
barsh> assert {$way ne ""} "no output pin has a way to a converter"
barsh> set pin [lindex $way 0]
barsh> set dac [lindex $way end]
barsh> puts "from converter $dac to pin $pin by way of: $way"
from converter 2 to pin 3 by way of: 3 2
barsh> # --- The codec: all on the way powered, connected, and at 0 dB where there is an amplifier.
barsh> # unmute NODE CAPABILITY BITS: the gain that is 0 dB is the "offset" of its amplifier's capability
barsh> proc unmute {node capability bits} {
  ...> 	verb $node 0x3 [expr {$bits | 0x3000 | ([parameter $node $capability] & 0x7f)}]
  ...> }
barsh> verb $group 0x705 0
barsh> foreach node $way next [lrange $way 1 end] {
  ...> 	set capabilities [parameter $node 0x09]
  ...> 	verb $node 0x705 0
  ...> 	if {$capabilities & 0x04} { unmute $node 0x12 0x8000 }
  ...> 	if {$next ne ""} {
  ...> 		set input [lsearch [inputs $node] $next]
  ...> 		if {$capabilities & 0x02} { unmute $node 0x0d [expr {0x4000 | $input << 8}] }
  ...> 		if {($capabilities >> 20 & 0xf) != 2} { verb $node 0x701 $input }
  ...> 	}
  ...> }
barsh> # Stream tag 1 from channel 0 on; 48 kHz, 16 bits, 2 channels, as in the stream descriptor below.
barsh> set tag 1
barsh> verb $dac 0x706 [expr {$tag << 4}]
barsh> verb $dac 0x2 0x0011
barsh> verb $pin 0x707 0x40
barsh> # --- The tone: 2400 frames of 48000 a second are 22 periods of 440 Hz, so that it can go round without
barsh> # a crack. There is no sin() here, but a sine is what y[n+1] = 2 cos(w) y[n] - y[n-1] gives, and both start
barsh> # values come from the series.
barsh> set frames 2400
barsh> set bytes [expr {$frames * 4}]
barsh> set tone [dma alloc tone $bytes]
barsh> proc sine {x} {
  ...> 	set sum 0.0
  ...> 	set term $x
  ...> 	for {set n 2} {$n < 30} {incr n 2} {
  ...> 		set sum [expr {$sum + $term}]
  ...> 		set term [expr {-$term * $x * $x / ($n * ($n + 1))}]
  ...> 	}
  ...> 	return $sum
  ...> }
barsh> proc play_into {buffer frames periods amplitude} {
  ...> 	set pi 3.14159265358979
  ...> 	set w [expr {2 * $pi * $periods / $frames}]
  ...> 	set factor [expr {2 * [sine [expr {$w + $pi / 2}]]}]
  ...> 	set before [expr {-$amplitude * [sine $w]}]
  ...> 	set now 0.0
  ...> 	set words {}
  ...> 	for {set i 0} {$i < $frames} {incr i} {
  ...> 		set sample [expr {round($now) & 0xffff}]
  ...> 		lappend words [expr {$sample << 16 | $sample}]
  ...> 		set after [expr {$factor * $now - $before}]
  ...> 		set before $now
  ...> 		set now $after
  ...> 	}
  ...> 	wr $buffer {*}$words
  ...> }
barsh> play_into dma.tone+0 $frames 22 8000
barsh> # --- The stream. Captures come first, so the first playback has the number of captures. The list of
barsh> # buffers needs two entries at least; here both are the same memory.
barsh> set sd SD[format %d [rd HDA.GCAP.ISS]]
barsh> upd $sd.CTL SRST=1
bar0.SD7.CTL   0x00040000 -> (0x00000001 & 0x00000001) -> 0x00040001  SRST 0->1
barsh> poll $sd.CTL SRST=1 -timeout 100ms
poll SD7.CTL 0x00000001 0x00000001: ok, 1 us, 1 read, last 0x00040001
barsh> upd $sd.CTL SRST=0
bar0.SD7.CTL   0x00040001 -> (0x00000000 & 0x00000001) -> 0x00040000  SRST 1->0
barsh> poll $sd.CTL SRST=0 -timeout 100ms
poll SD7.CTL 0x00000001 0x00000000: ok, 1 us, 1 read, last 0x00040000
barsh> set bdl [dma alloc bdl 4k]
barsh> foreach entry {0 1} {
  ...> 	wr.64 dma.bdl+$entry*16 $tone
  ...> 	wr dma.bdl+$entry*16+8 $bytes 1
  ...> }
barsh> wr $sd.BDPL $bdl
bar0.SD7.BDPL  := 0x00105000
barsh> wr $sd.BDPU 0
bar0.SD7.BDPU  := 0x00000000
barsh> wr $sd.CBL [expr {2 * $bytes}]
bar0.SD7.CBL   := 0x00004b00
barsh> wr $sd.LVI 1
bar0.SD7.LVI   := 0x0001
barsh> upd $sd.FMT BASE=48_KHZ MULT=X1 DIV=D1 BITS=16_BIT CHAN=1
bar0.SD7.FMT   0x0000 -> (0x0011 & 0x7f7f) -> 0x0011  BITS 8_BIT->16_BIT CHAN 0->1
barsh> upd $sd.CTL STRM=$tag RUN=1
bar0.SD7.CTL   0x00040000 -> (0x00100002 & 0x00f00002) -> 0x00140002  STRM 0->1 RUN 0->1
barsh> # A buffer has 50 ms. BCIS tells of each that is done, LPIB how far it is in the two.
barsh> set positions {}
barsh> for {set i 0} {$i < 24} {incr i} {
  ...> 	poll $sd.STS BCIS=1 -timeout 2s
  ...> 	wr $sd.STS 0x04
  ...> 	lappend positions [format %d [rd $sd.LPIB]]
  ...> }
barsh> puts "positions: $positions"
positions: 9600 19200 9600 19200 9600 19200 9600 19200 9600 19200 9600 19200 9600 19200 9600 19200 9600 19200 9600 19200 9600 19200 9600 19200
barsh> # --- The end: first the stream, then the codec, the rings, the controller. Detaching frees the memory.
barsh> upd $sd.CTL RUN=0
bar0.SD7.CTL   0x20140002 -> (0x00000000 & 0x00000002) -> 0x20140000  RUN 1->0
barsh> poll $sd.CTL RUN=0 -timeout 100ms
poll SD7.CTL 0x00000002 0x00000000: ok, 1 us, 1 read, last 0x00140000
barsh> verb $pin 0x707 0
barsh> verb $dac 0x706 0
barsh> upd $sd.CTL STRM=0
bar0.SD7.CTL   0x00140000 -> (0x00000000 & 0x00f00000) -> 0x00040000  STRM 1->0
barsh> upd HDA.CORBCTL RUN=0
bar0.CORBCTL   0x02 -> (0x00 & 0x02) -> 0x00  RUN 1->0
barsh> upd HDA.RIRBCTL RUN=0 INTC=0
bar0.RIRBCTL   0x03 -> (0x00 & 0x03) -> 0x00  RUN 1->0 INTC 1->0
barsh> poll HDA.CORBCTL RUN=0 -timeout 100ms
poll CORBCTL 0x02 0x00: ok, 1 us, 1 read, last 0x00
barsh> poll HDA.RIRBCTL RUN=0 -timeout 100ms
poll RIRBCTL 0x02 0x00: ok, 1 us, 1 read, last 0x00
barsh> upd HDA.GCTL CRST=0
bar0.GCTL      0x00000001 -> (0x00000000 & 0x00000001) -> 0x00000000  CRST RUNNING->IN_RESET
barsh> poll HDA.GCTL CRST=0 -timeout 100ms
poll GCTL 0x00000001 0x00000000: ok, 102 us, 2 reads, last 0x00000000
barsh> detach
