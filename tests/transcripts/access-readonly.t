# args: -r
# setup: head -c 64 /dev/zero > r.bin; mkfw x.ri
barsh> attach file:r.bin
d0  file:r.bin
barsh> rd bar0+0
0x00000000
barsh> wr bar0+0 1
error: file:r.bin is open read-only
hint: start barsh without -r to write
barsh> upd bar0+0 1 1
error: file:r.bin is open read-only
hint: start barsh without -r to write
barsh> fill bar0+0 8 1
error: file:r.bin is open read-only
hint: start barsh without -r to write
barsh> copy bar0+0 bar0+8 8
error: file:r.bin is open read-only
hint: start barsh without -r to write
barsh> # nor a reset, nor a boot
barsh> attach sim:tgl
d1  sim tgl  8086:a0c8 class 040100
    simulated: Tiger Lake audio DSP (8086:a0c8, cAVS 2.5); bus master is off, as after an open through vfio
barsh> reset
error: sim tgl is open read-only: a reset changes it
hint: start barsh without -r to reset
barsh> boot mutate x.ri
error: sim tgl is open read-only: a boot changes it
hint: start barsh without -r to boot
