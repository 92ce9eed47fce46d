/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The simulated Tiger Lake DSP: each step left out must stop the boot at the stage where silicon
 * would, with a complete boot after it as a control; what it answers; what breaks it and what not. */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

#include "backend/support/bits.h"
#include "tests/unit/model_boot.h"

static struct boot_rig rig;

static void setup(void)
{
	boot_rig_start(&rig, "tgl");
}

static void teardown(void)
{
	boot_rig_stop(&rig);
}

TestSuite(model_tgl, .init = setup, .fini = teardown);

/* -- both orders -- */

Test(model_tgl, boots_in_the_order_of_linux)
{
	cr_assert_eq(boot_linux(&rig, NO_STEP), BOOTED, "%s", rig.host.complaint);
	cr_assert_eq(rig.host.complaints, 0, "%s", rig.host.complaint);
	cr_assert_eq(test_read(&rig.host, DSP, STATUS, 32), 5);
	cr_assert_eq(test_read(&rig.host, DSP, ERROR, 32), 0);
}

Test(model_tgl, boots_in_the_order_of_zephyr)
{
	cr_assert_eq(boot_zephyr(&rig), BOOTED, "%s", rig.host.complaint);
	cr_assert_eq(rig.host.complaints, 0, "%s", rig.host.complaint);
}

Test(model_tgl, each_order_boots_again_after_the_other)
{
	cr_assert_eq(boot_linux(&rig, NO_STEP), BOOTED);
	cr_assert_eq(boot_zephyr(&rig), BOOTED, "%s", rig.host.complaint);
	cr_assert_eq(boot_zephyr(&rig), BOOTED, "%s", rig.host.complaint);
	cr_assert_eq(boot_linux(&rig, NO_STEP), BOOTED, "%s", rig.host.complaint);
}

/* Linux 6.1 and 6.12 do so where its buffer is contiguous for the device. */
Test(model_tgl, a_descriptor_list_of_one_entry_boots)
{
	cr_assert_eq(boot_linux(&rig, BDL_SECOND_ENTRY), BOOTED, "%s", rig.host.complaint);
	cr_assert_eq(rig.host.complaints, 0, "%s", rig.host.complaint);
}

/* The interrupt handler looks there for any interrupt of the function. */
Test(model_tgl, the_interrupt_status_may_be_read_while_the_dsp_is_off)
{
	cr_assert_eq(test_read(&rig.host, DSP, 0x0c, 32), 0xffffffff);
	cr_assert_eq(rig.host.complaints, 0, "%s", rig.host.complaint);
	test_read(&rig.host, DSP, 0x04, 32);
	cr_assert_eq(rig.host.complaints, 1);
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
		enum stage stage = boot_linux(&rig, table[i].without);

		cr_expect_eq(stage, table[i].stage, "without %s: stage %d, not %d (%s)",
			     table[i].name, stage, table[i].stage, rig.host.complaint);
		cr_expect_eq(test_read(&rig.host, DSP, ERROR, 32), table[i].error,
			     "without %s: error word", table[i].name);
		rig.host.complaint[0] = '\0';
		cr_expect_eq(boot_linux(&rig, NO_STEP), BOOTED, "control after %s: %s",
			     table[i].name, rig.host.complaint);
	}
}

Test(model_tgl, no_purge_without_a_kept_image_waits_for_ever)
{
	cr_assert_eq(boot_linux(&rig, REQUEST_PURGE), AT_ENTERED);
	cr_assert_eq(boot_linux(&rig, NO_STEP), BOOTED);
}

Test(model_tgl, request_without_purge_starts_the_kept_image)
{
	cr_assert_eq(boot_linux(&rig, NO_STEP), BOOTED);
	boot_power_down(&rig);
	test_write(&rig.host, DSP, IDR, 32, 0x81000000);
	test_update(&rig.host, DSP, ADSPCS, 0x10000, 0x10000);
	test_update(&rig.host, DSP, ADSPCS, 0x101, 0);
	cr_assert(test_poll(&rig.host, DSP, STATUS, 0xffffff, 5, 300));
	cr_assert(test_poll(&rig.host, DSP, TDR, 0xffffffff, 0xf0000000, 100));
	/* a function reset forgets it */
	rig.host.class->reset(rig.host.model);
	test_config_write(&rig.host, 4, 16, 6);
	cr_assert_eq(boot_linux(&rig, REQUEST_PURGE), AT_ENTERED);
}

Test(model_tgl, a_refused_image_is_not_kept)
{
	cr_assert_eq(boot_linux(&rig, NO_STEP), BOOTED);
	cr_assert_eq(boot_linux(&rig, INTACT_BODY), AT_ENTERED);
	cr_assert_eq(boot_linux(&rig, REQUEST_PURGE), AT_ENTERED);
}

Test(model_tgl, dma_to_unmapped_memory_is_a_descriptor_error)
{
	cr_assert(boot_controller(&rig, NO_STEP));
	boot_stream(&rig, NO_STEP);
	cr_assert_eq(boot_start_core(&rig, NO_STEP), BOOTED);
	rig.host.unmapped = true;
	test_update(&rig.host, HDA, SD, 0x1e, 0x1e);
	test_sleep_us(&rig.host, 1000);
	cr_assert_eq(test_read(&rig.host, HDA, SD + 3, 8) & 0x1c, 0x10);
	cr_assert_eq(test_read(&rig.host, HDA, SD, 8) & 2, 0);
	cr_assert_eq(test_read(&rig.host, HDA, 0x24, 32) & (1u << STREAM), 1u << STREAM);
	cr_assert(strstr(rig.host.complaint, "not mapped"));
}

Test(model_tgl, a_buffer_that_is_not_aligned_is_a_descriptor_error)
{
	cr_assert(boot_controller(&rig, NO_STEP));
	boot_stream(&rig, NO_STEP);
	put_le(rig.host.memory + TEST_MEMORY - 4096, TEST_IOVA + 4, 8);
	cr_assert_eq(boot_start_core(&rig, NO_STEP), BOOTED);
	cr_assert_eq(boot_download(&rig, NO_STEP), AT_ENTERED);
	cr_assert_str_eq(rig.host.complaint,
			 "stream 7: a buffer's address is not 128-byte aligned");
}

Test(model_tgl, download_takes_its_time)
{
	uint64_t start;

	cr_assert(boot_controller(&rig, NO_STEP));
	boot_stream(&rig, NO_STEP);
	cr_assert_eq(boot_start_core(&rig, NO_STEP), BOOTED);
	start = rig.host.now_ns;
	cr_assert_eq(boot_download(&rig, NO_STEP), BOOTED);
	/* 64 KiB at 37 MB/s, and verification and start */
	cr_assert_gt(rig.host.now_ns - start, UINT64_C(16000000));
	cr_assert_lt(rig.host.now_ns - start, UINT64_C(30000000));
}

Test(model_tgl, power_takes_half_a_millisecond)
{
	cr_assert(boot_controller(&rig, NO_STEP));
	test_update(&rig.host, DSP, ADSPCS, 0x10000, 0x10000);
	cr_assert_eq(test_read(&rig.host, DSP, ADSPCS, 32), 0x00010f0f);
	test_sleep_us(&rig.host, 510);
	cr_assert_eq(test_read(&rig.host, DSP, ADSPCS, 32), 0x0f010f0f);
}

Test(model_tgl, rom_shows_that_it_waits)
{
	cr_assert(boot_controller(&rig, NO_STEP));
	test_write(&rig.host, DSP, ADSPCS, 32, 0x00010000);
	test_sleep_us(&rig.host, 600);
	cr_assert_eq(test_read(&rig.host, DSP, STATUS, 32), 0);
	test_sleep_us(&rig.host, 3000);
	cr_assert_eq(test_read(&rig.host, DSP, STATUS, 32), 0x05000001);
	boot_power_down(&rig);
	cr_assert_eq(test_read(&rig.host, DSP, STATUS, 32), 0);
}

/* -- after the boot -- */

Test(model_tgl, fw_ready_record_is_complete)
{
	cr_assert_eq(boot_linux(&rig, NO_STEP), BOOTED);
	cr_assert_eq(test_read(&rig.host, DSP, UPLINK, 32), 108);
	cr_assert_eq(test_read(&rig.host, DSP, UPLINK + 4, 32), 0x70000000);
	cr_assert_eq(test_read(&rig.host, DSP, UPLINK + 28, 32), 0x00020002);
	cr_assert_eq(test_read(&rig.host, DSP, UPLINK + 64, 32), 0x03016001);
	cr_assert_eq(test_read(&rig.host, DSP, TDD, 32), 0x80);
}

Test(model_tgl, ipc3_answers)
{
	cr_assert_eq(boot_linux(&rig, NO_STEP), BOOTED);
	cr_assert_eq(boot_ipc3(&rig, 8, 0x40030000), 0);
	cr_assert_eq(boot_ipc3(&rig, 12, 0x40070000), 0);
	cr_assert_eq(boot_ipc3(&rig, 8, 0x10000000), 0);
	cr_assert_eq(boot_ipc3(&rig, 8, 0xf0000000), (uint32_t)-22);
	cr_assert_eq(boot_ipc3(&rig, 8, 0x00000000), (uint32_t)-22);
	cr_assert_eq(boot_ipc3(&rig, 4, 0x40030000), (uint32_t)-22);
	cr_assert_eq(boot_ipc3(&rig, 385, 0x40030000), (uint32_t)-22);
}

Test(model_tgl, compact_message_leaves_the_mailbox)
{
	cr_assert_eq(boot_linux(&rig, NO_STEP), BOOTED);
	test_write(&rig.host, DSP, DOWNLINK, 32, 0x1234);
	test_write(&rig.host, DSP, IDD, 32, 0x10);
	test_write(&rig.host, DSP, IDR, 32, 0xc8000000);
	cr_assert(test_poll(&rig.host, DSP, IDA, 0x80000000, 0x80000000, 500));
	cr_assert_eq(test_read(&rig.host, DSP, DOWNLINK, 32), 0x1234);
}

static void ipc4(uint32_t primary, uint32_t extension)
{
	test_write(&rig.host, DSP, IDD, 32, extension);
	test_write(&rig.host, DSP, IDR, 32, primary);
	cr_assert(test_poll(&rig.host, DSP, IDA, 0x80000000, 0x80000000, 500));
	test_write(&rig.host, DSP, IDA, 32, 0x80000000);
	cr_assert(test_poll(&rig.host, DSP, TDR, 0x80000000, 0x80000000, 500));
}

Test(model_tgl, ipc4_image_speaks_ipc4)
{
	boot_load_image(&rig, 4);
	cr_assert(boot_controller(&rig, NO_STEP));
	boot_stream(&rig, NO_STEP);
	cr_assert_eq(boot_start_core(&rig, NO_STEP), BOOTED);
	cr_assert_eq(boot_download(&rig, NO_STEP), BOOTED, "%s", rig.host.complaint);
	cr_assert(test_poll(&rig.host, DSP, TDR, 0xffffffff, 0x9b080000, 100));
	cr_assert_eq(test_read(&rig.host, DSP, TDD, 32), 0);
	cr_assert_eq(test_read(&rig.host, DSP, 0x8001c, 32), 1);
	boot_ack_dsp(&rig);
	ipc4(0xc3000000, 0x20701000);
	cr_assert_eq(test_read(&rig.host, DSP, TDR, 32), 0xe3000000);
	cr_assert_eq(test_read(&rig.host, DSP, TDD, 32), 0x20000000 + 16 + 6 * 12);
	cr_assert_eq(test_read(&rig.host, DSP, UPLINK + 4, 32), 8);
	cr_assert_eq(test_read(&rig.host, DSP, UPLINK + 16, 32), 6);
	cr_assert_eq(test_read(&rig.host, DSP, UPLINK + 24, 32), 4096);
	boot_ack_dsp(&rig);
	ipc4(0x91000000, 0);
	cr_assert_eq(test_read(&rig.host, DSP, TDR, 32), 0xb1000000);
}

Test(model_tgl, firmware_waits_for_the_host_to_ack)
{
	boot_load_image(&rig, 4);
	cr_assert(boot_controller(&rig, NO_STEP));
	boot_stream(&rig, NO_STEP);
	cr_assert_eq(boot_start_core(&rig, NO_STEP), BOOTED);
	cr_assert_eq(boot_download(&rig, NO_STEP), BOOTED);
	cr_assert(test_poll(&rig.host, DSP, TDR, 0x80000000, 0x80000000, 100));
	for (unsigned i = 0; i < 12; i++) {
		test_write(&rig.host, DSP, IDR, 32, 0x91000000);
		test_sleep_us(&rig.host, 1000);
	}
	cr_assert_eq(test_read(&rig.host, DSP, TDR, 32), 0x9b080000);
	cr_assert(strstr(rig.host.complaint, "takes no messages"));
	boot_ack_dsp(&rig);
	cr_assert(test_poll(&rig.host, DSP, TDR, 0xffffffff, 0xb1000000, 100));
}

/* -- interrupts -- */

Test(model_tgl, interrupt_comes_again_when_gie_returns)
{
	cr_assert(boot_controller(&rig, NO_STEP));
	boot_stream(&rig, NO_STEP);
	cr_assert_eq(boot_start_core(&rig, NO_STEP), BOOTED);
	cr_assert_eq(boot_download(&rig, NO_STEP), BOOTED);
	cr_assert_eq(boot_wait_ready(&rig), BOOTED);
	rig.host.msis = 0;
	cr_assert_eq(test_read(&rig.host, HDA, 0x24, 32) >> 31, 1);
	test_update(&rig.host, HDA, 0x20, 0x80000000, 0);
	cr_assert_eq(test_read(&rig.host, HDA, 0x24, 32) >> 31, 1);
	cr_assert_eq(rig.host.msis, 0);
	test_update(&rig.host, HDA, 0x20, 0x80000000, 0x80000000);
	cr_assert_eq(rig.host.msis, 1);
	boot_ack_dsp(&rig);
	cr_assert_eq(test_read(&rig.host, HDA, 0x24, 32), 0);
}

static void check_rings(unsigned wait_us)
{
	uint8_t *ring = rig.host.memory;

	cr_assert(boot_controller(&rig, NO_STEP));
	cr_assert_eq(test_read(&rig.host, HDA, 0x0e, 16), 1);
	test_write(&rig.host, HDA, 0x40, 32, (uint32_t)TEST_IOVA);
	test_write(&rig.host, HDA, 0x4a, 16, 0x8000);
	cr_assert_eq(test_read(&rig.host, HDA, 0x4a, 16), 0x8000);
	test_write(&rig.host, HDA, 0x4a, 16, 0);
	cr_assert_eq(test_read(&rig.host, HDA, 0x4a, 16), 0);
	test_write(&rig.host, HDA, 0x4c, 8, 2);
	test_write(&rig.host, HDA, 0x50, 32, (uint32_t)TEST_IOVA + 2048);
	test_write(&rig.host, HDA, 0x58, 16, 0x8000);
	test_write(&rig.host, HDA, 0x5a, 16, 1);
	test_write(&rig.host, HDA, 0x5c, 8, 3);
	rig.host.msis = 0;
	put_le(ring + 4, 0x000f0000, 4);
	test_write(&rig.host, HDA, 0x48, 16, 1);
	test_sleep_us(&rig.host, wait_us);
	cr_assert_eq(rig.host.msis, 1);
	cr_assert_eq(test_read(&rig.host, HDA, 0x58, 16), 1);
	cr_assert_eq(get_le32(ring + 2048 + 8), 0x1af40012);
	cr_assert_eq(test_read(&rig.host, HDA, 0x24, 32), 0xc0000000);
	test_write(&rig.host, HDA, 0x5d, 8, 5);
	cr_assert_eq(test_read(&rig.host, HDA, 0x24, 32), 0);
	/* nobody at address 3 */
	put_le(ring + 8, 0x300f0000, 4);
	test_write(&rig.host, HDA, 0x48, 16, 2);
	test_sleep_us(&rig.host, wait_us);
	cr_assert_eq(test_read(&rig.host, HDA, 0x58, 16), 1);
}

Test(model_tgl, codec_answers_through_the_rings)
{
	check_rings(100);
}

Test(model_tgl, codec_answers_immediate_commands)
{
	cr_assert(boot_controller(&rig, NO_STEP));
	test_write(&rig.host, HDA, 0x60, 32, 0x000f0004);
	test_write(&rig.host, HDA, 0x68, 16, 1);
	cr_assert_eq(test_read(&rig.host, HDA, 0x68, 16), 2);
	cr_assert_eq(test_read(&rig.host, HDA, 0x64, 32), 0x00010001);
}

static void check_playback(unsigned lag)
{
	cr_assert_eq(boot_linux(&rig, NO_STEP), BOOTED);
	test_update(&rig.host, HDA, SD, 1, 1);
	test_update(&rig.host, HDA, SD, 1, 0);
	boot_put_descriptors(&rig, NO_STEP, 0x8000);
	test_update(&rig.host, HDA, SD, 0xf00000, 0x100000);
	test_write(&rig.host, HDA, SD + 8, 32, 0x8000);
	test_write(&rig.host, HDA, SD + 0xc, 16, 1);
	test_write(&rig.host, HDA, SD + 0x12, 16, 0x0011); /* 48 kHz, 16 bits, 2 channels */
	test_write(&rig.host, HDA, SD + 0x18, 32, (uint32_t)(TEST_IOVA + TEST_MEMORY - 4096));
	test_update(&rig.host, HDA, SD, 0x1e, 0x1e);
	test_sleep_us(&rig.host, 100000);
	cr_assert_leq(test_read(&rig.host, HDA, SD + 4, 32), 19200);
	cr_assert_geq(test_read(&rig.host, HDA, SD + 4, 32), 19100 - lag);
	cr_assert_eq(test_read(&rig.host, HDA, 0x1084 + 0x20 * STREAM, 32),
		     test_read(&rig.host, HDA, SD + 4, 32));
	test_sleep_us(&rig.host, 100000);
	cr_assert_eq(test_read(&rig.host, HDA, SD + 3, 8) & 0x1c, 4);
	cr_assert_lt(test_read(&rig.host, HDA, SD + 4, 32), 0x8000);
}

Test(model_tgl, playback_advances_at_the_rate_of_its_format)
{
	check_playback(0);
}

Test(model_tgl, a_list_shorter_than_its_buffer_starts_over)
{
	cr_assert_eq(boot_linux(&rig, NO_STEP), BOOTED);
	boot_put_descriptors(&rig, NO_STEP, 0x1000);
	test_update(&rig.host, HDA, SD, 0xf00000, 0x100000);
	test_write(&rig.host, HDA, SD + 8, 32, 0x8000);
	test_write(&rig.host, HDA, SD + 0xc, 16, 1);
	test_write(&rig.host, HDA, SD + 0x12, 16, 0x0011);
	test_write(&rig.host, HDA, SD + 0x18, 32, (uint32_t)(TEST_IOVA + TEST_MEMORY - 4096));
	test_update(&rig.host, HDA, SD, 2, 2);
	test_sleep_us(&rig.host, 100000);
	cr_assert_eq(test_read(&rig.host, HDA, SD + 3, 8) & 0x10, 0);
	cr_assert_gt(test_read(&rig.host, HDA, SD + 4, 32), 0x1000);
}

Test(model_tgl, capture_is_silence)
{
	enum { CAPTURE = 0x80 };

	cr_assert_eq(boot_linux(&rig, NO_STEP), BOOTED);
	boot_put_descriptors(&rig, NO_STEP, 0x8000);
	memset(rig.host.memory, 0x5a, 0x8000);
	test_update(&rig.host, HDA, CAPTURE, 0xf00000, 0x100000);
	test_write(&rig.host, HDA, CAPTURE + 8, 32, 0x8000);
	test_write(&rig.host, HDA, CAPTURE + 0xc, 16, 1);
	test_write(&rig.host, HDA, CAPTURE + 0x12, 16, 0x4011); /* 44.1 kHz, 16 bits, 2 channels */
	test_write(&rig.host, HDA, CAPTURE + 0x18, 32, (uint32_t)(TEST_IOVA + TEST_MEMORY - 4096));
	test_update(&rig.host, HDA, CAPTURE, 2, 2);
	test_sleep_us(&rig.host, 10000);
	cr_assert_eq(rig.host.memory[0], 0);
	cr_assert_eq(rig.host.memory[1700], 0);
	cr_assert_eq(rig.host.memory[1800], 0x5a);
}

/* -- memory that is far: each DMA has to be asked for several times -- */

Test(model_tgl, boots_from_far_memory)
{
	rig.host.far = 3;
	cr_assert_eq(boot_linux(&rig, NO_STEP), BOOTED, "%s", rig.host.complaint);
	cr_assert_eq(boot_zephyr(&rig), BOOTED, "%s", rig.host.complaint);
	cr_assert_eq(rig.host.complaints, 0, "%s", rig.host.complaint);
	cr_assert_gt(rig.host.waited, 100);
}

Test(model_tgl, rings_and_streams_wait_for_far_memory)
{
	rig.host.far = 2;
	check_rings(400);
	check_playback(19200 * 12 / 1000 + 100); /* twelve ticks */
	cr_assert_eq(rig.host.complaints, 0, "%s", rig.host.complaint);
}

Test(model_tgl, a_refusal_after_a_wait_is_one)
{
	rig.host.far = 1;
	cr_assert(boot_controller(&rig, NO_STEP));
	boot_stream(&rig, NO_STEP);
	cr_assert_eq(boot_start_core(&rig, NO_STEP), BOOTED);
	test_update(&rig.host, HDA, SD, 0x1e, 0x1e);
	test_sleep_us(&rig.host, 100);
	cr_assert_gt(rig.host.waited, 0);
	cr_assert_eq(test_read(&rig.host, HDA, SD + 3, 8) & 0x1c, 0, "not yet");
	rig.host.unmapped = true;
	test_sleep_us(&rig.host, 1000);
	cr_assert_eq(test_read(&rig.host, HDA, SD + 3, 8) & 0x1c, 0x10);
}

/* -- switches and resets -- */

Test(model_tgl, registers_do_not_take_while_in_reset)
{
	test_write(&rig.host, HDA, 0x20, 32, 0xc0000000);
	cr_assert_eq(test_read(&rig.host, HDA, 0x20, 32), 0);
	cr_assert(strstr(rig.host.complaint, "INTCTL"));
}

Test(model_tgl, gprocen_survives_a_controller_reset)
{
	cr_assert(boot_controller(&rig, NO_STEP));
	test_update(&rig.host, HDA, 8, 1, 0);
	cr_assert(test_poll(&rig.host, HDA, 8, 1, 0, 10));
	cr_assert_eq(test_read(&rig.host, HDA, 0x804, 32), 0x40000000);
	cr_assert_eq(test_read(&rig.host, HDA, 0x20, 32), 0);
}

Test(model_tgl, bar4_is_closed_without_gprocen)
{
	cr_assert_eq(test_read(&rig.host, DSP, ADSPCS, 32), 0xffffffff);
	cr_assert_eq(test_read(&rig.host, DSP, STATUS, 16), 0xffff);
	test_write(&rig.host, DSP, ADSPCS, 32, 0);
	cr_assert_str_eq(rig.host.complaint, "bar4+0x4: written while PPCTL.GPROCEN is 0, lost");
	test_update(&rig.host, HDA, 0x804, 0x40000000, 0x40000000);
	cr_assert_eq(test_read(&rig.host, DSP, ADSPCS, 32), 0x0f0f);
}

Test(model_tgl, d3_and_memory_off_close_the_bars)
{
	cr_assert_eq(test_read(&rig.host, HDA, 0, 32), 0x01009701);
	test_config_write(&rig.host, 0x54, 16, 3);
	cr_assert_eq(test_read(&rig.host, HDA, 0, 32), 0xffffffff);
	test_config_write(&rig.host, 0x54, 16, 0);
	cr_assert_eq(test_read(&rig.host, HDA, 0, 32), 0x01009701);
	test_config_write(&rig.host, 4, 16, 0);
	cr_assert_eq(test_read(&rig.host, HDA, 0, 32), 0xffffffff);
}

Test(model_tgl, config_space_is_that_of_the_logs)
{
	static const uint8_t chain[] = { 0x50, 0x80, 0x60 };
	unsigned at = (unsigned)test_config_read(&rig.host, 0x34, 8);

	cr_assert_eq(test_config_read(&rig.host, 0, 32), 0xa0c88086);
	cr_assert_eq(test_config_read(&rig.host, 8, 32) >> 8, 0x040100);
	for (size_t i = 0; i < ARRAY_SIZE(chain); i++) {
		cr_assert_eq(at, chain[i]);
		at = (unsigned)test_config_read(&rig.host, at + 1, 8);
	}
	cr_assert_eq(at, 0);
	cr_assert_eq(test_config_read(&rig.host, 0x82, 8), 0x14);
	cr_assert_eq(test_config_read(&rig.host, 0x48, 32), 0x40);
	test_config_write(&rig.host, 0x10, 32, 0xffffffff);
	test_config_write(&rig.host, 0x20, 32, 0xffffffff);
	cr_assert_eq(test_config_read(&rig.host, 0x10, 32), 0xffffc004);
	cr_assert_eq(test_config_read(&rig.host, 0x20, 32), 0xfff00004);
}

Test(model_tgl, function_reset_restores_everything)
{
	cr_assert_eq(boot_linux(&rig, NO_STEP), BOOTED);
	test_config_write(&rig.host, 0x44, 32, 4);
	rig.host.class->reset(rig.host.model);
	cr_assert_eq(test_config_read(&rig.host, 4, 16), 0);
	cr_assert_eq(test_config_read(&rig.host, 0x44, 32), 0);
	test_config_write(&rig.host, 4, 16, 6);
	cr_assert_eq(test_read(&rig.host, HDA, 8, 32), 0);
	cr_assert_eq(test_read(&rig.host, HDA, 0x804, 32), 0);
	test_update(&rig.host, HDA, 0x804, 0x40000000, 0x40000000);
	cr_assert_eq(test_read(&rig.host, DSP, ADSPCS, 32), 0x0f0f);
	cr_assert_eq(test_read(&rig.host, DSP, UPLINK, 32), 0);
	cr_assert_eq(boot_linux(&rig, NO_STEP), BOOTED, "%s", rig.host.complaint);
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
		test_fault(&rig.host, table[i].name, true);
		cr_expect_eq(boot_linux(&rig, NO_STEP), table[i].stage, "%s: stage", table[i].name);
		cr_expect_eq(test_read(&rig.host, DSP, STATUS, 32), table[i].status, "%s: status",
			     table[i].name);
		cr_expect_eq(test_read(&rig.host, DSP, ERROR, 32), table[i].error, "%s: error",
			     table[i].name);
		test_fault(&rig.host, table[i].name, false);
		cr_expect_eq(boot_linux(&rig, NO_STEP), BOOTED, "after %s: %s", table[i].name,
			     rig.host.complaint);
	}
	cr_assert_eq(ARRAY_SIZE(table) + 1, 11, "and wedged, below");
	for (size_t i = 0; rig.host.class->faults[i].name; i++)
		cr_assert(rig.host.class->faults[i].help, "%s", rig.host.class->faults[i].name);
}

Test(model_tgl, rom_goes_on_when_the_security_engine_returns)
{
	test_fault(&rig.host, "rom-stuck-cse", true);
	cr_assert_eq(boot_linux(&rig, NO_STEP), AT_ROM);
	test_fault(&rig.host, "rom-stuck-cse", false);
	test_sleep_us(&rig.host, 5000);
	cr_assert_eq(test_read(&rig.host, DSP, STATUS, 32), 0x05000001);
	cr_assert_eq(boot_download(&rig, NO_STEP), BOOTED);
}

Test(model_tgl, rom_does_not_know_other_requests)
{
	cr_assert(boot_controller(&rig, NO_STEP));
	test_write(&rig.host, DSP, ADSPCS, 32, 0x00010000);
	test_sleep_us(&rig.host, 5000);
	test_write(&rig.host, DSP, IDR, 32, 0x80000000);
	cr_assert_not(test_poll(&rig.host, DSP, IDA, 0x80000000, 0x80000000, 500));
	cr_assert_str_eq(rig.host.complaint, "the ROM does not know the request 0x80000000");
}

Test(model_tgl, an_image_larger_than_its_memory_is_not_taken)
{
	cr_assert(boot_controller(&rig, NO_STEP));
	boot_stream(&rig, NO_STEP);
	test_write(&rig.host, HDA, 0x708 + 8 * STREAM, 32, 0x400001);
	cr_assert_eq(boot_start_core(&rig, NO_STEP), BOOTED);
	cr_assert_eq(boot_download(&rig, NO_STEP), AT_ENTERED);
	cr_assert_str_eq(rig.host.complaint, "stream 7: SPIB is more than the memory for an image");
}

Test(model_tgl, wedged_core_needs_a_function_reset)
{
	cr_assert_eq(boot_linux(&rig, NO_STEP), BOOTED);
	test_fault(&rig.host, "wedged", true);
	boot_power_down(&rig);
	cr_assert_eq(test_read(&rig.host, DSP, ADSPCS, 32), 0x0f010e0e);
	rig.host.class->reset(rig.host.model);
	cr_assert_not(rig.host.class->fault_is_set(rig.host.model, "wedged"));
	cr_assert_eq(boot_linux(&rig, NO_STEP), BOOTED, "%s", rig.host.complaint);
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

	cr_assert_eq(boot_linux(&rig, NO_STEP), BOOTED);
	for (unsigned i = 0; i < 100000; i++) {
		unsigned bar = random_next(&state) & 1 ? HDA : DSP;
		unsigned width_bits = 8u << (random_next(&state) & 3);
		uint64_t offset = random_offset(&state, rig.host.class->bars[bar].size - 8);
		uint64_t value = ((uint64_t)random_next(&state) << 32 | random_next(&state)) &
				 bits_mask(width_bits);

		if (random_next(&state) & 3)
			test_write(&rig.host, bar, offset, width_bits, value);
		else
			test_read(&rig.host, bar, offset, width_bits);
		if (!(i % 64)) /* keep the doors open, so that more than the doors is tried */
			test_update(&rig.host, HDA, 0x804, 0x40000000, 0x40000000);
		if (!(i % 128)) {
			test_update(&rig.host, HDA, 8, 1, 1);
			test_sleep_us(&rig.host, 700);
		}
	}
	rig.host.class->reset(rig.host.model);
	test_config_write(&rig.host, 4, 16, 6);
	cr_assert_eq(boot_linux(&rig, NO_STEP), BOOTED, "%s", rig.host.complaint);
}

Test(model_tgl, random_descriptors_never_break_it)
{
	uint32_t state = 7;

	for (unsigned round = 0; round < 50; round++) {
		cr_assert(boot_controller(&rig, NO_STEP));
		boot_stream(&rig, NO_STEP);
		for (unsigned i = 0; i < 64; i++)
			rig.host.memory[TEST_MEMORY - 4096 + i] = (uint8_t)random_next(&state);
		test_write(&rig.host, HDA, SD + 0xc, 16, random_next(&state) & 0xff);
		test_write(&rig.host, HDA, SD + 8, 32, random_next(&state));
		test_write(&rig.host, HDA, 0x708 + 8 * STREAM, 32, random_next(&state));
		boot_start_core(&rig, NO_STEP);
		test_update(&rig.host, HDA, SD, 0x1e, 0x1e);
		test_sleep_us(&rig.host, 20000);
		boot_power_down(&rig);
	}
}

Test(model_tgl, random_images_never_start)
{
	uint32_t state = 99;

	for (unsigned round = 0; round < 100; round++) {
		size_t at = random_next(&state) % (round & 1 ? 0x600 : rig.image_len - 0x600);
		uint8_t was;

		at += round & 1 ? 0 : 0x540;
		was = rig.image[at];
		rig.image[at] = (uint8_t)random_next(&state);
		cr_assert(boot_controller(&rig, NO_STEP));
		boot_stream(&rig, NO_STEP);
		cr_assert_eq(boot_start_core(&rig, NO_STEP), BOOTED);
		if (rig.image[at] != was && at >= 0x540)
			cr_assert_eq(boot_download(&rig, NO_STEP), AT_ENTERED);
		else
			boot_download(&rig, NO_STEP);
		rig.image[at] = was;
		boot_power_down(&rig);
	}
}
