/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <criterion/criterion.h>

#include <errno.h>
#include <string.h>

#include "backend/pci/compare.h"
#include "backend/support/bits.h"

static struct config_image left, right;
static struct compare_result result;
static struct err err;

static void put_in(struct config_image *image, size_t offset, uint32_t value)
{
	uint8_t bytes[4];

	put_le(bytes, value, 4);
	cr_assert(config_set(image, offset, bytes, 4));
}

static void put(size_t offset, uint32_t value)
{
	put_in(&left, offset, value);
	put_in(&right, offset, value);
}

/* Both sides: PM at 0x40, MSI with 64-bit addresses at 0x50, Express at 0x70, an extended chain. */
static void setup(void)
{
	static const uint8_t zeros[CONFIG_MAX_SIZE];

	config_init(&left);
	config_init(&right);
	config_set(&left, 0, zeros, sizeof(zeros));
	config_set(&right, 0, zeros, sizeof(zeros));
	put(0x00, 0xa0c88086);
	put(0x04, 0x00100006);
	put(0x34, 0x40);
	put(0x40, 0xc8035001);
	put(0x50, 0x00807005);
	put(0x70, 0x00020010);
	put(0x100, 0x00010001);
	result = (struct compare_result)COMPARE_RESULT_INIT;
	err = (struct err)ERR_INIT;
}

static void teardown(void)
{
	compare_finish(&result);
}

TestSuite(compare, .init = setup, .fini = teardown);

static void run(bool vfio, size_t count, size_t unexpected)
{
	cr_assert(compare_images(&left, vfio, &right, NULL, &result, &err), "%s", err.msg);
	cr_assert_eq(result.count, count, "%zu differences", result.count);
	cr_assert_eq(result.unexpected, unexpected, "%zu unexpected", result.unexpected);
}

Test(compare, the_same_bytes_are_no_difference)
{
	run(true, 0, 0);
	cr_assert_eq(result.bytes, 4096);
	cr_assert_eq(result.hidden_count, 0);
}

Test(compare, masked_intx_is_expected)
{
	put_in(&right, 0x04, 0x00100406);
	run(true, 1, 0);
	cr_assert_str_eq(result.diffs[0].reg.name, "COMMAND");
	cr_assert_eq(result.diffs[0].left, 0x0006);
	cr_assert_eq(result.diffs[0].right, 0x0406);
	cr_assert_eq(result.diffs[0].mask, 0x0400);
	cr_assert_eq(result.diffs[0].class, COMPARE_EXPECTED);
	cr_assert_str_eq(result.diffs[0].reason,
			 "VFIO emulates DisINTx: the kernel masks INTx with the real bit");
}

Test(compare, one_register_can_differ_for_two_reasons)
{
	put_in(&right, 0x04, 0x00100402);
	run(true, 2, 1);
	cr_assert_eq(result.diffs[0].class, COMPARE_UNEXPECTED);
	cr_assert_eq(result.diffs[0].mask, 0x0004);
	cr_assert_eq(result.diffs[1].mask, 0x0400);
}

Test(compare, without_vfio_nothing_is_expected)
{
	put_in(&right, 0x04, 0x00100406);
	run(false, 1, 1);
	cr_assert_str_eq(result.diffs[0].reason, "");
}

Test(compare, bars_and_msi_are_expected)
{
	put_in(&right, 0x10, 0xfe000000);
	put_in(&right, 0x50, 0x00817005);
	put_in(&right, 0x54, 0xfee002d8);
	put_in(&right, 0x58, 1);
	put_in(&right, 0x5c, 0x4021);
	run(true, 5, 0);
	cr_assert_str_eq(result.diffs[0].reg.name, "BASE_ADDRESS_0");
}

Test(compare, msi_mask_bits_are_the_hardwares)
{
	put_in(&right, 0x60, 1);
	run(true, 1, 1);
}

Test(compare, pme_is_expected)
{
	put_in(&left, 0x40, 0x00035001);
	put_in(&right, 0x44, 0x00000100);
	run(true, 2, 0);
}

Test(compare, express_payload_is_expected_and_enables_are_not)
{
	put_in(&right, 0x78, 0x0000203f);
	run(true, 3, 1);
	cr_assert_eq(result.diffs[0].mask, 0x1f);
	cr_assert_eq(result.diffs[0].class, COMPARE_UNEXPECTED);
}

Test(compare, a_capability_that_vfio_hides)
{
	put(0x90, 0x0000000d);
	put_in(&right, 0x70, 0x00029010);
	run(true, 1, 0);
	cr_assert_eq(result.diffs[0].class, COMPARE_HIDDEN);
	cr_assert_eq(result.hidden_count, 1);
	cr_assert_eq(result.hidden[0].id, 0x0d);
}

Test(compare, a_capability_that_vfio_should_show)
{
	put(0x90, 0x00000011);
	put_in(&right, 0x70, 0x00029010);
	run(true, 1, 1);
}

Test(compare, the_first_extended_capability_becomes_a_placeholder)
{
	put_in(&right, 0x100, 0x13810023);
	put(0x138, 0x00010001);
	put_in(&left, 0x100, 0x13800000);
	run(true, 1, 0);
	cr_assert_eq(result.diffs[0].class, COMPARE_HIDDEN);
	cr_assert_eq(result.hidden_count, 1);
	cr_assert_eq(result.hidden[0].id, 0x23);
}

Test(compare, only_bytes_that_both_know)
{
	struct config_image part;

	config_init(&part);
	config_set(&part, 0, right.bytes, 64);
	right = part;
	put_in(&left, 0x40, 0xffffffff);
	run(true, 0, 0);
	cr_assert_eq(result.bytes, 64);
}

Test(compare, nothing_in_common_is_an_error)
{
	config_init(&right);
	cr_assert_not(compare_images(&left, true, &right, NULL, &result, &err));
	cr_assert_eq(err.code, ENODATA);
}
