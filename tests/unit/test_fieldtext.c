/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <criterion/criterion.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "backend/regs/fieldtext.h"
#include "backend/support/bits.h"
#include "backend/support/strbuf.h"

static struct arena arena;
static const struct reg_field *fields;
static size_t count;
static struct err err;

static void teardown(void)
{
	arena_finish(&arena);
}

TestSuite(fieldtext, .fini = teardown);

static bool parse(const char *text)
{
	return fieldtext_parse(text, REG_RW, &arena, &fields, &count, &err);
}

Test(fieldtext, a_field_on_each_line_or_between_semicolons)
{
	cr_assert(parse("\n  CPA 31:24 ro bits \"cores powered\"\n# no field\n"
			"\tRUN 1; SRST 0 w1c \"reset\"\n"));
	cr_assert_eq(count, 3);
	cr_assert_str_eq(fields[0].name, "CPA");
	cr_assert(fields[0].high == 31 && fields[0].low == 24);
	cr_assert(fields[0].bits && fields[0].access == REG_RO);
	cr_assert_str_eq(fields[0].help, "cores powered");
	cr_assert(fields[1].high == 1 && fields[1].low == 1 && fields[1].access == REG_RW);
	cr_assert_str_eq(fields[1].help, "");
	cr_assert_eq(fields[2].access, REG_W1C);
}

Test(fieldtext, values_may_stand_on_several_lines)
{
	cr_assert(parse("S 7:0 \"state\" {\n 0 INIT\n 0x21 \"CSE_DOWN\"\n}\nT 8"));
	cr_assert_eq(count, 2);
	cr_assert_eq(fields[0].enum_count, 2);
	cr_assert_eq(fields[0].enums[1].value, 0x21);
	cr_assert_str_eq(fields[0].enums[1].name, "CSE_DOWN");
}

Test(fieldtext, help_that_reads_like_an_attribute_is_help)
{
	cr_assert(parse("A 0 \"ro\""));
	cr_assert_eq(fields[0].access, REG_RW);
	cr_assert_str_eq(fields[0].help, "ro");
}

Test(fieldtext, values_given_twice_are_refused)
{
	cr_assert_not(parse("A 1:0 { 0 OFF } { 1 ON 2 AUTO }"));
	cr_assert_str_eq(err.msg, "A: its values are given twice");
}

Test(fieldtext, nothing_is_no_fields)
{
	cr_assert(parse(""));
	cr_assert(parse(" \n;; # comment"));
	cr_assert_eq(count, 0);
}

Test(fieldtext, what_is_no_field_is_refused)
{
	static const char *const bad[] = {
		"A",	   "A \"x\"", "A x",	 "A 64",      "A 7:64",	       "A 1:",
		"A :1",	   "A 1 huh", "A 1 \"x", "A 1 { 0 X", "A 1 { 0 }",     "A 1 { X 0 }",
		"\"A\" 1", "{ A 1 }", "A 1 }",	 "A -1",      "A 1 { 0 X 1 }", "A 1;B",
	};

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		err = (struct err)ERR_INIT;
		cr_assert_not(parse(bad[i]), "%s", bad[i]);
		cr_assert(err.code && err.msg[0], "%s", bad[i]);
	}
}

Test(fieldtext, too_many_of_anything_is_refused)
{
	autostrbuf text = STRBUF_INIT, values = STRBUF_INIT;

	for (unsigned i = 0; i <= FIELDTEXT_MAX_FIELDS; i++)
		strbuf_addf(&text, "F%u 0\n", i);
	cr_assert_not(parse(strbuf_text(&text)));
	cr_assert_eq(err.code, ENOSPC);
	strbuf_adds(&values, "A 31:0 {");
	for (unsigned i = 0; i <= FIELDTEXT_MAX_VALUES; i++)
		strbuf_addf(&values, " %u V%u", i, i);
	strbuf_adds(&values, " }");
	cr_assert_not(parse(strbuf_text(&values)));
	cr_assert_eq(err.code, ENOSPC);
}

Test(fieldtext, a_field_may_have_another_name)
{
	cr_assert(parse("BusMaster 2 also BME \"dma\" ; Mem 1"), "%s", err.msg);
	cr_assert_eq(count, 2);
	cr_assert_str_eq(fields[0].also, "BME");
	cr_assert_null(fields[1].also);
	cr_assert_not(parse("BusMaster 2 also"));
	cr_assert_not(parse("BusMaster 2 also \"x\""));
}
