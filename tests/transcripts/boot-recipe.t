# args: sim:tgl
# setup: mkfw fw.ri; printf 'boot recipe mine "look twice"\nboot stage open {dsp probe}\nboot stage look {rd bar0+0} "see GCAP"\nboot stage fail {error "no luck"}\nboot retry 2 look fail {set tries 1}\nboot failed {error "nor here"}\n' >mine.tcl; echo 'boot stage open {dsp probe}; nonsense' >bad.tcl; echo 'set x 1' >empty.tcl
barsh> boot open mine.tcl
mine: 3 stages
barsh> boot plan
recipe  mine: look twice
image   sof/sof-tgl.ri below /lib/firmware/intel, unless boot open FILE
[ 1/3] open       100 ms  reset the controller, find its capabilities, open BAR4
[ 2/3] look       -       see GCAP
[ 3/3] fail       -       error "no luck"
look to fail: up to 2 attempts, in between: set tries 1
given up: error "nor here"
barsh> boot run fw.ri
[1/3] open       ok      2.02 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[2/3] look       ok      0.00 ms   0x01009701
[3/3] fail       FAILED  0.00 ms   no luck
attempt 2 of 2, from look
[2/3] look       ok      0.00 ms   0x01009701
[3/3] fail       FAILED  0.00 ms   no luck
afterwards: nor here
boot:1: error: stage fail: no luck
barsh> puts $tries
1
barsh> boot run fw.ri -until look
[1/3] open       ok      2.52 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[2/3] look       ok      0.00 ms   0x01009701
2 stages in 2.52 ms
barsh> boot open bad.tcl
error: bad.tcl:1: unknown command 'nonsense'
hint: 'help' lists the commands
barsh> boot open empty.tcl
error: empty.tcl: no 'boot stage' in it
barsh> boot recipe short
barsh> boot stage one {detach}
barsh> boot stage one {detach}
error: a stage 'one' is there already
barsh> boot retry 3 one two
error: no stage 'two' in recipe short
hint: 'boot plan' shows the stages
barsh> boot retry 0 one one
error: 0 attempts: 1 to 10
barsh> boot stage two {boot stage three {}}
barsh> boot retry 2 two one
error: stage 'one' comes before 'two'
barsh> boot step 2
[1/2] one        ok      0.00 ms
error: the stage's script left the device
barsh> attach sim:tgl
d0  sim tgl  8086:a0c8 class 040100
    simulated: Tiger Lake audio DSP (8086:a0c8, cAVS 2.5); bus master is off, as after an open through vfio
barsh> boot recipe nested
barsh> boot stage one {boot open fw.ri}
barsh> boot open fw.ri
fw.ri: 64 KiB to send, IPC3
barsh> boot step
[1/1] one        FAILED  0.00 ms   a boot is running: its stages cannot change it
one:1: error: stage one: a boot is running: its stages cannot change it
barsh> boot recipe empty
barsh> boot run
[ 1/15] probe      ok      2.02 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/15] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      ok      0.51 ms   ADSPCS 0x00000f0f -> 0x0f010f0f
[ 6/15] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 7/15] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 8/15] wait-ack   ok      0.51 ms   IPC acknowledge 0x80000000, cleared
[ 9/15] wait-rom   ok      1.50 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[10/15] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x00000005: FW_ENTERED; bus mastering switched on
[11/15] wait-ready ok      2.04 ms   FW_READY 0x70000000: SOF 2.2.0 tag 57864, ABI 3.22.1
[12/15] cleanup    ok      0.01 ms   stream 7 released, DMA memory freed
[13/15] iccmax-end ok      0.01 ms   stream 0 stopped, LTRP 0x00
[14/15] gate       ok      0.01 ms   CGCTL.ADSPDCGE 1, EM2.L1SEN 1, PGCTL.ADSPPGD 0
[15/15] alive      ok      0.51 ms   answered: SOF 2.2.0 tag 57864, ABI 3.22.1
15 stages in 24.21 ms, booted
