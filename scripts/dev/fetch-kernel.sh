#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: fetch-kernel.sh [bookworm|bookworm-backports|trixie-backports]
#
# Fetch the Debian kernel that linux-image-amd64 of that suite depends on, for a guest: nothing is
# installed. Prints the folder it stands in:
#   version  vmlinuz  vmlinux (the ELF inside, which boots 4 s sooner in emulation)  root/lib/modules/
# Fetches once; a second call prints the folder at once. Exit status 77 and one sentence: cannot.
set -u
suite=${1:-bookworm}
. "$(dirname "$0")/apt-private.sh"
dest=$(barsh_cache)/kernel/$suite

cannot() {
	echo "fetch-kernel: $1" >&2
	exit 77
}

# Every package below linux-image-amd64 that holds a part of the kernel: one package in bookworm, four
# (image, base, binary, modules) since 2026.
kernel_packages() {
	apt_depends "$1" | grep -E '^linux-(image|base|binary|modules)-[0-9].*-amd64$' | while read -r package; do
		echo "$package"
		kernel_packages "$package"
	done
}

number_at() { # number_at FILE OFFSET BYTES: a little-endian field
	od -An -tu"$3" -j"$(($2))" -N"$3" "$1" | tr -d ' '
}

# The boot protocol's setup header says where the compressed ELF is: payload_offset at 0x248 and
# payload_length at 0x24c, counted from the end of the setup sectors (0x1f1 of them, plus one).
# Linux appends the unpacked size to all but gzip, which has it in its own format.
extract_vmlinux() {
	sectors=$(number_at "$1" 0x1f1 1)
	start=$((((sectors ? sectors : 4) + 1) * 512 + $(number_at "$1" 0x248 4)))
	length=$(number_at "$1" 0x24c 4)
	magic=$(od -An -tx1 -j"$start" -N4 "$1" | tr -d ' ')
	case $magic in
	1f8b*) unpack='gzip -dc' length=$((length + 4)) ;;
	fd37*) unpack='xz -dc' ;;
	28b5*) unpack='zstd -dc' ;;
	0221*) unpack='lz4 -dc' ;;
	*) return 1 ;;
	esac
	tail -c +$((start + 1)) "$1" | head -c $((length - 4)) | $unpack >"$2" 2>/dev/null
	[ "$(od -An -tx1 -N4 "$2" | tr -d ' ')" = 7f454c46 ]
}

mkdir -p "$dest" || cannot "cannot make $dest"
exec 9>"$dest.lock"
flock 9
if [ -s "$dest/version" ]; then
	echo "$dest"
	exit 0
fi
for tool in apt-get dpkg-deb depmod xz zstd; do
	command -v $tool >/dev/null || cannot "$tool is missing: run scripts/dev/deps.sh lab"
done
work=$dest.new
rm -rf "$work" "$dest"
mkdir -p "$work/root" || cannot "cannot make $work"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

apt_private "$suite" main || exit 77
packages=$(kernel_packages linux-image-amd64 | sort -u)
[ -n "$packages" ] || cannot "linux-image-amd64 of $suite names no kernel package"
for package in $packages; do
	apt_unpack "$package" "$work/root" || exit 77
done
# Since 2026 the modules are below usr/lib and the image stands beside them.
if [ ! -d "$work/root/lib/modules" ]; then
	mkdir -p "$work/root/lib"
	ln -s ../usr/lib/modules "$work/root/lib/modules"
fi
version=$(cd "$work/root/lib/modules" && ls)
for image in "$work/root/boot/vmlinuz-$version" "$work/root/lib/modules/$version/vmlinuz"; do
	[ -f "$image" ] && mv "$image" "$work/vmlinuz"
done
[ -f "$work/vmlinuz" ] || cannot "no kernel image in $(echo "$packages" | tr '\n' ' ')"
extract_vmlinux "$work/vmlinuz" "$work/vmlinux" || cp "$work/vmlinuz" "$work/vmlinux"
depmod -b "$work/root" "$version" || cannot "depmod failed on the modules of $version"
echo "$version" >"$work/version"
mv "$work" "$dest"
trap - EXIT
echo "$dest"
