/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/kept.h"

#include <string.h>

#include "commands/address.h"
#include "commands/presence.h"

/* One read of a whole register, or of a place without a name. */
static bool may_keep(const struct address *at, unsigned width_bits)
{
	if (!at->ref.reg)
		return true;
	return !at->ref.field && (!width_bits || width_bits == at->width_bits);
}

bool kept_resolve(struct session *s, unsigned width_bits, const char *word, struct kept_place *ret)
{
	struct err ignored;
	struct address at;

	if (strpbrk(word, ":*?") || !address_parse(s, word, &at, &ignored) ||
	    !may_keep(&at, width_bits))
		return false;
	if (!width_bits)
		width_bits = at.ref.reg ? at.width_bits : 32;
	*ret = (struct kept_place){
		.at = { at.device->dev, at.region, at.offset, width_bits },
		.device = at.device,
		.db = at.db,
		.attached = s->attached,
		.layout = at.device->dev->layout,
		.definitions = at.db ? regdb_definitions(at.db) : 0,
		.interactive = s->interactive,
	};
	return true;
}

/* The first two say that the device is still there, and with it its registers. */
bool kept_is_valid(const struct session *s, const struct kept_place *kept)
{
	return kept->attached == s->attached && kept->device == s->current &&
	       kept->layout == kept->device->dev->layout && kept->interactive == s->interactive &&
	       (!kept->db || kept->definitions == regdb_definitions(kept->db));
}

bool kept_read(struct session *s, const struct kept_place *kept, uint64_t *ret, struct err *err)
{
	const struct presence before = { .device = NULL };
	const struct place *at = &kept->at;
	bool ok = device_read(at->dev, at->region, at->offset, at->width_bits, ret, err);

	if (!ok || at->dev->ones)
		presence_end(s, &before, ok ? NULL : err);
	return ok;
}
