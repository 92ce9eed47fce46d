/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/irq_rig.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "backend/support/mem.h"

void rig_fire(struct irq_fake *from, enum irq_type type, unsigned vector, uint64_t times)
{
	cr_assert_eq(write(from->fds[type][vector], &times, sizeof(times)), sizeof(times));
}

static void fake_close(struct device *dev)
{
	(void)dev;
}

static bool fake_read(struct device *dev, const struct region *region, uint64_t offset,
		      unsigned width_bits, uint64_t *ret, struct err *err)
{
	struct irq_fake *fake = dev->priv;

	(void)region, (void)width_bits, (void)err;
	*ret = offset == 4 ? fake->command : 0;
	return true;
}

static bool fake_irq_info(struct device *dev, enum irq_type type, struct irq_info *ret,
			  struct err *err)
{
	struct irq_fake *fake = dev->priv;

	(void)err;
	*ret = fake->info[type];
	return true;
}

static bool fake_irq_enable(struct device *dev, enum irq_type type, unsigned start, unsigned count,
			    const int *fds, struct err *err)
{
	struct irq_fake *fake = dev->priv;

	if (fake->refuse)
		return err_set(err, EIO, "refused");
	fake->enables++;
	for (unsigned i = 0; i < count; i++)
		fake->fds[type][start + i] = fds[i];
	return true;
}

static bool fake_irq_disable(struct device *dev, enum irq_type type, struct err *err)
{
	struct irq_fake *fake = dev->priv;

	(void)type;
	if (fake->refuse)
		return err_set(err, EIO, "refused");
	fake->disables++;
	return true;
}

static bool fake_irq_action(struct device *dev, enum irq_type type, unsigned vector,
			    enum irq_action action, struct err *err)
{
	struct irq_fake *fake = dev->priv;

	if (fake->refuse)
		return err_set(err, EIO, "refused");
	fake->actions++;
	fake->last_action = action;
	if (action == IRQ_TRIGGER)
		rig_fire(fake, type, vector, 1);
	return true;
}

static uint64_t fake_now_ns(struct device *dev)
{
	return ((struct irq_fake *)dev->priv)->now;
}

static void fake_sleep_ns(struct device *dev, uint64_t ns)
{
	struct irq_fake *fake = dev->priv;

	fake->now += ns;
	if (fake->fire_at && fake->now >= fake->fire_at) {
		fake->fire_at = 0;
		rig_fire(fake, IRQ_MSI, 0, 1);
	}
}

const struct transport_ops rig_ops = {
	.name = "fake",
	.close = fake_close,
	.read = fake_read,
	.irq_info = fake_irq_info,
	.irq_enable = fake_irq_enable,
	.irq_disable = fake_irq_disable,
	.irq_action = fake_irq_action,
	.now_ns = fake_now_ns,
	.sleep_ns = fake_sleep_ns,
};

struct irq_fake rig_fake;
struct device *rig_dev;
struct err rig_err;

void irq_rig_begin(void)
{
	rig_fake = (struct irq_fake){ .info = {
				      [IRQ_INTX] = { 1, IRQ_EVENTFD | IRQ_MASKABLE | IRQ_AUTOMASKED },
				      [IRQ_MSI] = { 4, IRQ_EVENTFD | IRQ_NORESIZE },
				      [IRQ_MSIX] = { 16, IRQ_EVENTFD },
				      [IRQ_REQ] = { 1, IRQ_EVENTFD | IRQ_NORESIZE },
			      },
			      .command = 0x6 };
	rig_dev = xcalloc(1, sizeof(*rig_dev));
	rig_dev->ops = &rig_ops;
	rig_dev->priv = &rig_fake;
	snprintf(rig_dev->title, sizeof(rig_dev->title), "fake");
	rig_err = (struct err)ERR_INIT;
}

void irq_rig_end(void)
{
	device_close(rig_dev);
}

void rig_note(void *ctx, struct device *from, enum irq_type type, unsigned vector, uint64_t times)
{
	struct told *told = ctx;

	cr_assert_eq(from, rig_dev);
	told->type[told->calls] = type;
	told->vector[told->calls] = vector;
	told->times[told->calls] = times;
	told->calls++;
}
