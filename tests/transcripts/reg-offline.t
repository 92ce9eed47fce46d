barsh> # without a device: values from other people's logs
barsh> reg show ROMSTS
error: no register is called 'ROMSTS'
hint: no registers are known here: reg open FILE defines some
barsh> reg open cavs18
2435 registers in 20 blocks are known now
barsh> reg decode ROMSTS 0x06000021
bar4+0x080000  ROMSTS        0x06000021   ROM status, then firmware status
  [31]    HALTED  0         not running
  [30:28] MODULE  0x0       ROM
  [27:24] WAIT    0x6       CSE_CSR
  [23:0]  STATE   0x000021  CSE_IPC_RESET_PHASE_1
barsh> reg decode ADSPCS 0x01010302
bar4+0x000004  ADSPCS        0x01010302   core power/reset control
  [31:24] CPA     0x01  cores powered: 0
  [23:16] SPA     0x01  power requested: 0
  [15:8]  CSTALL  0x03  cores stalled: 0 1
  [7:0]   CRST    0x02  cores in reset: 1
barsh> reg decode HIPCTDR 0x80000012
bar4+0x0000c0  HIPCTDR       0x80000012   from the DSP: message
  [31]    BUSY    1           a message is there; clear it, then acknowledge in HIPCTDA
  [30:0]  MSG     0x00000012  message
barsh> reg open ace1
2451 registers in 24 blocks are known now
barsh> reg decode ROM.ROMSTS 0x55000001
bar4+0x163200  ROMSTS        0x55000001   ROM status
  [31]    HALTED  0         not running
  [30:28] MODULE  0x5       ROM_EXT
  [27:24] WAIT    0x5       DMA_BUFFER_FULL
  [23:0]  STATE   0x000001  INIT_DONE
barsh> reg open hda
2664 registers in 26 blocks are known now
barsh> reg decode GCAP 0x9701
bar0+0x000000  GCAP          0x9701   global capabilities
  [15:12] OSS     0x9   playback streams
  [11:8]  ISS     0x7   capture streams
  [7:3]   BSS     0x00  bidirectional streams
  [2:1]   NSDO    0x0   ONE
  [0]     64OK    1     64-bit addresses
barsh> reg decode SD7.CTL 0x2014001e
bar0+0x000160  SD7.CTL       0x2014001e   stream control and status
  [29]    FIFORDY  1    FIFO is ready
  [28]    DESE     0    descriptor error
  [27]    FIFOE    0    FIFO error
  [26]    BCIS     0    buffer completed
  [23:20] STRM     0x1  stream tag, 0: unused
  [19]    DIR      0    INPUT
  [18]    TP       1    traffic priority
  [17:16] STRIPE   0x0  ONE
  [4]     DEIE     1    interrupt on a descriptor error
  [3]     FEIE     1    interrupt on a FIFO error
  [2]     IOCE     1    interrupt on completion
  [1]     RUN      1    DMA runs
  [0]     SRST     0    stream is in reset
barsh> reg decode SD7.FMT 0x4011
bar0+0x000172  SD7.FMT       0x4011   stream format
  [15]    TYPE    0    not PCM
  [14]    BASE    1    44.1_KHZ
  [13:11] MULT    0x0  X1
  [10:8]  DIV     0x0  D1
  [6:4]   BITS    0x1  16_BIT
  [3:0]   CHAN    0x1  channels less one
barsh> reg show SD7.STS
bar0+0x000163  bar0.SD7.STS  8 bits, w1c, element 7 of 16
  HD-Audio stream descriptor: stream status, the top byte of CTL
  [5]     FIFORDY    ro    FIFO is ready
  [4]     DESE       w1c   descriptor error
  [3]     FIFOE      w1c   FIFO error
  [2]     BCIS       w1c   buffer completed
barsh> reg show PPCTL -ruler
bar0+0x000804  bar0.PP.PPCTL  32 bits, rw
  processing pipe capability, the way to the DSP: processing pipe control
31   27   23   19   15   11   7    3
.... .... .... .... .... .... .... ....
|||-----------------------------------|
||PROCEN
|GPROCEN
PIE
barsh> # a device has its own
barsh> attach sim:edu
d0  sim edu  1234:11e8 class 00ff00
    simulated: QEMU's educational device: factorial, interrupts, DMA; bus master is off, as after an open through vfio
barsh> reg show ADSPCS
error: no register is called 'ADSPCS'
hint: reg list shows the names, reg find TEXT searches the descriptions
barsh> reg decode EDU.STATUS 0x1
bar0+0x000020  STATUS        0x00000001   state of the factorial unit
  [7]     IRQ     0  interrupt when the factorial is done
  [0]     BUSY    1  computing
