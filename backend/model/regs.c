/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/model/regs.h"

#include <assert.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"

struct cell {
	const struct model_reg *reg;
	unsigned index;
	uint64_t offset;
	uint64_t value;
};

struct model_regs {
	struct cell *cells; /* by offset, not overlapping */
	size_t count;
	const char *title;
	bool held;
	void (*complain)(void *ctx, const char *text);
	void *ctx;
};

static unsigned row_count(const struct model_reg *reg)
{
	return reg->count ? reg->count : 1;
}

static int cell_compare(const void *a, const void *b)
{
	const struct cell *left = a, *right = b;

	return left->offset < right->offset ? -1 : left->offset > right->offset;
}

static void add_row(struct model_regs *regs, const struct model_reg *reg)
{
	size_t at = regs->count;

	regs->count += row_count(reg);
	regs->cells = xreallocarray(regs->cells, regs->count, sizeof(*regs->cells));
	for (unsigned i = 0; i < row_count(reg); i++)
		regs->cells[at + i] = (struct cell){
			.reg = reg,
			.index = i,
			.offset = reg->offset + (uint64_t)i * reg->stride,
			.value = reg->reset,
		};
}

struct model_regs *model_regs_create(const struct model_reg *const *tables, const char *title,
				     void (*complain)(void *ctx, const char *text), void *ctx)
{
	struct model_regs *regs = xcalloc(1, sizeof(*regs));

	regs->title = title;
	regs->complain = complain;
	regs->ctx = ctx;
	for (; *tables; tables++)
		for (const struct model_reg *reg = *tables; reg->name; reg++)
			add_row(regs, reg);
	qsort(regs->cells, regs->count, sizeof(*regs->cells), cell_compare);
	for (size_t i = 1; i < regs->count; i++)
		assert(regs->cells[i - 1].offset + regs->cells[i - 1].reg->bytes <=
		       regs->cells[i].offset);
	return regs;
}

void model_regs_destroy(struct model_regs *regs)
{
	if (!regs)
		return;
	free(regs->cells);
	free(regs);
}

/* The first cell that ends behind offset: the one that holds it, or the next one. */
static size_t first_behind(const struct model_regs *regs, uint64_t offset)
{
	size_t low = 0, high = regs->count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		const struct cell *cell = &regs->cells[mid];

		if (cell->offset + cell->reg->bytes <= offset)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static struct cell *cell_at(const struct model_regs *regs, uint64_t offset)
{
	size_t i = first_behind(regs, offset);

	assert(i < regs->count && regs->cells[i].offset == offset);
	return &regs->cells[i];
}

/* Where an access and a register meet. */
struct overlap {
	unsigned reg_shift;    /* bits from the register's start */
	unsigned access_shift; /* bits from the access's start */
	unsigned bits;
};

static bool overlap_find(const struct cell *cell, uint64_t offset, unsigned bytes,
			 struct overlap *ret)
{
	uint64_t cell_end = cell->offset + cell->reg->bytes;
	uint64_t start = cell->offset > offset ? cell->offset : offset;
	uint64_t end = cell_end < offset + bytes ? cell_end : offset + bytes;

	if (start >= end)
		return false;
	ret->reg_shift = (unsigned)(start - cell->offset) * 8;
	ret->access_shift = (unsigned)(start - offset) * 8;
	ret->bits = (unsigned)(end - start) * 8;
	return true;
}

uint64_t model_regs_read(struct model_regs *regs, uint64_t offset, unsigned bytes)
{
	uint64_t result = 0;
	struct overlap at;

	for (size_t i = first_behind(regs, offset); i < regs->count; i++) {
		struct cell *cell = &regs->cells[i];
		uint64_t value = cell->value;
		uint64_t mask;

		if (!overlap_find(cell, offset, bytes, &at))
			break;
		mask = bits_mask(at.bits);
		if (cell->reg->on_read)
			value = cell->reg->on_read(regs->ctx, cell->index, value);
		result |= ((value >> at.reg_shift) & mask) << at.access_shift;
		cell->value &= ~(cell->reg->rc & (mask << at.reg_shift));
	}
	return result;
}

static void complain(struct model_regs *regs, const struct cell *cell, const char *what,
		     uint64_t value)
{
	char text[160];
	char name[40];

	if (row_count(cell->reg) > 1)
		snprintf(name, sizeof(name), "%s[%u]", cell->reg->name, cell->index);
	else
		snprintf(name, sizeof(name), "%s", cell->reg->name);
	snprintf(text, sizeof(text), "%s %s: 0x%" PRIx64 " %s", regs->title, name, value, what);
	regs->complain(regs->ctx, text);
}

static void cell_write(struct model_regs *regs, struct cell *cell, uint64_t written, uint64_t lanes)
{
	const struct model_reg *reg = cell->reg;
	uint64_t old = cell->value;
	uint64_t keep = ~lanes | reg->ro | reg->rsvd;
	uint64_t value;

	if (regs->held && !reg->always) {
		complain(regs, cell, "written while the block is in reset, lost", written);
		return;
	}
	if (written & lanes & reg->rsvd)
		complain(regs, cell, "written to reserved bits", written & lanes & reg->rsvd);
	value = (old & keep) | (written & ~keep);
	value = (value & ~reg->w1c) | (old & reg->w1c & ~(written & lanes));
	if (reg->on_write)
		value = reg->on_write(regs->ctx, cell->index, old, value);
	cell->value = value & bits_mask(reg->bytes * 8u);
}

void model_regs_write(struct model_regs *regs, uint64_t offset, unsigned bytes, uint64_t value)
{
	bool hit = false;
	struct overlap at;
	char text[120];

	for (size_t i = first_behind(regs, offset); i < regs->count; i++) {
		uint64_t mask;

		if (!overlap_find(&regs->cells[i], offset, bytes, &at))
			break;
		hit = true;
		mask = bits_mask(at.bits);
		cell_write(regs, &regs->cells[i],
			   ((value >> at.access_shift) & mask) << at.reg_shift,
			   mask << at.reg_shift);
	}
	if (hit)
		return;
	snprintf(text, sizeof(text), "%s+0x%" PRIx64 ": 0x%" PRIx64 " written where no register is",
		 regs->title, offset, value);
	regs->complain(regs->ctx, text);
}

uint64_t model_regs_get(const struct model_regs *regs, uint64_t offset)
{
	return cell_at(regs, offset)->value;
}

void model_regs_set(struct model_regs *regs, uint64_t offset, uint64_t value)
{
	cell_at(regs, offset)->value = value;
}

void model_regs_set_bits(struct model_regs *regs, uint64_t offset, uint64_t bits)
{
	cell_at(regs, offset)->value |= bits;
}

void model_regs_clear_bits(struct model_regs *regs, uint64_t offset, uint64_t bits)
{
	cell_at(regs, offset)->value &= ~bits;
}

void model_regs_reset(struct model_regs *regs)
{
	for (size_t i = 0; i < regs->count; i++)
		regs->cells[i].value = regs->cells[i].reg->reset;
}

static void cell_soft_reset(struct cell *cell)
{
	uint64_t sticky = cell->reg->sticky;

	cell->value = (cell->value & sticky) | (cell->reg->reset & ~sticky);
}

void model_regs_soft_reset(struct model_regs *regs)
{
	for (size_t i = 0; i < regs->count; i++)
		cell_soft_reset(&regs->cells[i]);
}

void model_regs_reset_range(struct model_regs *regs, uint64_t first, uint64_t len)
{
	for (size_t i = first_behind(regs, first); i < regs->count; i++) {
		if (regs->cells[i].offset >= first + len)
			break;
		cell_soft_reset(&regs->cells[i]);
	}
}

void model_regs_hold(struct model_regs *regs, bool held)
{
	regs->held = held;
}
