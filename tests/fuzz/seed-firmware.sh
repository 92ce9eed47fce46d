#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: seed-firmware.sh TOOLS FOLDER: a valid image of each kind (TOOLS has mkfw)
for kind in cavs1 cavs2 ace avs15; do
	for ipc in 3 4; do
		"$1/mkfw" -$ipc $kind "$2/$kind-$ipc" || exit 1
	done
done
