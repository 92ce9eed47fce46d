#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: coverage.sh BUILD-FOLDER
# Of a build with --coverage that has run its tests: executed lines per file, fewest first, and in all.
set -u
cd "$(git rev-parse --show-toplevel)" || exit 1
find "$1" -name '*.gcno' ! -path '*/tests/*' -exec gcov -n {} + 2>/dev/null | awk '
/^File / { file = substr($2, 2, length($2) - 2); mine = file ~ /^(backend|commands|repl)\/.*\.c$/ }
/^Lines executed:/ && mine {
	split($0, part, /[:% ]+/)
	printf "%6.1f%% of %5d  %s\n", part[3], part[5], file | "sort -n"
	lines += part[5]
	run += part[3] * part[5] / 100
	mine = 0
}
END {
	close("sort -n")
	if (lines)
		printf "%6.1f%% of %5d  in all\n", 100 * run / lines, lines
}'
