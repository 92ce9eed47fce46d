# args: -r
# setup: head -c 64 /dev/zero > r.bin
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
