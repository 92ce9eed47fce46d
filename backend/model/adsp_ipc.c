/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the running firmware says: FW_READY, and an answer to each request of the host. IPC3 answers
 * in the host's mailbox, IPC4 through a message of its own. */
#include "backend/model/adsp.h"

#include <errno.h>
#include <string.h>

enum {
	UPLINK = 0x1000, /* in window 0: DSP to host */
	DOWNLINK = 1,	 /* window: host to DSP */

	READY_SIZE = 108,
	IPC3_READY = 0x70000000,
	IPC3_READY_DATA = 0x80, /* window 0's offset in pages */
	IPC3_REPLY = 0x10000000,
	IPC3_MESSAGE_MAX = 384,
	IPC3_TYPE_MAX = 0xd,
	IPC3_COMPACT = 1 << 30,

	IPC4_READY = 0x1b080000,
	IPC4_MODULE = 1 << 30,
	IPC4_REPLY = 1 << 29,
	IPC4_LARGE_CONFIG_GET = 3,
	IPC4_LARGE_CONFIG_SET = 4,
	IPC4_ENABLE_LOGS = 6, /* parameters of the base module */
	IPC4_FW_CONFIG = 7,
	IPC4_LOG_STATUS = 0x1b060000, /* core in bits 15:12 */
	LOG_STATE_ENABLE = 8,	      /* in the payload of ENABLE_LOGS */
	IPC4_FIRST = 1 << 29,	      /* in the extension: first block, size below */
	IPC4_BUSY = 3,		      /* a reply's status */

	/* faults: a panic (an exception) with the address of its dump, and no FW_READY */
	PANIC = 0x0dead006,
	PANIC_AT = 0x800,
	OTHER_MESSAGE = 0x60000000,
};

#define BUSY BIT(31)

/* -- to the host -- */

static void queue(struct adsp *adsp, uint32_t tdr, uint32_t tdd, const uint8_t *mailbox,
		  unsigned len)
{
	struct adsp_firmware *firmware = &adsp->firmware;
	struct adsp_message *message;

	if (firmware->count == ADSP_QUEUE) {
		model_complain(&adsp->base,
			       "the host takes no messages: one of the firmware is lost");
		return;
	}
	message = &firmware->queue[(firmware->head + firmware->count++) % ADSP_QUEUE];
	message->tdr = tdr;
	message->tdd = tdd;
	message->len = len;
	if (len)
		memcpy(message->mailbox, mailbox, len);
	adsp_ipc_pump(adsp);
}

void adsp_ipc_pump(struct adsp *adsp)
{
	struct adsp_firmware *firmware = &adsp->firmware;
	const struct adsp_message *message = &firmware->queue[firmware->head];

	if (!adsp_doorbell_free(adsp))
		return;
	if (!firmware->count) {
		if (firmware->log_due)
			adsp_doorbell_ring(adsp, IPC4_LOG_STATUS, 0);
		firmware->log_due = false;
		return;
	}
	memcpy(adsp_window(adsp, 0) + UPLINK, message->mailbox, message->len);
	adsp_doorbell_ring(adsp, message->tdr, message->tdd);
	firmware->head = (firmware->head + 1) % ADSP_QUEUE;
	firmware->count--;
}

/* sof_ipc_fw_ready as the 2.2.0 images send it. */
static void ready_record(uint8_t *record)
{
	memset(record, 0, READY_SIZE);
	put_le(record + 0, READY_SIZE, 4);
	put_le(record + 4, IPC3_READY, 4);
	put_le(record + 24, 60, 4); /* size of the version that follows */
	put_le(record + 28, 2, 2);
	put_le(record + 30, 2, 2);
	put_le(record + 32, 0, 2);
	put_le(record + 34, 0xffff, 2);
	memcpy(record + 36, "dtermin.", 8);
	memcpy(record + 48, "fwready.", 8);
	memcpy(record + 58, "57864", 5);
	put_le(record + 64, 0x03016001, 4); /* ABI 3.22.1 */
	put_le(record + 68, 0x0f80a51b, 4); /* hash of the sources */
}

static void break_record(const struct adsp *adsp, uint8_t *record)
{
	if (adsp_fault(adsp, ADSP_FAULT_READY_SIZE))
		put_le(record + 0, 0xffff, 4);
	if (adsp_fault(adsp, ADSP_FAULT_READY_ABI))
		put_le(record + 64, 0x09000000, 4);
}

void adsp_ipc_start(struct adsp *adsp)
{
	/* IPC3: a message of 8 bytes about the position of a stream */
	static const uint8_t other_record[] = { 8, 0, 0, 0, 0, 0, 0, 0x60 };
	uint8_t record[READY_SIZE];

	if (adsp_fault(adsp, ADSP_FAULT_PANIC_START)) {
		queue(adsp, PANIC, PANIC_AT, NULL, 0);
		return;
	}
	if (adsp_fault(adsp, ADSP_FAULT_READY_OTHER)) {
		queue(adsp, OTHER_MESSAGE, 0, other_record, sizeof(other_record));
		return;
	}
	if (adsp->firmware.ipc4) {
		queue(adsp, IPC4_READY, 0, NULL, 0);
		return;
	}
	ready_record(record);
	break_record(adsp, record);
	queue(adsp, IPC3_READY, IPC3_READY_DATA, record, sizeof(record));
}

/* -- from the host, IPC3 -- */

static int32_t ipc3_result(struct adsp *adsp)
{
	const uint8_t *mailbox = adsp_window(adsp, DOWNLINK);
	uint32_t size = get_le32(mailbox), type = get_le32(mailbox + 4) >> 28;

	if (size < 8 || size > IPC3_MESSAGE_MAX) {
		model_complain(&adsp->base, "IPC3 message of %u bytes in the mailbox at window 1",
			       size);
		return -EINVAL;
	}
	if (adsp_fault(adsp, ADSP_FAULT_IPC_ERROR))
		return -EBUSY;
	return type >= 1 && type <= IPC3_TYPE_MAX ? 0 : -EINVAL;
}

static void ipc3_request(struct adsp *adsp, uint32_t request)
{
	uint8_t *mailbox = adsp_window(adsp, DOWNLINK);
	int32_t result;

	/* compact messages carry all in the registers; nobody reads a reply */
	if (!(request & IPC3_COMPACT)) {
		result = ipc3_result(adsp);
		put_le(mailbox, 12, 4);
		put_le(mailbox + 4, IPC3_REPLY, 4);
		put_le(mailbox + 8, (uint32_t)result, 4);
	}
	adsp_doorbell_ack(adsp);
}

/* -- from the host, IPC4 -- */

static unsigned put_tuple(uint8_t *at, uint32_t type, const void *value, uint32_t size)
{
	put_le(at, type, 4);
	put_le(at + 4, size, 4);
	memcpy(at + 8, value, size);
	return 8 + size;
}

/* The base firmware's configuration: what a driver needs to go on. */
static unsigned fw_config(const struct adsp *adsp, uint8_t *to)
{
	static const struct {
		uint8_t type;
		uint32_t value;
	} words[] = {
		{ 6, 4096 }, /* downlink mailbox bytes */
		{ 7, 4096 }, /* uplink mailbox bytes */
		{ 8, 4096 }, /* trace log bytes */
		{ 9, 16 },   /* pipelines */
		{ 17, 16 },  /* libraries */
		{ 29, 0 },   /* context save */
	};
	unsigned len = put_tuple(to, 0, adsp->rom.kept_version, sizeof(adsp->rom.kept_version));
	uint8_t bytes[4];

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		put_le(bytes, words[i].value, 4);
		len += put_tuple(to + len, words[i].type, bytes, 4);
	}
	return len;
}

static void ipc4_request(struct adsp *adsp, uint32_t primary, uint32_t extension)
{
	uint8_t payload[ADSP_MESSAGE_MAX];
	uint32_t reply = (primary & 0x5f000000) | IPC4_REPLY; /* status 0 */
	bool get = primary & IPC4_MODULE && bits_get(primary, 28, 24) == IPC4_LARGE_CONFIG_GET;
	bool set = primary & IPC4_MODULE && bits_get(primary, 28, 24) == IPC4_LARGE_CONFIG_SET;
	bool base = !(primary & 0xffffff);
	uint64_t parameter = bits_get(extension, 27, 20);
	unsigned len = 0;

	adsp_log_line(adsp, "<inf> ipc: rx\t: 0x%08x|0x%08x", primary, extension);
	if (get && base && parameter == IPC4_FW_CONFIG)
		len = fw_config(adsp, payload);
	if (set && base && parameter == IPC4_ENABLE_LOGS)
		adsp_log_enable(adsp, get_le32(adsp_window(adsp, DOWNLINK) + LOG_STATE_ENABLE));
	if (adsp_fault(adsp, ADSP_FAULT_IPC_ERROR)) {
		reply |= IPC4_BUSY;
		len = 0;
	}
	adsp_doorbell_ack(adsp);
	queue(adsp, reply, get ? IPC4_FIRST | len : 0, payload, len);
}

void adsp_ipc_request(struct adsp *adsp)
{
	uint32_t request = (uint32_t)model_regs_get(adsp->dsp, adsp->chip->ipc.idr);

	if (adsp_fault(adsp, ADSP_FAULT_IPC_NO_REPLY))
		return;
	if (adsp_fault(adsp, ADSP_FAULT_PANIC_LATE)) {
		queue(adsp, PANIC, PANIC_AT, NULL, 0);
		return;
	}
	if (adsp->firmware.ipc4)
		ipc4_request(adsp, request & ~(uint32_t)BUSY,
			     (uint32_t)model_regs_get(adsp->dsp, adsp->chip->ipc.idd));
	else
		ipc3_request(adsp, request);
}
