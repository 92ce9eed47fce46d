/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/model/base.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void model_init(struct model *model, const struct model_class *class, const struct model_host *host)
{
	model->class = class;
	model->host = *host;
	model_base_reset(model);
}

void model_base_reset(struct model *model)
{
	model_pci_init(&model->pci, model->class);
	for (unsigned i = 0; i < MODEL_TIMERS; i++)
		model->due_ns[i] = MODEL_NEVER;
	model_irq_level(model, false);
}

void model_complain(struct model *model, const char *fmt, ...)
{
	char text[200];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	model->host.complaint(model->host.ctx, text);
}

void model_note(struct model *model, const char *fmt, ...)
{
	char text[200];
	va_list ap;

	if (!model->host.note)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	model->host.note(model->host.ctx, text);
}

bool model_mmio_open(const struct model *model)
{
	return model_pci_command(&model->pci) & MODEL_PCI_MEM &&
	       model_pci_power_state(&model->pci) == 0;
}

static bool dma_allowed(struct model *model, uint64_t iova)
{
	model->dma_later = false;
	if (model_pci_command(&model->pci) & MODEL_PCI_BUS_MASTER)
		return true;
	model_complain(model, "DMA at 0x%llx: bus master is off (COMMAND.BusMaster = 0)",
		       (unsigned long long)iova);
	return false;
}

static bool dma_failed(struct model *model, const char *what, uint64_t iova, size_t len)
{
	model->dma_later = model->host.dma_later && model->host.dma_later(model->host.ctx);
	if (!model->dma_later)
		model_complain(model, "DMA %s of %zu bytes at 0x%llx: not mapped for the device",
			       what, len, (unsigned long long)iova);
	return false;
}

bool model_dma_read(struct model *model, uint64_t iova, void *buf, size_t len)
{
	if (!dma_allowed(model, iova))
		return false;
	return model->host.dma_read(model->host.ctx, iova, buf, len) ||
	       dma_failed(model, "read", iova, len);
}

bool model_dma_write(struct model *model, uint64_t iova, const void *buf, size_t len)
{
	if (!dma_allowed(model, iova))
		return false;
	return model->host.dma_write(model->host.ctx, iova, buf, len) ||
	       dma_failed(model, "write", iova, len);
}

/* -- time -- */

void model_timer_start(struct model *model, unsigned timer, uint64_t delay_ns)
{
	model->due_ns[timer] = model->now_ns + (delay_ns ? delay_ns : 1);
}

void model_timer_stop(struct model *model, unsigned timer)
{
	model->due_ns[timer] = MODEL_NEVER;
}

static unsigned earliest(const struct model *model)
{
	unsigned first = 0;

	for (unsigned i = 1; i < MODEL_TIMERS; i++)
		if (model->due_ns[i] < model->due_ns[first])
			first = i;
	return first;
}

uint64_t model_next_event(struct model *model)
{
	return model->due_ns[earliest(model)];
}

void model_advance(struct model *model, uint64_t now_ns)
{
	unsigned timer;

	while (model->due_ns[timer = earliest(model)] <= now_ns) {
		if (model->due_ns[timer] == MODEL_NEVER)
			break;
		if (model->due_ns[timer] > model->now_ns)
			model->now_ns = model->due_ns[timer];
		model->due_ns[timer] = MODEL_NEVER;
		model->on_timer(model, timer);
	}
	if (now_ns > model->now_ns)
		model->now_ns = now_ns;
}

/* -- interrupts -- */

void model_irq_message(struct model *model)
{
	if (!model_pci_msi_enabled(&model->pci) || model->irq_muted)
		return;
	/* a message is a memory write of the device: without bus master it never leaves */
	if (!(model_pci_command(&model->pci) & MODEL_PCI_BUS_MASTER)) {
		model_complain(model, "MSI lost: bus master is off (COMMAND.BusMaster = 0)");
		return;
	}
	model->host.irq(model->host.ctx, IRQ_MSI, 0, true);
}

static void update_intx(struct model *model)
{
	bool level = model->irq_pending && !model->irq_muted &&
		     !model_pci_msi_enabled(&model->pci) &&
		     !(model_pci_command(&model->pci) & MODEL_PCI_INTX_OFF);

	model_pci_set_intx_status(&model->pci, model->irq_pending);
	if (level == model->intx_level)
		return;
	model->intx_level = level;
	model->host.irq(model->host.ctx, IRQ_INTX, 0, level);
}

void model_irq_level(struct model *model, bool pending)
{
	bool rises = pending && !model->irq_pending;

	model->irq_pending = pending;
	update_intx(model);
	if (rises)
		model_irq_message(model);
}

/* -- config space -- */

uint64_t model_config_read(struct model *model, unsigned offset, unsigned width_bits)
{
	return model_pci_read(&model->pci, offset, width_bits / 8);
}

void model_config_write(struct model *model, unsigned offset, unsigned width_bits, uint64_t value)
{
	bool had_msi = model_pci_msi_enabled(&model->pci);

	model_pci_write(&model->pci, offset, width_bits / 8, value);
	update_intx(model);
	if (!had_msi && model->irq_pending)
		model_irq_message(model);
	if (model->on_config)
		model->on_config(model);
}

/* -- faults -- */

static int fault_index(const struct model *model, const char *name)
{
	for (int i = 0; model->class->faults[i].name; i++)
		if (!strcmp(model->class->faults[i].name, name))
			return i;
	return -1;
}

bool model_fault_set(struct model *model, const char *name, bool on)
{
	int i = fault_index(model, name);

	if (i < 0)
		return false;
	if (on)
		model->faults |= UINT64_C(1) << i;
	else
		model->faults &= ~(UINT64_C(1) << i);
	return true;
}

bool model_fault_is_set(struct model *model, const char *name)
{
	int i = fault_index(model, name);

	return i >= 0 && model->faults >> i & 1;
}
