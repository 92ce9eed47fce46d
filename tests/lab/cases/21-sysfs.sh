# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# sysfs: reaches a real device through the kernel's own files: what it reads is what the kernel shows, and a
# write arrives in the device.
. /lab/functions.sh
needs_barsh
sysfs=/sys/bus/pci/devices/$EDU
enabled=$(cat "$sysfs/enable")
[ "$enabled" != 0 ] || echo 1 >"$sysfs/enable"

same "edu's identification" 0x010000ed "$(barsh -q "sysfs:$EDU" -c 'rd bar0+0')"
same "the same by its short address" 0x010000ed "$(barsh -q sysfs:00:03.0 -c 'rd bar0')"
# The liveness register reads back the inverse of what was written.
same "edu's liveness register" 0xedcba987 \
	"$(barsh -q "sysfs:$EDU" -c 'wr bar0+4 0x12345678' -c 'rd bar0+4' | tail -n 1)"

same "config space, byte by byte" "$(hexdump -v -e '16/1 "0x%02x " "\n"' "$sysfs/config" | tr -s ' \n' ' ')" \
	"$(echo 'for {set i 0} {$i < 256} {incr i} { puts -nonewline "[rd.8 config+$i] " }' |
		barsh -q "sysfs:$EDU" -)"
same "config space, 16 bits" 0x11e8 "$(barsh -q "sysfs:$EDU" -c 'rd.16 config+2')"

for wrong in bar0+0x100000 config+0x100 bar5+0; do
	barsh -q "sysfs:$EDU" -c "rd $wrong" 2>/tmp/err && fail "rd $wrong was accepted"
	cat /tmp/err
done
barsh -q -r "sysfs:$EDU" -c 'wr bar0+4 1' 2>/tmp/err && fail "-r let a write through"
barsh -q sysfs:0000:00:0d.0 -c 'rd bar0' 2>/tmp/err
same "exit status for a device that is not there" 3 $?
cat /tmp/err
[ "$enabled" != 0 ] || echo 0 >"$sysfs/enable"
