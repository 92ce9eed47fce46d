#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: tally.sh NAME COMMAND…   run a test runner, pass its output through, note its counts
#        tally.sh -total          print the noted counts and their sum, forget them; status 1 if any failed
#
# A runner ends with "N passed, N failed" (", N skipped"). One that counts nothing is one test: skipped with
# status 77, passed with 0, else failed; one that fails without a failed test has one. A run of a runner
# always has status 0, so that the runners after it run too: the total is the verdict.
# The counts are kept in $TALLY.
set -u
: "${TALLY:?tally.sh: set TALLY to the file that keeps the counts}"

if [ "$1" = -total ]; then
	awk '
	{ passed += $2; failed += $3; skipped += $4; printf "%-12s %s passed, %s failed, %s skipped\n", $1, $2, $3, $4 }
	END {
		printf "%d passed, %d failed", passed, failed
		printf skipped ? ", %d skipped\n" : "\n", skipped
		exit failed > 0 || passed == 0
	}' "$TALLY"
	status=$?
	rm -f "$TALLY"
	exit $status
fi

name=$1
shift
mkdir -p "$(dirname "$TALLY")"
log=$TALLY.$name
# A pipe would hide the status of the runner.
{
	"$@" </dev/null 2>&1
	echo $? >"$log.status"
} | tee "$log"
awk -v name="$name" -v status="$(cat "$log.status")" '
/^[0-9]+ passed, [0-9]+ failed/ {
	passed = $1
	failed = $3
	skipped = $6 == "skipped" ? $5 : 0
	counted = 1
}
END {
	if (status == 77 && !counted)
		skipped = 1
	else if (status != 0 && failed == 0)
		failed = 1
	else if (!counted)
		passed = 1
	print name, passed + 0, failed + 0, skipped + 0
}' "$log" >>"$TALLY"
rm -f "$log" "$log.status"
