/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "repl/statement.h"

#include <string.h>

/* Brackets this deep are nobody's statement; give up on finding the end by structure. */
#define MAX_DEPTH 200

/* What a character can mean. A table, because command files are read through this. */
enum { BLANK = 1, ENDS_BARE = 2, ENDS_QUOTED = 4, MEANS = 8 };

static const unsigned char kinds[256] = {
	[' '] = BLANK | ENDS_BARE,
	['\t'] = BLANK | ENDS_BARE,
	['\r'] = BLANK | ENDS_BARE,
	['\f'] = BLANK,
	['\v'] = BLANK,
	['\n'] = ENDS_BARE,
	[';'] = ENDS_BARE,
	['\\'] = MEANS,
	['"'] = ENDS_QUOTED,
	['['] = MEANS,
	['$'] = MEANS,
};

static unsigned kind_of(char c)
{
	return kinds[(unsigned char)c];
}

struct cursor {
	const char *at;
	const char *end;
	unsigned depth;
};

static bool skip_inner_quotes(struct cursor *c);

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

/* From '[' past its ']', the way Jim looks for it: a quote counts at the beginning of a word, a brace
 * anywhere, a comment not at all. */
static bool skip_brackets(struct cursor *c)
{
	unsigned open = 1;
	bool at_word = true;

	c->at++;
	while (open && c->at < c->end) {
		char ch = *c->at;

		if (ch == '"' && at_word) {
			if (!skip_inner_quotes(c))
				return false;
			continue; /* right behind it another quote may begin */
		}
		if (ch == '{') {
			if (!skip_braces(c))
				return false;
			at_word = false;
			continue;
		}
		if (ch == '\\' && c->at + 1 < c->end) {
			ch = *++c->at;
		} else {
			open += ch == '[';
			open -= ch == ']';
		}
		at_word = strchr(" \t\r\n\f\v", ch) != NULL;
		c->at++;
	}
	return !open;
}

/* Quotes inside brackets: no "${name}" there. */
static bool skip_inner_quotes(struct cursor *c)
{
	bool ok = ++c->depth <= MAX_DEPTH;

	c->at++;
	while (ok && c->at < c->end) {
		if (*c->at == '"') {
			c->at++;
			c->depth--;
			return true;
		}
		if (*c->at == '\\')
			skip_escape(c);
		else if (*c->at == '[')
			ok = skip_brackets(c);
		else
			c->at++;
	}
	return false;
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

static void skip_until(struct cursor *c, unsigned stops)
{
	while (c->at < c->end && !(kind_of(*c->at) & stops))
		c->at++;
}

static bool skip_quotes(struct cursor *c)
{
	for (c->at++;;) {
		skip_until(c, ENDS_QUOTED | MEANS);
		if (c->at == c->end)
			return false;
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
}

/* A word of bare characters; stops at white space or ';'. */
static bool skip_bare(struct cursor *c)
{
	for (;;) {
		skip_until(c, ENDS_BARE | MEANS);
		if (c->at == c->end || kind_of(*c->at) & ENDS_BARE)
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
}

static void skip_blanks(struct cursor *c)
{
	while (c->at < c->end) {
		if (*c->at == '\\' && c->at + 1 < c->end && c->at[1] == '\n')
			c->at += 2;
		else if (kind_of(*c->at) & BLANK)
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

static bool skip_word(struct cursor *c)
{
	if (*c->at == '{') {
		if (!skip_braces(c))
			return false;
		/* Jim takes a brace or quote right behind a closing brace for a new word. */
		if (c->at < c->end && (*c->at == '{' || *c->at == '"'))
			return true;
	} else if (*c->at == '"') {
		if (!skip_quotes(c))
			return false;
	}
	/* What follows a closing brace or quote without a space is Tcl's error to report. */
	return skip_bare(c);
}

/* One command; stops on its terminator. false: more input is needed. */
static bool skip_command(struct cursor *c)
{
	skip_blanks(c);
	if (c->at < c->end && *c->at == '#')
		return skip_comment(c);
	while (c->at < c->end) {
		if (*c->at == '\n' || *c->at == ';')
			return true;
		if (!skip_word(c))
			return false;
		skip_blanks(c);
	}
	return false;
}

size_t statement_end(const char *text, size_t len)
{
	struct cursor c = { .at = text, .end = text + len };

	if (!skip_command(&c) || c.at == c.end)
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

/* A graphic ASCII character that Tcl takes for itself wherever it stands: not " # $ ; [ \ ] { }. */
static const bool plain[256] = {
	['!'] = true,	      ['%' ... ':'] = true, ['<' ... 'Z'] = true,
	['^' ... 'z'] = true, ['|'] = true,	    ['~'] = true,
};

/* The end of a word that stands for itself, and where its text is: bare, "..." in which nothing is
 * substituted, or {...} without a backslash. NULL: another kind of word. */
static const char *plain_word_end(const char *text, const char **ret_from, size_t *ret_len)
{
	unsigned open = 0;
	const char *at = text;

	*ret_from = text + (*text == '"' || *text == '{');
	if (*text == '"') {
		at += 1 + strcspn(at + 1, "\"\\[$");
		if (*at != '"')
			return NULL;
	} else if (*text == '{') {
		for (;; at++) {
			if (!*at || *at == '\\')
				return NULL;
			open += *at == '{';
			open -= *at == '}';
			if (!open)
				break;
		}
	} else {
		while (plain[(unsigned char)*at])
			at++;
	}
	*ret_len = (size_t)(at - *ret_from);
	return at + (*ret_from > text);
}

bool statement_plain_words(const char *text, struct plain_words *ret)
{
	size_t used = 0, len;
	const char *from;

	ret->count = 0;
	for (;;) {
		while (*text == ' ' || *text == '\t')
			text++;
		if (!*text || *text == '\n' || *text == ';')
			break;
		text = plain_word_end(text, &from, &len);
		if (!text || (!len && text == from) || !(kind_of(*text) & ENDS_BARE || !*text) ||
		    *text == '\r' || ret->count == PLAIN_WORDS_MAX ||
		    len >= sizeof(ret->text) - used)
			return false;
		ret->words[ret->count++] = memcpy(ret->text + used, from, len);
		used += len;
		ret->text[used++] = '\0';
	}
	if (*text)
		text++;
	return ret->count && !*text;
}
