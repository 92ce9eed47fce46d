/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "repl/render.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "backend/support/mem.h"
#include "backend/support/strbuf.h"
#include "backend/support/userfile.h"

static const char *style(char code)
{
	switch (code) {
	case 'n':
		return "\033[1m";
	case 'v':
		return "\033[36m";
	case 'g':
		return "\033[32m";
	case 'b':
		return "\033[1;31m";
	case 'd':
		return "\033[2m";
	default:
		return "\033[0m";
	}
}

static bool is_shown(char c)
{
	return ((unsigned char)c >= 0x20 && c != 0x7f) || c == '\n' || c == '\t';
}

/* How many characters at the start of text (len of them) are shown as they are. Eight at a time: a dump
 * is megabytes. */
static size_t shown_run(const char *text, size_t len)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
	size_t at = 0;

	while (at < len) {
		size_t group = len - at < 8 ? len - at : 8;
		uint64_t eight = 0, del;

		if (group == 8) {
			memcpy(&eight, text + at, 8);
			del = eight ^ ones * 0x7f;
			/* Is no byte below 0x20, and none 0x7f? */
			if (!((((eight - ones * 0x20) & ~eight) | ((del - ones) & ~del)) & high)) {
				at += 8;
				continue;
			}
		}
		for (; group; group--, at++)
			if (!is_shown(text[at]))
				return at;
	}
	return at;
}

/* Human text with its styles turned into colour or dropped; other control characters become '?', so
 * that nothing a device says reaches the terminal as a command. */
static void add_styled(struct strbuf *out, const char *text, bool colour)
{
	size_t left = strlen(text);

	while (left) {
		size_t len = shown_run(text, left);

		strbuf_add(out, text, len);
		text += len;
		left -= len;
		if (left && *text == '\001') {
			if (left == 1)
				return;
			if (colour)
				strbuf_adds(out, style(text[1]));
			text += 2;
			left -= 2;
		} else if (left) {
			strbuf_addc(out, '?');
			text++;
			left--;
		}
	}
}

/* A whole text that needs no change: a dump of megabytes is not copied for it. */
static bool is_shown_as_it_is(const char *text)
{
	size_t len = strlen(text);

	return shown_run(text, len) == len;
}

/* One element: its own text, else its plain form on one line. */
static void add_item(struct strbuf *out, const struct value *item, bool colour)
{
	autostrbuf plain = STRBUF_INIT;

	if (item->human) {
		add_styled(out, item->human, colour);
	} else if (item->kind == VALUE_UINT || item->kind == VALUE_UNITS) { /* nothing to style */
		value_format_plain(item, out);
	} else {
		value_format_plain(item, &plain);
		add_styled(out, strbuf_text(&plain), colour);
	}
}

/* A list without a text of its own: an item a line, which is what a reader of a list wants. */
static void add_generic(struct strbuf *out, const struct value *value, bool colour)
{
	if (value->human) {
		add_styled(out, value->human, colour);
	} else if (value->kind == VALUE_LIST || value->kind == VALUE_MAP) {
		for (size_t i = 0; i < value->count; i++) {
			if (i)
				strbuf_addc(out, '\n');
			if (value->keys)
				strbuf_addf(out, "%-12s ", value->keys[i]);
			add_item(out, value->items[i], colour);
		}
	} else {
		add_item(out, value, colour);
	}
}

void render_value(const struct render *r, const struct value *value)
{
	autostrbuf out = STRBUF_INIT;

	if (value->kind == VALUE_NONE && !value->human && !value->detail)
		return;
	if (r->json) {
		render_json_value(value);
		return;
	}
	if (value->human && value->human[0] && is_shown_as_it_is(value->human)) {
		puts(value->human);
	} else {
		add_generic(&out, value, r->colour);
		if (!out.len)
			return;
		strbuf_addc(&out, '\n');
		fputs(strbuf_text(&out), stdout);
	}
	if (r->log) {
		autostrbuf plain = STRBUF_INIT;

		add_generic(&plain, value, false);
		fprintf(r->log, "%s\n", strbuf_text(&plain));
	}
}

#define SETTLE_NS UINT64_C(20000000)

void render_settle(struct render *r, bool waiting)
{
	struct timespec now;
	uint64_t ns;

	clock_gettime(CLOCK_MONOTONIC, &now);
	ns = (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
	if (!waiting && ns - r->written_ns < SETTLE_NS)
		return;
	fflush(stdout);
	r->written_ns = ns;
}

/* Styled text on stderr, in order with what stdout holds, and in the log. */
static void put_error(const struct render *r, const char *text)
{
	autostrbuf out = STRBUF_INIT;

	fflush(stdout);
	add_styled(&out, text, r->colour_stderr);
	fputs(strbuf_text(&out), stderr);
	if (r->log) {
		strbuf_reset(&out);
		add_styled(&out, text, false);
		fputs(strbuf_text(&out), r->log);
	}
}

void render_note(const struct render *r, const char *text)
{
	autostrbuf line = STRBUF_INIT;

	if (r->quiet)
		return;
	strbuf_addf(&line, "%s\n", text);
	put_error(r, strbuf_text(&line));
}

void render_progress(const struct render *r, const char *text)
{
	fflush(stdout); /* whoever reads along in a pipe has waited for it */
	if (!r->progress || r->quiet)
		return;
	fprintf(stderr, "\r\033[K%s", text ? text : "");
	fflush(stderr);
}

void render_error(const struct render *r, const struct script_error *error)
{
	autostrbuf out = STRBUF_INIT;

	if (r->json) {
		fflush(stdout);
		render_json_error(error);
		return;
	}
	if (error->file[0])
		strbuf_addf(&out, "%s:%d: ", error->file, error->line);
	strbuf_addf(&out, ST_BAD "error:" ST_OFF " %s\n", error->err.msg);
	if (error->err.hint[0])
		strbuf_addf(&out, ST_DIM "hint:" ST_OFF " %s\n", error->err.hint);
	put_error(r, strbuf_text(&out));
}

/* -- the log -- */

static void put_statement(FILE *out, const char *statement)
{
	const char *prompt = "barsh> ";
	const char *line = statement + strspn(statement, " \t");
	size_t rest = strlen(line);

	while (rest && strchr(" \t\r\n;", line[rest - 1]))
		rest--;
	while (rest) {
		size_t len = strcspn(line, "\n");

		len = len < rest ? len : rest;
		fprintf(out, "%s%.*s\n", prompt, (int)len, line);
		prompt = "  ...> ";
		len += len < rest;
		rest -= len;
		line += len;
	}
}

void render_statement(const struct render *r, const char *statement, bool echo)
{
	if (echo)
		put_statement(stdout, statement);
	if (r->log)
		put_statement(r->log, statement);
}

static FILE *open_log(const char *path, enum session_log how, struct err *err)
{
	static const int flags[] = { [SESSION_LOG_NEW] = O_EXCL,
				     [SESSION_LOG_APPEND] = O_APPEND,
				     [SESSION_LOG_REPLACE] = O_TRUNC };
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags[how], 0600);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w");

	if (file) {
		setvbuf(file, NULL, _IOLBF, 0); /* complete up to the crash */
		return file;
	}
	if (errno == EEXIST) {
		err_set(err, EEXIST, "%s exists already", path);
		err_hint(err, "-append adds to it, -force replaces it");
	} else {
		userfile_failed(err, errno, "write", path);
	}
	if (fd >= 0)
		close(fd);
	return NULL;
}

bool render_log(struct render *r, const char *path, enum session_log how, struct err *err)
{
	FILE *file = NULL;
	bool ok = true;

	if (path && !(file = open_log(path, how, err)))
		return false;
	if (r->log && (ferror(r->log) | fclose(r->log)))
		ok = err_set(err, EIO, "%s is not complete: not all of it could be written",
			     r->log_path);
	free(r->log_path);
	r->log = file;
	r->log_path = path ? xstrdup(path) : NULL;
	return ok;
}
