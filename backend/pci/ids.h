/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names for PCI ids, from the pci.ids that libpci finds. The one user of libpci. Everything works
 * without that file: then ids are shown as numbers. */
#ifndef BACKEND_PCI_IDS_H
#define BACKEND_PCI_IDS_H

#include <stdbool.h>
#include <stddef.h>

#include "backend/support/strlist.h"

struct ids;

#define IDS_NAME_SIZE 160 /* room for any name here */

/* path: another pci.ids; NULL: the machine's. The file is read at the first look-up. */
struct ids *ids_create(const char *path);
void ids_destroy(struct ids *ids); /* takes NULL */

/* Each fills buf (IDS_NAME_SIZE bytes is enough) and returns it. Unprintable bytes become '?'.
 * device: "Intel Corporation Tiger Lake-LP ..." or, as far as
 * something is unknown, "Intel Corporation a0c8", "8086:a0c8"; class: "Audio device" or "0403". */
char *ids_device_name(struct ids *ids, unsigned vendor, unsigned device, char *buf, size_t len);
char *ids_class_name(struct ids *ids, unsigned class, char *buf, size_t len);

/* Why there are no names: one phrase, or "" when pci.ids was read without trouble. */
const char *ids_trouble(const struct ids *ids);

#endif
