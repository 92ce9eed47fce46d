# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# bind and doctor on machines that lack something.
. /lab/functions.sh
needs_barsh
needs_variant no-iommu no-intremap

says() {
	grep -qF -- "$1" out || fail "nothing is said of: $1"
}

if [ "$LAB_VARIANT" = no-iommu ]; then
	for command in "group $HDA" "bind $HDA" "bind $HDA -dry-run"; do
		barsh -c "$command" >out 2>&1
		same "exit status of $command" 3 $?
		cat out
		says "$HDA has no IOMMU group: the IOMMU of this machine is off"
	done
	same "driver" snd_hda_intel "$(driver_of "$HDA")"
	barsh -c "doctor $HDA" >out 2>&1
	same "exit status of doctor" 3 $?
	cat out
	says "MISSING iommu "
	says "the firmware describes no IOMMU"
	says "snd_hda_intel: without an IOMMU group vfio-pci refuses it (-22)"
	exit 0
fi

echo N >/sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts
barsh -c "bind $EDU" -c "doctor $EDU" >out 2>&1
same "exit status of doctor" 3 $?
cat out
says "MISSING interrupt remapping"
fix=$(sed -n 's/.*as root: \(modprobe .*\)/\1/p' out | head -n 1)
sh -c "$fix" || fail "the fix '$fix' does not work"
barsh -c "doctor $EDU" -c "attach $EDU" -c 'rd bar0+0' || fail "still refused after: $fix"
barsh -c restore
