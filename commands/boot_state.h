/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the session keeps about booting one DSP: its context, the image, and the recipe, which is a
 * list of stages that are scripts. Lives in the device's slot and goes with it. */
#ifndef COMMANDS_BOOT_STATE_H
#define COMMANDS_BOOT_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/dsp/dsp.h"
#include "backend/dsp/loader.h"
#include "commands/session.h"

struct boot_stage {
	char *name, *script, *help; /* owned; help may be NULL */
	bool done;
	uint64_t elapsed_ns; /* of the last time it was done */
};

struct boot_recipe {
	char *name, *title; /* owned; name NULL: none loaded */
	struct boot_stage *stages;
	size_t count;
	unsigned tries; /* of the group below, 0 or 1: once */
	size_t retry_first, retry_last;
	char *retry_script;  /* owned: between two tries; NULL: nothing */
	char *failed_script; /* owned: when a boot is given up; NULL: nothing */
};

struct boot_state {
	struct dsp dsp;
	struct boot_recipe recipe;
	bool warm;	/* the recipe is the chip's warm one, for one boot */
	size_t next;	/* the stage that boot step does next */
	bool running;	/* a stage's script is being evaluated: the recipe may not change */
	unsigned holds; /* who still uses this besides the device */
	bool gone;	/* the device went meanwhile; dsp is empty */
};

/* The current device and its boot state, made at first use. ENODEV: no device, or no DSP. */
bool boot_state_get(struct session *s, struct session_device **ret_device, struct boot_state **ret,
		    struct err *err);

/* Keep *state over something that may detach the device; drop frees it then. */
void boot_state_hold(struct boot_state *state);
void boot_state_drop(struct boot_state *state);

/* The device is about to be detached: when the DSP stays on, a note says how to switch it off, as a
 * driver that gets it next may not expect that. The DSP is not touched. */
void boot_state_leave(struct session *s, const struct session_device *device);

/* The function was reset by other means than the boot's: nothing that was started runs on. */
void boot_state_was_reset(const struct session_device *device);

/* EBUSY while a boot runs: its recipe and image stay as they are. */
bool boot_state_idle(const struct boot_state *state, struct err *err);

/* Load an image by path or bare name (fw_find). EINVAL: a library, or a layout of other chips. */
bool boot_open_image(struct session *s, struct boot_state *state, const char *name,
		     struct err *err);
/* The image the driver would take, unless there is one. ENOENT with how to get one. */
bool boot_need_image(struct session *s, struct boot_state *state, struct err *err);

/* Evaluate a recipe file in place of what was loaded; on failure nothing is loaded. */
bool boot_open_recipe(struct session *s, struct boot_state *state, const char *path,
		      struct err *err);
/* A name that ends in .tcl is a recipe's (a bare one also of scripts/boot), any other an image's; the names
 * of images complete it. */
bool boot_is_recipe(const char *name);
bool boot_open_file(struct session *s, struct boot_state *state, const char *name, struct err *err);
void boot_complete_image(struct session *s, const char *prefix, struct strlist *ret);

/* The chip's recipe, unless one is loaded. ENOTSUP: there is none for this chip. */
bool boot_need_recipe(struct session *s, struct boot_state *state, struct err *err);

/* The chip's recipe for a warm boot, in place of what was loaded. ENOTSUP: it has none. */
bool boot_open_warm(struct session *s, struct boot_state *state, struct err *err);

/* boot_state_get, idle, and with a recipe. */
bool boot_get_ready(struct session *s, struct session_device **ret_device, struct boot_state **ret,
		    struct err *err);

void boot_recipe_clear(struct boot_state *state);
/* The stage called name; ENOENT with the names there are. */
bool boot_find_stage(const struct boot_state *state, const char *name, size_t *ret,
		     struct err *err);
/* The loader's step that a stage's script is ("dsp power"), or NULL when it is a script of its own. */
const struct dsp_step *boot_stage_step(const struct boot_stage *stage);
const char *boot_stage_help(const struct boot_stage *stage); /* never NULL */

#endif
