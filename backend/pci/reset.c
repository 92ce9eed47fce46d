/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/pci/reset.h"

#include <errno.h>
#include <string.h>

struct header {
	bool known;
	uint32_t dwords[PCI_RESET_HEADER_DWORDS];
};

/* These reads are ours, not the user's. */
static void read_header(struct device *dev, struct header *ret)
{
	struct region *config = device_find_region(dev, "config");
	void (*observer)(void *, struct device *, const struct access *) = dev->observer;
	struct err ignored;
	uint64_t value;

	dev->observer = NULL;
	ret->known = config != NULL;
	for (unsigned i = 0; ret->known && i < PCI_RESET_HEADER_DWORDS; i++) {
		ret->known = device_read(dev, config, i * 4, 32, &value, &ignored);
		ret->dwords[i] = (uint32_t)value;
	}
	dev->observer = observer;
}

static void note_changes(const struct header *before, const struct header *after,
			 struct pci_reset_report *ret)
{
	for (unsigned i = 0; before->known && after->known && i < PCI_RESET_HEADER_DWORDS; i++)
		if (before->dwords[i] != after->dwords[i])
			ret->changes[ret->change_count++] =
				(struct pci_reset_change){ i * 4, before->dwords[i],
							   after->dwords[i] };
}

/* Vendor and device are emulated for some functions: COMMAND and STATUS are not. */
static bool is_dead(const struct header *header)
{
	return header->known && header->dwords[1] == UINT32_MAX;
}

bool pci_reset(struct device *dev, const char *method, struct pci_reset_report *ret,
	       struct err *err)
{
	struct pci_reset_report report = { .hit = STRLIST_INIT };
	struct header before, after;
	struct err ignored;
	uint64_t start;

	read_header(dev, &before);
	start = device_now_ns(dev);
	if (!device_reset(dev, method, &report.method, err))
		return false;
	report.took_ns = device_now_ns(dev) - start;
	read_header(dev, &after);
	if (is_dead(&after)) {
		err_set(err, EIO, "%s does not answer after the %s reset", dev->title,
			report.method);
		return err_hint(err, "reset -method bus, else power-cycle the machine");
	}
	note_changes(&before, &after, &report);
	if (!strcmp(report.method, "bus"))
		device_reset_scope(dev, &report.hit, &ignored);
	*ret = report;
	return true;
}

void pci_reset_report_finish(struct pci_reset_report *report)
{
	strlist_finish(&report->hit);
}
