# args: sim:edu
barsh> # QEMU's edu, as its documentation describes it: identification, liveness, factorial, DMA
barsh> rd bar0+0
0x010000ed
barsh> wr bar0+4 0x12345678
bar0+0x000004  := 0x12345678
barsh> rd bar0+4
0xedcba987
barsh> # a factorial whose end is an interrupt
barsh> irq enable INTX
INTX: 1 vector enabled
barsh> irq on INTX 0 {
  ...>     set cause [rd bar0+0x24]
  ...>     wr bar0+0x64 $cause
  ...>     puts "cause $cause, result [rd bar0+0x08]"
  ...>     irq unmask INTX
  ...> }
barsh> wr bar0+0x20 0x80
bar0+0x000020  := 0x00000080
barsh> wr bar0+0x08 5
bar0+0x000008  := 0x00000005
barsh> irq wait INTX
cause 0x00000001, result 0x00000078
INTX vector 0: fired 1 time, 1.003 ms
barsh> wr bar0+0x08 12
bar0+0x000008  := 0x0000000c
barsh> irq wait INTX
cause 0x00000001, result 0x1c8cfc00
INTX vector 0: fired 1 time, 1.003 ms
barsh> wr bar0+0x20 0
bar0+0x000020  := 0x00000000
barsh> irq disable
barsh> # DMA: 16 bytes to the device's buffer at 0x40000 and back to another place
barsh> proc edu-dma {from to count command} {
  ...>     wr bar0+0x80 $from
  ...>     wr bar0+0x88 $to
  ...>     wr bar0+0x90 $count
  ...>     wr bar0+0x98 $command
  ...> }
barsh> set source [dma alloc source 4k]
barsh> set target [dma alloc target 4k]
barsh> foreach {offset value} {0 0x00112233 4 0x44556677 8 0x8899aabb 12 0xccddeeff} {
  ...>     wr dma.source+$offset $value
  ...> }
barsh> # bus mastering is off: nothing arrives, nobody complains
barsh> irq enable MSI
MSI: 1 vector enabled
barsh> edu-dma $source 0x40000 16 5
barsh> irq wait MSI -timeout 500ms
error: no MSI interrupt on vector 0 within 500 ms (0 before)
hint: bus mastering is off, and MSI needs it: upd config.COMMAND BusMaster=1
barsh> wr.16 config+4 6
config+0x000004 := 0x0006
barsh> edu-dma $source 0x40000 16 5
barsh> irq wait MSI -timeout 500ms
MSI vector 0: fired 1 time, 100 ms
barsh> edu-dma 0x40000 $target 16 7
barsh> irq wait MSI -timeout 500ms
MSI vector 0: fired 1 time, 100 ms
barsh> rd.64 dma.target+0
0x4455667700112233
barsh> rd.64 dma.target+8
0xccddeeff8899aabb
barsh> rd.64 dma.target+16
0x0000000000000000
