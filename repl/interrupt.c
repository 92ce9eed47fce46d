/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "repl/interrupt.h"

#include <stddef.h>
#include <unistd.h>

#include "repl/script.h"

static volatile sig_atomic_t stop;
static struct script *running;

static void on_sigint(int signo)
{
	static const char last_words[] = "\nbarsh: interrupted twice, ending\n";

	(void)signo;
	if (stop) {
		/* Tcl sees the first one only between two commands: an empty loop never does. The
		 * kernel closes the devices with the process. */
		if (write(STDERR_FILENO, last_words, sizeof(last_words) - 1) < 0)
			_exit(131);
		_exit(130);
	}
	stop = 1;
	if (running)
		script_interrupt(running);
}

void interrupt_install(struct script *script)
{
	struct sigaction action = { .sa_handler = on_sigint };

	running = script;
	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
}

void interrupt_clear(void)
{
	stop = 0;
	if (running)
		script_interrupt_clear(running);
}

volatile sig_atomic_t *interrupt_flag(void)
{
	return &stop;
}
