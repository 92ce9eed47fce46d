# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2154 # after.sh stands in front of this
# The trace of the model, cut into boots: in turns of Linux's driver, of barsh by polling, of barsh with MSI.
#   time      from the write that powers core 0 to the one that acknowledges FW_READY, by the model's clock
#   accesses  from the write that takes the first playback stream from its link to the one that gives the stream up,
#             or to FW_READY's acknowledge if that comes later; what the driver reads and writes as 32 bits at
#             SDnSTS, three of four bytes, QEMU makes into four accesses: counted as one
# None of barsh may be above the driver's, median of ten; of the time, which other work on the machine has a part in, not by a
# quarter. The writes up to the stream's end are compared, of the last
# turn, with the reasons in trace-differences.txt and, for one kernel, trace-differences-SUITE.txt.
BOOTS=10
rm -rf boots
mkdir boots
awk '
function number(text,    n, i) {
	for (i = 3; i <= length(text); i++)
		n = n * 16 + index("0123456789abcdef", substr(text, i, 1)) - 1
	return n
}
function bit(value, n) { return int(value / 2 ^ n) % 2 }
function keep() { lines[++kept] = $0 }
function finish(    i, file) {
	boots++
	file = "boots/" boots ".trace"
	print "# barsh trace 1: boot " boots >file
	for (i = 1; i <= upto; i++)
		print lines[i] >file
	close(file)
	printf "%d %d %d %d %.3f\n", boots, reads, writes, reads + writes, (ready - power) * 1000
	kept = upto = 0
	inside = 0
}
$1 ~ /^#/ || ($2 != "R" && $2 != "W") || $4 ~ /^config/ { next }
$2 == "W" && $4 == "bar0+0x000804" && bit(number($5), 7) && !power {
	# the last such write before the power is the one
	inside = 1
	kept = reads = writes = 0
}
!inside { next }
{
	keep()
	if (!($3 == 8 && $4 ~ /^bar0\+0x000[0-9a-f][02468ace][456]$/)) {
		if ($2 == "R")
			reads++
		else
			writes++
	}
}
$2 == "W" && $4 == "bar4+0x000004" && $5 == "0x00010f0f" && !power { power = $1; ready = released = 0 }
$2 == "W" && $4 == "bar4+0x0000c4" && $5 == "0x80000000" && power && !ready { ready = $1 }
$2 == "W" && $4 == "bar0+0x000160" && $5 == "0x00000000" && power { released = 1 }
power && released && !upto { upto = kept }
power && ready && released { finish(); power = 0 }
' "$ROW.trace" >boots/counts
all=$((3 * BOOTS))
[ "$(wc -l <boots/counts)" = $all ] || fail "$(wc -l <boots/counts) boots in the trace, not $all"

# median WHO COLUMN: of the boots of WHO, who is the first, second or third of each turn
median() {
	awk -v w="$1" -v c="$2" '(NR - 1) % 3 == w - 1 { print $c }' boots/counts | sort -n |
		awk '{ v[NR] = $1 } END { printf "%.3f\n", (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'
}
# row NAME WHO
row() {
	printf '%-14s %6.1f %6.1f %6.1f %9.3f\n' "$1" "$(median "$2" 2)" "$(median "$2" 3)" "$(median "$2" 4)" \
		"$(median "$2" 5)"
}
# at_most WHAT WHO COLUMN TIMES
at_most() {
	awk -v a="$(median "$2" "$3")" -v b="$(median 1 "$3")" -v times="$4" 'BEGIN { exit !(a <= b * times) }' ||
		fail "$1: $(median "$2" "$3") of barsh, $(median 1 "$3") of the driver"
}
{
	echo "$ROW, $SUITE: medians of $BOOTS boots each, in turns on one model"
	echo "                reads writes   both  power to FW_READY, ms"
	row driver 1
	row "barsh, polling" 2
	row "barsh, MSI" 3
} | tee race.txt
for who in 2 3; do
	at_most accesses $who 4 1
	at_most "boot time in ms" $who 5 1.25
done

cat trace-differences.txt "trace-differences-$SUITE.txt" >rules.txt 2>/dev/null
barsh -q "sim:$MODEL" -c "trace compare boots/$((all - 2)).trace boots/$all.trace -rules rules.txt" >compare.txt 2>&1 ||
	fail "$(cat compare.txt)"
tail -n 1 compare.txt | tee -a race.txt
