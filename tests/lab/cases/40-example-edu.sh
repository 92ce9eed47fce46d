# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# scripts/examples/edu.tcl on the device itself: the factorial, the handler, what went by DMA and back.
. /lab/functions.sh
needs_barsh
needs_variant iommu
to_vfio "$EDU" || fail "vfio-pci did not take $EDU"

barsh -f /usr/local/share/barsh/examples/edu.tcl "$EDU" >out 2>&1 || fail "$(cat out)"
cat out
grep -q '^bar0+0x000008  FACTORIAL     0x00375f00 ' out || fail "10! is not there"
same "the handler's lines" "6 120 5040" "$(sed -n 's/^handler: the factorial is //p' out | tr '\n' ' ' | sed 's/ $//')"
grep -q '^000000: cafebabe 12345678 5a5a5a5a 5a5a5a5a ' out || fail "the data did not come back"
grep -qx equal out || fail "what came back is not what was sent"
same "interrupts" "MSI      0  6" "$(grep '^MSI  ' out | tail -n 1)"
same "bus mastering after the end" 0 \
	"$(($(hexdump -s 4 -n 2 -e '"%u"' "/sys/bus/pci/devices/$EDU/config") & 4))"
