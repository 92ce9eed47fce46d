/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every simulated cAVS part: identity, the register values that logs of such machines show on the way of
 * a boot, both orders, what the doorbells of its generation do. */
#include <criterion/criterion.h>

#include <string.h>

#include "backend/support/bits.h"
#include "tests/unit/model_boot.h"

static struct boot_rig rig;

/* Runs check on a fresh device of every part. */
static void for_each_part(void (*check)(void))
{
	for (const struct boot_part *part = boot_parts; part->name[0]; part++) {
		boot_rig_start(&rig, part->name);
		check();
		boot_rig_stop(&rig);
	}
}

static void check_identity(void)
{
	uint32_t reset = rig.part->cores | rig.part->cores << 8;

	cr_expect_eq(test_config_read(&rig.host, 0, 32), 0x8086u | (uint32_t)rig.part->id << 16,
		     "%s", rig.part->name);
	cr_expect_eq(test_config_read(&rig.host, 9, 8), 0, "%s", rig.part->name);
	cr_expect_eq(test_config_read(&rig.host, 10, 16), 0x0401, "%s", rig.part->name);
	test_config_write(&rig.host, 4, 16, 2);
	cr_expect_eq(test_read(&rig.host, HDA, 0, 32), 0x01009701, "%s: GCAP", rig.part->name);
	test_update(&rig.host, HDA, 0x804, 0x40000000, 0x40000000);
	cr_expect_eq(test_read(&rig.host, DSP, ADSPCS, 32), reset, "%s: ADSPCS", rig.part->name);
}

Test(model_cavs, identity_and_reset_values)
{
	for_each_part(check_identity);
}

static void check_linux(void)
{
	for (unsigned ipc = 3; ipc <= 4; ipc++) {
		boot_load_image(&rig, ipc);
		/* the message after FW_READY is one of IPC3 */
		if (ipc == 3)
			cr_expect_eq(boot_linux(&rig, NO_STEP), BOOTED, "%s: %s", rig.part->name,
				     rig.host.complaint);
		else
			cr_expect_eq(boot_zephyr(&rig), BOOTED, "%s: %s", rig.part->name,
				     rig.host.complaint);
	}
	cr_expect_eq(rig.host.complaints, 0, "%s: %s", rig.part->name, rig.host.complaint);
}

Test(model_cavs, boots_in_both_orders)
{
	for_each_part(check_linux);
}

static void expect_adspcs(uint32_t want, const char *when)
{
	uint64_t value = test_read(&rig.host, DSP, ADSPCS, 32);

	cr_expect_eq(value, want, "%s %s: ADSPCS 0x%08x, not 0x%08x", rig.part->name, when,
		     (unsigned)value, want);
}

/* Facts: what ADSPCS showed in logs of CNL, GLK, TGL while the driver booted them. */
static void check_core_power(void)
{
	uint32_t managed = rig.part->managed;

	cr_assert(boot_controller(&rig, NO_STEP));
	test_update(&rig.host, DSP, ADSPCS, managed << 16, managed << 16);
	cr_assert(test_poll(&rig.host, DSP, ADSPCS, managed << 24, managed << 24, 50));
	expect_adspcs(rig.part->powered, "powered");
	test_update(&rig.host, DSP, ADSPCS, 1, 0);
	expect_adspcs(rig.part->powered & ~1u, "out of reset");
	test_update(&rig.host, DSP, ADSPCS, 0x100, 0);
	expect_adspcs(rig.part->running, "running");
	boot_power_down(&rig);
	boot_stream(&rig, NO_STEP);
	cr_expect_eq(boot_start_core(&rig, NO_STEP), BOOTED, "%s", rig.part->name);
	expect_adspcs(rig.part->alone, "alone");
}

Test(model_cavs, core_power_is_that_of_the_logs)
{
	for_each_part(check_core_power);
}

/* The ROM's acknowledgement has its generation's DONE bit and leaves no other doorbell. */
static void check_acknowledge(void)
{
	uint32_t ida = boot_reg(&rig, IDA), other = boot_done(&rig) ^ 0xc0000000;

	cr_assert(boot_controller(&rig, NO_STEP));
	test_write(&rig.host, DSP, boot_reg(&rig, IDR), 32, 0x81004000);
	test_update(&rig.host, DSP, ADSPCS, rig.part->managed << 16, rig.part->managed << 16);
	test_update(&rig.host, DSP, ADSPCS, 0x101, 0);
	cr_expect(test_poll(&rig.host, DSP, ida, boot_done(&rig), boot_done(&rig), 500), "%s",
		  rig.part->name);
	cr_expect_not(test_read(&rig.host, DSP, ida, 32) & other, "%s", rig.part->name);
	cr_expect_not(test_read(&rig.host, DSP, boot_reg(&rig, IDR), 32) & 0x80000000, "%s",
		      rig.part->name);
	test_write(&rig.host, DSP, ida, 32, boot_done(&rig));
	cr_expect_eq(test_read(&rig.host, DSP, ida, 32), 0, "%s", rig.part->name);
}

Test(model_cavs, acknowledges_with_its_generations_bit)
{
	for_each_part(check_acknowledge);
}

/* cAVS 1.5+ has no acknowledge register: a cleared BUSY lets the firmware go on. */
static void check_host_ack(void)
{
	uint32_t tdr = boot_reg(&rig, TDR);

	boot_load_image(&rig, 4);
	cr_assert(boot_controller(&rig, NO_STEP));
	boot_stream(&rig, NO_STEP);
	cr_assert_eq(boot_start_core(&rig, NO_STEP), BOOTED);
	cr_assert_eq(boot_download(&rig, NO_STEP), BOOTED);
	cr_assert_eq(boot_wait_ready(&rig), BOOTED);
	boot_ack_dsp(&rig);
	for (unsigned i = 0; i < 2; i++) {
		test_write(&rig.host, DSP, boot_reg(&rig, IDR), 32, 0xc3000000);
		test_sleep_us(&rig.host, 1000);
		test_write(&rig.host, DSP, boot_reg(&rig, IDA), 32, boot_done(&rig));
	}
	cr_expect(test_read(&rig.host, DSP, tdr, 32) & 0x80000000, "%s", rig.part->name);
	test_write(&rig.host, DSP, tdr, 32, 0x80000000);
	test_sleep_us(&rig.host, 1000);
	cr_expect_eq(!!(test_read(&rig.host, DSP, tdr, 32) & 0x80000000), rig.part->old_doorbells,
		     "%s: the second reply without HIPCTDA", rig.part->name);
	if (!rig.part->old_doorbells) {
		test_write(&rig.host, DSP, TDA, 32, 0x80000000);
		test_sleep_us(&rig.host, 1000);
		cr_expect(test_read(&rig.host, DSP, tdr, 32) & 0x80000000, "%s", rig.part->name);
	}
}

Test(model_cavs, firmware_goes_on_when_the_host_acknowledged)
{
	for_each_part(check_host_ack);
}

/* -- APL and GLK: the format while host and link are coupled -- */

Test(model_cavs, apl_takes_no_format_while_decoupled)
{
	boot_rig_start(&rig, "apl");
	cr_assert(boot_controller(&rig, NO_STEP));
	test_update(&rig.host, HDA, 0x804, 1u << STREAM, 1u << STREAM);
	test_write(&rig.host, HDA, SD + 0x12, 16, 0x40);
	cr_expect_eq(test_read(&rig.host, HDA, SD + 0x12, 16), 0);
	cr_expect(strstr(rig.host.complaint, "FMT written while PPCTL.PROCEN is on"));
	test_update(&rig.host, HDA, 0x804, 1u << STREAM, 0);
	test_write(&rig.host, HDA, SD + 0x12, 16, 0x40);
	cr_expect_eq(test_read(&rig.host, HDA, SD + 0x12, 16), 0x40);
	boot_rig_stop(&rig);
}

/* An image of the other era has its hash in another form: refused, not started. */
static void check_other_era(void)
{
	struct boot_part other = *rig.part;

	other.image = FWBUILD_AVS15;
	rig.part = &other;
	boot_load_image(&rig, 4);
	rig.part = boot_part(other.name);
	cr_expect_eq(boot_linux(&rig, NO_STEP), AT_ENTERED, "%s", rig.part->name);
	cr_expect_eq(test_read(&rig.host, DSP, ERROR, 32), 43, "%s", rig.part->name);
}

Test(model_cavs, an_image_without_a_directory_is_not_found)
{
	for_each_part(check_other_era);
}

static void check_changed_body(void)
{
	cr_expect_eq(boot_linux(&rig, INTACT_BODY), AT_ENTERED, "%s", rig.part->name);
	cr_expect_eq(test_read(&rig.host, DSP, ERROR, 32), 44, "%s", rig.part->name);
}

Test(model_cavs, a_changed_body_is_refused_with_either_hash)
{
	for_each_part(check_changed_body);
}
