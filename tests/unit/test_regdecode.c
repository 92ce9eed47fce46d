/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <criterion/criterion.h>

#include <errno.h>
#include <string.h>

#include "backend/regs/decode.h"
#include "backend/support/bits.h"

/* A stream descriptor's control word with its status byte, which is cleared by writing ones. */
static const struct reg_enum stripes[] = { { 0, "ONE" }, { 1, "TWO" }, { 2, "FOUR" } };
static const struct reg_field ctl_fields[] = {
	{ .name = "FIFORDY", .help = "FIFO ready", .high = 29, .low = 29, .access = REG_RO },
	{ .name = "FIFOE", .help = "FIFO error", .high = 27, .low = 27, .access = REG_W1C },
	{ .name = "BCIS", .help = "buffer done", .high = 26, .low = 26, .access = REG_W1C },
	{ .name = "STRM", .help = "stream tag", .high = 23, .low = 20 },
	{ .name = "STRIPE", .help = "", .high = 17, .low = 16, .enums = stripes, .enum_count = 3 },
	{ .name = "RUN", .help = "DMA runs", .high = 1, .low = 1 },
};
static const struct reg ctl = {
	.name = "SD%d.CTL",
	.help = "stream control",
	.width_bits = 32,
	.count = 16,
	.stride = 0x20,
	.fields = ctl_fields,
	.field_count = ARRAY_SIZE(ctl_fields),
};
static const struct reg_field cores = {
	.name = "CPA", .help = "cores powered", .high = 31, .low = 24, .bits = true
};

static struct reg_update update;
static struct strbuf text;
static struct err err;

static void setup(void)
{
	const struct reg_ref ref = { .reg = &ctl, .index = 7 };

	cr_assert(reg_update_begin(&ref, false, &update, &err));
}

static void teardown(void)
{
	strbuf_finish(&text);
}

TestSuite(regdecode, .init = setup, .fini = teardown);

Test(regdecode, a_field_is_taken_out_and_put_in)
{
	uint64_t value = 0xff00ff00;

	cr_assert_eq(reg_field_get(&cores, 0x01020304), 1);
	cr_assert(reg_field_put(&cores, 0x12, &value, &err));
	cr_assert_eq(value, 0x1200ff00);
}

Test(regdecode, a_value_too_wide_for_its_field_is_an_error)
{
	uint64_t value = 5;

	cr_assert_not(reg_field_put(&cores, 0x100, &value, &err));
	cr_assert_eq(err.code, ERANGE);
	cr_assert_str_eq(err.msg, "CPA: 0x100 needs 9 bits, the field has 8");
	cr_assert_str_eq(err.hint, "at most 0xff");
	cr_assert_eq(value, 5);
}

Test(regdecode, a_64_bit_field_takes_every_value)
{
	const struct reg_field all = { .name = "ALL", .help = "", .high = 63, .low = 0 };
	uint64_t value = 0;

	cr_assert(reg_field_put(&all, UINT64_MAX, &value, &err));
	cr_assert_eq(value, UINT64_MAX);
	cr_assert_eq(reg_field_get(&all, value), UINT64_MAX);
}

Test(regdecode, a_value_is_a_name_or_a_number)
{
	uint64_t value = 9;

	cr_assert(reg_field_parse(&ctl_fields[4], "four", &value, &err));
	cr_assert_eq(value, 2);
	cr_assert(reg_field_parse(&ctl_fields[4], "0b11", &value, &err));
	cr_assert_eq(value, 3);
	cr_assert_not(reg_field_parse(&ctl_fields[4], "FOR", &value, &err));
	cr_assert_str_eq(err.hint, "did you mean FOUR?");
	cr_assert_not(reg_field_parse(&ctl_fields[4], "xyzzy", &value, &err));
	cr_assert_str_eq(err.hint, "a number or one of ONE TWO FOUR");
	cr_assert_not(reg_field_parse(&ctl_fields[4], "4", &value, &err));
	cr_assert_eq(err.code, ERANGE);
	cr_assert_not(reg_field_parse(&ctl_fields[3], "ff", &value, &err));
	cr_assert(strstr(err.msg, "'ff' is not a number"));
	cr_assert_eq(value, 3);
}

Test(regdecode, set_bits_are_listed_by_number)
{
	reg_field_describe(&cores, 0x81, &text);
	cr_assert_str_eq(strbuf_text(&text), "cores powered: 0 7");
	strbuf_reset(&text);
	reg_field_describe(&cores, 0, &text);
	cr_assert_str_eq(strbuf_text(&text), "cores powered: none");
}

Test(regdecode, a_value_without_a_name_is_said_to_have_none)
{
	reg_field_describe(&ctl_fields[4], 2, &text);
	cr_assert_str_eq(strbuf_text(&text), "FOUR");
	strbuf_reset(&text);
	reg_field_describe(&ctl_fields[4], 3, &text);
	cr_assert_str_eq(strbuf_text(&text), "unknown value");
}

Test(regdecode, values_are_as_wide_as_their_field)
{
	reg_field_format(&cores, 1, &text);
	strbuf_addc(&text, ' ');
	reg_field_format(&ctl_fields[5], 1, &text);
	cr_assert_str_eq(strbuf_text(&text), "0x01 1");
}

Test(regdecode, a_change_names_the_fields_that_differ)
{
	reg_describe_change(&ctl, 0x00000002, 0x00120000, &text);
	cr_assert_str_eq(strbuf_text(&text), "STRM 0->1 STRIPE ONE->FOUR RUN 1->0");
	strbuf_reset(&text);
	reg_describe_change(&ctl, 1, 1, &text);
	cr_assert_str_eq(strbuf_text(&text), "");
}

static uint64_t written_over(uint64_t old)
{
	const struct update_request request = reg_update_request(&update);

	return tools_update_value(&request, old);
}

static bool changes(uint64_t old)
{
	const struct update_request request = reg_update_request(&update);

	return tools_update_changes(&request, old);
}

Test(regdecode, an_update_keeps_the_bits_nobody_named)
{
	cr_assert(reg_update_word(&update, "RUN=1", 0, &err));
	cr_assert_eq(written_over(0x00140000), 0x00140002);
}

Test(regdecode, an_update_never_writes_a_1_back_to_a_w1c_neighbour)
{
	cr_assert(reg_update_word(&update, "RUN=0", 0, &err));
	cr_assert_eq(written_over(0x2c14000e), 0x2014000c);
}

Test(regdecode, a_w1c_field_that_is_named_is_written)
{
	cr_assert(reg_update_word(&update, "bcis=1", 0, &err));
	cr_assert_eq(written_over(0x0c000002), 0x04000002);
}

Test(regdecode, clearing_a_bit_that_is_set_is_a_change)
{
	cr_assert(reg_update_word(&update, "BCIS=1", 0, &err));
	cr_assert(changes(0x04000000));
}

Test(regdecode, an_update_to_what_is_there_already_is_none)
{
	cr_assert(reg_update_word(&update, "RUN=1", 0, &err));
	cr_assert_not(changes(0x04000002));
	cr_assert(changes(0x04000000));
}

Test(regdecode, a_w1c_register_without_fields_is_all_w1c)
{
	const struct reg sts = {
		.name = "STATESTS", .width_bits = 16, .access = REG_W1C, .count = 1
	};
	const struct reg_ref ref = { .reg = &sts };

	cr_assert_eq(reg_w1c_mask(&sts), 0xffff);
	cr_assert(reg_update_begin(&ref, false, &update, &err));
	cr_assert(reg_update_bits(&update, 0x1, 0x1, &err));
	cr_assert_eq(written_over(0x5), 0x1);
}

Test(regdecode, names_in_messages_say_which_element)
{
	cr_assert_not(reg_update_word(&update, "RUM=1", 0, &err));
	cr_assert_str_eq(err.msg, "SD7.CTL has no field 'RUM'");
	cr_assert_str_eq(err.hint, "did you mean SD7.CTL.RUN?");
	cr_assert_not(reg_update_word(&update, "STRM=16", 0, &err));
	cr_assert_str_eq(err.msg, "SD7.CTL: STRM: 0x10 needs 5 bits, the field has 4");
}

Test(regdecode, a_read_only_field_cannot_be_named)
{
	cr_assert_not(reg_update_word(&update, "FIFORDY=1", 0, &err));
	cr_assert_eq(err.code, EPERM);
	cr_assert_str_eq(err.msg, "SD7.CTL.FIFORDY is read-only");
}

Test(regdecode, a_field_named_twice_is_refused)
{
	cr_assert(reg_update_word(&update, "RUN=1", 0, &err));
	cr_assert_not(reg_update_word(&update, "RUN=0", 0, &err));
	cr_assert_eq(err.code, EEXIST);
}

Test(regdecode, a_word_without_a_value_is_refused)
{
	const char *const bad[] = { "RUN", "RUN=", "=1", "" };

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		cr_assert_not(reg_update_word(&update, bad[i], 0, &err), "%s", bad[i]);
	cr_assert_eq(update.mask, 0);
}

Test(regdecode, the_beginning_of_a_field_is_enough_when_asked_for)
{
	cr_assert_not(reg_update_word(&update, "RU=1", 0, &err));
	cr_assert(reg_update_word(&update, "RU=1", REGDB_PREFIX, &err));
	cr_assert_not(reg_update_word(&update, "STR=1", REGDB_PREFIX, &err));
	cr_assert_eq(err.code, EEXIST);
}

Test(regdecode, bits_outside_the_mask_or_register_are_refused)
{
	cr_assert_not(reg_update_bits(&update, 0xf, 0x10, &err));
	cr_assert_eq(err.code, ERANGE);
	cr_assert_str_eq(err.msg, "value 0x10 has bits outside the mask 0xf");
	cr_assert_not(reg_update_bits(&update, UINT64_C(1) << 32, 0, &err));
	cr_assert_eq(err.code, ERANGE);
	cr_assert_eq(update.mask, 0);
}

Test(regdecode, what_cannot_be_read_cannot_be_updated_unless_forced)
{
	static const enum reg_access kinds[] = { REG_WO, REG_RC, REG_ONCE, REG_RO };

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		const struct reg reg = {
			.name = "CMD", .width_bits = 32, .access = kinds[i], .count = 1
		};
		const struct reg_ref ref = { .reg = &reg };

		err = (struct err)ERR_INIT;
		cr_assert_not(reg_update_begin(&ref, false, &update, &err));
		cr_assert_eq(err.code, EPERM);
		cr_assert(strstr(err.msg, "CMD") && err.hint[0]);
		cr_assert(reg_update_begin(&ref, true, &update, &err));
	}
}
