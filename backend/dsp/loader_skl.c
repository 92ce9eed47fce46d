/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The steps stream, transfer and cleanup on Skylake and Kaby Lake, through the code loader. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "backend/dsp/code_loader.h"
#include "backend/dsp/loader_steps.h"
#include "backend/dsp/status.h"
#include "backend/dsp/verdict.h"
#include "backend/support/num.h"

bool skl_stream(struct dsp *dsp, struct dsp_report *ret, struct err *err)
{
	char size[32];

	/* There is no acknowledge that would bring them up, as on other chips. */
	if (!code_loader_prepare(dsp, err) || !loader_interrupts_on(dsp, err))
		return false;
	loader_say(ret, "code loader tag %u, %s to send through dma." STREAM_IMAGE, dsp->stream.tag,
		   num_format_size(dsp->payload_size, size, sizeof(size)));
	return true;
}

/* err tells a wait that took too long; add where the DMA stopped, and what to do if it never went. */
static void explain(struct dsp *dsp, struct err *err)
{
	struct err seen = *err, ignored = ERR_INIT;
	uint32_t at;

	if (err->code != ETIMEDOUT || !code_loader_position(dsp, &at, &ignored))
		return;
	err_set(err, ETIMEDOUT, "%s; DMA at %" PRIu32 " of the piece", seen.msg, at);
	if (at)
		err_hint(err, "%s", seen.hint);
	else
		err_hint(err, "the DMA did not move: is the IOMMU mapping there (dma list)? then: "
			      "boot reset; boot run");
}

bool skl_transfer(struct dsp *dsp, struct dsp_report *ret, struct err *err)
{
	struct err stop_err = ERR_INIT;
	uint64_t start = device_now_ns(dsp->dev);
	char size[32], time[32], state[64];
	bool entered, mastered;
	uint32_t status;

	if (!dsp_bus_master_on(dsp, &mastered, err))
		return false;
	entered =
		code_loader_send(dsp, err) && dsp_wait_state(dsp, DSP_STATE_BASEFW_ENTERED,
							     DSP_MS(3000), NULL, dsp_hopeless, err);
	status = dsp->waited.last;
	if (!entered)
		explain(dsp, err);
	/* It stops whatever came of it. */
	if (!code_loader_stop(dsp, &stop_err) && entered) {
		*err = stop_err;
		return err_prefix(err, "stopping the code loader");
	}
	if (!entered)
		return false;
	if (dsp->progress)
		dsp->progress(dsp->progress_ctx, dsp->stream.size, dsp->stream.size);
	loader_say(ret, "%s in %s, ROM status 0x%08" PRIx32 ": %s%s",
		   num_format_size(dsp->stream.size, size, sizeof(size)),
		   num_format_time(device_now_ns(dsp->dev) - start, time, sizeof(time)), status,
		   dsp_status_format(dsp->chip->generation, status, state, sizeof(state)),
		   mastered ? "; bus mastering switched on" : "");
	return true;
}

bool skl_cleanup(struct dsp *dsp, struct dsp_report *ret, struct err *err)
{
	if (!code_loader_release(dsp, err))
		return err_prefix(err, "releasing the code loader");
	loader_say(ret, "code loader released, DMA memory freed");
	return true;
}
