/* SPDX-License-Identifier: GPL-2.0-or-later */
/* devices: what this machine has that can be attached to. */
#include "commands/command.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "backend/pci/functions.h"
#include "backend/pci/ids.h"
#include "backend/support/num.h"
#include "commands/args.h"
#include "commands/session.h"

static void add_bars(const struct function *f, struct strbuf *human, struct value *detail)
{
	struct value *bars = value_list();

	for (unsigned i = 0; i < 6; i++) {
		struct value *bar;
		char size[32];

		if (!f->bars[i].size)
			continue;
		num_format_size(f->bars[i].size, size, sizeof(size));
		strbuf_addf(human, "%sbar%u %s%s", bars->count ? ", " : "\n    ", i, size,
			    f->bars[i].io_ports ? " ports" : "");
		bar = value_map();
		value_set_uint(bar, "bar", i, 0);
		value_set_uint(bar, "size", f->bars[i].size, 0);
		value_set_bool(bar, "io_ports", f->bars[i].io_ports);
		value_add(bars, bar);
	}
	value_set(detail, "bars", bars);
}

static struct value *describe(struct ids *ids, const struct function *f, struct strbuf *human)
{
	char name[IDS_NAME_SIZE], class_name[IDS_NAME_SIZE];
	struct value *detail = value_map();

	ids_device_name(ids, f->pci.vendor, f->pci.device, name, sizeof(name));
	ids_class_name(ids, f->pci.class_code >> 8, class_name, sizeof(class_name));
	strbuf_addf(human, ST_NAME "%s" ST_OFF "  ", f->bdf.text);
	if (f->pci.known)
		strbuf_addf(human, "%04x:%04x  %s: %s", f->pci.vendor, f->pci.device, class_name,
			    name);
	else
		strbuf_adds(human, "its ids cannot be read");
	strbuf_addf(human, "\n    driver %s", f->driver[0] ? f->driver : "none");
	if (f->iommu_group >= 0)
		strbuf_addf(human, ", IOMMU group %d", f->iommu_group);
	else
		strbuf_adds(human, ", no IOMMU group");
	value_set_text(detail, "bdf", f->bdf.text);
	value_set_uint(detail, "vendor", f->pci.vendor, 16);
	value_set_uint(detail, "device", f->pci.device, 16);
	value_set_uint(detail, "class", f->pci.class_code, 24);
	value_set_text(detail, "class_name", class_name);
	value_set_text(detail, "name", name);
	value_set_text(detail, "driver", f->driver);
	value_set(detail, "iommu_group",
		  f->iommu_group >= 0 ? value_uint((uint64_t)f->iommu_group, 0) : value_none());
	add_bars(f, human, detail);
	strbuf_addc(human, '\n');
	return detail;
}

/* Is the filter part of the address, the ids, the driver or the names? The text has them all. */
static bool matches(const char *text, const char *filter)
{
	return !filter || strcasestr(text, filter);
}

static bool run_devices(struct session *s, const struct args *a, struct value **ret,
			struct err *err)
{
	const char *filter = args_word(a, "FILTER");
	struct function_list list = FUNCTION_LIST_INIT;
	struct value *names, *details;
	autostrbuf human = STRBUF_INIT;
	struct ids *ids;

	if (!functions_list(SYSFS_PCI, &list, err))
		return false;
	ids = ids_create(NULL);
	names = value_list();
	details = value_list();
	for (size_t i = 0; i < list.count; i++) {
		autostrbuf one = STRBUF_INIT;
		struct value *detail = describe(ids, &list.items[i], &one);

		if (!matches(strbuf_text(&one), filter)) {
			value_destroy(detail);
			continue;
		}
		strbuf_adds(&human, strbuf_text(&one));
		value_add(names, value_text(list.items[i].bdf.text));
		value_add(details, detail);
	}
	if (!names->count)
		strbuf_addf(&human, "no function%s%s", filter ? " matches " : "s here",
			    filter ? filter : "");
	if (ids_trouble(ids)[0])
		session_notef(s, "no names, only numbers: %s", ids_trouble(ids));
	ids_destroy(ids);
	functions_finish(&list);
	*ret = value_with_detail(value_with_human(names, &human), details);
	return true;
}

const struct command cmd_devices = {
	.name = "devices",
	.family = "devices",
	.summary = "list the PCI functions of this machine",
	.details =
		"With names, driver, IOMMU group and BARs, from sysfs: no device is touched. 'sim "
		"list' has the simulated ones.",
	.example = "devices",
	.args = { { "FILTER", ARG_WORD, ARG_OPTIONAL,
		    "part of an address, id, name, class or driver" } },
	.flags = CMD_READINESS,
	.run = run_devices,
};
