# args: -n
# setup: head -c 64 /dev/zero > r.bin; mkfw x.ri
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
barsh> # a reset, a boot and what comes with it
barsh> attach sim:tgl
d1  sim tgl  8086:a0c8 class 040100
    simulated: Tiger Lake audio DSP (8086:a0c8, cAVS 2.5); bus master is off, as after an open through vfio
barsh> reset
dry run: not reset
barsh> boot mutate x.ri
error: writes are held back (dry run)
hint: what was left out could not be told from what was held back; 'boot mutate -list' shows what would be tried
