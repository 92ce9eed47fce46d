# args: sim:tgl
# setup: mkfw fw.ri; mkfw cavs1 fw1.ri; mkfw -4 cavs1 fw4.ri
barsh> boot open zephyr.tcl
zephyr: 13 stages
barsh> boot plan
recipe  zephyr: cAVS in the order of Zephyr's host tool
image   sof/sof-tgl.ri below /lib/firmware/intel, unless boot open FILE
[ 1/13] gprocen    -       open BAR4, before the reset
[ 2/13] probe      100 ms  reset the controller, find its capabilities, open BAR4
[ 3/13] off        50 ms   stall, reset and power down the cores
[ 4/13] stream     1 ms    put the image into DMA memory, set up a playback stream
[ 5/13] power      50 ms   power up the cores
[ 6/13] run        50 ms   take core 0 out of reset and let it run
[ 7/13] wait-rom   300 ms  wait until the ROM is ready for the image
[ 8/13] purge      -       ask the ROM to load a new image through this stream
[ 9/13] transfer   3000 ms send the image, wait until the firmware runs
[10/13] cleanup    1 ms    release the stream and its DMA memory
[11/13] wait-ack   500 ms  wait until the ROM took the request
[12/13] wait-ready 2000 ms wait for the firmware's FW_READY message
[13/13] alive      500 ms  send one harmless message and take its answer
given up: catch {dsp cleanup}
barsh> boot run fw.ri
[ 1/13] gprocen    ok      0.00 ms   0x1
[ 2/13] probe      ok      2.02 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 3/13] off        ok      0.01 ms   ADSPCS 0x00000f0f -> 0x00000f0f
[ 4/13] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/13] power      ok      0.51 ms   ADSPCS 0x00000f0f -> 0x0f010f0f
[ 6/13] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 7/13] wait-rom   ok      2.00 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[ 8/13] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 9/13] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x00000005: FW_ENTERED; bus mastering switched on
[10/13] cleanup    ok      0.01 ms   stream 7 released, DMA memory freed
[11/13] wait-ack   ok      0.01 ms   IPC acknowledge 0x80000000, cleared
[12/13] wait-ready ok      2.04 ms   FW_READY 0x70000000: SOF 2.2.0 tag 57864, ABI 3.22.1
[13/13] alive      ok      0.51 ms   answered: SOF 2.2.0 tag 57864, ABI 3.22.1
13 stages in 24.19 ms, booted
barsh> # and again, over running firmware
barsh> boot run fw.ri
[ 1/13] gprocen    ok      0.00 ms   0x1
[ 2/13] probe      ok      2.52 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 3/13] off        ok      0.51 ms   ADSPCS 0x0f010e0e -> 0x00000f0f
[ 4/13] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/13] power      ok      0.51 ms   ADSPCS 0x00000f0f -> 0x0f010f0f
[ 6/13] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 7/13] wait-rom   ok      2.00 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[ 8/13] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 9/13] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x00000005: FW_ENTERED
[10/13] cleanup    ok      0.01 ms   stream 7 released, DMA memory freed
[11/13] wait-ack   ok      0.00 ms   IPC acknowledge 0x80000000, cleared
[12/13] wait-ready ok      2.04 ms   FW_READY 0x70000000: SOF 2.2.0 tag 57864, ABI 3.22.1
[13/13] alive      ok      0.51 ms   answered: SOF 2.2.0 tag 57864, ABI 3.22.1
13 stages in 25.19 ms, booted
barsh> attach sim:apl
d1  sim apl  8086:5a98 class 040100
    simulated: Apollo Lake audio DSP (8086:5a98, cAVS 1.5+); bus master is off, as after an open through vfio
barsh> boot open zephyr.tcl
zephyr: 13 stages
barsh> boot run fw1.ri
[ 1/13] gprocen    ok      0.00 ms   0x1
[ 2/13] probe      ok      2.02 ms   APL, cAVS 1.5+; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 3/13] off        ok      0.01 ms   ADSPCS 0x00000303 -> 0x00000303
[ 4/13] stream     ok      0.03 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/13] power      ok      0.52 ms   ADSPCS 0x00000303 -> 0x03030303
[ 6/13] run        ok      0.01 ms   ADSPCS 0x03030303 -> 0x03030202
[ 7/13] wait-rom   ok      2.00 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[ 8/13] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 9/13] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x00000005: FW_ENTERED; bus mastering switched on
[10/13] cleanup    ok      0.01 ms   stream 7 released, DMA memory freed
[11/13] wait-ack   ok      0.51 ms   IPC acknowledge 0x40000000, cleared; other cores off, ADSPCS 0x01010202
[12/13] wait-ready ok      1.53 ms   FW_READY 0x70000000: SOF 2.2.0 tag 57864, ABI 3.22.1
[13/13] alive      ok      0.51 ms   answered: SOF 2.2.0 tag 57864, ABI 3.22.1
13 stages in 24.20 ms, booted
barsh> attach sim:cnl
d2  sim cnl  8086:9dc8 class 040100
    simulated: Cannon Lake LP audio DSP (8086:9dc8, cAVS 1.8); bus master is off, as after an open through vfio
barsh> boot open zephyr.tcl
zephyr: 13 stages
barsh> boot run fw4.ri
[ 1/13] gprocen    ok      0.00 ms   0x1
[ 2/13] probe      ok      2.02 ms   CNL-LP, cAVS 1.8; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 3/13] off        ok      0.01 ms   ADSPCS 0x00000f0f -> 0x00000f0f
[ 4/13] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/13] power      ok      0.51 ms   ADSPCS 0x00000f0f -> 0x0f0f0f0f
[ 6/13] run        ok      0.01 ms   ADSPCS 0x0f0f0f0f -> 0x0f0f0e0e
[ 7/13] wait-rom   ok      2.00 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[ 8/13] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 9/13] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x00000005: FW_ENTERED; bus mastering switched on
[10/13] cleanup    ok      0.01 ms   stream 7 released, DMA memory freed
[11/13] wait-ack   ok      0.51 ms   IPC acknowledge 0x80000000, cleared; other cores off, ADSPCS 0x01010e0e
[12/13] wait-ready ok      1.51 ms   FW_READY 0x1b080000: IPC4
[13/13] alive      ok      0.53 ms   answered: SOF 2.2.0.1, IPC4
13 stages in 24.19 ms, booted
