/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What may stand where the cursor is. Looks only: no Tcl is evaluated, no device touched, no terminal
 * needed. */
#ifndef REPL_COMPLETE_H
#define REPL_COMPLETE_H

#include <stddef.h>

#include "commands/session.h"
#include "repl/lineedit.h"
#include "repl/script.h"

/* Fill *ret (whose lists are empty) for the word of line that ends at cursor: sorted, each once.
 * script gives the names of Tcl's commands and of variables; without it (NULL) they are left out. */
void complete_line(struct session *s, struct script *script, const char *line, size_t cursor,
		   struct completion *ret);

#endif
