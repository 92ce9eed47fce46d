/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Interrupts of a device, received through eventfds. One type of INTX, MSI, MSIX is active at a time;
 * ERR and REQ stand apart. Works on every transport that has the irq ops. Counts are kept for the
 * life of the enable. A transition that the kernel would refuse with a bare EINVAL (vfio-pci's
 * SET_IRQS) is refused here, with the reason. */
#ifndef BACKEND_IRQ_H
#define BACKEND_IRQ_H

#include <stdbool.h>
#include <stdint.h>

#include "backend/device.h"
#include "backend/support/err.h"

struct irq_table;

/* Enable vectors first..first+count-1 of type. EBUSY: another type is active; ERANGE: more than the
 * device has; ENODEV: it has none of this type; EINVAL: already enabled, or cannot grow (NORESIZE);
 * EACCES: the device is open read-only (ERR and REQ change nothing in it and are allowed). In a dry
 * run the state is kept but the device is not told. */
bool irq_enable(struct device *dev, enum irq_type type, unsigned first, unsigned count,
		struct err *err);
bool irq_disable(struct device *dev, enum irq_type type, struct err *err); /* EINVAL: not enabled */
void irq_disable_all(struct device *dev); /* but REQ, which changes nothing in the device */
bool irq_is_enabled(const struct device *dev, enum irq_type type, unsigned *ret_count);
bool irq_vector_is_enabled(const struct device *dev, enum irq_type type, unsigned vector);

/* Listen for REQ where the device has it, so that whoever wants the device back (unbind, unplug) is
 * not left blocked in the kernel. By device_open; without REQ nothing happens. */
bool irq_listen_for_request(struct device *dev,
			    struct err *err);		  /* true too where there is no REQ */
bool irq_is_device_wanted_back(const struct device *dev); /* REQ has fired, as far as collected */
/* For whoever waits: false and ENODEV, "the kernel asks for NAME back: DOING is given up", when REQ has
 * fired until now. The device is still open; the session releases it when the command has ended. */
bool irq_may_go_on(struct device *dev, const char *doing, struct err *err);

/* Mask, unmask or trigger (loopback) one vector. INTX is masked by its arrival: irq_is_masked. */
bool irq_act(struct device *dev, enum irq_type type, unsigned vector, enum irq_action action,
	     struct err *err);
bool irq_is_masked(const struct device *dev, enum irq_type type);

/* Take in what the eventfds hold, without waiting. arrived (may be NULL) is called for each vector
 * that fired, REQ first, with how often since the last call; what irq_wait saw in between is told too,
 * and while one waits (dev->waits) nothing but that: there it is what came last.
 * It may disable interrupts of the device but not close it. Returns how many interrupts there were. */
typedef void irq_arrived_fn(void *ctx, struct device *dev, enum irq_type type, unsigned vector,
			    uint64_t times);
uint64_t irq_collect(struct device *dev, irq_arrived_fn *arrived, void *ctx);

/* Interrupts of this vector since it was enabled: as far as collected, or with what its eventfd holds
 * now (which irq_collect still tells and irq_wait still takes). */
uint64_t irq_count(const struct device *dev, enum irq_type type, unsigned vector);
uint64_t irq_count_now(struct device *dev, enum irq_type type, unsigned vector);

/* Wait until vector has fired at least once since the last irq_wait for it (an interrupt that came
 * before the call counts). *ret: how often. Runs on the device's clock. ETIMEDOUT with what was seen;
 * EINTR when stop is set; ENODEV when the kernel asks for the device back meanwhile; ECANCELED when
 * dev->idle, which is called all the while, disabled it. */
bool irq_wait(struct device *dev, enum irq_type type, unsigned vector, uint64_t timeout_ns,
	      uint64_t *ret, struct err *err);

/* As irq_wait, but until irq_count is above `seen`, and nothing is taken away from the next irq_wait:
 * for code that waits beside the user. */
bool irq_wait_beyond(struct device *dev, enum irq_type type, unsigned vector, uint64_t seen,
		     uint64_t timeout_ns, struct err *err);

/* One descriptor that is readable when anything fired (epoll), for a prompt's loop; -1 if nothing is
 * enabled. Owned by the table. */
int irq_poll_fd(const struct device *dev);

void irq_table_destroy(struct device *dev); /* by device_close */

#endif
