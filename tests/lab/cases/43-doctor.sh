# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC3045 # busybox knows ulimit -l
# doctor answers the questions of every week, and what it says to type helps. A user without root attaches
# to the group that bind gave them.
. /lab/functions.sh
needs_barsh
needs_variant iommu
to_native "$HDA" snd_hda_intel

# says NAME WORDS: the line of that finding has them
says() {
	grep -F "$1" out | grep -qF "$2" || fail "$1: nothing about \"$2\""
}

echo "- on its driver"
barsh -c "doctor $HDA" >out 2>&1
same "exit status" 3 $?
cat out
says iommu "ok      iommu                on, "
says "interrupt remapping" "ok "
says "command line" intel_iommu=on
says translation "translated"
says driver "MISSING driver               snd_hda_intel has it"
says viability "0000:00:1f.0 (lpc_ich), 0000:00:1f.2 (ahci), 0000:00:1f.3 (i801_smbus)"
says "bus mastering" "by its driver snd_hda_intel"
says error: "$HDA is not ready for VFIO: driver, viability"

echo "- bound, as the fix says"
fix=$(sed -n 's/^ *fix: \(bind .*\)/\1/p' out | head -n 1)
barsh -q -c "$fix" >/dev/null || fail "the fix '$fix' does not work"
barsh -c "doctor $HDA" >out 2>&1 || fail "still something missing: $(cat out)"
cat out
says driver "ok      driver               vfio-pci"
says "bus mastering" "off"
says power "(power/control auto)"
grep MISSING out && fail "something is called missing"

echo "- for a user"
mkdir -p /etc
grep -qs '^lab:' /etc/passwd || echo 'lab:x:1000:1000::/tmp:/bin/sh' >>/etc/passwd
as_user() {
	start-stop-daemon -S -c lab -x /usr/local/bin/barsh -- "$@" >out 2>&1
}
as_user -c "doctor $HDA"
same "exit status for a user without the right to the group" 3 $?
says "group node" "MISSING group node           /dev/vfio/$(group_of "$HDA") may not be opened by this user"
barsh -q -c "bind $HDA -user nobody-here" 2>err && fail "an unknown user was taken"
cat err
barsh -c "bind $HDA -user lab" || fail "bind -user failed"
(
	ulimit -l 2048
	as_user -c "doctor $HDA" || fail "doctor, for the user: $(cat out)"
	says memlock "DMA buffers of this user may have 2 MiB in all"
	as_user -c "attach $HDA" -c 'rd.16 bar0+0' -c 'dma alloc a 1m' -c 'dma alloc b 2m' && fail "4 MiB within 2 MiB"
	cat out
	grep -qx 0x4401 out || fail "the user cannot read a register"
	says "cannot be locked" "the memlock limit is 2 MiB"
) || exit 1
as_user -c restore && fail "a user restored drivers"
cat out
barsh -q -c restore >/dev/null || fail "restore"

echo "- why vfio-pci refused: a bridge with a driver_override"
barsh -c "doctor 00:05.0" >out 2>&1 && fail "a bridge is called ready"
says driver "a bridge, which vfio-pci refuses (header type 1, -22)"
