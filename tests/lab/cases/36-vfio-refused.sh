# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC3045 # busybox knows ulimit -l
# Why VFIO does not give a device, in our words: the real cause, and the fix works.
. /lab/functions.sh
needs_barsh
needs_variant iommu

# refused BDF WORDS…: attaching fails with all of the words, and with the status "not ready"
refused() {
	bdf=$1
	shift
	barsh -c "attach $bdf" >out 2>&1 && fail "$bdf was attached"
	cat out
	for words; do
		grep -qF "$words" out || fail "nothing is said of: $words"
	done
}

# Another driver has it.
to_native "$HDA" snd_hda_intel
refused "$HDA" "/dev/vfio/$(group_of "$HDA") does not exist: driver snd_hda_intel has $HDA, not vfio-pci" \
	"bind $HDA"

# Its siblings keep their drivers.
to_vfio "$HDA" || fail "vfio-pci did not take $HDA"
refused "$HDA" "IOMMU group $(group_of "$HDA") is not viable: it also holds" \
	"0000:00:1f.0 (lpc_ich)" "0000:00:1f.2 (ahci)" "0000:00:1f.3 (i801_smbus)"
# The fix by hand: a sibling without a driver is enough.
for sibling in 0000:00:1f.0 0000:00:1f.2 0000:00:1f.3; do
	driver_of $sibling >driver.${sibling#*.}
	echo $sibling >/sys/bus/pci/devices/$sibling/driver/unbind
done
barsh -c "attach $HDA" -c regions || fail "$HDA is still refused"
# The group is there, but that function is not for VFIO.
refused 0000:00:1f.2 "does not give 0000:00:1f.2: no driver has 0000:00:1f.2, it needs vfio-pci"
for sibling in 0000:00:1f.0 0000:00:1f.2 0000:00:1f.3; do
	echo $sibling >"/sys/bus/pci/drivers/$(cat driver.${sibling#*.})/bind"
done
to_native "$HDA" snd_hda_intel

# Somebody else has the group open.
to_vfio "$EDU" || fail "vfio-pci did not take $EDU"
sleep 60 9<>"/dev/vfio/$(group_of "$EDU")" &
holder=$!
refused "$EDU" "IOMMU group $(group_of "$EDU") is in use: process $holder (sleep) has it open"
kill $holder
wait $holder 2>/dev/null

# A user without the right to the group, and with it.
mkdir -p /etc
grep -qs '^lab:' /etc/passwd || echo 'lab:x:1000:1000::/tmp:/bin/sh' >>/etc/passwd
as_user() {
	start-stop-daemon -S -c lab -x /usr/local/bin/barsh -- "$@" >out 2>&1
}
as_user -c "attach $EDU" && fail "attached without the right to"
cat out
grep -qF "/dev/vfio/$(group_of "$EDU") may not be opened by this user" out || fail "EACCES is not explained"
chown 1000 "/dev/vfio/$(group_of "$EDU")"
as_user -c "attach $EDU" -c 'rd bar0+0' -c 'rd config+0xfc' -c 'dma alloc a 1m' || fail "$(cat out)"
cat out
same "edu's identification" 0x010000ed "$(sed -n 3p out)"

# Memory that may not be locked.
(
	ulimit -l 2048
	as_user -c "attach $EDU" -c 'dma alloc a 1m' -c 'dma alloc b 2m'
)
cat out
grep -qF '2 MiB more cannot be locked for DMA: the memlock limit is 2 MiB, 1 MiB are locked (VmLck)' out ||
	fail "the memlock limit is not explained"
grep -qF 'ulimit -l 3072' out || fail "the limit to set is not named"
(
	ulimit -l 3072
	as_user -c "attach $EDU" -c 'dma alloc a 1m' -c 'dma alloc b 2m'
) || fail "the limit that was named is not enough: $(cat out)"
chown 0 "/dev/vfio/$(group_of "$EDU")"

refused 0000:00:09.0 "there is no PCI function 0000:00:09.0"
refused 1234:11e8 "2 functions of this machine are 1234:11e8"
