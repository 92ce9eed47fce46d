# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# The lab itself: the devices stand where the other cases expect them, with the drivers and IOMMU groups
# of a laptop whose audio function shares its group with the rest of slot 1f.
. /lab/functions.sh

lspci -nn
for bdf in 0000:00:1f.0 0000:00:1f.2 0000:00:1f.3 "$HDA" "$EDU"; do
	echo "$bdf driver $(driver_of "$bdf") group $(group_of "$bdf")"
done
same "vendor and device of edu" "0x1234 0x11e8" \
	"$(cat "/sys/bus/pci/devices/$EDU/vendor") $(cat "/sys/bus/pci/devices/$EDU/device")"
same "driver of 1f.0" lpc_ich "$(driver_of 0000:00:1f.0)"
same "driver of 1f.2" ahci "$(driver_of 0000:00:1f.2)"
same "driver of 1f.3" i801_smbus "$(driver_of 0000:00:1f.3)"
same "driver of the HD audio function" snd_hda_intel "$(driver_of "$HDA")"
if [ "$LAB_VARIANT" = no-iommu ]; then
	same "IOMMU group without an IOMMU" "" "$(group_of "$HDA")"
	exit 0
fi
for bdf in 0000:00:1f.0 0000:00:1f.2 0000:00:1f.3; do
	same "group of $bdf" "$(group_of "$HDA")" "$(group_of "$bdf")"
done
same "members of edu's group" "$EDU" "$(ls /sys/kernel/iommu_groups/"$(group_of "$EDU")"/devices)"
