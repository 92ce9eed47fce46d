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
	const char *trace; /* a new file for all that the client does; NULL: none */
	bool quiet, verbose;
};

/* Offer the simulated device until its client closes or a signal ends it. Returns the exit status:
 * 0 the client closed, 1 it broke the protocol or the trace was not written, 2 no such device or fault,
 * or no file for the trace, 3 no socket there, 130 interrupted. */
int serve_device(const struct serve_options *options);

#endif
