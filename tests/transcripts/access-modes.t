# args: -n
# setup: head -c 64 /dev/zero > r.bin
barsh> # dry run: reads happen, writes are shown
barsh> attach file:r.bin
d0  file:r.bin
barsh> wr bar0+0 0x12
dry run: bar0+0x0 = 0x00000012 not written
barsh> upd bar0+4 0xff 0x34
dry run: bar0+0x4 = 0x00000034 not written
bar0+0x000004  0x00000000 -> (0x00000034 & 0x000000ff) -> 0x00000034
barsh> fill bar0+8 8 1
dry run: bar0+0x8 = 0x00000001 not written
dry run: bar0+0xc = 0x00000001 not written
bar0+0x000008: 2 times 0x00000001
barsh> rd bar0+0 4
bar0+0x000000  0x00000000 0x00000000 0x00000000 0x00000000
