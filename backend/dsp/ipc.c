/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The doorbells and mailboxes themselves; what is in the messages is in ipc_decode.c. */
#include "backend/dsp/ipc.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "backend/dsp/dsp.h"
#include "backend/dsp/status.h"
#include "backend/dsp/verdict.h"
#include "backend/support/bits.h"

#define UPLINK_OFFSET 0x1000  /* of the DSP's mailbox in window 0; the host's is window 1 */
#define CONFIG_FIRST  BIT(29) /* of an IPC4 extension: size in bits 19:0 */
#define FW_CONFIG_GET 0x43000000u
#define FW_CONFIG_EXT 0x20701000u /* first block, parameter 7, up to 4096 bytes */
#define DROPPED_MAX   32

static uint32_t uplink(const struct dsp *dsp)
{
	return dsp_chip_window(dsp->chip, 0) + UPLINK_OFFSET;
}

static uint32_t downlink(const struct dsp *dsp)
{
	return dsp_chip_window(dsp->chip, 1);
}

/* Dword by dword: the window is device memory. */
static bool box_read(struct dsp *dsp, uint32_t box, uint8_t *to, uint32_t size, struct err *err)
{
	uint32_t word;

	for (uint32_t at = 0; at < size; at += 4) {
		if (!dsp_read(dsp, dsp->bar4, box + at, &word, err))
			return err_prefix(err, "mailbox");
		put_le(to + at, word, size - at < 4 ? size - at : 4);
	}
	return true;
}

static bool box_write(struct dsp *dsp, uint32_t box, const uint8_t *from, size_t size,
		      struct err *err)
{
	for (size_t at = 0; at < size; at += 4)
		if (!dsp_write(dsp, dsp->bar4, box + (uint32_t)at, get_le32(from + at), err))
			return err_prefix(err, "mailbox");
	return true;
}

/* An IPC3 message tells its own size, first of all; max is what fits in to. */
static bool box_read_ipc3(struct dsp *dsp, uint32_t box, uint32_t min, uint8_t *to, uint32_t *ret,
			  struct err *err)
{
	uint32_t size;

	if (!box_read(dsp, box, to, 4, err))
		return false;
	size = get_le32(to);
	if (size < min || size > IPC3_MAX) {
		err_set(err, EBADMSG,
			"mailbox at bar4+0x%" PRIx32 ": size 0x%" PRIx32 " is not %" PRIu32 "..%d",
			box, size, min, IPC3_MAX);
		return err_hint(
			err, "no message is there: firmware of another kind (fw info FILE), or a "
			     "crash (dsp status)? boot reset; boot run");
	}
	if (!box_read(dsp, box + 4, to + 4, size - 4, err))
		return false;
	*ret = size;
	return true;
}

/* -- from the DSP -- */

static unsigned kind_of(const struct dsp *dsp, uint32_t primary)
{
	unsigned ready = ipc_is_ready(primary);

	return ready ? ready : dsp->ipc;
}

static bool take_payload(struct dsp *dsp, struct ipc_message *message, struct err *err)
{
	uint32_t size = message->extension & 0xfffff;

	message->size = 0;
	if (kind_of(dsp, message->primary) == 3)
		return box_read_ipc3(dsp, uplink(dsp), 8, message->payload, &message->size, err);
	/* IPC4: only an answer to LARGE_CONFIG_GET brings a payload. */
	if ((message->primary & 0x7f000000) != (FW_CONFIG_GET | IPC4_RESPONSE))
		return true;
	if (!(message->extension & CONFIG_FIRST))
		size = IPC4_MAX;
	if (size > IPC4_MAX)
		return err_set(err, EBADMSG, "reply of %" PRIu32 " bytes, the mailbox has %d", size,
			       IPC4_MAX);
	if (!box_read(dsp, uplink(dsp), message->payload, size, err))
		return false;
	message->size = size;
	return true;
}

static bool acknowledge(struct dsp *dsp, uint32_t tdr, struct err *err)
{
	const struct dsp_ipc_regs *regs = dsp->chip->ipc;

	if (!dsp_write(dsp, dsp->bar4, regs->tdr, tdr, err)) /* clears BUSY */
		return false;
	if (!regs->tda)
		return true;
	return dsp_write(dsp, dsp->bar4, regs->tda, regs->tda_clears ? 0 : IPC_BUSY, err);
}

static bool panicked(struct dsp *dsp, uint32_t primary, uint32_t extension, struct err *err)
{
	char text[120];
	const char *hint =
		"the firmware crashed: 'dsp status' shows its words; boot reset; boot run, "
		"or another image";

	dsp_words_text(dsp, false, text, sizeof(text), &hint);
	err_set(err, EIO, "firmware panic 0x%08" PRIx32 ", oops at 0x%" PRIx32 "%s", primary,
		extension, text);
	return err_hint(err, "%s", hint);
}

static bool wait_doorbell(struct dsp *dsp, uint64_t timeout_ns, uint32_t *ret, struct err *err)
{
	const struct dsp_wait doorbell = {
		.region = dsp->bar4,
		.offset = dsp->chip->ipc->tdr,
		.mask = IPC_BUSY,
		.value = IPC_BUSY,
		.timeout_ns = timeout_ns,
		.what = "DSP doorbell",
		.field = "BUSY",
		.hopeless = dsp_hopeless,
	};

	if (!signal_wait(dsp, &doorbell, err)) {
		dsp_explain_timeout(dsp,
				    "the firmware did not report: 'dsp status' shows its words, "
				    "then: boot reset; boot run",
				    err);
		return false;
	}
	*ret = dsp->waited.last & ~IPC_BUSY;
	return true;
}

bool ipc_wait(struct dsp *dsp, uint64_t timeout_ns, uint32_t *ret, struct err *err)
{
	signal_listen(dsp);
	return wait_doorbell(dsp, timeout_ns, ret, err);
}

bool ipc_take(struct dsp *dsp, uint32_t primary, struct ipc_message *ret, struct err *err)
{
	struct ipc_message message = { .primary = primary };
	bool taken;

	if (!dsp_read(dsp, dsp->bar4, dsp->chip->ipc->tdd, &message.extension, err))
		return false;
	if (dsp_is_panic(message.primary))
		return panicked(dsp, message.primary, message.extension, err);
	taken = take_payload(dsp, &message, err);
	if (!taken) {
		struct err ignored = ERR_INIT;

		acknowledge(dsp, message.primary | IPC_BUSY, &ignored);
		return false;
	}
	if (!acknowledge(dsp, message.primary | IPC_BUSY, err) || !signal_rearm(dsp, err))
		return false;
	*ret = message;
	return true;
}

bool ipc_receive(struct dsp *dsp, uint64_t timeout_ns, struct ipc_message *ret, struct err *err)
{
	uint32_t primary;

	return ipc_wait(dsp, timeout_ns, &primary, err) && ipc_take(dsp, primary, ret, err);
}

/* -- to the DSP -- */

static bool not_ready(struct err *err)
{
	err_set(err, EINVAL, "no firmware has reported ready");
	return err_hint(err, "boot run");
}

static bool need_kind(const struct dsp *dsp, unsigned ipc, struct err *err)
{
	if (dsp->ipc == ipc)
		return true;
	if (!dsp->ipc)
		return not_ready(err);
	return err_set(err, EINVAL, "this firmware speaks IPC%u, not IPC%u", dsp->ipc, ipc);
}

/* The last message must have been taken, or this one would overwrite it. */
static bool line_free(struct dsp *dsp, struct err *err)
{
	uint32_t idr;

	if (!dsp_read(dsp, dsp->bar4, dsp->chip->ipc->idr, &idr, err))
		return false;
	if (!(idr & IPC_BUSY))
		return true;
	if (idr == UINT32_MAX)
		return dsp_all_ones(dsp, dsp->bar4, "host doorbell", err);
	err_set(err, EBUSY, "the DSP did not take the last message, 0x%08" PRIx32, idr & ~IPC_BUSY);
	return err_hint(err, "is the firmware alive (dsp status)? then: boot reset; boot run");
}

/* A message can be in vain for one more reason: the firmware's last word is in the doorbell. */
static bool dsp_gave_up(struct dsp *dsp)
{
	struct err ignored = ERR_INIT;
	uint32_t tdr;

	return (dsp_read(dsp, dsp->bar4, dsp->chip->ipc->tdr, &tdr, &ignored) &&
		dsp_is_panic(tdr)) ||
	       dsp_hopeless(dsp);
}

static bool ring(struct dsp *dsp, uint32_t primary, struct err *err)
{
	const struct dsp_ipc_regs *regs = dsp->chip->ipc;
	const struct dsp_wait done = {
		.region = dsp->bar4,
		.offset = regs->ida,
		.mask = regs->done,
		.value = regs->done,
		.timeout_ns = DSP_MS(IPC_REPLY_MS),
		.what = "IPC acknowledge",
		.field = "DONE",
		.hopeless = dsp_gave_up,
	};
	struct err ignored = ERR_INIT;
	uint32_t tdr, tdd;

	signal_listen(dsp);
	if (!signal_rearm(dsp, err) ||
	    !dsp_write(dsp, dsp->bar4, regs->idr, IPC_BUSY | primary, err))
		return false;
	if (signal_wait(dsp, &done, err))
		return dsp_write(dsp, dsp->bar4, regs->ida, dsp->waited.last, err) &&
		       signal_rearm(dsp, err);
	if (err->code != ETIMEDOUT)
		return false;
	/* A panic rings the doorbell instead. */
	if (dsp_read(dsp, dsp->bar4, regs->tdr, &tdr, &ignored) && dsp_is_panic(tdr) &&
	    dsp_read(dsp, dsp->bar4, regs->tdd, &tdd, &ignored))
		return panicked(dsp, tdr & ~IPC_BUSY, tdd, err);
	dsp_explain_timeout(
		dsp,
		"the firmware does not answer; 'dsp status' shows its words; boot reset; "
		"boot run",
		err);
	return false;
}

bool ipc3_send(struct dsp *dsp, const void *message, size_t size, uint8_t reply[IPC3_MAX],
	       uint32_t *ret_size, struct err *err)
{
	if (!need_kind(dsp, 3, err))
		return false;
	if (size < 8 || size > IPC3_MAX || size % 4 || get_le32(message) != size)
		return err_set(err, EINVAL,
			       "an IPC3 message has 8..%d bytes, a multiple of 4, and starts with "
			       "its size; this one has %zu",
			       IPC3_MAX, size);
	return line_free(dsp, err) && box_write(dsp, downlink(dsp), message, size, err) &&
	       ring(dsp, 0, err) && box_read_ipc3(dsp, downlink(dsp), 12, reply, ret_size, err);
}

/* Notifications may come before the reply. */
static bool wait_reply(struct dsp *dsp, struct ipc_message *ret, struct err *err)
{
	for (unsigned i = 0; i < DROPPED_MAX; i++) {
		uint32_t word;

		if (!wait_doorbell(dsp, DSP_MS(IPC_REPLY_MS), &word, err) ||
		    !ipc_take(dsp, word, ret, err))
			return err_prefix(err, "reply");
		if (ret->primary & IPC4_RESPONSE)
			return true;
	}
	return err_set(err, EPROTO, "%d notifications and no reply", DROPPED_MAX);
}

bool ipc4_send(struct dsp *dsp, uint32_t primary, uint32_t extension, const void *payload,
	       size_t size, struct ipc_message *ret, struct err *err)
{
	struct ipc_message reply;

	if (!need_kind(dsp, 4, err))
		return false;
	if (primary & IPC_BUSY || size > IPC4_MAX || size % 4)
		return err_set(err, EINVAL,
			       "an IPC4 message has bit 31 clear and up to %d bytes of payload, a "
			       "multiple of 4",
			       IPC4_MAX);
	if (!line_free(dsp, err) || !box_write(dsp, downlink(dsp), payload, size, err) ||
	    !dsp_write(dsp, dsp->bar4, dsp->chip->ipc->idd, extension, err) ||
	    !ring(dsp, primary, err) || !wait_reply(dsp, &reply, err))
		return false;
	*ret = reply;
	return true;
}

/* -- life -- */

static bool ask_ipc3(struct dsp *dsp, struct err *err)
{
	uint8_t message[8], reply[IPC3_MAX];
	uint32_t size;
	int32_t error;

	put_le(message, sizeof(message), 4);
	put_le(message + 4, IPC3_CTX_SIZE, 4);
	if (!ipc3_send(dsp, message, sizeof(message), reply, &size, err) ||
	    !ipc3_parse_reply(reply, size, &error, err))
		return false;
	/* Firmware that does not know the command says so, and is alive. */
	if (!error || error == -EINVAL)
		return true;
	err_set(err, EPROTO, "firmware answered CTX_SIZE with error %" PRId32, error);
	return err_hint(err,
			"it runs and refuses: 'dsp status' shows its words; boot reset; boot run");
}

static bool ask_ipc4(struct dsp *dsp, struct ipc_version *ret, struct err *err)
{
	struct ipc_message reply;
	char text[100];

	if (!ipc4_send(dsp, FW_CONFIG_GET, FW_CONFIG_EXT, NULL, 0, &reply, err))
		return false;
	if (reply.primary & 0xffffff) {
		err_set(err, EPROTO, "firmware answered 0x%08" PRIx32 ": %s", reply.primary,
			ipc_describe(4, reply.primary, text, sizeof(text)));
		return err_hint(err,
				"it runs and refuses: 'dsp status' shows its words; boot reset; "
				"boot run");
	}
	return ipc4_parse_config(reply.payload, reply.size, ret, err);
}

bool ipc_version(struct dsp *dsp, struct ipc_version *ret, struct err *err)
{
	if (dsp->ipc == 4)
		return ask_ipc4(dsp, ret, err);
	if (dsp->version.ipc != 3)
		return not_ready(err);
	*ret = dsp->version;
	return true;
}

bool ipc_alive(struct dsp *dsp, struct ipc_version *ret, struct err *err)
{
	if (dsp->ipc == 3 && !ask_ipc3(dsp, err))
		return false;
	return ipc_version(dsp, ret, err);
}
