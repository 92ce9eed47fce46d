/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a loop in Tcl does again and again: reading one register. For script_bind.c. */
#ifndef REPL_SCRIPT_AGAIN_H
#define REPL_SCRIPT_AGAIN_H

#include <stdbool.h>

#include <jim.h>

#include "backend/support/err.h"
#include "commands/session.h"

enum again { AGAIN_NOT, AGAIN_DONE, AGAIN_FAILED };

/* Read what word names, if it is the place it was the last time; Tcl's result is the number then.
 * AGAIN_NOT: it is not known to be, and nothing was read. key is the command that asks: another one
 * may take another width. */
enum again script_again(Jim_Interp *interp, struct session *s, const void *key, const Jim_Obj *word,
			struct err *err);

/* `rd` of that word has gone well: the next one may be quick. */
void script_again_keep(Jim_Interp *interp, struct session *s, const void *key, unsigned width_bits,
		       Jim_Obj *word);

#endif
