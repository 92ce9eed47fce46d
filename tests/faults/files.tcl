# SPDX-License-Identifier: GPL-2.0-or-later
# Files as devices, a saved config space, register files, what the machine says of itself.
attach file:fw.ri
rd.8 bar0+0x10
wr bar0+0 0x12345678
save bar0+0 0x1000 part.bin
loadmem bar0+0x1000 part.bin
search bar0+0 0x2000 0x12345678 -max 4
dump bar0+0 0x40
detach
attach sim:edu
config dump edu.txt -format lspci
config dump edu.bin -format raw
config caps
reg open edu
reg find factorial
upd COMMAND MEM=1 BusMaster=1
rd FACTORIAL
log session.log
poll STATUS 1 0 -timeout 100ms
irq enable MSI 1
irq on MSI 0 {puts served}
irq trigger MSI 0
irq wait MSI -timeout 100ms
log off
detach
attach dump:edu.txt
config decode
config compare edu.txt
detach
