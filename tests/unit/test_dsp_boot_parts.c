/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The loader's steps on every simulated part: made images of both kinds, and each image that Debian ships
 * for it, where scripts/dev/fetch-firmware.sh has put some into the cache. */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/dsp/dsp.h"
#include "backend/dsp/firmware.h"
#include "backend/dsp/loader.h"
#include "backend/model/model.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "tests/tools/fwbuild.h"

static struct device *dev;
static struct dsp dsp;

static void detach(void)
{
	dsp_finish(&dsp);
	if (dev)
		device_close(dev);
	dev = NULL;
}

TestSuite(dsp_boot_parts, .fini = detach);

/* False for models that are no DSP. */
static bool attach(const char *model)
{
	autofree char *spec = xasprintf("sim:%s", model);
	struct err err = ERR_INIT;

	cr_assert(device_open(spec, &dev, &err), "%s", err.msg);
	if (dsp_init(dev, &dsp, &err))
		return true;
	cr_assert_str_eq(model, "edu", "%s", err.msg);
	device_close(dev);
	dev = NULL;
	return false;
}

static void use_image(const struct fw_image *image, const char *name)
{
	struct err err = ERR_INIT;

	cr_assert(dsp_set_image(&dsp, name, image->bytes + image->payload_at, image->payload_size,
				image->ipc, &err),
		  "%s", err.msg);
}

/* The orders of the recipes in scripts/boot/. */
#define ORDER_MAX 16
static const char *const cold_cavs[ORDER_MAX] = {
	"probe",    "ungate",	"iccmax",     "stream",	 "power",      "purge", "run",	 "wait-ack",
	"wait-rom", "transfer", "wait-ready", "cleanup", "iccmax-end", "gate",	"alive",
};
static const char *const cold_ace[ORDER_MAX] = {
	"probe",    "ungate",	"stream",     "purge",	 "power", "wait-ack",
	"wait-rom", "transfer", "wait-ready", "cleanup", "alive",
};
static const char *const cold_skl[ORDER_MAX] = {
	"probe",    "ungate",  "power",	     "run",  "stream", "wait-rom",
	"transfer", "cleanup", "wait-ready", "gate", "alive",
};
static const char *const imr_cavs[ORDER_MAX] = {
	"probe",    "ungate",	"power",      "imr",  "run",
	"wait-ack", "wait-imr", "wait-ready", "gate", "alive",
};
static const char *const imr_ace[ORDER_MAX] = {
	"probe", "ungate", "imr", "power", "wait-ack", "wait-imr", "wait-ready", "alive",
};
static const char *const zephyr_cavs[ORDER_MAX] = {
	"probe", "off",	     "stream",	"power",    "run",	  "wait-rom",
	"purge", "transfer", "cleanup", "wait-ack", "wait-ready", "alive",
};
static const char *const zephyr_ace[ORDER_MAX] = {
	"probe",    "off",	"ungate",  "stream",   "purge",	     "power",
	"wait-rom", "transfer", "cleanup", "wait-ack", "wait-ready", "alive",
};

static void boot_in(const char *const order[ORDER_MAX], const char *model, const char *name,
		    unsigned ipc)
{
	dsp.version.ipc = 0;
	for (size_t i = 0; i < ORDER_MAX && order[i]; i++) {
		struct dsp_report report;
		struct err err = ERR_INIT;

		cr_expect(dsp_step_run(&dsp, dsp_step_find(order[i]), &report, &err),
			  "%s %s, %s: %s", model, name, order[i], err.msg);
		if (err.code)
			return;
	}
	cr_expect_eq(dsp.version.ipc, ipc, "%s %s", model, name);
}

static void boot_cold(const char *model, const char *name, unsigned ipc)
{
	const char *const *order = dsp_chip_is_ace(dsp.chip) ? cold_ace : cold_cavs;

	boot_in(dsp.chip->quirks & DSP_CODE_LOADER ? cold_skl : order, model, name, ipc);
}

/* -- made images -- */

static enum fwbuild_kind kind_for(enum dsp_generation generation)
{
	if (generation >= DSP_ACE_1)
		return FWBUILD_ACE;
	if (generation == DSP_CAVS_1_5)
		return FWBUILD_AVS15;
	return generation >= DSP_CAVS_2_5 ? FWBUILD_CAVS_V2 : FWBUILD_CAVS_V1;
}

static void boot_made(const char *model, unsigned ipc)
{
	const struct fwbuild how = { .kind = kind_for(dsp.chip->generation), .ipc = ipc };
	struct fw_image image = { 0 };
	struct err err = ERR_INIT;
	size_t len;
	autofree uint8_t *bytes = fwbuild_image(&how, &len);

	cr_assert(fw_parse(bytes, len, &image, &err), "%s", err.msg);
	use_image(&image, "a made image");
	fw_image_finish(&image);
	boot_cold(model, ipc == 3 ? "IPC3" : "IPC4", ipc);
	if (!dsp.chip->imr)
		return;
	boot_in(dsp_chip_is_ace(dsp.chip) ? zephyr_ace : zephyr_cavs, model, "in Zephyr's order",
		ipc);
	boot_in(dsp_chip_is_ace(dsp.chip) ? imr_ace : imr_cavs, model, "from memory", ipc);
}

Test(dsp_boot_parts, made_images_of_both_kinds)
{
	unsigned parts = 0;

	for (const struct model_class *const *class = model_classes(); *class; class ++) {
		if (!attach((*class)->name))
			continue;
		parts++;
		if (dsp.part->ipc3)
			boot_made((*class)->name, 3);
		boot_made((*class)->name, 4);
		detach();
	}
	cr_assert_geq(parts, 21);
}

/* -- Debian's images -- */

/* What the part's row says the driver loads, in each suite of the cache. Debian ships no others; the
 * firmware of GLK, CFL, CML and RPL are links there. */
static unsigned boot_real(const char *model)
{
	static const char *const suites[] = { "bookworm", "trixie", "forky" };
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME"), *file;
	autofree char *top = cache && cache[0] ? xasprintf("%s", cache)
					       : xasprintf("%s/.cache", home ? home : "");
	unsigned booted = 0;

	for (size_t s = 0; s < ARRAY_SIZE(suites); s++)
		for (unsigned i = 0; (file = dsp_part_firmware(dsp.part, i)); i++) {
			autofree char *path =
				xasprintf("%s/barsh/firmware/%s/intel/%s", top, suites[s], file);
			struct fw_image image = { 0 };
			struct err err = ERR_INIT;

			if (access(path, R_OK))
				continue;
			cr_assert(fw_load(path, &image, &err), "%s", err.msg);
			use_image(&image, path);
			boot_cold(model, path, image.ipc);
			fw_image_finish(&image);
			booted++;
		}
	return booted;
}

Test(dsp_boot_parts, the_images_that_debian_ships)
{
	unsigned booted = 0;

	for (const struct model_class *const *class = model_classes(); *class; class ++) {
		if (!attach((*class)->name))
			continue;
		booted += boot_real((*class)->name);
		detach();
	}
	if (!booted)
		cr_skip_test("no images in the cache: scripts/dev/fetch-firmware.sh fetches some");
	cr_log_info("%u boots", booted);
}
