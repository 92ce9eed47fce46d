/* SPDX-License-Identifier: GPL-2.0-or-later */
/* DMA buffers: memory of ours that the device can reach, as regions dma.NAME. */
#include "commands/command.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "backend/dma.h"
#include "backend/support/num.h"
#include "commands/args.h"
#include "commands/session.h"

static unsigned iova_width(uint64_t iova)
{
	return num_width(iova) > 32 ? 64 : 32;
}

static struct value *describe(const struct region *region, struct strbuf *human)
{
	struct value *row = value_map();
	char size[32];

	num_format_size(region->size, size, sizeof(size));
	strbuf_addf(human, ST_NAME "%-12s" ST_OFF " %10s  iova " ST_VALUE "0x%0*" PRIx64 ST_OFF,
		    region->name, size, (int)iova_width(region->iova) / 4, region->iova);
	value_set_text(row, "name", region->name);
	value_set_uint(row, "size", region->size, 0);
	value_set_uint(row, "iova", region->iova, iova_width(region->iova));
	return row;
}

static bool make(struct session *s, const struct args *a, struct dma_request *request,
		 struct value **ret, struct err *err)
{
	autostrbuf human = STRBUF_INIT;
	struct region *region;
	struct value *detail;

	request->name = args_word(a, "NAME");
	request->fixed_iova = args_has(a, "-iova");
	request->iova = args_number(a, "-iova", 0);
	if (!dma_alloc(s->current->dev, request, &region, err))
		return false;
	detail = describe(region, &human);
	*ret = value_with_detail(
		value_with_human(value_uint(region->iova, iova_width(region->iova)), &human),
		detail);
	return true;
}

static bool run_dma_alloc(struct session *s, const struct args *a, struct value **ret,
			  struct err *err)
{
	struct dma_request request = { .size = args_number(a, "SIZE", 0) };

	return make(s, a, &request, ret, err);
}

const struct command cmd_dma_alloc = {
	.name = "dma alloc",
	.family = "DMA",
	.summary = "allocate zeroed memory that the device can reach",
	.details =
		"It becomes the region dma.NAME, which every verb takes; the value is the address "
		"that the device uses. The size is rounded up to the page size of the IOMMU. The "
		"device reaches it only while bus mastering is on, which this does not change.",
	.example = "dma alloc ring 4k\nwr dma.ring+0 0x12345678",
	.args = { { "NAME", ARG_WORD, 0, "the region becomes dma.NAME" },
		  { "SIZE", ARG_NUMBER, 0, "bytes; 64k and 1m are understood" },
		  { "-iova", ARG_NUMBER, 0,
		    "the device's address; the first free one from 0x100000 on if left out",
		    "A" } },
	.flags = CMD_DEVICE | CMD_EDU,
	.run = run_dma_alloc,
};

static bool run_dma_map(struct session *s, const struct args *a, struct value **ret,
			struct err *err)
{
	struct dma_request request = { .file = args_word(a, "FILE") };

	return make(s, a, &request, ret, err);
}

const struct command cmd_dma_map = {
	.name = "dma map",
	.family = "DMA",
	.summary = "give the device a copy of a file's bytes",
	.details = "As dma alloc, filled with the file. What the device writes does not go back to "
		   "the "
		   "file.",
	.example = "exec printf firmware > fw.bin\ndma map fw fw.bin",
	.args = { { "NAME", ARG_WORD, 0, "the region becomes dma.NAME" },
		  { "FILE", ARG_FILE, 0, "a regular file" },
		  { "-iova", ARG_NUMBER, 0,
		    "the device's address; the first free one from 0x100000 on if left out",
		    "A" } },
	.flags = CMD_DEVICE | CMD_EDU,
	.run = run_dma_map,
};

static bool run_dma_list(struct session *s, const struct args *a, struct value **ret,
			 struct err *err)
{
	const struct device *dev = s->current->dev;
	struct value *names = value_list(), *detail = value_list();
	autostrbuf human = STRBUF_INIT;

	(void)a, (void)err;
	for (size_t i = 0; i < dev->region_count; i++) {
		if (dev->regions[i]->kind != REGION_DMA)
			continue;
		value_add(names, value_text(dev->regions[i]->name));
		value_add(detail, describe(dev->regions[i], &human));
		strbuf_addc(&human, '\n');
	}
	if (!names->count)
		strbuf_adds(&human, "no DMA buffers");
	*ret = value_with_detail(value_with_human(names, &human), detail);
	return true;
}

const struct command cmd_dma_list = {
	.name = "dma list",
	.family = "DMA",
	.summary = "list the DMA buffers of the device",
	.example = "dma alloc ring 4k\ndma list",
	.flags = CMD_DEVICE | CMD_EDU,
	.run = run_dma_list,
};

static bool find_buffer(const struct device *dev, const char *word, struct region **ret,
			struct err *err)
{
	char name[sizeof((*ret)->name)];
	struct region *region;

	if (!strncasecmp(word, "dma.", 4))
		word += 4;
	snprintf(name, sizeof(name), "dma.%s", word);
	region = device_find_region(dev, name);
	if (!region) {
		err_set(err, ENOENT, "there is no DMA buffer '%.60s'", word);
		return err_hint(err, "dma list shows them");
	}
	*ret = region;
	return true;
}

static bool free_all(struct device *dev, struct err *err)
{
	for (size_t i = dev->region_count; i-- > 0;)
		if (dev->regions[i]->kind == REGION_DMA && !dma_free(dev, dev->regions[i], err))
			return false;
	return true;
}

static bool run_dma_free(struct session *s, const struct args *a, struct value **ret,
			 struct err *err)
{
	struct device *dev = s->current->dev;
	const char *name = args_word(a, "NAME");
	struct region *region;
	bool done;

	if (args_has(a, "-all") == (name != NULL)) {
		err_set(err, EINVAL, name ? "a name and -all" : "which buffer?");
		return err_hint(err, "dma free NAME, or dma free -all");
	}
	if (name)
		done = find_buffer(dev, name, &region, err) && dma_free(dev, region, err);
	else
		done = free_all(dev, err);
	if (!done)
		return false;
	*ret = value_none();
	return true;
}

static void complete_buffers(struct session *s, const char *prefix, struct strlist *ret)
{
	const struct device *dev = s->current ? s->current->dev : NULL;

	for (size_t i = 0; dev && i < dev->region_count; i++)
		if (dev->regions[i]->kind == REGION_DMA &&
		    !strncasecmp(dev->regions[i]->name + 4, prefix, strlen(prefix)))
			strlist_add(ret, dev->regions[i]->name + 4);
}

const struct command cmd_dma_free = {
	.name = "dma free",
	.family = "DMA",
	.summary = "take DMA memory away from the device",
	.details = "A device that still uses it then gets an IOMMU fault. Detaching frees all.",
	.example = "dma alloc ring 4k\ndma free ring",
	.args = { { "NAME", ARG_WORD, ARG_OPTIONAL, "a buffer", NULL, complete_buffers },
		  { "-all", ARG_FLAG, 0, "all buffers of the device" } },
	.flags = CMD_DEVICE | CMD_EDU,
	.run = run_dma_free,
};
