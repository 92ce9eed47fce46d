#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: tests/fuzz/run.sh FUZZER [SECONDS]
#
# Run one libFuzzer program, .../fuzz_NAME, on its corpus beside it; seed-NAME.sh makes the first inputs.
# What crashes it is kept as crash-* in the corpus folder's parent and printed by libFuzzer.
set -u
fuzzer=$(realpath "$1") || exit 2
name=${fuzzer##*/fuzz_}
tools=${fuzzer%/*}
corpus=$tools/corpus/$name
seed=$(dirname "$0")/seed-$name.sh
mkdir -p "$corpus" || exit 2
[ ! -x "$seed" ] || [ -n "$(ls "$corpus")" ] || "$seed" "$tools" "$corpus" || exit 2
"$fuzzer" -max_total_time="${2:-30}" -max_len=131072 -timeout=10 -print_final_stats=1 \
	-artifact_prefix="$tools/corpus/$name-" "$corpus" >"$tools/corpus/$name.log" 2>&1 ||
	{ tail -40 "$tools/corpus/$name.log"; echo "FAIL $name"; exit 1; }
echo "ok   $name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$tools/corpus/$name.log") inputs"
