/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/dsp/log_text.h"

#include <string.h>

#define TAB 8

static void add_visible(struct strbuf *to, char c)
{
	unsigned char byte = (unsigned char)c;

	if (byte >= 0x20 && byte < 0x7f)
		strbuf_addc(to, c);
	else if (c == '\t')
		strbuf_pad(to, 0, to->len + TAB - to->len % TAB);
	else if (c == '\r')
		strbuf_adds(to, "\\r");
	else
		strbuf_addf(to, "\\x%02x", byte);
}

static void emit(struct log_lines *lines, log_line_fn *line, void *ctx)
{
	line(ctx, strbuf_text(&lines->part));
	strbuf_reset(&lines->part);
	lines->bytes = 0;
}

static void end_line(struct log_lines *lines, log_line_fn *line, void *ctx)
{
	if (lines->last == '\r' && lines->bytes) {
		lines->part.len -= strlen("\\r");
		lines->part.buf[lines->part.len] = '\0';
		lines->bytes--;
	}
	/* The end of a line that was cut just here is no line of its own. */
	if (lines->bytes || !lines->cut)
		emit(lines, line, ctx);
	lines->cut = false;
}

void log_lines_add(struct log_lines *lines, const char *data, size_t len, log_line_fn *line,
		   void *ctx)
{
	for (size_t i = 0; i < len; i++) {
		if (data[i] == '\n') {
			end_line(lines, line, ctx);
		} else {
			add_visible(&lines->part, data[i]);
			lines->cut |= ++lines->bytes == LOG_LINE_MAX;
			if (lines->bytes == LOG_LINE_MAX)
				emit(lines, line, ctx);
		}
		lines->last = data[i];
	}
}

void log_lines_flush(struct log_lines *lines, log_line_fn *line, void *ctx)
{
	if (lines->bytes)
		emit(lines, line, ctx);
}

void log_lines_finish(struct log_lines *lines)
{
	strbuf_finish(&lines->part);
}
