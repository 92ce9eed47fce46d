#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: run.sh BUILD [RUNS]
#
# Equal work, done by barsh and by what people use instead, measured in one run on one machine: the
# medians of RUNS runs (5) of each command. Times hang on the machine and what else it does, so nothing
# here passes or fails; ratios (barsh to the peer, below 1 barsh is better) are what to compare between
# runs. A peer that is not installed has dashes. BENCH_DUMPS names a folder of lspci -xxxx dumps.
set -u

[ $# -gt 0 ] || { echo "usage: run.sh BUILD [RUNS]" >&2; exit 2; }
build=$(realpath "$1") || exit 2
runs=${2:-5}
here=$(cd "$(dirname "$0")" && pwd)
barsh=$build/barsh
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
cd "$scratch" || exit 2
export LC_ALL=C HOME="$scratch"

# group TITLE AIM: a heading; the next `ours` is what the peers below it are compared with
group() {
	printf '\n%s%s\n' "$1" "${2:+   (aim: $2)}"
	own=
}

figures() {
	measured=$("$build/measure" "$count" "$@" 2>"$scratch/why") || {
		measured=
		sed 's/^/    /' "$scratch/why"
	}
}

# row NAME FIGURES: the figures of `measure`, and the ratio to those of $own
row() {
	echo "$2 ${own:-}" | awk -v name="$1" '{
		printf "  %-44s %9.1f %8.1f %9.1f %8.1f", name, $1 / 1000, $2 / 1000, $3 / 1000, $4 / 1024
		if (NF > 4) printf "  %7.2f %7.2f", $5 / ($1 > 0 ? $1 : 1), $7 / ($3 > 0 ? $3 : 1)
		print "" }'
}

ours() {
	name=$1
	shift
	own=
	figures "$@"
	[ -z "$measured" ] || row "$name" "$measured"
	own=$measured
}

peer() { # NAME COMMAND...; $needs: a program inside the command
	name=$1
	shift
	if ! command -v "$1" >/dev/null || ! command -v "${needs:-sh}" >/dev/null; then
		printf '  %-44s %9s %8s %9s %8s  %7s %7s\n' "$name" - - - - - -
		return
	fi
	figures "$@"
	[ -z "$measured" ] || row "$name" "$measured"
}

lines() { # COUNT FORMAT, which gets an offset
	awk -v n="$1" -v format="$2\n" 'BEGIN { for (i = 0; i < n; i++) printf format, i * 4 % 65536 }'
}

head -c 1048576 /dev/urandom >big
cp big other
printf 'xyz' | dd of=other bs=1 seek=500000 conv=notrunc 2>/dev/null
"$barsh" sim:tgl -c 'config dump one.lspci -format lspci' >/dev/null || exit 1
count=$runs

printf '%-46s %9s %8s %9s %8s  %s\n' "medians of $runs" 'user ms' 'sys ms' 'wall ms' 'peak MiB' 'barsh/peer: user, wall'

group 'start to the first value' 'not above memtool'
ours 'barsh file: -c rd' "$barsh" file:big -c 'rd bar0+0x10'
peer 'memtool md' memtool md -s big 0x10+4
peer 'setpci of one dump' setpci -A dump -O dump.name=one.lspci -s 00:00.0 4.w
peer 'Jim, no command of ours' "$build/peer_jim" big 'peek bar0+0x10'

group 'hex dump of 1 MiB, 32 bits at a time' "a quarter of xxd's user time"
ours 'barsh dump' "$barsh" file:big -c 'dump bar0+0 1m'
peer 'xxd -e' xxd -e big
peer 'memtool md' memtool md -s big 0+1M

group 'hex dump of 1 MiB, bytes'
ours 'barsh dump.8' "$barsh" file:big -c 'dump.8 bar0+0 1m'
peer 'xxd -g 1' xxd -g 1 big
peer 'hexdump -C' hexdump -C big
peer 'memtool md -b' memtool md -b -s big 0+1M

group 'compare 1 MiB, three bytes differ'
ours 'barsh compare, 32 bits at a time' "$barsh" file:big -c 'attach file:other -as b' \
	-c 'compare d0:bar0+0 b:bar0+0 1m'
peer 'barsh compare.8' "$barsh" file:big -c 'attach file:other -as b' -c 'compare.8 d0:bar0+0 b:bar0+0 1m'
peer 'cmp -l' sh -c 'cmp -l big other; [ $? = 1 ]'

lines 10000 'rd bar0+0x%x' >rd-10k
lines 1000000 'rd bar0+0x%x' >rd-1m
{ echo 'set base bar0'; lines 1000000 'rd $base+0x%x'; } >rd-sub-1m

group '10,000 reads, each printed'
ours 'barsh -f, 10,000 rd' "$barsh" file:big -f rd-10k
peer 'a C loop' "$build/peer_loop" big 10000 print
peer 'a Python mmap loop' python3 "$here/peer_mmap.py" big 10000 print
count=1
needs=memtool
peer '10,000 memtool processes (one run)' sh -c \
	'i=0; while [ $i -lt 10000 ]; do memtool md -s big 0x10+4; i=$((i + 1)); done'
needs=
count=$runs

group '1,000,000 reads, each printed' '0.6 s and 10 MiB; 1.2 s with a substitution in each line'
ours 'barsh -f, a million rd $base+OFFSET' "$barsh" file:big -f rd-sub-1m
ours 'barsh -f, a million rd' "$barsh" file:big -f rd-1m
peer 'a C loop' "$build/peer_loop" big 1000000 print
peer 'a Python mmap loop' python3 "$here/peer_mmap.py" big 1000000 print

loop='for {set i 0} {$i < 1000000} {incr i}'
group '1,000,000 reads in a Tcl loop' "1.5 times Jim's empty command"
ours 'barsh rd' "$barsh" file:big -c "$loop {rd bar0+0x10}"
peer 'Jim, an empty C command' "$build/peer_jim" big "$loop {empty bar0+0x10}"
peer 'Jim, a C command that parses, reads, answers' "$build/peer_jim" big "$loop {peek bar0+0x10}"
peer 'a C loop' "$build/peer_loop" big 1000000
peer 'a Python mmap loop' python3 "$here/peer_mmap.py" big 1000000

awk 'BEGIN { print "reg block GPU bar0"
	for (i = 0; i < 100000; i++) printf "reg define R%05d 0x%x 32 rw \"register %d\"\n", i, i * 4, i }' >regs.tcl
group '100,000 registers' 'open 20 ms, a completion 1 ms'
ours 'barsh reg open' "$barsh" file:big -c 'reg open ./regs.tcl'
ours 'barsh reg open, then 1000 names looked up' "$barsh" file:big -c 'reg open ./regs.tcl' \
	-c 'for {set i 0} {$i < 1000} {incr i} {reg show R[format %05d [expr {$i * 97}]]}'

group 'decode config space'
if [ -n "${BENCH_DUMPS:-}" ] && [ -d "$BENCH_DUMPS" ]; then
	for dump in "$BENCH_DUMPS"/*; do
		lspci -F "$dump" -n >/dev/null 2>&1 || continue
		lspci -F "$dump" -D -n 2>/dev/null | while read -r slot _; do
			echo "attach dump:$dump@$slot; config decode; detach"
		done
		echo "$dump" >>dumps
	done >decode.tcl
	ours "barsh config decode, $(wc -l <decode.tcl) functions" "$barsh" -k -q -f decode.tcl
	peer "lspci -vvv, $(wc -l <dumps) files" sh -c 'while read -r dump; do lspci -vvv -F "$dump"; done <dumps'
else
	ours 'barsh config decode' "$barsh" dump:one.lspci -c 'config decode'
	peer 'lspci -vvv' lspci -vvv -F one.lspci
fi

lines 100000 'irq trigger MSI 0' >irqs
group '100,000 interrupts that we trigger, each with a handler in Tcl'
ours 'barsh irq trigger, irq on' "$barsh" sim:edu -c 'irq enable MSI' -c 'irq on MSI 0 {incr n}' -f irqs
peer 'epoll, the same script in Jim' "$build/peer_epoll" 100000 'incr n'
peer 'epoll alone' "$build/peer_epoll" 100000

"$build/mkfw" fw.ri >/dev/null
group 'boot the simulated Tiger Lake DSP' '1 ms beyond its own delays'
ours 'barsh boot run' "$barsh" sim:tgl -c 'boot run fw.ri'
peer 'barsh boot plan: no step is taken' "$barsh" sim:tgl -c 'boot open fw.ri' -c 'boot plan'
"$barsh" -v sim:tgl -c 'boot run fw.ri' 2>&1 | awk '
	/^rd\.[0-9]+ / { reads++ }
	/^wr\.[0-9]+ / { writes++ }
	END { printf "  device accesses of the boot: %d reads, %d writes\n", reads, writes }'

# What waits is asked by another process and answers through shared memory (tests/bench/pong.c).
pong_group() { # TITLE AIM
	own=
	printf '\n%s%s\n%-46s %9s %9s %8s  %s\n' "$1" "${2:+   (aim: $2)}" '' 'median us' 'CPU us' 'CPU %' \
		'barsh/peer: median, CPU us'
}
pong_row() { # NAME poll|eventfd COMMAND...
	name=$1
	shift
	answer=$("$build/pong" "$rounds" "$@" 2>"$scratch/why") || {
		sed 's/^/    /' "$scratch/why"
		own=${own:--} # nothing to compare with
		return
	}
	echo "$answer ${own:-}" | awk -v name="$name" '{
		printf "  %-44s %9.1f %9.1f %8.1f", name, $1, $3, 100 * $3 / $2
		if (NF == 6) printf "  %7.2f %7.2f", $4 / $1, $6 / ($3 > 0 ? $3 : 1)
		print "" }'
	own=${own:-$answer}
}
rounds=$((runs * 100))
file=file:/proc/self/fd/3

pong_group 'a bit that is polled every 100 us: from its change to the answer'
pong_row 'barsh poll, wr' poll "$barsh" "$file" -c 'wr bar0+8 1' \
	-c "for {set i 1} {\$i <= $rounds} {incr i} {poll bar0+0 0xffffffff \$i -timeout 5s; wr bar0+4 \$i}"
pong_row 'a C loop with nanosleep' poll "$build/peer_pong" "$rounds" poll

# An eventfd for others to fire: vfio-user has one, and needs no hardware.
"$barsh" -q --serve socket sim:edu &
server=$!
tries=0
while [ ! -S socket ] && [ $((tries += 1)) -le 100 ]; do sleep 0.05; done
pong_group 'an interrupt: from its eventfd to the answer of its handler in Tcl' '1.3 times epoll'
pong_row 'barsh irq wait, irq on' eventfd "$barsh" "$file" -c 'attach vfio-user:socket' \
	-c 'irq enable MSI; set n 0; irq on MSI 0 {wr d0:bar0+4 [incr n]}' \
	-c "wr d0:bar0+8 1; while {\$n < $rounds} {irq wait MSI -timeout 5s}"
pong_row 'epoll, the same script in Jim' eventfd "$build/peer_pong" "$rounds" eventfd 'answer [incr n]'
pong_row 'epoll alone' eventfd "$build/peer_pong" "$rounds" eventfd
kill "$server" 2>/dev/null
wait "$server" 2>/dev/null
