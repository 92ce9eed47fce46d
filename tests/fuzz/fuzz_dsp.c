/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every step of a boot, messages and logs against a DSP that changes any word under the program's hands:
 * each ends in its time, with a result or with a message. The first bytes choose what is done, the rest
 * is what the device does. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "backend/dsp/ipc.h"
#include "backend/dsp/loader.h"
#include "backend/dsp/log.h"
#include "backend/dsp/log_text.h"
#include "backend/support/bits.h"
#include "tests/fuzz/hostile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ACTIONS = 16, IMAGE_SIZE = 8192 };

static void take_line(void *ctx, const char *text)
{
	(void)ctx;
	for (; *text; text++)
		hostile_check(*text >= 0x20 && *text < 0x7f);
}

static void read_log(struct dsp *dsp, enum log_kind kind, unsigned core)
{
	autostrbuf text = STRBUF_INIT;
	struct log_lines lines = { 0 };
	struct err err = ERR_INIT;
	struct log_took took;
	struct log log;

	if (!log_open(dsp, kind, core, &log, &err)) {
		hostile_check_err(false, &err);
		return;
	}
	for (unsigned i = 0; i < 3; i++) {
		if (!log_read(dsp, &log, &text, &took, &err)) {
			hostile_check_err(false, &err);
			break;
		}
		log_release(dsp, &log, &err);
	}
	log_lines_add(&lines, strbuf_text(&text), text.len, take_line, NULL);
	log_lines_flush(&lines, take_line, NULL);
	log_lines_finish(&lines);
}

static void exchange(struct dsp *dsp, uint8_t how)
{
	uint8_t message[8] = { 8, 0, 0, 0, 0, 0, 3, 0x40 }, reply[IPC3_MAX];
	struct ipc_message answer;
	struct ipc_version version;
	struct err err = ERR_INIT;
	uint32_t size, waits;
	char text[120];

	dsp->ipc = how & 8 ? 4 : 3;
	switch (how & 7) {
	case 0:
		hostile_check_err(ipc_receive(dsp, DSP_MS(5), &answer, &err), &err);
		break;
	case 1:
		hostile_check_err(ipc3_send(dsp, message, sizeof(message), reply, &size, &err),
				  &err);
		break;
	case 2:
		if (ipc4_send(dsp, 0x43000000, 0x20701000, message, sizeof(message), &answer, &err))
			hostile_check(answer.size <= IPC4_MAX);
		break;
	case 3:
		if (ipc_alive(dsp, &version, &err))
			ipc_version_format(&version, text, sizeof(text));
		break;
	case 4:
		hostile_check_err(log_enable(dsp, true, &err), &err);
		break;
	case 5:
		hostile_check_err(log_doorbell(dsp, &waits, &err), &err);
		break;
	case 6:
		read_log(dsp, LOG_WINSTREAM, 0);
		break;
	default:
		read_log(dsp, LOG_ANY, 0);
	}
}

static void act(struct hostile *h, uint8_t what)
{
	struct log_slot slots[LOG_SLOTS];
	struct dsp_report report;
	struct err err = ERR_INIT;
	bool ok;

	if (what & 0x80) {
		exchange(&h->dsp, what);
	} else if (what == 0x7f) {
		hostile_check_err(log_slots(&h->dsp, slots, &err), &err);
	} else {
		ok = dsp_step_run(&h->dsp, dsp_step_get((enum dsp_step_id)(what % DSP_STEP_COUNT)),
				  &report, &err);
		hostile_check_err(ok, &err);
		hostile_check(!ok || memchr(report.text, '\0', sizeof(report.text)));
	}
	h->reads = 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t image[IMAGE_SIZE];
	struct err err = ERR_INIT;
	struct hostile h;

	if (size < ACTIONS)
		return 0;
	hostile_start(&h);
	hostile_check(dsp_set_image(&h.dsp, "image", image, sizeof(image), 0, &err));
	hostile_feed(&h, data + ACTIONS, size - ACTIONS);
	for (unsigned i = 0; i < ACTIONS; i++)
		act(&h, data[i]);
	hostile_stop(&h);
	return 0;
}
