/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Resetting the device. */
#include "commands/command.h"

#include <inttypes.h>

#include "backend/pci/reset.h"
#include "backend/support/num.h"
#include "commands/args.h"
#include "commands/boot_state.h"
#include "commands/session.h"

static void add_hit(const struct pci_reset_report *report, struct value *detail,
		    struct strbuf *human)
{
	struct value *list = value_list();

	for (size_t i = 0; i < report->hit.count; i++) {
		value_add(list, value_text(report->hit.items[i]));
		strbuf_addf(human, "%s%s", i ? ", " : "\n  reset with it: ", report->hit.items[i]);
	}
	value_set(detail, "hit", list);
}

static void add_changes(const struct pci_reset_report *report, struct value *detail,
			struct strbuf *human)
{
	struct value *list = value_list();

	for (unsigned i = 0; i < report->change_count; i++) {
		const struct pci_reset_change *change = &report->changes[i];
		struct value *row = value_map();

		value_set_uint(row, "offset", change->offset, 0);
		value_set_uint(row, "before", change->before, 32);
		value_set_uint(row, "after", change->after, 32);
		value_add(list, row);
		strbuf_addf(human, "\n  config+0x%02x  0x%08" PRIx32 " -> 0x%08" PRIx32,
			    change->offset, change->before, change->after);
	}
	value_set(detail, "changes", list);
}

static bool run_reset(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	const char *method = args_has(a, "-method") ? args_word(a, "-method") : "auto";
	struct pci_reset_report report;
	autostrbuf human = STRBUF_INIT;
	struct value *detail;
	char time[32];

	if (!pci_reset(s->current->dev, method, &report, err))
		return false;
	if (!s->current->dev->dry_run)
		boot_state_was_reset(s->current);
	detail = value_map();
	num_format_time(report.took_ns, time, sizeof(time));
	if (s->current->dev->dry_run)
		strbuf_adds(&human, "dry run: not reset");
	else
		strbuf_addf(&human, "reset by " ST_GOOD "%s" ST_OFF ", %s; the device answers%s",
			    report.method, time,
			    report.change_count ? "" : ", its configuration header is as before");
	value_set_text(detail, "method", report.method);
	value_set_uint(detail, "ns", report.took_ns, 0);
	add_hit(&report, detail, &human);
	add_changes(&report, detail, &human);
	*ret = value_with_detail(value_with_human(value_text(report.method), &human), detail);
	pci_reset_report_finish(&report);
	return true;
}

const struct command cmd_reset = {
	.name = "reset",
	.family = "devices",
	.summary = "reset the device",
	.details =
		"auto takes the function's own reset, as the kernel prefers it, else the bus. bus "
		"resets all functions behind the port; it is refused when one of them belongs to "
		"another IOMMU group. Mappings, DMA buffers and enabled interrupts stay; the "
		"device's own registers are lost. The value is the method that was used.",
	.example = "reset\nreset -method flr",
	.args = { { "-method", ARG_CHOICE, 0, "how; auto if left out", "auto|flr|pm|bus" } },
	.flags = CMD_DEVICE | CMD_WRITES,
	.run = run_reset,
};
