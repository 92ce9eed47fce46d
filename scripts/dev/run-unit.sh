#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: run-unit.sh PROGRAM [CRITERION-OPTION…]
#
# Run a Criterion program and end with "N passed, N failed, N skipped". Criterion itself says nothing of
# tests that skip; its TAP report does. A test that hangs is ended after two minutes.
set -u
program=$1
shift
tap=$(mktemp)
trap 'rm -f "$tap"' EXIT
"$program" -j"$(nproc)" --timeout 120 --tap="$tap" "$@"
status=$?
awk '
/^ok .*# SKIP/ {
	skipped++
	sub(/^ok - /, "")
	sub(/ +# SKIP/, ":")
	print "skip " $0
	next
}
/^ok / { passed++ }
/^not ok / { failed++ }
END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped }' "$tap"
exit $status
