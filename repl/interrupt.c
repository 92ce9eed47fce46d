/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "repl/interrupt.h"

#include <stddef.h>
#include <unistd.h>

#include "repl/script.h"

static volatile sig_atomic_t stop;
static struct script *running;

static void say(const char *text)
{
	size_t len = 0;

	while (text[len])
		len++;
	if (write(STDERR_FILENO, text, len) < 0)
		return; /* nobody listens */
}

/* Tcl sees the first Ctrl-C only between two commands: an empty loop never does. */
static void on_sigalrm(int signo)
{
	(void)signo;
	if (stop)
		say("\nbarsh: still busy; Ctrl-C again ends barsh\n");
}

static void on_sigint(int signo)
{
	(void)signo;
	if (stop) {
		say("\nbarsh: interrupted twice, ending\n");
		_exit(130); /* the kernel closes the devices with the process */
	}
	stop = 1;
	alarm(1);
	if (running)
		script_interrupt(running);
}

void interrupt_install(struct script *script)
{
	struct sigaction interrupt = { .sa_handler = on_sigint };
	struct sigaction late = { .sa_handler = on_sigalrm };

	running = script;
	sigemptyset(&interrupt.sa_mask);
	sigemptyset(&late.sa_mask);
	sigaction(SIGALRM, &late, NULL);
	sigaction(SIGINT, &interrupt, NULL);
}

void interrupt_clear(void)
{
	if (stop)
		alarm(0);
	stop = 0;
	if (running)
		script_interrupt_clear(running);
}

volatile sig_atomic_t *interrupt_flag(void)
{
	return &stop;
}
