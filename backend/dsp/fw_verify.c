/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Is this image what its maker made? Each check is one line with the offset it is about. */
#include <sha2.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "backend/dsp/fw_internal.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"

/* The part of the CSS header before the key, which is signed with the extensions after it. */
#define CSS_SIGNED 128

static void add(struct fw_check_list *list, const char *name, enum fw_check_state state,
		uint32_t at, const char *fmt, ...) __attribute__((format(printf, 5, 6)));

static void add(struct fw_check_list *list, const char *name, enum fw_check_state state,
		uint32_t at, const char *fmt, ...)
{
	struct fw_check *check = &list->checks[list->count++];
	va_list ap;

	check->name = name;
	check->state = state;
	check->at = at;
	va_start(ap, fmt);
	vsnprintf(check->detail, sizeof(check->detail), fmt, ap);
	va_end(ap);
	if (state == FW_CHECK_FAILED)
		list->failed++;
}

static enum fw_check_state ok_if(bool good)
{
	return good ? FW_CHECK_OK : FW_CHECK_FAILED;
}

void fw_hash(unsigned hash_bits, const uint8_t *bytes, size_t len, uint8_t *ret)
{
	SHA2_CTX ctx;

	if (hash_bits == 384) {
		SHA384Init(&ctx);
		SHA384Update(&ctx, bytes, len);
		SHA384Final(ret, &ctx);
	} else {
		SHA256Init(&ctx);
		SHA256Update(&ctx, bytes, len);
		SHA256Final(ret, &ctx);
	}
}

/* The first eight bytes: enough to tell two hashes apart in a message. */
static const char *hash_start(const uint8_t *hash, char buf[20])
{
	for (unsigned i = 0; i < 8; i++)
		snprintf(buf + 2 * i, 3, "%02x", hash[i]);
	return buf;
}

static void check_hash(struct fw_check_list *list, const char *name, uint32_t at, unsigned bits,
		       const uint8_t *stored, const uint8_t *bytes, uint32_t from, uint32_t len)
{
	uint8_t computed[FW_HASH_MAX];
	char a[20], b[20];

	fw_hash(bits, bytes + from, len, computed);
	if (!memcmp(stored, computed, bits / 8))
		add(list, name, FW_CHECK_OK, at, "SHA-%u of 0x%x to 0x%x is %s...", bits, from,
		    from + len, hash_start(computed, a));
	else
		add(list, name, FW_CHECK_FAILED, at,
		    "SHA-%u of 0x%x to 0x%x is %s..., the image says %s...", bits, from, from + len,
		    hash_start(computed, a), hash_start(stored, b));
}

static void check_sizes(const struct fw_image *image, struct fw_check_list *list)
{
	uint32_t rest = image->payload_size % FW_PAGE;

	if (rest)
		add(list, "payload-size", FW_CHECK_FAILED, image->payload_at,
		    "0x%x bytes: 0x%x more than a multiple of 4096, the file ends early or late",
		    image->payload_size, rest);
	else
		add(list, "payload-size", FW_CHECK_OK, image->payload_at, "0x%x bytes, %u pages",
		    image->payload_size, image->payload_size / FW_PAGE);
}

static void check_ext(const struct fw_image *image, struct fw_check_list *list)
{
	const struct fw_ext *ext = &image->ext;

	if (ext->kind == FW_EXT_NONE)
		add(list, "manifest", FW_CHECK_SKIPPED, 0, "the file has no extended manifest");
	else if (ext->kind == FW_EXT_XMAN)
		add(list, "manifest", FW_CHECK_OK, 0, "XMan: %u elements fill its 0x%x bytes",
		    ext->element_count, ext->size);
	else
		add(list, "manifest", FW_CHECK_OK, 0, "$AE1: %u modules fill its 0x%x bytes",
		    ext->module_count, ext->size);
}

static void check_cpd(const struct fw_image *image, struct fw_check_list *list)
{
	const struct fw_cpd *cpd = &image->cpd;
	const char *what = cpd->version == 1 ? "8-bit sum" : "CRC-32";
	uint32_t at = image->payload_at + (cpd->version == 1 ? 11 : 16);

	if (!cpd->present) {
		add(list, "cpd-checksum", FW_CHECK_SKIPPED, image->payload_at,
		    "cAVS 1.5 images have no $CPD");
		return;
	}
	if (cpd->checksum_stored == cpd->checksum_computed)
		add(list, "cpd-checksum", FW_CHECK_OK, at, "%s 0x%x over %u entries", what,
		    cpd->checksum_stored, cpd->entry_count);
	else
		add(list, "cpd-checksum", FW_CHECK_FAILED, at, "%s is 0x%x, the image says 0x%x",
		    what, cpd->checksum_computed, cpd->checksum_stored);
}

static void check_css(const struct fw_image *image, struct fw_check_list *list)
{
	const struct fw_css *css = &image->css;

	add(list, "css-header", ok_if(css->vendor == FW_VENDOR), css->at,
	    "vendor 0x%04x, %u-bit key, %u words signed", css->vendor, css->key_bits,
	    css->size_words - css->header_words);
}

static void check_met(const struct fw_image *image, struct fw_check_list *list)
{
	const struct fw_met *met = &image->met;

	if (!met->present) {
		add(list, "met-hash", FW_CHECK_SKIPPED, image->css.at,
		    "cAVS 1.5 images have no .met");
		return;
	}
	if (!met->has_own_hash)
		add(list, "met-hash", FW_CHECK_FAILED, met->at,
		    "no signed extension holds a hash of the .met");
	else
		check_hash(list, "met-hash", met->at, met->hash_bits, met->own_hash, image->bytes,
			   met->at, met->size);
}

static void check_body(const struct fw_image *image, struct fw_check_list *list)
{
	const struct fw_met *met = &image->met;

	if (!met->present) {
		add(list, "body-hash", FW_CHECK_SKIPPED, image->css.at,
		    "cAVS 1.5 images have hashes of their modules only");
		return;
	}
	check_hash(list, "body-hash", met->at, met->hash_bits, met->hash, image->bytes,
		   met->body_at, met->body_size);
	add(list, "body-limit", ok_if(met->limit_offset - met->base_offset == met->body_size),
	    met->at, "0x%x to 0x%x in memory, the body has 0x%x bytes", met->base_offset,
	    met->limit_offset, met->body_size);
}

static void check_am1(const struct fw_image *image, struct fw_check_list *list)
{
	const struct fw_am1 *am1 = &image->am1;
	uint32_t pages = image->payload_size / FW_PAGE;

	add(list, "am1-header", ok_if(fw_image_type_name(am1->flags) && am1->module_count), am1->at,
	    "'%s' %u.%u.%u.%u, %u modules, image flags 0x%x", am1->name, am1->version.major,
	    am1->version.minor, am1->version.hotfix, am1->version.build, am1->module_count,
	    am1->flags);
	if (am1->preload_pages == pages)
		add(list, "preload-pages", FW_CHECK_OK, am1->at + 16, "%u, as the payload has",
		    pages);
	else
		add(list, "preload-pages", FW_CHECK_FAILED, am1->at + 16,
		    "%u, the payload has %u: the ROM would load too %s", am1->preload_pages, pages,
		    am1->preload_pages < pages ? "little" : "much");
}

/* A module of a cAVS 1.5 image may live in a file of its own; its segments then begin at the end of
 * this one. */
static bool module_elsewhere(const struct fw_image *image, const struct fw_module *m)
{
	return image->layout == FW_LAYOUT_AVS15 && m->segments[0].offset >= image->payload_size;
}

static bool segment_inside(const struct fw_image *image, const struct fw_segment *s)
{
	return range_inside(s->offset, (uint64_t)fw_segment_pages(s) * FW_PAGE,
			    image->payload_size);
}

/* Whether every loaded segment lies in the payload. */
static bool check_segments(const struct fw_image *image, struct fw_check_list *list)
{
	const struct fw_am1 *am1 = &image->am1;
	unsigned loaded = 0, elsewhere = 0;

	for (unsigned i = 0; i < am1->module_count; i++) {
		const struct fw_module *m = &am1->modules[i];

		if (module_elsewhere(image, m)) {
			elsewhere++;
			continue;
		}
		for (unsigned j = 0; j < FW_SEGMENT_MAX; j++) {
			const struct fw_segment *s = &m->segments[j];

			if (!fw_segment_loaded(s))
				continue;
			loaded++;
			if (segment_inside(image, s))
				continue;
			add(list, "segments", FW_CHECK_FAILED, m->at + 80 + 12 * j,
			    "'%s' segment %u: 0x%x + %u pages is past the end of the payload "
			    "(0x%x)",
			    m->name, j, s->offset, fw_segment_pages(s), image->payload_size);
			return false;
		}
	}
	add(list, "segments", FW_CHECK_OK, am1->at, "%u loaded segments lie in the payload%s",
	    loaded, elsewhere ? ", some modules in files of their own" : "");
	return true;
}

/* SHA-256 over the loaded segments, one after the other. */
static void module_hash(const struct fw_image *image, const struct fw_module *m, uint8_t ret[32])
{
	SHA2_CTX ctx;

	SHA256Init(&ctx);
	for (unsigned i = 0; i < FW_SEGMENT_MAX; i++) {
		const struct fw_segment *s = &m->segments[i];

		if (fw_segment_loaded(s))
			SHA256Update(&ctx, image->bytes + image->payload_at + s->offset,
				     (size_t)fw_segment_pages(s) * FW_PAGE);
	}
	SHA256Final(ret, &ctx);
}

static void check_modules(const struct fw_image *image, struct fw_check_list *list)
{
	static const uint8_t none[32];
	const struct fw_am1 *am1 = &image->am1;
	unsigned matched = 0;

	for (unsigned i = 0; i < am1->module_count; i++) {
		const struct fw_module *m = &am1->modules[i];
		uint8_t computed[32];
		char a[20], b[20];

		if (module_elsewhere(image, m) || !memcmp(m->hash, none, sizeof(none)))
			continue;
		module_hash(image, m, computed);
		if (!memcmp(computed, m->hash, sizeof(computed))) {
			matched++;
			continue;
		}
		add(list, "module-hashes", FW_CHECK_FAILED, m->at + 32,
		    "'%s': SHA-256 of its segments is %s..., the image says %s...", m->name,
		    hash_start(computed, a), hash_start(m->hash, b));
		return;
	}
	add(list, "module-hashes", matched ? FW_CHECK_OK : FW_CHECK_SKIPPED, am1->at,
	    "%u of %u modules have one%s", matched, am1->module_count,
	    matched ? ", all match" : "");
}

/* What the signature opens to, most significant byte first. */
static bool open_signature(const struct fw_image *image, uint8_t *ret)
{
	const struct fw_css *css = &image->css;
	uint8_t opened[FW_RSA_MAX], exponent[4];
	size_t len = css->key_bits / 8;

	put_le(exponent, css->exponent, 4);
	if (!fw_rsa_power(image->bytes + css->signature_at, exponent, sizeof(exponent),
			  image->bytes + css->modulus_at, len, opened))
		return false;
	for (size_t i = 0; i < len; i++)
		ret[i] = opened[len - 1 - i];
	return true;
}

/* Signed are the header before the key and the extensions after it. A 2048-bit key goes with
 * SHA-256 and PKCS#1 v1.5, a 3072-bit one with SHA-384 and PSS; every image Debian ships opens so. */
static void check_signature(const struct fw_image *image, struct fw_check_list *list)
{
	const struct fw_css *css = &image->css;
	uint32_t len = css->extension_end - css->extension_at;
	unsigned bits = css->key_bits == 2048 ? 256 : 384;
	const char *key = fw_key_name(css->modulus_sha1);
	uint8_t em[FW_RSA_MAX], hash[FW_HASH_MAX];
	autofree uint8_t *text = NULL;

	if (css->signature_zero) {
		add(list, "signature", FW_CHECK_SKIPPED, css->signature_at,
		    "the image is not signed; a ROM refuses it");
		return;
	}
	text = xmalloc(CSS_SIGNED + len);
	memcpy(text, image->bytes + css->at, CSS_SIGNED);
	memcpy(text + CSS_SIGNED, image->bytes + css->extension_at, len);
	fw_hash(bits, text, CSS_SIGNED + len, hash);
	if (open_signature(image, em) && fw_rsa_matches(em, css->key_bits / 8, hash, bits))
		add(list, "signature", FW_CHECK_OK, css->signature_at,
		    "made by the key in the image: %s", key ? key : "of an unknown holder");
	else
		add(list, "signature", FW_CHECK_FAILED, css->signature_at,
		    "not made by the key in the image over this header (0x%x to 0x%x)", css->at,
		    css->extension_end);
}

void fw_verify(const struct fw_image *image, struct fw_check_list *ret)
{
	struct fw_check_list list = { 0 };

	check_ext(image, &list);
	check_sizes(image, &list);
	check_cpd(image, &list);
	check_css(image, &list);
	check_met(image, &list);
	check_body(image, &list);
	check_am1(image, &list);
	if (check_segments(image, &list))
		check_modules(image, &list);
	check_signature(image, &list);
	*ret = list;
}
