/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The educational device of QEMU (1234:11e8), register for register: something simple that computes,
 * interrupts and does DMA, to try every verb on. */
#include "backend/model/base.h"

#include <stdlib.h>
#include <string.h>

#include "backend/model/models.h"
#include "backend/model/regs.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"

enum {
	ID = 0x00,
	LIVENESS = 0x04,
	FACTORIAL = 0x08,
	STATUS = 0x20,
	IRQ_STATUS = 0x24,
	IRQ_RAISE = 0x60,
	IRQ_ACK = 0x64,
	DMA_SOURCE = 0x80,
	DMA_TARGET = 0x88,
	DMA_COUNT = 0x90,
	DMA_COMMAND = 0x98,
	BUFFER = 0x40000, /* the device's own memory, as DMA addresses it */
	BUFFER_SIZE = 4096,

	STATUS_COMPUTING = 1 << 0,
	STATUS_IRQ_WHEN_DONE = 1 << 7,
	DMA_RUN = 1 << 0,
	DMA_TO_RAM = 1 << 1,
	DMA_IRQ_WHEN_DONE = 1 << 2,
	CAUSE_FACTORIAL = 0x1,
	CAUSE_DMA = 0x100,
};

#define DMA_MASK	  bits_mask(28) /* address lines that the device has */
#define DMA_TIME_NS	  UINT64_C(100000000)
#define FACTORIAL_TIME_NS UINT64_C(1000000)

enum { TIMER_DMA, TIMER_FACTORIAL };
enum { FAULT_ALL_ONES, FAULT_DMA_STALL, FAULT_STUCK_BUSY, FAULT_LOST_IRQ };

struct edu {
	struct model base;
	struct model_regs *regs;
	uint8_t buffer[BUFFER_SIZE];
};

static struct edu *edu_of(struct model *model)
{
	return (struct edu *)model;
}

static void raise_irq(struct edu *edu, uint32_t causes)
{
	bool was_pending = edu->base.irq_pending;

	model_regs_set_bits(edu->regs, IRQ_STATUS, causes);
	if (!model_regs_get(edu->regs, IRQ_STATUS))
		return;
	model_irq_level(&edu->base, true);
	if (was_pending)
		model_irq_message(&edu->base);
}

/* -- hooks -- */

static uint64_t liveness_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	(void)ctx, (void)index, (void)old;
	return ~value;
}

static uint64_t factorial_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	struct edu *edu = ctx;

	(void)index;
	if (model_regs_get(edu->regs, STATUS) & STATUS_COMPUTING)
		return old;
	model_regs_set_bits(edu->regs, STATUS, STATUS_COMPUTING);
	model_timer_start(&edu->base, TIMER_FACTORIAL, FACTORIAL_TIME_NS);
	return value;
}

static uint64_t raise_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	(void)index, (void)old;
	raise_irq(ctx, (uint32_t)value);
	return 0;
}

static uint64_t ack_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	struct edu *edu = ctx;

	(void)index, (void)old;
	model_regs_clear_bits(edu->regs, IRQ_STATUS, value);
	if (!model_regs_get(edu->regs, IRQ_STATUS))
		model_irq_level(&edu->base, false);
	return 0;
}

/* The engine's registers are locked while it runs. */
static uint64_t dma_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	struct edu *edu = ctx;

	(void)index;
	return model_regs_get(edu->regs, DMA_COMMAND) & DMA_RUN ? old : value;
}

static uint64_t dma_command_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	struct edu *edu = ctx;

	(void)index;
	if (old & DMA_RUN)
		return old;
	if (value & DMA_RUN)
		model_timer_start(&edu->base, TIMER_DMA, DMA_TIME_NS);
	return value;
}

static const struct model_reg edu_rows[] = {
	{ "ID", ID, 4, .reset = 0x010000ed, .ro = UINT32_MAX },
	{ "LIVENESS", LIVENESS, 4, .on_write = liveness_write },
	{ "FACTORIAL", FACTORIAL, 4, .on_write = factorial_write },
	{ "STATUS", STATUS, 4, .ro = ~(uint64_t)STATUS_IRQ_WHEN_DONE },
	{ "IRQ_STATUS", IRQ_STATUS, 4, .ro = UINT32_MAX },
	{ "IRQ_RAISE", IRQ_RAISE, 4, .on_write = raise_write },
	{ "IRQ_ACK", IRQ_ACK, 4, .on_write = ack_write },
	{ "DMA_SOURCE", DMA_SOURCE, 8, .on_write = dma_write },
	{ "DMA_TARGET", DMA_TARGET, 8, .on_write = dma_write },
	{ "DMA_COUNT", DMA_COUNT, 8, .on_write = dma_write },
	{ "DMA_COMMAND", DMA_COMMAND, 8, .on_write = dma_command_write },
	{ NULL },
};

static const struct model_reg *const edu_tables[] = { edu_rows, NULL };

/* -- the engines -- */

static uint64_t mask_address(struct edu *edu, uint64_t address)
{
	if (address & ~DMA_MASK)
		model_complain(&edu->base,
			       "DMA address 0x%llx cut to 28 bits: the device has no more",
			       (unsigned long long)address);
	return address & DMA_MASK;
}

static void dma_transfer(struct edu *edu, uint64_t command)
{
	bool to_ram = command & DMA_TO_RAM;
	uint64_t source = model_regs_get(edu->regs, DMA_SOURCE);
	uint64_t target = model_regs_get(edu->regs, DMA_TARGET);
	uint64_t count = model_regs_get(edu->regs, DMA_COUNT);
	uint64_t inside = to_ram ? source : target;

	edu->base.dma_later = false;
	if (inside < BUFFER || !range_inside(inside - BUFFER, count, BUFFER_SIZE)) {
		model_complain(&edu->base, "DMA of %llu bytes at 0x%llx leaves the device's buffer",
			       (unsigned long long)count, (unsigned long long)inside);
		return;
	}
	inside -= BUFFER;
	if (to_ram)
		model_dma_write(&edu->base, mask_address(edu, target), edu->buffer + inside, count);
	else
		model_dma_read(&edu->base, mask_address(edu, source), edu->buffer + inside, count);
}

static void dma_finish(struct edu *edu)
{
	uint64_t command = model_regs_get(edu->regs, DMA_COMMAND);

	if (edu->base.faults & BIT(FAULT_DMA_STALL)) {
		model_timer_start(&edu->base, TIMER_DMA, DMA_TIME_NS);
		return;
	}
	dma_transfer(edu, command);
	if (edu->base.dma_later) {
		model_timer_start(&edu->base, TIMER_DMA, MODEL_DMA_RETRY_NS);
		return;
	}
	model_regs_clear_bits(edu->regs, DMA_COMMAND, DMA_RUN);
	if (command & DMA_IRQ_WHEN_DONE)
		raise_irq(edu, CAUSE_DMA);
}

static void factorial_finish(struct edu *edu)
{
	uint64_t n = model_regs_get(edu->regs, FACTORIAL);
	uint32_t product = 1;

	if (edu->base.faults & BIT(FAULT_STUCK_BUSY)) {
		model_timer_start(&edu->base, TIMER_FACTORIAL, FACTORIAL_TIME_NS);
		return;
	}
	/* 34! and beyond are 0 modulo 2^32, so a large n must not cost time */
	for (uint64_t i = 2; i <= n && product; i++)
		product *= (uint32_t)i;
	model_regs_set(edu->regs, FACTORIAL, product);
	model_regs_clear_bits(edu->regs, STATUS, STATUS_COMPUTING);
	if (model_regs_get(edu->regs, STATUS) & STATUS_IRQ_WHEN_DONE)
		raise_irq(edu, CAUSE_FACTORIAL);
}

static void edu_timer(struct model *model, unsigned timer)
{
	if (timer == TIMER_DMA)
		dma_finish(edu_of(model));
	else
		factorial_finish(edu_of(model));
}

/* -- accesses -- */

/* Below 0x80 only 32-bit accesses exist, from there also 64-bit ones, and only at a register's first
 * byte. QEMU's memory core answers narrow ones with 0 before the device sees them; the device answers
 * the others with all ones. */
static bool width_taken(uint64_t offset, unsigned width_bits)
{
	static const uint16_t offsets[] = { ID,		LIVENESS,  FACTORIAL,  STATUS,
					    IRQ_STATUS, IRQ_RAISE, IRQ_ACK,    DMA_SOURCE,
					    DMA_TARGET, DMA_COUNT, DMA_COMMAND };

	if (width_bits != 32 && !(width_bits == 64 && offset >= DMA_SOURCE))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(offsets); i++)
		if (offsets[i] == offset)
			return true;
	return false;
}

static uint64_t edu_read(struct model *model, unsigned bar, uint64_t offset, unsigned width_bits)
{
	struct edu *edu = edu_of(model);

	(void)bar;
	if (!model_mmio_open(model) || model->faults & BIT(FAULT_ALL_ONES))
		return bits_mask(width_bits);
	if (width_bits < 32)
		return 0;
	if (!width_taken(offset, width_bits))
		return bits_mask(width_bits);
	return model_regs_read(edu->regs, offset, width_bits / 8);
}

static void edu_write(struct model *model, unsigned bar, uint64_t offset, unsigned width_bits,
		      uint64_t value)
{
	struct edu *edu = edu_of(model);

	(void)bar;
	if (!model_mmio_open(model) || model->faults & BIT(FAULT_ALL_ONES))
		return;
	if (!width_taken(offset, width_bits)) {
		model_complain(model, "edu+0x%llx: takes no %u-bit write, lost",
			       (unsigned long long)offset, width_bits);
		return;
	}
	/* a 32-bit write of a DMA register replaces all 64 bits */
	model_regs_write(edu->regs, offset, offset >= DMA_SOURCE ? 8 : 4, value);
}

/* -- life -- */

static void regs_complain(void *ctx, const char *text)
{
	model_complain(ctx, "%s", text);
}

static struct model *edu_create(const struct model_class *class, const struct model_host *host)
{
	struct edu *edu = xcalloc(1, sizeof(*edu));

	edu->base.on_timer = edu_timer;
	edu->regs = model_regs_create(edu_tables, "edu", regs_complain, edu);
	model_init(&edu->base, class, host);
	return &edu->base;
}

static void edu_destroy(struct model *model)
{
	if (!model)
		return;
	model_regs_destroy(edu_of(model)->regs);
	free(model);
}

static bool edu_fault_set(struct model *model, const char *name, bool on)
{
	if (!model_fault_set(model, name, on))
		return false;
	model->irq_muted = model->faults & BIT(FAULT_LOST_IRQ);
	return true;
}

static const struct fault_info edu_faults[] = {
	[FAULT_ALL_ONES] = { "all-ones", "every read of the BAR gives all ones, writes are lost" },
	[FAULT_DMA_STALL] = { "dma-stall", "a DMA transfer never ends" },
	[FAULT_STUCK_BUSY] = { "stuck-busy", "the factorial is computed for ever" },
	[FAULT_LOST_IRQ] = { "lost-interrupt", "interrupts are raised and never arrive" },
	{ NULL, NULL },
};

static const struct model_pci_desc edu_pci = {
	.vendor = 0x1234,
	.device = 0x11e8,
	.subvendor = 0x1af4,
	.subdevice = 0x1100,
	.class_code = 0x00ff00,
	.revision = 0x10,
	.irq_pin = 1,
	.caps = { { MODEL_PCI_CAP_MSI, 0x40, 0 } },
};

const struct model_class model_edu = {
	.name = "edu",
	.title = "QEMU's educational device: factorial, interrupts, DMA",
	.bars = { { 0x100000, 0 } },
	.config_size = MODEL_PCI_SIZE,
	.pci = &edu_pci,
	.irqs = {
		[IRQ_INTX] = { 1, IRQ_EVENTFD | IRQ_MASKABLE | IRQ_AUTOMASKED },
		[IRQ_MSI] = { 1, IRQ_EVENTFD | IRQ_NORESIZE },
	},
	.faults = edu_faults,
	.create = edu_create,
	.destroy = edu_destroy,
	.read = edu_read,
	.write = edu_write,
	.config_read = model_config_read,
	.config_write = model_config_write,
	.advance = model_advance,
	.next_event = model_next_event,
	.fault_set = edu_fault_set,
	.fault_is_set = model_fault_is_set,
};
