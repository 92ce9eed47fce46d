/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/pci/modules.h"

#include <errno.h>
#include <libkmod.h>
#include <stddef.h>
#include <sys/utsname.h>

#include "backend/support/lazylib.h"

#define FUNCTIONS(X, lib)                       \
	X(lib, kmod_new)                        \
	X(lib, kmod_unref)                      \
	X(lib, kmod_set_log_priority)           \
	X(lib, kmod_list_next)                  \
	X(lib, kmod_module_new_from_lookup)     \
	X(lib, kmod_module_get_module)          \
	X(lib, kmod_module_probe_insert_module) \
	X(lib, kmod_module_unref)               \
	X(lib, kmod_module_unref_list)
LAZYLIB(kmod, "libkmod.so.2", FUNCTIONS);

/* The library would print its own words to stderr. */
static bool open_quietly(struct kmod_ctx **ret, struct err *err)
{
	if (!lazylib_load(&kmod.lib, err))
		return false;
	*ret = kmod.kmod_new(NULL, NULL);
	if (!*ret)
		return err_set(err, EIO, "libkmod does not start");
	kmod.kmod_set_log_priority(*ret, 0);
	return true;
}

static bool no_module(const char *name, struct err *err)
{
	struct utsname kernel = { .release = "" };

	uname(&kernel);
	err_set(err, ENOENT, "the running kernel (%s) has no module %s", kernel.release, name);
	return err_hint(err,
			"install the modules of that kernel, or boot the one whose modules are "
			"in /lib/modules");
}

/* 0, or a negative errno. No blacklist is asked: it stops automatic loading, and here somebody asked. */
static int insert_all(struct kmod_list *list)
{
	for (struct kmod_list *at = list; at; at = kmod.kmod_list_next(list, at)) {
		struct kmod_module *module = kmod.kmod_module_get_module(at);
		int rc = kmod.kmod_module_probe_insert_module(module, 0, NULL, NULL, NULL, NULL);

		kmod.kmod_module_unref(module);
		if (rc < 0)
			return rc;
	}
	return 0;
}

bool modules_load(const char *name, struct err *err)
{
	struct kmod_list *list = NULL;
	struct kmod_ctx *ctx;
	bool found;
	int rc;

	if (!open_quietly(&ctx, err))
		return err_prefix(err, "module %s", name);
	rc = kmod.kmod_module_new_from_lookup(ctx, name, &list);
	found = rc >= 0 && list;
	rc = found ? insert_all(list) : rc;
	kmod.kmod_module_unref_list(list);
	kmod.kmod_unref(ctx);
	if (!found || rc == -ENOENT)
		return no_module(name, err);
	if (rc < 0) {
		err_sys(err, -rc, "module %s cannot be loaded", name);
		return err_hint(err, rc == -EPERM ? "only root loads modules, and lockdown wants "
						    "them signed"
						  : "dmesg says why");
	}
	return true;
}

bool modules_exists(const char *name)
{
	struct kmod_list *list = NULL;
	struct kmod_ctx *ctx;
	struct err ignored;
	bool exists;

	if (!open_quietly(&ctx, &ignored))
		return false;
	exists = kmod.kmod_module_new_from_lookup(ctx, name, &list) >= 0 && list;
	kmod.kmod_module_unref_list(list);
	kmod.kmod_unref(ctx);
	return exists;
}
