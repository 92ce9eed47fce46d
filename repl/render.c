/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "repl/render.h"

#include <stdio.h>
#include <string.h>

#include "backend/support/strbuf.h"

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

/* Human text with its styles turned into colour or dropped; other control characters become '?', so
 * that nothing a device says reaches the terminal as a command. */
static void add_styled(struct strbuf *out, const char *text, bool colour)
{
	for (const char *c = text; *c; c++) {
		if (*c == '\001') {
			c++;
			if (!*c)
				return;
			if (colour)
				strbuf_adds(out, style(*c));
		} else if (((unsigned char)*c < 0x20 && *c != '\n' && *c != '\t') || *c == 0x7f) {
			strbuf_addc(out, '?');
		} else {
			strbuf_addc(out, *c);
		}
	}
}

void render_line(const char *text)
{
	fputs(text, stdout);
	fputc('\n', stdout);
}

/* A list without a text of its own: an item a line, which is what a reader of a list wants. */
static void add_generic(struct strbuf *out, const struct value *value, bool colour)
{
	if (value->human) {
		add_styled(out, value->human, colour);
	} else if (value->kind == VALUE_LIST || value->kind == VALUE_MAP) {
		for (size_t i = 0; i < value->count; i++) {
			autostrbuf item = STRBUF_INIT;

			if (i)
				strbuf_addc(out, '\n');
			if (value->keys)
				strbuf_addf(out, "%-12s ", value->keys[i]);
			value_format_plain(value->items[i], &item);
			add_styled(out, strbuf_text(&item), colour);
		}
	} else {
		autostrbuf plain = STRBUF_INIT;

		value_format_plain(value, &plain);
		add_styled(out, strbuf_text(&plain), colour);
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
	add_generic(&out, value, r->colour);
	if (out.len)
		render_line(strbuf_text(&out));
}

void render_note(const struct render *r, const char *text)
{
	autostrbuf out = STRBUF_INIT;

	if (r->quiet)
		return;
	add_styled(&out, text, r->colour_stderr);
	fflush(stdout);
	fprintf(stderr, "%s\n", strbuf_text(&out));
}

void render_progress(const struct render *r, const char *text)
{
	if (!r->progress || r->quiet)
		return;
	fflush(stdout);
	fprintf(stderr, "\r\033[K%s", text ? text : "");
	fflush(stderr);
}

void render_error(const struct render *r, const struct script_error *error)
{
	autostrbuf out = STRBUF_INIT;
	autostrbuf styled = STRBUF_INIT;

	fflush(stdout);
	if (r->json) {
		render_json_error(error);
		return;
	}
	if (error->file[0])
		strbuf_addf(&out, "%s:%d: ", error->file, error->line);
	strbuf_addf(&out, ST_BAD "error:" ST_OFF " %s\n", error->err.msg);
	if (error->err.hint[0])
		strbuf_addf(&out, ST_DIM "hint:" ST_OFF " %s\n", error->err.hint);
	add_styled(&styled, strbuf_text(&out), r->colour_stderr);
	fputs(strbuf_text(&styled), stderr);
}
