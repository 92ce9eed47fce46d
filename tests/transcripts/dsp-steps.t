# args: sim:tgl
# setup: mkfw fw.ri
barsh> dsp power
error: stage power needs probe first
hint: dsp probe; or everything in order: boot run
barsh> dsp probe
TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on
barsh> dsp purge
error: stage purge needs stream first
hint: dsp stream; or everything in order: boot run
barsh> dsp run
error: stage run needs power first
hint: dsp power; or everything in order: boot run
barsh> dsp ungate
CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
barsh> boot open fw.ri
fw.ri: 64 KiB to send, IPC3
barsh> dsp stream
stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
barsh> dma list
dma.dsp-image     64 KiB  iova 0x00100000
dma.dsp-bdl       4 KiB  iova 0x00110000
barsh> dsp run
error: stage run needs power first
hint: dsp power; or everything in order: boot run
barsh> dsp power
ADSPCS 0x00000f0f -> 0x0f010f0f
barsh> dsp wait-ack
error: stage wait-ack needs purge first
hint: dsp purge; or everything in order: boot run
barsh> dsp purge
IPC request 0x81004000, channel 0
barsh> dsp status
ROM status   0x00000000  INIT
error word   0x00000000
ADSPCS       0x0f010f0f  cores powered: 0 1 2 3, stalled: 0 1 2 3, in reset: 0 1 2 3
from DSP     0x00000000
to DSP       0x81004000  the DSP has not taken it
acknowledge  0x00000000
barsh> dsp run
ADSPCS 0x0f010f0f -> 0x0f010e0e
barsh> dsp transfer
error: stage transfer needs wait-rom first
hint: dsp wait-rom; or everything in order: boot run
barsh> dsp wait-ack
IPC acknowledge 0x80000000, cleared
barsh> dsp wait-rom
ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
barsh> dsp status
ROM status   0x05000001  INIT_DONE, waiting for DMA_BUFFER_FULL
error word   0x00000000
ADSPCS       0x0f010e0e  cores powered: 0 1 2 3, stalled: 1 2 3, in reset: 1 2 3
from DSP     0x00000000
to DSP       0x01004000
acknowledge  0x00000000
barsh> dsp alive
error: stage alive needs wait-ready first
hint: dsp wait-ready; or everything in order: boot run
barsh> dsp transfer
64 KiB in 17.04 ms, ROM status 0x00000005: FW_ENTERED; bus mastering switched on
barsh> dsp cleanup
stream 7 released, DMA memory freed
barsh> dsp cleanup
error: stage cleanup needs stream first
hint: dsp stream; or everything in order: boot run
barsh> dma list
no DMA buffers
barsh> dsp status
ROM status   0x00000005  FW_ENTERED
error word   0x00000000
ADSPCS       0x0f010e0e  cores powered: 0 1 2 3, stalled: 1 2 3, in reset: 1 2 3
from DSP     0x00000000
to DSP       0x01004000
acknowledge  0x00000000
barsh> dsp wait-ready
FW_READY 0x70000000: SOF 2.2.0 tag 57864, ABI 3.22.1
barsh> dsp gate
CGCTL.ADSPDCGE 1, EM2.L1SEN 1, PGCTL.ADSPPGD 0
barsh> dsp alive
answered: SOF 2.2.0 tag 57864, ABI 3.22.1
barsh> dsp off
ADSPCS 0x0f010e0e -> 0x00000f0f
barsh> dsp alive
error: stage alive needs wait-ready first
hint: dsp wait-ready; or everything in order: boot run
barsh> set line [dsp power]
barsh> dsp probe now
error: dsp probe: 'now' is one word too many
hint: usage: dsp probe
barsh> dsp wait
error: dsp has no 'wait'
hint: one of probe, ungate, iccmax, stream, power, purge, imr, run, wait-ack, wait-rom, wait-imr, transfer, cleanup, iccmax-end, wait-ready, gate, alive, off, status
barsh> sim log
no complaints
