/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/model/models.h"

#include <string.h>

static const struct model_class *const classes[] = {
	&model_edu,
#define PART(name, ...) &model_adsp[MODEL_ADSP_##name],
#include "backend/model/adsp_parts.def"
#undef PART
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
