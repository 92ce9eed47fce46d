/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/access.h"

#include <errno.h>
#include <inttypes.h>

#include "backend/device.h"
#include "backend/regs/regdb.h"

unsigned access_width(const struct args *a, const struct address *at)
{
	if (a->width_bits)
		return a->width_bits;
	return at->width_bits ? at->width_bits : 32;
}

static bool check_register_width(const struct args *a, const struct address *at, struct err *err)
{
	autostrbuf name = STRBUF_INIT;

	if (!at->ref.reg || !a->width_bits || a->width_bits == at->width_bits)
		return true;
	address_name(at, &name);
	err_set(err, EINVAL, "%s is %u bits wide, not %u", strbuf_text(&name), at->width_bits,
		a->width_bits);
	return err_hint(err, "name it %s+0x%" PRIx64 " to access it with another width",
			at->region->name, at->offset);
}

bool access_parse(struct session *s, const struct args *a, struct address *ret, struct err *err)
{
	return address_parse(s, args_word(a, "ADDR"), ret, err) &&
	       check_register_width(a, ret, err);
}

struct place access_place(const struct args *a, const struct address *at)
{
	return (struct place){ at->device->dev, at->region, at->offset, access_width(a, at) };
}

static bool may_show(const struct address *at)
{
	const char *why;

	return !at->ref.reg || reg_is_safe_to_read(at->ref.reg, &why);
}

bool access_wants_show(struct session *s, const struct args *a, const struct address *at)
{
	return (s->show || args_has(a, "-show")) && may_show(at);
}

bool access_show_read(const struct args *a, const struct address *at, bool *done, uint64_t *value,
		      struct err *err)
{
	*done = device_read(at->device->dev, at->region, at->offset, access_width(a, at), value,
			    err);
	return *done;
}

void access_write_name(const struct address *at, struct strbuf *ret)
{
	if (at->ref.reg)
		strbuf_addf(ret, "%s.", at->region->name);
	address_name(at, ret);
}
