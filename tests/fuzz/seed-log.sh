#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: seed-log.sh TOOLS FOLDER: writers of both logs, and a winstream as it stands
set -u
printf '\020\005\007\040\000\100\003\200\001\377\377\377\003\000\000\000\000' >"$2/console"
printf '\001\005\007\040\000\100\003\200\001\377\377\377\003\000\000\000\000' >"$2/slot"
printf '\100\000\000\000\000\000\000\000\021\000\000\000\021\000\000\000one\r\ntwo\t2\033[2J\n' >"$2/window"
