/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "backend/dsp/ipc.h"
#include "backend/dsp/status.h"
#include "backend/support/bits.h"

enum {
	READY_SIZE = 108,   /* sof_ipc_fw_ready */
	READY_VERSION = 24, /* sof_ipc_fw_version inside it */
	VERSION_SIZE = 60,
	IPC4_MODULE = 1 << 30, /* target of a primary word */
	CONFIG_FW_VERSION = 0,
};

/* Text of a fixed size: printable bytes up to the first NUL. ret: len + 1 bytes. */
static void take_text(const uint8_t *from, size_t len, char *ret)
{
	size_t n = 0;

	while (n < len && from[n] >= 0x20 && from[n] < 0x7f) {
		ret[n] = (char)from[n];
		n++;
	}
	ret[n] = '\0';
}

unsigned ipc_is_ready(uint32_t primary)
{
	if (primary == IPC3_FW_READY)
		return 3;
	/* Bit 15 tells that libraries were restored. */
	return (primary & ~UINT32_C(0x8000)) == IPC4_FW_READY ? 4 : 0;
}

bool ipc3_parse_ready(const void *data, size_t len, struct ipc_version *ret, struct err *err)
{
	const uint8_t *at = data, *version = at + READY_VERSION;
	struct ipc_version result = { .ipc = 3 };

	if (len < READY_SIZE)
		return err_set(err, EBADMSG, "FW_READY of %zu bytes, it has %d", len, READY_SIZE);
	if (get_le32(at) < READY_SIZE || get_le32(at) > len)
		return err_set(err, EBADMSG, "FW_READY claims %" PRIu32 " of %zu bytes",
			       get_le32(at), len);
	if (get_le32(at + 4) != IPC3_FW_READY)
		return err_set(err, EBADMSG, "command 0x%08" PRIx32 " is not FW_READY",
			       get_le32(at + 4));
	if (get_le32(version) != VERSION_SIZE)
		return err_set(err, EBADMSG, "version of %" PRIu32 " bytes, it has %d",
			       get_le32(version), VERSION_SIZE);
	result.major = get_le16(version + 4);
	result.minor = get_le16(version + 6);
	result.micro = get_le16(version + 8);
	result.build = get_le16(version + 10);
	take_text(version + 12, 12, result.date);
	take_text(version + 24, 10, result.time);
	take_text(version + 34, 6, result.tag);
	result.abi = get_le32(version + 40);
	*ret = result;
	return true;
}

bool ipc3_parse_reply(const void *data, size_t len, int32_t *ret, struct err *err)
{
	const uint8_t *at = data;

	if (len < 12)
		return err_set(err, EBADMSG, "reply of %zu bytes, it has 12 at least", len);
	if (get_le32(at) < 12 || get_le32(at) > len)
		return err_set(err, EBADMSG, "reply claims %" PRIu32 " of %zu bytes", get_le32(at),
			       len);
	*ret = (int32_t)get_le32(at + 8);
	return true;
}

bool ipc4_parse_config(const void *data, size_t len, struct ipc_version *ret, struct err *err)
{
	struct ipc_version result = { .ipc = 4 };
	const uint8_t *at = data;
	bool found = false;

	for (size_t offset = 0; offset < len;) {
		uint32_t type, size;

		if (!range_inside(offset, 8, len))
			return err_set(err, EBADMSG, "configuration: tuple at 0x%zx is cut off",
				       offset);
		type = get_le32(at + offset);
		size = get_le32(at + offset + 4);
		if (!range_inside(offset + 8, size, len))
			return err_set(err, EBADMSG,
				       "configuration: tuple at 0x%zx claims 0x%" PRIx32 " bytes",
				       offset, size);
		/* Zeros after the last tuple read as an empty version: the first one counts. */
		if (type == CONFIG_FW_VERSION && size >= 8 && !found) {
			result.major = get_le16(at + offset + 8);
			result.minor = get_le16(at + offset + 10);
			result.micro = get_le16(at + offset + 12);
			result.build = get_le16(at + offset + 14);
			found = true;
		}
		offset += 8 + (size_t)size;
	}
	if (!found)
		return err_set(err, ENODATA, "configuration of %zu bytes without a version", len);
	*ret = result;
	return true;
}

const char *ipc_version_format(const struct ipc_version *version, char *buf, size_t len)
{
	if (version->ipc == 4)
		snprintf(buf, len, "SOF %u.%u.%u.%u, IPC4", version->major, version->minor,
			 version->micro, version->build);
	else
		snprintf(buf, len, "SOF %u.%u.%u tag %s, ABI %u.%u.%u", version->major,
			 version->minor, version->micro, version->tag[0] ? version->tag : "none",
			 (unsigned)bits_get(version->abi, 31, 24),
			 (unsigned)bits_get(version->abi, 23, 12),
			 (unsigned)bits_get(version->abi, 11, 0));
	return buf;
}

/* -- names -- */

static const char *const ipc3_types[] = { NULL,	  "REPLY",  "COMPOUND", "TPLG", "PM",
					  "COMP", "STREAM", "FW_READY", "DAI",	"TRACE",
					  "GDB",  "TEST",   "PROBE",	"DEBUG" };

static const char *const ipc4_global[32] = {
	[0] = "BOOT_CONFIG",
	[1] = "ROM_CONTROL",
	[2] = "IPCGATEWAY_CMD",
	[13] = "PERF_MEASUREMENTS",
	[14] = "CHAIN_DMA",
	[15] = "LOAD_MULTIPLE_MODULES",
	[16] = "UNLOAD_MULTIPLE_MODULES",
	[17] = "CREATE_PIPELINE",
	[18] = "DELETE_PIPELINE",
	[19] = "SET_PIPELINE_STATE",
	[20] = "GET_PIPELINE_STATE",
	[24] = "LOAD_LIBRARY",
	[25] = "LOAD_LIBRARY_PREPARE",
	[26] = "INTERNAL",
	[27] = "NOTIFICATION",
};

static const char *const ipc4_module[32] = {
	"INIT_INSTANCE",
	"CONFIG_GET",
	"CONFIG_SET",
	"LARGE_CONFIG_GET",
	"LARGE_CONFIG_SET",
	"BIND",
	"UNBIND",
	"SET_DX",
	"SET_D0IX",
	"ENTER_MODULE_RESTORE",
	"EXIT_MODULE_RESTORE",
	"DELETE_INSTANCE",
};

static const char *const ipc4_notifications[] = {
	[4] = "PHRASE_DETECTED", [5] = "RESOURCE_EVENT", [6] = "LOG_BUFFER_STATUS",
	[7] = "TIMESTAMP",	 [8] = "FW_READY",	 [9] = "AUD_CLASS",
	[10] = "EXCEPTION",	 [12] = "MODULE",	 [14] = "PROBE_DATA",
	[15] = "ASYNC",
};

static const struct {
	uint32_t status;
	const char *name;
} ipc4_statuses[] = {
	{ 0, "ok" },
	{ 1, "invalid parameter" },
	{ 2, "unknown message type" },
	{ 3, "no reply space" },
	{ 4, "busy" },
	{ 7, "unsupported" },
	{ 9, "not found" },
	{ 10, "id in use" },
	{ 12, "invalid state" },
	{ 13, "power transition failed" },
	{ 14, "library manifest invalid" },
	{ 15, "service unavailable" },
	{ 42, "address out of range" },
	{ 44, "verification failed" },
	{ 100, "module error" },
	{ 101, "module load failed" },
	{ 102, "integrity failed" },
	{ 103, "still in use" },
	{ 104, "init failed" },
	{ 110, "bad module id" },
	{ 111, "bad instance" },
	{ 112, "bad pin" },
	{ 113, "bad pin" },
	{ 116, "bad target" },
	{ 117, "probe buffer too small" },
	{ 118, "probe buffer too small" },
	{ 140, "gateway init failed" },
	{ 141, "bad gateway" },
};

const char *ipc4_status_name(uint32_t status)
{
	for (size_t i = 0; i < ARRAY_SIZE(ipc4_statuses); i++)
		if (ipc4_statuses[i].status == status)
			return ipc4_statuses[i].name;
	return NULL;
}

static const char *describe_ipc4(uint32_t primary, char *buf, size_t len)
{
	uint32_t type = (uint32_t)bits_get(primary, 28, 24), low = primary & 0xffffff;
	uint32_t notification = (uint32_t)bits_get(primary, 23, 16);
	const char *name = primary & IPC4_MODULE ? ipc4_module[type] : ipc4_global[type];
	const char *status = ipc4_status_name(low);

	if (!name)
		snprintf(buf, len, "type %" PRIu32, type);
	else if (primary & IPC4_RESPONSE)
		snprintf(buf, len, "%s reply, status %" PRIu32 "%s%s", name, low,
			 status ? ": " : "", status ? status : "");
	else if (primary & IPC4_MODULE || type != 27)
		snprintf(buf, len, "%s", name);
	else if (notification < ARRAY_SIZE(ipc4_notifications) && ipc4_notifications[notification])
		snprintf(buf, len, "%s notification", ipc4_notifications[notification]);
	else
		snprintf(buf, len, "notification %" PRIu32, notification);
	return buf;
}

const char *ipc_describe(unsigned ipc, uint32_t primary, char *buf, size_t len)
{
	uint32_t type = (uint32_t)bits_get(primary, 31, 28);

	if (dsp_is_panic(primary))
		snprintf(buf, len, "firmware panic");
	else if (ipc == 4)
		return describe_ipc4(primary, buf, len);
	else if (type < ARRAY_SIZE(ipc3_types) && ipc3_types[type])
		snprintf(buf, len, "%s", ipc3_types[type]);
	else
		snprintf(buf, len, "type %" PRIu32, type);
	return buf;
}
