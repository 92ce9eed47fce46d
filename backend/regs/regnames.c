/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finding registers by their whole name: a hash table with the hashes in it, so that whether a name is
 * new is seen without looking at another register. Names that are there several times (in different
 * blocks) are met in order of definition. */
#include "backend/regs/regdb_internal.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "backend/support/mem.h"

#define FIRST_ROOM 256

static uint32_t hash_name(const char *name, size_t len)
{
	uint32_t hash = 2166136261u; /* FNV-1a */

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (uint32_t)tolower((unsigned char)name[i])) * 16777619u;
	return hash;
}

/* Linear probing: the next place of a name is the one behind. */
static size_t next_place(const struct regdb *db, size_t place)
{
	return (place + 1) & (db->name_room - 1);
}

static void insert(struct regdb *db, uint32_t hash, size_t key)
{
	size_t place = hash & (db->name_room - 1);

	while (db->names[place].key)
		place = next_place(db, place);
	db->names[place] = (struct reg_name){ hash, (uint32_t)key + 1 };
}

void regdb_names_rebuild(struct regdb *db)
{
	if (!db->name_room) /* there never was a name */
		return;
	free(db->names);
	db->names = xcalloc(db->name_room, sizeof(*db->names));
	for (size_t i = 0; i < db->key_count; i++)
		insert(db, db->keys[i].node->hash, i);
}

void regdb_names_add(struct regdb *db, struct reg_node *node)
{
	node->hash = hash_name(node->reg.name, strlen(node->reg.name));
	if (db->key_count > db->name_room / 2) {
		db->name_room = db->name_room ? db->name_room * 4 : FIRST_ROOM;
		regdb_names_rebuild(db);
	} else {
		insert(db, node->hash, db->key_count - 1);
	}
}

bool reg_scope_has(const struct reg_scope *scope, const struct block_node *block)
{
	const char *region = block->block.region, *head = scope->head;
	size_t region_len = strlen(region), len = scope->head_len;

	if (scope->block && scope->block != block)
		return false;
	if (!head || (len == region_len && !strncasecmp(head, region, len)))
		return true;
	if (len > region_len + 1 && head[region_len] == '.' &&
	    !strncasecmp(head, region, region_len)) {
		head += region_len + 1;
		len -= region_len + 1;
	}
	return strlen(block->block.name) == len && !strncasecmp(head, block->block.name, len);
}

static size_t add_hits(const struct regdb *db, const struct reg_scope *scope, const char *name,
		       size_t len, unsigned index, struct reg_ref *ret, size_t max)
{
	uint32_t hash = hash_name(name, len);
	size_t count = 0;

	for (size_t at = hash & (db->name_room - 1); db->names[at].key && count < max;
	     at = next_place(db, at)) {
		const struct reg_node *node = db->keys[db->names[at].key - 1].node;

		if (db->names[at].hash != hash || strncasecmp(node->reg.name, name, len) ||
		    node->reg.name[len] || index >= node->reg.count ||
		    !reg_scope_has(scope, node->block))
			continue;
		ret[count++] = (struct reg_ref){ .reg = &node->reg, .index = index };
	}
	return count;
}

/* The run of digits at `at` as an index; false when it is none. *ret_end is behind the run. */
static bool take_index(const char *name, size_t len, size_t at, size_t *ret_end, unsigned *ret)
{
	unsigned index = 0;
	size_t end = at;

	for (; end < len && isdigit((unsigned char)name[end]); end++)
		if (index < REG_COUNT_MAX)
			index = index * 10 + (unsigned)(name[end] - '0');
	*ret_end = end;
	*ret = index;
	return end > at && index < REG_COUNT_MAX && (name[at] != '0' || end == at + 1);
}

size_t regdb_by_name(const struct regdb *db, const struct reg_scope *scope, const char *name,
		     size_t len, struct reg_ref *ret, size_t max)
{
	char pattern[REG_NAME_SIZE + 2];
	size_t count, end;
	unsigned index;

	if (!len || len >= REG_NAME_SIZE || memchr(name, '%', len) || !db->names)
		return 0;
	count = add_hits(db, scope, name, len, 0, ret, max);
	/* "SD7.CTL" is element 7 of "SD%d.CTL": try each run of digits as the index. */
	for (size_t i = 0; i < len && count < max && db->array_count; i = end + (end == i)) {
		if (!take_index(name, len, i, &end, &index))
			continue;
		memcpy(pattern, name, i);
		pattern[i] = '%';
		pattern[i + 1] = 'd';
		memcpy(pattern + i + 2, name + end, len - end);
		count += add_hits(db, scope, pattern, i + 2 + len - end, index, ret + count,
				  max - count);
	}
	return count;
}
