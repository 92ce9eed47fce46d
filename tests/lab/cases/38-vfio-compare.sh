# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# config compare beside the real vfio-pci: nothing it does on purpose is called unexpected.
. /lab/functions.sh
needs_barsh
needs_variant iommu
for bdf in "$EDU" "$NVME" "$NET"; do
	to_vfio "$bdf" || fail "vfio-pci did not take $bdf"
	barsh -c 'config compare' "$bdf" >out 2>&1 || fail "$bdf at rest: $(cat out)"
	cat out
done
# With MSI on, the kernel programs address and data that VFIO does not show.
barsh -c 'irq enable msi' -c 'config compare' "$EDU" >out 2>&1 || fail "$EDU with MSI: $(cat out)"
grep -q 'MSI.*expected: ' out || fail "MSI is no difference: $(cat out)"
cat out
