# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Reset: by the method that the kernel prefers, by a chosen one, of the bus; what is refused and why. The
# registers of the device are gone, mappings and interrupts are not.
. /lab/functions.sh
needs_barsh
needs_variant iommu
for bdf in "$EDU" "$EDU1" "$NVME" "$NET"; do
	to_vfio "$bdf" || fail "vfio-pci did not take $bdf"
done

cat >script <<EOF
attach $NVME
map bar0
irq enable MSIX 1
wr bar0+0x14 0x00460000
rd bar0+0x14
reset
rd bar0+0x14
irq trigger MSIX
irq wait MSIX
reset -method flr
reset -method pm
wr.16 config+4 6
reset
rd.16 config+4
EOF
cat >expected <<'EOF'
d0  vfio 02:00.0  1b36:0010 class 010802
    the kernel's open enabled memory decoding, cleared bus mastering and reset the function; group N
bar0         mapped
MSIX: 1 vector enabled
bar0+0x000014  := 0x00460000
0x00460000
reset by flr, T; the device answers, its configuration header is as before
0x00000000
MSIX vector 0: fired 1 time, T
reset by flr, T; the device answers, its configuration header is as before
error: 0000:02:00.0 does not have this reset method
hint: cat /sys/bus/pci/devices/0000:02:00.0/reset_method
config+0x000004 := 0x0006
reset by flr, T; the device answers, its configuration header is as before
0x0006
EOF
session expected <script
same "reset methods after a choice" "flr bus" "$(cat "/sys/bus/pci/devices/$NVME/reset_method")"

cat >script <<EOF
attach $NET
reset
attach $EDU
reset
reset -method bus
reset -method flr
EOF
cat >expected <<'EOF'
d0  vfio 03:00.0  8086:10d3 class 020000
    the kernel's open enabled memory decoding, cleared bus mastering and reset the function; group N
reset by pm, T; the device answers, its configuration header is as before
d1  vfio 00:03.0  1234:11e8 class 00ff00
    the kernel's open enabled memory decoding, cleared bus mastering and found no way to reset the function alone; group N
error: 0000:00:03.0 is on a root bus: there is no port above to reset it
error: 0000:00:03.0 is on a root bus: there is no port above to reset it
error: 0000:00:03.0 has no reset method at all
hint: reset -method bus resets all that is behind its port
EOF
session expected <script

cat >script <<EOF
attach $EDU1
reset -method bus
EOF
cat >expected <<'EOF'
d0  vfio 01:00.0  1234:11e8 class 00ff00
    the kernel's open enabled memory decoding, cleared bus mastering and reset the function; group N
reset by bus, T; the device answers, its configuration header is as before
  reset with it: 0000:01:00.0
EOF
session expected <script
