/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Interrupts of a vfio-user server: eventfds that it writes to. */
#include "backend/transport/vfio_user.h"

#include <errno.h>
#include <string.h>

#include "backend/irq.h"

enum { STATUS = 0x06, CAPS = 0x34, CAP_MSI = 0x05, CAP_MSIX = 0x11 };

bool vfio_user_get_irq_info(struct vfio_user *user, unsigned index, struct err *err)
{
	const unsigned known = IRQ_EVENTFD | IRQ_MASKABLE | IRQ_AUTOMASKED | IRQ_NORESIZE;
	struct vfio_user_irq_info info = { .argsz = sizeof(info), .index = index };
	struct vfio_user_call call = { .command = VFIO_USER_GET_IRQ_INFO,
				       .part1 = &info,
				       .len1 = sizeof(info) };

	if (!vfio_user_call(user, &call, sizeof(info), err))
		return err_prefix(err, "interrupt type %u", index);
	memcpy(&info, user->conn.in_data, sizeof(info));
	if (info.index != index)
		return err_set(err, EPROTO, "the server describes interrupt type %u instead of %u",
			       info.index, index);
	if (info.count > 2048) /* the most that MSI-X has */
		return err_set(err, EPROTO, "the server claims %u %s vectors", info.count,
			       irq_type_name((enum irq_type)index));
	user->irqs[index] = (struct irq_info){ info.count, info.flags & known };
	return true;
}

bool vfio_user_irq_info(struct device *dev, enum irq_type type, struct irq_info *ret,
			struct err *err)
{
	(void)err;
	*ret = vfio_user_of(dev)->irqs[type];
	return true;
}

static bool set_irqs(struct vfio_user *user, enum irq_type type, uint32_t flags, unsigned start,
		     unsigned count, const int *fds, struct err *err)
{
	struct vfio_user_irq_set set = { sizeof(set), flags, type, start, count };
	struct vfio_user_call call = { .command = VFIO_USER_SET_IRQS,
				       .part1 = &set,
				       .len1 = sizeof(set),
				       .fds = fds,
				       .fd_count = fds ? count : 0 };

	return vfio_user_call(user, &call, 0, err) || err_prefix(err, "%s", irq_type_name(type));
}

/* The standard list of capabilities, bounded because the space is small. 0 = none. */
static unsigned find_cap(struct vfio_user *user, unsigned id)
{
	uint64_t status, at, word;

	if (!vfio_user_config_get(user, STATUS, 2, &status) || !(status & 0x10) ||
	    !vfio_user_config_get(user, CAPS, 1, &at))
		return 0;
	for (unsigned i = 0; i < 48 && at >= 0x40; i++) {
		at &= 0xfc;
		if (!vfio_user_config_get(user, (unsigned)at, 2, &word))
			return 0;
		if ((word & 0xff) == id)
			return (unsigned)at;
		at = word >> 8;
	}
	return 0;
}

/* What the kernel does for vfio-pci's users and a VMM for its guest's: without it the device sends no
 * message. The address is x86's; only the device sees it. */
bool vfio_user_switch_messages(struct vfio_user *user, enum irq_type type, bool on, struct err *err)
{
	unsigned at = find_cap(user, type == IRQ_MSI ? CAP_MSI : CAP_MSIX);
	uint64_t bit = type == IRQ_MSI ? 0x0001 : 0x8000, control;

	if (!at || !vfio_user_config_get(user, at + 2, 2, &control))
		return true;
	if (on && type == IRQ_MSI && !vfio_user_config_put(user, at + 4, 4, 0xfee00000, err))
		return false;
	return vfio_user_config_put(user, at + 2, 2, on ? control | bit : control & ~bit, err);
}

bool vfio_user_irq_enable(struct device *dev, enum irq_type type, unsigned start, unsigned count,
			  const int *fds, struct err *err)
{
	struct vfio_user *user = vfio_user_of(dev);
	unsigned most = user->peer.max_msg_fds;

	if (!most)
		return err_set(err, EOPNOTSUPP, "the server takes no descriptors: no interrupts");
	if (most > VFIO_USER_MAX_FDS)
		most = VFIO_USER_MAX_FDS;
	for (unsigned done = 0; done < count;) {
		unsigned part = count - done < most ? count - done : most;

		if (!set_irqs(user, type, VFIO_USER_IRQ_EVENTFD | VFIO_USER_IRQ_TRIGGER,
			      start + done, part, fds + done, err))
			return false;
		done += part;
	}
	return (type != IRQ_MSI && type != IRQ_MSIX) ||
	       vfio_user_switch_messages(user, type, true, err);
}

bool vfio_user_irq_disable(struct device *dev, enum irq_type type, struct err *err)
{
	struct vfio_user *user = vfio_user_of(dev);

	if (user->dead[0])
		return true; /* nobody is left to fire */
	if ((type == IRQ_MSI || type == IRQ_MSIX) &&
	    !vfio_user_switch_messages(user, type, false, err))
		return false;
	return set_irqs(user, type, VFIO_USER_IRQ_NONE | VFIO_USER_IRQ_TRIGGER, 0, 0, NULL, err);
}

bool vfio_user_irq_action(struct device *dev, enum irq_type type, unsigned vector,
			  enum irq_action action, struct err *err)
{
	static const uint32_t actions[] = { [IRQ_MASK] = VFIO_USER_IRQ_MASK,
					    [IRQ_UNMASK] = VFIO_USER_IRQ_UNMASK,
					    [IRQ_TRIGGER] = VFIO_USER_IRQ_TRIGGER };

	return set_irqs(vfio_user_of(dev), type, VFIO_USER_IRQ_NONE | actions[action], vector, 1,
			NULL, err);
}
