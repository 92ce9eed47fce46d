barsh> # what reading would change is left out of ranges and patterns, and named
barsh> attach sim:edu
d0  sim edu  1234:11e8 class 00ff00
    simulated: QEMU's educational device: factorial, interrupts, DMA; bus master is off, as after an open through vfio
barsh> reg block FIFO bar0+0x200 "a queue"
barsh> reg define DATA 0x04 32 rc "the next word; reading takes it"
barsh> reg define CMD 0x08 32 wo "commands"
barsh> reg define FILL 0x0c 32 ro "words in the queue"
barsh> rd FIFO.*
bar0+0x000204  DATA          --  not read: read-to-clear
bar0+0x000208  CMD           --  not read: write-only
bar0+0x00020c  FILL          0xffffffff   words in the queue
  all ones: config space shows nothing wrong; a block without power, clock or enable bit reads so
barsh> rd FIFO.* -force
bar0+0x000204  DATA          0xffffffff   the next word; reading takes it
bar0+0x000208  CMD           0xffffffff   commands
bar0+0x00020c  FILL          0xffffffff   words in the queue
  all ones: config space shows nothing wrong; a block without power, clock or enable bit reads so
barsh> rd FIFO.DATA
bar0+0x000204  DATA          0xffffffff   the next word; reading takes it
  all ones: config space shows nothing wrong; a block without power, clock or enable bit reads so
barsh> dump bar0+0x200 16
not read: DATA and others (read-to-clear); -force reads
000200: ffffffff -------- -------- ffffffff  ....????????....
barsh> dump.8 bar0+0x204 16
not read: DATA and others (read-to-clear); -force reads
000204: -- -- -- -- -- -- -- -- 00 00 00 00 00 00 00 00  ????????........
barsh> dump bar0+0x200 16 -force
000200: ffffffff ffffffff ffffffff ffffffff  ................
barsh> save bar0+0x200 16 holes.bin
not read: DATA and others (read-to-clear); -force reads
16 bytes of bar0+0x000200 in holes.bin
barsh> search bar0+0x200 16 0xffffffff
not read: DATA and others (read-to-clear); -force reads
bar0+0x000200  0xffffffff
bar0+0x00020c  0xffffffff
barsh> compare bar0+0x200 bar0+0x204 8
not read: DATA (read-to-clear); -force reads
equal in what was read
barsh> compare bar0+0x210 bar0+0x200 8
not read: DATA (read-to-clear); -force reads
equal in what was read
barsh> show rd FIFO.*
bar0+0x000204  DATA          --  not read: read-to-clear
bar0+0x000208  CMD           --  not read: write-only
bar0+0x00020c  FILL          0xffffffff   words in the queue
  all ones: config space shows nothing wrong; a block without power, clock or enable bit reads so
barsh> dict get [rd FIFO.*] DATA
barsh> set d [dump bar0+0x200 16]
not read: DATA and others (read-to-clear); -force reads
