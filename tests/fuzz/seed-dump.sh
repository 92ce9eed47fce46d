#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: seed-dump.sh TOOLS FOLDER: config spaces in each format (TOOLS has barsh)
set -u
cd "$(dirname "$0")/../.." || exit 1
cp tests/data/two-functions.txt "$2/two" || exit 1
for model in edu tgl; do
	for format in hexdump hexdump-c lspci xxd raw; do
		"$1/barsh" -q sim:$model -c "config dump {$2/$model-$format} -format $format" || exit 1
	done
done
