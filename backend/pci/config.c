/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/pci/config.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"

struct walk {
	const struct config_image *image;
	struct config_cap_list list;
	uint8_t visited[CONFIG_MAX_SIZE / 4 / 8]; /* a bit for every dword: what ends every loop */
	bool extended;
};

void config_init(struct config_image *image)
{
	memset(image, 0, sizeof(*image));
}

bool config_set(struct config_image *image, size_t offset, const void *data, size_t len)
{
	if (!range_inside(offset, len, CONFIG_MAX_SIZE))
		return false;
	if (len)
		memcpy(image->bytes + offset, data, len);
	for (size_t i = offset; i < offset + len; i++)
		image->known[i / 8] |= (uint8_t)(1u << i % 8);
	return true;
}

static bool byte_known(const struct config_image *image, size_t offset)
{
	return image->known[offset / 8] >> offset % 8 & 1;
}

bool config_known(const struct config_image *image, size_t offset, size_t len)
{
	if (!range_inside(offset, len, CONFIG_MAX_SIZE))
		return false;
	for (size_t i = offset; i < offset + len; i++) {
		if (!byte_known(image, i))
			return false;
	}
	return true;
}

bool config_get(const struct config_image *image, size_t offset, unsigned width_bytes,
		uint64_t *ret)
{
	if (!config_known(image, offset, width_bytes))
		return false;
	*ret = get_le(image->bytes + offset, width_bytes);
	return true;
}

uint32_t config_peek(const struct config_image *image, size_t offset, unsigned width_bytes)
{
	uint32_t value = 0;

	for (unsigned i = 0; i < width_bytes; i++) {
		if (config_known(image, offset + i, 1))
			value |= (uint32_t)image->bytes[offset + i] << (8 * i);
	}
	return value;
}

size_t config_extent(const struct config_image *image)
{
	size_t size = 0;

	while (size < CONFIG_MAX_SIZE && byte_known(image, size))
		size++;
	return size;
}

bool config_header_type(const struct config_image *image, unsigned *ret)
{
	uint64_t value;

	if (!config_get(image, CONFIG_HEADER_TYPE, 1, &value))
		return false;
	*ret = value & 0x7f;
	return true;
}

static void problem(struct walk *walk, enum config_chain_end end, unsigned offset, const char *fmt,
		    ...) __attribute__((format(printf, 4, 5)));

static void problem(struct walk *walk, enum config_chain_end end, unsigned offset, const char *fmt,
		    ...)
{
	struct config_chain_problem *p = &walk->list.problems[walk->list.problem_count++];
	va_list ap;

	p->end = end;
	p->extended = walk->extended;
	p->offset = (uint16_t)offset;
	va_start(ap, fmt);
	vsnprintf(p->text, sizeof(p->text), fmt, ap);
	va_end(ap);
}

/* True when the walk was at this dword before; from now on it was. */
static bool visit(struct walk *walk, unsigned offset)
{
	uint8_t *byte = &walk->visited[offset / 32];
	uint8_t bit = (uint8_t)(1u << offset / 4 % 8);
	bool before = *byte & bit;

	*byte |= bit;
	return before;
}

static void add_cap(struct walk *walk, const struct config_cap *cap)
{
	struct config_cap_list *list = &walk->list;

	if (list->count % 64 == 0)
		list->caps = xreallocarray(list->caps, list->count + 64, sizeof(*list->caps));
	list->caps[list->count++] = *cap;
}

/* PM and Express carry the version of their layout in their first register. */
static uint8_t std_version(const struct config_image *image, unsigned id, unsigned offset)
{
	uint32_t flags = config_peek(image, offset + 2, 2);

	if (id == CONFIG_CAP_ID_PM)
		return flags & 7;
	if (id == CONFIG_CAP_ID_EXPRESS)
		return flags & 0xf;
	return 0;
}

static bool walk_std_at(struct walk *walk, unsigned offset, unsigned *next)
{
	uint64_t header;
	struct config_cap cap = { .offset = (uint16_t)offset };

	if (!config_get(walk->image, offset, 4, &header)) {
		problem(walk, CONFIG_CHAIN_UNREAD, offset,
			"the chain goes on at 0x%02x, which was not read", offset);
		return false;
	}
	if (visit(walk, offset)) {
		problem(walk, CONFIG_CHAIN_LOOP, offset, "the chain comes back to 0x%02x: it loops",
			offset);
		return false;
	}
	cap.id = header & 0xff;
	cap.next = header >> 8 & 0xfc;
	if (cap.id == 0xff) {
		problem(walk, CONFIG_CHAIN_BROKEN, offset,
			"all ones at 0x%02x: the chain is broken there", offset);
		return false;
	}
	cap.version = std_version(walk->image, cap.id, offset);
	add_cap(walk, &cap);
	*next = cap.next;
	return true;
}

static void walk_std(struct walk *walk, unsigned pointer)
{
	unsigned offset = config_peek(walk->image, pointer, 1) & 0xfc;

	while (offset) {
		if (offset < CONFIG_HEADER_SIZE) {
			problem(walk, CONFIG_CHAIN_RANGE, offset,
				"the chain points into the header, at 0x%02x", offset);
			return;
		}
		if (!walk_std_at(walk, offset, &offset))
			return;
	}
}

static bool walk_ext_at(struct walk *walk, unsigned offset, unsigned *next)
{
	uint64_t header;
	struct config_cap cap = { .offset = (uint16_t)offset, .extended = true };

	if (!config_get(walk->image, offset, 4, &header)) {
		/* a dump of 256 bytes has no extended part: nothing is wrong with it */
		if (offset != CONFIG_EXT_CAP_START)
			problem(walk, CONFIG_CHAIN_UNREAD, offset,
				"the extended chain goes on at 0x%03x, which was not read", offset);
		return false;
	}
	/* PCI Express 7.6.3: an empty chain is a header of zeros; all ones is nobody there. */
	if (header == 0 || header == UINT32_MAX)
		return false;
	if (visit(walk, offset)) {
		problem(walk, CONFIG_CHAIN_LOOP, offset,
			"the extended chain comes back to 0x%03x: it loops", offset);
		return false;
	}
	cap.id = header & 0xffff;
	cap.version = header >> 16 & 0xf;
	cap.next = header >> 20 & 0xffc;
	add_cap(walk, &cap);
	*next = cap.next;
	return true;
}

static void walk_ext(struct walk *walk)
{
	unsigned offset = CONFIG_EXT_CAP_START;

	walk->extended = true;
	while (offset) {
		if (offset < CONFIG_EXT_CAP_START) {
			problem(walk, CONFIG_CHAIN_RANGE, offset,
				"the extended chain points below 0x100, at 0x%03x", offset);
			return;
		}
		if (!walk_ext_at(walk, offset, &offset))
			return;
	}
}

bool config_caps_walk(const struct config_image *image, struct config_cap_list *ret,
		      struct err *err)
{
	struct walk walk = { .image = image };
	uint64_t status;
	unsigned type;

	if (!config_get(image, CONFIG_STATUS, 2, &status) || !config_header_type(image, &type))
		return err_set(err, ENODATA, "the config header was not read");
	if (status >> CONFIG_STATUS_CAP_LIST_BIT & 1)
		walk_std(&walk, type == 2 ? CONFIG_CAP_PTR_CB : CONFIG_CAP_PTR);
	/* Conventional PCI devices may answer beyond 256 bytes with anything, often the header again. */
	if (config_cap_find(&walk.list, CONFIG_CAP_ID_EXPRESS, false, 0) ||
	    config_cap_find(&walk.list, CONFIG_CAP_ID_PCIX, false, 0))
		walk_ext(&walk);
	*ret = walk.list;
	return true;
}

void config_cap_list_finish(struct config_cap_list *list)
{
	free(list->caps);
	*list = (struct config_cap_list)CONFIG_CAP_LIST_INIT;
}

const struct config_cap *config_cap_find(const struct config_cap_list *list, unsigned id,
					 bool extended, unsigned nth)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct config_cap *cap = &list->caps[i];

		if (cap->id == id && cap->extended == extended && nth-- == 0)
			return cap;
	}
	return NULL;
}
