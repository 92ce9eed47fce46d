#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: fetch-qemu.sh
#
# Fetch the QEMU of trixie-backports, which attaches vfio-user devices (Debian 12's does not), with all
# the libraries it needs: nothing is installed, it runs out of the folder on any Debian. Prints it:
#   version  qemu (runs it with the arguments given)  tree/
# Fetches once; a second call prints the folder at once. Exit status 77 and one sentence: cannot.
set -u
. "$(dirname "$0")/apt-private.sh"
dest=$(barsh_cache)/qemu/trixie-backports

cannot() {
	echo "fetch-qemu: $1" >&2
	exit 77
}

mkdir -p "$dest" || cannot "cannot make $dest"
exec 9>"$dest.lock"
flock 9
if [ -s "$dest/version" ]; then
	echo "$dest"
	exit 0
fi
for tool in apt-get dpkg-deb; do
	command -v $tool >/dev/null || cannot "$tool is missing: this is no Debian machine"
done
work=$dest.new
rm -rf "$work" "$dest"
mkdir -p "$work/tree" || cannot "cannot make $work"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# Debian since 12 has these as links into /usr, made by a package's script that does not run here.
for folder in bin sbin lib lib64; do
	mkdir -p "$work/tree/usr/$folder"
	ln -s "usr/$folder" "$work/tree/$folder"
done
apt_private "trixie trixie-backports" main || exit 77
apt_unpack_all qemu-system-x86 "$work/tree" || exit 77

# Its own loader and libraries: those of the machine are too old.
cat >"$work/qemu" <<'RUN'
#!/bin/sh
tree=$(dirname "$0")/tree
export QEMU_MODULE_DIR="$tree/usr/lib/x86_64-linux-gnu/qemu"
exec "$tree/lib64/ld-linux-x86-64.so.2" --library-path "$tree/usr/lib/x86_64-linux-gnu" \
	"$tree/usr/bin/qemu-system-x86_64" -L "$tree/usr/share/qemu" -L "$tree/usr/share/seabios" "$@"
RUN
chmod 755 "$work/qemu"
# Only what the emulator runs with: the rest is half of the folder.
rm -rf "$work/tree/usr/share/doc" "$work/tree/usr/share/man" "$work/tree/usr/share/locale" "$work/tree/var"
"$work/qemu" -device vfio-user-pci,help >/dev/null 2>"$work/log" ||
	cannot "what was fetched has no vfio-user-pci: $(head -n 1 "$work/log")"
"$work/qemu" --version | sed -n 's/.*version \([0-9.]*\).*/\1/p' >"$work/version"
mv "$work" "$dest"
trap - EXIT
echo "$dest"
