/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every fault that a simulated DSP knows, met by a boot on cAVS and on ACE: one line that is whole, a next
 * step, and no stage that takes longer than it says. What exactly is said is in FAULTS.md. */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/dsp/dsp.h"
#include "backend/dsp/firmware.h"
#include "backend/dsp/loader.h"
#include "backend/support/bits.h"
#include "tests/tools/fwbuild.h"

#define STEPS_MAX 13

static const struct machine {
	const char *spec;
	enum fwbuild_kind kind;
	unsigned ipc;
	enum dsp_step_id order[STEPS_MAX];
	size_t steps;
	const char *harmless; /* faults that a boot which polls does not meet here */
} machines[] = {
	{ "sim:tgl",
	  FWBUILD_CAVS_V2,
	  3,
	  { DSP_STEP_PROBE, DSP_STEP_UNGATE, DSP_STEP_STREAM, DSP_STEP_POWER, DSP_STEP_PURGE,
	    DSP_STEP_RUN, DSP_STEP_WAIT_ACK, DSP_STEP_WAIT_ROM, DSP_STEP_TRANSFER, DSP_STEP_CLEANUP,
	    DSP_STEP_WAIT_READY, DSP_STEP_GATE, DSP_STEP_ALIVE },
	  13,
	  " lpib-frozen lost-interrupt spurious-interrupt interrupt-storm lenient imr-lost " },
	{ "sim:mtl",
	  FWBUILD_ACE,
	  4,
	  { DSP_STEP_PROBE, DSP_STEP_UNGATE, DSP_STEP_STREAM, DSP_STEP_PURGE, DSP_STEP_POWER,
	    DSP_STEP_WAIT_ACK, DSP_STEP_WAIT_ROM, DSP_STEP_TRANSFER, DSP_STEP_CLEANUP,
	    DSP_STEP_WAIT_READY, DSP_STEP_ALIVE },
	  11,
	  " lpib-frozen lost-interrupt spurious-interrupt interrupt-storm lenient imr-lost " },
};

struct rig {
	const struct machine *machine;
	struct device *dev;
	struct dsp dsp;
};

static void attach(struct rig *rig, const uint8_t *bytes, size_t len)
{
	struct fw_image image = { 0 };
	struct err err = ERR_INIT;

	cr_assert(device_open(rig->machine->spec, &rig->dev, &err), "%s", err.msg);
	cr_assert(dsp_init(rig->dev, &rig->dsp, &err), "%s", err.msg);
	cr_assert(fw_parse(bytes, len, &image, &err), "%s", err.msg);
	cr_assert(dsp_set_image(&rig->dsp, "test.ri", image.bytes + image.payload_at,
				image.payload_size, image.ipc, &err));
	fw_image_finish(&image);
}

static void detach(struct rig *rig)
{
	dsp_finish(&rig->dsp);
	device_close(rig->dev);
}

/* The step that failed, or NULL; *ret_ns: how long it took. */
static const struct dsp_step *boot(struct rig *rig, uint64_t *ret_ns, struct err *err)
{
	for (size_t i = 0; i < rig->machine->steps; i++) {
		const struct dsp_step *step = dsp_step_get(rig->machine->order[i]);
		uint64_t start = device_now_ns(rig->dev);
		struct dsp_report report;

		if (dsp_step_run(&rig->dsp, step, &report, err))
			continue;
		*ret_ns = device_now_ns(rig->dev) - start;
		return step;
	}
	return NULL;
}

static bool is_listed(const char *names, const char *name)
{
	char word[40];

	snprintf(word, sizeof(word), " %s ", name);
	return strstr(names, word);
}

static void meet(struct rig *rig, const char *fault)
{
	struct err err = ERR_INIT;
	const struct dsp_step *step;
	uint64_t ns;

	/* these show on a DSP that runs already */
	if (is_listed(" power-stuck crst-stuck-high ", fault))
		cr_assert_null(boot(rig, &ns, &err), "%s", err.msg);
	cr_assert(rig->dev->ops->fault_set(rig->dev, fault, true, &err), "%s", err.msg);
	step = boot(rig, &ns, &err);
	cr_assert_eq(!step, is_listed(rig->machine->harmless, fault), "%s on %s: %s", fault,
		     rig->machine->spec, step ? err.msg : "it boots");
	if (!step)
		return;
	cr_assert_leq(ns, DSP_MS(dsp_step_deadline_ms(step, rig->dsp.chip) + 10), "%s in %s", fault,
		      step->name);
	cr_assert(err.hint[0], "%s: no next step for: %s", fault, err.msg);
	cr_assert_null(strpbrk(err.msg, "\n"), "%s", fault);
	cr_assert_lt(strlen(err.msg), sizeof(err.msg) - 1, "%s: cut: %s", fault, err.msg);
	cr_assert_lt(strlen(err.hint), sizeof(err.hint) - 1, "%s: cut: %s", fault, err.hint);
}

Test(dsp_faults, each_is_told_in_one_line_with_a_next_step_within_its_deadline)
{
	for (size_t i = 0; i < ARRAY_SIZE(machines); i++) {
		const struct fwbuild how = { .kind = machines[i].kind, .ipc = machines[i].ipc };
		struct rig rig = { .machine = &machines[i] };
		const struct fault_info *faults;
		struct err err = ERR_INIT;
		struct device *list; /* the names are its own */
		size_t len;
		uint8_t *bytes = fwbuild_image(&how, &len);

		attach(&rig, bytes, len);
		cr_assert(device_open(machines[i].spec, &list, &err), "%s", err.msg);
		faults = list->ops->faults(list);
		for (; faults->name; faults++) {
			if (!strcmp(faults->group, "slot"))
				continue;
			meet(&rig, faults->name);
			detach(&rig);
			attach(&rig, bytes, len);
		}
		detach(&rig);
		device_close(list);
		free(bytes);
	}
}
