/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small text files and links of the kernel (sysfs, procfs). What cannot be read counts as not there:
 * files of devices come and go while one looks. Paths are given as formats. */
#ifndef BACKEND_SUPPORT_SYSFILE_H
#define BACKEND_SUPPORT_SYSFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "backend/support/strbuf.h"
#include "backend/support/strlist.h"

/* The first line without its newline. false, and ret "", when there is none. */
bool sysfile_read(char *ret, size_t len, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* The whole text, at most 1 MiB of it. false when the file cannot be opened. */
bool sysfile_read_all(struct strbuf *ret, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* The last part of what a link points to. false, and ret "", when there is no such link. */
bool sysfile_link(char *ret, size_t len, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Add the names in a folder, without those that begin with a dot, in order; nothing when it is not
 * there. */
void sysfile_list(struct strlist *ret, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

bool sysfile_exists(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
