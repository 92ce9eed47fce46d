/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The simulated Skylake DSP and its code loader, booted in the order of the Linux driver by a program that
 * shares nothing with backend/dsp; each step left out must stop the boot. */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

#include "backend/support/bits.h"
#include "tests/tools/fwbuild.h"
#include "tests/unit/model_host.h"

enum { HDA = 0, DSP = 4 };
enum { ADSPCS = 0x04, ADSPIC = 0x08, ADSPIS = 0x0c, HIPCT = 0x40, HIPCCTL = 0x50 };
enum { CL = 0x80, CL_STS = 0x83, CL_CBL = 0x88, CL_LVI = 0x8c, CL_BDPL = 0x98, CL_BDPU = 0x9c };
enum { CL_SPBFCCTL = 0xa4, CL_SPIB = 0xa8 };
enum { STATUS = 0x8000, ERROR = 0x8004 };
enum { PIECE = 0x20000 };

static struct test_host host;
static uint8_t *file, *image;
static size_t file_len, image_len;

/* More than one piece. */
static void setup(void)
{
	const struct fwbuild how = { .kind = FWBUILD_AVS15, .ipc = 4, .pages = 70 };

	test_host_start(&host, "skl");
	file = fwbuild_image(&how, &file_len);
	image = file + get_le32(file + 4);
	image_len = file_len - get_le32(file + 4);
	cr_assert_eq(image_len, 70 * 4096);
}

static void teardown(void)
{
	test_host_stop(&host);
	free(file);
}

TestSuite(model_skl, .init = setup, .fini = teardown);

enum step {
	NO_STEP,
	MASTER,
	GPROCEN,
	SPA,
	CLEAR_CRST,
	LIST,
	CBL,
	TAG,
	SPIB_ENABLE,
	RUN,
	LAST_PIECE,
	STRIP,
	INTACT_BODY,
};

enum stage { BOOTED, AT_POWER, AT_ROM, AT_PIECE, AT_ENTERED };

static void put_list(enum step without)
{
	uint8_t *list = host.memory + TEST_MEMORY - 4096;

	memset(list, 0, 16);
	if (without == LIST)
		return;
	put_le(list, TEST_IOVA, 8);
	put_le(list + 8, PIECE, 4);
	put_le(list + 12, 1, 4);
}

static void loader_setup(enum step without)
{
	put_list(without);
	test_update(&host, DSP, CL, 0xf0001e, 0);
	test_write(&host, DSP, CL_SPBFCCTL, 32, 0);
	test_write(&host, DSP, CL_BDPL, 32, (uint32_t)(TEST_IOVA + TEST_MEMORY - 4096));
	test_write(&host, DSP, CL_BDPU, 32, 0);
	test_write(&host, DSP, CL_CBL, 32, without == CBL ? 0 : PIECE);
	test_write(&host, DSP, CL_LVI, 32, 0);
	test_update(&host, DSP, CL, 0x1c, 0x1c);
	if (without != TAG)
		test_update(&host, DSP, CL, 0xf00000, 0x100000);
}

static void piece(const uint8_t *bytes, uint32_t len, enum step without)
{
	memcpy(host.memory, bytes, len);
	if (without != SPIB_ENABLE)
		test_update(&host, DSP, CL_SPBFCCTL, 1, 1);
	test_write(&host, DSP, CL_SPIB, 32, len);
	if (without != RUN)
		test_update(&host, DSP, CL, 2, 2);
}

static bool send(enum step without)
{
	const uint8_t *from = without == STRIP ? file : image;
	size_t left = without == STRIP ? file_len : image_len;

	if (without == INTACT_BODY)
		image[0x3001] ^= 1;
	for (; left > PIECE; left -= PIECE, from += PIECE) {
		test_update(&host, DSP, ADSPIC, 2, 2);
		piece(from, PIECE, without);
		if (!test_poll(&host, DSP, ADSPIS, 2, 2, 500) ||
		    !(test_read(&host, DSP, CL_STS, 8) & 4))
			return false;
		test_write(&host, DSP, CL_STS, 8, 4);
	}
	test_update(&host, DSP, ADSPIC, 2, 0);
	if (without != LAST_PIECE)
		piece(from, (uint32_t)left, without);
	if (without == INTACT_BODY)
		image[0x3001] ^= 1;
	return true;
}

static enum stage boot(enum step without)
{
	bool entered;

	test_config_write(&host, 4, 16, without == MASTER ? 2 : 6);
	test_update(&host, HDA, 8, 1, 0);
	test_poll(&host, HDA, 8, 1, 0, 100);
	test_update(&host, HDA, 8, 1, 1);
	test_poll(&host, HDA, 8, 1, 1, 100);
	test_update(&host, HDA, 0x804, 0x40000000, without == GPROCEN ? 0 : 0x40000000);
	test_update(&host, DSP, ADSPCS, 0x100, 0x100);
	test_update(&host, DSP, ADSPCS, 1, 1);
	test_update(&host, DSP, ADSPCS, 0x10000, 0);
	test_poll(&host, DSP, ADSPCS, 0x01000000, 0, 50);
	if (without != SPA)
		test_update(&host, DSP, ADSPCS, 0x10000, 0x10000);
	if (!test_poll(&host, DSP, ADSPCS, 0xff000000, 0x01000000, 50))
		return AT_POWER;
	if (without != CLEAR_CRST)
		test_update(&host, DSP, ADSPCS, 1, 0);
	test_update(&host, DSP, ADSPCS, 0x100, 0);
	loader_setup(without);
	test_update(&host, DSP, ADSPIC, 1, 1);
	test_update(&host, DSP, HIPCCTL, 3, 3);
	if (!test_poll(&host, DSP, STATUS, 0xffffff, 1, 300))
		return AT_ROM;
	if (!send(without))
		return AT_PIECE;
	entered = test_poll(&host, DSP, STATUS, 0xffffff, 0xf, 3000);
	test_update(&host, DSP, CL, 2, 0);
	return entered ? BOOTED : AT_ENTERED;
}

Test(model_skl, boots_in_pieces)
{
	cr_assert_eq(test_config_read(&host, 0, 32), 0x9d708086);
	cr_assert_eq(boot(NO_STEP), BOOTED, "%s", host.complaint);
	cr_assert_eq(host.complaints, 0, "%s", host.complaint);
	/* FW_READY of IPC4, in its own doorbell */
	cr_assert(test_poll(&host, DSP, HIPCT, UINT32_MAX, 0x9b080000, 100));
	cr_assert_eq(test_read(&host, DSP, ADSPCS, 32), 0x01010202);
	cr_assert_eq(boot(NO_STEP), BOOTED, "again: %s", host.complaint);
}

Test(model_skl, each_step_left_out_stops_the_boot)
{
	static const struct {
		char name[20];
		enum step without;
		enum stage stage;
		uint32_t error;
	} table[] = {
		{ "bus master", MASTER, AT_PIECE, 0 },
		{ "GPROCEN", GPROCEN, AT_POWER, 0xffffffff },
		{ "SPA", SPA, AT_POWER, 0 },
		{ "clearing CRST", CLEAR_CRST, AT_ROM, 0 },
		{ "descriptor list", LIST, AT_PIECE, 0 },
		{ "CBL", CBL, AT_PIECE, 0 },
		{ "tag", TAG, AT_PIECE, 0 },
		{ "SPIB enable", SPIB_ENABLE, AT_PIECE, 0 },
		{ "RUN", RUN, AT_PIECE, 0 },
		{ "the last piece", LAST_PIECE, AT_ENTERED, 0 },
		{ "stripping", STRIP, AT_PIECE, 43 },
		{ "intact body", INTACT_BODY, AT_ENTERED, 44 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		enum stage stage = boot(table[i].without);

		cr_expect_eq(stage, table[i].stage, "without %s: stage %d, not %d (%s)",
			     table[i].name, stage, table[i].stage, host.complaint);
		cr_expect_eq(test_read(&host, DSP, ERROR, 32), table[i].error,
			     "without %s: error word", table[i].name);
		host.class->reset(host.model);
		cr_expect_eq(boot(NO_STEP), BOOTED, "control after %s: %s", table[i].name,
			     host.complaint);
	}
}

/* A full buffer interrupts when it may, and holds still until the next SPIB. */
Test(model_skl, a_full_piece_interrupts)
{
	unsigned before;

	boot(LAST_PIECE);
	host.class->reset(host.model);
	test_config_write(&host, 0x62, 16, 0x81);
	cr_assert_eq(boot(SPIB_ENABLE), AT_PIECE);
	test_write(&host, HDA, 0x20, 32, 0xc0000000);
	test_update(&host, HDA, 0x804, 0x80000000, 0x80000000);
	before = host.msis;
	piece(image, PIECE, NO_STEP);
	test_sleep_us(&host, 100000);
	cr_assert_eq(host.msis, before + 1);
	cr_assert_eq(test_read(&host, DSP, ADSPIS, 32) & 2, 2);
	cr_assert_eq(test_read(&host, DSP, CL + 4, 32), PIECE, "LPIB");
	test_write(&host, DSP, CL_STS, 8, 4);
	test_sleep_us(&host, 100000);
	cr_assert_eq(test_read(&host, DSP, ADSPIS, 32) & 2, 0);
	cr_assert_eq(host.msis, before + 1);
}

Test(model_skl, the_rom_takes_no_request)
{
	cr_assert_eq(boot(RUN), AT_PIECE);
	test_write(&host, DSP, 0x48, 32, 0x81004000);
	cr_expect_not(test_poll(&host, DSP, 0x4c, 0x40000000, 0x40000000, 100));
	cr_expect(strstr(host.complaint, "does not know the request"), "%s", host.complaint);
}

/* The stream that feeds every other chip leads nowhere here. */
Test(model_skl, an_hda_stream_brings_no_image)
{
	enum { SD = 0x80 + 0x20 * 7 };

	cr_assert_eq(boot(RUN), AT_PIECE);
	memcpy(host.memory, image, image_len);
	put_list(NO_STEP);
	test_update(&host, HDA, 0x804, 1u << 7, 1u << 7);
	test_write(&host, HDA, SD + 8, 32, PIECE);
	test_write(&host, HDA, SD + 0x18, 32, (uint32_t)(TEST_IOVA + TEST_MEMORY - 4096));
	test_update(&host, HDA, 0x704, 1u << 7, 1u << 7);
	test_write(&host, HDA, 0x708 + 8 * 7, 32, PIECE);
	test_write(&host, HDA, SD, 32, 0x100002);
	test_sleep_us(&host, 100000);
	cr_expect_eq(test_read(&host, HDA, SD + 4, 32), 0, "LPIB");
	cr_expect_eq(test_read(&host, DSP, STATUS, 32), 1);
}

/* -- hostile -- */

Test(model_skl, random_accesses_never_break_it)
{
	uint32_t x = 4711;

	boot(RUN);
	for (unsigned i = 0; i < 20000; i++) {
		x = x * 1664525 + 1013904223;
		if (x >> 28 == 0)
			test_sleep_us(&host, 1000);
		test_write(&host, DSP, x >> 8 & 0xff, 8u << (x >> 16 & 3), x * 2654435761u);
		test_read(&host, DSP, x >> 8 & 0xff, 32);
	}
	host.class->reset(host.model);
	cr_assert_eq(boot(NO_STEP), BOOTED, "%s", host.complaint);
}
