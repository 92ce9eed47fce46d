/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/dsp/hda.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "backend/dsp/dsp.h"
#include "backend/support/bits.h"

#define RESET_NS  DSP_MS(100)
#define CAP_LIMIT 12 /* entries; the driver gives up there too */

static bool crst(struct dsp *dsp, bool on, struct err *err)
{
	const struct dsp_wait wait = {
		.region = dsp->bar0,
		.offset = HDA_GCTL,
		.mask = HDA_GCTL_CRST,
		.value = on ? HDA_GCTL_CRST : 0,
		.timeout_ns = RESET_NS,
		.what = "GCTL",
		.field = "CRST",
	};

	if (!dsp_update(dsp, dsp->bar0, HDA_GCTL, HDA_GCTL_CRST, wait.value, NULL, err))
		return false;
	if (dsp_wait(dsp, &wait, err))
		return true;
	if (err->code == ETIMEDOUT)
		err_hint(err, "the controller does not follow CRST; try: boot reset");
	return err_prefix(err, "controller %s", on ? "leaving reset" : "entering reset");
}

bool hda_reset(struct dsp *dsp, struct err *err)
{
	/* Without its clock gate open the controller may miss the reset: the driver opens it around. */
	if (!dsp_update(dsp, dsp->config, HDA_CONFIG_CGCTL, HDA_CGCTL_MISCBDCGE, 0, NULL, err))
		return false;
	if (!crst(dsp, false, err) || !dsp_pause(dsp, DSP_US(500), err))
		return false;
	/* Codecs need 521 us after the link starts. */
	if (!crst(dsp, true, err) || !dsp_pause(dsp, DSP_US(1000), err))
		return false;
	return dsp_update(dsp, dsp->config, HDA_CONFIG_CGCTL, HDA_CGCTL_MISCBDCGE,
			  HDA_CGCTL_MISCBDCGE, NULL, err);
}

static bool list_broken(struct err *err, uint32_t offset, const char *why)
{
	err_set(err, EBADMSG, "capability list: offset 0x%" PRIx32 " %s", offset, why);
	return err_hint(err, "is bar0 an HD-Audio controller, and out of reset?");
}

/* How far into its capability each one is used here; it must lie inside the BAR. */
static bool cap_fits(const struct dsp *dsp, unsigned id, uint32_t offset)
{
	unsigned streams = dsp->hda.captures + dsp->hda.playbacks;
	uint32_t len = 4;

	if (id == HDA_CAP_PP)
		len = HDA_PPCTL + 4;
	if (id == HDA_CAP_SPIB)
		len = HDA_SPIB + 8 * streams;
	return range_inside(offset, len, dsp->bar0->size);
}

static bool walk(struct dsp *dsp, struct err *err)
{
	uint32_t offset, header;

	if (!dsp_read(dsp, dsp->bar0, HDA_LLCH, &offset, err))
		return false;
	/* 16 bits wide; GCAP's neighbour OUTSTRMPAY stands above it on no chip known. */
	offset &= 0xffff;
	for (unsigned i = 0; offset; i++) {
		unsigned id;

		if (i == CAP_LIMIT)
			return list_broken(err, offset, "is one more than any controller has");
		if (offset % 4 || !range_inside(offset, 4, dsp->bar0->size))
			return list_broken(err, offset, "is outside bar0 or unaligned");
		if (!dsp_read(dsp, dsp->bar0, offset, &header, err))
			return false;
		if (header == UINT32_MAX)
			return list_broken(err, offset, "reads all ones");
		id = (unsigned)bits_get(header, 27, 16);
		if (id < HDA_CAP_COUNT) {
			if (!cap_fits(dsp, id, offset))
				return list_broken(err, offset, "leaves no room in bar0");
			dsp->hda.caps[id] = offset;
		}
		offset = header & 0xffff;
	}
	return true;
}

bool hda_find_caps(struct dsp *dsp, struct err *err)
{
	uint64_t gcap;

	memset(&dsp->hda, 0, sizeof(dsp->hda));
	if (!device_read(dsp->dev, dsp->bar0, HDA_GCAP, 16, &gcap, err))
		return false;
	if (gcap == 0xffff)
		return list_broken(err, HDA_GCAP, "(GCAP) reads all ones");
	dsp->hda.captures = (unsigned)bits_get(gcap, 11, 8);
	dsp->hda.playbacks = (unsigned)bits_get(gcap, 15, 12);
	dsp->hda.addr64 = gcap & 1;
	if (!walk(dsp, err))
		return false;
	if (!dsp->hda.caps[HDA_CAP_PP] || !dsp->hda.caps[HDA_CAP_SPIB]) {
		err_set(err, ENODEV, "no %s capability in bar0",
			dsp->hda.caps[HDA_CAP_PP] ? "SPIB" : "processing pipe");
		return err_hint(err, "without it there is no DSP to boot: is the DSP switched off "
				     "in the BIOS setup?");
	}
	if (!dsp->hda.playbacks)
		return err_set(err, ENODEV, "GCAP 0x%04" PRIx64 " has no playback stream", gcap);
	return true;
}

bool hda_gprocen(struct dsp *dsp, bool on, struct err *err)
{
	return dsp_update(dsp, dsp->bar0, dsp->hda.caps[HDA_CAP_PP] + HDA_PPCTL, HDA_PPCTL_GPROCEN,
			  on ? HDA_PPCTL_GPROCEN : 0, NULL, err);
}

bool hda_ungate(struct dsp *dsp, struct err *err)
{
	dsp->ungated = true;
	return dsp_update(dsp, dsp->config, HDA_CONFIG_CGCTL, HDA_CGCTL_ADSPDCGE, 0, NULL, err) &&
	       dsp_update(dsp, dsp->bar0, HDA_EM2, HDA_EM2_L1SEN, 0, NULL, err) &&
	       dsp_update(dsp, dsp->config, HDA_CONFIG_PGCTL, HDA_PGCTL_ADSPPGD, HDA_PGCTL_ADSPPGD,
			  NULL, err);
}

bool hda_gate(struct dsp *dsp, struct err *err)
{
	dsp->ungated = false;
	return dsp_update(dsp, dsp->config, HDA_CONFIG_CGCTL, HDA_CGCTL_ADSPDCGE,
			  HDA_CGCTL_ADSPDCGE, NULL, err) &&
	       dsp_update(dsp, dsp->bar0, HDA_EM2, HDA_EM2_L1SEN, HDA_EM2_L1SEN, NULL, err) &&
	       dsp_update(dsp, dsp->config, HDA_CONFIG_PGCTL, HDA_PGCTL_ADSPPGD, 0, NULL, err);
}
