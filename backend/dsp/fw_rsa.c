/* SPDX-License-Identifier: GPL-2.0-or-later */
/* As much of RSA as checking a signature takes: one modular power and the two paddings in use.
 * Montgomery multiplication in 32-bit limbs (the CIOS form, Koc, Acar, Kaliski 1996). */
#include <string.h>

#include "backend/dsp/fw_internal.h"
#include "backend/support/bits.h"

#define LIMB_MAX (FW_RSA_MAX / 4)

struct number {
	uint32_t limb[LIMB_MAX + 2];
};

static void number_load(struct number *n, const uint8_t *bytes, size_t len)
{
	memset(n, 0, sizeof(*n));
	for (size_t i = 0; i < len / 4; i++)
		n->limb[i] = get_le32(bytes + 4 * i);
}

static bool at_least(const uint32_t *a, const uint32_t *b, size_t limbs)
{
	while (limbs--)
		if (a[limbs] != b[limbs])
			return a[limbs] > b[limbs];
	return true;
}

static void subtract(uint32_t *a, const uint32_t *b, size_t limbs)
{
	uint64_t borrow = 0;

	for (size_t i = 0; i < limbs; i++) {
		uint64_t d = (uint64_t)a[i] - b[i] - borrow;

		a[i] = (uint32_t)d;
		borrow = d >> 63;
	}
}

/* -1 / m mod 2^32, by Newton: each round doubles the bits that are right. */
static uint32_t negative_inverse(uint32_t m)
{
	uint32_t x = m;

	for (int i = 0; i < 5; i++)
		x *= 2 - m * x;
	return 0 - x;
}

/* ret = a * b / 2^(32 * limbs) mod m; ret may be a or b. */
static void montgomery(const struct number *a, const struct number *b, const struct number *m,
		       size_t limbs, struct number *ret)
{
	uint32_t inverse = negative_inverse(m->limb[0]);
	struct number t = { 0 };

	for (size_t i = 0; i < limbs; i++) {
		uint64_t carry = 0;
		uint32_t q;

		for (size_t j = 0; j < limbs; j++) {
			carry += (uint64_t)a->limb[j] * b->limb[i] + t.limb[j];
			t.limb[j] = (uint32_t)carry;
			carry >>= 32;
		}
		carry += t.limb[limbs];
		t.limb[limbs] = (uint32_t)carry;
		t.limb[limbs + 1] = (uint32_t)(carry >> 32);

		q = t.limb[0] * inverse;
		carry = ((uint64_t)q * m->limb[0] + t.limb[0]) >> 32;
		for (size_t j = 1; j < limbs; j++) {
			carry += (uint64_t)q * m->limb[j] + t.limb[j];
			t.limb[j - 1] = (uint32_t)carry;
			carry >>= 32;
		}
		carry += t.limb[limbs];
		t.limb[limbs - 1] = (uint32_t)carry;
		t.limb[limbs] = t.limb[limbs + 1] + (uint32_t)(carry >> 32);
	}
	if (t.limb[limbs] || at_least(t.limb, m->limb, limbs))
		subtract(t.limb, m->limb, limbs);
	t.limb[limbs] = t.limb[limbs + 1] = 0;
	*ret = t;
}

/* ret = 2^(64 * limbs) mod m, by doubling. */
static void montgomery_square_of_one(const struct number *m, size_t limbs, struct number *ret)
{
	memset(ret, 0, sizeof(*ret));
	ret->limb[0] = 1;
	for (size_t i = 0; i < 64 * limbs; i++) {
		uint32_t carry = 0;

		for (size_t j = 0; j < limbs; j++) {
			uint32_t top = ret->limb[j] >> 31;

			ret->limb[j] = ret->limb[j] << 1 | carry;
			carry = top;
		}
		if (carry || at_least(ret->limb, m->limb, limbs))
			subtract(ret->limb, m->limb, limbs);
	}
}

bool fw_rsa_power(const uint8_t *base, const uint8_t *exponent, size_t exponent_len,
		  const uint8_t *modulus, size_t len, uint8_t *ret)
{
	struct number m, x, result, factor, one = { { 1 } };
	size_t limbs = len / 4;

	if (len % 4 || !len || len > FW_RSA_MAX || !(modulus[0] & 1))
		return false;
	number_load(&m, modulus, len);
	number_load(&x, base, len);
	if (at_least(x.limb, m.limb, limbs))
		return false;
	montgomery_square_of_one(&m, limbs, &factor);
	montgomery(&x, &factor, &m, limbs, &x);
	montgomery(&one, &factor, &m, limbs, &result);
	for (size_t bit = exponent_len * 8; bit-- > 0;) {
		montgomery(&result, &result, &m, limbs, &result);
		if (exponent[bit / 8] >> (bit % 8) & 1)
			montgomery(&result, &x, &m, limbs, &result);
	}
	montgomery(&result, &one, &m, limbs, &result);
	for (size_t i = 0; i < limbs; i++)
		put_le(ret + 4 * i, result.limb[i], 4);
	return true;
}

/* EMSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 9.2): 00 01 ff.. 00, the DigestInfo, the hash. */
static bool pkcs1_matches(const uint8_t *em, size_t len, const uint8_t *hash)
{
	static const uint8_t info[] = {
		0x00, 0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48,
		0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20
	};
	size_t padding = len - 32 - sizeof(info);

	if (em[0] != 0 || em[1] != 1)
		return false;
	for (size_t i = 2; i < padding; i++)
		if (em[i] != 0xff)
			return false;
	return !memcmp(em + padding, info, sizeof(info)) && !memcmp(em + len - 32, hash, 32);
}

/* out ^= MGF1(seed), with SHA-384 */
static void mgf1_xor(const uint8_t *seed, uint8_t *out, size_t len)
{
	uint8_t input[48 + 4], mask[48];

	memcpy(input, seed, 48);
	for (uint32_t counter = 0; 48 * counter < len; counter++) {
		input[48] = input[49] = input[50] = 0;
		input[51] = (uint8_t)counter;
		fw_hash(384, input, sizeof(input), mask);
		for (size_t i = 48 * counter; i < len && i < 48 * (counter + 1); i++)
			out[i] ^= mask[i % 48];
	}
}

/* EMSA-PSS with SHA-384 (RFC 8017, 9.1.2). The salt has 32 bytes when the SOF project signed, 48
 * when Intel did; whatever length there is, is taken. */
static bool pss_matches(const uint8_t *em, size_t len, const uint8_t *hash)
{
	size_t db_len = len - 48 - 1, at = 0;
	uint8_t db[FW_RSA_MAX], again[8 + 48 + FW_RSA_MAX] = { 0 }, h[48];

	if (em[len - 1] != 0xbc || em[0] & 0x80)
		return false;
	memcpy(db, em, db_len);
	mgf1_xor(em + db_len, db, db_len);
	db[0] &= 0x7f;
	while (at < db_len && !db[at])
		at++;
	if (at == db_len || db[at] != 1)
		return false;
	at++;
	memcpy(again + 8, hash, 48);
	memcpy(again + 56, db + at, db_len - at);
	fw_hash(384, again, 56 + db_len - at, h);
	return !memcmp(h, em + db_len, 48);
}

bool fw_rsa_matches(const uint8_t *em, size_t len, const uint8_t *hash, unsigned hash_bits)
{
	if (len < 128 || len > FW_RSA_MAX)
		return false;
	return hash_bits == 256 ? pkcs1_matches(em, len, hash) : pss_matches(em, len, hash);
}
