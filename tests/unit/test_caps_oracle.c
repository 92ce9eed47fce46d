/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Our decode beside that of the installed lspci -F, line for line: saved dumps of real machines, and
 * Express capabilities of every type with every bit set once. */
#include <criterion/criterion.h>

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/pci/caps.h"
#include "backend/pci/dumpfile.h"
#include "backend/support/bits.h"
#include "backend/support/hexdump.h"
#include "backend/support/mem.h"
#include "backend/support/strlist.h"

#define DUMPS "../shared/data/pci-dumps/*"

/* Where we differ on purpose: lines that start so on both sides need not be the same. */
static const struct {
	const char *line;
	const char *why;
} explained[] = {
	{ "\t\tDOESta:", "lspci 3.9 shows the interrupt status bit as Error as well" },
	{ "\t\tFuncMap ", "lspci 3.9 shows the lowest byte of 32 bits" },
	{ "\t\tCXLPortSta:", "lspci 3.9 takes the register's offset for its bit" },
	{ "\t\tLnkCap2: Supported Link Speeds: ", "lspci 3.9 does not know 64 GT/s" },
};

/* Lines that lspci alone has: not in the bytes, or not so. */
static bool only_in_lspci(const char *line)
{
	static const char *const starts[] = { "\tKernel ", "\tNUMA node:", "\tIOMMU group:",
					      "\tPhysical Slot:", "\tDeviceName:" };

	for (size_t i = 0; i < ARRAY_SIZE(starts); i++) {
		if (!strncmp(line, starts[i], strlen(starts[i])))
			return true;
	}
	/* VPD is read through registers: it is not part of a dump */
	if (!strcmp(line, "\t\tNot readable"))
		return true;
	/* it has said already that the scale is a reserved one */
	if (!strncmp(line, "\t\tGPF Phase ", 12) && strstr(line, "<?>"))
		return true;
	/* the upper half of a 64-bit BAR, which lspci -F takes for a BAR of its own */
	return !strncmp(line, "\tRegion ", 8) &&
	       (strstr(line, "<unassigned>") || strstr(line, "I/O ports at 0000"));
}

static bool is_explained(const char *theirs, const char *ours)
{
	for (size_t i = 0; i < ARRAY_SIZE(explained); i++) {
		size_t len = strlen(explained[i].line);

		if (!strncmp(theirs, explained[i].line, len) &&
		    !strncmp(ours, explained[i].line, len))
			return true;
	}
	return false;
}

/* Lines of text; a function's own line is cut down to its address, for the rest of it has names. */
static void split_lines(char *text, struct strlist *lines)
{
	char *save = NULL;

	for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		if (*line != '\t')
			line[strcspn(line, " ")] = '\0';
		strlist_add(lines, strncmp(line, "0000:", 5) ? line : line + 5);
	}
}

static char *read_stream(FILE *stream, size_t *len)
{
	struct strbuf out = STRBUF_INIT;
	size_t n;

	do {
		n = fread(strbuf_reserve(&out, 65536), 1, 65536, stream);
		strbuf_commit(&out, n);
	} while (n);
	*len = out.len;
	return strbuf_detach(&out);
}

static bool lspci_lines(const char *path, struct strlist *lines)
{
	autofree char *command = xasprintf("lspci -F '%s' -vvv -n 2>/dev/null", path);
	FILE *pipe = popen(command, "r");
	autofree char *text = NULL;
	size_t len;

	cr_assert_not_null(pipe);
	text = read_stream(pipe, &len);
	if (pclose(pipe))
		return false;
	split_lines(text, lines);
	return true;
}

static void our_lines(const char *text, size_t len, struct strlist *lines)
{
	struct dumpfile file = DUMPFILE_INIT;
	struct err err = ERR_INIT;

	cr_assert(dumpfile_parse(text, len, &file, &err), "%s", err.msg);
	for (size_t i = 0; i < file.count; i++) {
		const struct dumpfile_function *f = &file.functions[i];
		struct caps_decode decode = CAPS_DECODE_INIT;
		struct strbuf out = STRBUF_INIT;

		strlist_addf(lines, "%s", strncmp(f->bdf, "0000:", 5) ? f->bdf : f->bdf + 5);
		cr_assert(caps_decode(&f->image, dumpfile_devfn(f->bdf), &decode, &err), "%s",
			  err.msg);
		caps_add_text(&decode, 0, decode.line_count, &out);
		split_lines(out.buf, lines);
		strbuf_finish(&out);
		caps_decode_finish(&decode);
	}
	dumpfile_finish(&file);
}

static size_t compare_lines(const char *what, const struct strlist *theirs,
			    const struct strlist *ours)
{
	size_t t = 0;
	size_t o = 0;

	while (t < theirs->count || o < ours->count) {
		const char *a = t < theirs->count ? theirs->items[t] : "(end)";
		const char *b = o < ours->count ? ours->items[o] : "(end)";

		if (!strcmp(a, b) || is_explained(a, b)) {
			t++;
			o++;
		} else {
			cr_assert(only_in_lspci(a), "%s, line %zu:\n  lspci: %s\n  ours:  %s", what,
				  t + 1, a, b);
			t++;
		}
	}
	return o;
}

Test(caps_oracle, saved_dumps_decode_as_lspci_does)
{
	glob_t found;
	size_t lines = 0;

	if (glob(DUMPS, 0, NULL, &found)) {
		globfree(&found);
		cr_skip("no saved dumps here: " DUMPS);
	}
	for (size_t i = 0; i < found.gl_pathc; i++) {
		autostrlist theirs = STRLIST_INIT;
		autostrlist ours = STRLIST_INIT;
		FILE *file = fopen(found.gl_pathv[i], "r");
		autofree char *text = NULL;
		size_t len;

		cr_assert_not_null(file);
		text = read_stream(file, &len);
		fclose(file);
		if (!lspci_lines(found.gl_pathv[i], &theirs)) {
			globfree(&found);
			cr_skip("lspci is not installed");
		}
		our_lines(text, len, &ours);
		lines += compare_lines(found.gl_pathv[i], &theirs, &ours);
	}
	globfree(&found);
	cr_assert_gt(lines, 0);
}

/* One made-up function: where its capabilities are, and which bit is set. */
struct made_up {
	unsigned express_type;
	unsigned extended_id; /* at 0x100; 0: none, the bit is in the Express capability */
	unsigned bit;	      /* counted from 4 bytes after the start of the capability */
};

static void add_function(struct strbuf *dump, unsigned n, const struct made_up *f)
{
	uint8_t bytes[0x180] = { 0x86,
				 0x80,
				 [CONFIG_STATUS] = 0x10,
				 [CONFIG_CLASS + 1] = 2,
				 [CONFIG_CAP_PTR] = 0x40,
				 [0x40] = CONFIG_CAP_ID_EXPRESS };
	unsigned at = f->extended_id ? 0x104 : 0x44;
	char header[32];

	bytes[0x42] = (uint8_t)(2 | f->express_type << 4);
	bytes[0x43] = 1;
	put_le(bytes + 0x100, f->extended_id ? f->extended_id | 0x20000 : 0, 4);
	bytes[at + f->bit / 8] |= (uint8_t)(1u << f->bit % 8);
	snprintf(header, sizeof(header), "%04x:%02x:00.0 test", n >> 8, n & 0xff);
	hexdump_add_lspci(dump, header, bytes, sizeof(bytes));
}

/* Decode the functions of dump with both and compare; at least min lines. */
static void compare_dump(const char *what, const struct strbuf *dump, size_t min)
{
	char path[] = "/tmp/barsh-caps-XXXXXX";
	autostrlist theirs = STRLIST_INIT;
	autostrlist ours = STRLIST_INIT;
	int fd = mkstemp(path);
	bool ran;

	cr_assert_geq(fd, 0);
	cr_assert_eq(write(fd, dump->buf, dump->len), (ssize_t)dump->len);
	close(fd);
	ran = lspci_lines(path, &theirs);
	unlink(path);
	if (!ran)
		cr_skip("lspci is not installed");
	our_lines(dump->buf, dump->len, &ours);
	cr_assert_gt(compare_lines(what, &theirs, &ours), min);
}

Test(caps_oracle, every_bit_of_every_express_type_decodes_as_lspci_does)
{
	static const unsigned types[] = { 0, 1, 2, 4, 5, 6, 7, 8, 9, 10 };
	autostrbuf dump = STRBUF_INIT;
	unsigned n = 0;

	for (size_t t = 0; t < ARRAY_SIZE(types); t++) {
		for (unsigned bit = 0; bit < 0x38 * 8; bit++)
			add_function(&dump, n++, &(struct made_up){ types[t], 0, bit });
	}
	compare_dump("Express", &dump, 10000);
}

Test(caps_oracle, every_bit_of_extended_capabilities_decodes_as_lspci_does)
{
	static const unsigned ids[] = { 0x01, 0x02, 0x03, 0x04, 0x0b, 0x0d, 0x0e,
					0x0f, 0x10, 0x13, 0x15, 0x17, 0x1b, 0x1d,
					0x1e, 0x1f, 0x24, 0x26, 0x2e, 0x30, 0x99 };
	static const unsigned types[] = { 0, 4 };
	autostrbuf dump = STRBUF_INIT;
	unsigned n = 0;

	for (size_t i = 0; i < ARRAY_SIZE(ids); i++) {
		for (unsigned bit = 0; bit < 0x1c * 8; bit++)
			add_function(&dump, n++, &(struct made_up){ types[bit % 2], ids[i], bit });
	}
	compare_dump("extended", &dump, 10000);
}

/* A function with one capability at 0x40, or with an extended one at 0x100, given by its first bytes; one bit set. */
static void add_single(struct strbuf *dump, unsigned n, uint32_t ids, unsigned at,
		       const uint8_t *start, size_t len, unsigned bit)
{
	uint8_t bytes[0x180] = {
		[CONFIG_STATUS] = 0x10, [CONFIG_CLASS + 1] = 2, [CONFIG_CAP_PTR] = 0x40
	};
	char header[32];

	put_le(bytes, ids, 4);
	if (at >= 0x100) {
		bytes[0x40] = CONFIG_CAP_ID_EXPRESS;
		bytes[0x42] = 2;
	}
	memcpy(bytes + at, start, len);
	bytes[at + bit / 8] |= (uint8_t)(1u << bit % 8);
	snprintf(header, sizeof(header), "%04x:%02x:00.0 test", n >> 8, n & 0xff);
	hexdump_add_lspci(dump, header, bytes, sizeof(bytes));
}

Test(caps_oracle, every_bit_of_plain_capabilities_decodes_as_lspci_does)
{
	static const struct {
		uint32_t ids;
		uint8_t start[5];
	} rows[] = {
		{ 0x8086, { 0x01 } }, /* power management */
		{ 0x8086, { 0x02 } }, /* AGP */
		{ 0x8086, { 0x04 } },
		{ 0x8086, { 0x05 } }, /* MSI */
		{ 0x8086, { 0x07 } }, /* PCI-X */
		{ 0x8086,
		  { 0x08, 0, 0, 0x00 } }, /* HyperTransport: secondary, the others by their bits */
		{ 0x8086, { 0x08, 0, 0, 0x20 } },
		{ 0x8086, { 0x08, 0, 0, 0xa8 } },
		{ 0x8086, { 0x09, 0, 0x10 } },		 /* vendor-specific */
		{ 0x10411af4, { 0x09, 0, 0x10, 0x01 } }, /* of virtio */
		{ 0x10411af4, { 0x09, 0, 0x14, 0x02 } },
		{ 0x10411af4, { 0x09, 0, 0x14, 0x00 } },
		{ 0x8086, { 0x0a } },
		{ 0x8086, { 0x0b } },
		{ 0x8086, { 0x0c } },
		{ 0x8086, { 0x0d } }, /* subsystem */
		{ 0x8086, { 0x0e } },
		{ 0x8086, { 0x0f } },
		{ 0x8086, { 0x11 } },	       /* MSI-X */
		{ 0x8086, { 0x12, 0, 0x10 } }, /* SATA */
		{ 0x8086, { 0x12, 0, 0x10, 0, 0x0f } },
		{ 0x8086, { 0x13 } },
	};
	autostrbuf dump = STRBUF_INIT;
	unsigned n = 0;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		for (unsigned bit = 16; bit < 0x20 * 8; bit++)
			add_single(&dump, n++, rows[i].ids, 0x40, rows[i].start, 5, bit);
	}
	compare_dump("plain", &dump, 10000);
}

/* Ranges of CXL memory in lspci 3.9: types and classes that its tables do not have end it, and it takes reserved
 * bits for a part of the base. */
static bool lspci_errs(unsigned id, unsigned bit)
{
	unsigned at = bit / 32 * 4, in = bit % 32;

	return id == 0 && (((at == 0x1c || at == 0x2c) && in >= 2 && in <= 15) ||
			   ((at == 0x24 || at == 0x34) && in <= 27));
}

Test(caps_oracle, every_bit_of_cxl_capabilities_decodes_as_lspci_does)
{
	autostrbuf dump = STRBUF_INIT;
	unsigned n = 0;

	/* not 8: lspci ends the list of register blocks at the first empty one, which real devices have at the end */
	for (unsigned id = 0; id <= 10; id += id == 7 ? 2 : 1) {
		for (unsigned bit = 0xa * 8; bit < 0x38 * 8; bit++) {
			/* revisions 0 to 2, 0x38 bytes, of vendor 1e98 */
			uint8_t start[10] = {
				0x23, 0,	  1, 0, 0x98, 0x1e, (uint8_t)(0x80 | bit % 3),
				0x03, (uint8_t)id
			};

			if (!lspci_errs(id, bit))
				add_single(&dump, n++, 0x8086, 0x100, start, sizeof(start), bit);
		}
	}
	compare_dump("CXL", &dump, 10000);
}
