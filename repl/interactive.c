/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "repl/repl.h"

void repl_interactive(struct repl *r)
{
	repl_run_stream(r, stdin, NULL);
}
