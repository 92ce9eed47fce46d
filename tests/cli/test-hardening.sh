# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2154 # run.sh sets the variables
# What a distribution asks of a program that runs as root.

if ! readelf --version >/dev/null 2>&1 || nm "$program" 2>/dev/null | grep -qE '__asan_init|__gcov_'; then
	return 0
fi

it "is position independent, with its relocations read-only"
readelf -hW "$program" | grep -q 'Type: *DYN' || complain "not position independent"
readelf -lW "$program" | grep -q GNU_RELRO || complain "no read-only relocations"
readelf -dW "$program" | grep -q 'BIND_NOW\|FLAGS_1.*NOW' || complain "functions are bound when they are first called"

it "guards its stack and its buffers"
readelf -sW --dyn-syms "$program" | grep -q __stack_chk_fail || complain "no stack protector"
readelf -sW --dyn-syms "$program" | grep -q '_chk@' || complain "no fortified calls"
readelf -lW "$program" | grep 'GNU_STACK' | grep -q 'RWE' && complain "an executable stack"

it "keeps what it writes by itself to its user"
input 'rd config+0\n'
run -q sim:edu -c 'log session.log' -c 'rd config+0' -c 'log off'
[ "$(stat -c %a session.log)" = 600 ] || complain "the log has mode $(stat -c %a session.log)"

it "does not hand words to a shell"
grep -lE '\b(system|popen) *\(' "$here"/../../backend/*.c "$here"/../../backend/*/*.c "$here"/../../commands/*.c \
	"$here"/../../repl/*.c >"$out" && complain "a shell is started in: $(cat "$out")"
