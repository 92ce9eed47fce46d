/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What may enter a register database. Register files are written by hand at night: every mistake is
 * refused where it is made, with the names of all that are part of it. */
#include "backend/regs/regdb_internal.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "backend/support/bits.h"
#include "backend/support/num.h"

/* Letters, digits, _ and (not first or last) . and -; one %d if it is the name of an array. */
static bool check_name(const char *what, const char *name, bool array, struct err *err)
{
	size_t len = strlen(name);
	unsigned places = 0;

	if (!len || len >= REG_NAME_SIZE - 6)
		return err_set(err, EINVAL, "%s name '%.60s': 1 to %d characters", what, name,
			       REG_NAME_SIZE - 7);
	for (size_t i = 0; i < len; i++) {
		if (name[i] == '%' && name[i + 1] == 'd') {
			/* "SD%d2": the 12 of SD12 would be one number. */
			if ((i && isdigit((unsigned char)name[i - 1])) ||
			    isdigit((unsigned char)name[i + 2]))
				return err_set(err, EINVAL,
					       "%s name '%.60s': %%d may not stand next to a digit",
					       what, name);
			places++;
			i++;
		} else if (!isalnum((unsigned char)name[i]) && name[i] != '_' &&
			   !(i && i + 1 < len && (name[i] == '.' || name[i] == '-'))) {
			err_set(err, EINVAL, "%s name '%.60s': '%c' may not be in a name", what,
				name, isprint((unsigned char)name[i]) ? name[i] : '?');
			return err_hint(err, "letters, digits and _ . - are, and %%d in an array");
		}
	}
	if (places != (array ? 1 : 0)) {
		err_set(err, EINVAL,
			array ? "array '%.60s' needs one %%d in its name for the number"
			      : "'%.60s' has %%d in its name but is no array",
			name);
		return err_hint(err, "an array is NAME%%d with -count N -stride BYTES");
	}
	return true;
}

static bool check_count(const char *name, unsigned count, uint64_t stride, struct err *err)
{
	if (!count || count > REG_COUNT_MAX)
		return err_set(err, ERANGE, "'%s': a count of %u is not 1 to %d", name, count,
			       REG_COUNT_MAX);
	if (count > 1 && !stride)
		return err_set(err, EINVAL, "array '%s' needs a stride", name);
	return true;
}

bool regdb_check_block(const struct regdb *db, const struct reg_block *block, struct err *err)
{
	if (!check_name("block", block->name, block->count > 1, err) ||
	    !check_name("region", block->region, false, err) ||
	    !check_count(block->name, block->count, block->stride, err))
		return false;
	if (block->base != REG_BASE_FIXED && (block->offset || block->count > 1))
		return err_set(err, EINVAL,
			       "block '%s' begins where the device says: no offset, no count",
			       block->name);
	if (regdb_find_block(db, block->name))
		return err_set(err, EEXIST, "block '%s' is defined already", block->name);
	return true;
}

/* FIELD=1 must not mean the value that somebody called "1". */
static bool check_value_name(const struct reg_field *field, const struct reg_enum *value,
			     struct err *err)
{
	struct err ignored;
	uint64_t number;

	if (value->name[0] && !num_parse_expr(value->name, &number, &ignored))
		return true;
	err_set(err, EINVAL, "%s: value 0x%" PRIx64 " may not be called '%.40s'", field->name,
		value->value, value->name);
	return err_hint(err, "a name, not a number: %.20s_BYTES, D%.20s", value->name, value->name);
}

static bool check_field(const struct reg *reg, const char *name, const struct reg_field *field,
			struct err *err)
{
	if (!check_name("field", field->name, false, err))
		return err_prefix(err, "%s", name);
	if (strchr(field->name, '.'))
		return err_set(err, EINVAL, "%s: field name '%s' may not have a '.' in it", name,
			       field->name);
	if (field->high < field->low || field->high >= reg->width_bits) {
		err_set(err, ERANGE, "%s.%s: bits %u:%u are not inside %u bits", name, field->name,
			field->high, field->low, reg->width_bits);
		return err_hint(err, "write HIGH:LOW, HIGH at most %u", reg->width_bits - 1);
	}
	for (size_t i = 0; i < field->enum_count; i++) {
		if (!check_value_name(field, &field->enums[i], err))
			return err_prefix(err, "%s", name);
		if (num_width(field->enums[i].value) > field->high - field->low + 1)
			return err_set(err, ERANGE,
				       "%s.%s: value 0x%" PRIx64
				       " (%.40s) needs %u bits, the field has %u",
				       name, field->name, field->enums[i].value,
				       field->enums[i].name, num_width(field->enums[i].value),
				       field->high - field->low + 1);
		for (size_t k = 0; k < i; k++)
			if (field->enums[k].value == field->enums[i].value ||
			    !strcasecmp(field->enums[k].name, field->enums[i].name))
				return err_set(err, EEXIST,
					       "%s.%s: value 0x%" PRIx64 " %.40s and 0x%" PRIx64
					       " %.40s",
					       name, field->name, field->enums[k].value,
					       field->enums[k].name, field->enums[i].value,
					       field->enums[i].name);
	}
	return true;
}

static bool check_fields(const struct reg *reg, const char *name, struct err *err)
{
	for (size_t i = 0; i < reg->field_count; i++) {
		const struct reg_field *a = &reg->fields[i];

		if (!check_field(reg, name, a, err))
			return false;
		for (size_t k = 0; k < i; k++) {
			const struct reg_field *b = &reg->fields[k];

			if (!strcasecmp(a->name, b->name) ||
			    (a->also && !strcasecmp(a->also, b->name)) ||
			    (b->also && !strcasecmp(a->name, b->also)))
				return err_set(err, EEXIST,
					       "%s: two fields are called %s (%u:%u and %u:%u)",
					       name, a->name, b->high, b->low, a->high, a->low);
			if (a->low <= b->high && b->low <= a->high)
				return err_set(err, EEXIST,
					       "%s: fields %s (%u:%u) and %s (%u:%u) overlap", name,
					       b->name, b->high, b->low, a->name, a->high, a->low);
		}
	}
	return true;
}

static bool check_place(const struct reg *reg, const char *name, bool fixed, struct err *err)
{
	unsigned bytes = reg->width_bits / 8;
	uint64_t last;

	if (bytes != 1 && bytes != 2 && bytes != 4 && bytes != 8)
		return err_set(err, EINVAL, "'%s': a width of %u bits is not 8, 16, 32 or 64", name,
			       reg->width_bits);
	if (!fixed && bytes == 8)
		return err_set(err, EINVAL,
			       "'%s': a capability is aligned to 4 bytes, so 64 bits are two "
			       "registers of 32",
			       name);
	if (reg->offset % bytes || (reg->count > 1 && reg->stride % bytes))
		return err_set(err, EINVAL,
			       "'%s': %s 0x%" PRIx64 " is not a multiple of its %u bytes", name,
			       reg->offset % bytes ? "offset" : "stride",
			       reg->offset % bytes ? reg->offset : reg->stride, bytes);
	if (reg->count > 1 && reg->stride < bytes)
		return err_set(err, EINVAL,
			       "'%s': elements of %u bytes overlap at a stride of %" PRIu64, name,
			       bytes, reg->stride);
	if (__builtin_mul_overflow(reg->stride, (uint64_t)(reg->count - 1), &last) ||
	    __builtin_add_overflow(last, reg->offset, &last) || last > UINT64_MAX - bytes)
		return err_set(err, ERANGE,
			       "'%s': offset 0x%" PRIx64
			       " and its elements pass the end of 64 bits",
			       name, reg->offset);
	if (reg->has_reset && num_width(reg->reset) > reg->width_bits)
		return err_set(err, ERANGE,
			       "'%s': reset value 0x%" PRIx64 " needs %u bits, the register has %u",
			       name, reg->reset, num_width(reg->reset), reg->width_bits);
	return true;
}

static bool check_name_free(const struct regdb *db, const struct block_node *block,
			    const struct reg *reg, struct err *err)
{
	const struct reg_scope scope = { .block = block };
	char name[REG_NAME_SIZE * 2];
	struct reg_ref taken;

	for (unsigned i = 0; i < reg->count; i++) {
		const struct reg_ref ref = { .reg = reg, .index = i };

		reg_ref_name(&ref, name, sizeof(name));
		if (regdb_by_name(db, &scope, name, strlen(name), &taken, 1))
			return err_set(err, EEXIST,
				       "'%s' at 0x%" PRIx64 " is defined already, at 0x%" PRIx64,
				       name, reg_element_offset(reg, i),
				       reg_element_offset(taken.reg, taken.index));
	}
	return true;
}

static bool check_bytes_free(const struct regdb *db, uint32_t space, const struct reg *reg,
			     struct err *err)
{
	char name[REG_NAME_SIZE * 2], other[REG_NAME_SIZE * 2];

	for (unsigned i = 0; i < reg->count; i++) {
		uint64_t offset = reg_element_offset(reg, i);
		const struct reg_slot *taken =
			regdb_slot_touching(db, space, offset, reg->width_bits / 8);
		struct reg_ref ref;

		if (!taken)
			continue;
		ref = (struct reg_ref){ .reg = &taken->node->reg, .index = taken->index };
		reg_ref_name(&(struct reg_ref){ .reg = reg, .index = i }, name, sizeof(name));
		err_set(err, EEXIST,
			"'%s' at 0x%" PRIx64 " (%u bits) overlaps '%s' at 0x%" PRIx64 " (%u bits)",
			name, offset, reg->width_bits, reg_ref_name(&ref, other, sizeof(other)),
			reg_element_offset(ref.reg, ref.index), ref.reg->width_bits);
		return err_hint(err, "-alias defines a second view of the same bytes");
	}
	return true;
}

bool regdb_check_reg(const struct regdb *db, const struct block_node *block, const struct reg *reg,
		     struct err *err)
{
	const char *name = reg->name;

	if (!check_count(name, reg->count, reg->stride, err) ||
	    !check_name("register", reg->name, reg->count > 1, err) ||
	    !check_place(reg, name, block->block.base == REG_BASE_FIXED, err) ||
	    !check_fields(reg, name, err))
		return false;
	if (db->slot_count + reg->count > REGDB_MAX_REGS)
		return err_set(err, ENOSPC, "'%s': more than %u registers", name, REGDB_MAX_REGS);
	if (!check_name_free(db, block, reg, err))
		return false;
	return reg->alias || check_bytes_free(db, block->space, reg, err);
}
