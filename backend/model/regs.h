/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The registers of a simulated device as rows of data. A bank serves an access of any width at any
 * alignment: it may hit a byte of a register or reach over several of them, and the masks of each
 * register are applied in this one place. What a register does beyond keeping bits is a hook. */
#ifndef BACKEND_MODEL_REGS_H
#define BACKEND_MODEL_REGS_H

#include <stdbool.h>
#include <stdint.h>

struct model_regs;

/* One register, or `count` of them `stride` bytes apart. Bits in none of the masks keep what is
 * written. Hooks get the bank's ctx and the index within the row. */
struct model_reg {
	const char *name; /* NULL ends a table */
	uint32_t offset;
	uint16_t bytes; /* 1 to 8 */
	uint16_t count; /* 0 means 1 */
	uint32_t stride;
	uint64_t reset;
	uint64_t ro;	 /* writes do not change these */
	uint64_t w1c;	 /* writing 1 clears */
	uint64_t rc;	 /* reading clears */
	uint64_t rsvd;	 /* read-only, and writing a 1 earns a complaint */
	uint64_t sticky; /* survive model_regs_soft_reset */
	bool always;	 /* takes writes even while the bank is held */

	/* What the host reads; value is what is stored. No other effect but rc. */
	uint64_t (*on_read)(void *ctx, unsigned index, uint64_t value);
	/* After the masks: returns what to store instead of value. */
	uint64_t (*on_write)(void *ctx, unsigned index, uint64_t old, uint64_t value);
};

/* A bank over one or more tables (NULL-terminated array), which stay the caller's and must not
 * overlap. complain is told of writes that a driver should not make. */
struct model_regs *model_regs_create(const struct model_reg *const *tables, const char *title,
				     void (*complain)(void *ctx, const char *text), void *ctx);
void model_regs_destroy(struct model_regs *regs); /* takes NULL */

/* Accesses of the host, bytes 1 to 8. Bytes that belong to no register read as 0. */
uint64_t model_regs_read(struct model_regs *regs, uint64_t offset, unsigned bytes);
void model_regs_write(struct model_regs *regs, uint64_t offset, unsigned bytes, uint64_t value);

/* The device's own view: no masks, no hooks. offset is a register's first byte. */
uint64_t model_regs_get(const struct model_regs *regs, uint64_t offset);
void model_regs_set(struct model_regs *regs, uint64_t offset, uint64_t value);
void model_regs_set_bits(struct model_regs *regs, uint64_t offset, uint64_t bits);
void model_regs_clear_bits(struct model_regs *regs, uint64_t offset, uint64_t bits);

void model_regs_reset(struct model_regs *regs);	     /* everything, as power-on */
void model_regs_soft_reset(struct model_regs *regs); /* all but sticky bits */
/* Reset the registers that start in [first, first + len). */
void model_regs_reset_range(struct model_regs *regs, uint64_t first, uint64_t len);

/* While held (a block that is in reset), only rows marked `always` take writes. */
void model_regs_hold(struct model_regs *regs, bool held);

#endif
