/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one number parser: 0x, 0b, 0o, decimal, '_' between digits, suffix k m g (1024 each). The
 * whole word or an error that names it: never bare hex, never a silent 0, never a cut value. */
#ifndef BACKEND_SUPPORT_NUM_H
#define BACKEND_SUPPORT_NUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/support/err.h"

/* An unsigned number of at most 64 bits. EINVAL: not a number; ERANGE: more than 64 bits. */
bool num_parse(const char *word, uint64_t *ret, struct err *err);

/* As num_parse, and at most max. `what` names the thing in the message ("count"). */
bool num_parse_max(const char *word, uint64_t max, const char *what, uint64_t *ret,
		   struct err *err);

/* An expression of numbers with + - * << and ( ), C precedence; no overflow passes unseen. */
bool num_parse_expr(const char *word, uint64_t *ret, struct err *err);

/* A time: NUMBER then ns, us, ms or s ("300us", "1.5ms"); a bare number is refused because tools
 * disagree on its unit. Result in nanoseconds, at most one day. */
bool num_parse_time(const char *word, uint64_t *ret_ns, struct err *err);

/* ERANGE: value, which stood as word, needs more than width_bits (1 to 64). */
bool num_check_width(const char *word, uint64_t value, unsigned width_bits, struct err *err);

/* Bits needed to hold value; 1 for 0. */
unsigned num_width(uint64_t value);

/* "512 KiB", "16 MiB", "300 bytes": always exact. buf: at least 32 bytes. */
char *num_format_size(uint64_t size, char *buf, size_t len);

/* "513 us", "0.51 ms", "3 s". buf: at least 32 bytes. */
char *num_format_time(uint64_t ns, char *buf, size_t len);

#endif
