/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ipc: messages to and from running firmware. */
#include "commands/command.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "backend/dsp/ipc.h"
#include "backend/support/bits.h"
#include "backend/support/num.h"
#include "commands/args.h"
#include "commands/boot_state.h"
#include "commands/session.h"

/* -- what came -- */

static struct value *words_value(const uint8_t *bytes, uint32_t size)
{
	struct value *list = value_list();

	for (uint32_t at = 0; at + 4 <= size; at += 4)
		value_add(list, value_uint(get_le32(bytes + at), 32));
	return list;
}

/* "  0x...  0x..." four a line, at most eight lines: the value has all of them. */
static void show_words(const uint8_t *bytes, uint32_t size, struct strbuf *human)
{
	const uint32_t shown = size < 128 ? size : 128;

	for (uint32_t at = 0; at + 4 <= shown; at += 4)
		strbuf_addf(human, "%s0x%08" PRIx32, at % 16 ? " " : "\n  ", get_le32(bytes + at));
	if (shown < size)
		strbuf_addf(human, "\n  (%" PRIu32 " more bytes)", size - shown);
}

static struct value *message_value(const struct dsp *dsp, const struct ipc_message *message)
{
	struct value *map = value_map();
	autostrbuf human = STRBUF_INIT;
	char text[100], heard[40];

	ipc_describe(dsp->ipc, message->primary, text, sizeof(text));
	value_set_uint(map, "primary", message->primary, 32);
	value_set_uint(map, "extension", message->extension, 32);
	value_set_text(map, "text", text);
	value_set(map, "payload", words_value(message->payload, message->size));
	strbuf_addf(
		&human, ST_VALUE "0x%08" PRIx32 ST_OFF " " ST_VALUE "0x%08" PRIx32 ST_OFF "  %s%s",
		message->primary, message->extension, text, signal_text(dsp, heard, sizeof(heard)));
	show_words(message->payload, message->size, &human);
	return value_with_human(map, &human);
}

/* -- ipc send -- */

/* The arguments' words, little-endian, from the first'th on. ERANGE: too many, or over 32 bits. */
static bool take_words(const struct arg_value *words, size_t first, uint8_t *to, size_t room,
		       size_t *ret, struct err *err)
{
	size_t used = 0;

	for (size_t i = first; i < words->count; i++) {
		uint64_t word;

		if (!num_parse_max(words->words[i], UINT32_MAX, "word", &word, err))
			return false;
		if (used + 4 > room)
			return err_set(err, ERANGE, "more than %zu words", room / 4);
		put_le(to + used, word, 4);
		used += 4;
	}
	*ret = used;
	return true;
}

static bool send_ipc3(struct dsp *dsp, const struct arg_value *words, struct value **ret,
		      struct err *err)
{
	uint8_t message[IPC3_MAX], reply[IPC3_MAX];
	autostrbuf human = STRBUF_INIT;
	char heard[40];
	struct value *map;
	uint32_t reply_size;
	int32_t error;
	size_t size;

	if (!take_words(words, 0, message + 4, sizeof(message) - 4, &size, err))
		return false;
	put_le(message, size + 4, 4);
	if (!ipc3_send(dsp, message, size + 4, reply, &reply_size, err) ||
	    !ipc3_parse_reply(reply, reply_size, &error, err))
		return false;
	map = value_map();
	value_set(map, "error", value_textf("%" PRId32, error));
	value_set(map, "reply", words_value(reply, reply_size));
	strbuf_addf(&human, "reply, error %" PRId32 "%s%s%s", error, error < 0 ? ": " : "",
		    error < 0 && error > -4096 ? strerror(-error) : "",
		    signal_text(dsp, heard, sizeof(heard)));
	show_words(reply, reply_size, &human);
	*ret = value_with_human(map, &human);
	return true;
}

static bool send_ipc4(struct dsp *dsp, const struct arg_value *words, struct value **ret,
		      struct err *err)
{
	uint8_t head[8] = { 0 }, payload[IPC4_MAX];
	struct arg_value first = *words;
	struct ipc_message reply;
	size_t size = 0, used;

	if (words->count > 2)
		first.count = 2;
	if (!take_words(&first, 0, head, sizeof(head), &used, err) ||
	    !take_words(words, 2, payload, sizeof(payload), &size, err) ||
	    !ipc4_send(dsp, get_le32(head), get_le32(head + 4), payload, size, &reply, err))
		return false;
	*ret = message_value(dsp, &reply);
	return true;
}

static bool run_send(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	const struct arg_value *words = args_get(a, "WORD");
	struct session_device *device;
	struct boot_state *state;

	if (!boot_state_get(s, &device, &state, err))
		return false;
	if (state->dsp.ipc == 4)
		return send_ipc4(&state->dsp, words, ret, err);
	return send_ipc3(&state->dsp, words, ret, err);
}

const struct command cmd_ipc_send = {
	.name = "ipc send",
	.family = "boot",
	.summary = "send a message to the firmware and take its reply",
	.details = "IPC3: the command and the words after it; the size in front is put there. "
		   "IPC4: the primary word, the extension (0 if left out), then the payload. What "
		   "firmware is running 'ipc version' tells.",
	.example = "catch {ipc send 0x40030000}",
	.args = { { "WORD", ARG_WORD, ARG_REPEAT, "32-bit words" } },
	.flags = CMD_DEVICE | CMD_WRITES | CMD_WAITS,
	.run = run_send,
};

/* -- ipc recv -- */

static bool run_recv(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	struct session_device *device;
	struct boot_state *state;
	struct ipc_message message;

	if (!boot_state_get(s, &device, &state, err) ||
	    !ipc_receive(&state->dsp, args_number(a, "-timeout", DSP_MS(500)), &message, err))
		return false;
	*ret = message_value(&state->dsp, &message);
	return true;
}

const struct command cmd_ipc_recv = {
	.name = "ipc recv",
	.family = "boot",
	.summary = "wait for a message from the firmware, take it and acknowledge it",
	.example = "catch {ipc recv -timeout 1ms}",
	.args = { { "-timeout", ARG_TIME, 0, "how long to wait; 500 ms if left out", "T" } },
	.flags = CMD_DEVICE | CMD_WRITES | CMD_WAITS,
	.run = run_recv,
};

/* -- ipc version -- */

static bool run_version(struct session *s, const struct args *a, struct value **ret,
			struct err *err)
{
	struct session_device *device;
	struct ipc_version version;
	struct boot_state *state;
	struct value *detail;
	char text[120];

	(void)a;
	if (!boot_state_get(s, &device, &state, err) || !ipc_version(&state->dsp, &version, err))
		return false;
	detail = value_map();
	value_set_uint(detail, "ipc", version.ipc, 0);
	value_set(detail, "version",
		  value_textf("%u.%u.%u", version.major, version.minor, version.micro));
	value_set_uint(detail, "build", version.build, 0);
	value_set_uint(detail, "abi", version.abi, 32);
	value_set_text(detail, "tag", version.tag);
	*ret = value_with_detail(value_text(ipc_version_format(&version, text, sizeof(text))),
				 detail);
	return true;
}

const struct command cmd_ipc_version = {
	.name = "ipc version",
	.family = "boot",
	.summary = "tell the version of the running firmware",
	.details = "IPC3: as FW_READY told it. IPC4: the firmware is asked (FW_CONFIG), which has "
		   "no side effect.",
	.example = "catch {ipc version}",
	.flags = CMD_DEVICE | CMD_WRITES | CMD_WAITS,
	.run = run_version,
};
