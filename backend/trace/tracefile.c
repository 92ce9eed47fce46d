/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/trace/tracefile.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/support/mem.h"
#include "backend/support/userfile.h"

void trace_file_finish(struct trace_file *file)
{
	free(file->records);
	*file = (struct trace_file)TRACE_FILE_INIT;
}

void trace_file_add(struct trace_file *file, const struct trace_record *record)
{
	if (file->count == file->alloc) {
		file->alloc = file->alloc ? file->alloc * 2 : 256;
		file->records = xreallocarray(file->records, file->alloc, sizeof(*file->records));
	}
	file->records[file->count++] = *record;
}

/* "# barsh trace 1: sim:tgl" */
static bool is_ours(const char *text)
{
	size_t len = strlen(TRACE_MAGIC);

	return !strncmp(text, TRACE_MAGIC, len) && strchr(":\r\n", text[len]);
}

static void keep_about(const char *line, struct trace_file *ret)
{
	line += strlen(TRACE_MAGIC);
	line += strspn(line, ": ");
	snprintf(ret->about, sizeof(ret->about), "%.*s", (int)strcspn(line, "\r\n"), line);
}

static bool parse_ours(char *text, const char *name, struct trace_file *ret, struct err *err)
{
	unsigned number = 0;

	keep_about(text, ret);
	for (char *line; (line = strsep(&text, "\n"));) {
		struct trace_record record;

		number++;
		if (line[0] == '#' || !line[strspn(line, " \t\r")])
			continue;
		if (!trace_parse(line, &record, err))
			return err_prefix(err, "%.100s:%u", name, number);
		trace_file_add(ret, &record);
	}
	return true;
}

bool trace_text_parse(char *text, const char *name, const char *device, struct trace_file *ret,
		      struct err *err)
{
	struct trace_file file = TRACE_FILE_INIT;
	bool good;

	if (is_ours(text)) {
		good = parse_ours(text, name, &file, err);
	} else if (!strncmp(text, "VERSION ", 8)) {
		good = mmiotrace_parse(text, name, device, &file, err);
	} else {
		good = err_set(err, EINVAL, "%.150s is no trace", name);
		err_hint(err,
			 "it begins with \"" TRACE_MAGIC "\", or, from the kernel's mmiotrace, "
			 "with VERSION");
	}
	if (good)
		*ret = file;
	else
		trace_file_finish(&file);
	return good;
}

bool trace_file_read(const char *path, const char *device, struct trace_file *ret, struct err *err)
{
	autofree uint8_t *bytes = NULL;
	autofree char *text = NULL;
	size_t len;

	if (!userfile_read(path, TRACE_FILE_MAX_BYTES, &bytes, &len, err))
		return false;
	text = xmalloc(len + 1);
	memcpy(text, bytes, len);
	text[len] = '\0';
	if (strlen(text) != len)
		return err_set(err, EINVAL, "%.150s has a NUL byte: it is no trace", path);
	return trace_text_parse(text, path, device, ret, err);
}

bool trace_file_of(const struct trace *trace, const char *title, struct trace_file *ret,
		   uint64_t *ret_gone, struct err *err)
{
	struct trace_file file = TRACE_FILE_INIT;

	if (!trace) {
		err_set(err, ENODATA, "no access to %.60s was recorded", title);
		return err_hint(err, "trace start begins a recording");
	}
	snprintf(file.about, sizeof(file.about), "%s", title);
	for (size_t i = 0; i < trace_kept(trace); i++)
		trace_file_add(&file, trace_at(trace, i));
	*ret = file;
	*ret_gone = trace_count(trace) - trace_kept(trace);
	return true;
}
