/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The prompt. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/support/mem.h"
#include "backend/support/strbuf.h"
#include "repl/complete.h"
#include "repl/interrupt.h"
#include "repl/lineedit.h"
#include "repl/repl.h"
#include "repl/statement.h"
#include "repl/waiting.h"

static bool on_wait(void *ctx, int fd, const sigset_t *unblocked)
{
	return waiting_for_input(ctx, fd, unblocked);
}

static bool on_interrupted(void *ctx)
{
	(void)ctx;
	return *interrupt_flag();
}

static void on_complete(void *ctx, const char *line, size_t cursor, struct completion *ret)
{
	struct waiting *w = ctx;

	complete_line(w->repl->session, w->repl->script, line, cursor, ret);
}

/* $XDG_STATE_HOME/barsh/history and the like. NULL when there is no home either. */
static char *user_path(const char *variable, const char *below_home, const char *name)
{
	const char *base = getenv(variable);
	const char *home = getenv("HOME");

	if (base && base[0] == '/')
		return xasprintf("%s/barsh/%s", base, name);
	if (home && home[0] == '/')
		return xasprintf("%s/%s/barsh/%s", home, below_home, name);
	return NULL;
}

/* "sim tgl> ", "barsh> " without a device; "!" where writes do not do what they say. */
static void add_prompt(const struct repl *r, struct strbuf *ret)
{
	const struct session_device *device = r->session->current;
	bool odd = device ? device->dev->dry_run : r->session->dry_run;

	if (r->render.colour)
		strbuf_adds(ret, "\001\033[1m\001");
	strbuf_adds(ret, device ? device->dev->title : "barsh");
	if (odd)
		strbuf_adds(ret, r->render.colour ? "\001\033[1;31m\001!" : "!");
	strbuf_addc(ret, '>');
	if (r->render.colour)
		strbuf_adds(ret, "\001\033[0m\001");
	strbuf_addc(ret, ' ');
}

/* Does text hold complete statements only? */
static bool is_complete(const char *text, size_t len)
{
	size_t n;

	while (len && (n = statement_end(text, len)) > 0) {
		text += n;
		len -= n;
	}
	return !len;
}

/* All statements of text, up to the first that fails. A failure at the prompt is no failure of the
 * program: the person has seen it. */
static void run_typed(struct repl *r, char *text, size_t len)
{
	int status = r->status;
	bool go_on = true;
	size_t n;

	while (go_on && len && (n = statement_end(text, len)) > 0) {
		autofree char *statement = xstrndup(text, n);

		go_on = repl_run_statement(r, statement, NULL, 1, true);
		text += n;
		len -= n;
	}
	fflush(stdout);
	r->status = status;
}

/* One statement, or several on a line, over as many lines as it takes. false: the end. */
static bool read_and_run(struct repl *r, struct lineedit *le)
{
	autostrbuf prompt = STRBUF_INIT, text = STRBUF_INIT;
	enum lineedit_event event;
	char *line;

	add_prompt(r, &prompt);
	interrupt_clear();
	do {
		event = lineedit_read(le, text.len ? "...> " : strbuf_text(&prompt), &line);
		if (event != LINEEDIT_LINE) {
			interrupt_clear();
			/* The first Ctrl-D gives up an unfinished statement, the next one ends. */
			return event == LINEEDIT_INTERRUPTED || text.len;
		}
		strbuf_adds(&text, line);
		strbuf_addc(&text, '\n');
		free(line);
	} while (!is_complete(text.buf, text.len));
	strbuf_trim_end(&text, " \t\n");
	lineedit_remember(le, strbuf_text(&text));
	strbuf_addc(&text, '\n');
	run_typed(r, text.buf, text.len);
	return true;
}

/* Errors in it are shown with their place, and the prompt comes all the same. */
static void run_init_file(struct repl *r)
{
	autofree char *path = user_path("XDG_CONFIG_HOME", ".config", "init.tcl");
	FILE *in = path ? fopen(path, "re") : NULL;
	int status = r->status;

	if (!in)
		return;
	repl_run_stream(r, in, path);
	fclose(in);
	r->status = status;
}

void repl_interactive(struct repl *r)
{
	struct waiting waiting = { .repl = r };
	struct script_error error = { .err = ERR_INIT };
	struct lineedit_host host = { &waiting, on_wait, on_complete, on_interrupted };
	autofree char *history = user_path("XDG_STATE_HOME", ".local/state", "history");

	setlocale(LC_CTYPE, "");
	interrupt_clear(); /* what it was for is over: -f FILE -i */
	run_init_file(r);
	if (r->session->quit)
		return;
	if (!r->render.quiet)
		printf("barsh " BARSH_VERSION ": a shell for device registers. 'help' lists the "
		       "commands.\n");
	r->session->interactive = true;
	waiting.lineedit = lineedit_create(&host, history, &error.err);
	if (!waiting.lineedit) {
		err_prefix(&error.err, "no line editing");
		render_error(&r->render, &error);
		repl_run_stream(r, stdin, NULL);
	}
	while (waiting.lineedit && !r->session->quit && read_and_run(r, waiting.lineedit)) {
	}
	lineedit_destroy(waiting.lineedit);
	r->session->interactive = false;
}
