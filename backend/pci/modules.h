/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Kernel modules. The one user of libkmod. */
#ifndef BACKEND_PCI_MODULES_H
#define BACKEND_PCI_MODULES_H

#include <stdbool.h>

#include "backend/support/err.h"

/* Load a module and all that it needs, unless it is loaded or built in. ENOENT: the running kernel has
 * no such module; EPERM: not root. */
bool modules_load(const char *name, struct err *err);

/* Is it there to be loaded, loaded, or built in? Changes nothing. */
bool modules_exists(const char *name);

#endif
