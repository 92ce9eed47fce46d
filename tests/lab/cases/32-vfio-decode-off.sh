# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Memory decoding off: the kernel answers pread with EIO and a touch of a mapping with SIGBUS. Both are
# an error that names the cause, and both heal.
. /lab/functions.sh
needs_barsh
needs_variant iommu
to_vfio "$EDU" || fail "vfio-pci did not take $EDU"

cat >script <<EOF
attach vfio:$EDU
wr.16 config+4 0
rd bar0+0
wr bar0+4 1
wr.16 config+4 2
rd bar0+0
map bar0
rd bar0+0
wr.16 config+4 0
rd bar0+0
wr bar0+4 1
wr.16 config+4 2
rd bar0+0
unmap bar0
rd.64 config+0
rd config+0x100
EOF
cat >expected <<'EOF'
d0  vfio 00:03.0  1234:11e8 class 00ff00
    the kernel's open enabled memory decoding, cleared bus mastering and found no way to reset the function alone; group N
config+0x000004 := 0x0000
error: bar0+0x0: memory decoding is off (COMMAND.MEM = 0); upd config.COMMAND MEM=1 switches it on
error: bar0+0x4: memory decoding is off (COMMAND.MEM = 0); upd config.COMMAND MEM=1 switches it on
config+0x000004 := 0x0002
0x010000ed
bar0         mapped
0x010000ed
config+0x000004 := 0x0000
error: bar0+0x0: bus error (SIGBUS): memory decoding is off (COMMAND.MEM = 0); upd config.COMMAND MEM=1 switches it on
error: bar0+0x4: bus error (SIGBUS): memory decoding is off (COMMAND.MEM = 0); upd config.COMMAND MEM=1 switches it on
config+0x000004 := 0x0002
0x010000ed
bar0         not mapped any more
error: this kernel would make two 32-bit accesses of a 64-bit one to config
hint: use two .32 accesses
error: config+0x100 is outside config (256 bytes, last byte at 0xff)
hint: the last 32 bits begin at config+0xfc
EOF
session expected <script
