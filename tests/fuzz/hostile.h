/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A DSP made of memory that somebody else writes to: it begins as an honest Tiger Lake, and from then on
 * the input says which word changes to what, after how many reads. */
#ifndef TESTS_FUZZ_HOSTILE_H
#define TESTS_FUZZ_HOSTILE_H

#include <stddef.h>
#include <stdint.h>

#include "backend/dsp/dsp.h"

enum { HOSTILE_BAR0, HOSTILE_BAR4, HOSTILE_CONFIG, HOSTILE_REGIONS };

struct hostile {
	struct device *dev; /* owned, with the rest */
	struct dsp dsp;
	uint8_t *memory[HOSTILE_REGIONS];
	uint64_t now_ns, reads;
	const uint8_t
		*pokes; /* of 8 bytes each: reads before it, region, offset / 4 (16 bits), value */
	size_t left;
	void (*on_read)(struct hostile *h, unsigned region, uint64_t offset); /* or NULL */
	void *ctx;
};

void hostile_start(struct hostile *h);
/* What the device will do: the input is borrowed. */
void hostile_feed(struct hostile *h, const uint8_t *pokes, size_t len);
void hostile_stop(struct hostile *h);

static inline void hostile_check(bool holds)
{
	if (!holds)
		__builtin_trap();
}

/* A failure says what failed. */
void hostile_check_err(bool ok, const struct err *err);

#endif
