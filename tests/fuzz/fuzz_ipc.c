/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as what a DSP says: FW_READY, a reply, a configuration, a doorbell, a status word. What is
 * taken from them fits, is printable and was really there. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "backend/dsp/ipc.h"
#include "backend/dsp/status.h"
#include "backend/support/bits.h"
#include "tests/fuzz/hostile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const char *text)
{
	for (; *text; text++)
		hostile_check(*text >= 0x20 && *text < 0x7f);
}

static void show_version(const struct ipc_version *version, unsigned ipc)
{
	char text[120], cut[12];

	hostile_check(version->ipc == ipc);
	check_text(version->tag);
	check_text(version->date);
	check_text(version->time);
	check_text(ipc_version_format(version, text, sizeof(text)));
	hostile_check(strlen(text) + 1 < sizeof(text));
	ipc_version_format(version, cut, sizeof(cut));
	hostile_check(!strncmp(cut, text, sizeof(cut) - 1));
}

static void parse(const uint8_t *data, size_t size)
{
	struct ipc_version version;
	struct err err = ERR_INIT;
	int32_t error;
	bool ok;

	ok = ipc3_parse_ready(data, size, &version, &err);
	hostile_check_err(ok, &err);
	if (ok)
		show_version(&version, 3);
	ok = ipc4_parse_config(data, size, &version, &err);
	hostile_check_err(ok, &err);
	if (ok)
		show_version(&version, 4);
	hostile_check_err(ipc3_parse_reply(data, size, &error, &err), &err);
}

static void name(uint32_t word)
{
	char text[100], cut[8];

	for (unsigned ipc = 0; ipc <= 4; ipc++) {
		check_text(ipc_describe(ipc, word, text, sizeof(text)));
		hostile_check(text[0] && strlen(text) + 1 < sizeof(text));
		ipc_describe(ipc, word, cut, sizeof(cut));
		hostile_check(!strncmp(cut, text, sizeof(cut) - 1));
	}
	for (unsigned generation = DSP_CAVS_1_5; generation <= DSP_ACE_4; generation++) {
		dsp_status_format((enum dsp_generation)generation, word, text, sizeof(text));
		check_text(text);
		dsp_status_hint((enum dsp_generation)generation, word);
	}
	dsp_error_name(word);
	dsp_error_hint(word);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	parse(data, size);
	for (size_t at = 0; at + 4 <= size && at < 64; at += 4)
		name(get_le32(data + at));
	return 0;
}
