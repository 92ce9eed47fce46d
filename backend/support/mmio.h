/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One volatile access of exactly the width asked for: never split, never merged. Nothing else in the
 * program touches mapped device memory. width_bits is 8, 16, 32 or 64 and at is naturally aligned
 * (the gate in device_gate.c has checked both). Values are in host order; devices are little-endian. */
#ifndef BACKEND_SUPPORT_MMIO_H
#define BACKEND_SUPPORT_MMIO_H

#include <endian.h>
#include <stdint.h>

static inline uint64_t mmio_read(const volatile void *at, unsigned width_bits)
{
	switch (width_bits) {
	case 8:
		return *(const volatile uint8_t *)at;
	case 16:
		return le16toh(*(const volatile uint16_t *)at);
	case 32:
		return le32toh(*(const volatile uint32_t *)at);
	default:
		return le64toh(*(const volatile uint64_t *)at);
	}
}

static inline void mmio_write(volatile void *at, unsigned width_bits, uint64_t value)
{
	switch (width_bits) {
	case 8:
		*(volatile uint8_t *)at = (uint8_t)value;
		break;
	case 16:
		*(volatile uint16_t *)at = htole16((uint16_t)value);
		break;
	case 32:
		*(volatile uint32_t *)at = htole32((uint32_t)value);
		break;
	default:
		*(volatile uint64_t *)at = htole64(value);
		break;
	}
}

#endif
