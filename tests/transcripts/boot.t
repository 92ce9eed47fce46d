# args: sim:tgl
# setup: mkfw fw.ri
barsh> boot plan
recipe  cavs25: cAVS 2.5 and Ice Lake, through an HDA stream, the ROM loads a new image
image   sof/sof-tgl.ri below /lib/firmware/intel, unless boot open FILE
[ 1/15] probe      100 ms  reset the controller, find its capabilities, open BAR4
[ 2/15] ungate     50 ms   see that the DSP has clock and power while it boots
[ 3/15] iccmax     1 ms    run an idle capture stream: the supply's current is steady then
[ 4/15] stream     1 ms    put the image into DMA memory, set up a playback stream
[ 5/15] power      50 ms   power up the cores
[ 6/15] purge      -       ask the ROM to load a new image through this stream
[ 7/15] run        50 ms   take core 0 out of reset and let it run
[ 8/15] wait-ack   500 ms  wait until the ROM took the request
[ 9/15] wait-rom   300 ms  wait until the ROM is ready for the image
[10/15] transfer   3000 ms send the image, wait until the firmware runs
[11/15] wait-ready 2000 ms wait for the firmware's FW_READY message
[12/15] cleanup    1 ms    release the stream and its DMA memory
[13/15] iccmax-end 1 ms    stop the idle capture stream
[14/15] gate       -       clock and power gating as usual again
[15/15] alive      500 ms  send one harmless message and take its answer
power to wait-rom: up to 3 attempts, in between: dsp off
given up: catch {dsp cleanup}; catch {dsp iccmax-end}
barsh> boot run fw.ri
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
barsh> boot status
TGL-LP, cAVS 2.5, recipe cavs25
[ 1/15] probe      done    2.02 ms
[ 2/15] ungate     done    0.01 ms
[ 3/15] iccmax     done    0.01 ms
[ 4/15] stream     done    0.02 ms
[ 5/15] power      done    0.51 ms
[ 6/15] purge      done    0.00 ms
[ 7/15] run        done    0.01 ms
[ 8/15] wait-ack   done    0.51 ms
[ 9/15] wait-rom   done    1.50 ms
[10/15] transfer   done    17.05 ms
[11/15] wait-ready done    2.04 ms
[12/15] cleanup    done    0.01 ms
[13/15] iccmax-end done    0.01 ms
[14/15] gate       done    0.01 ms
[15/15] alive      done    0.51 ms
ROM status   0x00000005  FW_ENTERED
error word   0x00000000
ADSPCS       0x0f010e0e  cores powered: 0 1 2 3, stalled: 1 2 3, in reset: 1 2 3
from DSP     0x70000000
to DSP       0x00000000
acknowledge  0x00000000
barsh> # the image stays chosen; a running firmware is switched off first
barsh> boot run -until wait-rom
[ 1/15] probe      ok      2.52 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/15] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      ok      1.02 ms   ADSPCS 0x0f010e0e -> 0x0f010f0f
[ 6/15] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 7/15] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 8/15] wait-ack   ok      0.51 ms   IPC acknowledge 0x80000000, cleared
[ 9/15] wait-rom   ok      1.50 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
9 stages in 5.60 ms
barsh> boot status
TGL-LP, cAVS 2.5, recipe cavs25
[ 1/15] probe      done    2.52 ms
[ 2/15] ungate     done    0.01 ms
[ 3/15] iccmax     done    0.01 ms
[ 4/15] stream     done    0.02 ms
[ 5/15] power      done    1.02 ms
[ 6/15] purge      done    0.00 ms
[ 7/15] run        done    0.01 ms
[ 8/15] wait-ack   done    0.51 ms
[ 9/15] wait-rom   done    1.50 ms
[10/15] transfer   next
[11/15] wait-ready -
[12/15] cleanup    -
[13/15] iccmax-end -
[14/15] gate       -
[15/15] alive      -
ROM status   0x05000001  INIT_DONE, waiting for DMA_BUFFER_FULL
error word   0x00000000
ADSPCS       0x0f010e0e  cores powered: 0 1 2 3, stalled: 1 2 3, in reset: 1 2 3
from DSP     0x00000000
to DSP       0x01004000
acknowledge  0x00000000
barsh> boot step
[10/15] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x00000005: FW_ENTERED
1 stage in 17.05 ms
barsh> boot step 5
[11/15] wait-ready ok      2.04 ms   FW_READY 0x70000000: SOF 2.2.0 tag 57864, ABI 3.22.1
[12/15] cleanup    ok      0.01 ms   stream 7 released, DMA memory freed
[13/15] iccmax-end ok      0.01 ms   stream 0 stopped, LTRP 0x00
[14/15] gate       ok      0.01 ms   CGCTL.ADSPDCGE 1, EM2.L1SEN 1, PGCTL.ADSPPGD 0
[15/15] alive      ok      0.51 ms   answered: SOF 2.2.0 tag 57864, ABI 3.22.1
5 stages in 2.57 ms, booted
barsh> boot step
error: all 15 stages are done
hint: boot run starts over
barsh> set done [boot run]
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
barsh> puts [dict get $done booted]
1
barsh> boot reset
[1/5] cores      ok      1.52 ms   stall, reset and power down the cores: core 0 takes and gives power
back after the first rung: cores
barsh> boot status
TGL-LP, cAVS 2.5, recipe cavs25
[ 1/15] probe      next
[ 2/15] ungate     -
[ 3/15] iccmax     -
[ 4/15] stream     -
[ 5/15] power      -
[ 6/15] purge      -
[ 7/15] run        -
[ 8/15] wait-ack   -
[ 9/15] wait-rom   -
[10/15] transfer   -
[11/15] wait-ready -
[12/15] cleanup    -
[13/15] iccmax-end -
[14/15] gate       -
[15/15] alive      -
barsh> sim log
no complaints
