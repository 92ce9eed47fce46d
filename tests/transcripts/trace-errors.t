barsh> trace show
error: no device is attached
hint: attach one first: attach 00:1f.3, or attach sim:tgl to try
barsh> trace start
error: no device is attached
hint: attach one first: attach 00:1f.3, or attach sim:tgl to try
barsh> trace compare nothing.trace
error: cannot open nothing.trace: No such file or directory
hint: is the path right? it counts from the folder barsh runs in
barsh> attach sim:tgl
d0  sim tgl  8086:a0c8 class 040100
    simulated: Tiger Lake audio DSP (8086:a0c8, cAVS 2.5); bus master is off, as after an open through vfio
barsh> trace stop
error: sim tgl is not being traced
hint: trace start begins a recording
barsh> trace show
error: no access to sim tgl was recorded
hint: trace start begins a recording
barsh> trace save a.trace
error: no access to sim tgl was recorded
hint: trace start begins a recording
barsh> trace start -keep 0
error: -keep is 1 to 16777216, not 0
barsh> trace start -keep 1g
error: -keep is 1 to 16777216, not 1g
barsh> trace start no/such/folder/a.trace
error: cannot write no/such/folder/a.trace: No such file or directory
hint: is the path right? it counts from the folder barsh runs in
barsh> trace start a.trace
barsh> trace start
error: sim tgl is being traced already
hint: trace stop ends that; trace show shows it so far
barsh> rd GCTL
bar0+0x000008  GCTL          0x00000000   global control
  [8]     UNSOL   0  accept unsolicited responses
  [1]     FCNTRL  0  flush: reads 1 until the flush is done
  [0]     CRST    0  IN_RESET
barsh> trace stop
1 record: 1 read, in a.trace
barsh> trace start a.trace
error: cannot write a.trace: File exists
hint: -force overwrites it
barsh> trace save a.trace
error: cannot write a.trace: File exists
hint: -force overwrites it
barsh> trace show data
error: cannot open data: Is a directory
hint: name a file in it
barsh> set f [open text w]
barsh> puts $f "hello"
barsh> close $f
barsh> trace show text
error: text is no trace
hint: it begins with "# barsh trace 1", or, from the kernel's mmiotrace, with VERSION
barsh> set f [open bad w]
barsh> puts $f "# barsh trace 1: x\n0.1 R 32 bar0+0 0x1\n0.2 Q"
barsh> close $f
barsh> trace show bad
error: bad:3: 'Q' is none of R W D I X
barsh> trace compare a.trace bad
error: bad:3: 'Q' is none of R W D I X
barsh> set f [open rules w]
barsh> puts $f "# nothing\n< GCTL *"
barsh> close $f
barsh> trace compare a.trace a.trace -rules rules
error: rules:2: the rule for GCTL gives no reason
barsh> trace compare a.trace a.trace -rules none
error: cannot open none: No such file or directory
hint: is the path right? it counts from the folder barsh runs in
barsh> trace show a.trace -device 8086
0.000001000 R 32 bar0+0x000008 0x00000000  GCTL
barsh> set f [open mmio w]
barsh> puts $f "VERSION 20070824\nR 4 1.0 1 0xfeb00000 0x1 0x0 0"
barsh> close $f
barsh> trace show mmio
error: mmio has no access to a BAR
hint: devices in it: 0, accesses elsewhere: 1
barsh> trace show mmio -device 8086
error: '8086' is not VENDOR:DEVICE
