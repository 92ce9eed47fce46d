/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why a read gave all ones, as far as config space tells. */
#include "backend/device.h"

#include <stdio.h>

enum { CONFIG_COMMAND = 0x04, CONFIG_HEADER_TYPE = 0x0e };

static bool config_get(struct device *dev, struct region *config, unsigned offset,
		       unsigned width_bits, uint64_t *ret)
{
	struct err ignored;

	return device_read(dev, config, offset, width_bits, ret, &ignored);
}

/* The standard capability list, at most 48 entries (PCI Local Bus 3.0, 6.7). */
static unsigned find_capability(struct device *dev, struct region *config, unsigned id)
{
	uint64_t at, head;

	if (!config_get(dev, config, 0x34, 8, &at))
		return 0;
	for (unsigned i = 0; i < 48 && at >= 0x40; i++) {
		at &= ~UINT64_C(3);
		if (!config_get(dev, config, (unsigned)at, 16, &head) || head == 0xffff)
			return 0;
		if ((head & 0xff) == id)
			return (unsigned)at;
		at = head >> 8;
	}
	return 0;
}

static bool header_is_ones(struct device *dev, struct region *config)
{
	uint64_t type;

	return config_get(dev, config, CONFIG_HEADER_TYPE, 8, &type) && type == 0xff;
}

/* false: it is gone. */
static bool explain_from_config(struct device *dev, struct region *config, char *text, size_t len)
{
	uint64_t command, pmcsr, link;
	unsigned cap;

	if (header_is_ones(dev, config)) {
		snprintf(text, len, "config space reads all ones too: " DEVICE_IS_GONE);
		return false;
	}
	if (!config_get(dev, config, CONFIG_COMMAND, 16, &command))
		return true;
	if (!(command & 2)) {
		snprintf(text, len,
			 "memory decoding is off (COMMAND.MEM = 0); upd config.COMMAND "
			 "MEM=1 switches it on");
		return true;
	}
	cap = find_capability(dev, config, 0x01);
	if (cap && config_get(dev, config, cap + 4, 16, &pmcsr) && (pmcsr & 3)) {
		snprintf(text, len, "the device is in D%u (PMCSR at config+0x%x)",
			 (unsigned)(pmcsr & 3), cap + 4);
		return true;
	}
	cap = find_capability(dev, config, 0x10);
	if (cap && config_get(dev, config, cap + 0x12, 16, &link) && link == 0xffff)
		snprintf(text, len, "the PCIe link status reads all ones: the link is down");
	return true;
}

/* Reads of ours, not the user's: nobody is told of them, and they are no sign of life or death. */
struct quiet {
	void (*observer)(void *, struct device *, const struct access *);
	uint64_t ones, ones_ever;
	bool gone_told;
};

static struct quiet quiet_begin(struct device *dev)
{
	struct quiet before = { dev->observer, dev->ones, dev->ones_ever, dev->gone_told };

	dev->observer = NULL;
	return before;
}

static void quiet_end(struct device *dev, const struct quiet *before, bool is_there)
{
	dev->observer = before->observer;
	dev->ones = before->ones;
	dev->ones_ever = before->ones_ever;
	dev->ones_asked = is_there ? before->ones : 0;
	if (is_there)
		dev->ones_cleared = before->ones_ever;
	dev->gone_told = before->gone_told;
}

bool device_explain_all_ones(struct device *dev, char *text, size_t len)
{
	struct region *config = device_find_region(dev, "config");
	struct quiet before;
	bool is_there;

	text[0] = '\0';
	if (!config)
		return false;
	before = quiet_begin(dev);
	is_there = explain_from_config(dev, config, text, len);
	quiet_end(dev, &before, is_there);
	return !is_there;
}

bool device_is_gone(struct device *dev)
{
	struct region *config = device_find_region(dev, "config");
	struct quiet before;
	bool gone;

	if (!config)
		return false;
	before = quiet_begin(dev);
	gone = header_is_ones(dev, config);
	quiet_end(dev, &before, !gone);
	return gone;
}
