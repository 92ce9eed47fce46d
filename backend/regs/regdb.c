/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Storage of the register database. A register file of a GPU has 100,000 registers, so everything
 * comes from one arena, names and offsets are found by hash, and a definition costs no search. */
#include "backend/regs/regdb_internal.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/support/num.h"

#define FIRST_BUCKETS 256

struct regdb *regdb_create(void)
{
	struct regdb *db = xcalloc(1, sizeof(*db));

	db->slot_buckets = FIRST_BUCKETS;
	db->by_offset = xcalloc(db->slot_buckets, sizeof(*db->by_offset));
	return db;
}

void regdb_destroy(struct regdb *db)
{
	if (!db)
		return;
	free(db->keys);
	free(db->by_offset);
	free(db->names);
	free(db->spaces);
	free(db->blocks);
	arena_finish(&db->arena);
	free(db);
}

void regdb_set_locator(struct regdb *db,
		       bool (*locate)(void *ctx, const struct reg_block *block, uint64_t *ret,
				      struct err *err),
		       void *ctx)
{
	db->locate = locate;
	db->locate_ctx = ctx;
}

uint64_t reg_key_start(const char *name, size_t len)
{
	uint64_t key = 0;
	unsigned i = 0;

	for (; i < 8 && i < len && name[i] && name[i] != '%'; i++)
		key = key << 8 | (uint8_t)tolower((unsigned char)name[i]);
	return i ? key << (8 * (8 - i)) : 0;
}

static void add_key(struct regdb *db, struct reg_node *node)
{
	if (db->key_count == db->key_alloc) {
		db->key_alloc = db->key_alloc ? db->key_alloc * 2 : FIRST_BUCKETS;
		db->keys = xreallocarray(db->keys, db->key_alloc, sizeof(*db->keys));
	}
	db->keys[db->key_count++] =
		(struct reg_key){ reg_key_start(node->reg.name, SIZE_MAX), node };
}

/* Bytes */

/* Neighbours stay neighbours: registers are defined, and dumped, one after the other. */
static size_t slot_bucket(const struct regdb *db, uint32_t space, uint64_t granule)
{
	return (size_t)(granule + (granule >> 24) * 0x9e3779b1u +
			space * UINT64_C(0x9e3779b97f4a7c15)) &
	       (db->slot_buckets - 1);
}

static void slots_insert(struct regdb *db, struct reg_slot *slot)
{
	struct reg_slot **bucket = &db->by_offset[slot_bucket(db, slot->space, slot->granule)];

	slot->next = *bucket;
	*bucket = slot;
}

static void slots_grow(struct regdb *db)
{
	struct reg_slot **old = db->by_offset;
	size_t count = db->slot_buckets;

	db->slot_buckets = count * 4;
	db->by_offset = xcalloc(db->slot_buckets, sizeof(*db->by_offset));
	for (size_t i = 0; i < count; i++) {
		for (struct reg_slot *slot = old[i], *next; slot; slot = next) {
			next = slot->next;
			slots_insert(db, slot);
		}
	}
	free(old);
}

const struct reg_slot *regdb_slot_touching(const struct regdb *db, uint32_t space, uint64_t offset,
					   unsigned bytes)
{
	uint64_t granule = offset >> GRANULE_SHIFT;
	const struct reg_slot *slot = db->by_offset[slot_bucket(db, space, granule)];

	for (; slot; slot = slot->next) {
		uint64_t start = reg_element_offset(&slot->node->reg, slot->index);
		unsigned size = slot->node->reg.width_bits / 8;

		if (slot->space == space && slot->granule == granule && start < offset + bytes &&
		    offset < start + size)
			return slot;
	}
	return NULL;
}

const struct reg_slot *regdb_slot_at(const struct regdb *db, uint32_t space, uint64_t offset)
{
	return regdb_slot_touching(db, space, offset, 1);
}

/* Blocks */

static uint32_t new_space(struct regdb *db, const char *region, const struct reg_block *block)
{
	db->spaces = xreallocarray(db->spaces, db->space_count + 1, sizeof(*db->spaces));
	db->spaces[db->space_count] = (struct reg_space){ region, block };
	return db->space_count++;
}

static uint32_t space_of(struct regdb *db, const struct reg_block *block)
{
	if (block->base != REG_BASE_FIXED)
		return new_space(db, block->region, block);
	for (uint32_t i = 0; i < db->space_count; i++)
		if (!db->spaces[i].block && !strcasecmp(db->spaces[i].region, block->region))
			return i;
	return new_space(db, block->region, NULL);
}

bool regdb_add_block(struct regdb *db, const struct reg_block *block, const struct reg_block **ret,
		     struct err *err)
{
	struct block_node *node;

	if (!regdb_check_block(db, block, err))
		return false;
	node = arena_alloc(&db->arena, sizeof(*node));
	node->block = *block;
	node->block.name = arena_strdup(&db->arena, block->name);
	node->block.region = arena_strdup(&db->arena, block->region);
	node->block.help = arena_strdup(&db->arena, block->help ? block->help : "");
	node->last = &node->first;
	node->space = space_of(db, &node->block);
	db->blocks = xreallocarray(db->blocks, db->block_count + 1, sizeof(struct block_node *));
	db->blocks[db->block_count++] = node;
	db->definitions++;
	*ret = &node->block;
	return true;
}

const struct reg_block *regdb_find_block(const struct regdb *db, const char *name)
{
	for (size_t i = 0; i < db->block_count; i++)
		if (!strcasecmp(db->blocks[i]->block.name, name))
			return &db->blocks[i]->block;
	return NULL;
}

size_t regdb_block_count(const struct regdb *db)
{
	return db->block_count;
}

size_t regdb_count(const struct regdb *db)
{
	return db->slot_count;
}

unsigned long regdb_definitions(const struct regdb *db)
{
	return db->definitions;
}

static void unlink_keys(struct regdb *db, const struct block_node *gone)
{
	size_t kept = 0;

	for (size_t i = 0; i < db->key_count; i++)
		if (db->keys[i].node->block != gone)
			db->keys[kept++] = db->keys[i];
	db->key_count = kept;
}

static void unlink_slots(struct regdb *db, const struct block_node *gone)
{
	for (size_t i = 0; i < db->slot_buckets; i++) {
		struct reg_slot **link = &db->by_offset[i];

		while (*link) {
			if ((*link)->node->block == gone)
				*link = (*link)->next;
			else
				link = &(*link)->next;
		}
	}
	for (const struct reg_node *node = gone->first; node; node = node->next)
		db->slot_count -= node->reg.count;
}

void regdb_drop_block(struct regdb *db, const struct reg_block *block)
{
	for (size_t i = 0; i < db->block_count; i++) {
		struct block_node *node = db->blocks[i];

		if (&node->block != block)
			continue;
		db->definitions++;
		unlink_keys(db, node);
		regdb_names_rebuild(db);
		unlink_slots(db, node);
		memmove(&db->blocks[i], &db->blocks[i + 1],
			(db->block_count - i - 1) * sizeof(struct block_node *));
		db->block_count--;
		return;
	}
}

/* Registers */

static int by_high_bit(const void *a, const void *b)
{
	const struct reg_field *fa = a, *fb = b;

	return (fa->high < fb->high) - (fa->high > fb->high);
}

static bool is_sorted(const struct reg_field *fields, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (fields[i - 1].high < fields[i].high)
			return false;
	return true;
}

static const struct reg_field *copy_fields(struct arena *arena, const struct reg *reg)
{
	struct reg_field *fields;

	if (!reg->field_count)
		return NULL;
	fields = arena_copy(arena, reg->fields, reg->field_count * sizeof(*fields));
	for (size_t i = 0; i < reg->field_count; i++) {
		struct reg_enum *enums =
			arena_copy(arena, fields[i].enums, fields[i].enum_count * sizeof(*enums));

		for (size_t k = 0; k < fields[i].enum_count; k++)
			enums[k].name = arena_strdup(arena, enums[k].name);
		fields[i].name = arena_strdup(arena, fields[i].name);
		fields[i].help = arena_strdup(arena, fields[i].help ? fields[i].help : "");
		if (fields[i].also)
			fields[i].also = arena_strdup(arena, fields[i].also);
		fields[i].enums = enums;
	}
	if (!is_sorted(fields, reg->field_count))
		qsort(fields, reg->field_count, sizeof(*fields), by_high_bit);
	return fields;
}

static void add_slots(struct regdb *db, const struct reg_node *node)
{
	for (unsigned i = 0; i < node->reg.count && !node->reg.alias; i++) {
		struct reg_slot *slot = arena_alloc(&db->arena, sizeof(*slot));

		slot->granule = reg_element_offset(&node->reg, i) >> GRANULE_SHIFT;
		slot->space = node->block->space;
		slot->index = i;
		slot->node = node;
		slots_insert(db, slot);
	}
	db->slot_count += node->reg.count;
	if (db->slot_count > db->slot_buckets)
		slots_grow(db);
}

static void store(struct regdb *db, struct block_node *block, const struct reg *reg)
{
	struct reg_node *node = arena_alloc(&db->arena, sizeof(*node));

	node->reg = *reg;
	node->reg.block = &block->block;
	node->reg.name = arena_strdup(&db->arena, reg->name);
	node->reg.help = arena_strdup(&db->arena, reg->help ? reg->help : "");
	node->reg.fields = copy_fields(&db->arena, reg);
	node->block = block;
	db->array_count += reg->count > 1;
	*block->last = node;
	block->last = &node->next;
	add_slots(db, node);
	add_key(db, node);
	regdb_names_add(db, node);
}

/* Registers come after their block, so it is found at once. */
static struct block_node *own_block(const struct regdb *db, const struct reg_block *block)
{
	for (size_t i = db->block_count; i > 0; i--)
		if (&db->blocks[i - 1]->block == block)
			return db->blocks[i - 1];
	return NULL;
}

bool regdb_add(struct regdb *db, const struct reg_block *block, const struct reg *reg,
	       struct err *err)
{
	struct block_node *node = own_block(db, block);
	char name[REG_NAME_SIZE * 2];
	struct reg full = *reg;

	assert(node);
	if (block->count > 1) {
		if (reg->count > 1)
			return err_set(err, EINVAL,
				       "'%.60s': an array inside the array of blocks %s", reg->name,
				       block->name);
		snprintf(name, sizeof(name), "%s.%.63s", block->name, reg->name);
		full.name = name;
		full.count = block->count;
		full.stride = block->stride;
	}
	if (block->base == REG_BASE_FIXED &&
	    __builtin_add_overflow(full.offset, block->offset, &full.offset))
		return err_set(err, ERANGE,
			       "'%.60s': offset 0x%" PRIx64 " passes the end of 64 bits", reg->name,
			       reg->offset);
	if (!regdb_check_reg(db, node, &full, err))
		return false;
	store(db, node, &full);
	db->definitions++;
	return true;
}
