/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What public kernel logs show of registers while real machines boot: the loader's boot of the simulated part
 * passes the same values in the same order. Nobody here wrote those logs. */
#include <criterion/criterion.h>

#include <inttypes.h>
#include <string.h>

#include "backend/dsp/dsp.h"
#include "backend/dsp/firmware.h"
#include "backend/dsp/loader.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "tests/tools/fwbuild.h"

#define PASSED_MAX 16
#define STEPS_MAX  16

struct passed {
	char region[8];
	uint32_t offset;
	uint32_t value;
};

struct machine {
	char model[8];
	enum fwbuild_kind kind;
	unsigned ipc, pages;
	struct passed log[PASSED_MAX]; /* ends with an empty region */
	const char *steps[STEPS_MAX];
};

#define ADSPCS(value)                \
	{                            \
		"bar4", 0x4, (value) \
	}
#define CAVS_STEPS                                                                            \
	{                                                                                     \
		"probe", "ungate", "stream", "power", "purge", "run", "wait-ack", "wait-rom", \
			"transfer", "cleanup", "wait-ready", "gate"                           \
	}

/* Of the CNL log the part before its driver failed; APL and GLK are those of a driver that ran both cores
 * for a moment, which today's does not. */
static const struct machine machines[] = {
	{ "skl",
	  FWBUILD_AVS15,
	  4,
	  60,
	  { ADSPCS(0x00000303),
	    ADSPCS(0x01010303),
	    ADSPCS(0x01010302),
	    { "bar4", 0x8000, 0x00000001 },
	    { "bar4", 0xa8, 0x20000 },
	    { "bar4", 0xa8, 0x1c000 } },
	  { "probe", "ungate", "power", "run", "stream", "wait-rom", "transfer", "cleanup",
	    "wait-ready" } },
	{ "apl",
	  FWBUILD_CAVS_V1,
	  3,
	  0,
	  { ADSPCS(0x03030303),
	    { "bar4", 0x4c, 0x40000000 },
	    ADSPCS(0x03030202),
	    ADSPCS(0x01010202),
	    { "bar4", 0x80000, 0x05000001 },
	    { "bar4", 0x80000, 0x00000005 } },
	  CAVS_STEPS },
	{ "glk",
	  FWBUILD_CAVS_V1,
	  3,
	  0,
	  { { "config", 0x44, 0x00000000 },
	    { "config", 0x44, 0x00000004 },
	    { "bar0", 0x160, 0x00040000 },
	    { "bar0", 0x160, 0x00040000 },
	    ADSPCS(0x03030303),
	    { "bar4", 0x4c, 0x40000000 },
	    ADSPCS(0x03030202),
	    ADSPCS(0x01010202),
	    { "config", 0x44, 0x00000000 } },
	  CAVS_STEPS },
	{ "cnl",
	  FWBUILD_CAVS_V1,
	  3,
	  0,
	  { ADSPCS(0x0f0f0f0f),
	    ADSPCS(0x0f0f0f0e),
	    { "bar4", 0xd4, 0x80000000 },
	    ADSPCS(0x0f010e0e) },
	  CAVS_STEPS },
	{ "cml",
	  FWBUILD_CAVS_V1,
	  3,
	  0,
	  { { "config", 0x48, 0x40 },
	    { "config", 0x48, 0x00 },
	    { "config", 0x48, 0x40 },
	    ADSPCS(0x0f0f0f0f) },
	  CAVS_STEPS },
	{ "icl",
	  FWBUILD_CAVS_V1,
	  3,
	  0,
	  { ADSPCS(0x0f0f0f0f), ADSPCS(0x0f0f0f0e), { "bar4", 0xd4, 0x80000000 } },
	  CAVS_STEPS },
	{ "tgl",
	  FWBUILD_CAVS_V2,
	  3,
	  0,
	  { { "bar0", 0x160, 0x00040000 },
	    { "bar0", 0x160, 0x00040000 },
	    ADSPCS(0x0f010f0f),
	    ADSPCS(0x0f010f0e),
	    { "bar4", 0xd4, 0x80000000 },
	    { "bar4", 0x80000, 0x05000001 },
	    { "bar4", 0x80000, 0x00000005 },
	    { "bar0", 0x160, 0x00140000 } },
	  CAVS_STEPS },
	{ "lnl",
	  FWBUILD_ACE,
	  4,
	  0,
	  { { "bar4", 0x178d04, 0x02000101 },
	    { "bar4", 0x73214, 0x80000000 },
	    { "bar4", 0x1800, 0x41 },
	    { "bar4", 0x1140, 0x1 } },
	  { "probe", "ungate", "stream", "purge", "power", "wait-ack", "wait-rom", "transfer",
	    "cleanup", "wait-ready" } },
};

static void observe(void *ctx, struct device *dev, const struct access *access)
{
	const struct passed **next = ctx;

	(void)dev;
	if (!strcmp(access->region->name, (*next)->region) && access->offset == (*next)->offset &&
	    access->value == (*next)->value)
		(*next)++;
}

static void set_image(struct dsp *dsp, const struct machine *machine)
{
	const struct fwbuild how = { .kind = machine->kind,
				     .ipc = machine->ipc,
				     .pages = machine->pages };
	struct fw_image image = { 0 };
	struct err err = ERR_INIT;
	size_t len;
	autofree uint8_t *bytes = fwbuild_image(&how, &len);

	cr_assert(fw_parse(bytes, len, &image, &err), "%s", err.msg);
	cr_assert(dsp_set_image(dsp, "made", image.bytes + image.payload_at, image.payload_size,
				image.ipc, &err));
	fw_image_finish(&image);
}

static void boot(const struct machine *machine)
{
	autofree char *spec = xasprintf("sim:%s", machine->model);
	const struct passed *next = machine->log;
	struct err err = ERR_INIT;
	struct device *dev;
	struct dsp dsp;

	cr_assert(device_open(spec, &dev, &err), "%s", err.msg);
	cr_assert(dsp_init(dev, &dsp, &err), "%s", err.msg);
	set_image(&dsp, machine);
	dev->observer = observe;
	dev->observer_ctx = &next;
	for (size_t i = 0; i < STEPS_MAX && machine->steps[i]; i++) {
		struct dsp_report report;

		cr_assert(dsp_step_run(&dsp, dsp_step_find(machine->steps[i]), &report, &err),
			  "%s, %s: %s", machine->model, machine->steps[i], err.msg);
	}
	cr_expect_not(next->region[0],
		      "%s: %s+0x%" PRIx32 " was not 0x%08" PRIx32 " after the %td values before",
		      machine->model, next->region, next->offset, next->value, next - machine->log);
	dev->observer = NULL;
	dsp_finish(&dsp);
	device_close(dev);
}

Test(dsp_boot_values, pass_as_in_logs_of_real_machines)
{
	for (size_t i = 0; i < ARRAY_SIZE(machines); i++)
		boot(&machines[i]);
}
