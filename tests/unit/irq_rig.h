/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A device whose transport records what it is told about interrupts and has no kernel behind. */
#ifndef TESTS_UNIT_IRQ_RIG_H
#define TESTS_UNIT_IRQ_RIG_H

#include "backend/irq.h"

enum { FAKE_VECTORS = 16 };

struct irq_fake {
	struct irq_info info[IRQ_TYPE_COUNT];
	int fds[IRQ_TYPE_COUNT][FAKE_VECTORS];
	bool refuse; /* every operation fails with EIO */
	unsigned enables, disables, actions;
	enum irq_action last_action;
	uint64_t now;
	uint64_t fire_at; /* MSI vector 0 fires at that time; 0 = never */
	uint16_t command; /* what config+4 reads */
};

/* irq_rig_begin makes them anew: INTX, 4 MSI of a fixed number, 16 MSI-X, REQ; a clock of its own. */
extern struct irq_fake rig_fake;
extern struct device *rig_dev;
extern struct err rig_err;

extern const struct transport_ops rig_ops;

void irq_rig_begin(void);
void irq_rig_end(void);

void rig_fire(struct irq_fake *from, enum irq_type type, unsigned vector, uint64_t times);

/* What irq_collect tells, call by call: rig_note is given a struct told. */
struct told {
	unsigned calls;
	enum irq_type type[8];
	unsigned vector[8];
	uint64_t times[8];
};

void rig_note(void *ctx, struct device *dev, enum irq_type type, unsigned vector, uint64_t times);

#endif
