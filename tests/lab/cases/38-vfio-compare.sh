# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# config compare beside the real vfio-pci, on every function of the guest: nothing that VFIO does on purpose
# is called unexpected.
. /lab/functions.sh
needs_barsh
needs_variant iommu
AHCI=0000:00:1f.2
SMBUS=0000:00:1f.3

# compare BDF NAME ?COMMAND?: after COMMAND no difference is unexpected
compare() {
	barsh ${3:+-c "$3"} -c 'config compare sysfs' "$1" >out 2>&1 || fail "$2${3:+, $3}: $(cat out)"
	sed "s/^/$2: /" out
}

for bdf in "$EDU" "$NVME" "$NET"; do
	to_vfio "$bdf" || fail "vfio-pci did not take $bdf"
done
compare "$EDU" edu
compare "$NVME" nvme
compare "$NET" e1000e

# Slot 1f is one group; bind only takes the SMBus function's driver away.
barsh -q -c "bind $HDA" >/dev/null || fail "bind failed"
to_vfio "$SMBUS" || fail "vfio-pci did not take the SMBus function"
compare "$HDA" hda
compare "$AHCI" ahci
compare "$SMBUS" smbus

# With MSI on, the kernel programs address and data that VFIO does not show.
for function in "$EDU edu" "$HDA hda" "$AHCI ahci"; do
	compare "${function% *}" "${function#* }" 'irq enable msi'
	grep -q 'MSI.*expected: ' out || fail "$function: MSI is no difference: $(cat out)"
done
# MSI-X: its vectors are in a BAR; what config space shows of it is the hardware's.
compare "$NVME" nvme 'irq enable msix'
compare "$NET" e1000e 'irq enable msix'

barsh -q -c restore >out 2>&1 || fail "restore: $(cat out)"
same "drivers of slot 1f" "lpc_ich ahci i801_smbus snd_hda_intel" \
	"$(driver_of 0000:00:1f.0) $(driver_of $AHCI) $(driver_of $SMBUS) $(driver_of "$HDA")"
