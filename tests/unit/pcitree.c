/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/pcitree.h"

#include <criterion/criterion.h>

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/support/childwrite.h"
#include "backend/support/mem.h"
#include "backend/support/sysfile.h"

static char root[64];

const char *pcitree_make(void)
{
	snprintf(root, sizeof(root), "/tmp/barsh-tree-XXXXXX");
	cr_assert_not_null(mkdtemp(root));
	pcitree_put("", "sys/bus/pci/drivers_probe");
	pcitree_put("", "sys/bus/pci/drivers/vfio-pci/bind");
	pcitree_put("", "sys/module/vfio_iommu_type1/version");
	pcitree_put("11111111-2222-3333-4444-555555555555\n", "proc/sys/kernel/random/boot_id");
	return root;
}

static void remove_all(const char *path)
{
	autofree char *command = xasprintf("rm -rf '%s'", path);

	cr_assert_eq(system(command), 0);
}

void pcitree_remove(void)
{
	remove_all(root);
}

__attribute__((format(printf, 1, 0))) static char *below(const char *fmt, va_list ap)
{
	autofree char *path = xvasprintf(fmt, ap);

	return xasprintf("%s/%s", root, path);
}

static void make_parents(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(path, 0700);
		*slash = '/';
	}
}

void pcitree_put(const char *text, const char *fmt, ...)
{
	autofree char *path = NULL;
	va_list ap;
	FILE *file;

	va_start(ap, fmt);
	path = below(fmt, ap);
	va_end(ap);
	make_parents(path);
	file = fopen(path, "w");
	cr_assert_not_null(file, "%s", path);
	fputs(text, file);
	fclose(file);
}

void pcitree_link(const char *target, const char *fmt, ...)
{
	autofree char *path = NULL;
	va_list ap;

	va_start(ap, fmt);
	path = below(fmt, ap);
	va_end(ap);
	make_parents(path);
	cr_assert_eq(symlink(target, path), 0, "%s", path);
}

void pcitree_drop(const char *fmt, ...)
{
	autofree char *path = NULL;
	va_list ap;

	va_start(ap, fmt);
	path = below(fmt, ap);
	va_end(ap);
	remove_all(path);
}

static void attach_driver(const char *bdf, const char *driver)
{
	pcitree_put("", "sys/bus/pci/drivers/%s/bind", driver);
	pcitree_put("", "sys/bus/pci/drivers/%s/unbind", driver);
	{
		autofree char *target = xasprintf("%s/sys/bus/pci/drivers/%s", root, driver);

		pcitree_link(target, "sys/bus/pci/devices/%s/driver", bdf);
	}
	if (!strcmp(driver, "vfio-pci"))
		pcitree_put("", "sys/bus/pci/devices/%s/vfio-dev/vfio0/dev", bdf);
}

void pcitree_function(const char *bdf, const char *class, const char *driver, int group)
{
	pcitree_put("0x8086\n", "sys/bus/pci/devices/%s/vendor", bdf);
	pcitree_put(class, "sys/bus/pci/devices/%s/class", bdf);
	pcitree_put("(null)\n", "sys/bus/pci/devices/%s/driver_override", bdf);
	pcitree_put("on\n", "sys/bus/pci/devices/%s/power/control", bdf);
	pcitree_put(driver, "sys/bus/pci/devices/%s/native", bdf);
	if (driver[0])
		attach_driver(bdf, driver);
	if (group >= 0) {
		autofree char *target = xasprintf("../../../kernel/iommu_groups/%d", group);

		pcitree_link(target, "sys/bus/pci/devices/%s/iommu_group", bdf);
		pcitree_put("", "sys/kernel/iommu_groups/%d/devices/%s", group, bdf);
		pcitree_put("DMA\n", "sys/kernel/iommu_groups/%d/type", group);
	}
}

const char *pcitree_driver(const char *bdf)
{
	static char driver[64];

	sysfile_link(driver, sizeof(driver), "%s/sys/bus/pci/devices/%s/driver", root, bdf);
	return driver;
}

/* -- the kernel -- */

static int unbind(const char *bdf)
{
	if (sysfile_exists("%s/sys/bus/pci/devices/%s/stuck", root, bdf)) {
		sleep(2);
		return EBUSY;
	}
	pcitree_drop("sys/bus/pci/devices/%s/driver", bdf);
	pcitree_drop("sys/bus/pci/devices/%s/vfio-dev", bdf);
	return 0;
}

static int probe(const char *bdf)
{
	char override[64], native[64], refuse[16];

	sysfile_read(override, sizeof(override), "%s/sys/bus/pci/devices/%s/driver_override", root,
		     bdf);
	sysfile_read(native, sizeof(native), "%s/sys/bus/pci/devices/%s/native", root, bdf);
	if (override[0] && strcmp(override, "(null)") != 0)
		snprintf(native, sizeof(native), "%s", override);
	if (!strcmp(native, "vfio-pci") &&
	    sysfile_read(refuse, sizeof(refuse), "%s/sys/bus/pci/devices/%s/refuse", root, bdf))
		return atoi(refuse);
	if (native[0])
		attach_driver(bdf, native);
	return native[0] ? 0 : ENODEV;
}

static bool ends_with(const char *text, const char *end)
{
	size_t m = strlen(text), n = strlen(end);

	return m >= n && !strcmp(text + m - n, end);
}

int pcitree_write(const char *path, const char *text)
{
	if (!sysfile_exists("%s", path))
		return ENOENT;
	if (ends_with(path, "/unbind"))
		return unbind(text);
	if (ends_with(path, "/bind"))
		return pcitree_driver(text)[0] ? EBUSY : probe(text);
	if (ends_with(path, "/drivers_probe")) {
		if (!pcitree_driver(text)[0])
			probe(text);
		return 0;
	}
	if (truncate(path, 0) < 0)
		return errno;
	return childwrite_file(path, strcmp(text, "\n") != 0 ? text : "(null)\n");
}
