/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/dsp/verdict.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "backend/dsp/dsp.h"
#include "backend/dsp/loader.h"
#include "backend/dsp/loader_steps.h"
#include "backend/dsp/status.h"
#include "backend/support/bits.h"

#define HALTED BIT(31)

struct words {
	uint32_t status, error, power;
	bool halted, powered;
};

/* Where core 0 shows that it has power. */
static void power_bit(const struct dsp *dsp, uint32_t *ret_register, uint32_t *ret_granted)
{
	struct ace_switch core;

	if (ace_switch(dsp->chip, ACE_CORE, &core)) {
		*ret_register = core.status;
		*ret_granted = core.granted;
	} else {
		*ret_register = ADSP_ADSPCS;
		*ret_granted = 1u << ADSPCS_CPA_SHIFT;
	}
}

static bool look(struct dsp *dsp, struct words *ret)
{
	struct err ignored = ERR_INIT;
	uint32_t at = dsp->chip->rom_status, power, granted;

	power_bit(dsp, &power, &granted);
	if (!dsp_read(dsp, dsp->bar4, at, &ret->status, &ignored) ||
	    !dsp_read(dsp, dsp->bar4, at + 4, &ret->error, &ignored) ||
	    !dsp_read(dsp, dsp->bar4, power, &ret->power, &ignored) || ret->status == UINT32_MAX ||
	    ret->power == UINT32_MAX)
		return false;
	ret->halted = ret->status & HALTED;
	ret->powered = ret->power & granted;
	return true;
}

bool dsp_hopeless(struct dsp *dsp)
{
	struct words words;

	return look(dsp, &words) &&
	       (words.halted || !words.powered || dsp_error_name(words.error) != NULL);
}

static size_t add_error(uint32_t word, char *buf, size_t len, const char **ret_hint)
{
	const char *name = dsp_error_name(word);

	if (!word)
		return 0;
	if (dsp_error_hint(word))
		*ret_hint = dsp_error_hint(word);
	return (size_t)snprintf(buf, len, "; error word 0x%" PRIx32 "%s%s", word, name ? ": " : "",
				name ? name : "");
}

static void add_power(struct dsp *dsp, uint32_t adspcs, char *buf, size_t len,
		      const char **ret_hint)
{
	char switches[96];

	if (dsp_chip_is_ace(dsp->chip)) {
		snprintf(buf, len, "; %s",
			 ace_power_text(dsp, NULL, switches, sizeof(switches), ret_hint));
		return;
	}
	snprintf(buf, len, "; ADSPCS 0x%08" PRIx32 ": core 0 has no power", adspcs);
	*ret_hint =
		"core 0 lost its power: is gating off (dsp ungate), does anything else manage the "
		"device's power? then: boot reset; boot run";
}

const char *dsp_words_text(struct dsp *dsp, bool status, char *buf, size_t len,
			   const char **ret_hint)
{
	struct words words;
	char text[96];
	size_t used = 0;

	buf[0] = '\0';
	if (!look(dsp, &words))
		return buf;
	if (status) {
		used = (size_t)snprintf(
			buf, len, "; ROM status 0x%08" PRIx32 ": %s", words.status,
			dsp_status_format(dsp->chip->generation, words.status, text, sizeof(text)));
		if (words.halted)
			*ret_hint = dsp_status_hint(dsp->chip->generation, words.status);
	}
	if (used < len)
		used += add_error(words.error, buf + used, len - used, ret_hint);
	if (used < len && !words.powered)
		add_power(dsp, words.power, buf + used, len - used, ret_hint);
	return buf;
}

void dsp_explain_timeout(struct dsp *dsp, const char *hint, struct err *err)
{
	struct err was = *err;
	char words[160];

	if (was.code != ETIMEDOUT)
		return;
	dsp_words_text(dsp, true, words, sizeof(words), &hint);
	err_set(err, ETIMEDOUT, "%.180s%s", was.msg, words);
	err_hint(err, "%s", hint);
}
