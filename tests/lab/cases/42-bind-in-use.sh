# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# What is in use is not taken away: a mounted disk, a network interface with an address, an open sound card.
# -force does it all the same, and restore brings it back.
. /lab/functions.sh
needs_barsh
needs_variant iommu

echo "- a mounted disk"
to_native "$NVME" nvme
has_disk() {
	disk=$(basename /sys/bus/pci/devices/"$NVME"/nvme/nvme*/nvme*n1)
	[ -b "/dev/$disk" ]
}
wait_until 10 has_disk || fail "no disk behind $NVME"
mke2fs "/dev/$disk" >/dev/null || fail "mke2fs"
mkdir -p /tmp/disk
mount -t ext4 "/dev/$disk" /tmp/disk || fail "mount"
barsh -c "bind $NVME" >out 2>&1 && fail "a mounted disk was taken away"
cat out
grep -q "^error: $NVME is in use: $disk is mounted on /tmp/disk" out || fail "the reason is not the mount"
same "driver" nvme "$(driver_of "$NVME")"
umount /tmp/disk

echo "- the same disk as swap, and idle"
mkswap "/dev/$disk" >/dev/null || fail "mkswap"
swapon "/dev/$disk" || fail "swapon"
barsh -c "bind $NVME -dry-run" >out || fail "dry run"
swapoff "/dev/$disk"
grep "in use: $disk is swap space" out || fail "swap space is not seen: $(cat out)"
barsh -c "bind $NVME" -c restore || fail "the idle disk was refused"
same "driver" nvme "$(driver_of "$NVME")"

echo "- a network interface with an address"
to_native "$NET" e1000e
interface=$(ls "/sys/bus/pci/devices/$NET/net")
ifconfig "$interface" up
barsh -c "bind $NET -dry-run" >out || fail "dry run"
grep -q "in use" out && fail "without address it is called in use: $(cat out)"
ifconfig "$interface" 192.0.2.1 netmask 255.255.255.0
barsh -c "bind $NET" >out 2>&1 && fail "an interface with an address was taken away"
cat out
grep -q "^error: $NET is in use: $interface is up and has an address" out || fail "the reason is not the address"
barsh -c "bind $NET -force" || fail "-force did not help"
same "driver after -force" vfio-pci "$(driver_of "$NET")"
barsh -q -c restore >/dev/null || fail "restore"
same "driver after restore" e1000e "$(driver_of "$NET")"

echo "- an open sound card"
to_native "$HDA" snd_hda_intel
wait_until 10 test -c /dev/snd/pcmC0D0p
exec 9<>/dev/snd/pcmC0D0p || fail "no playback stream"
barsh -c "bind $HDA" >out 2>&1 && fail "an open sound card was taken away"
cat out
grep -q "^error: $HDA is in use: .*pcm" out || fail "the reason is not the stream"
grep -q "process $$ (sh) has /dev/snd/pcmC0D0p open" out || fail "the process is not named"
exec 9>&-

echo "- a process that has the group open"
if [ "$(driver_of "$EDU")" = vfio-pci ]; then
	echo "$EDU" >/sys/bus/pci/drivers/vfio-pci/unbind
	echo >"/sys/bus/pci/devices/$EDU/driver_override"
fi
barsh -q -c "bind $EDU" >/dev/null || fail "bind edu"
mkfifo hold
barsh -q -c "attach $EDU" - <hold >/dev/null 2>&1 &
pid=$!
exec 8>hold
has_group() {
	for fd in /proc/"$pid"/fd/*; do
		case $(readlink "$fd") in
		/dev/vfio/[0-9]*) return 0 ;;
		esac
	done
	return 1
}
wait_until 10 has_group || fail "the other barsh never attached"
barsh -c restore >out 2>&1 && fail "restore took an open group away"
cat out
grep -q "process $pid (barsh) has its group open" out || fail "the process is not named"
barsh -c "attach $EDU" 2>&1 | grep "process $pid" || fail "attach does not name the process"
exec 8>&-
wait $pid
barsh -q -c restore >/dev/null || fail "restore after the process ended"
same "records" "" "$(records)"
