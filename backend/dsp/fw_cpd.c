/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CSE's part of the payload: the $CPD directory, the signed CSS header with its extensions, and
 * the .met extension that holds the hash of the body.
 *
 * ACE images carry a slip of their signing tool that every one shares and the ROM lives with: the
 * directory places the .met and the body 12 bytes later than they are. Only the body's length in
 * the directory is right, so its entry overshoots the payload by those 12 bytes. */
#include <errno.h>
#include <lzma.h>
#include <sha1.h>
#include <string.h>

#include "backend/dsp/fw_internal.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"

#define CPD_HEADER_V1	16
#define CPD_HEADER_V2	20
#define CPD_ENTRY	24
#define CPD_ENTRY_MAX	64
#define CSS_HEADER	128 /* before the modulus */
#define EXT_HEADER	8
#define EXT_PACKAGE_V1	15 /* signed package info: cAVS */
#define EXT_PACKAGE_ACE 35
#define EXT_MET		17
#define MET_FIXED	64 /* of extension 17, without its hash */
#define ACE_SLIP	12

static void cpd_checksum(const struct fw_image *image, uint32_t len, struct fw_cpd *cpd)
{
	const uint8_t *p = image->bytes + image->payload_at;
	static const uint8_t zero[4];

	if (cpd->version == 1) {
		uint8_t sum = 0;

		for (uint32_t i = 0; i < len; i++)
			sum = (uint8_t)(sum + p[i]);
		cpd->checksum_stored = p[11];
		cpd->checksum_computed = (uint8_t)(p[11] - sum);
		return;
	}
	cpd->checksum_stored = get_le32(p + 16);
	cpd->checksum_computed = lzma_crc32(p, 16, 0);
	cpd->checksum_computed = lzma_crc32(zero, 4, cpd->checksum_computed);
	cpd->checksum_computed = lzma_crc32(p + 20, len - 20, cpd->checksum_computed);
}

static bool cpd_parse_header(struct fw_image *image, struct err *err)
{
	const uint8_t *p = fw_span(image, image->payload_at, CPD_HEADER_V1, "$CPD", err);
	struct fw_cpd *cpd = &image->cpd;
	uint32_t want;

	if (!p)
		return false;
	cpd->present = true;
	cpd->entry_count = get_le32(p + 4);
	cpd->version = p[8];
	cpd->header_size = p[10];
	fw_text(p + 12, 4, cpd->name);
	if ((cpd->version != 1 && cpd->version != 2) || p[9] != 1)
		return fw_bad(err, "$CPD version", image->payload_at + 8,
			      "header %u entry %u, only 1 or 2 and 1 are known", cpd->version,
			      p[9]);
	want = cpd->version == 1 ? CPD_HEADER_V1 : CPD_HEADER_V2;
	if (cpd->header_size != want)
		return fw_bad(err, "$CPD header length", image->payload_at + 10,
			      "%u, version %u has %u", cpd->header_size, cpd->version, want);
	if (!cpd->entry_count || cpd->entry_count > CPD_ENTRY_MAX)
		return fw_bad(err, "$CPD entry count", image->payload_at + 4, "%u, must be 1 to %u",
			      cpd->entry_count, CPD_ENTRY_MAX);
	return true;
}

static bool cpd_parse_entries(struct fw_image *image, struct err *err)
{
	struct fw_cpd *cpd = &image->cpd;
	uint32_t len = cpd->header_size + cpd->entry_count * CPD_ENTRY;
	const uint8_t *p = fw_span(image, image->payload_at, len, "$CPD", err);

	if (!p)
		return false;
	cpd->entries = xcalloc(cpd->entry_count, sizeof(*cpd->entries));
	for (unsigned i = 0; i < cpd->entry_count; i++) {
		struct fw_cpd_entry *e = &cpd->entries[i];
		uint32_t offset = cpd->header_size + i * CPD_ENTRY;

		e->at = image->payload_at + offset;
		fw_text(p + offset, 12, e->name);
		e->offset = get_le32(p + offset + 12);
		e->size = get_le32(p + offset + 16);
	}
	cpd_checksum(image, len, cpd);
	return true;
}

/* The first entry whose name ends so ("" for the one without a suffix), or NULL. */
static const struct fw_cpd_entry *cpd_find(const struct fw_cpd *cpd, const char *suffix)
{
	for (unsigned i = 0; i < cpd->entry_count; i++) {
		const char *dot = strchr(cpd->entries[i].name, '.');

		if (!strcmp(dot ? dot : "", suffix))
			return &cpd->entries[i];
	}
	return NULL;
}

/* How much later than the truth the directory places the .met and the body: 0, or the ACE slip. */
static uint32_t cpd_slip(const struct fw_image *image)
{
	const struct fw_cpd_entry *met = cpd_find(&image->cpd, ".met");

	return image->met.present && met &&
			       image->met.at + ACE_SLIP == image->payload_at + met->offset
		       ? ACE_SLIP
		       : 0;
}

static bool cpd_check_entries(const struct fw_image *image, struct err *err)
{
	uint32_t slip = cpd_slip(image);

	for (unsigned i = 0; i < image->cpd.entry_count; i++) {
		const struct fw_cpd_entry *e = &image->cpd.entries[i];

		if (range_inside(e->offset, e->size, image->payload_size) ||
		    (e->offset >= slip &&
		     range_inside(e->offset - slip, e->size, image->payload_size)))
			continue;
		return err_set(err, EBADMSG,
			       "$CPD entry %u '%s' at 0x%x: 0x%x + 0x%x is past the end of the "
			       "payload (0x%x)",
			       i, e->name, e->at, e->offset, e->size, image->payload_size);
	}
	return true;
}

bool fw_cpd_parse(struct fw_image *image, struct err *err)
{
	const struct fw_cpd_entry *man;

	if (!cpd_parse_header(image, err) || !cpd_parse_entries(image, err))
		return false;
	man = cpd_find(&image->cpd, ".man");
	if (!man)
		return fw_bad(err, "$CPD", image->payload_at,
			      "none of its %u entries is a .man, the signed header",
			      image->cpd.entry_count);
	if (!range_inside(man->offset, man->size, image->payload_size))
		return cpd_check_entries(image, err);
	return fw_css_parse(image, image->payload_at + man->offset, err) &&
	       fw_met_parse(image, err) && cpd_check_entries(image, err);
}

/* Where the sizes of the key stand: cAVS 1.5 has them before the padding, all later headers after. */
static void css_key_words(const uint8_t *p, bool avs15, uint32_t *ret_modulus,
			  uint32_t *ret_exponent)
{
	p += avs15 ? 32 : 120;
	*ret_modulus = get_le32(p);
	*ret_exponent = get_le32(p + 4);
}

static bool css_parse_key(struct fw_image *image, struct err *err)
{
	struct fw_css *css = &image->css;
	const uint8_t *p = image->bytes + css->at;
	uint32_t modulus_words, exponent_words, bytes;
	SHA1_CTX sha1;

	css_key_words(p, image->layout == FW_LAYOUT_AVS15, &modulus_words, &exponent_words);
	bytes = modulus_words * 4;
	if ((modulus_words != 64 && modulus_words != 96) || exponent_words != 1 ||
	    css->header_words != (CSS_HEADER + 4 + 2 * bytes) / 4)
		return fw_bad(err, "CSS header", css->at,
			      "%u words with a modulus of %u and an exponent of %u do not fit",
			      css->header_words, modulus_words, exponent_words);
	p = fw_span(image, css->at, css->header_words * 4, "CSS header", err);
	if (!p)
		return false;
	css->key_bits = modulus_words * 32;
	css->modulus_at = css->at + CSS_HEADER;
	css->exponent = get_le32(p + CSS_HEADER + bytes);
	css->signature_at = css->modulus_at + bytes + 4;
	css->signature_zero = true;
	for (uint32_t i = 0; i < bytes; i++)
		if (image->bytes[css->signature_at + i])
			css->signature_zero = false;
	SHA1Init(&sha1);
	SHA1Update(&sha1, p + CSS_HEADER, bytes);
	SHA1Final(css->modulus_sha1, &sha1);
	return true;
}

bool fw_css_parse(struct fw_image *image, uint32_t at, struct err *err)
{
	const uint8_t *p = fw_span(image, at, CSS_HEADER, "CSS header", err);
	bool avs15 = image->layout == FW_LAYOUT_AVS15;
	struct fw_css *css = &image->css;

	if (!p)
		return false;
	css->at = at;
	css->type = get_le32(p);
	css->header_words = get_le32(p + 4);
	css->version = get_le32(p + 8);
	css->intel_key = get_le32(p + 12);
	css->vendor = get_le32(p + 16);
	css->date = get_le32(p + 20);
	css->size_words = get_le32(p + 24);
	if (!avs15 && (css->type != 4 || memcmp(p + 28, "$MN2", 4)))
		return fw_bad(err, "CSS header", at,
			      "type %u with mark %02x%02x%02x%02x, not 4 "
			      "with '$MN2'",
			      css->type, p[28], p[29], p[30], p[31]);
	if (!avs15) {
		css->fw_version = (struct fw_version){ get_le16(p + 36), get_le16(p + 38),
						       get_le16(p + 40), get_le16(p + 42) };
		css->svn = get_le32(p + 44);
	}
	if (!css_parse_key(image, err))
		return false;
	if (css->size_words < css->header_words || css->size_words > image->payload_size / 4 ||
	    !range_inside(at, css->size_words * 4, image->size))
		return fw_bad(err, "CSS header", at,
			      "its %u words must lie between its own %u and the end of the payload",
			      css->size_words, css->header_words);
	css->extension_at = at + css->header_words * 4;
	css->extension_end = at + css->size_words * 4;
	return true;
}

static bool met_parse(struct fw_image *image, uint32_t at, struct err *err)
{
	const uint8_t *p = fw_span(image, at, MET_FIXED, ".met extension", err);
	struct fw_met *met = &image->met;
	uint32_t hash_bytes;

	if (!p)
		return false;
	met->at = at;
	met->size = get_le32(p + 4);
	hash_bytes = met->size - MET_FIXED;
	if (get_le32(p) != EXT_MET || (hash_bytes != 32 && hash_bytes != 48))
		return fw_bad(err, ".met extension", at,
			      "type %u length 0x%x, must be type %u and 0x60 (SHA-256) or 0x70 "
			      "(SHA-384)",
			      get_le32(p), met->size, EXT_MET);
	if (!fw_span(image, at, met->size, ".met extension", err))
		return false;
	met->present = true;
	met->hash_bits = hash_bytes * 8;
	met->imr_type = get_le32(p + 8);
	memcpy(met->hash, p + 40, hash_bytes);
	p += 40 + hash_bytes;
	met->base_offset = get_le32(p);
	met->limit_offset = get_le32(p + 4);
	return true;
}

/* The signed extension that vouches for the .met: its hash stands there, byte-reversed. */
static void package_parse(struct fw_image *image, uint32_t at, uint32_t type, uint32_t size)
{
	uint32_t hash_offset = type == EXT_PACKAGE_V1 ? 72 : 60;
	uint32_t hash_bytes = size - hash_offset;
	struct fw_met *met = &image->met;

	if (size < hash_offset || (hash_bytes != 32 && hash_bytes != 48))
		return;
	met->has_own_hash = true;
	for (uint32_t i = 0; i < hash_bytes; i++)
		met->own_hash[i] = image->bytes[at + hash_offset + hash_bytes - 1 - i];
}

/* The body ends with the payload; on ACE it begins 12 bytes before its entry. */
static bool met_find_body(struct fw_image *image, struct err *err)
{
	const struct fw_cpd_entry *body = cpd_find(&image->cpd, "");
	uint32_t slip = cpd_slip(image);

	if (!body)
		return fw_bad(err, "$CPD", image->payload_at, "no entry is the body");
	if (body->offset < slip || body->offset - slip > image->payload_size)
		return true; /* cpd_check_entries tells */
	image->met.body_at = image->payload_at + body->offset - slip;
	image->met.body_size = (uint32_t)image->size - image->met.body_at;
	return true;
}

bool fw_met_parse(struct fw_image *image, struct err *err)
{
	const struct fw_cpd_entry *entry = cpd_find(&image->cpd, ".met");
	uint32_t at = image->css.extension_at, end = image->css.extension_end;

	while (at < end) {
		const uint8_t *p = fw_span(image, at, EXT_HEADER, "CSS extension", err);
		uint32_t type, size;

		if (!p)
			return false;
		type = get_le32(p);
		size = get_le32(p + 4);
		if (size < EXT_HEADER || !range_inside(at, size, image->size))
			return fw_bad(err, "CSS extension", at, "type %u has length 0x%x", type,
				      size);
		if (type == EXT_PACKAGE_V1 || type == EXT_PACKAGE_ACE)
			package_parse(image, at, type, size);
		/* Only ACE has it here, and there it reaches past the signed words. */
		if (type == EXT_MET && !met_parse(image, at, err))
			return false;
		at += size;
	}
	if (!entry)
		return fw_bad(err, "$CPD", image->payload_at,
			      "no entry is a .met, the body's hash");
	if (!image->met.present && !met_parse(image, image->payload_at + entry->offset, err))
		return false;
	return met_find_body(image, err);
}
