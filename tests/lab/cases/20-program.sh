# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# The program runs in the guest with the libraries it was given.
. /lab/functions.sh
needs_barsh

barsh --version || fail "barsh --version ended with status $?"
barsh --help >/tmp/help || fail "barsh --help ended with status $?"
same "result of a statement on standard input" 3 "$(echo 'puts [expr {1 + 2}]' | barsh - 2>&1)"
