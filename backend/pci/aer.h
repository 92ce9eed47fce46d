/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a function's Advanced Error Reporting registers say (PCI Express 5.0, 7.8.4). */
#ifndef BACKEND_PCI_AER_H
#define BACKEND_PCI_AER_H

#include <stdbool.h>
#include <stddef.h>

#include "backend/device.h"

/* One line: the uncorrectable and correctable errors that are set, the first one, and the header of the
 * packet. Reads the AER capability of the region config, which clears nothing. false: it has none. */
bool aer_describe(struct device *dev, char *text, size_t len);

#endif
