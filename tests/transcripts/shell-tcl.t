# args: file:scratch.bin
# setup: head -c 4096 /dev/zero >scratch.bin
barsh> wr bar0+0x10 0xcafe1234
bar0+0x000010  := 0xcafe1234
barsh> rename rd look
barsh> look bar0+0x10
0xcafe1234
barsh> rd bar0+0x10
barsh> rename look rd
barsh> rd bar0+0x10
0xcafe1234
barsh> proc regions {} { return mine }
barsh> regions
barsh> puts [regions]
mine
barsh> set x [rd bar0+0x10]
barsh> puts "$x [string length $x] [expr {$x & 0xff}]"
0xcafe1234 10 52
barsh> set y $x
barsh> append y !
barsh> puts "$x $y"
0xcafe1234 0xcafe1234!
barsh> puts [lindex [rd bar0+0x10 2] 0]
0xcafe1234
barsh> puts [expr {[rd bar0+0x10] == 0xcafe1234}]
1
barsh> if 1 { rd bar0+0x10 }
barsh> if 1 { show rd bar0+0x10 }
0xcafe1234
barsh> catch { rd bar0+0x4000 } message
barsh> puts $message
bar0+0x4000 is outside bar0 (4 KiB, last byte at 0xfff)
barsh> puts $errorCode
BARSH ERANGE
barsh> rd bar0+0x4000
error: bar0+0x4000 is outside bar0 (4 KiB, last byte at 0xfff)
hint: the last 32 bits begin at bar0+0xffc
barsh> puts $errorCode
BARSH ERANGE
barsh> wr bar0+0x10 0xffffffff
bar0+0x000010  := 0xffffffff
barsh> rd bar0+0x10
0xffffffff
  all ones: config space shows nothing wrong; a block without power, clock or enable bit reads so
barsh> set x [rd bar0+0x10]
barsh> puts $x
0xffffffff
