/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Capability chains as broken or hostile devices and files present them. */
#include <criterion/criterion.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "backend/pci/caps.h"
#include "backend/pci/config.h"
#include "backend/support/bits.h"

static struct config_image image;
static struct config_cap_list list;
static struct err err;

static void put(size_t offset, uint32_t value)
{
	uint8_t bytes[4];

	put_le(bytes, value, 4);
	cr_assert(config_set(&image, offset, bytes, 4));
}

static void setup(void)
{
	static const uint8_t zeros[CONFIG_MAX_SIZE];

	config_init(&image);
	config_set(&image, 0, zeros, sizeof(zeros));
	put(CONFIG_COMMAND, 0x00100000);
	put(CONFIG_CAP_PTR, 0x40);
	list = (struct config_cap_list)CONFIG_CAP_LIST_INIT;
	err = (struct err)ERR_INIT;
}

static void teardown(void)
{
	config_cap_list_finish(&list);
}

static void walk(size_t count, enum config_chain_end end, unsigned offset)
{
	cr_assert(config_caps_walk(&image, &list, &err), "%s", err.msg);
	cr_assert_eq(list.count, count, "%zu capabilities", list.count);
	cr_assert_eq(list.problem_count, 1);
	cr_assert_eq(list.problems[0].end, end);
	cr_assert_eq(list.problems[0].offset, offset);
}

TestSuite(caps_hostile, .init = setup, .fini = teardown);

Test(caps_hostile, a_loop_ends_and_keeps_what_came_before)
{
	put(0x40, 0x00085009);
	put(0x50, 0x00034001);
	walk(2, CONFIG_CHAIN_LOOP, 0x40);
	cr_assert_str_eq(list.problems[0].text, "the chain comes back to 0x40: it loops");
}

Test(caps_hostile, a_capability_that_points_to_itself)
{
	put(0x40, 0x00084009);
	walk(1, CONFIG_CHAIN_LOOP, 0x40);
}

Test(caps_hostile, low_pointer_bits_are_reserved)
{
	put(CONFIG_CAP_PTR, 0x43);
	put(0x40, 0x00085309);
	put(0x50, 0x00030001);
	cr_assert(config_caps_walk(&image, &list, &err));
	cr_assert_eq(list.count, 2);
	cr_assert_eq(list.caps[1].offset, 0x50);
}

Test(caps_hostile, a_pointer_into_the_header)
{
	put(0x40, 0x00081009);
	walk(1, CONFIG_CHAIN_RANGE, 0x10);
}

Test(caps_hostile, all_ones_breaks_the_chain)
{
	put(0x40, 0x00085009);
	put(0x50, 0xffffffff);
	walk(1, CONFIG_CHAIN_BROKEN, 0x50);
}

Test(caps_hostile, a_chain_into_bytes_that_were_not_read)
{
	uint8_t header[CONFIG_HEADER_SIZE];

	memcpy(header, image.bytes, sizeof(header));
	config_init(&image);
	config_set(&image, 0, header, sizeof(header));
	walk(0, CONFIG_CHAIN_UNREAD, 0x40);
}

Test(caps_hostile, the_longest_chain_there_can_be)
{
	for (unsigned at = 0x40; at < 0x100; at += 4)
		put(at, (at + 4) << 8 | 0x09);
	cr_assert(config_caps_walk(&image, &list, &err));
	cr_assert_eq(list.count, 48);
	cr_assert_eq(list.problem_count, 0);
}

Test(caps_hostile, an_extended_loop)
{
	put(0x40, 0x00020010);
	put(0x100, 0x20010003);
	put(0x200, 0x10010004);
	walk(3, CONFIG_CHAIN_LOOP, 0x100);
	cr_assert(list.problems[0].extended);
}

Test(caps_hostile, an_extended_pointer_below_0x100)
{
	put(0x40, 0x00020010);
	put(0x100, 0x05010003);
	walk(2, CONFIG_CHAIN_RANGE, 0x50);
}

Test(caps_hostile, the_longest_extended_chain_there_can_be)
{
	put(0x40, 0x00020010);
	for (unsigned at = 0x100; at < 0x1000; at += 4)
		put(at, ((at + 4) & 0xfff) << 20 | 0x10000 | 0x0b);
	cr_assert(config_caps_walk(&image, &list, &err));
	cr_assert_eq(list.count, 961);
	cr_assert_eq(list.problem_count, 0);
}

Test(caps_hostile, both_chains_may_be_broken)
{
	put(0x40, 0x00024010);
	put(0x100, 0x10010003);
	cr_assert(config_caps_walk(&image, &list, &err));
	cr_assert_eq(list.problem_count, 2);
	cr_assert_not(list.problems[0].extended);
	cr_assert(list.problems[1].extended);
}

/* The decode of an image, as text the caller frees. */
static char *decode_text(void)
{
	struct caps_decode decode = CAPS_DECODE_INIT;
	struct strbuf out = STRBUF_INIT;

	cr_assert(caps_decode(&image, 0, &decode, &err), "%s", err.msg);
	caps_add_text(&decode, 0, decode.line_count, &out);
	caps_decode_finish(&decode);
	return strbuf_detach(&out);
}

static void decode_has(const char *text)
{
	char *all = decode_text();

	cr_assert_not_null(strstr(all, text), "%s", all);
	free(all);
}

Test(caps_hostile, title_is_what_lspci_n_prints)
{
	struct strbuf out = STRBUF_INIT;

	put(0x00, 0xa0c88086);
	put(0x08, 0x04018020);
	caps_add_title(&image, "00:1f.3", &out);
	cr_assert_str_eq(out.buf, "00:1f.3 0401: 8086:a0c8 (rev 20) (prog-if 80)");
	strbuf_finish(&out);
}

Test(caps_hostile, decode_says_that_a_chain_loops)
{
	put(0x40, 0x00084009);
	decode_has("\tCapabilities: [40] Vendor Specific Information: Len=08 <?>\n"
		   "\tCapabilities: [40] <chain looped>\n");
}

Test(caps_hostile, decode_says_where_a_chain_leaves_the_capabilities)
{
	put(0x40, 0x00081009);
	decode_has(
		"\tCapabilities: [10] <chain broken: the chain points into the header, at 0x10>\n");
}

Test(caps_hostile, decode_shows_ids_nobody_assigned)
{
	put(0x40, 0x12340010);
	put(0x100, 0x00010345);
	decode_has("\tCapabilities: [100 v1] Extended Capability ID 0x345\n");
	put(0x40, 0x12340077);
	decode_has("\tCapabilities: [40] Capability ID 0x77 [1234]\n");
}

Test(caps_hostile, decode_needs_the_header)
{
	struct caps_decode decode = CAPS_DECODE_INIT;

	config_init(&image);
	cr_assert_not(caps_decode(&image, 0, &decode, &err));
	cr_assert_eq(err.code, ENODATA);
}

Test(caps_hostile, decode_ends_where_the_bytes_end)
{
	uint8_t bytes[CONFIG_MAX_SIZE];

	put(0x40, 0x00820005);
	memcpy(bytes, image.bytes, sizeof(bytes));
	for (size_t len = CONFIG_HEADER_SIZE; len < 0x60; len++) {
		config_init(&image);
		config_set(&image, 0, bytes, len);
		free(decode_text());
	}
}

/* Nothing that a device can hold may crash the decode or make it endless. */
Test(caps_hostile, any_bytes_decode)
{
	uint8_t bytes[CONFIG_MAX_SIZE];

	for (unsigned seed = 0; seed < 600; seed++) {
		srand(seed);
		for (size_t i = 0; i < sizeof(bytes); i++)
			bytes[i] = (uint8_t)(seed % 2 ? rand() : rand() & rand() & rand());
		bytes[CONFIG_STATUS] |= 0x10;
		bytes[CONFIG_HEADER_TYPE] &= 3;
		bytes[CONFIG_CAP_PTR] = 0x40;
		bytes[0x40] = (uint8_t)(seed % 0x18);
		if (seed % 3 == 0) {
			bytes[0x40] = CONFIG_CAP_ID_EXPRESS;
			put_le(bytes + 0x100, seed / 3 % 0x38 | 0x10000, 4);
		}
		config_init(&image);
		config_set(&image, 0, bytes, seed % 5 ? sizeof(bytes) : 64 + seed);
		free(decode_text());
	}
}
