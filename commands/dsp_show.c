/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/dsp_show.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "backend/dsp/loader.h"
#include "backend/dsp/status.h"
#include "backend/support/bits.h"
#include "commands/command.h"

static void show_row(struct value *map, struct strbuf *human, const char *key, const char *name,
		     uint32_t word, const char *text)
{
	value_set_uint(map, key, word, 32);
	strbuf_addf(human, ST_NAME "%-12s" ST_OFF " " ST_VALUE "0x%08" PRIx32 ST_OFF "%s%s\n", name,
		    word, text[0] ? "  " : "", text);
}

/* "1 3", or "none" */
static const char *cores(uint32_t mask, char *buf, size_t len)
{
	size_t used = 0;

	buf[0] = '\0';
	for (unsigned i = 0; i < 8 && used < len; i++)
		if (mask & BIT(i))
			used += (size_t)snprintf(buf + used, len - used, "%s%u", used ? " " : "",
						 i);
	return used ? buf : "none";
}

static const char *describe_adspcs(const struct dsp *dsp, uint32_t word, char *buf, size_t len)
{
	uint32_t mask = (uint32_t)bits_mask(dsp->chip->cores);
	char power[20], stall[20], reset[20];

	snprintf(buf, len, "cores powered: %s, stalled: %s, in reset: %s",
		 cores(word >> ADSPCS_CPA_SHIFT & mask, power, sizeof(power)),
		 cores(word >> ADSPCS_CSTALL_SHIFT & mask, stall, sizeof(stall)),
		 cores(word & mask, reset, sizeof(reset)));
	return buf;
}

/* ACE: subsystem, domain and core have a word each. */
static bool show_switches(struct dsp *dsp, struct value *map, struct strbuf *human, struct err *err)
{
	struct ace_switch it;
	char key[16], text[64];
	uint32_t word;

	for (unsigned i = 0; ace_switch(dsp->chip, i, &it); i++) {
		if (!dsp_read(dsp, dsp->bar4, it.status, &word, err))
			return false;
		snprintf(text, sizeof(text), "%s %s", it.whose,
			 word & it.granted ? "has power" : "has no power");
		for (size_t n = 0; n <= strlen(it.name); n++)
			key[n] = (char)tolower((unsigned char)it.name[n]);
		show_row(map, human, key, it.name, word,
			 word == UINT32_MAX ? "BAR4 is closed: dsp probe opens it" : text);
	}
	return true;
}

static bool show_cores(struct dsp *dsp, struct value *map, struct strbuf *human, struct err *err)
{
	char text[96];
	uint32_t word;

	if (dsp_chip_is_ace(dsp->chip))
		return show_switches(dsp, map, human, err);
	if (!dsp_read(dsp, dsp->bar4, ADSP_ADSPCS, &word, err))
		return false;
	show_row(map, human, "adspcs", "ADSPCS", word,
		 word == UINT32_MAX ? "BAR4 is closed: dsp probe opens it"
				    : describe_adspcs(dsp, word, text, sizeof(text)));
	return true;
}

static bool show_status(struct dsp *dsp, struct value *map, struct strbuf *human, struct err *err)
{
	enum dsp_generation generation = dsp->chip->generation;
	uint32_t status, error;
	char text[96];
	const char *name;

	if (!dsp_read(dsp, dsp->bar4, dsp->chip->rom_status, &status, err) ||
	    !dsp_read(dsp, dsp->bar4, dsp->chip->rom_status + 4, &error, err))
		return false;
	dsp_status_format(generation, status, text, sizeof(text));
	show_row(map, human, "rom_status", "ROM status", status, text);
	value_set_text(map, "rom_state", text);
	name = dsp_error_name(error);
	show_row(map, human, "error", "error word", error, name ? name : "");
	return true;
}

static bool show_doorbells(struct dsp *dsp, struct value *map, struct strbuf *human,
			   struct err *err)
{
	const struct dsp_ipc_regs *regs = dsp->chip->ipc;
	uint32_t in, out, ack;
	char text[100] = "", busy[120];

	if (!dsp_read(dsp, dsp->bar4, regs->tdr, &in, err) ||
	    !dsp_read(dsp, dsp->bar4, regs->idr, &out, err) ||
	    !dsp_read(dsp, dsp->bar4, regs->ida, &ack, err))
		return false;
	if (in & IPC_BUSY && in != UINT32_MAX) {
		ipc_describe(dsp->ipc, in & ~IPC_BUSY, text, sizeof(text));
		snprintf(busy, sizeof(busy), "not taken yet: %s", text);
	}
	show_row(map, human, "from_dsp", "from DSP", in, text[0] ? busy : "");
	show_row(map, human, "to_dsp", "to DSP", out,
		 out & IPC_BUSY && out != UINT32_MAX ? "the DSP has not taken it" : "");
	show_row(map, human, "acknowledge", "acknowledge", ack,
		 ack & regs->done && ack != UINT32_MAX ? "DONE" : "");
	return true;
}

bool dsp_show_words(struct dsp *dsp, struct value *map, struct strbuf *human, struct err *err)
{
	return show_status(dsp, map, human, err) && show_cores(dsp, map, human, err) &&
	       show_doorbells(dsp, map, human, err);
}

/* -- one code -- */

static void add_reading(struct value *list, struct strbuf *human, uint32_t word, const char *as,
			const char *text, const char *hint)
{
	struct value *row = value_map();

	value_set_uint(row, "code", word, 32);
	value_set_text(row, "as", as);
	value_set_text(row, "text", text);
	strbuf_addf(human, ST_VALUE "0x%08" PRIx32 ST_OFF "  %s: %s\n", word, as, text);
	if (hint) {
		value_set_text(row, "hint", hint);
		strbuf_addf(human, "            " ST_DIM "hint:" ST_OFF " %s\n", hint);
	}
	value_add(list, row);
}

void dsp_show_status_code(enum dsp_generation generation, uint32_t word, struct value *list,
			  struct strbuf *human)
{
	char text[96], as[40];

	snprintf(as, sizeof(as), "ROM status, %s", dsp_generation_name(generation));
	add_reading(list, human, word, as, dsp_status_format(generation, word, text, sizeof(text)),
		    dsp_status_hint(generation, word));
}

/* As cAVS and as ACE mean it; one line when they agree. */
static void show_both(uint32_t word, struct value *list, struct strbuf *human)
{
	struct dsp_status cavs, ace;
	char text[96], other[96];

	dsp_status_decode(DSP_CAVS_2_5, word, &cavs);
	dsp_status_decode(DSP_ACE_1, word, &ace);
	dsp_status_format(DSP_CAVS_2_5, word, text, sizeof(text));
	dsp_status_format(DSP_ACE_1, word, other, sizeof(other));
	if (!strcmp(text, other)) {
		/* A state without a name is worth a line only when there is nothing better. */
		if (cavs.state_name || !list->count)
			add_reading(list, human, word, "ROM status", text,
				    dsp_status_hint(DSP_CAVS_2_5, word));
		return;
	}
	if (cavs.state_name)
		add_reading(list, human, word, "ROM status, cAVS", text,
			    dsp_status_hint(DSP_CAVS_2_5, word));
	if (ace.state_name)
		add_reading(list, human, word, "ROM status, ACE", other,
			    dsp_status_hint(DSP_ACE_1, word));
}

void dsp_show_code(uint32_t word, struct value *list, struct strbuf *human)
{
	const char *error = dsp_error_name(word);

	if (error)
		add_reading(list, human, word, "error word", error, dsp_error_hint(word));
	if (dsp_is_panic(word))
		add_reading(list, human, word, "doorbell", "firmware panic",
			    "'dsp status' shows the words it left; then: boot reset; boot run");
	show_both(word, list, human);
}
