/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SOF and AVS firmware files for Intel audio DSPs: an extended manifest that only the host reads,
 * then the payload that the DSP's ROM loads. A file is hostile input: nothing of it is believed
 * before it was measured, and every refusal names the offset and the reason.
 *
 * Offsets called "at" count from the start of the (decompressed) file; offsets inside the payload
 * are called so. All are bytes.
 *
 * Layouts: SOF include/sound/sof/ext_manifest*.h and rimage's cse.h, css.h, plat_auth.h, manifest.h;
 * what those leave open was measured on the images Debian ships. */
#ifndef BACKEND_DSP_FIRMWARE_H
#define BACKEND_DSP_FIRMWARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/support/err.h"
#include "backend/support/strlist.h"

#define FW_FILE_MAX    (16u << 20) /* the largest image shipped is a little over 1 MiB */
#define FW_PAGE	       4096u
#define FW_HASH_MAX    48
#define FW_WINDOW_MAX  16
#define FW_SEGMENT_MAX 3
#define FW_VENDOR      0x8086u

enum fw_compression { FW_PLAIN, FW_XZ, FW_ZSTD };
enum fw_layout {
	FW_LAYOUT_CPD,	/* $CPD directory, $AM1 at payload + 0x2000: APL and later */
	FW_LAYOUT_AVS15 /* CSS header first, $AM1 at payload + 0x284: SKL, KBL */
};
enum fw_ext_kind { FW_EXT_NONE, FW_EXT_XMAN, FW_EXT_AE1 };

struct fw_version {
	uint16_t major, minor, hotfix, build;
};

/* One element of an XMan manifest; the types are enum fw_element_type. */
enum fw_element_type {
	FW_ELEMENT_FW_VERSION,
	FW_ELEMENT_WINDOW,
	FW_ELEMENT_CC_VERSION,
	FW_ELEMENT_PROBE_INFO,
	FW_ELEMENT_DBG_ABI,
	FW_ELEMENT_CONFIG_DATA,
	FW_ELEMENT_PLATFORM
};
struct fw_element {
	uint32_t at, type, size; /* size with the 8-byte element header */
};

struct fw_window {
	uint32_t type, window, flags, size, offset; /* offset inside the SRAM window */
};

struct fw_token {
	uint32_t token, value;
};

/* One module block of a $AE1 manifest. */
struct fw_ext_module {
	uint32_t at, size;
	uint8_t uuid[16];
	struct fw_version version;
	uint32_t type;
	unsigned schedules, pins;
};

struct fw_ext {
	enum fw_ext_kind kind;
	uint32_t size;	  /* bytes before the payload */
	uint32_t version; /* XMan: the dword as stored; $AE1: major << 16 | minor */

	struct fw_element *elements; /* XMan, in file order */
	unsigned element_count;
	bool has_version;
	struct fw_version fw_version;
	char date[13], time[11], tag[7];
	uint32_t abi, src_hash, flags;
	struct fw_window windows[FW_WINDOW_MAX];
	unsigned window_count;
	bool has_compiler;
	uint32_t compiler_version[3];
	char compiler_name[17], compiler_optimisation[5], compiler_text[33];
	bool has_probe_info;
	uint32_t probe_points, injection_dmas;
	bool has_debug_abi;
	uint32_t debug_abi;
	struct fw_token *config, *platform; /* without the empty ones (token 0) */
	unsigned config_count, platform_count;

	struct fw_ext_module *modules; /* $AE1 */
	unsigned module_count;
};

/* $CPD: the directory of the CSE partition. */
struct fw_cpd_entry {
	uint32_t at;
	char name[13];
	uint32_t offset, size; /* inside the payload, as stored */
};
struct fw_cpd {
	bool present;
	unsigned version; /* 1: 8-bit sum; 2: CRC-32 */
	char name[5];
	uint32_t header_size;
	struct fw_cpd_entry *entries;
	unsigned entry_count;
	uint32_t checksum_stored, checksum_computed;
};

/* The signed header. Its key says who signed; the ROM accepts only the key fused in the part. */
struct fw_css {
	uint32_t at;
	uint32_t type, header_words, version, size_words;
	uint32_t intel_key;    /* reserved0: 1 on Intel-signed images of CNL and later, else 0 */
	uint32_t vendor, date; /* date: BCD yyyymmdd */
	struct fw_version fw_version;
	uint32_t svn;
	unsigned key_bits;
	uint32_t exponent;
	uint32_t modulus_at, signature_at; /* little-endian numbers of key_bits bits */
	uint8_t modulus_sha1[20];
	bool signature_zero; /* never signed */
	uint32_t extension_at, extension_end;
};

/* The .met extension (type 17): the hash of the body. */
struct fw_met {
	bool present;
	uint32_t at, size;
	uint32_t imr_type;  /* 3 community, 4 Intel; always 3 on ACE */
	unsigned hash_bits; /* 256 or 384 */
	uint8_t hash[FW_HASH_MAX];
	uint32_t base_offset, limit_offset;
	uint32_t body_at, body_size;
	bool has_own_hash; /* the signed extension 15 or 35 holds the hash of this one */
	uint8_t own_hash[FW_HASH_MAX]; /* as the hash function gives it (stored reversed) */
};

struct fw_segment {
	uint32_t flags, address, offset; /* offset inside the payload; flags[31:16] 4 KiB pages */
};
struct fw_module {
	uint32_t at;
	char name[9];
	uint8_t uuid[16];
	uint32_t type;
	uint8_t hash[32];
	uint32_t entry;
	uint16_t config_offset, config_count;
	uint32_t affinity;
	uint16_t instances, stack_pages;
	struct fw_segment segments[FW_SEGMENT_MAX];
};

/* $AM1: the firmware descriptor, which host and ROM read. */
struct fw_am1 {
	uint32_t at;
	char name[9];
	uint32_t preload_pages, flags, feature_mask;
	struct fw_version version;
	uint32_t hw_buf_base, hw_buf_size, load_offset;
	struct fw_module *modules;
	unsigned module_count;
};

struct fw_image {
	uint8_t *bytes; /* owned: the whole file, decompressed */
	size_t size;
	enum fw_compression compression;
	unsigned ipc; /* 3, 4; 0 when no extended manifest tells */
	enum fw_layout layout;
	uint32_t payload_at, payload_size; /* what is sent to the DSP */
	bool library;			   /* loaded after boot, not by the ROM */
	struct fw_ext ext;
	struct fw_cpd cpd;
	struct fw_css css;
	struct fw_met met;
	struct fw_am1 am1;
};

/* Read a file of at most FW_FILE_MAX bytes, before and after decompression (.xz and .zst are known
 * by their first bytes, not their name), and parse it. EISDIR, ENOENT, EFBIG, ENODATA (empty), EBADMSG. */
bool fw_load(const char *path, struct fw_image *ret, struct err *err);

/* The file that name means: itself when it exists or begins with '/' or '.', else one below /lib/firmware/intel or in
 * the cache of scripts/dev/fetch-firmware.sh ("sof-tgl.ri", "sof-ipc4/tgl/sof-tgl.ri"), compressed or
 * not. The caller frees *ret; *ret_others counts further files of that name. ENOENT with the nearest
 * name as hint. */
bool fw_find(const char *name, char **ret, unsigned *ret_others, struct err *err);

/* Names that fw_find would find, for completion: those that begin so. */
void fw_find_names(const char *prefix, struct strlist *ret);

/* Parse len bytes (copied). EBADMSG: not such a file, cut short, or it contradicts itself; ENOTSUP: a
 * firmware of other hardware. A parsed image is safe to walk; whether it is *right* fw_verify says. */
bool fw_parse(const void *bytes, size_t len, struct fw_image *ret, struct err *err);

/* Free what the image owns; a zeroed or finished image is fine. */
void fw_image_finish(struct fw_image *image);

/* Names for people; NULL for a number without one. */
const char *fw_ext_name(enum fw_ext_kind kind);	  /* "XMan" */
const char *fw_element_name(uint32_t type);	  /* "WINDOW" */
const char *fw_window_name(uint32_t type);	  /* "UPBOX" */
const char *fw_config_token_name(uint32_t token); /* "IPC message size" */
const char *fw_platform_token_name(uint32_t token);
const char *fw_image_type_name(uint32_t am1_flags); /* "main", from bits 2:1 */
/* Who holds the key, from the SHA-1 of its modulus: "Intel TGL", "SOF community"; NULL unknown. */
const char *fw_key_name(const uint8_t sha1[20]);

#define FW_UUID_TEXT 37
/* "61EB0CB9-34D8-4F59-A21D-04C54C21D3A4" from a GUID in its memory order. */
char *fw_uuid_format(const uint8_t uuid[16], char buf[FW_UUID_TEXT]);

static inline unsigned fw_segment_pages(const struct fw_segment *segment)
{
	return segment->flags >> 16;
}

/* Whether the payload holds it; bss, and modules that are part of another, are not loaded. */
static inline bool fw_segment_loaded(const struct fw_segment *segment)
{
	return segment->flags & 4 && fw_segment_pages(segment);
}

enum fw_check_state { FW_CHECK_OK, FW_CHECK_FAILED, FW_CHECK_SKIPPED };
struct fw_check {
	const char *name; /* static: "body-hash" */
	enum fw_check_state state;
	uint32_t at; /* where the thing checked lies in the file */
	char detail[200];
};
#define FW_CHECK_MAX 16
struct fw_check_list {
	struct fw_check checks[FW_CHECK_MAX];
	unsigned count, failed;
};

/* Everything that can be checked without the part: sizes, checksums, hashes, tables and whether the
 * signature was made by the key inside the image. It cannot tell whether a part trusts that key. */
void fw_verify(const struct fw_image *image, struct fw_check_list *ret);

#endif
