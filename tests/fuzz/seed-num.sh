#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: seed-num.sh TOOLS FOLDER: a word of each kind
set -u
n=0
for word in 0 0x1f 0b101 0o17 1_000k 16g 18446744073709551615 '2*(3+4)<<2' 1.5ms 300us 2s 1000000us bar4+0x4 \
	'config+(2*8)' ADSPCS ADSPCS.CPA 'SD*.CTL' SD7.CTL.RUN d0:bar0+8 bar4.ADSP.ADSPCS config.COMMAND; do
	n=$((n + 1))
	printf %s "$word" >"$2/$n"
done
