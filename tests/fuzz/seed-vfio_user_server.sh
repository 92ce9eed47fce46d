#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: seed-vfio_user_server.sh TOOLS CORPUS: good conversations to begin with. A step is what (0 message,
# 4 answer, 5 time), command, flags and descriptors, length (2 bytes), bytes.
set -u
zero4='\000\000\000\000'
zero8=$zero4$zero4
all8='\377\377\377\377\377\377\377\377'
version='\000\001\000\007\000\000\000\000\000{}\000'
info="\\000\\004\\000\\020\\000$zero8$zero8"
region="\\000\\005\\000\\040\\000$zero8$zero8$zero8$zero8"
# a window of 4 KiB at 0x100000; $1: descriptors
window() { printf '%s' "\\000\\002\\00$1\\040\\000$zero4\\003\\000\\000\\000$zero8\\000\\000\\020\\000$zero4\\000\\020\\000\\000$zero4"; }
unmap="\\000\\003\\000\\030\\000$zero4\\002\\000\\000\\000$zero8$zero8"
# put REGION OFFSET BYTES VALUE: octal, offset two bytes
put() { printf '%s' "\\000\\012\\000\\0$(printf %o $((16 + $3)))\\000$2\\000\\000$zero4\\00$1\\000\\000\\000\\00$3\\000\\000\\000$4"; }
master=$(put 7 '\004\000' 2 '\006\000')
dma="$(put 0 '\200\000' 4 '\000\000\004\000')$(put 0 '\210\000' 4 '\000\000\020\000')$(put 0 '\220\000' 4 '\000\020\000\000')$(put 0 '\230\000' 4 '\003\000\000\000')"
time='\005\024\000\000\000'
answer='\004\000\000\000\000'
irqs='\000\010\041\024\000\024\000\000\000\044\000\000\000\001\000\000\000\000\000\000\000\001\000\000\000'
get="\\000\\011\\000\\020\\000$zero8\\000\\000\\000\\000\\004\\000\\000\\000"
reset='\000\015\000\000\000'
# shellcheck disable=SC2059 # the text is the format
{
	printf "\\000$version$info$region$get$reset" >"$2/first"
	printf "\\002$(window 1)$master$dma$time$get$unmap" >"$2/shared"
	printf "\\002$(window 0)$master$dma$time$get$answer$time$get" >"$2/far"
	printf "\\002$irqs$(put 7 '\102\000' 2 '\001\000')$master$(put 0 '\140\000' 4 '\001\000\000\000')" >"$2/irqs"
	printf "\\003$(window 0)$master$(put 0 '\010\000' 4 '\001\000\000\000')$time$(put 0 '\104\000' 4 '\000\000\000\000')$get$time$answer" >"$2/tgl"
	printf "\\002\\003\\000\\000\\030\\000\\001\\000\\012\\000\\030\\000$zero8$all8" >"$2/raw"
}
