# args: sim:tgl
# setup: mkfw fw.ri
barsh> # a boot is not tried again when the device goes in the middle of it
barsh> boot open fw.ri
fw.ri: 64 KiB to send, IPC3
barsh> sim fault gone on -after 60
barsh> boot run
[ 1/15] probe      ok      2.02 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/15] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      FAILED  0.01 ms   power up: ADSPCS reads all ones: config space reads all ones too: the device is gone or its link is down
       hint: it left the bus: is it still there (lspci)? detach; a rescan of the bus or a power cycle brings it back
d0: reads give all ones, of config space too: the device is gone or its link is down
error: stage power: power up: ADSPCS reads all ones: config space reads all ones too: the device is gone or its link is down
barsh> boot reset
[1/5] cores      FAILED  0.00 ms   config space reads all ones: the device is gone
[2/5] controller FAILED  0.00 ms   config space reads all ones: the device is gone
[3/5] gprocen    FAILED  0.00 ms   config space reads all ones: the device is gone
[4/5] d3         FAILED  0.00 ms   config space reads all ones: the device is gone
[5/5] function   FAILED  0.00 ms   config space reads all ones: the device is gone
d0: reads give all ones, of config space too: the device is gone or its link is down
error: the DSP does not come back by any of 5 ways
hint: it left the bus: detach; a rescan of the bus or a power cycle brings it back
barsh> detach
barsh> # nor when the kernel waits for it
barsh> attach sim:tgl
d0  sim tgl  8086:a0c8 class 040100
    simulated: Tiger Lake audio DSP (8086:a0c8, cAVS 2.5); bus master is off, as after an open through vfio
barsh> boot open fw.ri
fw.ri: 64 KiB to send, IPC3
barsh> sim fault wanted on -after 60
barsh> boot run
[ 1/15] probe      ok      2.02 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/15] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      FAILED  0.50 ms   power up: ADSPCS: the kernel asks for sim tgl back: polling is given up
error: stage power: power up: ADSPCS: the kernel asks for sim tgl back: polling is given up
d0: the kernel asked for sim tgl back (unbind or unplug): released
barsh> rd config+0
error: no device is attached
hint: attach one first: attach 00:1f.3, or attach sim:tgl to try
barsh> attach sim:tgl
d0  sim tgl  8086:a0c8 class 040100
    simulated: Tiger Lake audio DSP (8086:a0c8, cAVS 2.5); bus master is off, as after an open through vfio
barsh> sim fault wanted on -after 10
barsh> boot reset
[1/5] cores      FAILED  0.02 ms   afterwards: GCTL 0x00000000: the controller is in reset
error: the kernel asks for sim tgl back: boot reset is given up
d0: the kernel asked for sim tgl back (unbind or unplug): released
