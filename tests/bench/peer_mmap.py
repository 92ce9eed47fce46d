# SPDX-License-Identifier: GPL-2.0-or-later
"""usage: peer_mmap.py FILE COUNT [print]   what many write instead: Python's mmap, 32 bits at a time"""
import mmap
import struct
import sys

with open(sys.argv[1], "rb") as file:
    memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
shown = len(sys.argv) > 3
for i in range(int(sys.argv[2])):
    value = struct.unpack_from("<I", memory, i * 4 % len(memory))[0]
    if shown:
        print("0x%08x" % value)
