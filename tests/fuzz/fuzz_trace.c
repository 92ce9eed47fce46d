/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two traces and a rules file, with a NUL byte between them: read, or refused with a message; what reads is
 * compared, and every write of both comes out once. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "backend/support/mem.h"
#include "backend/trace/diff.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool told(const struct err *err)
{
	return err->code && err->msg[0];
}

static size_t writes(const struct trace_file *file)
{
	size_t count = 0;

	for (size_t i = 0; i < file->count; i++)
		count += file->records[i].kind == TRACE_WRITE;
	return count;
}

static void compare(const struct trace_file *first, const struct trace_file *second,
		    struct diff_rules *rules)
{
	struct diff_options options = { .config = true };
	struct err err = ERR_INIT;
	struct diff diff = DIFF_INIT;
	size_t left = 0, right = 0;

	if (!trace_diff(first, second, rules, &options, &diff, &err)) {
		if (!told(&err))
			abort();
		return;
	}
	for (size_t i = 0; i < diff.count; i++) {
		left += diff.lines[i].first != NULL;
		right += diff.lines[i].second != NULL;
	}
	if (left != writes(first) || right != writes(second))
		abort();
	diff_finish(&diff);
}

/* The text up to the next NUL; the rest is the next one's. */
static char *next_text(const uint8_t **data, size_t *size)
{
	size_t len = strnlen((const char *)*data, *size);
	char *text = xstrndup((const char *)*data, len);

	*data += len < *size ? len + 1 : len;
	*size -= len < *size ? len + 1 : len;
	return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	autofree char *a = next_text(&data, &size), *b = next_text(&data, &size),
		      *r = next_text(&data, &size);
	struct trace_file first = TRACE_FILE_INIT, second = TRACE_FILE_INIT;
	struct diff_rules rules = DIFF_RULES_INIT;
	struct err err = ERR_INIT;
	bool good = trace_text_parse(a, "a", NULL, &first, &err) &&
		    trace_text_parse(b, "b", "8086:293e", &second, &err) &&
		    diff_rules_parse(&rules, r, "r", &err);

	if (good)
		compare(&first, &second, &rules);
	else if (!told(&err))
		abort();
	trace_file_finish(&first);
	trace_file_finish(&second);
	diff_rules_finish(&rules);
	return 0;
}
