# args: sim:tgl
# setup: mkfw fw.ri; mkfw -4 fw4.ri
barsh> # with an interrupt enabled the firmware reports by it, and so does every answer
barsh> irq enable MSI
MSI: 1 vector enabled
barsh> boot run fw.ri
[ 1/15] probe      ok      2.03 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on; PIE, GIE, CIE and bus mastering on for MSI
[ 2/15] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      ok      0.51 ms   ADSPCS 0x00000f0f -> 0x0f010f0f
[ 6/15] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 7/15] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 8/15] wait-ack   ok      0.51 ms   IPC acknowledge 0x80000000, cleared
[ 9/15] wait-rom   ok      1.50 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[10/15] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x00000005: FW_ENTERED
[11/15] wait-ready ok      1.73 ms   FW_READY 0x70000000: SOF 2.2.0 tag 57864, ABI 3.22.1; MSI vector 0 fired
[12/15] cleanup    ok      0.01 ms   stream 7 released, DMA memory freed
[13/15] iccmax-end ok      0.01 ms   stream 0 stopped, LTRP 0x00
[14/15] gate       ok      0.01 ms   CGCTL.ADSPDCGE 1, EM2.L1SEN 1, PGCTL.ADSPPGD 0
[15/15] alive      ok      0.07 ms   answered: SOF 2.2.0 tag 57864, ABI 3.22.1; MSI vector 0 fired
15 stages in 23.47 ms, booted
barsh> irq counts
MSI      0  2
REQ      0  0
barsh> ipc send 0x40030000
reply, error 0; MSI vector 0 fired
  0x0000000c 0x10000000 0x00000000
barsh> # what the boot waited for is still there for the user
barsh> irq wait MSI
MSI vector 0: fired 3 times, 0 ns
barsh> irq wait MSI -timeout 1ms
error: no MSI interrupt on vector 0 within 1 ms (3 before)
barsh> rd INTCTL
bar0+0x000020  INTCTL        0xc0000000   interrupt enable
  [31]    GIE     1           all interrupts
  [30]    CIE     1           controller interrupts: RIRB, codec state
  [29:0]  SIE     0x00000000  streams: none
barsh> rd PPCTL
bar0+0x000804  PPCTL         0xc0000000   processing pipe control
  [31]    PIE      1           DSP interrupt reaches the host
  [30]    GPROCEN  1           DSP enabled: without it BAR 4 is dead
  [29:0]  PROCEN   0x00000000  streams decoupled from their link: none
barsh> # IPC4: the acknowledge and the reply interrupt each
barsh> boot run fw4.ri
[ 1/15] probe      ok      2.53 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on; PIE, GIE, CIE on for MSI
[ 2/15] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      ok      1.02 ms   ADSPCS 0x0f010e0e -> 0x0f010f0f
[ 6/15] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 7/15] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 8/15] wait-ack   ok      0.06 ms   IPC acknowledge 0x80000000, cleared
[ 9/15] wait-rom   ok      2.00 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[10/15] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x00000005: FW_ENTERED
[11/15] wait-ready ok      1.75 ms   FW_READY 0x1b080000: IPC4; MSI vector 0 fired
[12/15] cleanup    ok      0.01 ms   stream 7 released, DMA memory freed
[13/15] iccmax-end ok      0.01 ms   stream 0 stopped, LTRP 0x00
[14/15] gate       ok      0.01 ms   CGCTL.ADSPDCGE 1, EM2.L1SEN 1, PGCTL.ADSPPGD 0
[15/15] alive      ok      0.09 ms   answered: SOF 2.2.0.1, IPC4; MSI vector 0 fired
15 stages in 24.57 ms, booted
barsh> irq counts
MSI      0  7
REQ      0  0
barsh> # handlers run when the boot is done
barsh> irq on MSI 0 {puts "MSI: [dict get [irq counts] MSI.0]"}
barsh> dsp alive
answered: SOF 2.2.0.1, IPC4; MSI vector 0 fired
MSI: 9
barsh> # switched off after the probe: the boot polls again
barsh> boot run -until transfer
[ 1/15] probe      ok      2.53 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on; PIE, GIE, CIE on for MSI
[ 2/15] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      ok      1.02 ms   ADSPCS 0x0f010e0e -> 0x0f010f0f
[ 6/15] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 7/15] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 8/15] wait-ack   ok      0.06 ms   IPC acknowledge 0x80000000, cleared
[ 9/15] wait-rom   ok      2.00 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[10/15] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x00000005: FW_ENTERED
10 stages in 22.70 ms
MSI: 10
barsh> irq disable MSI
barsh> dsp wait-ready
FW_READY 0x1b080000: IPC4
barsh> irq enable INTX
INTX: 1 vector enabled
barsh> boot run fw.ri
[ 1/15] probe      ok      2.55 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on; PIE, GIE, CIE on for INTX
[ 2/15] ungate     ok      0.00 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      ok      1.02 ms   ADSPCS 0x0f010e0e -> 0x0f010f0f
[ 6/15] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 7/15] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 8/15] wait-ack   ok      0.06 ms   IPC acknowledge 0x80000000, cleared
[ 9/15] wait-rom   ok      2.00 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[10/15] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x00000005: FW_ENTERED
[11/15] wait-ready ok      1.78 ms   FW_READY 0x70000000: SOF 2.2.0 tag 57864, ABI 3.22.1; INTX vector 0 fired
[12/15] cleanup    ok      0.01 ms   stream 7 released, DMA memory freed
[13/15] iccmax-end ok      0.01 ms   stream 0 stopped, LTRP 0x00
[14/15] gate       ok      0.01 ms   CGCTL.ADSPDCGE 1, EM2.L1SEN 1, PGCTL.ADSPPGD 0
[15/15] alive      ok      0.07 ms   answered: SOF 2.2.0 tag 57864, ABI 3.22.1; INTX vector 0 fired
15 stages in 24.59 ms, booted
barsh> irq counts
INTX     0  3
REQ      0  0
barsh> # a level interrupt that the user has masked does not come; the boot says so
barsh> irq mask INTX
barsh> boot run
[ 1/15] probe      ok      2.53 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on; PIE, GIE, CIE on for INTX
[ 2/15] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      ok      1.02 ms   ADSPCS 0x0f010e0e -> 0x0f010f0f
[ 6/15] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 7/15] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 8/15] wait-ack   ok      0.51 ms   IPC acknowledge 0x80000000, cleared
[ 9/15] wait-rom   ok      1.50 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[10/15] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x00000005: FW_ENTERED
[11/15] wait-ready FAILED  2000 ms   FW_READY is in the doorbell, but its interrupt never came: INTX enabled, 0 counted in 2 s; ADSPIS.IPC 1, PPCTL.PIE 1, INTSTS.GIS 1, INTCTL.GIE 1, COMMAND.DisINTx 0
       hint: INTX is masked: irq unmask INTX; boot reset; boot run
error: stage wait-ready: FW_READY is in the doorbell, but its interrupt never came: INTX enabled, 0 counted in 2 s; ADSPIS.IPC 1, PPCTL.PIE 1, INTSTS.GIS 1, INTCTL.GIE 1, COMMAND.DisINTx 0
barsh> irq unmask INTX
barsh> boot reset
[1/5] cores      ok      1.52 ms   stall, reset and power down the cores: core 0 takes and gives power
back after the first rung: cores
barsh> boot run
[ 1/15] probe      ok      2.53 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on; PIE, GIE, CIE on for INTX
[ 2/15] ungate     ok      0.00 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      ok      0.51 ms   ADSPCS 0x00000f0f -> 0x0f010f0f
[ 6/15] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 7/15] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 8/15] wait-ack   ok      0.51 ms   IPC acknowledge 0x80000000, cleared
[ 9/15] wait-rom   ok      1.50 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[10/15] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x00000005: FW_ENTERED
[11/15] wait-ready ok      1.73 ms   FW_READY 0x70000000: SOF 2.2.0 tag 57864, ABI 3.22.1; INTX vector 0 fired
[12/15] cleanup    ok      0.01 ms   stream 7 released, DMA memory freed
[13/15] iccmax-end ok      0.01 ms   stream 0 stopped, LTRP 0x00
[14/15] gate       ok      0.01 ms   CGCTL.ADSPDCGE 1, EM2.L1SEN 1, PGCTL.ADSPPGD 0
[15/15] alive      ok      0.07 ms   answered: SOF 2.2.0 tag 57864, ABI 3.22.1; INTX vector 0 fired
15 stages in 23.97 ms, booted
barsh> # switched off on the way: the link that is missing
barsh> boot run -until transfer
[ 1/15] probe      ok      2.53 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on; PIE, GIE, CIE on for INTX
[ 2/15] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      ok      1.02 ms   ADSPCS 0x0f010e0e -> 0x0f010f0f
[ 6/15] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 7/15] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 8/15] wait-ack   ok      0.06 ms   IPC acknowledge 0x80000000, cleared
[ 9/15] wait-rom   ok      2.00 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[10/15] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x00000005: FW_ENTERED
10 stages in 22.70 ms
barsh> upd PPCTL PIE=0
bar0.PPCTL     0xc0000081 -> (0x00000000 & 0x80000000) -> 0x40000081  PIE 1->0
barsh> dsp wait-ready
error: FW_READY is in the doorbell, but its interrupt never came: INTX enabled, 0 counted in 2 s; ADSPIS.IPC 1, PPCTL.PIE 0, INTSTS.GIS 0, INTCTL.GIE 1, COMMAND.DisINTx 0
hint: PPCTL.PIE is off, which dsp probe sets: who cleared it? boot reset; boot run
barsh> boot run -until transfer
[ 1/15] probe      ok      2.55 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on; PIE, GIE, CIE on for INTX
[ 2/15] ungate     ok      0.00 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      ok      1.02 ms   ADSPCS 0x0f010e0e -> 0x0f010f0f
[ 6/15] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 7/15] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 8/15] wait-ack   ok      0.51 ms   IPC acknowledge 0x80000000, cleared
[ 9/15] wait-rom   ok      1.50 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[10/15] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x00000005: FW_ENTERED
10 stages in 22.67 ms
barsh> upd INTCTL GIE=0
bar0.INTCTL    0xc0000000 -> (0x00000000 & 0x80000000) -> 0x40000000  GIE 1->0
barsh> dsp wait-ready
error: FW_READY is in the doorbell, but its interrupt never came: INTX enabled, 0 counted in 2 s; ADSPIS.IPC 1, PPCTL.PIE 1, INTSTS.GIS 1, INTCTL.GIE 0, COMMAND.DisINTx 0
hint: the controller holds it back: INTCTL.GIE, which dsp probe sets, was cleared? boot reset; boot run
barsh> irq disable INTX
barsh> irq enable MSI
MSI: 1 vector enabled
barsh> boot run -until transfer
[ 1/15] probe      ok      2.55 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on; PIE, GIE, CIE on for MSI
[ 2/15] ungate     ok      0.00 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      ok      1.02 ms   ADSPCS 0x0f010e0e -> 0x0f010f0f
[ 6/15] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 7/15] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 8/15] wait-ack   ok      0.06 ms   IPC acknowledge 0x80000000, cleared
[ 9/15] wait-rom   ok      2.00 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[10/15] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x00000005: FW_ENTERED
10 stages in 22.72 ms
MSI: 2
barsh> upd COMMAND BusMaster=0
config.COMMAND 0x0006 -> (0x0000 & 0x0004) -> 0x0002  BusMaster 1->0
barsh> dsp wait-ready
error: FW_READY is in the doorbell, but its interrupt never came: MSI enabled, 0 counted in 2 s; ADSPIS.IPC 1, PPCTL.PIE 1, INTSTS.GIS 1, INTCTL.GIE 1, COMMAND.BusMaster 0
hint: a message is a write of the device, and bus mastering is off: upd config.COMMAND BusMaster=1
barsh> upd config.COMMAND BusMaster=1
config.COMMAND 0x0002 -> (0x0004 & 0x0004) -> 0x0006  BusMaster 0->1
barsh> irq disable MSI
barsh> irq enable INTX
INTX: 1 vector enabled
barsh> boot run -until transfer
[ 1/15] probe      ok      2.55 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on; PIE, GIE, CIE on for INTX
[ 2/15] ungate     ok      0.00 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      ok      1.02 ms   ADSPCS 0x0f010e0e -> 0x0f010f0f
[ 6/15] purge      ok      0.00 ms   IPC request 0x81004000, channel 0
[ 7/15] run        ok      0.01 ms   ADSPCS 0x0f010f0f -> 0x0f010e0e
[ 8/15] wait-ack   ok      0.51 ms   IPC acknowledge 0x80000000, cleared
[ 9/15] wait-rom   ok      1.50 ms   ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[10/15] transfer   ok      17.05 ms  64 KiB in 17.04 ms, ROM status 0x00000005: FW_ENTERED
10 stages in 22.67 ms
barsh> upd COMMAND DisINTx=1
config.COMMAND 0x0006 -> (0x0400 & 0x0400) -> 0x0406  DisINTx 0->1
barsh> dsp wait-ready
error: FW_READY is in the doorbell, but its interrupt never came: INTX enabled, 0 counted in 2 s; ADSPIS.IPC 1, PPCTL.PIE 1, INTSTS.GIS 1, INTCTL.GIE 1, COMMAND.DisINTx 1
hint: INTx is switched off in the COMMAND register: upd config.COMMAND DisINTx=0
barsh> upd COMMAND DisINTx=0
config.COMMAND 0x0406 -> (0x0000 & 0x0400) -> 0x0006  DisINTx 1->0
barsh> irq disable INTX
barsh> irq enable MSI
MSI: 1 vector enabled
barsh> # the hints are commands that work
barsh> boot reset
[1/5] cores      ok      1.54 ms   stall, reset and power down the cores: core 0 takes and gives power
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
MSI: 3
barsh> sim log
     6.217 s  MSI lost: bus master is off (COMMAND.BusMaster = 0)
barsh> # a second boot interrupts before the transfer, which is what bus mastering is otherwise on for
barsh> sim log -clear
     6.217 s  MSI lost: bus master is off (COMMAND.BusMaster = 0)
barsh> upd COMMAND BusMaster=0
config.COMMAND 0x0006 -> (0x0000 & 0x0004) -> 0x0002  BusMaster 1->0
barsh> boot run
[ 1/15] probe      ok      2.53 ms   TGL-LP, cAVS 2.5; PP 0x800 SPIB 0x700, 7+9 streams, GPROCEN on; PIE, GIE, CIE and bus mastering on for MSI
[ 2/15] ungate     ok      0.01 ms   CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1
[ 3/15] iccmax     ok      0.01 ms   stream 0 runs, LTRP 0x00 -> 0x5f
[ 4/15] stream     ok      0.02 ms   stream 7 tag 1, 64 KiB in dma.dsp-image, SPIB 0x10000
[ 5/15] power      ok      1.02 ms   ADSPCS 0x0f010e0e -> 0x0f010f0f
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
15 stages in 24.57 ms, booted
MSI: 6
barsh> sim log
no complaints
