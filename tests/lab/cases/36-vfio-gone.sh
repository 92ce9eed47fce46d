# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# A device that left the bus before the kernel knows: its root port sends nothing on to it any more. Vendor, device
# and COMMAND.INTxDisable are still answered, by vfio-pci itself: it is told from the others that the device is
# gone, whatever command meets it.
. /lab/functions.sh
needs_barsh
needs_variant iommu
to_vfio "$EDU1" || fail "vfio-pci did not take $EDU1"

port=/sys/bus/pci/devices/$(basename "$(dirname "$(readlink -f "/sys/bus/pci/devices/$EDU1")")")
set_bus() { # set_bus OCTAL: the secondary bus number, behind which the port looks for the device
	printf '%b' "\\0$1" | dd of="$port/config" bs=1 seek=25 conv=notrunc 2>/dev/null
}
bus=$(printf '%o' "$(dd if="$port/config" bs=1 skip=25 count=1 2>/dev/null | hexdump -e '1/1 "%d"')")

for kind in 'rd config+8' 'rd.8 config+14' 'dump config+0 64' 'config dump' 'config decode' 'set v [rd config+8]' \
	'poll config+8 1 1' 'compare config+0 config+0x40 64'; do
	cat >script <<-END
		attach $EDU1
		rd config+0
		exec touch attached
		while {![file exists cut]} {exec sleep 0.1}
		$kind
		rd config+0
		exec touch said
		while {![file exists back]} {exec sleep 0.1}
		rd config+8
		puts "alive: [expr {6 * 7}]"
	END
	rm -f attached cut said back
	barsh -k <script >out 2>&1 &
	shell=$!
	wait_until 10 test -e attached || fail "$kind: $(cat out)"
	set_bus 376
	touch cut
	wait_until 10 test -e said || fail "$kind: the shell does not go on: $(cat out)"
	set_bus "$bus"
	touch back
	wait $shell
	cat out
	grep -q 'the device is gone or its link is down' out || fail "$kind: nothing says that the device is gone"
	same "$kind: vendor and device, by the kernel" 2 "$(grep -c '^0x11e81234$' out)"
	grep -q '^0x00ff0010$' out || fail "$kind: it did not come back"
	grep -q '^alive: 42$' out || fail "$kind: the shell did not go on"
done
