#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: run.sh BARSH MKFW [COMMANDS [BOOTS]]
#
# Ten million commands and a thousand boots (or as many as told) in one session on the simulated DSP, with flat
# memory and descriptors: soak.tcl. Ends with "N passed, N failed".
set -u
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
"$2" "$scratch/image" || exit 1
# What boots and failing boots say is not wanted here. A pipe would hide the status: no status, no verdict.
{
	"$1" -q -f "$here/soak.tcl" "${3:-10000000}" "${4:-1000}" "$scratch/image" 2>&1
	echo $? >"$scratch/status"
} | grep --line-buffered -v '^\[ *[0-9]*/[0-9]*\] \|^  *hint:'
status=$(cat "$scratch/status")
[ "$status" -eq 0 ] || echo "soak: barsh ended with status $status"
exit "$status"
