/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a fuzzed session may do to the machine: nothing. While the cage is closed, the C library's ways
 * to files, processes and sockets are refused to everything in this program, its libraries included;
 * only files below one folder and in the current one can be read. */
#ifndef TESTS_FUZZ_CAGE_H
#define TESTS_FUZZ_CAGE_H

void cage_close(const char *readable); /* a folder, absolute; borrowed */
void cage_open(void);

#endif
