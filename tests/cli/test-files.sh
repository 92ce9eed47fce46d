# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2034,SC2154 # the variables are shared with lib.sh

it "names file and line of an error"
printf 'puts a\n\nnonsense\n' >bad.tcl
run -f bad.tcl
wants 1 a
has "$err" "bad.tcl:3: error: unknown command 'nonsense'"

it "names the line inside a statement of many lines"
printf 'foreach x {1} {\n  set y 1\n  nonsense\n}\n' >bad.tcl
run -f bad.tcl
wants 1
has "$err" "bad.tcl:3: error:"

it "names the line in a proc, not that of its call"
printf 'proc f {} {\n  nonsense\n}\nputs a\nf\n' >bad.tcl
run -f bad.tcl
wants 1 a
has "$err" "bad.tcl:2: error:"

it "names file and line of a file that was sourced"
printf 'set a 1\nnonsense\n' >inner.tcl
printf 'puts a\nsource inner.tcl\n' >outer.tcl
run -f outer.tcl
wants 1 a
has "$err" "inner.tcl:2: error:"

it "names standard input as stdin"
input 'puts a\nnonsense\n'
run -
wants 1 a
has "$err" "stdin:2: error:"

it "keeps the words of an error that a script raises"
printf 'error "the fan: {on} fire"\n' >bad.tcl
run -f bad.tcl
wants 1
has "$err" "bad.tcl:1: error: the fan: {on} fire"

it "does not take a caught error for a later one"
run -c 'catch {rd config+0}; error "no device is attached, I say"'
wants 1
has "$err" "error: no device is attached, I say"
run -c 'catch {rd config+0} m; error "$m too"'
has "$err" "error: no device is attached too"

it "runs a last line without a newline"
printf 'puts a\nputs b' >short.tcl
run -f short.tcl
wants 0 "a
b"

it "says when the input ends inside a statement"
printf 'puts a\nforeach x {1 2} {\nputs b\n' >open.tcl
run -f open.tcl
wants 1 a
has "$err" "open.tcl:2: error: the statement is not complete"

it "takes a file with the line ends of Windows"
printf 'puts a\r\nforeach x {1 2} {\r\n  puts $x\r\n}\r\n' >dos.tcl
run -f dos.tcl
wants 0
[ "$(tr -d '\r' <"$out")" = "a
1
2" ] || complain "other output"

it "refuses a file with NUL bytes"
printf 'puts a\nputs b\0c\n' >nul.tcl
run -f nul.tcl
wants 1 a
has "$err" "nul.tcl:2: error:"

it "refuses what has NUL bytes and no line ends"
run -f /dev/zero
wants 1 ""
has "$err" "/dev/zero:1: error: the line holds a NUL byte"

it "lets the reader of a pipe see what was shown before a wait"
head -c 16 /dev/zero >word.bin
"$program" file:word.bin -c 'wr bar0+4 7' -c 'rd bar0+4' -c 'poll bar0+0 1 1 -timeout 60s' >seen &
waiting=$!
tries=0
while ! grep -q '^0x00000007' seen && [ $tries -lt 100 ]; do
	tries=$((tries + 1))
	sleep 0.1
done
[ $tries -lt 100 ] || complain "nothing was seen in 10 s"
printf '\001' | dd of=word.bin conv=notrunc 2>/dev/null
wait $waiting || complain "the poll failed"

it "refuses a file that it cannot read"
run -f nowhere.tcl
wants 2 ""
has "$err" "nowhere.tcl"
run -f .
wants 2 ""
has "$err" "error: cannot read .: Is a directory"

it "takes a line of a megabyte"
{ printf 'set x "'; head -c 1000000 /dev/zero | tr '\0' x; printf '"\nputs [string length $x]\n'; } >long.tcl
run -f long.tcl
wants 0 1000000

it "shows results of its own commands, and only of those, off a terminal"
run sim:edu -c 'set x 5; rd config+0; set y [rd config+0]; expr 1'
wants 0 0x11e81234

it "echoes statements with --echo"
printf 'set x 1\nforeach y {1} {\n  puts $y\n}\n' >echo.tcl
run --echo -f echo.tcl
wants 0 "barsh> set x 1
barsh> foreach y {1} {
  ...>   puts \$y
  ...> }
1"

it "return at the top of a file ends that statement only"
printf 'return 5\nputs a\n' >return.tcl
run -f return.tcl
wants 0 a

it "writes a log that is a transcript, for its owner only"
run -k sim:edu -c 'log session.txt' -c 'rd config+0' -c 'nonsense' -c 'log off' -c 'rd config+0'
wants 1
[ "$(cat session.txt)" = "session.txt
barsh> rd config+0
0x11e81234
barsh> nonsense
error: unknown command 'nonsense'
hint: 'help' lists the commands
barsh> log off" ] || complain "the log is $(cat session.txt)"
[ "$(stat -c %a session.txt)" = 600 ] || complain "mode $(stat -c %a session.txt)"

it "does not replace a log, but adds to it or replaces it when told"
echo before >session.txt
run -c 'log session.txt'
wants 1
has "$err" "session.txt exists already"
[ "$(cat session.txt)" = before ] || complain "it changed"
run -c 'log session.txt -append'
wants 0
has session.txt before
run -c 'log session.txt -force'
wants 0
lacks session.txt before

it "runs a million lines in 12 MiB"
awk 'BEGIN { for (i = 0; i < 1000000; i++) print "wr bar0+" i % 16 * 4 " " i }' >million.tcl
echo 'set f [open /proc/self/status]; regexp {VmHWM:\s+(\d+)} [read $f] all peak; puts $peak' >>million.tcl
head -c 64 /dev/zero >mem
run file:mem -f million.tcl
wants 0
peak=$(tail -1 "$out")
[ -n "${ASAN_OPTIONS-}" ] || [ "$peak" -lt 12288 ] || complain "peak of $peak KiB"

it "is interrupted while it waits for more input"
mkfifo lines
"$program" sim:edu - <lines >"$out" 2>"$err" &
pid=$!
exec 8>lines
echo 'puts ready' >&8
echo 'flush stdout' >&8
until grep -q ready "$out"; do kill -0 $pid 2>/dev/null || break; done
# asleep: in the read
until [ "$(cut -d' ' -f3 <"/proc/$pid/stat")" = S ]; do kill -0 $pid 2>/dev/null || break; done
kill -INT $pid
wait $pid
status=$?
wants 130
exec 8>&-
has "$err" "stdin:3: error: interrupted"
