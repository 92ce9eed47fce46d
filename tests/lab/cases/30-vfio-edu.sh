# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# edu through the kernel's own vfio-pci: what the open did, registers by pread and by mmap, the factorial
# with INTx and with MSI, a message lost while bus mastering is off.
. /lab/functions.sh
needs_barsh
needs_variant iommu
to_vfio "$EDU" || fail "vfio-pci did not take $EDU"

cat >script <<EOF
attach $EDU
regions
irq list
rd bar0+0
wr bar0+4 0x12345678
rd bar0+4
rd.16 config+4
map bar0
rd bar0+0
irq enable INTX
irq on INTX 0 { puts "cause [rd bar0+0x24], result [rd bar0+8]"; wr bar0+0x64 [rd bar0+0x24]; irq unmask INTX }
wr bar0+0x20 0x80
wr bar0+8 5
irq wait INTX
wr bar0+8 6
irq wait INTX
irq counts
irq enable MSI
irq disable
irq enable MSI
wr bar0+8 7
irq wait MSI -timeout 200ms
wr bar0+0x64 1
wr.16 config+4 6
wr bar0+8 7
irq wait MSI
rd bar0+8
EOF
cat >expected <<'EOF'
d0  vfio 00:03.0  1234:11e8 class 00ff00
    the kernel's open enabled memory decoding, cleared bus mastering and found no way to reset the function alone; group N
bar0              1 MiB  rw.
config        256 bytes  rw-
INTX     1  eventfd maskable automasked     off
MSI      1  eventfd noresize                off
REQ      1  eventfd noresize                1 enabled
0x010000ed
bar0+0x000004  := 0x12345678
0xedcba987
0x0103
bar0         mapped
0x010000ed
INTX: 1 vector enabled
bar0+0x000020  := 0x00000080
bar0+0x000008  := 0x00000005
cause 0x00000001, result 0x00000078
INTX vector 0: fired 1 time, T
bar0+0x000008  := 0x00000006
cause 0x00000001, result 0x000002d0
INTX vector 0: fired 1 time, T
INTX     0  2
REQ      0  0
error: MSI cannot be enabled while INTX is: a device uses one of the two
hint: irq disable INTX
MSI: 1 vector enabled
bar0+0x000008  := 0x00000007
error: no MSI interrupt on vector 0 within 200 ms (0 before)
hint: bus mastering is off, and MSI needs it: upd config.COMMAND BusMaster=1
bar0+0x000064  := 0x00000001
config+0x000004 := 0x0006
bar0+0x000008  := 0x00000007
MSI vector 0: fired 1 time, T
0x000013b0
EOF
session expected <script
