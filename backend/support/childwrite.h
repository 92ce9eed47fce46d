/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes that the kernel may keep for ever (unbinding a driver that waits for its users): a child
 * process makes them, and the caller waits as long as it likes. A child that is left behind holds what
 * it inherited, locks above all, until its write returns. */
#ifndef BACKEND_SUPPORT_CHILDWRITE_H
#define BACKEND_SUPPORT_CHILDWRITE_H

#include <stdbool.h>

struct childwrite {
	/* The write: 0 or an errno. Runs in the child. NULL: childwrite_file. */
	int (*write)(const char *path, const char *text);
	unsigned limit_ms;
	void *ctx;
	/* Called about every second while waiting; false: give up now. NULL: nobody asks. */
	bool (*waiting)(void *ctx, unsigned waited_ms);
};

/* Write all of text at once to a file that exists: 0 or an errno. */
int childwrite_file(const char *path, const char *text);

/* 0, the errno of the write, ETIMEDOUT when the limit passed, EINTR when waiting() gave up. */
int childwrite(const struct childwrite *how, const char *path, const char *text);

#endif
