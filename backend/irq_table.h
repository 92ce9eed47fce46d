/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Behind irq.h: what irq.c, irq_enable.c and irq_wait.c share. Nobody else includes it. */
#ifndef BACKEND_IRQ_TABLE_H
#define BACKEND_IRQ_TABLE_H

#include "backend/irq.h"

struct irq_vector {
	int fd;		/* -1 while it is not enabled */
	uint64_t count; /* since it was enabled */
	uint64_t told;	/* of these, told by irq_collect */
	uint64_t taken; /* of these, taken by irq_wait */
};

struct irq_line {
	struct irq_info info;
	struct irq_vector *vectors; /* info.count of them; NULL while the type is not enabled */
	unsigned enabled;	    /* how many have an eventfd */
	bool masked;
};

/* With a device from its first irq_enable on. The eventfds of all vectors are in one epoll. */
struct irq_table {
	int epoll_fd;
	bool untold; /* some count is ahead of its `told` */
	struct irq_line lines[IRQ_TYPE_COUNT];
};

/* NULL: not enabled. Either stays valid until the type is disabled, which a handler may do. */
struct irq_line *irq_line_find(const struct device *dev, enum irq_type type);
struct irq_vector *irq_vector_find(const struct device *dev, enum irq_type type, unsigned vector);
/* EINVAL: the type is off; ERANGE: the vector is. */
bool irq_need_enabled(const struct device *dev, enum irq_type type, unsigned vector,
		      struct err *err);

/* Add what the eventfds hold to the counts. When they hold nothing, wait up to wait_ms for one of them; a
 * signal ends that early. Needs dev->irq. */
void irq_take_in(struct device *dev, int wait_ms);

/* The error of irq_may_go_on; false. */
bool irq_give_up(const struct device *dev, const char *doing, struct err *err);

#endif
