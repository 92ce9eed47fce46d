# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2034,SC2154 # the variables are shared with lib.sh

# serve MODEL [OPTION...]: in the background, until the socket is there
serve() {
	model=$1
	shift
	"$program" "$@" --serve s.sock "$model" >served.out 2>served.err &
	server=$!
	until [ -S s.sock ]; do
		kill -0 $server 2>/dev/null || break
		sleep 0.01
	done
}

it "serves nothing but simulated devices"
run --serve s.sock file:/dev/null
wants 2 ""
has "$err" "file:/dev/null cannot be served"
run --serve s.sock
wants 2 ""
has "$err" "--serve needs a device"
run --serve s.sock sim:tgk
wants 2 ""
has "$err" "did you mean sim:tgl?"
run --serve s.sock sim:tgl -c 'rd GCTL'
wants 2 ""
has "$err" "--serve runs no commands"
run --serve s.sock sim:tgl --fault bad-signatur
wants 2 ""
has "$err" "did you mean bad-signature?"
run sim:tgl --fault bad-signature
wants 2 ""
has "$err" "--fault is for --serve"

it "does not touch a file that is no socket"
echo precious >s.sock
run --serve s.sock sim:edu
wants 3 ""
has "$err" "s.sock exists and is no socket"
[ "$(cat s.sock)" = precious ] || complain "the file was changed"

it "is ended by a signal, and takes its socket with it"
serve sim:edu
kill -TERM $server
wait $server
status=$?
[ $status = 130 ] || complain "exit status $status, not 130"
[ ! -e s.sock ] || complain "the socket is still there"
has served.err "serving sim:edu on s.sock"

it "is not ended by somebody who asks whether the socket is served"
serve sim:edu
run --serve s.sock sim:edu
wants 3 ""
has "$err" "s.sock is served already"
[ -S s.sock ] || complain "the socket is gone"
kill -TERM $server
wait $server

it "is reached by another barsh, and ends when that one does"
serve sim:edu
[ "$(stat -c %a s.sock)" = 700 ] || complain "others may connect: mode $(stat -c %a s.sock)"
run vfio-user:s.sock -c 'rd bar0+0' -c 'irq enable MSI' -c 'upd COMMAND BusMaster=1' \
	-c 'wr bar0+0x60 1' -c 'irq wait MSI 0 -timeout 5s'
wants 0
has "$out" 0x010000ed
has "$out" "MSI vector 0: fired 1 time"
wait $server
status=$?
[ $status = 0 ] || complain "exit status $status of the server, not 0"
[ ! -e s.sock ] || complain "the socket is still there"
has served.err "0 complaints"

it "boots a DSP in another process, and notes what arrived"
"$(dirname "$program")/mkfw" sof-tgl.ri
serve sim:tgl -v
run vfio-user:s.sock -c 'boot run sof-tgl.ri'
wants 0
has "$out" "booted"
wait $server
has served.err "0 complaints"
# behind the extended manifest, whose length is its second word
skip=$(od -An -tu4 -j4 -N4 sof-tgl.ri | tr -d ' ')
hash=$(tail -c +$((skip + 1)) sof-tgl.ri | sha256sum | cut -d ' ' -f 1)
has served.err "note: image of $(($(wc -c <sof-tgl.ri) - skip)) bytes taken, SHA-256 $hash"
has served.err "note: the firmware runs and speaks IPC3"

it "refuses an image when told to"
"$(dirname "$program")/mkfw" sof-tgl.ri
serve sim:tgl -v --fault bad-signature
run vfio-user:s.sock -c 'boot run sof-tgl.ri'
wants 1
has "$err" "verification failed"
wait $server
has served.err "bytes refused, error 44, SHA-256"

it "says what is wrong when there is no server"
run vfio-user:s.sock
wants 3
has "$err" "cannot connect to s.sock"
has "$err" "barsh --serve"

it "has no use for options of a session"
for option in -n -r -k --json --echo --color=never; do
	run --serve s.sock sim:tgl $option
	wants 2 ""
	has "$err" "--serve has no use for ${option%=*}"
done
run sim:tgl --trace a.trace -c 'rd GCTL'
wants 2 ""
has "$err" "--trace is for --serve"

it "traces what the client does, as the client's own trace has it"
serve sim:edu --trace served.trace
run vfio-user:s.sock -c 'trace start own.trace' -c 'wr bar0+4 0x12345678' -c 'rd bar0+4' \
	-c 'upd COMMAND BusMaster=1' -c 'irq enable MSI' -c 'wr bar0+0x60 1' -c 'irq wait MSI 0 -timeout 5s' \
	-c 'dma alloc buf 4k -iova 0x10000' -c 'wr bar0+0x80 0x10000' -c 'wr bar0+0x88 0x40000' \
	-c 'wr bar0+0x90 16' -c 'wr bar0+0x98 1' -c 'poll bar0+0x98 1 0 -timeout 5s' -c 'trace stop'
wants 0
wait $server
[ "$(head -n 1 served.trace)" = "# barsh trace 1: sim:edu, served" ] || complain "$(head -n 1 served.trace)"
# times differ, and so does what of config space is whose
for file in own served; do
	sed -n 's/^[0-9]*\.[0-9]* \([RW] .* bar0.*\)/\1/p' $file.trace | grep -v 'R 32 bar0+0x000098' >$file.bar0
done
grep -q 'W 32 bar0+0x000098 0x00000001' own.bar0 || complain "the client's trace has no write that starts the DMA"
# what the client did before its trace began
tail -n "$(wc -l <own.bar0)" served.bar0 | diff own.bar0 - >diff.out || complain "$(cat diff.out)"
grep -q '^[0-9.]* I MSI 0$' served.trace || complain "no interrupt in the trace"
grep -q '^[0-9.]* I MSI 0$' own.trace || complain "no interrupt in the client's trace"
grep -q '^[0-9.]* D reads 16 0x10000 1$' served.trace || complain "no DMA in the trace"

it "does not overwrite a trace, and then serves nothing"
echo precious >a.trace
run --serve s.sock sim:edu --trace a.trace
wants 2 ""
has "$err" "a.trace"
[ ! -e s.sock ] || complain "the socket is still there"
[ "$(cat a.trace)" = precious ] || complain "the file was changed"
