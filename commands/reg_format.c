/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/reg_format.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "backend/regs/decode.h"

void reg_format_place(const struct reg_ref *ref, struct strbuf *ret)
{
	const struct reg_block *block = ref->reg->block;
	uint64_t offset = ref->reg->offset + ref->index * ref->reg->stride;

	if (block->base == REG_BASE_FIXED || block->base == REG_BASE_HEADER)
		strbuf_addf(ret, "%s+0x%06" PRIx64, block->region, offset);
	else
		strbuf_addf(ret, "%s+0x%02" PRIx64, block->name, offset);
}

struct columns {
	size_t range, name, value;
};

static size_t field_range(const struct reg_field *field, char *buf, size_t len)
{
	if (field->high == field->low)
		return (size_t)snprintf(buf, len, "[%u]", field->low);
	return (size_t)snprintf(buf, len, "[%u:%u]", field->high, field->low);
}

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

static struct columns measure(const struct reg_ref *ref)
{
	struct columns columns = { .range = 7, .name = 6, .value = 1 };
	char range[16];

	for (size_t i = 0; i < ref->reg->field_count; i++) {
		const struct reg_field *field = &ref->reg->fields[i];
		unsigned width = field->high - field->low + 1;

		if (ref->field && ref->field != field)
			continue;
		columns.range = larger(columns.range, field_range(field, range, sizeof(range)));
		columns.name = larger(columns.name, strlen(field->name));
		columns.value = larger(columns.value, width == 1 ? 1 : 2 + (width + 3) / 4);
	}
	return columns;
}

static void add_field(const struct reg_field *field, const struct columns *columns, uint64_t value,
		      struct strbuf *ret)
{
	autostrbuf number = STRBUF_INIT, meaning = STRBUF_INIT;
	char range[16];

	field_range(field, range, sizeof(range));
	reg_field_format(field, reg_field_get(field, value), &number);
	reg_field_describe(field, reg_field_get(field, value), &meaning);
	strbuf_addf(ret,
		    "  " ST_DIM "%-*s" ST_OFF " " ST_NAME "%-*s" ST_OFF "  " ST_VALUE "%-*s" ST_OFF,
		    (int)columns->range, range, (int)columns->name, field->name,
		    (int)columns->value, strbuf_text(&number));
	if (meaning.len)
		strbuf_addf(ret, "  %s", strbuf_text(&meaning));
	strbuf_addc(ret, '\n');
}

void reg_format(const struct reg_ref *ref, const char *place, uint64_t value, struct strbuf *ret)
{
	const struct reg_ref whole = { .reg = ref->reg, .index = ref->index };
	struct columns columns = measure(ref);
	char name[REG_NAME_SIZE * 4];
	int digits = (int)ref->reg->width_bits / 4;

	strbuf_addf(ret, "%s  " ST_NAME "%-12s" ST_OFF "  " ST_VALUE "0x%0*" PRIx64 ST_OFF, place,
		    reg_ref_short_name(&whole, name, sizeof(name)), digits, value);
	if (ref->reg->help[0])
		strbuf_addf(ret, "   %s", ref->reg->help);
	strbuf_addc(ret, '\n');
	for (size_t i = 0; i < ref->reg->field_count; i++)
		if (!ref->field || ref->field == &ref->reg->fields[i])
			add_field(&ref->reg->fields[i], &columns, value, ret);
}

static struct value *field_detail(const struct reg_field *field, uint64_t value)
{
	struct value *map = value_map();
	autostrbuf meaning = STRBUF_INIT;

	value_set_uint(map, "value", value, 0);
	reg_field_describe(field, value, &meaning);
	value_set_text(map, "meaning", strbuf_text(&meaning));
	return map;
}

static struct value *reg_detail(const struct reg_ref *ref, const char *place, uint64_t value)
{
	struct value *map = value_map(), *fields = value_map();
	char name[REG_NAME_SIZE * 2];

	value_set_text(map, "name", reg_ref_name(ref, name, sizeof(name)));
	value_set_text(map, "address", place);
	value_set_uint(map, "value", value, ref->reg->width_bits);
	for (size_t i = 0; i < ref->reg->field_count; i++) {
		const struct reg_field *field = &ref->reg->fields[i];

		if (!ref->field || ref->field == field)
			value_set(fields, field->name,
				  field_detail(field, reg_field_get(field, value)));
	}
	value_set(map, "fields", fields);
	return map;
}

struct value *reg_number(const struct reg_ref *ref, uint64_t value)
{
	if (ref->field)
		return value_uint(reg_field_get(ref->field, value),
				  ref->field->high - ref->field->low + 1);
	return value_uint(value, ref->reg->width_bits);
}

struct value *reg_value(const struct reg_ref *ref, const char *place, uint64_t value)
{
	struct value *ret = reg_number(ref, value);
	autostrbuf human = STRBUF_INIT;

	reg_format(ref, place, value, &human);
	return value_with_detail(value_with_human(ret, &human), reg_detail(ref, place, value));
}
