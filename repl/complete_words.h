/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Candidates for one word of one command, from the command's row. */
#ifndef REPL_COMPLETE_WORDS_H
#define REPL_COMPLETE_WORDS_H

#include "commands/session.h"
#include "repl/lineedit.h"
#include "repl/script.h"

struct complete_at {
	struct session *session;
	struct script *script;	     /* or NULL */
	const struct strlist *words; /* of the command, before the one to complete */
	const char *last;	     /* what is typed of that one, as typed */
};

/* Add to ret->words; ret->start may move forward, past an opening quote. */
void complete_word_at(const struct complete_at *at, struct completion *ret);

#endif
