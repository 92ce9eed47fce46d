/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/functionspec.h"

#include <string.h>

static const char *without_transport(const char *spec)
{
	static const char *const names[] = { "vfio:", "sysfs:" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strncmp(spec, names[i], strlen(names[i])))
			return spec + strlen(names[i]);
	return spec;
}

bool functionspec_find(const char *spec, struct bdf *ret, struct err *err)
{
	return bdf_resolve(SYSFS_PCI, without_transport(spec), ret, err);
}

bool functionspec_parse(const char *spec, struct bdf *ret, struct err *err)
{
	struct err ignored = ERR_INIT;

	return bdf_parse(without_transport(spec), ret, &ignored) ||
	       functionspec_find(spec, ret, err);
}

void functionspec_complete(struct session *s, const char *prefix, struct strlist *ret)
{
	(void)s;
	bdf_complete(SYSFS_PCI, prefix, ret);
}
