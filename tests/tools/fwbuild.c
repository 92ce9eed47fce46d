/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/tools/fwbuild.h"

#include <lzma.h>
#include <string.h>

#include "backend/dsp/fw_internal.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "tests/tools/fwbuild_keys.h"

/* Where everything lies in the payload, as in the images that Debian ships. */
struct geometry {
	uint8_t cpd_version, cpd_header;
	uint32_t css, key_words;
	uint32_t package_type, package_size, info_size, signed_words;
	uint32_t met, met_entry, met_size;
	uint32_t body, body_entry, man_size;
	uint32_t am1, load_offset, css_version, am1_flags;
	const char *body_name, *met_name;
};

static const struct geometry geometries[] = {
	[FWBUILD_CAVS_V1] = {
		.cpd_version = 1, .cpd_header = 16, .css = 0x58, .key_words = 64,
		.package_type = 15, .package_size = 104, .info_size = 88, .signed_words = 209,
		.met = 0x3c0, .met_entry = 0x3c0, .met_size = 0x60, .body = 0x440,
		.body_entry = 0x440, .man_size = 0x344, .am1 = 0x2000, .load_offset = 0x30000,
		.css_version = 0x10000, .body_name = "cavs0015", .met_name = "cavs0015.met",
	},
	[FWBUILD_CAVS_V2] = {
		.cpd_version = 2, .cpd_header = 20, .css = 0x5c, .key_words = 96,
		.package_type = 15, .package_size = 120, .info_size = 104, .signed_words = 281,
		.met = 0x4c0, .met_entry = 0x4c0, .met_size = 0x70, .body = 0x540,
		.body_entry = 0x540, .man_size = 0x464, .am1 = 0x2000, .load_offset = 0x30000,
		.css_version = 0x21000, .body_name = "cavs0015", .met_name = "cavs0015.met",
	},
	[FWBUILD_ACE] = {
		.cpd_version = 2, .cpd_header = 20, .css = 0x5c, .key_words = 96,
		.package_type = 35, .package_size = 108, .info_size = 104, .signed_words = 281,
		.met = 0x4b4, .met_entry = 0x4c0, .met_size = 0x70, .body = 0x534,
		.body_entry = 0x540, .man_size = 0x4b8, .am1 = 0x2000, .load_offset = 0x40000,
		.css_version = 0x21000, .am1_flags = 2, .body_name = "ADSP",
		.met_name = "ADSP.met",
	},
	[FWBUILD_AVS15] = {
		.key_words = 64, .signed_words = 0x800, .am1 = 0x284, .css_version = 0x10000,
	},
};

struct build {
	const struct geometry *g;
	bool library;
	bool ipc4;
	uint8_t *payload;
	uint32_t size;
};

static void put32(uint8_t *p, uint32_t value)
{
	put_le(p, value, 4);
}

static void put_text(uint8_t *p, const char *text)
{
	memcpy(p, text, strlen(text));
}

static void put_version(uint8_t *p, unsigned major, unsigned minor)
{
	put_le(p, major, 2);
	put_le(p + 2, minor, 2);
	put_le(p + 6, 1, 2);
}

/* Bytes that look like nothing else and differ in every page. */
static void fill_pattern(uint8_t *p, uint32_t len)
{
	uint32_t x = 0x5eed;

	for (uint32_t i = 0; i < len; i++) {
		x = x * 1664525 + 1013904223;
		p[i] = (uint8_t)(x >> 24);
	}
}

/* pages of code and data from offset; the hash is over both */
static void put_module(const struct build *b, uint8_t *p, const char *name, uint8_t id,
		       uint32_t address, uint32_t offset, uint32_t pages)
{
	uint32_t code = (pages + 1) / 2, data = pages - code;

	put_text(p, "$AME");
	put_text(p + 4, name);
	memset(p + 12, id, 16);
	put32(p + 28, 0x21);
	fw_hash(256, b->payload + offset, (size_t)pages * FW_PAGE, p + 32);
	put32(p + 64, address);
	put32(p + 72, 3);
	put_le(p + 76, 1, 2);
	put_le(p + 78, 1, 2);
	put32(p + 80, code << 16 | 0x001f);
	put32(p + 84, address);
	put32(p + 88, offset);
	put32(p + 92, data ? data << 16 | 0x012f : 0xf00);
	put32(p + 96, data ? address + code * FW_PAGE : 0);
	put32(p + 100, data ? offset + code * FW_PAGE : 0);
	put32(p + 104, 4u << 16 | 0x0202);
	put32(p + 108, address + pages * FW_PAGE);
}

static void put_am1(const struct build *b)
{
	uint8_t *p = b->payload + b->g->am1;
	uint32_t code = b->g->cpd_version ? 0x8000 : 0x2000;
	uint32_t pages = (b->size - code) / FW_PAGE;
	uint32_t copier = b->ipc4 ? 1 : 0; /* a module that every IPC4 image has, and no IPC3 one */

	put_text(p, "$AM1");
	put32(p + 4, 52);
	put_text(p + 8, "ADSPFW");
	put32(p + 16, b->size / FW_PAGE);
	put32(p + 20, b->library ? 4 : b->g->am1_flags);
	put32(p + 24, 0xffff);
	put_version(p + 28, 2, 2);
	put32(p + 36, 2 + copier);
	put32(p + 48, b->g->load_offset);
	put_module(b, p + 52, "BRNGUP", 0x11, 0xb0038000, code, 1);
	put_module(b, p + 52 + 0x74, "BASEFW", 0x22, 0xbe02c000, code + FW_PAGE,
		   pages - 1 - copier);
	if (copier)
		put_module(b, p + 52 + 2 * 0x74, "COPIER", 0x33, 0xbe100000, b->size - FW_PAGE, 1);
}

static void put_entry(uint8_t *p, const char *name, uint32_t offset, uint32_t size)
{
	put_text(p, name);
	put32(p + 12, offset);
	put32(p + 16, size);
}

static void put_cpd(const struct build *b)
{
	const struct geometry *g = b->g;
	uint8_t *p = b->payload, *entry = p + g->cpd_header, sum = 0;
	uint32_t len = g->cpd_header + 3u * 24;

	put_text(p, "$CPD");
	put32(p + 4, 3);
	p[8] = g->cpd_version;
	p[9] = 1;
	p[10] = g->cpd_header;
	put_text(p + 12, "ADSP");
	put_entry(entry, "ADSP.man", g->css, g->man_size);
	put_entry(entry + 24, g->met_name, g->met_entry, g->met_size);
	put_entry(entry + 48, g->body_name, g->body_entry, b->size - g->body);
	if (g->cpd_version == 2) {
		put32(p + 16, lzma_crc32(p, len, 0));
		return;
	}
	for (uint32_t i = 0; i < len; i++)
		sum = (uint8_t)(sum + p[i]);
	p[11] = (uint8_t)(0 - sum);
}

/* The .met, and the signed extensions, one of which has the hash of the .met. */
static void put_extensions(const struct build *b)
{
	const struct geometry *g = b->g;
	uint32_t hash_bytes = g->met_size - 64, name = g->package_type == 15 ? 52 : 40;
	uint8_t *package = b->payload + g->css + 4 * (33 + 2 * g->key_words);
	uint8_t *info = package + g->package_size, *met = b->payload + g->met;
	uint8_t hash[FW_HASH_MAX];

	put32(met, 17);
	put32(met + 4, g->met_size);
	put32(met + 8, 3);
	fw_hash(hash_bytes * 8, b->payload + g->body, b->size - g->body, met + 40);
	put32(met + 40 + hash_bytes, 0x2000);
	put32(met + 44 + hash_bytes, 0x2000 + b->size - g->body);

	put32(info, 22);
	put32(info + 4, g->info_size);
	put_text(info + 8, "ADSP");
	put32(info + 12, b->size);

	put32(package, g->package_type);
	put32(package + 4, g->package_size);
	put_text(package + 8, "ADSP");
	put_text(package + name, g->met_name);
	put32(package + g->package_size - hash_bytes - 4, g->met_size);
	fw_hash(hash_bytes * 8, met, g->met_size, hash);
	for (uint32_t i = 0; i < hash_bytes; i++)
		package[g->package_size - 1 - i] = hash[i];
}

static void put_css(const struct build *b)
{
	const struct geometry *g = b->g;
	uint8_t *p = b->payload + g->css;
	uint32_t key_bytes = g->key_words * 4;

	put32(p, g->cpd_version ? 4 : 6);
	put32(p + 4, 33 + 2 * g->key_words);
	put32(p + 8, g->css_version);
	put32(p + 16, FW_VENDOR);
	put32(p + 20, 0x20260101);
	put32(p + 24, g->signed_words);
	if (g->cpd_version) {
		put_text(p + 28, "$MN2");
		put_version(p + 36, 2, 2);
		put32(p + 120, g->key_words);
		put32(p + 124, 1);
	} else {
		put32(p + 28, g->key_words);
		put32(p + 32, g->key_words);
		put32(p + 36, 1);
	}
	memcpy(p + 128, key_bytes == 256 ? fwbuild_modulus_2048 : fwbuild_modulus_3072, key_bytes);
	put32(p + 128 + key_bytes, 65537);
}

/* EMSA-PKCS1-v1_5 with SHA-256 */
static void encode_pkcs1(const uint8_t *hash, uint8_t *em, size_t len)
{
	static const uint8_t info[] = { 0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
					0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20 };

	memset(em, 0xff, len);
	em[0] = 0;
	em[1] = 1;
	em[len - 32 - sizeof(info) - 1] = 0;
	memcpy(em + len - 32 - sizeof(info), info, sizeof(info));
	memcpy(em + len - 32, hash, 32);
}

/* EMSA-PSS with SHA-384 and a salt of 32 bytes, always the same: images can be compared. */
static void encode_pss(const uint8_t *hash, uint8_t *em, size_t len)
{
	uint8_t text[8 + 48 + 32] = { 0 }, seed[48 + 4] = { 0 }, mask[48];
	size_t db = len - 49;

	memcpy(text + 8, hash, 48);
	memset(text + 56, 0x5a, 32);
	memset(em, 0, len);
	em[db - 33] = 1;
	memcpy(em + db - 32, text + 56, 32);
	fw_hash(384, text, sizeof(text), em + db);
	em[len - 1] = 0xbc;
	memcpy(seed, em + db, 48);
	for (size_t i = 0; i < db; i++) {
		if (i % 48 == 0) {
			seed[51] = (uint8_t)(i / 48);
			fw_hash(384, seed, sizeof(seed), mask);
		}
		em[i] ^= mask[i % 48];
	}
	em[0] &= 0x7f;
}

static void sign(const struct build *b)
{
	const struct geometry *g = b->g;
	uint32_t key_bytes = g->key_words * 4, header = 4 * (33 + 2 * g->key_words);
	uint32_t rest = g->signed_words * 4 - header;
	uint8_t *css = b->payload + g->css;
	autofree uint8_t *text = xmalloc(128 + rest);
	uint8_t hash[FW_HASH_MAX], em[FW_RSA_MAX], reversed[FW_RSA_MAX];

	memcpy(text, css, 128);
	memcpy(text + 128, css + header, rest);
	fw_hash(key_bytes == 256 ? 256 : 384, text, 128 + rest, hash);
	if (key_bytes == 256)
		encode_pkcs1(hash, em, key_bytes);
	else
		encode_pss(hash, em, key_bytes);
	for (uint32_t i = 0; i < key_bytes; i++)
		reversed[i] = em[key_bytes - 1 - i];
	fw_rsa_power(reversed, key_bytes == 256 ? fwbuild_private_2048 : fwbuild_private_3072,
		     key_bytes, css + 128, key_bytes, css + 132 + key_bytes);
}

static uint8_t *put_element(uint8_t *p, uint32_t type, uint32_t size, uint32_t ext_type)
{
	put32(p, type);
	put32(p + 4, size);
	if (ext_type) {
		put32(p + 8, size - 8);
		put32(p + 12, 0x70000000);
		put32(p + 16, ext_type);
	}
	return p + size;
}

/* The windows of every cAVS image of SOF 2.2: {type, window, size, offset} */
static void put_windows(uint8_t *p)
{
	static const uint16_t windows[][4] = {
		{ 5, 0, 0x1000, 0 }, { 1, 0, 0x1000, 0x1000 }, { 0, 1, 0x2000, 0 },
		{ 3, 2, 0x800, 0 },  { 6, 2, 0x800, 0x800 },   { 4, 2, 0x1000, 0x1000 },
		{ 2, 3, 0x2000, 0 },
	};

	put32(p, ARRAY_SIZE(windows));
	for (size_t i = 0; i < ARRAY_SIZE(windows); i++) {
		uint8_t *w = p + 4 + 24 * i;

		put32(w + 4, windows[i][0]);
		put32(w + 8, windows[i][1]);
		put32(w + 16, windows[i][2]);
		put32(w + 20, windows[i][3]);
	}
}

static uint32_t put_xman(uint8_t *start)
{
	uint8_t *p = start + 16;

	put_text(start, "XMan");
	put32(start + 8, 16);
	put32(start + 12, 0x01000000);

	put_windows(p + 20);
	p = put_element(p, FW_ELEMENT_WINDOW, 416, 1);
	put32(p + 8, 2);
	put32(p + 12, 4096);
	put32(p + 16, 3);
	put32(p + 20, 8192);
	p = put_element(p, FW_ELEMENT_PLATFORM, 32, 0);
	put32(p + 8, 60);
	put_le(p + 12, 2, 2);
	put_le(p + 14, 2, 2);
	put_le(p + 18, 0xffff, 2);
	put_text(p + 20, "Jan  1 2026");
	put_text(p + 32, "00:00:00");
	put_text(p + 42, "mkfw");
	put32(p + 48, 0x03016001);
	p = put_element(p, FW_ELEMENT_FW_VERSION, 80, 0);
	put_text(p + 48, "mkfw");
	put_text(p + 64, "-O2");
	put_text(p + 68, "patterned bytes, no code");
	p = put_element(p, FW_ELEMENT_CC_VERSION, 112, 2);
	p = put_element(p, FW_ELEMENT_PROBE_INFO, 48, 3);
	put32(p + 20, 0x05003000);
	p = put_element(p, FW_ELEMENT_DBG_ABI, 32, 4);
	put32(p + 8, 1);
	put32(p + 12, 384);
	p = put_element(p, FW_ELEMENT_CONFIG_DATA, 32, 0);
	put32(start + 4, (uint32_t)(p - start));
	return (uint32_t)(p - start);
}

/* Two modules, the second with a schedule and two pins. */
static uint32_t put_ae1(uint8_t *start)
{
	uint8_t *p = start + 16;

	put_text(start, "$AE1");
	put_le(start + 8, 1, 2);
	put32(start + 12, 2);
	for (unsigned i = 0; i < 2; i++) {
		uint32_t size = 40 + i * (4 + 2 * 24);

		put32(p, size);
		memset(p + 4, i ? 0x22 : 0x11, 16);
		put_version(p + 20, 2, 5);
		put_le(p + 36, i, 2);
		put_le(p + 38, 2 * i, 2);
		p += size;
	}
	put32(start + 4, (uint32_t)(p - start));
	return (uint32_t)(p - start);
}

uint8_t *fwbuild_image(const struct fwbuild *how, size_t *ret_len)
{
	struct build b = {
		.g = &geometries[how->kind],
		.library = how->library,
		.ipc4 = how->ipc == 4 && !how->library,
	};
	uint8_t manifest[1024] = { 0 }, *image;
	uint32_t ext = 0;

	b.size = (how->pages ? how->pages : 16) * FW_PAGE;
	b.payload = xcalloc(1, b.size);
	fill_pattern(b.payload + 0x2000, b.size - 0x2000);
	memset(b.payload + b.g->am1, 0, 0x1000);
	put_am1(&b);
	put_css(&b);
	if (b.g->cpd_version) {
		put_extensions(&b);
		put_cpd(&b);
	}
	sign(&b);
	if (how->ipc == 3)
		ext = put_xman(manifest);
	else if (how->ipc == 4)
		ext = put_ae1(manifest);
	*ret_len = ext + b.size;
	image = xmalloc(*ret_len);
	memcpy(image, manifest, ext);
	memcpy(image + ext, b.payload, b.size);
	free(b.payload);
	return image;
}
