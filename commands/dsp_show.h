/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of a DSP for people and for scripts: what dsp status, boot status and boot explain share. */
#ifndef COMMANDS_DSP_SHOW_H
#define COMMANDS_DSP_SHOW_H

#include <stdbool.h>
#include <stdint.h>

#include "backend/dsp/dsp.h"
#include "backend/support/strbuf.h"
#include "commands/value.h"

/* Read the status words, core power and doorbells of BAR4, each once, into map and human text. */
bool dsp_show_words(struct dsp *dsp, struct value *map, struct strbuf *human, struct err *err);

/* A status word of a known generation: adds a row to list and a line to human. */
void dsp_show_status_code(enum dsp_generation generation, uint32_t word, struct value *list,
			  struct strbuf *human);
/* A word from a log, whatever it may be: error word, panic, status of cAVS or ACE; a row and a line
 * for each reading that makes sense, one at least. */
void dsp_show_code(uint32_t word, struct value *list, struct strbuf *human);

#endif
