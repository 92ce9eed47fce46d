/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every simulated device has in it: its host, its config space, timers on the host's clock,
 * faults, one interrupt. Models embed struct model as their first member. */
#ifndef BACKEND_MODEL_BASE_H
#define BACKEND_MODEL_BASE_H

#include <stdbool.h>
#include <stdint.h>

#include "backend/model/model.h"
#include "backend/model/pci.h"

#define MODEL_NEVER  UINT64_MAX
#define MODEL_TIMERS 12

#define MODEL_DMA_RETRY_NS 50000

struct model {
	const struct model_class *class;
	struct model_host host;
	struct model_pci pci;
	uint64_t now_ns;
	uint64_t due_ns[MODEL_TIMERS]; /* MODEL_NEVER when not running */
	void (*on_timer)(struct model *model, unsigned timer);
	void (*on_config)(struct model *model); /* config space was written; may be NULL */
	uint64_t faults;			/* bit i: class->faults[i] is on */
	bool irq_pending;			/* the device wants attention */
	bool intx_level;			/* the INTx line as the host saw it last */
	bool irq_muted;				/* a fault: interrupts get lost */
	bool dma_later;				/* the last DMA is under way */
};

/* Fill the common part; class and host stay the caller's (the host struct is copied). */
void model_init(struct model *model, const struct model_class *class,
		const struct model_host *host);
/* Config space, timers and interrupt as after power-on. Faults and the clock stay. */
void model_base_reset(struct model *model);

void model_complain(struct model *model, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

void model_note(struct model *model, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* May BARs be reached (COMMAND.MEM and D0)? Else reads give all ones and writes are lost. */
bool model_mmio_open(const struct model *model);

/* DMA of the device: needs bus master, fails as a whole, and complains about why. Only from timers. When
 * false with model->dma_later it has not failed: leave everything as it is and make the very same call
 * from a timer soon, MODEL_DMA_RETRY_NS for instance; nothing else tells that it has arrived. */
bool model_dma_read(struct model *model, uint64_t iova, void *buf, size_t len);
bool model_dma_write(struct model *model, uint64_t iova, const void *buf, size_t len);

/* Fire timer (below MODEL_TIMERS) delay_ns from now, at least 1 ns; replaces an earlier start. */
void model_timer_start(struct model *model, unsigned timer, uint64_t delay_ns);
void model_timer_stop(struct model *model, unsigned timer);

/* A level-triggered cause: INTx follows it, MSI sends a message on each rise. */
void model_irq_level(struct model *model, bool pending);
/* One more message although the level did not change (MSI only). */
void model_irq_message(struct model *model);

/* Rows of struct model_class that are the same for all models. */
uint64_t model_config_read(struct model *model, unsigned offset, unsigned width_bits);
void model_config_write(struct model *model, unsigned offset, unsigned width_bits, uint64_t value);
void model_advance(struct model *model, uint64_t now_ns);
uint64_t model_next_event(struct model *model);
bool model_fault_set(struct model *model, const char *name, bool on);
bool model_fault_is_set(struct model *model, const char *name);

#endif
