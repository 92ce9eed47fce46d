/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words against rows, values as text, and the table's own order. */
#include <criterion/criterion.h>

#include <errno.h>
#include <string.h>

#include "backend/support/bits.h"
#include "commands/args.h"
#include "commands/command.h"
#include "commands/value.h"

static const struct command row = {
	.name = "try",
	.family = "test",
	.args = { { "WHERE", ARG_WORD, 0, "a place" },
		  { "COUNT", ARG_NUMBER, ARG_OPTIONAL, "how many" },
		  { "-force", ARG_FLAG, 0, "a flag" },
		  { "-timeout", ARG_TIME, 0, "a time", "T" },
		  { "-kind", ARG_CHOICE, 0, "a choice", "big|small" } },
};

static const struct command wrapper = {
	.name = "wrap",
	.family = "test",
	.args = { { "-loud", ARG_FLAG, 0, "a flag" },
		  { "COMMAND", ARG_COMMAND, ARG_REPEAT, "another command" } },
};

static struct args a;
static struct err err;

static bool parse(const struct command *command, const char *line)
{
	static char copy[256];
	static const char *words[16];
	size_t count = 0;

	strcpy(copy, line);
	for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
		words[count++] = word;
	return args_parse(command, 0, words, count, &a, &err);
}

Test(args, words_and_options_find_their_slots)
{
	cr_assert(parse(&row, "here -timeout 5ms 3 -force -kind small"), "%s", err.msg);
	cr_assert_str_eq(args_word(&a, "WHERE"), "here");
	cr_assert_eq(args_number(&a, "COUNT", 9), 3);
	cr_assert_eq(args_number(&a, "-timeout", 0), 5000000);
	cr_assert(args_has(&a, "-force"));
	cr_assert_str_eq(args_word(&a, "-kind"), "small");
	args_finish(&a);
	cr_assert(parse(&row, "here"));
	cr_assert_eq(args_number(&a, "COUNT", 9), 9);
	cr_assert_not(args_has(&a, "-force"));
	cr_assert_null(args_word(&a, "-kind"));
	args_finish(&a);
}

Test(args, a_double_dash_ends_the_options)
{
	cr_assert(parse(&row, "-- -force"));
	cr_assert_str_eq(args_word(&a, "WHERE"), "-force");
	cr_assert_not(args_has(&a, "-force"));
	args_finish(&a);
}

Test(args, what_follows_a_command_is_the_commands)
{
	cr_assert(parse(&wrapper, "-loud wr X 1 -show -loud"));
	cr_assert(args_has(&a, "-loud"));
	cr_assert_eq(args_get(&a, "COMMAND")->count, 5);
	cr_assert_str_eq(args_get(&a, "COMMAND")->words[3], "-show");
	args_finish(&a);
}

Test(args, each_wrong_word_is_named)
{
	static const struct {
		const char *line, *says;
	} cases[] = { { "", "WHERE is missing" },
		      { "here 3 4", "'4' is one word too many" },
		      { "here zz", "'zz' is not a number" },
		      { "here -5", "'-5' is negative" },
		      { "here -forse", "no option '-forse'" },
		      { "here -timeout", "-timeout needs a value" },
		      { "here -timeout 5", "'5' is not a time" },
		      { "here -kind huge", "'huge' is not a choice" } };

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cr_assert_not(parse(&row, cases[i].line), "%s", cases[i].line);
		cr_assert_eq(err.code, EINVAL);
		cr_assert(strstr(err.msg, cases[i].says), "%s: %s", cases[i].line, err.msg);
	}
	parse(&row, "here -forse");
	cr_assert_str_eq(err.hint, "did you mean -force?");
}

Test(args, usage_comes_from_the_row)
{
	autostrbuf usage = STRBUF_INIT;

	command_usage(&row, &usage);
	cr_assert_str_eq(strbuf_text(&usage),
			 "try WHERE ?COUNT? ?-force? ?-timeout T? ?-kind big|small?");
}

Test(table, every_row_is_complete_and_no_name_stands_twice)
{
	cr_assert(command_table_check(&err), "%s", err.msg);
}

Test(table, words_of_commands_are_known_with_their_widths)
{
	cr_assert(command_is_word("rd"));
	cr_assert(command_is_word("rd.16"));
	cr_assert(command_is_word("poke"));
	cr_assert(command_is_word("reg"));
	cr_assert_not(command_is_word("set"));
	cr_assert_not(command_is_word("regions.8"));
	cr_assert_not(command_is_word(""));
}

static void plain(struct value *value, const char *expected)
{
	autostrbuf text = STRBUF_INIT;

	value_format_plain(value, &text);
	cr_assert_str_eq(strbuf_text(&text), expected);
	value_destroy(value);
}

Test(value, numbers_are_padded_to_their_width)
{
	plain(value_uint(0xed, 32), "0x000000ed");
	plain(value_uint(1, 1), "0x1");
	plain(value_uint(5, 12), "0x005");
	plain(value_uint(UINT64_MAX, 64), "0xffffffffffffffff");
	plain(value_uint(42, 0), "42");
	plain(value_bool(true), "1");
	plain(value_none(), "");
}

Test(value, lists_and_maps_are_lists_of_tcl)
{
	struct value *list = value_list(), *map = value_map();

	value_add(list, value_text("plain"));
	value_add(list, value_text("two words"));
	value_add(list, value_text(""));
	value_add(list, value_text("$x [y]"));
	value_set_uint(map, "n", 1, 0);
	value_set_text(map, "n", "replaced");
	value_set(map, "list", list);
	plain(map, "n replaced list {plain {two words} {} {$x [y]}}");
	list = value_list();
	value_add(list, value_text("a}b"));
	value_add(list, value_text("c\\"));
	plain(list, "a\\}b c\\\\");
}
