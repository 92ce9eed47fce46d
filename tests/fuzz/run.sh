#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: tests/fuzz/run.sh SECONDS FUZZER...
#
# Run libFuzzer programs, .../fuzz_NAME, one after the other and SECONDS each, on their corpora beside
# them; seed-NAME.sh TOOLS CORPUS makes the first inputs, and may make
# CORPUS.dict, the words to mutate with. What crashes one is kept as NAME-crash-* beside
# its corpus. A line for each, the total at the end; exit status 1 when one failed.
set -u
[ $# -ge 2 ] || { echo "usage: run.sh SECONDS FUZZER..." >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
seconds=$1
shift
passed=0 failed=0

run() { # run FUZZER
	fuzzer=$(realpath "$1") || return
	name=${fuzzer##*/fuzz_}
	tools=${fuzzer%/*}
	corpus=$tools/corpus/$name
	log=$tools/corpus/$name.log
	seed=$here/seed-$name.sh
	mkdir -p "$corpus" "$tools/home" || return
	[ -e "$tools/home/fw.ri" ] || "$tools/mkfw" "$tools/home/fw.ri" || return
	[ -e "$tools/home/fw4.ri" ] || "$tools/mkfw" -4 "$tools/home/fw4.ri" || return
	echo "MemAvailable: 65536 kB" >"$tools/home/meminfo"
	[ ! -x "$seed" ] || [ -n "$(ls "$corpus")" ] || "$seed" "$tools" "$corpus" || return
	# what a session prints is of no use here
	set -- "$corpus"
	[ ! -e "$corpus.dict" ] || set -- -dict="$corpus.dict" "$corpus"
	"$fuzzer" -max_total_time="$seconds" -max_len=131072 -timeout=20 -rss_limit_mb=3072 -print_final_stats=1 \
		-close_fd_mask=3 -artifact_prefix="$tools/corpus/$name-" "$@" >"$log" 2>&1 ||
		{ tail -40 "$log"; return 1; }
	stats=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
	covered=$(sed -nE 's/^#.* cov: ([0-9]+) .*/\1/p' "$log" | tail -n 1)
	echo "ok   $name: $stats inputs, $covered edges, $(find "$corpus" -type f | wc -l) kept"
}

for fuzzer; do
	if run "$fuzzer"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $fuzzer"
	fi
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
