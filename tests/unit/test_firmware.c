/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The firmware parser on images made for the purpose: valid, cut short, and damaged. */
#include <criterion/criterion.h>
#include <errno.h>
#include <lzma.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#include "backend/dsp/firmware.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "tests/tools/fwbuild.h"

/* Every kind with each manifest it can have. */
static const struct fwbuild kinds[] = {
	{ .kind = FWBUILD_CAVS_V1, .ipc = 3 }, { .kind = FWBUILD_CAVS_V2, .ipc = 3 },
	{ .kind = FWBUILD_CAVS_V2, .ipc = 4 }, { .kind = FWBUILD_ACE, .ipc = 4 },
	{ .kind = FWBUILD_AVS15, .ipc = 4 },   { .kind = FWBUILD_CAVS_V1, .ipc = 0 },
};

static const struct fwbuild cavs2_ipc3 = { .kind = FWBUILD_CAVS_V2, .ipc = 3 };

static struct fw_image parsed(const struct fwbuild *how)
{
	struct fw_image image = { 0 };
	struct err err = ERR_INIT;
	size_t len;
	autofree uint8_t *bytes = fwbuild_image(how, &len);

	cr_assert(fw_parse(bytes, len, &image, &err), "%s", err.msg);
	return image;
}

/* "0x" and digits somewhere: the message says where. */
static bool names_offset(const char *text)
{
	const char *at = strstr(text, "0x");

	return at && strspn(at + 2, "0123456789abcdef") > 0;
}

/* Refused with an offset, or parsed with a failed check. Returns false when it passed as sound. */
static bool caught(const uint8_t *bytes, size_t len)
{
	struct fw_image image = { 0 };
	struct fw_check_list list;
	struct err err = ERR_INIT;

	if (!fw_parse(bytes, len, &image, &err)) {
		cr_expect(names_offset(err.msg), "no offset in: %s", err.msg);
		return true;
	}
	fw_verify(&image, &list);
	fw_image_finish(&image);
	return list.failed > 0;
}

/* The first failed check, or NULL. */
static const char *first_failed(const struct fw_check_list *list)
{
	for (unsigned i = 0; i < list->count; i++)
		if (list->checks[i].state == FW_CHECK_FAILED)
			return list->checks[i].name;
	return NULL;
}

Test(firmware, built_images_pass_every_check)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		struct fw_image image = parsed(&kinds[i]);
		struct fw_check_list list;

		fw_verify(&image, &list);
		cr_expect_eq(list.failed, 0, "kind %zu: %s", i, first_failed(&list));
		cr_expect_eq(image.ipc, kinds[i].ipc);
		cr_expect_eq(list.checks[list.count - 1].state, FW_CHECK_OK, "the signature");
		fw_image_finish(&image);
	}
}

Test(firmware, xman_elements_are_read)
{
	struct fw_image image = parsed(&cavs2_ipc3);
	const struct fw_ext *ext = &image.ext;

	cr_expect_eq(ext->kind, FW_EXT_XMAN);
	cr_expect_eq(image.payload_at, 768);
	cr_expect_eq(image.payload_size, 0x10000);
	cr_expect_eq(ext->element_count, 7);
	cr_expect_eq(ext->window_count, 7);
	cr_expect_str_eq(fw_window_name(ext->windows[1].type), "UPBOX");
	cr_expect_eq(ext->windows[1].offset, 0x1000);
	cr_expect_str_eq(ext->date, "Jan  1 2026");
	cr_expect_str_eq(ext->tag, "mkfw");
	cr_expect_eq(ext->abi, 0x03016001);
	cr_expect_str_eq(ext->compiler_text, "patterned bytes, no code");
	cr_expect_eq(ext->debug_abi, 0x05003000);
	cr_expect_eq(ext->platform_count, 2);
	cr_expect_eq(ext->platform[1].value, 8192);
	cr_expect_eq(ext->config_count, 1, "padding is not a token");
	cr_expect_eq(ext->config[0].value, 384);
	fw_image_finish(&image);
}

Test(firmware, ae1_modules_are_read)
{
	struct fwbuild how = { .kind = FWBUILD_ACE, .ipc = 4, .library = true };
	struct fw_image image = parsed(&how);
	char uuid[FW_UUID_TEXT];

	cr_expect_eq(image.ext.kind, FW_EXT_AE1);
	cr_expect_eq(image.ext.module_count, 2);
	cr_expect_eq(image.ext.modules[1].pins, 2);
	cr_expect_str_eq(fw_uuid_format(image.ext.modules[0].uuid, uuid),
			 "11111111-1111-1111-1111-111111111111");
	cr_expect(image.library);
	fw_image_finish(&image);
}

Test(firmware, descriptor_and_key_are_read)
{
	struct fw_image image = parsed(&cavs2_ipc3);

	cr_expect_eq(image.cpd.version, 2);
	cr_expect_eq(image.cpd.entry_count, 3);
	cr_expect_str_eq(image.cpd.entries[2].name, "cavs0015");
	cr_expect_eq(image.css.key_bits, 3072);
	cr_expect_eq(image.css.exponent, 65537);
	cr_expect_str_eq(fw_key_name(image.css.modulus_sha1), "barsh test key");
	cr_expect_eq(image.met.hash_bits, 384);
	cr_expect_eq(image.am1.at, 768 + 0x2000);
	cr_expect_eq(image.am1.preload_pages, 16);
	cr_expect_eq(image.am1.load_offset, 0x30000);
	cr_expect_eq(image.am1.module_count, 2);
	cr_expect_str_eq(image.am1.modules[1].name, "BASEFW");
	cr_expect_eq(image.am1.modules[1].entry, 0xbe02c000);
	fw_image_finish(&image);
}

Test(firmware, ace_body_begins_before_its_entry)
{
	struct fwbuild how = { .kind = FWBUILD_ACE, .ipc = 4 };
	struct fw_image image = parsed(&how);

	cr_expect_eq(image.cpd.entries[2].offset, 0x540);
	cr_expect_eq(image.met.body_at, image.payload_at + 0x534);
	cr_expect_eq(image.met.at, image.payload_at + 0x4b4);
	fw_image_finish(&image);
}

Test(firmware, cut_at_every_64th_is_caught)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		size_t len;
		autofree uint8_t *bytes = fwbuild_image(&kinds[i], &len);

		for (size_t part = 1; part < 64; part++)
			cr_expect(caught(bytes, len * part / 64), "kind %zu cut at %zu/64", i,
				  part);
		cr_expect(caught(bytes, len - 1), "kind %zu without its last byte", i);
		cr_expect(caught(bytes, 3), "kind %zu: three bytes", i);
	}
}

/* Every byte up to the end of the module table, so every field of every header. What no checksum
 * covers and no reader depends on (texts of the manifest, module kinds) may pass. */
Test(firmware, no_damaged_byte_crashes_and_none_signed_passes)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		size_t len;
		autofree uint8_t *bytes = fwbuild_image(&kinds[i], &len);
		struct fw_image image = parsed(&kinds[i]);
		size_t step = 23;

		for (size_t at = 0; at < 0x2200; at += step) {
			bool signed_part =
				(at >= image.css.at && at < image.css.at + 40) ||
				(at >= image.css.extension_at && at < image.css.extension_end) ||
				(image.met.present && at >= image.met.body_at);

			bytes[at] ^= 0x55;
			if (!caught(bytes, len))
				cr_expect(!signed_part, "kind %zu: 0x%zx changed unseen", i, at);
			bytes[at] ^= 0x55;
		}
		fw_image_finish(&image);
	}
}

/* The fields a reader depends on, one by one, each set to what breaks it most. */
Test(firmware, each_damaged_header_field_is_caught)
{
	static const struct {
		const char *what;
		uint32_t at;
		unsigned width;
		uint64_t value;
	} fields[] = {
		{ "manifest magic", 0, 4, 0x12345678 },
		{ "manifest length", 4, 4, 0xffffffff },
		{ "manifest length, short", 4, 4, 0x2e4 },
		{ "manifest header size", 8, 4, 0x4000 },
		{ "manifest version", 12, 4, 0x02000000 },
		{ "element size 0", 0x14, 4, 0 },
		{ "element size odd", 0x14, 4, 417 },
		{ "element size huge", 0x14, 4, 0xfffffff8 },
		{ "element too small for its type", 0x14, 4, 16 },
		{ "window count", 0x10 + 20, 4, 17 },
		{ "payload magic", 0x300, 4, 0 },
		{ "legacy payload", 0x300, 4, 0x66656552 },
		{ "entry count", 0x304, 4, 0x0fffffff },
		{ "entry count 0", 0x304, 4, 0 },
		{ "directory version", 0x308, 1, 3 },
		{ "entry version", 0x309, 1, 2 },
		{ "directory header length", 0x30a, 1, 16 },
		{ "directory CRC", 0x310, 4, 0 },
		{ "entry name", 0x314, 4, 0 },
		{ "entry offset", 0x320, 4, 0xfffffff0 },
		{ "entry size", 0x324, 4, 0xffffffff },
		{ "met offset", 0x338, 4, 0x20000 },
		{ "body size", 0x354, 4, 0x80000 },
		{ "css type", 0x35c, 4, 5 },
		{ "css header words", 0x360, 4, 0x7fffffff },
		{ "css vendor", 0x36c, 4, 0x1234 },
		{ "css words", 0x374, 4, 0xffffffff },
		{ "css words, short", 0x374, 4, 3 },
		{ "css mark", 0x378, 4, 0 },
		{ "modulus words", 0x3d4, 4, 0x40000000 },
		{ "exponent words", 0x3d8, 4, 2 },
		{ "modulus even", 0x3dc, 1, 0 },
		{ "exponent", 0x55c, 4, 0 },
		{ "signature", 0x600, 8, 0 },
		{ "extension length 0", 0x6e4, 4, 0 },
		{ "extension length huge", 0x6e4, 4, 0xfffffffc },
		{ "hash of the met", 0x728, 8, 0 },
		{ "met type", 0x7c0, 4, 1 },
		{ "met length", 0x7c4, 4, 0x10 },
		{ "met hash", 0x7e8, 8, 0 },
		{ "am1 magic", 0x2300, 4, 0 },
		{ "am1 header length", 0x2304, 4, 56 },
		{ "preload pages", 0x2310, 4, 0xffffffff },
		{ "module count", 0x2324, 4, 0x20000000 },
		{ "module mark", 0x2334, 4, 0 },
		{ "segment offset", 0x2334 + 88, 4, 0xffffffff },
		{ "segment pages", 0x2334 + 82, 2, 0xffff },
	};

	size_t len;
	autofree uint8_t *good = fwbuild_image(&cavs2_ipc3, &len);
	autofree uint8_t *bytes = xmalloc(len);

	for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
		memcpy(bytes, good, len);
		put_le(bytes + fields[i].at, fields[i].value, fields[i].width);
		cr_expect(caught(bytes, len), "%s", fields[i].what);
	}
}

Test(firmware, message_names_entry_offset_and_limit)
{
	struct fw_image image;
	struct err err = ERR_INIT;
	size_t len;
	autofree uint8_t *bytes = fwbuild_image(&cavs2_ipc3, &len);

	put_le(bytes + 0x354, 0x80000, 4);
	cr_assert_not(fw_parse(bytes, len, &image, &err));
	cr_expect_str_eq(err.msg, "$CPD entry 2 'cavs0015' at 0x344: 0x540 + 0x80000 is past the "
				  "end of the payload (0x10000)");
	cr_expect_eq(err.code, EBADMSG);
}

Test(firmware, body_damage_fails_hash_and_module)
{
	struct fw_check_list list;
	struct fw_image image = parsed(&cavs2_ipc3);

	image.bytes[image.size - 1] ^= 1;
	fw_verify(&image, &list);
	cr_expect_str_eq(first_failed(&list), "body-hash");
	cr_expect_eq(list.failed, 2);
	fw_image_finish(&image);
}

Test(firmware, unsigned_image_is_said_to_be)
{
	struct fw_check_list list;
	struct fw_image image = { 0 };
	struct err err = ERR_INIT;
	size_t len;
	autofree uint8_t *bytes = fwbuild_image(&cavs2_ipc3, &len);

	memset(bytes + 0x560, 0, 384);
	cr_assert(fw_parse(bytes, len, &image, &err), "%s", err.msg);
	fw_verify(&image, &list);
	cr_expect_eq(list.checks[list.count - 1].state, FW_CHECK_SKIPPED);
	cr_expect_eq(list.failed, 0);
	fw_image_finish(&image);
}

Test(firmware, names_of_modules_are_printable)
{
	struct fw_image image = { 0 };
	struct err err = ERR_INIT;
	size_t len;
	autofree uint8_t *bytes = fwbuild_image(&cavs2_ipc3, &len);

	memcpy(bytes + 0x2338, "\x1b[2J", 4);
	cr_assert(fw_parse(bytes, len, &image, &err), "%s", err.msg);
	cr_expect_str_eq(image.am1.modules[0].name, "?[2JUP");
	fw_image_finish(&image);
}

/* A file in a directory of its own, made of these bytes. */
struct scratch {
	char dir[32], path[64];
};

static void scratch_write(struct scratch *s, const void *bytes, size_t len)
{
	FILE *file;

	strcpy(s->dir, "/tmp/barsh-fw.XXXXXX");
	cr_assert(mkdtemp(s->dir));
	snprintf(s->path, sizeof(s->path), "%s/image", s->dir);
	file = fopen(s->path, "wb");
	cr_assert(file && fwrite(bytes, 1, len, file) == len && !fclose(file));
}

static void scratch_remove(struct scratch *s)
{
	unlink(s->path);
	rmdir(s->dir);
}

Test(firmware, load_reads_plain_xz_and_zstd)
{
	size_t len;
	autofree uint8_t *bytes = fwbuild_image(&cavs2_ipc3, &len);
	autofree uint8_t *packed = xmalloc(len * 2);

	for (enum fw_compression how = FW_PLAIN; how <= FW_ZSTD; how++) {
		struct fw_image image = { 0 };
		struct err err = ERR_INIT;
		struct scratch s;
		size_t packed_len = len;

		memcpy(packed, bytes, len);
		if (how == FW_XZ) {
			packed_len = 0;
			cr_assert_eq(lzma_easy_buffer_encode(0, LZMA_CHECK_CRC32, NULL, bytes, len,
							     packed, &packed_len, len * 2),
				     LZMA_OK);
		} else if (how == FW_ZSTD) {
			packed_len = ZSTD_compress(packed, len * 2, bytes, len, 1);
		}
		scratch_write(&s, packed, packed_len);
		cr_assert(fw_load(s.path, &image, &err), "%s", err.msg);
		cr_expect_eq(image.compression, how);
		cr_expect_eq(image.size, len);
		cr_expect_arr_eq(image.bytes, bytes, len);
		fw_image_finish(&image);
		scratch_remove(&s);
	}
}

static void refused(const void *bytes, size_t len, int code, const char *part)
{
	struct fw_image image;
	struct err err = ERR_INIT;
	struct scratch s;

	scratch_write(&s, bytes, len);
	cr_expect_not(fw_load(s.path, &image, &err), "%s", part);
	cr_expect_eq(err.code, code, "%s", err.msg);
	cr_expect(strstr(err.msg, part) && strstr(err.msg, s.path), "%s", err.msg);
	scratch_remove(&s);
}

/* A cache with one image, which is called NAME; the environment leads to it. */
static void make_cache(struct scratch *s, const char *below, const char *name)
{
	autofree char *dir = NULL, *command = NULL;

	strcpy(s->dir, "/tmp/barsh-fw.XXXXXX");
	cr_assert(mkdtemp(s->dir));
	dir = xasprintf("%s/barsh/firmware/%s", s->dir, below);
	command = xasprintf("mkdir -p %s && echo x >%s/%s", dir, dir, name);
	cr_assert_eq(system(command), 0);
	setenv("XDG_CACHE_HOME", s->dir, 1);
}

static void remove_cache(struct scratch *s)
{
	autofree char *command = xasprintf("rm -r %s", s->dir);

	cr_expect_eq(system(command), 0);
}

static void found_as(const char *name, const char *end)
{
	autofree char *path = NULL;
	struct err err = ERR_INIT;
	unsigned others;

	cr_assert(fw_find(name, &path, &others, &err), "%s", err.msg);
	cr_expect_str_eq(path + strlen(path) - strlen(end), end, "%s", path);
}

Test(firmware, find_looks_into_the_cache)
{
	struct scratch s;

	make_cache(&s, "suite/intel/sof-ipc4/zzz", "sof-zzz.ri.xz");
	found_as("sof-zzz.ri", "/barsh/firmware/suite/intel/sof-ipc4/zzz/sof-zzz.ri.xz");
	found_as("sof-ipc4/zzz/sof-zzz.ri", "/sof-ipc4/zzz/sof-zzz.ri.xz");
	remove_cache(&s);
}

Test(firmware, find_leaves_paths_alone)
{
	found_as("/nowhere/sof-tgl.ri", "/nowhere/sof-tgl.ri");
	found_as("./sof-tgl.ri", "./sof-tgl.ri");
}

Test(firmware, find_offers_the_nearest_name)
{
	struct err err = ERR_INIT;
	unsigned others;
	struct scratch s;
	char *path;

	make_cache(&s, "suite/intel/sof", "sof-quux.ri");
	cr_expect_not(fw_find("sof-quxx.ri", &path, &others, &err));
	cr_expect_eq(err.code, ENOENT);
	cr_expect_str_eq(err.hint, "did you mean sof-quux.ri?");
	remove_cache(&s);
}

Test(firmware, names_for_completion_are_images_only)
{
	autostrlist names = STRLIST_INIT;
	struct scratch s;

	make_cache(&s, "suite/intel/sof", "sof-quux.ri.zst");
	fw_find_names("sof-qu", &names);
	cr_assert_eq(names.count, 1);
	cr_expect_str_eq(names.items[0], "sof-quux.ri");
	remove_cache(&s);
	make_cache(&s, "suite/intel/sof", "sof-quux.ldc");
	strlist_finish(&names);
	fw_find_names("sof-qu", &names);
	cr_expect_eq(names.count, 0);
	remove_cache(&s);
}

Test(firmware, load_refuses_an_empty_file)
{
	refused("", 0, ENODATA, "empty");
}

Test(firmware, load_refuses_what_is_no_firmware)
{
	refused("\x7f"
		"ELF and so on",
		14, EBADMSG, "not a firmware file: at 0x0 7f 45 4c 46");
}

Test(firmware, what_lies_beside_images_is_told_by_name)
{
	struct fw_image image;
	struct err err = ERR_INIT;

	cr_expect_not(fw_parse("Logs....", 8, &image, &err));
	cr_expect(strstr(err.hint, "trace dictionary"), "%s", err.hint);
	cr_expect_not(fw_parse("CoSA....", 8, &image, &err));
	cr_expect(strstr(err.hint, "topology"), "%s", err.hint);
}

Test(firmware, load_refuses_a_file_too_large)
{
	autofree uint8_t *bytes = xcalloc(1, FW_FILE_MAX + 1);

	refused(bytes, FW_FILE_MAX + 1, EFBIG, "more than 16777216 bytes");
}

/* A few KiB that unpack to more than any image: neither memory nor time is spent on them. */
Test(firmware, load_refuses_what_unpacks_too_large)
{
	size_t len = FW_FILE_MAX + 1, xz_len = 0, zstd_len;
	autofree uint8_t *zeros = xcalloc(1, len), *packed = xmalloc(1 << 20);

	cr_assert_eq(lzma_easy_buffer_encode(0, LZMA_CHECK_CRC32, NULL, zeros, len, packed, &xz_len,
					     1 << 20),
		     LZMA_OK);
	refused(packed, xz_len, EFBIG, "xz: unpacks to more than");
	zstd_len = ZSTD_compress(packed, 1 << 20, zeros, len, 1);
	cr_assert_not(ZSTD_isError(zstd_len));
	refused(packed, zstd_len, EFBIG, "zstd: unpacks to more than");
}

Test(firmware, load_refuses_packed_files_cut_short)
{
	size_t len, xz_len = 0, zstd_len;
	autofree uint8_t *bytes = fwbuild_image(&cavs2_ipc3, &len);
	autofree uint8_t *packed = xmalloc(len * 2);

	cr_assert_eq(lzma_easy_buffer_encode(0, LZMA_CHECK_CRC32, NULL, bytes, len, packed, &xz_len,
					     len * 2),
		     LZMA_OK);
	refused(packed, xz_len / 2, EBADMSG, "xz: cut short at 0x");
	zstd_len = ZSTD_compress(packed, len * 2, bytes, len, 1);
	refused(packed, zstd_len / 2, EBADMSG, "zstd: cut short at 0x");
	packed[zstd_len / 2] ^= 0xff;
	packed[zstd_len / 3] ^= 0xff;
	packed[5] ^= 0xff;
	refused(packed, zstd_len, EBADMSG, "zstd: damaged at 0x");
}

Test(firmware, load_refuses_directory_missing_and_fifo)
{
	struct fw_image image;
	struct err err = ERR_INIT;
	struct scratch s;

	scratch_write(&s, "x", 1);
	cr_expect_not(fw_load(s.dir, &image, &err));
	cr_expect_eq(err.code, EISDIR, "%s", err.msg);
	unlink(s.path);
	cr_expect_not(fw_load(s.path, &image, &err));
	cr_expect_eq(err.code, ENOENT, "%s", err.msg);
	cr_assert_eq(mkfifo(s.path, 0600), 0);
	cr_expect_not(fw_load(s.path, &image, &err));
	cr_expect_eq(err.code, EINVAL, "%s", err.msg);
	scratch_remove(&s);
}
