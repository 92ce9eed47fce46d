# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2034
# What every case starts with: . /lab/functions.sh
# A case ends with status 0 (passed), 77 (skipped: does not apply here) or anything else (failed).

# Where run-qemu.sh put the devices.
EDU=0000:00:03.0  # on the root bus, always there
EDU1=0000:01:00.0 # QEMU's edu1 below the port rp-edu: may be unplugged
NVME=0000:02:00.0 # MSI-X, function reset; a 16 MiB disk
NET=0000:03:00.0  # e1000e, QEMU's net0
RNG=0000:04:00.0  # QEMU's rng0, with AER
HDA=0000:00:1f.4  # QEMU's hda, in one group with the rest of slot 1f

fail() {
	echo "FAILED: $*"
	exit 1
}

skip() {
	echo "skipped: $*"
	exit 77
}

needs_barsh() {
	command -v barsh >/dev/null || skip "there is no barsh program in this guest"
}

# needs_variant NAME…: the case is about this shape of the machine (see run-qemu.sh)
needs_variant() {
	for variant; do
		[ "$variant" = "$LAB_VARIANT" ] && return 0
	done
	skip "for the machine with $*, this is $LAB_VARIANT"
}

# same WHAT EXPECTED GOT
same() {
	[ "$2" = "$3" ] || fail "$1: expected \"$2\", got \"$3\""
}

# driver_of BDF, group_of BDF: as sysfs says it; nothing when there is none
driver_of() {
	[ -e "/sys/bus/pci/devices/$1/driver" ] && basename "$(readlink "/sys/bus/pci/devices/$1/driver")"
}
group_of() {
	[ -e "/sys/bus/pci/devices/$1/iommu_group" ] &&
		basename "$(readlink "/sys/bus/pci/devices/$1/iommu_group")"
}

# wait_until SECONDS COMMAND…: true as soon as the command is
wait_until() {
	deadline=$(($(date +%s) + $1))
	shift
	until "$@"; do
		[ "$(date +%s)" -lt "$deadline" ] || return 1
		usleep 50000
	done
}

# unplug_edu1, plug_edu1: pull the device at $EDU1 out of the running machine, put it back. QEMU lets go of
# the old device a moment after the guest did, and says "duplicate" until then: ask again.
edu1_gone() {
	[ ! -e "/sys/bus/pci/devices/$EDU1" ]
}
edu1_back() {
	[ -e "/sys/bus/pci/devices/$EDU1" ]
}
unplug_edu1() {
	host monitor device_del edu1
	wait_until 20 edu1_gone || fail "$EDU1 is still there after device_del"
}
plug_edu1() {
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		host monitor device_add edu,id=edu1,bus=rp-edu
		wait_until 3 edu1_back && return
	done
	fail "$EDU1 did not come back after device_add"
}

# to_vfio BDF: give the function to vfio-pci, whoever has it now
to_vfio() {
	echo vfio-pci >"/sys/bus/pci/devices/$1/driver_override"
	[ -e "/sys/bus/pci/devices/$1/driver" ] && echo "$1" >"/sys/bus/pci/devices/$1/driver/unbind"
	echo "$1" >/sys/bus/pci/drivers_probe
	[ "$(driver_of "$1")" = vfio-pci ]
}

# session EXPECTED-FILE [BARSH-OPTION…] <SCRIPT: feed it to barsh and compare all that is said, without
# line numbers, times and group numbers (T and N stand for them). Since 7.3 vfio-pci has ERR for every device,
# not for those on PCI Express only: left out where it is off.
session() {
	expected=$1
	shift
	barsh -k "$@" >session.out 2>&1
	sed '/^ERR .*off$/d; s/^stdin:[0-9]*: //; s/, [0-9.]* [mun]*s\($\|;\)/, T\1/; s/group [0-9]*/group N/g' session.out |
		diff "$expected" - || fail "the session differs"
}

# to_native BDF DRIVER: give it back
to_native() {
	echo >"/sys/bus/pci/devices/$1/driver_override"
	[ "$(driver_of "$1")" = "$2" ] && return
	[ -e "/sys/bus/pci/devices/$1/driver" ] && echo "$1" >"/sys/bus/pci/devices/$1/driver/unbind"
	echo "$1" >"/sys/bus/pci/drivers/$2/bind"
}

# records: of what functions were before bind, those that barsh keeps
records() {
	for record in /run/barsh/bound-*; do
		[ -e "$record" ] && basename "$record"
	done
}
