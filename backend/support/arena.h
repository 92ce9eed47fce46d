/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory for many small things that live and die together. Nothing in it moves. */
#ifndef BACKEND_SUPPORT_ARENA_H
#define BACKEND_SUPPORT_ARENA_H

#include <stddef.h>

struct arena_chunk;

struct arena {
	struct arena_chunk *chunks; /* owned; the newest first */
	size_t left;		    /* bytes free in the newest */
};

#define ARENA_INIT      \
	{               \
		NULL, 0 \
	}

/* Zeroed memory, aligned for any object, valid until arena_finish. */
void *arena_alloc(struct arena *arena, size_t size);
void *arena_copy(struct arena *arena, const void *data, size_t size);
char *arena_strdup(struct arena *arena, const char *text);

void arena_finish(struct arena *arena);

#endif
