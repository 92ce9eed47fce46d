# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# devices names the functions that lspci names, with the same ids, drivers and IOMMU groups.
. /lab/functions.sh
needs_barsh

barsh -q -c devices >got || fail "devices ended with status $?"
lspci -Dn | sed 's/^\([^ ]*\) [^ ]* \([^ ]*\).*/\1 \2/' >want.ids
sed -nE 's/^([0-9a-f]{4}:[^ ]*) +([0-9a-f]{4}:[0-9a-f]{4}).*/\1 \2/p' got >got.ids
diff want.ids got.ids || fail "the functions differ (< lspci, > barsh)"

while read -r bdf _; do
	driver=$(driver_of "$bdf")
	group=$(group_of "$bdf")
	want="driver ${driver:-none}, no IOMMU group"
	[ -z "$group" ] || want="driver ${driver:-none}, IOMMU group $group"
	grep -A 1 "^$bdf " got | grep -q "^ *$want$" || fail "$bdf: no line \"$want\" in: $(grep -A 2 "^$bdf " got)"
done <want.ids
barsh -q -c "devices $HDA" | grep -q 'ICH9' || fail "devices $HDA does not name it"
