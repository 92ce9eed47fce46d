/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ctrl-C: the first one stops what runs and returns to the prompt, a second one before that ends the
 * process; when the first one is not served within a second, that is said. Signals belong to the process,
 * so this state does too. */
#ifndef REPL_INTERRUPT_H
#define REPL_INTERRUPT_H

#include <signal.h>

struct script;

void interrupt_install(struct script *script);
void interrupt_clear(void); /* before each statement */
volatile sig_atomic_t *interrupt_flag(void);

#endif
