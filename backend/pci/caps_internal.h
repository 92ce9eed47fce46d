/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by the caps_*.c files: building lines, and registers as templates. */
#ifndef BACKEND_PCI_CAPS_INTERNAL_H
#define BACKEND_PCI_CAPS_INTERNAL_H

#include "backend/pci/caps.h"

/* Device/port types of the Express capability, PCI Express 7.5.3.2. */
enum {
	EXPRESS_ENDPOINT = 0,
	EXPRESS_LEGACY_ENDPOINT = 1,
	EXPRESS_ROOT_PORT = 4,
	EXPRESS_UPSTREAM = 5,
	EXPRESS_DOWNSTREAM = 6,
	EXPRESS_TO_PCI_BRIDGE = 7,
	EXPRESS_FROM_PCI_BRIDGE = 8,
	EXPRESS_RC_ENDPOINT = 9,
	EXPRESS_RC_EVENT_COLLECTOR = 10,
	EXPRESS_NONE = 0xff, /* no Express capability seen */
};

struct caps {
	const struct config_image *image;
	struct caps_decode *out;
	unsigned at; /* offset of the capability being decoded; 0 for the header */
	unsigned devfn;
	unsigned header_type;
	unsigned express_type;
	struct strbuf line; /* the line being written */
	unsigned line_offset;
	unsigned line_indent;
	bool line_open;
};

/* Begin a line about the register at offset (from the capability's start). The one before ends. */
void caps_line(struct caps *c, unsigned indent, unsigned offset);
void caps_end_line(struct caps *c);
void caps_addf(struct caps *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The value of a register; bytes that were not read count as 0: ask caps_have() first. */
uint32_t caps_get(const struct caps *c, unsigned offset, unsigned width_bytes);
uint64_t caps_get64(const struct caps *c, unsigned offset);
bool caps_have(const struct caps *c, unsigned offset, unsigned len);

/* Append text, with what is between braces filled in from value:
 *	{4}		a flag: '+' when bit 4 is set, else '-'
 *	{4!}		the same the other way round
 *	{7:4}		the field in decimal
 *	{7:4+1}		one more than the field
 *	{7:4^128}	128 << field
 *	{7:4%02x}	in hex, at least two digits; {7:4%02}: in decimal
 *	{7:4|a|b|c}	a for 0, b for 1; the last one for everything from there on */
void caps_add(struct caps *c, const char *template, uint64_t value);

/* A register and how to show it. indent 0 goes on with the line before. */
struct caps_row {
	uint8_t indent;
	uint16_t offset;
	uint8_t width_bytes;
	const char *text;
};
void caps_add_rows(struct caps *c, const struct caps_row *rows, size_t count);
#define CAPS_ROWS(c, rows) caps_add_rows(c, rows, ARRAY_SIZE(rows))

/* "Speed", "SlotPowerLimit" and window helpers that several capabilities share. */
#define CAPS_LINK_SPEEDS "|unknown|2.5GT/s|5GT/s|8GT/s|16GT/s|32GT/s|64GT/s|unknown"

/* Each appends its title to the open line and adds lines. */
void caps_header(struct caps *c);
void caps_standard(struct caps *c, unsigned id);
void caps_express(struct caps *c);
void caps_pcix(struct caps *c);
void caps_hypertransport(struct caps *c);
void caps_ea(struct caps *c);
void caps_extended(struct caps *c, unsigned id);
void caps_virtual_channel(struct caps *c);
void caps_rc_link(struct caps *c);
void caps_sriov(struct caps *c);
void caps_dvsec(struct caps *c);
void caps_ltr(struct caps *c);
void caps_l1pm(struct caps *c);
void caps_ptm(struct caps *c);

#endif
