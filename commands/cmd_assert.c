/* SPDX-License-Identifier: GPL-2.0-or-later */
/* assert: a check in a script that says what it saw. The expression runs exactly once and exactly as
 * Tcl would run it; to know afterwards what each [command] in it gave, [command] is replaced by
 * [set ::barsh_assert_N [command]]. */
#include "commands/command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "backend/support/mem.h"
#include "backend/support/strbuf.h"
#include "commands/args.h"
#include "commands/session.h"

#define SEEN "::barsh_assert_%u"

/* From '[' past its ']'; NULL when they do not match up. Braces and quotes are not looked at: an odd
 * bracket in one makes the message less rich, not the check wrong. */
static const char *bracket_end(const char *at)
{
	int depth = 0;

	for (; *at; at++) {
		if (*at == '\\' && at[1])
			at++;
		else if (*at == '[')
			depth++;
		else if (*at == ']' && --depth == 0)
			return at + 1;
	}
	return NULL;
}

static bool has_quoting(const char *expression)
{
	return strpbrk(expression, "{}\"") != NULL;
}

/* The expression with its brackets recording. Returns how many there are. */
static unsigned add_recording(struct strbuf *out, const char *expression)
{
	unsigned count = 0;

	while (*expression) {
		const char *end = *expression == '[' ? bracket_end(expression) : NULL;

		if (!end || has_quoting(expression)) {
			strbuf_addc(out, *expression++);
			continue;
		}
		strbuf_addf(out, "[set " SEEN " %.*s]", count++, (int)(end - expression),
			    expression);
		expression = end;
	}
	return count;
}

static char *ask(struct session *s, const char *const *words, size_t count)
{
	struct err ignored = ERR_INIT;
	struct value *value;
	autostrbuf text = STRBUF_INIT;

	if (!s->host.call(s->host.ctx, words, count, &value, &ignored))
		return NULL;
	value_format_plain(value, &text);
	value_destroy(value);
	return xstrdup(strbuf_text(&text));
}

/* The expression with what its commands gave and what its variables hold. */
static void add_values(struct session *s, const char *expression, struct strbuf *out)
{
	autostrbuf commands = STRBUF_INIT;
	unsigned count = 0;

	while (*expression) {
		const char *end = *expression == '[' ? bracket_end(expression) : NULL;
		char name[32];
		const char *words[] = { "set", name };
		autofree char *seen = NULL;

		if (!end || has_quoting(expression)) {
			strbuf_addc(&commands, *expression++);
			continue;
		}
		snprintf(name, sizeof(name), SEEN, count++);
		seen = ask(s, words, 2);
		strbuf_adds(&commands, seen ? seen : "...");
		expression = end;
	}
	{
		const char *words[] = { "subst", "-nocommands", strbuf_text(&commands) };
		autofree char *whole = ask(s, words, 3);

		strbuf_adds(out, whole ? whole : strbuf_text(&commands));
	}
}

static void forget(struct session *s, unsigned count)
{
	while (count--) {
		char name[32];
		const char *words[] = { "unset", "-nocomplain", name };

		snprintf(name, sizeof(name), SEEN, count);
		free(ask(s, words, 3));
	}
}

static bool failed(struct session *s, const char *expression, const char *message, struct err *err)
{
	autostrbuf values = STRBUF_INIT;

	add_values(s, expression, &values);
	if (message)
		err_set(err, EDOM, "%s", message);
	else
		err_set(err, EDOM, "assertion failed: %s", expression);
	if (strcmp(strbuf_text(&values), expression))
		return err_hint(err, "saw: %s", strbuf_text(&values));
	return false;
}

static bool run_assert(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	const char *expression = args_word(a, "EXPR");
	autostrbuf recording = STRBUF_INIT, test = STRBUF_INIT, plain = STRBUF_INIT;
	const char *words[] = { "expr", NULL };
	struct value *value;
	unsigned count = add_recording(&recording, expression);
	bool ok;

	strbuf_addf(&test, "(%s) ? 1 : 0", strbuf_text(&recording));
	words[1] = strbuf_text(&test);
	forget(s, count);
	ok = s->host.call(s->host.ctx, words, 2, &value, err);
	if (ok) {
		value_format_plain(value, &plain);
		value_destroy(value);
		ok = s->quit || !strcmp(strbuf_text(&plain), "1") ||
		     failed(s, expression, args_word(a, "MESSAGE"), err);
	}
	forget(s, count);
	if (ok)
		*ret = value_none();
	return ok;
}

const struct command cmd_assert = {
	.name = "assert",
	.family = "shell",
	.summary = "fail unless an expression holds, and say what was seen",
	.details = "The expression is Tcl's, in braces. A failure names it and the values in it; "
		   "with -f the program ends with status 1.",
	.example = "assert {[rd.16 config+0] != 0xffff} \"the device is gone\"",
	.args = { { "EXPR", ARG_SCRIPT, 0, "a Tcl expression: {[rd config+0] == 0x12345678}" },
		  { "MESSAGE", ARG_WORD, ARG_OPTIONAL, "what to say instead of the expression" } },
	.run = run_assert,
};
