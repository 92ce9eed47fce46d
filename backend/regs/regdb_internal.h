/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a register database is stored: for regdb.c, which fills it, and regfind.c, which searches it. */
#ifndef BACKEND_REGS_REGDB_INTERNAL_H
#define BACKEND_REGS_REGDB_INTERNAL_H

#include "backend/regs/regdb.h"
#include "backend/support/arena.h"

/* Offsets are compared within a space: a region, or a block whose base only the device knows. */
struct reg_space {
	const char *region;
	const struct reg_block *block; /* NULL: the region itself */
};

struct block_node {
	struct reg_block block; /* first: a stored block is its node */
	uint32_t space;
	struct reg_node *first, **last;
};

struct reg_node {
	struct reg reg; /* first: a stored register is its node */
	struct block_node *block;
	uint32_t hash;	       /* of the name, a %d as it is */
	struct reg_node *next; /* the next of the block, in order of definition */
};

/* Registers are aligned to their width, so each lies inside one granule of 8 bytes. */
#define GRANULE_SHIFT 3

struct reg_slot {
	uint64_t granule;
	uint32_t space;
	uint32_t index;
	const struct reg_node *node;
	struct reg_slot *next;
};

/* The beginning of a name, side by side for all registers in order of definition: looking for a prefix
 * is one pass over these, which for 100,000 registers takes less than a person sees. */
struct reg_key {
	uint64_t start; /* the first 8 characters (of an array: up to its %d), folded, big-endian */
	struct reg_node *node;
};

/* A name in the table of regnames.c. */
struct reg_name {
	uint32_t hash;
	uint32_t key; /* in keys, counted from 1; 0: nothing is here */
};

struct regdb {
	struct arena arena;
	bool (*locate)(void *ctx, const struct reg_block *block, uint64_t *ret, struct err *err);
	void *locate_ctx;

	struct block_node **blocks;
	size_t block_count;
	unsigned long definitions;
	struct reg_space *spaces;
	uint32_t space_count;

	struct reg_name *names;
	size_t name_room;   /* a power of two, or 0 */
	size_t array_count; /* definitions of arrays so far */
	struct reg_slot **by_offset;
	size_t slot_buckets, slot_count; /* slot_count counts elements, aliases too */

	struct reg_key *keys;
	size_t key_count, key_alloc;
};

static inline const struct reg_node *reg_node_of(const struct reg *reg)
{
	return (const struct reg_node *)reg;
}

uint64_t reg_key_start(const char *name, size_t len);

static inline uint64_t reg_element_offset(const struct reg *reg, unsigned index)
{
	return reg->offset + index * reg->stride;
}

/* Whose registers are looked for. */
struct reg_scope {
	const char *head; /* NULL: anybody's; else those of "bar4", "ADSP" or "bar4.ADSP" */
	size_t head_len;
	const struct block_node *block; /* NULL: any */
};

bool reg_scope_has(const struct reg_scope *scope, const struct block_node *block);

/* The key that was added last is node's: its name can be found from now on. */
void regdb_names_add(struct regdb *db, struct reg_node *node);

/* After keys were removed. */
void regdb_names_rebuild(struct regdb *db);

/* All registers of exactly that name (len characters, array elements by number), at most max. */
size_t regdb_by_name(const struct regdb *db, const struct reg_scope *scope, const char *name,
		     size_t len, struct reg_ref *ret, size_t max);

/* The element of the space that covers the byte, or NULL. */
const struct reg_slot *regdb_slot_at(const struct regdb *db, uint32_t space, uint64_t offset);

/* The element that shares a byte with [offset, offset + bytes), which lies in one granule; or NULL. */
const struct reg_slot *regdb_slot_touching(const struct regdb *db, uint32_t space, uint64_t offset,
					   unsigned bytes);

/* May this enter the database? reg->name is the whole name here, reg->offset that in its space. */
bool regdb_check_block(const struct regdb *db, const struct reg_block *block, struct err *err);
bool regdb_check_reg(const struct regdb *db, const struct block_node *block, const struct reg *reg,
		     struct err *err);

#endif
