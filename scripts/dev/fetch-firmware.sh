#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: scripts/dev/fetch-firmware.sh [--refresh] [SUITE...]
#
# Fetch Debian's SOF and AVS firmware images into the cache, for tests and for trying things out:
#   ${XDG_CACHE_HOME:-~/.cache}/barsh/firmware/SUITE/intel/...   (as below /lib/firmware)
# Suites: bookworm trixie forky, unless named. Nothing is installed and the machine's apt state is
# not touched: apt runs on a sources list, state and cache of its own, with the server, the proxy
# settings and the archive keys this machine's apt already uses. A suite signed by a key the machine
# does not hold is left out, not trusted. What was fetched before is kept unless --refresh.
# Exit status: 0 there are images; 77 none could be had (one sentence says why); 2 wrong usage.
set -u
export LC_ALL=C

cache=${XDG_CACHE_HOME:-${HOME:?}/.cache}/barsh
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

cannot() {
	echo "fetch-firmware: $*" >&2
	exit 77
}

# The archives apt knows, whether they are written in one-line or deb822 form: apt is asked, no file
# is parsed. Security archives carry no suite of their own.
archives() {
	apt-get --print-uris update 2>/dev/null |
		sed -n "s,^'\(.*\)/dists/[^/]*/InRelease' .*,\1,p" | grep -v -- -security | sort -u
}

# A keyring of every key this machine holds for Debian's archive, wherever it is kept.
signed_by() {
	for ring in /usr/share/keyrings/debian-archive-keyring.gpg \
		/usr/share/keyrings/debian-archive-keyring.pgp; do
		[ -r "$ring" ] && echo "[signed-by=$ring]" && return
	done
}

# apt SUITE WORD...: apt-get with nothing but the one suite.
apt() {
	dir=$cache/apt/$1
	shift
	APT_CONFIG=$dir/apt.conf apt-get -qq "$@"
}

# prepare SUITE ARCHIVE
prepare() {
	dir=$cache/apt/$1
	mkdir -p "$dir/state/lists/partial" "$dir/cache/archives/partial" || return 1
	: >"$dir/state/status"
	echo "deb $(signed_by) $2 $1 non-free-firmware" >"$dir/sources.list"
	cat >"$dir/apt.conf" <<-CONF
		Dir::Etc::SourceList "$dir/sources.list";
		Dir::Etc::SourceParts "-";
		Dir::Etc::Preferences "/dev/null";
		Dir::Etc::PreferencesParts "/dev/null";
		Dir::State "$dir/state";
		Dir::State::status "$dir/state/status";
		Dir::Cache "$dir/cache";
		APT::Sandbox::User "$(id -un)";
		Acquire::Languages "none";
		Acquire::Retries "2";
		#clear APT::Update::Pre-Invoke;
		#clear APT::Update::Post-Invoke;
		#clear APT::Update::Post-Invoke-Success;
	CONF
}

# fetch SUITE PACKAGE: download, and unpack what lies below lib/firmware/intel.
fetch() {
	work=$cache/firmware/.new.$$
	into=$cache/firmware/$1
	rm -rf "$work"
	mkdir -p "$work/tree" "$into" || return 1
	(cd "$work" && apt "$1" download "$2") || return 1
	dpkg-deb -x "$work"/*.deb "$work/tree" || return 1
	for below in lib/firmware/intel usr/lib/firmware/intel; do
		[ -d "$work/tree/$below" ] || continue
		mkdir -p "$into/intel"
		cp -a "$work/tree/$below/." "$into/intel/" || return 1
	done
	# The stamp comes last: an interrupted fetch is no fetch.
	dpkg-deb -f "$work"/*.deb Version >"$into/.$2"
	rm -rf "$work"
}

fetch_suite() {
	suite=$1
	log=$cache/apt/$suite/log
	missing=
	for package in $packages; do
		[ "$refresh" = no ] && [ -s "$cache/firmware/$suite/.$package" ] ||
			missing="$missing $package"
	done
	[ -n "$missing" ] || return 0
	mkdir -p "${log%/*}" || return 1
	for archive in $archives; do
		prepare "$suite" "$archive" || return 1
		if ! apt "$suite" update >"$log" 2>&1 || grep -q '^[WE]:' "$log"; then
			continue
		fi
		for package in $missing; do
			fetch "$suite" "$package" >>"$log" 2>&1 ||
				echo "fetch-firmware: $suite: no $package: $(sed -n '$s/^E: //p' "$log")" >&2
			rm -rf "$cache/firmware/.new.$$"
		done
		return 0
	done
	why=$(sed -n '/NO_PUBKEY\|^E:/{s/^[WE]: *//p;q;}' "$log")
	echo "fetch-firmware: $suite left out: ${why:-no apt archive of this machine has it}" >&2
}

mkdir -p "$cache/firmware" 2>/dev/null || cannot "cannot make $cache/firmware"
trap 'rm -rf "$cache/firmware/.new.$$"' EXIT
trap 'exit 130' INT TERM

archives=
for suite in $suites; do
	for package in $packages; do
		[ "$refresh" = no ] && [ -s "$cache/firmware/$suite/.$package" ] && continue
		for tool in apt-get dpkg-deb; do
			command -v "$tool" >/dev/null ||
				cannot "$tool is not here, so no package can be fetched"
		done
		archives=${archives:-$(archives)}
		[ -n "$archives" ] || cannot 'apt on this machine has no archive to fetch from'
	done
	fetch_suite "$suite"
done

found=0
for suite in $suites; do
	for package in $packages; do
		stamp=$cache/firmware/$suite/.$package
		[ -s "$stamp" ] || continue
		found=$((found + 1))
		echo "$suite $package $(cat "$stamp")"
	done
done
[ "$found" -gt 0 ] || cannot 'no firmware could be fetched and none is in the cache'
echo "images are below $cache/firmware"
