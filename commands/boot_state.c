/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/boot_state.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "backend/dsp/firmware.h"
#include "backend/support/mem.h"

#define FAMILY "boot"

/* -- life -- */

static void stage_finish(struct boot_stage *stage)
{
	free(stage->name);
	free(stage->script);
	free(stage->help);
}

void boot_recipe_clear(struct boot_state *state)
{
	struct boot_recipe *recipe = &state->recipe;

	for (size_t i = 0; i < recipe->count; i++)
		stage_finish(&recipe->stages[i]);
	free(recipe->stages);
	free(recipe->name);
	free(recipe->title);
	free(recipe->retry_script);
	free(recipe->failed_script);
	memset(recipe, 0, sizeof(*recipe));
	state->next = 0;
	state->warm = false;
}

static void state_free(struct boot_state *state)
{
	boot_recipe_clear(state);
	free(state);
}

/* The device goes: what we did to it is undone now, the rest when nobody looks any more. */
static void on_detach(void *data)
{
	struct boot_state *state = data;

	dsp_finish(&state->dsp);
	state->gone = true;
	if (!state->holds)
		state_free(state);
}

void boot_state_hold(struct boot_state *state)
{
	state->holds++;
}

void boot_state_drop(struct boot_state *state)
{
	if (!--state->holds && state->gone)
		state_free(state);
}

bool boot_state_get(struct session *s, struct session_device **ret_device, struct boot_state **ret,
		    struct err *err)
{
	struct session_device *device;
	struct boot_state *state;
	struct dsp dsp;

	if (!session_device(s, NULL, &device, err))
		return false;
	state = slot_get(&device->slots, FAMILY);
	if (!state) {
		if (!dsp_init(device->dev, &dsp, err))
			return false;
		state = xcalloc(1, sizeof(*state));
		state->dsp = dsp;
		slot_set(&device->slots, FAMILY, state, on_detach);
	}
	*ret_device = device;
	*ret = state;
	return true;
}

void boot_state_leave(struct session *s, const struct session_device *device)
{
	const struct boot_state *state = slot_get(&device->slots, FAMILY);
	const struct device *dev = device->dev;

	if (!state || !state->dsp.powered || !dev->outlives_close || dev->gone_told)
		return;
	session_notef(s,
		      "%s: the DSP stays on, as it was booted; a driver may not start it then. To "
		      "switch it off: attach %s; dsp probe; dsp off",
		      dev->name, dev->spec);
}

void boot_state_was_reset(const struct session_device *device)
{
	struct boot_state *state = slot_get(&device->slots, FAMILY);

	if (state)
		state->dsp.powered = false;
}

bool boot_state_idle(const struct boot_state *state, struct err *err)
{
	if (!state->running)
		return true;
	return err_set(err, EBUSY, "a boot is running: its stages cannot change it");
}

/* -- the image -- */

static bool fits_chip(const struct boot_state *state, const struct fw_image *image,
		      const char *path, struct err *err)
{
	bool old_chip = state->dsp.chip->quirks & DSP_CODE_LOADER;

	if (image->library)
		return err_set(err, EINVAL, "%.120s: a library; it is loaded after the boot", path);
	if ((image->layout == FW_LAYOUT_AVS15) == old_chip)
		return true;
	err_set(err, EINVAL, "%.120s: an image for %s, this is %s", path,
		old_chip ? "APL or later" : "SKL or KBL", state->dsp.part->title);
	return err_hint(err, "this chip's own: %s", dsp_part_firmware(state->dsp.part, 0));
}

bool boot_open_image(struct session *s, struct boot_state *state, const char *name, struct err *err)
{
	struct fw_image image = { 0 };
	autofree char *path = NULL;
	unsigned others;
	bool ok;

	if (!fw_find(name, &path, &others, err) || !fw_load(path, &image, err))
		return false;
	ok = fits_chip(state, &image, path, err) &&
	     dsp_set_image(&state->dsp, path, image.bytes + image.payload_at, image.payload_size,
			   image.ipc, err);
	fw_image_finish(&image);
	if (ok && strcmp(path, name))
		session_notef(s, "image %s", path);
	return ok;
}

bool boot_need_image(struct session *s, struct boot_state *state, struct err *err)
{
	const char *first = dsp_part_firmware(state->dsp.part, 0), *name;
	struct err ignored = ERR_INIT;

	if (state->dsp.payload)
		return true;
	for (unsigned i = 0; (name = dsp_part_firmware(state->dsp.part, i)); i++) {
		autofree char *path = NULL;
		unsigned others;

		if (fw_find(name, &path, &others, &ignored))
			return boot_open_image(s, state, name, err);
	}
	err_set(err, ENOENT, "no firmware: %s is not below /lib/firmware/intel", first);
	return err_hint(err, "boot open FILE takes any image; Debian's firmware-sof-signed or "
			     "scripts/dev/fetch-firmware.sh bring this one");
}

/* -- the recipe -- */

bool boot_open_recipe(struct session *s, struct boot_state *state, const char *path,
		      struct err *err)
{
	bool ok;

	boot_recipe_clear(state);
	boot_state_hold(state);
	ok = s->host.source(s->host.ctx, path, err);
	if (ok && state->gone)
		ok = err_set(err, ENODEV, "%.120s: it left the device", path);
	else if (ok && !state->recipe.count)
		ok = err_set(err, EINVAL, "%.120s: no 'boot stage' in it", path);
	if (!ok)
		boot_recipe_clear(state);
	boot_state_drop(state);
	return ok;
}

bool boot_is_recipe(const char *name)
{
	size_t len = strlen(name);

	return len > 4 && !strcmp(name + len - 4, ".tcl");
}

bool boot_open_file(struct session *s, struct boot_state *state, const char *name, struct err *err)
{
	autofree char *shipped = NULL;

	if (!boot_is_recipe(name))
		return boot_open_image(s, state, name, err);
	if (!strchr(name, '/') && access(name, F_OK))
		shipped = xasprintf("%s/boot/%s", s->scripts_dir, name);
	return boot_open_recipe(s, state, shipped && !access(shipped, R_OK) ? shipped : name, err);
}

void boot_complete_image(struct session *s, const char *prefix, struct strlist *ret)
{
	(void)s;
	fw_find_names(prefix, ret);
}

bool boot_need_recipe(struct session *s, struct boot_state *state, struct err *err)
{
	const struct dsp_chip *chip = state->dsp.chip;
	autofree char *path = NULL;

	if (state->recipe.count)
		return true;
	if (!chip->recipe) {
		err_set(err, ENOTSUP, "no boot recipe for %s (%s) yet", state->dsp.part->title,
			dsp_generation_name(chip->generation));
		return err_hint(err,
				"copy scripts/boot/cavs25.tcl, change it, and: boot open FILE");
	}
	path = xasprintf("%s/boot/%s.tcl", s->scripts_dir, chip->recipe);
	return boot_open_recipe(s, state, path, err);
}

bool boot_open_warm(struct session *s, struct boot_state *state, struct err *err)
{
	const struct dsp_chip *chip = state->dsp.chip;
	autofree char *path = NULL;

	if (!chip->imr) {
		err_set(err, ENOTSUP, "no warm boot for %s (%s)", state->dsp.part->title,
			dsp_generation_name(chip->generation));
		return err_hint(err, "boot run loads an image");
	}
	path = xasprintf("%s/boot/%s.tcl", s->scripts_dir, chip->imr);
	if (!boot_open_recipe(s, state, path, err))
		return false;
	state->warm = true;
	return true;
}

bool boot_get_ready(struct session *s, struct session_device **ret_device, struct boot_state **ret,
		    struct err *err)
{
	return boot_state_get(s, ret_device, ret, err) && boot_state_idle(*ret, err) &&
	       boot_need_recipe(s, *ret, err);
}

bool boot_find_stage(const struct boot_state *state, const char *name, size_t *ret, struct err *err)
{
	const struct boot_recipe *recipe = &state->recipe;
	autostrlist names = STRLIST_INIT;
	const char *near;

	for (size_t i = 0; i < recipe->count; i++) {
		if (!strcmp(recipe->stages[i].name, name)) {
			*ret = i;
			return true;
		}
		strlist_add(&names, recipe->stages[i].name);
	}
	err_set(err, ENOENT, "no stage '%.40s' in recipe %s", name,
		recipe->name ? recipe->name : "(none)");
	near = strlist_nearest(&names, name);
	if (near)
		return err_hint(err, "did you mean %s?", near);
	return err_hint(err, "'boot plan' shows the stages");
}

const struct dsp_step *boot_stage_step(const struct boot_stage *stage)
{
	if (strncmp(stage->script, "dsp ", 4))
		return NULL;
	return dsp_step_find(stage->script + 4);
}

const char *boot_stage_help(const struct boot_stage *stage)
{
	const struct dsp_step *step = boot_stage_step(stage);

	if (stage->help)
		return stage->help;
	return step ? step->help : stage->script;
}
