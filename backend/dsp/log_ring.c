/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/dsp/log_ring.h"

#include <errno.h>
#include <inttypes.h>

#include "backend/support/bits.h"

/* Further than this is backwards: counters wrap. */
#define HALF (UINT32_C(1) << 31)

/* a - b around a ring of len bytes; both below len */
static uint32_t ring_distance(uint32_t a, uint32_t b, uint32_t len)
{
	return a >= b ? a - b : len - (b - a);
}

/* -- winstream -- */

bool winstream_parse(const uint8_t header[WINSTREAM_HEADER], uint32_t room, struct winstream *ret,
		     struct err *err)
{
	struct winstream ring = { .len = get_le32(header),
				  .start = get_le32(header + 4),
				  .end = get_le32(header + 8),
				  .seq = get_le32(header + 12) };

	/* One byte stays free, so a ring of one holds none. */
	if (ring.len < 2 || ring.len > room || ring.start >= ring.len || ring.end >= ring.len)
		return err_set(err, EBADMSG,
			       "no winstream header: length 0x%" PRIx32 ", start 0x%" PRIx32
			       ", end 0x%" PRIx32 " with room for 0x%" PRIx32 " bytes",
			       ring.len, ring.start, ring.end, room);
	*ret = ring;
	return true;
}

static uint32_t winstream_held(const struct winstream *ring)
{
	return ring_distance(ring->end, ring->start, ring->len);
}

struct log_piece winstream_all(const struct winstream *ring)
{
	uint32_t held = winstream_held(ring);

	return (struct log_piece){ .at = ring->start,
				   .len = held,
				   .lost = ring->seq > held ? ring->seq - held : 0 };
}

struct log_piece winstream_since(const struct winstream *ring, uint32_t seen)
{
	uint32_t held = winstream_held(ring), behind = ring->seq - seen, take = behind;
	struct log_piece piece;

	if (behind >= HALF) {
		piece = winstream_all(ring);
		piece.again = true;
		return piece;
	}
	if (take > held)
		take = held;
	return (struct log_piece){ .at = ring_distance(ring->end, take, ring->len),
				   .len = take,
				   .lost = behind - take };
}

uint32_t winstream_overwritten(const struct log_piece *piece, const struct winstream *before,
			       const struct winstream *after)
{
	uint32_t first = before->seq - piece->len; /* the piece's first byte, counted as seq does */
	uint32_t oldest = after->seq - winstream_held(after);

	if (after->len != before->len || after->seq - before->seq >= HALF)
		return piece->len;
	if (oldest - first >= HALF)
		return 0;
	return oldest - first < piece->len ? oldest - first : piece->len;
}

/* -- mtrace -- */

bool mtrace_parse(const uint8_t header[MTRACE_HEADER], struct mtrace *ret, struct err *err)
{
	struct mtrace ring = { .read = get_le32(header), .write = get_le32(header + 4) };

	if (ring.read >= MTRACE_RING || ring.write >= MTRACE_RING)
		return err_set(err, EBADMSG,
			       "no mtrace header: read 0x%" PRIx32 ", write 0x%" PRIx32
			       " in a ring of 0x%x bytes",
			       ring.read, ring.write, MTRACE_RING);
	*ret = ring;
	return true;
}

struct log_piece mtrace_all(const struct mtrace *ring)
{
	return (struct log_piece){ .at = ring->read,
				   .len = ring_distance(ring->write, ring->read, MTRACE_RING) };
}

struct log_piece mtrace_since(const struct mtrace *ring, uint32_t seen)
{
	struct log_piece piece = mtrace_all(ring);
	uint32_t skip = ring_distance(seen, ring->read, MTRACE_RING);

	if (skip > piece.len) {
		piece.again = true;
		return piece;
	}
	piece.at = seen;
	piece.len -= skip;
	return piece;
}
