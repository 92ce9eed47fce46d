/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <criterion/criterion.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "backend/pci/dumpfile.h"
#include "backend/support/hexdump.h"
#include "backend/support/mem.h"

static struct dumpfile file;
static struct err err;

static void setup(void)
{
	file = (struct dumpfile)DUMPFILE_INIT;
	err = (struct err)ERR_INIT;
}

static void teardown(void)
{
	dumpfile_finish(&file);
}

TestSuite(dumpfile, .init = setup, .fini = teardown);

static void parse(const char *text)
{
	cr_assert(dumpfile_parse(text, strlen(text), &file, &err), "%s", err.msg);
}

static void refuse(const char *text, const char *message)
{
	cr_assert_not(dumpfile_parse(text, strlen(text), &file, &err));
	cr_assert_str_eq(err.msg, message);
	cr_assert_null(file.functions);
}

Test(dumpfile, lspci_text_with_two_functions)
{
	parse("00:1f.3 Audio device: Intel Corporation Device a0c8 (rev 20)\n"
	      "\tSubsystem: whatever\n"
	      "00: 86 80 c8 a0\n10: 04\n\n"
	      "0002:01:00.0 Ethernet controller\n00: 7d 17\n");
	cr_assert_eq(file.count, 2);
	cr_assert_str_eq(file.functions[0].bdf, "00:1f.3");
	cr_assert_str_eq(file.functions[0].line,
			 "00:1f.3 Audio device: Intel Corporation Device a0c8 (rev 20)");
	cr_assert_eq(config_peek(&file.functions[0].image, 0, 4), 0xa0c88086);
	cr_assert_not(config_known(&file.functions[0].image, 4, 1));
	cr_assert(config_known(&file.functions[0].image, 0x10, 1));
	cr_assert_str_eq(file.functions[1].bdf, "0002:01:00.0");
	cr_assert_eq(file.functions[1].line_number, 6);
}

Test(dumpfile, rows_alone_are_one_nameless_function)
{
	parse("00: 86 80\r\n10: 01 02\r\n");
	cr_assert_eq(file.count, 1);
	cr_assert_str_eq(file.functions[0].bdf, "");
	cr_assert(config_known(&file.functions[0].image, 0x11, 1));
}

Test(dumpfile, hexdump_words_and_folding)
{
	parse("0000000 8086 a0c8 0006 0010 0020 0403 0010 0000\n"
	      "0000010 0000 0000 0000 0000 0000 0000 0000 0000\n*\n0000100\n");
	cr_assert_eq(config_peek(&file.functions[0].image, 0, 4), 0xa0c88086);
	cr_assert_eq(config_extent(&file.functions[0].image), 256);
}

Test(dumpfile, od_bytes)
{
	parse("000000 86 80 c8 a0\n000004\n");
	cr_assert_eq(config_peek(&file.functions[0].image, 0, 4), 0xa0c88086);
}

Test(dumpfile, od_long_words)
{
	parse("000000 a0c88086 00100006\n000008\n");
	cr_assert_eq(config_peek(&file.functions[0].image, 0, 4), 0xa0c88086);
	cr_assert_eq(config_extent(&file.functions[0].image), 8);
}

Test(dumpfile, text_column_that_looks_like_hex)
{
	parse("00000000: 6162 6364                                abcd\n");
	cr_assert_eq(config_extent(&file.functions[0].image), 4);
	teardown();
	parse("00000000  61 62 63 64                                       |ab cd|\n");
	cr_assert_eq(config_extent(&file.functions[0].image), 4);
}

Test(dumpfile, raw_bytes)
{
	static const uint8_t raw[64] = { 0x86, 0x80 };

	cr_assert(dumpfile_parse(raw, sizeof(raw), &file, &err));
	cr_assert_eq(config_extent(&file.functions[0].image), 64);
}

Test(dumpfile, raw_bytes_of_a_device_that_does_not_answer)
{
	uint8_t raw[256];

	memset(raw, 0xff, sizeof(raw));
	cr_assert(dumpfile_parse(raw, sizeof(raw), &file, &err), "%s", err.msg);
	cr_assert_eq(config_extent(&file.functions[0].image), 256);
}

Test(dumpfile, every_format_we_write_reads_back)
{
	static const enum hexdump_format formats[] = { HEXDUMP_WORDS, HEXDUMP_CANONICAL,
						       HEXDUMP_LSPCI, HEXDUMP_XXD };
	uint8_t bytes[4096];

	for (size_t round = 0; round < 200; round++) {
		size_t len = round < 100 ? round + 1 : 4096 - round;
		autostrbuf text = STRBUF_INIT;

		srand((unsigned)round);
		for (size_t i = 0; i < len; i++)
			bytes[i] = i / 16 % 4 == 2 ? (uint8_t)rand() : 0;
		hexdump_add(&text, formats[round % 4], bytes, len, 0);
		cr_assert(dumpfile_parse(text.buf, text.len, &file, &err), "%s", err.msg);
		cr_assert_eq(file.count, 1);
		cr_assert_eq(config_extent(&file.functions[0].image), len, "format %zu, %zu bytes",
			     round % 4, len);
		cr_assert_arr_eq(file.functions[0].image.bytes, bytes, len);
		teardown();
	}
}

Test(dumpfile, text_that_begins_with_hex_digits_is_text)
{
	parse("be: careful\nfeed the dog\n00: 86 80\n");
	cr_assert_eq(file.count, 1);
	cr_assert_eq(config_extent(&file.functions[0].image), 2);
}

Test(dumpfile, select_takes_the_domain_or_not)
{
	const struct dumpfile_function *f;

	parse("00:1f.3 a\n00: 01\n0001:00:1f.3 b\n00: 02\n");
	cr_assert(dumpfile_select(&file, "0000:00:1F.3", &f, &err));
	cr_assert_eq(f->image.bytes[0], 1);
	cr_assert(dumpfile_select(&file, "0001:00:1f.3", &f, &err));
	cr_assert_eq(f->image.bytes[0], 2);
}

Test(dumpfile, select_says_what_is_there)
{
	const struct dumpfile_function *f;

	parse("00:1f.3 a\n00: 01\n00:1f.4 b\n00: 02\n");
	cr_assert_not(dumpfile_select(&file, "00:02.0", &f, &err));
	cr_assert_eq(err.code, ENOENT);
	cr_assert_str_eq(err.hint, "it has 2 functions, the first is 00:1f.3");
	err = (struct err)ERR_INIT;
	cr_assert_not(dumpfile_select(&file, NULL, &f, &err));
	cr_assert_str_eq(err.hint, "name one: FILE@00:1f.3");
}

Test(dumpfile, select_refuses_a_function_that_is_there_twice)
{
	const struct dumpfile_function *f;

	parse("00:1f.3 a\n00: 01\n00:1f.3 b\n00: 02\n");
	cr_assert_not(dumpfile_select(&file, "00:1f.3", &f, &err));
	cr_assert_str_eq(err.msg, "00:1f.3 is in the file twice, at lines 1 and 3");
}

Test(dumpfile, bdf_words)
{
	cr_assert(dumpfile_is_bdf("00:1f.3"));
	cr_assert(dumpfile_is_bdf("10000:e0:06.0"));
	cr_assert_not(dumpfile_is_bdf("00:1f.8"));
	cr_assert_not(dumpfile_is_bdf("00:20.0"));
	cr_assert_not(dumpfile_is_bdf("00:1"));
	cr_assert_not(dumpfile_is_bdf("00:"));
	cr_assert_not(dumpfile_is_bdf("00:1f.3 "));
	cr_assert_not(dumpfile_is_bdf("0:1f.3"));
	cr_assert_not(dumpfile_is_bdf(""));
}

Test(dumpfile, device_and_function_numbers)
{
	cr_assert_eq(dumpfile_devfn("00:1f.3"), 0xfb);
	cr_assert_eq(dumpfile_devfn("10000:e0:06.0"), 0x30);
	cr_assert_eq(dumpfile_devfn("nothing"), 0);
}

Test(dumpfile, refuses_with_the_line_and_the_reason)
{
	refuse("", "the file is empty");
	refuse("hello\nworld\n", "no config bytes in 2 lines of text");
	refuse("x\n00: 86 8g\n", "line 2: 'g' is not a hex digit");
	refuse("10: 8g\n", "line 1: 'g' is not a hex digit");
	refuse("00: 86 801\n", "line 1: a group with an odd number of digits");
	refuse("1000: 00\n", "line 1: 0x1000 is outside config space (4096 bytes)");
	refuse("*\n", "line 1: '*' repeats a row, but there was none before it");
	refuse("0000000 8086\n*\n",
	       "line 2: the file ends with '*': how often does the row repeat?");
	refuse("0000010 8086\n*\n0000000 1234\n", "line 3: '*' cannot repeat up to 0x0");
	refuse("0000000 8086\n*\nfffffff\n", "line 3: '*' cannot repeat up to 0xfffffff");
}

Test(dumpfile, more_raw_bytes_than_config_space)
{
	static const uint8_t raw[4097];

	cr_assert_not(dumpfile_parse(raw, sizeof(raw), &file, &err));
	cr_assert_str_eq(err.msg, "4097 raw bytes: config space has 256 or 4096");
}

/* Every prefix, and every byte replaced: nothing may crash or read outside. */
Test(dumpfile, any_prefix_and_any_byte)
{
	static const char text[] =
		"0001:00:1f.3 x\n00: 86 80\n*\n20: 12 34\n00000000  61 62  |ab|\n"
		"0000010 8086\n*\n0000040\n00000000: 6162  ab\n";
	size_t len = sizeof(text) - 1;

	for (size_t i = 0; i < len; i++) {
		static const char junk[] = "*:.g f0 \n|\t\x80";
		/* exactly as long as needed, so that ASan sees a byte too far */
		autofree char *copy = xmalloc(len);

		if (i && dumpfile_parse(text, i, &file, &err))
			teardown();
		for (size_t j = 0; j < sizeof(junk); j++) {
			memcpy(copy, text, len);
			copy[i] = junk[j];
			if (dumpfile_parse(copy, len, &file, &err))
				teardown();
		}
	}
}
