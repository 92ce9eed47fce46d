/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/pci/functions.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "backend/support/mem.h"
#include "backend/support/strbuf.h"
#include "backend/support/sysfile.h"

#define RESOURCE_IO 0x100 /* include/linux/ioport.h */

/* "0x8086" */
static bool read_hex(const char *folder, const char *name, uint32_t *ret)
{
	char text[24];

	return sysfile_read(text, sizeof(text), "%s/%s", folder, name) &&
	       sscanf(text, "%" SCNx32, ret) == 1;
}

/* Not known: the function is on its way out. */
static void read_id(const char *folder, struct pci_id *ret)
{
	uint32_t vendor = 0, device = 0, class_code = 0, subvendor = 0, subdevice = 0, revision = 0;
	bool known = read_hex(folder, "vendor", &vendor);

	known &= read_hex(folder, "device", &device);
	known &= read_hex(folder, "class", &class_code);
	read_hex(folder, "subsystem_vendor", &subvendor);
	read_hex(folder, "subsystem_device", &subdevice);
	read_hex(folder, "revision", &revision);
	*ret = (struct pci_id){
		.known = known,
		.vendor = (uint16_t)vendor,
		.device = (uint16_t)device,
		.subvendor = (uint16_t)subvendor,
		.subdevice = (uint16_t)subdevice,
		.class_code = class_code & 0xffffff,
		.revision = (uint8_t)revision,
	};
}

static int read_group(const char *folder)
{
	char name[16];
	int group, end = 0;

	if (!sysfile_link(name, sizeof(name), "%s/iommu_group", folder) ||
	    sscanf(name, "%d%n", &group, &end) != 1 || name[end] || group < 0)
		return -1;
	return group;
}

/* One line a resource: first address, last address, flags. */
static void read_bars(const char *folder, struct function_bar *bars)
{
	autostrbuf text = STRBUF_INIT;
	uint64_t first, last, flags;
	const char *at;
	int used;

	if (!sysfile_read_all(&text, "%s/resource", folder))
		return;
	at = strbuf_text(&text);
	for (size_t i = 0; i < FUNCTIONS_BARS; i++, at += used) {
		if (sscanf(at, "%" SCNx64 " %" SCNx64 " %" SCNx64 "%n", &first, &last, &flags,
			   &used) != 3)
			break;
		if (!flags || last <= first)
			continue;
		bars[i].start = first;
		bars[i].size = last - first + 1;
		bars[i].io_ports = flags & RESOURCE_IO;
	}
}

bool functions_read(const char *sysfs, const struct bdf *bdf, struct function *ret, struct err *err)
{
	autofree char *folder = xasprintf("%s/%s", sysfs, bdf->text);
	struct function f = { .bdf = *bdf };

	if (!sysfile_exists("%s", folder))
		return err_set(err, ENODEV, "there is no PCI function %s", bdf->text);
	read_id(folder, &f.pci);
	sysfile_link(f.driver, sizeof(f.driver), "%s/driver", folder);
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
