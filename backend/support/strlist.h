/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A list of strings: completion candidates, names to choose from. */
#ifndef BACKEND_SUPPORT_STRLIST_H
#define BACKEND_SUPPORT_STRLIST_H

#include <stdbool.h>
#include <stddef.h>

struct strlist {
	char **items; /* owned */
	size_t count;
	size_t alloc;
};

#define STRLIST_INIT       \
	{                  \
		NULL, 0, 0 \
	}
#define autostrlist __attribute__((cleanup(strlist_finish))) struct strlist

void strlist_finish(struct strlist *list);
void strlist_add(struct strlist *list, const char *text); /* a copy */
void strlist_addf(struct strlist *list, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void strlist_sort_unique(struct strlist *list);
bool strlist_has(const struct strlist *list, const char *text);

/* The item nearest to word by edit distance (case ignored), or NULL when none is near enough to be
 * worth offering. Borrowed from the list. */
const char *strlist_nearest(const struct strlist *list, const char *word);

#endif
