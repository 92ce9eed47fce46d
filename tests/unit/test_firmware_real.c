/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parser against images it did not make: whatever scripts/dev/fetch-firmware.sh has put in the
 * cache. Without them these tests skip. */
#include <criterion/criterion.h>
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/dsp/firmware.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/support/strlist.h"

static struct strlist found; /* nftw has no argument of the caller's */

static bool ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);

	return n >= m && !strcmp(text + n - m, end);
}

static int collect(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st, (void)at;
	if (type == FTW_F && !strstr(path, "tplg") &&
	    (ends_with(path, ".ri") || ends_with(path, ".llext") || strstr(path, "dsp_fw_") ||
	     strstr(path, "/avs/")))
		strlist_add(&found, path);
	return 0;
}

static char *cache_path(const char *below)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

	if (cache && cache[0])
		return xasprintf("%s/barsh/firmware%s", cache, below);
	return xasprintf("%s/.cache/barsh/firmware%s", home ? home : "", below);
}

/* All image files of the cache; ends the test as skipped when there are none. */
static void find_images(void)
{
	autofree char *dir = cache_path("");

	nftw(dir, collect, 16, FTW_PHYS);
	strlist_sort_unique(&found);
	if (!found.count)
		cr_skip_test("no images in %s: scripts/dev/fetch-firmware.sh fetches some", dir);
}

/* Images of other DSPs, and parts of images, are refused by name, not by accident. */
static bool meant_for_others(const char *path, const struct err *err)
{
	if (err->code == ENOTSUP)
		return strstr(path, "sof-byt") || strstr(path, "sof-cht") ||
		       strstr(path, "sof-bdw");
	return strstr(path, "/dsp_mod_") && strstr(err->msg, "not a firmware file");
}

static void check_image(const char *path, unsigned *ret_checked)
{
	struct fw_image image = { 0 };
	struct fw_check_list list;
	struct err err = ERR_INIT;

	if (!fw_load(path, &image, &err)) {
		cr_expect(meant_for_others(path, &err), "%s", err.msg);
		return;
	}
	fw_verify(&image, &list);
	for (unsigned i = 0; i < list.count; i++) {
		const struct fw_check *check = &list.checks[i];

		cr_expect_neq(check->state, FW_CHECK_FAILED, "%s: %s at 0x%x: %s", path,
			      check->name, check->at, check->detail);
		if (!strcmp(check->name, "signature"))
			cr_expect_eq(check->state, FW_CHECK_OK, "%s: %s", path, check->detail);
	}
	(*ret_checked)++;
	fw_image_finish(&image);
}

Test(firmware_real, every_image_parses_and_verifies)
{
	unsigned checked = 0;

	find_images();
	for (size_t i = 0; i < found.count; i++)
		check_image(found.items[i], &checked);
	cr_expect_geq(checked, 10, "only %u of %zu files are images", checked, found.count);
}

/* One byte of the payload changed anywhere: the verdict changes. Every 31st image will do. */
Test(firmware_real, one_changed_byte_is_seen)
{
	find_images();
	for (size_t i = 0; i < found.count; i += 31) {
		struct fw_image image = { 0 };
		struct fw_check_list list;
		struct err err = ERR_INIT;

		if (!fw_load(found.items[i], &image, &err))
			continue;
		if (image.layout == FW_LAYOUT_CPD) {
			image.bytes[image.met.body_at + image.met.body_size / 2] ^= 0x10;
			fw_verify(&image, &list);
			cr_expect_geq(list.failed, 1, "%s", found.items[i]);
		}
		fw_image_finish(&image);
	}
}

/* Counts and versions of Debian's firmware-sof-signed 2025.01-1 and firmware-intel-sound 20250410-2. */
struct expected {
	const char *path;
	unsigned ipc, size, manifest, cpd;
	struct fw_version version;
	unsigned modules, pages, load_offset;
};

static const struct expected trixie[] = {
	{ "sof/intel-signed/sof-apl.ri", 3, 320256, 768, 1, { 2, 2, 0, 1 }, 2, 78, 0x2000 },
	{ "sof/intel-signed/sof-cnl.ri", 3, 557824, 768, 1, { 2, 2, 0, 1 }, 2, 136, 0x30000 },
	{ "sof/intel-signed/sof-icl.ri", 3, 557824, 768, 1, { 2, 2, 0, 1 }, 2, 136, 0x30000 },
	{ "sof/intel-signed/sof-jsl.ri", 3, 426752, 768, 1, { 2, 2, 0, 1 }, 2, 104, 0x30000 },
	{ "sof/intel-signed/sof-tgl.ri", 3, 525056, 768, 2, { 2, 2, 0, 1 }, 2, 128, 0x30000 },
	{ "sof/intel-signed/sof-tgl-h.ri", 3, 447232, 768, 2, { 2, 2, 0, 1 }, 2, 109, 0x30000 },
	{ "sof-ipc4/tgl/community/sof-tgl.ri",
	  4,
	  707036,
	  2524,
	  2,
	  { 2, 12, 0, 1 },
	  25,
	  172,
	  0x30000 },
	{ "sof-ipc4/tgl-h/intel-signed/sof-tgl-h.ri",
	  4,
	  674268,
	  2524,
	  2,
	  { 2, 12, 0, 1 },
	  25,
	  164,
	  0x30000 },
	{ "sof-ipc4/mtl/intel-signed/sof-mtl.ri",
	  4,
	  1002132,
	  2708,
	  2,
	  { 2, 12, 0, 1 },
	  27,
	  244,
	  0x40000 },
	{ "sof-ipc4/arl-s/intel-signed/sof-arl-s.ri",
	  4,
	  1002132,
	  2708,
	  2,
	  { 2, 12, 0, 1 },
	  27,
	  244,
	  0x40000 },
	{ "sof-ipc4/lnl/intel-signed/sof-lnl.ri",
	  4,
	  936204,
	  2316,
	  2,
	  { 2, 12, 0, 1 },
	  23,
	  228,
	  0x40000 },
	{ "sof-ipc4-lib/lnl/intel-signed/drc.llext",
	  4,
	  57452,
	  108,
	  2,
	  { 2, 12, 0, 1 },
	  1,
	  14,
	  0x40000 },
	{ "avs/skl/dsp_basefw.bin", 4, 243016, 1352, 0, { 9, 21, 0, 4899 }, 12, 59, 0 },
	{ "avs/apl/dsp_basefw.bin", 4, 505632, 1824, 1, { 9, 22, 1, 4917 }, 18, 123, 0x2000 },
	{ "avs/cnl/dsp_basefw.bin", 4, 588040, 2312, 1, { 10, 23, 0, 8551 }, 27, 143, 0x30000 },
};

static void check_expected(const struct expected *want, const struct fw_image *image)
{
	cr_expect_eq(image->ipc, want->ipc, "%s: ipc", want->path);
	cr_expect_eq(image->size, want->size, "%s: size", want->path);
	cr_expect_eq(image->payload_at, want->manifest, "%s: manifest", want->path);
	cr_expect_eq(image->cpd.version, want->cpd, "%s: $CPD", want->path);
	cr_expect_eq(memcmp(&image->am1.version, &want->version, sizeof(want->version)), 0,
		     "%s: version", want->path);
	cr_expect_eq(image->am1.module_count, want->modules, "%s: modules", want->path);
	cr_expect_eq(image->am1.preload_pages, want->pages, "%s: pages", want->path);
	cr_expect_eq(image->am1.load_offset, want->load_offset, "%s: load offset", want->path);
	cr_expect_eq(image->library, ends_with(want->path, ".llext"), "%s: library", want->path);
}

/* Whether the suite in the cache is the release that the table describes. */
static bool holds_release(const char *package, const char *version)
{
	autofree char *below = xasprintf("/trixie/.%s", package);
	autofree char *path = cache_path(below);
	FILE *file = fopen(path, "r");
	char text[64] = "";
	bool same;

	if (!file)
		return false;
	same = fgets(text, sizeof(text), file) && !strncmp(text, version, strlen(version));
	fclose(file);
	return same;
}

Test(firmware_real, release_2025_01_is_as_measured)
{
	if (!holds_release("firmware-sof-signed", "2025.01-1") ||
	    !holds_release("firmware-intel-sound", "20250410-2"))
		cr_skip_test("the cache has no trixie images of 2025.01");
	for (size_t i = 0; i < ARRAY_SIZE(trixie); i++) {
		autofree char *below = xasprintf("/trixie/intel/%s", trixie[i].path);
		autofree char *path = cache_path(below);
		struct fw_image image = { 0 };
		struct err err = ERR_INIT;

		cr_assert(fw_load(path, &image, &err), "%s", err.msg);
		check_expected(&trixie[i], &image);
		fw_image_finish(&image);
	}
}

Test(firmware_real, manifest_of_sof_2_2_is_as_measured)
{
	autofree char *path = cache_path("/trixie/intel/sof/intel-signed/sof-tgl.ri");
	struct fw_image image = { 0 };
	struct err err = ERR_INIT;

	if (!holds_release("firmware-sof-signed", "2025.01-1"))
		cr_skip_test("the cache has no trixie images of 2025.01");
	cr_assert(fw_load(path, &image, &err), "%s", err.msg);
	cr_expect_eq(image.ext.element_count, 7);
	cr_expect_eq(image.ext.elements[1].at, 0x1b0);
	cr_expect_eq(image.ext.elements[1].type, FW_ELEMENT_PLATFORM);
	cr_expect_eq(image.ext.window_count, 7);
	cr_expect_str_eq(image.ext.tag, "57864");
	cr_expect_eq(image.ext.abi, 0x03016001);
	cr_expect_str_eq(image.ext.compiler_name, "XCC");
	cr_expect_eq(image.am1.modules[0].entry, 0xb0038000);
	cr_expect_eq(image.am1.modules[1].entry, 0xbe02c400);
	cr_expect_str_eq(fw_key_name(image.css.modulus_sha1), "Intel TGL");
	fw_image_finish(&image);
}
