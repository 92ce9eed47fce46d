#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: seed-firmware.sh TOOLS FOLDER: a valid image of each kind (TOOLS has mkfw), plain and as far as
# the packers are installed, compressed; and little files that unpack to more than anybody has
set -u
for kind in cavs1 cavs2 ace avs15; do
	for ipc in 3 4; do
		"$1/mkfw" -$ipc $kind "$2/$kind-$ipc" || exit 1
	done
done
for packer in xz zstd; do
	command -v $packer >/dev/null || continue
	$packer -q -c <"$2/cavs2-3" >"$2/$packer"
	$packer -q -c <"$2/cavs2-3" | head -c 5000 >"$2/$packer-cut"
	head -c 64M /dev/zero | $packer -q -c >"$2/$packer-bomb"
done
