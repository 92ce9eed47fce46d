/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Config space and interrupts of a model, below any transport. */
#include <criterion/criterion.h>

#include "tests/unit/model_host.h"

enum { COMMAND = 0x04, STATUS = 0x06, PMCSR = 0x54, MSI = 0x60 };

static struct test_host host;

static void setup(void)
{
	test_host_start(&host, "tgl");
}

static void teardown(void)
{
	test_host_stop(&host);
}

TestSuite(model_pci, .init = setup, .fini = teardown);

static uint64_t get(unsigned offset, unsigned width_bits)
{
	return test_config_read(&host, offset, width_bits);
}

static void set(unsigned offset, unsigned width_bits, uint64_t value)
{
	test_config_write(&host, offset, width_bits, value);
}

Test(model_pci, header_takes_only_what_hardware_takes)
{
	set(0x00, 32, 0);
	cr_assert_eq(get(0x00, 32), 0xa0c88086);
	set(0x08, 32, 0);
	cr_assert_eq(get(0x08, 32), 0x04010020);
	set(COMMAND, 16, 0xffff);
	cr_assert_eq(get(COMMAND, 16), 0x0546);
	set(0x3c, 16, 0xffff);
	cr_assert_eq(get(0x3c, 16), 0x01ff);
	set(0x34, 8, 0xff);
	cr_assert_eq(get(0x34, 8), 0x50);
}

Test(model_pci, one_byte_of_a_register_is_written_alone)
{
	set(0x44, 32, 0x11223344);
	set(0x46, 8, 0xaa);
	cr_assert_eq(get(0x44, 32), 0x11aa3344);
	set(COMMAND + 1, 8, 0x04);
	cr_assert_eq(get(COMMAND, 16), 0x0402);
}

Test(model_pci, bars_that_are_not_there_stay_zero)
{
	for (unsigned at = 0x18; at < 0x20; at += 4) {
		set(at, 32, 0xffffffff);
		cr_assert_eq(get(at, 32), 0);
	}
	set(0x30, 32, 0xffffffff);
	cr_assert_eq(get(0x30, 32), 0);
}

Test(model_pci, upper_half_of_a_64_bit_bar_is_writable)
{
	set(0x14, 32, 0xffffffff);
	cr_assert_eq(get(0x14, 32), 0xffffffff);
	set(0x10, 32, 0x12345678);
	cr_assert_eq(get(0x10, 32), 0x12344004);
}

Test(model_pci, power_states_between_d0_and_d3_do_not_exist)
{
	for (unsigned state = 1; state <= 2; state++) {
		set(PMCSR, 16, state);
		cr_assert_eq(get(PMCSR, 16) & 3, 0);
	}
	set(PMCSR, 16, 3);
	cr_assert_eq(get(PMCSR, 16), 0x000b);
	set(PMCSR, 16, 1);
	cr_assert_eq(get(PMCSR, 16) & 3, 3);
}

Test(model_pci, registers_survive_d3)
{
	test_update(&host, 0, 0x804, 0x40000000, 0x40000000);
	set(PMCSR, 16, 3);
	test_write(&host, 0, 0x804, 32, 0);
	set(PMCSR, 16, 0);
	cr_assert_eq(test_read(&host, 0, 0x804, 32), 0x40000000);
}

Test(model_pci, outside_the_space_all_ones)
{
	cr_assert_eq(get(0xfe, 32), 0xffffffff);
	cr_assert_eq(get(0x1000, 8), 0xff);
	set(0xfe, 32, 0);
	set(0x1000, 32, 0);
}

Test(model_pci, msi_enabled_late_still_tells_of_what_is_pending)
{
	/* a wake of the codec: STATESTS with its WAKEEN bit */
	set(COMMAND, 16, 6);
	test_write(&host, 0, 0x0c, 16, 1);
	test_write(&host, 0, 0x08, 32, 1);
	test_sleep_us(&host, 1000);
	test_write(&host, 0, 0x20, 32, 0xc0000000);
	cr_assert_eq(test_read(&host, 0, 0x24, 32), 0xc0000000);
	cr_assert_eq(get(STATUS, 16) & 8, 8);
	cr_assert_eq(host.msis, 0);
	cr_assert(host.intx);
	set(MSI + 2, 16, 1);
	cr_assert_eq(host.msis, 1);
	cr_assert_not(host.intx);
	set(MSI + 2, 16, 0);
	cr_assert(host.intx);
	set(COMMAND, 16, 0x406);
	cr_assert_not(host.intx);
}
