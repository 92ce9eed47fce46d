# args: sim:edu
barsh> # the files that suit the device are read at the first look-up
barsh> reg list EDU.*
bar0+0x000000    ID           32 ro    identification
bar0+0x000004    LIVENESS     32 rw    reads back the inverse of what was written
bar0+0x000008    FACTORIAL    32 rw    write N, read N! when STATUS.BUSY is 0
bar0+0x000020    STATUS       32 rw    state of the factorial unit
bar0+0x000024    IRQ_STATUS   32 ro    causes of the interrupt
bar0+0x000060    IRQ_RAISE    32 wo    raise an interrupt: the value is added to IRQ_STATUS
bar0+0x000064    IRQ_ACK      32 wo    clear these bits of IRQ_STATUS
bar0+0x000080    DMA_SRC      64 rw    source of the transfer; its own memory is at 0x40000
bar0+0x000088    DMA_DST      64 rw    destination of the transfer
bar0+0x000090    DMA_COUNT    64 rw    bytes to transfer, at most 4096
bar0+0x000098    DMA_CMD      64 rw    DMA command
barsh> reg list *DMA_*
bar0+0x000080    DMA_SRC      64 rw    source of the transfer; its own memory is at 0x40000
bar0+0x000088    DMA_DST      64 rw    destination of the transfer
bar0+0x000090    DMA_COUNT    64 rw    bytes to transfer, at most 4096
bar0+0x000098    DMA_CMD      64 rw    DMA command
barsh> reg show edu.status
bar0+0x000020  bar0.EDU.STATUS  32 bits, rw
  QEMU educational device: state of the factorial unit
  [7]     IRQ        rw    interrupt when the factorial is done
  [0]     BUSY       ro    computing
barsh> reg show DMA_CMD.DIR
bar0+0x000098  bar0.EDU.DMA_CMD  64 bits, rw
  QEMU educational device: DMA command
  [1]     DIR        rw    direction
            0 RAM_TO_EDU
            1 EDU_TO_RAM
barsh> reg show COMMAND -ruler
config+0x000004  config.PCI.COMMAND  16 bits, rw
  PCI header: command
15   11   7    3
.... .... .... ....
      ||| |||| ||||
      ||| |||| |||IO
      ||| |||| ||Mem
      ||| |||| |BusMaster
      ||| |||| SpecCycle
      ||| |||MemWINV
      ||| ||VGASnoop
      ||| |ParErr
      ||| Stepping
      ||SERR
      |FastB2B
      DisINTx
barsh> reg fields STATUS
  [7]     IRQ        rw    interrupt when the factorial is done
  [0]     BUSY       ro    computing
barsh> reg find factorial
FACTORIAL                 write N, read N! when STATUS.BUSY is 0
STATUS                    state of the factorial unit
STATUS.IRQ                interrupt when the factorial is done
IRQ_STATUS.FACTORIAL      a factorial is done
barsh> # several are called STATUS: the device's own is meant, not config space's
barsh> reg decode STATUS 0x81
bar0+0x000020  STATUS        0x00000081   state of the factorial unit
  [7]     IRQ     1  interrupt when the factorial is done
  [0]     BUSY    1  computing
barsh> reg decode config.STATUS 0x0290
config+0x000006  STATUS        0x0290   status
  [15]    PERR      0    parity error detected
  [14]    SERR      0    system error signalled
  [13]    RMAbort   0    received master abort
  [12]    RTAbort   0    received target abort
  [11]    STAbort   0    signalled target abort
  [10:9]  DEVSEL    0x1  medium
  [8]     ParErr    0    master saw a data parity error
  [7]     FastB2B   1    fast back-to-back capable
  [6]     UDF       0    user definable features
  [5]     66MHz     0    66 MHz capable
  [4]     Cap       1    has a capability list
  [3]     INTx      0    INTx is pending
  [0]     ImmReady  0    ready at once after a reset
barsh> reg decode config.STATUS.DEVSEL 0x0290
config+0x000006  STATUS        0x0290   status
  [10:9]  DEVSEL  0x1  medium
barsh> reg decode STATUS 0x81 -ruler
31   27   23   19   15   11   7    3
0000 0000 0000 0000 0000 0000 1000 0001
                              |       |
                              IRQ     BUSY
barsh> # results are values
barsh> set dir [reg decode DMA_CMD.DIR 0x7]
barsh> show set dir
0x1
barsh> set facts [reg show ID]
barsh> foreach key {name block region offset width access reset} {
  ...>     puts "$key: [dict get $facts $key]"
  ...> }
name: ID
block: EDU
region: bar0
offset: 0x00000000
width: 32
access: ro
reset: 0x010000ed
barsh> puts [reg fields IRQ_STATUS]
DMA FACTORIAL
barsh> puts [reg list DMA_???]
DMA_SRC DMA_DST DMA_CMD
