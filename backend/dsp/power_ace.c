/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Power of the DSP on ACE: subsystem, power domain and core have request and status bits of their own;
 * there is neither reset nor stall. Facts: mtl.c, mtl.h of Linux. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "backend/dsp/loader.h"
#include "backend/dsp/loader_steps.h"
#include "backend/support/bits.h"

enum {
	HFDSSCS = 0x1000, /* subsystem: SPA bit 16, CPA bit 24 */
	HFINTIPPTR = 0x1108,
	HFHIPCIE = 0x1140,
	HFPWRCTL = 0x1d18,    /* domain: bit 0; status 4 bytes further */
	HFPWRCTL2 = 0x1d20,   /* the same since ACE 3 */
	DSP2CXCTL = 0x178d04, /* core 0: SPA bit 0, CPA bit 8, owner bits 25:24 */
	OWNER_MASK = 3 << 24,
	OWNER_HOST = 2 << 24,
	INTEN_IPC_SNDW = 0x41, /* INTEN is the interrupt block's first register */
	IRQSTS = 0x20,	       /* in it */
};

#define POWER_NS  DSP_MS(50)
#define BOUNCE_NS DSP_US(1000) /* the status bit may go 1-0-1 before it holds */

bool ace_switch(const struct dsp_chip *chip, unsigned i, struct ace_switch *ret)
{
	bool since3 = chip->generation >= DSP_ACE_3;
	uint32_t domain = since3 ? HFPWRCTL2 : HFPWRCTL;
	const struct ace_switch switches[ACE_SWITCHES] = {
		{ "HFDSSCS", "subsystem", HFDSSCS, BIT(16), HFDSSCS, BIT(24) },
		{ since3 ? "HFPWRSTS2" : "HFPWRSTS", "domain 0", domain, BIT(0), domain + 4,
		  BIT(0) },
		{ "DSP2CXCTL", "core 0", DSP2CXCTL, BIT(0), DSP2CXCTL, BIT(8) },
	};

	if (!dsp_chip_is_ace(chip) || i >= ACE_SWITCHES)
		return false;
	*ret = switches[i];
	return true;
}

static struct ace_switch get_switch(const struct dsp *dsp, unsigned i)
{
	struct ace_switch ret = { 0 };

	ace_switch(dsp->chip, i, &ret);
	return ret;
}

/* By the first switch that is off; the last: none is. */
static const char *const hints[ACE_SWITCHES + 1] = {
	[ACE_SUBSYSTEM] =
		"the DSP subsystem has no power, so nothing in it has (dsp ungate switches "
		"it on); try: boot reset; boot run",
	[ACE_DOMAIN] =
		"the subsystem has power, its domain 0 has none (dsp ungate switches it on); "
		"try: boot reset; boot run",
	[ACE_CORE] = "subsystem and domain have power, core 0 has none: is the host its owner "
		     "(DSP2CXCTL.OSEL 2)? try: boot reset; boot run",
	[ACE_SWITCHES] = "subsystem, domain and core have power; boot reset; boot run",
};

const char *ace_power_text(struct dsp *dsp, const char *without, char *buf, size_t len,
			   const char **ret_hint)
{
	struct err ignored = ERR_INIT;
	unsigned missing = ACE_SWITCHES;
	size_t used = 0;
	uint32_t word;

	buf[0] = '\0';
	for (unsigned i = 0; i < ACE_SWITCHES && used < len; i++) {
		const struct ace_switch bits = get_switch(dsp, i);

		if (!dsp_read(dsp, dsp->bar4, bits.status, &word, &ignored))
			continue;
		if (!(word & bits.granted) && missing == ACE_SWITCHES)
			missing = i;
		if (!without || strcmp(bits.name, without))
			used += (size_t)snprintf(buf + used, len - used, "%s%s 0x%08" PRIx32,
						 used ? ", " : "", bits.name, word);
	}
	*ret_hint = hints[missing];
	return buf;
}

static void explain(struct dsp *dsp, const struct ace_switch *bits, bool on, struct err *err)
{
	const struct err seen = *err;
	const char *hint;
	char others[80];

	ace_power_text(dsp, bits->name, others, sizeof(others), &hint);
	err_set(err, ETIMEDOUT, "%s power %s: %s; %s", bits->whose, on ? "up" : "down", seen.msg,
		others);
	err_hint(
		err, "%s",
		on ? hint
		   : "the power stays although it was taken back: boot reset tries stronger means");
}

static bool power_bit(struct dsp *dsp, unsigned i, bool on, struct err *err)
{
	const struct ace_switch bits = get_switch(dsp, i);
	const struct dsp_wait wait = {
		.region = dsp->bar4,
		.offset = bits.status,
		.mask = bits.granted,
		.value = on ? bits.granted : 0,
		.timeout_ns = POWER_NS,
		.what = bits.name,
	};

	if (!dsp_update(dsp, dsp->bar4, bits.control, bits.request, on ? bits.request : 0, NULL,
			err) ||
	    !dsp_pause(dsp, BOUNCE_NS, err))
		return false;
	if (dsp_wait(dsp, &wait, err))
		return true;
	if (err->code != ETIMEDOUT)
		return err_prefix(err, "%s power", bits.whose);
	explain(dsp, &bits, on, err);
	return false;
}

/* The core only when it has power: what is off already need not bounce. */
static bool core_off(struct dsp *dsp, uint32_t *ret, struct err *err)
{
	const struct ace_switch core = get_switch(dsp, ACE_CORE);

	if (!dsp_read(dsp, dsp->bar4, core.status, ret, err))
		return false;
	if (*ret == UINT32_MAX)
		return dsp_all_ones(dsp, dsp->bar4, core.name, err);
	if (!(*ret & core.granted))
		return true;
	if (!power_bit(dsp, ACE_CORE, false, err))
		return false;
	*ret = dsp->waited.last;
	return true;
}

/* A DSP that an earlier boot left on would take the ROM request for a message to its firmware. */
static bool start_from_off(struct dsp *dsp, bool *ret_was_on, struct err *err)
{
	const struct ace_switch subsystem = get_switch(dsp, ACE_SUBSYSTEM);
	uint32_t word;

	if (!dsp_read(dsp, dsp->bar4, subsystem.status, &word, err))
		return false;
	if (word == UINT32_MAX)
		return dsp_all_ones(dsp, dsp->bar4, subsystem.name, err);
	*ret_was_on = word & subsystem.granted;
	return !*ret_was_on ||
	       (core_off(dsp, &word, err) && power_bit(dsp, ACE_SUBSYSTEM, false, err));
}

bool ace_ungate(struct dsp *dsp, struct dsp_report *ret, struct err *err)
{
	const struct ace_switch domain = get_switch(dsp, ACE_DOMAIN);
	uint32_t subsystem_word;
	bool was_on = false;

	if (!start_from_off(dsp, &was_on, err) || !power_bit(dsp, ACE_SUBSYSTEM, true, err))
		return false;
	subsystem_word = dsp->waited.last;
	if (!power_bit(dsp, ACE_DOMAIN, true, err))
		return false;
	loader_say(ret, "%sHFDSSCS 0x%08" PRIx32 ", %s 0x%08" PRIx32,
		   was_on ? "was on, switched off first; " : "", subsystem_word, domain.name,
		   dsp->waited.last);
	return true;
}

static bool core_on(struct dsp *dsp, struct err *err)
{
	return dsp_update(dsp, dsp->bar4, DSP2CXCTL, OWNER_MASK, OWNER_HOST, NULL, err) &&
	       power_bit(dsp, ACE_CORE, true, err);
}

bool ace_power(struct dsp *dsp, struct dsp_report *ret, struct err *err)
{
	const struct ace_switch core = get_switch(dsp, ACE_CORE);
	uint32_t before, after;

	if (!dsp_read(dsp, dsp->bar4, DSP2CXCTL, &before, err))
		return false;
	if (before == UINT32_MAX)
		return dsp_all_ones(dsp, dsp->bar4, core.name, err);
	after = before;
	if (!(before & core.granted)) {
		if (!core_on(dsp, err))
			return false;
		after = dsp->waited.last;
	}
	loader_say(ret, "DSP2CXCTL 0x%08" PRIx32 " -> 0x%08" PRIx32, before, after);
	return true;
}

/* -- interrupts -- */

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

/* A pointer from the device: the gate refuses one that leaves BAR4 or is unaligned. */
static bool find_block(struct dsp *dsp, uint32_t *ret, struct err *err)
{
	uint32_t pointer;

	if (!dsp_read(dsp, dsp->bar4, HFINTIPPTR, &pointer, err))
		return false;
	*ret = pointer & 0x1fffff;
	return true;
}

bool ace_interrupts_on(struct dsp *dsp, struct err *err)
{
	uint32_t block;

	return find_block(dsp, &block, err) &&
	       set_and_see(dsp, block, INTEN_IPC_SNDW, "INTEN", err) &&
	       set_and_see(dsp, HFHIPCIE, 1, "HFHIPCIE", err) &&
	       dsp_update(dsp, dsp->bar4, dsp->chip->ipc->ctl, 3, 3, NULL, err);
}

bool ace_irq_status(struct dsp *dsp, uint32_t *ret, struct err *err)
{
	uint32_t block;

	return find_block(dsp, &block, err) && dsp_read(dsp, dsp->bar4, block + IRQSTS, ret, err);
}

/* -- off -- */

bool ace_off(struct dsp *dsp, struct dsp_report *ret, struct err *err)
{
	uint32_t core_word;

	if (!core_off(dsp, &core_word, err) || !power_bit(dsp, ACE_SUBSYSTEM, false, err))
		return false;
	loader_say(ret, "DSP2CXCTL 0x%08" PRIx32 ", HFDSSCS 0x%08" PRIx32, core_word,
		   dsp->waited.last);
	return true;
}

bool ace_canary(struct dsp *dsp, struct err *err)
{
	struct dsp_report ignored;

	return ace_ungate(dsp, &ignored, err) && core_on(dsp, err) && ace_off(dsp, &ignored, err);
}
