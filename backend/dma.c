/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The buffers are the device's regions of kind REGION_DMA: there is no second list. */
#include "backend/dma.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "backend/support/bits.h"
#include "backend/support/memlock.h"
#include "backend/support/num.h"
#include "backend/support/userfile.h"

/* Addresses are given out from here on: address 0 would hide null pointers in descriptors. */
#define IOVA_FIRST UINT64_C(0x100000)
#define FOUR_GIB   (UINT64_C(1) << 32)
#define HUGE_PAGE  (UINT64_C(1) << 21)

enum { NAME_MAX_LEN = 40 };

/* -- what the device accepts -- */

static bool limits_of(struct device *dev, struct dma_limits *ret, struct err *err)
{
	struct dma_limits limits = { .page_size = 0 };

	if ((!dev->ops->dma_map && !dev->ops->dma_map_file) || !dev->ops->dma_unmap ||
	    !dev->ops->dma_limits) {
		device_no_such_op(dev, "DMA", err);
		return false; /* said here, for the analyzer's sake */
	}
	if (!dev->ops->dma_limits(dev, &limits, err))
		return false;
	if (!limits.page_size || limits.page_size & (limits.page_size - 1))
		return err_set(err, EPROTO, "%s claims a DMA page size of %" PRIu64 " bytes",
			       dev->title, limits.page_size);
	if (limits.range_count > ARRAY_SIZE(limits.ranges))
		limits.range_count = ARRAY_SIZE(limits.ranges);
	if (!limits.range_count) {
		limits.ranges[0] = (struct iova_range){ 0, UINT64_MAX };
		limits.range_count = 1;
	}
	*ret = limits;
	return true;
}

static bool hint_ranges(const struct dma_limits *limits, struct err *err)
{
	size_t used;

	err_hint(err, "the device reaches");
	used = strlen(err->hint);
	for (unsigned i = 0; i < limits->range_count && used + 48 < sizeof(err->hint); i++)
		used += (size_t)snprintf(err->hint + used, sizeof(err->hint) - used,
					 "%s 0x%" PRIx64 "..0x%" PRIx64, i ? "," : "",
					 limits->ranges[i].first, limits->ranges[i].last);
	return false;
}

/* -- addresses -- */

static bool overlaps(const struct region *region, uint64_t iova, uint64_t size)
{
	return iova < region->iova ? region->iova - iova < size
				   : iova - region->iova < region->size;
}

struct region *dma_find(const struct device *dev, uint64_t iova, uint64_t size)
{
	for (size_t i = 0; i < dev->region_count; i++)
		if (dev->regions[i]->kind == REGION_DMA && overlaps(dev->regions[i], iova, size))
			return dev->regions[i];
	return NULL;
}

/* The first free address in [first, last] for size bytes; each buffer in the way moves the start
 * behind it, so this ends after as many rounds as there are buffers. */
static bool fit_between(const struct device *dev, uint64_t first, uint64_t last, uint64_t page,
			uint64_t size, uint64_t *ret)
{
	for (;;) {
		const struct region *taken;

		if (first > UINT64_MAX - (page - 1))
			return false;
		first = (first + page - 1) & ~(page - 1);
		if (first > last || size - 1 > last - first)
			return false;
		taken = dma_find(dev, first, size);
		if (!taken)
			break;
		if (taken->size > UINT64_MAX - taken->iova)
			return false;
		first = taken->iova + taken->size;
	}
	*ret = first;
	return true;
}

static bool fit_in_ranges(const struct device *dev, const struct dma_limits *limits, uint64_t first,
			  uint64_t last, uint64_t size, uint64_t *ret)
{
	for (unsigned i = 0; i < limits->range_count; i++) {
		const struct iova_range *range = &limits->ranges[i];

		if (fit_between(dev, range->first > first ? range->first : first,
				range->last < last ? range->last : last, limits->page_size, size,
				ret))
			return true;
	}
	return false;
}

static bool choose_iova(const struct device *dev, const struct dma_limits *limits, uint64_t size,
			uint64_t *ret, struct err *err)
{
	char text[32];

	/* Below 4 GiB first: many devices put 32-bit addresses on the bus. */
	if (fit_in_ranges(dev, limits, IOVA_FIRST, FOUR_GIB - 1, size, ret) ||
	    fit_in_ranges(dev, limits, IOVA_FIRST, UINT64_MAX, size, ret))
		return true;
	num_format_size(size, text, sizeof(text));
	err_set(err, ENOSPC, "no free range of %s in the addresses that %s reaches", text,
		dev->title);
	return hint_ranges(limits, err);
}

static bool is_usable(const struct dma_limits *limits, uint64_t iova, uint64_t size)
{
	for (unsigned i = 0; i < limits->range_count; i++)
		if (iova >= limits->ranges[i].first && iova <= limits->ranges[i].last &&
		    size - 1 <= limits->ranges[i].last - iova)
			return true;
	return false;
}

static bool check_iova(const struct device *dev, const struct dma_limits *limits, uint64_t iova,
		       uint64_t size, struct err *err)
{
	const struct region *taken;
	uint64_t other;

	if (iova & (limits->page_size - 1)) {
		err_set(err, EINVAL,
			"address 0x%" PRIx64 " is not a multiple of the page size 0x%" PRIx64, iova,
			limits->page_size);
		return err_hint(err, "0x%" PRIx64 " is", iova & ~(limits->page_size - 1));
	}
	if (!is_usable(limits, iova, size)) {
		err_set(err, EINVAL,
			"0x%" PRIx64 " bytes at 0x%" PRIx64
			" are outside the addresses that the device can use",
			size, iova);
		return hint_ranges(limits, err);
	}
	taken = dma_find(dev, iova, size);
	if (!taken)
		return true;
	err_set(err, EEXIST, "0x%" PRIx64 " is taken: %s is at 0x%" PRIx64 "..0x%" PRIx64, iova,
		taken->name, taken->iova, taken->iova + taken->size - 1);
	if (fit_in_ranges(dev, limits, iova, UINT64_MAX, size, &other))
		return err_hint(err, "0x%" PRIx64 " is free", other);
	return false;
}

/* -- memory -- */

/* Zeroed pages, aligned to align (a power of two) in our address space. NULL with errno. */
static void *aligned_pages(uint64_t size, uint64_t align)
{
	uint64_t room = size + align;
	uint8_t *all, *memory;

	if (room < size || room > SIZE_MAX / 2) {
		errno = ENOMEM;
		return NULL;
	}
	all = mmap(NULL, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
		   -1, 0);
	if (all == MAP_FAILED)
		return NULL;
	memory = all + (-(uintptr_t)all & (align - 1));
	if (memory > all)
		munmap(all, (size_t)(memory - all));
	if (all + room > memory + size)
		munmap(memory + size, (size_t)(all + room - (memory + size)));
	return memory;
}

/* What the machine could give without swapping or killing, by its own estimate. */
static uint64_t available_memory(void)
{
	unsigned long long kib = UINT64_MAX / 1024;
	char line[128];
	FILE *f = fopen("/proc/meminfo", "re");

	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "MemAvailable: %llu kB", &kib) == 1)
			break;
	if (f)
		fclose(f);
	return kib * 1024;
}

/* A file that lives as long as its descriptors and mappings, and that nobody can make shorter under our
 * feet. */
static bool shared_file(uint64_t size, int *ret, struct err *err)
{
	int fd = memfd_create("barsh-dma", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	int code;

	if (fd >= 0 && !ftruncate(fd, (off_t)size) &&
	    !fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL)) {
		*ret = fd;
		return true;
	}
	code = errno;
	if (fd >= 0)
		close(fd);
	return err_sys(err, code, "cannot create memory to share");
}

/* fd: what the memory is a mapping of; -1: of nothing */
static bool memory_create(uint64_t size, uint64_t page_size, int fd, void **ret, struct err *err)
{
	uint64_t align = (uint64_t)sysconf(_SC_PAGESIZE);
	char text[32];
	void *memory;

	if (page_size > align)
		align = page_size;
	if (size >= HUGE_PAGE && align < HUGE_PAGE)
		align = HUGE_PAGE;
	num_format_size(size, text, sizeof(text));
	if (size > available_memory())
		return err_set(err, ENOMEM, "the machine has no %s of memory left", text);
	memory = aligned_pages(size, align);
	if (!memory)
		return err_sys(err, errno, "cannot allocate %s", text);
	if (fd >= 0 && mmap(memory, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0) ==
			       MAP_FAILED) {
		err_sys(err, errno, "cannot map %s", text);
		munmap(memory, size);
		return false;
	}
	/* Fewer, larger IOMMU entries; a kernel without huge pages ignores it. */
	if (size >= HUGE_PAGE)
		madvise(memory, size, MADV_HUGEPAGE);
	/* After a fork, copy on write would give this process other pages than the device has. */
	madvise(memory, size, MADV_DONTFORK);
	memset(memory, 0, size); /* there now, not at a fault in the middle of a transfer */
	*ret = memory;
	return true;
}

static bool fill_from_file(int fd, const char *path, void *to, uint64_t size, struct err *err)
{
	uint64_t done = 0;

	while (done < size) {
		ssize_t got = pread(fd, (uint8_t *)to + done, size - done, (off_t)done);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return userfile_failed(err, errno, "read", path);
		if (!got)
			return err_set(err, EIO, "%.150s became shorter while it was read", path);
		done += (uint64_t)got;
	}
	return true;
}

/* -- buffers -- */

static bool check_name(const struct device *dev, const char *name, struct region *region,
		       struct err *err)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < len; i++) {
		if (isalnum((unsigned char)name[i]) || name[i] == '_' || name[i] == '-')
			continue;
		err_set(err, EINVAL, "'%.60s' cannot name a buffer", name);
		return err_hint(err, "letters, digits, _ and -");
	}
	if (!len || len > NAME_MAX_LEN)
		return err_set(err, EINVAL,
			       "a buffer's name has 1 to %d characters, '%.60s' has %zu",
			       NAME_MAX_LEN, name, len);
	snprintf(region->name, sizeof(region->name), "dma.%s", name);
	if (device_find_region(dev, region->name)) {
		err_set(err, EEXIST, "%s exists already", region->name);
		return err_hint(err, "dma free %s, or another name", name);
	}
	return true;
}

static bool check_size(uint64_t size, const struct dma_limits *limits, uint64_t *ret,
		       struct err *err)
{
	if (!size)
		return err_set(err, EINVAL, "a buffer of 0 bytes: give it a size");
	if (size > UINT64_MAX - (limits->page_size - 1))
		return err_set(err, ERANGE, "0x%" PRIx64 " bytes are too many for a buffer", size);
	*ret = (size + limits->page_size - 1) & ~(limits->page_size - 1);
	return true;
}

static bool check_lock(const struct dma_limits *limits, uint64_t size, struct err *err)
{
	struct memlock lock;

	if (!limits->pins)
		return true;
	memlock_read(&lock);
	return memlock_check(&lock, size, err);
}

static bool plan(struct device *dev, const struct dma_request *request, uint64_t size,
		 struct region *region, uint64_t *ret_page_size, struct err *err)
{
	struct dma_limits limits;

	if (!limits_of(dev, &limits, err) || !check_name(dev, request->name, region, err) ||
	    !check_size(size, &limits, &region->size, err))
		return false;
	*ret_page_size = limits.page_size;
	if (request->fixed_iova) {
		region->iova = request->iova;
		return check_iova(dev, &limits, region->iova, region->size, err) &&
		       check_lock(&limits, region->size, err);
	}
	return choose_iova(dev, &limits, region->size, &region->iova, err) &&
	       check_lock(&limits, region->size, err);
}

static bool map_for_device(struct device *dev, void *memory, int fd, const struct region *region,
			   unsigned flags, struct err *err)
{
	if (!flags)
		flags = DMA_DEVICE_READS | DMA_DEVICE_WRITES;
	if (fd >= 0)
		return dev->ops->dma_map_file(dev, memory, fd, region->iova, region->size, flags,
					      err);
	return dev->ops->dma_map(dev, memory, region->iova, region->size, flags, err);
}

/* from (-1: zeroes) has size bytes for the buffer; shared is as memory_create's fd. */
static bool create_mapped(struct device *dev, const struct dma_request *request, int from,
			  uint64_t size, int shared, uint64_t page_size, struct region *region,
			  struct err *err)
{
	void *memory = NULL;

	if (!memory_create(region->size, page_size, shared, &memory, err))
		return false;
	if ((request->file && !fill_from_file(from, request->file, memory, size, err)) ||
	    !map_for_device(dev, memory, shared, region, request->flags, err)) {
		munmap(memory, region->size);
		return err_prefix(err, "%s", region->name);
	}
	region->map = memory;
	return true;
}

static bool create(struct device *dev, const struct dma_request *request, int from, uint64_t size,
		   struct region **ret, struct err *err)
{
	struct region region = { .kind = REGION_DMA,
				 .flags = REGION_CAN_READ | REGION_CAN_WRITE | REGION_HOST_MEMORY };
	uint64_t page_size = 0;
	int shared = -1;
	bool done;

	if (!plan(dev, request, size, &region, &page_size, err) ||
	    (dev->ops->dma_map_file && !shared_file(region.size, &shared, err)))
		return false;
	done = create_mapped(dev, request, from, size, shared, page_size, &region, err);
	if (shared >= 0)
		close(shared);
	if (done)
		*ret = device_add_region(dev, &region);
	return done;
}

bool dma_alloc(struct device *dev, const struct dma_request *request, struct region **ret,
	       struct err *err)
{
	uint64_t size = 0;
	bool done;
	int fd = -1;

	if (!request->file)
		return create(dev, request, -1, request->size, ret, err);
	if (!userfile_open(request->file, &fd, &size, err))
		return false;
	if (!size) {
		close(fd);
		return err_set(err, EINVAL, "%.150s is empty", request->file);
	}
	done = create(dev, request, fd, size, ret, err);
	close(fd);
	return done;
}

static void release(struct device *dev, struct region *region)
{
	void *memory = (void *)(uintptr_t)region->map;
	uint64_t size = region->size;

	device_remove_region(dev, region);
	munmap(memory, size);
}

bool dma_free(struct device *dev, struct region *region, struct err *err)
{
	if (region->kind != REGION_DMA)
		return err_set(err, EINVAL, "%s is not a DMA buffer", region->name);
	/* While the device may still reach the memory it stays ours. */
	if (!dev->ops->dma_unmap(dev, region->iova, region->size, err))
		return err_prefix(err, "%s", region->name);
	release(dev, region);
	return true;
}

void dma_free_all(struct device *dev)
{
	struct err ignored;

	for (size_t i = dev->region_count; i-- > 0;) {
		struct region *region = dev->regions[i];

		if (region->kind != REGION_DMA)
			continue;
		dev->ops->dma_unmap(dev, region->iova, region->size, &ignored);
		release(dev, region);
	}
}
