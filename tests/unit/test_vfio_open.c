/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening a function through vfio, and what is said when the kernel refuses. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "tests/unit/vfio_fake.h"

TestSuite(vfio_open, .init = vfio_fake_setup, .fini = vfio_fake_finish);

Test(vfio_open, an_open_function_tells_what_the_open_did)
{
	vfio_fake_open();
	cr_assert_str_eq(dev->title, "vfio 00:03.0");
	cr_assert_str_eq(dev->about, "the kernel's open enabled memory decoding, cleared bus "
				     "mastering and reset the function; group 7");
	cr_assert_eq(dev->pci.vendor, 0x1234);
	cr_assert_eq(dev->pci.device, 0x11e8);
	cr_assert_eq(dev->pci.class_code, 0x00ff00);
}

Test(vfio_open, a_function_without_a_reset_says_so)
{
	kernel.no_reset = true;
	vfio_fake_open();
	cr_assert(strstr(dev->about, "found no way to reset the function alone"));
}

Test(vfio_open, a_dead_function_is_told)
{
	put_le(kernel.config + 4, 0xffff, 2); /* the ids may still look right */
	vfio_fake_open();
	cr_assert(strstr(dev->about, "It does not answer"), "%s", dev->about);
}

Test(vfio_open, regions_are_those_that_the_kernel_reports)
{
	vfio_fake_open();
	cr_assert_eq(dev->region_count, 3);
	cr_assert_str_eq(dev->regions[0]->name, "bar0");
	cr_assert_eq(dev->regions[0]->size, 0x4000);
	cr_assert_eq(dev->regions[0]->flags, REGION_CAN_READ | REGION_CAN_WRITE | REGION_CAN_MAP);
	cr_assert_str_eq(dev->regions[1]->name, "bar2");
	cr_assert_eq(dev->regions[1]->flags, REGION_CAN_READ | REGION_CAN_WRITE | REGION_IO_PORTS);
	cr_assert_str_eq(dev->regions[2]->name, "config");
	cr_assert_eq(dev->regions[2]->flags, REGION_CAN_READ | REGION_CAN_WRITE);
}

Test(vfio_open, closing_closes_all_three_descriptors)
{
	vfio_fake_open();
	device_close(dev);
	cr_assert_eq(kernel.opened, 3);
	cr_assert_eq(kernel.closed, 3);
	dev = NULL;
}

Test(vfio_open, a_failure_leaves_nothing_open)
{
	for (int step = STEP_OPEN_CONTAINER; step <= STEP_REGION_INFO; step++) {
		if (step == STEP_VIABLE)
			continue;
		kernel.fail_at = (enum vfio_step)step;
		kernel.code = ENOMEM;
		kernel.opened = kernel.closed = 0;
		cr_assert_not(vfio_fake_try_open(), "step %d", step);
		cr_assert_eq(kernel.opened, kernel.closed, "step %d", step);
	}
}

Test(vfio_open, an_address_that_is_not_there_is_refused)
{
	cr_assert_not(vfio_open_with(&vfio_fake, dev, "00:09.0", &err));
	cr_assert_eq(err.code, ENODEV);
	cr_assert_str_eq(err.msg, "there is no PCI function 0000:00:09.0");
}

Test(vfio_open, another_version_is_refused)
{
	kernel.api_version = 1;
	cr_assert_not(vfio_fake_try_open());
	cr_assert_str_eq(err.msg, "the kernel's VFIO has version 1, barsh knows 0");
}

/* -- the failure table -- */

Test(vfio_open, each_failure_of_the_open_names_its_cause)
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
		  "as root: bind 0000:00:03.0 -user NAME, or chown NAME /dev/vfio/7" },
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
		cr_assert_not(vfio_fake_try_open(), "row %zu", i);
		cr_assert_str_eq(err.msg, rows[i].msg);
		cr_assert_str_eq(err.hint, rows[i].hint);
	}
}

Test(vfio_open, an_errno_without_a_row_names_its_step)
{
	kernel.fail_at = STEP_SET_TYPE;
	kernel.code = ENOMEM;
	cr_assert_not(vfio_fake_try_open());
	cr_assert_eq(err.code, ENOMEM);
	cr_assert_str_eq(err.msg, "giving group 7 an IOMMU domain failed: Cannot allocate memory");
}

Test(vfio_open, without_a_group_it_tells_whether_the_machine_has_any)
{
	fake_command("rm %s" EDU "/iommu_group");
	cr_assert_not(vfio_fake_try_open());
	cr_assert_eq(err.code, ENOENT);
	cr_assert_str_eq(err.msg, "0000:00:03.0 has no IOMMU group: the IOMMU does not cover it");
	cr_assert_str_eq(err.hint,
			 "switch VT-d or AMD-Vi on in the firmware and boot with "
			 "intel_iommu=on (doctor says which); sysfs:0000:00:03.0 works without");
	fake_command("rm -rf %s/sys/kernel/iommu_groups/7");
	cr_assert_not(vfio_fake_try_open());
	cr_assert_str_eq(err.msg, "0000:00:03.0 has no IOMMU group: no function of this machine "
				  "has one: the IOMMU is off");
}

Test(vfio_open, a_function_that_vfio_has_is_not_sent_to_bind)
{
	kernel.fail_at = STEP_OPEN_GROUP;
	kernel.code = ENOENT;
	cr_assert_not(vfio_fake_try_open());
	cr_assert_str_eq(err.msg, "/dev/vfio/7 does not exist, though vfio-pci has 0000:00:03.0: "
				  "/dev is not the machine's");
	kernel.fail_at = STEP_GET_DEVICE;
	kernel.code = ENODEV;
	cr_assert_not(vfio_fake_try_open());
	cr_assert_str_eq(err.msg, "0000:00:03.0 is being removed or unbound");
}

Test(vfio_open, a_function_on_another_driver_names_it)
{
	fake_command("rm -r %s" EDU "/vfio-dev");
	make_link(EDU "/driver", "../../../../bus/pci/drivers/snd_hda_intel");
	kernel.fail_at = STEP_OPEN_GROUP;
	kernel.code = ENOENT;
	cr_assert_not(vfio_fake_try_open());
	cr_assert_str_eq(err.msg, "/dev/vfio/7 does not exist: driver snd_hda_intel has "
				  "0000:00:03.0, not vfio-pci");
	cr_assert_str_eq(err.hint, "bind 0000:00:03.0");
	kernel.fail_at = STEP_GET_DEVICE;
	kernel.code = ENODEV;
	cr_assert_not(vfio_fake_try_open());
	cr_assert_str_eq(err.msg, "group 7 does not give 0000:00:03.0: driver snd_hda_intel has "
				  "0000:00:03.0, not vfio-pci");
}

Test(vfio_open, a_group_that_is_not_viable_names_the_sibling)
{
	make_folder(LPC);
	make_folder("/sys/kernel/iommu_groups/7/devices/0000:00:1f.0");
	make_link(LPC "/driver", "../../../../bus/pci/drivers/lpc_ich");
	kernel.not_viable = true;
	cr_assert_not(vfio_fake_try_open());
	cr_assert_eq(err.code, EPERM);
	cr_assert_str_eq(err.msg,
			 "IOMMU group 7 is not viable: it also holds 0000:00:1f.0 (lpc_ich)");
	cr_assert_str_eq(err.hint, "DMA of the one could reach the other: bind 0000:00:03.0 moves "
				   "the whole group");
	make_link(LPC "/driver", "../../../../bus/pci/drivers/pcieport");
	cr_assert_not(vfio_fake_try_open());
	cr_assert_str_eq(err.msg, "IOMMU group 7 is not viable: it also holds a function whose "
				  "driver does DMA");
}

Test(vfio_open, a_busy_group_names_the_process)
{
	kernel.fail_at = STEP_OPEN_GROUP;
	kernel.code = EBUSY;
	cr_assert_not(vfio_fake_try_open());
	cr_assert_str_eq(err.msg, "IOMMU group 7 is in use: another process, or a mapping of its "
				  "BARs that is left over, has it open");
	make_folder("/proc/4711/fd");
	make_file("/proc/4711/comm", "qemu-system-x86\n");
	make_link("/proc/4711/fd/5", "/dev/vfio/7");
	cr_assert_not(vfio_fake_try_open());
	cr_assert_str_eq(err.msg, "IOMMU group 7 is in use: process 4711 (qemu-system-x86) has it "
				  "open");
}

Test(vfio_open, what_runs_goes_on_after_the_close_where_the_kernel_cannot_reset)
{
	vfio_fake_open();
	cr_assert_not(dev->outlives_close);
	device_close(dev);
	dev = xcalloc(1, sizeof(*dev));
	kernel.no_reset = true;
	vfio_fake_open();
	cr_assert(dev->outlives_close);
}
