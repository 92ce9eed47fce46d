#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: check-paths.sh
#
# Nothing of the machine this was written on may be committed: no path above the source tree, no home
# folder, no host of a package server. What to look for comes from the machine itself.
set -u
top=$(git rev-parse --show-toplevel) || exit 1
cd "$top" || exit 1
wanted=$(mktemp)
trap 'rm -f "$wanted"' EXIT

# The repository and the checkout, which may be a worktree elsewhere, and the folders these stand in,
# unless it is one that every machine has.
{
	for tree in "$top" "$(dirname "$(git rev-parse --path-format=absolute --git-common-dir)")"; do
		case $tree in
		/*/*) echo "$tree/" ;;
		esac
		case $(dirname "$tree") in
		/ | /tmp | /home | /root | /usr/src | /var/tmp | /opt | /mnt | /srv) ;;
		*) echo "$(dirname "$tree")/" ;;
		esac
	done
	case ${HOME:-/root} in
	/ | /root | /nonexistent) ;;
	*) echo "$HOME/" ;;
	esac
	cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
		sed -nE 's#.*[a-z+]+://([^/@ ]*@)?([^/ ]+).*#\2#p' | sort -u
} | sed -E 's/[].[*^$()+?{|]/\\&/g; s/^/(^|[^a-zA-Z0-9_.-])/' >"$wanted"

if git grep -nEI -f "$wanted" -- . ':!LICENSE'; then
	echo "check-paths: paths of this machine, or hosts of a package server, in the lines above"
	exit 1
fi
if git grep -nEI '(^|[^a-zA-Z0-9_])/(home|Users)/[a-z]+/' -- . ':!LICENSE' ':!scripts/dev/check-paths.sh'; then
	echo "check-paths: somebody's home folder in the lines above"
	exit 1
fi
