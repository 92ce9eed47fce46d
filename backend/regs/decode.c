/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/regs/decode.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/support/num.h"
#include "backend/support/strlist.h"

static unsigned field_width(const struct reg_field *field)
{
	return field->high - field->low + 1;
}

uint64_t reg_field_get(const struct reg_field *field, uint64_t reg_value)
{
	return bits_get(reg_value, field->high, field->low);
}

uint64_t reg_field_mask(const struct reg_field *field)
{
	return bits_field_mask(field->high, field->low);
}

static bool check_width(const struct reg_field *field, uint64_t value, struct err *err)
{
	if (num_width(value) <= field_width(field))
		return true;
	err_set(err, ERANGE, "%s: 0x%" PRIx64 " needs %u bits, the field has %u", field->name,
		value, num_width(value), field_width(field));
	return err_hint(err, "at most 0x%" PRIx64, bits_mask(field_width(field)));
}

bool reg_field_put(const struct reg_field *field, uint64_t value, uint64_t *reg_value,
		   struct err *err)
{
	if (!check_width(field, value, err))
		return false;
	*reg_value = bits_put(*reg_value, field->high, field->low, value);
	return true;
}

const char *reg_field_value_name(const struct reg_field *field, uint64_t value)
{
	for (size_t i = 0; i < field->enum_count; i++)
		if (field->enums[i].value == value)
			return field->enums[i].name;
	return NULL;
}

static bool no_value(const struct reg_field *field, const char *word, struct err *err)
{
	autostrlist names = STRLIST_INIT;
	autostrbuf all = STRBUF_INIT;
	const char *nearest;

	err_set(err, EINVAL, "'%.40s' is no value of %s", word, field->name);
	for (size_t i = 0; i < field->enum_count; i++) {
		strlist_add(&names, field->enums[i].name);
		strbuf_addf(&all, " %s", field->enums[i].name);
	}
	nearest = strlist_nearest(&names, word);
	if (nearest)
		return err_hint(err, "did you mean %s?", nearest);
	return err_hint(err, "a number or one of%s", strbuf_text(&all));
}

bool reg_field_parse(const struct reg_field *field, const char *word, uint64_t *ret,
		     struct err *err)
{
	uint64_t value;

	for (size_t i = 0; i < field->enum_count; i++) {
		if (!strcasecmp(field->enums[i].name, word)) {
			*ret = field->enums[i].value;
			return true;
		}
	}
	if (!num_parse_expr(word, &value, err))
		return field->enum_count ? no_value(field, word, err)
					 : err_prefix(err, "%s", field->name);
	if (!check_width(field, value, err))
		return false;
	*ret = value;
	return true;
}

static void describe_bits(const struct reg_field *field, uint64_t value, struct strbuf *ret)
{
	strbuf_addf(ret, "%s:", field->help[0] ? field->help : "bits");
	for (unsigned i = 0; i < field_width(field); i++)
		if (value & BIT(i))
			strbuf_addf(ret, " %u", i);
	if (!value)
		strbuf_adds(ret, " none");
}

void reg_field_describe(const struct reg_field *field, uint64_t value, struct strbuf *ret)
{
	const char *name = reg_field_value_name(field, value);

	if (name)
		strbuf_adds(ret, name);
	else if (field->bits)
		describe_bits(field, value, ret);
	else if (field->enum_count)
		strbuf_adds(ret, "unknown value");
	else
		strbuf_adds(ret, field->help);
}

void reg_field_format(const struct reg_field *field, uint64_t value, struct strbuf *ret)
{
	if (field_width(field) == 1)
		strbuf_addf(ret, "%" PRIu64, value);
	else
		strbuf_addf(ret, "0x%0*" PRIx64, (int)(field_width(field) + 3) / 4, value);
}

static void change_value(const struct reg_field *field, uint64_t value, struct strbuf *ret)
{
	const char *name = reg_field_value_name(field, value);

	if (name)
		strbuf_adds(ret, name);
	else
		strbuf_addf(ret, value < 10 ? "%" PRIu64 : "0x%" PRIx64, value);
}

void reg_describe_change(const struct reg *reg, uint64_t old, uint64_t new, struct strbuf *ret)
{
	const char *gap = "";

	for (size_t i = 0; i < reg->field_count; i++) {
		const struct reg_field *field = &reg->fields[i];

		if (reg_field_get(field, old) == reg_field_get(field, new))
			continue;
		strbuf_addf(ret, "%s%s ", gap, field->name);
		change_value(field, reg_field_get(field, old), ret);
		strbuf_adds(ret, "->");
		change_value(field, reg_field_get(field, new), ret);
		gap = " ";
	}
}

uint64_t reg_w1c_mask(const struct reg *reg)
{
	uint64_t mask = reg->access == REG_W1C ? bits_mask(reg->width_bits) : 0;

	for (size_t i = 0; i < reg->field_count; i++) {
		if (reg->fields[i].access == REG_W1C)
			mask |= reg_field_mask(&reg->fields[i]);
		else
			mask &= ~reg_field_mask(&reg->fields[i]);
	}
	return mask;
}

bool reg_update_begin(const struct reg_ref *ref, bool force, struct reg_update *ret,
		      struct err *err)
{
	const struct reg_ref whole = { .reg = ref->reg, .index = ref->index };
	struct reg_update update = { .reg = ref->reg, .spare = reg_w1c_mask(ref->reg) };
	const char *why = NULL;

	reg_ref_name(&whole, update.name, sizeof(update.name));
	if (!force && ref->reg->access == REG_RO) {
		err_set(err, EPERM, "%s is read-only", update.name);
		return err_hint(err, "-force writes it all the same");
	}
	if (!force && !reg_is_safe_to_read(ref->reg, &why)) {
		err_set(err, EPERM,
			"%s cannot be changed in part: an update reads it, and it is %s",
			update.name, why);
		return err_hint(err, "write it whole: wr %s VALUE", update.name);
	}
	*ret = update;
	return true;
}

static void name_bits(struct reg_update *update, uint64_t mask, uint64_t value)
{
	update->mask |= mask;
	update->value |= value;
	update->spare &= ~mask;
}

bool reg_update_field(struct reg_update *update, const struct reg_field *field, uint64_t value,
		      struct err *err)
{
	uint64_t placed = 0;

	if (field->access == REG_RO)
		return err_set(err, EPERM, "%s.%s is read-only", update->name, field->name);
	if (update->mask & reg_field_mask(field))
		return err_set(err, EEXIST, "%s.%s is named twice", update->name, field->name);
	if (!reg_field_put(field, value, &placed, err))
		return err_prefix(err, "%s", update->name);
	name_bits(update, reg_field_mask(field), placed);
	return true;
}

bool reg_update_word(struct reg_update *update, const char *word, unsigned flags, struct err *err)
{
	const char *equals = strchr(word, '=');
	const struct reg_field *field;
	autofree char *name = NULL;
	uint64_t value;

	if (!equals || equals == word || !equals[1]) {
		err_set(err, EINVAL, "'%.60s' is not FIELD=VALUE", word);
		return err_hint(err, "reg fields %s lists the fields", update->name);
	}
	name = xstrndup(word, (size_t)(equals - word));
	if (!reg_need_field(update->reg, update->name, name, flags, &field, err))
		return false;
	if (!reg_field_parse(field, equals + 1, &value, err))
		return err_prefix(err, "%s", update->name);
	return reg_update_field(update, field, value, err);
}

bool reg_update_bits(struct reg_update *update, uint64_t mask, uint64_t value, struct err *err)
{
	if (num_width(mask) > update->reg->width_bits)
		return err_set(err, ERANGE, "mask 0x%" PRIx64 " is wider than %s (%u bits)", mask,
			       update->name, update->reg->width_bits);
	if (value & ~mask) {
		err_set(err, ERANGE, "value 0x%" PRIx64 " has bits outside the mask 0x%" PRIx64,
			value, mask);
		return err_hint(err, "the bits 0x%" PRIx64 " are too many", value & ~mask);
	}
	name_bits(update, mask, value);
	return true;
}

struct update_request reg_update_request(const struct reg_update *update)
{
	return (struct update_request){ .mask = update->mask,
					.value = update->value,
					.spare = update->spare,
					.always =
						(update->value & reg_w1c_mask(update->reg)) != 0 };
}
