/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The config space of a session's device as bytes. */
#ifndef COMMANDS_CONFIG_SPACE_H
#define COMMANDS_CONFIG_SPACE_H

#include <stdbool.h>

#include "backend/device.h"
#include "backend/pci/config.h"
#include "backend/support/err.h"

/* Read all of region `config`, in 32-bit accesses as far as its size allows. Bytes that a dump does not
 * have stay unknown. */
bool config_space_read(struct device *dev, struct config_image *ret, struct err *err);

/* The device's PCI address as its title has it ("00:1f.3"), or "" for devices without one. */
const char *config_space_bdf(const struct device *dev);

/* Device number << 3 | function number of that address; 0 without one. */
unsigned config_space_devfn(const struct device *dev);

#endif
