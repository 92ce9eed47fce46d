/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Booting the simulated Tiger Lake step by step, and what each fault is said to be. */
#include <criterion/criterion.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "backend/dsp/dsp.h"
#include "backend/dsp/firmware.h"
#include "backend/dsp/loader.h"
#include "backend/dsp/recover.h"
#include "backend/irq.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "tests/tools/fwbuild.h"

static struct device *dev;
static struct dsp dsp;

/* Signing takes its time: each is made once. */
static const uint8_t *image_bytes(unsigned ipc, size_t *ret_len)
{
	const struct fwbuild how = { .kind = FWBUILD_CAVS_V2, .ipc = ipc };
	static uint8_t *bytes[5];
	static size_t len[5];

	if (!bytes[ipc])
		bytes[ipc] = fwbuild_image(&how, &len[ipc]);
	*ret_len = len[ipc];
	return bytes[ipc];
}

static void set_image(unsigned ipc)
{
	struct fw_image image = { 0 };
	struct err err = ERR_INIT;
	size_t len;
	const uint8_t *bytes = image_bytes(ipc, &len);

	cr_assert(fw_parse(bytes, len, &image, &err), "%s", err.msg);
	cr_assert(dsp_set_image(&dsp, "test.ri", image.bytes + image.payload_at, image.payload_size,
				image.ipc, &err));
	fw_image_finish(&image);
}

static void attach(void)
{
	struct err err = ERR_INIT;

	cr_assert(device_open("sim:tgl", &dev, &err), "%s", err.msg);
	cr_assert(dsp_init(dev, &dsp, &err), "%s", err.msg);
	set_image(3);
}

static void detach(void)
{
	dsp_finish(&dsp);
	device_close(dev);
}

TestSuite(dsp_boot, .init = attach, .fini = detach);

static const enum dsp_step_id order[] = {
	DSP_STEP_PROBE,	   DSP_STEP_UNGATE,  DSP_STEP_STREAM,	  DSP_STEP_POWER,
	DSP_STEP_PURGE,	   DSP_STEP_RUN,     DSP_STEP_WAIT_ACK,	  DSP_STEP_WAIT_ROM,
	DSP_STEP_TRANSFER, DSP_STEP_CLEANUP, DSP_STEP_WAIT_READY, DSP_STEP_GATE,
	DSP_STEP_ALIVE,
};

/* The steps up to and with `last`; returns the step that failed, or DSP_STEP_COUNT. */
static enum dsp_step_id boot_until(enum dsp_step_id last, struct err *err)
{
	for (size_t i = 0; i < ARRAY_SIZE(order); i++) {
		struct dsp_report report;

		if (!dsp_step_run(&dsp, dsp_step_get(order[i]), &report, err))
			return order[i];
		cr_assert(report.text[0]);
		if (order[i] == last)
			break;
	}
	return DSP_STEP_COUNT;
}

static enum dsp_step_id boot(struct err *err)
{
	return boot_until(DSP_STEP_COUNT, err);
}

static void set_fault(const char *name, bool on)
{
	struct err err = ERR_INIT;

	cr_assert(dev->ops->fault_set(dev, name, on, &err), "%s", err.msg);
}

Test(dsp_boot, ipc3_firmware_comes_alive)
{
	struct err err = ERR_INIT;
	struct ipc_version version;

	cr_assert_eq(boot(&err), DSP_STEP_COUNT, "%s", err.msg);
	cr_assert(ipc_version(&dsp, &version, &err), "%s", err.msg);
	cr_assert_eq(version.ipc, 3);
	cr_assert_eq(version.major, 2);
}

Test(dsp_boot, ipc4_firmware_comes_alive)
{
	struct err err = ERR_INIT;
	struct ipc_version version;

	set_image(4);
	cr_assert_eq(boot(&err), DSP_STEP_COUNT, "%s", err.msg);
	cr_assert(ipc_version(&dsp, &version, &err), "%s", err.msg);
	cr_assert_eq(version.ipc, 4);
}

Test(dsp_boot, a_second_boot_follows_the_first)
{
	struct err err = ERR_INIT;

	cr_assert_eq(boot(&err), DSP_STEP_COUNT, "%s", err.msg);
	cr_assert_eq(boot(&err), DSP_STEP_COUNT, "%s", err.msg);
}

Test(dsp_boot, power_reports_the_register_before_and_after)
{
	struct dsp_report report;
	struct err err = ERR_INIT;

	cr_assert_eq(boot_until(DSP_STEP_STREAM, &err), DSP_STEP_COUNT);
	cr_assert(dsp_step_run(&dsp, dsp_step_get(DSP_STEP_POWER), &report, &err));
	cr_assert(strstr(report.text, "ADSPCS 0x") && strstr(report.text, " -> 0x"), "%s",
		  report.text);
	cr_assert(report.accesses > 0 && report.elapsed_ns > 0);
}

Test(dsp_boot, a_step_out_of_order_names_the_one_before)
{
	struct dsp_report report;
	struct err err = ERR_INIT;
	uint64_t before = dev->reads + dev->writes;

	cr_assert_not(dsp_step_run(&dsp, dsp_step_get(DSP_STEP_POWER), &report, &err));
	cr_assert_eq(err.code, EINVAL);
	cr_assert_str_eq(err.msg, "stage power needs probe first");
	cr_assert_eq(dev->reads + dev->writes, before, "no register was touched");
}

Test(dsp_boot, without_an_image_there_is_no_stream)
{
	struct err err = ERR_INIT;

	free(dsp.payload);
	dsp.payload = NULL;
	cr_assert_eq(boot(&err), DSP_STEP_STREAM);
	cr_assert_str_eq(err.msg, "stage stream needs an image first");
}

Test(dsp_boot, dry_run_refuses_a_step)
{
	struct dsp_report report;
	struct err err = ERR_INIT;

	dev->dry_run = true;
	cr_assert_not(dsp_step_run(&dsp, dsp_step_get(DSP_STEP_PROBE), &report, &err));
	cr_assert(strstr(err.msg, "dry run"));
}

Test(dsp_boot, finish_puts_back_what_the_boot_changed)
{
	struct region *config = device_find_region(dev, "config");
	uint64_t before, after, gate;
	struct err err = ERR_INIT;

	cr_assert(device_read(dev, config, 4, 16, &before, &err));
	cr_assert_eq(boot_until(DSP_STEP_TRANSFER, &err), DSP_STEP_COUNT, "%s", err.msg);
	cr_assert(device_find_region(dev, "dma.dsp-image"));
	dsp_finish(&dsp);
	cr_assert(device_read(dev, config, 4, 16, &after, &err));
	cr_assert_eq(after & 4, before & 4, "bus mastering");
	cr_assert_null(device_find_region(dev, "dma.dsp-image"));
	cr_assert_null(device_find_region(dev, "dma.dsp-bdl"));
	cr_assert(device_read(dev, config, 0x48, 32, &gate, &err));
	cr_assert(gate & HDA_CGCTL_ADSPDCGE, "clock gating is on again");
}

Test(dsp_boot, an_image_freed_behind_our_back_is_no_crash)
{
	struct err err = ERR_INIT;

	cr_assert_eq(boot_until(DSP_STEP_STREAM, &err), DSP_STEP_COUNT);
	device_remove_region(dev, device_find_region(dev, "dma.dsp-bdl"));
	dsp_finish(&dsp);
	cr_assert_null(device_find_region(dev, "dma.dsp-image"));
}

static void note(void *ctx, uint32_t done, uint32_t total)
{
	(void)total;
	*(uint32_t *)ctx = done;
}

Test(dsp_boot, progress_reaches_the_end)
{
	struct err err = ERR_INIT;
	uint32_t seen = 0;

	dsp.progress = note;
	dsp.progress_ctx = &seen;
	cr_assert_eq(boot_until(DSP_STEP_TRANSFER, &err), DSP_STEP_COUNT, "%s", err.msg);
	cr_assert_eq(seen, dsp.payload_size);
}

/* -- faults -- */

static const struct {
	const char fault[20];
	enum dsp_step_id stops_at;
	unsigned within_ms;	/* on the device's clock, for that step */
	const char says[60];	/* in the message */
	const char advises[40]; /* in the hint */
} faults[] = {
	{ "core-no-power", DSP_STEP_POWER, 60, "power up: ADSPCS 0x", "boot reset" },
	{ "rom-stuck-cse", DSP_STEP_WAIT_ROM, 310,
	  "ROM status 0x06000021: CSE_IPC_RESET_PHASE_1, waiting", "ME/HECI" },
	{ "rom-no-ack", DSP_STEP_WAIT_ACK, 510, "IPC acknowledge 0x00000000", "did not take" },
	{ "bad-signature", DSP_STEP_TRANSFER, 160, "error word 0x2c: signature", "key" },
	{ "dma-stall", DSP_STEP_TRANSFER, 3010, "DMA at 0 of 65536 bytes", "dma list" },
	{ "no-fw-ready", DSP_STEP_WAIT_READY, 2010, "FW_READY: DSP doorbell 0x", "dsp status" },
	{ "ipc-no-reply", DSP_STEP_ALIVE, 510, "IPC acknowledge 0x00000000", "does not answer" },
	{ "all-ones", DSP_STEP_PROBE, 10, "reads all ones", "" },
	{ "gproc-dead", DSP_STEP_POWER, 10, "all ones", "GPROCEN" },
	{ "wedged", DSP_STEP_POWER, 60, "power up: ADSPCS 0x", "boot reset" },
};

static void meet_fault(size_t i)
{
	struct err err = ERR_INIT;
	uint64_t start;
	size_t stop = 0;

	while (order[stop] != faults[i].stops_at)
		stop++;
	set_fault(faults[i].fault, true);
	if (stop)
		cr_assert_eq(boot_until(order[stop - 1], &err), DSP_STEP_COUNT, "%s: %s",
			     faults[i].fault, err.msg);
	start = device_now_ns(dev);
	cr_assert_not(
		dsp_step_run(&dsp, dsp_step_get(order[stop]), &(struct dsp_report){ "" }, &err),
		"%s", faults[i].fault);
	cr_assert_leq(device_now_ns(dev) - start, DSP_MS(faults[i].within_ms), "%s",
		      faults[i].fault);
	cr_assert(strstr(err.msg, faults[i].says), "%s: %s", faults[i].fault, err.msg);
	cr_assert(strstr(err.hint, faults[i].advises), "%s: hint %s", faults[i].fault, err.hint);
}

/* The rung that worked, or NULL. */
static const char *recover(struct err *err)
{
	for (const struct recover_rung *rung = recover_rungs(); rung->name; rung++) {
		struct dsp_report report;

		*err = (struct err)ERR_INIT;
		if (recover_try(&dsp, rung, &report, err))
			return rung->name;
	}
	return NULL;
}

Test(dsp_boot, each_fault_is_named_within_its_deadline)
{
	for (size_t i = 0; i < ARRAY_SIZE(faults); i++) {
		meet_fault(i);
		detach();
		attach();
	}
}

Test(dsp_boot, after_each_fault_the_ladder_leads_back)
{
	for (size_t i = 0; i < ARRAY_SIZE(faults); i++) {
		struct err err = ERR_INIT;

		meet_fault(i);
		set_fault(faults[i].fault, false);
		cr_assert(recover(&err), "%s: %s", faults[i].fault, err.msg);
		cr_assert_eq(boot(&err), DSP_STEP_COUNT, "%s: %s", faults[i].fault, err.msg);
		detach();
		attach();
	}
}

Test(dsp_boot, a_wedged_register_needs_the_function_reset)
{
	struct err err = ERR_INIT;

	set_fault("wedged", true);
	cr_assert_neq(boot(&err), DSP_STEP_COUNT);
	cr_assert_str_eq(recover(&err), "function", "%s", err.msg);
	cr_assert_eq(boot(&err), DSP_STEP_COUNT, "%s", err.msg);
}

Test(dsp_boot, a_dead_device_exhausts_the_ladder)
{
	struct err err = ERR_INIT;

	set_fault("all-ones", true);
	cr_assert_null(recover(&err));
	cr_assert(strstr(err.msg, "all ones"), "%s", err.msg);
}

/* -- the idle capture stream -- */

enum { CAPTURE_CTL = 0x80, LTRP = 0x1048 };

static uint64_t rd(const char *region, uint32_t offset, unsigned width_bits);
static void wr(const char *region, uint32_t offset, unsigned width_bits, uint64_t value);
static struct dsp_report step(enum dsp_step_id id);

/* LTRP was 0xa1 before. */
static void expect_no_capture(void)
{
	cr_expect_not(rd("bar0", CAPTURE_CTL, 32) & SD_CTL_RUN);
	cr_expect_eq(rd("bar0", CAPTURE_CTL + SD_BDPL, 32), 0);
	cr_expect_eq(rd("bar0", LTRP, 8), 0xa1);
	cr_expect_not(rd("bar0", 0x804, 32) & 1, "PROCEN");
	cr_expect_null(device_find_region(dev, "dma.dsp-iccmax"));
	cr_expect_null(device_find_region(dev, "dma.dsp-iccmax-bdl"));
}

Test(dsp_boot, iccmax_runs_a_capture_stream_and_puts_everything_back)
{
	step(DSP_STEP_PROBE);
	wr("bar0", LTRP, 8, 0xa1);
	step(DSP_STEP_ICCMAX);
	cr_expect_eq(rd("bar0", CAPTURE_CTL, 24 + 8) & 0xf0001f, SD_CTL_RUN,
		     "no tag, no interrupt");
	cr_expect_eq(rd("bar0", CAPTURE_CTL + SD_CBL, 32), 4096);
	cr_expect_eq(rd("bar0", CAPTURE_CTL + SD_LVI, 16), 1);
	cr_expect_eq(rd("bar0", LTRP, 8), 0xdf, "bits 5:0 become 95, as the driver or-s it in");
	cr_expect(rd("bar0", 0x804, 32) & 1, "PROCEN");
	step(DSP_STEP_ICCMAX);
	step(DSP_STEP_ICCMAX_END);
	expect_no_capture();
}

Test(dsp_boot, iccmax_left_running_is_stopped_when_the_device_goes)
{
	step(DSP_STEP_PROBE);
	wr("bar0", LTRP, 8, 0xa1);
	step(DSP_STEP_ICCMAX);
	dsp_put_back(&dsp);
	expect_no_capture();
}

/* -- interrupts -- */

static void enable(enum irq_type type)
{
	struct err err = ERR_INIT;

	cr_assert(irq_enable(dev, type, 0, 1, &err), "%s", err.msg);
}

static uint64_t rd(const char *region, uint32_t offset, unsigned width_bits)
{
	struct err err = ERR_INIT;
	uint64_t value;

	cr_assert(
		device_read(dev, device_find_region(dev, region), offset, width_bits, &value, &err),
		"%s", err.msg);
	return value;
}

static void wr(const char *region, uint32_t offset, unsigned width_bits, uint64_t value)
{
	struct err err = ERR_INIT;

	cr_assert(
		device_write(dev, device_find_region(dev, region), offset, width_bits, value, &err),
		"%s", err.msg);
}

static uint32_t ppctl(void)
{
	return dsp.hda.caps[HDA_CAP_PP] + HDA_PPCTL;
}

/* One step that must work; returns its evidence. */
static struct dsp_report step(enum dsp_step_id id)
{
	struct dsp_report report = { .text = "" };
	struct err err = ERR_INIT;

	cr_assert(dsp_step_run(&dsp, dsp_step_get(id), &report, &err), "%s", err.msg);
	return report;
}

static const enum irq_type types[] = { IRQ_MSI, IRQ_INTX };

Test(dsp_boot, without_an_interrupt_none_is_asked_for)
{
	struct err err = ERR_INIT;

	cr_assert_eq(boot(&err), DSP_STEP_COUNT, "%s", err.msg);
	cr_assert_not(rd("bar0", HDA_INTCTL, 32) & (HDA_INT_GLOBAL | HDA_INT_CONTROLLER));
	cr_assert_not(rd("bar0", ppctl(), 32) & HDA_PPCTL_PIE);
	/* counted before interrupts were known here: they must not cost those who poll */
	cr_assert_eq(step(DSP_STEP_PROBE).accesses, 23);
	cr_assert_eq(boot_until(DSP_STEP_GATE, &err), DSP_STEP_COUNT, "%s", err.msg);
	cr_assert_eq(step(DSP_STEP_ALIVE).accesses, 10);
}

Test(dsp_boot, firmware_reports_by_the_interrupt_that_is_enabled)
{
	for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
		const char *name = irq_type_name(types[i]);
		struct dsp_report report;
		struct err err = ERR_INIT;
		char fired[32];

		snprintf(fired, sizeof(fired), "; %s vector 0 fired", name);
		enable(types[i]);
		report = step(DSP_STEP_PROBE);
		cr_assert(strstr(report.text, "PIE, GIE, CIE"), "%s", report.text);
		cr_assert(strstr(report.text, name), "%s", report.text);
		cr_assert_eq(boot_until(DSP_STEP_CLEANUP, &err), DSP_STEP_COUNT, "%s", err.msg);
		report = step(DSP_STEP_WAIT_READY);
		cr_assert(strstr(report.text, fired), "%s", report.text);
		cr_assert_eq(irq_count(dev, types[i], 0), 1);
		report = step(DSP_STEP_ALIVE);
		cr_assert(strstr(report.text, fired), "%s", report.text);
		cr_assert_eq(irq_count(dev, types[i], 0), 2);
		cr_assert_not(irq_is_masked(dev, types[i]), "the next one may come");
		cr_assert_eq(irq_collect(dev, NULL, NULL), 2, "the user is told of both");
		detach();
		attach();
	}
}

Test(dsp_boot, a_message_before_the_acknowledge_was_seen_interrupts_too)
{
	struct err err = ERR_INIT;
	struct ipc_version version;

	set_image(4);
	enable(IRQ_MSI);
	cr_assert_eq(boot(&err), DSP_STEP_COUNT, "%s", err.msg);
	for (unsigned i = 0; i < 3; i++) {
		cr_assert(ipc_version(&dsp, &version, &err), "%s", err.msg);
		cr_assert_eq(dsp.signal.heard, DSP_HEARD_INTERRUPT);
	}
}

Test(dsp_boot, an_interrupt_that_was_triggered_by_hand_is_not_taken_for_the_real_one)
{
	struct dsp_report report;
	struct err err = ERR_INIT;

	enable(IRQ_MSI);
	cr_assert_eq(boot_until(DSP_STEP_GATE, &err), DSP_STEP_COUNT, "%s", err.msg);
	cr_assert(irq_act(dev, IRQ_MSI, 0, IRQ_TRIGGER, &err), "%s", err.msg);
	set_fault("lost-interrupt", true);
	report = step(DSP_STEP_ALIVE);
	cr_assert(strstr(report.text, "its MSI interrupt never came"), "%s", report.text);
}

Test(dsp_boot, an_interrupt_lost_later_is_told_and_no_failure)
{
	struct dsp_report report;
	struct err err = ERR_INIT;

	enable(IRQ_MSI);
	cr_assert_eq(boot(&err), DSP_STEP_COUNT, "%s", err.msg);
	set_fault("lost-interrupt", true);
	report = step(DSP_STEP_ALIVE);
	cr_assert(strstr(report.text, "answered: ") &&
			  strstr(report.text, "its MSI interrupt never came"),
		  "%s", report.text);
	cr_assert_leq(report.elapsed_ns, DSP_MS(510));
	set_fault("lost-interrupt", false);
	report = step(DSP_STEP_ALIVE);
	cr_assert(strstr(report.text, "MSI vector 0 fired"), "%s", report.text);
}

Test(dsp_boot, polling_goes_on_where_interrupts_are_lost)
{
	struct err err = ERR_INIT;

	set_fault("lost-interrupt", true);
	cr_assert_eq(boot(&err), DSP_STEP_COUNT, "%s", err.msg);
}

/* The boot up to wait-ready with this interrupt, then its failure. */
static void lose(enum irq_type type, struct err *err)
{
	uint64_t start;

	cr_assert_eq(boot_until(DSP_STEP_TRANSFER, err), DSP_STEP_COUNT, "%s", err->msg);
	start = device_now_ns(dev);
	cr_assert_not(dsp_step_run(&dsp, dsp_step_get(DSP_STEP_WAIT_READY),
				   &(struct dsp_report){ "" }, err));
	cr_assert_leq(device_now_ns(dev) - start, DSP_MS(2010));
	cr_assert_eq(err->code, ETIMEDOUT);
	cr_assert(strstr(err->msg, "FW_READY is in the doorbell, but its interrupt never came"),
		  "%s", err->msg);
	cr_assert(strstr(err->msg, irq_type_name(type)), "%s", err->msg);
	cr_assert(strstr(err->msg, "0 counted in 2 s; ADSPIS.IPC 1, PPCTL.PIE 1"), "%s", err->msg);
}

Test(dsp_boot, a_lost_interrupt_is_named_and_the_ladder_leads_back)
{
	for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
		struct err err = ERR_INIT;

		enable(types[i]);
		set_fault("lost-interrupt", true);
		lose(types[i], &err);
		cr_assert(strstr(err.msg, "INTSTS.GIS 1, INTCTL.GIE 1, COMMAND."), "%s", err.msg);
		cr_assert(strstr(err.hint, "the device raises it"), "%s", err.hint);
		set_fault("lost-interrupt", false);
		cr_assert_str_eq(recover(&err), "cores", "%s", err.msg);
		err = (struct err)ERR_INIT;
		cr_assert_eq(boot(&err), DSP_STEP_COUNT, "%s", err.msg);
		cr_assert(irq_count_now(dev, types[i], 0) > 0);
		detach();
		attach();
	}
}

Test(dsp_boot, a_lost_interrupt_points_at_the_link_that_is_off)
{
	struct err err = ERR_INIT;

	enable(IRQ_INTX);
	cr_assert(irq_act(dev, IRQ_INTX, 0, IRQ_MASK, &err), "%s", err.msg);
	lose(IRQ_INTX, &err);
	cr_assert(strstr(err.hint, "irq unmask INTX"), "%s", err.hint);
	detach();
	attach();
	enable(IRQ_MSI);
	cr_assert_eq(boot_until(DSP_STEP_WAIT_ROM, &err), DSP_STEP_COUNT, "%s", err.msg);
	wr("bar0", HDA_INTCTL, 32, 0);
	step(DSP_STEP_TRANSFER);
	cr_assert_not(dsp_step_run(&dsp, dsp_step_get(DSP_STEP_WAIT_READY),
				   &(struct dsp_report){ "" }, &err));
	cr_assert(strstr(err.msg, "INTCTL.GIE 0"), "%s", err.msg);
	cr_assert(strstr(err.hint, "INTCTL.GIE"), "%s", err.hint);
}

Test(dsp_boot, firmware_that_never_reports_is_told_apart_from_a_lost_interrupt)
{
	struct err err = ERR_INIT;

	enable(IRQ_MSI);
	set_fault("no-fw-ready", true);
	cr_assert_eq(boot(&err), DSP_STEP_WAIT_READY);
	cr_assert(strstr(err.msg, "FW_READY: DSP doorbell 0x00000000"), "%s", err.msg);
	cr_assert(strstr(err.msg, "(1 read in 2 s), and no MSI came"), "%s", err.msg);
}

Test(dsp_boot, a_type_switched_off_after_the_probe_is_not_waited_for)
{
	struct err err = ERR_INIT;

	enable(IRQ_MSI);
	cr_assert_eq(boot_until(DSP_STEP_TRANSFER, &err), DSP_STEP_COUNT, "%s", err.msg);
	cr_assert(irq_disable(dev, IRQ_MSI, &err), "%s", err.msg);
	cr_assert_eq(step(DSP_STEP_WAIT_READY).elapsed_ns < DSP_MS(100), true);
	step(DSP_STEP_PROBE);
	cr_assert_not(rd("bar0", ppctl(), 32) & HDA_PPCTL_PIE, "the next probe switches it off");
}

Test(dsp_boot, finish_switches_the_interrupt_off)
{
	struct err err = ERR_INIT;
	uint32_t at;

	enable(IRQ_MSI);
	cr_assert_eq(boot(&err), DSP_STEP_COUNT, "%s", err.msg);
	at = ppctl();
	dsp_finish(&dsp);
	cr_assert_not(rd("bar0", HDA_INTCTL, 32) & (HDA_INT_GLOBAL | HDA_INT_CONTROLLER));
	cr_assert_not(rd("bar0", at, 32) & HDA_PPCTL_PIE);
}

/* -- Ctrl-C -- */

/* Each step that waits, and what keeps it waiting. */
static const struct {
	enum dsp_step_id step;
	const char fault[20];
	bool interrupt;
} waits[] = {
	{ DSP_STEP_PROBE, "", false },
	{ DSP_STEP_POWER, "core-no-power", false },
	{ DSP_STEP_WAIT_ACK, "rom-no-ack", false },
	{ DSP_STEP_WAIT_ROM, "rom-stuck-cse", false },
	{ DSP_STEP_TRANSFER, "dma-stall", false },
	{ DSP_STEP_WAIT_READY, "no-fw-ready", false },
	{ DSP_STEP_WAIT_READY, "no-fw-ready", true },
	{ DSP_STEP_WAIT_READY, "lost-interrupt", true },
	{ DSP_STEP_ALIVE, "ipc-no-reply", false },
	{ DSP_STEP_ALIVE, "ipc-no-reply", true },
	{ DSP_STEP_ALIVE, "lost-interrupt", true },
};

Test(dsp_boot, the_stop_flag_ends_every_wait)
{
	static volatile sig_atomic_t stop = 1;

	for (size_t i = 0; i < ARRAY_SIZE(waits); i++) {
		const char *name = dsp_step_get(waits[i].step)->name;
		struct err err = ERR_INIT;
		size_t at = 0;

		while (order[at] != waits[i].step)
			at++;
		if (waits[i].interrupt)
			enable(IRQ_MSI);
		if (at)
			cr_assert_eq(boot_until(order[at - 1], &err), DSP_STEP_COUNT, "%s: %s",
				     name, err.msg);
		if (waits[i].fault[0])
			set_fault(waits[i].fault, true);
		dev->stop = &stop;
		cr_assert_not(dsp_step_run(&dsp, dsp_step_get(waits[i].step),
					   &(struct dsp_report){ "" }, &err),
			      "%s", name);
		cr_assert_eq(err.code, EINTR, "%s: %s", name, err.msg);
		dsp_finish(&dsp); /* still stopped: what a detach does */
		cr_assert_null(device_find_region(dev, "dma.dsp-image"), "%s", name);
		dev->stop = NULL;
		cr_assert(dsp_init(dev, &dsp, &err));
		detach();
		attach();
	}
}

Test(dsp_boot, a_stopped_transfer_leaves_no_stream_running)
{
	static volatile sig_atomic_t stop = 1;
	struct err err = ERR_INIT;

	cr_assert_eq(boot_until(DSP_STEP_WAIT_ROM, &err), DSP_STEP_COUNT, "%s", err.msg);
	dev->stop = &stop;
	cr_assert_not(dsp_step_run(&dsp, dsp_step_get(DSP_STEP_TRANSFER),
				   &(struct dsp_report){ "" }, &err));
	cr_assert_eq(err.code, EINTR, "%s", err.msg);
	cr_assert_not(rd("bar0", 0x80 + 0x20 * dsp.stream.index, 32) & 2, "RUN");
	dev->stop = NULL;
	cr_assert_eq(boot(&err), DSP_STEP_COUNT, "%s", err.msg);
}
