/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The gate: every access of a device passes here. */
#include "backend/device.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "backend/support/bits.h"
#include "backend/support/num.h"
#include "backend/support/sigbus.h"

static bool check_range(const struct region *region, uint64_t offset, unsigned width_bits,
			struct err *err)
{
	uint64_t bytes = width_bits / 8;
	char size[32];

	if (range_inside(offset, bytes, region->size))
		return true;
	num_format_size(region->size, size, sizeof(size));
	if (offset < region->size)
		err_set(err, ERANGE, "%s+0x%" PRIx64 ": a %u-bit access reaches past the end (%s)",
			region->name, offset, width_bits, size);
	else
		err_set(err, ERANGE,
			"%s+0x%" PRIx64 " is outside %s (%s, last byte at 0x%" PRIx64 ")",
			region->name, offset, region->name, size, region->size - 1);
	if (bytes > region->size)
		return false;
	return err_hint(err, "the last %u bits begin at %s+0x%" PRIx64, width_bits, region->name,
			(region->size - bytes) / bytes * bytes);
}

bool device_check(const struct device *dev, const struct region *region, uint64_t offset,
		  unsigned width_bits, bool is_write, struct err *err)
{
	if (width_bits != 8 && width_bits != 16 && width_bits != 32 && width_bits != 64)
		return err_set(err, EINVAL, "there is no %u-bit access", width_bits);
	if (width_bits == 64 && region->flags & REGION_IO_PORTS)
		return err_set(err, EINVAL, "%s is I/O port space: accesses are 8, 16 or 32 bits",
			       region->name);
	if (!check_range(region, offset, width_bits, err))
		return false;
	if (offset % (width_bits / 8)) {
		err_set(err, EINVAL, "%s+0x%" PRIx64 " is not aligned to %u bits", region->name,
			offset, width_bits);
		return err_hint(err, "the access would be split; use a narrower width (.8, .16)");
	}
	if (!is_write && !(region->flags & REGION_CAN_READ))
		return err_set(err, EACCES, "%s cannot be read", region->name);
	if (is_write && !(region->flags & REGION_CAN_WRITE)) {
		err_set(err, EACCES, "%s is read-only", region->name);
		return err_hint(err, "'regions' marks with w what can be written");
	}
	if (is_write && dev->read_only) {
		err_set(err, EACCES, "%s is open read-only", dev->title);
		return err_hint(err, "start barsh without -r to write");
	}
	return true;
}

static void observe(struct device *dev, const struct region *region, uint64_t offset,
		    unsigned width_bits, uint64_t value, bool is_write, bool suppressed)
{
	struct access access;

	if (!dev->tap.trace && !dev->observer)
		return;
	access = (struct access){ region, offset, width_bits, value, is_write, suppressed };
	if (dev->tap.trace && !suppressed && !(region->flags & REGION_HOST_MEMORY))
		trace_tap_access(&dev->tap, device_trace_now_ns(dev), is_write, region->name,
				 offset, width_bits, value);
	if (dev->observer)
		dev->observer(dev->observer_ctx, dev, &access);
}

static void count_ones(struct device *dev, const struct region *region, unsigned width_bits,
		       uint64_t value)
{
	if (region->flags & REGION_HOST_MEMORY)
		return;
	if (value == bits_mask(width_bits)) {
		dev->ones++;
		dev->ones_ever++;
	} else if (dev->ones) {
		dev->ones = dev->ones_asked = 0;
		/* of config space the kernel answers some for who is gone */
		dev->gone_told &= region->kind == REGION_CONFIG;
	}
}

static bool bus_error(struct device *dev, const struct region *region, uint64_t offset,
		      struct err *err)
{
	char why[160];

	device_explain_all_ones(dev, why, sizeof(why));
	if (!why[0] && !device_find_region(dev, "config"))
		snprintf(why, sizeof(why),
			 "there is nothing behind it; has the file become shorter?");
	return err_set(err, EIO, "%s+0x%" PRIx64 ": bus error (SIGBUS)%s%s", region->name, offset,
		       why[0] ? ": " : "", why);
}

/* Where the access is a load or store; NULL: it is the transport's. */
static volatile void *mapped_at(const struct region *region, uint64_t offset, unsigned width_bits)
{
	if (region->map)
		return (volatile uint8_t *)region->map + offset;
	for (unsigned i = 0; i < region->piece_count; i++) {
		const struct region_piece *piece = &region->pieces[i];

		if (piece->map && offset >= piece->offset &&
		    range_inside(offset - piece->offset, width_bits / 8, piece->size))
			return (volatile uint8_t *)piece->map + (offset - piece->offset);
	}
	return NULL;
}

static bool mapped_access(struct device *dev, const struct region *region, uint64_t offset,
			  volatile void *at, unsigned width_bits, uint64_t *read_to, uint64_t value,
			  struct err *err)
{
	bool done = read_to ? sigbus_guarded_read(at, width_bits, read_to)
			    : sigbus_guarded_write(at, width_bits, value);

	return done || bus_error(dev, region, offset, err);
}

static bool ready(struct device *dev, struct region *region, struct err *err)
{
	return region->map || !(region->flags & REGION_AUTO_MAP) || device_map(dev, region, err);
}

bool device_read(struct device *dev, struct region *region, uint64_t offset, unsigned width_bits,
		 uint64_t *ret, struct err *err)
{
	volatile void *at;
	uint64_t value;

	if (!device_check(dev, region, offset, width_bits, false, err))
		return false;
	if (!ready(dev, region, err))
		return false;
	dev->reads++;
	at = mapped_at(region, offset, width_bits);
	if (at) {
		if (!mapped_access(dev, region, offset, at, width_bits, &value, 0, err))
			return false;
	} else if (!dev->ops->read(dev, region, offset, width_bits, &value, err)) {
		return false;
	}
	if (dev->filter && dev->filter->read)
		dev->filter->read(dev->filter->ctx, region, offset, width_bits, &value);
	count_ones(dev, region, width_bits, value);
	observe(dev, region, offset, width_bits, value, false, false);
	*ret = value;
	return true;
}

/* The end of a row of reads: how many of the last ones were all ones? */
static void count_ones_of_units(struct device *dev, const struct region *region,
				unsigned width_bits, uint64_t count, const uint8_t *buf)
{
	unsigned bytes = width_bits / 8;
	uint64_t other = count;

	while (other && get_le(buf + (other - 1) * bytes, bytes) == bits_mask(width_bits))
		other--;
	if (other)
		count_ones(dev, region, width_bits, 0);
	for (uint64_t i = other; i < count; i++)
		count_ones(dev, region, width_bits, bits_mask(width_bits));
}

/* Nobody is to be told of each read, and none is more than a load. */
static bool are_loads(const struct device *dev, const struct region *region)
{
	return region->map && !dev->tap.trace && !dev->observer &&
	       !(dev->filter && dev->filter->read);
}

static bool load_units(struct device *dev, const struct region *region, uint64_t offset,
		       unsigned width_bits, uint64_t count, uint8_t *buf, struct err *err)
{
	uint64_t done = sigbus_guarded_read_units(mapped_at(region, offset, width_bits), width_bits,
						  count, buf);

	dev->reads += done < count ? done + 1 : count;
	if (done < count)
		return bus_error(dev, region, offset + done * (width_bits / 8), err);
	count_ones_of_units(dev, region, width_bits, count, buf);
	return true;
}

bool device_read_units(struct device *dev, struct region *region, uint64_t offset,
		       unsigned width_bits, uint64_t count, uint8_t *buf, struct err *err)
{
	unsigned bytes = width_bits / 8;
	uint64_t value;

	if (!device_check(dev, region, offset, width_bits, false, err) ||
	    !device_check(dev, region, offset + (count - 1) * bytes, width_bits, false, err) ||
	    !ready(dev, region, err))
		return false;
	if (are_loads(dev, region))
		return load_units(dev, region, offset, width_bits, count, buf, err);
	for (uint64_t i = 0; i < count; i++) {
		if (!device_read(dev, region, offset + i * bytes, width_bits, &value, err))
			return false;
		put_le(buf + i * bytes, value, bytes);
	}
	return true;
}

bool device_write(struct device *dev, struct region *region, uint64_t offset, unsigned width_bits,
		  uint64_t value, struct err *err)
{
	volatile void *at;

	if (!device_check(dev, region, offset, width_bits, true, err))
		return false;
	if (num_width(value) > width_bits)
		return err_set(err, ERANGE, "0x%" PRIx64 " does not fit in %u bits", value,
			       width_bits);
	if (dev->dry_run) {
		observe(dev, region, offset, width_bits, value, true, true);
		return true;
	}
	if (!ready(dev, region, err))
		return false;
	if (dev->filter && dev->filter->write)
		dev->filter->write(dev->filter->ctx, region, offset, width_bits, &value);
	dev->writes++;
	at = mapped_at(region, offset, width_bits);
	if (at) {
		if (!mapped_access(dev, region, offset, at, width_bits, NULL, value, err))
			return false;
	} else if (!dev->ops->write(dev, region, offset, width_bits, value, err)) {
		return false;
	}
	observe(dev, region, offset, width_bits, value, true, false);
	return true;
}
