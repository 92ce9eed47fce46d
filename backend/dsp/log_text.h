/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes of a log as lines that people and terminals can take. */
#ifndef BACKEND_DSP_LOG_TEXT_H
#define BACKEND_DSP_LOG_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "backend/support/strbuf.h"

#define LOG_LINE_MAX 1024 /* bytes of the log; a longer line goes on in the next one */

/* Lines as they come out of pieces that end anywhere. Zeroed to begin with. */
struct log_lines {
	struct strbuf part; /* of the line that is not whole yet, made visible */
	size_t bytes;	    /* of the log in it */
	char last;	    /* byte of the log */
	bool cut;	    /* the beginning of this line was given away for its length */
};

/* Each whole line: text without its end. Bytes outside printable ASCII are visible (\x1b), so that
 * nothing a log says moves a terminal's cursor; tabs are spaces, the \r of \r\n is dropped. */
typedef void log_line_fn(void *ctx, const char *text);
void log_lines_add(struct log_lines *lines, const char *data, size_t len, log_line_fn *line,
		   void *ctx);
void log_lines_flush(struct log_lines *lines, log_line_fn *line, void *ctx); /* what is left */
void log_lines_finish(struct log_lines *lines);

#endif
