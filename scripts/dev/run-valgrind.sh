#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: run-valgrind.sh BUILD-FOLDER [transcripts|usage|unit]…   (nothing named: all)
#
# The quick tests under memcheck, which sees what the sanitizers cannot: decisions on memory that nobody wrote.
# Ends with what it found, if anything, and the counts. Programs that tests call (lspci, sh) are not watched.
set -u
command -v valgrind >/dev/null || { echo "valgrind: skipped, it is not installed"; exit 77; }
cd "$(dirname "$0")/../.." || exit 2
build=$(realpath "$1") || exit 2
shift
[ $# -gt 0 ] || set -- transcripts usage unit
folder=$build/memcheck
export TALLY="$folder/tally"
rm -rf "$folder"
mkdir -p "$folder"
# A wrapper in the place of each program: the tests run them with an environment of their own.
for program in barsh unit; do
	cat >"$folder/$program" <<-EOF
		#!/bin/sh
		exec valgrind -q --log-file=$folder/report.%p --num-callers=30 --error-exitcode=99 \\
			--leak-check=full --show-leak-kinds=definite,indirect --errors-for-leak-kinds=definite,indirect \\
			--trace-children=yes '--trace-children-skip=/bin/*,/usr/*' $build/$program "\$@"
	EOF
	chmod +x "$folder/$program"
done
ln -s "$build/mkfw" "$folder/mkfw"
for kind; do
	case $kind in
	unit) program=unit ;;
	*) program=barsh ;;
	esac
	scripts/dev/tally.sh "$kind" "scripts/dev/run-$kind.sh" "$folder/$program"
done
find "$folder" -name 'report.*' -empty -delete
scripts/dev/tally.sh memcheck sh -c 'for report; do [ ! -e "$report" ] || { cat "$report"; status=1; }; done
	exit ${status-0}' sh "$folder"/report.*
scripts/dev/tally.sh -total
