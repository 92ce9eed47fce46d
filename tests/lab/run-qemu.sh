#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: run-qemu.sh [-v] [-k SUITE] [-m VARIANT] [-b BARSH] [CASE…]
#
# Boot a real Linux kernel in QEMU once and run the cases in it (default: all of the machine).
#   -k SUITE    whose kernel: bookworm (default), bookworm-backports, trixie-backports
#   -m VARIANT  shape of the machine: iommu (default), no-iommu, no-intremap (machine-stock.sh says what is in
#               them), vfio-user (barsh's own models, each in a process; see machine-vfio-user.sh)
#   -b BARSH    the program to test (default build/barsh)
#   -v          show the output of every case, not only of those that fail
# LAB_SECONDS limits the whole run (default 600), LAB_CASE_SECONDS one case (default 60).
# Of vfio-user: LAB_ROWS, only these rows of sof/rows; LAB_KILLS, how often sof/killed.sh kills (8); LAB_SEED;
# LAB_MEMORY=private, so that all DMA goes by messages (shared).
# Logs stay in build/lab/SUITE-VARIANT/: console.log (the kernel), monitor.log (QEMU), hda.wav (what the codec played).
# Where a case left something outside of the machine, tests/lab/after/CASE.sh judges it here when the machine
# is off: it is a case of its own, and runs when the other passed, in that folder.
# Exit status: 0, 1 a case failed, 2 usage, 77 and one sentence when the lab cannot run here.
#
# Emulation only (TCG): it needs no rights and runs everywhere, also inside a virtual machine.
set -u
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
suite=bookworm variant=iommu barsh=$top/build/barsh verbose=0

usage() {
	sed -n 's/^# usage/usage/p' "$0" >&2
	exit 2
}
while getopts k:m:b:v option; do
	case $option in
	k) suite=$OPTARG ;;
	m) variant=$OPTARG ;;
	b) barsh=$OPTARG ;;
	v) verbose=1 ;;
	*) usage ;;
	esac
done
shift $((OPTIND - 1))

needs_tools() { # needs_tools TOOL…
	for tool; do
		command -v "$tool" >/dev/null || {
			echo "lab: $tool is missing: run scripts/dev/deps.sh lab" >&2
			exit 77
		}
	done
}

# A machine is a file that sets qemu, the command; append, for the kernel's command line; LAB_MODULES, which
# the guest loads; default_cases and after_cases. It has machine_start, which fills machine, QEMU's options,
# when $dir is there; machine_stop, when QEMU has ended; machine_report, when results ("WORD SECONDS CASE") is full.
qemu='' default_cases=() after_cases=$here/after
machine_stop() { :; }
machine_report() { :; }
case $variant in
iommu | no-iommu | no-intremap) . "$here/machine-stock.sh" ;;
vfio-user) . "$here/machine-vfio-user.sh" ;;
*) usage ;;
esac
needs_tools busybox cpio modprobe
kernel=$("$top/scripts/dev/fetch-kernel.sh" "$suite") || exit 77

LAB_MODULES=$(echo "$LAB_MODULES" | tr -s '\n\t ' ' ')
export LAB_MODULES LAB_VARIANT=$variant LAB_CASE_SECONDS=${LAB_CASE_SECONDS:-60}
dir=$top/build/lab/$suite-$variant
mkdir -p "$dir"
exec 8>"$dir/lock"
flock -n 8 || {
	echo "lab: another run is using $dir" >&2
	exit 1
}
rm -f "$dir"/*.log "$dir"/*.wav "$dir"/*.in "$dir"/*.out
trap machine_stop EXIT
machine_start
[ $# -gt 0 ] || set -- "${default_cases[@]}"
"$here/mkinitrd.sh" "$kernel" "$dir/initrd" "$barsh" "$@" || exit 1

mkfifo "$dir/cases.in" "$dir/cases.out" "$dir/monitor.in" "$dir/monitor.out"
# Opened for reading and writing, so that no side waits for the other to open.
exec 5<>"$dir/cases.in" 6<>"$dir/monitor.in" 7<>"$dir/monitor.out"

# no_timer_check: on a loaded host the emulated timer is late, and the kernel takes that for broken hardware.
machine+=(
	-accel tcg -cpu max -smp 1 -nodefaults -display none -no-reboot
	-serial "file:$dir/console.log"
	-chardev "stdio,id=cases,signal=off" -serial chardev:cases
	-chardev "pipe,id=monitor,path=$dir/monitor" -mon "chardev=monitor,mode=readline"
	-kernel "$kernel/vmlinux" -initrd "$dir/initrd"
	-append "console=ttyS0 quiet panic=-1 $append edd=off nokaslr mitigations=off tsc=reliable no_timer_check"
)

passed=0 failed=0 skipped=0 running='' log='' after=() results=()

finish_case() { # finish_case NAME STATUS SECONDS
	case $2 in
	0) passed=$((passed + 1)) word=ok ;;
	77) skipped=$((skipped + 1)) word=skip ;;
	*) failed=$((failed + 1)) word=FAIL ;;
	esac
	echo "$word $1 ($3 s)"
	[ "$2" != 77 ] || printf '%s' "$log" | tail -n 1 | sed 's/^/  | /'
	[ "$2" != 137 ] || echo "  | stopped after $LAB_CASE_SECONDS s"
	if [ "$word" = FAIL ] || { [ "$word" = ok ] && [ "$verbose" = 1 ]; }; then
		printf '%s' "$log" | sed 's/^/  | /'
	fi
	[ "$word" != ok ] || [ ! -e "$after_cases/$1.sh" ] || after+=("$1")
	results+=("$word $3 $1")
	running=''
}

host_action() {
	case $1 in
	monitor)
		shift
		echo "$*" >&6
		echo ok >&5
		;;
	*) echo "no such action: $1" >&5 ;;
	esac
}

# A panic or an oops from its first line on, else the end of the console.
last_words() {
	grep -m 1 -A 12 -E 'BUG:|Oops|Kernel panic|Call Trace' "$dir/console.log" || tail -n 20 "$dir/console.log"
	tail -n 5 "$dir/qemu.log"
}

start=$(date +%s%N)
# The monitor echoes every key with cursor movements: keep the lines as they came out.
sed -u 's/.*\x1b\[D//; s/\x1b\[K//' <&7 >"$dir/monitor.log" 8>&- &
monitor_reader=$!
timeout -k 5 "${LAB_SECONDS:-600}" "$qemu" "${machine[@]}" \
	<&5 >"$dir/cases.out" 2>"$dir/qemu.log" 8>&- &
qemu_pid=$!
trap 'kill $monitor_reader $qemu_pid 2>/dev/null; machine_stop' EXIT
while IFS= read -r line; do
	case $line in
	"@boot "*) echo "lab: $(cat "$kernel/version"), $variant: booted in $((($(date +%s%N) - start) / 1000000)) ms" ;;
	"@begin "*) running=${line#@begin } log='' ;;
	"@end "*)
		read -r _ name status seconds <<<"$line"
		finish_case "$name" "$status" "$seconds"
		;;
	"@host "*)
		read -ra words <<<"${line#@host }"
		host_action "${words[@]}"
		;;
	"@done") ;;
	*) [ -z "$line" ] || log+=$line$'\n' ;;
	esac
done <"$dir/cases.out"
wait $qemu_pid
machine_stop
tools=$(realpath "$(dirname "$barsh")")
for name in "${after[@]}"; do
	log=$(cd "$dir" && PATH=$tools:$PATH sh "$after_cases/$name.sh" 2>&1)$'\n'
	finish_case "$name, what it left" $? 0
done

if [ -n "$running" ]; then
	log+="the guest ended or the time was up; its console and QEMU's own words:"$'\n'
	log+=$(last_words)$'\n'
	finish_case "$running" 1 "?"
elif [ $((passed + failed + skipped)) -eq 0 ]; then
	echo "lab: the guest never came to the cases; its console and QEMU's own words:"
	last_words
	failed=1
fi
machine_report
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
