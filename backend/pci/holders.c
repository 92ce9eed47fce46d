/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/pci/holders.h"

#include <ctype.h>
#include <stdlib.h>
#include <unistd.h>

#include "backend/support/mem.h"
#include "backend/support/strbuf.h"
#include "backend/support/sysfile.h"

/* The nodes that the process has open, each once. */
static void open_nodes(const char *root, const char *pid, const struct strlist *nodes,
		       struct strlist *ret)
{
	autostrlist fds = STRLIST_INIT;

	sysfile_list(&fds, "%s/proc/%s/fd", root, pid);
	for (size_t i = 0; i < fds.count; i++) {
		autofree char *path = xasprintf("%s/proc/%s/fd/%s", root, pid, fds.items[i]);
		char target[256];
		ssize_t n = readlink(path, target, sizeof(target) - 1);

		target[n > 0 ? n : 0] = '\0';
		if (strlist_has(nodes, target))
			strlist_add(ret, target);
	}
	strlist_sort_unique(ret);
}

void holders_find(const char *root, const struct strlist *nodes,
		  void (*found)(void *ctx, const char *node, pid_t pid, const char *name),
		  void *ctx)
{
	autostrlist pids = STRLIST_INIT;

	if (!nodes->count)
		return;
	sysfile_list(&pids, "%s/proc", root);
	for (size_t i = 0; i < pids.count; i++) {
		autostrlist open = STRLIST_INIT;
		autostrbuf name = STRBUF_INIT;
		char comm[32];

		if (!isdigit((unsigned char)pids.items[i][0]))
			continue;
		open_nodes(root, pids.items[i], nodes, &open);
		if (!open.count)
			continue;
		sysfile_read(comm, sizeof(comm), "%s/proc/%s/comm", root, pids.items[i]);
		strbuf_add_printable(&name, comm, sizeof(comm));
		for (size_t n = 0; n < open.count; n++)
			found(ctx, open.items[n], (pid_t)strtol(pids.items[i], NULL, 10),
			      strbuf_text(&name));
	}
}
