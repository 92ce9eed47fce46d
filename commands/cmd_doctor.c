/* SPDX-License-Identifier: GPL-2.0-or-later */
/* doctor: why a device cannot be attached through VFIO, before trying. */
#include "commands/command.h"

#include <errno.h>
#include <stdio.h>

#include "backend/pci/doctor.h"
#include "backend/pci/modules.h"
#include "commands/args.h"
#include "commands/functionspec.h"
#include "commands/session.h"

static const struct {
	const char *word, *style;
} states[] = {
	[FINDING_OK] = { "ok", ST_GOOD },
	[FINDING_NOTE] = { "note", ST_VALUE },
	[FINDING_MISSING] = { "MISSING", ST_BAD },
};

static struct value *show(const struct diagnosis *diagnosis)
{
	autostrbuf human = STRBUF_INIT;
	struct value *rows = value_list();

	for (size_t i = 0; i < diagnosis->count; i++) {
		const struct finding *f = &diagnosis->items[i];
		struct value *row = value_map();

		strbuf_addf(&human, "%s%-8s" ST_OFF "%-20s %s\n", states[f->state].style,
			    states[f->state].word, f->name, f->text);
		if (f->fix)
			strbuf_addf(&human, "%-28s fix: %s\n", "", f->fix);
		value_set_text(row, "name", f->name);
		value_set_text(row, "state",
			       f->state == FINDING_MISSING ? "missing" : states[f->state].word);
		value_set_text(row, "text", f->text);
		value_set_text(row, "fix", f->fix ? f->fix : "");
		value_add(rows, row);
	}
	return value_with_human(rows, &human);
}

static bool report_missing(const struct diagnosis *diagnosis, const char *what, struct err *err)
{
	autostrbuf names = STRBUF_INIT;
	const struct finding *first = NULL;

	for (size_t i = 0; i < diagnosis->count; i++) {
		const struct finding *f = &diagnosis->items[i];

		if (f->state != FINDING_MISSING)
			continue;
		strbuf_addf(&names, "%s%s", first ? ", " : "", f->name);
		if (!first)
			first = f;
	}
	err_set(err, ENODEV, "%s is not ready for VFIO: %s", what, strbuf_text(&names));
	return first && first->fix ? err_hint(err, "%s", first->fix) : false;
}

static bool run_doctor(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	const struct doctor doctor = { .root = "", .module_exists = modules_exists };
	struct diagnosis diagnosis = DIAGNOSIS_INIT;
	struct bdf bdf = { "this machine" };
	bool ready;

	if (args_has(a, "SPEC") && !functionspec_find(args_word(a, "SPEC"), &bdf, err))
		return false;
	doctor_machine(&doctor, &diagnosis);
	if (args_has(a, "SPEC"))
		doctor_function(&doctor, &bdf, &diagnosis);
	ready = !diagnosis_missing(&diagnosis);
	if (ready) {
		*ret = show(&diagnosis);
	} else {
		session_emit(s, show(&diagnosis));
		report_missing(&diagnosis, bdf.text, err);
	}
	diagnosis_finish(&diagnosis);
	return ready;
}

const struct command cmd_doctor = {
	.name = "doctor",
	.family = "binding",
	.summary = "say what VFIO lacks on this machine or for a function, and the fix",
	.details =
		"IOMMU, interrupt remapping, modules, nodes, limits; with SPEC also whether its "
		"DMA "
		"is translated, who has it and why vfio-pci refused it, who blocks its group, its "
		"power state, and whether bus mastering is on and by whom. Fails, with the "
		"program's "
		"exit status 3, when something is missing. Nothing is changed; of the function "
		"only "
		"COMMAND is read.",
	.example = "catch { doctor }",
	.args = { { "SPEC", ARG_WORD, ARG_OPTIONAL, "a function: 00:1f.3, 8086:a0c8", NULL,
		    functionspec_complete } },
	.flags = CMD_READINESS,
	.run = run_doctor,
};
