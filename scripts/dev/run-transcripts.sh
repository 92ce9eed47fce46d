#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: run-transcripts.sh [--update] PROGRAM [TRANSCRIPT...]   (nothing named: tests/transcripts/*.t)
#
# A transcript is a session and its own expected output. The lines after "barsh> " and "  ...> " are fed
# to PROGRAM, which echoes them; everything it prints, errors included, is compared with the transcript.
# --update rewrites the transcripts instead: read the diff before you commit it.
#
# Lines at the top of a transcript, not part of the session:
#   # args: WORD...     further options of the program, or a device
#   # env: NAME=VALUE   a variable of its environment; may be repeated
#   # setup: COMMAND    run by sh in the scratch folder first (the build's own tools are in PATH)
# The last line "# exit N" stands for an exit status other than 0 and 1.
# The session runs in an empty scratch folder, where `data` leads to tests/data and `examples` to
# scripts/examples. With "# args: -f FILE" it is FILE that runs, and the transcript is its echo.
set -u

update=
[ "${1-}" = --update ] && { update=1; shift; }
[ $# -gt 0 ] || { echo "usage: run-transcripts.sh [--update] PROGRAM [TRANSCRIPT...]" >&2; exit 2; }
top=$(cd "$(dirname "$0")/../.." && pwd)
program=$(realpath "$1") || exit 2
shift
[ $# -gt 0 ] || set -- "$top"/tests/transcripts/*.t

scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

# directive NAME FILE: the values of "# NAME: value" lines at the top of a transcript
directive() {
	sed -n "/^# [a-z]*:/!q; s/^# $1: *//p" "$2"
}

# run TRANSCRIPT >OUTPUT: the session as the program has it
run() {
	home=$scratch/home
	work=$scratch/work
	rm -rf "$home" "$work"
	mkdir -p "$home" "$work"
	[ -d "$top/tests/data" ] && ln -s "$top/tests/data" "$work/data"
	ln -s "$top/scripts/examples" "$work/examples"
	sed -n '/^# [a-z]*:/!q; p' "$1"
	sed -n 's/^barsh> //p; s/^  \.\.\.> //p' "$1" >"$scratch/input"
	path=$(dirname "$program"):$PATH
	setup=$(directive setup "$1")
	if [ -n "$setup" ] && ! (cd "$work" && PATH=$path sh -ec "$setup") >"$scratch/setup" 2>&1; then
		echo "# setup failed"
		cat "$scratch/setup"
		return
	fi
	directive env "$1" >"$scratch/env"
	args=$(directive args "$1")
	(
		cd "$work" || exit 2
		# shellcheck disable=SC2086 # the words of "# args:" are words
		set -- "$program" --echo -k $args
		while read -r assignment; do
			set -- "$assignment" "$@"
		done <"$scratch/env"
		exec env -i PATH="$path" HOME="$home" LC_ALL=C TERM=dumb \
			ASAN_OPTIONS="${ASAN_OPTIONS-}" "$@" <"$scratch/input"
	) 2>&1
	status=$?
	[ $status -le 1 ] || echo "# exit $status"
}

passed=0 failed=0
for transcript; do
	name=$(basename "$transcript")
	run "$transcript" >"$scratch/got"
	if [ -n "$update" ]; then
		cmp -s "$scratch/got" "$transcript" || { cp "$scratch/got" "$transcript"; echo "updated $name"; }
	elif diff -u --label "$name" --label "now" "$transcript" "$scratch/got" >"$scratch/diff"; then
		passed=$((passed + 1))
		echo "ok   $name"
	else
		failed=$((failed + 1))
		cat "$scratch/diff"
		echo "FAIL $name"
	fi
done
[ -n "$update" ] || echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
