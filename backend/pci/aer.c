/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/pci/aer.h"

#include <inttypes.h>
#include <stdio.h>

#include "backend/support/bits.h"
#include "backend/support/strbuf.h"

enum {
	EXT_CAP_START = 0x100,
	EXT_CAP_AER = 0x0001,
	EXT_CAPS_MAX = 960, /* as many as there is room for: a chain that loops ends */
	AER_UNCORRECTABLE = 0x04,
	AER_CORRECTABLE = 0x10,
	AER_CONTROL = 0x18,
	AER_HEADER = 0x1c,
};

static const char *const uncorrectable[32] = {
	[4] = "data link protocol",
	[5] = "surprise down",
	[12] = "poisoned TLP",
	[13] = "flow control protocol",
	[14] = "completion timeout",
	[15] = "completer abort",
	[16] = "unexpected completion",
	[17] = "receiver overflow",
	[18] = "malformed TLP",
	[19] = "ECRC",
	[20] = "unsupported request",
	[21] = "ACS violation",
	[22] = "internal",
	[23] = "blocked multicast",
	[24] = "blocked AtomicOp",
	[25] = "blocked TLP prefix",
	[26] = "poisoned TLP, blocked",
};

static const char *const correctable[32] = {
	[0] = "receiver",	 [6] = "bad TLP",
	[7] = "bad DLLP",	 [8] = "replay number rollover",
	[12] = "replay timeout", [13] = "advisory non-fatal",
	[14] = "internal",	 [15] = "header log overflow",
};

static uint32_t get(struct device *dev, struct region *config, unsigned offset)
{
	struct err ignored;
	uint64_t value = 0;

	device_read(dev, config, offset, 32, &value, &ignored);
	return (uint32_t)value;
}

static unsigned find(struct device *dev, struct region *config)
{
	unsigned at = EXT_CAP_START;

	for (unsigned i = 0; i < EXT_CAPS_MAX && at >= EXT_CAP_START; i++) {
		uint32_t head = get(dev, config, at);

		if (!head || head == UINT32_MAX)
			break;
		if ((head & 0xffff) == EXT_CAP_AER)
			return at;
		at = head >> 20 & ~3u;
	}
	return 0;
}

static void add_names(const char *const *names, uint32_t bits, struct strbuf *ret)
{
	bool first = true;

	for (unsigned i = 0; i < 32; i++) {
		if (!(bits >> i & 1))
			continue;
		strbuf_adds(ret, first ? " " : ", ");
		if (names[i])
			strbuf_adds(ret, names[i]);
		else
			strbuf_addf(ret, "bit %u", i);
		first = false;
	}
	if (first)
		strbuf_adds(ret, " none");
}

static void describe(struct device *dev, struct region *config, unsigned at, struct strbuf *ret)
{
	unsigned first = get(dev, config, at + AER_CONTROL) & 0x1f;

	strbuf_adds(ret, "AER uncorrectable:");
	add_names(uncorrectable, get(dev, config, at + AER_UNCORRECTABLE), ret);
	/* It outlives the status bits, which the kernel's own recovery may have cleared by now. */
	if (uncorrectable[first])
		strbuf_addf(ret, "; first: %s", uncorrectable[first]);
	strbuf_adds(ret, "; correctable:");
	add_names(correctable, get(dev, config, at + AER_CORRECTABLE), ret);
	strbuf_adds(ret, "; header");
	for (unsigned i = 0; i < 4; i++)
		strbuf_addf(ret, " %08" PRIx32, get(dev, config, at + AER_HEADER + i * 4));
}

bool aer_describe(struct device *dev, char *text, size_t len)
{
	struct region *config = device_find_region(dev, "config");
	void (*observer)(void *, struct device *, const struct access *) = dev->observer;
	autostrbuf line = STRBUF_INIT;
	unsigned at;

	dev->observer = NULL; /* these reads are ours, not the user's */
	at = config ? find(dev, config) : 0;
	if (at)
		describe(dev, config, at, &line);
	dev->observer = observer;
	if (at)
		snprintf(text, len, "%s", strbuf_text(&line));
	return at != 0;
}
