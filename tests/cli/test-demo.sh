# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2154 # the variables are shared with lib.sh

it "brings up the simulated Tiger Lake, and shows the interrupts"
"$(dirname "$program")/mkfw" fw.ri
run -f "$here/../../scripts/examples/bring-up-tgl.tcl" fw.ri
wants 0
has "$out" ", booted"
has "$out" "ABI 3.22.1; MSI vector 0 fired"
has "$out" "  MSI vector 0 fired, 3 times in all"
