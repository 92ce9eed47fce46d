/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The simulated Tiger Lake DSP against two boot programs that share nothing with backend/dsp: the
 * order of the Linux driver and that of Zephyr's host tool. Each step left out must stop the boot at
 * the stage where silicon would, and a complete boot must follow as a control. */
#include <criterion/criterion.h>

#include <stdio.h>
#include <string.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "tests/tools/fwbuild.h"
#include "tests/unit/model_host.h"

enum { HDA = 0, DSP = 4 };
enum { STREAM = 7, SD = 0x80 + 0x20 * STREAM };
enum { ADSPCS = 0x04, ADSPIC = 0x08, TDR = 0xc0, TDA = 0xc4, TDD = 0xc8 };
enum { IDR = 0xd0, IDA = 0xd4, IDD = 0xd8, IPCCTL = 0xe8 };
enum { STATUS = 0x80000, ERROR = 0x80004, UPLINK = 0x81000, DOWNLINK = 0xa0000 };

enum stage {
	BOOTED,
	AT_CONTROLLER,
	AT_POWER,
	AT_RUN,
	AT_ACK,
	AT_ROM,
	AT_ENTERED,
	AT_READY,
	AT_ALIVE,
};

enum step {
	NO_STEP,
	MASTER,
	CRST,
	GPROCEN,
	PIE,
	PROCEN,
	BDL,
	BDL_SECOND_ENTRY,
	TAG,
	CBL,
	SPIB_ENABLE,
	SPIB_VALUE,
	SPA,
	REQUEST,
	REQUEST_CHANNEL,
	REQUEST_PURGE,
	CLEAR_CRST,
	CLEAR_CSTALL,
	RUN,
	STRIP,
	INTACT_BODY,
	IPC_INTERRUPTS,
	ADSPIC_ENABLE,
	GIE,
	MSI,
};

static struct test_host host;
static uint8_t *image;	 /* without the extended manifest */
static size_t image_len; /* of it */
static uint8_t *file;
static size_t file_len;

static void load_image(unsigned ipc)
{
	struct fwbuild how = { .kind = FWBUILD_CAVS_V2, .ipc = ipc, .pages = 16 };

	free(file);
	file = fwbuild_image(&how, &file_len);
	image = file + get_le32(file + 4);
	image_len = file_len - get_le32(file + 4);
}

static void setup(void)
{
	test_host_start(&host, "tgl");
	file = NULL;
	load_image(3);
}

static void teardown(void)
{
	test_host_stop(&host);
	free(file);
}

TestSuite(model_tgl, .init = setup, .fini = teardown);

/* -- the Linux driver's order -- */

static bool controller(enum step without)
{
	test_config_write(&host, 4, 16, without == MASTER ? 2 : 6);
	test_config_write(&host, 0x60 + 2, 16, without == MSI ? 0x80 : 0x81);
	test_update(&host, HDA, 8, 1, 0);
	if (!test_poll(&host, HDA, 8, 1, 0, 100))
		return false;
	if (without != CRST) {
		test_update(&host, HDA, 8, 1, 1);
		if (!test_poll(&host, HDA, 8, 1, 1, 100))
			return false;
	}
	test_sleep_us(&host, 1000);
	test_write(&host, HDA, 0x20, 32, without == GIE ? 0 : 0xc0000000);
	test_update(&host, HDA, 0x804, 0xc0000000,
		    (without == GPROCEN ? 0 : 0x40000000u) | (without == PIE ? 0 : 0x80000000u));
	return true;
}

static void put_descriptors(enum step without, uint32_t len)
{
	uint8_t *list = host.memory + TEST_MEMORY - 4096;
	uint32_t half = without == BDL_SECOND_ENTRY ? len : len / 2;

	memset(list, 0, 32);
	if (without == BDL)
		return;
	put_le(list, TEST_IOVA, 8);
	put_le(list + 8, half, 4);
	put_le(list + 16, TEST_IOVA + half, 8);
	put_le(list + 24, len - half, 4);
	put_le(list + 28, 1, 4);
}

static uint32_t put_image(enum step without)
{
	if (without == STRIP) {
		memcpy(host.memory, file, file_len);
		return (uint32_t)file_len;
	}
	memcpy(host.memory, image, image_len);
	if (without == INTACT_BODY)
		host.memory[0x3001] ^= 1;
	return (uint32_t)image_len;
}

static void stream(enum step without)
{
	uint32_t len = put_image(without);

	if (without != PROCEN)
		test_update(&host, HDA, 0x804, 1u << STREAM, 1u << STREAM);
	test_update(&host, HDA, SD, 0x1e, 0);
	test_write(&host, HDA, SD + 3, 32, 0x1c);
	test_update(&host, HDA, SD, 1, 1);
	test_poll(&host, HDA, SD, 1, 1, 1);
	test_update(&host, HDA, SD, 1, 0);
	test_poll(&host, HDA, SD, 1, 0, 1);
	put_descriptors(without, len);
	if (without != TAG)
		test_update(&host, HDA, SD, 0xf00000, 0x100000);
	if (without != CBL)
		test_write(&host, HDA, SD + 8, 32, len);
	test_update(&host, HDA, SD + 0x12, 0xffff, 0x40);
	test_update(&host, HDA, SD + 0xc, 0xff, without == BDL_SECOND_ENTRY ? 0 : 1);
	test_write(&host, HDA, SD + 0x18, 32, (uint32_t)(TEST_IOVA + TEST_MEMORY - 4096));
	test_write(&host, HDA, SD + 0x1c, 32, 0);
	test_update(&host, HDA, SD, 0x1c, 0x1c);
	if (without != SPIB_ENABLE)
		test_update(&host, HDA, 0x704, 1u << STREAM, 1u << STREAM);
	test_write(&host, HDA, 0x708 + 8 * STREAM, 32, without == SPIB_VALUE ? len - 4096 : len);
}

static uint32_t request_value(enum step without)
{
	uint32_t value = 0x81004000;

	if (without == REQUEST_CHANNEL)
		value |= 3 << 9;
	if (without == REQUEST_PURGE)
		value &= ~0x4000u;
	return value;
}

static enum stage start_core(enum step without)
{
	if (without != SPA)
		test_update(&host, DSP, ADSPCS, 0x10000, 0x10000);
	if (!test_poll(&host, DSP, ADSPCS, 0x01000000, 0x01000000, 50))
		return AT_POWER;
	if (test_read(&host, DSP, ADSPCS, 32) == 0xffffffff)
		return AT_POWER;
	for (unsigned i = 0; i < 3; i++)
		test_update(&host, DSP, 0x10004 + 0x1000 * i, 0x03000000, 0x03000000);
	if (without != REQUEST)
		test_write(&host, DSP, IDR, 32, request_value(without));
	if (without != CLEAR_CRST)
		test_update(&host, DSP, ADSPCS, 1, 0);
	if (without != CLEAR_CSTALL)
		test_update(&host, DSP, ADSPCS, 0x100, 0);
	if (!test_poll(&host, DSP, IDA, 0x80000000, 0x80000000, 500))
		return AT_ACK;
	test_write(&host, DSP, IDA, 32, 0x80000000);
	if (without != IPC_INTERRUPTS)
		test_update(&host, DSP, IPCCTL, 3, 3);
	if (without != ADSPIC_ENABLE)
		test_update(&host, DSP, ADSPIC, 1, 1);
	if (!test_poll(&host, DSP, STATUS, 0xffffff, 1, 300))
		return AT_ROM;
	return BOOTED;
}

static enum stage download(enum step without)
{
	bool entered;

	test_update(&host, HDA, 0x20, 1u << STREAM, 1u << STREAM);
	if (without != RUN)
		test_update(&host, HDA, SD, 0x1e, 0x1e);
	entered = test_poll(&host, DSP, STATUS, 0xffffff, 5, 3000);
	test_update(&host, HDA, SD, 0x1e, 0);
	test_write(&host, HDA, SD + 3, 32, 0x1c);
	test_update(&host, HDA, 0x20, 1u << STREAM, 0);
	test_update(&host, HDA, 0x704, 1u << STREAM, 0);
	test_write(&host, HDA, 0x708 + 8 * STREAM, 32, 0);
	test_write(&host, HDA, SD + 0x18, 32, 0);
	test_write(&host, HDA, SD, 32, 0);
	return entered ? BOOTED : AT_ENTERED;
}

/* By interrupt: the register alone does not count. */
static enum stage wait_ready(void)
{
	unsigned before = host.msis;

	for (unsigned i = 0; i < 20 && host.msis == before; i++)
		test_sleep_us(&host, 100000);
	if (host.msis == before || !(test_read(&host, DSP, TDR, 32) & 0x80000000))
		return AT_READY;
	return BOOTED;
}

static void ack_dsp(void)
{
	test_write(&host, DSP, TDR, 32, 0x80000000);
	test_write(&host, DSP, TDA, 32, 0x80000000);
}

static uint32_t ipc3(uint32_t size, uint32_t cmd)
{
	test_write(&host, DSP, DOWNLINK, 32, size);
	test_write(&host, DSP, DOWNLINK + 4, 32, cmd);
	test_write(&host, DSP, IDR, 32, 0x80000000);
	if (!test_poll(&host, DSP, IDA, 0x80000000, 0x80000000, 500))
		return 0xdead;
	test_write(&host, DSP, IDA, 32, 0x80000000);
	if (test_read(&host, DSP, IDR, 32) & 0x80000000)
		return 0xbeef;
	cr_assert_eq(test_read(&host, DSP, DOWNLINK, 32), 12);
	cr_assert_eq(test_read(&host, DSP, DOWNLINK + 4, 32), 0x10000000);
	return (uint32_t)test_read(&host, DSP, DOWNLINK + 8, 32);
}

static void power_down(void)
{
	test_update(&host, DSP, ADSPCS, 0xf00, 0xf00);
	test_update(&host, DSP, ADSPCS, 0xf, 0xf);
	test_update(&host, DSP, ADSPCS, 0xf0000, 0);
	test_poll(&host, DSP, ADSPCS, 0x01000000, 0, 50);
}

static enum stage boot(enum step without)
{
	enum stage stage;

	/* the core's own clean slate first, as after a boot that ended anywhere */
	test_config_write(&host, 4, 16, 6);
	test_update(&host, HDA, 0x804, 0x40000000, 0x40000000);
	power_down();
	test_write(&host, DSP, IPCCTL, 32, 0);
	test_write(&host, DSP, ADSPIC, 32, 0);
	test_write(&host, HDA, 0x804, 32, 0);
	if (!controller(without))
		return AT_CONTROLLER;
	stream(without);
	stage = start_core(without);
	if (stage != BOOTED)
		return stage;
	stage = download(without);
	if (stage != BOOTED)
		return stage;
	stage = wait_ready();
	if (stage != BOOTED)
		return stage;
	ack_dsp();
	return ipc3(8, 0x40030000) ? AT_ALIVE : BOOTED;
}

/* -- Zephyr's order -- */

static enum stage boot_zephyr(void)
{
	uint8_t *list = host.memory + TEST_MEMORY - 128;

	test_config_write(&host, 4, 16, 0x0406);
	test_update(&host, HDA, 0x804, 0x40000000, 0x40000000);
	test_write(&host, HDA, 8, 32, 0);
	if (!test_poll(&host, HDA, 8, 1, 0, 100))
		return AT_CONTROLLER;
	test_write(&host, HDA, 8, 32, 1);
	if (!test_poll(&host, HDA, 8, 1, 1, 100))
		return AT_CONTROLLER;
	test_update(&host, DSP, ADSPCS, 0x100, 0x100);
	test_update(&host, DSP, ADSPCS, 1, 1);
	test_update(&host, DSP, ADSPCS, 0x10000, 0);
	if (!test_poll(&host, DSP, ADSPCS, 0x01000000, 0, 50))
		return AT_POWER;

	memcpy(host.memory, image, image_len);
	put_le(list, TEST_IOVA, 8);
	put_le(list + 8, TEST_MEMORY - 256, 4);
	put_le(list + 16, TEST_IOVA + TEST_MEMORY - 256, 8);
	put_le(list + 24, 128, 4);
	test_write(&host, HDA, SD, 32, 1);
	test_poll(&host, HDA, SD, 1, 1, 1);
	test_write(&host, HDA, SD, 32, 0);
	test_poll(&host, HDA, SD, 1, 0, 1);
	test_write(&host, HDA, SD, 32, 1u << 20);
	test_write(&host, HDA, SD + 0x1c, 32, 0);
	test_write(&host, HDA, SD + 0x18, 32, (uint32_t)(TEST_IOVA + TEST_MEMORY - 128));
	test_write(&host, HDA, SD + 8, 32, (uint32_t)image_len);
	test_write(&host, HDA, SD + 0xc, 16, 1);
	test_update(&host, HDA, 0x804, 1u << STREAM, 1u << STREAM);
	test_update(&host, HDA, 0x704, 1u << STREAM, 1u << STREAM);
	test_write(&host, HDA, 0x708 + 8 * STREAM, 32, (uint32_t)image_len);

	test_write(&host, DSP, ADSPCS, 32, 0x00010000);
	if (!test_poll(&host, DSP, ADSPCS, 0x01000000, 0x01000000, 50))
		return AT_POWER;
	test_update(&host, DSP, ADSPCS, 1, 0);
	test_update(&host, DSP, ADSPCS, 0x100, 0);
	test_sleep_us(&host, 1000000);
	if (!test_poll(&host, DSP, STATUS, 0xff000000, 0x05000000, 1000))
		return AT_ROM;
	test_write(&host, DSP, IDR, 32, 0x81004000);
	test_update(&host, HDA, SD, 2, 2);
	if (!test_poll(&host, DSP, STATUS, 0x0fffffff, 5, 3000))
		return AT_ENTERED;
	test_update(&host, HDA, SD, 2, 0);
	test_sleep_us(&host, 100000);
	test_update(&host, HDA, SD, 1, 1);
	return BOOTED;
}

/* -- both orders -- */

Test(model_tgl, boots_in_the_order_of_linux)
{
	cr_assert_eq(boot(NO_STEP), BOOTED, "%s", host.complaint);
	cr_assert_eq(host.complaints, 0, "%s", host.complaint);
	cr_assert_eq(test_read(&host, DSP, STATUS, 32), 5);
	cr_assert_eq(test_read(&host, DSP, ERROR, 32), 0);
}

Test(model_tgl, boots_in_the_order_of_zephyr)
{
	cr_assert_eq(boot_zephyr(), BOOTED, "%s", host.complaint);
	cr_assert_eq(host.complaints, 0, "%s", host.complaint);
}

Test(model_tgl, each_order_boots_again_after_the_other)
{
	cr_assert_eq(boot(NO_STEP), BOOTED);
	cr_assert_eq(boot_zephyr(), BOOTED, "%s", host.complaint);
	cr_assert_eq(boot_zephyr(), BOOTED, "%s", host.complaint);
	cr_assert_eq(boot(NO_STEP), BOOTED, "%s", host.complaint);
}

struct omission {
	char name[24];
	enum step without;
	enum stage stage;
	uint32_t error; /* the ROM's error word */
};

Test(model_tgl, each_step_left_out_stops_the_boot)
{
	static const struct omission table[] = {
		{ "bus master", MASTER, AT_ENTERED, 0 },
		{ "controller reset", CRST, AT_ENTERED, 0 },
		{ "GPROCEN", GPROCEN, AT_POWER, 0xffffffff },
		{ "PIE", PIE, AT_READY, 0 },
		{ "PROCEN", PROCEN, AT_ENTERED, 0 },
		{ "descriptor list", BDL, AT_ENTERED, 0 },
		{ "second descriptor", BDL_SECOND_ENTRY, AT_ENTERED, 0 },
		{ "stream tag", TAG, AT_ENTERED, 0 },
		{ "CBL", CBL, AT_ENTERED, 0 },
		{ "SPIB enable", SPIB_ENABLE, AT_ENTERED, 0 },
		{ "whole SPIB", SPIB_VALUE, AT_ENTERED, 0 },
		{ "SPA", SPA, AT_POWER, 0 },
		{ "ROM request", REQUEST, AT_ACK, 0 },
		{ "right channel", REQUEST_CHANNEL, AT_ENTERED, 0 },
		{ "clearing CRST", CLEAR_CRST, AT_ACK, 0 },
		{ "clearing CSTALL", CLEAR_CSTALL, AT_ACK, 0 },
		{ "RUN", RUN, AT_ENTERED, 0 },
		{ "stripping", STRIP, AT_ENTERED, 43 },
		{ "intact body", INTACT_BODY, AT_ENTERED, 44 },
		{ "HIPCCTL", IPC_INTERRUPTS, AT_READY, 0 },
		{ "ADSPIC", ADSPIC_ENABLE, AT_READY, 0 },
		{ "GIE", GIE, AT_READY, 0 },
		{ "MSI", MSI, AT_READY, 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		enum stage stage = boot(table[i].without);

		cr_expect_eq(stage, table[i].stage, "without %s: stage %d, not %d (%s)",
			     table[i].name, stage, table[i].stage, host.complaint);
		cr_expect_eq(test_read(&host, DSP, ERROR, 32), table[i].error,
			     "without %s: error word", table[i].name);
		host.complaint[0] = '\0';
		cr_expect_eq(boot(NO_STEP), BOOTED, "control after %s: %s", table[i].name,
			     host.complaint);
	}
}

Test(model_tgl, no_purge_without_a_kept_image_waits_for_ever)
{
	cr_assert_eq(boot(REQUEST_PURGE), AT_ENTERED);
	cr_assert_eq(boot(NO_STEP), BOOTED);
}

Test(model_tgl, request_without_purge_starts_the_kept_image)
{
	cr_assert_eq(boot(NO_STEP), BOOTED);
	power_down();
	test_write(&host, DSP, IDR, 32, 0x81000000);
	test_update(&host, DSP, ADSPCS, 0x10000, 0x10000);
	test_update(&host, DSP, ADSPCS, 0x101, 0);
	cr_assert(test_poll(&host, DSP, STATUS, 0xffffff, 5, 300));
	cr_assert(test_poll(&host, DSP, TDR, 0xffffffff, 0xf0000000, 100));
	/* a function reset forgets it */
	host.class->reset(host.model);
	test_config_write(&host, 4, 16, 6);
	cr_assert_eq(boot(REQUEST_PURGE), AT_ENTERED);
}

Test(model_tgl, dma_to_unmapped_memory_is_a_descriptor_error)
{
	cr_assert(controller(NO_STEP));
	stream(NO_STEP);
	cr_assert_eq(start_core(NO_STEP), BOOTED);
	host.unmapped = true;
	test_update(&host, HDA, SD, 0x1e, 0x1e);
	test_sleep_us(&host, 1000);
	cr_assert_eq(test_read(&host, HDA, SD + 3, 8) & 0x1c, 0x10);
	cr_assert_eq(test_read(&host, HDA, SD, 8) & 2, 0);
	cr_assert_eq(test_read(&host, HDA, 0x24, 32) & (1u << STREAM), 1u << STREAM);
	cr_assert(strstr(host.complaint, "not mapped"));
}

Test(model_tgl, a_buffer_that_is_not_aligned_is_a_descriptor_error)
{
	cr_assert(controller(NO_STEP));
	stream(NO_STEP);
	put_le(host.memory + TEST_MEMORY - 4096, TEST_IOVA + 4, 8);
	cr_assert_eq(start_core(NO_STEP), BOOTED);
	cr_assert_eq(download(NO_STEP), AT_ENTERED);
	cr_assert_str_eq(host.complaint, "stream 7: a buffer's address is not 128-byte aligned");
}

Test(model_tgl, download_takes_its_time)
{
	uint64_t start;

	cr_assert(controller(NO_STEP));
	stream(NO_STEP);
	cr_assert_eq(start_core(NO_STEP), BOOTED);
	start = host.now_ns;
	cr_assert_eq(download(NO_STEP), BOOTED);
	/* 64 KiB at 37 MB/s, and verification and start */
	cr_assert_gt(host.now_ns - start, UINT64_C(16000000));
	cr_assert_lt(host.now_ns - start, UINT64_C(30000000));
}

Test(model_tgl, power_takes_half_a_millisecond)
{
	cr_assert(controller(NO_STEP));
	test_update(&host, DSP, ADSPCS, 0x10000, 0x10000);
	cr_assert_eq(test_read(&host, DSP, ADSPCS, 32), 0x00010f0f);
	test_sleep_us(&host, 510);
	cr_assert_eq(test_read(&host, DSP, ADSPCS, 32), 0x0f010f0f);
}

Test(model_tgl, rom_shows_that_it_waits)
{
	cr_assert(controller(NO_STEP));
	test_write(&host, DSP, ADSPCS, 32, 0x00010000);
	test_sleep_us(&host, 600);
	cr_assert_eq(test_read(&host, DSP, STATUS, 32), 0);
	test_sleep_us(&host, 3000);
	cr_assert_eq(test_read(&host, DSP, STATUS, 32), 0x05000001);
	power_down();
	cr_assert_eq(test_read(&host, DSP, STATUS, 32), 0);
}

/* -- after the boot -- */

Test(model_tgl, fw_ready_record_is_complete)
{
	cr_assert_eq(boot(NO_STEP), BOOTED);
	cr_assert_eq(test_read(&host, DSP, UPLINK, 32), 108);
	cr_assert_eq(test_read(&host, DSP, UPLINK + 4, 32), 0x70000000);
	cr_assert_eq(test_read(&host, DSP, UPLINK + 28, 32), 0x00020002);
	cr_assert_eq(test_read(&host, DSP, UPLINK + 64, 32), 0x03016001);
	cr_assert_eq(test_read(&host, DSP, TDD, 32), 0x80);
}

Test(model_tgl, ipc3_answers)
{
	cr_assert_eq(boot(NO_STEP), BOOTED);
	cr_assert_eq(ipc3(8, 0x40030000), 0);
	cr_assert_eq(ipc3(12, 0x40070000), 0);
	cr_assert_eq(ipc3(8, 0x10000000), 0);
	cr_assert_eq(ipc3(8, 0xf0000000), (uint32_t)-22);
	cr_assert_eq(ipc3(8, 0x00000000), (uint32_t)-22);
	cr_assert_eq(ipc3(4, 0x40030000), (uint32_t)-22);
	cr_assert_eq(ipc3(385, 0x40030000), (uint32_t)-22);
}

Test(model_tgl, compact_message_leaves_the_mailbox)
{
	cr_assert_eq(boot(NO_STEP), BOOTED);
	test_write(&host, DSP, DOWNLINK, 32, 0x1234);
	test_write(&host, DSP, IDD, 32, 0x10);
	test_write(&host, DSP, IDR, 32, 0xc8000000);
	cr_assert(test_poll(&host, DSP, IDA, 0x80000000, 0x80000000, 500));
	cr_assert_eq(test_read(&host, DSP, DOWNLINK, 32), 0x1234);
}

static void ipc4(uint32_t primary, uint32_t extension)
{
	test_write(&host, DSP, IDD, 32, extension);
	test_write(&host, DSP, IDR, 32, primary);
	cr_assert(test_poll(&host, DSP, IDA, 0x80000000, 0x80000000, 500));
	test_write(&host, DSP, IDA, 32, 0x80000000);
	cr_assert(test_poll(&host, DSP, TDR, 0x80000000, 0x80000000, 500));
}

Test(model_tgl, ipc4_image_speaks_ipc4)
{
	load_image(4);
	cr_assert(controller(NO_STEP));
	stream(NO_STEP);
	cr_assert_eq(start_core(NO_STEP), BOOTED);
	cr_assert_eq(download(NO_STEP), BOOTED, "%s", host.complaint);
	cr_assert(test_poll(&host, DSP, TDR, 0xffffffff, 0x9b080000, 100));
	cr_assert_eq(test_read(&host, DSP, TDD, 32), 0);
	cr_assert_eq(test_read(&host, DSP, 0x8001c, 32), 1);
	ack_dsp();
	ipc4(0xc3000000, 0x20701000);
	cr_assert_eq(test_read(&host, DSP, TDR, 32), 0xe3000000);
	cr_assert_eq(test_read(&host, DSP, TDD, 32), 0x20000000 + 16 + 6 * 12);
	cr_assert_eq(test_read(&host, DSP, UPLINK + 4, 32), 8);
	cr_assert_eq(test_read(&host, DSP, UPLINK + 16, 32), 6);
	cr_assert_eq(test_read(&host, DSP, UPLINK + 24, 32), 4096);
	ack_dsp();
	ipc4(0x91000000, 0);
	cr_assert_eq(test_read(&host, DSP, TDR, 32), 0xb1000000);
}

Test(model_tgl, firmware_waits_for_the_host_to_ack)
{
	load_image(4);
	cr_assert(controller(NO_STEP));
	stream(NO_STEP);
	cr_assert_eq(start_core(NO_STEP), BOOTED);
	cr_assert_eq(download(NO_STEP), BOOTED);
	cr_assert(test_poll(&host, DSP, TDR, 0x80000000, 0x80000000, 100));
	for (unsigned i = 0; i < 12; i++) {
		test_write(&host, DSP, IDR, 32, 0x91000000);
		test_sleep_us(&host, 1000);
	}
	cr_assert_eq(test_read(&host, DSP, TDR, 32), 0x9b080000);
	cr_assert(strstr(host.complaint, "takes no messages"));
	ack_dsp();
	cr_assert(test_poll(&host, DSP, TDR, 0xffffffff, 0xb1000000, 100));
}

/* -- interrupts -- */

Test(model_tgl, interrupt_comes_again_when_gie_returns)
{
	cr_assert(controller(NO_STEP));
	stream(NO_STEP);
	cr_assert_eq(start_core(NO_STEP), BOOTED);
	cr_assert_eq(download(NO_STEP), BOOTED);
	cr_assert_eq(wait_ready(), BOOTED);
	host.msis = 0;
	cr_assert_eq(test_read(&host, HDA, 0x24, 32) >> 31, 1);
	test_update(&host, HDA, 0x20, 0x80000000, 0);
	cr_assert_eq(test_read(&host, HDA, 0x24, 32) >> 31, 1);
	cr_assert_eq(host.msis, 0);
	test_update(&host, HDA, 0x20, 0x80000000, 0x80000000);
	cr_assert_eq(host.msis, 1);
	ack_dsp();
	cr_assert_eq(test_read(&host, HDA, 0x24, 32), 0);
}

Test(model_tgl, codec_answers_through_the_rings)
{
	uint8_t *ring = host.memory;

	cr_assert(controller(NO_STEP));
	cr_assert_eq(test_read(&host, HDA, 0x0e, 16), 1);
	test_write(&host, HDA, 0x40, 32, (uint32_t)TEST_IOVA);
	test_write(&host, HDA, 0x4a, 16, 0x8000);
	cr_assert_eq(test_read(&host, HDA, 0x4a, 16), 0x8000);
	test_write(&host, HDA, 0x4a, 16, 0);
	cr_assert_eq(test_read(&host, HDA, 0x4a, 16), 0);
	test_write(&host, HDA, 0x4c, 8, 2);
	test_write(&host, HDA, 0x50, 32, (uint32_t)TEST_IOVA + 2048);
	test_write(&host, HDA, 0x58, 16, 0x8000);
	test_write(&host, HDA, 0x5a, 16, 1);
	test_write(&host, HDA, 0x5c, 8, 3);
	host.msis = 0;
	put_le(ring + 4, 0x000f0000, 4);
	test_write(&host, HDA, 0x48, 16, 1);
	test_sleep_us(&host, 100);
	cr_assert_eq(host.msis, 1);
	cr_assert_eq(test_read(&host, HDA, 0x58, 16), 1);
	cr_assert_eq(get_le32(ring + 2048 + 8), 0x1af40012);
	cr_assert_eq(test_read(&host, HDA, 0x24, 32), 0xc0000000);
	test_write(&host, HDA, 0x5d, 8, 5);
	cr_assert_eq(test_read(&host, HDA, 0x24, 32), 0);
	/* nobody at address 3 */
	put_le(ring + 8, 0x300f0000, 4);
	test_write(&host, HDA, 0x48, 16, 2);
	test_sleep_us(&host, 100);
	cr_assert_eq(test_read(&host, HDA, 0x58, 16), 1);
}

Test(model_tgl, codec_answers_immediate_commands)
{
	cr_assert(controller(NO_STEP));
	test_write(&host, HDA, 0x60, 32, 0x000f0004);
	test_write(&host, HDA, 0x68, 16, 1);
	cr_assert_eq(test_read(&host, HDA, 0x68, 16), 2);
	cr_assert_eq(test_read(&host, HDA, 0x64, 32), 0x00010001);
}

Test(model_tgl, playback_advances_at_the_rate_of_its_format)
{
	cr_assert_eq(boot(NO_STEP), BOOTED);
	test_update(&host, HDA, SD, 1, 1);
	test_update(&host, HDA, SD, 1, 0);
	put_descriptors(NO_STEP, 0x8000);
	test_update(&host, HDA, SD, 0xf00000, 0x100000);
	test_write(&host, HDA, SD + 8, 32, 0x8000);
	test_write(&host, HDA, SD + 0xc, 16, 1);
	test_write(&host, HDA, SD + 0x12, 16, 0x0011); /* 48 kHz, 16 bits, 2 channels */
	test_write(&host, HDA, SD + 0x18, 32, (uint32_t)(TEST_IOVA + TEST_MEMORY - 4096));
	test_update(&host, HDA, SD, 0x1e, 0x1e);
	test_sleep_us(&host, 100000);
	cr_assert_leq(test_read(&host, HDA, SD + 4, 32), 19200);
	cr_assert_geq(test_read(&host, HDA, SD + 4, 32), 19100);
	cr_assert_eq(test_read(&host, HDA, 0x1084 + 0x20 * STREAM, 32),
		     test_read(&host, HDA, SD + 4, 32));
	test_sleep_us(&host, 100000);
	cr_assert_eq(test_read(&host, HDA, SD + 3, 8) & 0x1c, 4);
	cr_assert_lt(test_read(&host, HDA, SD + 4, 32), 0x8000);
}

/* -- switches and resets -- */

Test(model_tgl, registers_do_not_take_while_in_reset)
{
	test_write(&host, HDA, 0x20, 32, 0xc0000000);
	cr_assert_eq(test_read(&host, HDA, 0x20, 32), 0);
	cr_assert(strstr(host.complaint, "INTCTL"));
}

Test(model_tgl, gprocen_survives_a_controller_reset)
{
	cr_assert(controller(NO_STEP));
	test_update(&host, HDA, 8, 1, 0);
	cr_assert(test_poll(&host, HDA, 8, 1, 0, 10));
	cr_assert_eq(test_read(&host, HDA, 0x804, 32), 0x40000000);
	cr_assert_eq(test_read(&host, HDA, 0x20, 32), 0);
}

Test(model_tgl, bar4_is_closed_without_gprocen)
{
	cr_assert_eq(test_read(&host, DSP, ADSPCS, 32), 0xffffffff);
	cr_assert_eq(test_read(&host, DSP, STATUS, 16), 0xffff);
	test_write(&host, DSP, ADSPCS, 32, 0);
	cr_assert_str_eq(host.complaint, "bar4+0x4: written while PPCTL.GPROCEN is 0, lost");
	test_update(&host, HDA, 0x804, 0x40000000, 0x40000000);
	cr_assert_eq(test_read(&host, DSP, ADSPCS, 32), 0x0f0f);
}

Test(model_tgl, d3_and_memory_off_close_the_bars)
{
	cr_assert_eq(test_read(&host, HDA, 0, 32), 0x01009701);
	test_config_write(&host, 0x54, 16, 3);
	cr_assert_eq(test_read(&host, HDA, 0, 32), 0xffffffff);
	test_config_write(&host, 0x54, 16, 0);
	cr_assert_eq(test_read(&host, HDA, 0, 32), 0x01009701);
	test_config_write(&host, 4, 16, 0);
	cr_assert_eq(test_read(&host, HDA, 0, 32), 0xffffffff);
}

Test(model_tgl, config_space_is_that_of_the_logs)
{
	static const uint8_t chain[] = { 0x50, 0x80, 0x60 };
	unsigned at = (unsigned)test_config_read(&host, 0x34, 8);

	cr_assert_eq(test_config_read(&host, 0, 32), 0xa0c88086);
	cr_assert_eq(test_config_read(&host, 8, 32) >> 8, 0x040100);
	for (size_t i = 0; i < ARRAY_SIZE(chain); i++) {
		cr_assert_eq(at, chain[i]);
		at = (unsigned)test_config_read(&host, at + 1, 8);
	}
	cr_assert_eq(at, 0);
	cr_assert_eq(test_config_read(&host, 0x82, 8), 0x14);
	cr_assert_eq(test_config_read(&host, 0x48, 32), 0x40);
	test_config_write(&host, 0x10, 32, 0xffffffff);
	test_config_write(&host, 0x20, 32, 0xffffffff);
	cr_assert_eq(test_config_read(&host, 0x10, 32), 0xffffc004);
	cr_assert_eq(test_config_read(&host, 0x20, 32), 0xfff00004);
}

Test(model_tgl, function_reset_restores_everything)
{
	cr_assert_eq(boot(NO_STEP), BOOTED);
	test_config_write(&host, 0x44, 32, 4);
	host.class->reset(host.model);
	cr_assert_eq(test_config_read(&host, 4, 16), 0);
	cr_assert_eq(test_config_read(&host, 0x44, 32), 0);
	test_config_write(&host, 4, 16, 6);
	cr_assert_eq(test_read(&host, HDA, 8, 32), 0);
	cr_assert_eq(test_read(&host, HDA, 0x804, 32), 0);
	test_update(&host, HDA, 0x804, 0x40000000, 0x40000000);
	cr_assert_eq(test_read(&host, DSP, ADSPCS, 32), 0x0f0f);
	cr_assert_eq(test_read(&host, DSP, UPLINK, 32), 0);
	cr_assert_eq(boot(NO_STEP), BOOTED, "%s", host.complaint);
}

/* -- faults -- */

struct fault_case {
	char name[16];
	enum stage stage;
	uint32_t status, error;
};

Test(model_tgl, each_fault_shows_its_symptom_and_goes)
{
	static const struct fault_case table[] = {
		{ "core-no-power", AT_POWER, 0, 0 },
		{ "rom-stuck-cse", AT_ROM, 0x06000021, 0 },
		{ "rom-no-ack", AT_ACK, 0x05000001, 0 },
		{ "bad-signature", AT_ENTERED, 0x00000012, 44 },
		{ "dma-stall", AT_ENTERED, 0x05000001, 0 },
		{ "no-fw-ready", AT_READY, 5, 0 },
		{ "ipc-no-reply", AT_ALIVE, 5, 0 },
		{ "lost-interrupt", AT_READY, 5, 0 },
		{ "all-ones", AT_CONTROLLER, 0xffffffff, 0xffffffff },
		{ "gproc-dead", AT_POWER, 0xffffffff, 0xffffffff },
	};

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		test_fault(&host, table[i].name, true);
		cr_expect_eq(boot(NO_STEP), table[i].stage, "%s: stage", table[i].name);
		cr_expect_eq(test_read(&host, DSP, STATUS, 32), table[i].status, "%s: status",
			     table[i].name);
		cr_expect_eq(test_read(&host, DSP, ERROR, 32), table[i].error, "%s: error",
			     table[i].name);
		test_fault(&host, table[i].name, false);
		cr_expect_eq(boot(NO_STEP), BOOTED, "after %s: %s", table[i].name, host.complaint);
	}
	cr_assert_eq(ARRAY_SIZE(table) + 1, 11, "and wedged, below");
	for (size_t i = 0; host.class->faults[i].name; i++)
		cr_assert(host.class->faults[i].help, "%s", host.class->faults[i].name);
}

Test(model_tgl, wedged_core_needs_a_function_reset)
{
	cr_assert_eq(boot(NO_STEP), BOOTED);
	test_fault(&host, "wedged", true);
	power_down();
	cr_assert_eq(test_read(&host, DSP, ADSPCS, 32), 0x0f010e0e);
	host.class->reset(host.model);
	cr_assert_not(host.class->fault_is_set(host.model, "wedged"));
	cr_assert_eq(boot(NO_STEP), BOOTED, "%s", host.complaint);
}

/* -- hostile accesses -- */

static uint32_t random_next(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

/* Half of the accesses go where registers are dense, else hardly one would meet another. */
static uint64_t random_offset(uint32_t *state, uint64_t size)
{
	static const uint32_t dense[] = { 0, 0x80, 0x160, 0x180, 0x700, 0x800 };
	uint32_t r = random_next(state);

	if (r & 1)
		return (dense[r / 2 % ARRAY_SIZE(dense)] + (r >> 8 & 0x3f)) % size;
	return random_next(state) % size;
}

Test(model_tgl, random_accesses_never_break_it)
{
	uint32_t state = 20261120;

	cr_assert_eq(boot(NO_STEP), BOOTED);
	for (unsigned i = 0; i < 100000; i++) {
		unsigned bar = random_next(&state) & 1 ? HDA : DSP;
		unsigned width_bits = 8u << (random_next(&state) & 3);
		uint64_t offset = random_offset(&state, host.class->bars[bar].size - 8);
		uint64_t value = ((uint64_t)random_next(&state) << 32 | random_next(&state)) &
				 bits_mask(width_bits);

		if (random_next(&state) & 3)
			test_write(&host, bar, offset, width_bits, value);
		else
			test_read(&host, bar, offset, width_bits);
		if (!(i % 64)) /* keep the doors open, so that more than the doors is tried */
			test_update(&host, HDA, 0x804, 0x40000000, 0x40000000);
		if (!(i % 128)) {
			test_update(&host, HDA, 8, 1, 1);
			test_sleep_us(&host, 700);
		}
	}
	host.class->reset(host.model);
	test_config_write(&host, 4, 16, 6);
	cr_assert_eq(boot(NO_STEP), BOOTED, "%s", host.complaint);
}

Test(model_tgl, random_descriptors_never_break_it)
{
	uint32_t state = 7;

	for (unsigned round = 0; round < 50; round++) {
		cr_assert(controller(NO_STEP));
		stream(NO_STEP);
		for (unsigned i = 0; i < 64; i++)
			host.memory[TEST_MEMORY - 4096 + i] = (uint8_t)random_next(&state);
		test_write(&host, HDA, SD + 0xc, 16, random_next(&state) & 0xff);
		test_write(&host, HDA, SD + 8, 32, random_next(&state));
		test_write(&host, HDA, 0x708 + 8 * STREAM, 32, random_next(&state));
		start_core(NO_STEP);
		test_update(&host, HDA, SD, 0x1e, 0x1e);
		test_sleep_us(&host, 20000);
		power_down();
	}
}

Test(model_tgl, random_images_never_start)
{
	uint32_t state = 99;

	for (unsigned round = 0; round < 100; round++) {
		size_t at = random_next(&state) % (round & 1 ? 0x600 : image_len - 0x600);
		uint8_t was;

		at += round & 1 ? 0 : 0x540;
		was = image[at];
		image[at] = (uint8_t)random_next(&state);
		cr_assert(controller(NO_STEP));
		stream(NO_STEP);
		cr_assert_eq(start_core(NO_STEP), BOOTED);
		if (image[at] != was && at >= 0x540)
			cr_assert_eq(download(NO_STEP), AT_ENTERED);
		else
			download(NO_STEP);
		image[at] = was;
		power_down();
	}
}
