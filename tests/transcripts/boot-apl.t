# args: sim:apl
# setup: mkfw cavs1 fw.ri; mkfw -4 cavs1 fw4.ri
barsh> boot plan
recipe  cavs18: cAVS 1.5+ to 2.0, through an HDA stream, the ROM loads a new image
image   sof/sof-apl.ri below /lib/firmware/intel, unless boot open FILE
[ 1/13] probe      100 ms  reset the controller, find its capabilities, open BAR4
[ 2/13] ungate     50 ms   see that the DSP has clock and power while it boots
[ 3/13] stream     1 ms    put the image into DMA memory, set up a playback stream
[ 4/13] power      50 ms   power up the cores
[ 5/13] purge      -       ask the ROM to load a new image through this stream
[ 6/13] run        50 ms   take core 0 out of reset and let it run
[ 7/13] wait-ack   500 ms  wait until the ROM took the request
[ 8/13] wait-rom   150 ms  wait until the ROM is ready for the image
[ 9/13] transfer   3000 ms send the image, wait until the firmware runs
[10/13] wait-ready 2000 ms wait for the firmware's FW_READY message
[11/13] cleanup    1 ms    release the stream and its DMA memory
[12/13] gate       -       clock and power gating as usual again
[13/13] alive      500 ms  send one harmless message and take its answer
power to wait-rom: up to 3 attempts, in between: dsp off
given up: catch {dsp cleanup}
barsh> boot run fw.ri
[ 1/13] probe      ok      2.02 ms   APL, cAVS 1.5+; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/13] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/13] stream     ok      0.03 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 4/13] power      ok      0.52 ms   ADSPCS 0x00000303 -> 0x03030303
[ 5/13] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 6/13] run        ok      0.01 ms   ADSPCS 0x03030303 -> 0x03030202
[ 7/13] wait-ack   ok      1.01 ms   IPC acknowledge 0x40000000, cleared; other cores off, ADSPCS 0x01010202
[ 8/13] wait-rom   ok      1.00 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[ 9/13] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x00000005: FW_ENTERED; bus mastering switched on
[10/13] wait-ready ok      2.03 ms   FW_READY 0x70000000: SOF 2.2.0 tag 57864, ABI 3.22.1
[11/13] cleanup    ok      0.01 ms   stream 7 released, DMA memory freed
[12/13] gate       ok      0.01 ms   CGCTL.ADSPDCGE 1, EM2.L1SEN 1, PGCTL.ADSPPGD 0
[13/13] alive      ok      0.51 ms   answered: SOF 2.2.0 tag 57864, ABI 3.22.1
13 stages in 24.21 ms, booted
barsh> rd HIPCIE
bar4+0x00004c  HIPCIE        0x00000000   to the DSP: extension, and its acknowledgement
  [30]    DONE    0           the DSP has taken the message
  [29:0]  EXT     0x00000000  extension
barsh> rd ADSPCS
bar4+0x000004  ADSPCS        0x01010202   core power/reset control
  [31:24] CPA     0x01  cores powered: 0
  [23:16] SPA     0x01  power requested: 0
  [15:8]  CSTALL  0x02  cores stalled: 1
  [7:0]   CRST    0x02  cores in reset: 1
barsh> # ROM_INIT_DONE has 150 ms here, and both cores go off when the first is given up
barsh> sim fault rom-stuck-cse on
barsh> boot run -until wait-rom
[ 1/13] probe      ok      2.52 ms   APL, cAVS 1.5+; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/13] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/13] stream     ok      0.03 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 4/13] power      ok      1.02 ms   ADSPCS 0x01010202 -> 0x03030303
[ 5/13] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 6/13] run        ok      0.01 ms   ADSPCS 0x03030303 -> 0x03030202
[ 7/13] wait-ack   ok      1.01 ms   IPC acknowledge 0x40000000, cleared; other cores off, ADSPCS 0x01010202
[ 8/13] wait-rom   FAILED  150 ms    ROM status 0x06000021: CSE_IPC_RESET_PHASE_1, waiting for CSE_CSR (330 reads in 150.3 ms)
       hint: the CSE (ME firmware) did not answer; is the ME/HECI device present? then: boot reset; boot run
attempt 2 of 3, from power
[ 4/13] power      ok      0.51 ms   ADSPCS 0x00000303 -> 0x03030303
[ 5/13] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 6/13] run        ok      0.01 ms   ADSPCS 0x03030303 -> 0x03030202
[ 7/13] wait-ack   ok      1.01 ms   IPC acknowledge 0x40000000, cleared; other cores off, ADSPCS 0x01010202
[ 8/13] wait-rom   FAILED  150 ms    ROM status 0x06000021: CSE_IPC_RESET_PHASE_1, waiting for CSE_CSR (330 reads in 150.3 ms)
       hint: the CSE (ME firmware) did not answer; is the ME/HECI device present? then: boot reset; boot run
attempt 3 of 3, from power
[ 4/13] power      ok      0.51 ms   ADSPCS 0x00000303 -> 0x03030303
[ 5/13] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 6/13] run        ok      0.01 ms   ADSPCS 0x03030303 -> 0x03030202
[ 7/13] wait-ack   ok      1.01 ms   IPC acknowledge 0x40000000, cleared; other cores off, ADSPCS 0x01010202
[ 8/13] wait-rom   FAILED  150 ms    ROM status 0x06000021: CSE_IPC_RESET_PHASE_1, waiting for CSE_CSR (330 reads in 150.3 ms)
       hint: the CSE (ME firmware) did not answer; is the ME/HECI device present? then: boot reset; boot run
error: stage wait-rom: ROM status 0x06000021: CSE_IPC_RESET_PHASE_1, waiting for CSE_CSR (330 reads in 150.3 ms)
barsh> sim fault rom-stuck-cse off
barsh> boot run fw4.ri
[ 1/13] probe      ok      2.52 ms   APL, cAVS 1.5+; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/13] ungate     ok      0.00 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/13] stream     ok      0.03 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 4/13] power      ok      1.02 ms   ADSPCS 0x01010202 -> 0x03030303
[ 5/13] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 6/13] run        ok      0.01 ms   ADSPCS 0x03030303 -> 0x03030202
[ 7/13] wait-ack   ok      1.01 ms   IPC acknowledge 0x40000000, cleared; other cores off, ADSPCS 0x01010202
[ 8/13] wait-rom   ok      1.00 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[ 9/13] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x00000005: FW_ENTERED
[10/13] wait-ready ok      2.01 ms   FW_READY 0x1b080000: IPC4
[11/13] cleanup    ok      0.01 ms   stream 7 released, DMA memory freed
[12/13] gate       ok      0.01 ms   CGCTL.ADSPDCGE 1, EM2.L1SEN 1, PGCTL.ADSPPGD 0
[13/13] alive      ok      0.53 ms   answered: SOF 2.2.0.1, IPC4
13 stages in 25.20 ms, booted
barsh> boot reset
[1/5] cores      ok      1.52 ms   stall, reset and power down the cores: core 0 takes and gives power
back after the first rung: cores
