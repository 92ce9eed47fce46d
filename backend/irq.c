/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was read from an eventfd is added to the vector's count at once; how much of it irq_collect has
 * told and irq_wait has taken are marks on that count, so that the two do not take interrupts away from
 * each other. */
#include "backend/irq_table.h"

#include <errno.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "backend/support/bits.h"

struct irq_line *irq_line_find(const struct device *dev, enum irq_type type)
{
	struct irq_line *line = dev->irq ? &dev->irq->lines[type] : NULL;

	return line && line->vectors ? line : NULL;
}

struct irq_vector *irq_vector_find(const struct device *dev, enum irq_type type, unsigned vector)
{
	struct irq_line *line = irq_line_find(dev, type);

	if (!line || vector >= line->info.count || line->vectors[vector].fd < 0)
		return NULL;
	return &line->vectors[vector];
}

/* -- state -- */

bool irq_is_enabled(const struct device *dev, enum irq_type type, unsigned *ret_count)
{
	const struct irq_line *line = irq_line_find(dev, type);

	if (ret_count)
		*ret_count = line ? line->enabled : 0;
	return line != NULL;
}

bool irq_vector_is_enabled(const struct device *dev, enum irq_type type, unsigned vector)
{
	return irq_vector_find(dev, type, vector) != NULL;
}

bool irq_is_masked(const struct device *dev, enum irq_type type)
{
	const struct irq_line *line = irq_line_find(dev, type);

	return line && line->masked;
}

uint64_t irq_count(const struct device *dev, enum irq_type type, unsigned vector)
{
	const struct irq_vector *v = irq_vector_find(dev, type, vector);

	return v ? v->count : 0;
}

bool irq_is_device_wanted_back(const struct device *dev)
{
	return irq_count(dev, IRQ_REQ, 0) > 0;
}

int irq_poll_fd(const struct device *dev)
{
	for (unsigned i = 0; i < IRQ_TYPE_COUNT; i++)
		if (irq_line_find(dev, (enum irq_type)i))
			return dev->irq->epoll_fd;
	return -1;
}

/* -- arrivals -- */

/* Add what the vector's eventfd holds to its count. Nothing there: EAGAIN, 0. */
static uint64_t take_in(struct irq_table *table, struct irq_vector *v)
{
	uint64_t times;
	ssize_t got;

	do
		got = read(v->fd, &times, sizeof(times));
	while (got < 0 && errno == EINTR);
	if (got != sizeof(times))
		return 0;
	v->count += times;
	table->untold = true;
	return times;
}

void irq_take_in(struct device *dev, int wait_ms)
{
	struct epoll_event events[16];
	int n;

	do {
		n = epoll_wait(dev->irq->epoll_fd, events, ARRAY_SIZE(events), wait_ms);
		wait_ms = 0;
		for (int i = 0; i < n; i++) {
			enum irq_type type = (enum irq_type)(events[i].data.u64 >> 32);
			struct irq_line *line = &dev->irq->lines[type];
			struct irq_vector *v =
				irq_vector_find(dev, type, (uint32_t)events[i].data.u64);

			if (!v || !take_in(dev->irq, v))
				continue;
			if (line->info.flags & IRQ_AUTOMASKED)
				line->masked = true;
			if (device_is_traced(dev))
				trace_tap_irq(&dev->tap, device_trace_now_ns(dev),
					      irq_type_name(type), (uint32_t)events[i].data.u64);
		}
	} while (n == ARRAY_SIZE(events));
}

uint64_t irq_count_now(struct device *dev, enum irq_type type, unsigned vector)
{
	if (dev->irq)
		irq_take_in(dev, 0);
	return irq_count(dev, type, vector);
}

bool irq_may_go_on(struct device *dev, const char *doing, struct err *err)
{
	return !irq_count_now(dev, IRQ_REQ, 0) || irq_give_up(dev, doing, err);
}

bool irq_give_up(const struct device *dev, const char *doing, struct err *err)
{
	return err_set(err, ENODEV, "the kernel asks for %s back: %s is given up", dev->title,
		       doing);
}

static uint64_t tell_line(struct device *dev, enum irq_type type, irq_arrived_fn *arrived,
			  void *ctx)
{
	uint64_t total = 0;

	/* Looked up anew each time: `arrived` may have disabled the type. */
	for (unsigned i = 0; irq_line_find(dev, type) && i < irq_line_find(dev, type)->info.count;
	     i++) {
		struct irq_vector *v = irq_vector_find(dev, type, i);
		uint64_t times = v ? v->count - v->told : 0;

		if (!times)
			continue;
		v->told = v->count;
		total += times;
		if (arrived)
			arrived(ctx, dev, type, i, times);
	}
	return total;
}

uint64_t irq_collect(struct device *dev, irq_arrived_fn *arrived, void *ctx)
{
	uint64_t total = 0;

	if (!dev->irq)
		return 0;
	/* Who waits takes in all the time himself. */
	if (!dev->waits)
		irq_take_in(dev, 0);
	if (!dev->irq->untold)
		return 0;
	dev->irq->untold = false;
	total += tell_line(dev, IRQ_REQ, arrived, ctx);
	for (unsigned i = 0; i < IRQ_REQ; i++)
		total += tell_line(dev, (enum irq_type)i, arrived, ctx);
	return total;
}

/* -- mask, unmask, trigger -- */

bool irq_need_enabled(const struct device *dev, enum irq_type type, unsigned vector,
		      struct err *err)
{
	if (!irq_line_find(dev, type)) {
		err_set(err, EINVAL, "%s is not enabled", irq_type_name(type));
		return err_hint(err, "irq enable %s", irq_type_name(type));
	}
	if (!irq_vector_find(dev, type, vector)) {
		err_set(err, ERANGE, "%s vector %u is not enabled", irq_type_name(type), vector);
		return err_hint(err, "irq counts lists the enabled ones");
	}
	return true;
}

static bool check_maskable(const struct irq_line *line, enum irq_type type, struct err *err)
{
	if (line->info.flags & IRQ_MASKABLE)
		return true;
	err_set(err, EOPNOTSUPP, "%s cannot be masked or unmasked", irq_type_name(type));
	return err_hint(err, "only a level interrupt (INTX) can; irq disable %s switches it off",
			irq_type_name(type));
}

bool irq_act(struct device *dev, enum irq_type type, unsigned vector, enum irq_action action,
	     struct err *err)
{
	struct irq_line *line;

	if (!irq_need_enabled(dev, type, vector, err))
		return false;
	line = irq_line_find(dev, type);
	if (action != IRQ_TRIGGER && !check_maskable(line, type, err))
		return false;
	/* What came before is not the trigger's: it masks, and is in the trace. */
	if (line->info.flags & IRQ_AUTOMASKED || device_is_traced(dev))
		irq_take_in(dev, 0);
	if (!dev->dry_run && !dev->ops->irq_action(dev, type, vector, action, err))
		return false;
	if (action == IRQ_TRIGGER)
		/* A loopback signals the eventfd before the call returns and masks nothing: take it
		 * in here, so that it is not mistaken for an arrival that masked the line. */
		take_in(dev->irq, &line->vectors[vector]);
	else
		line->masked = action == IRQ_MASK;
	return true;
}
