# args: file:scratch.bin
# setup: head -c 4096 /dev/zero >scratch.bin
barsh> regions
bar0              4 KiB  rwm
barsh> wr bar0+0x10 0xcafe1234
bar0+0x000010  := 0xcafe1234
barsh> rd bar0+0x10
0xcafe1234
barsh> rd.16 bar0+0x12
0xcafe
barsh> rd.16 bar0+0x11
error: bar0+0x11 is not aligned to 16 bits
hint: the access would be split; use a narrower width (.8, .16)
barsh> rd bar0+0x1000
error: bar0+0x1000 is outside bar0 (4 KiB, last byte at 0xfff)
hint: the last 32 bits begin at bar0+0xffc
