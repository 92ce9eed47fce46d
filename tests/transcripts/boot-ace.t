# args: sim:mtl
# setup: mkfw ace fw.ri
barsh> # ACE: no core reset; the request lies ready when the core gets power
barsh> boot plan
recipe  ace: ACE, through an HDA stream, the ROM loads a new image
image   sof-ipc4/mtl/sof-mtl.ri below /lib/firmware/intel, unless boot open FILE
[ 1/11] probe      100 ms  reset the controller, find its capabilities, open BAR4
[ 2/11] ungate     50 ms   see that the DSP has clock and power while it boots
[ 3/11] stream     1 ms    put the image into DMA memory, set up a playback stream
[ 4/11] purge      -       ask the ROM to load a new image through this stream
[ 5/11] power      50 ms   power up the cores
[ 6/11] wait-ack   500 ms  wait until the ROM took the request
[ 7/11] wait-rom   300 ms  wait until the ROM is ready for the image
[ 8/11] transfer   3000 ms send the image, wait until the firmware runs
[ 9/11] wait-ready 2000 ms wait for the firmware's FW_READY message
[10/11] cleanup    1 ms    release the stream and its DMA memory
[11/11] alive      500 ms  send one harmless message and take its answer
ungate to wait-rom: up to 3 attempts, in between: dsp off
given up: catch {dsp cleanup}
barsh> boot run fw.ri
[ 1/11] probe      ok      2.02 ms   MTL, ACE 1; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/11] ungate     ok      2.01 ms   HFDSSCS 0x01010000, HFPWRSTS 0x00008151
[ 3/11] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 4/11] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 5/11] power      ok      1.01 ms   DSP2CXCTL 0x00000000 -> 0x02000101
[ 6/11] wait-ack   ok      0.01 ms   IPC acknowledge 0x80000000, cleared
[ 7/11] wait-rom   ok      1.50 ms   ROM status 0x55000001: ROM_EXT INIT_DONE, waiting for DMA_BUFFER_FULL
[ 8/11] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x50000005: FW_ENTERED; bus mastering switched on
[ 9/11] wait-ready ok      2.01 ms   FW_READY 0x1b080000: IPC4
[10/11] cleanup    ok      0.01 ms   stream 7 released, DMA memory freed
[11/11] alive      ok      0.53 ms   answered: SOF 2.2.0.1, IPC4
11 stages in 26.18 ms, booted
barsh> dsp status
ROM status   0x50000005  ROM_EXT FW_ENTERED
error word   0x00000000
HFDSSCS      0x01010000  subsystem has power
HFPWRSTS     0x00008151  domain 0 has power
DSP2CXCTL    0x02000101  core 0 has power
from DSP     0x63000000
to DSP       0x43000000
acknowledge  0x00000000
barsh> rd HFPWRSTS
bar4+0x001d1c  HFPWRSTS      0x00008151   power status
  [12:8]  WPIOXPGS     0x01  IO domains: 0
  [0]     WPDSPHPXPGS  1     DSP domain 0, on ACE 1 and 2
barsh> # a second boot begins with the power off, or its request would be a message to the firmware
barsh> boot run -until power
[ 1/11] probe      ok      2.52 ms   MTL, ACE 1; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/11] ungate     ok      4.01 ms   was on, switched off first; HFDSSCS 0x01010000, HFPWRSTS 0x00008151
[ 3/11] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 4/11] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 5/11] power      ok      1.01 ms   DSP2CXCTL 0x00000000 -> 0x02000101
5 stages in 7.57 ms
barsh> dsp run
error: ACE 1 has no step run
hint: its core 0 runs as soon as it has power (dsp power); 'boot plan' shows the steps
barsh> dsp off
DSP2CXCTL 0x02000000, HFDSSCS 0x00000000
barsh> sim fault domain-no-power on
barsh> boot run
[ 1/11] probe      ok      2.53 ms   MTL, ACE 1; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/11] ungate     FAILED  52.12 ms  domain 0 power up: HFPWRSTS 0x00008150: bit 0 is 0, not 1 (110 reads in 50.11 ms); HFDSSCS 0x01010000, DSP2CXCTL 0x00000000
       hint: the subsystem has power, its domain 0 has none (dsp ungate switches it on); try: boot reset; boot run
attempt 2 of 3, from ungate
[ 2/11] ungate     FAILED  52.12 ms  domain 0 power up: HFPWRSTS 0x00008150: bit 0 is 0, not 1 (110 reads in 50.11 ms); HFDSSCS 0x01010000, DSP2CXCTL 0x00000000
       hint: the subsystem has power, its domain 0 has none (dsp ungate switches it on); try: boot reset; boot run
attempt 3 of 3, from ungate
[ 2/11] ungate     FAILED  52.12 ms  domain 0 power up: HFPWRSTS 0x00008150: bit 0 is 0, not 1 (110 reads in 50.11 ms); HFDSSCS 0x01010000, DSP2CXCTL 0x00000000
       hint: the subsystem has power, its domain 0 has none (dsp ungate switches it on); try: boot reset; boot run
error: stage ungate: domain 0 power up: HFPWRSTS 0x00008150: bit 0 is 0, not 1 (110 reads in 50.11 ms); HFDSSCS 0x01010000, DSP2CXCTL 0x00000000
barsh> sim fault domain-no-power off
barsh> boot reset
[1/5] cores      ok      6.03 ms   power down core and subsystem: core 0 takes and gives power
back after the first rung: cores
barsh> sim fault rom-no-ack on
barsh> boot run -until wait-ack
[ 1/11] probe      ok      2.52 ms   MTL, ACE 1; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/11] ungate     ok      2.01 ms   HFDSSCS 0x01010000, HFPWRSTS 0x00008151
[ 3/11] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 4/11] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 5/11] power      ok      1.01 ms   DSP2CXCTL 0x00000000 -> 0x02000101
[ 6/11] wait-ack   FAILED  500 ms    IPC acknowledge 0x00000000: DONE is 0, not 1 (1098 reads in 500.1 ms); ROM status 0x55000001: ROM_EXT INIT_DONE, waiting for DMA_BUFFER_FULL
       hint: the ROM did not take the request: does core 0 run (dsp status)? then: boot reset; boot run
attempt 2 of 3, from ungate
[ 2/11] ungate     ok      2.01 ms   HFDSSCS 0x01010000, HFPWRSTS 0x00008151
[ 3/11] stream     ok      0.04 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 4/11] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 5/11] power      ok      1.01 ms   DSP2CXCTL 0x00000000 -> 0x02000101
[ 6/11] wait-ack   FAILED  500 ms    IPC acknowledge 0x00000000: DONE is 0, not 1 (1098 reads in 500.1 ms); ROM status 0x55000001: ROM_EXT INIT_DONE, waiting for DMA_BUFFER_FULL
       hint: the ROM did not take the request: does core 0 run (dsp status)? then: boot reset; boot run
attempt 3 of 3, from ungate
[ 2/11] ungate     ok      2.01 ms   HFDSSCS 0x01010000, HFPWRSTS 0x00008151
[ 3/11] stream     ok      0.04 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 4/11] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 5/11] power      ok      1.01 ms   DSP2CXCTL 0x00000000 -> 0x02000101
[ 6/11] wait-ack   FAILED  500 ms    IPC acknowledge 0x00000000: DONE is 0, not 1 (1098 reads in 500.1 ms); ROM status 0x55000001: ROM_EXT INIT_DONE, waiting for DMA_BUFFER_FULL
       hint: the ROM did not take the request: does core 0 run (dsp status)? then: boot reset; boot run
error: stage wait-ack: IPC acknowledge 0x00000000: DONE is 0, not 1 (1098 reads in 500.1 ms); ROM status 0x55000001: ROM_EXT INIT_DONE, waiting for DMA_BUFFER_FULL
barsh> sim fault rom-no-ack off
barsh> boot reset
[1/5] cores      ok      7.03 ms   power down core and subsystem: core 0 takes and gives power
back after the first rung: cores
barsh> # in the order of Zephyr's tool; warm; and again as Linux does it
barsh> boot run zephyr-ace.tcl
[ 1/14] gprocen    ok      0.00 ms   0x1
[ 2/14] probe      ok      2.52 ms   MTL, ACE 1; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 3/14] off        ok      1.00 ms   DSP2CXCTL 0x00000000, HFDSSCS 0x00000000
[ 4/14] ungate     ok      2.01 ms   HFDSSCS 0x01010000, HFPWRSTS 0x00008151
[ 5/14] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 6/14] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 7/14] power      ok      1.01 ms   DSP2CXCTL 0x00000000 -> 0x02000101
[ 8/14] taken      ok      0.00 ms   0x01004000
[ 9/14] wait-rom   ok      1.50 ms   ROM status 0x55000001: ROM_EXT INIT_DONE, waiting for DMA_BUFFER_FULL
[10/14] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x50000005: FW_ENTERED
[11/14] cleanup    ok      0.01 ms   stream 7 released, DMA memory freed
[12/14] wait-ack   ok      0.01 ms   IPC acknowledge 0x80000000, cleared
[13/14] wait-ready ok      2.01 ms   FW_READY 0x1b080000: IPC4
[14/14] alive      ok      0.53 ms   answered: SOF 2.2.0.1, IPC4
14 stages in 27.68 ms, booted
barsh> boot run -imr
[1/8] probe      ok      2.52 ms   MTL, ACE 1; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[2/8] ungate     ok      4.01 ms   was on, switched off first; HFDSSCS 0x01010000, HFPWRSTS 0x00008151
[3/8] imr        ok      0.00 ms   IPC request 0x81000000
[4/8] power      ok      1.01 ms   DSP2CXCTL 0x00000000 -> 0x02000101
[5/8] wait-ack   ok      0.01 ms   IPC acknowledge 0x80000000, cleared
[6/8] wait-imr   ok      6.51 ms   ROM status 0x50000005: FW_ENTERED, nothing was loaded
[7/8] wait-ready ok      2.01 ms   FW_READY 0x1b080000: IPC4
[8/8] alive      ok      0.53 ms   answered: SOF 2.2.0.1, IPC4
8 stages in 16.61 ms, booted
barsh> boot open ace.tcl
ace: 11 stages
barsh> boot run -until wait-rom
[ 1/11] probe      ok      2.52 ms   MTL, ACE 1; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/11] ungate     ok      4.01 ms   was on, switched off first; HFDSSCS 0x01010000, HFPWRSTS 0x00008151
[ 3/11] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 4/11] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 5/11] power      ok      1.01 ms   DSP2CXCTL 0x00000000 -> 0x02000101
[ 6/11] wait-ack   ok      0.01 ms   IPC acknowledge 0x80000000, cleared
[ 7/11] wait-rom   ok      1.50 ms   ROM status 0x55000001: ROM_EXT INIT_DONE, waiting for DMA_BUFFER_FULL
7 stages in 9.08 ms
barsh> # Arrow, Lunar and Panther Lake
barsh> attach sim:arl
d1  sim arl  8086:7728 class 040100
    simulated: Arrow Lake audio DSP (8086:7728, ACE 1); bus master is off, as after an open through vfio
barsh> boot run fw.ri
[ 1/11] probe      ok      2.02 ms   ARL, ACE 1; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/11] ungate     ok      2.01 ms   HFDSSCS 0x01010000, HFPWRSTS 0x00008151
[ 3/11] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 4/11] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 5/11] power      ok      1.01 ms   DSP2CXCTL 0x00000000 -> 0x02000101
[ 6/11] wait-ack   ok      0.01 ms   IPC acknowledge 0x80000000, cleared
[ 7/11] wait-rom   ok      1.50 ms   ROM status 0x55000001: ROM_EXT INIT_DONE, waiting for DMA_BUFFER_FULL
[ 8/11] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x50000005: FW_ENTERED; bus mastering switched on
[ 9/11] wait-ready ok      2.01 ms   FW_READY 0x1b080000: IPC4
[10/11] cleanup    ok      0.01 ms   stream 7 released, DMA memory freed
[11/11] alive      ok      0.53 ms   answered: SOF 2.2.0.1, IPC4
11 stages in 26.18 ms, booted
barsh> attach sim:lnl
d2  sim lnl  8086:a828 class 040100
    simulated: Lunar Lake audio DSP (8086:a828, ACE 2); bus master is off, as after an open through vfio
barsh> boot run fw.ri
[ 1/11] probe      ok      2.02 ms   LNL-P, ACE 2; PP 0x800 SPIB 0x700, 11+9 streams, GPROCEN on
[ 2/11] ungate     ok      2.01 ms   HFDSSCS 0x01010000, HFPWRSTS 0x00008151
[ 3/11] stream     ok      0.02 ms   stream 11 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 4/11] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 5/11] power      ok      1.01 ms   DSP2CXCTL 0x00000000 -> 0x02000101
[ 6/11] wait-ack   ok      0.01 ms   IPC acknowledge 0x80000000, cleared
[ 7/11] wait-rom   ok      1.50 ms   ROM status 0x55000001: ROM_EXT INIT_DONE, waiting for DMA_BUFFER_FULL
[ 8/11] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x50000005: FW_ENTERED; bus mastering switched on
[ 9/11] wait-ready ok      2.01 ms   FW_READY 0x1b080000: IPC4
[10/11] cleanup    ok      0.01 ms   stream 11 released, DMA memory freed
[11/11] alive      ok      0.53 ms   answered: SOF 2.2.0.1, IPC4
11 stages in 26.18 ms, booted
barsh> attach sim:ptl
d3  sim ptl  8086:e428 class 040100
    simulated: Panther Lake audio DSP (8086:e428, ACE 3); bus master is off, as after an open through vfio
barsh> boot run fw.ri
[ 1/11] probe      ok      2.02 ms   PTL, ACE 3; PP 0x800 SPIB 0x700, 11+9 streams, GPROCEN on
[ 2/11] ungate     ok      2.01 ms   HFDSSCS 0x01010000, HFPWRSTS2 0x00008151
[ 3/11] stream     ok      0.02 ms   stream 11 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 4/11] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 5/11] power      ok      1.01 ms   DSP2CXCTL 0x00000000 -> 0x02000101
[ 6/11] wait-ack   ok      0.01 ms   IPC acknowledge 0x80000000, cleared
[ 7/11] wait-rom   ok      1.50 ms   ROM status 0x55000001: ROM_EXT INIT_DONE, waiting for DMA_BUFFER_FULL
[ 8/11] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x50000005: FW_ENTERED; bus mastering switched on
[ 9/11] wait-ready ok      2.01 ms   FW_READY 0x1b080000: IPC4
[10/11] cleanup    ok      0.01 ms   stream 11 released, DMA memory freed
[11/11] alive      ok      0.53 ms   answered: SOF 2.2.0.1, IPC4
11 stages in 26.18 ms, booted
barsh> dsp status
ROM status   0x50000005  ROM_EXT FW_ENTERED
error word   0x00000000
HFDSSCS      0x01010000  subsystem has power
HFPWRSTS2    0x00008151  domain 0 has power
DSP2CXCTL    0x02000101  core 0 has power
from DSP     0x63000000
to DSP       0x43000000
acknowledge  0x00000000
barsh> sim log
no complaints
