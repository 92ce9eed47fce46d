/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any accesses, in any order, at any time, with any memory behind DMA: a model answers values that fit
 * their width, comes to rest, and is whole again after a function reset. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "backend/model/model.h"
#include "backend/support/bits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
	STEP_SIZE = 12, /* what, where (4), value (4), more (3) */
	STEPS_MAX = 400,
	MODEL_MASK = 0x07,
	OPEN_DOORS = 0x80, /* bus master on, controller out of reset, DSP enabled */
};

/* One of each kind; by the first byte's low bits. */
static const char *const models[MODEL_MASK + 1] = { "edu", "tgl", "skl", "apl",
						    "cnl", "tgl", "skl", "tgl" };

struct host {
	const uint8_t *memory; /* the input again, over and over */
	size_t size;
	uint64_t now_ns;
};

static bool dma_read(void *ctx, uint64_t iova, void *buf, size_t len)
{
	const struct host *host = ctx;
	uint8_t *to = buf;

	if (iova >> 40)
		return false;
	for (size_t i = 0; i < len; i++)
		to[i] = host->memory[(iova + i) % host->size];
	return true;
}

static bool dma_write(void *ctx, uint64_t iova, const void *buf, size_t len)
{
	(void)ctx, (void)buf, (void)len;
	return !(iova >> 40);
}

static void irq(void *ctx, enum irq_type type, unsigned vector, bool level)
{
	(void)ctx, (void)type, (void)vector, (void)level;
}

static void complaint(void *ctx, const char *text)
{
	(void)ctx;
	if (!text[0])
		abort();
}

static void pass(const struct model_class *class, struct model *model, struct host *host,
		 uint64_t ns)
{
	host->now_ns += ns;
	class->advance(model, host->now_ns);
	if (class->next_event(model) <= host->now_ns)
		abort();
}

static void bar_access(const struct model_class *class, struct model *model, const uint8_t *step)
{
	unsigned bar = step[9] & 1 && class->bars[4].size ? 4 : 0;
	unsigned width_bits = 8u << (step[10] & 3);
	uint64_t offset = get_le32(step + 1) % (class->bars[bar].size - 7);
	uint64_t value = (get_le32(step + 5) * UINT64_C(0x100000001)) & bits_mask(width_bits);

	if (step[9] & 2)
		class->write(model, bar, offset, width_bits, value);
	else if (class->read(model, bar, offset, width_bits) & ~bits_mask(width_bits))
		abort();
}

static void config_access(const struct model_class *class, struct model *model, const uint8_t *step)
{
	unsigned width_bits = 8u << (step[10] % 3);

	if (step[9] & 2)
		class->config_write(model, get_le16(step + 1), width_bits,
				    get_le32(step + 5) & bits_mask(width_bits));
	else if (class->config_read(model, get_le16(step + 1), width_bits) & ~bits_mask(width_bits))
		abort();
}

static void set_fault(const struct model_class *class, struct model *model, const uint8_t *step)
{
	size_t count = 0;

	while (class->faults[count].name)
		count++;
	if (!class->fault_set(model, class->faults[step[1] % count].name, step[2] & 1))
		abort();
}

static void take_step(const struct model_class *class, struct model *model, struct host *host,
		      const uint8_t *step)
{
	switch (step[0] % 8) {
	case 0:
		config_access(class, model, step);
		break;
	case 1:
		pass(class, model, host, get_le16(step + 1) * UINT64_C(400)); /* up to 26 ms */
		break;
	case 2:
		set_fault(class, model, step);
		break;
	default:
		bar_access(class, model, step);
	}
	pass(class, model, host, 1000);
}

static void open_doors(const struct model_class *class, struct model *model, struct host *host)
{
	class->config_write(model, 4, 16, 6);
	class->write(model, 0, 0x08, 32, 1);
	pass(class, model, host, 1000000);
	class->write(model, 0, 0x804, 32, 0xc0000000);
}

static void check_reset(const struct model_class *class, struct model *model)
{
	if (!class->reset)
		return;
	class->reset(model);
	for (const struct fault_info *fault = class->faults; fault->name; fault++)
		class->fault_set(model, fault->name, false);
	class->config_write(model, 4, 16, 2);
	if (class->read(model, 0, 0, 32) != 0x01009701)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct host host = { data, size, 0 };
	struct model_host ops = { &host, dma_read, dma_write, irq, complaint };
	const struct model_class *class;
	struct model *model;

	if (size < 1 + STEP_SIZE)
		return 0;
	class = model_find(models[data[0] & MODEL_MASK]);
	model = class->create(class, &ops);
	if (data[0] & OPEN_DOORS)
		open_doors(class, model, &host);
	for (size_t i = 0; i < STEPS_MAX && (i + 1) * STEP_SIZE < size; i++)
		take_step(class, model, &host, data + 1 + i * STEP_SIZE);
	check_reset(class, model);
	class->destroy(model);
	return 0;
}
