# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2034,SC2154 # the variables are shared with lib.sh

it "prints its version"
run --version
wants 0
has "$out" "barsh "

it "prints its usage on stdout when asked"
run --help
wants 0
has "$out" "usage: barsh"
empty "$err"

it "refuses what it does not know with status 2"
run --nonsense
wants 2 ""
has "$err" "no such option: --nonsense"
has "$err" "hint: barsh --help"
run -c
wants 2 ""
run --color=purple
wants 2 ""
run sim:edu sim:tgl
wants 2 ""

it "names an unknown short option"
run -qZ
wants 2 ""
has "$err" "no such option: -Z"

it "has status 0 when all went well"
run sim:edu -c 'rd config+0'
wants 0 0x11e81234
empty "$err"

it "has status 1 when a command failed, and stops there"
run -c 'rd config+0' -c 'puts no'
wants 1 ""
has "$err" "error: no device is attached"

it "keeps going with -k, and still has status 1"
run -k -c 'rd config+0' -c 'puts yes'
wants 1 yes

it "has status 2 for a spec that means nothing"
run nonsense:x -c 'puts no'
wants 2 ""

it "has status 3 when the machine or device is not ready"
run ffff:ff:1f.7 -c 'puts no'
wants 3 ""

it "has the status of quit"
run -c 'quit 7' -c 'puts no'
wants 7 ""

it "has the status of Tcl's exit"
run -c 'exit 5' -c 'puts no'
wants 5 ""
run -c 'proc f {} {exit 4}; f; puts no'
wants 4 ""
it "does not let exit 0 hide a failure"
run -k -c 'error x' -c 'exit 0'
wants 1

it "runs -c in order, then the file, with its arguments"
echo 'puts "$argv0 $argc: $argv"' >args.tcl
run -c 'puts one' -c 'puts two' -f args.tcl 'a b' -x
wants 0 "one
two
args.tcl 2: {a b} -x"

it "reads statements from standard input for -"
input 'puts a\nputs b\n'
run -
wants 0 "a
b"

it "reads standard input without - when it is no terminal, with no banner or prompt"
input 'puts a\n'
run
wants 0 a
empty "$err"

it "ends the options at --"
input 'puts a\n'
run -q -- -
wants 0

it "makes no writes in a dry run, and says so"
head -c 64 /dev/zero >mem
run -n file:mem -c 'wr bar0+0 1' -c 'rd bar0+0'
wants 0 0x00000000
has "$err" "dry run: bar0+0x0 = 0x00000001 not written"

it "is quiet with -q"
head -c 64 /dev/zero >mem
run -q -n file:mem -c 'wr bar0+0 1'
wants 0
empty "$err"

it "tells of every access with -v"
run -v sim:edu -c 'rd config+0' -c 'wr.16 config+4 2'
wants 0
has "$err" "rd.32 config+0x0 = 0x11e81234"
has "$err" "wr.16 config+0x4 := 0x0002"

it "refuses writes with -r"
head -c 64 /dev/zero >mem
run -r file:mem -c 'wr bar0+0 1'
wants 1 ""
has "$err" "read-only"

it "writes JSON, a text a line, errors too"
run --json -k sim:edu -c 'rd config+0' -c 'regions' -c 'nonsense' -c 'use'
wants 1
head -1 "$out" >first
has first '"value":"0x11e81234"'
[ "$(wc -l <"$out")" = 3 ] || complain "three results, three lines"
has "$out" '{"name":"bar0","size":1048576'
has "$err" '"code":"ENOENT"'
if command -v python3 >/dev/null; then
	cat "$out" "$err" | python3 -c 'import json, sys
for line in sys.stdin: json.loads(line)' || complain "a line is no JSON"
fi

it "has no colour off a terminal, and colour when told"
run sim:edu -c regions
lacks "$out" "$(printf '\033')"
run --color=always sim:edu -c regions
has "$out" "$(printf '\033')"
assign='NO_COLOR=1'
run --color=always sim:edu -c regions
has "$out" "$(printf '\033')"

it "dies silently when its reader goes away"
{
	"$program" -c 'while 1 {puts yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy}' 2>"$err"
	echo $? >piped
} | head -1 >"$out"
empty "$err"
[ "$(cat piped)" = 141 ] || complain "status $(cat piped) of the writer"

it "has a failing status when its output cannot be written"
"$program" -c 'puts x' >/dev/full 2>"$err"
status=$?
wants 1

it "ends with the status of a quit inside another command, without a word"
for command in 'show quit 6' 'show exit 6' 'assert {[quit 6] == 1}' 'if 1 {show exit 6; puts no}'; do
	run -c "$command" -c 'puts no'
	wants 6 ""
	empty "$err"
done

# interrupt PID: when it works. Background jobs of a shell ignore SIGINT unless the program installs its
# handler: wait for that.
interrupt() {
	until grep -q '^SigCgt:.*[2367abef]$' "/proc/$1/status" 2>/dev/null; do
		kill -0 "$1" 2>/dev/null || break
	done
	until [ "$(cut -d' ' -f14 <"/proc/$1/stat")" -gt 5 ]; do :; done
	kill -INT "$1"
	wait "$1"
	status=$?
}

it "ends with status 130 when interrupted"
"$program" -c 'while 1 {set x 1}' >"$out" 2>"$err" &
interrupt $!
wants 130 ""
has "$err" "interrupted"

it "is interrupted between statements of plain words, and runs none after that, with -k too"
yes 'rd.8 config+0' | head -3000000 >long
echo 'puts last' >>long
"$program" -k sim:edu -f long >"$out" 2>"$err" &
interrupt $!
wants 130
has "$err" ": error: interrupted"
[ "$(wc -l <"$err")" = 1 ] || complain "more than one line"
lacks "$out" last

# A file in the place of a library that is loaded when it is needed.
break_library() {
	mkdir broken
	echo nothing >"broken/$1"
	assign="LD_LIBRARY_PATH=$PWD/broken"
}

it "lists functions by number where libpci is missing"
break_library libpci.so.3
run -c devices
if [ "$status" = 0 ]; then
	has "$err" "no names, only numbers: libpci.so.3 cannot be loaded"
else
	has "$err" "sysfs"
fi

it "reads lines without editing where libedit is missing"
break_library libedit.so.2
input 'rd config+0\n'
run -q sim:edu -i
wants 0 0x11e81234

it "does not load what it does not need"
break_library libkmod.so.2
run sim:edu -c 'rd config+0'
wants 0 0x11e81234
empty "$err"

it "shows all commands, by family, and the topics"
run -q -c help
wants 0
for word in devices attach 'boot run' topics numbers "'help WORD'"; do
	has "$out" "$word"
done
