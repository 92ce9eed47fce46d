/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a device's interrupts are refused for, and their eventfds, which come and go. */
#include "backend/irq_table.h"

#include <errno.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"

/* MSI-X has at most 2048 vectors (PCI 3.0, 6.8.2): what claims more is not believed. */
enum { VECTORS_MAX = 2048 };

/* INTX, MSI and MSIX exclude each other; ERR and REQ tell about the device, not from it. */
static bool is_from_device(enum irq_type type)
{
	return type <= IRQ_MSIX;
}

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
		if (i == type || !irq_line_find(dev, (enum irq_type)i))
			continue;
		err_set(err, EBUSY,
			"%s cannot be enabled while %s is: a device uses one of the two",
			irq_type_name(type), irq_type_name((enum irq_type)i));
		return err_hint(err, "irq disable %s", irq_type_name((enum irq_type)i));
	}
	return true;
}

static bool check_growth(const struct irq_line *line, enum irq_type type, unsigned first,
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

static void line_open(struct irq_line *line, const struct irq_info *info)
{
	line->info = *info;
	line->vectors = xcalloc(info->count, sizeof(*line->vectors));
	for (unsigned i = 0; i < info->count; i++)
		line->vectors[i].fd = -1;
}

static void line_close(struct irq_line *line)
{
	for (unsigned i = 0; line->vectors && i < line->info.count; i++)
		if (line->vectors[i].fd >= 0)
			close(line->vectors[i].fd);
	free(line->vectors);
	*line = (struct irq_line){ .vectors = NULL };
}

bool irq_enable(struct device *dev, enum irq_type type, unsigned first, unsigned count,
		struct err *err)
{
	autofree int *fds = NULL;
	struct irq_info info;
	struct irq_line *line;

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
	struct irq_line *line = irq_line_find(dev, type);

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
		if (irq_line_find(dev, (enum irq_type)i))
			irq_disable(dev, (enum irq_type)i, &ignored);
}

void irq_table_destroy(struct device *dev)
{
	struct err ignored;

	if (!dev->irq)
		return;
	for (unsigned i = 0; i < IRQ_TYPE_COUNT; i++) {
		if (irq_line_find(dev, (enum irq_type)i))
			irq_disable(dev, (enum irq_type)i, &ignored);
		line_close(&dev->irq->lines[i]); /* also when the device refused */
	}
	close(dev->irq->epoll_fd);
	free(dev->irq);
	dev->irq = NULL;
}

bool irq_listen_for_request(struct device *dev, struct err *err)
{
	struct irq_info info;
	struct err ignored;

	if (!dev->ops->irq_info || !dev->ops->irq_info(dev, IRQ_REQ, &info, &ignored) ||
	    !info.count)
		return true;
	return irq_enable(dev, IRQ_REQ, 0, 1, err);
}
