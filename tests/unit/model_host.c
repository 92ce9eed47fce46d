/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/model_host.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <string.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"

static bool inside(const struct test_host *host, uint64_t iova, size_t len)
{
	return !host->unmapped && iova >= TEST_IOVA &&
	       range_inside(iova - TEST_IOVA, len, TEST_MEMORY);
}

/* Memory that is far: the first asks for a DMA are told to come again. Another one begins anew. */
static bool keeps_waiting(struct test_host *host, uint64_t iova)
{
	if (!host->is_later || iova != host->far_iova)
		host->far_left = host->far;
	host->is_later = host->far_left > 0;
	if (!host->is_later)
		return false;
	host->far_left--;
	host->far_iova = iova;
	host->waited++;
	return true;
}

static bool dma_later(void *ctx)
{
	return ((const struct test_host *)ctx)->is_later;
}

static bool dma_read(void *ctx, uint64_t iova, void *buf, size_t len)
{
	struct test_host *host = ctx;

	if (!inside(host, iova, len)) {
		host->is_later = false;
		return false;
	}
	if (keeps_waiting(host, iova))
		return false;
	memcpy(buf, host->memory + (iova - TEST_IOVA), len);
	return true;
}

static bool dma_write(void *ctx, uint64_t iova, const void *buf, size_t len)
{
	struct test_host *host = ctx;

	if (!inside(host, iova, len)) {
		host->is_later = false;
		return false;
	}
	if (keeps_waiting(host, iova))
		return false;
	memcpy(host->memory + (iova - TEST_IOVA), buf, len);
	return true;
}

static void irq(void *ctx, enum irq_type type, unsigned vector, bool level)
{
	struct test_host *host = ctx;

	(void)vector;
	if (type == IRQ_MSI)
		host->msis++;
	else if (type == IRQ_INTX)
		host->intx = level;
}

static void complaint(void *ctx, const char *text)
{
	struct test_host *host = ctx;

	host->complaints++;
	snprintf(host->complaint, sizeof(host->complaint), "%s", text);
}

void test_host_start(struct test_host *host, const char *model)
{
	struct model_host ops = {
		host, dma_read, dma_write, irq, complaint, .dma_later = dma_later
	};

	*host = (struct test_host){ .class = model_find(model) };
	cr_assert(host->class);
	host->memory = xcalloc(1, TEST_MEMORY);
	host->model = host->class->create(host->class, &ops);
	test_config_write(host, 4, 16, 2);
}

void test_host_stop(struct test_host *host)
{
	host->class->destroy(host->model);
	free(host->memory);
}

static void tick(struct test_host *host, uint64_t ns)
{
	host->now_ns += ns;
	host->class->advance(host->model, host->now_ns);
}

uint64_t test_read(struct test_host *host, unsigned bar, uint64_t offset, unsigned width_bits)
{
	tick(host, 1000);
	return host->class->read(host->model, bar, offset, width_bits);
}

void test_write(struct test_host *host, unsigned bar, uint64_t offset, unsigned width_bits,
		uint64_t value)
{
	tick(host, 1000);
	host->class->write(host->model, bar, offset, width_bits, value);
}

uint64_t test_config_read(struct test_host *host, unsigned offset, unsigned width_bits)
{
	tick(host, 1000);
	return host->class->config_read(host->model, offset, width_bits);
}

void test_config_write(struct test_host *host, unsigned offset, unsigned width_bits, uint64_t value)
{
	tick(host, 1000);
	host->class->config_write(host->model, offset, width_bits, value);
}

void test_update(struct test_host *host, unsigned bar, uint64_t offset, uint32_t mask,
		 uint32_t value)
{
	uint32_t old = (uint32_t)test_read(host, bar, offset, 32);

	test_write(host, bar, offset, 32, (old & ~mask) | value);
}

void test_sleep_us(struct test_host *host, uint64_t us)
{
	tick(host, us * 1000);
}

bool test_poll(struct test_host *host, unsigned bar, uint64_t offset, uint32_t mask, uint32_t want,
	       unsigned timeout_ms)
{
	uint64_t end = host->now_ns + timeout_ms * UINT64_C(1000000);

	while ((test_read(host, bar, offset, 32) & mask) != want) {
		if (host->now_ns >= end)
			return false;
		test_sleep_us(host, 500);
	}
	return true;
}

void test_fault(struct test_host *host, const char *name, bool on)
{
	cr_assert(host->class->fault_set(host->model, name, on), "no fault %s", name);
}
