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
barsh> sim fault
core-no-power    off  CPA never follows SPA: cores stay off
rom-stuck-cse    off  the security engine never answers the ROM (0x06000021)
rom-no-ack       off  the ROM never takes the request
bad-signature    off  the ROM refuses every image (error 44)
dma-stall        off  the code loader's DMA moves no byte
no-fw-ready      off  firmware starts and never says FW_READY
ipc-no-reply     off  firmware takes no message
lost-interrupt   off  interrupts are raised, none arrives
all-ones         off  every BAR reads all ones, writes are lost
gproc-dead       off  PPCTL.GPROCEN does not open BAR4
wedged           off  ADSPCS takes no write until a function reset
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
barsh> attach sim:edo
error: there is no simulated device 'edo'
hint: did you mean sim:edu?
barsh> attach sim:
error: sim: needs the name of a simulated device
hint: 'sim list' shows them all: sim:edu, sim:apl, ...
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
