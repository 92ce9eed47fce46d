/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An eventfd for each vector, all in one epoll. What was read from an eventfd is added to the vector's
 * count at once; how much of it irq_collect has told and irq_wait has taken are marks on that count, so
 * that the two do not take interrupts away from each other. */
#include "backend/irq.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/support/num.h"

/* MSI-X has at most 2048 vectors (PCI 3.0, 6.8.2): what claims more is not believed. */
enum { VECTORS_MAX = 2048 };

enum { SLICE_NS = 1000000, SLICE_MS = 50 };

struct vector {
	int fd;		/* -1 while it is not enabled */
	uint64_t count; /* since it was enabled */
	uint64_t told;	/* of these, told by irq_collect */
	uint64_t taken; /* of these, taken by irq_wait */
};

struct line {
	struct irq_info info;
	struct vector *vectors; /* info.count of them; NULL while the type is not enabled */
	unsigned enabled;	/* how many have an eventfd */
	bool masked;
};

struct irq_table {
	int epoll_fd;
	bool untold; /* some count is ahead of its `told` */
	struct line lines[IRQ_TYPE_COUNT];
};

static struct line *line_of(const struct device *dev, enum irq_type type)
{
	struct line *line = dev->irq ? &dev->irq->lines[type] : NULL;

	return line && line->vectors ? line : NULL;
}

static struct vector *vector_of(const struct device *dev, enum irq_type type, unsigned vector)
{
	struct line *line = line_of(dev, type);

	if (!line || vector >= line->info.count || line->vectors[vector].fd < 0)
		return NULL;
	return &line->vectors[vector];
}

/* INTX, MSI and MSIX exclude each other; ERR and REQ tell about the device, not from it. */
static bool is_from_device(enum irq_type type)
{
	return type <= IRQ_MSIX;
}

/* -- enable -- */

static bool table_create(struct device *dev, struct err *err)
{
	int fd = epoll_create1(EPOLL_CLOEXEC);

	if (fd < 0)
		return err_sys(err, errno, "cannot create an epoll descriptor");
	dev->irq = xcalloc(1, sizeof(*dev->irq));
	dev->irq->epoll_fd = fd;
	return true;
}

static bool has_none(struct device *dev, enum irq_type type, struct err *err)
{
	char have[96] = "";
	size_t used = 0;

	for (unsigned i = 0; i < IRQ_TYPE_COUNT; i++) {
		struct irq_info info;
		struct err ignored;

		if (!device_irq_info(dev, (enum irq_type)i, &info, &ignored) || !info.count)
			continue;
		used += (size_t)snprintf(have + used, sizeof(have) - used, "%s%s %u",
					 used ? ", " : "", irq_type_name((enum irq_type)i),
					 info.count);
	}
	err_set(err, ENODEV, "%s has no %s interrupt", dev->title, irq_type_name(type));
	return err_hint(err, have[0] ? "it has: %s" : "it has no interrupts at all", have);
}

static bool check_exclusive(struct device *dev, enum irq_type type, struct err *err)
{
	for (unsigned i = IRQ_INTX; i <= IRQ_MSIX; i++) {
		if (i == type || !line_of(dev, (enum irq_type)i))
			continue;
		err_set(err, EBUSY,
			"%s cannot be enabled while %s is: a device uses one of the two",
			irq_type_name(type), irq_type_name((enum irq_type)i));
		return err_hint(err, "irq disable %s", irq_type_name((enum irq_type)i));
	}
	return true;
}

static bool check_growth(const struct line *line, enum irq_type type, unsigned first,
			 unsigned count, struct err *err)
{
	if (!line->vectors)
		return true;
	for (unsigned i = first; i < first + count; i++) {
		if (line->vectors[i].fd < 0)
			continue;
		if (line->info.count == 1)
			return err_set(err, EINVAL, "%s is enabled already", irq_type_name(type));
		return err_set(err, EINVAL, "%s vector %u is enabled already", irq_type_name(type),
			       i);
	}
	if (line->info.flags & IRQ_NORESIZE) {
		err_set(err, EINVAL,
			"%s is enabled with %u vectors, and their number is fixed (NORESIZE)",
			irq_type_name(type), line->enabled);
		return err_hint(err, "irq disable %s, then enable all that are needed at once",
				irq_type_name(type));
	}
	return true;
}

static bool check_enable(struct device *dev, enum irq_type type, unsigned first, unsigned count,
			 struct irq_info *ret, struct err *err)
{
	struct irq_info info;

	if (!device_irq_info(dev, type, &info, err))
		return false;
	if (info.count > VECTORS_MAX)
		info.count = VECTORS_MAX;
	if (!info.count)
		return has_none(dev, type, err);
	if (!(info.flags & IRQ_EVENTFD))
		return err_set(err, EOPNOTSUPP, "%s of %s cannot signal an eventfd",
			       irq_type_name(type), dev->title);
	if (!count)
		return err_set(err, EINVAL, "0 vectors of %s: there is nothing to enable",
			       irq_type_name(type));
	if (!range_inside(first, count, info.count)) {
		err_set(err, ERANGE, "%s has %u vector%s, %u from vector %u on are too many",
			irq_type_name(type), info.count, info.count == 1 ? "" : "s", count, first);
		return err_hint(err, "vectors are numbered from 0 to %u", info.count - 1);
	}
	if (is_from_device(type) && dev->read_only)
		return err_set(err, EACCES, "%s is open read-only: enabling %s changes it",
			       dev->title, irq_type_name(type));
	if (is_from_device(type) && !check_exclusive(dev, type, err))
		return false;
	*ret = info;
	return !dev->irq || check_growth(&dev->irq->lines[type], type, first, count, err);
}

static bool watch(const struct irq_table *table, int fd, enum irq_type type, unsigned vector)
{
	struct epoll_event event = { .events = EPOLLIN, .data.u64 = (uint64_t)type << 32 | vector };

	return epoll_ctl(table->epoll_fd, EPOLL_CTL_ADD, fd, &event) == 0;
}

static void close_all(const int *fds, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		close(fds[i]); /* epoll forgets a descriptor that is closed */
}

static bool open_eventfds(const struct irq_table *table, enum irq_type type, unsigned first,
			  unsigned count, int *fds, struct err *err)
{
	for (unsigned i = 0; i < count; i++) {
		fds[i] = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
		if (fds[i] >= 0 && watch(table, fds[i], type, first + i))
			continue;
		err_sys(err, errno, "cannot create an eventfd for %s vector %u",
			irq_type_name(type), first + i);
		if (err->code == EMFILE)
			err_hint(err, "%u vectors need as many open files: ulimit -n", count);
		close_all(fds, fds[i] >= 0 ? i + 1 : i);
		return false;
	}
	return true;
}

static void line_open(struct line *line, const struct irq_info *info)
{
	line->info = *info;
	line->vectors = xcalloc(info->count, sizeof(*line->vectors));
	for (unsigned i = 0; i < info->count; i++)
		line->vectors[i].fd = -1;
}

static void line_close(struct line *line)
{
	for (unsigned i = 0; line->vectors && i < line->info.count; i++)
		if (line->vectors[i].fd >= 0)
			close(line->vectors[i].fd);
	free(line->vectors);
	*line = (struct line){ .vectors = NULL };
}

bool irq_enable(struct device *dev, enum irq_type type, unsigned first, unsigned count,
		struct err *err)
{
	autofree int *fds = NULL;
	struct irq_info info;
	struct line *line;

	if (!check_enable(dev, type, first, count, &info, err))
		return false;
	if (!dev->irq && !table_create(dev, err))
		return false;
	fds = xcalloc(count, sizeof(*fds));
	if (!open_eventfds(dev->irq, type, first, count, fds, err))
		return false;
	if (!dev->dry_run && !dev->ops->irq_enable(dev, type, first, count, fds, err)) {
		close_all(fds, count);
		return false;
	}
	line = &dev->irq->lines[type];
	if (!line->vectors)
		line_open(line, &info);
	for (unsigned i = 0; i < count; i++)
		line->vectors[first + i].fd = fds[i];
	line->enabled += count;
	return true;
}

bool irq_disable(struct device *dev, enum irq_type type, struct err *err)
{
	struct line *line = line_of(dev, type);

	if (!line)
		return err_set(err, EINVAL, "%s is not enabled", irq_type_name(type));
	if (!dev->dry_run && !dev->ops->irq_disable(dev, type, err))
		return false;
	line_close(line);
	return true;
}

void irq_disable_all(struct device *dev)
{
	struct err ignored;

	for (unsigned i = 0; i < IRQ_REQ; i++)
		if (line_of(dev, (enum irq_type)i))
			irq_disable(dev, (enum irq_type)i, &ignored);
}

void irq_table_destroy(struct device *dev)
{
	struct err ignored;

	if (!dev->irq)
		return;
	for (unsigned i = 0; i < IRQ_TYPE_COUNT; i++) {
		if (line_of(dev, (enum irq_type)i))
			irq_disable(dev, (enum irq_type)i, &ignored);
		line_close(&dev->irq->lines[i]); /* also when the device refused */
	}
	close(dev->irq->epoll_fd);
	free(dev->irq);
	dev->irq = NULL;
}

void irq_listen_for_request(struct device *dev)
{
	struct irq_info info;
	struct err ignored;

	if (dev->ops->irq_info && dev->ops->irq_info(dev, IRQ_REQ, &info, &ignored) && info.count)
		irq_enable(dev, IRQ_REQ, 0, 1, &ignored);
}

/* -- state -- */

bool irq_is_enabled(const struct device *dev, enum irq_type type, unsigned *ret_count)
{
	const struct line *line = line_of(dev, type);

	if (ret_count)
		*ret_count = line ? line->enabled : 0;
	return line != NULL;
}

bool irq_vector_is_enabled(const struct device *dev, enum irq_type type, unsigned vector)
{
	return vector_of(dev, type, vector) != NULL;
}

bool irq_is_masked(const struct device *dev, enum irq_type type)
{
	const struct line *line = line_of(dev, type);

	return line && line->masked;
}

uint64_t irq_count(const struct device *dev, enum irq_type type, unsigned vector)
{
	const struct vector *v = vector_of(dev, type, vector);

	return v ? v->count : 0;
}

bool irq_is_device_wanted_back(const struct device *dev)
{
	return irq_count(dev, IRQ_REQ, 0) > 0;
}

int irq_poll_fd(const struct device *dev)
{
	for (unsigned i = 0; i < IRQ_TYPE_COUNT; i++)
		if (line_of(dev, (enum irq_type)i))
			return dev->irq->epoll_fd;
	return -1;
}

/* -- arrivals -- */

/* Add what the vector's eventfd holds to its count. Nothing there: EAGAIN, 0. */
static uint64_t take_in(struct irq_table *table, struct vector *v)
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

static void take_in_all(struct device *dev)
{
	struct epoll_event events[16];
	int n;

	do {
		n = epoll_wait(dev->irq->epoll_fd, events, ARRAY_SIZE(events), 0);
		for (int i = 0; i < n; i++) {
			enum irq_type type = (enum irq_type)(events[i].data.u64 >> 32);
			struct line *line = &dev->irq->lines[type];
			struct vector *v = vector_of(dev, type, (uint32_t)events[i].data.u64);

			if (!v || !take_in(dev->irq, v))
				continue;
			if (line->info.flags & IRQ_AUTOMASKED)
				line->masked = true;
			if (device_is_traced(dev))
				trace_tap_irq(&dev->tap, device_trace_now_ns(dev),
					      irq_type_name(type), (uint32_t)events[i].data.u64);
		}
	} while (n == ARRAY_SIZE(events) || (n < 0 && errno == EINTR));
}

uint64_t irq_count_now(struct device *dev, enum irq_type type, unsigned vector)
{
	if (dev->irq)
		take_in_all(dev);
	return irq_count(dev, type, vector);
}

bool irq_may_go_on(struct device *dev, const char *doing, struct err *err)
{
	if (!irq_count_now(dev, IRQ_REQ, 0))
		return true;
	return err_set(err, ENODEV, "the kernel asks for %s back: %s is given up", dev->title,
		       doing);
}

static uint64_t tell_line(struct device *dev, enum irq_type type, irq_arrived_fn *arrived,
			  void *ctx)
{
	uint64_t total = 0;

	/* Looked up anew each time: `arrived` may have disabled the type. */
	for (unsigned i = 0; line_of(dev, type) && i < line_of(dev, type)->info.count; i++) {
		struct vector *v = vector_of(dev, type, i);
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
	take_in_all(dev);
	if (!dev->irq->untold)
		return 0;
	dev->irq->untold = false;
	total += tell_line(dev, IRQ_REQ, arrived, ctx);
	for (unsigned i = 0; i < IRQ_REQ; i++)
		total += tell_line(dev, (enum irq_type)i, arrived, ctx);
	return total;
}

/* -- mask, unmask, trigger -- */

static bool check_enabled(const struct device *dev, enum irq_type type, unsigned vector,
			  struct err *err)
{
	if (!line_of(dev, type)) {
		err_set(err, EINVAL, "%s is not enabled", irq_type_name(type));
		return err_hint(err, "irq enable %s", irq_type_name(type));
	}
	if (!vector_of(dev, type, vector)) {
		err_set(err, ERANGE, "%s vector %u is not enabled", irq_type_name(type), vector);
		return err_hint(err, "irq counts lists the enabled ones");
	}
	return true;
}

static bool check_maskable(const struct line *line, enum irq_type type, struct err *err)
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
	struct line *line;

	if (!check_enabled(dev, type, vector, err))
		return false;
	line = line_of(dev, type);
	if (action != IRQ_TRIGGER && !check_maskable(line, type, err))
		return false;
	take_in_all(dev);
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

/* -- wait -- */

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

static void pass_time(struct device *dev, uint64_t left_ns)
{
	struct epoll_event event;
	uint64_t slice_ms = left_ns / 1000000 + 1;
	uint64_t slice_ns = dev->ops->now_ns ? SLICE_NS : SLICE_MS * UINT64_C(1000000);

	if (dev->ops->sleep_ns)
		dev->ops->sleep_ns(dev, left_ns < slice_ns ? left_ns : slice_ns);
	else
		epoll_wait(dev->irq->epoll_fd, &event, 1,
			   slice_ms < SLICE_MS ? (int)slice_ms : SLICE_MS);
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
	char doing[32];

	snprintf(doing, sizeof(doing), "waiting for %s", irq_type_name(type));
	for (;;) {
		uint64_t passed = device_now_ns(dev) - start;
		/* Looked up anew each time: idle may have disabled it. */
		const struct vector *v = vector_of(dev, type, vector);

		if (!v)
			return was_disabled(type, vector, err);
		take_in_all(dev);
		if (v->count > (seen ? *seen : v->taken))
			return true;
		if (device_stopped(dev))
			return err_set(err, EINTR, "interrupted while waiting for %s",
				       irq_type_name(type));
		if (!irq_may_go_on(dev, doing, err))
			return false;
		if (passed >= timeout_ns)
			return timed_out(dev, type, vector, timeout_ns, err);
		if (dev->idle)
			dev->idle(dev->idle_ctx, dev);
		if (vector_of(dev, type, vector))
			pass_time(dev, timeout_ns - passed);
	}
}

static bool wait_for(struct device *dev, enum irq_type type, unsigned vector, const uint64_t *seen,
		     uint64_t timeout_ns, struct err *err)
{
	bool done;

	if (!check_enabled(dev, type, vector, err))
		return false;
	dev->waiting = true;
	done = wait_rounds(dev, type, vector, seen, timeout_ns, err);
	dev->waiting = false;
	return done;
}

bool irq_wait(struct device *dev, enum irq_type type, unsigned vector, uint64_t timeout_ns,
	      uint64_t *ret, struct err *err)
{
	struct vector *v;

	if (!wait_for(dev, type, vector, NULL, timeout_ns, err))
		return false;
	v = vector_of(dev, type, vector);
	*ret = v->count - v->taken;
	v->taken = v->count;
	return true;
}

bool irq_wait_beyond(struct device *dev, enum irq_type type, unsigned vector, uint64_t seen,
		     uint64_t timeout_ns, struct err *err)
{
	return wait_for(dev, type, vector, &seen, timeout_ns, err);
}
