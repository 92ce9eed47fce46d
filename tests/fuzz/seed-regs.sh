#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: seed-regs.sh TOOLS CORPUS: a few descriptions to begin with
set -u
printf '\004\001\002\001ADSPCS CPA 31:24 ro bits "cores"\nCRST 7:0\r\010\001\002\001X A 0 { 0 OFF 1 ON }; B 1 w1c' >"$2/plain"
printf '\200\001\002\100SD%%d.CTL RUN 1\r\203\001\200\100SD%%d.STS' >"$2/array"
printf 'pci:* pci\n8086:a0c8,43c8 hda cavs18\nclass:0403 hda\n' >"$2/index"
