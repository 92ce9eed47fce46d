/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the simulated firmware logs, and how it says so; nothing of backend/dsp is used. */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

#include "backend/support/bits.h"
#include "tests/unit/model_boot.h"

enum { DEBUG = 0xc0000, SLOT = 0xc1000, CONSOLE = 0xe0000, RING_SIZE = 4088 };

static struct boot_rig rig;

static void setup(void)
{
	boot_rig_start(&rig, "tgl");
	boot_load_image(&rig, 4);
	cr_assert_eq(boot_zephyr(&rig), BOOTED, "%s", rig.host.complaint);
	boot_ack_dsp(&rig);
}

static void teardown(void)
{
	boot_rig_stop(&rig);
}

TestSuite(model_log, .init = setup, .fini = teardown);

static uint32_t get32(uint32_t offset)
{
	return (uint32_t)test_read(&rig.host, DSP, offset, 32);
}

/* A request and its reply, acknowledged. */
static void request(uint32_t primary, uint32_t extension)
{
	test_write(&rig.host, DSP, IDD, 32, extension);
	test_write(&rig.host, DSP, IDR, 32, primary | BIT(31));
	cr_assert(test_poll(&rig.host, DSP, IDA, 0x80000000, 0x80000000, 500));
	test_write(&rig.host, DSP, IDA, 32, 0x80000000);
	cr_assert(test_poll(&rig.host, DSP, TDR, 0xa0000000, 0xa0000000, 500), "TDR 0x%08x",
		  get32(TDR));
	boot_ack_dsp(&rig);
}

static void enable(uint32_t on)
{
	test_write(&rig.host, DSP, DOWNLINK + 8, 32, on);
	request(0x44000000, 0x3060004c);
}

static void read_text(uint32_t offset, char *to, uint32_t len)
{
	for (uint32_t i = 0; i < len; i++)
		to[i] = (char)test_read(&rig.host, DSP, offset + i, 8);
	to[len] = '\0';
}

Test(model_log, the_console_is_a_winstream)
{
	char text[64] = "";

	cr_assert_eq(get32(CONSOLE), 0x1ff0);
	cr_assert_eq(get32(CONSOLE + 4), 0);
	cr_assert_eq(get32(CONSOLE + 8), get32(CONSOLE + 12));
	read_text(CONSOLE + 16, text, 11);
	cr_assert_str_eq(text, "*** Booting");
}

Test(model_log, nothing_is_logged_until_it_is_asked_for)
{
	request(0x43000000, 0x20701000);
	cr_assert_eq(get32(DEBUG + 4), 0);
	cr_assert_eq(get32(TDR) & BIT(31), 0);
}

Test(model_log, the_host_is_told_once_that_an_empty_slot_fills)
{
	char text[200];

	enable(1);
	cr_assert_eq(get32(DEBUG + 4), 0x474f4c00);
	cr_assert_eq(get32(SLOT), 0);
	read_text(SLOT + 8, text, get32(SLOT + 4));
	cr_assert(strstr(text, "<inf> log: on"), "%s", text);
	cr_assert(test_poll(&rig.host, DSP, TDR, UINT32_MAX, 0x9b060000, 10));
	boot_ack_dsp(&rig);
	request(0x43000000, 0x20701000);
	test_sleep_us(&rig.host, 1000);
	cr_assert_eq(get32(TDR) & BIT(31), 0, "0x%08x", get32(TDR));
	test_write(&rig.host, DSP, SLOT, 32, get32(SLOT + 4)); /* read */
	test_sleep_us(&rig.host, 1000000);
	cr_assert_eq(get32(TDR), 0x9b060000);
	boot_ack_dsp(&rig);
	enable(0);
	test_write(&rig.host, DSP, SLOT, 32, get32(SLOT + 4));
	test_sleep_us(&rig.host, 3000000);
	cr_assert_eq(get32(SLOT), get32(SLOT + 4));
}

Test(model_log, what_does_not_fit_a_slot_is_dropped)
{
	enable(1);
	for (unsigned i = 0; i < 200; i++)
		test_sleep_us(&rig.host, 1000000);
	cr_assert_eq((get32(SLOT + 4) + 1) % RING_SIZE, get32(SLOT));
	cr_assert_eq(rig.host.complaints, 0, "%s", rig.host.complaint);
}

Test(model_log, pointers_that_leave_the_ring_are_complained_of)
{
	enable(1);
	test_write(&rig.host, DSP, SLOT, 32, RING_SIZE);
	test_sleep_us(&rig.host, 1000000);
	cr_assert(strstr(rig.host.complaint, "leave its ring"), "%s", rig.host.complaint);
	test_write(&rig.host, DSP, SLOT, 32, 0);
	test_write(&rig.host, DSP, SLOT + 4, 32, UINT32_MAX);
	test_sleep_us(&rig.host, 1000000);
	cr_assert_eq(get32(SLOT + 4), UINT32_MAX);
}
