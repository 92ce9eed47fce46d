/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <criterion/criterion.h>

#include <string.h>

#include "backend/model/regs.h"

static struct model_regs *regs;
static char complaint[200];
static uint64_t hook_old, hook_value;
static unsigned hook_index;

static void note(void *ctx, const char *text)
{
	(void)ctx;
	strncpy(complaint, text, sizeof(complaint) - 1);
}

static uint64_t plus_one(void *ctx, unsigned index, uint64_t value)
{
	(void)ctx, (void)index;
	return value + 1;
}

static uint64_t keep_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	(void)ctx;
	hook_index = index;
	hook_old = old;
	hook_value = value;
	return value | 0x100;
}

static const struct model_reg rows[] = {
	{ "PLAIN", 0x00, 4, .reset = 0x11223344, .sticky = 0xff },
	{ "RO", 0x04, 4, .reset = 0xaabbccdd, .ro = 0xffff0000 },
	{ "W1C", 0x08, 2, .reset = 0x00f0, .w1c = 0xff, .ro = 0xff00 },
	{ "RC", 0x0a, 1, .reset = 0x81, .rc = 0x80 },
	{ "CTL", 0x10, 3, .reset = 0x040000, .ro = 0x040000 },
	{ "STS", 0x13, 1, .reset = 0x1c, .w1c = 0x1c, .ro = 0xe3 },
	{ "POS", 0x14, 4, .reset = 0x55, .ro = UINT32_MAX },
	{ "RSVD", 0x18, 4, .rsvd = 0xf },
	{ "ALWAYS", 0x1c, 4, .always = true },
	{ "READ", 0x20, 4, .reset = 7, .on_read = plus_one },
	{ "WRITE", 0x40, 4, .count = 3, .stride = 8, .on_write = keep_write },
	{ NULL },
};

static const struct model_reg *const tables[] = { rows, NULL };

static void setup(void)
{
	regs = model_regs_create(tables, "bar0", note, NULL);
	complaint[0] = '\0';
}

static void teardown(void)
{
	model_regs_destroy(regs);
}

TestSuite(model_regs, .init = setup, .fini = teardown);

Test(model_regs, narrow_access_reaches_its_bytes_only)
{
	cr_assert_eq(model_regs_read(regs, 1, 1), 0x33);
	model_regs_write(regs, 1, 1, 0xee);
	cr_assert_eq(model_regs_read(regs, 0, 4), 0x1122ee44);
}

Test(model_regs, wide_unaligned_access_reaches_over_registers)
{
	cr_assert_eq(model_regs_read(regs, 2, 4), 0xccdd1122);
	cr_assert_eq(model_regs_read(regs, 0, 8), 0xaabbccdd11223344);
	model_regs_write(regs, 2, 4, 0x77665544);
	cr_assert_eq(model_regs_read(regs, 0, 4), 0x55443344);
	cr_assert_eq(model_regs_read(regs, 4, 4), 0xaabb7766);
}

Test(model_regs, status_byte_is_reached_as_the_sof_driver_does)
{
	/* 32 bits at SD+3: STS, and three bytes of a position that must not change */
	model_regs_write(regs, 0x13, 4, 0x1c);
	cr_assert_eq(model_regs_read(regs, 0x13, 1), 0);
	cr_assert_eq(model_regs_read(regs, 0x14, 4), 0x55);
}

Test(model_regs, control_word_of_24_bits_shows_status_above)
{
	cr_assert_eq(model_regs_read(regs, 0x10, 4), 0x1c040000);
	model_regs_write(regs, 0x10, 4, 0x00100002);
	cr_assert_eq(model_regs_read(regs, 0x10, 4), 0x1c140002);
}

Test(model_regs, write_one_clears_only_what_was_written)
{
	model_regs_write(regs, 8, 2, 0xff10);
	cr_assert_eq(model_regs_read(regs, 8, 2), 0x00e0);
}

Test(model_regs, read_clears_after_it_was_seen)
{
	cr_assert_eq(model_regs_read(regs, 0x0a, 1), 0x81);
	cr_assert_eq(model_regs_read(regs, 0x0a, 1), 0x01);
}

Test(model_regs, a_read_of_a_neighbour_clears_nothing)
{
	model_regs_read(regs, 8, 2);
	cr_assert_eq(model_regs_get(regs, 0x0a), 0x81);
}

Test(model_regs, holes_read_zero_and_complain_of_writes)
{
	cr_assert_eq(model_regs_read(regs, 0x30, 8), 0);
	cr_assert_eq(complaint[0], '\0');
	model_regs_write(regs, 0x30, 4, 0x12);
	cr_assert_str_eq(complaint, "bar0+0x30: 0x12 written where no register is");
}

Test(model_regs, access_past_the_last_register_is_a_hole)
{
	cr_assert_eq(model_regs_read(regs, UINT64_MAX - 8, 4), 0);
	model_regs_write(regs, UINT64_MAX - 8, 4, 1);
	cr_assert_neq(complaint[0], '\0');
}

Test(model_regs, reserved_bits_stay_and_complain)
{
	model_regs_write(regs, 0x18, 4, 0xf5);
	cr_assert_eq(model_regs_read(regs, 0x18, 4), 0xf0);
	cr_assert_str_eq(complaint, "bar0 RSVD: 0x5 written to reserved bits");
}

Test(model_regs, hooks_get_their_index_and_decide)
{
	cr_assert_eq(model_regs_read(regs, 0x20, 4), 8);
	cr_assert_eq(model_regs_get(regs, 0x20), 7);
	model_regs_write(regs, 0x50, 1, 0x2a);
	cr_assert_eq(hook_index, 2);
	cr_assert_eq(hook_old, 0);
	cr_assert_eq(hook_value, 0x2a);
	cr_assert_eq(model_regs_get(regs, 0x50), 0x12a);
}

Test(model_regs, held_bank_takes_only_always_rows)
{
	model_regs_hold(regs, true);
	model_regs_write(regs, 0, 4, 1);
	cr_assert_eq(model_regs_get(regs, 0), 0x11223344);
	cr_assert_str_eq(complaint, "bar0 PLAIN: 0x1 written while the block is in reset, lost");
	model_regs_write(regs, 0x1c, 4, 5);
	cr_assert_eq(model_regs_get(regs, 0x1c), 5);
}

Test(model_regs, soft_reset_leaves_sticky_bits)
{
	model_regs_write(regs, 0, 4, 0x99999999);
	model_regs_soft_reset(regs);
	cr_assert_eq(model_regs_get(regs, 0), 0x11223399);
	model_regs_reset(regs);
	cr_assert_eq(model_regs_get(regs, 0), 0x11223344);
}

Test(model_regs, range_reset_leaves_the_rest)
{
	model_regs_write(regs, 0x40, 4, 1);
	model_regs_write(regs, 0x48, 4, 1);
	model_regs_reset_range(regs, 0x48, 8);
	cr_assert_eq(model_regs_get(regs, 0x40), 0x101);
	cr_assert_eq(model_regs_get(regs, 0x48), 0);
}
