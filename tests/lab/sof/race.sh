# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2153,SC2154 # the row's variables stand in front of this
# Ten rounds: Linux's driver boots the model, then barsh does by polling, then barsh with MSI. All on one model in
# one run, and in turns, so that what else the host does meets all three. race-after.sh judges the model's trace.
needs_barsh

dmesg -c >/dev/null
load_driver
round=1
while [ $round -le 10 ]; do
	bind_driver && wait_until 40 is_settled
	# the driver's last words to the firmware
	usleep 200000
	dmesg -c >dmesg.txt
	has_card || give_up "no sound card in round $round"
	echo "$BDF" >"/sys/bus/pci/drivers/$DRIVER/unbind"
	barsh -c "bind $BDF" -c "attach $BDF" -c "boot run /lib/firmware/$FIRMWARE" -c 'dsp off' -c 'irq enable MSI' \
		-c 'boot run' -c 'dsp off' -c detach -c "restore $BDF" >session.out 2>&1 || {
		cat session.out
		fail "round $round of barsh"
	}
	round=$((round + 1))
done
cat session.out
unload_driver
