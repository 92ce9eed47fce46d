/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the ROM would check of an image: the partition directory, the firmware descriptor, and the
 * hash of the body in the .met extension (a signature stands behind it on silicon; the key is not
 * ours to check). The image is hostile input. */
#include "backend/model/adsp.h"

#include <sha2.h>
#include <string.h>

enum {
	CPD_ENTRIES = 4,
	CPD_HEADER_LEN = 10,
	CPD_ENTRY_SIZE = 24,
	CPD_ENTRIES_MAX = 16,
	CPD_NAME_LEN = 12,

	MET_HASH = 40,	    /* in the component descriptor */
	MET_SIZE_V1 = 0x60, /* with SHA-256: APL to ICL */
	MET_SIZE_V2 = 0x70, /* with SHA-384: TGL and later */
	MET_TYPE = 17,

	CSS_TYPE = 6,
	CSS_WORDS = 161,
	CSS_VENDOR = 16,

	AM1_SIZE = 52,
	AM1_PAGES = 16,
	AM1_VERSION = 28,
	AM1_MODULES = 36,
	MODULE_SIZE = 0x74,
	MODULE_NAME = 4,
	MODULE_HASH = 32,
	MODULE_SEGMENTS = 80,
	SEGMENTS = 3,
	SEGMENT_LOAD = 1 << 2,
	MODULES_MAX = 64,
};

struct partition {
	uint32_t offset, len;
};

static bool name_ends(const uint8_t *name, const char *end)
{
	size_t len = strnlen((const char *)name, CPD_NAME_LEN);
	size_t end_len = strlen(end);

	return len >= end_len && !memcmp(name + len - end_len, end, end_len);
}

/* The .met extension and the body: the entry that is neither .met nor .man. */
static bool find_partitions(const struct adsp_chip *chip, const uint8_t *image, uint32_t len,
			    struct partition *met, struct partition *body)
{
	uint32_t count, at;

	*met = *body = (struct partition){ 0, 0 };
	if (len < 20 || memcmp(image, "$CPD", 4))
		return false;
	count = get_le32(image + CPD_ENTRIES);
	at = image[CPD_HEADER_LEN];
	if (count > CPD_ENTRIES_MAX || !range_inside(at, count * CPD_ENTRY_SIZE, len))
		return false;
	for (uint32_t i = 0; i < count; i++, at += CPD_ENTRY_SIZE) {
		struct partition found = { get_le32(image + at + 12) - chip->directory_slip,
					   get_le32(image + at + 16) };

		if (name_ends(image + at, ".met"))
			*met = found;
		else if (!name_ends(image + at, ".man"))
			*body = found;
	}
	return met->len && body->offset;
}

static const uint8_t *descriptor(const struct adsp_chip *chip, const uint8_t *image, uint32_t len)
{
	if (!range_inside(chip->manifest_offset, AM1_SIZE, len) ||
	    memcmp(image + chip->manifest_offset, "$AM1", 4))
		return NULL;
	return image + chip->manifest_offset;
}

/* met has MET_SIZE_V1 bytes or more. */
static bool body_intact(const uint8_t *met, uint32_t met_len, const uint8_t *body, uint32_t len)
{
	uint8_t hash[SHA384_DIGEST_LENGTH];
	bool v2 = met_len >= MET_SIZE_V2;
	SHA2_CTX sha;

	if (v2) {
		SHA384Init(&sha);
		SHA384Update(&sha, body, len);
		SHA384Final(hash, &sha);
	} else {
		SHA256Init(&sha);
		SHA256Update(&sha, body, len);
		SHA256Final(hash, &sha);
	}
	return !memcmp(hash, met + MET_HASH, v2 ? SHA384_DIGEST_LENGTH : SHA256_DIGEST_LENGTH);
}

/* A module's hash is over its loaded segments, one after the other. Segments that are not in this image
 * have a file of their own. */
static bool module_intact(const uint8_t *module, const uint8_t *image, uint32_t len)
{
	static const uint8_t none[SHA256_DIGEST_LENGTH];
	uint8_t hash[SHA256_DIGEST_LENGTH];
	SHA2_CTX sha;

	if (!memcmp(module + MODULE_HASH, none, sizeof(none)))
		return true;
	SHA256Init(&sha);
	for (unsigned i = 0; i < SEGMENTS; i++) {
		const uint8_t *segment = module + MODULE_SEGMENTS + 12 * i;
		uint32_t flags = get_le32(segment), from = get_le32(segment + 8);
		uint32_t size = (flags >> 16) * 4096;

		if (!(flags & SEGMENT_LOAD) || !size)
			continue;
		if (!range_inside(from, size, len))
			return i == 0;
		SHA256Update(&sha, image + from, size);
	}
	SHA256Final(hash, &sha);
	return !memcmp(hash, module + MODULE_HASH, sizeof(hash));
}

/* cAVS 1.5: no directory, a signed header (CSS), and hashes of the modules. */
static unsigned check_modules(const struct adsp_chip *chip, const uint8_t *image, uint32_t len)
{
	const uint8_t *am1 = descriptor(chip, image, len);
	uint64_t at = (uint64_t)chip->manifest_offset + AM1_SIZE;

	if (!am1 || get_le32(image) != CSS_TYPE || get_le32(image + 4) != CSS_WORDS ||
	    get_le32(image + CSS_VENDOR) != 0x8086)
		return ADSP_ERROR_NOT_FOUND;
	for (uint32_t i = 0; i < get_le32(am1 + AM1_MODULES); i++, at += MODULE_SIZE)
		if (i == MODULES_MAX || !range_inside(at, MODULE_SIZE, len) ||
		    !module_intact(image + at, image, len))
			return ADSP_ERROR_SIGNATURE;
	return 0;
}

unsigned adsp_image_check(const struct adsp_chip *chip, const uint8_t *image, uint32_t len)
{
	struct partition met, body;

	if (chip->code_loader)
		return check_modules(chip, image, len);
	if (!find_partitions(chip, image, len, &met, &body) || !descriptor(chip, image, len))
		return ADSP_ERROR_NOT_FOUND;
	if (!range_inside(met.offset, met.len, len) || met.len < MET_SIZE_V1 ||
	    get_le32(image + met.offset) != MET_TYPE || body.offset >= len)
		return ADSP_ERROR_SIGNATURE;
	return body_intact(image + met.offset, met.len, image + body.offset, len - body.offset)
		       ? 0
		       : ADSP_ERROR_SIGNATURE;
}

uint64_t adsp_image_need(const struct adsp_chip *chip, const uint8_t *image, uint32_t len)
{
	const uint8_t *am1 = descriptor(chip, image, len);

	return am1 ? (uint64_t)get_le32(am1 + AM1_PAGES) * 4096 : 0;
}

bool adsp_image_is_ipc4(const struct adsp_chip *chip, const uint8_t *image, uint32_t len)
{
	const uint8_t *am1 = descriptor(chip, image, len);
	uint64_t at = (uint64_t)chip->manifest_offset + AM1_SIZE;
	uint32_t count = am1 ? get_le32(am1 + AM1_MODULES) : 0;

	if (chip->ipc4_only)
		return true;
	for (uint32_t i = 0; i < count && i < MODULES_MAX; i++, at += MODULE_SIZE) {
		if (!range_inside(at, MODULE_SIZE, len))
			return false;
		if (!memcmp(image + at + MODULE_NAME, "COPIER", 6))
			return true;
	}
	return false;
}

void adsp_image_version(const struct adsp_chip *chip, const uint8_t *image, uint32_t len,
			uint8_t ret[8])
{
	const uint8_t *am1 = descriptor(chip, image, len);

	memset(ret, 0, 8);
	if (am1)
		memcpy(ret, am1 + AM1_VERSION, 8);
}
