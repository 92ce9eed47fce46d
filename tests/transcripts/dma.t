# args: sim:edu
# setup: printf 'firmware, 18 bytes' >fw.bin; : >empty.bin; mkdir folder
barsh> dma list
no DMA buffers
barsh> dma alloc ring 4k
dma.ring          4 KiB  iova 0x00100000
barsh> dma alloc frames 10000
dma.frames       12 KiB  iova 0x00101000
barsh> dma alloc high 4k -iova 0x8000000
dma.high          4 KiB  iova 0x08000000
barsh> dma map fw fw.bin
dma.fw            4 KiB  iova 0x00104000
barsh> dma list
dma.ring          4 KiB  iova 0x00100000
dma.frames       12 KiB  iova 0x00101000
dma.high          4 KiB  iova 0x08000000
dma.fw            4 KiB  iova 0x00104000
barsh> regions
bar0              1 MiB  rw-
config        256 bytes  rw-
dma.ring          4 KiB  rwm  iova 0x100000
dma.frames       12 KiB  rwm  iova 0x101000
dma.high          4 KiB  rwm  iova 0x8000000
dma.fw            4 KiB  rwm  iova 0x104000
barsh> rd.8 dma.fw+0
0x66
barsh> wr dma.ring+0xffc 0x12345678
dma.ring+0x000ffc := 0x12345678
barsh> rd.64 dma.ring+0xff8
0x1234567800000000
barsh> rd dma.ring+0x1000
error: dma.ring+0x1000 is outside dma.ring (4 KiB, last byte at 0xfff)
hint: the last 32 bits begin at dma.ring+0xffc
barsh> # names, addresses and sizes that cannot be
barsh> dma alloc ring 4k
error: dma.ring exists already
hint: dma free ring, or another name
barsh> dma alloc a/b 4k
error: 'a/b' cannot name a buffer
hint: letters, digits, _ and -
barsh> dma alloc other 0
error: a buffer of 0 bytes: give it a size
barsh> dma alloc other 4k -iova 0x101000
error: 0x101000 is taken: dma.frames is at 0x101000..0x103fff
hint: 0x105000 is free
barsh> dma alloc other 4k -iova 0x100
error: address 0x100 is not a multiple of the page size 0x1000
hint: 0x0 is
barsh> dma alloc other 4k -iova 0x100000000000000
error: 0x1000 bytes at 0x100000000000000 are outside the addresses that the device can use
hint: the device reaches 0x0..0xfedfffff, 0xfef00000..0x7fffffffff
barsh> dma alloc other 0x4000000000
error: the machine has no 256 GiB of memory left
barsh> map dma.ring
dma.ring     needs no mapping: each access is served as it is
barsh> unmap dma.ring
dma.ring     needed no mapping: nothing to undo
barsh> dma map other nowhere.bin
error: cannot open nowhere.bin: No such file or directory
hint: is the path right? it counts from the folder barsh runs in
barsh> dma map other empty.bin
error: empty.bin is empty
barsh> dma map other folder
error: cannot open folder: Is a directory
hint: name a file in it
barsh> # the hole of a freed buffer is used again
barsh> dma free frames
barsh> dma alloc small 4k
dma.small         4 KiB  iova 0x00101000
barsh> dma free dma.fw
barsh> dma free fw
error: there is no DMA buffer 'fw'
hint: dma list shows them
barsh> dma free
error: which buffer?
hint: dma free NAME, or dma free -all
barsh> dma free ring -all
error: a name and -all
hint: dma free NAME, or dma free -all
barsh> dma free -all
barsh> dma list
no DMA buffers
