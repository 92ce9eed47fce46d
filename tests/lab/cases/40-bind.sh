# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# The audio function shares its IOMMU group with the rest of slot 1f: bind moves what blocks the group,
# restore brings every driver back, also in another process.
. /lab/functions.sh
needs_barsh
needs_variant iommu

drivers() {
	echo "$(driver_of 0000:00:1f.0), $(driver_of 0000:00:1f.2), $(driver_of 0000:00:1f.3), $(driver_of "$HDA")"
}
overrides() {
	cat /sys/bus/pci/devices/0000:00:1f.[0234]/driver_override | tr '\n' ' '
}
native="lpc_ich, ahci, i801_smbus, snd_hda_intel"
power=$(cat "/sys/bus/pci/devices/$HDA/power/control")
same "drivers at the start" "$native" "$(drivers)"

echo "- group"
barsh -c "group $HDA" -c "puts [group $HDA]" >out || fail "group failed"
cat out
grep -q 'not viable' out || fail "the group is called viable"
same "functions that block" 4 "$(grep -c ' blocks$' out)"
same "result for scripts" "0000:00:1f.0 0000:00:1f.2 0000:00:1f.3 0000:00:1f.4" "$(tail -n 1 out)"

echo "- before"
barsh -q -c "attach $HDA" 2>err
same "exit status of attach to a function on its driver" 3 $?
cat err
grep -q "^hint: .*bind $HDA" err || fail "attach does not say to bind it"

echo "- dry run"
barsh -c "bind 00:1f.4 -dry-run" >out || fail "bind -dry-run failed"
cat out
same "moves" "2 2" "$(grep -c -e '-> vfio-pci' out) $(grep -c -e '-> no driver' out)"
same "drivers after a dry run" "$native" "$(drivers)"
[ ! -e "/run/barsh/bound-$HDA" ] || fail "a dry run left a record"

echo "- bind, which loads the modules; attach, read, restore"
rmmod vfio_pci
rmmod vfio_iommu_type1
[ ! -e /sys/bus/pci/drivers/vfio-pci ] || fail "vfio-pci is still loaded"
barsh -c "bind 00:1f.4" >out 2>&1 || fail "bind failed: $(cat out)"
cat out
same "drivers after bind" ", vfio-pci, , vfio-pci" "$(drivers)"
same "mode of the records" 600 "$(stat -c %a "/run/barsh/bound-$HDA")"
# GCAP of the ICH9 controller as QEMU has it: 4 output and 4 input streams, 64-bit
same "GCAP" 0x4401 "$(barsh -q -c "attach $HDA" -c 'rd.16 bar0+0' | tail -n 1)"
barsh -c "bind 00:1f.4" -c "group $HDA" -c "restore -dry-run" -c "restore $HDA" >out 2>&1 || {
	cat out
	fail "a second bind, group and restore failed"
}
cat out
same "group, while bound" 1 "$(grep -c ', viable' out)"
same "drivers after restore" "$native" "$(drivers)"
same "overrides after restore" "(null) (null) (null) (null) " "$(overrides)"
same "power/control after restore" "$power" "$(cat "/sys/bus/pci/devices/$HDA/power/control")"
same "records after restore" "" "$(records)"

echo "- one session: nothing to restore; bind, attach, refusal to restore what is open, restore"
barsh -k -c restore -c "bind $HDA" -c "attach $HDA" -c restore -c detach -c restore >out 2>&1
cat out
same "a second restore" "nothing to restore" "$(head -n 1 out)"
same "functions not restored while the group is open" 4 "$(grep -c 'not restored: this session' out)"
same "drivers after restore" "$native" "$(drivers)"

echo "- wrong functions"
barsh -k -c "bind 00:05.0" -c "bind 00:1f.0" -c "bind 00:0d.0" >out 2>&1
same "exit status for functions that cannot be bound" 3 $?
cat out
same "errors" 3 "$(grep -c ^error: out)"
same "drivers after refusals" "$native" "$(drivers)"
