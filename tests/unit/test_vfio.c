/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The vfio transport on a kernel of our own: a folder stands for /sys, /dev and /proc, and each call can
 * be made to fail. The structures of the kernel's interface are filled by offset, so that these tests do
 * not depend on the header that the code is built with. */
#include "backend/transport/vfio.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/dma.h"
#include "backend/irq.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/transport/transport.h"

enum { CONTAINER = 1000, GROUP, FUNCTION };
enum { NEVER = 99 };

static struct {
	enum vfio_step fail_at; /* NEVER: nothing fails */
	int code;
	bool not_viable;
	int api_version;
	bool no_reset;
	const char *release;
	uint8_t config[256];
	unsigned opened, closed;
	uint32_t msix_flags;   /* of the BAR with a capability chain */
	uint64_t sparse[2][2]; /* offset and size; size 0 = none */
	uint32_t cap_next;     /* of the first capability */
	int irq_result;	       /* what enabling returns */
	uint8_t irq_set[64];   /* the last SET_IRQS */
	uint8_t dma[64];       /* the last MAP or UNMAP */
	uint64_t unmapped;     /* what UNMAP claims; UINT64_MAX: all of it */
	off_t access_at;
	size_t access_len;
	ssize_t access_result; /* 0: the whole length */
	uint32_t hit_group;
	unsigned resets, hot_resets;
} kernel;

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

static const struct vfio_sys sys = {
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

static void make_folder(const char *path)
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

static void make_link(const char *path, const char *target)
{
	char full[256];

	snprintf(full, sizeof(full), "%s%s", root, path);
	unlink(full);
	cr_assert_eq(symlink(target, full), 0, "%s", full);
}

static void make_file(const char *path, const char *text)
{
	char full[256];
	FILE *f;

	snprintf(full, sizeof(full), "%s%s", root, path);
	f = fopen(full, "w");
	cr_assert_not_null(f);
	fputs(text, f);
	fclose(f);
}

static void read_file(const char *path, char *ret, size_t len)
{
	char full[256];
	FILE *f;

	snprintf(full, sizeof(full), "%s%s", root, path);
	f = fopen(full, "r");
	cr_assert_not_null(f);
	ret[fread(ret, 1, len - 1, f)] = '\0';
	fclose(f);
}

#define EDU "/sys/bus/pci/devices/0000:00:03.0"
#define LPC "/sys/bus/pci/devices/0000:00:1f.0"

static struct device *dev;
static struct err err;

/* edu in group 7, on vfio-pci. */
static void setup(void)
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

static void finish(void)
{
	char command[64];

	device_close(dev);
	snprintf(command, sizeof(command), "rm -rf %s", root);
	cr_assert_eq(system(command), 0);
}

TestSuite(vfio, .init = setup, .fini = finish);

static bool try_open(void)
{
	if (!vfio_open_with(&sys, dev, "00:03.0", &err))
		return false;
	dev->ops = &transport_vfio;
	return true;
}

static void open_edu(void)
{
	cr_assert(try_open(), "%s", err.msg);
}

/* -- open -- */

Test(vfio, an_open_function_tells_what_the_open_did)
{
	open_edu();
	cr_assert_str_eq(dev->title, "vfio 00:03.0");
	cr_assert_str_eq(dev->about, "the kernel's open enabled memory decoding, cleared bus "
				     "mastering and reset the function; group 7");
	cr_assert_eq(dev->pci.vendor, 0x1234);
	cr_assert_eq(dev->pci.device, 0x11e8);
	cr_assert_eq(dev->pci.class_code, 0x00ff00);
}

Test(vfio, a_function_without_a_reset_says_so)
{
	kernel.no_reset = true;
	open_edu();
	cr_assert(strstr(dev->about, "found no way to reset the function alone"));
}

Test(vfio, a_dead_function_is_told)
{
	put_le(kernel.config + 4, 0xffff, 2); /* the ids may still look right */
	open_edu();
	cr_assert(strstr(dev->about, "It does not answer"), "%s", dev->about);
}

Test(vfio, regions_are_those_that_the_kernel_reports)
{
	open_edu();
	cr_assert_eq(dev->region_count, 3);
	cr_assert_str_eq(dev->regions[0]->name, "bar0");
	cr_assert_eq(dev->regions[0]->size, 0x4000);
	cr_assert_eq(dev->regions[0]->flags, REGION_CAN_READ | REGION_CAN_WRITE | REGION_CAN_MAP);
	cr_assert_str_eq(dev->regions[1]->name, "bar2");
	cr_assert_eq(dev->regions[1]->flags, REGION_CAN_READ | REGION_CAN_WRITE | REGION_IO_PORTS);
	cr_assert_str_eq(dev->regions[2]->name, "config");
	cr_assert_eq(dev->regions[2]->flags, REGION_CAN_READ | REGION_CAN_WRITE);
}

Test(vfio, closing_closes_all_three_descriptors)
{
	open_edu();
	device_close(dev);
	cr_assert_eq(kernel.opened, 3);
	cr_assert_eq(kernel.closed, 3);
	dev = NULL;
}

Test(vfio, a_failure_leaves_nothing_open)
{
	for (int step = STEP_OPEN_CONTAINER; step <= STEP_REGION_INFO; step++) {
		if (step == STEP_VIABLE)
			continue;
		kernel.fail_at = (enum vfio_step)step;
		kernel.code = ENOMEM;
		kernel.opened = kernel.closed = 0;
		cr_assert_not(try_open(), "step %d", step);
		cr_assert_eq(kernel.opened, kernel.closed, "step %d", step);
	}
}

Test(vfio, an_address_that_is_not_there_is_refused)
{
	cr_assert_not(vfio_open_with(&sys, dev, "00:09.0", &err));
	cr_assert_eq(err.code, ENODEV);
	cr_assert_str_eq(err.msg, "there is no PCI function 0000:00:09.0");
}

Test(vfio, another_version_is_refused)
{
	kernel.api_version = 1;
	cr_assert_not(try_open());
	cr_assert_str_eq(err.msg, "the kernel's VFIO has version 1, barsh knows 0");
}

/* -- the failure table -- */

Test(vfio, each_failure_of_the_open_names_its_cause)
{
	static const struct {
		enum vfio_step step;
		int code;
		const char *msg, *hint;
	} rows[] = {
		{ STEP_OPEN_CONTAINER, ENOENT, "there is no /dev/vfio/vfio: vfio is not loaded",
		  "modprobe vfio-pci" },
		{ STEP_OPEN_CONTAINER, ENODEV,
		  "/dev/vfio/vfio has nothing behind it: vfio is not loaded",
		  "modprobe vfio_iommu_type1" },
		{ STEP_OPEN_CONTAINER, EACCES, "/dev/vfio/vfio may not be opened",
		  "as root: chmod 666 /dev/vfio/vfio, which is how the kernel makes it" },
		{ STEP_HAS_TYPE, EINVAL, "the container knows no type1 IOMMU",
		  "modprobe vfio_iommu_type1" },
		{ STEP_OPEN_GROUP, EACCES, "/dev/vfio/7 may not be opened by this user",
		  "as root: chown USER /dev/vfio/7" },
		{ STEP_OPEN_GROUP, EPERM, "/dev/vfio/7 needs CAP_SYS_RAWIO", "run as root" },
		{ STEP_GROUP_STATUS, EINVAL, "the state of group 7 cannot be read",
		  "barsh made a call that this kernel does not take: please report it" },
		{ STEP_GROUP_STATUS, ENODEV, "the last function of group 7 was unbound meanwhile",
		  "bind 0000:00:03.0" },
		{ STEP_JOIN, EINVAL, "IOMMU group 7 is in a container already",
		  "another process may have passed it on: end that one" },
		{ STEP_JOIN, EBADF, "the container's descriptor is closed",
		  "barsh made a call that this kernel does not take: please report it" },
		{ STEP_JOIN, EBADFD, "the container's descriptor is none of VFIO",
		  "barsh made a call that this kernel does not take: please report it" },
		{ STEP_JOIN, ENOTTY, "group 7 does not know the call",
		  "barsh made a call that this kernel does not take: please report it" },
		{ STEP_SET_TYPE, EINVAL, "the IOMMU refuses group 7",
		  "dmesg says why; 'platform RMRR requirement' means: firmware reserves memory "
		  "for it, see its setup" },
		{ STEP_SET_TYPE, EBUSY, "the IOMMU refuses group 7: something else uses its domain",
		  "dmesg says why; 'platform RMRR requirement' means: firmware reserves memory "
		  "for it, see its setup" },
		{ STEP_SET_TYPE, ENODEV, "the type1 IOMMU driver is not there",
		  "modprobe vfio_iommu_type1" },
		{ STEP_SET_TYPE, EPERM,
		  "the machine has no interrupt remapping, and VFIO insists on it",
		  "enable it in firmware (x2APIC); or trust the device: echo Y >/sys/module/"
		  "vfio_iommu_type1/parameters/allow_unsafe_interrupts" },
		{ STEP_GET_DEVICE, EINVAL, "group 7 is not ready to give 0000:00:03.0",
		  "barsh made a call that this kernel does not take: please report it" },
		{ STEP_GET_DEVICE, EACCES,
		  "0000:00:03.0 is a virtual function of one that VFIO has, and needs its token",
		  "give it to a VF of a PF on its own driver" },
		{ STEP_GET_DEVICE, EIO, "0000:00:03.0 did not come back from D3",
		  "keep it awake: echo on >/sys/bus/pci/devices/0000:00:03.0/power/control; "
		  "else power-cycle the machine" },
		{ STEP_GET_DEVICE, EBUSY, "a BAR of 0000:00:03.0 is claimed by somebody else",
		  "if it drives the console: boot with video=efifb:off; /proc/iomem (as root) "
		  "names who has it" },
		{ STEP_GET_DEVICE, ENOMEM,
		  "the kernel ran out of interrupts or memory for 0000:00:03.0",
		  "dmesg says which" },
		{ STEP_DEVICE_INFO, EINVAL, "the kernel does not describe 0000:00:03.0",
		  "barsh made a call that this kernel does not take: please report it" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		kernel.fail_at = rows[i].step;
		kernel.code = rows[i].code;
		err = (struct err)ERR_INIT;
		cr_assert_not(try_open(), "row %zu", i);
		cr_assert_str_eq(err.msg, rows[i].msg);
		cr_assert_str_eq(err.hint, rows[i].hint);
	}
}

Test(vfio, an_errno_without_a_row_names_its_step)
{
	kernel.fail_at = STEP_SET_TYPE;
	kernel.code = ENOMEM;
	cr_assert_not(try_open());
	cr_assert_eq(err.code, ENOMEM);
	cr_assert_str_eq(err.msg, "giving group 7 an IOMMU domain failed: Cannot allocate memory");
}

Test(vfio, without_a_group_it_tells_whether_the_machine_has_any)
{
	char path[256];

	snprintf(path, sizeof(path), "%s" EDU "/iommu_group", root);
	unlink(path);
	cr_assert_not(try_open());
	cr_assert_eq(err.code, ENOENT);
	cr_assert_str_eq(err.msg, "0000:00:03.0 has no IOMMU group: the IOMMU does not cover it");
	cr_assert_str_eq(err.hint, "switch VT-d or AMD-Vi on in the firmware and boot with "
				   "intel_iommu=on; sysfs:0000:00:03.0 works without");
	snprintf(path, sizeof(path), "rm -rf %s/sys/kernel/iommu_groups/7", root);
	cr_assert_eq(system(path), 0);
	cr_assert_not(try_open());
	cr_assert_str_eq(err.msg, "0000:00:03.0 has no IOMMU group: no function of this machine "
				  "has one: the IOMMU is off");
}

Test(vfio, a_function_on_another_driver_names_it)
{
	make_link(EDU "/driver", "../../../../bus/pci/drivers/snd_hda_intel");
	kernel.fail_at = STEP_OPEN_GROUP;
	kernel.code = ENOENT;
	cr_assert_not(try_open());
	cr_assert_str_eq(err.msg, "/dev/vfio/7 does not exist: driver snd_hda_intel has "
				  "0000:00:03.0, not vfio-pci");
	cr_assert_str_eq(err.hint, "bind 0000:00:03.0");
	kernel.fail_at = STEP_GET_DEVICE;
	kernel.code = ENODEV;
	cr_assert_not(try_open());
	cr_assert_str_eq(err.msg, "group 7 does not give 0000:00:03.0: driver snd_hda_intel has "
				  "0000:00:03.0, not vfio-pci");
}

Test(vfio, a_group_that_is_not_viable_names_the_sibling)
{
	make_folder(LPC);
	make_folder("/sys/kernel/iommu_groups/7/devices/0000:00:1f.0");
	make_link(LPC "/driver", "../../../../bus/pci/drivers/lpc_ich");
	kernel.not_viable = true;
	cr_assert_not(try_open());
	cr_assert_eq(err.code, EPERM);
	cr_assert_str_eq(err.msg,
			 "IOMMU group 7 is not viable: it also holds 0000:00:1f.0 (lpc_ich)");
	cr_assert_str_eq(err.hint, "DMA of the one could reach the other: bind 0000:00:03.0 moves "
				   "the whole group");
	make_link(LPC "/driver", "../../../../bus/pci/drivers/pcieport");
	cr_assert_not(try_open());
	cr_assert_str_eq(err.msg, "IOMMU group 7 is not viable: it also holds a function whose "
				  "driver does DMA");
}

Test(vfio, a_busy_group_names_the_process)
{
	kernel.fail_at = STEP_OPEN_GROUP;
	kernel.code = EBUSY;
	cr_assert_not(try_open());
	cr_assert_str_eq(err.msg, "IOMMU group 7 is in use: another process, or a mapping of its "
				  "BARs that is left over, has it open");
	make_folder("/proc/4711/fd");
	make_file("/proc/4711/comm", "qemu-system-x86\n");
	make_link("/proc/4711/fd/5", "/dev/vfio/7");
	cr_assert_not(try_open());
	cr_assert_str_eq(err.msg, "IOMMU group 7 is in use: process 4711 (qemu-system-x86) has it "
				  "open");
}

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

	open_edu();
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
		open_edu();
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

	open_edu();
	cr_assert_not(device_read(dev, region("config"), 0, 64, &value, &err));
	cr_assert_str_eq(err.hint, "use two .32 accesses");
}

Test(vfio, eio_is_explained_from_config_space)
{
	uint64_t value;

	open_edu();
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

Test(vfio, a_refused_access_is_explained)
{
	open_edu();
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

	open_edu();
	kernel.access_result = 2;
	cr_assert_not(device_read(dev, region("bar0"), 0x10, 32, &value, &err));
	cr_assert_str_eq(err.msg, "bar0+0x10: the kernel transferred 2 of 4 bytes");
}

Test(vfio, a_mapping_is_at_the_regions_place)
{
	open_edu();
	cr_assert(device_map(dev, region("bar0"), &err));
	cr_assert_eq(kernel.access_at, 0);
	cr_assert(device_unmap(dev, region("bar0"), &err));
	cr_assert_not(device_map(dev, region("bar2"), &err));
	cr_assert_eq(err.code, EOPNOTSUPP);
}

Test(vfio, a_refused_mapping_is_explained)
{
	open_edu();
	kernel.fail_at = STEP_MAP;
	kernel.code = EINVAL;
	cr_assert_not(device_map(dev, region("bar0"), &err));
	cr_assert_str_eq(err.msg, "bar0: the kernel does not let this region be mapped");
	cr_assert_str_eq(err.hint, "rd and wr reach it without");
}

Test(vfio, areas_that_leave_something_out_forbid_the_mapping)
{
	kernel.sparse[0][1] = 0x2000;
	open_edu();
	cr_assert_not(region("bar0")->flags & REGION_CAN_MAP);
}

Test(vfio, areas_that_cover_all_allow_it)
{
	kernel.sparse[0][1] = 0x4000;
	open_edu();
	cr_assert(region("bar0")->flags & REGION_CAN_MAP);
}

Test(vfio, a_capability_chain_that_turns_back_ends)
{
	const uint32_t bad[] = { 32, 8, 0x7fffffff, 41, 76 };

	kernel.sparse[0][1] = 0x2000;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		kernel.cap_next = bad[i];
		open_edu();
		cr_assert(region("bar0")->flags & REGION_CAN_MAP);
		device_close(dev);
		dev = xcalloc(1, sizeof(*dev));
	}
}

/* -- interrupts -- */

Test(vfio, interrupts_are_as_the_kernel_says)
{
	struct irq_info info;

	open_edu();
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
	open_edu();
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
	open_edu();
	cr_assert(irq_enable(dev, IRQ_MSI, 0, 1, &err));
	cr_assert(irq_disable(dev, IRQ_MSI, &err));
	cr_assert_eq(get_le32(kernel.irq_set + 4), 0x21); /* NONE, TRIGGER */
	cr_assert_eq(get_le32(kernel.irq_set + 8), 1);
	cr_assert_eq(get_le32(kernel.irq_set + 16), 0);
}

Test(vfio, actions_are_one_bit_each)
{
	open_edu();
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
	open_edu();
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

	open_edu();
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

	open_edu();
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

	open_edu();
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

	open_edu();
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

	open_edu();
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

	open_edu();
	cr_assert(dma_alloc(dev, &request, &buffer, &err));
	put_le(kernel.config + 4, 0x0107, 2);
	device_close(dev);
	dev = NULL;
	cr_assert_eq(get_le16(kernel.config + 4), 0x0103);
}

Test(vfio, closing_writes_nothing_when_bus_mastering_is_off)
{
	open_edu();
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
	open_edu();
	cr_assert(device_reset(dev, "auto", &used, &err), "%s", err.msg);
	cr_assert_str_eq(used, "pm");
	cr_assert_eq(kernel.resets, 1);
}

Test(vfio, without_a_function_reset_auto_resets_the_bus)
{
	const char *used;

	kernel.no_reset = true;
	open_edu();
	cr_assert(device_reset(dev, "auto", &used, &err), "%s", err.msg);
	cr_assert_str_eq(used, "bus");
	cr_assert_eq(kernel.hot_resets, 1);
}

Test(vfio, a_method_is_chosen_for_one_reset)
{
	char text[32];
	const char *used;

	make_file(EDU "/reset_method", "flr bus\n");
	open_edu();
	cr_assert(device_reset(dev, "flr", &used, &err), "%s", err.msg);
	cr_assert_str_eq(used, "flr");
	read_file(EDU "/reset_method", text, sizeof(text));
	cr_assert_str_eq(text, "flr bus\n");
}

Test(vfio, a_bus_reset_that_hits_another_group_is_refused)
{
	const char *used;

	open_edu();
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

	open_edu();
	cr_assert(device_reset_scope(dev, &hit, &err));
	cr_assert_eq(hit.count, 1);
	cr_assert_str_eq(hit.items[0], "0000:01:03.1");
}

Test(vfio, a_reset_that_kills_the_device_is_an_error)
{
	const char *used;

	make_file(EDU "/reset_method", "flr\n");
	open_edu();
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
	open_edu();
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		kernel.fail_at = rows[i].step;
		kernel.code = rows[i].code;
		cr_assert_not(device_reset(dev, rows[i].method, &used, &err), "row %zu", i);
		cr_assert_str_eq(err.msg, rows[i].msg);
	}
}
