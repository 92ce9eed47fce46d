# args: sim:cnl
# setup: mkfw cavs1 fw.ri; mkfw -4 cavs1 fw4.ri
barsh> # the ROM runs on core 0: cores 1 to 3 get power with it, and are switched off again
barsh> boot run fw.ri
[ 1/13] probe      ok      2.02 ms   CNL-LP, cAVS 1.8; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/13] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/13] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 4/13] power      ok      0.51 ms   ADSPCS 0x00000f0f -> 0x0f0f0f0f
[ 5/13] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 6/13] run        ok      0.01 ms   ADSPCS 0x0f0f0f0f -> 0x0f0f0e0e
[ 7/13] wait-ack   ok      1.01 ms   IPC acknowledge 0x80000000, cleared; other cores off, ADSPCS 0x01010e0e
[ 8/13] wait-rom   ok      1.00 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[ 9/13] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x00000005: FW_ENTERED; bus mastering switched on
[10/13] wait-ready ok      2.04 ms   FW_READY 0x70000000: SOF 2.2.0 tag 57864, ABI 3.22.1
[11/13] cleanup    ok      0.01 ms   stream 7 released, DMA memory freed
[12/13] gate       ok      0.01 ms   CGCTL.ADSPDCGE 1, EM2.L1SEN 1, PGCTL.ADSPPGD 0
[13/13] alive      ok      0.51 ms   answered: SOF 2.2.0 tag 57864, ABI 3.22.1
13 stages in 24.20 ms, booted
barsh> dsp status
ROM status   0x00000005  FW_ENTERED
error word   0x00000000
ADSPCS       0x01010e0e  cores powered: 0, stalled: 1 2 3, in reset: 1 2 3
from DSP     0x70000000
to DSP       0x00000000
acknowledge  0x00000000
barsh> boot run fw4.ri
[ 1/13] probe      ok      2.52 ms   CNL-LP, cAVS 1.8; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/13] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/13] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 4/13] power      ok      1.02 ms   ADSPCS 0x01010e0e -> 0x0f0f0f0f
[ 5/13] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 6/13] run        ok      0.01 ms   ADSPCS 0x0f0f0f0f -> 0x0f0f0e0e
[ 7/13] wait-ack   ok      1.01 ms   IPC acknowledge 0x80000000, cleared; other cores off, ADSPCS 0x01010e0e
[ 8/13] wait-rom   ok      1.00 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[ 9/13] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x00000005: FW_ENTERED
[10/13] wait-ready ok      2.01 ms   FW_READY 0x1b080000: IPC4
[11/13] cleanup    ok      0.01 ms   stream 7 released, DMA memory freed
[12/13] gate       ok      0.01 ms   CGCTL.ADSPDCGE 1, EM2.L1SEN 1, PGCTL.ADSPPGD 0
[13/13] alive      ok      0.53 ms   answered: SOF 2.2.0.1, IPC4
13 stages in 25.20 ms, booted
barsh> dsp off
ADSPCS 0x01010e0e -> 0x00000f0f
barsh> detach
barsh> # with half the cores
barsh> attach sim:jsl
d0  sim jsl  8086:4dc8 class 040100
    simulated: Jasper Lake audio DSP (8086:4dc8, cAVS 2.0); bus master is off, as after an open through vfio
barsh> boot run fw.ri
[ 1/13] probe      ok      2.02 ms   JSL-N, cAVS 2.0; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/13] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/13] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 4/13] power      ok      0.52 ms   ADSPCS 0x00000303 -> 0x03030303
[ 5/13] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 6/13] run        ok      0.01 ms   ADSPCS 0x03030303 -> 0x03030202
[ 7/13] wait-ack   ok      1.01 ms   IPC acknowledge 0x80000000, cleared; other cores off, ADSPCS 0x01010202
[ 8/13] wait-rom   ok      1.00 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[ 9/13] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x00000005: FW_ENTERED; bus mastering switched on
[10/13] wait-ready ok      2.04 ms   FW_READY 0x70000000: SOF 2.2.0 tag 57864, ABI 3.22.1
[11/13] cleanup    ok      0.01 ms   stream 7 released, DMA memory freed
[12/13] gate       ok      0.01 ms   CGCTL.ADSPDCGE 1, EM2.L1SEN 1, PGCTL.ADSPPGD 0
[13/13] alive      ok      0.51 ms   answered: SOF 2.2.0 tag 57864, ABI 3.22.1
13 stages in 24.20 ms, booted
barsh> detach
barsh> attach sim:icl
d0  sim icl  8086:34c8 class 040100
    simulated: Ice Lake LP audio DSP (8086:34c8, cAVS 2.0); bus master is off, as after an open through vfio
barsh> boot run fw.ri
[ 1/15] probe      ok      2.02 ms   ICL-LP, cAVS 2.0; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/15] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      ok      0.52 ms   ADSPCS 0x00000f0f -> 0x0f0f0f0f
[ 6/15] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 7/15] run        ok      0.01 ms   ADSPCS 0x0f0f0f0f -> 0x0f0f0e0e
[ 8/15] wait-ack   ok      1.01 ms   IPC acknowledge 0x80000000, cleared; other cores off, ADSPCS 0x01010e0e
[ 9/15] wait-rom   ok      1.00 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[10/15] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x00000005: FW_ENTERED; bus mastering switched on
[11/15] wait-ready ok      2.04 ms   FW_READY 0x70000000: SOF 2.2.0 tag 57864, ABI 3.22.1
[12/15] cleanup    ok      0.01 ms   stream 7 released, DMA memory freed
[13/15] iccmax-end ok      0.01 ms   stream 0 stopped, LTRP 0x00
[14/15] gate       ok      0.01 ms   CGCTL.ADSPDCGE 1, EM2.L1SEN 1, PGCTL.ADSPPGD 0
[15/15] alive      ok      0.51 ms   answered: SOF 2.2.0 tag 57864, ABI 3.22.1
15 stages in 24.22 ms, booted
