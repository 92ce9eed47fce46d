/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/config_space.h"

#include <errno.h>

#include <string.h>

#include "backend/pci/dumpfile.h"
#include "backend/support/bits.h"

static bool read_unit(struct device *dev, struct region *region, uint64_t offset,
		      unsigned width_bytes, struct config_image *image, struct err *err)
{
	struct err why = ERR_INIT;
	uint8_t bytes[4];
	uint64_t value;

	if (!device_read(dev, region, offset, width_bytes * 8, &value, &why)) {
		if (why.code == ENODATA)
			return true;
		*err = why;
		return false;
	}
	put_le(bytes, value, width_bytes);
	config_set(image, offset, bytes, width_bytes);
	return true;
}

bool config_space_read(struct device *dev, struct config_image *ret, struct err *err)
{
	struct config_image image;
	struct region *region;
	uint64_t size;

	if (!device_need_region(dev, "config", &region, err))
		return false;
	config_init(&image);
	size = region->size < CONFIG_MAX_SIZE ? region->size : CONFIG_MAX_SIZE;
	for (uint64_t offset = 0; offset < size;) {
		unsigned width_bytes = size - offset >= 4 ? 4 : 1;

		if (!read_unit(dev, region, offset, width_bytes, &image, err))
			return false;
		offset += width_bytes;
	}
	*ret = image;
	return true;
}

const char *config_space_bdf(const struct device *dev)
{
	const char *space = strrchr(dev->title, ' ');

	return space && dumpfile_is_bdf(space + 1) ? space + 1 : "";
}

unsigned config_space_devfn(const struct device *dev)
{
	return dumpfile_devfn(config_space_bdf(dev));
}
