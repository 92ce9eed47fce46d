/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The model's side of a trace: what a client did to a simulated device, and what the device did by
 * itself. */
#ifndef BACKEND_TRACE_TAP_H
#define BACKEND_TRACE_TAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/trace/trace.h"

/* Where a model's host reports; with trace NULL every call does nothing. DMA is added up: transfers in
 * one direction with nothing else between them are one record, with the time of the first. */
struct trace_tap {
	struct trace *trace;	 /* not owned */
	struct trace_record dma; /* the sum so far; times 0 = none */
};

void trace_tap_access(struct trace_tap *tap, uint64_t now_ns, bool is_write, const char *region,
		      uint64_t offset, unsigned width_bits, uint64_t value);
void trace_tap_dma(struct trace_tap *tap, uint64_t now_ns, bool device_writes, uint64_t iova,
		   size_t len);
void trace_tap_irq(struct trace_tap *tap, uint64_t now_ns, const char *type, unsigned vector);
void trace_tap_reset(struct trace_tap *tap, uint64_t now_ns, const char *method);
void trace_tap_remark(struct trace_tap *tap, const char *what, const char *text);
void trace_tap_flush(struct trace_tap *tap); /* what was added up becomes a record */

#endif
