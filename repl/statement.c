/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "repl/statement.h"

#include <string.h>

/* Brackets this deep are nobody's statement; give up on finding the end by structure. */
#define MAX_DEPTH 200

struct cursor {
	const char *at;
	const char *end;
	unsigned depth;
};

static bool skip_script(struct cursor *c); /* up to and with the ']' that closes it */

/* After a backslash: the next character belongs to it. */
static void skip_escape(struct cursor *c)
{
	c->at++;
	if (c->at < c->end)
		c->at++;
}

/* From '{' past its '}'. false: it is not there yet. */
static bool skip_braces(struct cursor *c)
{
	unsigned open = 0;

	while (c->at < c->end) {
		if (*c->at == '\\') {
			skip_escape(c);
			continue;
		}
		if (*c->at == '{')
			open++;
		else if (*c->at == '}' && --open == 0) {
			c->at++;
			return true;
		}
		c->at++;
	}
	return false;
}

static bool skip_brackets(struct cursor *c)
{
	bool ok;

	if (++c->depth > MAX_DEPTH)
		return false;
	c->at++;
	ok = skip_script(c);
	c->depth--;
	return ok;
}

/* "${name}": braces that do not nest. */
static bool skip_braced_name(struct cursor *c)
{
	const char *close = memchr(c->at, '}', (size_t)(c->end - c->at));

	if (!close)
		return false;
	c->at = close + 1;
	return true;
}

static bool skip_quotes(struct cursor *c)
{
	c->at++;
	while (c->at < c->end) {
		if (*c->at == '\\') {
			skip_escape(c);
		} else if (*c->at == '"') {
			c->at++;
			return true;
		} else if (*c->at == '[') {
			if (!skip_brackets(c))
				return false;
		} else if (*c->at == '$' && c->at + 1 < c->end && c->at[1] == '{') {
			if (!skip_braced_name(c))
				return false;
		} else {
			c->at++;
		}
	}
	return false;
}

/* A word of bare characters; stops at white space, ';' or (inside brackets) ']'. */
static bool skip_bare(struct cursor *c, bool bracketed)
{
	while (c->at < c->end && !strchr(" \t\r\n;", *c->at)) {
		if (bracketed && *c->at == ']')
			return true;
		if (*c->at == '\\') {
			if (c->at + 1 == c->end)
				return false;
			if (c->at[1] == '\n')
				return true;
			skip_escape(c);
		} else if (*c->at == '[') {
			if (!skip_brackets(c))
				return false;
		} else if (*c->at == '$' && c->at + 1 < c->end && c->at[1] == '{') {
			if (!skip_braced_name(c))
				return false;
		} else {
			c->at++;
		}
	}
	return true;
}

static void skip_blanks(struct cursor *c)
{
	while (c->at < c->end) {
		if (*c->at == '\\' && c->at + 1 < c->end && c->at[1] == '\n')
			c->at += 2;
		else if (strchr(" \t\r\f\v", *c->at))
			c->at++;
		else
			return;
	}
}

/* A comment ends at a newline that no backslash hides. */
static bool skip_comment(struct cursor *c)
{
	while (c->at < c->end && *c->at != '\n') {
		if (*c->at == '\\')
			skip_escape(c);
		else
			c->at++;
	}
	return c->at < c->end;
}

static bool skip_word(struct cursor *c, bool bracketed)
{
	if (*c->at == '{') {
		if (!skip_braces(c))
			return false;
	} else if (*c->at == '"') {
		if (!skip_quotes(c))
			return false;
	}
	/* What follows a closing brace or quote without a space is Tcl's error to report. */
	return skip_bare(c, bracketed);
}

/* One command; stops on its terminator. false: more input is needed. */
static bool skip_command(struct cursor *c, bool bracketed)
{
	skip_blanks(c);
	if (c->at < c->end && *c->at == '#')
		return skip_comment(c);
	while (c->at < c->end) {
		if (*c->at == '\n' || *c->at == ';' || (bracketed && *c->at == ']'))
			return true;
		if (!skip_word(c, bracketed))
			return false;
		skip_blanks(c);
	}
	return false;
}

static bool skip_script(struct cursor *c)
{
	while (c->at < c->end) {
		if (*c->at == ']') {
			c->at++;
			return true;
		}
		if (*c->at == '\n' || *c->at == ';')
			c->at++;
		else if (!skip_command(c, true))
			return false;
	}
	return false;
}

size_t statement_end(const char *text, size_t len)
{
	struct cursor c = { .at = text, .end = text + len };

	if (!skip_command(&c, false) || c.at == c.end)
		return 0;
	return (size_t)(c.at - text) + 1;
}

bool statement_first_word(const char *text, char *ret, size_t size)
{
	size_t len;

	text += strspn(text, " \t\r\n;");
	len = strcspn(text, " \t\r\n;");
	if (!len || len >= size || strcspn(text, "$[]{}\"\\#") < len)
		return false;
	memcpy(ret, text, len);
	ret[len] = '\0';
	return true;
}
