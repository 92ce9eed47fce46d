/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Masks, fields and little-endian bytes. All registers here are little-endian, as PCI is. */
#ifndef BACKEND_SUPPORT_BITS_H
#define BACKEND_SUPPORT_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define BIT(n)	      (UINT64_C(1) << (n))

/* The lowest n bits set; n from 0 to 64. */
static inline uint64_t bits_mask(unsigned n)
{
	return n >= 64 ? UINT64_MAX : (UINT64_C(1) << n) - 1;
}

/* The mask of field [high:low]; 0 <= low <= high <= 63. */
static inline uint64_t bits_field_mask(unsigned high, unsigned low)
{
	return bits_mask(high - low + 1) << low;
}

static inline uint64_t bits_get(uint64_t value, unsigned high, unsigned low)
{
	return (value >> low) & bits_mask(high - low + 1);
}

static inline uint64_t bits_put(uint64_t value, unsigned high, unsigned low, uint64_t field)
{
	uint64_t mask = bits_field_mask(high, low);

	return (value & ~mask) | ((field << low) & mask);
}

static inline uint16_t get_le16(const void *p)
{
	const uint8_t *b = p;

	return (uint16_t)(b[0] | b[1] << 8);
}

static inline uint32_t get_le32(const void *p)
{
	const uint8_t *b = p;

	return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static inline uint64_t get_le64(const void *p)
{
	return get_le32(p) | (uint64_t)get_le32((const uint8_t *)p + 4) << 32;
}

/* width_bytes: 1, 2, 4 or 8 */
static inline uint64_t get_le(const void *p, unsigned width_bytes)
{
	const uint8_t *b = p;
	uint64_t value = 0;

	if (width_bytes == 4) /* the usual one: a load */
		return get_le32(p);
	for (unsigned i = 0; i < width_bytes; i++)
		value |= (uint64_t)b[i] << (8 * i);
	return value;
}

static inline void put_le(void *p, uint64_t value, unsigned width_bytes)
{
	uint8_t *b = p;

	for (unsigned i = 0; i < width_bytes; i++)
		b[i] = (uint8_t)(value >> (8 * i));
}

static inline bool range_inside(uint64_t offset, uint64_t len, uint64_t size)
{
	return offset <= size && len <= size - offset;
}

#endif
