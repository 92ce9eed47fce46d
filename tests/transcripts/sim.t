# args: sim:tgl
# setup: truncate -s 4096 here.bin
barsh> # what hardware would not tell
barsh> sim log
no complaints
barsh> wr bar4+4 0
bar4+0x000004  := 0x00000000
barsh> wr bar4+4 0
bar4+0x000004  := 0x00000000
barsh> sim log -clear
        1 us  bar4+0x4: written while PPCTL.GPROCEN is 0, lost (2 times)
barsh> sim log
no complaints
barsh> # time passes only when asked, and 1 us with each access
barsh> sim clock
2 us
barsh> wr bar0+0x08 1
bar0+0x000008  := 0x00000001
barsh> rd bar0+0x08
0x00000000
barsh> sim clock 100us
104 us
barsh> rd bar0+0x08
0x00000001
barsh> sim clock 5
error: sim clock: TIME: '5' is not a time
hint: say the unit: 5us, 5ms or 5s
barsh> # a fault shows from the next access on, and goes
barsh> sim list
sim:edu    QEMU's educational device: factorial, interrupts, DMA
sim:skl    Skylake LP audio DSP (8086:9d70, cAVS 1.5)
sim:kbl    Kaby Lake LP audio DSP (8086:9d71, cAVS 1.5)
sim:apl    Apollo Lake audio DSP (8086:5a98, cAVS 1.5+)
sim:glk    Gemini Lake audio DSP (8086:3198, cAVS 1.5+)
sim:cnl    Cannon Lake LP audio DSP (8086:9dc8, cAVS 1.8)
sim:cfl    Coffee Lake audio DSP (8086:a348, cAVS 1.8)
sim:cml    Comet Lake LP audio DSP (8086:02c8, cAVS 1.8)
sim:icl    Ice Lake LP audio DSP (8086:34c8, cAVS 2.0)
sim:jsl    Jasper Lake audio DSP (8086:4dc8, cAVS 2.0)
sim:tgl    Tiger Lake audio DSP (8086:a0c8, cAVS 2.5)
sim:tglh   Tiger Lake H audio DSP (8086:43c8, cAVS 2.5)
sim:ehl    Elkhart Lake audio DSP (8086:4b55, cAVS 2.5)
sim:adl    Alder Lake P audio DSP (8086:51c8, cAVS 2.5)
sim:adls   Alder Lake S audio DSP (8086:7ad0, cAVS 2.5)
sim:adln   Alder Lake N audio DSP (8086:54c8, cAVS 2.5)
sim:rpl    Raptor Lake P audio DSP (8086:51ca, cAVS 2.5)
sim:rpls   Raptor Lake S audio DSP (8086:7a50, cAVS 2.5)
sim:mtl    Meteor Lake audio DSP (8086:7e28, ACE 1)
sim:arl    Arrow Lake audio DSP (8086:7728, ACE 1)
sim:lnl    Lunar Lake audio DSP (8086:a828, ACE 2)
sim:ptl    Panther Lake audio DSP (8086:e428, ACE 3)
barsh> sim fault
power:
  core-no-power       off  CPA never follows SPA: cores stay off
  power-bounce        off  core 0 loses its power for a moment after it came
  power-lost          off  core 0 loses its power for good 1 ms after it came
  power-stuck         off  core 0 keeps its power whatever is done, resets too
  d3                  off  the function falls into D3hot in the middle of the transfer
reset:
  crst-stuck-low      off  the controller does not leave its reset
  crst-stuck-high     off  the controller does not go into reset
  core-reset-stuck    off  ADSPCS.CRST of core 0 stays 1
  core-stall-stuck    off  ADSPCS.CSTALL of core 0 stays 1
  stream-reset-stuck  off  SDCTL.SRST stays 0: no stream can be reset
  wedged              off  ADSPCS (ACE: DSP2CXCTL) takes no write until a function reset
bus:
  all-ones            off  every BAR reads all ones, writes are lost
  all-ones-late       off  every BAR reads all ones from the middle of the transfer on
  unplugged           off  the device leaves the bus in the middle of the transfer
  gproc-dead          off  PPCTL.GPROCEN does not open BAR4
  caps-loop           off  the controller's capability list has no end
ROM:
  rom-dead            off  the ROM does not start
  imr-lost            off  memory (IMR) keeps no image: there is no warm boot
  rom-no-ack          off  the ROM never takes the request
  rom-stuck-init      off  the ROM stays in INIT
  rom-stuck-cse       off  the security engine never answers the ROM (CSE_IPC_RESET_PHASE_1)
  cse-imr             off  the security engine never gives memory (CSE_IMR_REQUEST)
  cse-down            off  the ROM's way to the security engine is down (CSE_IPC_DOWN)
  rom-halted          off  the ROM halts in INIT
error word:
  cse-error           off  the security engine reports an error (40)
  cse-response        off  the security engine answers something else (41)
  imr-small           off  the memory for the image is too small (42)
  fw-not-found        off  there is no base firmware in any image (43)
  bad-signature       off  the ROM refuses every image (44)
  ipc-fatal           off  a fatal IPC error at the ROM request (45)
  l2-cache            off  an L2 cache error as the firmware starts (46)
  load-offset         off  the image's load offset is too small (47)
  api-pointer         off  an invalid API pointer (50)
  fw-incompatible     off  the base firmware is incompatible (51)
  null-entry          off  the firmware has no entry point (0x4c4c4e55)
  unexpected-reset    off  the DSP resets itself as the firmware starts (0xdecaf000)
  unhandled-interrupt off  the firmware dies of an unhandled interrupt (0xbee00000)
  memory-hole         off  the firmware meets a hole in memory (0xecc00000)
  kernel-exception    off  the firmware dies of an exception (0xcafe0000)
  user-exception      off  a thread of the firmware dies of an exception (0xbeef0000)
DMA:
  dma-stall           off  the code loader's DMA moves no byte
  dma-halfway         off  the DMA stops in the middle
  dma-crawl           off  the DMA moves a byte in 100 us
  dma-underrun        off  the DMA runs empty in the middle (SDSTS.FIFOE)
  dma-descriptor      off  the DMA cannot read list or buffer in the middle (SDSTS.DESE)
  dma-corrupt         off  one bit of the image changes on the way
  lpib-frozen         off  the data goes, its position (SDLPIB) stays 0
interrupt:
  lost-interrupt      off  interrupts are raised, none arrives
  spurious-interrupt  off  an MSI without a cause every 5 ms
  interrupt-storm     off  an MSI without a cause every 20 us
firmware:
  no-fw-ready         off  firmware starts and never says FW_READY
  fw-ready-size       off  the FW_READY record has an impossible size
  fw-ready-abi        off  the FW_READY record tells ABI 9.0.0
  fw-ready-other      off  another message comes instead of FW_READY
  panic-start         off  firmware panics instead of saying FW_READY
  panic-late          off  firmware panics at the first message
  ipc-no-reply        off  firmware takes no message
  ipc-error           off  firmware answers every message with an error
model:
  lenient             off  no fault: a model that asks for less (tag, channel, PROCEN, SPIB)
slot:
  gone                off  the device has left the bus: all reads, of config space too, give all ones
  wanted              off  the kernel asks for the device back (REQ), as unbind does
barsh> rd bar0+0
0x01009701
barsh> sim fault all-ones on
barsh> rd bar0+0
0xffffffff
  all ones: config space shows nothing wrong; a block without power, clock or enable bit reads so
barsh> sim fault all-ones
on
barsh> sim fault all-ones off
barsh> rd bar0+0
0x01009701
barsh> sim fault all-one on
error: sim tgl has no fault 'all-one'
hint: did you mean all-ones?
barsh> sim fault all-ones maybe
error: sim fault: STATE: 'maybe' is not a choice
hint: one of on|off
barsh> # a fault of another generation would do nothing
barsh> sim fault domain-no-power on
error: domain-no-power is a fault of ACE, which sim tgl is not
hint: sim:mtl, sim:arl, sim:lnl, sim:ptl can have it
barsh> sim fault domain-no-power
error: domain-no-power is a fault of ACE, which sim tgl is not
hint: sim:mtl, sim:arl, sim:lnl, sim:ptl can have it
barsh> # later: so many accesses are as before
barsh> sim fault all-ones on -after 2
barsh> sim fault all-ones
after 2
barsh> rd bar0+0 3
bar0+0x000000  0x01009701 0x001d003c 0xffffffff
barsh> sim fault all-ones
on
barsh> sim fault all-ones off -after 2
error: sim fault: -after is for switching a fault on
barsh> sim fault all-ones -after 2
error: sim fault: -after needs on: sim fault all-ones on -after N
barsh> sim fault all-ones off
barsh> # who left the bus has lost all that was set in it
barsh> wr bar0+8 1
bar0+0x000008  := 0x00000001
barsh> sim fault gone on
barsh> wr bar0+8 1
bar0+0x000008  := 0x00000001
barsh> rd config+0
d0: reads give all ones, of config space too: the device is gone or its link is down
0xffffffff
barsh> reset
d0: reads give all ones, of config space too: the device is gone or its link is down
error: sim tgl does not answer after the flr reset: config space reads all ones
barsh> sim fault gone off
barsh> rd config+0
0xa0c88086
barsh> rd bar0+8
0xffffffff
  all ones: memory decoding is off (COMMAND.MEM = 0); upd config.COMMAND MEM=1 switches it on
barsh> upd COMMAND Mem=1
config.COMMAND 0x0000 -> (0x0002 & 0x0002) -> 0x0002  Mem 0->1
barsh> rd bar0+8
0x00000000
barsh> attach sim:edo
error: there is no simulated device 'edo'
hint: did you mean sim:edu?
barsh> attach sim:
error: sim: needs the name of a simulated device
hint: 'sim list' shows them all: sim:edu, sim:skl, ...
barsh> # these need a simulated device
barsh> attach file:here.bin -as file
file  file:here.bin
barsh> sim fault
error: file:here.bin is not a simulated device
hint: attach sim:tgl, or 'sim list' for the others
barsh> detach
barsh> detach
barsh> sim fault
error: no device is attached
hint: attach one first: attach 00:1f.3, or attach sim:tgl to try
