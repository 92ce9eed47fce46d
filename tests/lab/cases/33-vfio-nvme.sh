# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# nvme: regions and interrupts as the kernel reports them, MSI-X growing where the kernel can, the
# function reset, config space as sysfs has it, D3.
. /lab/functions.sh
needs_barsh
needs_variant iommu
to_vfio "$NVME" || fail "vfio-pci did not take $NVME"

barsh -c "attach 1b36:0010" -c regions -c 'irq list' >out || fail "$(cat out)"
cat out
grep -q '^bar0 *16 KiB  rw\.$' out || fail "no BAR 0 that can be mapped, though it holds the MSI-X table"
grep -q '^config *4 KiB  rw-$' out || fail "no config space of 4 KiB"
grep -q '^MSIX *65  eventfd' out || fail "no 65 MSI-X vectors"
grep -q 'reset the function; group' out || fail "nothing is said of the reset"

# NORESIZE came off with dynamic MSI-X: 6.1 has it, 6.12 has not.
if grep -q '^MSIX.*noresize' out; then
	grown='error: MSIX is enabled with 2 vectors, and their number is fixed (NORESIZE)
hint: irq disable MSIX, then enable all that are needed at once'
	trigger='error: MSIX vector 5 is not enabled
hint: irq counts lists the enabled ones'
	counts='MSIX     0  0
MSIX     1  1'
else
	grown='MSIX: 3 vectors enabled'
	trigger='MSIX vector 5: fired 1 time, T'
	counts='MSIX     0  0
MSIX     1  1
MSIX     5  1'
fi
cat >script <<EOF
attach $NVME
irq enable MSIX 2
irq enable MSIX 1 -first 5
irq trigger MSIX 1
irq wait MSIX 1
catch { irq trigger MSIX 5 }
irq wait MSIX 5
irq counts
irq enable MSIX 66
irq disable
irq enable MSIX 65
irq disable MSIX
EOF
cat >expected <<EOF
d0  vfio 02:00.0  1b36:0010 class 010802
    the kernel's open enabled memory decoding, cleared bus mastering and reset the function; group N
MSIX: 2 vectors enabled
$grown
MSIX vector 1: fired 1 time, T
$trigger
$counts
REQ      0  0
error: MSIX has 65 vectors, 66 from vector 0 on are too many
hint: vectors are numbered from 0 to 64
MSIX: 65 vectors enabled
EOF
session expected <script
# D3: the kernel makes the transition, and the registers are out of reach until D0.
cat >script <<EOF
attach $NVME
map bar0
set pm 0
for {set at [rd.8 config+0x34]} {\$at} {set at [rd.8 config+\$at+1]} {
	if {[rd.8 config+\$at] == 1} { set pm \$at }
}
set version [rd bar0+8]
upd.16 config+\$pm+4 3 3
rd bar0+8
unmap bar0
rd bar0+8
upd.16 config+\$pm+4 3 0
puts [expr {[rd bar0+8] == \$version}]
EOF
barsh -k <script >out 2>&1
cat out
grep -q 'bar0+0x8: bus error (SIGBUS): the device is in D3 (PMCSR at config+0x' out || fail "D3 by mmap"
grep -q 'error: bar0+0x8: the device is in D3 (PMCSR at config+0x' out || fail "D3 by pread"
same "the version register after D0" 1 "$(tail -n 1 out)"
