/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/address.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "backend/support/mem.h"
#include "backend/support/num.h"

/* "d0:rest": the part before ':' when it is a word; device names hold no '+'. */
static bool take_device(struct session *s, const char **word, struct session_device **ret,
			struct err *err)
{
	size_t len = strspn(*word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789_-");
	autofree char *name = NULL;

	if (!len || (*word)[len] != ':')
		return session_device(s, NULL, ret, err);
	name = xstrndup(*word, len);
	*word += len + 1;
	return session_device(s, name, ret, err);
}

bool address_parse(struct session *s, const char *word, struct address *ret, struct err *err)
{
	struct address a = { .offset = 0 };
	const char *rest = word;
	const char *plus;
	autofree char *name = NULL;

	if (!take_device(s, &rest, &a.device, err))
		return err_prefix(err, "%.60s", word);
	plus = strchr(rest, '+');
	name = plus ? xstrndup(rest, (size_t)(plus - rest)) : xstrdup(rest);
	if (isdigit((unsigned char)name[0])) {
		err_set(err, EINVAL, "'%.60s' names no region", word);
		return err_hint(err, "write REGION+OFFSET, as in bar0+%.40s", rest);
	}
	if (!device_need_region(a.device->dev, name, &a.region, err))
		return false;
	if (plus && !num_parse_expr(plus + 1, &a.offset, err))
		return err_prefix(err, "%.60s", word);
	*ret = a;
	return true;
}

void address_format(const struct address *address, struct strbuf *ret)
{
	strbuf_addf(ret, "%s+0x%06" PRIx64, address->region->name, address->offset);
}
