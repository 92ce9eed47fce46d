/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/names.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "backend/support/bits.h"

enum { MAX_NAMES = 512 };

struct name {
	const char *text;
	size_t len;
	const struct command *command;
};

static struct name names[MAX_NAMES];
static size_t name_count;

static int compare_text(const char *a, size_t a_len, const char *b, size_t b_len)
{
	int order = memcmp(a, b, a_len < b_len ? a_len : b_len);

	return order ? order : (a_len > b_len) - (a_len < b_len);
}

static int by_text(const void *a, const void *b)
{
	const struct name *x = a, *y = b;

	return compare_text(x->text, x->len, y->text, y->len);
}

static void add_name(const char *text, size_t len, const struct command *command)
{
	assert(name_count < ARRAY_SIZE(names));
	names[name_count++] = (struct name){ text, len, command };
}

static void make_names(void)
{
	const struct command *const *rows = command_table();

	for (size_t i = 0; rows[i]; i++) {
		const char *alias = rows[i]->alias;

		add_name(rows[i]->name, strlen(rows[i]->name), rows[i]);
		while (alias && *alias) {
			size_t len = strcspn(alias, " ");

			add_name(alias, len, rows[i]);
			alias += len + (alias[len] == ' ');
		}
	}
	qsort(names, name_count, sizeof(*names), by_text);
}

/* The first name that does not come before text. */
static size_t name_from(const char *text, size_t len)
{
	size_t low = 0, high;

	if (!name_count)
		make_names();
	high = name_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_text(names[middle].text, names[middle].len, text, len) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct command *names_find(const char *name, size_t len)
{
	size_t at = name_from(name, len);

	if (at < name_count && names[at].len == len && !memcmp(names[at].text, name, len))
		return names[at].command;
	return NULL;
}

/* A space comes before all that a name is made of: "reg list" stands right behind "reg". */
bool names_is_group(const char *word, size_t len)
{
	size_t at = name_from(word, len);

	at += at < name_count && names[at].len == len && !memcmp(names[at].text, word, len);
	return at < name_count && names[at].len > len && !memcmp(names[at].text, word, len) &&
	       names[at].text[len] == ' ';
}
