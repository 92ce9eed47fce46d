#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: scripts/dev/fetch-firmware.sh [--refresh] [SUITE...]
#
# Fetch Debian's SOF and AVS firmware images into the cache, for tests and for trying things out:
#   ${XDG_CACHE_HOME:-~/.cache}/barsh/firmware/SUITE/intel/...   (as below /lib/firmware)
# Suites: bookworm trixie forky, unless named. Nothing is installed; apt-private.sh says how packages
# are had. A suite signed by a key the machine does not hold is left out, not trusted. What was
# fetched before is kept unless --refresh.
# Exit status: 0 there are images; 77 none could be had (one sentence says why); 2 wrong usage.
set -u
. "$(dirname "$0")/apt-private.sh"

packages='firmware-sof-signed firmware-intel-sound'
suites=
refresh=no
for word; do
	case $word in
	--refresh) refresh=yes ;;
	-* | *[!a-z0-9.-]*)
		sed -n 's/^# \(usage: .*\)/\1/p' "$0" >&2
		exit 2
		;;
	*) suites="$suites $word" ;;
	esac
done
suites=${suites:-bookworm trixie forky}
top=$(barsh_cache)/firmware
new=$top/.new.$$

# fetch SUITE PACKAGE: unpack, and keep what lies below lib/firmware/intel. The stamp comes last: an
# interrupted fetch is no fetch.
fetch() {
	into=$top/$1
	rm -rf "$new"
	apt_unpack "$2" "$new" || return 1
	for below in lib/firmware/intel usr/lib/firmware/intel; do
		[ -d "$new/$below" ] || continue
		mkdir -p "$into/intel" && cp -a "$new/$below/." "$into/intel/" || return 1
	done
	mkdir -p "$into" && apt_version "$2" >"$into/.$2"
	rm -rf "$new"
}

# missing SUITE: the packages still to fetch
missing() {
	for package in $packages; do
		[ "$refresh" = no ] && [ -s "$top/$1/.$package" ] || echo "$package"
	done
}

mkdir -p "$top" 2>/dev/null || {
	echo "fetch-firmware: cannot make $top" >&2
	exit 77
}
trap 'rm -rf "$new"' EXIT
trap 'exit 130' INT TERM
for suite in $suites; do
	wanted=$(missing "$suite")
	[ -n "$wanted" ] || continue
	apt_private "$suite" non-free-firmware || continue
	for package in $wanted; do
		fetch "$suite" "$package"
	done
done

found=no
for suite in $suites; do
	for package in $packages; do
		[ -s "$top/$suite/.$package" ] || continue
		found=yes
		echo "$suite $package $(cat "$top/$suite/.$package")"
	done
done
[ $found = yes ] || {
	echo "fetch-firmware: no image could be fetched and none is in the cache" >&2
	exit 77
}
echo "images are below $top"
