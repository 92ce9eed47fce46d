# args: sim:tgl
# setup: mkfw fw.ri; mkfw -4 cavs2 fw4.ri
barsh> # nothing was ever booted: there is nothing to start
barsh> boot run -imr -until wait-imr
[ 1/10] probe      ok      2.02 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/10] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/10] power      ok      0.51 ms   ADSPCS 0x00000f0f -> 0x0f010f0f
[ 4/10] imr        ok      0.00 ms   IPC request 0x81000000
[ 5/10] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 6/10] wait-ack   ok      0.51 ms   IPC acknowledge 0x80000000, cleared
[ 7/10] wait-imr   FAILED  300 ms    ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL (659 reads in 300.2 ms)
       hint: the ROM has no image to start: memory (IMR) lost it, or none was booted since power-on; cold: boot run
error: stage wait-imr: ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL (659 reads in 300.2 ms)
barsh> boot run fw.ri
[ 1/15] probe      ok      2.52 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/15] ungate     ok      0.00 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
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
15 stages in 24.71 ms, booted
barsh> boot run -imr
[ 1/10] probe      ok      2.52 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/10] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/10] power      ok      1.02 ms   ADSPCS 0x0f010e0e -> 0x0f010f0f
[ 4/10] imr        ok      0.00 ms   IPC request 0x81000000
[ 5/10] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 6/10] wait-ack   ok      0.51 ms   IPC acknowledge 0x80000000, cleared
[ 7/10] wait-imr   ok      6.51 ms   ROM status 0x00000005: FW_ENTERED, nothing was loaded
[ 8/10] wait-ready ok      2.04 ms   FW_READY 0x70000000: SOF 2.2.0 tag 57864, ABI 3.22.1
[ 9/10] gate       ok      0.01 ms   CGCTL.ADSPDCGE 1, EM2.L1SEN 1, PGCTL.ADSPPGD 0
[10/10] alive      ok      0.51 ms   answered: SOF 2.2.0 tag 57864, ABI 3.22.1
10 stages in 13.12 ms, booted
barsh> boot plan
recipe  imr: the ROM starts the image that an earlier boot left in memory
image   fw.ri, 64 KiB to send
[ 1/10] probe      100 ms  reset the controller, find its capabilities, open BAR4
[ 2/10] ungate     50 ms   see that the DSP has clock and power while it boots
[ 3/10] power      50 ms   power up the cores
[ 4/10] imr        -       ask the ROM to start the image that memory kept (IMR)
[ 5/10] run        50 ms   take core 0 out of reset and let it run
[ 6/10] wait-ack   500 ms  wait until the ROM took the request
[ 7/10] wait-imr   300 ms  wait until the image that memory kept runs
[ 8/10] wait-ready 2000 ms wait for the firmware's FW_READY message
[ 9/10] gate       -       clock and power gating as usual again
[10/10] alive      500 ms  send one harmless message and take its answer
given up: catch {dsp off}
barsh> # the memory lost it: a cold boot follows
barsh> sim fault imr-lost on
barsh> boot run -imr
[ 1/10] probe      ok      2.52 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/10] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/10] power      ok      1.02 ms   ADSPCS 0x0f010e0e -> 0x0f010f0f
[ 4/10] imr        ok      0.00 ms   IPC request 0x81000000
[ 5/10] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 6/10] wait-ack   ok      0.51 ms   IPC acknowledge 0x80000000, cleared
[ 7/10] wait-imr   FAILED  300 ms    ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL (659 reads in 300.2 ms)
       hint: the ROM has no image to start: memory (IMR) lost it, or none was booted since power-on; cold: boot run
no warm boot; now a cold one
[ 1/15] probe      ok      2.52 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/15] ungate     ok      0.00 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      ok      0.51 ms   ADSPCS 0x00000f0f -> 0x0f010f0f
[ 6/15] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 7/15] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 8/15] wait-ack   ok      0.51 ms   IPC acknowledge 0x80000000, cleared
[ 9/15] wait-rom   ok      1.50 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[10/15] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x00000005: FW_ENTERED
[11/15] wait-ready ok      2.04 ms   FW_READY 0x70000000: SOF 2.2.0 tag 57864, ABI 3.22.1
[12/15] cleanup    ok      0.01 ms   stream 7 released, DMA memory freed
[13/15] iccmax-end ok      0.01 ms   stream 0 stopped, LTRP 0x00
[14/15] gate       ok      0.01 ms   CGCTL.ADSPDCGE 1, EM2.L1SEN 1, PGCTL.ADSPPGD 0
[15/15] alive      ok      0.51 ms   answered: SOF 2.2.0 tag 57864, ABI 3.22.1
15 stages in 24.70 ms, booted
barsh> sim fault imr-lost off
barsh> # IPC4, and a firmware that said nothing about it before
barsh> boot run fw4.ri
[ 1/15] probe      ok      2.52 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/15] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      ok      1.02 ms   ADSPCS 0x0f010e0e -> 0x0f010f0f
[ 6/15] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 7/15] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 8/15] wait-ack   ok      0.51 ms   IPC acknowledge 0x80000000, cleared
[ 9/15] wait-rom   ok      1.50 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[10/15] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x00000005: FW_ENTERED
[11/15] wait-ready ok      2.01 ms   FW_READY 0x1b080000: IPC4
[12/15] cleanup    ok      0.01 ms   stream 7 released, DMA memory freed
[13/15] iccmax-end ok      0.01 ms   stream 0 stopped, LTRP 0x00
[14/15] gate       ok      0.01 ms   CGCTL.ADSPDCGE 1, EM2.L1SEN 1, PGCTL.ADSPPGD 0
[15/15] alive      ok      0.53 ms   answered: SOF 2.2.0.1, IPC4
15 stages in 25.21 ms, booted
barsh> boot run -imr
[ 1/10] probe      ok      2.52 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/10] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/10] power      ok      1.02 ms   ADSPCS 0x0f010e0e -> 0x0f010f0f
[ 4/10] imr        ok      0.00 ms   IPC request 0x81000000
[ 5/10] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 6/10] wait-ack   ok      0.51 ms   IPC acknowledge 0x80000000, cleared
[ 7/10] wait-imr   ok      6.51 ms   ROM status 0x00000005: FW_ENTERED, nothing was loaded
[ 8/10] wait-ready ok      2.01 ms   FW_READY 0x1b080000: IPC4
[ 9/10] gate       ok      0.01 ms   CGCTL.ADSPDCGE 1, EM2.L1SEN 1, PGCTL.ADSPPGD 0
[10/10] alive      ok      0.53 ms   answered: SOF 2.2.0.1, IPC4
10 stages in 13.12 ms, booted
barsh> # other reasons to fail are no reason for a cold boot
barsh> boot run -imr zephyr.tcl
error: -imr has a recipe of its own, FILE is one too
barsh> boot run -imr -until transfer
error: no stage 'transfer' in recipe imr
hint: 'boot plan' shows the stages
barsh> sim fault all-ones on
barsh> boot run -imr
[ 1/10] probe      FAILED  5.13 ms   controller entering reset: GCTL reads all ones
       hint: the controller is in reset, without power or gone; try: boot reset
error: stage probe: controller entering reset: GCTL reads all ones
