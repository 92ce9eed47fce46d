/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PCI addresses: domain:bus:device.function, written as sysfs writes them (0000:00:1f.3). */
#ifndef BACKEND_PCI_BDF_H
#define BACKEND_PCI_BDF_H

#include <stdbool.h>

#include "backend/support/err.h"
#include "backend/support/strlist.h"

#define SYSFS_PCI "/sys/bus/pci/devices"

struct bdf {
	char text[16]; /* "0000:00:1f.3"; domains of more than 16 bits fit too */
};

/* "00:1f.3" or "0000:00:1f.3". EINVAL with the reason. */
bool bdf_parse(const char *text, struct bdf *ret, struct err *err);

/* Does text have the form of an address or of VENDOR:DEVICE? Nothing is looked up. */
bool bdf_looks_like(const char *text);

/* An address, or VENDOR:DEVICE when exactly one function of this machine has these ids. The function
 * must exist below sysfs (SYSFS_PCI; tests give a folder of their own). ENODEV: no such function. */
bool bdf_resolve(const char *sysfs, const char *text, struct bdf *ret, struct err *err);

/* Add the addresses of this machine's functions that begin with prefix (with or without the domain). */
void bdf_complete(const char *sysfs, const char *prefix, struct strlist *ret);

#endif
