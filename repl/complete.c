/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which command is the cursor in, and in which of its words? Then: what may that word be? */
#include "repl/complete.h"

#include <stdio.h>
#include <string.h>

#include "backend/support/mem.h"
#include "commands/command.h"
#include "repl/complete_words.h"

#define MAX_DEPTH 32 /* deeper brackets are completed as if they stood at this depth */

/* -- the command that the cursor is in -- */

struct level {
	size_t start; /* of the command under way */
	char closer;  /* '\0' for the line itself */
};

struct scan {
	struct level levels[MAX_DEPTH];
	int depth;
	bool quoted; /* inside "..." of the innermost level */
	bool word;   /* inside a bare word */
};

static void enter(struct scan *scan, size_t start, char closer)
{
	if (scan->depth < MAX_DEPTH - 1)
		scan->depth++;
	scan->levels[scan->depth] = (struct level){ start, closer };
	scan->quoted = false;
	scan->word = false;
}

static void scan_character(struct scan *scan, char c, size_t next)
{
	struct level *level = &scan->levels[scan->depth];

	if (c == '[') {
		enter(scan, next, ']');
	} else if (scan->quoted) {
		scan->quoted = c != '"';
	} else if (c == '{' && !scan->word) {
		enter(scan, next, '}');
	} else if (c == level->closer && c) {
		scan->depth -= scan->depth > 0;
		scan->word = true;
	} else if (c == ';' || c == '\n') {
		level->start = next;
		scan->word = false;
	} else if (c == '"' && !scan->word) {
		scan->quoted = true;
	} else {
		scan->word = c != ' ' && c != '\t';
	}
}

/* Where the innermost command that the end of line is in begins. A quote that is open around it is told:
 * what is typed then is no word. */
static size_t command_start(const char *line, size_t len)
{
	struct scan scan = { .depth = 0 };

	for (size_t i = 0; i < len; i++) {
		if (line[i] == '\\' && i + 1 < len) {
			i++;
			scan.word = true;
			continue;
		}
		scan_character(&scan, line[i], i + 1);
	}
	return scan.levels[scan.depth].start;
}

/* -- its words -- */

/* Past one word, which may hold blanks in braces, brackets or quotes. */
static size_t word_end(const char *text, size_t at, size_t len)
{
	int depth = 0;
	bool quoted = false;

	for (; at < len; at++) {
		char c = text[at];

		if (c == '\\' && at + 1 < len)
			at++;
		else if (c == '"')
			quoted = !quoted;
		else if (c == '{' || c == '[')
			depth++;
		else if ((c == '}' || c == ']') && depth)
			depth--;
		else if ((c == ' ' || c == '\t') && !quoted && !depth)
			break;
	}
	return at;
}

/* The complete words before the last one; *start is where that begins. */
static void split(const char *line, size_t from, size_t cursor, struct strlist *ret, size_t *start)
{
	size_t at = from;

	for (;;) {
		size_t end;

		while (at < cursor && strchr(" \t\r\n", line[at]))
			at++;
		end = word_end(line, at, cursor);
		*start = at;
		if (end == cursor)
			return;
		strlist_addf(ret, "%.*s", (int)(end - at), line + at);
		at = end;
	}
}

/* "$name" at the end of word: where the name begins, or NULL. */
static const char *variable_in(const char *word)
{
	const char *dollar = strrchr(word, '$');

	if (!dollar || dollar[1 + strspn(dollar + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRS"
						     "TUVWXYZ0123456789_:")])
		return NULL;
	return dollar + 1;
}

void complete_line(struct session *s, struct script *script, const char *line, size_t cursor,
		   struct completion *ret)
{
	autostrlist words = STRLIST_INIT;
	autofree char *last = NULL;
	const char *variable;
	size_t start;

	split(line, command_start(line, cursor), cursor, &words, &start);
	last = xstrndup(line + start, cursor - start);
	variable = variable_in(last);
	if (variable) {
		ret->start = start + (size_t)(variable - last);
		if (script)
			script_variable_names(script, variable, &ret->words);
	} else {
		struct complete_at at = { s, script, &words, last };

		ret->start = start;
		complete_word_at(&at, ret);
	}
	strlist_sort_unique(&ret->words);
}
