/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <criterion/criterion.h>

#include <errno.h>
#include <lzma.h>
#include <string.h>

#include "backend/support/lazylib.h"

#define GOOD(X, lib) X(lib, lzma_version_number) X(lib, lzma_crc32)
LAZYLIB(good, "liblzma.so.5", GOOD);

/* A library that is there, and a function that is another's. */
#define OTHER(X, lib) X(lib, lzma_version_number) X(lib, strlen_of_nobody)
size_t strlen_of_nobody(const char *text);
LAZYLIB(other, "liblzma.so.5", OTHER);

#define NOTHING(X, lib) X(lib, lzma_crc32)
LAZYLIB(missing, "libof-nobody.so.9", NOTHING);

Test(lazylib, functions_are_those_of_the_library)
{
	struct err err = ERR_INIT;

	cr_assert_not(good.lib.loaded);
	cr_assert(lazylib_load(&good.lib, &err), "%s", err.msg);
	cr_assert_eq(good.lzma_version_number(), lzma_version_number());
	/* the check value of CRC-32 */
	cr_assert_eq(good.lzma_crc32((const uint8_t *)"123456789", 9, 0), 0xcbf43926);
	cr_assert(lazylib_load(&good.lib, &err), "a second time");
}

Test(lazylib, what_is_not_installed_is_named)
{
	struct err err = ERR_INIT;

	cr_assert_not(lazylib_load(&missing.lib, &err));
	cr_assert_eq(err.code, ENOENT);
	cr_assert(strstr(err.msg, "libof-nobody.so.9 cannot be loaded"), "%s", err.msg);
	cr_assert(strstr(err.hint, "package"), "%s", err.hint);
	cr_assert_not(lazylib_load(&missing.lib, &err), "the next try is told the same");
}

Test(lazylib, a_library_without_the_function_is_not_used)
{
	struct err err = ERR_INIT;

	cr_assert_not(lazylib_load(&other.lib, &err));
	cr_assert_eq(err.code, ENOENT);
	cr_assert(strstr(err.msg, "strlen_of_nobody"), "%s", err.msg);
	cr_assert_not(other.lib.loaded);
}
