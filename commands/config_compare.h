/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a comparison of two config spaces is told. */
#ifndef COMMANDS_CONFIG_COMPARE_H
#define COMMANDS_CONFIG_COMPARE_H

#include <stdbool.h>

#include "backend/pci/config.h"
#include "backend/support/err.h"
#include "commands/session.h"
#include "commands/value.h"

/* Compare the current device's config space with other. All as expected: *ret tells how many
 * differences of each class there are. Otherwise the differences are shown at once and the error
 * counts the unexpected ones (EUCLEAN). */
bool config_compare_report(struct session *s, const struct config_image *here,
			   const struct config_image *other, const char *other_name,
			   struct value **ret, struct err *err);

#endif
