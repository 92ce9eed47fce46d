/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The classes that model_classes() lists. */
#ifndef BACKEND_MODEL_MODELS_H
#define BACKEND_MODEL_MODELS_H

#include "backend/model/model.h"

extern const struct model_class model_edu;

/* adsp_parts.c: the classes of adsp_parts.def, in that order. */
enum {
#define PART(name, ...) MODEL_ADSP_##name,
#include "backend/model/adsp_parts.def"
#undef PART
	MODEL_ADSP_COUNT
};
extern const struct model_class model_adsp[MODEL_ADSP_COUNT];

#endif
