/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/tools.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "backend/irq.h"
#include "backend/support/bits.h"
#include "backend/support/num.h"

static bool interrupted(struct device *dev, struct err *err)
{
	if (!device_stopped(dev))
		return false;
	err_set(err, EINTR, "interrupted");
	return true;
}

/* -- one register -- */

/* All ones is no value to wait on when config space says why: the deadline would only hide it, and
 * a wait for bits to be set would be satisfied. */
static bool all_ones_explained(struct device *dev, struct region *region, uint64_t offset,
			       unsigned width_bits, uint64_t value, struct err *err)
{
	char why[160];

	if (value != bits_mask(width_bits) ||
	    (region->kind != REGION_BAR && region->kind != REGION_CONFIG))
		return false;
	/* what closes a BAR leaves config space open */
	if (region->kind == REGION_CONFIG && !device_is_gone(dev))
		return false;
	device_explain_all_ones(dev, why, sizeof(why));
	if (!why[0])
		return false;
	err_set(err, EIO, "%s+0x%" PRIx64 " reads all ones: %s", region->name, offset, why);
	return true;
}

static bool poll_timed_out(struct region *region, uint64_t offset, unsigned width_bits,
			   const struct poll_request *request, const struct poll_result *result,
			   struct err *err)
{
	char elapsed[32];

	num_format_time(result->elapsed_ns, elapsed, sizeof(elapsed));
	return err_set(err, ETIMEDOUT,
		       "%s+0x%" PRIx64 " & 0x%" PRIx64 " %s 0x%" PRIx64 ": %s, %" PRIu64
		       " read%s, last 0x%0*" PRIx64,
		       region->name, offset, request->mask,
		       request->differs ? "stayed" : "did not become", request->value, elapsed,
		       result->reads, result->reads == 1 ? "" : "s", (int)width_bits / 4,
		       result->last);
}

bool tools_poll(struct device *dev, struct region *region, uint64_t offset, unsigned width_bits,
		const struct poll_request *request, struct poll_result *ret, struct err *err)
{
	uint64_t start = device_now_ns(dev);
	bool last_chance = false, matches;

	*ret = (struct poll_result){ .reads = 0 };
	for (;;) {
		if (!device_read(dev, region, offset, width_bits, &ret->last, err))
			return false;
		ret->reads++;
		ret->elapsed_ns = device_now_ns(dev) - start;
		matches = ((ret->last & request->mask) == request->value) != request->differs;
		if (dev->dry_run)
			return true;
		if (all_ones_explained(dev, region, offset, width_bits, ret->last, err))
			return false;
		if (matches)
			return true;
		if (interrupted(dev, err))
			return false;
		if (last_chance || !request->timeout_ns)
			return poll_timed_out(region, offset, width_bits, request, ret, err);
		if (request->every_ns)
			device_sleep_ns(dev, request->every_ns);
		/* a system call: a poll without pauses looks less often */
		if ((request->every_ns || ret->reads % 64 == 0) &&
		    !irq_may_go_on(dev, "polling", err))
			return false;
		last_chance = device_now_ns(dev) - start >= request->timeout_ns;
	}
}

bool tools_check_mask(uint64_t mask, uint64_t value, struct err *err)
{
	if (!(value & ~mask))
		return true;
	err_set(err, ERANGE, "value 0x%" PRIx64 " has bits outside mask 0x%" PRIx64, value, mask);
	return err_hint(err, "the bits 0x%" PRIx64 " are too many", value & ~mask);
}

uint64_t tools_update_value(const struct update_request *request, uint64_t old)
{
	return (old & ~request->mask & ~request->spare) | request->value;
}

bool tools_update_changes(const struct update_request *request, uint64_t old)
{
	return request->always || tools_update_value(request, old) != (old & ~request->spare);
}

bool tools_update(const struct place *at, const struct update_request *request,
		  struct update_result *ret, struct err *err)
{
	struct update_result result;

	if (!tools_check_mask(request->mask, request->value, err))
		return false;
	if (num_width(request->mask) > at->width_bits)
		return err_set(err, ERANGE, "mask 0x%" PRIx64 " does not fit in %u bits",
			       request->mask, at->width_bits);
	/* First: an update that may not write must not read either. */
	if (!device_check(at->dev, at->region, at->offset, at->width_bits, true, err) ||
	    !device_read(at->dev, at->region, at->offset, at->width_bits, &result.old, err))
		return false;
	result.new = tools_update_value(request, result.old);
	result.written = tools_update_changes(request, result.old);
	if (result.written &&
	    !device_write(at->dev, at->region, at->offset, at->width_bits, result.new, err))
		return false;
	*ret = result;
	return true;
}

/* -- ranges -- */

bool tools_check_range(const struct place *at, uint64_t len, bool is_write, struct err *err)
{
	unsigned bytes = at->width_bits / 8;
	char size[32];

	if (!len)
		return err_set(err, EINVAL, "a length of 0: nothing to do");
	if (!device_check(at->dev, at->region, at->offset, at->width_bits, is_write, err))
		return false;
	if (len % bytes) {
		err_set(err, EINVAL, "length 0x%" PRIx64 " is not a multiple of %u bytes", len,
			bytes);
		return err_hint(err, "a narrower width (.8, .16), or a whole number of units");
	}
	if (range_inside(at->offset, len, at->region->size))
		return true;
	num_format_size(at->region->size, size, sizeof(size));
	err_set(err, ERANGE, "%s+0x%" PRIx64 ": 0x%" PRIx64 " bytes reach past the end (%s)",
		at->region->name, at->offset, len, size);
	return err_hint(err, "at most 0x%" PRIx64 " bytes from there",
			at->region->size - at->offset);
}

static bool may_read(const struct tools_guard *guard, const struct place *at, uint64_t i)
{
	return !guard ||
	       guard->readable(guard->ctx, at->region, at->offset + i, at->width_bits / 8);
}

/* Ctrl-C is looked for after so many reads in a row: none takes long. */
#define ROW_UNITS 256

/* All of it, as nothing is in the way. */
static bool read_rows(const struct place *at, uint64_t len, uint8_t *buf, struct err *err)
{
	unsigned bytes = at->width_bits / 8;

	for (uint64_t i = 0; i < len; i += ROW_UNITS * bytes) {
		uint64_t left = (len - i) / bytes;

		if (!device_read_units(at->dev, at->region, at->offset + i, at->width_bits,
				       left < ROW_UNITS ? left : ROW_UNITS, buf + i, err) ||
		    interrupted(at->dev, err))
			return false;
	}
	return true;
}

bool tools_read(const struct place *at, uint64_t len, const struct tools_guard *guard, uint8_t *buf,
		uint8_t *present, struct err *err)
{
	unsigned bytes = at->width_bits / 8;
	uint64_t value;

	if (!tools_check_range(at, len, false, err))
		return false;
	if (present)
		memset(present, 1, len);
	if (!guard)
		return read_rows(at, len, buf, err);
	for (uint64_t i = 0; i < len; i += bytes) {
		bool read = may_read(guard, at, i);

		value = 0;
		if (read &&
		    !device_read(at->dev, at->region, at->offset + i, at->width_bits, &value, err))
			return false;
		put_le(buf + i, value, bytes);
		if (present && !read)
			memset(present + i, 0, bytes);
		if (interrupted(at->dev, err))
			return false;
	}
	return true;
}

bool tools_write(const struct place *at, const uint8_t *buf, uint64_t len, struct err *err)
{
	unsigned bytes = at->width_bits / 8;

	if (!tools_check_range(at, len, true, err))
		return false;
	for (uint64_t i = 0; i < len; i += bytes)
		if (!device_write(at->dev, at->region, at->offset + i, at->width_bits,
				  get_le(buf + i, bytes), err) ||
		    interrupted(at->dev, err))
			return false;
	return true;
}

bool tools_fill(const struct place *at, uint64_t len, uint64_t value, struct err *err)
{
	if (!tools_check_range(at, len, true, err))
		return false;
	for (uint64_t i = 0; i < len; i += at->width_bits / 8)
		if (!device_write(at->dev, at->region, at->offset + i, at->width_bits, value,
				  err) ||
		    interrupted(at->dev, err))
			return false;
	return true;
}

bool tools_copy(const struct place *from, const struct place *to, uint64_t len, struct err *err)
{
	unsigned bytes = from->width_bits / 8;
	bool backwards = from->region == to->region && from->offset < to->offset;
	uint64_t value;

	if (!tools_check_range(from, len, false, err) || !tools_check_range(to, len, true, err))
		return false;
	for (uint64_t i = 0; i < len; i += bytes) {
		uint64_t at = backwards ? len - bytes - i : i;

		if (!device_read(from->dev, from->region, from->offset + at, from->width_bits,
				 &value, err) ||
		    !device_write(to->dev, to->region, to->offset + at, to->width_bits, value,
				  err) ||
		    interrupted(from->dev, err))
			return false;
	}
	return true;
}

bool tools_search(const struct place *at, uint64_t len, uint64_t value, uint64_t mask,
		  const struct tools_guard *guard, tools_found_fn *found, void *ctx,
		  struct err *err)
{
	uint64_t unit;

	if (!tools_check_mask(mask, value, err))
		return false;
	if (!tools_check_range(at, len, false, err))
		return false;
	for (uint64_t i = 0; i < len; i += at->width_bits / 8) {
		if (!may_read(guard, at, i))
			continue;
		if (!device_read(at->dev, at->region, at->offset + i, at->width_bits, &unit, err) ||
		    interrupted(at->dev, err))
			return false;
		if ((unit & mask) == value && !found(ctx, i, unit, value))
			return true;
	}
	return true;
}

/* Nothing is in the way on either side, and most of it is the same. */
static bool compare_rows(const struct place *left, const struct place *right, uint64_t len,
			 tools_found_fn *differs, void *ctx, struct err *err)
{
	uint8_t a[ROW_UNITS * 8], b[ROW_UNITS * 8];
	unsigned bytes = left->width_bits / 8;

	for (uint64_t i = 0; i < len; i += ROW_UNITS * bytes) {
		uint64_t row = len - i < ROW_UNITS * bytes ? len - i : ROW_UNITS * bytes;
		struct place from = *left, to = *right;

		from.offset += i;
		to.offset += i;
		if (!read_rows(&from, row, a, err) || !read_rows(&to, row, b, err))
			return false;
		if (!memcmp(a, b, row))
			continue;
		for (uint64_t k = 0; k < row; k += bytes)
			if (memcmp(a + k, b + k, bytes) &&
			    !differs(ctx, i + k, get_le(a + k, bytes), get_le(b + k, bytes)))
				return true;
	}
	return true;
}

bool tools_compare(const struct place *left, const struct place *right, uint64_t len,
		   const struct tools_guard *left_guard, const struct tools_guard *right_guard,
		   tools_found_fn *differs, void *ctx, struct err *err)
{
	uint64_t a, b;

	if (!tools_check_range(left, len, false, err) || !tools_check_range(right, len, false, err))
		return false;
	if (!left_guard && !right_guard)
		return compare_rows(left, right, len, differs, ctx, err);
	for (uint64_t i = 0; i < len; i += left->width_bits / 8) {
		if (!may_read(left_guard, left, i) || !may_read(right_guard, right, i))
			continue;
		if (!device_read(left->dev, left->region, left->offset + i, left->width_bits, &a,
				 err) ||
		    !device_read(right->dev, right->region, right->offset + i, right->width_bits,
				 &b, err) ||
		    interrupted(left->dev, err))
			return false;
		if (a != b && !differs(ctx, i, a, b))
			return true;
	}
	return true;
}
