# args: sim:edu
barsh> irq enable MSIX
error: sim edu has no MSIX interrupt
hint: it has: INTX 1, MSI 1, REQ 1
barsh> irq enable ERR
error: sim edu has no ERR interrupt
hint: it has: INTX 1, MSI 1, REQ 1
barsh> irq enable FOO
error: 'FOO' is not an interrupt type
hint: one of INTX, MSI, MSIX, ERR, REQ
barsh> irq enable INTX 2
error: INTX has 1 vector, 2 from vector 0 on are too many
hint: vectors are numbered from 0 to 0
barsh> irq enable INTX 0
error: 0 vectors of INTX: there is nothing to enable
barsh> irq enable INTX 1 -first 1
error: INTX has 1 vector, 1 from vector 1 on are too many
hint: vectors are numbered from 0 to 0
barsh> irq enable MSI 0x100000000
error: no device has that many vectors
barsh> irq disable MSI
error: MSI is not enabled
barsh> irq wait MSI
error: MSI is not enabled
hint: irq enable MSI
barsh> irq trigger MSI
error: MSI is not enabled
hint: irq enable MSI
barsh> irq enable MSI
MSI: 1 vector enabled
barsh> irq enable MSI
error: MSI is enabled already
barsh> irq trigger MSI 3
error: MSI vector 3 is not enabled
hint: irq counts lists the enabled ones
barsh> irq mask MSI
error: MSI cannot be masked or unmasked
hint: only a level interrupt (INTX) can; irq disable MSI switches it off
barsh> irq wait MSI 0 -timeout 5
error: irq wait: -timeout: '5' is not a time
hint: say the unit: 5us, 5ms or 5s
barsh> # a handler that fails tells which it was; the session goes on
barsh> irq on MSI 0 { rd bar9+0 }
barsh> irq trigger MSI
error: handler of MSI vector 0: sim edu has no region 'bar9'
hint: it has: bar0 config
barsh> irq wait MSI
MSI vector 0: fired 1 time, 0 ns
barsh> # a handler may replace and remove itself while it runs; a proc that it calls is the newest
barsh> irq on MSI 0 { irq on MSI 0 { irq on MSI 0 {}; puts second; say }; puts first; say }
barsh> proc say {} { puts old }
barsh> irq trigger MSI
first
old
barsh> proc say {} { puts new }
barsh> irq trigger MSI
second
new
barsh> irq trigger MSI
barsh> irq on MSI 0
barsh> proc say {} { puts old }
barsh> irq on MSI 0 { say; return; puts never }
barsh> irq trigger MSI
old
barsh> proc say {} { puts new }
barsh> irq trigger MSI
new
barsh> # it says break where no loop is
barsh> irq on MSI 0 break
barsh> irq trigger MSI
error: handler of MSI vector 0: break outside a loop
barsh> irq on MSI 0 { irq disable MSI }
barsh> irq trigger MSI
barsh> irq counts
REQ      0  0
barsh> # a handler may not take away the device that a command waits for, else it may
barsh> irq enable MSI
MSI: 1 vector enabled
barsh> irq on MSI 0 { catch { detach } message; puts $message }
barsh> wr.16 config+4 6
config+0x000004 := 0x0006
barsh> wr bar0+0x20 0x80
bar0+0x000020  := 0x00000080
barsh> wr bar0+8 4
bar0+0x000008  := 0x00000004
barsh> irq wait MSI
a command waits for an interrupt of d0
MSI vector 0: fired 1 time, 1 ms
barsh> # nor when the handler waited itself meanwhile
barsh> irq on MSI 0 { catch { irq wait MSI -timeout 2us }; catch { detach } message; puts $message }
barsh> wr bar0+8 4
bar0+0x000008  := 0x00000004
barsh> irq wait MSI
a command waits for an interrupt of d0
MSI vector 0: fired 1 time, 1.003 ms
barsh> irq on MSI 0 { detach; puts gone }
barsh> irq trigger MSI
gone
barsh> irq counts
error: no device is attached
hint: attach one first: attach 00:1f.3, or attach sim:tgl to try
