# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# DMA of edu through a real IOMMU: both ways with its interrupt; nothing moves without bus mastering; an
# address that is not mapped is the IOMMU's fault to report, not ours; addresses the IOMMU reserves.
. /lab/functions.sh
needs_barsh
needs_variant iommu
to_vfio "$EDU" || fail "vfio-pci did not take $EDU"

cat >script <<EOF
attach $EDU
proc edu-dma {from to count command} {
	wr bar0+0x80 \$from
	wr bar0+0x88 \$to
	wr bar0+0x90 \$count
	wr bar0+0x98 \$command
	poll bar0+0x98 1 0 -timeout 2s
	return
}
set a [dma alloc a 4k]
set b [dma alloc b 64k]
dma list
dma alloc c 4k -iova 0xfee00000
dma alloc c 4k -iova 0x100800
dma alloc c 4k -iova 0x8000000000
wr dma.a+0 0xcafebabe
wr dma.a+4 0x12345678
# bus mastering is off after the open: the transfer ends, and nothing has moved
edu-dma \$a 0x40000 8 1
edu-dma 0x40000 \$b 8 3
rd.64 dma.b+0
wr.16 config+4 6
irq enable MSI
edu-dma \$a 0x40000 8 5
irq wait MSI
wr bar0+0x64 0x100
edu-dma 0x40000 \$b 8 7
irq wait MSI
rd.64 dma.b+0
rd.64 dma.b+8
# an address that no buffer has: the IOMMU blocks it
dma free a
edu-dma \$a 0x40000 8 1
rd bar0+0
quit
EOF
cat >expected <<'EOF'
d0  vfio 00:03.0  1234:11e8 class 00ff00
    the kernel's open enabled memory decoding, cleared bus mastering and found no way to reset the function alone; group N
dma.a             4 KiB  iova 0x00100000
dma.b            64 KiB  iova 0x00101000
error: 0x1000 bytes at 0xfee00000 are outside the addresses that the device can use
hint: the device reaches 0x0..0xfedfffff, 0xfef00000..0x7fffffffff
error: address 0x100800 is not a multiple of the page size 0x1000
hint: 0x100000 is
error: 0x1000 bytes at 0x8000000000 are outside the addresses that the device can use
hint: the device reaches 0x0..0xfedfffff, 0xfef00000..0x7fffffffff
dma.a+0x000000 := 0xcafebabe
dma.a+0x000004 := 0x12345678
0x0000000000000000
config+0x000004 := 0x0006
MSI: 1 vector enabled
MSI vector 0: fired 1 time, T
bar0+0x000064  := 0x00000100
MSI vector 0: fired 1 time, T
0x12345678cafebabe
0x0000000000000000
0x010000ed
EOF
dmesg -c >/dev/null
session expected <script
dmesg >log
grep 'DMAR: \[DMA Read' log | grep -q "$(echo "$EDU" | cut -c 6-)" ||
	fail "the IOMMU reported no fault: $(cat log)"
same "bus mastering after the end" 0 \
	"$(($(hexdump -s 4 -n 2 -e '"%u"' "/sys/bus/pci/devices/$EDU/config") & 4))"
same "locked memory that is left" "VmLck:	       0 kB" "$(grep VmLck /proc/self/status)"
