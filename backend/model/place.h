/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What firmware and kernel do to a function before a user gets it; every host of a model does it. */
#ifndef BACKEND_MODEL_PLACE_H
#define BACKEND_MODEL_PLACE_H

struct model;
struct model_class;

/* BARs placed, memory decoding on, bus master off. */
void model_place(const struct model_class *class, struct model *model);
/* A function level reset as vfio-pci does it: BARs placed again, COMMAND as it was. Only for a class
 * that has reset. */
void model_reset_keeping_command(const struct model_class *class, struct model *model);

#endif
