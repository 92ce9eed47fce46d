/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Power, reset and start of the cores on cAVS, and the choice between the generations. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "backend/dsp/ipc.h"
#include "backend/dsp/loader.h"
#include "backend/dsp/loader_steps.h"
#include "backend/dsp/verdict.h"
#include "backend/support/bits.h"

#define CORE_NS	       DSP_MS(50)
#define SSP_STEP       0x1000
#define SSP_SSC1       4
#define SSC1_CONSUMER  (3u << 24) /* clock and frame come from outside */
#define IPC_CTL_ENABLE 3u

static bool adspcs(struct dsp *dsp, uint32_t mask, uint32_t value, uint32_t *ret, struct err *err)
{
	return dsp_update(dsp, dsp->bar4, ADSP_ADSPCS, mask, value, ret, err);
}

static bool adspcs_wait(struct dsp *dsp, uint32_t mask, uint32_t value, const char *doing,
			struct err *err)
{
	bool power = mask >> ADSPCS_CPA_SHIFT;
	const struct dsp_wait wait = {
		.region = dsp->bar4,
		.offset = ADSP_ADSPCS,
		.mask = mask,
		.value = value,
		.timeout_ns = CORE_NS,
		.what = "ADSPCS",
		.field = power ? "CPA" : "CRST",
	};

	if (dsp_wait(dsp, &wait, err))
		return true;
	if (err->code == ETIMEDOUT)
		err_hint(err, "the cores do not follow; is gating off (dsp ungate)? then: boot "
			      "reset; boot run");
	return err_prefix(err, "%s", doing);
}

bool dsp_cores_on(struct dsp *dsp, uint32_t mask, struct err *err)
{
	uint32_t spa = mask << ADSPCS_SPA_SHIFT, cpa = mask << ADSPCS_CPA_SHIFT;

	return adspcs(dsp, spa, spa, NULL, err) && adspcs_wait(dsp, cpa, cpa, "power up", err);
}

bool dsp_cores_off(struct dsp *dsp, uint32_t mask, struct err *err)
{
	uint32_t stall = mask << ADSPCS_CSTALL_SHIFT, reset = mask << ADSPCS_CRST_SHIFT;

	return adspcs(dsp, stall, stall, NULL, err) && adspcs(dsp, reset, reset, NULL, err) &&
	       adspcs_wait(dsp, reset, reset, "core reset", err) &&
	       adspcs(dsp, mask << ADSPCS_SPA_SHIFT, 0, NULL, err) &&
	       adspcs_wait(dsp, mask << ADSPCS_CPA_SHIFT, 0, "power down", err);
}

bool loader_ungate(struct dsp *dsp, struct dsp_report *ret, struct err *err)
{
	if (dsp_chip_is_ace(dsp->chip))
		return ace_ungate(dsp, ret, err);
	if (!hda_ungate(dsp, err))
		return false;
	loader_say(ret, "CGCTL.ADSPDCGE 0, EM2.L1SEN 0, PGCTL.ADSPPGD 1");
	return true;
}

bool loader_gate(struct dsp *dsp, struct dsp_report *ret, struct err *err)
{
	if (!hda_gate(dsp, err))
		return false;
	loader_say(ret, "CGCTL.ADSPDCGE 1, EM2.L1SEN 1, PGCTL.ADSPPGD 0");
	return true;
}

/* No serial port may drive a clock while the DSP starts. */
static bool ssps_to_consumer(struct dsp *dsp, struct err *err)
{
	if (!dsp->chip->ssp_base)
		return true;
	for (unsigned i = 0; i < dsp->chip->ssp_count; i++)
		if (!dsp_update(dsp, dsp->bar4, dsp->chip->ssp_base + SSP_STEP * i + SSP_SSC1,
				SSC1_CONSUMER, SSC1_CONSUMER, NULL, err))
			return err_prefix(err, "SSP%u", i);
	return true;
}

/* Cores left running by an earlier boot would not meet the ROM again. */
static bool still_running(const struct dsp *dsp, uint32_t word)
{
	uint32_t init = dsp->chip->init_mask;

	return word != UINT32_MAX && word & init << ADSPCS_CPA_SHIFT &&
	       ~word & init << ADSPCS_CRST_SHIFT;
}

bool loader_power(struct dsp *dsp, struct dsp_report *ret, struct err *err)
{
	bool one = dsp->chip->quirks & DSP_CODE_LOADER; /* the driver powers core 0 alone there */
	uint32_t mask = one ? dsp->chip->init_mask : dsp->chip->host_mask, before, after;

	if (dsp_chip_is_ace(dsp->chip))
		return ace_power(dsp, ret, err);
	if (!dsp_read(dsp, dsp->bar4, ADSP_ADSPCS, &before, err) ||
	    (still_running(dsp, before) && !dsp_cores_off(dsp, mask, err)) ||
	    !dsp_cores_on(dsp, mask, err))
		return false;
	after = dsp->waited.last;
	if (!ssps_to_consumer(dsp, err))
		return false;
	loader_say(ret, "ADSPCS 0x%08" PRIx32 " -> 0x%08" PRIx32, before, after);
	return true;
}

/* A core runs when it has power and is neither in reset nor stalled. */
static bool check_running(struct dsp *dsp, uint32_t mask, uint32_t *ret, struct err *err)
{
	uint32_t on = mask << ADSPCS_SPA_SHIFT | mask << ADSPCS_CPA_SHIFT;
	uint32_t off = mask << ADSPCS_CRST_SHIFT | mask << ADSPCS_CSTALL_SHIFT;
	struct err ignored = ERR_INIT;
	uint32_t value;

	if (!dsp_read(dsp, dsp->bar4, ADSP_ADSPCS, &value, err))
		return false;
	if ((value & (on | off)) == on) {
		*ret = value;
		return true;
	}
	dsp_cores_off(dsp, mask, &ignored);
	err_set(err, EIO,
		"ADSPCS 0x%08" PRIx32 ": cores 0x%" PRIx32 " do not run: CPA 0x%" PRIx32
		", CRST 0x%" PRIx32 ", CSTALL 0x%" PRIx32,
		value, mask, value >> ADSPCS_CPA_SHIFT & mask, value >> ADSPCS_CRST_SHIFT & mask,
		value >> ADSPCS_CSTALL_SHIFT & mask);
	return err_hint(err, "the cores do not follow; boot reset; boot run");
}

bool loader_run(struct dsp *dsp, struct dsp_report *ret, struct err *err)
{
	uint32_t init = dsp->chip->init_mask, before, after;

	if (!dsp_read(dsp, dsp->bar4, ADSP_ADSPCS, &before, err) ||
	    !adspcs(dsp, init << ADSPCS_CRST_SHIFT, 0, NULL, err) ||
	    !adspcs_wait(dsp, init << ADSPCS_CRST_SHIFT, 0, "leaving reset", err) ||
	    !adspcs(dsp, init << ADSPCS_CSTALL_SHIFT, 0, NULL, err) ||
	    !check_running(dsp, init, &after, err))
		return false;
	loader_say(ret, "ADSPCS 0x%08" PRIx32 " -> 0x%08" PRIx32, before, after);
	return true;
}

bool loader_interrupts_on(struct dsp *dsp, struct err *err)
{
	/* Enabled since an earlier boot, the acknowledge itself has interrupted. */
	if (!signal_rearm(dsp, err))
		return false;
	if (dsp_chip_is_ace(dsp->chip))
		return ace_interrupts_on(dsp, err);
	return dsp_update(dsp, dsp->bar4, dsp->chip->ipc->ctl, IPC_CTL_ENABLE, IPC_CTL_ENABLE, NULL,
			  err) &&
	       dsp_update(dsp, dsp->bar4, ADSP_ADSPIC, 1, 1, NULL, err);
}

/* The ROM runs on the cores of init_mask alone; those that were powered up with them go off again. */
static bool others_off(struct dsp *dsp, char *text, size_t len, struct err *err)
{
	uint32_t others = dsp->chip->host_mask & ~dsp->chip->init_mask;

	text[0] = '\0';
	if (!others)
		return true;
	if (!dsp_cores_off(dsp, others, err))
		return err_prefix(err, "cores 0x%" PRIx32, others);
	snprintf(text, len, "; other cores off, ADSPCS 0x%08" PRIx32, dsp->waited.last);
	return true;
}

bool loader_wait_ack(struct dsp *dsp, struct dsp_report *ret, struct err *err)
{
	const struct dsp_wait done = {
		.region = dsp->bar4,
		.offset = dsp->chip->ipc->ida,
		.mask = dsp->chip->ipc->done,
		.value = dsp->chip->ipc->done,
		.timeout_ns = DSP_MS(500),
		.what = "IPC acknowledge",
		.field = "DONE",
		.hopeless = dsp_hopeless,
	};
	char others[48];
	uint32_t ack;

	if (!dsp_wait(dsp, &done, err)) {
		dsp_explain_timeout(
			dsp,
			"the ROM did not take the request: does core 0 run (dsp status)? then: "
			"boot reset; boot run",
			err);
		return false;
	}
	ack = dsp->waited.last;
	/* Writing it back clears DONE. */
	if (!dsp_write(dsp, dsp->bar4, dsp->chip->ipc->ida, ack, err))
		return false;
	if (!others_off(dsp, others, sizeof(others), err) || !loader_interrupts_on(dsp, err))
		return false;
	loader_say(ret, "IPC acknowledge 0x%08" PRIx32 ", cleared%s", ack, others);
	return true;
}

bool loader_off(struct dsp *dsp, struct dsp_report *ret, struct err *err)
{
	uint32_t before;

	if (dsp_chip_is_ace(dsp->chip))
		return ace_off(dsp, ret, err);
	if (!dsp_read(dsp, dsp->bar4, ADSP_ADSPCS, &before, err) ||
	    !dsp_cores_off(dsp, dsp->chip->host_mask, err))
		return false;
	loader_say(ret, "ADSPCS 0x%08" PRIx32 " -> 0x%08" PRIx32, before, dsp->waited.last);
	return true;
}
