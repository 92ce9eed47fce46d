/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/support/bits.h"
#include "backend/support/hexdump.h"
#include "backend/support/mem.h"

/* What the installed tool prints for the same bytes; NULL when it is not installed. */
static char *tool_output(const char *command, const void *data, size_t len)
{
	char path[] = "/tmp/barsh-hexdump-XXXXXX";
	int fd = mkstemp(path);
	autofree char *line = xasprintf("%s %s 2>/dev/null", command, path);
	struct strbuf out = STRBUF_INIT;
	FILE *pipe;
	size_t n;
	int status;

	cr_assert_geq(fd, 0);
	cr_assert_eq(write(fd, data, len), (ssize_t)len);
	close(fd);
	pipe = popen(line, "r");
	cr_assert_not_null(pipe);
	do {
		n = fread(strbuf_reserve(&out, 4096), 1, 4096, pipe);
		strbuf_commit(&out, n);
	} while (n);
	status = pclose(pipe);
	unlink(path);
	if (status) {
		strbuf_finish(&out);
		return NULL;
	}
	return strbuf_detach(&out);
}

/* Random bytes with runs of equal rows, so that folding starts, ends and meets a cut last row. */
static void fill(uint8_t *data, size_t len, unsigned seed)
{
	srand(seed);
	for (size_t i = 0; i < len; i++)
		data[i] = seed % 3 && i >= 16 && (i / 16) % 5 ? data[i - 16] : (uint8_t)rand();
}

static void compare_with_tool(enum hexdump_format format, const char *command)
{
	uint8_t data[4096];

	for (unsigned round = 0; round < 80; round++) {
		size_t len = round < 65 ? round : (size_t)round * 47 % 4096;
		autostrbuf ours = STRBUF_INIT;
		autofree char *theirs = NULL;

		fill(data, len, round);
		theirs = tool_output(command, data, len);
		if (!theirs)
			cr_skip("%s is not installed", command);
		hexdump_add(&ours, format, data, len, 0);
		cr_assert_str_eq(strbuf_text(&ours), theirs, "%s, %zu bytes", command, len);
	}
}

Test(hexdump, words_are_what_hexdump_prints)
{
	compare_with_tool(HEXDUMP_WORDS, "hexdump");
}

Test(hexdump, canonical_is_what_hexdump_C_prints)
{
	compare_with_tool(HEXDUMP_CANONICAL, "hexdump -C");
}

Test(hexdump, xxd_is_what_xxd_prints)
{
	compare_with_tool(HEXDUMP_XXD, "xxd");
}

Test(hexdump, folding_ends_with_the_run)
{
	uint8_t data[80] = { [64] = 1 };
	autostrbuf out = STRBUF_INIT;

	hexdump_add(&out, HEXDUMP_WORDS, data, sizeof(data), 0);
	cr_assert_str_eq(strbuf_text(&out), "0000000 0000 0000 0000 0000 0000 0000 0000 0000\n*\n"
					    "0000040 0001 0000 0000 0000 0000 0000 0000 0000\n"
					    "0000050\n");
}

Test(hexdump, base_labels_the_rows)
{
	autostrbuf out = STRBUF_INIT;

	hexdump_add(&out, HEXDUMP_CANONICAL, "ab", 2, 0x123456780);
	cr_assert_str_eq(strbuf_text(&out), "123456780  61 62                    "
					    "                         |ab|\n123456782\n");
}

Test(hexdump, lspci_round_trips_through_lspci)
{
	uint8_t data[4096];
	autostrbuf out = STRBUF_INIT;
	autofree char *theirs = NULL;

	fill(data, sizeof(data), 7);
	hexdump_add_lspci(&out, "00:1f.3 0403: 8086:a0c8", data, sizeof(data));
	theirs = tool_output("lspci -n -xxxx -F", out.buf, out.len);
	if (!theirs)
		cr_skip("lspci is not installed");
	/* lspci makes its own header line out of the bytes: compare the rows */
	cr_assert_str_eq(strchr(theirs, '\n'), strchr(out.buf, '\n'));
}

Test(hexdump, lspci_header_cannot_carry_an_escape_sequence)
{
	autostrbuf out = STRBUF_INIT;

	hexdump_add_lspci(&out, "00:00.0 \033[2J\nx", "\x01", 1);
	cr_assert_str_eq(strbuf_text(&out), "00:00.0 ?[2J?x\n00: 01\n\n");
}

static const char *units_text(struct strbuf *out, const struct hexdump_units *units,
			      const void *data, size_t len)
{
	hexdump_add_units(out, units, data, len, 0);
	return strbuf_text(out);
}

Test(hexdump, units_are_little_endian)
{
	static const uint8_t data[16] = { 4, 0, 0x23, 1, 0, 0, 1, 0, 'a' };
	struct hexdump_units units = { .unit_bytes = 4 };
	autostrbuf out = STRBUF_INIT;

	cr_assert_str_eq(units_text(&out, &units, data, 16),
			 "000000: 01230004 00010000 00000061 00000000  ..#.....a.......\n");
}

Test(hexdump, units_not_read_are_dashes_not_data)
{
	static const uint8_t data[16] = { 0xff, 0xff, 0xff, 0xff };
	static const uint8_t absent[1] = { 1 };
	struct hexdump_units units = { .unit_bytes = 4, .absent = absent };
	autostrbuf out = STRBUF_INIT;

	cr_assert_str_eq(units_text(&out, &units, data, 16),
			 "000000: -------- 00000000 00000000 00000000  ????............\n");
}

Test(hexdump, units_fold_tells_how_many_rows)
{
	static const uint8_t data[64] = { [63] = 0x80 };
	struct hexdump_units units = { .unit_bytes = 8 };
	autostrbuf out = STRBUF_INIT;

	cr_assert_str_eq(units_text(&out, &units, data, 64),
			 "000000: 0000000000000000 0000000000000000  ................\n"
			 "*  (2 more rows the same)\n"
			 "000030: 0000000000000000 8000000000000000  ................\n");
}

Test(hexdump, units_show_every_row_when_asked)
{
	static const uint8_t data[64];
	struct hexdump_units units = { .unit_bytes = 1, .all = true };
	autostrbuf out = STRBUF_INIT;
	size_t lines = 0;

	for (const char *at = units_text(&out, &units, data, 64); *at; at++)
		lines += *at == '\n';
	cr_assert_eq(lines, 4);
}

Test(hexdump, units_cut_short_are_not_read)
{
	static const uint8_t data[6] = { 1, 2, 3, 4, 5, 6 };
	struct hexdump_units units = { .unit_bytes = 4 };
	autostrbuf out = STRBUF_INIT;

	cr_assert_str_eq(units_text(&out, &units, data, 6),
			 "000000: 04030201 --------                    ....??\n");
}
