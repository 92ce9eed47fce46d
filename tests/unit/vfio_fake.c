/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The structures of the kernel's interface are filled by offset, so that the tests do not depend on the
 * header that the code is built with. */
#include "tests/unit/vfio_fake.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/transport/transport.h"

enum { CONTAINER = 1000, GROUP, FUNCTION };

struct vfio_fake_kernel kernel;

static char root[] = "/tmp/barsh-vfio-XXXXXX";

static bool fails(enum vfio_step step)
{
	if (kernel.fail_at != step)
		return false;
	errno = kernel.code;
	return true;
}

static int fake_open(const char *path, int flags)
{
	bool is_container = strstr(path, "/dev/vfio/vfio") != NULL;
	bool is_group = !is_container && strstr(path, "/dev/vfio/7") != NULL;

	if (!is_container && !is_group)
		return fails(STEP_RESET_METHOD) && flags & O_WRONLY ? -1 : open(path, flags);
	if (fails(is_container ? STEP_OPEN_CONTAINER : STEP_OPEN_GROUP))
		return -1;
	kernel.opened++;
	return is_container ? CONTAINER : GROUP;
}

static int fake_close(int fd)
{
	if (fd < CONTAINER)
		return close(fd);
	kernel.closed++;
	return 0;
}

/* BAR 0 plain memory with a capability chain, BAR 2 port space, config; the others are absent. */
static int region_info(uint8_t *info)
{
	unsigned index = get_le32(info + 8);
	uint32_t argsz = get_le32(info), flags = 0;
	uint64_t size = 0;

	if (index == 8) {
		errno = EINVAL;
		return -1;
	}
	if (index == 0) {
		size = 0x4000;
		flags = 0xf;
		put_le(info, 80, 4);
		if (argsz >= 80) {
			put_le(info + 12, 32, 4); /* first capability: MSIX_MAPPABLE */
			put_le(info + 32, 3, 2);
			put_le(info + 36, kernel.cap_next, 4);
			put_le(info + 40, kernel.sparse[0][1] ? 1 : 99,
			       2); /* then SPARSE_MMAP, if any */
			put_le(info + 48, kernel.sparse[0][1] ? 1 : 0, 4);
			put_le(info + 56, kernel.sparse[0][0], 8);
			put_le(info + 64, kernel.sparse[0][1], 8);
		}
	} else if (index == 2) {
		size = 0x20;
		flags = 3;
	} else if (index == 7) {
		size = sizeof(kernel.config);
		flags = 3;
	}
	put_le(info + 4, flags, 4);
	put_le(info + 16, size, 8);
	put_le(info + 24, (uint64_t)index << 40, 8);
	return 0;
}

static int irq_info(uint8_t *info)
{
	static const struct {
		unsigned flags, count;
	} irqs[] = { { 7, 1 }, { 9, 4 }, { 1, 65 }, { 0, 0 }, { 9, 1 } };
	unsigned index = get_le32(info + 8);

	if (index == 3) { /* ERR of a conventional function */
		errno = EINVAL;
		return -1;
	}
	put_le(info + 4, irqs[index].flags, 4);
	put_le(info + 12, irqs[index].count, 4);
	return 0;
}

/* What VT-d says on 6.1: 116 bytes, the window of the interrupt messages left out. */
static int dma_info(uint8_t *info)
{
	uint32_t argsz = get_le32(info);

	put_le(info, 72, 4);
	put_le(info + 4, 3, 4);
	put_le(info + 8, 0x40201000, 8);
	if (argsz >= 72) {
		put_le(info + 16, 24, 4);
		put_le(info + 24, 1, 2); /* IOVA_RANGE */
		put_le(info + 32, 2, 4);
		put_le(info + 40, 0, 8);
		put_le(info + 48, 0xfedfffff, 8);
		put_le(info + 56, 0xfef00000, 8);
		put_le(info + 64, 0x7fffffffff, 8);
	}
	return 0;
}

static int fake_control(int fd, enum vfio_step step, void *arg)
{
	uint8_t *bytes = arg;

	(void)fd;
	if (fails(step))
		return -1;
	switch (step) {
	case STEP_API_VERSION:
		return kernel.api_version;
	case STEP_HAS_TYPE:
		return 1;
	case STEP_GROUP_STATUS:
		put_le(bytes + 4, !kernel.not_viable, 4);
		return 0;
	case STEP_GET_DEVICE:
		cr_assert_str_eq(arg, "0000:00:03.0");
		kernel.opened++;
		return FUNCTION;
	case STEP_DEVICE_INFO:
		put_le(bytes + 4, kernel.no_reset ? 2 : 3, 4);
		put_le(bytes + 8, 9, 4);
		put_le(bytes + 12, 5, 4);
		return 0;
	case STEP_REGION_INFO:
		return region_info(bytes);
	case STEP_IRQ_INFO:
		return irq_info(bytes);
	case STEP_IRQ_ENABLE:
	case STEP_IRQ_DISABLE:
	case STEP_IRQ_ACTION:
		cr_assert_leq(get_le32(bytes), sizeof(kernel.irq_set));
		memcpy(kernel.irq_set, bytes, get_le32(bytes));
		return step == STEP_IRQ_ENABLE ? kernel.irq_result : 0;
	case STEP_DMA_INFO:
		return dma_info(bytes);
	case STEP_DMA_MAP:
	case STEP_DMA_UNMAP:
		memcpy(kernel.dma, bytes, get_le32(bytes));
		if (step == STEP_DMA_UNMAP && kernel.unmapped != UINT64_MAX)
			put_le(bytes + 16, kernel.unmapped, 8);
		return 0;
	case STEP_RESET:
		kernel.resets++;
		return 0;
	case STEP_HOT_RESET_INFO:
		put_le(bytes + 8, 1, 4);
		put_le(bytes + 12, kernel.hit_group, 4);
		bytes[18] = 1;	  /* bus */
		bytes[19] = 0x19; /* 03.1 */
		return 0;
	case STEP_HOT_RESET:
		cr_assert_eq(get_le32(bytes + 12), GROUP);
		kernel.hot_resets++;
		return 0;
	default:
		return 0;
	}
}

static ssize_t transferred(enum vfio_step step, size_t len, off_t offset)
{
	kernel.access_at = offset;
	kernel.access_len = len;
	if (offset >> 40 != 7 && fails(step))
		return -1;
	return kernel.access_result ? kernel.access_result : (ssize_t)len;
}

static ssize_t fake_pread(int fd, void *buf, size_t len, off_t offset)
{
	if (fd < CONTAINER)
		return pread(fd, buf, len, offset);
	if (offset >> 40 == 7)
		memcpy(buf, kernel.config + (offset & 0xff), len);
	else
		memset(buf, 0x5a, len);
	return transferred(STEP_READ, len, offset);
}

static ssize_t fake_pwrite(int fd, const void *buf, size_t len, off_t offset)
{
	if (fd < CONTAINER)
		return pwrite(fd, buf, len, offset);
	if (offset >> 40 == 7)
		memcpy(kernel.config + (offset & 0xff), buf, len);
	return transferred(STEP_WRITE, len, offset);
}

static void *fake_mmap(int fd, size_t len, int protection, off_t offset)
{
	(void)fd;
	if (fails(STEP_MAP))
		return MAP_FAILED;
	kernel.access_at = offset;
	return mmap(NULL, len, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void fake_release(char *ret, size_t len)
{
	snprintf(ret, len, "%s", kernel.release);
}

const struct vfio_sys vfio_fake = {
	.root = root,
	.open = fake_open,
	.close = fake_close,
	.control = fake_control,
	.pread = fake_pread,
	.pwrite = fake_pwrite,
	.mmap = fake_mmap,
	.munmap = munmap,
	.release = fake_release,
};

/* -- the folder -- */

void make_folder(const char *path)
{
	char full[256];

	snprintf(full, sizeof(full), "%s%s", root, path);
	for (char *slash = full + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		mkdir(full, 0700);
		*slash = '/';
	}
	mkdir(full, 0700);
}

void make_link(const char *path, const char *target)
{
	char full[256];

	snprintf(full, sizeof(full), "%s%s", root, path);
	unlink(full);
	cr_assert_eq(symlink(target, full), 0, "%s", full);
}

void make_file(const char *path, const char *text)
{
	char full[256];
	FILE *f;

	snprintf(full, sizeof(full), "%s%s", root, path);
	f = fopen(full, "w");
	cr_assert_not_null(f);
	fputs(text, f);
	fclose(f);
}

void read_file(const char *path, char *ret, size_t len)
{
	char full[256];
	FILE *f;

	snprintf(full, sizeof(full), "%s%s", root, path);
	f = fopen(full, "r");
	cr_assert_not_null(f);
	ret[fread(ret, 1, len - 1, f)] = '\0';
	fclose(f);
}

struct device *dev;
struct err err;

void fake_command(const char *format)
{
	char command[256];
	size_t used = strcspn(format, "%");

	snprintf(command, sizeof(command), "%.*s%s%s", (int)used, format, root, format + used + 2);
	cr_assert_eq(system(command), 0);
}

void vfio_fake_setup(void)
{
	memset(&kernel, 0, sizeof(kernel));
	kernel.fail_at = (enum vfio_step)NEVER;
	kernel.release = "6.12.0";
	kernel.unmapped = UINT64_MAX;
	kernel.hit_group = 7;
	kernel.cap_next = 40;
	put_le(kernel.config, 0x11e81234, 4);
	put_le(kernel.config + 4, 0x0103, 2);
	put_le(kernel.config + 8, 0x00ff0010, 4);
	cr_assert_not_null(mkdtemp(root));
	make_folder(EDU "/vfio-dev/vfio0");
	make_folder("/sys/kernel/iommu_groups/7/devices/0000:00:03.0");
	make_link(EDU "/iommu_group", "../../../../kernel/iommu_groups/7");
	make_link(EDU "/driver", "../../../../bus/pci/drivers/vfio-pci");
	make_file(EDU "/resource", "0xfea00000 0xfeafffff 0x40200\n0 0 0\n0xc000 0xc01f 0x40101\n");
	make_folder("/proc");
	dev = xcalloc(1, sizeof(*dev));
	err = (struct err)ERR_INIT;
}

void vfio_fake_finish(void)
{
	device_close(dev);
	fake_command("rm -rf %s");
}

bool vfio_fake_try_open(void)
{
	if (!vfio_open_with(&vfio_fake, dev, "00:03.0", &err))
		return false;
	dev->ops = &transport_vfio;
	return true;
}

void vfio_fake_open(void)
{
	cr_assert(vfio_fake_try_open(), "%s", err.msg);
}
