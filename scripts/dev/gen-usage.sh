#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: gen-usage.sh [-check] PROGRAM
#
# Write what the table of commands says: the reference at the end of USAGE.md, and scripts/barsh.1.
# -check: write nothing, fail when they are not current.
set -eu

check=
[ "${1-}" = -check ] && { check=1; shift; }
[ $# -eq 1 ] || { echo "usage: gen-usage.sh [-check] PROGRAM" >&2; exit 2; }
program=$(realpath "$1")
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

marker='<!-- The reference: scripts/dev/gen-usage.sh writes all below this line. -->'

usage() {
	awk -v marker="$marker" '$0 == marker { exit } { print }' USAGE.md
	printf '%s\n\n## Reference\n\n' "$marker"
	"$program" -c 'help -as markdown'
}

man() {
	cat <<'HEAD'
.\" SPDX-License-Identifier: GPL-2.0-or-later
.\" Written by scripts/dev/gen-usage.sh
.TH BARSH 1
.SH NAME
barsh \- poke device registers through VFIO, sysfs, dumps and simulated devices
.SH SYNOPSIS
.nf
HEAD
	"$program" --help | sed -n '/^usage: /,/^$/{/^$/d; s/^usage: //; s/^       //; s/-/\\-/g; p}'
	cat <<'HEAD'
.fi
.SH DESCRIPTION
barsh is a shell for the registers of PCI and platform devices. It reads, writes and explains registers
by name, receives interrupts, maps DMA memory and boots Sound Open Firmware on Intel audio DSPs one step
at a time. Its language is Tcl. Without hardware it does all of that on simulated devices: barsh sim:edu.
.SH OPTIONS
.nf
HEAD
	"$program" --help | sed -n '/^  -/{s/-/\\-/g; p}'
	cat <<'HEAD'
.fi
.SH COMMANDS
Words in question marks may be left out; [.W] is a width: .8 .16 .32 or .64.
HEAD
	"$program" -c 'help -as man'
	cat <<'TAIL'
.SH EXIT STATUS
0 all went well, 1 a command failed, 2 wrong usage, 3 the device or the machine is not ready,
130 interrupted.
.SH ENVIRONMENT
.TP
.B BARSH_SCRIPTS
the folder of register files and boot recipes, instead of the installed one
.TP
.B NO_COLOR
no colour, when it is not empty
.SH FILES
.TP
.I $XDG_CONFIG_HOME/barsh/init.tcl
run before the first prompt (default ~/.config)
.TP
.I $XDG_STATE_HOME/barsh/history
what was typed (default ~/.local/state)
.TP
.I ~/.editrc
keys, see editrc(5)
.SH SEE ALSO
lspci(8), setpci(8)
TAIL
}

usage >"$work/USAGE.md"
man >"$work/barsh.1"
if [ -n "$check" ]; then
	diff -u USAGE.md "$work/USAGE.md" && diff -u scripts/barsh.1 "$work/barsh.1" && exit 0
	echo "gen-usage: not current: run scripts/dev/gen-usage.sh $1" >&2
	exit 1
fi
cp "$work/USAGE.md" USAGE.md
cp "$work/barsh.1" scripts/barsh.1
