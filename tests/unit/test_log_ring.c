/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rings of a log as numbers: what is taken, what is lost, and the lines that come of it. */
#include <criterion/criterion.h>

#include <errno.h>
#include <string.h>

#include "backend/dsp/log_ring.h"
#include "backend/dsp/log_text.h"
#include "backend/support/bits.h"
#include "backend/support/strlist.h"

static bool parse(uint32_t len, uint32_t start, uint32_t end, uint32_t seq, struct winstream *ret,
		  struct err *err)
{
	uint8_t header[WINSTREAM_HEADER];

	put_le(header, len, 4);
	put_le(header + 4, start, 4);
	put_le(header + 8, end, 4);
	put_le(header + 12, seq, 4);
	return winstream_parse(header, 0x1ff0, ret, err);
}

static void check_piece(struct log_piece piece, uint32_t at, uint32_t len, uint32_t lost)
{
	cr_assert_eq(piece.at, at, "at %u, not %u", piece.at, at);
	cr_assert_eq(piece.len, len, "len %u, not %u", piece.len, len);
	cr_assert_eq(piece.lost, lost, "lost %u, not %u", piece.lost, lost);
	cr_assert_not(piece.again);
}

Test(log_ring, a_winstream_header_keeps_inside_its_window)
{
	static const uint32_t bad[][3] = {
		{ 0, 0, 0 },	 { 1, 0, 0 },	  { 0x1ff1, 0, 0 },	  { UINT32_MAX, 0, 0 },
		{ 100, 100, 0 }, { 100, 0, 100 }, { 100, UINT32_MAX, 0 }, { 100, 0, UINT32_MAX },
	};
	struct winstream ring;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct err err = ERR_INIT;

		cr_assert_not(parse(bad[i][0], bad[i][1], bad[i][2], 5, &ring, &err), "row %zu", i);
		cr_assert_eq(err.code, EBADMSG);
	}
}

Test(log_ring, a_winstream_is_taken_from_its_oldest_byte)
{
	struct err err = ERR_INIT;
	struct winstream ring;

	cr_assert(parse(100, 0, 30, 30, &ring, &err), "%s", err.msg);
	check_piece(winstream_all(&ring), 0, 30, 0);
	check_piece(winstream_since(&ring, 30), 30, 0, 0);
	check_piece(winstream_since(&ring, 10), 10, 20, 0);
	/* full, and around its end */
	cr_assert(parse(100, 31, 30, 1030, &ring, &err));
	check_piece(winstream_all(&ring), 31, 99, 931);
	check_piece(winstream_since(&ring, 1010), 10, 20, 0);
	check_piece(winstream_since(&ring, 990), 90, 40, 0);
	check_piece(winstream_since(&ring, 500), 31, 99, 431);
	/* the counter wraps at 2^32 */
	cr_assert(parse(100, 31, 30, 10, &ring, &err));
	check_piece(winstream_since(&ring, UINT32_MAX - 9), 10, 20, 0);
}

Test(log_ring, a_winstream_that_counts_backwards_was_begun_again)
{
	struct err err = ERR_INIT;
	struct log_piece piece;
	struct winstream ring;

	cr_assert(parse(100, 0, 30, 30, &ring, &err));
	piece = winstream_since(&ring, 31);
	cr_assert(piece.again);
	cr_assert_eq(piece.at, 0);
	cr_assert_eq(piece.len, 30);
}

Test(log_ring, what_is_overwritten_under_the_reader_is_known)
{
	struct winstream before, after;
	struct err err = ERR_INIT;
	struct log_piece piece;

	cr_assert(parse(100, 31, 30, 1030, &before, &err));
	piece = winstream_all(&before);
	cr_assert_eq(winstream_overwritten(&piece, &before, &before), 0);
	cr_assert(parse(100, 51, 50, 1050, &after, &err));
	cr_assert_eq(winstream_overwritten(&piece, &before, &after), 20);
	/* the writer has moved start, not yet end and seq */
	cr_assert(parse(100, 36, 30, 1030, &after, &err));
	cr_assert_eq(winstream_overwritten(&piece, &before, &after), 5);
	cr_assert(parse(100, 31, 30, 5030, &after, &err));
	cr_assert_eq(winstream_overwritten(&piece, &before, &after), 99);
	/* more was written and there was room */
	cr_assert(parse(100, 0, 10, 10, &before, &err) && parse(100, 0, 40, 40, &after, &err));
	piece = winstream_all(&before);
	cr_assert_eq(winstream_overwritten(&piece, &before, &after), 0);
	/* begun again, or another ring */
	cr_assert(parse(100, 0, 5, 5, &after, &err));
	cr_assert_eq(winstream_overwritten(&piece, &before, &after), 10);
	cr_assert(parse(90, 0, 40, 40, &after, &err));
	cr_assert_eq(winstream_overwritten(&piece, &before, &after), 10);
}

static bool parse_mtrace(uint32_t read, uint32_t write, struct mtrace *ret, struct err *err)
{
	uint8_t header[MTRACE_HEADER];

	put_le(header, read, 4);
	put_le(header + 4, write, 4);
	return mtrace_parse(header, ret, err);
}

Test(log_ring, an_mtrace_pointer_keeps_inside_its_ring)
{
	struct err err = ERR_INIT;
	struct mtrace ring;

	cr_assert(parse_mtrace(4087, 0, &ring, &err), "%s", err.msg);
	cr_assert_not(parse_mtrace(4088, 0, &ring, &err));
	cr_assert_eq(err.code, EBADMSG);
	cr_assert_not(parse_mtrace(0, UINT32_MAX, &ring, &err));
}

Test(log_ring, mtrace_is_taken_from_the_hosts_pointer_or_further)
{
	struct err err = ERR_INIT;
	struct log_piece piece;
	struct mtrace ring;

	cr_assert(parse_mtrace(4080, 20, &ring, &err));
	check_piece(mtrace_all(&ring), 4080, 28, 0);
	check_piece(mtrace_since(&ring, 4085), 4085, 23, 0);
	check_piece(mtrace_since(&ring, 5), 5, 15, 0);
	check_piece(mtrace_since(&ring, 20), 20, 0, 0);
	piece = mtrace_since(&ring, 21); /* somebody moved the pointer */
	cr_assert(piece.again);
	cr_assert_eq(piece.len, 28);
}

/* -- lines -- */

static void add(void *ctx, const char *text)
{
	strlist_add(ctx, text);
}

static void check_lines(const char *const *pieces, const char *expected)
{
	struct log_lines lines = { 0 };
	autostrlist list = STRLIST_INIT;
	autostrbuf text = STRBUF_INIT;

	for (; *pieces; pieces++)
		log_lines_add(&lines, *pieces, strlen(*pieces), add, &list);
	log_lines_flush(&lines, add, &list);
	log_lines_finish(&lines);
	for (size_t i = 0; i < list.count; i++)
		strbuf_addf(&text, "%s|", list.items[i]);
	cr_assert_str_eq(strbuf_text(&text), expected);
}

Test(log_ring, lines_come_whole_out_of_pieces)
{
	check_lines((const char *[]){ "one\ntw", "o\r", "\nthree\n\nlast", NULL },
		    "one|two|three||last|");
	check_lines((const char *[]){ "\r\n", "a\rb\n", NULL }, "|a\\rb|");
}

Test(log_ring, nothing_of_a_line_reaches_the_terminal_raw)
{
	check_lines((const char *[]){ "\x1b[2J\x07\x01"
				      "b\x7f\xc3\xa9\x9b\n",
				      NULL },
		    "\\x1b[2J\\x07\\x01b\\x7f\\xc3\\xa9\\x9b|");
	check_lines((const char *[]){ "rx\t: 1\n\tx\n12345678\ty\n", NULL },
		    "rx      : 1|        x|12345678        y|");
}

Test(log_ring, a_line_without_end_is_cut)
{
	struct log_lines lines = { 0 };
	autostrlist list = STRLIST_INIT;
	char text[LOG_LINE_MAX + 1];

	memset(text, 'x', sizeof(text));
	log_lines_add(&lines, text, LOG_LINE_MAX, add, &list);
	cr_assert_eq(list.count, 1);
	log_lines_add(&lines, "\r\nnext\n", 7, add, &list); /* its end is no line of its own */
	cr_assert_eq(list.count, 2);
	cr_assert_str_eq(list.items[1], "next");
	log_lines_add(&lines, text, LOG_LINE_MAX + 1, add, &list);
	log_lines_add(&lines, "\n\n", 2, add, &list);
	cr_assert_eq(list.count, 5);
	cr_assert_str_eq(list.items[3], "x");
	cr_assert_str_eq(list.items[4], "");
	log_lines_finish(&lines);
}
