/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/support/strlist.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "backend/support/mem.h"

void strlist_finish(struct strlist *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i]);
	free(list->items);
	*list = (struct strlist)STRLIST_INIT;
}

static void add_owned(struct strlist *list, char *text)
{
	if (list->count == list->alloc) {
		list->alloc = list->alloc ? list->alloc * 2 : 16;
		list->items = xreallocarray(list->items, list->alloc, sizeof(*list->items));
	}
	list->items[list->count++] = text;
}

void strlist_add(struct strlist *list, const char *text)
{
	add_owned(list, xstrdup(text));
}

void strlist_addf(struct strlist *list, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_owned(list, xvasprintf(fmt, ap));
	va_end(ap);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void strlist_sort_unique(struct strlist *list)
{
	size_t kept = 0;

	if (list->count)
		qsort(list->items, list->count, sizeof(*list->items), by_text);
	for (size_t i = 0; i < list->count; i++) {
		if (kept && !strcmp(list->items[kept - 1], list->items[i]))
			free(list->items[i]);
		else
			list->items[kept++] = list->items[i];
	}
	list->count = kept;
}

bool strlist_has(const struct strlist *list, const char *text)
{
	for (size_t i = 0; i < list->count; i++)
		if (!strcmp(list->items[i], text))
			return true;
	return false;
}

#define LONGEST_WORD 64

/* Levenshtein distance, one row at a time; both words at most LONGEST_WORD. More than limit is ~0u,
 * found out early: an unknown name is compared with every register of a device, and most are
 * nothing like it. */
static unsigned distance(const char *a, const char *b, unsigned limit)
{
	unsigned row[LONGEST_WORD + 1] = { 0 };
	size_t la = strlen(a), lb = strlen(b);

	if (la > LONGEST_WORD || lb > LONGEST_WORD || (la > lb ? la - lb : lb - la) > limit)
		return ~0u;
	for (size_t j = 0; j <= lb; j++)
		row[j] = (unsigned)j;
	for (size_t i = 1; i <= la; i++) {
		/* What is further from the diagonal is above the limit, and so is what stands there
		 * of earlier rows. */
		size_t from = i > limit + 1 ? i - limit : 1;
		size_t to = i + limit < lb ? i + limit : lb;
		unsigned diagonal = row[from - 1];
		unsigned least = (unsigned)i;
		int letter = tolower((unsigned char)a[i - 1]);

		row[0] = (unsigned)i;
		for (size_t j = from; j <= to; j++) {
			unsigned above = row[j];
			unsigned best = diagonal + (letter != tolower((unsigned char)b[j - 1]));

			if (above + 1 < best)
				best = above + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
			diagonal = above;
			if (best < least)
				least = best;
		}
		if (least > limit) /* the rows below have nothing smaller */
			return ~0u;
	}
	return row[lb] <= limit ? row[lb] : ~0u;
}

const char *strlist_nearest(const struct strlist *list, const char *word)
{
	/* A third of the word may be wrong; more is a guess that misleads. */
	unsigned limit = (unsigned)(strlen(word) + 2) / 3;
	const char *best = NULL;

	for (size_t i = 0; i < list->count; i++) {
		unsigned d = distance(word, list->items[i], limit);

		if (d <= limit && (!best || d < limit)) {
			best = list->items[i];
			limit = d;
		}
	}
	return best;
}
