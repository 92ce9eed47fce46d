/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where statements end. Tcl's own opinion (info complete) is the judge on generated text. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/support/strbuf.h"
#include "repl/script.h"
#include "repl/statement.h"

static size_t end_of(const char *text)
{
	return statement_end(text, strlen(text));
}

/* text, with '~' where its first statement should end. */
static void check_end(const char *marked)
{
	const char *mark = strchr(marked, '~');
	autofree char *text = xasprintf("%.*s%s", (int)(mark - marked), marked, mark + 1);

	cr_expect_eq(end_of(text), (size_t)(mark - marked), "<%s> ended at %zu", marked,
		     end_of(text));
}

Test(statement, ends_at_newline_or_semicolon)
{
	check_end("rd bar0+0\n~rd bar0+4\n");
	check_end("rd bar0+0;~ rd bar0+4\n");
	check_end("\n~");
	check_end(";~rd\n");
}

Test(statement, brackets_braces_and_quotes_hide_ends)
{
	check_end("foreach x {1 2} {\n show rd bar0+$x; \n}\n~next\n");
	check_end("set x [rd bar0+0\n]\n~");
	check_end("puts \"a;b\nc\"\n~");
	check_end("puts \"[set x \"a;b\"]\"\n~");
	check_end("puts [list {]} \"]\" \\]]\n~");
	check_end("set {a;b} 1\n~");
	check_end("set a${b;c}d 1\n~");
}

Test(statement, backslashes_hide_ends)
{
	check_end("rd \\\n bar0+0\n~");
	check_end("puts a\\;b\n~");
	check_end("puts {a\\}\n}\n~");
	check_end("puts \"a\\\"\n\"\n~");
	check_end("puts a\\\\\n~");
}

Test(statement, comments_end_at_their_line)
{
	check_end("# it's { not [ open\n~rd\n");
	check_end("# goes on \\\n here\n~rd\n");
	check_end("  # indented; too\n~");
	check_end("rd x ;~# no comment yet\n");
	check_end("puts a#b\n~");
}

Test(statement, lines_may_end_as_windows_has_them)
{
	check_end("rd bar0+0\r\n~rd\r\n");
	check_end("proc a {} {\r\n  b\r\n}\r\n~");
}

Test(statement, unfinished_ones_have_no_end)
{
	static const char *const unfinished[] = { "",
						  "rd bar0",
						  "foreach x {1 2} {\n",
						  "puts [a\n",
						  "puts \"a\n",
						  "rd \\\n",
						  "# comment",
						  "a ${b\n",
						  "puts {a\\}\n",
						  "puts [a {]\n" };

	for (size_t i = 0; i < sizeof(unfinished) / sizeof(*unfinished); i++)
		cr_expect_eq(end_of(unfinished[i]), 0, "<%s>", unfinished[i]);
}

Test(statement, a_stray_closer_is_left_to_tcl)
{
	check_end("puts a}\n~");
	check_end("puts ]\n~");
	check_end("puts {a}b\n~");
}

Test(statement, hostile_depth_ends_the_search)
{
	autostrbuf text = STRBUF_INIT;

	for (int i = 0; i < 100000; i++)
		strbuf_addc(&text, '[');
	cr_assert_eq(end_of(strbuf_text(&text)), 0);
	strbuf_reset(&text);
	for (int i = 0; i < 100000; i++)
		strbuf_adds(&text, "[\"");
	cr_assert_eq(end_of(strbuf_text(&text)), 0);
	strbuf_reset(&text);
	for (int i = 0; i < 100000; i++)
		strbuf_addc(&text, '{');
	cr_assert_eq(end_of(strbuf_text(&text)), 0);
}

Test(statement, first_word_is_told_when_plain)
{
	static const struct {
		const char *text, *word;
	} cases[] = {
		{ "rd bar0+0\n", "rd" }, { "  rd.8 x", "rd.8" }, { ";;regions;", "regions" },
		{ "$cmd x", NULL },	 { "[rd] x", NULL },	 { "{rd} x", NULL },
		{ "\"rd\" x", NULL },	 { "r\\d x", NULL },	 { "", NULL },
		{ "# rd", NULL },	 { "rd\tx", "rd" },	 { "r{d}", NULL },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char word[16] = "";
		bool plain = statement_first_word(cases[i].text, word, sizeof(word));

		cr_expect_eq(plain, cases[i].word != NULL, "<%s>", cases[i].text);
		if (plain && cases[i].word)
			cr_expect_str_eq(word, cases[i].word);
	}
}

Test(statement, plain_words_are_told_apart)
{
	static const char *const not_plain[] = { "",	 "\n",	  "rd $x",	 "rd [x]",
						 "# rd", "rd {a", "rd \"$a\"",	 "rd a\\ b",
						 "a; b", "a\nb",  "rd \xc3\xa4", "rd a\r\n",
						 ";",	 "rd a#b" };
	struct plain_words plain;
	autostrbuf text = STRBUF_INIT;

	cr_assert(statement_plain_words("  rd.8\tbar0+0x10  4 -force\n", &plain));
	cr_assert_eq(plain.count, 4);
	cr_assert_str_eq(plain.words[0], "rd.8");
	cr_assert_str_eq(plain.words[1], "bar0+0x10");
	cr_assert_str_eq(plain.words[3], "-force");
	cr_assert(statement_plain_words("reg {} \"a {b}; c\" {d [e] {$f}\n#} g\n", &plain));
	cr_assert_eq(plain.count, 5);
	cr_assert_str_eq(plain.words[1], "");
	cr_assert_str_eq(plain.words[2], "a {b}; c");
	cr_assert_str_eq(plain.words[3], "d [e] {$f}\n#");
	cr_assert(statement_plain_words("rd x;", &plain));
	cr_assert_eq(plain.count, 2);
	for (size_t i = 0; i < ARRAY_SIZE(not_plain); i++)
		cr_expect_not(statement_plain_words(not_plain[i], &plain), "<%s>", not_plain[i]);
	for (int i = 0; i < PLAIN_WORDS_MAX; i++)
		strbuf_adds(&text, "a ");
	cr_expect(statement_plain_words(strbuf_text(&text), &plain));
	strbuf_adds(&text, "a");
	cr_expect_not(statement_plain_words(strbuf_text(&text), &plain));
	strbuf_reset(&text);
	for (int i = 0; i < PLAIN_TEXT_SIZE - 1; i++)
		strbuf_addc(&text, 'a');
	cr_expect(statement_plain_words(strbuf_text(&text), &plain));
	strbuf_addc(&text, 'a');
	cr_expect_not(statement_plain_words(strbuf_text(&text), &plain));
}

/* -- Tcl as the judge -- */

static bool tcl_says_complete(struct script *script, const char *text)
{
	autofree char *answer = NULL;
	struct err err = ERR_INIT;

	script_set_variable(script, "judged", text);
	cr_assert(script_eval_text(script, "info complete $judged", "test", &answer, &err));
	return !strcmp(answer, "1");
}

/* All of text, statement by statement: is nothing left over? */
static bool we_say_complete(const char *text)
{
	size_t len = strlen(text), n;

	while (len && (n = statement_end(text, len)) > 0) {
		text += n;
		len -= n;
	}
	return !len;
}

static unsigned next_random(unsigned *state)
{
	*state = *state * 1103515245U + 12345U;
	return *state >> 16;
}

Test(statement, agrees_with_tcl_on_generated_text)
{
	static const char *const pieces[] = { "rd",   " ",    "{", "}",	 "[",  "]",
					      "\"",   "\n",   ";", "\\", "$x", "${y}",
					      "a b ", "\\\n", "#", " {", "} ", "[a]" };
	struct script *script = script_create();
	unsigned state = 7, differ = 0, complete = 0;

	for (int round = 0; round < 100000; round++) {
		autostrbuf text = STRBUF_INIT;
		unsigned count = 1 + next_random(&state) % 12;
		bool ours, theirs;

		while (count--)
			strbuf_adds(
				&text,
				pieces[next_random(&state) % (sizeof(pieces) / sizeof(*pieces))]);
		/* Tcl is content with a backslash at the very end; a shell waits for the line that
		 * it announces. */
		if (text.buf[text.len - 1] == '\n' || text.buf[text.len - 1] == '\\')
			strbuf_adds(&text, "x");
		strbuf_addc(&text, '\n');
		/* Jim 0.81 takes the # for a comment in "${y}<newline>"#. */
		if (strstr(text.buf, "\"#"))
			continue;
		ours = we_say_complete(strbuf_text(&text));
		theirs = tcl_says_complete(script, strbuf_text(&text));
		complete += theirs;
		if (ours != theirs && differ++ < 20)
			cr_log_warn("we say %d, Tcl %d: <%s>", ours, theirs, strbuf_text(&text));
	}
	cr_expect_gt(complete, 1000);
	cr_expect_eq(differ, 0, "%u texts are judged differently", differ);
	script_destroy(script);
}

Test(statement, plain_words_are_what_tcl_makes_of_them)
{
	struct script *script = script_create();
	static const char *const pieces[] = { "a",  "b-=", " ",	  "  ", "\t", "\"",
					      "\"", "{",   "}",	  "} ", " {", "{*}",
					      "\\", "$x",  "[a]", "%",	"()", "'" };
	unsigned state = 11, plain_ones = 0;
	struct err err = ERR_INIT;

	cr_assert(
		script_eval_text(script, "proc keep args {set ::words $args}", "test", NULL, &err));
	for (int round = 0; round < 20000; round++) {
		autostrbuf text = STRBUF_INIT, ours = STRBUF_INIT;
		unsigned count = 1 + next_random(&state) % 8;
		autofree char *theirs = NULL;
		struct plain_words plain;

		strbuf_adds(&text, "keep ");
		while (count--)
			strbuf_adds(&text, pieces[next_random(&state) % ARRAY_SIZE(pieces)]);
		if (!statement_plain_words(strbuf_text(&text), &plain))
			continue;
		plain_ones++;
		for (size_t i = 1; i < plain.count; i++)
			strbuf_addf(&ours, "%s%s", i > 1 ? "|" : "", plain.words[i]);
		strbuf_adds(&text, "\njoin $words |");
		cr_assert(script_eval_text(script, strbuf_text(&text), "test", &theirs, &err),
			  "<%s>", strbuf_text(&text));
		cr_expect_str_eq(strbuf_text(&ours), theirs, "<%s>", strbuf_text(&text));
	}
	cr_expect_gt(plain_ones, 1000);
	script_destroy(script);
}
