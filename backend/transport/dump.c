/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dump:FILE and dump:FILE@BDF: a saved dump of config space as a device with the one region `config`,
 * read-only. For looking at a machine that is not here. */
#include "backend/device.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "backend/pci/dumpfile.h"
#include "backend/support/mem.h"
#include "backend/transport/transport.h"

/* Up to the last byte that the dump has. */
static uint64_t known_size(const struct config_image *image)
{
	size_t size = CONFIG_MAX_SIZE;

	while (size && !config_known(image, size - 1, 1))
		size--;
	return size;
}

static void take_ids(struct device *dev, const struct config_image *image)
{
	dev->pci = (struct pci_id){
		.known = config_known(image, 0, 12),
		.vendor = (uint16_t)config_peek(image, CONFIG_VENDOR_ID, 2),
		.device = (uint16_t)config_peek(image, CONFIG_DEVICE_ID, 2),
		.revision = (uint8_t)config_peek(image, CONFIG_REVISION, 1),
		.class_code = config_peek(image, CONFIG_REVISION, 4) >> 8,
		.subvendor = (uint16_t)config_peek(image, 0x2c, 2),
		.subdevice = (uint16_t)config_peek(image, 0x2e, 2),
	};
}

static bool dump_open(struct device *dev, const char *target, struct err *err)
{
	struct region region = { .name = "config",
				 .kind = REGION_CONFIG,
				 .flags = REGION_CAN_READ };
	struct dumpfile_function *function;

	if (!target[0])
		return err_set(err, EINVAL, "dump: needs a file, as in dump:lspci.txt@00:1f.3");
	function = xcalloc(1, sizeof(*function));
	if (!dumpfile_load_function(target, NULL, function, err)) {
		free(function);
		return false;
	}
	dev->priv = function;
	region.size = known_size(&function->image);
	device_add_region(dev, &region);
	take_ids(dev, &function->image);
	snprintf(dev->title, sizeof(dev->title), "dump%s%s", function->bdf[0] ? " " : "",
		 function->bdf);
	return true;
}

static void dump_close(struct device *dev)
{
	free(dev->priv);
}

static bool dump_read(struct device *dev, const struct region *region, uint64_t offset,
		      unsigned width_bits, uint64_t *ret, struct err *err)
{
	const struct dumpfile_function *function = dev->priv;

	if (config_get(&function->image, offset, width_bits / 8, ret))
		return true;
	return err_set(err, ENODATA, "%s+0x%" PRIx64 " is not in the dump", region->name, offset);
}

static bool dump_write(struct device *dev, const struct region *region, uint64_t offset,
		       unsigned width_bits, uint64_t value, struct err *err)
{
	(void)dev;
	(void)width_bits;
	(void)value;
	return err_set(err, EACCES, "%s+0x%" PRIx64 ": a saved dump cannot be written",
		       region->name, offset);
}

const struct transport_ops transport_dump = {
	.name = "dump",
	.help = "a saved dump of config space: lspci -xxxx, hexdump, xxd or raw; read-only",
	.syntax = "dump:FILE[@BDF]",
	.open = dump_open,
	.close = dump_close,
	.read = dump_read,
	.write = dump_write,
};
