/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by bind.c and restore.c. */
#ifndef BACKEND_PCI_BIND_INTERNAL_H
#define BACKEND_PCI_BIND_INTERNAL_H

#include "backend/pci/bind.h"
#include "backend/pci/bindstate.h"

/* Write text to ROOT/sys/bus/pci/PATH..., waiting as sys says; doing names it for who waits. 0 or an
 * errno, ETIMEDOUT and EINTR included. */
int bind_write(const struct bind_sys *sys, const char *doing, const char *text, const char *fmt,
	       ...) __attribute__((format(printf, 4, 5)));

/* Take the driver away from a function. ETIMEDOUT: the kernel is still at it, and may yet succeed. */
bool bind_release(const struct bind_sys *sys, const struct bdf *bdf, struct err *err);

/* Its driver's name, or "". */
char *bind_driver_of(const struct bind_sys *sys, const struct bdf *bdf, char *ret, size_t len);

/* One function back to its record, which is then removed. Call it with the lock held. */
bool bind_restore_one(const struct bind_sys *sys, const struct bind_record *record, char *text,
		      size_t len, struct err *err);

enum { BIND_LOCK_MS = 10000 };

#endif
