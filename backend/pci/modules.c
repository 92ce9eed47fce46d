/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/pci/modules.h"

#include <errno.h>
#include <libkmod.h>
#include <stddef.h>
#include <sys/utsname.h>

/* The library would print its own words to stderr. */
static struct kmod_ctx *open_quietly(void)
{
	struct kmod_ctx *ctx = kmod_new(NULL, NULL);

	if (ctx)
		kmod_set_log_priority(ctx, 0);
	return ctx;
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
	struct kmod_list *at;

	kmod_list_foreach(at, list)
	{
		struct kmod_module *module = kmod_module_get_module(at);
		int rc = kmod_module_probe_insert_module(module, 0, NULL, NULL, NULL, NULL);

		kmod_module_unref(module);
		if (rc < 0)
			return rc;
	}
	return 0;
}

bool modules_load(const char *name, struct err *err)
{
	struct kmod_ctx *ctx = open_quietly();
	struct kmod_list *list = NULL;
	bool found;
	int rc;

	if (!ctx)
		return err_set(err, EIO, "libkmod does not start");
	rc = kmod_module_new_from_lookup(ctx, name, &list);
	found = rc >= 0 && list;
	rc = found ? insert_all(list) : rc;
	kmod_module_unref_list(list);
	kmod_unref(ctx);
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
	struct kmod_ctx *ctx = open_quietly();
	struct kmod_list *list = NULL;
	bool exists;

	exists = ctx && kmod_module_new_from_lookup(ctx, name, &list) >= 0 && list;
	kmod_module_unref_list(list);
	if (ctx)
		kmod_unref(ctx);
	return exists;
}
