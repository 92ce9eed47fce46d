/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Asking the register database. None of these touches a device. */
#include "commands/command.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "backend/regs/decode.h"
#include "backend/regs/ruler.h"
#include "backend/support/num.h"
#include "commands/args.h"
#include "commands/reg_format.h"
#include "commands/regs.h"
#include "commands/session.h"

/* The word may begin with "DEVICE:". */
static bool find_word(struct session *s, const char *word, struct reg_ref *ret, struct err *err)
{
	const char *colon = strchr(word, ':');
	struct session_device *device = s->current;
	char name[64];

	if (colon) {
		snprintf(name, sizeof(name), "%.*s", (int)(colon - word), word);
		if (!session_device(s, name, &device, err))
			return err_prefix(err, "%.60s", word);
		word = colon + 1;
	}
	return session_find_reg(s, device, word, ret, err);
}

static void complete_register(struct session *s, const char *prefix, struct strlist *ret)
{
	struct err ignored;
	struct regdb *db;

	if (session_regs(s, s->current, &db, &ignored))
		regdb_complete(db, prefix, 1000, ret);
}

/* -- reg list, reg find -- */

/* "SD7.CTL", or for an array as a whole "SD%d.CTL (16)" */
static size_t list_name(const struct reg_ref *ref, bool whole_array, char *buf, size_t len)
{
	if (whole_array && ref->reg->count > 1)
		snprintf(buf, len, "%s (%u)", ref->reg->name, ref->reg->count);
	else
		reg_ref_name(ref, buf, len);
	return strlen(buf);
}

/* "bar4+0x000004  ADSPCS        32 rw    core power/reset control" */
static void add_row(const struct reg_ref *ref, bool whole_array, int width, struct strbuf *ret)
{
	char name[REG_NAME_SIZE * 2];
	size_t start = ret->len;

	list_name(ref, whole_array, name, sizeof(name));
	reg_format_place(ref, ret);
	strbuf_pad(ret, start, 16);
	strbuf_addf(ret, " " ST_NAME "%-*s" ST_OFF " %2u %-4s  %s\n", width, name,
		    ref->reg->width_bits, reg_access_name(ref->reg->access), ref->reg->help);
}

/* Of an array, a list of everything shows the first element and how many there are. */
static void add_rows(const struct reg_list *list, bool whole_arrays, struct strbuf *ret)
{
	char name[REG_NAME_SIZE * 2];
	size_t width = 12;

	for (size_t i = 0; i < list->count; i++) {
		size_t len = list_name(&list->items[i], whole_arrays, name, sizeof(name));

		width = len > width ? len : width;
	}
	for (size_t i = 0; i < list->count; i++)
		if (!whole_arrays || !list->items[i].index)
			add_row(&list->items[i], whole_arrays, (int)width, ret);
}

static bool run_list(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	const char *glob = args_word(a, "GLOB");
	autoreglist list = REG_LIST_INIT;
	autostrbuf human = STRBUF_INIT;
	struct value *names;
	struct regdb *db;

	if (!session_regs(s, s->current, &db, err))
		return false;
	regdb_match(db, glob, &list);
	if (glob && !list.count) {
		err_set(err, ENOENT, "no register matches '%.60s'", glob);
		return err_hint(err,
				"* stands for anything, ? for one character; reg list shows all");
	}
	names = value_list();
	for (size_t i = 0; i < list.count; i++) {
		char name[REG_NAME_SIZE * 2];

		value_add(names, value_text(reg_ref_name(&list.items[i], name, sizeof(name))));
	}
	add_rows(&list, !glob, &human);
	if (!list.count)
		strbuf_adds(&human, "no registers are known here");
	*ret = value_with_human(names, &human);
	return true;
}

const struct command cmd_reg_list = {
	.name = "reg list",
	.family = "registers",
	.summary = "list registers by name",
	.details =
		"Shows place, name, width, access and help of each; an array takes one line unless "
		"a pattern asks for its elements. A capability's place is relative to it "
		"(PM+0x04). "
		"Access is rw, ro, wo, w1c (write 1 to clear), rc (read-to-clear) or once (each "
		"read takes data away). Returns the names.",
	.example = "reg list config.*",
	.args = { { "GLOB", ARG_WORD, ARG_OPTIONAL, "names to list: * is anything, ? one character",
		    .complete = complete_register } },
	.run = run_list,
};

static bool has_text(const char *where, const char *text)
{
	return strcasestr(where, text) != NULL;
}

static void found(const struct reg_ref *ref, const char *what, struct value *names,
		  struct strbuf *human)
{
	char name[REG_NAME_SIZE * 2];

	value_add(names, value_text(reg_ref_name(ref, name, sizeof(name))));
	strbuf_addf(human, ST_NAME "%-24s" ST_OFF "  %s\n", name, what);
}

/* A field counts once, by its own words or by the first value that has the text. */
static void find_in_field(const struct reg_ref *ref, const char *text, struct value *names,
			  struct strbuf *human)
{
	const struct reg_field *field = ref->field;
	autostrbuf what = STRBUF_INIT;

	if (has_text(field->name, text) || has_text(field->help, text)) {
		found(ref, field->help, names, human);
		return;
	}
	for (size_t i = 0; i < field->enum_count; i++) {
		if (!has_text(field->enums[i].name, text))
			continue;
		reg_field_format(field, field->enums[i].value, &what);
		strbuf_addf(&what, " %s", field->enums[i].name);
		found(ref, strbuf_text(&what), names, human);
		return;
	}
}

static bool run_find(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	const char *text = args_word(a, "TEXT");
	autoreglist list = REG_LIST_INIT;
	autostrbuf human = STRBUF_INIT;
	struct value *names;
	struct regdb *db;

	if (!session_regs(s, s->current, &db, err))
		return false;
	regdb_match(db, NULL, &list);
	names = value_list();
	for (size_t i = 0; i < list.count; i++) {
		struct reg_ref ref = list.items[i];

		if (ref.index) /* elements of an array say the same */
			continue;
		if (has_text(ref.reg->name, text) || has_text(ref.reg->help, text))
			found(&ref, ref.reg->help, names, &human);
		for (size_t k = 0; k < ref.reg->field_count; k++) {
			ref.field = &ref.reg->fields[k];
			find_in_field(&ref, text, names, &human);
		}
	}
	if (!names->count) {
		value_destroy(names);
		return err_set(err, ENOENT, "no register, field or value mentions '%.60s'", text);
	}
	*ret = value_with_human(names, &human);
	return true;
}

const struct command cmd_reg_find = {
	.name = "reg find",
	.family = "registers",
	.summary = "search names, descriptions and value names for a text",
	.details = "Upper and lower case are the same. Returns the names of what was found.",
	.example = "reg find power",
	.args = { { "TEXT", ARG_WORD, 0, "what to look for" } },
	.run = run_find,
};

/* -- reg show, reg fields -- */

static void add_values(const struct reg_field *field, struct strbuf *ret)
{
	for (size_t i = 0; i < field->enum_count; i++) {
		strbuf_adds(ret, "            ");
		reg_field_format(field, field->enums[i].value, ret);
		strbuf_addf(ret, " %s\n", field->enums[i].name);
	}
}

static void add_field_row(const struct reg_field *field, struct strbuf *ret)
{
	size_t start = ret->len;

	if (field->high == field->low)
		strbuf_addf(ret, "  [%u]", field->low);
	else
		strbuf_addf(ret, "  [%u:%u]", field->high, field->low);
	strbuf_pad(ret, start, 10);
	strbuf_addf(ret, ST_NAME "%-10s" ST_OFF " %-4s  %s%s\n", field->name,
		    reg_access_name(field->access), field->help,
		    field->bits ? " (a bit each)" : "");
	add_values(field, ret);
}

static void add_fields(const struct reg_ref *ref, struct strbuf *ret)
{
	for (size_t i = 0; i < ref->reg->field_count; i++)
		if (!ref->field || ref->field == &ref->reg->fields[i])
			add_field_row(&ref->reg->fields[i], ret);
}

static void describe(const struct reg_ref *ref, struct strbuf *ret)
{
	const struct reg_ref whole = { .reg = ref->reg, .index = ref->index };
	const struct reg *reg = ref->reg;
	char name[REG_NAME_SIZE * 4];

	reg_format_place(&whole, ret);
	strbuf_addf(ret, "  " ST_NAME "%s" ST_OFF "  %u bits, %s",
		    reg_ref_full_name(&whole, name, sizeof(name)), reg->width_bits,
		    reg_access_name(reg->access));
	if (reg->has_reset)
		strbuf_addf(ret, ", reset 0x%0*" PRIx64, (int)reg->width_bits / 4, reg->reset);
	if (reg->count > 1)
		strbuf_addf(ret, ", element %u of %u", ref->index, reg->count);
	strbuf_addf(ret, "\n  %s: %s\n", reg->block->help, reg->help);
}

static struct value *reg_facts(const struct reg_ref *ref)
{
	const struct reg_ref whole = { .reg = ref->reg, .index = ref->index };
	struct value *map = value_map(), *fields = value_list();
	char name[REG_NAME_SIZE * 2];

	value_set_text(map, "name", reg_ref_name(&whole, name, sizeof(name)));
	value_set_text(map, "block", ref->reg->block->name);
	value_set_text(map, "region", ref->reg->block->region);
	value_set_uint(map, "offset", ref->reg->offset + ref->index * ref->reg->stride, 32);
	value_set_uint(map, "width", ref->reg->width_bits, 0);
	value_set_text(map, "access", reg_access_name(ref->reg->access));
	if (ref->reg->has_reset)
		value_set_uint(map, "reset", ref->reg->reset, ref->reg->width_bits);
	value_set_text(map, "help", ref->reg->help);
	for (size_t i = 0; i < ref->reg->field_count; i++)
		value_add(fields, value_text(ref->reg->fields[i].name));
	value_set(map, "fields", fields);
	return map;
}

static bool run_reg_show(struct session *s, const struct args *a, struct value **ret,
			 struct err *err)
{
	autostrbuf human = STRBUF_INIT;
	struct reg_ref ref;

	if (!find_word(s, args_word(a, "NAME"), &ref, err))
		return false;
	describe(&ref, &human);
	if (args_has(a, "-ruler"))
		ruler_draw(ref.reg, NULL, &human);
	else
		add_fields(&ref, &human);
	*ret = value_with_human(reg_facts(&ref), &human);
	return true;
}

const struct command cmd_reg_show = {
	.name = "reg show",
	.family = "registers",
	.summary = "describe a register: place, access, fields and their values",
	.details =
		"Reads nothing. -ruler draws the bits with the fields' names under them. Returns a "
		"dictionary: name block region offset width access help fields, and reset where "
		"it is known.",
	.example = "reg show config.COMMAND\nreg show COMMAND -ruler",
	.args = { { "NAME", ARG_REGISTER, 0, "a register, or REGISTER.FIELD" },
		  { "-ruler", ARG_FLAG, 0, "draw the bits" } },
	.run = run_reg_show,
};

static bool run_fields(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	autostrbuf human = STRBUF_INIT;
	struct value *names;
	struct reg_ref ref;

	if (!find_word(s, args_word(a, "NAME"), &ref, err))
		return false;
	names = value_list();
	for (size_t i = 0; i < ref.reg->field_count; i++)
		value_add(names, value_text(ref.reg->fields[i].name));
	add_fields(&ref, &human);
	if (!ref.reg->field_count)
		strbuf_addf(&human, "no fields of %s are described\n", ref.reg->name);
	*ret = value_with_human(names, &human);
	return true;
}

const struct command cmd_reg_fields = {
	.name = "reg fields",
	.family = "registers",
	.summary = "list the fields of a register",
	.details = "Reads nothing. Returns the names, from the highest bits down.",
	.example = "reg fields COMMAND",
	.args = { { "NAME", ARG_REGISTER, 0, "a register" } },
	.run = run_fields,
};

/* -- reg decode -- */

static bool run_decode(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	uint64_t value = args_number(a, "VALUE", 0);
	autostrbuf place = STRBUF_INIT, drawing = STRBUF_INIT;
	char name[REG_NAME_SIZE * 2];
	struct reg_ref ref, whole;

	if (!find_word(s, args_word(a, "NAME"), &ref, err))
		return false;
	whole = (struct reg_ref){ .reg = ref.reg, .index = ref.index };
	if (num_width(value) > ref.reg->width_bits)
		return err_set(err, ERANGE, "0x%" PRIx64 " needs %u bits, %s has %u", value,
			       num_width(value), reg_ref_name(&whole, name, sizeof(name)),
			       ref.reg->width_bits);
	reg_format_place(&whole, &place);
	if (args_has(a, "-ruler")) {
		ruler_draw(ref.reg, &value, &drawing);
		*ret = value_with_human(value_uint(value, ref.reg->width_bits), &drawing);
		return true;
	}
	*ret = reg_value(&ref, strbuf_text(&place), value);
	return true;
}

const struct command cmd_reg_decode = {
	.name = "reg decode",
	.family = "registers",
	.summary = "say what a value of a register means, without reading it",
	.details = "For values from logs and from other people's machines. With REGISTER.FIELD "
		   "only that "
		   "field is shown, and its value is the result; VALUE is the whole register's.",
	.example = "reg decode COMMAND 0x0006\nreg decode COMMAND 0x0006 -ruler",
	.args = { { "NAME", ARG_REGISTER, 0, "a register, or REGISTER.FIELD" },
		  { "VALUE", ARG_NUMBER, 0, "a value of the whole register" },
		  { "-ruler", ARG_FLAG, 0, "draw the bits instead" } },
	.run = run_decode,
};
