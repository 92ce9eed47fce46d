# setup: printf '\001\002\003\004\005\006\007\010' > one.bin; printf '\021\022\023\024\025\026\027\030' > two.bin
# setup: head -c 8192 /dev/zero > long.bin
barsh> # a loop keeps what its words mean; whatever changes that meaning is noticed at once
barsh> proc thrice {script} {for {set i 0} {$i < 3} {incr i} {lappend all [uplevel 1 $script]}; puts $all}
barsh> proc look {} {rd bar0+0}
barsh> attach file:one.bin
d0  file:one.bin
barsh> thrice look
0x04030201 0x04030201 0x04030201
barsh> # another device is current, then the first again
barsh> attach file:two.bin
d1  file:two.bin
barsh> thrice look
0x14131211 0x14131211 0x14131211
barsh> use d0
d0
barsh> puts [look]
0x04030201
barsh> # gone, and another one under its name
barsh> detach
barsh> detach
barsh> catch look message
barsh> puts $message
no device is attached
barsh> attach file:two.bin
d0  file:two.bin
barsh> puts [look]
0x14131211
barsh> # one word, four widths
barsh> proc widths {at} {list [rd.8 $at] [rd.16 $at] [rd.32 $at] [rd.64 $at]}
barsh> set place bar0+0
barsh> thrice {widths $place}
{0x11 0x1211 0x14131211 0x1817161514131211} {0x11 0x1211 0x14131211 0x1817161514131211} {0x11 0x1211 0x14131211 0x1817161514131211}
barsh> # a register that is described anew elsewhere
barsh> proc named {} {rd X}
barsh> reg block B bar0
barsh> reg define X 0 8 rw
barsh> thrice named
0x11 0x11 0x11
barsh> reg block B bar0
barsh> reg define X 6 16 rw
barsh> puts [named]
0x1817
barsh> proc field {} {rd X.LOW}
barsh> reg block B bar0
barsh> reg define X 6 16 rw "" {LOW 7:0}
barsh> thrice field
0x17 0x17 0x17
barsh> puts [named]
0x1817
barsh> # numbers, also where the text was not looked at
barsh> set n [look]
barsh> puts [expr {$n + 1}]
336794130
barsh> puts [expr {[look] & 0xff}]
17
barsh> puts [string length [look]]
10
barsh> # memory that is freed and allocated again
barsh> attach sim:edu
d1  sim edu  1234:11e8 class 00ff00
    simulated: QEMU's educational device: factorial, interrupts, DMA; bus master is off, as after an open through vfio
barsh> proc memory {} {rd dma.m+0}
barsh> dma alloc m 4k
dma.m             4 KiB  iova 0x00100000
barsh> fill dma.m+0 4096 0x11223344
dma.m+0x000000: 1024 times 0x11223344
barsh> thrice memory
0x11223344 0x11223344 0x11223344
barsh> dma free m
barsh> catch memory message
barsh> puts $message
sim edu has no region 'dma.m'
barsh> dma alloc m 4k
dma.m             4 KiB  iova 0x00100000
barsh> puts [memory]
0x00000000
barsh> # every read is a read: it is traced, and it can fail
barsh> attach file:long.bin
d2  file:long.bin
barsh> proc last {} {rd bar0+0x1ffc}
barsh> trace start
barsh> thrice last
0x00000000 0x00000000 0x00000000
barsh> trace stop
3 records: 3 reads
barsh> exec truncate -s 4096 long.bin
barsh> last
error: bar0+0x1ffc: bus error (SIGBUS): there is nothing behind it; has the file become shorter?
barsh> # a block that is found by the header type costs one read, the first time; a capability the way to it
barsh> attach sim:tgl
d3  sim tgl  8086:a0c8 class 040100
    simulated: Tiger Lake audio DSP (8086:a0c8, cAVS 2.5); bus master is off, as after an open through vfio
barsh> proc subsystem {} {rd SUBSYSTEM_ID}
barsh> trace start reads
barsh> thrice subsystem
0x7270 0x7270 0x7270
barsh> trace stop
4 records: 4 reads, in reads
barsh> proc power {} {rd PMCSR}
barsh> trace start power
barsh> thrice power
0x0008 0x0008 0x0008
barsh> thrice power
0x0008 0x0008 0x0008
barsh> trace stop
13 records: 13 reads, in power
