/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Booting the simulated ACE DSPs step by step, what each fault is said to be, and the way back. */
#include <criterion/criterion.h>

#include <errno.h>
#include <string.h>

#include "backend/dsp/dsp.h"
#include "backend/dsp/firmware.h"
#include "backend/dsp/loader.h"
#include "backend/dsp/recover.h"
#include "backend/irq.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "tests/tools/fwbuild.h"

static const char *const parts[] = { "sim:mtl", "sim:arl", "sim:lnl", "sim:ptl" };

static struct device *dev;
static struct dsp dsp;

static void attach(const char *part)
{
	const struct fwbuild how = { .kind = FWBUILD_ACE, .ipc = 4 };
	struct fw_image image = { 0 };
	struct err err = ERR_INIT;
	size_t len;
	autofree uint8_t *bytes = fwbuild_image(&how, &len);

	cr_assert(device_open(part, &dev, &err), "%s", err.msg);
	cr_assert(dsp_init(dev, &dsp, &err), "%s", err.msg);
	cr_assert(fw_parse(bytes, len, &image, &err), "%s", err.msg);
	cr_assert(dsp_set_image(&dsp, "test.ri", image.bytes + image.payload_at, image.payload_size,
				image.ipc, &err));
	fw_image_finish(&image);
}

static void detach(void)
{
	dsp_finish(&dsp);
	device_close(dev);
}

static const enum dsp_step_id order[] = {
	DSP_STEP_PROBE,	  DSP_STEP_UNGATE,     DSP_STEP_STREAM,	  DSP_STEP_PURGE,
	DSP_STEP_POWER,	  DSP_STEP_WAIT_ACK,   DSP_STEP_WAIT_ROM, DSP_STEP_TRANSFER,
	DSP_STEP_CLEANUP, DSP_STEP_WAIT_READY, DSP_STEP_ALIVE,
};

static bool step(enum dsp_step_id id, struct dsp_report *report, struct err *err)
{
	return dsp_step_run(&dsp, dsp_step_get(id), report, err);
}

/* The steps up to and with `last`; returns the step that failed, or DSP_STEP_COUNT. */
static enum dsp_step_id boot_until(enum dsp_step_id last, struct err *err)
{
	struct dsp_report report;

	for (size_t i = 0; i < ARRAY_SIZE(order); i++) {
		if (!step(order[i], &report, err))
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

static void on_each_part(void (*run)(void))
{
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		attach(parts[i]);
		run();
		detach();
	}
}

static void boots_twice(void)
{
	struct dsp_report report;
	struct err err = ERR_INIT;

	cr_assert_eq(boot(&err), DSP_STEP_COUNT, "%s", err.msg);
	cr_assert_eq(dsp.version.ipc, 4);
	cr_assert_eq(boot_until(DSP_STEP_PROBE, &err), DSP_STEP_COUNT, "%s", err.msg);
	cr_assert(step(DSP_STEP_UNGATE, &report, &err), "%s", err.msg);
	cr_assert(strstr(report.text, "was on, switched off first"), "%s", report.text);
	cr_assert_eq(boot(&err), DSP_STEP_COUNT, "%s", err.msg);
}

Test(dsp_ace, every_part_boots_and_boots_again)
{
	on_each_part(boots_twice);
}

static void has_no_cavs_steps(void)
{
	static const enum dsp_step_id none[] = { DSP_STEP_RUN, DSP_STEP_GATE };
	struct dsp_report report;
	struct err err = ERR_INIT;

	cr_assert_eq(boot_until(DSP_STEP_POWER, &err), DSP_STEP_COUNT, "%s", err.msg);
	for (size_t i = 0; i < ARRAY_SIZE(none); i++) {
		cr_assert_not(step(none[i], &report, &err));
		cr_assert_eq(err.code, ENOTSUP);
	}
}

Test(dsp_ace, there_is_no_reset_to_leave_and_nothing_to_gate)
{
	on_each_part(has_no_cavs_steps);
}

Test(dsp_ace, an_acknowledge_is_waited_for_after_power_and_request)
{
	struct dsp_report report;
	struct err err = ERR_INIT;

	attach("sim:mtl");
	cr_assert_eq(boot_until(DSP_STEP_STREAM, &err), DSP_STEP_COUNT, "%s", err.msg);
	cr_assert_not(step(DSP_STEP_WAIT_ACK, &report, &err));
	cr_assert_str_eq(err.msg, "stage wait-ack needs power first");
	cr_assert(step(DSP_STEP_POWER, &report, &err), "%s", err.msg);
	cr_assert_not(step(DSP_STEP_WAIT_ACK, &report, &err));
	cr_assert_str_eq(err.msg, "stage wait-ack needs purge first");
	detach();
}

/* -- faults -- */

static const struct {
	const char fault[20];
	enum dsp_step_id stops_at;
	unsigned within_ms;	/* on the device's clock, for that step */
	const char says[80];	/* in the message */
	const char advises[40]; /* in the hint */
} faults[] = {
	{ "subsys-no-power", DSP_STEP_UNGATE, 60,
	  "subsystem power up: HFDSSCS 0x00010000: bit 24 is 0", "subsystem has no power" },
	{ "domain-no-power", DSP_STEP_UNGATE, 60, "HFDSSCS 0x01010000, DSP2CXCTL 0x00000000",
	  "its domain 0 has none" },
	{ "core-no-power", DSP_STEP_POWER, 60, "core 0 power up: DSP2CXCTL 0x02000001",
	  "DSP2CXCTL.OSEL 2" },
	{ "wedged", DSP_STEP_POWER, 60, "core 0 power up: DSP2CXCTL 0x00000000",
	  "core 0 has none" },
	{ "rom-no-ack", DSP_STEP_WAIT_ACK, 510, "ROM status 0x55000001", "did not take" },
	{ "rom-stuck-cse", DSP_STEP_WAIT_ROM, 310,
	  "ROM status 0x0600002e: AUTH_API_FIRST_BUSY, waiting for CSE_CSR", "ME/HECI" },
	{ "bad-signature", DSP_STEP_TRANSFER, 160, "error word 0x2c: signature", "key" },
	{ "dma-stall", DSP_STEP_TRANSFER, 3010, "DMA at 0 of 65536 bytes", "dma list" },
	{ "no-fw-ready", DSP_STEP_WAIT_READY, 2010, "FW_READY: DSP doorbell 0x", "dsp status" },
	{ "ipc-no-reply", DSP_STEP_ALIVE, 510, "IPC acknowledge 0x00000000", "does not answer" },
	{ "all-ones", DSP_STEP_PROBE, 10, "reads all ones", "" },
	{ "gproc-dead", DSP_STEP_UNGATE, 10, "HFDSSCS reads all ones", "GPROCEN" },
};

static void meet_fault(size_t i)
{
	struct dsp_report report;
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
	cr_assert_not(step(order[stop], &report, &err), "%s", faults[i].fault);
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

static void meet_all_and_come_back(const char *part)
{
	for (size_t i = 0; i < ARRAY_SIZE(faults); i++) {
		struct err err = ERR_INIT;

		attach(part);
		meet_fault(i);
		set_fault(faults[i].fault, false);
		cr_assert(recover(&err), "%s: %s", faults[i].fault, err.msg);
		cr_assert_eq(boot(&err), DSP_STEP_COUNT, "%s: %s", faults[i].fault, err.msg);
		detach();
	}
}

Test(dsp_ace, each_fault_is_named_and_the_ladder_leads_back)
{
	meet_all_and_come_back("sim:mtl");
	meet_all_and_come_back("sim:lnl");
}

Test(dsp_ace, ace3_names_its_own_domain_register)
{
	struct err err = ERR_INIT;

	attach("sim:ptl");
	set_fault("domain-no-power", true);
	cr_assert_eq(boot(&err), DSP_STEP_UNGATE);
	cr_assert(strstr(err.msg, "domain 0 power up: HFPWRSTS2 0x00008150"), "%s", err.msg);
	detach();
}

Test(dsp_ace, the_canary_sees_a_core_without_power)
{
	struct err err = ERR_INIT;

	attach("sim:mtl");
	cr_assert_eq(boot_until(DSP_STEP_PROBE, &err), DSP_STEP_COUNT, "%s", err.msg);
	cr_assert(recover_canary(&dsp, &err), "%s", err.msg);
	set_fault("core-no-power", true);
	cr_assert_not(recover_canary(&dsp, &err));
	cr_assert(strstr(err.msg, "core 0 power up"), "%s", err.msg);
	detach();
}

Test(dsp_ace, a_wedged_core_needs_the_function_reset)
{
	struct err err = ERR_INIT;

	attach("sim:mtl");
	cr_assert_eq(boot(&err), DSP_STEP_COUNT, "%s", err.msg);
	set_fault("wedged", true);
	cr_assert_str_eq(recover(&err), "function", "%s", err.msg);
	cr_assert_eq(boot(&err), DSP_STEP_COUNT, "%s", err.msg);
	detach();
}

/* -- interrupts -- */

static void reports_by_msi(void)
{
	struct dsp_report report;
	struct err err = ERR_INIT;

	cr_assert(irq_enable(dev, IRQ_MSI, 0, 1, &err), "%s", err.msg);
	cr_assert_eq(boot_until(DSP_STEP_CLEANUP, &err), DSP_STEP_COUNT, "%s", err.msg);
	cr_assert(step(DSP_STEP_WAIT_READY, &report, &err), "%s", err.msg);
	cr_assert(strstr(report.text, "; MSI vector 0 fired"), "%s", report.text);
	cr_assert(step(DSP_STEP_ALIVE, &report, &err), "%s", err.msg);
	cr_assert(strstr(report.text, "; MSI vector 0 fired"), "%s", report.text);
}

Test(dsp_ace, firmware_reports_by_interrupt)
{
	on_each_part(reports_by_msi);
}

Test(dsp_ace, a_lost_interrupt_is_looked_for_in_irqsts)
{
	struct dsp_report report;
	struct err err = ERR_INIT;

	attach("sim:mtl");
	cr_assert(irq_enable(dev, IRQ_MSI, 0, 1, &err), "%s", err.msg);
	cr_assert_eq(boot_until(DSP_STEP_CLEANUP, &err), DSP_STEP_COUNT, "%s", err.msg);
	/* the doorbell rings, and nothing passes it on */
	cr_assert(dsp_write(&dsp, dsp.bar4, dsp.chip->ipc->ctl, 0, &err), "%s", err.msg);
	cr_assert_not(step(DSP_STEP_WAIT_READY, &report, &err));
	cr_assert(strstr(err.msg, "IRQSTS.IPC 0, PPCTL.PIE 1"), "%s", err.msg);
	cr_assert(strstr(err.hint, "are HFIPCXCTL, INTEN and HFHIPCIE set"), "%s", err.hint);
	detach();
}
