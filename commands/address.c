/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/address.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "backend/support/mem.h"
#include "backend/support/num.h"
#include "commands/regs.h"

static bool is_device_char(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-';
}

/* "d0:rest": the part before ':' when it is a word; device names hold no '+'. */
static bool take_device(struct session *s, const char **word, struct session_device **ret,
			struct err *err)
{
	autofree char *name = NULL;
	size_t len = 0;

	if (!strchr(*word, ':')) /* mostly */
		return session_device(s, NULL, ret, err);
	while (is_device_char((*word)[len]))
		len++;
	if (!len || (*word)[len] != ':')
		return session_device(s, NULL, ret, err);
	name = xstrndup(*word, len);
	*word += len + 1;
	return session_device(s, name, ret, err);
}

/* A register's place in its device. */
static bool locate(struct session_device *device, struct regdb *db, const struct reg_ref *ref,
		   struct address *ret, struct err *err)
{
	struct address a = { .device = device, .db = db, .ref = *ref };
	char name[REG_NAME_SIZE * 2];

	if (!regdb_locate(db, ref, &a.offset, err))
		return false;
	a.region = device_find_region(device->dev, ref->reg->block->region);
	if (!a.region)
		return err_set(err, ENOENT, "%s is in %s, which %s does not have",
			       reg_ref_name(ref, name, sizeof(name)), ref->reg->block->region,
			       device->dev->title);
	a.width_bits = ref->reg->width_bits;
	*ret = a;
	return true;
}

static bool find_register(struct session *s, struct session_device *device, const char *word,
			  struct address *ret, struct err *err)
{
	struct regdb *db;
	struct reg_ref ref;

	if (!session_regs(s, device, &db, err) ||
	    !regdb_find(db, word, s->interactive ? REGDB_PREFIX : 0, &ref, err))
		return false;
	return locate(device, db, &ref, ret, err);
}

static bool no_region(const char *word, const char *rest, struct err *err)
{
	err_set(err, EINVAL, "'%.60s' names no region", word);
	return err_hint(err, "write REGION+OFFSET, as in bar0+%.40s", rest);
}

bool address_parse(struct session *s, const char *word, struct address *ret, struct err *err)
{
	struct address a = { .offset = 0 };
	const char *rest = word;
	size_t len = 0;
	bool plus;

	if (!take_device(s, &rest, &a.device, err))
		return err_prefix(err, "%.60s", word);
	if (isdigit((unsigned char)rest[0]))
		return no_region(word, rest, err);
	while (rest[len] && rest[len] != '+')
		len++;
	plus = rest[len] == '+';
	a.region = device_find_region_n(a.device->dev, rest, len);
	if (!a.region && !plus)
		return find_register(s, a.device, rest, ret, err);
	if (!a.region) {
		autofree char *name = xstrndup(rest, len);

		return device_need_region(a.device->dev, name, &a.region, err);
	}
	if (plus && !num_parse_expr(rest + len + 1, &a.offset, err))
		return err_prefix(err, "%.60s", word);
	*ret = a;
	return true;
}

bool address_is_glob(const char *word)
{
	bool glob = false;

	for (; *word && *word != '+'; word++)
		glob |= *word == '*' || *word == '?';
	return glob && !*word;
}

bool address_parse_glob(struct session *s, const char *word, struct address **ret,
			size_t *ret_count, struct err *err)
{
	autoreglist list = REG_LIST_INIT;
	struct session_device *device;
	struct address *found;
	const char *rest = word;
	struct regdb *db;
	size_t count = 0;

	if (!take_device(s, &rest, &device, err))
		return err_prefix(err, "%.60s", word);
	if (!session_regs(s, device, &db, err))
		return false;
	regdb_match(db, rest, &list);
	if (!list.count)
		return err_set(err, ENOENT, "no register matches '%.60s'", rest);
	found = xcalloc(list.count, sizeof(*found));
	/* Registers of capabilities that this device lacks are left out. */
	for (size_t i = 0; i < list.count; i++) {
		struct err absent;

		if (locate(device, db, &list.items[i], &found[count], &absent))
			count++;
	}
	if (!count) {
		free(found);
		return err_set(err, ENOENT, "%s has none of the registers that match '%.60s'",
			       device->dev->title, rest);
	}
	*ret = found;
	*ret_count = count;
	return true;
}

void address_format(const struct address *address, struct strbuf *ret)
{
	strbuf_addf(ret, "%s+0x%06" PRIx64, address->region->name, address->offset);
}

void address_name(const struct address *address, struct strbuf *ret)
{
	char name[REG_NAME_SIZE * 2];

	if (address->ref.reg)
		strbuf_adds(ret, reg_ref_name(&address->ref, name, sizeof(name)));
	else
		address_format(address, ret);
}
