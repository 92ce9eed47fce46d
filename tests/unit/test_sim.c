/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the sim: transport does around a model: time, complaints, reset. */
#include <criterion/criterion.h>

#include <errno.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "backend/device.h"
#include "backend/irq.h"
#include "backend/transport/sim.h"

static struct device *dev;
static struct region *bar;
static struct region *config;
static struct err err;

static void setup(void)
{
	err = (struct err)ERR_INIT;
	cr_assert(device_open("sim:tgl", &dev, &err), "%s", err.msg);
	bar = device_find_region(dev, "bar0");
	config = device_find_region(dev, "config");
}

static void teardown(void)
{
	device_close(dev);
}

TestSuite(sim, .init = setup, .fini = teardown);

static uint64_t rd(struct region *region, uint64_t offset, unsigned width_bits)
{
	uint64_t value;

	cr_assert(device_read(dev, region, offset, width_bits, &value, &err), "%s", err.msg);
	return value;
}

static void wr(struct region *region, uint64_t offset, unsigned width_bits, uint64_t value)
{
	cr_assert(device_write(dev, region, offset, width_bits, value, &err), "%s", err.msg);
}

Test(sim, regions_are_those_of_the_model)
{
	cr_assert_eq(bar->size, 0x4000);
	cr_assert_eq(device_find_region(dev, "bar4")->size, 0x100000);
	cr_assert_eq(config->size, 256);
	cr_assert_eq(dev->region_count, 3);
	cr_assert_str_eq(dev->title, "sim tgl");
	cr_assert(sim_is(dev));
}

Test(sim, bars_are_placed)
{
	cr_assert_eq(rd(config, 0x10, 32), 4);
	cr_assert_eq(rd(config, 0x14, 32), 0x60);
	cr_assert_eq(rd(config, 0x20, 32), 0x04000004);
}

Test(sim, an_access_takes_a_microsecond)
{
	uint64_t start = device_now_ns(dev);

	rd(bar, 0, 32);
	wr(bar, 8, 32, 0);
	cr_assert_eq(device_now_ns(dev) - start, 2000);
}

Test(sim, sleep_passes_over_what_raises_no_interrupt)
{
	uint64_t start;

	wr(bar, 8, 32, 1); /* due after 100 us, then codecs after 521 us more */
	start = device_now_ns(dev);
	device_sleep_ns(dev, 10000000);
	cr_assert_eq(device_now_ns(dev) - start, 10000000);
	cr_assert(rd(bar, 0x0e, 16), "the codecs announced themselves meanwhile");
}

Test(sim, an_interrupt_ends_a_sleep_when_it_comes)
{
	uint64_t start;

	cr_assert(irq_enable(dev, IRQ_MSI, 0, 1, &err), "%s", err.msg);
	wr(config, 4, 16, 6); /* bus mastering */
	wr(bar, 8, 32, 1);
	start = device_now_ns(dev);
	device_sleep_ns(dev, 200000);
	wr(bar, 0x0c, 16, 1);	       /* WAKEEN: codec 0 */
	wr(bar, 0x20, 32, 0xc0000000); /* GIE, CIE */
	device_sleep_ns(dev, 10000000);
	cr_assert_eq(device_now_ns(dev) - start, 541000);
	device_sleep_ns(dev, 10000000);
	cr_assert_eq(device_now_ns(dev) - start, 10541000, "one interrupt, one short sleep");
}

Test(sim, complaints_in_a_row_are_counted_and_old_ones_dropped)
{
	for (unsigned i = 0; i < 3; i++)
		wr(bar, 0x20, 32, 1);
	cr_assert_eq(sim_complaint(dev, 0)->times, 3);
	cr_assert_eq(sim_complaint(dev, 0)->at_ns, 1000);
	cr_assert_null(sim_complaint(dev, 1));
	for (unsigned i = 0; i < 100; i++)
		wr(bar, 0x20, 32, 2 + i % 2);
	cr_assert_eq(sim_complaints_dropped(dev), 101 - 64);
	cr_assert_not_null(sim_complaint(dev, 63));
	cr_assert_null(sim_complaint(dev, 64));
	sim_complaints_clear(dev);
	cr_assert_null(sim_complaint(dev, 0));
}

Test(sim, function_reset_leaves_the_device_as_the_kernel_would)
{
	int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	const char *method;

	cr_assert(dev->ops->irq_enable(dev, IRQ_MSI, 0, 1, &fd, &err));
	wr(config, 4, 16, 6);
	wr(bar, 8, 32, 1);
	cr_assert(device_reset(dev, "auto", &method, &err), "%s", err.msg);
	cr_assert_str_eq(method, "flr");
	cr_assert_eq(rd(config, 4, 16), 6);
	cr_assert_eq(rd(config, 0x14, 32), 0x60);
	cr_assert_eq(rd(config, 0x62, 16) & 1, 1);
	cr_assert_eq(rd(bar, 8, 32), 0);
	cr_assert_not(device_reset(dev, "bus", &method, &err));
	cr_assert_eq(err.code, EOPNOTSUPP);
	close(fd);
}

Test(sim, enabling_more_vectors_than_there_are_is_refused)
{
	int fds[2] = { -1, -1 };

	cr_assert_not(dev->ops->irq_enable(dev, IRQ_MSI, 0, 2, fds, &err));
	cr_assert_not(dev->ops->irq_enable(dev, IRQ_MSIX, 0, 1, fds, &err));
	cr_assert_eq(err.code, EINVAL);
	cr_assert_not(dev->ops->irq_action(dev, IRQ_MSI, 0, IRQ_TRIGGER, &err));
}

Test(sim, names_complete)
{
	autostrlist names = STRLIST_INIT;

	dev->ops->complete("ed", &names);
	cr_assert_eq(names.count, 1);
	cr_assert_str_eq(names.items[0], "edu");
}

/* -- what befalls the slot -- */

static void fault(const char *name, bool on)
{
	cr_assert(dev->ops->fault_set(dev, name, on, &err), "%s", err.msg);
}

Test(sim, a_fault_strikes_when_its_access_has_come)
{
	uint64_t left;
	bool on;

	cr_assert(sim_fault_after(dev, "all-ones", 2, &err), "%s", err.msg);
	cr_assert_neq(rd(bar, 0, 32), UINT32_MAX);
	cr_assert(sim_fault_state(dev, "all-ones", &on, &left, &err));
	cr_assert(!on && left == 1);
	wr(bar, 0x20, 32, 0);
	cr_assert_eq(rd(bar, 0, 32), UINT32_MAX);
	cr_assert(sim_fault_state(dev, "all-ones", &on, &left, &err));
	cr_assert(on && left == UINT64_MAX);
}

Test(sim, several_faults_wait_each_for_its_access)
{
	sim_fault_after(dev, "wanted", 2, &err);
	sim_fault_after(dev, "gone", 1, &err);
	rd(bar, 0, 32);
	cr_assert_eq(irq_count_now(dev, IRQ_REQ, 0), 0);
	cr_assert_eq(rd(config, 0, 32), UINT32_MAX);
	cr_assert_eq(irq_count_now(dev, IRQ_REQ, 0), 0);
	rd(bar, 0, 32);
	cr_assert_eq(irq_count_now(dev, IRQ_REQ, 0), 1);
}

Test(sim, switching_a_fault_off_ends_its_plan)
{
	sim_fault_after(dev, "gone", 1, &err);
	fault("gone", false);
	rd(bar, 0, 32);
	cr_assert_neq(rd(bar, 0, 32), UINT32_MAX);
}

Test(sim, a_device_that_is_gone_moves_no_data_and_raises_no_interrupt)
{
	static uint8_t memory[8192] __attribute__((aligned(4096)));
	uint64_t before;

	cr_assert(irq_enable(dev, IRQ_MSI, 0, 1, &err), "%s", err.msg);
	cr_assert(dev->ops->dma_map(dev, memory, 0, sizeof(memory), DMA_DEVICE_WRITES, &err));
	fault("interrupt-storm", true);
	wr(config, 4, 16, 6);
	device_sleep_ns(dev, 1000000);
	before = irq_count_now(dev, IRQ_MSI, 0);
	cr_assert_gt(before, 0);
	fault("gone", true);
	for (unsigned i = 0; i < 10; i++)
		device_sleep_ns(dev, 1000000);
	cr_assert_eq(irq_count_now(dev, IRQ_MSI, 0), before);
	cr_assert_not(device_reset(dev, "auto", &(const char *){ NULL }, &err));
	cr_assert_eq(err.code, EIO);
}

Test(sim, the_kernel_asks_for_it_once)
{
	cr_assert_not(irq_is_device_wanted_back(dev));
	fault("wanted", true);
	fault("wanted", true);
	cr_assert_eq(irq_count_now(dev, IRQ_REQ, 0), 1);
	cr_assert(irq_is_device_wanted_back(dev));
}

Test(sim, faults_of_other_chips_are_refused_by_name)
{
	const struct fault_info *have = dev->ops->faults(dev);

	for (; have->name; have++)
		cr_assert_str_neq(have->name, "subsys-no-power");
	cr_assert_not(dev->ops->fault_set(dev, "subsys-no-power", true, &err));
	cr_assert_eq(err.code, EINVAL);
	cr_assert(strstr(err.msg, "ACE"), "%s", err.msg);
	cr_assert(strstr(err.hint, "sim:mtl"), "%s", err.hint);
}
