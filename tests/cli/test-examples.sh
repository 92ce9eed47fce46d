# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2034,SC2154 # the variables are shared with lib.sh

# Every command's example, as help shows it, on the simulated device, in an empty folder.
run -c 'help -as examples'
cp "$out" "$scratch/examples"
grep '^@ ' "$scratch/examples" >"$scratch/rows"
while read -r _ spec name; do
	it "runs the example of $name"
	awk -v row="@ $spec $name" '/^@ / { on = $0 == row; next } on' "$scratch/examples" >example.tcl
	run "$spec" -f example.tcl
	wants 0
	[ -s example.tcl ] || complain "there is none"
done <"$scratch/rows"
