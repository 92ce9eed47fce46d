/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sim:edu through the gate, as a user reaches it: the model and its host together. */
#include <criterion/criterion.h>

#include <errno.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "backend/device.h"
#include "backend/support/bits.h"
#include "backend/transport/sim.h"

static struct device *dev;
static struct region *bar;
static struct region *config;
static struct err err;
static uint8_t page[4096] __attribute__((aligned(4096)));

static void setup(void)
{
	err = (struct err)ERR_INIT;
	cr_assert(device_open("sim:edu", &dev, &err), "%s", err.msg);
	bar = device_find_region(dev, "bar0");
	config = device_find_region(dev, "config");
	cr_assert(bar && config);
}

static void teardown(void)
{
	device_close(dev);
}

TestSuite(model_edu, .init = setup, .fini = teardown);

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

static void pass(uint64_t ns)
{
	uint64_t end = device_now_ns(dev) + ns;

	while (device_now_ns(dev) < end)
		device_sleep_ns(dev, end - device_now_ns(dev));
}

static uint64_t taken(int fd)
{
	uint64_t count = 0;

	return read(fd, &count, sizeof(count)) == sizeof(count) ? count : 0;
}

static int enable(enum irq_type type)
{
	int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);

	cr_assert(dev->ops->irq_enable(dev, type, 0, 1, &fd, &err), "%s", err.msg);
	return fd;
}

static void dma(uint64_t source, uint64_t target, uint64_t count, uint64_t command)
{
	wr(bar, 0x80, 64, source);
	wr(bar, 0x88, 64, target);
	wr(bar, 0x90, 64, count);
	wr(bar, 0x98, 64, command);
}

static const char *last_complaint(void)
{
	const struct sim_complaint *last = NULL, *next;

	for (unsigned i = 0; (next = sim_complaint(dev, i)); i++)
		last = next;
	return last ? last->text : "";
}

Test(model_edu, identity)
{
	cr_assert_eq(dev->pci.vendor, 0x1234);
	cr_assert_eq(dev->pci.device, 0x11e8);
	cr_assert_eq(dev->pci.class_code, 0x00ff00);
	cr_assert_eq(rd(bar, 0, 32), 0x010000ed);
	cr_assert_eq(bar->size, 0x100000);
}

Test(model_edu, opens_with_memory_on_and_bus_master_off)
{
	cr_assert_eq(rd(config, 4, 16), 0x0002);
	cr_assert_eq(rd(config, 6, 16) & 0x10, 0x10);
	cr_assert_eq(rd(config, 0x34, 8), 0x40);
	cr_assert_eq(rd(config, 0x40, 16), 0x0005);
}

Test(model_edu, liveness_inverts)
{
	wr(bar, 4, 32, 0x12345678);
	cr_assert_eq(rd(bar, 4, 32), 0xedcba987);
}

Test(model_edu, factorial_takes_time)
{
	wr(bar, 8, 32, 5);
	cr_assert_eq(rd(bar, 0x20, 32) & 1, 1);
	pass(2000000);
	cr_assert_eq(rd(bar, 0x20, 32) & 1, 0);
	cr_assert_eq(rd(bar, 8, 32), 120);
}

Test(model_edu, factorial_of_a_huge_number_ends)
{
	wr(bar, 8, 32, 0xffffffff);
	pass(2000000);
	cr_assert_eq(rd(bar, 8, 32), 0);
}

Test(model_edu, widths_are_as_qemu_answers)
{
	cr_assert_eq(rd(bar, 0, 64), UINT64_MAX);
	cr_assert_eq(rd(bar, 0, 16), 0);
	cr_assert_eq(rd(bar, 0, 8), 0);
	wr(bar, 4, 16, 0xffff);
	cr_assert_eq(rd(bar, 4, 32), 0);
	cr_assert_str_eq(last_complaint(), "edu+0x4: takes no 16-bit write, lost");
	cr_assert_eq(rd(bar, 0x40000, 32), 0xffffffff);
}

Test(model_edu, memory_decode_off_reads_all_ones)
{
	wr(config, 4, 16, 0);
	cr_assert_eq(rd(bar, 0, 32), 0xffffffff);
	wr(config, 4, 16, 2);
	cr_assert_eq(rd(bar, 0, 32), 0x010000ed);
}

Test(model_edu, bar_answers_sizing)
{
	wr(config, 0x10, 32, 0xffffffff);
	cr_assert_eq(rd(config, 0x10, 32), 0xfff00000);
	wr(config, 0x14, 32, 0xffffffff);
	cr_assert_eq(rd(config, 0x14, 32), 0);
}

Test(model_edu, msi_arrives_and_needs_bus_master)
{
	int fd = enable(IRQ_MSI);

	cr_assert_eq(rd(config, 0x42, 16) & 1, 1);
	wr(bar, 0x60, 32, 1);
	cr_assert_eq(taken(fd), 0);
	cr_assert_str_eq(last_complaint(), "MSI lost: bus master is off (COMMAND.BusMaster = 0)");
	wr(bar, 0x64, 32, 1);
	wr(config, 4, 16, 6);
	wr(bar, 0x60, 32, 1);
	wr(bar, 0x60, 32, 2);
	cr_assert_eq(taken(fd), 2);
	cr_assert_eq(rd(bar, 0x24, 32), 3);
	wr(bar, 0x64, 32, 3);
	cr_assert_eq(rd(bar, 0x24, 32), 0);
	cr_assert(dev->ops->irq_disable(dev, IRQ_MSI, &err));
	cr_assert_eq(rd(config, 0x42, 16) & 1, 0);
	close(fd);
}

Test(model_edu, intx_masks_itself_until_unmasked)
{
	int fd = enable(IRQ_INTX);

	wr(bar, 0x60, 32, 1);
	cr_assert_eq(taken(fd), 1);
	cr_assert_eq(rd(config, 6, 16) & 8, 8);
	wr(bar, 0x60, 32, 2);
	cr_assert_eq(taken(fd), 0);
	/* not served: comes again as soon as it may */
	cr_assert(dev->ops->irq_action(dev, IRQ_INTX, 0, IRQ_UNMASK, &err));
	cr_assert_eq(taken(fd), 1);
	wr(bar, 0x64, 32, 3);
	cr_assert(dev->ops->irq_action(dev, IRQ_INTX, 0, IRQ_UNMASK, &err));
	cr_assert_eq(taken(fd), 0);
	wr(bar, 0x60, 32, 1);
	cr_assert_eq(taken(fd), 1);
	/* served and raised again, but not unmasked: held back */
	wr(bar, 0x64, 32, 1);
	wr(bar, 0x60, 32, 1);
	cr_assert_eq(taken(fd), 0);
	close(fd);
}

Test(model_edu, loopback_trigger_signals)
{
	int fd = enable(IRQ_MSI);

	cr_assert(dev->ops->irq_action(dev, IRQ_MSI, 0, IRQ_TRIGGER, &err));
	cr_assert_eq(taken(fd), 1);
	cr_assert_not(dev->ops->irq_action(dev, IRQ_MSI, 0, IRQ_MASK, &err));
	cr_assert_eq(err.code, EOPNOTSUPP);
	close(fd);
}

Test(model_edu, dma_goes_both_ways_after_100_ms)
{
	int fd = enable(IRQ_MSI);

	wr(config, 4, 16, 6);
	cr_assert(dev->ops->dma_map(dev, page, 0x100000, 4096, 3, &err), "%s", err.msg);
	memset(page, 0x5a, 100);
	dma(0x100000, 0x40000, 100, 1);
	pass(99000000);
	cr_assert_eq(rd(bar, 0x98, 32) & 1, 1);
	pass(2000000);
	cr_assert_eq(rd(bar, 0x98, 32) & 1, 0);
	memset(page, 0, sizeof(page));
	dma(0x40000, 0x100200, 100, 7);
	pass(101000000);
	cr_assert_eq(page[0x200], 0x5a);
	cr_assert_eq(page[0x200 + 99], 0x5a);
	cr_assert_eq(page[0x200 + 100], 0);
	cr_assert_eq(taken(fd), 1);
	cr_assert_eq(rd(bar, 0x24, 32), 0x100);
	close(fd);
}

Test(model_edu, dma_without_bus_master_moves_nothing)
{
	cr_assert(dev->ops->dma_map(dev, page, 0x100000, 4096, 3, &err));
	memset(page, 0x5a, sizeof(page));
	dma(0x40000, 0x100000, 64, 3);
	pass(101000000);
	cr_assert_eq(page[0], 0x5a);
	cr_assert_eq(rd(bar, 0x98, 32) & 1, 0);
}

Test(model_edu, dma_to_unmapped_or_outside_is_refused)
{
	wr(config, 4, 16, 6);
	dma(0x40000, 0x200000, 64, 3);
	pass(101000000);
	cr_assert_str_eq(last_complaint(),
			 "DMA write of 64 bytes at 0x200000: not mapped for the device");
	dma(0x200000, 0x40fff, 2, 1);
	pass(101000000);
	cr_assert_str_eq(last_complaint(), "DMA of 2 bytes at 0x40fff leaves the device's buffer");
	dma(0x200000, 0x40001, UINT64_MAX, 1);
	pass(101000000);
}

Test(model_edu, dma_respects_the_direction_of_a_mapping)
{
	wr(config, 4, 16, 6);
	cr_assert(dev->ops->dma_map(dev, page, 0x100000, 4096, DMA_DEVICE_READS, &err));
	memset(page, 0x5a, sizeof(page));
	dma(0x40000, 0x100000, 64, 3);
	pass(101000000);
	cr_assert_eq(page[0], 0x5a);
}

Test(model_edu, dma_addresses_have_28_bits)
{
	wr(config, 4, 16, 6);
	cr_assert(dev->ops->dma_map(dev, page, 0x100000, 4096, 3, &err));
	memset(page, 0x5a, sizeof(page));
	dma(0x40000, 0x10100000, 64, 3);
	pass(101000000);
	cr_assert_eq(page[0], 0);
	cr_assert_str_eq(last_complaint(),
			 "DMA address 0x10100000 cut to 28 bits: the device has no more");
}

Test(model_edu, mappings_are_checked)
{
	cr_assert_not(dev->ops->dma_map(dev, page, 0x100800, 4096, 3, &err));
	cr_assert_not(dev->ops->dma_map(dev, page, 0x1000, 0, 3, &err));
	cr_assert_not(dev->ops->dma_map(dev, page, 0xfee00000, 4096, 3, &err));
	cr_assert_not(dev->ops->dma_map(dev, page, 0xfedff000, 8192, 3, &err));
	cr_assert(dev->ops->dma_map(dev, page, 0x100000, 4096, 3, &err));
	cr_assert_not(dev->ops->dma_map(dev, page, 0x100000, 4096, 3, &err));
	cr_assert_eq(err.code, EEXIST);
	cr_assert_not(dev->ops->dma_unmap(dev, 0x100000, 8192, &err));
	cr_assert(dev->ops->dma_unmap(dev, 0x100000, 4096, &err));
}

Test(model_edu, faults_show_and_go)
{
	int fd = enable(IRQ_MSI);

	wr(config, 4, 16, 6);
	cr_assert(dev->ops->fault_set(dev, "all-ones", true, &err));
	cr_assert(dev->ops->fault_is_set(dev, "all-ones"));
	cr_assert_eq(rd(bar, 0, 32), 0xffffffff);
	cr_assert(dev->ops->fault_set(dev, "all-ones", false, &err));
	cr_assert_eq(rd(bar, 0, 32), 0x010000ed);
	cr_assert(dev->ops->fault_set(dev, "lost-interrupt", true, &err));
	wr(bar, 0x60, 32, 1);
	cr_assert_eq(rd(bar, 0x24, 32), 1);
	cr_assert_eq(taken(fd), 0);
	cr_assert(dev->ops->fault_set(dev, "stuck-busy", true, &err));
	wr(bar, 8, 32, 3);
	pass(1000000000);
	cr_assert_eq(rd(bar, 0x20, 32) & 1, 1);
	cr_assert(dev->ops->fault_set(dev, "stuck-busy", false, &err));
	pass(2000000);
	cr_assert_eq(rd(bar, 8, 32), 6);
	close(fd);
}

Test(model_edu, unknown_fault_names_the_nearest)
{
	cr_assert_not(dev->ops->fault_set(dev, "dma-stal", true, &err));
	cr_assert_eq(err.code, ENOENT);
	cr_assert_str_eq(err.hint, "did you mean dma-stall?");
}

Test(model_edu, has_no_function_reset)
{
	const char *method;

	cr_assert_not(device_reset(dev, "auto", &method, &err));
	cr_assert_eq(err.code, ENOTTY);
}

Test(model_edu, unknown_model_lists_those_there_are)
{
	struct device *other = NULL;

	cr_assert_not(device_open("sim:", &other, &err));
	cr_assert_neq(strstr(err.hint, "sim:edu"), NULL);
	cr_assert_not(device_open("sim:edo", &other, &err));
	cr_assert_str_eq(err.hint, "did you mean sim:edu?");
}

Test(model_edu, random_accesses_never_break_it)
{
	uint32_t state = 1;

	wr(config, 4, 16, 6);
	cr_assert(dev->ops->dma_map(dev, page, 0, 4096, 3, &err));
	for (unsigned i = 0; i < 100000; i++) {
		unsigned width_bits;
		uint64_t offset, value;

		state = state * 1664525 + 1013904223;
		width_bits = 8u << (state >> 30);
		offset = (state >> 8 & 0xff) & ~(uint64_t)(width_bits / 8 - 1);
		value = ((uint64_t)state << 29 ^ state) & bits_mask(width_bits);
		if (state & 0x10000)
			wr(state & 0x20000 ? bar : config, offset, width_bits, value);
		else
			rd(state & 0x20000 ? bar : config, offset, width_bits);
		if (!(i % 1000))
			pass(100000000);
	}
}
