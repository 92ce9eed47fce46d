/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The simulated codec, verb by verb, and its rings when the host has them wrong. */
#include <criterion/criterion.h>

#include <string.h>

#include "backend/support/bits.h"
#include "tests/unit/model_boot.h"

enum { ROOT, GROUP, CONVERTER, PIN };
enum { IC = 0x60, IR = 0x64, IRS = 0x68 };

static struct boot_rig rig;

static void setup(void)
{
	boot_rig_start(&rig, "tgl");
	cr_assert(boot_controller(&rig, NO_STEP));
}

static void teardown(void)
{
	boot_rig_stop(&rig);
}

TestSuite(model_codec, .init = setup, .fini = teardown);

/* Immediate command; all ones when nobody answers. */
static uint32_t command(unsigned address, unsigned node, uint32_t verb)
{
	test_write(&rig.host, HDA, IRS, 16, 2);
	test_write(&rig.host, HDA, IC, 32, address << 28 | node << 20 | verb);
	test_write(&rig.host, HDA, IRS, 16, 1);
	if (test_read(&rig.host, HDA, IRS, 16) != 2)
		return 0xffffffff;
	return (uint32_t)test_read(&rig.host, HDA, IR, 32);
}

static uint32_t verb(unsigned node, uint32_t words)
{
	return command(0, node, words);
}

Test(model_codec, tree_is_complete)
{
	cr_assert_eq(verb(ROOT, 0xf0000), 0x1af40012);
	cr_assert_eq(verb(ROOT, 0xf0004), 0x00010001);
	cr_assert_eq(verb(GROUP, 0xf0005), 1);
	cr_assert_eq(verb(GROUP, 0xf0004), 0x00020002);
	cr_assert_eq(verb(CONVERTER, 0xf0009) >> 20, 0);
	cr_assert_eq(verb(PIN, 0xf0009) >> 20, 4);
	cr_assert_eq(verb(PIN, 0xf000e), 1);
	cr_assert_eq(verb(PIN, 0xf0200), CONVERTER);
	cr_assert_eq(verb(PIN, 0xf1c00), 0x01014110);
	cr_assert_eq(verb(GROUP, 0xf2000), 0x1af40012);
}

Test(model_codec, parameters_that_are_not_there_are_zero)
{
	cr_assert_eq(verb(ROOT, 0xf00ff), 0);
	cr_assert_eq(verb(200, 0xf0000), 0);
	cr_assert_eq(verb(CONVERTER, 0xf0200), 0);
	cr_assert_eq(verb(CONVERTER, 0xf1c00), 0);
}

Test(model_codec, controls_keep_what_is_set)
{
	verb(CONVERTER, 0x70610);
	cr_assert_eq(verb(CONVERTER, 0xf0600), 0x10);
	verb(PIN, 0x70740);
	cr_assert_eq(verb(PIN, 0xf0700), 0x40);
	cr_assert_eq(verb(CONVERTER, 0xf0700), 0);
}

Test(model_codec, power_state_follows_at_once)
{
	verb(GROUP, 0x70503);
	cr_assert_eq(verb(GROUP, 0xf0500), 0x233); /* D3, and the clock may stop */
	verb(GROUP, 0x70500);
	cr_assert_eq(verb(GROUP, 0xf0500), 0);
}

Test(model_codec, format_and_volumes_keep_what_is_set)
{
	verb(CONVERTER, 0x24011);
	cr_assert_eq(verb(CONVERTER, 0xa0000), 0x4011);
	verb(CONVERTER, 0x3a04a);
	verb(CONVERTER, 0x39080);
	cr_assert_eq(verb(CONVERTER, 0xba000), 0x4a);
	cr_assert_eq(verb(CONVERTER, 0xb8000), 0x80);
	cr_assert_eq(verb(CONVERTER, 0xc0000), 0);
}

Test(model_codec, function_reset_forgets)
{
	verb(PIN, 0x70740);
	verb(GROUP, 0x7ff00);
	cr_assert_eq(verb(PIN, 0xf0700), 0);
}

Test(model_codec, nobody_answers_at_other_addresses)
{
	cr_assert_eq(command(1, ROOT, 0xf0000), 0xffffffff);
	cr_assert_eq(command(15, ROOT, 0xf0000), 0xffffffff);
}

/* -- rings -- */

static void start_rings(uint64_t corb, uint64_t rirb)
{
	test_write(&rig.host, HDA, 0x40, 32, (uint32_t)corb);
	test_write(&rig.host, HDA, 0x4c, 8, 3);
	test_write(&rig.host, HDA, 0x50, 32, (uint32_t)rirb);
	test_write(&rig.host, HDA, 0x5a, 16, 1);
	test_write(&rig.host, HDA, 0x5c, 8, 7);
}

Test(model_codec, a_ring_that_is_not_mapped_stops_with_an_error)
{
	start_rings(0x80, TEST_IOVA);
	test_write(&rig.host, HDA, 0x48, 16, 1);
	test_sleep_us(&rig.host, 100);
	cr_assert_eq(test_read(&rig.host, HDA, 0x4d, 8), 1);
	cr_assert_eq(test_read(&rig.host, HDA, 0x4c, 8), 1);
	cr_assert_eq(test_read(&rig.host, HDA, 0x24, 32), 0xc0000000);
	test_write(&rig.host, HDA, 0x4d, 8, 1);
	cr_assert_eq(test_read(&rig.host, HDA, 0x24, 32), 0);
}

Test(model_codec, responses_that_cannot_be_written_are_an_overrun)
{
	put_le(rig.host.memory + 4, 0xf0000, 4);
	start_rings(TEST_IOVA, 0x80);
	test_write(&rig.host, HDA, 0x48, 16, 1);
	test_sleep_us(&rig.host, 100);
	cr_assert_eq(test_read(&rig.host, HDA, 0x5d, 8), 4);
	cr_assert_eq(test_read(&rig.host, HDA, 0x58, 16), 0);
}

Test(model_codec, verbs_in_a_row_are_answered_in_order)
{
	uint8_t *memory = rig.host.memory;

	put_le(memory + 4, 0xf0000, 4);
	put_le(memory + 8, 0xf0002, 4);
	put_le(memory + 12, 0xf0004, 4);
	start_rings(TEST_IOVA, TEST_IOVA + 2048);
	test_write(&rig.host, HDA, 0x48, 16, 3);
	test_sleep_us(&rig.host, 50);
	cr_assert_eq(test_read(&rig.host, HDA, 0x58, 16), 1);
	test_sleep_us(&rig.host, 100);
	cr_assert_eq(test_read(&rig.host, HDA, 0x58, 16), 3);
	cr_assert_eq(get_le32(memory + 2048 + 8), 0x1af40012);
	cr_assert_eq(get_le32(memory + 2048 + 16), 0x00100101);
	cr_assert_eq(get_le32(memory + 2048 + 24), 0x00010001);
	cr_assert_eq(get_le32(memory + 2048 + 28), 0);
}

Test(model_codec, a_stopped_ring_keeps_its_verbs)
{
	put_le(rig.host.memory + 4, 0xf0000, 4);
	start_rings(TEST_IOVA, TEST_IOVA + 2048);
	test_write(&rig.host, HDA, 0x4c, 8, 0);
	test_write(&rig.host, HDA, 0x48, 16, 1);
	test_sleep_us(&rig.host, 100);
	cr_assert_eq(test_read(&rig.host, HDA, 0x58, 16), 0);
	test_write(&rig.host, HDA, 0x4c, 8, 2);
	test_sleep_us(&rig.host, 100);
	cr_assert_eq(test_read(&rig.host, HDA, 0x58, 16), 1);
}
