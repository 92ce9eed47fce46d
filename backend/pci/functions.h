/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The PCI functions of this machine, as sysfs has them. Nothing is opened but attributes: no register
 * is read. */
#ifndef BACKEND_PCI_FUNCTIONS_H
#define BACKEND_PCI_FUNCTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/device.h"
#include "backend/pci/bdf.h"
#include "backend/support/err.h"

#define FUNCTIONS_BARS 7 /* bar0..bar5, and the ROM */

struct function_bar {
	uint64_t start;
	uint64_t size; /* 0: there is none */
	bool io_ports;
};

struct function {
	struct bdf bdf;
	struct pci_id pci;
	char driver[32]; /* "" when none is bound */
	int iommu_group; /* -1: it has none */
	struct function_bar bars[FUNCTIONS_BARS];
};

struct function_list {
	struct function *items; /* owned, in order of address */
	size_t count;
};

#define FUNCTION_LIST_INIT \
	{                  \
		NULL, 0    \
	}

/* Read the folder sysfs (SYSFS_PCI; tests give a captured one). A function that disappears meanwhile,
 * or lacks an attribute, is listed with what is known of it. ENODEV: the machine has no PCI. */
bool functions_list(const char *sysfs, struct function_list *ret, struct err *err);
void functions_finish(struct function_list *list);

/* One function. ENODEV: it is not there. */
bool functions_read(const char *sysfs, const struct bdf *bdf, struct function *ret,
		    struct err *err);

#endif
