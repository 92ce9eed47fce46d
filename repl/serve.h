/* SPDX-License-Identifier: GPL-2.0-or-later */
/* barsh --serve SOCKET sim:NAME */
#ifndef REPL_SERVE_H
#define REPL_SERVE_H

#include <stdbool.h>

/* Offer the simulated device until its client closes or a signal ends it. Returns the exit status:
 * 0 the client closed, 1 it broke the protocol, 2 no such device, 3 no socket there, 130 interrupted. */
int serve_device(const char *socket_path, const char *spec, bool quiet, bool verbose);

#endif
