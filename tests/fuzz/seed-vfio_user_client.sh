#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: seed-vfio_user_client.sh TOOLS CORPUS: what good servers say. A piece is what (0 reply, 5 error,
# 6 command), command, descriptors, length (2 bytes), bytes.
set -u
zero4='\000\000\000\000'
zero8=$zero4$zero4
version="\\000\\001\\000\\004\\000$zero4"
# info FLAGS REGIONS INTERRUPTS, an octal digit or two each
info() { printf '%s' "\\000\\004\\000\\020\\000\\020\\000\\000\\000\\0$1\\000\\000\\000\\0$2\\000\\000\\000\\0$3\\000\\000\\000"; }
# region INDEX FLAGS SIZE/256 DESCRIPTORS: 32 bytes
region() { printf '%s' "\\000\\005\\00$4\\040\\000\\040\\000\\000\\000\\0$2\\000\\000\\000\\00$1\\000\\000\\000$zero4\\000\\0$3\\000\\000$zero4$zero8"; }
# the same of 64 KiB with two areas: first its length, then all of it
head="\\120\\000\\000\\000\\017\\000\\000\\000$zero4\\040\\000\\000\\000\\000\\000\\001\\000$zero4$zero8"
sparse="\\000\\005\\001\\040\\000$head\\000\\005\\001\\120\\000$head\\001\\000\\001\\000$zero4\\002\\000\\000\\000$zero4"
sparse="$sparse\\000\\020\\000\\000$zero4\\000\\040\\000\\000$zero4\\000\\200\\000\\000$zero4\\000\\020\\000\\000$zero4"
# interrupt INDEX COUNT
irq() { printf '%s' "\\000\\007\\000\\020\\000\\020\\000\\000\\000\\011\\000\\000\\000\\00$1\\000\\000\\000\\00$2\\000\\000\\000"; }
done_="\\000\\002\\000\\000\\000"
got() { printf '%s' "\\000\\011\\000\\0$(printf %o $((16 + $1)))\\000$zero8$zero8$2"; }
put="\\000\\012\\000\\020\\000$zero8$zero8"
set_='\000\010\000\000\000'
reset='\000\015\000\000\000'
dma="\\006\\013\\000\\020\\000\\000\\000\\020\\000$zero4\\100\\000\\000\\000$zero4"
header="\\000\\011\\000\\120\\000$zero8$zero8\\206\\200$zero8$zero8$zero8$zero8$zero8$zero8$zero8$zero4\\000\\000"
# shellcheck disable=SC2059 # the text is the format
{
	printf "$version$(info 3 1 0)$(region 0 3 20 0)$done_$(got 1 x)$put$dma$(got 2 xx)$put$(got 4 xxxx)$put$reset" >"$2/plain"
	printf "$version$(info 1 1 0)$sparse$done_$(got 1 x)$put$dma$dma" >"$2/sparse"
	printf "$version$(info 2 10 2)$sparse$(region 1 0 0 0)$(region 2 7 20 1)$(region 3 0 0 0)$(region 4 0 0 0)$(region 5 0 0 0)$(region 6 0 0 0)$(region 7 3 1 0)$(irq 0 1)$(irq 1 4)$header$done_$set_" >"$2/pci"
}
