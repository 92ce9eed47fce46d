#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: check-layers.sh
#
# The rules of ARCHITECTURE.md that a machine can see: layers include downward only, a foreign header has
# one home, nothing below repl/ prints, every file names its license, no file is longer than one purpose.
# Prints each offending line; exit status 1 when there is one.
set -u
cd "$(git rev-parse --show-toplevel)" || exit 1
status=0

sources() { # sources FOLDER…: its C files
	for folder; do
		git ls-files "$folder/*.c" "$folder/*.h"
	done
}

report() { # report RULE: the lines on stdin break it
	offending=$(cat)
	[ -n "$offending" ] || return 0
	echo "$1:"
	printf '%s\n' "$offending" | sed 's/^/  /'
	status=1
}

# including PATTERN: of the files named on stdin, the lines that include such a header
including() {
	xargs -r grep -nE "^[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"]($1)" /dev/null
}

home() { # home HEADERS HOMES: only files matching HOMES may include headers matching HEADERS
	sources backend commands repl tests | grep -vE "$2" | including "$1" >"$found"
	report "header $1 outside its home $2" <"$found"
}

found=$(mktemp)
trap 'rm -f "$found"' EXIT

# The table of ARCHITECTURE.md: a part, and the parts whose headers it may include besides its own. "gate" is
# what lies in backend/ itself.
sources backend commands repl tests/bench | xargs -r awk '
	function part(path) {
		if (path !~ /^(backend|commands|repl)\//)
			return ""
		sub(/^backend\/[^\/]*$/, "gate", path)
		sub(/^backend\//, "", path)
		sub(/\/.*/, "", path)
		return path
	}
	BEGIN {
		may["repl"] = "commands gate transport model trace support"
		may["commands"] = "gate dsp regs pci transport model trace support"
		may["gate"] = "pci transport trace support"
		may["dsp"] = "gate support"
		may["pci"] = "gate support"
		may["regs"] = "gate support"
		may["trace"] = "regs support"
		may["transport"] = "gate pci model trace support"
		may["model"] = "gate support"
		may["support"] = ""
	}
	/^#include "/ {
		split($0, word, "\"")
		from = part(FILENAME)
		to = part(word[2])
		if (from && to && from != to && (" " may[from] " ") !~ (" " to " "))
			print FILENAME ":" FNR ":" $0
	}' >"$found"
report "includes a header of a part that it may not call" <"$found"
sources commands | including 'sys/ioctl\.h|sys/mman\.h|linux/|backend/transport/[^s]' >"$found"
report "commands reaches past the backend interface" <"$found"

home 'jim\.h' '^repl/script(_bind|_again)?\.[ch]$|^tests/bench/'
home '(editline/|histedit)' '^repl/lineedit\.c$'
home 'pci/' '^backend/pci/ids\.c$'
home 'linux/(vfio|iommufd)\.h' '^backend/transport/vfio[a-z_]*\.c$'
home 'jansson\.h' '^repl/render_json\.c$|^(backend|tests/unit)/.*vfio_user[a-z_]*\.[ch]$'
home 'libkmod\.h' '^backend/pci/modules\.c$'
home '(lzma|zstd)\.h' '^backend/|^tests/'
home 'termios\.h' '^repl/|^tests/'

# Streams belong to repl/. snprintf makes text; log.c and mem.c own stderr for a dying program.
sources backend commands | grep -vE '^backend/support/(log|mem)\.c$' | xargs -r awk '
	{ code = $0; sub(/\/\*.*|\/\/.*|^[ \t]*\*.*/, "", code) }
	code ~ /__attribute__/ { next }
	code ~ /(^|[^a-zA-Z0-9_])(v?f?printf|v?dprintf|f?puts|f?putc|putchar|perror)[ \t]*\(/ ||
	code ~ /(^|[^a-zA-Z0-9_.>])(stdout|stderr)([^a-zA-Z0-9_]|$)/ { print FILENAME ":" FNR ":" $0 }' >"$found"
report "prints below repl/" <"$found"

# What a person typed is a number only to num.h. Kernel text below may be read with the C library.
sources commands repl | xargs -r grep -nE \
	'(^|[^a-zA-Z0-9_])(strtou?l|strtou?ll|strto[ui]max|ato[fil]|atoll|sscanf)\(' /dev/null >"$found"
report "numbers are parsed by backend/support/num.h" <"$found"

# Prose, test data and transcripts (which are compared byte for byte) carry no license line.
git ls-files | grep -vE '^LICENSE$|\.(md|t|out|txt)$|^tests/(data|fuzz/corpus)/' | while read -r file; do
	head -n 4 "$file" | grep -q 'SPDX-License-Identifier: GPL-2.0-or-later' || echo "$file"
done >"$found"
report "no SPDX line in the first four lines" <"$found"

git ls-files '*.c' '*.h' '*.sh' '*.tcl' '*.exp' '*.py' | xargs -r wc -l |
	awk '$2 != "total" && $1 > 700 { print $2 ": " $1 " lines" }' >"$found"
report "longer than 700 lines: does it still have one purpose?" <"$found"

exit $status
