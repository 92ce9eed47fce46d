# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# The lab itself: a case can pull a device out of the running machine, and put it back.
. /lab/functions.sh
gone() {
	[ ! -e "/sys/bus/pci/devices/$EDU1" ]
}
back() {
	[ -e "/sys/bus/pci/devices/$EDU1" ]
}
back || fail "no second edu at $EDU1"
host monitor device_del edu1
wait_until 20 gone || fail "$EDU1 is still there after device_del"
host monitor device_add edu,id=edu1,bus=rp-edu
wait_until 20 back || fail "$EDU1 did not come back after device_add"
host no such action && fail "an unknown action was accepted"
exit 0
