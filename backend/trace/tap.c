/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/trace/tap.h"

#include <stdio.h>
#include <string.h>

void trace_tap_flush(struct trace_tap *tap)
{
	if (!tap->trace || !tap->dma.times)
		return;
	trace_add(tap->trace, &tap->dma);
	tap->dma.times = 0;
}

static void add(struct trace_tap *tap, struct trace_record *record, const char *what)
{
	trace_tap_flush(tap);
	snprintf(record->what, sizeof(record->what), "%s", what);
	trace_add(tap->trace, record);
}

void trace_tap_access(struct trace_tap *tap, uint64_t now_ns, bool is_write, const char *region,
		      uint64_t offset, unsigned width_bits, uint64_t value)
{
	struct trace_record record = { .at_ns = now_ns,
				       .kind = is_write ? TRACE_WRITE : TRACE_READ,
				       .width_bits = width_bits,
				       .offset = offset,
				       .value = value };

	if (tap->trace)
		add(tap, &record, region);
}

void trace_tap_dma(struct trace_tap *tap, uint64_t now_ns, bool device_writes, uint64_t iova,
		   size_t len)
{
	const char *what = device_writes ? "writes" : "reads";

	if (!tap->trace)
		return;
	if (tap->dma.times && strcmp(tap->dma.what, what) != 0)
		trace_tap_flush(tap);
	if (!tap->dma.times) {
		tap->dma =
			(struct trace_record){ .at_ns = now_ns, .kind = TRACE_DMA, .offset = iova };
		snprintf(tap->dma.what, sizeof(tap->dma.what), "%s", what);
	}
	tap->dma.value += len;
	tap->dma.times++;
}

void trace_tap_irq(struct trace_tap *tap, uint64_t now_ns, const char *type, unsigned vector)
{
	struct trace_record record = { .at_ns = now_ns, .kind = TRACE_IRQ, .value = vector };

	if (tap->trace)
		add(tap, &record, type);
}

void trace_tap_reset(struct trace_tap *tap, uint64_t now_ns, const char *method)
{
	struct trace_record record = { .at_ns = now_ns, .kind = TRACE_RESET };

	if (tap->trace)
		add(tap, &record, method);
}

void trace_tap_remark(struct trace_tap *tap, const char *what, const char *text)
{
	if (!tap->trace)
		return;
	trace_tap_flush(tap);
	trace_remark(tap->trace, what, text);
}
