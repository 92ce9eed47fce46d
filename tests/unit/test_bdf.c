/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Functions by address and by ids, on a made machine. */
#include <criterion/criterion.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "backend/pci/bdf.h"
#include "tests/unit/pcitree.h"

static char folder[128];
static struct err err;
static struct bdf bdf;

static void put_ids(const char *address, const char *device)
{
	pcitree_function(address, "0x040300\n", "", -1);
	pcitree_put(device, "sys/bus/pci/devices/%s/device", address);
}

static void setup(void)
{
	snprintf(folder, sizeof(folder), "%s" SYSFS_PCI, pcitree_make());
	put_ids("0000:00:1f.3", "0xa0c8\n");
	put_ids("0000:04:00.1", "0x1234\n");
	put_ids("0000:04:00.0", "0x1234\n");
}

TestSuite(bdf, .init = setup, .fini = pcitree_remove);

Test(bdf, the_domain_may_be_left_out)
{
	cr_assert(bdf_resolve(folder, "00:1f.3", &bdf, &err), "%s", err.msg);
	cr_expect_str_eq(bdf.text, "0000:00:1f.3");
}

Test(bdf, ids_name_the_only_function_that_has_them)
{
	cr_assert(bdf_resolve(folder, "8086:a0c8", &bdf, &err), "%s", err.msg);
	cr_expect_str_eq(bdf.text, "0000:00:1f.3");
}

Test(bdf, ids_that_nothing_has)
{
	cr_assert_not(bdf_resolve(folder, "8086:a0c9", &bdf, &err));
	cr_expect_eq(err.code, ENODEV);
	cr_expect_str_eq(err.msg, "no PCI function of this machine is 8086:a0c9");
}

Test(bdf, ids_of_several_functions_name_none)
{
	cr_assert_not(bdf_resolve(folder, "8086:1234", &bdf, &err));
	cr_expect_eq(err.code, EINVAL);
	cr_expect_str_eq(err.msg, "2 functions of this machine are 8086:1234");
	cr_expect_str_eq(err.hint, "name one by its address; the first is 0000:04:00.0");
}

Test(bdf, an_address_where_nothing_is)
{
	cr_assert_not(bdf_resolve(folder, "00:1f.4", &bdf, &err));
	cr_expect_eq(err.code, ENODEV);
	cr_expect_str_eq(err.msg, "there is no PCI function 0000:00:1f.4");
}

Test(bdf, a_machine_without_pci)
{
	cr_assert_not(bdf_resolve("/nowhere", "8086:a0c8", &bdf, &err));
	cr_expect_eq(err.code, ENODEV);
}

Test(bdf, completion_knows_the_short_form)
{
	struct strlist list = STRLIST_INIT;

	bdf_complete(folder, "04:", &list);
	bdf_complete(folder, "0000:00:1", &list);
	strlist_sort_unique(&list);
	cr_assert_eq(list.count, 3);
	cr_expect_str_eq(list.items[0], "0000:00:1f.3");
	cr_expect_str_eq(list.items[1], "04:00.0");
	cr_expect_str_eq(list.items[2], "04:00.1");
	strlist_finish(&list);
}
