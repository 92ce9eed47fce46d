# args: sim:tgl
# setup: mkfw fw.ri
barsh> # each fault of the hardware: what the boot says, the way back, and a boot that works
barsh> boot open fw.ri
fw.ri: 64 KiB to send, IPC3
barsh> sim fault core-no-power on
barsh> boot run
[ 1/15] probe      ok      2.02 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/15] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      FAILED  50.11 ms  power up: ADSPCS 0x00010f0f: CPA is 0, not 1 (110 reads in 50.11 ms)
       hint: the cores do not follow; is gating off (dsp ungate)? then: boot reset; boot run
attempt 2 of 3, from power
[ 5/15] power      FAILED  50.11 ms  power up: ADSPCS 0x00010f0f: CPA is 0, not 1 (110 reads in 50.11 ms)
       hint: the cores do not follow; is gating off (dsp ungate)? then: boot reset; boot run
attempt 3 of 3, from power
[ 5/15] power      FAILED  50.11 ms  power up: ADSPCS 0x00010f0f: CPA is 0, not 1 (110 reads in 50.11 ms)
       hint: the cores do not follow; is gating off (dsp ungate)? then: boot reset; boot run
error: stage power: power up: ADSPCS 0x00010f0f: CPA is 0, not 1 (110 reads in 50.11 ms)
barsh> sim fault core-no-power off
barsh> boot reset
[1/5] cores      ok      1.02 ms   stall, reset and power down the cores: core 0 takes and gives power
back after the first rung: cores
barsh> boot run
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
barsh> sim fault rom-stuck-cse on
barsh> boot run
[ 1/15] probe      ok      2.52 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/15] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      ok      1.02 ms   ADSPCS 0x0f010e0e -> 0x0f010f0f
[ 6/15] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 7/15] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 8/15] wait-ack   ok      0.51 ms   IPC acknowledge 0x80000000, cleared
[ 9/15] wait-rom   FAILED  300 ms    ROM status 0x06000021: CSE_IPC_RESET_PHASE_1, waiting for CSE_CSR (659 reads in 300.2 ms)
       hint: the CSE (ME firmware) did not answer; is the ME/HECI device present? then: boot reset; boot run
attempt 2 of 3, from power
[ 5/15] power      ok      0.51 ms   ADSPCS 0x00000f0f -> 0x0f010f0f
[ 6/15] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 7/15] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 8/15] wait-ack   ok      0.51 ms   IPC acknowledge 0x80000000, cleared
[ 9/15] wait-rom   FAILED  300 ms    ROM status 0x06000021: CSE_IPC_RESET_PHASE_1, waiting for CSE_CSR (659 reads in 300.2 ms)
       hint: the CSE (ME firmware) did not answer; is the ME/HECI device present? then: boot reset; boot run
attempt 3 of 3, from power
[ 5/15] power      ok      0.51 ms   ADSPCS 0x00000f0f -> 0x0f010f0f
[ 6/15] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 7/15] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 8/15] wait-ack   ok      0.51 ms   IPC acknowledge 0x80000000, cleared
[ 9/15] wait-rom   FAILED  300 ms    ROM status 0x06000021: CSE_IPC_RESET_PHASE_1, waiting for CSE_CSR (659 reads in 300.2 ms)
       hint: the CSE (ME firmware) did not answer; is the ME/HECI device present? then: boot reset; boot run
error: stage wait-rom: ROM status 0x06000021: CSE_IPC_RESET_PHASE_1, waiting for CSE_CSR (659 reads in 300.2 ms)
barsh> dsp status
ROM status   0x06000021  CSE_IPC_RESET_PHASE_1, waiting for CSE_CSR
error word   0x00000000
ADSPCS       0x0f010e0e  cores powered: 0 1 2 3, stalled: 1 2 3, in reset: 1 2 3
from DSP     0x00000000
to DSP       0x01004000
acknowledge  0x00000000
barsh> boot explain
0x06000021  ROM status, cAVS 2.5: CSE_IPC_RESET_PHASE_1, waiting for CSE_CSR
            hint: the CSE (ME firmware) did not answer; is the ME/HECI device present? then: boot reset; boot run
barsh> sim fault rom-stuck-cse off
barsh> boot reset
[1/5] cores      ok      1.52 ms   stall, reset and power down the cores: core 0 takes and gives power
back after the first rung: cores
barsh> boot run
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
barsh> sim fault rom-no-ack on
barsh> boot run -until wait-rom
[ 1/15] probe      ok      2.52 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/15] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      ok      1.02 ms   ADSPCS 0x0f010e0e -> 0x0f010f0f
[ 6/15] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 7/15] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 8/15] wait-ack   FAILED  500 ms    IPC acknowledge 0x00000000: DONE is 0, not 1 (1098 reads in 500.1 ms); ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
       hint: the ROM did not take the request: does core 0 run (dsp status)? then: boot reset; boot run
attempt 2 of 3, from power
[ 5/15] power      ok      0.51 ms   ADSPCS 0x00000f0f -> 0x0f010f0f
[ 6/15] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 7/15] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 8/15] wait-ack   FAILED  500 ms    IPC acknowledge 0x00000000: DONE is 0, not 1 (1098 reads in 500.1 ms); ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
       hint: the ROM did not take the request: does core 0 run (dsp status)? then: boot reset; boot run
attempt 3 of 3, from power
[ 5/15] power      ok      0.51 ms   ADSPCS 0x00000f0f -> 0x0f010f0f
[ 6/15] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 7/15] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 8/15] wait-ack   FAILED  500 ms    IPC acknowledge 0x00000000: DONE is 0, not 1 (1098 reads in 500.1 ms); ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
       hint: the ROM did not take the request: does core 0 run (dsp status)? then: boot reset; boot run
error: stage wait-ack: IPC acknowledge 0x00000000: DONE is 0, not 1 (1098 reads in 500.1 ms); ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
barsh> sim fault rom-no-ack off
barsh> boot reset
[1/5] cores      ok      1.52 ms   stall, reset and power down the cores: core 0 takes and gives power
back after the first rung: cores
barsh> sim fault bad-signature on
barsh> boot run
[ 1/15] probe      ok      2.52 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/15] ungate     ok      0.00 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      ok      0.51 ms   ADSPCS 0x00000f0f -> 0x0f010f0f
[ 6/15] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 7/15] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 8/15] wait-ack   ok      0.51 ms   IPC acknowledge 0x80000000, cleared
[ 9/15] wait-rom   ok      1.50 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[10/15] transfer   FAILED  105 ms    ROM status 0x00000012: CSE_VALIDATE_IMAGE_REQUEST; error word 0x2c: signature verification failed (231 reads in 105.3 ms); DMA at 65536 of 65536 bytes
       hint: this part does not trust the image: another key, another platform's, or it changed on the way; 'fw info FILE' names key and platform
error: stage transfer: ROM status 0x00000012: CSE_VALIDATE_IMAGE_REQUEST; error word 0x2c: signature verification failed (231 reads in 105.3 ms); DMA at 65536 of 65536 bytes
barsh> sim fault bad-signature off
barsh> boot reset
[1/5] cores      ok      1.52 ms   stall, reset and power down the cores: core 0 takes and gives power
back after the first rung: cores
barsh> boot run
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
barsh> sim fault dma-stall on
barsh> boot run
[ 1/15] probe      ok      2.52 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/15] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      ok      1.02 ms   ADSPCS 0x0f010e0e -> 0x0f010f0f
[ 6/15] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 7/15] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 8/15] wait-ack   ok      0.51 ms   IPC acknowledge 0x80000000, cleared
[ 9/15] wait-rom   ok      1.50 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[10/15] transfer   FAILED  3000 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL (6585 reads in 3 s); DMA at 0 of 65536 bytes
       hint: the DMA did not move: is the IOMMU mapping there (dma list), do stream tag and purge channel agree? then: boot reset; boot run
error: stage transfer: ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL (6585 reads in 3 s); DMA at 0 of 65536 bytes
barsh> dma list
no DMA buffers
barsh> sim fault dma-stall off
barsh> boot reset
[1/5] cores      ok      1.52 ms   stall, reset and power down the cores: core 0 takes and gives power
back after the first rung: cores
barsh> boot run
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
barsh> sim fault no-fw-ready on
barsh> boot run
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
[11/15] wait-ready FAILED  2000 ms   FW_READY: DSP doorbell 0x00000000: BUSY is 0, not 1 (4391 reads in 2 s); ROM status 0x00000005: FW_ENTERED
       hint: the firmware did not report: 'dsp status' shows its words, then: boot reset; boot run
error: stage wait-ready: FW_READY: DSP doorbell 0x00000000: BUSY is 0, not 1 (4391 reads in 2 s); ROM status 0x00000005: FW_ENTERED
barsh> dsp status
ROM status   0x00000005  FW_ENTERED
error word   0x00000000
ADSPCS       0x0f010e0e  cores powered: 0 1 2 3, stalled: 1 2 3, in reset: 1 2 3
from DSP     0x00000000
to DSP       0x01004000
acknowledge  0x00000000
barsh> sim fault no-fw-ready off
barsh> boot reset
[1/5] cores      ok      1.52 ms   stall, reset and power down the cores: core 0 takes and gives power
back after the first rung: cores
barsh> boot run
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
barsh> sim fault ipc-no-reply on
barsh> boot run
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
[11/15] wait-ready ok      2.04 ms   FW_READY 0x70000000: SOF 2.2.0 tag 57864, ABI 3.22.1
[12/15] cleanup    ok      0.01 ms   stream 7 released, DMA memory freed
[13/15] iccmax-end ok      0.01 ms   stream 0 stopped, LTRP 0x00
[14/15] gate       ok      0.01 ms   CGCTL.ADSPDCGE 1, EM2.L1SEN 1, PGCTL.ADSPPGD 0
[15/15] alive      FAILED  500 ms    IPC acknowledge 0x00000000: DONE is 0, not 1 (1098 reads in 500.1 ms); ROM status 0x00000005: FW_ENTERED
       hint: the firmware does not answer; 'dsp status' shows its words; boot reset; boot run
error: stage alive: IPC acknowledge 0x00000000: DONE is 0, not 1 (1098 reads in 500.1 ms); ROM status 0x00000005: FW_ENTERED
barsh> sim fault ipc-no-reply off
barsh> sim fault gproc-dead on
barsh> boot run
[ 1/15] probe      ok      2.52 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/15] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      FAILED  0.02 ms   power up: ADSPCS reads all ones
       hint: BAR4 answers only while PPCTL.GPROCEN is set and the DSP has power; try: boot reset
afterwards: core reset: ADSPCS reads all ones
attempt 2 of 3, from power
[ 5/15] power      FAILED  0.02 ms   power up: ADSPCS reads all ones
       hint: BAR4 answers only while PPCTL.GPROCEN is set and the DSP has power; try: boot reset
afterwards: core reset: ADSPCS reads all ones
attempt 3 of 3, from power
[ 5/15] power      FAILED  0.02 ms   power up: ADSPCS reads all ones
       hint: BAR4 answers only while PPCTL.GPROCEN is set and the DSP has power; try: boot reset
error: stage power: power up: ADSPCS reads all ones
barsh> boot reset
[1/5] cores      FAILED  0.03 ms   core reset: ADSPCS reads all ones
[2/5] controller FAILED  2.54 ms   core reset: ADSPCS reads all ones
[3/5] gprocen    FAILED  1.03 ms   core reset: ADSPCS reads all ones
[4/5] d3         FAILED  22.55 ms  core reset: ADSPCS reads all ones
[5/5] function   FAILED  2.04 ms   core reset: ADSPCS reads all ones
error: the DSP does not come back by any of 5 ways
hint: power the machine off, not only reboot
barsh> sim fault gproc-dead off
barsh> boot reset
[1/5] cores      ok      1.02 ms   stall, reset and power down the cores: core 0 takes and gives power
back after the first rung: cores
barsh> sim fault all-ones on
barsh> boot run
[ 1/15] probe      FAILED  5.13 ms   controller entering reset: GCTL reads all ones
       hint: the controller is in reset, without power or gone; try: boot reset
error: stage probe: controller entering reset: GCTL reads all ones
barsh> dsp status
ROM status   0xffffffff  no status, all ones
error word   0xffffffff
ADSPCS       0xffffffff  BAR4 is closed: dsp probe opens it
from DSP     0xffffffff
to DSP       0xffffffff
acknowledge  0xffffffff
barsh> sim fault all-ones off
barsh> boot reset
[1/5] cores      ok      1.02 ms   stall, reset and power down the cores: core 0 takes and gives power
back after the first rung: cores
barsh> boot run
[ 1/15] probe      ok      2.52 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/15] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
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
15 stages in 24.71 ms, booted
barsh> # an interrupt that is lost fails a boot that waits for it, and no other
barsh> sim fault lost-interrupt on
barsh> boot run
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
[11/15] wait-ready ok      2.04 ms   FW_READY 0x70000000: SOF 2.2.0 tag 57864, ABI 3.22.1
[12/15] cleanup    ok      0.01 ms   stream 7 released, DMA memory freed
[13/15] iccmax-end ok      0.01 ms   stream 0 stopped, LTRP 0x00
[14/15] gate       ok      0.01 ms   CGCTL.ADSPDCGE 1, EM2.L1SEN 1, PGCTL.ADSPPGD 0
[15/15] alive      ok      0.51 ms   answered: SOF 2.2.0 tag 57864, ABI 3.22.1
15 stages in 25.21 ms, booted
barsh> sim fault lost-interrupt off
barsh> irq enable MSI
MSI: 1 vector enabled
barsh> sim fault lost-interrupt on
barsh> boot run
[ 1/15] probe      ok      2.53 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on; PIE, GIE, CIE on for MSI
[ 2/15] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      ok      1.02 ms   ADSPCS 0x0f010e0e -> 0x0f010f0f
[ 6/15] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 7/15] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 8/15] wait-ack   ok      0.51 ms   IPC acknowledge 0x80000000, cleared
[ 9/15] wait-rom   ok      1.50 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[10/15] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x00000005: FW_ENTERED
[11/15] wait-ready FAILED  2000 ms   FW_READY is in the doorbell, but its interrupt never came: MSI enabled, 0 counted in 2 s; ADSPIS.IPC 1, PPCTL.PIE 1, INTSTS.GIS 1, INTCTL.GIE 1, COMMAND.BusMaster 1
       hint: the device raises it: does the IOMMU let it through (dmesg: DMAR, interrupt remapping)? to boot by polling: irq disable; boot reset; boot run
error: stage wait-ready: FW_READY is in the doorbell, but its interrupt never came: MSI enabled, 0 counted in 2 s; ADSPIS.IPC 1, PPCTL.PIE 1, INTSTS.GIS 1, INTCTL.GIE 1, COMMAND.BusMaster 1
barsh> dsp status
ROM status   0x00000005  FW_ENTERED
error word   0x00000000
ADSPCS       0x0f010e0e  cores powered: 0 1 2 3, stalled: 1 2 3, in reset: 1 2 3
from DSP     0xf0000000  not taken yet: FW_READY
to DSP       0x01004000
acknowledge  0x00000000
barsh> sim fault lost-interrupt off
barsh> boot reset
[1/5] cores      ok      1.52 ms   stall, reset and power down the cores: core 0 takes and gives power
back after the first rung: cores
barsh> boot run
[ 1/15] probe      ok      2.53 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on; PIE, GIE, CIE on for MSI
[ 2/15] ungate     ok      0.00 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      ok      0.51 ms   ADSPCS 0x00000f0f -> 0x0f010f0f
[ 6/15] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 7/15] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 8/15] wait-ack   ok      0.06 ms   IPC acknowledge 0x80000000, cleared
[ 9/15] wait-rom   ok      2.00 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[10/15] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x00000005: FW_ENTERED
[11/15] wait-ready ok      1.78 ms   FW_READY 0x70000000: SOF 2.2.0 tag 57864, ABI 3.22.1; MSI vector 0 fired
[12/15] cleanup    ok      0.01 ms   stream 7 released, DMA memory freed
[13/15] iccmax-end ok      0.01 ms   stream 0 stopped, LTRP 0x00
[14/15] gate       ok      0.01 ms   CGCTL.ADSPDCGE 1, EM2.L1SEN 1, PGCTL.ADSPPGD 0
[15/15] alive      ok      0.07 ms   answered: SOF 2.2.0 tag 57864, ABI 3.22.1; MSI vector 0 fired
15 stages in 24.07 ms, booted
barsh> irq counts
MSI      0  3
REQ      0  0
barsh> sim fault lost-interrupt on
barsh> ipc send 0x40030000
reply, error 0; its MSI interrupt never came
  0x0000000c 0x10000000 0x00000000
barsh> dsp alive
answered: SOF 2.2.0 tag 57864, ABI 3.22.1; its MSI interrupt never came
barsh> sim fault lost-interrupt off
barsh> irq disable MSI
barsh> sim fault wedged on
barsh> boot run
[ 1/15] probe      ok      2.52 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/15] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      FAILED  50.12 ms  core reset: ADSPCS 0x0f010e0e: CRST is 0, not 1 (110 reads in 50.11 ms)
       hint: the cores do not follow; is gating off (dsp ungate)? then: boot reset; boot run
afterwards: core reset: ADSPCS 0x0f010e0e: CRST is 0, not 1 (110 reads in 50.11 ms)
attempt 2 of 3, from power
[ 5/15] power      FAILED  50.12 ms  core reset: ADSPCS 0x0f010e0e: CRST is 0, not 1 (110 reads in 50.11 ms)
       hint: the cores do not follow; is gating off (dsp ungate)? then: boot reset; boot run
afterwards: core reset: ADSPCS 0x0f010e0e: CRST is 0, not 1 (110 reads in 50.11 ms)
attempt 3 of 3, from power
[ 5/15] power      FAILED  50.12 ms  core reset: ADSPCS 0x0f010e0e: CRST is 0, not 1 (110 reads in 50.11 ms)
       hint: the cores do not follow; is gating off (dsp ungate)? then: boot reset; boot run
error: stage power: core reset: ADSPCS 0x0f010e0e: CRST is 0, not 1 (110 reads in 50.11 ms)
barsh> boot reset
[1/5] cores      FAILED  50.12 ms  core reset: ADSPCS 0x0f010e0e: CRST is 0, not 1 (110 reads in 50.11 ms)
[2/5] controller FAILED  52.63 ms  core reset: ADSPCS 0x0f010e0e: CRST is 0, not 1 (110 reads in 50.11 ms)
[3/5] gprocen    FAILED  51.12 ms  core reset: ADSPCS 0x0f010e0e: CRST is 0, not 1 (110 reads in 50.11 ms)
[4/5] d3         FAILED  72.64 ms  core reset: ADSPCS 0x0f010e0e: CRST is 0, not 1 (110 reads in 50.11 ms)
[5/5] function   ok      3.03 ms   reset the PCI function: core 0 takes and gives power
back after the fifth rung: function
barsh> boot run
[ 1/15] probe      ok      2.52 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/15] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
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
15 stages in 24.71 ms, booted
barsh> catch {sim fault wedged on; boot run} why
[ 1/15] probe      ok      2.52 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/15] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      FAILED  50.12 ms  core reset: ADSPCS 0x0f010e0e: CRST is 0, not 1 (110 reads in 50.11 ms)
       hint: the cores do not follow; is gating off (dsp ungate)? then: boot reset; boot run
afterwards: core reset: ADSPCS 0x0f010e0e: CRST is 0, not 1 (110 reads in 50.11 ms)
attempt 2 of 3, from power
[ 5/15] power      FAILED  50.12 ms  core reset: ADSPCS 0x0f010e0e: CRST is 0, not 1 (110 reads in 50.11 ms)
       hint: the cores do not follow; is gating off (dsp ungate)? then: boot reset; boot run
afterwards: core reset: ADSPCS 0x0f010e0e: CRST is 0, not 1 (110 reads in 50.11 ms)
attempt 3 of 3, from power
[ 5/15] power      FAILED  50.12 ms  core reset: ADSPCS 0x0f010e0e: CRST is 0, not 1 (110 reads in 50.11 ms)
       hint: the cores do not follow; is gating off (dsp ungate)? then: boot reset; boot run
barsh> puts $why
stage power: core reset: ADSPCS 0x0f010e0e: CRST is 0, not 1 (110 reads in 50.11 ms)
