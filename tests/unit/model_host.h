/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A host for a model in a test, with nothing of the program in between: memory that the device can
 * reach at one address, interrupts counted, complaints kept. An access costs 1 us of model time. */
#ifndef TESTS_UNIT_MODEL_HOST_H
#define TESTS_UNIT_MODEL_HOST_H

#include <stdbool.h>
#include <stdint.h>

#include "backend/model/model.h"

#define TEST_IOVA   UINT64_C(0x100000)
#define TEST_MEMORY 0x200000

struct test_host {
	const struct model_class *class;
	struct model *model;
	uint64_t now_ns;
	uint8_t *memory; /* TEST_MEMORY bytes at TEST_IOVA */
	bool unmapped;	 /* refuse all DMA */
	/* Memory that is far: each DMA is under way `far` times before it is done. One at a time. */
	unsigned far, far_left, waited;
	uint64_t far_iova;
	bool is_later;
	unsigned msis;
	bool intx; /* the line */
	unsigned complaints;
	char complaint[256]; /* the last one */
};

void test_host_start(struct test_host *host, const char *model);
void test_host_stop(struct test_host *host);

uint64_t test_read(struct test_host *host, unsigned bar, uint64_t offset, unsigned width_bits);
void test_write(struct test_host *host, unsigned bar, uint64_t offset, unsigned width_bits,
		uint64_t value);
uint64_t test_config_read(struct test_host *host, unsigned offset, unsigned width_bits);
void test_config_write(struct test_host *host, unsigned offset, unsigned width_bits,
		       uint64_t value);
void test_update(struct test_host *host, unsigned bar, uint64_t offset, uint32_t mask,
		 uint32_t value);
void test_sleep_us(struct test_host *host, uint64_t us);
/* Read every 500 us until (value & mask) == want. */
bool test_poll(struct test_host *host, unsigned bar, uint64_t offset, uint32_t mask, uint32_t want,
	       unsigned timeout_ms);
void test_fault(struct test_host *host, const char *name, bool on);

#endif
