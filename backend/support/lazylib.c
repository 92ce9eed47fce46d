/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/support/lazylib.h"

#include <dlfcn.h>
#include <errno.h>
#include <string.h>

static bool no_use(const struct lazylib *lib, struct err *err)
{
	const char *why = dlerror();

	err_set(err, ENOENT, "%s cannot be loaded: %s", lib->soname, why ? why : "no reason given");
	return err_hint(err, "install the package that holds %s", lib->soname);
}

bool lazylib_load(struct lazylib *lib, struct err *err)
{
	void *handle;

	if (lib->loaded)
		return true;
	handle = dlopen(lib->soname, RTLD_NOW | RTLD_LOCAL);
	if (!handle)
		return no_use(lib, err);
	for (const struct lazylib_symbol *symbol = lib->symbols; symbol->name; symbol++) {
		void *address = dlsym(handle, symbol->name);

		if (!address) {
			no_use(lib, err);
			dlclose(handle);
			return false;
		}
		/* C has no cast from an object's to a function's address, POSIX has the bytes */
		memcpy(symbol->to, &address, sizeof(address));
	}
	lib->loaded = true;
	return true;
}
