/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/model/models.h"

#include <string.h>

#include "backend/model/model.h"

static const struct model_class *const classes[] = {
	&model_edu,
	&model_tgl,
	NULL,
};

const struct model_class *const *model_classes(void)
{
	return classes;
}

const struct model_class *model_find(const char *name)
{
	for (size_t i = 0; classes[i]; i++)
		if (!strcmp(classes[i]->name, name))
			return classes[i];
	return NULL;
}
