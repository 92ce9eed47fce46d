/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/range.h"

#include <errno.h>
#include <inttypes.h>

#include "backend/support/mem.h"
#include "commands/address.h"

/* More than this at once is a typo rather than a wish; BARs of GPUs are larger than it. */
#define MAX_RANGE (UINT64_C(1) << 32)

bool range_place(struct session *s, const struct args *a, const char *arg, struct place *ret,
		 struct err *err)
{
	struct address at;

	if (!address_parse(s, args_word(a, arg), &at, err))
		return false;
	*ret = (struct place){ at.device->dev, at.region, at.offset,
			       a->width_bits ? a->width_bits : 32 };
	return true;
}

bool range_length(const struct args *a, const struct place *at, bool is_write, uint64_t *ret,
		  struct err *err)
{
	uint64_t len = args_number(a, "LEN", at->region->size - at->offset);

	if (!tools_check_range(at, len, is_write, err))
		return false;
	if (len > MAX_RANGE)
		return err_set(err, ERANGE, "length 0x%" PRIx64 " is more than 4 GiB at once", len);
	*ret = len;
	return true;
}

/* What a range operation left out, for the reader's trust in what it shows. */
void range_say_skipped(struct session *s, const struct readable *r)
{
	if (r->skipped)
		session_notef(s, "not read: %s%s (%s); -force reads", r->first_name,
			      r->skipped > 1 ? " and others" : "", r->first_why);
}

bool range_read(struct session *s, const struct place *at, uint64_t len, bool force, uint8_t **ret,
		struct err *err)
{
	autofree uint8_t *buf = NULL;
	struct readable r;
	bool ok;

	if (!readable_init(&r, s, at, len, err))
		return false;
	buf = xmalloc(2 * len);
	ok = tools_read(at, len, readable_guard(&r, force), buf, buf + len, err);
	if (ok) {
		range_say_skipped(s, &r);
		*ret = buf;
		buf = NULL;
	}
	readable_finish(&r);
	return ok;
}
