/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An open vfio function: registers, interrupts, DMA, reset. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "backend/dma.h"
#include "backend/irq.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "tests/unit/vfio_fake.h"

TestSuite(vfio, .init = vfio_fake_setup, .fini = vfio_fake_finish);

/* -- access -- */

static struct region *region(const char *name)
{
	struct region *found = device_find_region(dev, name);

	cr_assert_not_null(found, "%s", name);
	return found;
}

Test(vfio, an_access_is_one_call_of_that_width)
{
	const unsigned widths[] = { 8, 16, 32, 64 };
	uint64_t value;

	vfio_fake_open();
	for (size_t i = 0; i < ARRAY_SIZE(widths); i++) {
		cr_assert(device_read(dev, region("bar0"), 0x10, widths[i], &value, &err));
		cr_assert_eq(kernel.access_len, widths[i] / 8);
		cr_assert_eq(kernel.access_at, 0x10);
		cr_assert(device_write(dev, region("bar0"), 0x18, widths[i], 1, &err));
		cr_assert_eq(kernel.access_len, widths[i] / 8);
		cr_assert_eq(kernel.access_at, 0x18);
	}
	cr_assert(device_read(dev, region("bar2"), 0x10, 32, &value, &err));
	cr_assert_eq(kernel.access_at, (off_t)2 << 40 | 0x10);
}

Test(vfio, a_64_bit_access_that_the_kernel_splits_is_refused)
{
	const char *const splitting[] = { "6.1.0-50-amd64", "6.11.9", "5.10.0", "?" };
	uint64_t value;

	for (size_t i = 0; i < ARRAY_SIZE(splitting); i++) {
		kernel.release = splitting[i];
		vfio_fake_open();
		cr_assert_not(device_read(dev, region("bar0"), 0, 64, &value, &err));
		cr_assert_eq(err.code, EOPNOTSUPP);
		cr_assert_str_eq(err.hint, "map bar0: a mapped access is one; or use two .32 "
					   "accesses");
		cr_assert_not(device_write(dev, region("bar0"), 0, 64, 1, &err));
		cr_assert(device_map(dev, region("bar0"), &err), "%s", err.msg);
		cr_assert(device_read(dev, region("bar0"), 0, 64, &value, &err));
		device_close(dev);
		dev = xcalloc(1, sizeof(*dev));
	}
}

Test(vfio, config_space_has_no_64_bit_access)
{
	uint64_t value;

	vfio_fake_open();
	cr_assert_not(device_read(dev, region("config"), 0, 64, &value, &err));
	cr_assert_str_eq(err.hint, "use two .32 accesses");
}

Test(vfio, eio_is_explained_from_config_space)
{
	uint64_t value;

	vfio_fake_open();
	kernel.fail_at = STEP_READ;
	kernel.code = EIO;
	put_le(kernel.config + 4, 0x0101, 2);
	cr_assert_not(device_read(dev, region("bar0"), 0x10, 32, &value, &err));
	cr_assert_eq(err.code, EIO);
	cr_assert_str_eq(err.msg, "bar0+0x10: memory decoding is off (COMMAND.MEM = 0); upd "
				  "config.COMMAND MEM=1 switches it on");
	put_le(kernel.config + 4, 0x0103, 2);
	cr_assert_not(device_read(dev, region("bar0"), 0x10, 32, &value, &err));
	cr_assert_str_eq(err.msg, "bar0+0x10: the device does not answer (EIO)");
}

/* Vendor, device and COMMAND.INTxDisable are the kernel's own answers, also when nobody else answers. */
Test(vfio, a_device_that_left_the_bus_is_known_by_what_the_kernel_does_not_answer_itself)
{
	char why[160];

	vfio_fake_open();
	cr_assert_not(device_is_gone(dev));
	memset(kernel.config + 4, 0xff, sizeof(kernel.config) - 4);
	put_le(kernel.config + 4, 0xfbff, 2);
	cr_assert(device_is_gone(dev));
	device_explain_all_ones(dev, why, sizeof(why));
	cr_assert(strstr(why, "the device is gone"), "%s", why);
}

Test(vfio, a_refused_access_is_explained)
{
	vfio_fake_open();
	kernel.fail_at = STEP_WRITE;
	kernel.code = EBUSY;
	cr_assert_not(device_write(dev, region("bar0"), 0x10, 32, 1, &err));
	cr_assert_str_eq(err.msg, "bar0+0x10: the BAR is claimed by somebody else");
	kernel.code = EINVAL;
	cr_assert_not(device_write(dev, region("bar0"), 0x10, 32, 1, &err));
	cr_assert_str_eq(err.msg, "bar0+0x10: the kernel takes nothing at this offset");
}

Test(vfio, a_short_transfer_is_an_error)
{
	uint64_t value;

	vfio_fake_open();
	kernel.access_result = 2;
	cr_assert_not(device_read(dev, region("bar0"), 0x10, 32, &value, &err));
	cr_assert_str_eq(err.msg, "bar0+0x10: the kernel transferred 2 of 4 bytes");
}

Test(vfio, a_mapping_is_at_the_regions_place)
{
	vfio_fake_open();
	cr_assert(device_map(dev, region("bar0"), &err));
	cr_assert_eq(kernel.access_at, 0);
	cr_assert(device_unmap(dev, region("bar0"), &err));
	cr_assert_not(device_map(dev, region("bar2"), &err));
	cr_assert_eq(err.code, EOPNOTSUPP);
}

Test(vfio, a_refused_mapping_is_explained)
{
	vfio_fake_open();
	kernel.fail_at = STEP_MAP;
	kernel.code = EINVAL;
	cr_assert_not(device_map(dev, region("bar0"), &err));
	cr_assert_str_eq(err.msg, "bar0: the kernel does not let this region be mapped");
	cr_assert_str_eq(err.hint, "rd and wr reach it without");
}

Test(vfio, areas_that_leave_something_out_are_mapped_alone)
{
	struct region *bar;
	uint64_t value;

	kernel.sparse[0][0] = 0x1000;
	kernel.sparse[0][1] = 0x2000;
	vfio_fake_open();
	bar = region("bar0");
	cr_assert_eq(bar->piece_count, 1);
	cr_assert(device_map(dev, bar, &err), "%s", err.msg);
	cr_assert_eq(kernel.access_at, 0x1000);
	cr_assert_null(bar->map);
	kernel.access_len = 0;
	cr_assert(device_read(dev, bar, 0x1000, 32, &value, &err), "%s", err.msg);
	cr_assert(device_write(dev, bar, 0x2ff8, 64, 7, &err), "%s", err.msg);
	cr_assert_eq(kernel.access_len, 0, "a load and a store");
	cr_assert(device_read(dev, bar, 0xffc, 32, &value, &err), "%s", err.msg);
	cr_assert_eq(kernel.access_len, 4, "the kernel's");
	cr_assert(device_read(dev, bar, 0x3000, 8, &value, &err), "%s", err.msg);
	cr_assert_eq(kernel.access_len, 1);
	cr_assert(device_unmap(dev, bar, &err), "%s", err.msg);
	cr_assert(device_read(dev, bar, 0x1000, 16, &value, &err), "%s", err.msg);
	cr_assert_eq(kernel.access_len, 2);
}

Test(vfio, an_area_outside_its_region_forbids_the_mapping)
{
	kernel.sparse[0][0] = 0x3000;
	kernel.sparse[0][1] = 0x2000;
	vfio_fake_open();
	cr_assert_not(region("bar0")->flags & REGION_CAN_MAP);
}

Test(vfio, areas_that_cover_all_allow_it)
{
	kernel.sparse[0][1] = 0x4000;
	vfio_fake_open();
	cr_assert(region("bar0")->flags & REGION_CAN_MAP);
}

Test(vfio, a_capability_chain_that_turns_back_ends)
{
	const uint32_t bad[] = { 32, 8, 0x7fffffff, 41, 76 };

	kernel.sparse[0][1] = 0x2000;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		kernel.cap_next = bad[i];
		vfio_fake_open();
		cr_assert_not(region("bar0")->flags & REGION_CAN_MAP);
		device_close(dev);
		dev = xcalloc(1, sizeof(*dev));
	}
}

/* -- interrupts -- */

Test(vfio, interrupts_are_as_the_kernel_says)
{
	struct irq_info info;

	vfio_fake_open();
	cr_assert(device_irq_info(dev, IRQ_INTX, &info, &err));
	cr_assert_eq(info.flags, IRQ_EVENTFD | IRQ_MASKABLE | IRQ_AUTOMASKED);
	cr_assert(device_irq_info(dev, IRQ_MSIX, &info, &err));
	cr_assert_eq(info.count, 65);
	cr_assert_eq(info.flags, IRQ_EVENTFD);
	cr_assert(device_irq_info(dev, IRQ_ERR, &info, &err));
	cr_assert_eq(info.count, 0);
}

Test(vfio, enabling_passes_an_eventfd_for_each_vector)
{
	vfio_fake_open();
	cr_assert(irq_enable(dev, IRQ_MSIX, 2, 3, &err), "%s", err.msg);
	cr_assert_eq(get_le32(kernel.irq_set), 20 + 3 * 4);
	cr_assert_eq(get_le32(kernel.irq_set + 4), 0x24); /* EVENTFD, TRIGGER */
	cr_assert_eq(get_le32(kernel.irq_set + 8), 2);	  /* MSI-X */
	cr_assert_eq(get_le32(kernel.irq_set + 12), 2);
	cr_assert_eq(get_le32(kernel.irq_set + 16), 3);
	cr_assert_neq(get_le32(kernel.irq_set + 20), get_le32(kernel.irq_set + 24));
}

Test(vfio, disabling_names_no_vectors)
{
	vfio_fake_open();
	cr_assert(irq_enable(dev, IRQ_MSI, 0, 1, &err));
	cr_assert(irq_disable(dev, IRQ_MSI, &err));
	cr_assert_eq(get_le32(kernel.irq_set + 4), 0x21); /* NONE, TRIGGER */
	cr_assert_eq(get_le32(kernel.irq_set + 8), 1);
	cr_assert_eq(get_le32(kernel.irq_set + 16), 0);
}

Test(vfio, actions_are_one_bit_each)
{
	vfio_fake_open();
	cr_assert(irq_enable(dev, IRQ_INTX, 0, 1, &err));
	cr_assert(irq_act(dev, IRQ_INTX, 0, IRQ_MASK, &err));
	cr_assert_eq(get_le32(kernel.irq_set + 4), 0x09);
	cr_assert(irq_act(dev, IRQ_INTX, 0, IRQ_UNMASK, &err));
	cr_assert_eq(get_le32(kernel.irq_set + 4), 0x11);
	cr_assert(irq_act(dev, IRQ_INTX, 0, IRQ_TRIGGER, &err));
	cr_assert_eq(get_le32(kernel.irq_set + 4), 0x21);
	cr_assert_eq(get_le32(kernel.irq_set + 16), 1);
}

Test(vfio, fewer_vectors_than_asked_for_are_an_error)
{
	vfio_fake_open();
	kernel.irq_result = 2;
	cr_assert_not(irq_enable(dev, IRQ_MSIX, 0, 8, &err));
	cr_assert_str_eq(err.msg, "MSIX: the machine has 2 vectors left, not 8");
	cr_assert_str_eq(err.hint, "irq enable MSIX 2");
	cr_assert_not(irq_is_enabled(dev, IRQ_MSIX, NULL));
}

Test(vfio, a_refused_interrupt_is_explained)
{
	static const struct {
		int code;
		const char *msg;
	} rows[] = {
		{ EINVAL, "INTX: the kernel refuses these vectors" },
		{ EBUSY,
		  "INTX: the interrupt line is shared, and this device cannot mask its own INTX" },
		{ ENOSPC, "INTX: the machine has no interrupt vectors left" },
	};

	vfio_fake_open();
	kernel.fail_at = STEP_IRQ_ENABLE;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		kernel.code = rows[i].code;
		cr_assert_not(irq_enable(dev, IRQ_INTX, 0, 1, &err));
		cr_assert_str_eq(err.msg, rows[i].msg);
	}
}

/* -- DMA -- */

Test(vfio, dma_limits_leave_the_message_window_out)
{
	struct dma_limits limits;

	vfio_fake_open();
	cr_assert(vfio_dma_limits(dev, &limits, &err), "%s", err.msg);
	cr_assert_eq(limits.page_size, 4096);
	cr_assert_eq(limits.range_count, 2);
	cr_assert_eq(limits.ranges[0].last, 0xfedfffff);
	cr_assert_eq(limits.ranges[1].first, 0xfef00000);
	cr_assert(limits.pins);
}

Test(vfio, a_buffer_is_mapped_and_unmapped_as_it_is)
{
	struct dma_request request = { .name = "a", .size = 8192 };
	struct region *buffer;

	vfio_fake_open();
	cr_assert(dma_alloc(dev, &request, &buffer, &err), "%s", err.msg);
	cr_assert_eq(get_le32(kernel.dma), 32);
	cr_assert_eq(get_le32(kernel.dma + 4), 3);
	cr_assert_eq(get_le64(kernel.dma + 8), (uintptr_t)buffer->map);
	cr_assert_eq(get_le64(kernel.dma + 16), 0x100000);
	cr_assert_eq(get_le64(kernel.dma + 24), 8192);
	cr_assert(dma_free(dev, buffer, &err));
	cr_assert_eq(get_le32(kernel.dma), 24);
	cr_assert_eq(get_le64(kernel.dma + 8), 0x100000);
	cr_assert_eq(get_le64(kernel.dma + 16), 8192);
}

Test(vfio, an_unmap_of_less_is_an_error)
{
	struct dma_request request = { .name = "a", .size = 8192 };
	struct region *buffer;

	vfio_fake_open();
	cr_assert(dma_alloc(dev, &request, &buffer, &err));
	kernel.unmapped = 0;
	cr_assert_not(dma_free(dev, buffer, &err));
	cr_assert_str_eq(err.msg, "dma.a: 0x0 of 0x2000 bytes were mapped there");
}

Test(vfio, a_refused_mapping_of_memory_is_explained)
{
	static const struct {
		int code;
		const char *msg;
	} rows[] = {
		{ ENOMEM, "dma.a: the memory cannot be locked: memlock limit, or none left" },
		{ ENOSPC, "dma.a: the container has no room for another mapping" },
		{ EEXIST, "dma.a: the address overlaps a mapping" },
		{ EINVAL, "dma.a: the address or size is not one that the IOMMU takes" },
		{ EOVERFLOW, "dma.a: the address range wraps around" },
		{ EFAULT, "dma.a: the memory is not accessible" },
		{ ENOTTY, "dma.a: the container has no IOMMU (no-IOMMU mode): no DMA mappings" },
	};
	struct dma_request request = { .name = "a", .size = 8192 };
	struct region *buffer;

	vfio_fake_open();
	kernel.fail_at = STEP_DMA_MAP;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		kernel.code = rows[i].code;
		cr_assert_not(dma_alloc(dev, &request, &buffer, &err));
		cr_assert_str_eq(err.msg, rows[i].msg);
	}
}

Test(vfio, closing_clears_bus_mastering_before_the_memory_goes)
{
	struct dma_request request = { .name = "a", .size = 4096 };
	struct region *buffer;

	vfio_fake_open();
	cr_assert(dma_alloc(dev, &request, &buffer, &err));
	put_le(kernel.config + 4, 0x0107, 2);
	device_close(dev);
	dev = NULL;
	cr_assert_eq(get_le16(kernel.config + 4), 0x0103);
}

Test(vfio, closing_writes_nothing_when_bus_mastering_is_off)
{
	vfio_fake_open();
	kernel.access_at = 0;
	device_close(dev);
	dev = NULL;
	cr_assert_eq(kernel.access_at, (off_t)7 << 40 | 4);
	cr_assert_eq(get_le16(kernel.config + 4), 0x0103);
}

/* -- reset -- */

Test(vfio, auto_resets_by_the_method_that_the_kernel_prefers)
{
	const char *used;

	make_file(EDU "/reset_method", "pm bus\n");
	vfio_fake_open();
	cr_assert(device_reset(dev, "auto", &used, &err), "%s", err.msg);
	cr_assert_str_eq(used, "pm");
	cr_assert_eq(kernel.resets, 1);
}

Test(vfio, without_a_function_reset_auto_resets_the_bus)
{
	const char *used;

	kernel.no_reset = true;
	vfio_fake_open();
	cr_assert(device_reset(dev, "auto", &used, &err), "%s", err.msg);
	cr_assert_str_eq(used, "bus");
	cr_assert_eq(kernel.hot_resets, 1);
}

Test(vfio, a_method_is_chosen_for_one_reset)
{
	char text[32];
	const char *used;

	make_file(EDU "/reset_method", "flr bus\n");
	vfio_fake_open();
	cr_assert(device_reset(dev, "flr", &used, &err), "%s", err.msg);
	cr_assert_str_eq(used, "flr");
	read_file(EDU "/reset_method", text, sizeof(text));
	cr_assert_str_eq(text, "flr bus\n");
}

Test(vfio, a_bus_reset_that_hits_another_group_is_refused)
{
	const char *used;

	vfio_fake_open();
	kernel.hit_group = 8;
	cr_assert_not(device_reset(dev, "bus", &used, &err));
	cr_assert_eq(err.code, EBUSY);
	cr_assert_str_eq(err.msg,
			 "a bus reset would also hit 0000:01:03.1, which is in IOMMU group 8");
	cr_assert_eq(kernel.hot_resets, 0);
}

Test(vfio, the_scope_of_a_bus_reset_is_told)
{
	autostrlist hit = STRLIST_INIT;

	vfio_fake_open();
	cr_assert(device_reset_scope(dev, &hit, &err));
	cr_assert_eq(hit.count, 1);
	cr_assert_str_eq(hit.items[0], "0000:01:03.1");
}

Test(vfio, a_reset_that_kills_the_device_is_an_error)
{
	const char *used;

	make_file(EDU "/reset_method", "flr\n");
	vfio_fake_open();
	memset(kernel.config, 0xff, sizeof(kernel.config));
	cr_assert_not(device_reset(dev, "auto", &used, &err));
	cr_assert_str_eq(err.msg, "0000:00:03.0 does not answer after the flr reset: config space "
				  "reads all ones");
}

Test(vfio, a_refused_reset_is_explained)
{
	static const struct {
		enum vfio_step step;
		const char *method;
		int code;
		const char *msg;
	} rows[] = {
		{ STEP_RESET, "auto", EINVAL, "0000:00:03.0 has no reset method" },
		{ STEP_RESET, "auto", ENOTTY, "the reset method failed" },
		{ STEP_RESET, "auto", EAGAIN, "the bus is in use: another reset is going on" },
		{ STEP_RESET_METHOD, "pm", EINVAL, "0000:00:03.0 does not have this reset method" },
		{ STEP_RESET_METHOD, "pm", EACCES, "only root chooses the reset method" },
		{ STEP_HOT_RESET_INFO, "bus", ENODEV,
		  "0000:00:03.0 is on a root bus: there is no port above to reset it" },
		{ STEP_HOT_RESET, "bus", EINVAL,
		  "the bus reset would hit a function that is not with us" },
		{ STEP_HOT_RESET, "bus", ENOTTY,
		  "the bus reset failed: the link did not come back" },
	};
	const char *used;

	make_file(EDU "/reset_method", "flr pm\n");
	vfio_fake_open();
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		kernel.fail_at = rows[i].step;
		kernel.code = rows[i].code;
		cr_assert_not(device_reset(dev, rows[i].method, &used, &err), "row %zu", i);
		cr_assert_str_eq(err.msg, rows[i].msg);
	}
}
