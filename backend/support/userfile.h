/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The user's files, whole: images, dumps, memory. Every failure names the file and the reason. */
#ifndef BACKEND_SUPPORT_USERFILE_H
#define BACKEND_SUPPORT_USERFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/support/err.h"

/* "cannot VERB PATH: reason" from an errno, with what to do about it. The result is false. */
bool userfile_failed(struct err *err, int code, const char *verb, const char *path);

/* Open a regular file for reading; the caller closes *ret_fd. Never waits, not even for a FIFO.
 * EISDIR, EINVAL: not a regular file. */
bool userfile_open(const char *path, int *ret_fd, uint64_t *ret_size, struct err *err);

/* Read it whole; the caller frees *ret. EFBIG: more than max bytes. An empty file gives 0 bytes. */
bool userfile_read(const char *path, size_t max, uint8_t **ret, size_t *ret_len, struct err *err);

/* Write it whole. EEXIST: it is there, and overwrite is not set. */
bool userfile_write(const char *path, bool overwrite, const void *bytes, size_t len,
		    struct err *err);

#endif
