/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What can be said of a register without a database. */
#include "backend/regs/regdb.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "backend/support/bits.h"
#include "backend/support/strbuf.h"
#include "backend/support/strlist.h"

void reg_list_finish(struct reg_list *list)
{
	free(list->items);
	*list = (struct reg_list)REG_LIST_INIT;
}

static void element_name(const struct reg *reg, unsigned index, char *buf, size_t len)
{
	const char *at = reg->count > 1 ? strstr(reg->name, "%d") : NULL;
	size_t used = at ? (size_t)(at - reg->name) : strlen(reg->name);

	/* Called for every register of every definition: no printf for plain names. */
	used = used < len ? used : len - 1;
	memcpy(buf, reg->name, used);
	buf[used] = '\0';
	if (at)
		snprintf(buf + used, len - used, "%u%s", index, at + 2);
}

char *reg_ref_name(const struct reg_ref *ref, char *buf, size_t len)
{
	size_t used;

	element_name(ref->reg, ref->index, buf, len);
	used = strlen(buf);
	if (ref->field)
		snprintf(buf + used, len - used, ".%s", ref->field->name);
	return buf;
}

char *reg_ref_short_name(const struct reg_ref *ref, char *buf, size_t len)
{
	const struct reg_block *block = ref->reg->block;
	char name[REG_NAME_SIZE * 2];

	if (block->base == REG_BASE_FIXED || block->base == REG_BASE_HEADER)
		return reg_ref_name(ref, buf, len);
	snprintf(buf, len, "%s.%s", block->name, reg_ref_name(ref, name, sizeof(name)));
	return buf;
}

char *reg_ref_full_name(const struct reg_ref *ref, char *buf, size_t len)
{
	const struct reg_block *block = ref->reg->block;
	char name[REG_NAME_SIZE * 2];

	reg_ref_name(ref, name, sizeof(name));
	if (block->count > 1)
		snprintf(buf, len, "%s.%s", block->region, name);
	else
		snprintf(buf, len, "%s.%s.%s", block->region, block->name, name);
	return buf;
}

const struct reg_field *reg_find_field(const struct reg *reg, const char *name)
{
	for (size_t i = 0; i < reg->field_count; i++)
		if (!strcasecmp(reg->fields[i].name, name) ||
		    (reg->fields[i].also && !strcasecmp(reg->fields[i].also, name)))
			return &reg->fields[i];
	return NULL;
}

static bool no_field(const struct reg *reg, const char *reg_name, const char *word, struct err *err)
{
	autostrlist names = STRLIST_INIT;
	autostrbuf all = STRBUF_INIT;
	const char *nearest;

	err_set(err, ENOENT, "%s has no field '%.60s'", reg_name, word);
	if (!reg->field_count)
		return err_hint(err, "no fields of it are described");
	for (size_t i = 0; i < reg->field_count; i++) {
		strlist_add(&names, reg->fields[i].name);
		strbuf_addf(&all, " %s", reg->fields[i].name);
	}
	nearest = strlist_nearest(&names, word);
	if (nearest)
		return err_hint(err, "did you mean %s.%s?", reg_name, nearest);
	return err_hint(err, "it has%s", strbuf_text(&all));
}

/* Does the word begin another field behind the ith? */
static bool begins_two(const struct reg *reg, const char *word, size_t i)
{
	for (i++; i < reg->field_count; i++)
		if (!strncasecmp(reg->fields[i].name, word, strlen(word)))
			return true;
	return false;
}

bool reg_need_field(const struct reg *reg, const char *reg_name, const char *word, unsigned flags,
		    const struct reg_field **ret, struct err *err)
{
	const struct reg_field *field = reg_find_field(reg, word);

	for (size_t i = 0; i < reg->field_count && !field && flags & REGDB_PREFIX; i++) {
		if (strncasecmp(reg->fields[i].name, word, strlen(word)))
			continue;
		if (begins_two(reg, word, i)) {
			err_set(err, EEXIST, "'%.60s' begins more than one field of %s", word,
				reg_name);
			return err_hint(err, "write more of the name");
		}
		field = &reg->fields[i];
	}
	if (!field)
		return no_field(reg, reg_name, word, err);
	*ret = field;
	return true;
}

static const char *const access_names[] = { "rw", "ro", "wo", "w1c", "rc", "once" };

const char *reg_access_name(enum reg_access access)
{
	return access_names[access];
}

bool reg_access_parse(const char *word, enum reg_access *ret, struct err *err)
{
	for (size_t i = 0; i < ARRAY_SIZE(access_names); i++) {
		if (!strcasecmp(word, access_names[i])) {
			*ret = (enum reg_access)i;
			return true;
		}
	}
	err_set(err, EINVAL, "'%.40s' is not a kind of access", word);
	return err_hint(err, "rw, ro, wo, w1c (write 1 to clear), rc (read-to-clear), once (FIFO)");
}

bool reg_is_safe_to_read(const struct reg *reg, const char **why)
{
	static const char *const reasons[] = {
		[REG_WO] = "write-only",
		[REG_RC] = "read-to-clear",
		[REG_ONCE] = "every read takes data away",
	};
	const char *reason = reg->access < ARRAY_SIZE(reasons) ? reasons[reg->access] : NULL;

	for (size_t i = 0; i < reg->field_count && !reason; i++)
		if (reg->fields[i].access == REG_RC || reg->fields[i].access == REG_ONCE)
			reason = reasons[reg->fields[i].access];
	if (reason)
		*why = reason;
	return !reason;
}

bool reg_glob_match(const char *pattern, const char *text)
{
	const char *star = NULL, *retry = NULL;

	while (*text) {
		if (*pattern == '*') {
			star = pattern++;
			retry = text;
		} else if (*pattern == '?' ||
			   tolower((unsigned char)*pattern) == tolower((unsigned char)*text)) {
			pattern++;
			text++;
		} else if (star) {
			pattern = star + 1;
			text = ++retry;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}
