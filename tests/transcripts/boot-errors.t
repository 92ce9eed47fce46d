# setup: mkfw fw.ri; mkfw avs15 skl.bin; echo "no firmware at all, only text" >text.ri; head -c 1000 fw.ri >cut.ri
barsh> boot plan
error: no device is attached
hint: attach one first: attach 00:1f.3, or attach sim:tgl to try
barsh> boot run fw.ri
error: no device is attached
hint: attach one first: attach 00:1f.3, or attach sim:tgl to try
barsh> attach sim:edu
d0  sim edu  1234:11e8 class 00ff00
    simulated: QEMU's educational device: factorial, interrupts, DMA; bus master is off, as after an open through vfio
barsh> boot plan
error: 1234:11e8 is no Intel audio DSP known here
hint: the audio function of these machines is 00:1f.3 (00:0e.0 on APL, GLK)
barsh> dsp status
error: 1234:11e8 is no Intel audio DSP known here
hint: the audio function of these machines is 00:1f.3 (00:0e.0 on APL, GLK)
barsh> attach sim:tgl
d1  sim tgl  8086:a0c8 class 040100
    simulated: Tiger Lake audio DSP (8086:a0c8, cAVS 2.5); bus master is off, as after an open through vfio
barsh> boot run ./missing.ri
error: cannot open ./missing.ri: No such file or directory
hint: is the path right? it counts from the folder barsh runs in
barsh> boot open text.ri
error: text.ri: not a firmware file: at 0x0 6e 6f 20 66, not 'XMan', '$AE1' or '$CPD'
hint: SOF images are called sof-*.ri, AVS images dsp_basefw.bin
barsh> boot open cut.ri
error: cut.ri: $CPD entry 0 'ADSP.man' at 0x314: 0x5c + 0x464 is past the end of the payload (0xe8)
barsh> boot open skl.bin
error: skl.bin: an image for SKL or KBL, this is TGL-LP
hint: this chip's own: sof/sof-tgl.ri
barsh> boot open missing.tcl
error: cannot open missing.tcl: No such file or directory
hint: is the path right? it counts from the folder barsh runs in
barsh> boot open fw.ri
fw.ri: 64 KiB to send, IPC3
barsh> boot run -until pwoer
error: no stage 'pwoer' in recipe cavs25
hint: did you mean power?
barsh> boot run -until nowhere
error: no stage 'nowhere' in recipe cavs25
hint: did you mean power?
barsh> boot step 0
error: 0 stages: 15 are left
barsh> boot step 16
error: 16 stages: 15 are left
barsh> boot step -1
error: boot step: N: '-1' is negative: only unsigned numbers here
barsh> boot stpe
error: boot has no 'stpe'
hint: did you mean boot step?
barsh> boot run fw.ri extra
error: boot run: 'extra' is one word too many
hint: usage: boot run ?FILE? ?-until STAGE? ?-imr?
barsh> # none of these has touched the device: the controller is still in reset
barsh> rd bar0+8
0x00000000
