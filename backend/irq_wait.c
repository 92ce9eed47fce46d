/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/irq_table.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/epoll.h>

#include "backend/support/num.h"

enum { SLICE_NS = 1000000, SLICE_MS = 50 };

/* MSI and MSI-X are memory writes of the device: without bus mastering they are lost. */
static bool is_bus_master_off(struct device *dev)
{
	struct region *config = device_find_region(dev, "config");
	void (*observer)(void *, struct device *, const struct access *) = dev->observer;
	struct err ignored;
	uint64_t command;
	bool off;

	dev->observer = NULL; /* this read is ours, not the user's */
	off = config && device_read(dev, config, 4, 16, &command, &ignored) && !(command & 4);
	dev->observer = observer;
	return off;
}

static bool timed_out(struct device *dev, enum irq_type type, unsigned vector, uint64_t timeout_ns,
		      struct err *err)
{
	uint64_t seen = irq_count(dev, type, vector);
	char time[32];

	num_format_time(timeout_ns, time, sizeof(time));
	err_set(err, ETIMEDOUT, "no %s interrupt on vector %u within %s (%" PRIu64 " before)",
		irq_type_name(type), vector, time, seen);
	if (irq_is_masked(dev, type))
		return err_hint(err,
				"%s is masked since it last came: clear the cause in the device, "
				"then irq unmask %s",
				irq_type_name(type), irq_type_name(type));
	if ((type == IRQ_MSI || type == IRQ_MSIX) && is_bus_master_off(dev))
		return err_hint(err,
				"bus mastering is off, and %s needs it: upd config.COMMAND "
				"BusMaster=1",
				irq_type_name(type));
	return false;
}

/* Wait a while for what may come, and take it in. */
static void pass_time(struct device *dev, uint64_t left_ns)
{
	uint64_t slice_ms = left_ns / 1000000 + 1;
	uint64_t slice_ns = dev->ops->now_ns ? SLICE_NS : SLICE_MS * UINT64_C(1000000);

	if (!dev->ops->sleep_ns) {
		irq_take_in(dev, slice_ms < SLICE_MS ? (int)slice_ms : SLICE_MS);
		return;
	}
	dev->ops->sleep_ns(dev, left_ns < slice_ns ? left_ns : slice_ns);
	irq_take_in(dev, 0);
}

static bool is_wanted_back(struct device *dev, enum irq_type type, struct err *err)
{
	char doing[32];

	if (!irq_is_device_wanted_back(dev))
		return false;
	snprintf(doing, sizeof(doing), "waiting for %s", irq_type_name(type));
	irq_give_up(dev, doing, err);
	return true;
}

static bool was_disabled(enum irq_type type, unsigned vector, struct err *err)
{
	return err_set(err, ECANCELED, "%s vector %u was disabled while it was waited for",
		       irq_type_name(type), vector);
}

/* Until the count is above *seen; NULL: above what irq_wait has taken, also in a handler meanwhile. */
static bool wait_rounds(struct device *dev, enum irq_type type, unsigned vector,
			const uint64_t *seen, uint64_t timeout_ns, struct err *err)
{
	uint64_t start = device_now_ns(dev);

	irq_take_in(dev, 0);
	for (;;) {
		uint64_t passed = device_now_ns(dev) - start;
		/* Looked up anew each time: idle may have disabled it. */
		const struct irq_vector *v = irq_vector_find(dev, type, vector);

		if (!v)
			return was_disabled(type, vector, err);
		if (v->count > (seen ? *seen : v->taken))
			return true;
		if (device_stopped(dev))
			return err_set(err, EINTR, "interrupted while waiting for %s",
				       irq_type_name(type));
		if (is_wanted_back(dev, type, err))
			return false;
		if (passed >= timeout_ns)
			return timed_out(dev, type, vector, timeout_ns, err);
		if (dev->idle)
			dev->idle(dev->idle_ctx, dev);
		if (irq_vector_find(dev, type, vector))
			pass_time(dev, timeout_ns - passed);
	}
}

static bool wait_for(struct device *dev, enum irq_type type, unsigned vector, const uint64_t *seen,
		     uint64_t timeout_ns, struct err *err)
{
	bool done;

	if (!irq_need_enabled(dev, type, vector, err))
		return false;
	dev->waits++;
	done = wait_rounds(dev, type, vector, seen, timeout_ns, err);
	dev->waits--;
	return done;
}

bool irq_wait(struct device *dev, enum irq_type type, unsigned vector, uint64_t timeout_ns,
	      uint64_t *ret, struct err *err)
{
	struct irq_vector *v;

	if (!wait_for(dev, type, vector, NULL, timeout_ns, err))
		return false;
	v = irq_vector_find(dev, type, vector);
	*ret = v->count - v->taken;
	v->taken = v->count;
	return true;
}

bool irq_wait_beyond(struct device *dev, enum irq_type type, unsigned vector, uint64_t seen,
		     uint64_t timeout_ns, struct err *err)
{
	return wait_for(dev, type, vector, &seen, timeout_ns, err);
}
