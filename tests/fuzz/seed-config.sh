#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: seed-config.sh TOOLS FOLDER: config spaces behind the four bytes that say what else is done
set -u
cd "$(dirname "$0")/../.." || exit 1
raw=$2/raw
for spec in sim:edu sim:tgl dump:tests/data/two-functions.txt@00:1f.3; do
	name=$(printf %s "$spec" | tr -c 'a-z0-9' -)
	rm -f "$raw"
	"$1/barsh" -q "$spec" -c "config dump {$raw} -format raw" || exit 1
	{ printf '\370\000\000\010' && cat "$raw"; } >"$2/$name"
	{ printf '\000\020\004\064' && cat "$raw"; } >"$2/$name-gap"
done
rm -f "$raw"
