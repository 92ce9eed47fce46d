/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <criterion/criterion.h>

#include <stdio.h>
#include <string.h>

#include "backend/regs/ruler.h"
#include "backend/support/bits.h"

static struct strbuf text;

static void teardown(void)
{
	strbuf_finish(&text);
}

TestSuite(ruler, .fini = teardown);

Test(ruler, wide_fields_stand_under_their_bits)
{
	const struct reg_field fields[] = {
		{ .name = "CPA", .high = 31, .low = 24 },
		{ .name = "SPA", .high = 23, .low = 16 },
		{ .name = "CSTALL", .high = 15, .low = 8 },
		{ .name = "CRST", .high = 7, .low = 0 },
	};
	const struct reg reg = { .width_bits = 32, .fields = fields, .field_count = 4 };
	const uint64_t value = 0x01010302;

	ruler_draw(&reg, &value, &text);
	cr_assert_str_eq(strbuf_text(&text), "31   27   23   19   15   11   7    3\n"
					     "0000 0001 0000 0001 0000 0011 0000 0010\n"
					     "|-------| |-------| |-------| |-------|\n"
					     "CPA       SPA       CSTALL    CRST\n");
}

Test(ruler, names_that_do_not_fit_are_led_down)
{
	const struct reg_field fields[] = {
		{ .name = "PIE", .high = 31, .low = 31 },
		{ .name = "GPROCEN", .high = 30, .low = 30 },
		{ .name = "UNSOL", .high = 8, .low = 8 },
		{ .name = "FCNTRL", .high = 1, .low = 1 },
		{ .name = "CRST", .high = 0, .low = 0 },
	};
	const struct reg reg = { .width_bits = 32, .fields = fields, .field_count = 5 };

	ruler_draw(&reg, NULL, &text);
	cr_assert_str_eq(strbuf_text(&text), "31   27   23   19   15   11   7    3\n"
					     ".... .... .... .... .... .... .... ....\n"
					     "||                          |        ||\n"
					     "|GPROCEN                    UNSOL    |CRST\n"
					     "PIE                                  FCNTRL\n");
}

Test(ruler, a_register_without_fields_is_its_bits)
{
	const struct reg reg = { .width_bits = 8 };
	const uint64_t value = 0xa5;

	ruler_draw(&reg, &value, &text);
	cr_assert_str_eq(strbuf_text(&text), "7    3\n1010 0101\n");
}

Test(ruler, sixty_four_one_bit_fields_with_long_names_are_all_drawn)
{
	struct reg_field fields[64];
	char names[64][REG_NAME_SIZE];
	const struct reg reg = { .width_bits = 64, .fields = fields, .field_count = 64 };

	for (unsigned i = 0; i < 64; i++) {
		snprintf(names[i], sizeof(names[i]), "A_VERY_LONG_NAME_OF_A_SINGLE_BIT_%02u", i);
		fields[i] = (struct reg_field){ .name = names[i], .high = 63 - i, .low = 63 - i };
	}
	ruler_draw(&reg, NULL, &text);
	for (unsigned i = 0; i < 64; i++)
		cr_assert(strstr(strbuf_text(&text), names[i]), "%s", names[i]);
}
