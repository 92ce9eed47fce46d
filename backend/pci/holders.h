/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which processes have device nodes open, from /proc. Another user's process shows its descriptors to
 * root only. */
#ifndef BACKEND_PCI_HOLDERS_H
#define BACKEND_PCI_HOLDERS_H

#include <sys/types.h>

#include "backend/support/strlist.h"

/* found(ctx, node, pid, name) for each process and node (a path as in nodes); name is printable. */
void holders_find(const char *root, const struct strlist *nodes,
		  void (*found)(void *ctx, const char *node, pid_t pid, const char *name),
		  void *ctx);

#endif
