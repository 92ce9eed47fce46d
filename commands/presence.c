/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/presence.h"

#include <errno.h>
#include <string.h>

struct presence presence_begin(const struct session *s)
{
	struct presence before = { .device = s->current };

	if (!s->current)
		return before;
	before.reads = s->current->dev->reads;
	before.ones = s->current->dev->ones_ever;
	/* what is shown now is not what an earlier message was about */
	for (size_t i = 0; s->viewer != VIEWER_SCRIPT && i < s->device_count; i++) {
		struct device *dev = s->devices[i]->dev;

		dev->ones = dev->ones_asked = 0;
		dev->gone_told = false;
	}
	return before;
}

/* Registers of a living device may be all ones, too: who reads one in a loop is not to pay for the
 * question each time. */
static bool worth_asking(const struct device *dev)
{
	return dev->ones >= dev->ones_asked * 2;
}

static void look(struct session *s, struct device *dev)
{
	if (dev->gone_told || !worth_asking(dev))
		return;
	if (!device_is_gone(dev))
		return;
	dev->gone_told = true;
	session_notef(s, "%s: reads give all ones, of config space too: " DEVICE_IS_GONE,
		      dev->name);
}

void presence_end(struct session *s, const struct presence *before, const struct err *error)
{
	if (error && strstr(error->msg, DEVICE_IS_GONE))
		return;
	for (size_t i = 0; i < s->device_count; i++) {
		struct device *dev = s->devices[i]->dev;
		bool was_current = s->devices[i] == before->device;
		bool in_vain = was_current && error && error->code == ETIMEDOUT &&
			       dev->reads == before->reads;
		bool some = was_current && dev->ones_ever != before->ones &&
			    dev->ones_ever != dev->ones_cleared;

		if (dev->ones || some || in_vain)
			look(s, dev);
	}
}
