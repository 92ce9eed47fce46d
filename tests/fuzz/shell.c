/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/fuzz/shell.h"

#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "commands/command.h"
#include "repl/interrupt.h"
#include "tests/fuzz/cage.h"

enum { TICK_MS = 50, PATIENCE_TICKS = 20 };

/* -- the clock: one for the process -- */

static _Atomic(struct script *) running;
static atomic_uint ticks;

static void *watch(void *unused)
{
	const struct timespec tick = { .tv_nsec = TICK_MS * 1000000L };

	for (;;) {
		struct script *script = running;

		nanosleep(&tick, NULL);
		if (!script || script != running || ++ticks < PATIENCE_TICKS)
			continue;
		*interrupt_flag() = 1;
		script_interrupt(script);
	}
	return unused;
}

static void watch_begin(struct script *script)
{
	static bool begun;
	pthread_t thread;

	if (!begun && pthread_create(&thread, NULL, watch, NULL))
		abort();
	begun = true;
	ticks = 0;
	running = script;
}

/* -- the language -- */

/* What Tcl keeps. The rest reaches the machine, waits, loops where no Ctrl-C comes through, or takes a
 * number for a size of memory. */
static const char *const kept[] = {
	"append", "break",    "catch",	 "concat",  "continue", "dict",	   "error",
	"eval",	  "expr",     "foreach", "global",  "if",	"incr",	   "info",
	"join",	  "lappend",  "lassign", "lindex",  "list",	"llength", "lmap",
	"lrange", "lreverse", "lset",	 "proc",    "puts",	"return",  "set",
	"split",  "subst",    "unset",	 "uplevel", "upvar",	"unknown",
};

static bool keeps(const char *name)
{
	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
		if (!strcmp(kept[i], name))
			return true;
	return command_is_word(name) || !strncmp(name, "dict ", 5);
}

static void forget_the_rest(struct script *script)
{
	autostrlist names = STRLIST_INIT;
	autostrbuf text = STRBUF_INIT;
	struct err err = ERR_INIT;

	script_command_names(script, "", &names);
	for (size_t i = 0; i < names.count; i++)
		if (!keeps(names.items[i]) && strcmp(names.items[i], "rename"))
			strbuf_addf(&text, "rename {%s} {}\n", names.items[i]);
	strbuf_adds(&text, "rename rename {}\n");
	if (!script_eval_text(script, strbuf_text(&text), "cage", NULL, &err)) {
		fprintf(stderr, "cage: %s\n", err.msg);
		abort();
	}
}

/* -- life -- */

/* The tree that this program was built in, and its own folder's "home" as the current one. */
static void find_places(char *scripts, size_t len)
{
	char exe[PATH_MAX], probe[PATH_MAX + 32];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	char *slash;
	bool found = false;

	exe[n > 0 ? n : 0] = '\0';
	slash = strrchr(exe, '/');
	snprintf(probe, sizeof(probe), "%.*s/home", (int)(slash ? slash - exe : 0), exe);
	if (chdir(probe)) {
		fprintf(stderr, "%s is not there: tests/fuzz/run.sh makes it\n", probe);
		abort();
	}
	while (!found && (slash = strrchr(exe, '/')) && slash != exe) {
		*slash = '\0';
		snprintf(probe, sizeof(probe), "%s/scripts/boot/cavs25.tcl", exe);
		found = !access(probe, R_OK);
	}
	snprintf(scripts, len, "%.*s/scripts", (int)len - 16, exe);
}

void shell_start(struct shell *shell, const char *spec)
{
	static char scripts[sizeof(shell->scripts)];
	struct repl *r = &shell->repl;
	struct session_host host = repl_host(r);
	struct session_device *device;
	struct err err = ERR_INIT;

	if (!scripts[0])
		find_places(scripts, sizeof(scripts));
	memset(shell, 0, sizeof(*shell));
	strcpy(shell->scripts, scripts);
	r->keep_going = true;
	r->session = session_create(&host, interrupt_flag());
	strcpy(r->session->scripts_dir, scripts);
	r->script = script_create();
	script_bind(r->script, r->session);
	forget_the_rest(r->script);
	cage_close(scripts);
	if (!session_attach(r->session, spec, NULL, &device, &err)) {
		fprintf(stderr, "%s: %s\n", spec, err.msg);
		abort();
	}
}

void shell_feed(struct shell *shell, const char *text)
{
	watch_begin(shell->repl.script);
	repl_run_text(&shell->repl, text, "input", 1);
	running = NULL;
	interrupt_clear();
}

void shell_stop(struct shell *shell)
{
	struct err err = ERR_INIT;

	session_destroy(shell->repl.session);
	script_destroy(shell->repl.script);
	render_log(&shell->repl.render, NULL, SESSION_LOG_NEW, &err);
	cage_open();
}
