/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the DSP leaves in its mailboxes is hostile until measured. */
#include <criterion/criterion.h>

#include <errno.h>
#include <string.h>

#include "backend/dsp/ipc.h"
#include "backend/support/bits.h"

/* FW_READY of SOF 2.2.0 as the shipped images send it. */
static void make_ready(uint8_t ready[108])
{
	memset(ready, 0, 108);
	put_le(ready, 108, 4);
	put_le(ready + 4, IPC3_FW_READY, 4);
	put_le(ready + 24, 60, 4);
	put_le(ready + 28, 2, 2);
	put_le(ready + 30, 2, 2);
	put_le(ready + 34, 0xffff, 2);
	memcpy(ready + 36, "dtermin.", 8);
	memcpy(ready + 48, "fwready.", 8);
	memcpy(ready + 58, "57864", 5);
	put_le(ready + 64, 0x03016001, 4);
}

Test(ipc3, fw_ready_tells_the_version)
{
	struct err err = ERR_INIT;
	struct ipc_version version;
	uint8_t ready[108];
	char text[100];

	make_ready(ready);
	cr_assert(ipc3_parse_ready(ready, sizeof(ready), &version, &err));
	cr_assert_str_eq(ipc_version_format(&version, text, sizeof(text)),
			 "SOF 2.2.0 tag 57864, ABI 3.22.1");
	cr_assert_str_eq(version.date, "dtermin.");
	cr_assert_eq(version.build, 0xffff);
}

Test(ipc3, fw_ready_text_without_an_end_is_cut)
{
	struct err err = ERR_INIT;
	struct ipc_version version;
	uint8_t ready[108];

	make_ready(ready);
	memset(ready + 36, 'x', 28);
	cr_assert(ipc3_parse_ready(ready, sizeof(ready), &version, &err));
	cr_assert_eq(strlen(version.tag), 6);
	cr_assert_eq(strlen(version.date), 12);
}

Test(ipc3, fw_ready_text_keeps_no_control_character)
{
	struct err err = ERR_INIT;
	struct ipc_version version;
	uint8_t ready[108];

	make_ready(ready);
	memcpy(ready + 58, "5\033[2J", 5);
	cr_assert(ipc3_parse_ready(ready, sizeof(ready), &version, &err));
	cr_assert_str_eq(version.tag, "5");
}

static void refuse_ready(unsigned at, uint32_t value, size_t len)
{
	struct ipc_version version = { .ipc = 77 };
	struct err err = ERR_INIT;
	uint8_t ready[108];

	make_ready(ready);
	put_le(ready + at, value, 4);
	cr_assert_not(ipc3_parse_ready(ready, len, &version, &err), "at %u: 0x%x", at, value);
	cr_assert_eq(err.code, EBADMSG);
	cr_assert_eq(version.ipc, 77, "ret untouched");
}

Test(ipc3, fw_ready_with_a_wrong_size_is_refused)
{
	refuse_ready(0, 0, 108);
	refuse_ready(0, 107, 108);
	refuse_ready(0, 109, 108);
	refuse_ready(0, UINT32_MAX, 108);
	refuse_ready(24, 59, 108);
	refuse_ready(4, IPC3_REPLY, 108);
	refuse_ready(0, 108, 107);
	refuse_ready(0, 108, 0);
}

Test(ipc3, reply_carries_an_error)
{
	struct err err = ERR_INIT;
	uint8_t reply[12];
	int32_t error = 1;

	put_le(reply, 12, 4);
	put_le(reply + 4, IPC3_REPLY, 4);
	put_le(reply + 8, (uint32_t)-22, 4);
	cr_assert(ipc3_parse_reply(reply, sizeof(reply), &error, &err));
	cr_assert_eq(error, -22);
	put_le(reply, 13, 4);
	cr_assert_not(ipc3_parse_reply(reply, sizeof(reply), &error, &err));
	cr_assert_not(ipc3_parse_reply(reply, 11, &error, &err));
	cr_assert_eq(err.code, EBADMSG);
}

Test(ipc4, config_takes_the_first_version)
{
	struct err err = ERR_INIT;
	struct ipc_version version;
	uint8_t config[44] = { 0 };
	char text[100];

	put_le(config, 6, 4); /* DL_MAILBOX_BYTES */
	put_le(config + 4, 4, 4);
	put_le(config + 12, 0, 4);
	put_le(config + 16, 8, 4);
	put_le(config + 20, 2, 2);
	put_le(config + 22, 12, 2);
	put_le(config + 26, 1, 2);
	/* then two tuples of zeros */
	cr_assert(ipc4_parse_config(config, sizeof(config), &version, &err), "%s", err.msg);
	cr_assert_str_eq(ipc_version_format(&version, text, sizeof(text)), "SOF 2.12.0.1, IPC4");
}

Test(ipc4, config_that_leaves_its_payload_is_refused)
{
	struct ipc_version version;
	struct err err = ERR_INIT;
	uint8_t config[16] = { 0 };

	put_le(config + 4, 9, 4);
	cr_assert_not(ipc4_parse_config(config, sizeof(config), &version, &err));
	cr_assert_eq(err.code, EBADMSG);
	put_le(config + 4, UINT32_MAX, 4);
	cr_assert_not(ipc4_parse_config(config, sizeof(config), &version, &err));
	cr_assert_not(ipc4_parse_config(config, 7, &version, &err));
	cr_assert_eq(err.code, EBADMSG);
}

Test(ipc4, config_without_a_version_says_so)
{
	struct ipc_version version;
	struct err err = ERR_INIT;
	uint8_t config[8] = { 9 };

	cr_assert_not(ipc4_parse_config(config, sizeof(config), &version, &err));
	cr_assert_eq(err.code, ENODATA);
	cr_assert_not(ipc4_parse_config(config, 0, &version, &err));
	cr_assert_eq(err.code, ENODATA);
}

Test(ipc, doorbells_in_words)
{
	char text[100];

	cr_assert_str_eq(ipc_describe(3, 0x70000000, text, sizeof(text)), "FW_READY");
	cr_assert_str_eq(ipc_describe(4, 0x1b080000, text, sizeof(text)), "FW_READY notification");
	cr_assert_str_eq(ipc_describe(4, 0x63000002, text, sizeof(text)),
			 "LARGE_CONFIG_GET reply, status 2: unknown message type");
	cr_assert_str_eq(ipc_describe(4, 0x63000063, text, sizeof(text)),
			 "LARGE_CONFIG_GET reply, status 99");
	cr_assert_str_eq(ipc_describe(3, 0x0dead001, text, sizeof(text)), "firmware panic");
	cr_assert_str_eq(ipc_describe(4, 0x1b3f0000, text, sizeof(text)), "notification 63");
	cr_assert_str_eq(ipc_describe(3, 0xe0000000, text, sizeof(text)), "type 14");
}
