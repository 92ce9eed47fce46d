/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/trace/trace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/support/mem.h"
#include "backend/support/userfile.h"

struct trace {
	struct trace_record *ring;
	size_t keep;
	uint64_t count, counts[TRACE_KINDS];
	int fd; /* -1: no file */
	char *path;
	int failed; /* errno of the first write that did not go well */
	struct strbuf line;
};

struct trace *trace_create(size_t keep)
{
	struct trace *trace = xcalloc(1, sizeof(*trace));

	trace->ring = keep ? xreallocarray(NULL, keep, sizeof(*trace->ring)) : NULL;
	trace->keep = keep;
	trace->fd = -1;
	return trace;
}

void trace_destroy(struct trace *trace)
{
	struct err ignored;

	if (!trace)
		return;
	trace_close_file(trace, &ignored);
	strbuf_finish(&trace->line);
	free(trace->ring);
	free(trace);
}

/* A line is one write: a file that somebody follows never shows half of one. */
static void write_line(struct trace *trace)
{
	const char *at;
	size_t left;

	strbuf_addc(&trace->line, '\n');
	at = trace->line.buf;
	left = trace->line.len;
	while (left && !trace->failed) {
		ssize_t n = write(trace->fd, at, left);

		if (n < 0 && errno != EINTR)
			trace->failed = errno;
		if (n <= 0)
			continue;
		at += n;
		left -= (size_t)n;
	}
}

bool trace_open_file(struct trace *trace, const char *path, bool overwrite, const char *about,
		     struct err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (overwrite ? O_TRUNC : O_EXCL), 0666);

	if (fd < 0)
		return userfile_failed(err, errno, "write", path);
	trace->fd = fd;
	trace->path = xstrdup(path);
	trace->failed = 0;
	strbuf_reset(&trace->line);
	strbuf_addf(&trace->line, TRACE_MAGIC ": %s", about);
	write_line(trace);
	return true;
}

bool trace_close_file(struct trace *trace, struct err *err)
{
	bool good = true;

	if (trace->fd < 0)
		return true;
	if (close(trace->fd) < 0 && !trace->failed)
		trace->failed = errno;
	if (trace->failed)
		good = userfile_failed(err, trace->failed, "write", trace->path);
	free(trace->path);
	trace->path = NULL;
	trace->fd = -1;
	return good;
}

void trace_add(struct trace *trace, const struct trace_record *record)
{
	if (trace->keep)
		trace->ring[trace->count % trace->keep] = *record;
	trace->count++;
	trace->counts[record->kind]++;
	if (trace->fd < 0)
		return;
	strbuf_reset(&trace->line);
	trace_format(record, &trace->line);
	write_line(trace);
}

void trace_remark(struct trace *trace, const char *what, const char *text)
{
	if (trace->fd < 0)
		return;
	strbuf_reset(&trace->line);
	strbuf_addf(&trace->line, "# %s", what);
	strbuf_add_printable(&trace->line, text, strlen(text));
	write_line(trace);
}

uint64_t trace_count(const struct trace *trace)
{
	return trace->count;
}

uint64_t trace_count_of(const struct trace *trace, enum trace_kind kind)
{
	return trace->counts[kind];
}

const char *trace_path(const struct trace *trace)
{
	return trace->path;
}

size_t trace_kept(const struct trace *trace)
{
	return trace->count < trace->keep ? (size_t)trace->count : trace->keep;
}

const struct trace_record *trace_at(const struct trace *trace, size_t i)
{
	return &trace->ring[(trace->count - trace_kept(trace) + i) % trace->keep];
}
