/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The two rings that running firmware writes its log to, as numbers: what a header says, what a reader
 * takes next, and what is gone. No device here; every number came from one and is checked.
 *
 * Winstream (Zephyr, drivers' winstream.h): {len, start, end, seq} and len bytes. The writer never waits:
 * it moves start before it overwrites, and seq counts every byte ever written, so a reader sees what it
 * missed. Mtrace (the debug window's log slot): {host read, DSP write} and 4088 bytes. The writer
 * drops what does not fit, silently. Both are empty when their two offsets are equal. */
#ifndef BACKEND_DSP_LOG_RING_H
#define BACKEND_DSP_LOG_RING_H

#include <stdbool.h>
#include <stdint.h>

#include "backend/support/err.h"

#define WINSTREAM_HEADER 16
#define MTRACE_HEADER	 8
#define MTRACE_RING	 4088

struct winstream {
	uint32_t len;	     /* of the ring */
	uint32_t start, end; /* the oldest byte, the next to be written: below len */
	uint32_t seq;	     /* bytes ever written, modulo 2^32 */
};

struct mtrace {
	uint32_t read, write; /* below MTRACE_RING */
};

/* Bytes of a ring that a reader takes: from `at` on, around its end. */
struct log_piece {
	uint32_t at, len;
	uint32_t lost; /* overwritten before they could be taken */
	bool again; /* the writer started anew (or somebody else read): no telling what is lost */
};

/* A header of which room bytes behind it can be reached. EBADMSG: it is none, with its words. */
bool winstream_parse(const uint8_t header[WINSTREAM_HEADER], uint32_t room, struct winstream *ret,
		     struct err *err);
bool mtrace_parse(const uint8_t header[MTRACE_HEADER], struct mtrace *ret, struct err *err);

/* All that is held. */
struct log_piece winstream_all(const struct winstream *ring);
struct log_piece mtrace_all(const struct mtrace *ring);

/* What came since a reader was at `seen` (a seq; an offset). */
struct log_piece winstream_since(const struct winstream *ring, uint32_t seen);
struct log_piece mtrace_since(const struct mtrace *ring, uint32_t seen);

/* A piece was copied between two looks at the header: how many of its first bytes may have been
 * overwritten meanwhile (all of them, if the writer started anew). */
uint32_t winstream_overwritten(const struct log_piece *piece, const struct winstream *before,
			       const struct winstream *after);

#endif
