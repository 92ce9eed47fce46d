# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Machines on which VFIO cannot work: no IOMMU, no interrupt remapping.
. /lab/functions.sh
needs_barsh
needs_variant no-iommu no-intremap

if [ "$LAB_VARIANT" = no-iommu ]; then
	barsh -c "attach $EDU" >out 2>&1 && fail "attached without an IOMMU"
	cat out
	grep -qF "$EDU has no IOMMU group: no function of this machine has one: the IOMMU is off" out ||
		fail "the missing IOMMU is not named"
	grep -qF "sysfs:$EDU works without" out || fail "the way without an IOMMU is not named"
	same "edu through sysfs" 0x010000ed "$(barsh "sysfs:$EDU" -c 'rd bar0+0')"
	exit 0
fi
to_vfio "$EDU" || fail "vfio-pci did not take $EDU"
barsh -c "attach $EDU" >out 2>&1 && fail "attached without interrupt remapping"
cat out
grep -qF 'the machine has no interrupt remapping, and VFIO insists on it' out || fail "the cause is not named"
fix=$(sed -n 's/.*: \(echo Y >[a-z0-9_/]*\).*/\1/p' out)
sh -c "$fix" || fail "the fix '$fix' does not work"
barsh -c "attach $EDU" -c 'rd bar0+0' || fail "still refused after: $fix"
