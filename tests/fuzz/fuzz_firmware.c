/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a firmware file, plain or compressed: parsed, or refused with a message; what parses can
 * be verified. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "backend/dsp/firmware.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Compressed files are only taken by path. */
static bool load(const uint8_t *data, size_t size, struct fw_image *ret, struct err *err)
{
	int fd = memfd_create("firmware", MFD_CLOEXEC);
	char path[40];
	bool ok;

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	ok = fw_load(path, ret, err);
	close(fd);
	return ok;
}

static bool is_compressed(const uint8_t *data, size_t size)
{
	return size >= 4 && (!memcmp(data,
				     "\xfd"
				     "7zX",
				     4) ||
			     !memcmp(data, "\x28\xb5\x2f\xfd", 4));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fw_image image = { 0 };
	struct fw_check_list list;
	struct err err = ERR_INIT;
	bool ok = is_compressed(data, size) ? load(data, size, &image, &err)
					    : fw_parse(data, size, &image, &err);

	if (!ok) {
		if (!err.code || !err.msg[0])
			abort();
		return 0;
	}
	fw_verify(&image, &list);
	fw_image_finish(&image);
	return 0;
}
