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

# table NAME: what gen-NAME.tcl writes
table() {
	# shellcheck disable=SC2086 # words
	(cd "$work" && env -i PATH="$PATH" HOME="$work" LC_ALL=C "$program" -q -f "$top/scripts/dev/gen-$1.tcl" "$work/$1" $images) \
		>"$work/log" 2>&1 || { tail -3 "$work/log" >&2; echo "gen-faults: gen-$1.tcl failed" >&2; exit 1; }
}

table mutations
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
