/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PCI functions of this machine as a person names them: 00:1f.3, 8086:a0c8, or a device spec
 * (vfio:00:1f.3, sysfs:00:1f.3). */
#ifndef COMMANDS_FUNCTIONSPEC_H
#define COMMANDS_FUNCTIONSPEC_H

#include <stdbool.h>

#include "backend/pci/bdf.h"
#include "backend/support/err.h"
#include "backend/support/strlist.h"

struct session;

/* A function that exists. EINVAL: no function is meant; ENODEV: it is not there. */
bool functionspec_find(const char *spec, struct bdf *ret, struct err *err);

/* As functionspec_find, but an address may be of a function that is gone. */
bool functionspec_parse(const char *spec, struct bdf *ret, struct err *err);

void functionspec_complete(struct session *s, const char *prefix, struct strlist *ret);

#endif
