/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a firmware file: parsed, or refused with a message; what parses can be verified. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "backend/dsp/firmware.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fw_image image = { 0 };
	struct fw_check_list list;
	struct err err = ERR_INIT;

	if (!fw_parse(data, size, &image, &err)) {
		if (!err.code || !err.msg[0])
			abort();
		return 0;
	}
	fw_verify(&image, &list);
	fw_image_finish(&image);
	return 0;
}
