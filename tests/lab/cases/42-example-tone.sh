# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# scripts/examples/hda-tone.tcl on the ICH9 HD-Audio controller with the codec hda-duplex. What was heard
# is judged outside, after the machine is off: tests/lab/after/42-example-tone.sh.
. /lab/functions.sh
needs_barsh
needs_variant iommu

# All of slot 1f is one group: no sibling may keep its driver.
siblings="0000:00:1f.0 0000:00:1f.2 0000:00:1f.3"
for sibling in $siblings; do
	driver_of "$sibling" >"driver.${sibling#*.}"
	echo "$sibling" >"/sys/bus/pci/devices/$sibling/driver/unbind"
done
to_vfio "$HDA" || fail "vfio-pci did not take $HDA"
barsh -f /usr/local/share/barsh/examples/hda-tone.tcl "$HDA" >out 2>&1 || fail "$(cat out)"
cat out
grep -q '^codec 0: vendor and device 0x1af4' out || fail "QEMU's codec was not found"
grep -qx 'from converter 2 to pin 3 by way of: 3 2' out || fail "another way through the codec than it has"
same "buffers that were played" 24 "$(sed -n 's/^positions: //p' out | wc -w)"
for sibling in $siblings; do
	echo "$sibling" >"/sys/bus/pci/drivers/$(cat "driver.${sibling#*.}")/bind"
done
to_native "$HDA" snd_hda_intel
