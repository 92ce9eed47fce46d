# args: sim:tgl
# setup: mkfw fw.ri
barsh> boot mutate -list
skip-ungate        stage ungate is left out: see that the DSP has clock and power while it boots
skip-iccmax        stage iccmax is left out: run an idle capture stream: the supply's current is steady then
skip-power         stage power is left out: power up the cores
skip-purge         stage purge is left out: ask the ROM to load a new image through this stream
skip-run           stage run is left out: take core 0 out of reset and let it run
skip-wait-ack      stage wait-ack is left out: wait until the ROM took the request
skip-wait-rom      stage wait-rom is left out: wait until the ROM is ready for the image
skip-transfer      stage transfer is left out: send the image, wait until the firmware runs
skip-cleanup       stage cleanup is left out: release the stream and its DMA memory
skip-iccmax-end    stage iccmax-end is left out: stop the idle capture stream
skip-gate          stage gate is left out: clock and power gating as usual again
misc-gating        CGCTL.MISCBDCGE stays on while the controller is reset
crst               the controller is not reset: GCTL.CRST stays 1
crst-leave         the controller stays in reset: GCTL.CRST stays 0
gprocen            PPCTL.GPROCEN stays 0
pie                PPCTL.PIE stays 0
gie                INTCTL.GIE stays 0
cie                INTCTL.CIE stays 0
adspdcge           CGCTL.ADSPDCGE stays 1: the DSP's clock is gated
l1sen              EM2.L1SEN stays 1: the link may go to L1
adsppgd            PGCTL.ADSPPGD stays 0: the DSP's power is gated
procen             PPCTL.PROCEN of the stream stays 0
srst               the stream is not reset: SDCTL.SRST stays 0
sd-tag             the stream has no tag: SDCTL[23:20] stays 0
sd-tag-other       the stream has the tag of another: SDCTL[23:20] is 2
cbl                the buffer has no length: SDCBL stays 0
cbl-half           the buffer is half as long: SDCBL
fmt                no format: SDFMT stays 0
lvi                a list of one entry: SDLVI stays 0
bdpl               no list: SDBDPL stays 0
spib-enable        SPBFCCTL of the stream stays 0
spib               SPIB stays 0
spib-half          SPIB is half of the image
bdl-length         the list's first buffer is half as long
bdl-align          the list's first buffer is not aligned to 128 bytes
bdl-unmapped       the list's second buffer is where no memory is mapped
bdl-ioc            no entry of the list interrupts
image-magic        the image's first byte is another
image-signature    one bit of the image's signature is another
image-byte         one bit in the middle of the image is another
image-short        the image's last 4096 bytes are missing
purge-bit          the ROM request does not ask for a new image (bit 14)
request-channel    the ROM request names the next DMA channel (bits 13:9)
request-type       the ROM request has no type (bits 28:24)
request-busy       the ROM request rings no doorbell (bit 31)
core-reset         core 0 stays in reset: ADSPCS.CRST stays 1
core-stall         core 0 stays stalled: ADSPCS.CSTALL stays 1
unstall-first      core 0 is unstalled before it leaves reset, not after
unstall-together   core 0 is unstalled with the write that ends its reset
ack-clear          the ROM's acknowledge is not cleared
ipc-ctl            the IPC interrupts are not enabled: HIPCCTL stays 0
adspic             ADSPIC.IPC stays 0
bus-master         COMMAND.BusMaster stays 0
stream-run         SDCTL.RUN stays 0
stream-interrupts  SDCTL's interrupt enables stay 0
55 mutations: each one a boot, a recovery and a control boot, together 3 min at most
barsh> # nothing of that touched the device: the controller is still in reset
barsh> rd bar0+8
0x00000000
barsh> boot mutate -only procen -list -deadline 1s extra words
error: boot mutate: 'words' is one word too many
hint: usage: boot mutate ?FILE? ?-list? ?-only NAMES? ?-deadline T?
barsh> boot mutate -list -only prcen
error: no mutation 'prcen' here
hint: did you mean procen?
barsh> boot mutate -list -only { }
error: -only names no mutation
barsh> boot mutate ./missing.ri
error: cannot open ./missing.ri: No such file or directory
hint: is the path right? it counts from the folder barsh runs in
barsh> boot mutate fw.ri
55 mutations of recipe cavs25: each one a boot, a recovery and a control boot, together 3 min at most
the unaltered boot takes 24.71 ms; Ctrl-C stops and recovers the DSP
[ 1/55] skip-ungate       boots             24.70 ms control ok
[ 2/55] skip-iccmax       boots             24.70 ms control ok
[ 3/55] skip-power        fails  run        2.60 ms  control ok  ADSPCS 0x00000e0e: cores 0x1 do not run: CPA 0x0, CRST 0x0, CSTALL 0x0
[ 4/55] skip-purge        fails  wait-ack   503 ms   control ok  IPC acknowledge 0x00000000: DONE is 0, not 1 (1098 reads in 500.1 ms); ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[ 5/55] skip-run          fails  wait-ack   503 ms   control ok  IPC acknowledge 0x00000000: DONE is 0, not 1 (1098 reads in 500.1 ms); ROM status 0x00000000: INIT
[ 6/55] skip-wait-ack     fails  alive      24.20 ms control ok  mailbox at bar4+0xa0000: size 0x8 is not 12..384
[ 7/55] skip-wait-rom     boots             24.71 ms control ok
[ 8/55] skip-transfer     fails  wait-ready 2005 ms  control ok  FW_READY: DSP doorbell 0x00000000: BUSY is 0, not 1 (4391 reads in 2 s); ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[ 9/55] skip-cleanup      boots             24.70 ms control ok
[10/55] skip-iccmax-end   boots             24.70 ms control ok
[11/55] skip-gate         boots             24.70 ms control ok
[12/55] misc-gating       boots             24.71 ms control ok
[13/55] crst              boots             23.70 ms control ok
[14/55] crst-leave        fails  stream     1.86 ms  control ok after controller  stream 7 CTL 0x00040000: SRST does not become 1 (300 reads)
[15/55] gprocen           fails  power      2.61 ms  control ok  power up: ADSPCS reads all ones
[16/55] pie               unused            24.71 ms control ok  this boot does not make the step
[17/55] gie               unused            24.71 ms control ok  this boot does not make the step
[18/55] cie               unused            24.71 ms control ok  this boot does not make the step
[19/55] adspdcge          boots             24.71 ms control ok
[20/55] l1sen             boots             24.71 ms control ok
[21/55] adsppgd           boots             24.71 ms control ok
[22/55] procen            fails  transfer   3006 ms  control ok  ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL (6585 reads in 3 s); DMA at 51788 of 65536 bytes
[23/55] srst              boots             24.71 ms control ok
[24/55] sd-tag            fails  transfer   3006 ms  control ok  ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL (6585 reads in 3 s); DMA at 0 of 65536 bytes
[25/55] sd-tag-other      fails  transfer   3006 ms  control ok  ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL (6585 reads in 3 s); DMA at 0 of 65536 bytes
[26/55] cbl               fails  transfer   110 ms   control ok  ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL (231 reads in 105.3 ms); DMA at 0 of 65536 bytes, SDSTS.DESE: descriptor error
[27/55] cbl-half          fails  transfer   110 ms   control ok  ROM status 0x00000012: CSE_VALIDATE_IMAGE_REQUEST; error word 0x2c: signature verification failed (231 reads in 105.3 ms); DMA at 32768 of 65536 bytes
[28/55] fmt               boots             24.71 ms control ok
[29/55] lvi               fails  transfer   110 ms   control ok  ROM status 0x00000012: CSE_VALIDATE_IMAGE_REQUEST; error word 0x2c: signature verification failed (231 reads in 105.3 ms); DMA at 65536 of 65536 bytes
[30/55] bdpl              fails  transfer   110 ms   control ok  ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL (231 reads in 105.3 ms); DMA at 0 of 65536 bytes, SDSTS.DESE: descriptor error
[31/55] spib-enable       fails  transfer   3006 ms  control ok  ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL (6585 reads in 3 s); DMA at 62352 of 65536 bytes
[32/55] spib              fails  transfer   3006 ms  control ok  ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL (6585 reads in 3 s); DMA at 0 of 65536 bytes
[33/55] spib-half         fails  transfer   3006 ms  control ok  ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL (6585 reads in 3 s); DMA at 32768 of 65536 bytes
[34/55] bdl-length        fails  transfer   110 ms   control ok  ROM status 0x00000012: CSE_VALIDATE_IMAGE_REQUEST; error word 0x2c: signature verification failed (231 reads in 105.3 ms); DMA at 65536 of 65536 bytes
[35/55] bdl-align         fails  transfer   110 ms   control ok  ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL (231 reads in 105.3 ms); DMA at 0 of 65536 bytes, SDSTS.DESE: descriptor error
[36/55] bdl-unmapped      fails  transfer   110 ms   control ok  ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL (231 reads in 105.3 ms); DMA at 32768 of 65536 bytes, SDSTS.DESE: descriptor error
[37/55] bdl-ioc           boots             24.71 ms control ok
[38/55] image-magic       fails  transfer   110 ms   control ok  ROM status 0x00000012: CSE_VALIDATE_IMAGE_REQUEST; error word 0x2b: base firmware not found (231 reads in 105.3 ms); DMA at 65536 of 65536 bytes
[39/55] image-signature   boots             24.71 ms control ok
[40/55] image-byte        fails  transfer   110 ms   control ok  ROM status 0x00000012: CSE_VALIDATE_IMAGE_REQUEST; error word 0x2c: signature verification failed (231 reads in 105.3 ms); DMA at 65536 of 65536 bytes
[41/55] image-short       fails  transfer   3006 ms  control ok  ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL (6585 reads in 3 s); DMA at 61440 of 61440 bytes
[42/55] purge-bit         fails  wait-rom   304 ms   control ok  ROM status 0x00000005: FW_ENTERED (659 reads in 300.2 ms)
[43/55] request-channel   fails  transfer   3006 ms  control ok  ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL (6585 reads in 3 s); DMA at 0 of 65536 bytes
[44/55] request-type      fails  wait-ack   503 ms   control ok  IPC acknowledge 0x00000000: DONE is 0, not 1 (1098 reads in 500.1 ms); ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[45/55] request-busy      fails  wait-ack   503 ms   control ok  IPC acknowledge 0x00000000: DONE is 0, not 1 (1098 reads in 500.1 ms); ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[46/55] core-reset        fails  wait-ack   503 ms   control ok  IPC acknowledge 0x00000000: DONE is 0, not 1 (1098 reads in 500.1 ms); ROM status 0x00000000: INIT
[47/55] core-stall        fails  wait-ack   503 ms   control ok  IPC acknowledge 0x00000000: DONE is 0, not 1 (1098 reads in 500.1 ms); ROM status 0x00000000: INIT
[48/55] unstall-first     boots             24.71 ms control ok
[49/55] unstall-together  boots             24.71 ms control ok
[50/55] ack-clear         fails  alive      24.20 ms control ok  mailbox at bar4+0xa0000: size 0x8 is not 12..384
[51/55] ipc-ctl           boots             24.71 ms control ok
[52/55] adspic            boots             24.71 ms control ok
[53/55] bus-master        fails  transfer   110 ms   control ok  ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL (231 reads in 105.3 ms); DMA at 0 of 65536 bytes, SDSTS.DESE: descriptor error
[54/55] stream-run        fails  transfer   3006 ms  control ok  ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL (6585 reads in 3 s); DMA at 0 of 65536 bytes
[55/55] stream-interrupts boots             24.71 ms control ok
55 mutations: 32 fail, 20 boot anyway, 3 not part of this boot; every control boot passed (111 boots in 35.7 s)
barsh> # the device is left booted; nothing of a mutation stays behind
barsh> ipc version
SOF 2.2.0 tag 57864, ABI 3.22.1
barsh> rd GCTL
bar0+0x000008  GCTL          0x00000001   global control
  [8]     UNSOL   0  accept unsolicited responses
  [1]     FCNTRL  0  flush: reads 1 until the flush is done
  [0]     CRST    1  RUNNING
barsh> # the value for scripts
barsh> set rows [boot mutate -only {procen skip-gate}]
2 mutations of recipe cavs25: each one a boot, a recovery and a control boot, together 7 s at most
the unaltered boot takes 24.71 ms; Ctrl-C stops and recovers the DSP
[1/2] skip-gate         boots             24.70 ms control ok
[2/2] procen            fails  transfer   3006 ms  control ok  ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL (6585 reads in 3 s); DMA at 51788 of 65536 bytes
barsh> foreach row $rows { puts "[dict get $row name] [dict get $row result] '[dict get $row stage]' [dict get $row control]" }
skip-gate boots '' 1
procen fails 'transfer' 1
barsh> # with an interrupt to wait for, its switches count
barsh> irq enable MSI
MSI: 1 vector enabled
barsh> boot mutate -only {pie gie cie ipc-ctl adspic bus-master}
6 mutations of recipe cavs25: each one a boot, a recovery and a control boot, together 20 s at most
the unaltered boot takes 24.07 ms; Ctrl-C stops and recovers the DSP
[1/6] pie               fails  wait-ready 2022 ms  control ok  FW_READY is in the doorbell, but its interrupt never came: MSI enabled, 0 counted in 2 s; ADSPIS.IPC 1, PPCTL.PIE 0, INTSTS.GIS 0, INTCTL.GIE 1, COMMAND.BusMaster 1
[2/6] gie               fails  wait-ready 2022 ms  control ok  FW_READY is in the doorbell, but its interrupt never came: MSI enabled, 0 counted in 2 s; ADSPIS.IPC 1, PPCTL.PIE 1, INTSTS.GIS 1, INTCTL.GIE 0, COMMAND.BusMaster 1
[3/6] cie               boots             24.07 ms control ok
[4/6] ipc-ctl           fails  wait-ready 2022 ms  control ok  FW_READY is in the doorbell, but its interrupt never came: MSI enabled, 0 counted in 2 s; ADSPIS.IPC 0, PPCTL.PIE 1, INTSTS.GIS 0, INTCTL.GIE 1, COMMAND.BusMaster 1
[5/6] adspic            fails  wait-ready 2022 ms  control ok  FW_READY is in the doorbell, but its interrupt never came: MSI enabled, 0 counted in 2 s; ADSPIS.IPC 1, PPCTL.PIE 1, INTSTS.GIS 0, INTCTL.GIE 1, COMMAND.BusMaster 1
[6/6] bus-master        fails  transfer   110 ms   control ok  ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL (231 reads in 105.3 ms); DMA at 0 of 65536 bytes, SDSTS.DESE: descriptor error
6 mutations: 5 fail, 1 boot anyway; every control boot passed (13 boots in 8412 ms)
barsh> irq disable MSI
barsh> # a model that asks for less shows another table, and a device that does not boot says so first
barsh> sim fault lenient on
barsh> boot mutate -only {procen sd-tag spib* request-channel skip-purge}
7 mutations of recipe cavs25: each one a boot, a recovery and a control boot, together 23 s at most
the unaltered boot takes 24.71 ms; Ctrl-C stops and recovers the DSP
[1/7] skip-purge        fails  wait-ack   503 ms   control ok  IPC acknowledge 0x00000000: DONE is 0, not 1 (1098 reads in 500.1 ms); ROM status 0x05000001: INIT_DONE, waiting for DMA_BUFFER_FULL
[2/7] procen            boots             24.71 ms control ok
[3/7] sd-tag            boots             24.71 ms control ok
[4/7] spib-enable       boots             24.71 ms control ok
[5/7] spib              boots             24.71 ms control ok
[6/7] spib-half         boots             24.71 ms control ok
[7/7] request-channel   boots             24.71 ms control ok
7 mutations: 1 fail, 6 boot anyway; every control boot passed (15 boots in 872 ms)
barsh> sim fault lenient off
barsh> sim fault no-fw-ready on
barsh> boot mutate -only procen
1 mutation of recipe cavs25: each one a boot, a recovery and a control boot, together 4 s at most
error: the unaltered boot fails: stage wait-ready: FW_READY: DSP doorbell 0x00000000: BUSY is 0, not 1 (4391 reads in 2 s); ROM status 0x00000005: FW_ENTERED
hint: get 'boot run' to work first
barsh> sim fault no-fw-ready off
barsh> # a recipe of one's own: each of its stages, too; one that takes too long is cut between stages
barsh> boot recipe mine
barsh> boot stage probe {dsp probe}
barsh> boot stage look {rd bar0+8}
barsh> boot stage wait {sim clock 20ms}
barsh> boot stage late {rd bar0+8}
barsh> boot mutate -only skip-* -deadline 10ms
3 mutations of recipe mine: each one a boot, a recovery and a control boot, together 10 s at most
the unaltered boot takes 22.52 ms; Ctrl-C stops and recovers the DSP
[1/3] skip-look         too-long            22.52 ms control ok
[2/3] skip-wait         boots             2.52 ms  control ok
[3/3] skip-late         too-long            22.52 ms control ok
3 mutations: 0 fail, 1 boot anyway, 2 too long; every control boot passed (7 boots in 145 ms)
barsh> # one that does not come back: nothing more is tried
barsh> boot recipe wedge
barsh> boot stage probe {dsp probe}
barsh> boot stage unwedge {set wedge 0}
barsh> boot stage look {if {$wedge} {sim fault gproc-dead on; error "it is wedged"}; set wedge 1}
barsh> set wedge 0
barsh> boot mutate -only skip-*
2 mutations of recipe wedge: each one a boot, a recovery and a control boot, together 7 s at most
the unaltered boot takes 2.52 ms; Ctrl-C stops and recovers the DSP
[1/2] skip-unwedge      fails  look       2.52 ms  control FAILED  it is wedged
look:1: error: the DSP did not recover from skip-unwedge: control boot: core reset: ADSPCS reads all ones
hint: nothing more is tried; boot reset, or power the machine off, then leave skip-unwedge out
barsh> sim fault gproc-dead off
barsh> # while a boot runs there is no other
barsh> boot recipe nested
barsh> boot stage inner {boot mutate}
barsh> boot run
[1/1] inner      FAILED  0.00 ms   a boot is running: its stages cannot change it
inner:1: error: stage inner: a boot is running: its stages cannot change it
barsh> # a stage that goes away with the device
barsh> attach sim:tgl -as other
other  sim tgl  8086:a0c8 class 040100
    simulated: Tiger Lake audio DSP (8086:a0c8, cAVS 2.5); bus master is off, as after an open through vfio
barsh> boot recipe leave
barsh> boot stage probe {dsp probe}
barsh> boot stage leave {if {[incr times] == 2} {detach}}
barsh> boot mutate fw.ri -only gprocen
1 mutation of recipe leave: each one a boot, a recovery and a control boot, together 4 s at most
the unaltered boot takes 2.52 ms; Ctrl-C stops and recovers the DSP
error: gprocen: a stage's script left the device
barsh> rd GCTL
bar0+0x000008  GCTL          0x00000001   global control
  [8]     UNSOL   0  accept unsolicited responses
  [1]     FCNTRL  0  flush: reads 1 until the flush is done
  [0]     CRST    1  RUNNING
