# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Whoever wants the device back gets it: unplugging and unbinding end what waits, the device is released,
# and the shell goes on.
. /lab/functions.sh
needs_barsh
needs_variant iommu
to_vfio "$EDU1" || fail "vfio-pci did not take $EDU1"

# The shell came to its wait and sleeps in it.
waiting() {
	[ -e ready ] && grep -q poll "/proc/$shell/wchan"
}
released() {
	[ "$(driver_of "$EDU1")" != vfio-pci ]
}

cat >script <<EOF
attach $EDU1
map bar0
dma alloc ring 4k
irq enable INTX
exec touch ready
irq wait INTX -timeout 30s
use
puts "alive: [expr {6 * 7}]"
EOF
for way in unbind unplug; do
	to_vfio "$EDU1" || fail "vfio-pci did not take $EDU1 again"
	rm -f ready
	barsh -k <script >out 2>&1 &
	shell=$!
	wait_until 10 waiting || fail "$way: $(cat out)"
	if [ $way = unbind ]; then
		echo "$EDU1" >"/sys/bus/pci/drivers/vfio-pci/unbind" &
		unbinder=$!
		wait_until 5 released || fail "unbind hangs: $(cat out)"
		wait $unbinder
	else
		unplug_edu1
	fi
	wait $shell
	cat out
	grep -q 'the kernel asks for vfio 01:00.0 back: waiting for INTX is given up' out ||
		fail "$way: the wait did not end"
	grep -q 'd0: the kernel asked for vfio 01:00.0 back (unbind or unplug): released' out ||
		fail "$way: the release is not told"
	grep -q '^alive: 42$' out || fail "$way: the shell did not go on"
done
plug_edu1
