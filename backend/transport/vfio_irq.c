/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Interrupts of a function: one call, SET_IRQS, with one data type and one action each time. */
#include "backend/transport/vfio.h"

#include <errno.h>
#include <linux/vfio.h>
#include <string.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"

static const unsigned indexes[IRQ_TYPE_COUNT] = {
	[IRQ_INTX] = VFIO_PCI_INTX_IRQ_INDEX, [IRQ_MSI] = VFIO_PCI_MSI_IRQ_INDEX,
	[IRQ_MSIX] = VFIO_PCI_MSIX_IRQ_INDEX, [IRQ_ERR] = VFIO_PCI_ERR_IRQ_INDEX,
	[IRQ_REQ] = VFIO_PCI_REQ_IRQ_INDEX,
};

bool vfio_irq_info(struct device *dev, enum irq_type type, struct irq_info *ret, struct err *err)
{
	static const struct {
		uint32_t theirs;
		unsigned ours;
	} flags[] = { { VFIO_IRQ_INFO_EVENTFD, IRQ_EVENTFD },
		      { VFIO_IRQ_INFO_MASKABLE, IRQ_MASKABLE },
		      { VFIO_IRQ_INFO_AUTOMASKED, IRQ_AUTOMASKED },
		      { VFIO_IRQ_INFO_NORESIZE, IRQ_NORESIZE } };
	const struct vfio *vfio = dev->priv;
	struct vfio_irq_info info = { .argsz = sizeof(info), .index = indexes[type] };
	struct irq_info answer = { .count = 0 };

	if (indexes[type] < vfio->irq_count) {
		/* EINVAL: ERR of a function that is not PCI Express. */
		if (vfio->sys->control(vfio->function.fd, STEP_IRQ_INFO, &info) < 0 &&
		    errno != EINVAL)
			return vfio_fail(vfio, STEP_IRQ_INFO, errno, err);
		answer.count = info.count;
	}
	for (size_t i = 0; i < ARRAY_SIZE(flags); i++)
		if (info.flags & flags[i].theirs)
			answer.flags |= flags[i].ours;
	*ret = answer;
	return true;
}

/* The data (may be NULL) stands behind the structure, which is not a multiple of 8 bytes. */
static int set_irqs(const struct vfio *vfio, enum vfio_step step, enum irq_type type,
		    uint32_t flags, unsigned start, unsigned count, const int *fds)
{
	size_t data = fds ? count * sizeof(*fds) : 0;
	autofree struct vfio_irq_set *set = xcalloc(1, sizeof(*set) + data);

	set->argsz = (uint32_t)(sizeof(*set) + data);
	set->flags = flags;
	set->index = indexes[type];
	set->start = start;
	set->count = count;
	if (fds)
		memcpy(set->data, fds, data);
	return vfio->sys->control(vfio->function.fd, step, set);
}

bool vfio_irq_enable(struct device *dev, enum irq_type type, unsigned start, unsigned count,
		     const int *fds, struct err *err)
{
	const struct vfio *vfio = dev->priv;
	int got = set_irqs(vfio, STEP_IRQ_ENABLE, type,
			   VFIO_IRQ_SET_DATA_EVENTFD | VFIO_IRQ_SET_ACTION_TRIGGER, start, count,
			   fds);

	if (got < 0) {
		vfio_fail(vfio, STEP_IRQ_ENABLE, errno, err);
		return err_prefix(err, "%s", irq_type_name(type));
	}
	if (got > 0) { /* so many would have been possible; none is enabled */
		err_set(err, ENOSPC, "%s: the machine has %d vectors left, not %u",
			irq_type_name(type), got, count);
		return err_hint(err, "irq enable %s %d", irq_type_name(type), got);
	}
	return true;
}

bool vfio_irq_disable(struct device *dev, enum irq_type type, struct err *err)
{
	const struct vfio *vfio = dev->priv;

	/* Removing each eventfd would leave the type active: only no vectors at all switch it off. */
	if (set_irqs(vfio, STEP_IRQ_DISABLE, type,
		     VFIO_IRQ_SET_DATA_NONE | VFIO_IRQ_SET_ACTION_TRIGGER, 0, 0, NULL) >= 0)
		return true;
	vfio_fail(vfio, STEP_IRQ_DISABLE, errno, err);
	return err_prefix(err, "%s", irq_type_name(type));
}

bool vfio_irq_action(struct device *dev, enum irq_type type, unsigned vector,
		     enum irq_action action, struct err *err)
{
	static const uint32_t actions[] = {
		[IRQ_MASK] = VFIO_IRQ_SET_ACTION_MASK,
		[IRQ_UNMASK] = VFIO_IRQ_SET_ACTION_UNMASK,
		[IRQ_TRIGGER] = VFIO_IRQ_SET_ACTION_TRIGGER,
	};
	const struct vfio *vfio = dev->priv;

	if (set_irqs(vfio, STEP_IRQ_ACTION, type, VFIO_IRQ_SET_DATA_NONE | actions[action], vector,
		     1, NULL) >= 0)
		return true;
	vfio_fail(vfio, STEP_IRQ_ACTION, errno, err);
	return err_prefix(err, "%s", irq_type_name(type));
}
