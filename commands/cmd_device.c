/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Attaching to devices and looking at their regions. */
#include "commands/command.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "backend/device.h"
#include "backend/support/num.h"
#include "commands/args.h"
#include "commands/session.h"

static bool run_attach(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	struct session_device *device;
	autostrbuf human = STRBUF_INIT;
	struct value *detail;
	const struct pci_id *pci;

	if (!session_attach(s, args_word(a, "SPEC"), args_word(a, "-as"), &device, err))
		return false;
	pci = &device->dev->pci;
	detail = value_map();
	value_set_text(detail, "name", device->dev->name);
	value_set_text(detail, "spec", device->dev->spec);
	strbuf_addf(&human, ST_NAME "%s" ST_OFF "  %s", device->dev->name, device->dev->title);
	if (pci->known) {
		strbuf_addf(&human, "  %04x:%04x class %06" PRIx32, pci->vendor, pci->device,
			    pci->class_code);
		value_set_uint(detail, "vendor", pci->vendor, 16);
		value_set_uint(detail, "device", pci->device, 16);
		value_set_uint(detail, "class", pci->class_code, 24);
	}
	if (device->dev->about[0]) {
		strbuf_addf(&human, "\n    %s", device->dev->about);
		value_set_text(detail, "about", device->dev->about);
	}
	*ret = value_with_detail(value_with_human(value_text(device->dev->name), &human), detail);
	return true;
}

const struct command cmd_attach = {
	.name = "attach",
	.family = "devices",
	.summary = "open a device and make it the current one",
	.details = "Attaching touches no register and adds nothing to what the kernel's own open "
		   "does; what that was is said. The device stays open until detach or the end.",
	.example = "attach sim:edu -as teacher",
	.args = { { "SPEC", ARG_SPEC, 0, "the device: 00:1f.3, 8086:a0c8, sim:tgl, file:PATH" },
		  { "-as", ARG_WORD, 0, "a name for it in this session", "NAME" } },
	.flags = CMD_READINESS,
	.run = run_attach,
};

static bool run_detach(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	struct session_device *device;

	if (!session_device(s, args_word(a, "NAME"), &device, err))
		return false;
	if (device->dev->waits)
		return err_set(err, EBUSY, "a command waits for an interrupt of %s",
			       device->dev->name);
	if (device->held)
		return err_set(err, EBUSY, "a command that is not done yet needs %s",
			       device->dev->name);
	session_detach(s, device);
	*ret = value_none();
	return true;
}

const struct command cmd_detach = {
	.name = "detach",
	.family = "devices",
	.summary = "close a device and undo what this session did to it",
	.details =
		"Interrupts are switched off, DMA buffers unmapped, bus mastering left as it was "
		"found. A DSP that was booted stays on unless closing resets it, and a note says "
		"so: "
		"dsp off before it.",
	.example = "detach",
	.args = { { "NAME", ARG_DEVICE, ARG_OPTIONAL, "the device; the current one if left out" } },
	.flags = CMD_DEVICE,
	.run = run_detach,
};

static bool run_use(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	struct session_device *device;
	autostrbuf human = STRBUF_INIT;

	if (!args_has(a, "NAME")) {
		struct value *list = value_list();

		for (size_t i = 0; i < s->device_count; i++) {
			struct device *dev = s->devices[i]->dev;

			value_add(list, value_text(dev->name));
			strbuf_addf(&human, "%s " ST_NAME "%s" ST_OFF "  %s\n",
				    s->devices[i] == s->current ? "*" : " ", dev->name, dev->title);
		}
		*ret = value_with_human(list, &human);
		return true;
	}
	if (!session_device(s, args_word(a, "NAME"), &device, err))
		return false;
	s->current = device;
	*ret = value_text(device->dev->name);
	return true;
}

const struct command cmd_use = {
	.name = "use",
	.family = "devices",
	.summary = "make an attached device the current one, or list them",
	.example = "attach sim:edu -as teacher\nuse d0\nuse",
	.args = { { "NAME", ARG_DEVICE, ARG_OPTIONAL, "an attached device" } },
	.run = run_use,
};

static void region_flags(const struct region *r, char *ret, size_t len)
{
	snprintf(ret, len, "%s%s%s", r->flags & REGION_CAN_READ ? "r" : "-",
		 r->flags & REGION_CAN_WRITE ? "w" : "-",
		 region_is_mapped(r) ? "m" : (r->flags & REGION_CAN_MAP ? "." : "-"));
}

static bool run_regions(struct session *s, const struct args *a, struct value **ret,
			struct err *err)
{
	struct device *dev = s->current->dev;
	struct value *names = value_list(), *detail = value_list();
	autostrbuf human = STRBUF_INIT;

	(void)a, (void)err;
	for (size_t i = 0; i < dev->region_count; i++) {
		const struct region *r = dev->regions[i];
		struct value *row = value_map();
		char size[32], flags[8];

		num_format_size(r->size, size, sizeof(size));
		region_flags(r, flags, sizeof(flags));
		strbuf_addf(&human, ST_NAME "%-12s" ST_OFF " %10s  %s", r->name, size, flags);
		value_set_text(row, "name", r->name);
		value_set_uint(row, "size", r->size, 0);
		value_set_text(row, "flags", flags);
		value_set_bool(row, "mapped", region_is_mapped(r));
		if (r->kind == REGION_DMA) {
			strbuf_addf(&human, "  iova 0x%" PRIx64, r->iova);
			value_set_uint(row, "iova", r->iova, 64);
		}
		if (r->flags & REGION_IO_PORTS)
			strbuf_adds(&human, "  I/O ports");
		strbuf_addc(&human, '\n');
		value_add(names, value_text(r->name));
		value_add(detail, row);
	}
	*ret = value_with_detail(value_with_human(names, &human), detail);
	return true;
}

const struct command cmd_regions = {
	.name = "regions",
	.family = "devices",
	.summary = "list the regions of the current device",
	.details =
		"Flags: r readable, w writable, m mapped, '.' can be mapped. Every verb works on "
		"every region.",
	.example = "regions",
	.flags = CMD_DEVICE,
	.run = run_regions,
};

/* map and unmap: act on each region, and say what became of it. Config space, simulated devices and
 * memory that is ours anyway need no mapping. */
static bool each_region(struct session *s, const struct args *a,
			bool (*act)(struct device *, struct region *, struct err *),
			const char *done, const char *needless, struct value **ret, struct err *err)
{
	const struct arg_value *names = args_get(a, "REGION");
	struct device *dev = s->current->dev;
	struct value *list = value_list();
	autostrbuf human = STRBUF_INIT;

	for (size_t i = 0; i < names->count; i++) {
		struct region *region;
		bool mappable;

		if (!device_need_region(dev, names->words[i], &region, err))
			goto fail;
		mappable = region->flags & REGION_CAN_MAP;
		if (mappable && !act(dev, region, err))
			goto fail;
		value_add(list, value_text(region->name));
		strbuf_addf(&human, ST_NAME "%-12s" ST_OFF " %s\n", region->name,
			    mappable ? done : needless);
	}
	*ret = value_with_human(list, &human);
	return true;
fail:
	value_destroy(list);
	return false;
}

static bool run_map(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	return each_region(s, a, device_map, "mapped",
			   "needs no mapping: each access is served as it is", ret, err);
}

static bool run_unmap(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	return each_region(s, a, device_unmap, "not mapped any more",
			   "needed no mapping: nothing to undo", ret, err);
}

const struct command cmd_map = {
	.name = "map",
	.family = "access",
	.summary = "map regions into this process",
	.details = "A mapped access is one load or store of the width asked for. Without a mapping "
		   "the "
		   "transport serves it, by pread and pwrite for VFIO; config space and simulated "
		   "devices are always served so. Where only parts of a region can be mapped, "
		   "the rest is, too.",
	.example = "map bar0 bar4 config",
	.args = { { "REGION", ARG_REGION, ARG_REPEAT, "bar0, bar4 ..." } },
	.flags = CMD_DEVICE,
	.run = run_map,
};

const struct command cmd_unmap = {
	.name = "unmap",
	.family = "access",
	.summary = "undo map",
	.example = "exec truncate -s 4k memory.bin\nattach file:memory.bin\nmap bar0\nunmap bar0",
	.args = { { "REGION", ARG_REGION, ARG_REPEAT, "mapped regions" } },
	.flags = CMD_DEVICE,
	.run = run_unmap,
};
