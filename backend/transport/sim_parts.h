/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sim: transport, between its files: sim.c has the device, its accesses and its clock; sim_dma.c the
 * memory that the model reaches; sim_irq.c what its interrupts do; sim_fault.c what is wrong with it. */
#ifndef BACKEND_TRANSPORT_SIM_PARTS_H
#define BACKEND_TRANSPORT_SIM_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/device.h"
#include "backend/model/model.h"
#include "backend/transport/sim.h"

#define SIM_COMPLAINTS 64

struct sim_mapping {
	uint64_t iova, size;
	uint8_t *memory;
	unsigned flags;
};

struct sim_line {
	int *fds; /* ours is only the array; -1 = not enabled */
	unsigned count;
	bool masked;
};

struct sim {
	struct device *dev;
	const struct model_class *class;
	struct model *model;
	uint64_t now_ns;
	struct sim_mapping *mappings;
	size_t mapping_count;
	struct sim_line lines[IRQ_TYPE_COUNT];
	bool intx_level;
	bool signalled; /* an eventfd was, since the sleep began */
	struct sim_complaint ring[SIM_COMPLAINTS];
	uint64_t complaints; /* ever */

	struct fault_info *faults; /* that this device can have; ends with a NULL name */
	unsigned slot_faults;	   /* where those of the slot begin */
	uint64_t *planned;	   /* for each: the access that it strikes at; 0: none */
	uint64_t accesses;	   /* ever */
	uint64_t strikes_at;	   /* the next that one is planned for; UINT64_MAX: none */
	bool gone;		   /* it has left the bus: all ones, no DMA, no interrupt */
	bool wanted;		   /* the kernel has asked for it */
};

static inline struct sim *sim_of(const struct device *dev)
{
	return dev->priv;
}

/* For the model (struct model_host); ctx is the struct sim. */
bool sim_host_dma_read(void *ctx, uint64_t iova, void *buf, size_t len);
bool sim_host_dma_write(void *ctx, uint64_t iova, const void *buf, size_t len);
void sim_host_irq(void *ctx, enum irq_type type, unsigned vector, bool level);

/* Operations of the transport (struct transport_ops). */
bool sim_dma_limits(struct device *dev, struct dma_limits *ret, struct err *err);
bool sim_dma_map(struct device *dev, void *memory, uint64_t iova, uint64_t size, unsigned flags,
		 struct err *err);
bool sim_dma_unmap(struct device *dev, uint64_t iova, uint64_t size, struct err *err);
bool sim_irq_info(struct device *dev, enum irq_type type, struct irq_info *ret, struct err *err);
bool sim_irq_enable(struct device *dev, enum irq_type type, unsigned start, unsigned count,
		    const int *fds, struct err *err);
bool sim_irq_disable(struct device *dev, enum irq_type type, struct err *err);
bool sim_irq_action(struct device *dev, enum irq_type type, unsigned vector, enum irq_action action,
		    struct err *err);

const struct fault_info *sim_faults(struct device *dev);
bool sim_fault_set(struct device *dev, const char *name, bool on, struct err *err);
bool sim_fault_is_set(struct device *dev, const char *name);

void sim_faults_init(struct sim *sim); /* after class and dev are set */
void sim_faults_finish(struct sim *sim);
void sim_faults_strike(struct sim *sim); /* those whose access has come */

/* Signal a vector's eventfd, when it is enabled. */
void sim_irq_signal(struct sim *sim, enum irq_type type, unsigned vector);

/* A reset cleared the MSI capability: program it again where MSI is enabled, as the kernel does. */
void sim_irq_restore_msi(struct sim *sim);

#endif
