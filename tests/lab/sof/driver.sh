# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2153,SC2154 # the row's variables stand in front of this
# Linux's own SOF driver, unmodified, probes the model. What the row expects:
#   card      it boots the image, loads the topology, registers the sound card and plays half a second
#   firmware  it boots the image and talks to the firmware; the topology is not for this kernel
#   refused   it says that it failed, and there is no card: what shows that the test can fail

dmesg -c >/dev/null
load_driver
bind_driver && wait_until 40 is_settled
usleep 200000
dmesg -c >dmesg.txt
case $EXPECT in
card)
	has_card || give_up "no sound card"
	grep -q 'firmware boot complete' dmesg.txt || give_up "the firmware did not boot"
	grep -q 'HDA Analog' /proc/asound/pcm || give_up "PCM devices: $(cat /proc/asound/pcm)"
	cat /proc/asound/cards /proc/asound/pcm
	pcmplay /dev/snd/pcmC0D0p 24 || {
		dmesg
		give_up "playing"
	}
	unload_driver || exit 1
	has_card && fail "the card is still there without its driver"
	dmesg >gone.txt
	grep -E 'error|fail|timed out|WARNING' gone.txt && fail "when the driver was taken away"
	;;
firmware)
	has_card && give_up "a sound card: the row may expect it now"
	grep -q 'firmware boot complete' dmesg.txt || give_up "the firmware did not boot"
	grep -E 'Booted firmware version|[Tt]opology' dmesg.txt
	unload_driver || exit 1
	;;
refused)
	has_card && give_up "a sound card in spite of $FAULT"
	grep -E 'failed to (boot|load|start) DSP' dmesg.txt || give_up "the driver does not say that it failed"
	unload_driver || exit 1
	;;
*) fail "$ROW expects $EXPECT" ;;
esac
exit 0
