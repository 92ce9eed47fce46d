barsh> # an unknown word, with the nearest name
barsh> regionz
error: unknown command 'regionz'
hint: did you mean regions?
barsh> nothing.like.it
error: unknown command 'nothing.like.it'
hint: 'help' lists the commands
barsh> rd.w config+0
error: 'rd.w': no width '.w'
hint: w is 16 bits in U-Boot and setpci, 32 in OpenOCD and gdb: write .16 or .32
barsh> # nothing attached
barsh> rd config+0
error: no device is attached
hint: attach one first: attach 00:1f.3, or attach sim:tgl to try
barsh> use nobody
error: no device is attached
hint: attach one first: attach 00:1f.3, or attach sim:tgl to try
barsh> # an error inside a multi-line statement
barsh> foreach offset {0 4} {
  ...>     rd config+$offset
  ...> }
error: no device is attached
hint: attach one first: attach 00:1f.3, or attach sim:tgl to try
barsh> # a script's own error keeps its words
barsh> error "the fan is on fire"
error: the fan is on fire
barsh> proc boom {} { error "boom: 42" }
barsh> boom
error: boom: 42
barsh> catch { rd config+0 } message
barsh> show set message
no device is attached
barsh> show set errorCode
BARSH ENODEV
barsh> break
error: break outside a loop
