/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the bytes of config space mean, in the words and the layout of lspci -vvv, which every reader
 * knows. Only what is in the bytes: no driver, no BAR size, no device names. Sources: PCI Local Bus 3.0,
 * PCI Express Base 6.0 chapter 7, and the ECNs named beside the decoders. */
#ifndef BACKEND_PCI_CAPS_H
#define BACKEND_PCI_CAPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/pci/config.h"
#include "backend/support/err.h"
#include "backend/support/strbuf.h"

struct caps_line {
	uint16_t offset; /* of the register it is about */
	uint8_t indent;	 /* tabs in front; 1: of the function, 2 and 3: of a capability */
	char *text;	 /* owned; may have a tab after a label ("DevCap:\t...") */
};

struct caps_entry {
	uint16_t id;
	uint16_t offset;
	bool extended;
	uint8_t version;  /* 0: has none */
	const char *name; /* caps_name() */
	size_t first_line;
	size_t line_count; /* lines[first_line] is its title "Capabilities: [40] ..." */
};

struct caps_decode {
	struct caps_line *lines; /* the header's first, then those of each capability */
	size_t line_count;
	struct caps_entry *entries;
	size_t entry_count;
};

#define CAPS_DECODE_INIT         \
	{                        \
		NULL, 0, NULL, 0 \
	}

/* Decode the header and every capability of image. devfn: device number << 3 | function number (0 when
 * not known): some registers mean nothing outside of function 0. A broken chain ends with a line that says so; bytes
 * that were not read end the capability that needs them. ENODATA: the header was not read. The caller
 * finishes *ret. */
bool caps_decode(const struct config_image *image, unsigned devfn, struct caps_decode *ret,
		 struct err *err);
void caps_decode_finish(struct caps_decode *decode);

/* Append a function's own line as lspci -n has it: "00:1f.3 0401: 8086:a0c8 (rev 20)", without newline. */
void caps_add_title(const struct config_image *image, const char *bdf, struct strbuf *out);

/* Append the lines first to first + count - 1 as text: tabs, text, newline. */
void caps_add_text(const struct caps_decode *decode, size_t first, size_t count,
		   struct strbuf *out);

/* A short name ("Power Management", "AER"); "Unknown" for ids nobody assigned. Static. */
const char *caps_name(unsigned id, bool extended);

#endif
