# setup: head -c 4096 /dev/zero > r.bin; printf abc > odd.bin
# setup: head -c 8192 /dev/zero > large.bin; mkfifo pipe; : > empty; mkdir folder
barsh> attach file:empty
error: empty is empty: there is nothing to map
barsh> rd bar0+0
error: no device is attached
hint: attach one first: attach 00:1f.3, or attach sim:tgl to try
barsh> attach file:r.bin
d0  file:r.bin
barsh> # words that are no numbers, no places, no widths
barsh> wr bar0+0 zz
error: wr: VALUE: 'zz' is not a number
hint: numbers are 0x1f, 0b101, 0o17 or decimal, with _ and k m g
barsh> wr bar0+0 -1
error: wr: VALUE: '-1' is negative: only unsigned numbers here
barsh> wr bar0+0 ff
error: wr: VALUE: 'ff' is not a number
hint: hexadecimal is written 0xff
barsh> wr bar0+0
error: wr: VALUE is missing
hint: usage: wr[.W] ADDR VALUE... ?-show? ?-force?
barsh> wr bar0+zz 1
error: bar0+zz: 'zz' is not a number
hint: numbers are 0x1f, 0b101, 0o17 or decimal, with _ and k m g
barsh> wr 0x10 1
error: '0x10' names no region
hint: write REGION+OFFSET, as in bar0+0x10
barsh> wr bar1+0 1
error: file:r.bin has no region 'bar1'
hint: it has: bar0
barsh> wr d7:bar0+0 1
error: d7:bar0+0: no device named 'd7' is attached
hint: attached: d0
barsh> wr NOSUCH 1
error: no register is called 'NOSUCH'
hint: no registers are known here: reg open FILE defines some
barsh> rd.w bar0+0
error: 'rd.w': no width '.w'
hint: w is 16 bits in U-Boot and setpci, 32 in OpenOCD and gdb: write .16 or .32
barsh> rd.24 bar0+0
error: 'rd.24': no width '.24'
hint: the widths are .8 .16 .32 .64 (also .b .l .q)
barsh> rd bar0+0 -frce
error: rd has no option '-frce'
hint: did you mean -force?
barsh> rd bar0+0 1 2
error: rd: '2' is one word too many
hint: usage: rd[.W] ADDR ?COUNT? ?-force?
barsh> # what does not fit
barsh> wr.8 bar0+0 0x1ff
error: wr: VALUE: '0x1ff' does not fit in 8 bits
hint: at most 0xff
barsh> wr bar0+0 0x100000000
error: wr: VALUE: '0x100000000' does not fit in 32 bits
hint: at most 0xffffffff
barsh> wr.8 bar0+0 1 2 0x300
error: wr: VALUE: '0x300' does not fit in 8 bits
hint: at most 0xff
barsh> rd.8 bar0+0
0x00
barsh> rd bar0+4096
error: bar0+0x1000 is outside bar0 (4 KiB, last byte at 0xfff)
hint: the last 32 bits begin at bar0+0xffc
barsh> rd bar0+4094
error: bar0+0xffe: a 32-bit access reaches past the end (4 KiB)
hint: the last 32 bits begin at bar0+0xffc
barsh> rd bar0+2
error: bar0+0x2 is not aligned to 32 bits
hint: the access would be split; use a narrower width (.8, .16)
barsh> rd bar0+4092 2
error: bar0+0xffc: 0x8 bytes reach past the end (4 KiB)
hint: at most 0x4 bytes from there
barsh> rd bar0+0 100000
error: rd: 100000 reads are more than 65536 at once
hint: use dump for long ranges
barsh> dump bar0+0 4097
error: length 0x1001 is not a multiple of 4 bytes
hint: a narrower width (.8, .16), or a whole number of units
barsh> dump bar0+0 3
error: length 0x3 is not a multiple of 4 bytes
hint: a narrower width (.8, .16), or a whole number of units
barsh> dump bar0+0 0
error: a length of 0: nothing to do
barsh> dump bar0+0 16 -format hex
error: dump: -format: 'hex' is not a choice
hint: one of words|hexdump|hexdump-c|xxd|lspci
barsh> fill bar0+0 16 0x100000000
error: fill: VALUE: '0x100000000' does not fit in 32 bits
hint: at most 0xffffffff
barsh> upd bar0+0 0x0f 0x10
error: value 0x10 has bits outside mask 0xf
hint: the bits 0x10 are too many
barsh> upd.8 bar0+0 0x1ff 1
error: mask 0x1ff does not fit in 8 bits
barsh> upd bar0+0 MEM=1
error: upd: 'MEM=1' is neither MASK VALUE nor FIELD=VALUE
hint: fields need a register name
barsh> upd bar0+0 1
error: upd: '1' is neither MASK VALUE nor FIELD=VALUE
hint: fields need a register name
barsh> poll bar0+0 1 2
error: poll: value 0x2 has bits outside mask 0x1
hint: the bits 0x2 are too many
barsh> poll bar0+0 1 1 -timeout 5
error: poll: -timeout: '5' is not a time
hint: say the unit: 5us, 5ms or 5s
barsh> search bar0+0 16 0x10 -mask 0x0f
error: value 0x10 has bits outside mask 0xf
hint: the bits 0x10 are too many
barsh> search.16 bar0+0 16 0x10000
error: search: VALUE: '0x10000' does not fit in 16 bits
hint: at most 0xffff
barsh> fill.8 bar0+0 8 256
error: fill: VALUE: '256' does not fit in 8 bits
hint: at most 0xff
barsh> loadmem bar0+0 missing.bin
error: cannot open missing.bin: No such file or directory
hint: is the path right? it counts from the folder barsh runs in
barsh> loadmem bar0+0 odd.bin
error: odd.bin: length 0x3 is not a multiple of 4 bytes
hint: a narrower width (.8, .16), or a whole number of units
barsh> loadmem.8 bar0+4094 odd.bin
error: odd.bin: bar0+0xffe: 0x3 bytes reach past the end (4 KiB)
hint: at most 0x2 bytes from there
barsh> # never waits for a writer
barsh> loadmem bar0+0 pipe
error: pipe is not a regular file
barsh> loadmem bar0+0 folder
error: cannot open folder: Is a directory
hint: name a file in it
barsh> loadmem bar0+0 large.bin
error: large.bin has more than 4096 bytes
barsh> save bar0+0 16 odd.bin
error: cannot write odd.bin: File exists
hint: -force overwrites it
barsh> save bar0+0 16 nodir/x
error: cannot write nodir/x: No such file or directory
hint: is the path right? it counts from the folder barsh runs in
barsh> unmap bar0 bar0
error: bar0 is not mapped
barsh> map bar9
error: file:r.bin has no region 'bar9'
hint: it has: bar0
barsh> attach file:r.bin -as d0
error: a device named 'd0' is attached already
hint: -as another name, or detach d0 first
barsh> attach file:folder
error: cannot open folder: Is a directory
hint: name a file in it
barsh> attach file:missing.bin
error: cannot open missing.bin: No such file or directory
hint: is the path right? it counts from the folder barsh runs in
barsh> attach nonsense
error: 'nonsense' is not a device
hint: a device is a PCI address (00:1f.3), VENDOR:DEVICE, or TRANSPORT:TARGET such as sim:tgl or file:PATH
barsh> attach flie:r.bin
error: no transport 'flie' in 'flie:r.bin'
hint: did you mean file:?
barsh> detach d9
error: no device named 'd9' is attached
hint: attached: d0
barsh> # nothing was written by all of this
barsh> search.8 bar0+0 4096 0 -mask 0 -max 1
bar0+0x000000  0x00
more than 1 hits (-max finds more)
barsh> compare.8 bar0+0 bar0+1 4095
equal
