/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes as text, in the forms that other tools write and read back. Fast: no printf per byte. */
#ifndef BACKEND_SUPPORT_HEXDUMP_H
#define BACKEND_SUPPORT_HEXDUMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/support/strbuf.h"

enum hexdump_format {
	HEXDUMP_WORDS,	   /* as hexdump(1): little-endian 16-bit words, '*' for repeats */
	HEXDUMP_CANONICAL, /* as hexdump -C */
	HEXDUMP_LSPCI,	   /* the rows of lspci -x: "00: 86 80 ..." */
	HEXDUMP_XXD,	   /* as xxd */
};

/* Append len bytes; base is the address of the first one. The text is what the named tool prints for
 * the same bytes, newline included. base is only a label: rows always start with the first byte. */
void hexdump_add(struct strbuf *out, enum hexdump_format format, const void *data, size_t len,
		 uint64_t base);

/* One function as lspci -xxxx prints it and lspci -F reads it back: the header line ("00:1f.3 Audio
 * device: ..."), rows, an empty line. Control characters in header are replaced. */
void hexdump_add_lspci(struct strbuf *out, const char *header, const void *data, size_t len);

/* Rows of 16 bytes as little-endian units, text beside them:
 *	000010: 01230004 00010000 -------- 00000000  ..#.....????....
 * absent: a bit for every unit (the first unit in bit 0 of byte 0) that was not read; NULL: none.
 * unit_bytes: 1, 2, 4 or 8; a last unit that len cuts short counts as absent. Unless all is set, more
 * than one row the same becomes a line with '*' that tells how many were left out. */
struct hexdump_units {
	unsigned unit_bytes;
	const uint8_t *absent;
	bool all;
};
void hexdump_add_units(struct strbuf *out, const struct hexdump_units *units, const void *data,
		       size_t len, uint64_t base);

#endif
