/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mutations at the gate: what reaches the device, what the boot reads back, and that nothing stays. */
#include <criterion/criterion.h>

#include <string.h>

#include "backend/dsp/loader.h"
#include "backend/dsp/mutate.h"
#include "backend/support/mem.h"

static struct device *dev;
static struct dsp dsp;
static uint8_t image[16384];

static void attach(void)
{
	struct dsp_report report;
	struct err err = ERR_INIT;

	for (size_t i = 0; i < sizeof(image); i++)
		image[i] = (uint8_t)(i * 7);
	cr_assert(device_open("sim:tgl", &dev, &err), "%s", err.msg);
	cr_assert(dsp_init(dev, &dsp, &err), "%s", err.msg);
	cr_assert(dsp_set_image(&dsp, "test.ri", image, sizeof(image), 3, &err));
	cr_assert(dsp_step_run(&dsp, dsp_step_get(DSP_STEP_PROBE), &report, &err), "%s", err.msg);
}

static void detach(void)
{
	dsp_finish(&dsp);
	device_close(dev);
}

TestSuite(dsp_mutate, .init = attach, .fini = detach);

static const struct mutation *find(const char *name)
{
	const struct mutation *m = dsp_mutations();

	while (m->name && strcmp(m->name, name) != 0)
		m++;
	cr_assert(m->name, "no mutation %s", name);
	return m;
}

static void begin(struct mutation_run *run, const char *name)
{
	struct err err = ERR_INIT;

	cr_assert(mutation_begin(run, &dsp, find(name), &err), "%s: %s", name, err.msg);
}

static uint64_t get(struct region *region, uint32_t offset, unsigned width_bits)
{
	struct err err = ERR_INIT;
	uint64_t value = 0;

	cr_assert(device_read(dev, region, offset, width_bits, &value, &err), "%s", err.msg);
	return value;
}

static void put(struct region *region, uint32_t offset, unsigned width_bits, uint64_t value)
{
	struct err err = ERR_INIT;

	cr_assert(device_write(dev, region, offset, width_bits, value, &err), "%s", err.msg);
}

static uint32_t ppctl(void)
{
	return dsp.hda.caps[HDA_CAP_PP] + HDA_PPCTL;
}

Test(dsp_mutate, bits_are_held_and_the_others_pass)
{
	struct mutation_run run;

	begin(&run, "procen");
	put(dsp.bar0, ppctl(), 32, HDA_PPCTL_GPROCEN | 0x180);
	mutation_end(&run);
	cr_assert_eq(get(dsp.bar0, ppctl(), 32), HDA_PPCTL_GPROCEN | 0x100);
	cr_assert_eq(run.hits, 1);
}

Test(dsp_mutate, a_write_that_has_the_value_anyway_is_no_hit)
{
	struct mutation_run run;

	begin(&run, "procen");
	put(dsp.bar0, ppctl(), 32, HDA_PPCTL_GPROCEN);
	mutation_end(&run);
	cr_assert_eq(run.hits, 0);
}

Test(dsp_mutate, the_boot_reads_what_it_believes_to_have_written)
{
	struct mutation_run run;

	begin(&run, "crst");
	put(dsp.bar0, HDA_GCTL, 32, 0);
	cr_assert_eq(get(dsp.bar0, HDA_GCTL, 32), 0);
	cr_assert_eq(get(dsp.bar0, HDA_GCTL, 8), 0, "a narrower read of the same bits");
	mutation_end(&run);
	cr_assert_eq(get(dsp.bar0, HDA_GCTL, 32), 1, "the controller never went into reset");
	cr_assert_eq(run.hits, 1);
}

Test(dsp_mutate, an_access_that_begins_elsewhere_meets_the_same_bits)
{
	struct mutation_run run;
	uint32_t ctl = SD_BASE + SD_STEP * 7;

	/* the tag is in bits 23:20: the third byte */
	begin(&run, "sd-tag-other");
	put(dsp.bar0, ctl + 2, 8, 0x50);
	put(dsp.bar0, ctl + 3, 8, 0);
	mutation_end(&run);
	cr_assert_eq(get(dsp.bar0, ctl, 32) >> 20 & 0xf, 2);
	cr_assert_eq(run.hits, 1);
}

Test(dsp_mutate, what_is_set_before_comes_back)
{
	struct mutation_run run;

	begin(&run, "gprocen");
	cr_assert_eq(get(dsp.bar0, ppctl(), 32) & HDA_PPCTL_GPROCEN, 0);
	mutation_end(&run);
	cr_assert_eq(get(dsp.bar0, ppctl(), 32) & HDA_PPCTL_GPROCEN, HDA_PPCTL_GPROCEN);
	begin(&run, "bus-master");
	mutation_end(&run);
	mutation_end(&run);
	cr_assert_eq(get(dsp.config, 4, 16), 0x0002);
}

Test(dsp_mutate, no_mutation_leaves_anything_behind)
{
	for (const struct mutation *m = dsp_mutations(); m->name; m++) {
		uint64_t command = get(dsp.config, 4, 16), gating = get(dsp.config, 0x48, 32);
		struct mutation_run run;

		if (!mutation_fits(m, &dsp))
			continue;
		begin(&run, m->name);
		mutation_stream_ready(&run);
		mutation_end(&run);
		cr_assert_null(dev->filter, "%s", m->name);
		cr_assert_eq(dsp.payload_size, sizeof(image), "%s", m->name);
		cr_assert_arr_eq(dsp.payload, image, sizeof(image), "%s", m->name);
		cr_assert_eq(get(dsp.config, 4, 16), command, "%s", m->name);
		cr_assert_eq(get(dsp.config, 0x48, 32), gating, "%s", m->name);
		cr_assert_eq(get(dsp.bar0, ppctl(), 32), HDA_PPCTL_GPROCEN, "%s", m->name);
	}
}

Test(dsp_mutate, the_list_in_memory_is_changed_once_the_stream_is_there)
{
	struct mutation_run run;
	struct dsp_report report;
	struct err err = ERR_INIT;
	const uint8_t *list;
	uint8_t good[32];

	cr_assert(dsp_step_run(&dsp, dsp_step_get(DSP_STEP_STREAM), &report, &err), "%s", err.msg);
	list = (const uint8_t *)(uintptr_t)device_find_region(dev, "dma." STREAM_BDL)->map;
	memcpy(good, list, sizeof(good));
	begin(&run, "bdl-ioc");
	cr_assert_arr_eq(list, good, sizeof(good));
	mutation_stream_ready(&run);
	mutation_end(&run);
	cr_assert_eq(good[28], 1);
	cr_assert_eq(list[28], 0);
	cr_assert_arr_eq(list, good, 28);
}
