#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: run.sh [-e EVERY] [-m MODE…] BARSH-FAULTS MKFW [SESSION…]
#
# Run each session (tests/faults/*.tcl) once for every call of the C library that barsh makes in it; in the
# Nth run the Nth call fails (inject.c tells how, and what the modes are; default: all of them).
# -e EVERY takes every EVERYth call only, a different set each day.
#
# A session that begins with "# serve: SPEC" finds that device served at ./socket; with "# inject: server"
# the calls fail there.
#
# A run passes when it ends by itself in 20 s without a crash or a sanitizer's word, and either says on
# stderr what went wrong or prints exactly what the undisturbed run prints (but for times). Out of memory may
# abort, after saying so. A session that begins with "# loose" may also leave out what it cannot read. Ends with "N passed, N failed".
set -u
here=$(cd "$(dirname "$0")" && pwd)
every=1 modes=
while getopts e:m: option; do
	case $option in
	e) every=$OPTARG ;;
	m) modes="$modes $OPTARG" ;;
	*) sed -n 's/^# usage/usage/p' "$0" >&2; exit 2 ;;
	esac
done
shift $((OPTIND - 1))
INJECT_BARSH=$(realpath "$1") mkfw=$(realpath "$2")
shift 2
[ $# -gt 0 ] || set -- "$here"/*.tcl
INJECT_TOP=$(mktemp -d) || exit 2
trap 'rm -rf "$INJECT_TOP"' EXIT
trap 'exit 130' INT TERM
export INJECT_BARSH INJECT_TOP
export ASAN_OPTIONS=exitcode=99 UBSAN_OPTIONS=exitcode=99 LC_ALL=C HOME="$INJECT_TOP/home" BARSH_DATA="$here/../../scripts"
mkdir "$HOME"
"$mkfw" "$INJECT_TOP/fw.ri" || exit 1

# one SESSION MODE N: a run; prints ok, or FAIL and why. N = 0: undisturbed, its output is kept.
cat >"$INJECT_TOP/one" <<'ONE'
session=$1 mode=$2 n=$3 name=$(basename "$1")
dir=$(mktemp -d "$INJECT_TOP/run.XXXXXX")
cd "$dir" || exit 1
cp "$INJECT_TOP/fw.ri" .
what="env INJECT_AT=$n INJECT_MODE=$mode INJECT_LOG=$dir/log"
in_client=$what in_server=
if grep -q '^# inject: server' "$session"; then
	in_client= in_server=$what
fi
spec=$(sed -n 's/^# serve: //p' "$session")
if [ -n "$spec" ]; then
	$in_server "$INJECT_BARSH" --serve socket "$spec" >/dev/null 2>err.server &
	server=$!
	tries=0
	while [ ! -S socket ] && kill -0 $server 2>/dev/null && [ $((tries += 1)) -lt 200 ]; do
		sleep 0.01
	done
fi
$in_client timeout -k 5 20 "$INJECT_BARSH" -f "$session" </dev/null >out.raw 2>err
status=$?
server_status=0
if [ -n "$spec" ]; then
	# without a client it waits for one: that is no hang, and ends with a signal
	kill -TERM $server 2>/dev/null
	(sleep 5; kill -KILL $server) >/dev/null 2>&1 &
	killer=$!
	wait $server
	server_status=$?
	kill $killer
	[ $server_status != 130 ] || server_status=0
	cat err.server >>err
fi
sed -E 's/ +[0-9.]+ (ns|us|ms|s)\b */ /g' out.raw >out
if [ "$n" = 0 ]; then
	mv out "$INJECT_TOP/$name.out"
	cat err >&2
	cp log "$INJECT_TOP/count"
	exit $((status + server_status))
fi
why=
for s in $status $server_status; do
	case $s in
	124 | 137) why='hangs' ;;
	99) why='sanitizer' ;;
	134) grep -q 'out of memory' err || why='aborts' ;;
	129 | 13[0-9] | 14[0-9]) why="killed by signal $((s - 128))" ;;
	esac
done
grep -qE 'Sanitizer|runtime error' err && why=sanitizer
# what a server always says is not a word about a failure
grep -vE '^(serving|sim:.* messages, 0 complaints)' err >said
# of a server's troubles the client sees one: lost interrupts, late answers
if [ -z "$why" ] && [ -z "$in_server" ] && ! grep -q '^# loose' "$session" && [ ! -s said ] && ! cmp -s out "$INJECT_TOP/$name.out"; then
	why='says nothing, prints something else'
fi
[ "$status" != 0 ] && [ -z "$why" ] && [ ! -s said ] && why="status $status without a word"
if [ -n "$why" ]; then
	echo "FAIL $name $mode $(cat log): $why"
	head -n 12 err | sed 's/^/  | /'
	diff "$INJECT_TOP/$name.out" out | head -n 4 | sed 's/^/  : /'
else
	echo ok
fi
cd / && rm -rf "$dir"
ONE

for session; do
	session=$(realpath "$session")
	name=$(basename "$session")
	for mode in ${modes:-fail forever short eintr}; do
		if ! sh "$INJECT_TOP/one" "$session" "$mode" 0 2>"$INJECT_TOP/err"; then
			echo "FAIL $name: does not run undisturbed" | tee -a "$INJECT_TOP/results"
			sed 's/^/  | /' "$INJECT_TOP/err"
			break
		fi
		calls=$(cat "$INJECT_TOP/count")
		echo "$name, $mode: $calls calls, every ${every}th"
		seq $((every > 1 ? $(date +%j | sed 's/^0*//') % every + 1 : 1)) "$every" "$calls" |
			xargs -P "$(nproc)" -n 1 sh "$INJECT_TOP/one" "$session" "$mode" >"$INJECT_TOP/part"
		grep -v '^ok' "$INJECT_TOP/part"
		cat "$INJECT_TOP/part" >>"$INJECT_TOP/results"
	done
done
passed=$(grep -c '^ok' "$INJECT_TOP/results")
failed=$(grep -c '^FAIL' "$INJECT_TOP/results")
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
