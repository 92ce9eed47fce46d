/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Register descriptions from anywhere: each line "NAME OFFSET-AND-SIZES FIELDS" is defined if it may be,
 * and whatever was defined is found by its own name and offset, decoded, drawn and updated. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "backend/regs/decode.h"
#include "backend/regs/fieldtext.h"
#include "backend/regs/index.h"
#include "backend/regs/regdb.h"
#include "backend/regs/ruler.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
	if (!holds)
		abort();
}

/* Four bytes choose the place, a word is the name, the rest are the fields. */
static void define(struct regdb *db, const struct reg_block *block, char *line, size_t len)
{
	static const unsigned widths[] = { 8, 16, 32, 64, 24, 0 };
	struct arena arena = ARENA_INIT;
	struct err err = ERR_INIT;
	struct reg reg = { .help = "" };
	char *space;

	if (len < 6)
		return;
	reg.offset = (uint64_t)(uint8_t)line[0] << ((uint8_t)line[1] % 60);
	reg.width_bits = widths[(uint8_t)line[2] % ARRAY_SIZE(widths)];
	reg.count = 1 + (uint8_t)line[3] / 16;
	reg.stride = (uint8_t)line[3];
	reg.alias = (uint8_t)line[2] & 0x80;
	line += 4;
	space = strchr(line, ' ');
	reg.name = line;
	if (space)
		*space = '\0';
	if (!space ||
	    fieldtext_parse(space + 1, REG_RW, &arena, &reg.fields, &reg.field_count, &err))
		regdb_add(db, block, &reg, &err);
	arena_finish(&arena);
}

static void use(struct regdb *db, const struct reg_ref *ref)
{
	autostrbuf text = STRBUF_INIT;
	char name[REG_NAME_SIZE * 4];
	struct reg_update update;
	struct update_request request;
	struct err err = ERR_INIT;
	struct reg_ref found;
	uint64_t offset, value = UINT64_C(0xa5a5a5a5a5a5a5a5) & bits_mask(ref->reg->width_bits);

	check(regdb_find(db, reg_ref_full_name(ref, name, sizeof(name)), 0, &found, &err));
	check(found.reg == ref->reg && found.index == ref->index);
	check(regdb_locate(db, ref, &offset, &err));
	check(ref->reg->alias || (regdb_at(db, "bar0", offset, &found) && found.reg == ref->reg));
	ruler_draw(ref->reg, &value, &text);
	check(reg_update_begin(ref, true, &update, &err));
	for (size_t i = 0; i < ref->reg->field_count; i++) {
		const struct reg_field *field = &ref->reg->fields[i];

		reg_field_describe(field, reg_field_get(field, value), &text);
		check(field->access == REG_RO ||
		      reg_update_field(&update, field, reg_field_get(field, value), &err));
	}
	request = reg_update_request(&update);
	check(((tools_update_value(&request, ~value) ^ value) & update.mask) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct reg_block shape = { .name = "B", .region = "bar0", .help = "", .count = 1 };
	const struct pci_id id = { .known = true, .vendor = 0x8086, .device = 0xa0c8 };
	char *text = xstrndup((const char *)data, size);
	autostrlist names = STRLIST_INIT;
	autoreglist list = REG_LIST_INIT;
	struct regdb *db = regdb_create();
	const struct reg_block *block;
	struct err err = ERR_INIT;
	struct reg_ref ref;

	reg_index_match(text, &id, &names, &err);
	check(regdb_add_block(db, &shape, &block, &err));
	for (char *line = text; *line;) {
		size_t len = strcspn(line, "\r");
		bool last = !line[len];

		line[len] = '\0';
		define(db, block, line, len);
		line += len + !last;
	}
	regdb_match(db, NULL, &list);
	check(list.count == regdb_count(db));
	for (size_t i = 0; i < list.count; i++)
		use(db, &list.items[i]);
	regdb_find(db, text, REGDB_PREFIX, &ref, &err);
	regdb_complete(db, text, 100, &names);
	regdb_match(db, text, &list);
	regdb_range(db, "bar0", size, size, NULL, &list);
	regdb_destroy(db);
	free(text);
	return 0;
}
