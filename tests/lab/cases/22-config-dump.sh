# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# config dump writes what the guest's own tools write for the same bytes: a real conventional function, PCI
# Express functions with 4096 bytes, bridges.
. /lab/functions.sh
needs_barsh

equal() { # equal WHAT EXPECTED-FILE GOT-FILE
	cmp -s "$2" "$3" && return
	diff "$2" "$3" | head -n 10
	fail "$1 differs (< the tool, > barsh)"
}

for bdf in $EDU $HDA $NVME $NET $RNG 0000:00:00.0 0000:00:05.0; do
	config=/sys/bus/pci/devices/$bdf/config
	rm -f got.*
	barsh -q "sysfs:$bdf" -c 'config dump got.hexdump -format hexdump' \
		-c 'config dump got.hexdump-c -format hexdump-c' -c 'config dump got.xxd -format xxd' \
		-c 'config dump got.lspci -format lspci' -c 'config dump got.raw -format raw' \
		-c 'config compare' || fail "barsh ended with status $? on $bdf"
	hexdump "$config" >want.hexdump
	hexdump -C "$config" >want.hexdump-c
	xxd "$config" >want.xxd
	# The first line names the function in its own way; the rows are what is read again.
	lspci -xxxx -s "$bdf" | tail -n +2 >want.lspci
	tail -n +2 got.lspci >got.lspci.rows
	equal "$bdf as hexdump" want.hexdump got.hexdump
	equal "$bdf as hexdump -C" want.hexdump-c got.hexdump-c
	equal "$bdf as xxd" want.xxd got.xxd
	equal "$bdf as lspci -xxxx" want.lspci got.lspci.rows
	cmp "$config" got.raw || fail "$bdf as raw bytes"
done

# A dump file stands for the device later, on another machine.
lspci -xxxx >all.lspci
barsh -q "dump:all.lspci@$NVME" -c 'rd.16 config+2' -c 'config caps'
same "vendor read from a saved dump" 0x1b36 "$(barsh -q "dump:all.lspci@$NVME" -c 'rd.16 config+0')"
