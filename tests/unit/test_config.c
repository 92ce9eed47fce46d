/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <criterion/criterion.h>

#include <errno.h>
#include <string.h>

#include "backend/pci/config.h"
#include "backend/support/bits.h"

static struct config_image image;
static struct config_cap_list list;
static struct err err;

/* An endpoint with a capability list that starts at 0x40. */
static void setup(void)
{
	static const uint8_t header[CONFIG_MAX_SIZE] = {
		0x86, 0x80, 0xc8, 0xa0, [CONFIG_STATUS] = 0x10, [CONFIG_CAP_PTR] = 0x40,
	};

	config_init(&image);
	config_set(&image, 0, header, sizeof(header));
	list = (struct config_cap_list)CONFIG_CAP_LIST_INIT;
	err = (struct err)ERR_INIT;
}

static void teardown(void)
{
	config_cap_list_finish(&list);
}

static void put(size_t offset, uint32_t value)
{
	uint8_t bytes[4];

	put_le(bytes, value, 4);
	cr_assert(config_set(&image, offset, bytes, 4));
}

TestSuite(config, .init = setup, .fini = teardown);

Test(config, a_byte_not_read_is_not_0xff)
{
	uint64_t value = 7;

	config_init(&image);
	cr_assert(config_set(&image, 0, "\xff\xff", 2));
	cr_assert(config_get(&image, 0, 2, &value));
	cr_assert_eq(value, 0xffff);
	cr_assert_not(config_get(&image, 1, 2, &value));
	cr_assert_eq(value, 0xffff);
	cr_assert_eq(config_extent(&image), 2);
}

Test(config, values_are_little_endian_at_any_offset)
{
	uint64_t value;

	cr_assert(config_get(&image, 1, 2, &value));
	cr_assert_eq(value, 0xc880);
	cr_assert(config_get(&image, 0, 4, &value));
	cr_assert_eq(value, 0xa0c88086);
}

Test(config, nothing_is_outside_4096_bytes)
{
	uint64_t value;

	cr_assert_not(config_set(&image, 4095, "ab", 2));
	cr_assert_not(config_set(&image, SIZE_MAX, "ab", 2));
	cr_assert_not(config_get(&image, 4094, 4, &value));
	cr_assert_not(config_known(&image, SIZE_MAX, 2));
}

Test(config, header_type_leaves_out_multi_function)
{
	unsigned type;

	put(CONFIG_REVISION + 4, 0x00810000);
	cr_assert(config_header_type(&image, &type));
	cr_assert_eq(type, 1);
}

Test(config, walk_gives_both_chains_in_order)
{
	put(0x40, 0x00035001); /* PM v3, next 0x50 */
	put(0x50, 0x00026010); /* Express v2, next 0x60 */
	put(0x60, 0x00800005);
	put(0x100, 0x14820001);
	put(0x148, 0x0001000b);
	cr_assert(config_caps_walk(&image, &list, &err));
	cr_assert_eq(list.count, 5);
	cr_assert_eq(list.problem_count, 0);
	cr_assert_eq(list.caps[0].id, CONFIG_CAP_ID_PM);
	cr_assert_eq(list.caps[0].version, 3);
	cr_assert_eq(list.caps[1].offset, 0x50);
	cr_assert_eq(list.caps[2].version, 0);
	cr_assert_eq(list.caps[3].id, 1);
	cr_assert(list.caps[3].extended);
	cr_assert_eq(list.caps[3].version, 2);
	cr_assert_eq(list.caps[4].offset, 0x148);
}

Test(config, find_counts_capabilities_of_one_id)
{
	put(0x40, 0x00085009);
	put(0x50, 0x00080009);
	cr_assert(config_caps_walk(&image, &list, &err));
	cr_assert_eq(config_cap_find(&list, 9, false, 0)->offset, 0x40);
	cr_assert_eq(config_cap_find(&list, 9, false, 1)->offset, 0x50);
	cr_assert_null(config_cap_find(&list, 9, false, 2));
	cr_assert_null(config_cap_find(&list, 9, true, 0));
}

Test(config, no_list_bit_means_no_capabilities)
{
	put(CONFIG_COMMAND, 0);
	put(0x40, 0x00030001);
	cr_assert(config_caps_walk(&image, &list, &err));
	cr_assert_eq(list.count, 0);
}

Test(config, extended_chain_needs_an_express_function)
{
	put(0x40, 0x00030001);
	put(0x100, 0xa0c88086); /* the header again, as old bridges answer */
	cr_assert(config_caps_walk(&image, &list, &err));
	cr_assert_eq(list.count, 1);
}

Test(config, cardbus_has_its_pointer_elsewhere)
{
	put(0x0c, 0x00020000);
	put(CONFIG_CAP_PTR_CB, 0x80);
	put(0x80, 0x00020001);
	cr_assert(config_caps_walk(&image, &list, &err));
	cr_assert_eq(list.count, 1);
	cr_assert_eq(list.caps[0].offset, 0x80);
}

Test(config, unread_header_is_an_error)
{
	config_init(&image);
	cr_assert_not(config_caps_walk(&image, &list, &err));
	cr_assert_eq(err.code, ENODATA);
}
