/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A shared library that is loaded when something of it is needed first. Most runs need neither line
 * editing nor kernel modules nor names of vendors, and libkmod alone brings libcrypto: linked, these
 * libraries were half of the time to the first register. A machine that lacks one (an initramfs) loses
 * what it serves and nothing else.
 *
 *	#define FUNCTIONS(X, lib) X(lib, kmod_new) X(lib, kmod_unref)
 *	LAZYLIB(kmod, "libkmod.so.2", FUNCTIONS);
 *
 *	if (!lazylib_load(&kmod.lib, err))
 *		return false;
 *	ctx = kmod.kmod_new(NULL, NULL);
 *
 * The soname is that of the library whose header was compiled with. */
#ifndef BACKEND_SUPPORT_LAZYLIB_H
#define BACKEND_SUPPORT_LAZYLIB_H

#include <stdbool.h>

#include "backend/support/err.h"

struct lazylib_symbol {
	const char *name; /* NULL ends the list */
	void *to;	  /* the function pointer that gets the address */
};

struct lazylib {
	const char *soname;
	const struct lazylib_symbol *symbols;
	bool loaded;
};

/* After true every function of the library can be called, until the program ends. ENOENT: it is not
 * installed, or lacks one of them; the message has the loader's words. Again is cheap. */
bool lazylib_load(struct lazylib *lib, struct err *err);

/* Macros that make declarations are beyond clang-format. */
/* clang-format off */
#define LAZYLIB_MEMBER_(var, function) __typeof__(&(function)) function;
#define LAZYLIB_SYMBOL_(var, function) { #function, &(var).function },
#define LAZYLIB(var, soname, FUNCTIONS)                                                            \
	static struct {                                                                            \
		FUNCTIONS(LAZYLIB_MEMBER_, var)                                                    \
		struct lazylib lib;                                                                \
	} var = { .lib = { soname,                                                                 \
			   (const struct lazylib_symbol[]){ FUNCTIONS(LAZYLIB_SYMBOL_, var)        \
							    { NULL, NULL } },                      \
			   false } }
/* clang-format on */

#endif
