#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: gen-faults.sh [-check] PROGRAM      (mkfw lies beside it)
#
# Write the tables of FAULTS.md: what is between the markers is what the simulated DSPs do now.
# -check: write nothing, fail when a table is not current.
set -eu

check=
[ "${1-}" = -check ] && { check=1; shift; }
[ $# -eq 1 ] || { echo "usage: gen-faults.sh [-check] PROGRAM" >&2; exit 2; }
program=$(realpath "$1")
mkfw=$(dirname "$program")/mkfw
cd "$(dirname "$0")/../.."
top=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One of each kind: a model takes the first that it boots.
images=
for kind in "-3 cavs2" "-3 cavs1" "-4 cavs2" "-4 ace" "-4 avs15"; do
	name=$(printf %s "$kind" | tr -d ' ').ri
	# shellcheck disable=SC2086 # two words
	"$mkfw" $kind "$work/x$name"
	images="$images x$name"
done

# barsh NAME WORD…: run gen-NAME.tcl in the scratch folder; what it prints is in NAME.log
barsh() {
	name=$1
	shift
	(cd "$work" && env -i PATH="$PATH" HOME="$work" LC_ALL=C "$program" -q -f "$top/scripts/dev/gen-$name.tcl" "$@") \
		>"$work/$name.log" 2>"$work/errors" ||
		{ tail -3 "$work/errors" >&2; echo "gen-faults: gen-$name.tcl failed" >&2; exit 1; }
}

# shellcheck disable=SC2086 # words
barsh mutations "$work/mutations" $images
# shellcheck disable=SC2086 # words
barsh orders "$work/orders" $images
barsh matrix tgl x-3cavs2.ri x-4ace.ri
awk -f scripts/dev/gen-matrix.awk "$work/matrix.log" >"$work/matrix"
awk -v folder="$work" '
/^<!-- end of / { inside = 0 }
!inside { print }
/^<!-- table / {
	inside = 1
	while ((getline line < (folder "/" $3)) > 0)
		print line
}' FAULTS.md >"$work/FAULTS.md"
if [ -n "$check" ]; then
	diff -u FAULTS.md "$work/FAULTS.md" && { echo "ok   FAULTS.md"; echo "1 passed, 0 failed"; exit 0; }
	echo "gen-faults: not current: run scripts/dev/gen-faults.sh $1, and read the diff" >&2
	echo "0 passed, 1 failed"
	exit 1
fi
cp "$work/FAULTS.md" FAULTS.md
