#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: seed-session.sh TOOLS FOLDER: what the transcripts type, behind the byte that chooses the device
set -u
cd "$(dirname "$0")/../.." || exit 1
for file in tests/transcripts/*.t; do
	mode=@
	grep -q '^# args:.*sim:edu' "$file" && mode=A
	{
		printf %s $mode
		sed -nE 's/^(barsh> |  \.\.\.> )//p' "$file"
	} >"$2/$(basename "$file" .t)"
done
{ printf @ && cat scripts/regs/edu.tcl; } >"$2/regs"
printf '@boot run fw.ri\nipc version\ndsp status\n' >"$2/boot"
printf '@boot run fw4.ri\ndsp logging on\ndsp follow -timeout 2s\ndsp slots\n' >"$2/boot4"
# a person types short forms, and TAB in the middle of a word
printf '`regi\nupd COMMAND MEM=1\nreg sho ADSPCS\nrd ADSP' >"$2/person"
printf '`upd COMMAND ME' >"$2/fields"
printf '`foreach r [reg li' >"$2/nested"
# the words that mutations are made of
sed -nE 's/^(barsh> |  \.\.\.> )//p' tests/transcripts/*.t | tr -cs 'A-Za-z0-9_.*+-' '\n' | grep -E '^.{2,24}$' |
	LC_ALL=C sort -u | sed 's/.*/"&"/' >"$2.dict"
