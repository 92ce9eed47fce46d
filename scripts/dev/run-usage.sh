#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: run-usage.sh [--update] PROGRAM [FILE.md...]   (nothing named: USAGE.md)
#
# Every block that is fenced with ```barsh in the documentation is a transcript: it is run and compared as
# run-transcripts.sh does. --update writes what the program prints now into the documentation.
set -u
update=
[ "${1-}" = --update ] && { update=1; shift; }
[ $# -gt 0 ] || { echo "usage: run-usage.sh [--update] PROGRAM [FILE.md...]" >&2; exit 2; }
top=$(cd "$(dirname "$0")/../.." && pwd)
program=$1
shift
[ $# -gt 0 ] || set -- "$top/USAGE.md"
blocks=$(mktemp -d) || exit 2
trap 'rm -rf "$blocks"' EXIT
trap 'exit 130' INT TERM

# The block that begins on line N of FILE.md becomes FILE-line-N.t.
for file; do
	awk -v out="$blocks/$(basename "$file" .md)-line-" '
	/^```$/ { name = "" }
	name { print > name }
	/^```barsh$/ { name = sprintf("%s%04d.t", out, NR + 1); printf "" > name }' "$file"
done
if [ -z "$update" ]; then
	"$top/scripts/dev/run-transcripts.sh" "$program" "$blocks"/*.t
	exit
fi
"$top/scripts/dev/run-transcripts.sh" --update "$program" "$blocks"/*.t
for file; do
	awk -v in_="$blocks/$(basename "$file" .md)-line-" '
	/^```$/ { inside = 0 }
	!inside { print }
	/^```barsh$/ {
		inside = 1
		name = sprintf("%s%04d.t", in_, NR + 1)
		while ((getline line < name) > 0)
			print line
	}' "$file" >"$blocks/new" && cat "$blocks/new" >"$file"
done
