#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: mkinitrd.sh KERNEL-FOLDER OUTPUT BARSH CASE…
#
# Make the guest's whole file system: busybox, the kernel modules of the lab's devices, the barsh
# program with its libraries, pciutils to judge it by, the cases. KERNEL-FOLDER is what
# scripts/dev/fetch-kernel.sh prints. LAB_MODULES and LAB_CASE_SECONDS go into the guest's environment; modules
# of LAB_SPARE_MODULES are there for a case to load, and LAB_OVERLAY is a folder to lay over the root.
# Not compressed: unpacking in emulation would take longer than reading it.
set -eu
kernel=$1 output=$2 barsh=$3
shift 3
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
version=$(cat "$kernel/version")
root=$output.root
rm -rf "$root"
mkdir -p "$root/bin" "$root/lab/bin" "$root/lab/cases" "$root/lib/modules/$version" \
	"$root/usr/local/bin" "$root/usr/local/share/barsh"

# with_libraries PROGRAM FOLDER: copy it, and the shared libraries it loads to the places it looks in; barsh
# loads some by name when it needs them
with_libraries() {
	cp -L "$1" "$root/$2/"
	{
		ldd "$1"
		strings "$1" | grep -xE 'lib[a-z]+\.so\.[0-9]+' | while read -r soname; do
			file=$(/sbin/ldconfig -p | awk -v name="$soname" '$1 == name { print $NF; exit }')
			echo "$file"
			ldd "$file"
		done
	} 2>/dev/null | grep -oE '/[^ ]+' | while read -r library; do
		mkdir -p "$root$(dirname "$library")"
		cp -Lu "$library" "$root$library"
	done
}

# An uncompressed module loads without a decompressor in the kernel or in busybox.
add_modules() {
	for module; do
		modprobe --show-depends -d "$kernel/root" -S "$version" "$module"
	done | sed -n 's/^insmod \([^ ]*\).*/\1/p' | sort -u | while read -r file; do
		place=$root/lib/modules/$version/kernel/$(basename "$(dirname "$file")")
		mkdir -p "$place"
		case $file in
		*.xz) xz -dc "$file" >"$place/$(basename "$file" .xz)" ;;
		*.zst) zstd -qdc "$file" >"$place/$(basename "$file" .zst)" ;;
		*) cp "$file" "$place/" ;;
		esac
	done
	cp "$kernel/root/lib/modules/$version"/modules.builtin* "$kernel/root/lib/modules/$version/modules.order" \
		"$root/lib/modules/$version/"
	depmod -b "$root" "$version"
}

cp "$(command -v busybox)" "$root/bin/busybox"
cp "$here/init" "$root/init"
cp "$here/host-action" "$root/lab/bin/host"
cp "$here/functions.sh" "$root/lab/"
# shellcheck disable=SC2086 # the modules are words
add_modules $LAB_MODULES ${LAB_SPARE_MODULES:-}
for tool in lspci setpci hexdump xxd; do
	with_libraries "$(command -v $tool)" lab/bin
done
for tool in ${LAB_TOOLS:-}; do
	with_libraries "$tool" lab/bin
done
mkdir -p "$root/usr/share/misc"
cp -L /usr/share/misc/pci.ids "$root/usr/share/misc/"
if [ -x "$barsh" ]; then
	with_libraries "$barsh" usr/local/bin
	cp -r "$top/scripts/regs" "$top/scripts/boot" "$top/scripts/examples" "$root/usr/local/share/barsh/"
fi
cp "$@" "$root/lab/cases/"
[ -z "${LAB_OVERLAY:-}" ] || cp -rL "$LAB_OVERLAY/." "$root/"
printf 'export %s\n' "LAB_MODULES='$LAB_MODULES'" "LAB_CASE_SECONDS=$LAB_CASE_SECONDS" \
	"LAB_VARIANT=$LAB_VARIANT" >"$root/lab/env"
chmod 755 "$root/init" "$root/lab/bin/host"
(cd "$root" && find . | cpio -o -H newc -R 0:0 --quiet) >"$output"
rm -rf "$root"
