/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Traces in files: ours, and those of the kernel's mmiotrace (what a driver did on a real machine:
 * Documentation/trace/mmiotrace.rst). Files are hostile. */
#ifndef BACKEND_TRACE_TRACEFILE_H
#define BACKEND_TRACE_TRACEFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/support/err.h"
#include "backend/trace/trace.h"

struct trace_file {
	char about[96];		      /* the device, as the file names it */
	struct trace_record *records; /* owned */
	size_t count, alloc;
};

#define TRACE_FILE_INIT         \
	{                       \
		.records = NULL \
	}
#define TRACE_FILE_MAX_BYTES (UINT64_C(64) << 20)

void trace_file_finish(struct trace_file *file);
void trace_file_add(struct trace_file *file, const struct trace_record *record);

/* Read either format; the first line tells which. Messages have PATH:LINE in front. EINVAL: neither
 * format, or a broken line; EEXIST: a mmiotrace of accesses to more than one device (device, as
 * "8086:a0c8", chooses one; else NULL); ENOENT: no accesses to that device are in it. */
bool trace_file_read(const char *path, const char *device, struct trace_file *ret, struct err *err);

/* What a recorder keeps; *ret_gone: how many older records it does not keep any more. trace NULL: ENODATA,
 * nothing was recorded of the device called title. */
bool trace_file_of(const struct trace *trace, const char *title, struct trace_file *ret,
		   uint64_t *ret_gone, struct err *err);

/* The same from text, which is changed. name: for messages. */
bool trace_text_parse(char *text, const char *name, const char *device, struct trace_file *ret,
		      struct err *err);

/* For trace_text_parse: lines of an mmiotrace. */
bool mmiotrace_parse(char *text, const char *name, const char *device, struct trace_file *ret,
		     struct err *err);

#endif
