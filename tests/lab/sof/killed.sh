# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2153,SC2154 # the row's variables stand in front of this
# A session that binds the DSP, boots it and powers it down over and over is killed at a random moment, KILLS
# times. Each time another process puts the driver back with nothing but the records on disk, and the next
# session finds whatever state the DSP was left in. LAB_KILLS (8) and LAB_SEED are those of run-qemu.sh; a
# hundred need LAB_CASE_SECONDS=900.
. /lab/functions.sh

DRIVER=snd_hda_intel
KILLS=${LAB_KILLS:-8} SEED=${LAB_SEED:-$(date +%s)}

# The legacy driver, because it takes a second, not five, to take the function back.
modprobe snd_intel_dspcfg dsp_driver=1 || fail "no snd_intel_dspcfg"
modprobe snd-hda-codec-generic || fail "no codec module"
echo 0 >/sys/bus/pci/drivers_autoprobe # the DSPs of other rows are not for it
modprobe "$MODULE" || fail "no $MODULE"
is_native() {
	[ "$(driver_of "$BDF")" = "$DRIVER" ]
}
echo "$BDF" >/sys/bus/pci/drivers_probe
wait_until 20 is_native || fail "the driver does not take $BDF: $(dmesg | tail -n 5)"

cat >session.tcl <<SESSION
bind $BDF
attach $BDF
upd COMMAND Mem=1 BusMaster=1
irq enable MSI 1
dma alloc scratch 64k
while 1 {
	boot reset
	boot run /lib/firmware/$FIRMWARE
}
SESSION

# How far the session came, from what it said; the moments are spread over the whole of it.
where() {
	awk '/^\[ *[0-9]+\// { stage = $0; sub(/^\[[^]]*\] */, "", stage); sub(/ .*/, "", stage); boots += stage == "alive" }
		END { if (stage == "") stage = NR > 0 ? "attached" : "before the first word"; print stage ", " boots + 0 " boots" }' said
}
echo "seed $SEED"
round=0
while [ $((round += 1)) -le "$KILLS" ]; do
	ms=$(awk -v seed=$((SEED + round)) 'BEGIN { srand(seed); print int(rand() * 1500) }')
	barsh -f session.tcl >said 2>&1 &
	pid=$!
	usleep $((ms * 1000))
	kill -9 $pid 2>/dev/null || fail "round $round: the session ended by itself: $(cat said)"
	wait $pid 2>/dev/null
	echo "round $round, killed after $ms ms: $(where)"
	barsh -q -c restore >out 2>&1 || fail "round $round, restore: $(cat out)"
	wait_until 10 is_native || fail "round $round: the driver is $(driver_of "$BDF") after restore: $(cat out)"
	same "override after round $round" "(null)" "$(cat "/sys/bus/pci/devices/$BDF/driver_override")"
	same "records after round $round" "" "$(records)"
done

echo "- and it boots again"
barsh -q -c "bind $BDF" -c "attach $BDF" -c 'upd COMMAND Mem=1 BusMaster=1' -c 'irq enable MSI 1' -c 'boot reset' \
	-c "boot run /lib/firmware/$FIRMWARE" -c 'boot reset' >said 2>&1 || fail "the last boot: $(cat said)"
barsh -q -c restore || fail "the last restore"
same "driver at the end" $DRIVER "$(driver_of "$BDF")"
echo "$BDF" >"/sys/bus/pci/drivers/$DRIVER/unbind"
rmmod "$MODULE"
rmmod snd_intel_dspcfg 2>/dev/null
exit 0
