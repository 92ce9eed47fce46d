#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: seed-trace.sh TOOLS CORPUS: a trace of each kind to begin with
set -u
mmio='VERSION 20070824\nPCIDEV 00fc 8086293e 1a feb00004 0 0 0 0 0 0 4000 0 0 0 0 0 0 x\n'
mmio=$mmio'W 4 1.542931 1 0xfeb00004 0x1 0x0 0\nR 2 1.542932 1 0xfeb00008 0x1 0x0 0\n'
own='# barsh trace 1: sim:tgl\n0.000001000 W 32 bar0+0x000004 0x00000001\n0.000002000 R 8 config+0x000003 0x01\n'
own=$own'0.1 D reads 4096 0x1000 2\n0.2 I MSI 0\n0.3 X flr\n0.4 W 32 bar0+0x000098 0x00001000\n'
# shellcheck disable=SC2059 # the escapes are wanted
{
	printf "$own\0$mmio\0< bar0+* 0x00000001 why\n= bar0+0x000098 * why\n" >"$2/both"
	printf "$mmio\0$own\0~ * * why\n# remark\n> A B C\n" >"$2/other"
}
