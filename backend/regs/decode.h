/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a register's value means, and what to write so that only the named fields change. */
#ifndef BACKEND_REGS_DECODE_H
#define BACKEND_REGS_DECODE_H

#include <stdbool.h>
#include <stdint.h>

#include "backend/regs/regdb.h"
#include "backend/support/err.h"
#include "backend/support/strbuf.h"
#include "backend/tools.h"

/* The field's part of a register value, moved down to bit 0. */
uint64_t reg_field_get(const struct reg_field *field, uint64_t reg_value);

/* The mask of the field in its register. */
uint64_t reg_field_mask(const struct reg_field *field);

/* Put value into *reg_value. ERANGE: it has more bits than the field. */
bool reg_field_put(const struct reg_field *field, uint64_t value, uint64_t *reg_value,
		   struct err *err);

/* The name of a field value, or NULL. */
const char *reg_field_value_name(const struct reg_field *field, uint64_t value);

/* A field value from a word: one of its value names (any case) or a number. EINVAL, ERANGE. */
bool reg_field_parse(const struct reg_field *field, const char *word, uint64_t *ret,
		     struct err *err);

/* What a field value means, for people: the value's name, "cores powered: 0 2", or the field's help.
 * May add nothing. */
void reg_field_describe(const struct reg_field *field, uint64_t value, struct strbuf *ret);

/* "0x01", "1": padded to the width of the field. */
void reg_field_format(const struct reg_field *field, uint64_t value, struct strbuf *ret);

/* The fields that differ: "CPA 0->1 CRST 3->2"; nothing when none does. */
void reg_describe_change(const struct reg *reg, uint64_t old, uint64_t new, struct strbuf *ret);

/* The bits that are cleared by writing 1 to them. */
uint64_t reg_w1c_mask(const struct reg *reg);

/* A change of a register: for tools_update to make. Bits of the mask get the value, all others keep what was read, except that bits which a 1 would clear and nobody named are
 * written as 0: writing back the 1 that was read would lose an event. */
struct reg_update {
	const struct reg *reg;
	char name[REG_NAME_SIZE * 2]; /* for messages */
	uint64_t mask;
	uint64_t value; /* inside mask */
	uint64_t spare; /* w1c bits outside mask: always written as 0 */
};

/* Begin with no bit named. EPERM, unless forced: the register cannot be read, or reading it has a
 * side effect, so it cannot be changed in part. The field
 * of *ref is not looked at. */
bool reg_update_begin(const struct reg_ref *ref, bool force, struct reg_update *ret,
		      struct err *err);

/* Name a field. ERANGE: the value is too wide; EPERM: the field is read-only; EEXIST: named twice. */
bool reg_update_field(struct reg_update *update, const struct reg_field *field, uint64_t value,
		      struct err *err);

/* As reg_update_field with "FIELD=VALUE"; flags: REGDB_PREFIX. */
bool reg_update_word(struct reg_update *update, const char *word, unsigned flags, struct err *err);

/* Name bits. ERANGE: mask is wider than the register, or value has bits outside the mask. */
bool reg_update_bits(struct reg_update *update, uint64_t mask, uint64_t value, struct err *err);

/* The same for tools_update. Writing a 1 to a w1c bit is always a change, whatever was read. */
struct update_request reg_update_request(const struct reg_update *update);

#endif
