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
barsh> # a file that is read holds a NUL byte
barsh> exec printf {reg block A bar0\nreg\0} >nul.tcl
barsh> reg open ./nul.tcl
error: ./nul.tcl holds a NUL byte: not a command file
barsh> # an open brace: what stands before it has been done
barsh> exec printf {set seen 1\n\nset x \173\n} >open.tcl
barsh> reg open ./open.tcl
error: ./open.tcl:3: missing close-brace
barsh> puts $seen
1
barsh> # a plain line, and one of Tcl's, in a file
barsh> exec printf {set seen 1\nrd nowhere+0\n} >plain.tcl
barsh> reg open ./plain.tcl
error: ./plain.tcl:2: no device is attached
hint: attach one first: attach 00:1f.3, or attach sim:tgl to try
barsh> exec printf {set seen 1\nif 1 \173\n rd nowhere+0\n\175\n} >inner.tcl
barsh> reg open ./inner.tcl
error: ./inner.tcl:3: no device is attached
hint: attach one first: attach 00:1f.3, or attach sim:tgl to try
