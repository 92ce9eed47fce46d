/* SPDX-License-Identifier: GPL-2.0-or-later */
/* barsh --serve SOCKET sim:NAME */
#ifndef REPL_SERVE_H
#define REPL_SERVE_H

#include <stdbool.h>
#include <stddef.h>

struct serve_options {
	const char *socket_path;
	const char *spec;	   /* NULL: none was given */
	const char *const *faults; /* to switch on, fault_count of them */
	size_t fault_count;
	bool quiet, verbose;
};

/* Offer the simulated device until its client closes or a signal ends it. Returns the exit status:
 * 0 the client closed, 1 it broke the protocol, 2 no such device or fault, 3 no socket there, 130
 * interrupted. */
int serve_device(const struct serve_options *options);

#endif
