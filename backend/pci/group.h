/* SPDX-License-Identifier: GPL-2.0-or-later */
/* IOMMU groups: the functions whose DMA the IOMMU cannot tell apart. VFIO gives out a group only while
 * it is viable: while no driver in it may do DMA of its own. Everything is read from sysfs; no function
 * is touched. root stands in front of /sys: "" but in tests. */
#ifndef BACKEND_PCI_GROUP_H
#define BACKEND_PCI_GROUP_H

#include <stdbool.h>
#include <stddef.h>

#include "backend/pci/bdf.h"
#include "backend/pci/functions.h"
#include "backend/support/err.h"

/* What a member means for its group (kernels since 5.19). */
enum group_effect {
	GROUP_UNBOUND,	/* no driver: harmless */
	GROUP_ON_VFIO,	/* on vfio-pci or a variant of it (they have DEV/vfio-dev/) */
	GROUP_HARMLESS, /* on pci-stub or pcieport, which declare that they do no DMA */
	GROUP_BLOCKS,	/* any other driver */
};

struct group_member {
	struct function function;
	bool bridge; /* header type 1 or 2: vfio-pci never takes it, and nobody asks it to */
	enum group_effect effect;
};

struct group {
	int number;
	char type[24]; /* of the kernel's own domain: DMA, DMA-FQ, identity; "" unknown */
	struct group_member *members; /* owned, in order of address */
	size_t count;
};

#define GROUP_INIT              \
	{                       \
		-1, "", NULL, 0 \
	}

/* The group of a function that exists. ENODEV with what to do: it has none. */
bool group_read(const char *root, const struct bdf *bdf, struct group *ret, struct err *err);
void group_finish(struct group *group);

bool group_is_viable(const struct group *group);

/* Is the function bound to vfio-pci or one of its variants? */
bool group_is_on_vfio(const char *root, const struct bdf *bdf);

/* Does this machine have any group, that is: does an IOMMU translate for anything? */
bool group_any(const char *root);

#endif
