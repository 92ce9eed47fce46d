# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2153,SC2154 # the row's variables stand in front of this
# What stands in front of every case of a row: Linux's driver, as the row has it.
. /lab/functions.sh

DRIVER=sof-audio-pci-intel-${MODULE##*-}

has_card() {
	grep -q '^ *0 ' /proc/asound/cards
}
has_failed() {
	dmesg | grep -q -E 'sof_probe_work failed|failed to instantiate card'
}
is_settled() {
	has_card || has_failed
}

# The module decides when it is loaded which driver a DSP gets; a later option is lost.
load_driver() {
	modprobe snd_intel_dspcfg dsp_driver=3 || fail "no snd_intel_dspcfg"
	if [ "$IPC" = 3 ]; then
		modprobe snd_sof_pci || fail "no snd_sof_pci"
	else
		modprobe snd_sof_pci ipc_type=1 fw_path="$(dirname "$FIRMWARE")" \
			fw_filename="$(basename "$FIRMWARE")" tplg_path="$(dirname "$TOPOLOGY")" \
			tplg_filename="$(basename "$TOPOLOGY")" || fail "no snd_sof_pci"
	fi
	# The slots are alike: only the one of this row is to be bound.
	echo 0 >/sys/bus/pci/drivers_autoprobe
	modprobe "$MODULE" || fail "no $MODULE"
	# There is no udev here that would load these when the driver asks.
	modprobe snd-hda-codec-generic
	modprobe snd-soc-skl_hda_dsp
	modprobe snd-soc-dmic
	echo 'func snd_sof_run_firmware +p' >/proc/dynamic_debug/control
}

# Away with the driver, and with all modules that took the row's options.
unload_driver() {
	[ "$(driver_of "$BDF")" != "$DRIVER" ] || echo "$BDF" >"/sys/bus/pci/drivers/$DRIVER/unbind"
	# a module that others use goes when they have
	for _ in $(seq 20); do
		lsmod | awk '/^(snd_sof|soundwire|snd_soc_sdw|snd_intel_dspcfg)/ && $3 == 0 { print $1 }' | while read -r module; do
			rmmod "$module"
		done
		[ -e /sys/module/snd_sof_pci ] || [ -e /sys/module/snd_intel_dspcfg ] || return 0
	done
	echo "snd_sof_pci and snd_intel_dspcfg, which have the row's options, do not go:"
	lsmod
	return 1
}

# The driver waits 100 ms for the controller's reset and then does not look again: a guest that stands still for
# so long, on a loaded machine, misses it. A controller that does not come out of reset never does.
bind_driver() {
	for try in 1 2 3; do
		echo "$BDF" >"/sys/bus/pci/drivers/$DRIVER/bind" && return 0
		dmesg | tail -n 5 | grep -E 'failed to (ready|reset) HDA controller' || return 1
		echo "try $try: the guest stood still?"
	done
	return 1
}

give_up() {
	cat dmesg.txt
	unload_driver
	fail "$*"
}
