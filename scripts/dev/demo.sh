#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: demo.sh PROGRAM MKFW
# A whole bring-up on the simulated Tiger Lake DSP; on a terminal the prompt is left open after it.
# The image is Debian's signed sof-tgl.ri where it is installed or can be fetched, else one that the
# build makes; which one is said.
set -u
program=$1
mkfw=$2
top=$(cd "$(dirname "$0")/../.." && pwd)
cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/barsh

find_image() {
	for image in /lib/firmware/intel/sof/sof-tgl.ri "$cache"/firmware/*/intel/sof/sof-tgl.ri; do
		[ -r "$image" ] && return 0
	done
	return 1
}

if find_image; then
	echo "demo: booting Debian's signed image $image"
elif "$top/scripts/dev/fetch-firmware.sh" trixie bookworm && find_image; then
	echo "demo: fetched Debian's signed image to $image"
else
	image=$(dirname "$program")/demo.ri
	"$mkfw" "$image" || exit 1
	echo "demo: no signed image is installed or can be fetched; booting one made by the build: $image"
fi
[ -t 0 ] && [ -t 1 ] && prompt=-i
exec "$program" --echo ${prompt:+"$prompt"} -f "$top/scripts/examples/bring-up-tgl.tcl" "$image"
