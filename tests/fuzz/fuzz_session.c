/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole statements through the language on simulated devices: whatever is typed, the session goes on or
 * ends with a message, and gives everything back; TAB after the last line looks only. The first byte
 * chooses the device and the modes. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "backend/support/mem.h"
#include "repl/complete.h"
#include "tests/fuzz/shell.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *left, size_t left_size, const uint8_t *right,
				 size_t right_size, uint8_t *out, size_t room, unsigned seed);

enum { EDU = 1, JSON = 2, READ_ONLY = 4, DRY_RUN = 8, SHOW = 16, PERSON = 32 };

/* What TAB offers at the end of what was typed: words in order, and no access for them. */
static void complete(struct shell *shell, const char *text)
{
	const struct session *s = shell->repl.session;
	const struct device *dev = s->current ? s->current->dev : NULL;
	uint64_t reads = dev ? dev->reads : 0;
	const char *line = strrchr(text, '\n');
	struct completion found = { .words = STRLIST_INIT, .display = STRLIST_INIT };

	line = line ? line + 1 : text;
	complete_line(shell->repl.session, shell->repl.script, line, strlen(line), &found);
	for (size_t i = 1; i < found.words.count; i++)
		if (strcmp(found.words.items[i - 1], found.words.items[i]) >= 0)
			abort();
	if (dev && (s->current->dev != dev || dev->reads != reads))
		abort();
	strlist_finish(&found.words);
	strlist_finish(&found.display);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct shell shell;
	char *text;

	if (size < 2 || memchr(data, '\0', size))
		return 0;
	text = xstrndup((const char *)data + 1, size - 1);
	shell_start(&shell, data[0] & EDU ? "sim:edu" : "sim:tgl");
	shell.repl.render.json = data[0] & JSON;
	shell.repl.session->show = data[0] & SHOW;
	shell.repl.session->current->dev->read_only = data[0] & READ_ONLY;
	shell.repl.session->current->dev->dry_run = data[0] & DRY_RUN;
	shell.repl.session->interactive = data[0] & PERSON;
	shell_feed(&shell, text);
	complete(&shell, text);
	shell_stop(&shell);
	free(text);
	return 0;
}

/* -- mutating -- */

struct lines {
	const uint8_t *at;
	size_t left;
};

/* Move the next line to out, or past it (out NULL). Its length. */
static size_t next_line(struct lines *from, uint8_t *out, size_t room)
{
	const uint8_t *newline = memchr(from->at, '\n', from->left);
	size_t len = newline ? (size_t)(newline - from->at) + 1 : from->left;

	if (out && len > room)
		len = room;
	if (out && len)
		memcpy(out, from->at, len);
	from->at += len;
	from->left -= len;
	return len;
}

/* Two sessions become one that says lines of both: bytes in the midst of a word rarely make sense. */
size_t LLVMFuzzerCustomCrossOver(const uint8_t *left, size_t left_size, const uint8_t *right,
				 size_t right_size, uint8_t *out, size_t room, unsigned seed)
{
	struct lines from[2] = { { left, left_size }, { right, right_size } };
	size_t len = 0;

	while (len < room && (from[0].left || from[1].left)) {
		unsigned choice = seed >> 16 & 3;
		struct lines *lines = &from[choice & 1];

		seed = seed * 1103515245 + 12345;
		if (!lines->left)
			lines = &from[~choice & 1];
		if (choice & 2)
			len += next_line(lines, out + len, room - len);
		else
			next_line(lines, NULL, 0);
	}
	return len;
}
