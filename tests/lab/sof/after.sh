# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2154 # the row's variables stand in front of this
# What the model saw, when the machine is off: the image that arrived is the file without its extended
# manifest, byte for byte; and nothing that anybody did to the device was wrong.
log=$ROW.log

fail() {
	echo "FAILED: $*"
	cat "$log"
	exit 1
}

case $(head -c 4 "$FILE") in
XMan | "\$AE1") skip=$(od -An -tu4 -j4 -N4 "$FILE" | tr -d ' ') ;;
*) skip=0 ;;
esac
bytes=$(($(wc -c <"$FILE") - skip))
hash=$(tail -c +$((skip + 1)) "$FILE" | sha256sum | cut -d ' ' -f 1)
if [ "$EXPECT" = refused ]; then
	grep -q "^note: image of $bytes bytes refused, error [0-9]*, SHA-256 $hash\$" "$log" ||
		fail "no image of $bytes bytes with SHA-256 $hash was refused"
	! grep -q 'the firmware runs' "$log" || fail "the firmware ran"
	exit 0
fi
if [ "$EXPECT" = killed ]; then # in the middle of everything, so the model may complain
	grep -q '^note: the firmware runs' "$log" || fail "no firmware ran"
	exit 0
fi
grep -q "^note: image of $bytes bytes taken, SHA-256 $hash\$" "$log" ||
	fail "no image of $bytes bytes with SHA-256 $hash arrived"
grep '^note: image' "$log" | grep -v "$bytes bytes taken, SHA-256 $hash" && fail "and another image"
grep -q "^note: the firmware runs and speaks IPC$IPC\$" "$log" || fail "no firmware that speaks IPC$IPC ran"
grep -q ' messages, 0 complaints$' "$log" || fail "the model complains"
