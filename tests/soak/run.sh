#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: run.sh BARSH MKFW [COMMANDS [BOOTS]]
#
# Ten million commands and a thousand boots (or as many as told) in one session on the simulated DSP, with flat
# memory and descriptors: soak.tcl. Ends with "N passed, N failed".
set -u
here=$(cd "$(dirname "$0")" && pwd)
image=$(mktemp) || exit 2
trap 'rm -f "$image"' EXIT
trap 'exit 130' INT TERM
"$2" "$image" || exit 1
# what boots and failing boots say is not wanted here
"$1" -q -f "$here/soak.tcl" "${3:-10000000}" "${4:-1000}" "$image" 2>&1 | grep -v '^\[ *[0-9]*/[0-9]*\] \|^  *hint:'
