# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2154 # run.sh sets the variables
# For tests of the program as a whole. A test file is a list of: it "does this", then run and checks.
# The program runs in an empty scratch folder with an environment of its own.

passed=0 failed=0 current='' good=1

finish_test() {
	[ -n "$current" ] || return 0
	if [ $good = 1 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $current"
	fi
	current=''
}

# it WHAT: a test begins
it() {
	finish_test
	current=$1
	good=1
	rm -rf "$scratch/work"
	mkdir -p "$scratch/work" "$scratch/home"
	cd "$scratch/work" || exit 2
}

# run ARG...: the program; $status, and what it printed in the files $out and $err. Input: $scratch/in
run() {
	[ -e "$scratch/in" ] || : >"$scratch/in"
	# shellcheck disable=SC2086 # assignments, each one word
	env -i PATH="$PATH" HOME="$scratch/home" LC_ALL=C TERM=xterm ASAN_OPTIONS="${ASAN_OPTIONS-}" \
		${assign-} "$program" "$@" <"$scratch/in" >"$out" 2>"$err"
	status=$?
	assign=''
	rm -f "$scratch/in"
}

# input TEXT: what the next run reads; printf's escapes are understood
input() {
	# shellcheck disable=SC2059 # the escapes are wanted
	printf "$1" >"$scratch/in"
}

complain() {
	good=0
	echo "  $current: $1"
	head -5 "$out" | cut -c-120 | sed 's/^/    out: /'
	head -5 "$err" | cut -c-120 | sed 's/^/    err: /'
}

# wants STATUS [OUTPUT]: the whole standard output, if given
wants() {
	[ "$status" = "$1" ] || complain "exit status $status, not $1"
	[ $# -lt 2 ] || [ "$(cat "$out")" = "$2" ] || complain "printed other than this: $2"
}

# has FILE TEXT: a line of $out or $err holds TEXT
has() {
	grep -qF -e "$2" "$1" || complain "nothing holds '$2'"
}

lacks() {
	! grep -qF -e "$2" "$1" || complain "something holds '$2'"
}

empty() {
	[ ! -s "$1" ] || complain "$(basename "$1") should be empty"
}
