# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Config space through vfio is byte for byte what hexdump prints of sysfs's file at the same moment.
. /lab/functions.sh
needs_barsh
needs_variant iommu
for bdf in "$EDU" "$NVME" "$NET"; do
	to_vfio "$bdf" || fail "vfio-pci did not take $bdf"
	echo "attach $bdf; config dump vfio.txt -force; exec hexdump /sys/bus/pci/devices/$bdf/config >sysfs.txt" |
		barsh >out 2>&1 || fail "$(cat out)"
	diff sysfs.txt vfio.txt || fail "config space of $bdf differs"
	echo "$bdf: $(wc -l <vfio.txt) lines, the same"
done
