/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/support/arena.h"

#include <stdalign.h>
#include <string.h>

#include "backend/support/mem.h"

#define FIRST_CHUNK (4 * 1024)
#define LAST_CHUNK  (1024 * 1024)

struct arena_chunk {
	struct arena_chunk *next;
	size_t size;
	alignas(max_align_t) unsigned char bytes[];
};

static void add_chunk(struct arena *arena, size_t size)
{
	struct arena_chunk *chunk = xcalloc(1, sizeof(*chunk) + size);

	chunk->size = size;
	chunk->next = arena->chunks;
	arena->chunks = chunk;
	arena->left = size;
}

static unsigned char *take(struct arena *arena, size_t size)
{
	if (size > arena->left) {
		/* Each twice the last: a small arena costs little, a large one few calls. */
		size_t next = arena->chunks ? arena->chunks->size * 2 : FIRST_CHUNK;

		next = next > LAST_CHUNK ? LAST_CHUNK : next;
		add_chunk(arena, size > next ? size : next);
	}
	arena->left -= size;
	return arena->chunks->bytes + arena->chunks->size - arena->left - size;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	/* Text leaves odd remainders: give them up, so that left is a multiple again. */
	arena->left &= ~(alignof(max_align_t) - 1);
	return take(arena, (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1));
}

void *arena_copy(struct arena *arena, const void *data, size_t size)
{
	void *copy = arena_alloc(arena, size);

	if (size)
		memcpy(copy, data, size);
	return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
	size_t size = strlen(text) + 1;
	unsigned char *copy = take(arena, size);

	memcpy(copy, text, size);
	return (char *)copy;
}

void arena_finish(struct arena *arena)
{
	for (struct arena_chunk *chunk = arena->chunks, *next; chunk; chunk = next) {
		next = chunk->next;
		free(chunk);
	}
	*arena = (struct arena)ARENA_INIT;
}
