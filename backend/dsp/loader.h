/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The steps of a boot, one function and one line of evidence each. What a step does follows the Linux
 * SOF driver (hda-loader.c, hda-dsp.c, mtl.c of 7.2), its deadlines too; the order of the steps for a
 * chip is a recipe in scripts/boot/. A step says which other step must have been done before. */
#ifndef BACKEND_DSP_LOADER_H
#define BACKEND_DSP_LOADER_H

#include <stdbool.h>
#include <stdint.h>

#include "backend/dsp/dsp.h"
#include "backend/support/err.h"

enum dsp_step_id {
#define STEP(id, ...) DSP_STEP_##id,
#include "backend/dsp/steps.def"
#undef STEP
	DSP_STEP_COUNT
};

struct dsp_step {
	enum dsp_step_id id;
	const char *name;     /* "wait-rom" */
	const char *help;     /* what it does, one line */
	unsigned deadline_ms; /* of its longest wait; 0: it does not wait */
	unsigned needs;	      /* BIT(id) of the steps that must hold */
	unsigned ends;	      /* BIT(id) of the steps that no longer hold when it starts */
	bool (*run)(struct dsp *dsp, struct dsp_report *ret, struct err *err);
};

/* The steps by id; find by name, or NULL. */
const struct dsp_step *dsp_step_get(enum dsp_step_id id);
const struct dsp_step *dsp_step_find(const char *name);

/* Its deadline on this chip (chip may be NULL: the usual one). */
unsigned dsp_step_deadline_ms(const struct dsp_step *step, const struct dsp_chip *chip);

/* Do one step. EINVAL: a step before it is missing, no image, or the device is in dry-run;
 * ENOTSUP: this chip has no such step. On failure what the step began is not undone: dsp off and
 * dsp_finish do that. */
bool dsp_step_run(struct dsp *dsp, const struct dsp_step *step, struct dsp_report *ret,
		  struct err *err);

/* Take a step for done that was left out on purpose: those that need it are not refused. */
void dsp_step_assume(struct dsp *dsp, const struct dsp_step *step);

/* The cAVS power bits in ADSPCS; mask: cores. stall + reset + power off, and verify. */
bool dsp_cores_off(struct dsp *dsp, uint32_t mask, struct err *err);
bool dsp_cores_on(struct dsp *dsp, uint32_t mask, struct err *err);

/* A power switch of ACE: the bit `request` in control, which `granted` in status follows. */
struct ace_switch {
	const char *name;  /* the status register: "HFDSSCS" */
	const char *whose; /* "subsystem" */
	uint32_t control, request;
	uint32_t status, granted;
};
/* The switches in the order in which a boot needs them: subsystem, domain 0, core 0. False past the
 * last, and for chips that have none. */
bool ace_switch(const struct dsp_chip *chip, unsigned i, struct ace_switch *ret);
enum { ACE_SUBSYSTEM, ACE_DOMAIN, ACE_CORE, ACE_SWITCHES };

enum {
	ADSP_ADSPCS = 0x04,
	ADSPCS_CRST_SHIFT = 0,	 /* in reset */
	ADSPCS_CSTALL_SHIFT = 8, /* stalled */
	ADSPCS_SPA_SHIFT = 16,	 /* power asked for */
	ADSPCS_CPA_SHIFT = 24,	 /* power is there */
	ADSP_ADSPIC = 0x08,	 /* interrupt enables: IPC bit 0 */
	ADSP_ADSPIS = 0x0c,	 /* interrupt status: IPC bit 0 */
};

#endif
