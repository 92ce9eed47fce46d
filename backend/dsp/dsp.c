/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/dsp/dsp.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "backend/dsp/code_loader.h"
#include "backend/dsp/status.h"
#include "backend/dsp/verdict.h"
#include "backend/irq.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/support/num.h"
#include "backend/tools.h"

#define CONFIG_COMMAND 0x04
#define BUS_MASTER     (1u << 2)
#define SLICE_NS       DSP_MS(5) /* a wait looks up this often: at all ones, and for its tick */

static bool not_a_dsp(const struct pci_id *pci, struct err *err)
{
	if (!pci->known) {
		err_set(err, ENODEV, "no PCI function: nothing tells which DSP this could be");
		return err_hint(err, "attach a PCI function or a model: attach sim:tgl");
	}
	err_set(err, ENODEV, "%04x:%04x is no Intel audio DSP known here", pci->vendor,
		pci->device);
	return err_hint(err, "the audio function of these machines is 00:1f.3 (00:0e.0 on APL, "
			     "GLK)");
}

bool dsp_init(struct device *dev, struct dsp *ret, struct err *err)
{
	const struct pci_id *pci = &dev->pci;
	struct dsp dsp = { .dev = dev };

	if (pci->known)
		dsp.part = dsp_part_find(pci->vendor, pci->device);
	if (!dsp.part)
		return not_a_dsp(pci, err);
	dsp.chip = dsp_chip_find(dsp.part->chip);
	if (pci->class_code == DSP_CLASS_HDA) {
		err_set(err, ENODEV, "%s: class 0x%06x means that its DSP is switched off",
			dsp.part->title, (unsigned)pci->class_code);
		return err_hint(err, "look for an audio DSP option in the BIOS setup");
	}
	if (!device_need_region(dev, "bar0", &dsp.bar0, err) ||
	    !device_need_region(dev, "bar4", &dsp.bar4, err) ||
	    !device_need_region(dev, "config", &dsp.config, err))
		return err_prefix(err, "%s", dsp.part->title);
	*ret = dsp;
	return true;
}

static void bus_master_restore(struct dsp *dsp)
{
	struct err ignored = ERR_INIT;
	uint64_t command;

	if (!dsp->bus_master_set)
		return;
	if (device_read(dsp->dev, dsp->config, CONFIG_COMMAND, 16, &command, &ignored))
		device_write(dsp->dev, dsp->config, CONFIG_COMMAND, 16,
			     command & ~(uint64_t)BUS_MASTER, &ignored);
	dsp->bus_master_set = false;
}

void dsp_stop_streams(struct dsp *dsp)
{
	struct err ignored = ERR_INIT;

	if (dsp->stream.in_use && dsp->chip->quirks & DSP_CODE_LOADER)
		code_loader_release(dsp, &ignored);
	else if (dsp->stream.in_use)
		stream_release(dsp, &ignored);
	if (dsp->iccmax.in_use)
		iccmax_stop(dsp, &ignored);
}

void dsp_put_back(struct dsp *dsp)
{
	struct err ignored = ERR_INIT;

	dsp_stop_streams(dsp);
	signal_off(dsp, &ignored);
	if (dsp->ungated)
		hda_gate(dsp, &ignored);
	bus_master_restore(dsp);
}

void dsp_finish(struct dsp *dsp)
{
	dsp_put_back(dsp);
	free(dsp->payload);
	memset(dsp, 0, sizeof(*dsp));
}

bool dsp_set_image(struct dsp *dsp, const char *path, const void *payload, uint32_t size,
		   unsigned ipc, struct err *err)
{
	if (!size || size % 4096)
		return err_set(err, EINVAL,
			       "%.100s: payload of %" PRIu32 " bytes is no multiple of 4096", path,
			       size);
	free(dsp->payload);
	dsp->payload = xmalloc(size);
	memcpy(dsp->payload, payload, size);
	dsp->payload_size = size;
	dsp->ipc = ipc;
	snprintf(dsp->image_path, sizeof(dsp->image_path), "%s", path);
	return true;
}

bool dsp_read(struct dsp *dsp, struct region *region, uint32_t offset, uint32_t *ret,
	      struct err *err)
{
	uint64_t value;

	if (!device_read(dsp->dev, region, offset, 32, &value, err))
		return false;
	*ret = (uint32_t)value;
	return true;
}

bool dsp_write(struct dsp *dsp, struct region *region, uint32_t offset, uint32_t value,
	       struct err *err)
{
	return device_write(dsp->dev, region, offset, 32, value, err);
}

bool dsp_update(struct dsp *dsp, struct region *region, uint32_t offset, uint32_t mask,
		uint32_t value, uint32_t *ret, struct err *err)
{
	const struct place at = { dsp->dev, region, offset, 32 };
	const struct update_request request = { .mask = mask, .value = value };
	struct update_result result;

	if (!tools_update(&at, &request, &result, err))
		return false;
	if (ret)
		*ret = (uint32_t)result.new;
	return true;
}

/* -- waiting -- */

/* BAR4 shut, or the whole device silent? */
static const char *all_ones_hint(struct dsp *dsp, const struct region *region)
{
	struct err ignored = ERR_INIT;
	uint64_t gcap;

	if (device_is_gone(dsp->dev))
		return "it left the bus: is it still there (lspci)? detach; a rescan of the "
		       "bus or a power cycle brings it back";
	if (region == dsp->bar4 &&
	    device_read(dsp->dev, dsp->bar0, HDA_GCAP, 16, &gcap, &ignored) && gcap != 0xffff)
		return "BAR4 answers only while PPCTL.GPROCEN is set and the DSP has power; try: "
		       "boot reset";
	return "the controller is in reset, without power or gone; try: boot reset";
}

bool dsp_all_ones(struct dsp *dsp, const struct region *region, const char *what, struct err *err)
{
	char why[160];

	device_explain_all_ones(dsp->dev, why, sizeof(why));
	err_set(err, EIO, "%s reads all ones%s%s", what, why[0] ? ": " : "", why);
	return err_hint(err, "%s", all_ones_hint(dsp, region));
}

/* "CPA is 0, not 1"; "bit 31 is 0, not 1". */
static void describe_bits(const struct dsp_wait *wait, uint32_t last, char *buf, size_t len)
{
	unsigned low = (unsigned)__builtin_ctz(wait->mask);
	unsigned high = 31 - (unsigned)__builtin_clz(wait->mask);
	uint32_t is = (last & wait->mask) >> low, wanted = wait->value >> low;
	char bits[32];

	if (low == high)
		snprintf(bits, sizeof(bits), "bit %u", low);
	else
		snprintf(bits, sizeof(bits), "bits %u:%u", high, low);
	snprintf(buf, len,
		 low == high ? "%s is %" PRIu32 ", not %" PRIu32
			     : "%s is 0x%" PRIx32 ", not 0x%" PRIx32,
		 wait->field ? wait->field : bits, is, wanted);
}

static bool timed_out(const struct dsp_waited *waited, const struct dsp_wait *wait, struct err *err)
{
	char time[32], bits[80];

	num_format_time(waited->elapsed_ns, time, sizeof(time));
	describe_bits(wait, waited->last, bits, sizeof(bits));
	return err_set(err, ETIMEDOUT, "%s 0x%08" PRIx32 ": %s (%u read%s in %s)", wait->what,
		       waited->last, bits, waited->reads, waited->reads == 1 ? "" : "s", time);
}

bool dsp_in_vain(struct dsp *dsp, const struct dsp_wait *wait, struct dsp_looks *looks)
{
	uint64_t now = device_now_ns(dsp->dev);

	if (!wait->hopeless)
		return false;
	if (!looks->next_ns)
		looks->next_ns = now + DSP_LOOK_NS;
	if (now < looks->next_ns)
		return false;
	looks->next_ns = now + DSP_LOOK_NS;
	looks->bad = wait->hopeless(dsp) ? looks->bad + 1 : 0;
	return looks->bad >= 2;
}

bool dsp_wait(struct dsp *dsp, const struct dsp_wait *wait, struct err *err)
{
	struct poll_request request = { .mask = wait->mask,
					.value = wait->value,
					.every_ns = DSP_POLL_NS };
	uint64_t now = device_now_ns(dsp->dev), start = wait->since_ns ? wait->since_ns : now;
	struct dsp_waited *waited = &dsp->waited;
	struct dsp_looks looks = { 0, 0 };

	*waited = (struct dsp_waited){ .elapsed_ns = now - start };
	for (;;) {
		uint64_t left = wait->timeout_ns > waited->elapsed_ns
					? wait->timeout_ns - waited->elapsed_ns
					: 0;
		struct err poll_err = ERR_INIT;
		struct poll_result seen;
		bool done;

		request.timeout_ns = left < SLICE_NS ? left : SLICE_NS;
		done = tools_poll(dsp->dev, wait->region, wait->offset, 32, &request, &seen,
				  &poll_err);
		waited->last = (uint32_t)seen.last;
		waited->reads += (unsigned)seen.reads;
		waited->elapsed_ns = device_now_ns(dsp->dev) - start;
		if (!done && poll_err.code == EIO && waited->last == UINT32_MAX)
			return dsp_all_ones(dsp, wait->region, wait->what, err);
		if (!done && poll_err.code != ETIMEDOUT) {
			*err = poll_err;
			return err_prefix(err, "%s", wait->what);
		}
		/* A closed BAR would also satisfy a wait for bits to be set. */
		if (waited->last == UINT32_MAX)
			return dsp_all_ones(dsp, wait->region, wait->what, err);
		if (done)
			return true;
		if (waited->elapsed_ns >= wait->timeout_ns || dsp_in_vain(dsp, wait, &looks))
			return timed_out(waited, wait, err);
		if (wait->tick && !wait->tick(dsp, err))
			return false;
	}
}

bool dsp_wait_state(struct dsp *dsp, uint32_t state, uint64_t timeout_ns,
		    bool (*tick)(struct dsp *dsp, struct err *err),
		    bool (*hopeless)(struct dsp *dsp), struct err *err)
{
	const struct dsp_wait wait = {
		.region = dsp->bar4,
		.offset = dsp->chip->rom_status,
		.mask = 0xffffff,
		.value = state,
		.timeout_ns = timeout_ns,
		.what = "ROM status",
		.tick = tick,
		.hopeless = hopeless,
	};
	const struct dsp_waited *waited = &dsp->waited;
	char text[96], error[120], time[32];
	const char *hint;

	if (dsp_wait(dsp, &wait, err))
		return true;
	if (err->code != ETIMEDOUT)
		return false;
	hint = dsp_status_hint(dsp->chip->generation, waited->last);
	dsp_words_text(dsp, false, error, sizeof(error), &hint);
	err_set(err, ETIMEDOUT, "ROM status 0x%08" PRIx32 ": %s%s (%u reads in %s)", waited->last,
		dsp_status_format(dsp->chip->generation, waited->last, text, sizeof(text)), error,
		waited->reads, num_format_time(waited->elapsed_ns, time, sizeof(time)));
	return err_hint(err, "%s", hint);
}

bool dsp_pause(struct dsp *dsp, uint64_t ns, struct err *err)
{
	uint64_t end = device_now_ns(dsp->dev) + ns, now;

	while ((now = device_now_ns(dsp->dev)) < end) {
		if (device_stopped(dsp->dev))
			return err_set(err, EINTR, "interrupted");
		if (!irq_may_go_on(dsp->dev, "waiting", err))
			return false;
		device_sleep_ns(dsp->dev, end - now);
	}
	return true;
}

bool dsp_bus_master_on(struct dsp *dsp, bool *ret_changed, struct err *err)
{
	uint64_t command;

	if (!device_read(dsp->dev, dsp->config, CONFIG_COMMAND, 16, &command, err))
		return false;
	*ret_changed = !(command & BUS_MASTER);
	if (!*ret_changed)
		return true;
	if (!device_write(dsp->dev, dsp->config, CONFIG_COMMAND, 16, command | BUS_MASTER, err))
		return err_prefix(err, "bus mastering");
	dsp->bus_master_set = true;
	return true;
}
