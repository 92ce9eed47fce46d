/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Chips, status words and buffer lists: what needs no device. */
#include <criterion/criterion.h>

#include <string.h>

#include "backend/dsp/chips.h"
#include "backend/dsp/loader.h"
#include "backend/dsp/status.h"
#include "backend/dsp/stream.h"
#include "backend/support/bits.h"

Test(dsp_chips, every_part_has_its_own_id)
{
	for (const struct dsp_part *a = dsp_parts(); a->title; a++)
		for (const struct dsp_part *b = a + 1; b->title; b++)
			cr_assert(a->device != b->device, "%s and %s", a->title, b->title);
}

Test(dsp_chips, every_part_names_a_chip_and_a_firmware)
{
	for (const struct dsp_part *part = dsp_parts(); part->title; part++) {
		cr_assert(dsp_chip_find(part->chip), "%s: chip %s", part->title, part->chip);
		cr_assert(dsp_part_firmware(part, 0), "%s", part->title);
		cr_assert_null(dsp_part_firmware(part, 2));
	}
}

static void check_chip(const struct dsp_chip *chip)
{
	cr_assert(chip->cores >= 2 && chip->cores <= 5, "%s", chip->name);
	cr_assert(chip->init_mask && chip->host_mask, "%s", chip->name);
	cr_assert_eq(chip->init_mask & ~chip->host_mask, 0, "%s", chip->name);
	cr_assert(chip->host_mask < BIT(chip->cores), "%s", chip->name);
	cr_assert(chip->rom_status && chip->rom_status % 4 == 0, "%s", chip->name);
	cr_assert(chip->rom_init_ms >= 150, "%s", chip->name);
	cr_assert(chip->window_base && chip->window_step, "%s", chip->name);
	cr_assert(chip->am1_offset, "%s", chip->name);
	cr_assert(chip->ipc && chip->ipc->tdr && chip->ipc->idr && chip->ipc->ida, "%s",
		  chip->name);
	cr_assert(chip->ipc->done, "%s", chip->name);
}

Test(dsp_chips, every_chip_row_is_complete)
{
	for (const struct dsp_chip *chip = dsp_chips(); chip->name; chip++)
		check_chip(chip);
}

Test(dsp_chips, tiger_lake_is_cavs25_with_a_recipe)
{
	const struct dsp_part *part = dsp_part_find(0x8086, 0xa0c8);
	const struct dsp_chip *chip;

	cr_assert_not_null(part);
	chip = dsp_chip_find(part->chip);
	cr_assert_eq(chip->generation, DSP_CAVS_2_5);
	cr_assert_eq(chip->rom_status, 0x80000);
	cr_assert_eq(dsp_chip_window(chip, 3), 0xe0000);
	cr_assert_str_eq(chip->recipe, "cavs25");
	cr_assert_str_eq(dsp_part_firmware(part, 0), "sof/sof-tgl.ri");
	cr_assert_str_eq(dsp_part_firmware(part, 1), "sof-ipc4/tgl/sof-tgl.ri");
}

Test(dsp_chips, another_vendor_has_no_part)
{
	cr_assert_null(dsp_part_find(0x1022, 0xa0c8));
}

Test(dsp_chips, what_differs_by_generation)
{
	cr_assert_eq(dsp_chip_find("apl")->rom_init_ms, 150);
	cr_assert_eq(dsp_chip_find("apl")->ipc->done, 1u << 30);
	cr_assert_eq(dsp_chip_find("mtl")->rom_status, 0x163200);
	cr_assert_eq(dsp_chip_find("lnl")->rom_status, 0x160200);
	cr_assert(dsp_chip_find("ptl")->ipc->tda_clears);
	cr_assert_str_eq(dsp_generation_name(dsp_chip_find("nvl")->generation), "ACE 4");
}

/* -- status words seen on real machines -- */

static const char *text_of(enum dsp_generation generation, uint32_t word)
{
	static char buf[96];

	return dsp_status_format(generation, word, buf, sizeof(buf));
}

Test(dsp_status, waiting_for_the_cse)
{
	cr_assert_str_eq(text_of(DSP_CAVS_2_5, 0x06000021),
			 "CSE_IPC_RESET_PHASE_1, waiting for CSE_CSR");
	cr_assert(strstr(dsp_status_hint(DSP_CAVS_2_5, 0x06000021), "ME/HECI"));
	cr_assert_str_eq(text_of(DSP_CAVS_1_8, 0x02000010),
			 "CSE_IMR_REQUEST, waiting for IPC_DONE");
}

Test(dsp_status, waiting_for_the_image)
{
	cr_assert_str_eq(text_of(DSP_CAVS_2_5, 0x05000001),
			 "INIT_DONE, waiting for DMA_BUFFER_FULL");
	cr_assert_str_eq(text_of(DSP_ACE_1, 0x55000001),
			 "ROM_EXT INIT_DONE, waiting for DMA_BUFFER_FULL");
	cr_assert(strstr(dsp_status_hint(DSP_CAVS_2_5, 0x05000001), "SPIB"));
}

Test(dsp_status, firmware_entered)
{
	cr_assert_str_eq(text_of(DSP_CAVS_2_5, 5), "FW_ENTERED");
	cr_assert_str_eq(text_of(DSP_ACE_1, 0x50000005), "ROM_EXT FW_ENTERED");
	cr_assert(strstr(dsp_status_hint(DSP_CAVS_2_5, 5), "firmware runs"));
}

Test(dsp_status, one_code_means_different_things_by_generation_and_module)
{
	cr_assert_str_eq(text_of(DSP_CAVS_2_5, 0x20), "CSE_IPC_IFACE_INIT");
	cr_assert_str_eq(text_of(DSP_ACE_1, 0x20), "PURGE_FW_ENTRY");
	cr_assert_str_eq(text_of(DSP_CAVS_2_5, 0x40000002), "BRNGUP HPSRAM_LOAD");
}

Test(dsp_status, unknown_codes_are_shown_as_numbers)
{
	cr_assert_str_eq(text_of(DSP_CAVS_2_5, 0x0000000a), "unknown state 0xa");
	cr_assert_str_eq(text_of(DSP_CAVS_2_5, 0x7f123456),
			 "module 7 unknown state 0x123456, waiting for unknown 15");
	cr_assert_str_eq(text_of(DSP_ACE_4, 0x80000031), "unknown state 0x31, halted");
}

Test(dsp_status, every_word_has_a_hint)
{
	for (unsigned wait = 0; wait < 16; wait++)
		for (uint32_t state = 0; state < 0x40; state++) {
			uint32_t word = wait << 24 | state;

			cr_assert(*dsp_status_hint(DSP_CAVS_2_5, word));
			cr_assert(*dsp_status_hint(DSP_ACE_2, word));
			cr_assert(strlen(dsp_status_hint(DSP_CAVS_2_5, word)) < 192);
		}
}

Test(dsp_status, error_words)
{
	cr_assert_str_eq(dsp_error_name(44), "signature verification failed");
	cr_assert(strstr(dsp_error_hint(44), "fw info"));
	cr_assert_str_eq(dsp_error_name(0x4c4c4e55), "null firmware entry");
	cr_assert_null(dsp_error_name(48));
	cr_assert_null(dsp_error_name(0));
}

Test(dsp_status, a_panic_is_told_by_its_doorbell)
{
	cr_assert(dsp_is_panic(0x0dead006));
	cr_assert(dsp_is_panic(0x8dead123));
	cr_assert_not(dsp_is_panic(0x70000000));
}

/* -- the buffer list -- */

Test(dsp_bdl, two_halves_that_add_up)
{
	uint8_t list[32];

	cr_assert_eq(stream_build_bdl(list, 0x123456780, 524288), 2);
	cr_assert_eq(get_le64(list), 0x123456780);
	cr_assert_eq(get_le32(list + 8), 262144);
	cr_assert_eq(get_le32(list + 12), 0, "no interrupt in the middle");
	cr_assert_eq(get_le64(list + 16), 0x123456780 + 262144);
	cr_assert_eq(get_le32(list + 24), 262144);
	cr_assert_eq(get_le32(list + 28), 1, "an interrupt at the end");
}

Test(dsp_bdl, an_odd_size_keeps_both_addresses_aligned)
{
	uint8_t list[32];

	cr_assert_eq(stream_build_bdl(list, 0x1000, 1000), 2);
	cr_assert_eq(get_le64(list + 16) % 128, 0);
	cr_assert_eq(get_le32(list + 8) + get_le32(list + 24), 1000);
}

Test(dsp_bdl, what_no_list_describes)
{
	uint8_t list[32];

	cr_assert_eq(stream_build_bdl(list, 0x1000, 255), 0, "too small for two");
	cr_assert_eq(stream_build_bdl(list, 0x1040, 4096), 0, "unaligned");
	cr_assert_eq(stream_build_bdl(list, UINT64_MAX - 127, 4096), 0, "past the end");
}

/* -- the steps -- */

Test(dsp_steps, each_is_found_by_its_name)
{
	for (unsigned id = 0; id < DSP_STEP_COUNT; id++) {
		const struct dsp_step *step = dsp_step_get(id);

		cr_assert_eq(step->id, id);
		cr_assert(step->run && *step->help, "%s", step->name);
		cr_assert_eq(dsp_step_find(step->name), step);
	}
	cr_assert_null(dsp_step_find("wait"));
}

Test(dsp_steps, the_rom_gets_the_time_of_its_chip)
{
	const struct dsp_step *step = dsp_step_get(DSP_STEP_WAIT_ROM);

	cr_assert_eq(dsp_step_deadline_ms(step, NULL), 300);
	cr_assert_eq(dsp_step_deadline_ms(step, dsp_chip_find("apl")), 150);
}
