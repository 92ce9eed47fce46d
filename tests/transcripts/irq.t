# args: sim:edu
barsh> irq list
INTX     1  eventfd maskable automasked     off
MSI      1  eventfd noresize                off
REQ      1  eventfd noresize                1 enabled
barsh> # INTX is masked by its arrival, and fires again at once while the line is high
barsh> irq enable intx
INTX: 1 vector enabled
barsh> irq counts
INTX     0  0
REQ      0  0
barsh> wr bar0+0x60 1
bar0+0x000060  := 0x00000001
barsh> irq wait INTX
INTX vector 0: fired 1 time, 0 ns
barsh> irq list
INTX     1  eventfd maskable automasked     1 enabled, masked until irq unmask
MSI      1  eventfd noresize                off
REQ      1  eventfd noresize                1 enabled
barsh> irq wait INTX -timeout 10ms
error: no INTX interrupt on vector 0 within 10 ms (1 before)
hint: INTX is masked since it last came: clear the cause in the device, then irq unmask INTX
barsh> irq unmask INTX
barsh> irq wait INTX
INTX vector 0: fired 1 time, 0 ns
barsh> wr bar0+0x64 1
bar0+0x000064  := 0x00000001
barsh> irq unmask INTX
barsh> irq wait INTX -timeout 10ms
error: no INTX interrupt on vector 0 within 10 ms (2 before)
barsh> irq counts
INTX     0  2
REQ      0  0
barsh> irq mask INTX
barsh> irq list
INTX     1  eventfd maskable automasked     1 enabled, masked until irq unmask
MSI      1  eventfd noresize                off
REQ      1  eventfd noresize                1 enabled
barsh> # one type at a time
barsh> irq enable MSI
error: MSI cannot be enabled while INTX is: a device uses one of the two
hint: irq disable INTX
barsh> irq disable
barsh> irq list
INTX     1  eventfd maskable automasked     off
MSI      1  eventfd noresize                off
REQ      1  eventfd noresize                1 enabled
barsh> # a message is lost while bus mastering is off
barsh> irq enable MSI
MSI: 1 vector enabled
barsh> wr bar0+0x60 1
bar0+0x000060  := 0x00000001
barsh> irq wait MSI -timeout 10ms
error: no MSI interrupt on vector 0 within 10 ms (0 before)
hint: bus mastering is off, and MSI needs it: upd config.COMMAND BusMaster=1
barsh> wr.16 config+4 6
config+0x000004 := 0x0006
barsh> wr bar0+0x64 1
bar0+0x000064  := 0x00000001
barsh> wr bar0+0x60 1
bar0+0x000060  := 0x00000001
barsh> show irq wait MSI
MSI vector 0: fired 1 time, 0 ns
barsh> # a loopback, and a handler that the device's own interrupt calls
barsh> irq trigger MSI
barsh> irq wait MSI 0 -timeout 1ms
MSI vector 0: fired 1 time, 0 ns
barsh> irq on MSI 0 { puts "MSI, status [rd bar0+0x24]" }
barsh> irq on MSI 0
 puts "MSI, status [rd bar0+0x24]" 
barsh> wr bar0+0x64 1
bar0+0x000064  := 0x00000001
barsh> wr bar0+0x60 4
bar0+0x000060  := 0x00000004
MSI, status 0x00000004
barsh> irq on MSI 0 {}
barsh> irq trigger MSI
barsh> irq counts
MSI      0  4
REQ      0  0
