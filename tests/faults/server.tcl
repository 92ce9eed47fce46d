# SPDX-License-Identifier: GPL-2.0-or-later
# serve: sim:tgl
# inject: server
# The server of a device: here its calls fail, and the client must see that or nothing.
attach vfio-user:socket
upd COMMAND MEM=1 BusMaster=1
irq enable MSI 1
dma alloc buf 64k
rd GCAP
wr dma.buf+0 0x11223344
dsp probe
boot run fw.ri
irq counts
reset
detach
