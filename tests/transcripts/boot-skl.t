# args: sim:skl
# setup: mkfw -4 avs15 fw.bin; mkfw -4 cavs1 other.ri
barsh> boot plan
recipe  skl: cAVS 1.5, through the code loader in BAR4
image   avs/skl/dsp_basefw.bin below /lib/firmware/intel, unless boot open FILE
[ 1/11] probe      100 ms  reset the controller, find its capabilities, open BAR4
[ 2/11] ungate     50 ms   see that the DSP has clock and power while it boots
[ 3/11] power      50 ms   power up the cores
[ 4/11] run        50 ms   take core 0 out of reset and let it run
[ 5/11] stream     1 ms    put the image into DMA memory, set up a playback stream
[ 6/11] wait-rom   300 ms  wait until the ROM is ready for the image
[ 7/11] transfer   3000 ms send the image, wait until the firmware runs
[ 8/11] cleanup    1 ms    release the stream and its DMA memory
[ 9/11] wait-ready 2000 ms wait for the firmware's FW_READY message
[10/11] gate       -       clock and power gating as usual again
[11/11] alive      500 ms  send one harmless message and take its answer
power to wait-rom: up to 2 attempts, in between: dsp off
given up: catch {dsp cleanup}
barsh> boot open other.ri
error: other.ri: an image for APL or later, this is SKL-LP
hint: this chip's own: avs/skl/dsp_basefw.bin
barsh> boot run fw.bin
[ 1/11] probe      ok      2.02 ms   SKL-LP, cAVS 1.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/11] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/11] power      ok      0.51 ms   ADSPCS 0x00000303 -> 0x01010303
[ 4/11] run        ok      0.01 ms   ADSPCS 0x01010303 -> 0x01010202
[ 5/11] stream     ok      0.02 ms   code loader tag 1, 64 KiB to send through dma.dsp-image
[ 6/11] wait-rom   ok      2.00 ms   ROM status 0x00000001: INIT_DONE
[ 7/11] transfer   ok      17.05 ms  64 KiB in 17.05 ms, ROM status 0x0000000f: BASEFW_ENTERED; bus mastering switched on
[ 8/11] cleanup    ok      0.01 ms   code loader released, DMA memory freed
[ 9/11] wait-ready ok      2.01 ms   FW_READY 0x1b080000: IPC4
[10/11] gate       ok      0.01 ms   CGCTL.ADSPDCGE 1, EM2.L1SEN 1, PGCTL.ADSPPGD 0
[11/11] alive      ok      0.53 ms   answered: SOF 2.2.0.1, IPC4
11 stages in 24.17 ms, booted
barsh> dsp status
ROM status   0x0000000f  BASEFW_ENTERED
error word   0x00000000
ADSPCS       0x01010202  cores powered: 0, stalled: 1, in reset: 1
from DSP     0x63000000
to DSP       0x43000000
acknowledge  0x20701000
barsh> rd CL_SPIB
bar4+0x0000a8  CL_SPIB       0x00000000   software write position, bytes
barsh> # its ROM takes no request, and keeps no image
barsh> dsp purge
error: cAVS 1.5 has no step purge
hint: its ROM takes no request, it waits for the image (dsp stream); 'boot plan' shows the steps
barsh> dsp imr
error: cAVS 1.5 has no step imr
hint: its ROM takes no request, it waits for the image (dsp stream); 'boot plan' shows the steps
barsh> boot run -imr
error: no warm boot for SKL-LP (cAVS 1.5)
hint: boot run loads an image
barsh> # the stream's step needs nothing that is not there
barsh> dsp off
ADSPCS 0x01010202 -> 0x00000303
barsh> dsp stream
code loader tag 1, 64 KiB to send through dma.dsp-image
barsh> dsp wait-rom
error: stage wait-rom needs run first
hint: dsp run; or everything in order: boot run
barsh> dsp power
ADSPCS 0x00000303 -> 0x01010303
barsh> dsp run
ADSPCS 0x01010303 -> 0x01010202
barsh> dsp wait-rom
ROM status 0x00000001: INIT_DONE
barsh> sim fault dma-stall on
barsh> dsp transfer
error: ROM status 0x00000001: INIT_DONE (6586 reads in 3 s); DMA at 0 of the piece
hint: the DMA did not move: is the IOMMU mapping there (dma list)? then: boot reset; boot run
barsh> dsp cleanup
code loader released, DMA memory freed
barsh> sim fault dma-stall off
barsh> dma list
no DMA buffers
barsh> boot reset
[1/5] cores      ok      1.52 ms   stall, reset and power down the cores: core 0 takes and gives power
back after the first rung: cores
barsh> # by interrupt
barsh> irq enable MSI
MSI: 1 vector enabled
barsh> boot run
[ 1/11] probe      ok      2.53 ms   SKL-LP, cAVS 1.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on; PIE, GIE, CIE on for MSI
[ 2/11] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/11] power      ok      0.51 ms   ADSPCS 0x00000303 -> 0x01010303
[ 4/11] run        ok      0.01 ms   ADSPCS 0x01010303 -> 0x01010202
[ 5/11] stream     ok      0.02 ms   code loader tag 1, 64 KiB to send through dma.dsp-image
[ 6/11] wait-rom   ok      2.00 ms   ROM status 0x00000001: INIT_DONE
[ 7/11] transfer   ok      17.05 ms  64 KiB in 17.05 ms, ROM status 0x0000000f: BASEFW_ENTERED
[ 8/11] cleanup    ok      0.01 ms   code loader released, DMA memory freed
[ 9/11] wait-ready ok      1.75 ms   FW_READY 0x1b080000: IPC4; MSI vector 0 fired
[10/11] gate       ok      0.01 ms   CGCTL.ADSPDCGE 1, EM2.L1SEN 1, PGCTL.ADSPPGD 0
[11/11] alive      ok      0.09 ms   answered: SOF 2.2.0.1, IPC4; MSI vector 0 fired
11 stages in 23.98 ms, booted
barsh> irq counts
MSI      0  3
REQ      0  0
barsh> sim log
no complaints
barsh> detach
barsh> attach sim:kbl
d0  sim kbl  8086:9d71 class 040100
    simulated: Kaby Lake LP audio DSP (8086:9d71, cAVS 1.5); bus master is off, as after an open through vfio
barsh> boot run fw.bin -until wait-ready
[ 1/11] probe      ok      2.02 ms   KBL-LP, cAVS 1.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
[ 2/11] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/11] power      ok      0.51 ms   ADSPCS 0x00000303 -> 0x01010303
[ 4/11] run        ok      0.01 ms   ADSPCS 0x01010303 -> 0x01010202
[ 5/11] stream     ok      0.02 ms   code loader tag 1, 64 KiB to send through dma.dsp-image
[ 6/11] wait-rom   ok      2.00 ms   ROM status 0x00000001: INIT_DONE
[ 7/11] transfer   ok      17.05 ms  64 KiB in 17.05 ms, ROM status 0x0000000f: BASEFW_ENTERED; bus mastering switched on
[ 8/11] cleanup    ok      0.01 ms   code loader released, DMA memory freed
[ 9/11] wait-ready ok      2.01 ms   FW_READY 0x1b080000: IPC4
9 stages in 23.63 ms
