/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Host memory. Running out ends the program with a message: no caller could do better. */
#ifndef BACKEND_SUPPORT_MEM_H
#define BACKEND_SUPPORT_MEM_H

#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

/* All of these return memory that the caller frees with free(); none returns NULL. */
void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xreallocarray(void *old, size_t count, size_t size);
char *xstrdup(const char *text);
char *xstrndup(const char *text, size_t len);
char *xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
char *xvasprintf(const char *fmt, va_list ap) __attribute__((format(printf, 1, 0)));

/* A local that owns malloc'ed memory: autofree char *text = xstrdup("..."); */
#define autofree __attribute__((cleanup(mem_autofree)))
static inline void mem_autofree(void *holder)
{
	free(*(void **)holder);
}

#endif
