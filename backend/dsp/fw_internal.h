/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of the firmware parser share; nobody else includes it. */
#ifndef BACKEND_DSP_FW_INTERNAL_H
#define BACKEND_DSP_FW_INTERNAL_H

#include "backend/dsp/firmware.h"

/* len bytes of the file at `at`, or NULL with err filled: "WHAT at 0x10: ..." */
const uint8_t *fw_span(const struct fw_image *image, uint64_t at, uint64_t len, const char *what,
		       struct err *err);

/* EBADMSG with "WHAT at 0x10: REASON". Returns false. */
bool fw_bad(struct err *err, const char *what, uint32_t at, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* A fixed-size name as text: printable bytes up to the first NUL. ret: len + 1 bytes. */
void fw_text(const uint8_t *from, size_t len, char *ret);

/* Each fills its part of the image; ext sets payload_at and payload_size, which the others need. */
bool fw_ext_parse(struct fw_image *image, struct err *err);
bool fw_cpd_parse(struct fw_image *image, struct err *err);
bool fw_css_parse(struct fw_image *image, uint32_t at, struct err *err);
bool fw_met_parse(struct fw_image *image, struct err *err);
bool fw_am1_parse(struct fw_image *image, struct err *err);

/* hash_bits: 256 or 384; ret: that many bits. */
void fw_hash(unsigned hash_bits, const uint8_t *bytes, size_t len, uint8_t *ret);

/* ret = base ^ exponent mod modulus, all numbers little-endian: base, modulus and ret of len bytes,
 * a multiple of 4 up to FW_RSA_MAX; base < modulus, modulus odd. Not constant in time: it only
 * ever sees public numbers. False when the arguments are not so. */
#define FW_RSA_MAX 512
bool fw_rsa_power(const uint8_t *base, const uint8_t *exponent, size_t exponent_len,
		  const uint8_t *modulus, size_t len, uint8_t *ret);

/* Whether em (big-endian, len bytes: what a signature opens to) encodes this hash, by PKCS#1 v1.5
 * (256 bits) or PSS with any salt (384 bits). */
bool fw_rsa_matches(const uint8_t *em, size_t len, const uint8_t *hash, unsigned hash_bits);

#endif
