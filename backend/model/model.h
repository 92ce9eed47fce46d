/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Simulated devices. A model is register rows plus hooks; it knows no transport. Whoever hosts it
 * (backend/transport/sim.c in this process, or a vfio-user server) gives it memory to reach by DMA,
 * takes its interrupts and drives its clock. */
#ifndef BACKEND_MODEL_MODEL_H
#define BACKEND_MODEL_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/device.h"
#include "backend/support/err.h"

struct model;
struct model_pci_desc;

/* What a model may ask of its surroundings. */
struct model_host {
	void *ctx;
	/* Memory as the device sees it, through the IOMMU: false when any byte is not mapped (or not
	 * for that direction); nothing is transferred then. */
	bool (*dma_read)(void *ctx, uint64_t iova, void *buf, size_t len);
	bool (*dma_write)(void *ctx, uint64_t iova, const void *buf, size_t len);
	/* An interrupt. MSI, MSI-X: one message. INTx: the line's level, sent on every change. */
	void (*irq)(void *ctx, enum irq_type type, unsigned vector, bool level);
	/* What the model found wrong with an access ("write to ADSPCS while GPROCEN is 0"). */
	void (*complaint)(void *ctx, const char *text);
	/* May be NULL: never. After a DMA that was false: it is not refused but under way, as the memory
	 * is far; the very same DMA, asked for again, will be answered. */
	bool (*dma_later)(void *ctx);
	/* What went as it should and is worth telling ("the ROM took an image of ..."); may be NULL. */
	void (*note)(void *ctx, const char *text);
};

struct model_bar {
	uint64_t size;	/* bytes, a power of two; 0 = no such BAR */
	unsigned flags; /* MODEL_BAR_... */
};

enum { MODEL_BAR_64 = 1 << 0, MODEL_BAR_PREFETCH = 1 << 1, MODEL_BAR_IO = 1 << 2 };

struct model_class {
	const char *name;  /* "tgl" */
	const char *title; /* one line: what it is */
	struct model_bar bars[6];
	unsigned config_size;		  /* 256 or 4096 */
	const struct model_pci_desc *pci; /* identity and capabilities */
	struct irq_info irqs[IRQ_TYPE_COUNT];
	const struct fault_info *faults; /* ends with a NULL name */

	const void *detail; /* the model's own, for classes that share their functions */
	struct model *(*create)(const struct model_class *class, const struct model_host *host);
	void (*destroy)(struct model *model); /* takes NULL */

	/* One access; width_bits and alignment were checked, the offset is inside. A model answers a
	 * width that its hardware does not take as the hardware does. */
	uint64_t (*read)(struct model *model, unsigned bar, uint64_t offset, unsigned width_bits);
	void (*write)(struct model *model, unsigned bar, uint64_t offset, unsigned width_bits,
		      uint64_t value);
	uint64_t (*config_read)(struct model *model, unsigned offset, unsigned width_bits);
	void (*config_write)(struct model *model, unsigned offset, unsigned width_bits,
			     uint64_t value);

	/* Time. advance: now_ns is the host's clock, never going back; do all that is due.
	 * next_event: when something is due, UINT64_MAX if nothing. */
	void (*advance)(struct model *model, uint64_t now_ns);
	uint64_t (*next_event)(struct model *model);

	/* Function level reset; NULL: the device has none. The host's clock goes on. */
	void (*reset)(struct model *model);

	bool (*fault_set)(struct model *model, const char *name,
			  bool on); /* false: no such fault */
	bool (*fault_is_set)(struct model *model, const char *name);
	/* Faults of a list that several classes share, which would do nothing here: what has them, "ACE".
	 * NULL: this class can have it. May be NULL itself: it can have all. */
	const char *(*fault_elsewhere)(const struct model_class *class, const char *name);
};

/* All models, NULL-terminated; find by name or NULL. */
const struct model_class *const *model_classes(void);
const struct model_class *model_find(const char *name);

#endif
