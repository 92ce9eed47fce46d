/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a machine and a function lack for VFIO, and what to type about it. Reads only; of a function
 * nothing but its COMMAND register, and not even that while it is without power. */
#ifndef BACKEND_PCI_DOCTOR_H
#define BACKEND_PCI_DOCTOR_H

#include <stdbool.h>
#include <stddef.h>

#include "backend/pci/bdf.h"
#include "backend/support/strbuf.h"

enum finding_state {
	FINDING_OK,
	FINDING_NOTE,	 /* works, but worth knowing */
	FINDING_MISSING, /* attaching through VFIO fails because of it */
};

struct finding {
	const char *name; /* static: "iommu" */
	enum finding_state state;
	char *text; /* what was found */
	char *fix;  /* what to type or do; NULL: nothing */
};

struct diagnosis {
	struct finding *items; /* owned */
	size_t count;
};

#define DIAGNOSIS_INIT  \
	{               \
		NULL, 0 \
	}

struct doctor {
	const char *root; /* in front of /sys, /proc and /dev: "" but in tests */
	bool (*module_exists)(const char *name);
};

/* IOMMU, interrupt remapping, modules, nodes, memory limits, lockdown. */
void doctor_machine(const struct doctor *doctor, struct diagnosis *ret);

/* Its group, driver, siblings, node, bus mastering, power. The function exists. */
void doctor_function(const struct doctor *doctor, const struct bdf *bdf, struct diagnosis *ret);

void diagnosis_finish(struct diagnosis *diagnosis);
size_t diagnosis_missing(const struct diagnosis *diagnosis); /* how many */

/* For the doctors: fix may be NULL. Both texts are copied. */
void diagnosis_add(struct diagnosis *ret, const char *name, enum finding_state state,
		   const char *text, const char *fix);

#endif
