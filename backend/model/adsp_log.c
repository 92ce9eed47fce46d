/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The log of IPC4 firmware, which is built on Zephyr: its console is a winstream in window 3, from the
 * first line on; told to log (ENABLE_LOGS), it makes an mtrace slot in the debug window, writes a line
 * for each request and says with LOG_BUFFER_STATUS that there is something in a slot that was empty. */
#include "backend/model/adsp.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
	CONSOLE = 3, /* windows */
	DEBUG = 2,

	CONSOLE_SIZE = 0x2000,
	HEADER = 16, /* length, start, end, bytes ever written */

	SLOT = 0x1000, /* the first one, after the page of descriptors */
	SLOT_TYPE = 0x474f4c00,
	TYPE_OFFSET = 4, /* in the first descriptor */
	RING = SLOT + 8, /* behind the host's and the DSP's pointer */
	RING_SIZE = 4088,

	LINE_MAX = 160,
	IDLE_NS = 1000000000,
};

/* -- the console -- */

/* The writer waits for nobody: the oldest goes. (The host can write all of this, too.) */
static void console_write(struct adsp *adsp, const char *text)
{
	uint8_t *window = adsp_window(adsp, CONSOLE);
	uint32_t len = CONSOLE_SIZE - HEADER, seq = get_le32(window + 12);
	uint32_t start = get_le32(window + 4) % len, end = get_le32(window + 8) % len;

	for (; *text; text++, seq++) {
		uint32_t next = (end + 1) % len;

		if (next == start)
			start = (start + 1) % len;
		window[HEADER + end] = (uint8_t)*text;
		end = next;
	}
	put_le(window + 4, start, 4);
	put_le(window + 8, end, 4);
	put_le(window + 12, seq, 4);
}

void adsp_log_start(struct adsp *adsp)
{
	adsp->firmware.logs = adsp->firmware.log_due = false;
	memset(adsp_window(adsp, DEBUG), 0, SLOT + 8);
	memset(adsp_window(adsp, CONSOLE), 0, HEADER);
	if (!adsp->firmware.ipc4)
		return;
	put_le(adsp_window(adsp, CONSOLE), CONSOLE_SIZE - HEADER, 4);
	console_write(adsp, "*** Booting Zephyr OS (simulated) ***\n");
}

/* -- the slot -- */

/* All or as much as fits: the rest is dropped, as Zephyr's backend does. */
static void slot_write(struct adsp *adsp, const char *text)
{
	uint8_t *window = adsp_window(adsp, DEBUG);
	uint32_t read = get_le32(window + SLOT), write = get_le32(window + SLOT + 4);

	if (read >= RING_SIZE || write >= RING_SIZE) {
		model_complain(&adsp->base, "mtrace slot 0: pointers 0x%x, 0x%x leave its ring",
			       read, write);
		return;
	}
	adsp->firmware.log_due |= read == write;
	for (; *text && (write + 1) % RING_SIZE != read; text++) {
		window[RING + write] = (uint8_t)*text;
		write = (write + 1) % RING_SIZE;
	}
	put_le(window + SLOT + 4, write, 4);
}

void adsp_log_line(struct adsp *adsp, const char *fmt, ...)
{
	uint64_t us = adsp->base.now_ns / 1000;
	char text[LINE_MAX], line[LINE_MAX + 32];
	va_list ap;

	if (!adsp->firmware.logs)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	snprintf(line, sizeof(line), "[%5llu.%06llu] %s\n", (unsigned long long)(us / 1000000),
		 (unsigned long long)(us % 1000000), text);
	slot_write(adsp, line);
}

void adsp_log_enable(struct adsp *adsp, bool on)
{
	uint8_t *window = adsp_window(adsp, DEBUG);

	if (!on)
		adsp_log_line(adsp, "<inf> log: off");
	adsp->firmware.logs = on;
	if (on && get_le32(window + TYPE_OFFSET) != SLOT_TYPE) {
		memset(window + SLOT, 0, 8);
		put_le(window + TYPE_OFFSET, SLOT_TYPE, 4); /* core 0 */
	}
	adsp_log_line(adsp, "<inf> log: on, mtrace slot 0");
	if (on)
		model_timer_start(&adsp->base, ADSP_TIMER_LOG, IDLE_NS);
	else
		model_timer_stop(&adsp->base, ADSP_TIMER_LOG);
}

void adsp_log_idle(struct adsp *adsp)
{
	adsp_log_line(adsp, "<dbg> ll_schedule: idle");
	model_timer_start(&adsp->base, ADSP_TIMER_LOG, IDLE_NS);
	adsp_ipc_pump(adsp);
}
