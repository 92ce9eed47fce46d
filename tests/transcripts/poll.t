barsh> # time is the model's own: a poll takes as long as the device, and no test waits
barsh> attach sim:edu
d0  sim edu  1234:11e8 class 00ff00
    simulated: QEMU's educational device: factorial, interrupts, DMA; bus master is off, as after an open through vfio
barsh> poll bar0+0 0xff 0xed
poll bar0+0x000000 0x000000ff 0x000000ed: ok, 1 us, 1 read, last 0x010000ed
barsh> wr bar0+8 5
bar0+0x000008  := 0x00000005
barsh> poll bar0+0x20 0x1 0 -timeout 10ms
poll bar0+0x000020 0x00000001 0x00000000: ok, 1.011 ms, 11 reads, last 0x00000000
barsh> rd bar0+8
0x00000078
barsh> poll bar0+0x24 0x1 0x1 -timeout 2ms -every 500us
error: poll: bar0+0x24 & 0x1 did not become 0x1: 2.005 ms, 5 reads, last 0x00000000
barsh> poll bar0+0x24 0x1 0x1 -timeout 0s
error: poll: bar0+0x24 & 0x1 did not become 0x1: 1 us, 1 read, last 0x00000000
barsh> # memory decoding off: the reason, at once, instead of a deadline
barsh> upd.16 config+4 2 0
config+0x000004 0x0002 -> (0x0000 & 0x0002) -> 0x0000
barsh> poll bar0+0 0xff 0xed -timeout 1s
error: poll: bar0+0x0 reads all ones: memory decoding is off (COMMAND.MEM = 0); upd config.COMMAND MEM=1 switches it on
barsh> rd bar0+0
0xffffffff
  all ones: memory decoding is off (COMMAND.MEM = 0); upd config.COMMAND MEM=1 switches it on
barsh> # until it is another value; all ones of a device that does not answer are none
barsh> poll bar0+0 0xff 0 -not -timeout 1ms
error: poll: bar0+0x0 reads all ones: memory decoding is off (COMMAND.MEM = 0); upd config.COMMAND MEM=1 switches it on
barsh> upd COMMAND MEM=1
config.COMMAND 0x0000 -> (0x0002 & 0x0002) -> 0x0002  Mem 0->1
barsh> poll bar0+0 0xff 0 -not -timeout 1ms
poll bar0+0x000000 0x000000ff not 0x00000000: ok, 1 us, 1 read, last 0x010000ed
barsh> poll EDU.STATUS BUSY=0 -not -timeout 1ms
error: poll STATUS: bar0+0x20 & 0x1 stayed 0x0: 1.011 ms, 11 reads, last 0x00000000
barsh> wr EDU.FACTORIAL 5
bar0.FACTORIAL := 0x00000005
barsh> poll EDU.STATUS.BUSY 0 -not -timeout 1ms
poll STATUS.BUSY 0x00000001 not 0x00000000: ok, 1 us, 1 read, last 0x00000001
