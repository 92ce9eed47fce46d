# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2153,SC2154 # the row's variables stand in front of this
# barsh itself boots the model, through the kernel's own vfio-pci: the image by DMA through the emulated IOMMU,
# MSI through an eventfd, in one go and stage by stage, again after a recovery, and in a process of its own each.
# In the order of names this comes before driver: the model is as firmware left it.
needs_barsh
before=$(driver_of "$BDF")
file=/lib/firmware/$FIRMWARE

# boots WHAT: session.out, the output of a session, has a whole boot for each line of the form "N stages in T, booted"
boots() {
	same "$1: boots" "$2" "$(grep -c ' stages in .*, booted$' session.out)"
}

# run_session WHAT BOOTS COMMAND…
run_session() {
	what=$1 wanted=$2
	shift 2
	echo "- $what"
	for command; do
		shift
		set -- "$@" -c "$command"
	done
	barsh "$BDF" "$@" >session.out 2>&1
	status=$?
	cat session.out
	[ "$EXPECT" = refused ] || same "$what: exit status" 0 $status
	boots "$what" "$wanted"
}

barsh -c "bind $BDF" || fail "bind"
same "driver after bind" vfio-pci "$(driver_of "$BDF")"

if [ "$EXPECT" = refused ]; then
	run_session "a refused image" 0 "boot run $file"
	grep -q 'verification failed' session.out || fail "the reason is not told"
else
	run_session "in one go, polling" 1 "boot run $file"
	run_session "with MSI, recovered, again" 2 "irq enable MSI" "boot run $file" "boot reset" "boot run" "irq counts" \
		"ipc version"
	grep -qE '^MSI +0 +[1-9]' session.out || fail "no interrupt came"
	run_session "stage by stage" 0 "irq enable MSI" "boot open $file" \
		'while {![catch {boot step}]} {}' 'boot status' 'ipc version'
	grep -qE '^\[.*\] alive +done' session.out || fail "not all stages are done"
	# what the last session left is what the next finds; Meteor Lake's driver in 6.1 expects a core that is off
	run_session "a firmware that runs is switched off first" 1 "boot run $file" "dsp off"
fi

barsh -c "restore $BDF" || fail "restore"
same "driver after restore" "$before" "$(driver_of "$BDF")"
same "override after restore" "(null)" "$(cat "/sys/bus/pci/devices/$BDF/driver_override")"
