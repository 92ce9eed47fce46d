/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Is somebody using a function? Evidence from sysfs and procfs, one phrase each. None of the checks is
 * complete (a database on a raw disk is seen only by the process that has it open), so a function
 * without evidence is not proven idle. */
#ifndef BACKEND_PCI_INUSE_H
#define BACKEND_PCI_INUSE_H

#include <stdbool.h>

#include "backend/pci/functions.h"
#include "backend/support/strlist.h"

struct inuse {
	struct strlist reasons; /* taking the function away would hurt: "sda1 is mounted on /" */
	struct strlist notes;	/* worth knowing, no obstacle: "carries iTCO_wdt (watchdog)" */
	bool by_us;		/* this process has its VFIO group open: it must not unbind it */
};

#define INUSE_INIT                                \
	{                                         \
		STRLIST_INIT, STRLIST_INIT, false \
	}

/* root stands in front of /sys, /proc and /dev: "" but in tests. Opens whole disks for a moment, for
 * reading, to see whether the kernel gives them away. */
void inuse_find(const char *root, const struct function *f, struct inuse *ret);
void inuse_finish(struct inuse *use);

#endif
