/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A machine's sysfs, procfs and /dev in a scratch folder, and a kernel that moves its drivers. */
#ifndef TESTS_UNIT_PCITREE_H
#define TESTS_UNIT_PCITREE_H

#include "backend/pci/bdf.h"

/* Make the folder; its path is the root that the modules take. Removed by pcitree_remove. */
const char *pcitree_make(void);
void pcitree_remove(void);

/* "sys/bus/..." below the root, with the folders above. */
void pcitree_put(const char *text, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void pcitree_link(const char *target, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void pcitree_drop(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* A function with its attributes; group -1: none; driver "": none. */
void pcitree_function(const char *bdf, const char *class, const char *driver, int group);

/* What is bound to it now, or "". */
const char *pcitree_driver(const char *bdf);

/* The kernel's side of writes below sys/bus/pci: unbind, bind, drivers_probe, driver_override. Drivers
 * bind what the attribute "native" of the function names. The files of the tree tell it more:
 *   DEV/refuse    errno with which vfio-pci refuses the function
 *   DEV/stuck     unbinding takes 2 s, and comes to nothing
 * Is a struct bind_sys.write. */
int pcitree_write(const char *path, const char *text);

#endif
