#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: run.sh PROGRAM [FILE.exp...]   the prompt, on a pseudo-terminal; needs expect
set -u

[ $# -gt 0 ] || { echo "usage: run.sh PROGRAM [FILE.exp...]" >&2; exit 2; }
command -v expect >/dev/null || { echo "pty: skipped, expect is not installed"; exit 77; }
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "$1") || exit 2
shift
[ $# -gt 0 ] || set -- "$here/prompt.exp" "$here/editing.exp"

passed=0 failed=0
for file; do
	output=$(expect -c "set argv [list {$program}]; source {$here/lib.exp}; source {$file}
		puts \"\$passed passed, \$failed failed\"")
	echo "$output" | sed '$d'
	counts=$(echo "$output" | tail -1)
	case $counts in
	*passed*failed) ;;
	*) counts="0 passed, 1 failed" ;;
	esac
	passed=$((passed + ${counts%% *}))
	counts=${counts#*, }
	failed=$((failed + ${counts%% *}))
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
