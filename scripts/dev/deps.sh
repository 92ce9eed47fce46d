#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: deps.sh [build|check|lab|bench]…   (nothing named: build)
#
# Install with apt-get what is missing to build barsh, to check it, to run the QEMU lab, to measure it
# against other programs. Says what it installs, and nothing when nothing is missing. Exit status 1 and
# the line to type when it may not.
set -u

build='gcc make pkg-config libedit-dev libpci-dev libjim-dev libjansson-dev libkmod-dev libmd-dev
	liblzma-dev libzstd-dev'
check='libcriterion-dev pciutils bsdextrautils xxd expect clang clang-format clang-tidy llvm shellcheck
	libclang-rt-dev valgrind'
lab='qemu-system-x86 busybox-static cpio kmod xz-utils zstd lz4'
bench='memtool pciutils bsdextrautils xxd python3-minimal'

packages=
for group in "${@:-build}"; do
	case $group in
	build) packages="$packages $build" ;;
	check) packages="$packages $build $check" ;;
	lab) packages="$packages $lab" ;;
	bench) packages="$packages $build $bench" ;;
	*)
		echo "usage: deps.sh [build|check|lab|bench]…" >&2
		exit 2
		;;
	esac
done

command -v dpkg-query >/dev/null || {
	echo "deps: not a Debian machine; barsh needs what these Debian packages hold:$packages" >&2
	exit 1
}

# missing_of PACKAGE…: those that are not installed
missing_of() {
	have=" $(dpkg-query -W -f '${db:Status-Status}/${Package} ' "$@" 2>/dev/null) "
	for package; do
		case $have in
		*" installed/$package "*) ;;
		*) printf '%s ' "$package" ;;
		esac
	done
}

# shellcheck disable=SC2086 # the lists are words
missing=$(missing_of $packages)
[ -n "$missing" ] || exit 0

install="apt-get install -y --no-install-recommends $missing"
if [ "$(id -u)" = 0 ]; then
	root='env DEBIAN_FRONTEND=noninteractive'
elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
	root='sudo env DEBIAN_FRONTEND=noninteractive'
else
	printf 'deps: missing, run as root:\n  %s\n' "$install" >&2
	exit 1
fi

echo "deps: installing $missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# The package lists of a new machine are empty or old: fetch them only when the first try fails.
# shellcheck disable=SC2086
if ! $root $install </dev/null >"$log" 2>&1; then
	$root apt-get update </dev/null >"$log" 2>&1
	$root $install </dev/null >"$log" 2>&1 || {
		tail -n 15 "$log" >&2
		printf 'deps: apt-get failed; what it ran:\n  %s\n' "$install" >&2
		exit 1
	}
fi
