/* SPDX-License-Identifier: GPL-2.0-or-later */
/* DMA buffers on a transport that records mappings and has no IOMMU behind. */
#include "backend/dma.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "backend/support/mem.h"
#include "backend/support/memlock.h"

struct fake {
	struct dma_limits limits;
	unsigned maps, unmaps;
	uint64_t last_iova, last_size;
	unsigned last_flags;
	void *last_memory;
	bool refuse_map, refuse_unmap;
};

static void fake_close(struct device *dev)
{
	(void)dev;
}

static bool fake_limits(struct device *dev, struct dma_limits *ret, struct err *err)
{
	(void)err;
	*ret = ((struct fake *)dev->priv)->limits;
	return true;
}

static bool fake_map(struct device *dev, void *memory, uint64_t iova, uint64_t size, unsigned flags,
		     struct err *err)
{
	struct fake *fake = dev->priv;

	if (fake->refuse_map)
		return err_set(err, ENOMEM, "no room");
	fake->maps++;
	fake->last_memory = memory;
	fake->last_iova = iova;
	fake->last_size = size;
	fake->last_flags = flags;
	return true;
}

static bool fake_unmap(struct device *dev, uint64_t iova, uint64_t size, struct err *err)
{
	struct fake *fake = dev->priv;

	if (fake->refuse_unmap)
		return err_set(err, EIO, "stuck");
	fake->unmaps++;
	fake->last_iova = iova;
	fake->last_size = size;
	return true;
}

static const struct transport_ops fake_ops = {
	.name = "fake",
	.close = fake_close,
	.dma_limits = fake_limits,
	.dma_map = fake_map,
	.dma_unmap = fake_unmap,
};

static struct fake fake;
static struct device *dev;
static struct err err;

/* What VT-d shows: 39 bits without the window of the interrupt messages. */
static void setup(void)
{
	fake = (struct fake){ .limits = { .page_size = 4096,
					  .range_count = 2,
					  .ranges = { { 0, 0xfedfffff },
						      { 0xfef00000, 0x7fffffffff } } } };
	dev = xcalloc(1, sizeof(*dev));
	dev->ops = &fake_ops;
	dev->priv = &fake;
	snprintf(dev->title, sizeof(dev->title), "fake");
	err = (struct err)ERR_INIT;
}

static void finish(void)
{
	device_close(dev);
}

TestSuite(dma, .init = setup, .fini = finish);

static struct region *alloc(const char *name, uint64_t size)
{
	struct dma_request request = { .name = name, .size = size };
	struct region *region = NULL;

	cr_assert(dma_alloc(dev, &request, &region, &err), "%s: %s", name, err.msg);
	return region;
}

static struct region *alloc_at(const char *name, uint64_t size, uint64_t iova)
{
	struct dma_request request = {
		.name = name, .size = size, .fixed_iova = true, .iova = iova
	};
	struct region *region = NULL;

	return dma_alloc(dev, &request, &region, &err) ? region : NULL;
}

Test(dma, a_buffer_is_a_region_of_zeros)
{
	struct region *region = alloc("ring", 4096);
	uint64_t value;

	cr_assert_str_eq(region->name, "dma.ring");
	cr_assert_eq(region->kind, REGION_DMA);
	cr_assert_eq(region->iova, 0x100000);
	cr_assert_eq(region->size, 4096);
	cr_assert_eq(device_find_region(dev, "dma.ring"), region);
	cr_assert(device_write(dev, region, 8, 32, 0x12345678, &err));
	cr_assert(device_read(dev, region, 8, 64, &value, &err));
	cr_assert_eq(value, 0x12345678);
	cr_assert(device_read(dev, region, 4088, 64, &value, &err));
	cr_assert_eq(value, 0);
}

Test(dma, the_device_is_told_what_we_see)
{
	struct region *region = alloc("ring", 10000);

	cr_assert_eq(region->size, 12288);
	cr_assert_eq(fake.last_memory, (void *)(uintptr_t)region->map);
	cr_assert_eq(fake.last_iova, region->iova);
	cr_assert_eq(fake.last_size, 12288);
	cr_assert_eq(fake.last_flags, DMA_DEVICE_READS | DMA_DEVICE_WRITES);
}

Test(dma, memory_is_aligned_to_the_devices_page)
{
	fake.limits.page_size = 65536;
	cr_assert_eq((uintptr_t)alloc("a", 1)->map % 65536, 0);
	cr_assert_eq(alloc("b", 1)->iova % 65536, 0);
	cr_assert_eq(fake.last_size, 65536);
}

Test(dma, a_large_buffer_is_aligned_for_huge_pages)
{
	struct region *region = alloc("big", 3 << 20);

	cr_assert_eq((uintptr_t)region->map % (2 << 20), 0);
	cr_assert_eq(((volatile uint8_t *)region->map)[(3 << 20) - 1], 0);
}

Test(dma, addresses_are_given_first_fit)
{
	struct region *b;

	cr_assert_eq(alloc("a", 4096)->iova, 0x100000);
	b = alloc("b", 8192);
	cr_assert_eq(b->iova, 0x101000);
	cr_assert_eq(alloc("c", 4096)->iova, 0x103000);
	cr_assert(dma_free(dev, b, &err));
	cr_assert_eq(alloc("d", 12288)->iova, 0x104000);
	cr_assert_eq(alloc("e", 8192)->iova, 0x101000);
}

Test(dma, the_allocator_goes_round_a_reserved_window)
{
	fake.limits.ranges[0] = (struct iova_range){ 0, 0x1017ff };
	fake.limits.ranges[1] = (struct iova_range){ 0x10f800, 0x1fffff };
	cr_assert_eq(alloc("a", 8192)->iova, 0x110000);
	cr_assert_eq(alloc("b", 4096)->iova, 0x100000);
}

Test(dma, above_four_gigabytes_only_when_nothing_fits_below)
{
	fake.limits.ranges[0] = (struct iova_range){ 0, 0x101fff };
	fake.limits.ranges[1] = (struct iova_range){ 0x100000000, 0x1ffffffff };
	cr_assert_eq(alloc("a", 8192)->iova, 0x100000);
	cr_assert_eq(alloc("b", 4096)->iova, 0x100000000);
}

Test(dma, no_room_names_the_ranges)
{
	struct dma_request request = { .name = "a", .size = 8192 };
	struct region *region;

	fake.limits.range_count = 1;
	fake.limits.ranges[0] = (struct iova_range){ 0x100000, 0x100fff };
	cr_assert_not(dma_alloc(dev, &request, &region, &err));
	cr_assert_eq(err.code, ENOSPC);
	cr_assert_str_eq(err.msg, "no free range of 8 KiB in the addresses that fake reaches");
	cr_assert_str_eq(err.hint, "the device reaches 0x100000..0x100fff");
}

Test(dma, the_end_of_the_address_space_does_not_wrap)
{
	fake.limits.range_count = 1;
	fake.limits.ranges[0] = (struct iova_range){ UINT64_MAX - 4095, UINT64_MAX };
	cr_assert_eq(alloc("a", 4096)->iova, UINT64_MAX - 4095);
	cr_assert_null(alloc_at("b", 4096, UINT64_MAX - 4095));
	cr_assert_eq(err.code, EEXIST);
	cr_assert_null(alloc_at("b", 8192, UINT64_MAX - 4095));
	cr_assert_eq(err.code, EINVAL);
}

Test(dma, a_fixed_address_is_kept)
{
	struct region *region = alloc_at("ring", 4096, 0x200000);

	cr_assert_not_null(region, "%s", err.msg);
	cr_assert_eq(region->iova, 0x200000);
	cr_assert_not_null(alloc_at("zero", 4096, 0), "%s", err.msg);
}

Test(dma, an_unaligned_address_is_refused)
{
	cr_assert_null(alloc_at("ring", 4096, 0x200010));
	cr_assert_eq(err.code, EINVAL);
	cr_assert_str_eq(err.msg, "address 0x200010 is not a multiple of the page size 0x1000");
	cr_assert_str_eq(err.hint, "0x200000 is");
}

Test(dma, an_address_in_a_reserved_window_is_refused)
{
	cr_assert_null(alloc_at("ring", 4096, 0xfee00000));
	cr_assert_eq(err.code, EINVAL);
	cr_assert_str_eq(err.msg, "0x1000 bytes at 0xfee00000 are outside the addresses that the "
				  "device can use");
	cr_assert_str_eq(err.hint, "the device reaches 0x0..0xfedfffff, 0xfef00000..0x7fffffffff");
	cr_assert_null(alloc_at("ring", 8192, 0xfedff000));
}

Test(dma, an_overlap_names_the_neighbour_and_a_free_address)
{
	cr_assert_not_null(alloc_at("a", 8192, 0x200000));
	cr_assert_null(alloc_at("b", 8192, 0x1ff000));
	cr_assert_eq(err.code, EEXIST);
	cr_assert_str_eq(err.msg, "0x1ff000 is taken: dma.a is at 0x200000..0x201fff");
	cr_assert_str_eq(err.hint, "0x202000 is free");
	cr_assert_null(alloc_at("b", 4096, 0x201000));
	cr_assert_not_null(alloc_at("b", 4096, 0x202000));
}

Test(dma, a_name_is_used_once)
{
	struct dma_request request = { .name = "Ring", .size = 1 };
	struct region *region;

	alloc("ring", 1);
	cr_assert_not(dma_alloc(dev, &request, &region, &err));
	cr_assert_eq(err.code, EEXIST);
	cr_assert_str_eq(err.msg, "dma.Ring exists already");
}

Test(dma, names_have_no_strange_characters)
{
	const char *const bad[] = { "",		"a b",
				    "a+1",	"x.y",
				    "\xc3\xa9", "this-name-is-much-too-long-to-be-a-buffers-name" };
	struct region *region;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct dma_request request = { .name = bad[i], .size = 1 };

		cr_assert_not(dma_alloc(dev, &request, &region, &err), "'%s'", bad[i]);
		cr_assert_eq(err.code, EINVAL);
	}
}

Test(dma, no_size_and_too_much_are_refused)
{
	struct dma_request request = { .name = "a", .size = 0 };
	struct region *region;

	cr_assert_not(dma_alloc(dev, &request, &region, &err));
	cr_assert_str_eq(err.msg, "a buffer of 0 bytes: give it a size");
	request.size = UINT64_MAX;
	cr_assert_not(dma_alloc(dev, &request, &region, &err));
	cr_assert_eq(err.code, ERANGE);
	request.size = UINT64_C(1) << 38;
	cr_assert_not(dma_alloc(dev, &request, &region, &err));
	cr_assert_eq(err.code, ENOMEM);
	cr_assert_str_eq(err.msg, "the machine has no 256 GiB of memory left");
}

Test(dma, a_page_size_that_cannot_be_is_not_believed)
{
	const uint64_t bad[] = { 0, 3, 4097 };
	struct dma_request request = { .name = "a", .size = 1 };
	struct region *region;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		fake.limits.page_size = bad[i];
		cr_assert_not(dma_alloc(dev, &request, &region, &err));
		cr_assert_eq(err.code, EPROTO);
	}
	fake.limits.page_size = UINT64_C(1) << 63;
	cr_assert_not(dma_alloc(dev, &request, &region, &err));
}

Test(dma, more_ranges_than_there_is_room_for_are_cut)
{
	fake.limits.range_count = 0xffffffff;
	alloc("a", 1);
}

Test(dma, without_ranges_every_address_is_usable)
{
	fake.limits.range_count = 0;
	cr_assert_eq(alloc("a", 1)->iova, 0x100000);
}

Test(dma, a_refused_mapping_leaves_no_region)
{
	struct dma_request request = { .name = "a", .size = 1 };
	struct region *region;

	fake.refuse_map = true;
	cr_assert_not(dma_alloc(dev, &request, &region, &err));
	cr_assert_str_eq(err.msg, "dma.a: no room");
	cr_assert_eq(dev->region_count, 0);
}

Test(dma, a_refused_unmap_keeps_the_memory)
{
	struct region *region = alloc("a", 1);

	fake.refuse_unmap = true;
	cr_assert_not(dma_free(dev, region, &err));
	cr_assert_str_eq(err.msg, "dma.a: stuck");
	cr_assert_eq(device_find_region(dev, "dma.a"), region);
	((volatile uint8_t *)region->map)[0] = 1;
}

Test(dma, free_unmaps_the_exact_extent)
{
	cr_assert(dma_free(dev, alloc("a", 5000), &err));
	cr_assert_eq(fake.last_iova, 0x100000);
	cr_assert_eq(fake.last_size, 8192);
	cr_assert_eq(dev->region_count, 0);
}

Test(dma, only_buffers_can_be_freed)
{
	struct region bar = { .name = "bar0", .kind = REGION_BAR, .size = 4096 };

	cr_assert_not(dma_free(dev, device_add_region(dev, &bar), &err));
	cr_assert_eq(err.code, EINVAL);
	cr_assert_str_eq(err.msg, "bar0 is not a DMA buffer");
}

Test(dma, free_all_leaves_the_other_regions)
{
	struct region bar = { .name = "bar0", .kind = REGION_BAR, .size = 4096 };

	alloc("a", 1);
	device_add_region(dev, &bar);
	alloc("b", 1);
	dma_free_all(dev);
	cr_assert_eq(dev->region_count, 1);
	cr_assert_eq(fake.unmaps, 2);
}

Test(dma, find_sees_any_overlap)
{
	struct region *region = alloc_at("a", 8192, 0x200000);

	cr_assert_eq(dma_find(dev, 0x200000, 1), region);
	cr_assert_eq(dma_find(dev, 0x201fff, 1), region);
	cr_assert_eq(dma_find(dev, 0x1ffffc, 8), region);
	cr_assert_null(dma_find(dev, 0x1ffff8, 8));
	cr_assert_null(dma_find(dev, 0x202000, UINT64_MAX - 0x202000));
}

Test(dma, a_files_bytes_fill_the_buffer)
{
	char path[] = "/tmp/barsh-test-XXXXXX";
	int fd = mkstemp(path);
	struct dma_request request = { .name = "fw", .file = path };
	struct region *region;

	cr_assert_eq(write(fd, "firmware", 8), 8);
	close(fd);
	cr_assert(dma_alloc(dev, &request, &region, &err), "%s", err.msg);
	unlink(path);
	cr_assert_eq(region->size, 4096);
	cr_assert_arr_eq((const void *)(uintptr_t)region->map, "firmware\0", 9);
}

Test(dma, a_file_that_is_none_is_refused)
{
	struct dma_request request = { .name = "fw", .file = "/nowhere/firmware.ri" };
	struct region *region;

	cr_assert_not(dma_alloc(dev, &request, &region, &err));
	cr_assert_eq(err.code, ENOENT);
	request.file = "/dev/null";
	cr_assert_not(dma_alloc(dev, &request, &region, &err));
	cr_assert_str_eq(err.msg, "/dev/null is not a regular file");
	request.file = "/";
	cr_assert_not(dma_alloc(dev, &request, &region, &err));
}

Test(dma, a_transport_without_dma_says_so)
{
	struct transport_ops bare = { .name = "bare", .close = fake_close };
	struct dma_request request = { .name = "a", .size = 1 };
	struct region *region;

	dev->ops = &bare;
	cr_assert_not(dma_alloc(dev, &request, &region, &err));
	cr_assert_eq(err.code, EOPNOTSUPP);
	dev->ops = &fake_ops;
}

Test(memlock, status_gives_what_is_locked_and_who_is_exempt)
{
	struct memlock lock;

	memlock_parse_status("Name:\tbarsh\nVmLck:\t      64 kB\nCapEff:\t0000000000004000\n",
			     &lock);
	cr_assert_eq(lock.locked, 65536);
	cr_assert(lock.exempt);
	memlock_parse_status("Name:\tbarsh\nCapEff:\t0000000000003fff\n", &lock);
	cr_assert_eq(lock.locked, 0);
	cr_assert_not(lock.exempt);
}

Test(memlock, the_limit_counts_what_is_locked_already)
{
	struct memlock lock = { .locked = 4 << 20, .limit = 8 << 20 };

	cr_assert(memlock_check(&lock, 4 << 20, &err));
	cr_assert_not(memlock_check(&lock, (4 << 20) + 1, &err));
	cr_assert_eq(err.code, ENOMEM);
}

Test(memlock, a_refusal_says_need_limit_and_what_to_set)
{
	struct memlock lock = { .locked = 0, .limit = 8 << 20 };

	cr_assert_not(memlock_check(&lock, 64 << 20, &err));
	cr_assert_str_eq(err.msg, "64 MiB more cannot be locked for DMA: the memlock limit is "
				  "8 MiB, 0 bytes are locked (VmLck)");
	cr_assert_str_eq(err.hint, "as root: ulimit -l 65536; or LimitMEMLOCK= in the unit, or "
				   "memlock in /etc/security/limits.d");
}

Test(memlock, privilege_and_no_limit_pass)
{
	struct memlock exempt = { .locked = 4 << 20, .limit = 1, .exempt = true };
	struct memlock unlimited = { .locked = 4 << 20, .limit = UINT64_MAX };

	cr_assert(memlock_check(&exempt, UINT64_C(1) << 40, &err));
	cr_assert(memlock_check(&unlimited, UINT64_C(1) << 40, &err));
}
