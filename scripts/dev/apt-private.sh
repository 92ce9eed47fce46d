# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Fetch Debian packages of another suite without touching this machine's apt. Source this file, then:
#
#   apt_private SUITE COMPONENT…   make (or renew, once a day) a private apt folder for that suite.
#                                  The server, the keyring and the proxy are the machine's own.
#                                  "SUITE OVER": two suites, where OVER's packages go first.
#   apt_depends PACKAGE            names of the packages it depends on, one per line
#   apt_version PACKAGE            the version the suite offers
#   apt_unpack PACKAGE FOLDER      download it and unpack it below FOLDER; nothing is installed
#   apt_unpack_all PACKAGE FOLDER  the same with all that it depends on
#   barsh_cache                    the folder all of this lives in
#
# No root is needed. Each function returns 1 after one sentence on stderr when it cannot do its work.

barsh_cache() {
	printf '%s\n' "${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/barsh"
}

# The machine's sources as awk sees them: one-line files (*.list) and deb822 stanzas (*.sources).
# Prints the deb822 lines "URIs:", "Signed-By:" and "Trusted:" of the best one: the source of the
# machine's own release with the component main, else any source with main that is a whole release.
apt_machine_source() {
	set -- /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources
	for f; do
		shift
		[ -r "$f" ] && set -- "$@" "$f"
	done
	[ $# -gt 0 ] || return 1
	codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release 2>/dev/null)
	awk -v codename="$codename" '
	function offer(    i, n, s, score) {
		n = split(suites, s)
		for (i = 1; i <= n; i++) {
			score = s[i] == codename ? 2 : s[i] ~ /^[a-z]+$/ ? 1 : 0
			if (deb && !off && (" " comps " ") ~ / main / && score > best) {
				best = score
				split(uris, u)
				out = "URIs: " u[1] "\n" (key != "" ? "Signed-By:" key "\n" : "") \
					(trusted != "" ? "Trusted: " trusted "\n" : "")
			}
		}
		deb = off = 0
		suites = uris = comps = key = trusted = field = ""
	}
	FNR == 1 { offer(); stanzas = FILENAME ~ /\.sources$/ }
	/^[ \t]*#/ { next }
	!stanzas && $1 == "deb" {
		line = $0
		if (match(line, /\[[^]]*\]/)) {
			n = split(substr(line, RSTART + 1, RLENGTH - 2), o)
			for (i = 1; i <= n; i++) {
				if (o[i] ~ /^signed-by=/)
					key = " " substr(o[i], 11)
				if (o[i] ~ /^trusted=/)
					trusted = substr(o[i], 9)
			}
			line = substr(line, 1, RSTART - 1) substr(line, RSTART + RLENGTH)
		}
		n = split(line, w)
		deb = 1
		uris = w[2]
		suites = w[3]
		for (i = 4; i <= n; i++)
			comps = comps " " w[i]
		offer()
	}
	!stanzas { next }
	/^[ \t]*$/ { offer(); next }
	/^[ \t]/ { # an inline key continues over several lines
		if (field == "signed-by")
			key = key "\n" $0
		next
	}
	{
		colon = index($0, ":")
		field = tolower(substr($0, 1, colon - 1))
		text = substr($0, colon + 1)
		if (field == "types")
			deb = (text " ") ~ /[ \t]deb[ \t]/
		else if (field == "uris")
			uris = text
		else if (field == "suites")
			suites = text
		else if (field == "components")
			comps = text
		else if (field == "signed-by")
			key = text
		else if (field == "trusted")
			trusted = text
		else if (field == "enabled")
			off = text ~ /no|false|0/
	}
	END { offer(); printf "%s", out; exit best == 0 }' "$@"
}

apt_private() {
	apt_suite=$1
	shift
	command -v apt-get >/dev/null || {
		echo "no apt-get here: packages of $apt_suite cannot be fetched" >&2
		return 1
	}
	source=$(apt_machine_source) || {
		echo "no Debian server among this machine's apt sources: cannot fetch from $apt_suite" >&2
		return 1
	}
	# One folder per suite and components, so that two users of this file never rewrite each other's.
	APT_DIR=$(barsh_cache)/apt/$(echo "$apt_suite-$*" | tr ' ' '+')
	mkdir -p "$APT_DIR/lists/partial" "$APT_DIR/archives/partial" || return 1
	: >>"$APT_DIR/status"
	cat >"$APT_DIR/new.sources" <<-SOURCES
		Types: deb
		$source
		Suites: $apt_suite
		Components: $*
		Architectures: amd64
		Targets: Packages
	SOURCES
	cat >"$APT_DIR/apt.conf" <<-CONF
		Dir::State "$APT_DIR";
		Dir::State::lists "$APT_DIR/lists";
		Dir::State::status "$APT_DIR/status";
		Dir::Cache "$APT_DIR";
		Dir::Cache::archives "$APT_DIR/archives";
		Dir::Cache::pkgcache "";
		Dir::Cache::srcpkgcache "";
		Dir::Etc::sourcelist "$APT_DIR/suite.sources";
		Dir::Etc::sourceparts "/dev/null";
		Dir::Etc::preferences "/dev/null";
		Dir::Etc::preferencesparts "/dev/null";
		APT::Architecture "amd64";
		APT::Architectures "amd64";
		APT::Sandbox::User "$(id -un)";
		Acquire::Languages "none";
		#clear APT::Update;
		#clear DPkg;
	CONF
	(
		flock 9
		# A changed source counts as a day gone by; two callers at once update once.
		cmp -s "$APT_DIR/new.sources" "$APT_DIR/suite.sources" &&
			[ -n "$(find "$APT_DIR/updated" -mtime -1 2>/dev/null)" ] && exit 0
		mv "$APT_DIR/new.sources" "$APT_DIR/suite.sources"
		rm -f "$APT_DIR/updated"
		apt_run apt-get -q update >"$APT_DIR/log" 2>&1 && ! grep -q '^E:' "$APT_DIR/log" &&
			[ -n "$(find "$APT_DIR/lists" -name '*Packages*' | head -n 1)" ] &&
			: >"$APT_DIR/updated"
	) 9>"$APT_DIR/lock" || {
		echo "this machine's apt server gave no package list for $apt_suite:" \
			"$(grep -m 1 '^[EW]:' "$APT_DIR/log")" >&2
		return 1
	}
}

# apt_run TOOL ARGUMENTS…: an apt tool that sees the private folder and the machine's proxy settings only
apt_run() {
	tool=$1
	shift
	LC_ALL=C "$tool" -c "$APT_DIR/apt.conf" "$@"
}

apt_depends() {
	apt_run apt-cache depends --important "$1" 2>/dev/null |
		sed -n 's/^ *|\{0,1\}Depends: \([^<]*\)$/\1/p'
}

apt_version() {
	apt_run apt-cache policy "$1" | sed -n 's/^ *Candidate: \([^(].*\)/\1/p'
}

apt_unpack() {
	mkdir -p "$2" || return 1
	if (
		cd "$APT_DIR/archives" && rm -f "$1"_*.deb &&
			apt_run apt-get -q download "$1" >"$APT_DIR/log" 2>&1
	) && dpkg-deb -x "$APT_DIR/archives/$1"_*.deb "$2"; then
		rm -f "$APT_DIR/archives/$1"_*.deb
	else
		echo "package $1 of $apt_suite could not be fetched and unpacked:" \
			"$(grep -m 1 '^[EW]:' "$APT_DIR/log")" >&2
		return 1
	fi
}

apt_unpack_all() {
	mkdir -p "$2" || return 1
	# Locked: the archives in the folder are those of this package when they are unpacked.
	(
		flock 9
		rm -f "$APT_DIR"/archives/*.deb
		# The private status file knows of no installed package, so that none is left out.
		apt_run apt-get -q -y --no-install-recommends --download-only -t "${apt_suite##* }" \
			install "$1" >"$APT_DIR/log" 2>&1 || exit 1
		for archive in "$APT_DIR"/archives/*.deb; do
			dpkg-deb -x "$archive" "$2" >>"$APT_DIR/log" 2>&1 || exit 1
		done
		rm -f "$APT_DIR"/archives/*.deb
	) 9>"$APT_DIR/lock" || {
		echo "package $1 of $apt_suite and what it depends on could not be fetched and unpacked:" \
			"$(grep -m 1 -E '^[EW]:|^dpkg' "$APT_DIR/log")" >&2
		return 1
	}
}
