# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# A bind that is killed anywhere is undone by another process: nothing but the records on disk and what the
# kernel shows is needed.
. /lab/functions.sh
needs_barsh
needs_variant iommu

drivers() {
	echo "$(driver_of 0000:00:1f.0), $(driver_of 0000:00:1f.2), $(driver_of 0000:00:1f.3), $(driver_of "$HDA")"
}
native="lpc_ich, ahci, i801_smbus, snd_hda_intel"

# Once undisturbed, so that modules are loaded.
barsh -q -c "bind $HDA" >/dev/null || fail "bind failed"
barsh -q -c restore >/dev/null || fail "restore failed"

# The first change comes after the records: kill at moments spread over all that follows.
seen=
for round in 0 1 2 3 4 5 6 7 8 9; do
	barsh -q -c "bind $HDA" >/dev/null 2>&1 &
	pid=$!
	wait_until 10 test -e /run/barsh/.half -o -e /run/barsh/bound-0000:00:1f.0 || fail "no record appeared"
	usleep $((round * round * 8000))
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
	seen="$seen
round $round: $(drivers)"
	barsh -q -c restore >out 2>&1 || fail "round $round, restore: $(cat out)"
	same "drivers after round $round" "$native" "$(drivers)"
	same "overrides after round $round" "(null) (null) (null) (null) " \
		"$(cat /sys/bus/pci/devices/0000:00:1f.[0234]/driver_override | tr '\n' ' ')"
	same "records after round $round" "" "$(records)"
done
# Where the kills fell is the scheduler's choice; tests/unit/test_bind.c kills at each write in turn.
echo "drivers at the moment of the kill:$seen"

echo "- a damaged record: the kernel chooses"
barsh -q -c "bind $HDA" >/dev/null || fail "bind failed"
head -c 60 "/run/barsh/bound-$HDA" >half
cat half >"/run/barsh/bound-$HDA"
: >/run/barsh/bound-0000:00:1f.3
barsh -c restore || fail "restore with damaged records failed"
same "drivers" "$native" "$(drivers)"
