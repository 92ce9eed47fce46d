/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Editing one line on a terminal: keys, history, completion, and text that appears above the line while
 * it is being typed. The only file that knows histedit.h. */
#ifndef REPL_LINEEDIT_H
#define REPL_LINEEDIT_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "backend/support/err.h"
#include "backend/support/strlist.h"

struct lineedit;

/* Candidates for the word that ends at a cursor. */
struct completion {
	size_t start;	      /* byte of the line where that word begins */
	struct strlist words; /* what may stand there, as it is to be typed */
	struct strlist
		display; /* how to list them, when not the words themselves: same count or 0 */
};

struct lineedit_host {
	void *ctx;
	/* Return true when fd has input, false when a signal came. Signals that concern the line are
	 * blocked; `unblocked` is the mask to wait with. */
	bool (*wait)(void *ctx, int fd, const sigset_t *unblocked);
	void (*complete)(void *ctx, const char *line, size_t cursor, struct completion *ret);
	bool (*interrupted)(void *ctx); /* was Ctrl-C pressed? */
};

/* history is a path, or NULL: no history is kept between sessions. NULL with *err: libedit is missing. */
struct lineedit *lineedit_create(const struct lineedit_host *host, const char *history,
				 struct err *err);
void lineedit_destroy(struct lineedit *le); /* takes NULL; the terminal is as it was */

enum lineedit_event { LINEEDIT_LINE, LINEEDIT_INTERRUPTED, LINEEDIT_END };

/* One line. The prompt may hold \001...\001 around bytes that take no room on the screen. On
 * LINEEDIT_LINE *ret is the line without its newline; the caller frees it. A recalled statement may
 * hold newlines. */
enum lineedit_event lineedit_read(struct lineedit *le, const char *prompt, char **ret);

/* Remember a statement, here and in the history file. Repeating the last one adds nothing; a failing
 * file is not worth a message each time. */
void lineedit_remember(struct lineedit *le, const char *statement);

/* Inside wait: take the line off the screen and leave the cursor where it began; put it back. */
void lineedit_hide(struct lineedit *le);
void lineedit_show(struct lineedit *le);

#endif
