# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2153,SC2154 # the row's variables stand in front of this
# Linux's driver suspends the DSP when nothing plays (runtime power management) and resumes it to play: the
# firmware is then started from the memory that the DSP kept (IMR boot), and no image is sent.

power=/sys/bus/pci/devices/$BDF/power
is_suspended() {
	[ "$(cat "$power/runtime_status")" = suspended ]
}

dmesg -c >/dev/null
load_driver
echo 'func hda_dsp_cl_boot_firmware +p' >/proc/dynamic_debug/control
bind_driver && wait_until 40 is_settled
dmesg -c >dmesg.txt
has_card || give_up "no sound card"
echo auto >"$power/control"
for codec in /sys/bus/hdaudio/devices/*/power; do
	echo auto >"$codec/control"
	echo 100 >"$codec/autosuspend_delay_ms" 2>/dev/null
done
wait_until 25 is_suspended || {
	dmesg
	grep . /sys/bus/hdaudio/devices/*/power/runtime_* "$power"/runtime_*
	give_up "the DSP is not suspended"
}
pcmplay /dev/snd/pcmC0D0p 24 || {
	dmesg
	give_up "playing after resume"
}
dmesg -c >dmesg.txt
grep -E 'IMR|boot complete' dmesg.txt
grep -q 'booting from IMR' dmesg.txt || give_up "the DSP was not started from IMR"
grep -q 'firmware boot complete' dmesg.txt || give_up "the firmware did not boot"
unload_driver || exit 1
exit 0
