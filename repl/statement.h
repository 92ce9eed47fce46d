/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where one Tcl statement ends and the next begins, so that a command file is fed statement by
 * statement in flat memory. Knows Tcl's quoting, evaluates nothing. */
#ifndef REPL_STATEMENT_H
#define REPL_STATEMENT_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes of text up to and with the end of its first statement (newline or ';'), or 0 when the
 * statement is not complete yet. Comments and empty lines are statements of their own. */
size_t statement_end(const char *text, size_t len);

/* The first word of a statement when it is plain (no substitution, no quoting): copied into ret (cut
 * at size). false: it is not, or there is none. */
bool statement_first_word(const char *text, char *ret, size_t size);

enum { PLAIN_TEXT_SIZE = 256, PLAIN_WORDS_MAX = 32 };

struct plain_words {
	char text[PLAIN_TEXT_SIZE]; /* the words, each with a NUL behind it */
	const char *words[PLAIN_WORDS_MAX];
	size_t count;
};

/* The words of a statement in which each stands for itself: bare characters that mean nothing to Tcl,
 * "..." in which nothing is substituted, {...} without a backslash. false: there is another kind of
 * word, or none, or *ret has no room. */
bool statement_plain_words(const char *text, struct plain_words *ret);

#endif
