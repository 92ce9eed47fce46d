/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <criterion/criterion.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "backend/regs/regdb.h"
#include "backend/support/bits.h"

static struct regdb *db;
static const struct reg_block *dsp, *hda, *sd, *pm, *msi;
static struct err err;
static struct reg_ref ref;
static char name[REG_NAME_SIZE * 4];

static bool add(const struct reg_block *block, const char *reg_name, uint64_t offset,
		unsigned width_bits)
{
	struct reg reg = {
		.name = reg_name,
		.help = "a register",
		.offset = offset,
		.width_bits = width_bits,
		.count = 1,
	};

	return regdb_add(db, block, &reg, &err);
}

static const struct reg_block *add_block(struct reg_block block)
{
	const struct reg_block *ret = NULL;

	if (!block.count)
		block.count = 1;
	block.help = "a block";
	cr_assert(regdb_add_block(db, &block, &ret, &err), "%s", err.msg);
	return ret;
}

static void add_adspcs(void)
{
	const struct reg_field fields[] = {
		{ .name = "CRST", .high = 7, .low = 0 },
		{ .name = "CPA", .high = 31, .low = 24, .access = REG_RO, .bits = true },
		{ .name = "CSTALL", .high = 15, .low = 8 },
	};
	const struct reg reg = {
		.name = "ADSPCS",
		.help = "core power/reset control",
		.offset = 4,
		.width_bits = 32,
		.count = 1,
		.fields = fields,
		.field_count = ARRAY_SIZE(fields),
	};

	cr_assert(regdb_add(db, dsp, &reg, &err), "%s", err.msg);
}

static bool locate(void *ctx, const struct reg_block *block, uint64_t *ret, struct err *e)
{
	(void)ctx;
	if (block->base != REG_BASE_CAP || block->base_id != 1)
		return err_set(e, ENOENT, "this device has no %s", block->help);
	*ret = 0x50;
	return true;
}

static void setup(void)
{
	db = regdb_create();
	dsp = add_block((struct reg_block){ .name = "ADSP", .region = "bar4" });
	hda = add_block((struct reg_block){ .name = "HDA", .region = "bar0" });
	sd = add_block((struct reg_block){
		.name = "SD%d", .region = "bar0", .offset = 0x80, .count = 16, .stride = 0x20 });
	pm = add_block((struct reg_block){
		.name = "PM", .region = "config", .base = REG_BASE_CAP, .base_id = 1 });
	msi = add_block((struct reg_block){
		.name = "MSI", .region = "config", .base = REG_BASE_CAP, .base_id = 5 });
	add_adspcs();
	cr_assert(add(dsp, "ADSPIC", 8, 32));
	cr_assert(add(hda, "GCAP", 0, 16));
	cr_assert(add(hda, "GCTL", 8, 32));
	cr_assert(add(sd, "CTL", 0, 32));
	cr_assert(add(sd, "LPIB", 4, 32));
	cr_assert(add(pm, "PMCSR", 4, 16));
	cr_assert(add(pm, "CTL", 2, 16));
	cr_assert(add(msi, "CTL", 2, 16));
	regdb_set_locator(db, locate, NULL);
}

static void teardown(void)
{
	regdb_destroy(db);
}

TestSuite(regdb, .init = setup, .fini = teardown);

static const char *found(const char *word, unsigned flags)
{
	if (!regdb_find(db, word, flags, &ref, &err))
		return "";
	return reg_ref_full_name(&ref, name, sizeof(name));
}

Test(regdb, a_name_is_found_whatever_its_case)
{
	cr_assert_str_eq(found("ADSPCS", 0), "bar4.ADSP.ADSPCS");
	cr_assert_str_eq(found("adspcs", 0), "bar4.ADSP.ADSPCS");
	cr_assert_eq(ref.reg->offset, 4);
}

Test(regdb, a_name_may_carry_its_block_or_region_or_both)
{
	cr_assert_str_eq(found("adsp.adspcs", 0), "bar4.ADSP.ADSPCS");
	cr_assert_str_eq(found("bar4.adspcs", 0), "bar4.ADSP.ADSPCS");
	cr_assert_str_eq(found("bar4.ADSP.adspcs", 0), "bar4.ADSP.ADSPCS");
	cr_assert_str_eq(found("config.PMCSR", 0), "config.PM.PMCSR");
	cr_assert_str_eq(found("bar0.adspcs", 0), "");
	cr_assert_eq(err.code, ENOENT);
}

Test(regdb, a_field_is_named_behind_a_dot)
{
	cr_assert_str_eq(found("adspcs.cpa", 0), "bar4.ADSP.ADSPCS.CPA");
	cr_assert_eq(ref.field->low, 24);
	cr_assert_str_eq(found("bar4.ADSPCS.CRST", 0), "bar4.ADSP.ADSPCS.CRST");
	cr_assert_str_eq(found("ADSPCS.CPA", REGDB_NO_FIELD), "");
}

Test(regdb, fields_are_stored_from_the_top)
{
	found("ADSPCS", 0);
	cr_assert_str_eq(ref.reg->fields[0].name, "CPA");
	cr_assert_str_eq(ref.reg->fields[2].name, "CRST");
}

Test(regdb, an_unknown_field_offers_the_nearest)
{
	cr_assert_str_eq(found("ADSPCS.CSTAL", 0), "");
	cr_assert_str_eq(err.msg, "ADSPCS has no field 'CSTAL'");
	cr_assert_str_eq(err.hint, "did you mean ADSPCS.CSTALL?");
	err = (struct err)ERR_INIT;
	cr_assert_str_eq(found("ADSPIC.X", 0), "");
	cr_assert_str_eq(err.hint, "no fields of it are described");
}

Test(regdb, an_unknown_name_offers_the_nearest)
{
	cr_assert_str_eq(found("ADPSCS", 0), "");
	cr_assert_str_eq(err.msg, "no register is called 'ADPSCS'");
	cr_assert_str_eq(err.hint, "did you mean ADSPCS?");
}

Test(regdb, an_array_element_is_found_by_its_number)
{
	uint64_t offset;

	cr_assert_str_eq(found("sd7.ctl", 0), "bar0.SD7.CTL");
	cr_assert_eq(ref.index, 7);
	cr_assert(regdb_locate(db, &ref, &offset, &err));
	cr_assert_eq(offset, 0x160);
	cr_assert_str_eq(found("bar0.SD15.LPIB", 0), "bar0.SD15.LPIB");
	cr_assert_str_eq(found("SD16.CTL", 0), "");
	cr_assert_str_eq(found("SD07.CTL", 0), "");
	cr_assert_str_eq(found("SD.CTL", 0), "");
	cr_assert_str_eq(found("SD%d.CTL", 0), "");
	cr_assert_str_eq(found("SD99999999999999999999.CTL", 0), "");
}

Test(regdb, a_name_in_two_blocks_is_ambiguous_until_its_block_is_said)
{
	cr_assert_str_eq(found("config.CTL", 0), "");
	cr_assert_eq(err.code, EEXIST);
	cr_assert(strstr(err.msg, "config.PM.CTL") && strstr(err.msg, "config.MSI.CTL"));
	cr_assert_str_eq(found("MSI.CTL", 0), "config.MSI.CTL");
	cr_assert_str_eq(found("config.msi.ctl", 0), "config.MSI.CTL");
}

Test(regdb, a_name_in_a_hundred_blocks_is_found_in_each)
{
	for (unsigned i = 0; i < 100; i++) {
		const struct reg_block *block;
		char block_name[16], word[32];

		snprintf(block_name, sizeof(block_name), "B%u", i);
		block = add_block((struct reg_block){
			.name = block_name, .region = "config", .base = REG_BASE_CAP });
		cr_assert(add(block, "HDR", 0, 16));
		snprintf(word, sizeof(word), "B%u.HDR", i / 2);
		cr_assert(regdb_find(db, word, 0, &ref, &err), "%s", err.msg);
	}
}

Test(regdb, of_several_the_only_one_outside_config_space_is_meant)
{
	cr_assert(add(hda, "CTL", 0x20, 32));
	cr_assert_str_eq(found("CTL", 0), "bar0.HDA.CTL");
	cr_assert(add(dsp, "CTL", 0x20, 32));
	cr_assert_str_eq(found("CTL", 0), "");
	cr_assert_eq(err.code, EEXIST);
}

Test(regdb, a_value_may_not_be_called_by_a_number)
{
	const struct reg_enum values[] = { { 0, "1" } };
	const struct reg_field field = {
		.name = "A", .high = 1, .low = 0, .enums = values, .enum_count = 1
	};
	const struct reg reg = { .name = "F",
				 .offset = 0x40,
				 .width_bits = 16,
				 .count = 1,
				 .fields = &field,
				 .field_count = 1 };

	cr_assert_not(regdb_add(db, dsp, &reg, &err));
	cr_assert(strstr(err.msg, "may not be called '1'"), "%s", err.msg);
}

Test(regdb, a_beginning_is_enough_only_when_asked_for_and_unique)
{
	cr_assert_str_eq(found("GCT", 0), "");
	cr_assert_str_eq(found("gct", REGDB_PREFIX), "bar0.HDA.GCTL");
	cr_assert_str_eq(found("bar4.adspi", REGDB_PREFIX), "bar4.ADSP.ADSPIC");
	cr_assert_str_eq(found("adspc.cp", REGDB_PREFIX), "bar4.ADSP.ADSPCS.CPA");
	err = (struct err)ERR_INIT;
	cr_assert_str_eq(found("ADSP", REGDB_PREFIX), "");
	cr_assert_eq(err.code, EEXIST);
	err = (struct err)ERR_INIT;
	cr_assert_str_eq(found("adspcs.c", REGDB_PREFIX), "");
	cr_assert_eq(err.code, EEXIST);
}

Test(regdb, an_exact_name_beats_longer_ones)
{
	cr_assert(add(hda, "GCTLX", 0x10, 32));
	cr_assert_str_eq(found("GCTL", REGDB_PREFIX), "bar0.HDA.GCTL");
}

Test(regdb, a_capability_is_located_by_the_device)
{
	uint64_t offset = 1;

	found("PMCSR", 0);
	cr_assert(regdb_locate(db, &ref, &offset, &err));
	cr_assert_eq(offset, 0x54);
	found("MSI.CTL", 0);
	cr_assert_not(regdb_locate(db, &ref, &offset, &err));
	cr_assert_eq(err.code, ENOENT);
	cr_assert_eq(offset, 0x54);
}

Test(regdb, without_a_device_a_capability_has_no_place)
{
	uint64_t offset;

	regdb_set_locator(db, NULL, NULL);
	found("PMCSR", 0);
	cr_assert_not(regdb_locate(db, &ref, &offset, &err));
	cr_assert_eq(err.code, ENODEV);
	cr_assert(err.hint[0]);
}

Test(regdb, a_byte_is_traced_to_the_register_that_covers_it)
{
	cr_assert(regdb_at(db, "bar4", 7, &ref));
	cr_assert_str_eq(ref.reg->name, "ADSPCS");
	cr_assert_not(regdb_at(db, "bar4", 3, &ref));
	cr_assert_not(regdb_at(db, "bar2", 4, &ref));
	cr_assert(regdb_at(db, "bar0", 0x1e7, &ref));
	cr_assert_str_eq(reg_ref_name(&ref, name, sizeof(name)), "SD11.LPIB");
	cr_assert(regdb_at(db, "config", 0x55, &ref));
	cr_assert_str_eq(ref.reg->name, "PMCSR");
}

Test(regdb, a_range_lists_its_registers_in_order_of_offset)
{
	autoreglist list = REG_LIST_INIT;

	regdb_range(db, "bar0", 0, 0x2000, NULL, &list);
	cr_assert_eq(list.count, 2 + 32);
	cr_assert_str_eq(reg_ref_name(&list.items[2], name, sizeof(name)), "SD0.CTL");
	cr_assert_str_eq(reg_ref_name(&list.items[3], name, sizeof(name)), "SD0.LPIB");
	cr_assert_str_eq(reg_ref_name(&list.items[33], name, sizeof(name)), "SD15.LPIB");
	regdb_range(db, "bar0", 0xa3, 2, NULL, &list);
	cr_assert_eq(list.count, 2);
	cr_assert_str_eq(reg_ref_name(&list.items[0], name, sizeof(name)), "SD1.CTL");
	regdb_range(db, "config", 0, 256, NULL, &list);
	cr_assert_eq(list.count, 2);
	regdb_range(db, "bar0", 0, 0, NULL, &list);
	cr_assert_eq(list.count, 0);
	regdb_range(db, "bar0", UINT64_MAX, UINT64_MAX, NULL, &list);
	cr_assert_eq(list.count, 0);
}

Test(regdb, a_pattern_matches_plain_and_qualified_names)
{
	autoreglist list = REG_LIST_INIT;

	regdb_match(db, "sd*.lpib", &list);
	cr_assert_eq(list.count, 16);
	regdb_match(db, "SD1?.CTL", &list);
	cr_assert_eq(list.count, 6);
	regdb_match(db, "bar4.*", &list);
	cr_assert_eq(list.count, 2);
	regdb_match(db, "PM.*", &list);
	cr_assert_eq(list.count, 2);
	cr_assert_str_eq(list.items[0].reg->name, "CTL");
	regdb_match(db, "nothing*", &list);
	cr_assert_eq(list.count, 0);
	regdb_match(db, NULL, &list);
	cr_assert_eq(list.count, regdb_count(db));
}

Test(regdb, a_pattern_of_many_stars_ends)
{
	cr_assert_not(reg_glob_match("*a*a*a*a*a*a*a*a*a*a*a*a*b",
				     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
	cr_assert(reg_glob_match("*", ""));
	cr_assert(reg_glob_match("a?c*", "ABCDEF"));
	cr_assert_not(reg_glob_match("a?c", "ac"));
}

Test(regdb, an_alias_shares_bytes_and_stays_out_of_ranges)
{
	struct reg reg = { .name = "STS", .offset = 3, .width_bits = 8, .alias = true, .count = 1 };
	autoreglist list = REG_LIST_INIT;

	cr_assert(regdb_add(db, sd, &reg, &err), "%s", err.msg);
	cr_assert_str_eq(found("SD2.STS", 0), "bar0.SD2.STS");
	cr_assert(regdb_at(db, "bar0", 0x83, &ref));
	cr_assert_str_eq(ref.reg->name, "SD%d.CTL");
	regdb_range(db, "bar0", 0x83, 1, NULL, &list);
	cr_assert_eq(list.count, 1);
}

Test(regdb, overlapping_registers_are_refused_with_both_names)
{
	cr_assert_not(add(dsp, "OTHER", 6, 16));
	cr_assert_eq(err.code, EEXIST);
	cr_assert_str_eq(err.msg, "'OTHER' at 0x6 (16 bits) overlaps 'ADSPCS' at 0x4 (32 bits)");
	cr_assert_not(add(hda, "WIDE", 0xe0, 64));
	cr_assert(strstr(err.msg, "'SD3."), "%s", err.msg);
}

Test(regdb, an_array_over_a_register_is_refused)
{
	struct reg reg = { .name = "A%d", .width_bits = 32, .count = 8, .stride = 4 };

	cr_assert_not(regdb_add(db, dsp, &reg, &err));
	cr_assert(strstr(err.msg, "'A1'") && strstr(err.msg, "'ADSPCS'"), "%s", err.msg);
}

Test(regdb, the_number_of_an_element_stands_apart_from_other_digits)
{
	struct reg reg = {
		.name = "SD%d2", .offset = 0x100, .width_bits = 32, .count = 8, .stride = 4
	};

	cr_assert_not(regdb_add(db, dsp, &reg, &err));
	reg.name = "SD2%d";
	cr_assert_not(regdb_add(db, dsp, &reg, &err));
	cr_assert(strstr(err.msg, "next to a digit"), "%s", err.msg);
	reg.name = "2SD%d_2";
	cr_assert(regdb_add(db, dsp, &reg, &err), "%s", err.msg);
	cr_assert_str_eq(found("2SD7_2", 0), "bar4.ADSP.2SD7_2");
}

Test(regdb, a_name_defined_twice_is_refused_with_both_places)
{
	cr_assert_not(add(dsp, "adspcs", 0x40, 32));
	cr_assert_eq(err.code, EEXIST);
	cr_assert_str_eq(err.msg, "'adspcs' at 0x40 is defined already, at 0x4");
}

Test(regdb, an_element_and_a_register_may_not_share_a_name)
{
	struct reg reg = {
		.name = "W%d", .offset = 0x100, .width_bits = 32, .count = 4, .stride = 4
	};

	cr_assert(regdb_add(db, dsp, &reg, &err));
	cr_assert_not(add(dsp, "W2", 0x200, 32));
	cr_assert_eq(err.code, EEXIST);
}

static bool add_fields(const struct reg_field *fields, size_t count)
{
	struct reg reg = { .name = "F",
			   .offset = 0x40,
			   .width_bits = 16,
			   .count = 1,
			   .fields = fields,
			   .field_count = count };

	return regdb_add(db, dsp, &reg, &err);
}

Test(regdb, overlapping_fields_are_refused_with_both_names)
{
	const struct reg_field fields[] = {
		{ .name = "A", .high = 7, .low = 4 },
		{ .name = "B", .high = 4, .low = 0 },
	};

	cr_assert_not(add_fields(fields, 2));
	cr_assert_str_eq(err.msg, "F: fields A (7:4) and B (4:0) overlap");
}

Test(regdb, a_field_outside_its_register_is_refused)
{
	const struct reg_field outside = { .name = "A", .high = 16, .low = 15 };
	const struct reg_field backwards = { .name = "A", .high = 3, .low = 4 };
	const struct reg_field shift = { .name = "A", .high = 0xffffffff, .low = 0 };

	cr_assert_not(add_fields(&outside, 1));
	cr_assert_eq(err.code, ERANGE);
	cr_assert(strstr(err.msg, "F.A"));
	cr_assert_not(add_fields(&backwards, 1));
	cr_assert_not(add_fields(&shift, 1));
}

Test(regdb, two_fields_of_one_name_are_refused)
{
	const struct reg_field fields[] = { { .name = "A", .high = 1, .low = 1 },
					    { .name = "a", .high = 0, .low = 0 } };

	cr_assert_not(add_fields(fields, 2));
	cr_assert_eq(err.code, EEXIST);
}

Test(regdb, values_of_a_field_must_fit_and_differ)
{
	const struct reg_enum wide[] = { { 4, "FOUR" } };
	const struct reg_enum twice[] = { { 1, "ONE" }, { 1, "UNO" } };
	const struct reg_enum named_twice[] = { { 1, "ONE" }, { 2, "one" } };
	struct reg_field field = {
		.name = "A", .high = 1, .low = 0, .enums = wide, .enum_count = 1
	};

	cr_assert_not(add_fields(&field, 1));
	cr_assert_eq(err.code, ERANGE);
	field.enums = twice;
	field.enum_count = 2;
	cr_assert_not(add_fields(&field, 1));
	cr_assert(strstr(err.msg, "ONE") && strstr(err.msg, "UNO"));
	field.enums = named_twice;
	cr_assert_not(add_fields(&field, 1));
}

Test(regdb, a_place_that_cannot_be_accessed_is_refused)
{
	struct reg reg = {
		.name = "R%d", .offset = UINT64_MAX - 7, .width_bits = 32, .count = 3, .stride = 4
	};

	cr_assert_not(add(dsp, "R", 2, 32));
	cr_assert_not(add(dsp, "R", 0, 24));
	cr_assert_not(add(dsp, "R", UINT64_MAX - 3, 32));
	cr_assert_eq(err.code, ERANGE);
	cr_assert_not(regdb_add(db, dsp, &reg, &err));
	reg.offset = 0x400;
	reg.count = 0x10000000;
	cr_assert_not(regdb_add(db, dsp, &reg, &err));
	reg.count = 4;
	reg.stride = UINT64_MAX - 3;
	cr_assert_not(regdb_add(db, dsp, &reg, &err));
	reg.stride = 2;
	cr_assert_not(regdb_add(db, dsp, &reg, &err));
	cr_assert_not(add(pm, "WIDE", 0x10, 64));
	cr_assert_eq(regdb_count(db), 2 + 2 + 32 + 2 + 1);
}

Test(regdb, a_bad_name_is_refused)
{
	const char *const bad[] = {
		"",    ".A",
		"A.",  "A B",
		"A%",  "A%d",
		"A*",  "\n",
		"a/b", "A1234567890123456789012345678901234567890123456789012345678901234"
	};

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		err.msg[0] = '\0';
		cr_assert_not(add(dsp, bad[i], 0x100, 32), "'%s'", bad[i]);
		cr_assert(err.msg[0] && !strchr(err.msg, '\n'));
	}
}

Test(regdb, a_reset_value_must_fit)
{
	struct reg reg = { .name = "R",
			   .offset = 0x40,
			   .width_bits = 8,
			   .count = 1,
			   .has_reset = true,
			   .reset = 0x100 };

	cr_assert_not(regdb_add(db, dsp, &reg, &err));
	cr_assert_eq(err.code, ERANGE);
}

Test(regdb, a_dropped_block_frees_its_names_and_bytes)
{
	struct reg_ref before;

	cr_assert(regdb_find(db, "ADSPCS", 0, &before, &err));
	regdb_drop_block(db, dsp);
	cr_assert_str_eq(found("ADSPCS", 0), "");
	cr_assert_not(regdb_at(db, "bar4", 4, &ref));
	cr_assert_eq(regdb_block_count(db), 4);
	dsp = add_block((struct reg_block){ .name = "ADSP", .region = "bar4" });
	cr_assert(add(dsp, "ADSPCS", 6, 16));
	cr_assert_str_eq(found("ads", REGDB_PREFIX), "bar4.ADSP.ADSPCS");
	cr_assert_str_eq(before.reg->name, "ADSPCS");
}

Test(regdb, completion_offers_registers_blocks_and_fields)
{
	autostrlist names = STRLIST_INIT, fields = STRLIST_INIT, inside = STRLIST_INIT;
	autostrlist few = STRLIST_INIT;

	regdb_complete(db, "ads", 100, &names);
	cr_assert_eq(names.count, 3);
	cr_assert(strlist_has(&names, "ADSP.") && strlist_has(&names, "ADSPCS"));
	regdb_complete(db, "adspcs.C", 100, &fields);
	cr_assert_eq(fields.count, 3);
	cr_assert(strlist_has(&fields, "adspcs.CPA"));
	regdb_complete(db, "config.PM.", 100, &inside);
	cr_assert_eq(inside.count, 2);
	cr_assert(strlist_has(&inside, "config.PM.PMCSR"));
	regdb_complete(db, "SD", 5, &few);
	cr_assert_eq(few.count, 5);
	strlist_finish(&few);
	regdb_complete(db, "sd12.c", 100, &few);
	cr_assert_eq(few.count, 1);
	cr_assert_str_eq(few.items[0], "SD12.CTL");
}

Test(regdb, reading_has_a_side_effect_when_a_field_has_one)
{
	const struct reg_field fields[] = {
		{ .name = "A", .high = 3, .low = 0, .access = REG_RC }
	};
	const char *why = "";

	cr_assert(add_fields(fields, 1));
	found("F", 0);
	cr_assert_not(reg_is_safe_to_read(ref.reg, &why));
	cr_assert_str_eq(why, "read-to-clear");
	found("ADSPCS", 0);
	cr_assert(reg_is_safe_to_read(ref.reg, &why));
}

Test(regdb, a_hundred_thousand_registers_are_all_found)
{
	const unsigned count = 100000;
	const struct reg_block *big =
		add_block((struct reg_block){ .name = "GPU", .region = "bar5" });
	char word[32];

	for (unsigned i = 0; i < count; i++) {
		snprintf(word, sizeof(word), "mmREG_%u", (i * 7919u) % count);
		cr_assert(add(big, word, i * 4, 32), "%s", err.msg);
	}
	for (unsigned i = 0; i < count; i++) {
		uint64_t offset;

		snprintf(word, sizeof(word), "MMREG_%u", (i * 7919u) % count);
		cr_assert(regdb_find(db, word, 0, &ref, &err), "%s", err.msg);
		cr_assert(regdb_locate(db, &ref, &offset, &err));
		cr_assert_eq(offset, i * 4);
		cr_assert(regdb_at(db, "bar5", i * 4 + 3, &ref));
		cr_assert_eq(ref.reg->offset, i * 4);
	}
	cr_assert_str_eq(found("mmreg_9999", REGDB_PREFIX), "bar5.GPU.mmREG_9999");
}
