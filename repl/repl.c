/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "repl/repl.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "backend/support/mem.h"
#include "backend/support/strbuf.h"
#include "backend/support/userfile.h"
#include "commands/events.h"
#include "repl/interrupt.h"
#include "repl/statement.h"

static void keep_status(struct repl *r, const struct script_error *error)
{
	if (error->err.code == EINTR)
		r->status = 130;
	else if (r->session->not_ready)
		r->status = 3;
	else
		r->status = 1;
	r->session->not_ready = false;
}

static bool is_blank(const char *statement)
{
	return statement[strspn(statement, " \t\r\n;")] == '\0';
}

/* Interrupts are served where no command is running. */
static bool serve_events(struct repl *r)
{
	struct script_error error = { .err = ERR_INIT };

	if (events_pump(r->session, &error.err))
		return true;
	render_error(&r->render, &error);
	keep_status(r, &error);
	return r->keep_going && error.err.code != EINTR;
}

/* A statement of plain words ends with what it was doing, and not because of Ctrl-C: the next one must not
 * begin all the same. At a prompt the person who pressed it decides. */
static bool was_stopped(struct repl *r, const char *name, int line)
{
	struct script_error error = { .err = ERR_INIT, .line = line };

	if (r->session->interactive || !*interrupt_flag())
		return false;
	snprintf(error.file, sizeof(error.file), "%s", name ? name : "");
	err_set(&error.err, EINTR, "interrupted");
	render_error(&r->render, &error);
	keep_status(r, &error);
	return true;
}

bool repl_run_statement(struct repl *r, const char *statement, const char *name, int line,
			bool show_tcl)
{
	struct script_error error = { .err = ERR_INIT };
	struct value *value;
	bool is_command;

	if (is_blank(statement))
		return true;
	if (was_stopped(r, name, line))
		return false;
	render_statement(&r->render, statement, r->echo);
	interrupt_clear();
	if (!script_eval(r->script, statement, name, line, &value, &is_command, &error)) {
		render_error(&r->render, &error);
		keep_status(r, &error);
		return r->keep_going && error.err.code != EINTR && serve_events(r) &&
		       !r->session->quit;
	}
	if (!r->session->quit && (is_command || show_tcl))
		render_value(&r->render, value);
	render_settle(&r->render, false);
	value_destroy(value);
	return !r->session->quit && serve_events(r) && !r->session->quit;
}

/* Run all complete statements at the start of pending and drop them. */
static bool run_complete(struct repl *r, struct strbuf *pending, const char *name, int *line)
{
	size_t done = 0, n;
	bool go_on = true;

	while (go_on && (n = statement_end(pending->buf + done, pending->len - done)) > 0) {
		char *statement = pending->buf + done;
		char after = statement[n];

		statement[n] = '\0';
		go_on = repl_run_statement(r, statement, name, *line, false);
		for (size_t i = 0; i < n; i++)
			*line += statement[i] == '\n';
		statement[n] = after;
		done += n;
	}
	memmove(pending->buf, pending->buf + done, pending->len - done + 1);
	pending->len -= done;
	return go_on;
}

/* What is no input to run ends the session, with -k too. */
static bool refuse_input(struct repl *r, const char *name, int line, const struct err *err)
{
	struct script_error error = { .err = *err, .line = line };

	snprintf(error.file, sizeof(error.file), "%s", name && line ? name : "");
	render_error(&r->render, &error);
	r->status = 1;
	return false;
}

static bool run_rest(struct repl *r, struct strbuf *pending, const char *name, int line)
{
	struct err err = ERR_INIT;

	if (is_blank(strbuf_text(pending)))
		return true;
	strbuf_addc(pending, '\n');
	if (statement_end(pending->buf, pending->len))
		return run_complete(r, pending, name, &line);
	err_set(&err, EINVAL, "the statement is not complete at the end of the input");
	err_hint(&err, "a brace, bracket or quote that it opens is not closed");
	return refuse_input(r, name, line, &err);
}

/* One line, or what there is of it, to the end of pending. Returns the character that ended it:
 * newline, EOF, or a NUL, behind which nothing is read: /dev/zero has no lines. */
static int add_line(FILE *in, struct strbuf *pending)
{
	char part[256];
	size_t len = 0;
	int c;

	flockfile(in);
	while ((c = getc_unlocked(in)) != EOF && c) {
		part[len++] = (char)c;
		if (c == '\n')
			break;
		if (len == sizeof(part)) {
			strbuf_add(pending, part, len);
			len = 0;
		}
	}
	funlockfile(in);
	if (len)
		strbuf_add(pending, part, len);
	return c;
}

bool repl_run_stream(struct repl *r, FILE *in, const char *name)
{
	autostrbuf pending = STRBUF_INIT;
	struct err err = ERR_INIT;
	int number = 1, last;

	do {
		size_t start = pending.len;

		last = add_line(in, &pending);
		/* It would end the text early and run half a line. */
		if (last == '\0') {
			err_set(&err, EINVAL, "the line holds a NUL byte: not a command file");
			return refuse_input(r, name, number, &err);
		}
		if (pending.len > start && !run_complete(r, &pending, name, &number))
			return false;
	} while (last != EOF);
	if (ferror(in) && was_stopped(r, name, number))
		return false;
	if (ferror(in)) {
		userfile_failed(&err, errno, "read", name ? name : "standard input");
		return refuse_input(r, name, 0, &err);
	}
	return run_rest(r, &pending, name, number);
}

bool repl_run_text(struct repl *r, const char *text, const char *name, int line)
{
	autostrbuf pending = STRBUF_INIT;

	strbuf_adds(&pending, text);
	strbuf_addc(&pending, '\n');
	return run_complete(r, &pending, name, &line) && run_rest(r, &pending, name, line);
}
