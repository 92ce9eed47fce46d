/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reset a function, and say what it did: by which method, in what time, what else was hit, and what of
 * the configuration header is not as before. */
#ifndef BACKEND_PCI_RESET_H
#define BACKEND_PCI_RESET_H

#include <stdbool.h>
#include <stdint.h>

#include "backend/device.h"
#include "backend/support/err.h"
#include "backend/support/strlist.h"

enum { PCI_RESET_HEADER_DWORDS = 16 };

struct pci_reset_change {
	unsigned offset; /* in config space */
	uint32_t before, after;
};

struct pci_reset_report {
	const char *method; /* static text: "flr", "bus" ... */
	uint64_t took_ns;   /* on the device's clock */
	struct strlist hit; /* after a bus reset: the functions that were reset, this one too */
	unsigned change_count;
	struct pci_reset_change changes[PCI_RESET_HEADER_DWORDS];
};

/* method: "auto", "flr", "pm" or "bus". Reads the 16 dwords of the header before and after. The caller
 * finishes *ret after success. Errors are those of device_reset; a function that does not answer after
 * it is EIO. */
bool pci_reset(struct device *dev, const char *method, struct pci_reset_report *ret,
	       struct err *err);
void pci_reset_report_finish(struct pci_reset_report *report);

#endif
