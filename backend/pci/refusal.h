/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why vfio-pci did not take a function: the kernel says "probe failed with error -22" to its log, and
 * nothing to who asked. */
#ifndef BACKEND_PCI_REFUSAL_H
#define BACKEND_PCI_REFUSAL_H

#include "backend/pci/group.h"
#include "backend/support/err.h"

/* Fill *err with the reason that sysfs shows for the errno of a write to vfio-pci's bind file (0: the
 * write claimed success). root stands in front of /sys. Returns false. */
bool refusal_explain(const char *root, const struct group_member *member, int code,
		     struct err *err);

#endif
