/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The classes that model_classes() lists. */
#ifndef BACKEND_MODEL_MODELS_H
#define BACKEND_MODEL_MODELS_H

struct model_class;

extern const struct model_class model_edu;
extern const struct model_class model_tgl;

#endif
