# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# A device is taken away in the middle of each kind of command, by unbind (the kernel asks by REQ) and by
# unplugging: the command ends with a message, the device is released, the shell lives.
. /lab/functions.sh
needs_barsh
needs_variant iommu

# Each for ever: what a user leaves running.
cat >kinds <<'EOF'
rd bar0+0
wr bar0+4 0x12345678
upd bar0+4 0xff 0x55
dump bar0+0 0x80
search bar0+0 0x80 0xdeadbeef
compare bar0+0 bar0+0 0x40
poll bar0+0 0xffffffff 1 -timeout 20s
irq wait INTX -timeout 20s
config decode
config compare
dma alloc extra 64k; dma free extra
copy bar0+0 dma.ring+0 0x40
reset
EOF

started() {
	[ -e started ]
}
# Blocks until the shell has let go of the device.
take() { # take unbind|unplug
	if [ "$1" = unplug ]; then
		unplug_edu1
	else
		echo "$EDU1" >"/sys/bus/pci/drivers/vfio-pci/unbind"
	fi
}

try_kind() { # try_kind HOW KIND
	to_vfio "$EDU1" || fail "vfio-pci did not take $EDU1"
	rm -f started
	cat >script <<EOF
attach $EDU1
map bar0
upd COMMAND Mem=1
dma alloc ring 4k
irq enable INTX
exec touch started
while 1 {$2}
puts "alive: [expr {6 * 7}]"
EOF
	barsh -k <script >out 2>&1 &
	shell=$!
	wait_until 10 started || fail "$2: $(cat out)"
	usleep 100000
	(sleep 10; kill -9 $shell) 2>/dev/null &
	killer=$!
	take "$1"
	wait $shell
	status=$?
	kill $killer 2>/dev/null
	echo "$1 during $2: $(grep -v '^\(0x\|bar0+\|d0 \)' out | grep -E 'error|released|gone|alive' | tail -n 3 | tr '\n' ';')"
	[ $status != 137 ] || fail "$1 during $2: the shell does not let go"
	grep -q '^alive: 42$' out || fail "$1 during $2: the shell did not go on: $(tail -n 5 out)"
}

while read -r kind; do
	try_kind unbind "$kind" </dev/null
done <kinds
for kind in 'rd bar0+0' 'dump bar0+0 0x80' 'config decode'; do
	try_kind unplug "$kind" </dev/null
	plug_edu1
done
