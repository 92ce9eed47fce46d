/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The verbs over a device: poll, update bits, and work on ranges. Each makes exactly the accesses it
 * says, each of the width given, through the gate. Loops end with EINTR when the device's stop flag is
 * set. */
#ifndef BACKEND_TOOLS_H
#define BACKEND_TOOLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/device.h"
#include "backend/support/err.h"

/* A place and the width of each access there. */
struct place {
	struct device *dev;
	struct region *region;
	uint64_t offset;
	unsigned width_bits;
};

/* -- one register -- */

struct poll_request {
	uint64_t mask, value; /* wait until (read & mask) == value; value has no bit outside mask */
	uint64_t timeout_ns;  /* 0: read once */
	uint64_t every_ns;    /* pause between reads; 0: none */
	bool differs;	      /* wait until it is another value instead */
};

struct poll_result {
	uint64_t last, elapsed_ns, reads;
};

/* Reads at least once, and once more after the deadline. *ret is filled on failure too (unlike
 * elsewhere: it is the evidence). ETIMEDOUT with the last value; EIO at once when a read of all ones
 * is explained by config space; in dry-run one read and true, whatever it gave. */
bool tools_poll(struct device *dev, struct region *region, uint64_t offset, unsigned width_bits,
		const struct poll_request *request, struct poll_result *ret, struct err *err);

struct update_request {
	uint64_t mask, value; /* bits of mask get value, the others keep what was read ... */
	uint64_t spare;	      /* ... but these are written as 0: a 1 would clear an event (W1C) */
	bool always;	      /* write even when nothing changes */
};

struct update_result {
	uint64_t old, new;
	bool written; /* false: nothing would have changed */
};

/* ERANGE: value has bits outside mask. */
bool tools_check_mask(uint64_t mask, uint64_t value, struct err *err);

/* What is written over old, and whether writing it changes anything. */
uint64_t tools_update_value(const struct update_request *request, uint64_t old);
bool tools_update_changes(const struct update_request *request, uint64_t old);

/* One read and at most one write. ERANGE: value has bits outside mask, mask outside the width. */
bool tools_update(const struct place *at, const struct update_request *request,
		  struct update_result *ret, struct err *err);

/* -- ranges: len is in bytes and a multiple of the width -- */

/* Whether a unit may be read without disturbing the device: false leaves it out. */
struct tools_guard {
	bool (*readable)(void *ctx, const struct region *region, uint64_t offset, unsigned bytes);
	void *ctx;
};

/* Read len bytes to buf, little-endian as on the bus. present (len bytes, may be NULL) gets 1 for
 * what was read; the rest of buf is 0. guard (here and below) may be NULL: read everything. */
bool tools_read(const struct place *at, uint64_t len, const struct tools_guard *guard, uint8_t *buf,
		uint8_t *present, struct err *err);
bool tools_write(const struct place *at, const uint8_t *buf, uint64_t len, struct err *err);
bool tools_fill(const struct place *at, uint64_t len, uint64_t value, struct err *err);

/* From low to high addresses; when the ranges overlap in one region, in the order that keeps the
 * data (as memmove). */
bool tools_copy(const struct place *from, const struct place *to, uint64_t len, struct err *err);

/* Called for a hit or a difference at `offset` from the start of the range; false ends the work. */
typedef bool tools_found_fn(void *ctx, uint64_t offset, uint64_t left, uint64_t right);

/* Units u with (u & mask) == value. */
bool tools_search(const struct place *at, uint64_t len, uint64_t value, uint64_t mask,
		  const struct tools_guard *guard, tools_found_fn *found, void *ctx,
		  struct err *err);
/* A unit that a guard holds back on either side is not compared. */
bool tools_compare(const struct place *left, const struct place *right, uint64_t len,
		   const struct tools_guard *left_guard, const struct tools_guard *right_guard,
		   tools_found_fn *differs, void *ctx, struct err *err);

/* Is [offset, offset + len) inside, aligned, a multiple of the width, and allowed? The same words as
 * the gate's. */
bool tools_check_range(const struct place *at, uint64_t len, bool is_write, struct err *err);

#endif
