/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Access to mapped device memory that survives SIGBUS: the kernel revokes a BAR mapping when memory
 * decoding is switched off, the device leaves D0 or disappears, and a touch then raises the signal. */
#ifndef BACKEND_SUPPORT_SIGBUS_H
#define BACKEND_SUPPORT_SIGBUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One access (see mmio.h). false: it raised SIGBUS; nothing was read, whether a write arrived is not
 * known. Not for several threads at once. A SIGBUS from anywhere else keeps its old meaning. */
bool sigbus_guarded_read(const volatile void *at, unsigned width_bits, uint64_t *ret);
bool sigbus_guarded_write(volatile void *at, unsigned width_bits, uint64_t value);

/* count reads one after the other; buf gets the bytes as they are in memory. Returns how many were made
 * before one raised SIGBUS. */
size_t sigbus_guarded_read_units(const volatile void *at, unsigned width_bits, size_t count,
				 uint8_t *buf);

#endif
