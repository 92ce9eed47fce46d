# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# ERR: an uncorrectable error that the device reports reaches the prompt as an interrupt, and its AER
# registers, read by name, tell which it was.
. /lab/functions.sh
needs_barsh
needs_variant iommu
to_vfio "$RNG" || fail "vfio-pci did not take $RNG"
ready() {
	[ -e ready ]
}

cat >script <<EOF
attach $RNG
irq enable ERR
upd PCIE.DEVCTL CorrErr=1 NonFatalErr=1 FatalErr=1 UnsupReq=1
exec touch ready
irq wait ERR -timeout 20s
irq counts
EOF
rm -f ready
barsh -k <script >out 2>&1 &
wait_until 10 ready || fail "$(cat out)"
host monitor pcie_aer_inject_error rng0 POISON_TLP
wait $!
cat out
grep -q '^ERR vector 0: fired 1 time' out || fail "the error did not arrive"
grep -q '^  AER uncorrectable: .*; first: poisoned TLP; correctable: none; header' out || fail "the error is not named"
grep -q '^ERR  *0  1$' out || fail "it was not counted"
