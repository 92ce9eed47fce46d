/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/pci/functions.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "backend/support/mem.h"
#include "backend/support/strbuf.h"

#define RESOURCE_IO 0x100 /* include/linux/ioport.h */

static FILE *open_attribute(const char *folder, const char *name)
{
	autofree char *path = xasprintf("%s/%s", folder, name);

	return fopen(path, "re");
}

/* "0x8086\n"; 0 when it is not there. */
static uint32_t read_hex(const char *folder, const char *name)
{
	FILE *file = open_attribute(folder, name);
	uint32_t value = 0;

	if (!file)
		return 0;
	if (fscanf(file, "%" SCNx32, &value) != 1)
		value = 0;
	fclose(file);
	return value;
}

/* Where the link leads: its last word, or "". */
static void read_link_name(const char *folder, const char *name, char *ret, size_t len)
{
	autofree char *path = xasprintf("%s/%s", folder, name);
	char target[512];
	ssize_t n = readlink(path, target, sizeof(target) - 1);
	const char *slash;

	ret[0] = '\0';
	if (n <= 0)
		return;
	target[n] = '\0';
	slash = strrchr(target, '/');
	snprintf(ret, len, "%s", slash ? slash + 1 : target);
}

static int read_group(const char *folder)
{
	char name[16];
	int group, end = 0;

	read_link_name(folder, "iommu_group", name, sizeof(name));
	if (sscanf(name, "%d%n", &group, &end) != 1 || name[end] || group < 0)
		return -1;
	return group;
}

static void read_bars(const char *folder, struct function_bar *bars)
{
	FILE *file = open_attribute(folder, "resource");
	uint64_t first, last, flags;

	for (size_t i = 0; file && i < FUNCTIONS_BARS; i++) {
		if (fscanf(file, "%" SCNx64 " %" SCNx64 " %" SCNx64, &first, &last, &flags) != 3)
			break;
		if (!flags || last <= first)
			continue;
		bars[i].start = first;
		bars[i].size = last - first + 1;
		bars[i].io_ports = flags & RESOURCE_IO;
	}
	if (file)
		fclose(file);
}

bool functions_read(const char *sysfs, const struct bdf *bdf, struct function *ret, struct err *err)
{
	autofree char *folder = xasprintf("%s/%s", sysfs, bdf->text);
	struct function f = { .bdf = *bdf };

	if (access(folder, F_OK))
		return err_set(err, ENODEV, "there is no PCI function %s", bdf->text);
	f.pci = (struct pci_id){
		.known = true,
		.vendor = (uint16_t)read_hex(folder, "vendor"),
		.device = (uint16_t)read_hex(folder, "device"),
		.subvendor = (uint16_t)read_hex(folder, "subsystem_vendor"),
		.subdevice = (uint16_t)read_hex(folder, "subsystem_device"),
		.class_code = read_hex(folder, "class") & 0xffffff,
		.revision = (uint8_t)read_hex(folder, "revision"),
	};
	read_link_name(folder, "driver", f.driver, sizeof(f.driver));
	f.iommu_group = read_group(folder);
	read_bars(folder, f.bars);
	*ret = f;
	return true;
}

static int by_address(const void *a, const void *b)
{
	const struct function *x = a, *y = b;
	size_t m = strlen(x->bdf.text), n = strlen(y->bdf.text);

	/* domains of more digits are larger ones */
	if (m != n)
		return m < n ? -1 : 1;
	return strcmp(x->bdf.text, y->bdf.text);
}

bool functions_list(const char *sysfs, struct function_list *ret, struct err *err)
{
	struct function_list list = FUNCTION_LIST_INIT;
	DIR *dir = opendir(sysfs);
	struct dirent *entry;

	if (!dir) {
		err_sys(err, ENODEV, "cannot list the PCI functions in %.150s", sysfs);
		return err_hint(err, "this machine or container shows no PCI bus");
	}
	while ((entry = readdir(dir))) {
		struct err ignored = ERR_INIT;
		struct bdf bdf;

		if (!bdf_parse(entry->d_name, &bdf, &ignored))
			continue;
		if (list.count % 64 == 0)
			list.items =
				xreallocarray(list.items, list.count + 64, sizeof(*list.items));
		if (functions_read(sysfs, &bdf, &list.items[list.count], &ignored))
			list.count++;
	}
	closedir(dir);
	if (list.count)
		qsort(list.items, list.count, sizeof(*list.items), by_address);
	*ret = list;
	return true;
}

void functions_finish(struct function_list *list)
{
	free(list->items);
	*list = (struct function_list)FUNCTION_LIST_INIT;
}
