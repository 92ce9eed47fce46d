/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Give a function to vfio-pci with all of its IOMMU group that stands in the way, and put everything
 * back. Plan, apply, verify: what a function was is recorded on disk before the first change, and what
 * the kernel says it did is checked by reading the driver link. Only driver_override is used, never
 * new_id: it would bind every function of the same ids. */
#ifndef BACKEND_PCI_BIND_H
#define BACKEND_PCI_BIND_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "backend/pci/bdf.h"
#include "backend/pci/group.h"
#include "backend/pci/inuse.h"
#include "backend/support/err.h"

/* The kernel, so that tests can play it, and the one who waits. */
struct bind_sys {
	const char *root;   /* in front of /sys, /proc and /dev: "" but in tests */
	const char *folder; /* for the records: bindstate_folder */
	/* Write text to a file: 0 or an errno. Runs in a child process, for it may block. NULL: write. */
	int (*write)(const char *path, const char *text);
	bool (*load_module)(const char *name, struct err *err);
	unsigned limit_ms; /* for each write */
	/* Somebody waits: text says for what. false: give up. */
	bool (*waiting)(void *ctx, const char *text);
	void *ctx;
};

enum bind_action { BIND_STAYS, BIND_LOSES_DRIVER, BIND_TO_VFIO };

struct bind_step {
	struct group_member member;
	enum bind_action action;
	const char *why;  /* static text */
	struct inuse use; /* looked up for members that are to move */
};

struct bind_plan {
	int group;
	struct bind_step *steps; /* owned, in order of address */
	size_t count;
	size_t asked; /* which step the plan is about */
};

/* What binding bdf means; changes nothing. ENODEV: no IOMMU group. ENOTSUP: vfio-pci never takes it
 * (a bridge). */
bool bind_plan_make(const char *root, const struct bdf *bdf, struct bind_plan *ret,
		    struct err *err);
void bind_plan_finish(struct bind_plan *plan);
bool bind_plan_is_empty(const struct bind_plan *plan); /* nothing has to move */

/* May it be done? EBUSY with the evidence when a member that would move is in use, unless forced.
 * What this very process has open is never taken, forced or not. */
bool bind_plan_check(const struct bind_plan *plan, bool force, struct err *err);

/* Do it. On failure everything is as before (the message says when that did not work). */
bool bind_apply(const struct bind_sys *sys, const struct bind_plan *plan, struct err *err);

/* Let that user open the group: its node is given to them. ENOENT: no such node. */
bool bind_give_group(const char *root, int group, uid_t uid, struct err *err);

struct restored {
	struct bdf bdf;
	bool done;
	char text[160]; /* what was restored: "snd_hda_intel has it again" */
	struct err err; /* when not done */
};

struct restored_list {
	struct restored *items; /* owned */
	size_t count;
};

#define RESTORED_LIST_INIT \
	{                  \
		NULL, 0    \
	}

/* Put back what records say: all of them, or with only set those of that function and of its group. May
 * be repeated, and follows a bind that was killed anywhere. With dry_run it tells what it would do.
 * false when nothing could be tried; what became of each function is in ret. */
bool bind_restore(const struct bind_sys *sys, const struct bdf *only, bool dry_run,
		  struct restored_list *ret, struct err *err);
void restored_finish(struct restored_list *list);

#endif
