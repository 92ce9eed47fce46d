# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# What QEMU's codec played into hda.wav: one second of a clean 440 Hz, as loud as it was computed.
heard=$(wavfreq hda.wav) || {
	echo "hda.wav: $heard"
	exit 1
}
echo "$heard"
# HERTZ Hz, SECONDS s, peak PEAK, periods SHORTEST..LONGEST us, N of M off. A machine that is busy elsewhere comes late
# once; a wrong buffer, format or rate is off all the time.
echo "$heard" | tr ',.' '  ' | awk '{
	if ($1 < 435 || $1 >= 445) { print "FAILED: not 440 Hz"; exit 1 }
	if ($4 < 1) { print "FAILED: less than a second"; exit 1 }
	if ($8 < 6000 || $8 > 8100) { print "FAILED: not as loud as it was computed"; exit 1 }
	if ($13 * 50 > $15) { print "FAILED: not a clean tone"; exit 1 }
}'
