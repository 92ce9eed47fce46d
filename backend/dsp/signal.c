/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/dsp/signal.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "backend/dsp/dsp.h"
#include "backend/dsp/loader.h"
#include "backend/dsp/loader_steps.h"
#include "backend/dsp/verdict.h"
#include "backend/irq.h"
#include "backend/support/bits.h"
#include "backend/support/num.h"

#define CONFIG_COMMAND	 0x04
#define COMMAND_MASTER	 BIT(2)
#define COMMAND_INTX_OFF BIT(10)
#define INTCTL_OURS	 (HDA_INT_GLOBAL | HDA_INT_CONTROLLER)
#define BY_POLLING	 "to boot by polling: irq disable; boot reset; boot run"

/* -- on and off -- */

static uint32_t ppctl(const struct dsp *dsp)
{
	return dsp->hda.caps[HDA_CAP_PP] + HDA_PPCTL;
}

static bool find_type(const struct device *dev, enum irq_type *ret)
{
	for (unsigned i = IRQ_INTX; i <= IRQ_MSIX; i++) {
		if (!irq_vector_is_enabled(dev, (enum irq_type)i, 0))
			continue;
		*ret = (enum irq_type)i;
		return true;
	}
	return false;
}

/* Still the one that the probe found? */
static bool is_armed(const struct dsp *dsp)
{
	return dsp->signal.on && irq_vector_is_enabled(dsp->dev, dsp->signal.type, 0);
}

bool signal_off(struct dsp *dsp, struct err *err)
{
	if (!dsp->signal.on)
		return true;
	dsp->signal.on = false;
	return dsp_update(dsp, dsp->bar0, HDA_INTCTL, INTCTL_OURS, 0, NULL, err) &&
	       dsp_update(dsp, dsp->bar0, ppctl(dsp), HDA_PPCTL_PIE, 0, NULL, err);
}

bool signal_on(struct dsp *dsp, bool *ret_mastered, struct err *err)
{
	struct dsp_signal *signal = &dsp->signal;
	enum irq_type type;

	*ret_mastered = false;

	if (!find_type(dsp->dev, &type))
		return signal_off(dsp, err);
	if (!signal->on || signal->type != type)
		*signal = (struct dsp_signal){ .on = true, .type = type };
	/* A message is a write of the device: it would lose those that come before the transfer. */
	if (type != IRQ_INTX && !dsp_bus_master_on(dsp, ret_mastered, err))
		return false;
	return dsp_update(dsp, dsp->bar0, HDA_INTCTL, INTCTL_OURS, INTCTL_OURS, NULL, err) &&
	       dsp_update(dsp, dsp->bar0, ppctl(dsp), HDA_PPCTL_PIE, HDA_PPCTL_PIE, NULL, err);
}

void signal_listen(struct dsp *dsp)
{
	dsp->signal.heard = DSP_HEARD_POLLED;
}

/* All that came so far is served. INTX is masked since it came; one that the user masked stays so. */
static bool serve(struct dsp *dsp, struct err *err)
{
	struct dsp_signal *signal = &dsp->signal;
	uint64_t count = irq_count_now(dsp->dev, signal->type, 0);
	bool came = count > signal->seen;

	signal->seen = count;
	return signal->type != IRQ_INTX || !came || !irq_is_masked(dsp->dev, IRQ_INTX) ||
	       irq_act(dsp->dev, IRQ_INTX, 0, IRQ_UNMASK, err);
}

bool signal_rearm(struct dsp *dsp, struct err *err)
{
	return !is_armed(dsp) ||
	       (dsp_update(dsp, dsp->bar0, HDA_INTCTL, HDA_INT_GLOBAL, 0, NULL, err) &&
		serve(dsp, err) &&
		dsp_update(dsp, dsp->bar0, HDA_INTCTL, HDA_INT_GLOBAL, HDA_INT_GLOBAL, NULL, err));
}

/* -- waiting -- */

/* Short enough to look between two of them whether anything will come. */
static uint64_t slice(const struct dsp_wait *wait, uint64_t left_ns)
{
	return wait->hopeless && left_ns > DSP_LOOK_NS ? DSP_LOOK_NS : left_ns;
}

static bool wait_interrupt(struct dsp *dsp, const struct dsp_wait *wait, bool *ret_came,
			   bool *ret_vain, struct err *err)
{
	struct dsp_signal *signal = &dsp->signal;

	uint64_t end = device_now_ns(dsp->dev) + wait->timeout_ns, now;
	struct dsp_looks looks = { 0, 0 };

	/* Switched off and on by the user, a type counts from 0 again. */
	if (irq_count_now(dsp->dev, signal->type, 0) < signal->seen)
		signal->seen = 0;
	*ret_vain = false;
	do {
		now = device_now_ns(dsp->dev);
		*err = (struct err)ERR_INIT;
		*ret_came = irq_wait_beyond(dsp->dev, signal->type, 0, signal->seen,
					    slice(wait, end > now ? end - now : 0), err);
		if (*ret_came)
			return true;
		if (err->code != ETIMEDOUT)
			return err_prefix(err, "%s", wait->what);
		*ret_vain = dsp_in_vain(dsp, wait, &looks);
	} while (!*ret_vain && device_now_ns(dsp->dev) < end);
	return true;
}

bool signal_wait(struct dsp *dsp, const struct dsp_wait *wait, struct err *err)
{
	struct dsp_signal *signal = &dsp->signal;
	struct dsp_wait doorbell = *wait;
	struct err irq_err = ERR_INIT, why;
	bool came, vain;

	if (!is_armed(dsp) || signal->heard == DSP_HEARD_LOST)
		return dsp_wait(dsp, wait, err);
	doorbell.since_ns = device_now_ns(dsp->dev);
	if (!wait_interrupt(dsp, wait, &came, &vain, &irq_err)) {
		*err = irq_err;
		return false;
	}
	if (vain)
		doorbell.timeout_ns = 0;
	/* One read when it came for this doorbell or did not come; else the rest of the time. */
	if (!dsp_wait(dsp, &doorbell, err)) {
		why = *err;
		if (why.code == ETIMEDOUT && !came)
			err_set(err, ETIMEDOUT, "%s, and no %s came", why.msg,
				irq_type_name(signal->type));
		return false;
	}
	if (!came)
		signal->heard = DSP_HEARD_LOST;
	else
		signal->heard = dsp->waited.reads == 1 ? DSP_HEARD_INTERRUPT : DSP_HEARD_POLLED;
	return true;
}

/* -- telling -- */

const char *signal_text(const struct dsp *dsp, char *buf, size_t len)
{
	const char *type = irq_type_name(dsp->signal.type);

	buf[0] = '\0';
	if (dsp->signal.heard == DSP_HEARD_INTERRUPT)
		snprintf(buf, len, "; %s vector 0 fired", type);
	if (dsp->signal.heard == DSP_HEARD_LOST)
		snprintf(buf, len, "; its %s interrupt never came", type);
	return buf;
}

/* The links of the way from the doorbell to the CPU, in its order. */
struct links {
	bool dsp, pie, gis, gie, command; /* command: BusMaster, or INTX not switched off */
};

/* The DSP's own status: its IPC bit is bit 0 in all generations. */
static bool read_pending(struct dsp *dsp, uint32_t *ret, struct err *err)
{
	if (dsp_chip_is_ace(dsp->chip))
		return ace_irq_status(dsp, ret, err);
	return dsp_read(dsp, dsp->bar4, ADSP_ADSPIS, ret, err);
}

static bool read_links(struct dsp *dsp, struct links *ret, struct err *err)
{
	uint32_t pending, pp, status, control;
	uint64_t command;

	if (!read_pending(dsp, &pending, err) || !dsp_read(dsp, dsp->bar0, ppctl(dsp), &pp, err) ||
	    !dsp_read(dsp, dsp->bar0, HDA_INTSTS, &status, err) ||
	    !dsp_read(dsp, dsp->bar0, HDA_INTCTL, &control, err) ||
	    !device_read(dsp->dev, dsp->config, CONFIG_COMMAND, 16, &command, err))
		return false;
	*ret = (struct links){
		.dsp = pending & 1,
		.pie = pp & HDA_PPCTL_PIE,
		.gis = status & HDA_INT_GLOBAL,
		.gie = control & HDA_INT_GLOBAL,
		.command = dsp->signal.type == IRQ_INTX ? !(command & COMMAND_INTX_OFF)
							: command & COMMAND_MASTER,
	};
	return true;
}

static const char *lost_hint(const struct dsp *dsp, const struct links *links)
{
	bool intx = dsp->signal.type == IRQ_INTX;

	if (!links->dsp && dsp_chip_is_ace(dsp->chip))
		return "the DSP does not raise it: are HFIPCXCTL, INTEN and HFHIPCIE set (dsp "
		       "wait-ack sets them)? then: boot reset; boot run";
	if (!links->dsp)
		return "the DSP does not raise it: are HIPCCTL and ADSPIC set (dsp wait-ack sets "
		       "them)? then: boot reset; boot run";
	if (!links->pie)
		return "PPCTL.PIE is off, which dsp probe sets: who cleared it? boot reset; boot "
		       "run";
	if (!links->gis || !links->gie)
		return "the controller holds it back: INTCTL.GIE, which dsp probe sets, was "
		       "cleared? boot reset; boot run";
	if (!links->command)
		return intx ? "INTx is switched off in the COMMAND register: upd config.COMMAND "
			      "DisINTx=0"
			    : "a message is a write of the device, and bus mastering is off: upd "
			      "config.COMMAND BusMaster=1";
	if (!intx)
		return "the device raises it: does the IOMMU let it through (dmesg: DMAR, "
		       "interrupt remapping)? " BY_POLLING;
	if (irq_is_masked(dsp->dev, IRQ_INTX))
		return "INTX is masked: irq unmask INTX; boot reset; boot run";
	return "the device raises it: does the kernel count it (/proc/interrupts: "
	       "vfio-intx)? " BY_POLLING;
}

bool signal_explain_lost(struct dsp *dsp, const char *what, struct err *err)
{
	const struct dsp_signal *signal = &dsp->signal;
	uint64_t count = irq_count(dsp->dev, signal->type, 0);
	struct links links;
	char time[32];

	if (!read_links(dsp, &links, err))
		return err_prefix(err, "looking for the interrupt of %s", what);
	num_format_time(dsp->waited.elapsed_ns, time, sizeof(time));
	err_set(err, ETIMEDOUT,
		"%s is in the doorbell, but its interrupt never came: %s enabled, %" PRIu64
		" counted in %s; %s.IPC %d, PPCTL.PIE %d, INTSTS.GIS %d, INTCTL.GIE %d, "
		"COMMAND.%s %d",
		what, irq_type_name(signal->type), count - signal->seen, time,
		dsp_chip_is_ace(dsp->chip) ? "IRQSTS" : "ADSPIS", links.dsp, links.pie, links.gis,
		links.gie, signal->type == IRQ_INTX ? "DisINTx" : "BusMaster",
		signal->type == IRQ_INTX ? !links.command : links.command);
	return err_hint(err, "%s", lost_hint(dsp, &links));
}
