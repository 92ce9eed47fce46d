/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Firmware that logs while it is read, by the rules and around the ring: every byte that comes is the
 * right one, in order, and what does not come is counted. The input says who acts when and how much; the
 * first byte says which log. Then the same input as the window itself. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "backend/dsp/log.h"
#include "backend/dsp/log_text.h"
#include "backend/support/bits.h"
#include "tests/fuzz/hostile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SLOTS = 0xc0000, SLOT = 0xc1000, CONSOLE = 0xe0000, ROUNDS_MAX = 200 };

struct writer {
	uint32_t ring;	  /* bytes of the winstream; 0: mtrace */
	uint32_t written; /* bytes so far */
	uint32_t dropped; /* for want of room in an mtrace slot */
	uint64_t due;	  /* at this read, so many bytes */
	uint32_t amount;
};

static uint8_t *at(struct hostile *h, uint32_t offset)
{
	return h->memory[HOSTILE_BAR4] + offset;
}

/* What the nth byte of the log is. */
static uint8_t byte_of(uint32_t n)
{
	return (uint8_t)(n * 7 + (n >> 8));
}

/* As Zephyr writes: start moves before anything is overwritten. */
static void write_console(struct hostile *h, struct writer *w, uint32_t amount)
{
	uint32_t start = get_le32(at(h, CONSOLE + 4)), end = get_le32(at(h, CONSOLE + 8));
	uint32_t held = (end + w->ring - start) % w->ring, room = w->ring - 1 - held;

	if (amount > w->ring - 1)
		amount = w->ring - 1;
	if (amount > room)
		put_le(at(h, CONSOLE + 4), (start + amount - room) % w->ring, 4);
	for (uint32_t i = 0; i < amount; i++)
		*at(h, CONSOLE + 16 + (end + i) % w->ring) = byte_of(w->written++);
	put_le(at(h, CONSOLE + 8), (end + amount) % w->ring, 4);
	put_le(at(h, CONSOLE + 12), w->written, 4);
}

static void write_slot(struct hostile *h, struct writer *w, uint32_t amount)
{
	uint32_t read = get_le32(at(h, SLOT)), write = get_le32(at(h, SLOT + 4));

	for (; amount && (write + 1) % MTRACE_RING != read; amount--) {
		*at(h, SLOT + 8 + write) = byte_of(w->written++);
		write = (write + 1) % MTRACE_RING;
	}
	w->dropped += amount;
	put_le(at(h, SLOT + 4), write, 4);
}

static void write_log(struct hostile *h, struct writer *w, uint32_t amount)
{
	if (w->ring)
		write_console(h, w, amount);
	else
		write_slot(h, w, amount);
}

static void on_read(struct hostile *h, unsigned region, uint64_t offset)
{
	struct writer *w = h->ctx;

	(void)region, (void)offset;
	if (!w->amount || h->reads < w->due)
		return;
	write_log(h, w, w->amount);
	w->amount = 0;
}

/* Bytes position.. of the log, then *position is behind them. */
static void check_text(const struct strbuf *text, const struct log_took *took, uint32_t *position)
{
	hostile_check(!took->again);
	*position += (uint32_t)took->lost;
	for (size_t i = 0; i < text->len; i++)
		hostile_check((uint8_t)text->buf[i] == byte_of((*position)++));
}

/* Four bytes: how much to write, whether before the read or after how many reads within it. */
static void follow(const uint8_t *data, size_t size)
{
	struct writer w = { .ring = data[0] & 1 ? 0 : 2u + data[0] * 4u };
	struct err err = ERR_INIT;
	uint32_t position = 0;
	struct hostile h;
	struct log log;

	hostile_start(&h);
	h.ctx = &w;
	put_le(at(&h, CONSOLE), w.ring, 4);
	put_le(at(&h, SLOTS + 4), 0x474f4c00, 4);
	hostile_check(log_open(&h.dsp, w.ring ? LOG_WINSTREAM : LOG_MTRACE, 0, &log, &err));
	h.on_read = on_read;
	for (unsigned i = 0; i < ROUNDS_MAX && 1 + (i + 1) * 4 <= size; i++) {
		const uint8_t *round = data + 1 + i * 4;
		autostrbuf text = STRBUF_INIT;
		struct log_took took;

		write_log(&h, &w, round[0]);
		w.due = h.reads + round[1];
		w.amount = get_le16(round + 2) % 1024;
		hostile_check(log_read(&h.dsp, &log, &text, &took, &err));
		check_text(&text, &took, &position);
		hostile_check(log_release(&h.dsp, &log, &err));
		h.reads = 0;
	}
	/* At rest, all that was written is read or counted. */
	w.amount = 0;
	for (unsigned i = 0; i < 2; i++) {
		autostrbuf text = STRBUF_INIT;
		struct log_took took;

		hostile_check(log_read(&h.dsp, &log, &text, &took, &err));
		check_text(&text, &took, &position);
	}
	hostile_check(position == w.written);
	hostile_stop(&h);
}

static void take_line(void *ctx, const char *text)
{
	*(size_t *)ctx += strlen(text);
	for (; *text; text++)
		hostile_check(*text >= 0x20 && *text < 0x7f);
}

static void read_window(const uint8_t *data, size_t size)
{
	struct log_lines lines = { 0 };
	autostrbuf text = STRBUF_INIT;
	struct err err = ERR_INIT;
	struct log_took took;
	struct hostile h;
	struct log log;
	size_t total = 0;

	hostile_start(&h);
	memcpy(at(&h, CONSOLE), data, size < 0x20000 ? size : 0x20000);
	if (log_open(&h.dsp, LOG_WINSTREAM, 0, &log, &err) &&
	    log_read(&h.dsp, &log, &text, &took, &err))
		hostile_check(text.len < log.size);
	else
		hostile_check_err(false, &err);
	log_lines_add(&lines, strbuf_text(&text), text.len, take_line, &total);
	log_lines_flush(&lines, take_line, &total);
	log_lines_finish(&lines);
	hostile_check(total <= text.len * 8);
	hostile_stop(&h);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 5)
		return 0;
	follow(data, size);
	read_window(data, size);
	return 0;
}
