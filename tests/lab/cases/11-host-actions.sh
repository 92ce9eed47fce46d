# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# The lab itself: a case can pull a device out of the running machine, and put it back.
. /lab/functions.sh
edu1_back || fail "no second edu at $EDU1"
unplug_edu1
plug_edu1
host no such action && fail "an unknown action was accepted"
exit 0
