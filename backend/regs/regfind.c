/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Searching the register database: by name, by the beginning of one, by pattern, by offset. */
#include "backend/regs/regdb_internal.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/support/strbuf.h"

#define MAX_HITS 64 /* more than that need not be told apart */

static void list_add(struct reg_list *list, const struct reg *reg, unsigned index)
{
	if (list->count == list->alloc) {
		list->alloc = list->alloc ? list->alloc * 2 : 64;
		list->items = xreallocarray(list->items, list->alloc, sizeof(*list->items));
	}
	list->items[list->count++] = (struct reg_ref){ .reg = reg, .index = index };
}

static size_t find_exact(const struct regdb *db, const char *word, size_t len, struct reg_ref *hits)
{
	struct reg_scope scope = { .head = NULL };
	size_t count = regdb_by_name(db, &scope, word, len, hits, MAX_HITS);

	for (size_t dot = 1; dot < len && !count; dot++) {
		if (word[dot] != '.')
			continue;
		scope = (struct reg_scope){ .head = word, .head_len = dot };
		count = regdb_by_name(db, &scope, word + dot + 1, len - dot - 1, hits, MAX_HITS);
	}
	return count;
}

/* Prefixes */

/* The bytes of a key that hold characters. */
static uint64_t key_mask(uint64_t key)
{
	return key ? UINT64_MAX << (__builtin_ctzll(key) & ~7) : 0;
}

/* Elements of an array whose name begins so, or the register itself. */
static size_t add_begun(const struct reg_node *node, const char *prefix, size_t len,
			struct reg_ref *ret, size_t max)
{
	char name[REG_NAME_SIZE * 2];
	size_t count = 0;

	for (unsigned i = 0; i < node->reg.count && count < max; i++) {
		const struct reg_ref ref = { .reg = &node->reg, .index = i };
		const char *full = node->reg.count == 1 ? node->reg.name
							: reg_ref_name(&ref, name, sizeof(name));

		if (!strncasecmp(full, prefix, len))
			ret[count++] = ref;
	}
	return count;
}

/* Registers whose name begins with the len characters at `prefix`; with a head, only of blocks that
 * it stands for. In order of definition. */
static size_t find_prefix(const struct regdb *db, const char *head, size_t head_len,
			  const char *prefix, size_t len, struct reg_ref *ret, size_t max)
{
	const struct reg_scope scope = { .head = head, .head_len = head_len };
	uint64_t start = reg_key_start(prefix, len);
	size_t count = 0;

	for (size_t i = 0; i < db->key_count && count < max; i++) {
		const struct reg_key *key = &db->keys[i];
		/* Only what both have: an array's key ends at its number. */
		uint64_t both = key_mask(start) & key_mask(key->start);

		if (((key->start ^ start) & both) || !reg_scope_has(&scope, key->node->block))
			continue;
		count += add_begun(key->node, prefix, len, ret + count, max - count);
	}
	return count;
}

static size_t find_begun(struct regdb *db, const char *word, size_t len, struct reg_ref *hits)
{
	size_t count = find_prefix(db, NULL, 0, word, len, hits, MAX_HITS);

	for (size_t dot = 1; dot + 1 < len && !count; dot++)
		if (word[dot] == '.')
			count = find_prefix(db, word, dot, word + dot + 1, len - dot - 1, hits,
					    MAX_HITS);
	return count;
}

/* Saying what is wrong with a word */

static bool ambiguous(const char *word, const struct reg_ref *hits, size_t count, struct err *err)
{
	autostrbuf names = STRBUF_INIT;
	char name[REG_NAME_SIZE * 4];

	for (size_t i = 0; i < count && i < 4; i++)
		strbuf_addf(&names, "%s%s", i ? ", " : "",
			    reg_ref_full_name(&hits[i], name, sizeof(name)));
	if (count > 4)
		strbuf_adds(&names, ", ...");
	err_set(err, EEXIST, "'%.60s' is ambiguous: %s", word, strbuf_text(&names));
	return err_hint(err, "write one of them in full");
}

static void add_names(const struct reg *reg, struct strlist *ret)
{
	char name[REG_NAME_SIZE * 2];

	for (unsigned i = 0; i < reg->count; i++)
		strlist_add(ret, reg_ref_name(&(struct reg_ref){ .reg = reg, .index = i }, name,
					      sizeof(name)));
}

static bool no_register(struct regdb *db, const char *word, struct err *err)
{
	autostrlist names = STRLIST_INIT;
	const char *tail = strrchr(word, '.');
	const char *nearest;

	err_set(err, ENOENT, "no register is called '%.60s'", word);
	if (!db->slot_count)
		return err_hint(err, "no registers are known here: reg open FILE defines some");
	if (strpbrk(word, "*?"))
		return err_hint(err,
				"* and ? are for rd and the reg commands, which change nothing");
	for (size_t i = 0; i < db->key_count; i++)
		add_names(&db->keys[i].node->reg, &names);
	nearest = strlist_nearest(&names, word);
	if (!nearest && tail)
		nearest = strlist_nearest(&names, tail + 1);
	if (nearest)
		return err_hint(err, "did you mean %s?", nearest);
	return err_hint(err, "reg list shows the names, reg find TEXT searches the descriptions");
}

static bool find_field(struct reg_ref *ref, const char *word, unsigned flags, struct err *err)
{
	char name[REG_NAME_SIZE * 2];

	return reg_need_field(ref->reg, reg_ref_name(ref, name, sizeof(name)), word, flags,
			      &ref->field, err);
}

/* Config space has registers called STATUS, CTL and ADDR, and so have many devices: of several, the
 * only one outside it is meant. */
static size_t prefer_device(struct reg_ref *hits, size_t count)
{
	size_t outside = 0, last = 0;

	for (size_t i = 0; i < count; i++) {
		if (strcasecmp(hits[i].reg->block->region, "config")) {
			outside++;
			last = i;
		}
	}
	if (count < 2 || outside != 1)
		return count;
	hits[0] = hits[last];
	return 1;
}

static bool settle(const char *word, struct reg_ref *hits, size_t count, struct reg_ref *ret,
		   struct err *err)
{
	count = prefer_device(hits, count);
	if (count > 1) {
		ambiguous(word, hits, count, err);
		return false;
	}
	*ret = hits[0];
	return true;
}

bool regdb_find(struct regdb *db, const char *word, unsigned flags, struct reg_ref *ret,
		struct err *err)
{
	const char *dot = flags & REGDB_NO_FIELD ? NULL : strrchr(word, '.');
	size_t len = strlen(word);
	struct reg_ref hits[MAX_HITS];
	size_t count = find_exact(db, word, len, hits);

	if (count)
		return settle(word, hits, count, ret, err);
	if (dot && dot > word && dot[1]) {
		struct reg_ref found;

		count = find_exact(db, word, (size_t)(dot - word), hits);
		if (!count && flags & REGDB_PREFIX && !find_begun(db, word, len, hits))
			count = find_begun(db, word, (size_t)(dot - word), hits);
		if (count) {
			if (!settle(word, hits, count, &found, err) ||
			    !find_field(&found, dot + 1, flags, err))
				return false;
			*ret = found;
			return true;
		}
	}
	if (len && flags & REGDB_PREFIX)
		count = find_begun(db, word, len, hits);
	if (count)
		return settle(word, hits, count, ret, err);
	return no_register(db, word, err);
}

/* Places */

static bool block_offset(const struct regdb *db, const struct reg_block *block, uint64_t *ret,
			 struct err *err)
{
	if (block->base == REG_BASE_FIXED) {
		*ret = 0; /* its registers have their offset in the region already */
		return true;
	}
	if (!db->locate) {
		err_set(err, ENODEV, "where %s lies is only known with a device", block->name);
		return err_hint(err, "attach SPEC opens one");
	}
	return db->locate(db->locate_ctx, block, ret, err);
}

bool regdb_locate(struct regdb *db, const struct reg_ref *ref, uint64_t *ret, struct err *err)
{
	char name[REG_NAME_SIZE * 4];
	uint64_t base, offset;

	if (!block_offset(db, ref->reg->block, &base, err))
		return err_prefix(err, "%s", reg_ref_short_name(ref, name, sizeof(name)));
	offset = reg_element_offset(ref->reg, ref->index);
	if (__builtin_add_overflow(base, offset, ret))
		return err_set(err, ERANGE, "%s lies outside 64 bits",
			       reg_ref_short_name(ref, name, sizeof(name)));
	return true;
}

bool regdb_at(struct regdb *db, const char *region, uint64_t offset, struct reg_ref *ret)
{
	for (uint32_t i = 0; i < db->space_count; i++) {
		const struct reg_space *space = &db->spaces[i];
		const struct reg_slot *slot;
		struct err err = ERR_INIT;
		uint64_t base = 0;

		if (strcasecmp(space->region, region) ||
		    (space->block && !block_offset(db, space->block, &base, &err)) || base > offset)
			continue;
		slot = regdb_slot_at(db, i, offset - base);
		if (slot) {
			*ret = (struct reg_ref){ .reg = &slot->node->reg, .index = slot->index };
			return true;
		}
	}
	return false;
}

struct placed {
	uint64_t offset;
	struct reg_ref ref;
};

static int by_place(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;

	return (x->offset > y->offset) - (x->offset < y->offset);
}

/* Elements of one register that touch [from, last]; offsets relative to the block's base. */
static void add_touching(const struct reg *reg, uint64_t from, uint64_t last, struct reg_list *ret)
{
	unsigned bytes = reg->width_bits / 8;
	unsigned index = 0;

	if (reg->alias || reg->offset > last)
		return;
	if (reg->count > 1 && from > reg->offset)
		index = (unsigned)((from - reg->offset) / reg->stride < reg->count
					   ? (from - reg->offset) / reg->stride
					   : reg->count);
	for (; index < reg->count && reg_element_offset(reg, index) <= last; index++)
		if (reg_element_offset(reg, index) + bytes > from)
			list_add(ret, reg, index);
}

static void sort_places(struct regdb *db, struct reg_list *list)
{
	struct placed *places = xcalloc(list->count + 1, sizeof(*places));
	struct err err = ERR_INIT;

	for (size_t i = 0; i < list->count; i++) {
		places[i].ref = list->items[i];
		regdb_locate(db, &places[i].ref, &places[i].offset, &err);
	}
	qsort(places, list->count, sizeof(*places), by_place);
	for (size_t i = 0; i < list->count; i++)
		list->items[i] = places[i].ref;
	free(places);
}

static bool has_wanted(const struct block_node *block, bool (*wanted)(const struct reg *reg))
{
	const struct reg_node *node = block->first;

	while (node && wanted && !wanted(&node->reg))
		node = node->next;
	return node != NULL;
}

void regdb_range(struct regdb *db, const char *region, uint64_t offset, uint64_t len,
		 bool (*wanted)(const struct reg *reg), struct reg_list *ret)
{
	uint64_t last = len - 1 > UINT64_MAX - offset ? UINT64_MAX : offset + len - 1;

	ret->count = 0;
	for (size_t i = 0; i < db->block_count && len; i++) {
		const struct block_node *block = db->blocks[i];
		struct err err = ERR_INIT;
		uint64_t base;

		if (strcasecmp(block->block.region, region) || !has_wanted(block, wanted) ||
		    !block_offset(db, &block->block, &base, &err) || base > last)
			continue;
		for (const struct reg_node *node = block->first; node; node = node->next)
			if (!wanted || wanted(&node->reg))
				add_touching(&node->reg, offset > base ? offset - base : 0,
					     last - base, ret);
	}
	sort_places(db, ret);
}

/* Patterns */

static bool ref_matches(const struct reg_ref *ref, const char *glob)
{
	const struct reg_block *block = ref->reg->block;
	char name[REG_NAME_SIZE * 2], full[REG_NAME_SIZE * 4];

	if (reg_glob_match(glob, reg_ref_name(ref, name, sizeof(name))) ||
	    reg_glob_match(glob, reg_ref_full_name(ref, full, sizeof(full))))
		return true;
	snprintf(full, sizeof(full), "%s.%s", block->region, name);
	if (reg_glob_match(glob, full))
		return true;
	snprintf(full, sizeof(full), "%s.%s", block->name, name);
	return reg_glob_match(glob, full);
}

static int by_offset_in_block(const void *a, const void *b)
{
	const struct reg_ref *x = a, *y = b;
	uint64_t left = reg_element_offset(x->reg, x->index);
	uint64_t right = reg_element_offset(y->reg, y->index);

	if (left != right)
		return left < right ? -1 : 1;
	return (int)x->reg->alias - (int)y->reg->alias;
}

void regdb_match(struct regdb *db, const char *glob, struct reg_list *ret)
{
	ret->count = 0;
	for (size_t i = 0; i < db->block_count; i++) {
		size_t first = ret->count;

		for (const struct reg_node *node = db->blocks[i]->first; node; node = node->next)
			for (unsigned k = 0; k < node->reg.count; k++) {
				struct reg_ref ref = { .reg = &node->reg, .index = k };

				if (!glob || ref_matches(&ref, glob))
					list_add(ret, ref.reg, k);
			}
		if (ret->count > first)
			qsort(ret->items + first, ret->count - first, sizeof(*ret->items),
			      by_offset_in_block);
	}
}

/* Completion */

static void complete_fields(const struct regdb *db, const char *typed, size_t max,
			    struct strlist *ret)
{
	const char *dot = strrchr(typed, '.');
	struct reg_ref hits[MAX_HITS];

	if (!dot || find_exact(db, typed, (size_t)(dot - typed), hits) != 1)
		return;
	for (size_t i = 0; i < hits[0].reg->field_count && ret->count < max; i++)
		if (!strncasecmp(hits[0].reg->fields[i].name, dot + 1, strlen(dot + 1)))
			strlist_addf(ret, "%.*s.%s", (int)(dot - typed), typed,
				     hits[0].reg->fields[i].name);
}

static void complete_names(struct regdb *db, const char *typed, size_t head_len, size_t max,
			   struct strlist *ret)
{
	const char *prefix = head_len ? typed + head_len + 1 : typed;
	struct reg_ref *hits = xcalloc(max, sizeof(*hits));
	size_t count = find_prefix(db, head_len ? typed : NULL, head_len, prefix, strlen(prefix),
				   hits, max);
	char name[REG_NAME_SIZE * 2];

	for (size_t i = 0; i < count && ret->count < max; i++) {
		reg_ref_name(&hits[i], name, sizeof(name));
		if (head_len)
			strlist_addf(ret, "%.*s.%s", (int)head_len, typed, name);
		else
			strlist_add(ret, name);
	}
	free(hits);
}

void regdb_complete(struct regdb *db, const char *typed, size_t max, struct strlist *ret)
{
	size_t len = strlen(typed);

	if (!max)
		return;
	max = max > REGDB_MAX_REGS - ret->count ? REGDB_MAX_REGS : ret->count + max;
	for (size_t i = 0; i < db->block_count && ret->count < max; i++) {
		const struct reg_block *block = &db->blocks[i]->block;

		if (block->count == 1 && !strncasecmp(block->name, typed, len))
			strlist_addf(ret, "%s.", block->name);
	}
	complete_names(db, typed, 0, max, ret);
	for (size_t dot = 1; dot < len; dot++)
		if (typed[dot] == '.')
			complete_names(db, typed, dot, max, ret);
	complete_fields(db, typed, max, ret);
}
