# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# scripts/examples/nvme.tcl on QEMU's nvme: serial, model and size are those that run-qemu.sh gave it and
# that the kernel's own driver sees; completions found by polling and by MSI-X.
. /lab/functions.sh
needs_barsh
needs_variant iommu

attribute() {
	sed 's/ *$//' "/sys/bus/pci/devices/$NVME/nvme/"nvme*/"$1"
}
to_native "$NVME" nvme
namespace=/sys/class/block/nvme0n1/size
wait_until 10 test -e $namespace || fail "the kernel's driver did not find the namespace"
serial=$(attribute serial) model=$(attribute model) firmware=$(attribute firmware_rev) blocks=$(cat $namespace)
same "the serial by the kernel" lab-nvme "$serial"

to_vfio "$NVME" || fail "vfio-pci did not take $NVME"
for how in '' msix; do
	barsh -f /usr/local/share/barsh/examples/nvme.tcl "$NVME" $how >out 2>&1 || fail "$(cat out)"
	cat out
	same serial "$serial" "$(sed -n 's/^serial: *//p' out)"
	same model "$model" "$(sed -n 's/^model: *//p' out)"
	same firmware "$firmware" "$(sed -n 's/^firmware: *//p' out)"
	same size "namespace 1: $((blocks / 2048)) MiB in blocks of 512 bytes" "$(grep '^namespace 1' out)"
done
# The kernel's driver finds the controller in order.
to_native "$NVME" nvme
wait_until 10 test -e $namespace || fail "the kernel's driver cannot use the controller any more"
