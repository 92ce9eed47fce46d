/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the numbers in a firmware file are called. */
#include <stdio.h>
#include <string.h>

#include "backend/dsp/firmware.h"
#include "backend/support/bits.h"

static const char *name_of(const char *const *names, size_t count, uint32_t number)
{
	return number < count ? names[number] : NULL;
}

const char *fw_ext_name(enum fw_ext_kind kind)
{
	static const char *const names[] = { NULL, "XMan", "$AE1" };

	return name_of(names, ARRAY_SIZE(names), kind);
}

const char *fw_element_name(uint32_t type)
{
	static const char *const names[] = { "FW_VERSION", "WINDOW",  "CC_VERSION",
					     "PROBE_INFO", "DBG_ABI", "CONFIG_DATA",
					     "PLATFORM" };

	return name_of(names, ARRAY_SIZE(names), type);
}

const char *fw_window_name(uint32_t type)
{
	static const char *const names[] = { "DOWNBOX", "UPBOX", "TRACE",    "DEBUG",
					     "STREAM",	"REGS",	 "EXCEPTION" };

	return name_of(names, ARRAY_SIZE(names), type);
}

const char *fw_config_token_name(uint32_t token)
{
	static const char *const names[] = { NULL, "IPC message size", "memory usage scan" };

	return name_of(names, ARRAY_SIZE(names), token);
}

const char *fw_platform_token_name(uint32_t token)
{
	static const char *const names[] = { NULL, "LPRO clock", "outbox size", "inbox size" };

	return name_of(names, ARRAY_SIZE(names), token);
}

const char *fw_image_type_name(uint32_t am1_flags)
{
	static const char *const names[] = { "ROM extension", "main", "library" };

	return name_of(names, ARRAY_SIZE(names), (uint32_t)bits_get(am1_flags, 2, 1));
}

const char *fw_key_name(const uint8_t sha1[20])
{
	/* SHA-1 of the modulus as stored; measured on the images Debian ships. */
	static const struct {
		const char *sha1, *name;
	} keys[] = {
		{ "9074c9007c7d29cae59e182608d75e885bf26220", "barsh test key" },
		{ "affa3d45c6db7ba87ab6d6e2c06edf13804d82bf", "barsh test key" },
		{ "f741b81bfd7ed32a54dd870592ca88bc62745ab0", "SOF community" },
		{ "9ffc66c733c03f72783a07bed73f9f3355ebd27f", "SOF community" },
		{ "f7e2efe407837e13b44b78f0398ebd8b12a25d32", "Intel APL, GLK" },
		{ "061077d718d3fa82cf9c45f0f4f9c205fdaa34d2", "Intel CNL, CFL, CML" },
		{ "31de5ec0b7d5e4a80a5602d349e898db8be62fed", "Intel ICL" },
		{ "0faf90d8920e53d04cd9c203364efe27a87ed440", "Intel JSL" },
		{ "05cf23b8ceda33e18468847b132bf4420ffd1611", "Intel LKF" },
		{ "f197ac7667392bc52c13052f561c81c909477874", "Intel TGL" },
		{ "7768714065c82f7f4dd18f99badecfca84b89994", "Intel EHL" },
		{ "232a47cb07598def77610151c0a40e5c8a236533", "Intel ADL, RPL" },
		{ "62bb17753deb80702be96bffb35f07a6f99ac64b", "Intel ADL-N" },
		{ "40f4419cd6a55bce1a3eccf2d0e370e6793e673e", "Intel MTL, ARL" },
		{ "bb00bceca8a9394957a67590a5afa9739fdb83f7", "Intel ARL-S" },
		{ "bc961eef6665f29a0139b31bd40246f9eb666318", "Intel LNL" },
		{ "194e65d6f4a0446829985b01706d6da909d3845d", "Intel PTL, WCL" },
		{ "a1e173081eb105b8efec9c040249fa088888d6d2", "Intel NVL" },
		{ "eb47f5f10b6539facfc8365b09947a4cbf51d832", "Intel NVL-S" },
		{ "e7ee575f33e331b37aa0da00638ae892110ac753", "Intel SKL, KBL" },
	};

	char text[41];

	for (size_t i = 0; i < 20; i++)
		snprintf(text + 2 * i, 3, "%02x", sha1[i]);
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (!strcmp(keys[i].sha1, text))
			return keys[i].name;
	return NULL;
}

char *fw_uuid_format(const uint8_t uuid[16], char buf[FW_UUID_TEXT])
{
	snprintf(buf, FW_UUID_TEXT, "%08X-%04X-%04X-%02X%02X-%02X%02X%02X%02X%02X%02X",
		 get_le32(uuid), get_le16(uuid + 4), get_le16(uuid + 6), uuid[8], uuid[9], uuid[10],
		 uuid[11], uuid[12], uuid[13], uuid[14], uuid[15]);
	return buf;
}
