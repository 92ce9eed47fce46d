/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Interrupts of a simulated device through eventfds, as vfio-pci delivers them. */
#include "backend/transport/sim_parts.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"

/* -- the device's side -- */

void sim_irq_signal(struct sim *sim, enum irq_type type, unsigned vector)
{
	const struct sim_line *line = &sim->lines[type];
	uint64_t one = 1;
	ssize_t done;

	if (vector >= line->count || line->fds[vector] < 0)
		return;
	sim->signalled = true;
	/* a full counter (EAGAIN) already says that there were interrupts */
	do
		done = write(line->fds[vector], &one, sizeof(one));
	while (done < 0 && errno == EINTR);
}

/* INTx as vfio-pci does it: one signal, then masked until the user has served the device. */
static void intx_update(struct sim *sim)
{
	struct sim_line *line = &sim->lines[IRQ_INTX];

	if (!sim->intx_level || line->masked || !line->count)
		return;
	line->masked = true;
	sim_irq_signal(sim, IRQ_INTX, 0);
}

void sim_host_irq(void *ctx, enum irq_type type, unsigned vector, bool level)
{
	struct sim *sim = ctx;

	if (type == IRQ_INTX) {
		sim->intx_level = level;
		intx_update(sim);
	} else {
		sim_irq_signal(sim, type, vector);
	}
}

/* -- the user's side -- */

static uint64_t config_get(struct sim *sim, unsigned offset, unsigned width_bits)
{
	return sim->class->config_read(sim->model, offset, width_bits);
}

/* REQ is the kernel's, whatever the device is. */
static struct irq_info irq_info_of(const struct sim *sim, enum irq_type type)
{
	if (type == IRQ_REQ)
		return (struct irq_info){ 1, IRQ_EVENTFD | IRQ_NORESIZE };
	return sim->class->irqs[type];
}

bool sim_irq_info(struct device *dev, enum irq_type type, struct irq_info *ret, struct err *err)
{
	(void)err;
	*ret = irq_info_of(sim_of(dev), type);
	return true;
}

/* The standard list, bounded because the space is small. */
static unsigned find_msi(struct sim *sim)
{
	unsigned at = (unsigned)config_get(sim, 0x34, 8);

	for (unsigned i = 0; i < 48 && at >= 0x40; i++) {
		if (config_get(sim, at, 8) == 0x05)
			return at;
		at = (unsigned)config_get(sim, at + 1, 8);
	}
	return 0;
}

/* Enabling MSI through vfio programs the capability; so it does here. */
static void msi_switch(struct sim *sim, bool on)
{
	unsigned at = find_msi(sim);
	uint64_t control;

	if (!at || sim->gone)
		return;
	control = config_get(sim, at + 2, 16) & ~UINT64_C(1);
	if (on) {
		sim->class->config_write(sim->model, at + 4, 32, 0xfee00000);
		control |= 1;
	}
	sim->class->config_write(sim->model, at + 2, 16, control);
}

bool sim_irq_enable(struct device *dev, enum irq_type type, unsigned start, unsigned count,
		    const int *fds, struct err *err)
{
	struct sim *sim = sim_of(dev);
	struct sim_line *line = &sim->lines[type];
	unsigned have = irq_info_of(sim, type).count;

	if (!range_inside(start, count, have))
		return err_set(err, EINVAL, "%s has %u %s vectors, not %u from %u", dev->title,
			       have, irq_type_name(type), count, start);
	if (!line->fds) {
		line->fds = xmalloc(have * sizeof(*line->fds));
		for (unsigned i = 0; i < have; i++)
			line->fds[i] = -1;
		line->count = have;
		line->masked = false;
		if (type == IRQ_MSI)
			msi_switch(sim, true);
	}
	memcpy(line->fds + start, fds, count * sizeof(*fds));
	if (type == IRQ_INTX)
		intx_update(sim);
	return true;
}

bool sim_irq_disable(struct device *dev, enum irq_type type, struct err *err)
{
	struct sim *sim = sim_of(dev);
	struct sim_line *line = &sim->lines[type];

	(void)err;
	if (type == IRQ_MSI && line->fds)
		msi_switch(sim, false);
	free(line->fds);
	*line = (struct sim_line){ .fds = NULL };
	return true;
}

bool sim_irq_action(struct device *dev, enum irq_type type, unsigned vector, enum irq_action action,
		    struct err *err)
{
	struct sim *sim = sim_of(dev);
	struct sim_line *line = &sim->lines[type];

	if (vector >= line->count)
		return err_set(err, EINVAL, "%s vector %u is not enabled", irq_type_name(type),
			       vector);
	if (action == IRQ_TRIGGER) {
		sim_irq_signal(sim, type, vector);
		return true;
	}
	if (type != IRQ_INTX)
		return err_set(err, EOPNOTSUPP, "%s cannot be masked", irq_type_name(type));
	line->masked = action == IRQ_MASK;
	intx_update(sim);
	return true;
}

void sim_irq_restore_msi(struct sim *sim)
{
	if (sim->lines[IRQ_MSI].fds)
		msi_switch(sim, true);
}
