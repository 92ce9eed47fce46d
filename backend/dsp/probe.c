/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "backend/dsp/loader.h"
#include "backend/dsp/loader_steps.h"

#define CONFIG_COMMAND	     0x04
#define COMMAND_MEMORY	     (1u << 1)
#define COMMAND_INTX_DISABLE (1u << 10)

bool loader_memory_on(struct dsp *dsp, struct err *err)
{
	uint64_t command;

	if (!device_read(dsp->dev, dsp->config, CONFIG_COMMAND, 16, &command, err))
		return false;
	if ((command | COMMAND_INTX_DISABLE) == 0xffff) /* which vfio answers itself */
		return err_set(err, ENODEV, "config space reads all ones: the device is gone");
	return command & COMMAND_MEMORY || device_write(dsp->dev, dsp->config, CONFIG_COMMAND, 16,
							command | COMMAND_MEMORY, err);
}

/* A GPROCEN that does not stay set keeps BAR4 shut. */
static bool open_bar4(struct dsp *dsp, struct err *err)
{
	const struct dsp_wait opened = {
		.region = dsp->bar0,
		.offset = dsp->hda.caps[HDA_CAP_PP] + HDA_PPCTL,
		.mask = HDA_PPCTL_GPROCEN,
		.value = HDA_PPCTL_GPROCEN,
		.what = "PPCTL",
	};

	return hda_gprocen(dsp, true, err) && dsp_wait(dsp, &opened, err);
}

bool loader_probe(struct dsp *dsp, struct dsp_report *ret, struct err *err)
{
	bool mastered;

	dsp_stop_streams(dsp);
	if (!loader_memory_on(dsp, err))
		return false;
	if (!dsp_update(dsp, dsp->config, HDA_CONFIG_PGCTL, HDA_PGCTL_TCSEL, 0, NULL, err))
		return false;
	if (!hda_reset(dsp, err) || !hda_find_caps(dsp, err) || !open_bar4(dsp, err) ||
	    !signal_on(dsp, &mastered, err))
		return false;
	loader_say(ret,
		   "%s, %s; PP 0x%" PRIx32 " SPIB 0x%" PRIx32 ", %u+%u streams, GPROCEN on%s%s%s",
		   dsp->part->title, dsp_generation_name(dsp->chip->generation),
		   dsp->hda.caps[HDA_CAP_PP], dsp->hda.caps[HDA_CAP_SPIB], dsp->hda.captures,
		   dsp->hda.playbacks, dsp->signal.on ? "; PIE, GIE, CIE" : "",
		   mastered	    ? " and bus mastering on for "
		   : dsp->signal.on ? " on for "
				    : "",
		   dsp->signal.on ? irq_type_name(dsp->signal.type) : "");
	return true;
}
