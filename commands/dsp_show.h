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

/* One word read as what it may be whatever the generation: an error word, a panic. Adds a row to list
 * and a line to human for each. */
void dsp_show_code(uint32_t word, struct value *list, struct strbuf *human);
/* As a status word of a generation; an unknown state only when list has nothing better. */
void dsp_show_status_code(enum dsp_generation generation, uint32_t word, struct value *list,
			  struct strbuf *human);

#endif
