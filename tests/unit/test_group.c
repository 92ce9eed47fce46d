/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <criterion/criterion.h>

#include <errno.h>
#include <string.h>

#include "backend/pci/group.h"
#include "tests/unit/pcitree.h"

static const char *root;
static struct group group;
static struct err err;

static void setup(void)
{
	root = pcitree_make();
	pcitree_function("0000:00:1c.0", "0x060400\n", "pcieport", 4);
	pcitree_put("1\n", "sys/bus/pci/devices/0000:00:1c.0/secondary_bus_number");
	pcitree_function("0000:01:00.0", "0x020000\n", "vfio-pci", 4);
	pcitree_function("0000:01:00.1", "0x020000\n", "", 4);
	pcitree_function("0000:01:00.2", "0x020000\n", "pci-stub", 4);
}

static void teardown(void)
{
	group_finish(&group);
	pcitree_remove();
}

TestSuite(group, .init = setup, .fini = teardown);

static bool read_group_of(const char *text)
{
	struct bdf bdf;

	return bdf_parse(text, &bdf, &err) && group_read(root, &bdf, &group, &err);
}

Test(group, members_in_order_with_what_they_mean)
{
	cr_assert(read_group_of("01:00.0"), "%s", err.msg);
	cr_expect_eq(group.number, 4);
	cr_expect_str_eq(group.type, "DMA");
	cr_assert_eq(group.count, 4);
	cr_expect_str_eq(group.members[0].function.bdf.text, "0000:00:1c.0");
	cr_expect(group.members[0].bridge);
	cr_expect_eq(group.members[0].effect, GROUP_HARMLESS);
	cr_expect_not(group.members[1].bridge);
	cr_expect_eq(group.members[1].effect, GROUP_ON_VFIO);
	cr_expect_eq(group.members[2].effect, GROUP_UNBOUND);
	cr_expect_eq(group.members[3].effect, GROUP_HARMLESS);
	cr_expect(group_is_viable(&group));
}

/* A driver that never does DMA blocks all the same. */
Test(group, any_other_driver_blocks)
{
	pcitree_function("0000:01:00.3", "0x020000\n", "uio_pci_generic", 4);
	cr_assert(read_group_of("01:00.0"), "%s", err.msg);
	cr_expect_eq(group.members[4].effect, GROUP_BLOCKS);
	cr_expect_not(group_is_viable(&group));
}

/* Variants of vfio-pci have names of their own. */
Test(group, variant_drivers_are_vfio)
{
	pcitree_function("0000:01:00.3", "0x020000\n", "mlx5_vfio_pci", 4);
	pcitree_put("", "sys/bus/pci/devices/0000:01:00.3/vfio-dev/vfio1/dev");
	cr_assert(read_group_of("01:00.0"), "%s", err.msg);
	cr_expect_eq(group.members[4].effect, GROUP_ON_VFIO);
}

Test(group, names_that_are_no_functions_are_passed_over)
{
	pcitree_put("", "sys/kernel/iommu_groups/4/devices/INT3515:00");
	pcitree_put("", "sys/kernel/iommu_groups/4/devices/0000:01:00.7");
	cr_assert(read_group_of("01:00.0"), "%s", err.msg);
	cr_expect_eq(group.count, 4);
}

Test(group, function_outside_of_the_iommu)
{
	pcitree_function("0000:00:02.0", "0x030000\n", "", -1);
	cr_assert_not(read_group_of("00:02.0"));
	cr_expect_eq(err.code, ENODEV);
	cr_expect(strstr(err.msg, "does not cover it"), "%s", err.msg);
}

Test(group, machine_without_iommu)
{
	pcitree_function("0000:00:02.0", "0x030000\n", "", -1);
	pcitree_drop("sys/kernel/iommu_groups");
	cr_assert_not(read_group_of("00:02.0"));
	cr_expect(strstr(err.msg, "IOMMU of this machine is off"), "%s", err.msg);
}

Test(group, function_that_is_not_there)
{
	cr_assert_not(read_group_of("00:07.0"));
	cr_expect_eq(err.code, ENODEV);
}
