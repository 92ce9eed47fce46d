/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a function was before it was bound: one small text file for each, on disk before anything is
 * changed, so that another process can put it back. A file is complete or not there. */
#ifndef BACKEND_PCI_BINDSTATE_H
#define BACKEND_PCI_BINDSTATE_H

#include <stdbool.h>
#include <stddef.h>

#include "backend/pci/bdf.h"
#include "backend/support/err.h"
#include "backend/support/strlist.h"

struct bind_record {
	struct bdf bdf;
	struct bdf asked_for; /* the function for whose sake it was moved */
	int group;
	char boot[40];	   /* the kernel's boot id: after a restart there is nothing to restore */
	char driver[64];   /* "" none */
	char override[64]; /* driver_override; "" none */
	char power[16];	   /* power/control: "auto", "on"; "" unknown */
};

/* Where records are kept: /run/barsh when that can be written, else $XDG_STATE_HOME/barsh (or
 * ~/.local/state/barsh). The folder is made, for this user only. */
bool bindstate_folder(char *ret, size_t len, struct err *err);

/* One bind or restore at a time. Waits up to limit_ms; EBUSY: another one is still at work. Close *ret
 * to unlock; children inherit the lock. */
bool bindstate_lock(const char *folder, unsigned limit_ms, int *ret, struct err *err);

/* What sysfs says of the function now, and of this boot. root stands in front of /sys and /proc. */
void bindstate_observe(const char *root, const struct bdf *bdf, struct bind_record *ret);

/* On disk when it returns true. A record of this boot that is there already is
 * kept: it is the older truth. */
bool bindstate_save(const char *folder, const struct bind_record *record, struct err *err);

/* ENOENT: there is none. EBADMSG: it is damaged; then ret->bdf is set all the same. */
bool bindstate_load(const char *folder, const struct bdf *bdf, struct bind_record *ret,
		    struct err *err);

bool bindstate_forget(const char *folder, const struct bdf *bdf, struct err *err);

/* Add the addresses of all records. */
void bindstate_list(const char *folder, struct strlist *ret);

#endif
