/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <criterion/criterion.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/pci/functions.h"
#include "backend/support/mem.h"

static char root[] = "/tmp/barsh-sysfs-XXXXXX";
static struct function_list list;
static struct err err;

static void put(const char *bdf, const char *attribute, const char *text)
{
	autofree char *folder = xasprintf("%s/%s", root, bdf);
	autofree char *path = xasprintf("%s/%s", folder, attribute);
	FILE *file;

	mkdir(folder, 0700);
	file = fopen(path, "w");
	cr_assert_not_null(file);
	fputs(text, file);
	fclose(file);
}

static void put_link(const char *bdf, const char *attribute, const char *target)
{
	autofree char *path = xasprintf("%s/%s/%s", root, bdf, attribute);

	cr_assert_eq(symlink(target, path), 0);
}

static void setup(void)
{
	cr_assert_not_null(mkdtemp(root));
	put("0000:00:1f.3", "vendor", "0x8086\n");
	put("0000:00:1f.3", "device", "0xa0c8\n");
	put("0000:00:1f.3", "class", "0x040100\n");
	put("0000:00:1f.3", "revision", "0x20\n");
	put("0000:00:1f.3", "resource",
	    "0x0000006001110000 0x0000006001113fff 0x0000000000140204\n"
	    "0x0000000000000000 0x0000000000000000 0x0000000000000000\n"
	    "0x000000000000a400 0x000000000000a41f 0x0000000000040101\n");
	put_link("0000:00:1f.3", "driver", "../../../bus/pci/drivers/snd_hda_intel");
	put_link("0000:00:1f.3", "iommu_group", "../../../kernel/iommu_groups/11");
	put("0000:00:02.0", "vendor", "0x1234\n");
	put("10000:e0:06.0", "vendor", "0x8086\n");
}

static void teardown(void)
{
	autofree char *command = xasprintf("rm -rf %s", root);

	functions_finish(&list);
	cr_assert_eq(system(command), 0);
}

TestSuite(functions, .init = setup, .fini = teardown);

Test(functions, are_listed_in_order_of_address)
{
	put("not-a-function", "vendor", "0x8086\n");
	cr_assert(functions_list(root, &list, &err), "%s", err.msg);
	cr_assert_eq(list.count, 3);
	cr_assert_str_eq(list.items[0].bdf.text, "0000:00:02.0");
	cr_assert_str_eq(list.items[1].bdf.text, "0000:00:1f.3");
	cr_assert_str_eq(list.items[2].bdf.text, "10000:e0:06.0");
}

Test(functions, ids_driver_group_and_bars)
{
	struct bdf bdf;
	struct function f;

	cr_assert(bdf_parse("00:1f.3", &bdf, &err));
	cr_assert(functions_read(root, &bdf, &f, &err));
	cr_assert_eq(f.pci.vendor, 0x8086);
	cr_assert_eq(f.pci.device, 0xa0c8);
	cr_assert_eq(f.pci.class_code, 0x040100);
	cr_assert_eq(f.pci.revision, 0x20);
	cr_assert_str_eq(f.driver, "snd_hda_intel");
	cr_assert_eq(f.iommu_group, 11);
	cr_assert_eq(f.bars[0].start, 0x6001110000);
	cr_assert_eq(f.bars[0].size, 0x4000);
	cr_assert_not(f.bars[0].io_ports);
	cr_assert_eq(f.bars[1].size, 0);
	cr_assert_eq(f.bars[2].size, 32);
	cr_assert(f.bars[2].io_ports);
}

Test(functions, without_driver_and_group)
{
	struct bdf bdf;
	struct function f;

	cr_assert(bdf_parse("00:02.0", &bdf, &err));
	cr_assert(functions_read(root, &bdf, &f, &err));
	cr_assert_str_eq(f.driver, "");
	cr_assert_eq(f.iommu_group, -1);
	cr_assert_eq(f.bars[0].size, 0);
}

Test(functions, without_ids_it_is_not_known)
{
	cr_assert(functions_list(root, &list, &err), "%s", err.msg);
	cr_assert_str_eq(list.items[0].bdf.text, "0000:00:02.0");
	cr_assert_not(list.items[0].pci.known, "it has a vendor only");
	cr_assert(list.items[1].pci.known);
}

Test(functions, one_that_is_not_there)
{
	struct bdf bdf;
	struct function f;

	cr_assert(bdf_parse("00:03.0", &bdf, &err));
	cr_assert_not(functions_read(root, &bdf, &f, &err));
	cr_assert_eq(err.code, ENODEV);
}

Test(functions, no_pci_bus)
{
	cr_assert_not(functions_list("/nowhere", &list, &err));
	cr_assert_eq(err.code, ENODEV);
}
