#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: run.sh PROGRAM [TEST...]   the command line of the program: options, statuses, streams
# shellcheck disable=SC2034,SC2154 # the variables are shared with lib.sh
set -u

[ $# -gt 0 ] || { echo "usage: run.sh PROGRAM [TEST...]" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "$1") || exit 2
shift
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
out=$scratch/out err=$scratch/err
true >"$out" 2>"$err"

. "$here/lib.sh"
[ $# -gt 0 ] || set -- "$here"/test-*.sh
for file; do
	# shellcheck source=/dev/null
	. "$file"
done
finish_test
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
