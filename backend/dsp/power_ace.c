/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Power of the DSP on ACE: subsystem, power domain and core have request and status bits of their own;
 * there is neither reset nor stall. Facts: mtl.c, mtl.h of Linux. */
#include <errno.h>
#include <inttypes.h>

#include "backend/dsp/loader_steps.h"

enum {
	HFDSSCS = 0x1000, /* subsystem: SPA bit 16, CPA bit 24 */
	HFINTIPPTR = 0x1108,
	HFHIPCIE = 0x1140,
	HFPWRCTL = 0x1d18,    /* domain: bit 0; status 4 bytes further */
	HFPWRCTL2 = 0x1d20,   /* the same since ACE 3 */
	DSP2CXCTL = 0x178d04, /* core 0: SPA bit 0, CPA bit 8, owner bits 25:24 */
	OWNER_MASK = 3 << 24,
	OWNER_HOST = 2 << 24,
	INTEN_IPC_SNDW = 0x41,
};

#define POWER_NS  DSP_MS(50)
#define BOUNCE_NS DSP_US(1000) /* the status bit may go 1-0-1 before it holds */

struct bits {
	uint32_t control, request;
	uint32_t status, granted;
	const char *what;
};

static bool power_bit(struct dsp *dsp, const struct bits *bits, bool on, struct err *err)
{
	const struct dsp_wait wait = {
		.region = dsp->bar4,
		.offset = bits->status,
		.mask = bits->granted,
		.value = on ? bits->granted : 0,
		.timeout_ns = POWER_NS,
		.what = bits->what,
	};

	return dsp_update(dsp, dsp->bar4, bits->control, bits->request, on ? bits->request : 0,
			  NULL, err) &&
	       dsp_pause(dsp, BOUNCE_NS, err) && dsp_wait(dsp, &wait, err);
}

static const struct bits subsystem = { HFDSSCS, 1 << 16, HFDSSCS, 1 << 24, "HFDSSCS" };
static const struct bits core = { DSP2CXCTL, 1, DSP2CXCTL, 1 << 8, "DSP2CXCTL" };

bool ace_ungate(struct dsp *dsp, struct dsp_report *ret, struct err *err)
{
	uint32_t control = dsp->chip->generation >= DSP_ACE_3 ? HFPWRCTL2 : HFPWRCTL;
	const struct bits domain = { control, 1, control + 4, 1, "HFPWRSTS" };
	uint32_t subsystem_word;

	if (!power_bit(dsp, &subsystem, true, err))
		return false;
	subsystem_word = dsp->waited.last;
	if (!power_bit(dsp, &domain, true, err))
		return false;
	loader_say(ret, "HFDSSCS 0x%08" PRIx32 ", HFPWRSTS 0x%08" PRIx32, subsystem_word,
		   dsp->waited.last);
	return true;
}

bool ace_power(struct dsp *dsp, struct dsp_report *ret, struct err *err)
{
	uint32_t before;

	if (!dsp_read(dsp, dsp->bar4, DSP2CXCTL, &before, err))
		return false;
	if (!(before & core.granted) &&
	    (!dsp_update(dsp, dsp->bar4, DSP2CXCTL, OWNER_MASK, OWNER_HOST, NULL, err) ||
	     !power_bit(dsp, &core, true, err)))
		return false;
	loader_say(ret, "DSP2CXCTL 0x%08" PRIx32 " -> 0x%08" PRIx32, before,
		   before & core.granted ? before : dsp->waited.last);
	return true;
}

static bool set_and_see(struct dsp *dsp, uint32_t offset, uint32_t bits, const char *what,
			struct err *err)
{
	const struct dsp_wait wait = { .region = dsp->bar4,
				       .offset = offset,
				       .mask = bits,
				       .value = bits,
				       .timeout_ns = POWER_NS,
				       .what = what };

	return dsp_update(dsp, dsp->bar4, offset, bits, bits, NULL, err) &&
	       dsp_wait(dsp, &wait, err);
}

bool ace_interrupts_on(struct dsp *dsp, struct err *err)
{
	uint32_t block;

	if (!dsp_read(dsp, dsp->bar4, HFINTIPPTR, &block, err))
		return false;
	/* A pointer from the device: the gate refuses one that leaves BAR4 or is unaligned. */
	block &= 0x1fffff;
	return set_and_see(dsp, block, INTEN_IPC_SNDW, "INTEN", err) &&
	       set_and_see(dsp, HFHIPCIE, 1, "HfHIPCIE", err) &&
	       dsp_update(dsp, dsp->bar4, dsp->chip->ipc->ctl, 3, 3, NULL, err);
}

bool ace_off(struct dsp *dsp, struct dsp_report *ret, struct err *err)
{
	uint32_t core_word;

	if (!power_bit(dsp, &core, false, err))
		return false;
	core_word = dsp->waited.last;
	if (!power_bit(dsp, &subsystem, false, err))
		return false;
	loader_say(ret, "DSP2CXCTL 0x%08" PRIx32 ", HFDSSCS 0x%08" PRIx32, core_word,
		   dsp->waited.last);
	return true;
}
