/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <criterion/criterion.h>

#include <errno.h>
#include <string.h>

#include "backend/support/bits.h"
#include "backend/support/num.h"

static uint64_t good(const char *word)
{
	struct err err = ERR_INIT;
	uint64_t value = 0;

	cr_assert(num_parse(word, &value, &err), "%s: %s", word, err.msg);
	return value;
}

static struct err bad(const char *word)
{
	struct err err = ERR_INIT;
	uint64_t value = 77;

	cr_assert_not(num_parse(word, &value, &err), "%s was taken", word);
	cr_assert_eq(value, 77, "%s: ret was touched", word);
	return err;
}

Test(num, takes_every_base_and_suffix)
{
	cr_assert_eq(good("0"), 0);
	cr_assert_eq(good("10"), 10);
	cr_assert_eq(good("0x1f"), 0x1f);
	cr_assert_eq(good("0XFF"), 0xff);
	cr_assert_eq(good("0b1010"), 10);
	cr_assert_eq(good("0o17"), 15);
	cr_assert_eq(good("1_000"), 1000);
	cr_assert_eq(good("0xdead_beef"), 0xdeadbeef);
	cr_assert_eq(good("4k"), 4096);
	cr_assert_eq(good("0x10M"), 16 << 20);
	cr_assert_eq(good("2g"), UINT64_C(2) << 30);
	cr_assert_eq(good("0xffffffffffffffff"), UINT64_MAX);
	cr_assert_eq(good("18446744073709551615"), UINT64_MAX);
}

Test(num, refuses_whatever_is_not_a_whole_number)
{
	static const char *const words[] = { "",     "zz",  "0x",   "0b",   "0b12", "0o8",   "12zz",
					     "_1",   "1_",  "1__0", "0x_1", "-1",   "+1",    " 1",
					     "1 ",   "1.5", "k",    "4kk",  "4kb",  "0x1g1", "--5",
					     "ffzz", "0xg", "\xff", "1e3",  "０",   "1k_",   "0b" };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		cr_assert_eq(bad(words[i]).code, EINVAL, "%s", words[i]);
}

Test(num, names_the_word_and_hints_at_bare_hex)
{
	struct err err = bad("ff");

	cr_assert(strstr(err.msg, "'ff'"));
	cr_assert_str_eq(err.hint, "hexadecimal is written 0xff");
}

Test(num, refuses_a_leading_zero_that_some_read_as_octal)
{
	struct err err = bad("010");

	cr_assert(strstr(err.msg, "ambiguous"));
}

Test(num, refuses_what_64_bits_do_not_hold)
{
	static const char *const words[] = { "0x10000000000000000", "18446744073709551616",
					     "0xffffffffffffffffk", "17179869184g" };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		cr_assert_eq(bad(words[i]).code, ERANGE, "%s", words[i]);
}

Test(num, maximum_is_named_in_the_message)
{
	struct err err = ERR_INIT;
	uint64_t value = 7;

	cr_assert_not(num_parse_max("300", 255, "count", &value, &err));
	cr_assert_eq(err.code, ERANGE);
	cr_assert_str_eq(err.msg, "count: '300' is more than 255 (0xff)");
	cr_assert(num_parse_max("255", 255, "count", &value, &err));
	cr_assert_eq(value, 255);
}

Test(num, expressions_have_the_precedence_of_c)
{
	static const struct {
		const char *text;
		uint64_t value;
	} cases[] = { { "1+2*3", 7 },	  { "(1+2)*3", 9 },	    { "1<<4", 16 },
		      { "1<<4+1", 32 },	  { "0x80+0x20*7", 0x160 }, { "10-3-2", 5 },
		      { "((((5))))", 5 }, { "0<<64", 0 },	    { "1<<63", UINT64_C(1) << 63 },
		      { "4k-1", 4095 } };

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct err err = ERR_INIT;
		uint64_t value = 0;

		cr_assert(num_parse_expr(cases[i].text, &value, &err), "%s: %s", cases[i].text,
			  err.msg);
		cr_assert_eq(value, cases[i].value, "%s", cases[i].text);
	}
}

Test(num, broken_or_overflowing_expressions_are_errors)
{
	static const struct {
		const char *text;
		int code;
	} cases[] = { { "1+", EINVAL },
		      { "+1", EINVAL },
		      { "(1", EINVAL },
		      { "1)", EINVAL },
		      { "1/2", EINVAL },
		      { "1 + 2", EINVAL },
		      { "1<2", EINVAL },
		      { "", EINVAL },
		      { "2-3", ERANGE },
		      { "1<<64", ERANGE },
		      { "2<<63", ERANGE },
		      { "0xffffffffffffffff+1", ERANGE },
		      { "0x100000000*0x100000000", ERANGE } };

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct err err = ERR_INIT;
		uint64_t value = 7;

		cr_assert_not(num_parse_expr(cases[i].text, &value, &err), "%s", cases[i].text);
		cr_assert_eq(err.code, cases[i].code, "%s: %s", cases[i].text, err.msg);
		cr_assert_eq(value, 7);
	}
}

Test(num, deep_parentheses_end_with_an_error)
{
	char text[2001];
	struct err err = ERR_INIT;
	uint64_t value;

	memset(text, '(', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	cr_assert_not(num_parse_expr(text, &value, &err));
	cr_assert_eq(err.code, EINVAL);
}

Test(num, times_need_a_unit)
{
	struct err err = ERR_INIT;
	uint64_t ns = 0;

	cr_assert(num_parse_time("300us", &ns, &err));
	cr_assert_eq(ns, 300000);
	cr_assert(num_parse_time("1.5ms", &ns, &err));
	cr_assert_eq(ns, 1500000);
	cr_assert(num_parse_time("2s", &ns, &err));
	cr_assert_eq(ns, UINT64_C(2000000000));
	cr_assert(num_parse_time("7ns", &ns, &err));
	cr_assert_eq(ns, 7);
	cr_assert_not(num_parse_time("300", &ns, &err));
	cr_assert_str_eq(err.hint, "say the unit: 300us, 300ms or 300s");
	cr_assert_not(num_parse_time("3min", &ns, &err));
	cr_assert_not(num_parse_time("-1s", &ns, &err));
	cr_assert_not(num_parse_time(".5s", &ns, &err));
	cr_assert_not(num_parse_time("", &ns, &err));
	cr_assert_not(num_parse_time("86401s", &ns, &err));
	cr_assert_eq(err.code, ERANGE);
}

Test(num, sizes_and_times_read_well)
{
	char buf[32];

	cr_assert_str_eq(num_format_size(1, buf, sizeof(buf)), "1 byte");
	cr_assert_str_eq(num_format_size(300, buf, sizeof(buf)), "300 bytes");
	cr_assert_str_eq(num_format_size(16384, buf, sizeof(buf)), "16 KiB");
	cr_assert_str_eq(num_format_size(1 << 20, buf, sizeof(buf)), "1 MiB");
	cr_assert_str_eq(num_format_time(513000, buf, sizeof(buf)), "513 us");
	cr_assert_str_eq(num_format_time(2060000, buf, sizeof(buf)), "2.06 ms");
	cr_assert_str_eq(num_format_time(UINT64_C(3000000000), buf, sizeof(buf)), "3 s");
}

Test(num, width_counts_the_bits)
{
	cr_assert_eq(num_width(0), 1);
	cr_assert_eq(num_width(1), 1);
	cr_assert_eq(num_width(0xff), 8);
	cr_assert_eq(num_width(0x100), 9);
	cr_assert_eq(num_width(UINT64_MAX), 64);
}

Test(bits, fields_reach_both_ends)
{
	cr_assert_eq(bits_mask(0), 0);
	cr_assert_eq(bits_mask(64), UINT64_MAX);
	cr_assert_eq(bits_get(0x12345678, 15, 8), 0x56);
	cr_assert_eq(bits_get(UINT64_MAX, 63, 0), UINT64_MAX);
	cr_assert_eq(bits_put(0xffffffff, 15, 8, 0), 0xffff00ff);
	cr_assert_eq(bits_put(0, 3, 0, 0x1f), 0xf);
	cr_assert(range_inside(0, 4, 4));
	cr_assert_not(range_inside(1, 4, 4));
	cr_assert_not(range_inside(UINT64_MAX, 4, 4));
	cr_assert_not(range_inside(4, UINT64_MAX, 8));
}
