/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/dsp/recover.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "backend/dsp/loader.h"
#include "backend/dsp/loader_steps.h"
#include "backend/support/bits.h"

#define CONFIG_STATUS	   0x06
#define STATUS_CAP_LIST	   (1u << 4)
#define CONFIG_CAP_POINTER 0x34
#define CAP_PM		   0x01
#define PM_PMCSR	   4 /* from the capability */
#define PMCSR_STATE	   3u
#define PMCSR_D3HOT	   3u
#define CAP_LIMIT	   48
#define D3_NS		   DSP_MS(10) /* PCI: settle time of a change between D0 and D3hot */

/* BAR4 is out of reach while the capabilities are not known. */
static bool reach(struct dsp *dsp, struct err *err)
{
	if (!dsp->hda.caps[HDA_CAP_PP] && !hda_find_caps(dsp, err))
		return false;
	return hda_gprocen(dsp, true, err);
}

static bool cores_off(struct dsp *dsp, struct err *err)
{
	struct dsp_report ignored;

	return loader_off(dsp, &ignored, err);
}

static bool climb_cores(struct dsp *dsp, struct err *err)
{
	return reach(dsp, err) && cores_off(dsp, err);
}

static bool climb_controller(struct dsp *dsp, struct err *err)
{
	return hda_reset(dsp, err) && reach(dsp, err) && cores_off(dsp, err);
}

static bool climb_gprocen(struct dsp *dsp, struct err *err)
{
	return reach(dsp, err) && hda_gprocen(dsp, false, err) && dsp_pause(dsp, DSP_MS(1), err) &&
	       hda_gprocen(dsp, true, err) && cores_off(dsp, err);
}

static bool find_pm(struct dsp *dsp, uint32_t *ret, struct err *err)
{
	uint64_t status, at, header;

	if (!device_read(dsp->dev, dsp->config, CONFIG_STATUS, 16, &status, err))
		return false;
	if (!(status & STATUS_CAP_LIST))
		return err_set(err, ENODEV, "config space has no capability list");
	if (!device_read(dsp->dev, dsp->config, CONFIG_CAP_POINTER, 8, &at, err))
		return false;
	for (unsigned i = 0; i < CAP_LIMIT && at >= 0x40; i++) {
		at &= 0xfc;
		if (!device_read(dsp->dev, dsp->config, at, 16, &header, err))
			return false;
		if ((header & 0xff) == CAP_PM && at <= 0xf8) {
			*ret = (uint32_t)at;
			return true;
		}
		at = header >> 8;
	}
	return err_set(err, ENODEV, "no power management capability");
}

static bool set_power_state(struct dsp *dsp, uint32_t pm, unsigned state, struct err *err)
{
	uint64_t pmcsr;

	return device_read(dsp->dev, dsp->config, pm + PM_PMCSR, 16, &pmcsr, err) &&
	       device_write(dsp->dev, dsp->config, pm + PM_PMCSR, 16,
			    (pmcsr & ~(uint64_t)PMCSR_STATE & 0x7fff) | state, err) &&
	       dsp_pause(dsp, D3_NS, err);
}

/* The BARs' addresses may be lost on the way through D3: what the transport's kernel puts back. */
static bool climb_power_state(struct dsp *dsp, struct err *err)
{
	uint32_t pm;

	return find_pm(dsp, &pm, err) && set_power_state(dsp, pm, PMCSR_D3HOT, err) &&
	       set_power_state(dsp, pm, 0, err) && climb_controller(dsp, err);
}

static bool climb_function(struct dsp *dsp, struct err *err)
{
	const char *method;

	/* it takes COMMAND.MEM with it, where the kernel does not put it back */
	return device_reset(dsp->dev, "auto", &method, err) && loader_memory_on(dsp, err) &&
	       climb_controller(dsp, err);
}

static const struct recover_rung rungs[] = {
	{ "cores", "stall, reset and power down the cores", "power down core and subsystem",
	  climb_cores },
	{ "controller", "reset the HD-Audio controller (GCTL.CRST)", NULL, climb_controller },
	{ "gprocen", "close BAR4 and open it again (PPCTL.GPROCEN)", NULL, climb_gprocen },
	{ "d3", "D3hot and back to D0", NULL, climb_power_state },
	{ "function", "reset the PCI function", NULL, climb_function },
	{ NULL, NULL, NULL, NULL },
};

const struct recover_rung *recover_rungs(void)
{
	return rungs;
}

bool recover_canary(struct dsp *dsp, struct err *err)
{
	uint64_t gcap;
	uint32_t gctl;

	if (!device_read(dsp->dev, dsp->bar0, HDA_GCAP, 16, &gcap, err))
		return false;
	if (gcap == 0xffff)
		return err_set(err, EIO, "GCAP reads all ones");
	if (!dsp_read(dsp, dsp->bar0, HDA_GCTL, &gctl, err))
		return false;
	if (!(gctl & HDA_GCTL_CRST))
		return err_set(err, EIO, "GCTL 0x%08" PRIx32 ": the controller is in reset", gctl);
	if (dsp_chip_is_ace(dsp->chip))
		return ace_canary(dsp, err);
	return dsp_cores_on(dsp, dsp->chip->init_mask, err) &&
	       dsp_cores_off(dsp, dsp->chip->init_mask, err);
}

bool recover_try(struct dsp *dsp, const struct recover_rung *rung, struct dsp_report *ret,
		 struct err *err)
{
	struct dsp_report report = { .text = "" };
	uint64_t start = device_now_ns(dsp->dev);
	uint64_t accesses = dsp->dev->reads + dsp->dev->writes;

	if (dsp->dev->dry_run)
		return err_set(err, EINVAL, "writes are held back (dry run)");
	dsp->done = 0;
	dsp->version.ipc = 0;
	dsp_stop_streams(dsp);
	if (!loader_memory_on(dsp, err) || !rung->climb(dsp, err))
		return false;
	if (!recover_canary(dsp, err))
		return err_prefix(err, "afterwards");
	dsp->powered = false;
	loader_say(&report, "%s: core 0 takes and gives power",
		   dsp_chip_is_ace(dsp->chip) && rung->help_ace ? rung->help_ace : rung->help);
	report.elapsed_ns = device_now_ns(dsp->dev) - start;
	report.accesses = dsp->dev->reads + dsp->dev->writes - accesses;
	*ret = report;
	return true;
}
