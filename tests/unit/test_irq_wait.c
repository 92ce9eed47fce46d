/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Waiting for an interrupt, alone and while handlers run. */
#include <criterion/criterion.h>
#include <errno.h>

#include "backend/tools.h"
#include "tests/unit/irq_rig.h"

TestSuite(irq_wait, .init = irq_rig_begin, .fini = irq_rig_end);

Test(irq_wait, wait_runs_on_the_devices_clock)
{
	uint64_t times;

	cr_assert(irq_enable(rig_dev, IRQ_MSI, 0, 1, &rig_err));
	rig_fake.fire_at = 5000000;
	cr_assert(irq_wait(rig_dev, IRQ_MSI, 0, 20000000, &times, &rig_err), "%s", rig_err.msg);
	cr_assert_eq(times, 1);
	cr_assert_eq(rig_fake.now, 5000000);
}

Test(irq_wait, an_interrupt_is_waited_for_once)
{
	uint64_t times;

	cr_assert(irq_enable(rig_dev, IRQ_MSI, 0, 1, &rig_err));
	rig_fire(&rig_fake, IRQ_MSI, 0, 1);
	cr_assert(irq_wait(rig_dev, IRQ_MSI, 0, 1000000, &times, &rig_err));
	cr_assert_not(irq_wait(rig_dev, IRQ_MSI, 0, 3000000, &times, &rig_err));
	cr_assert_eq(rig_err.code, ETIMEDOUT);
	cr_assert_str_eq(rig_err.msg, "no MSI interrupt on vector 0 within 3 ms (1 before)");
	cr_assert_eq(rig_fake.now, 3000000);
}

Test(irq_wait, a_wait_beyond_a_count_takes_nothing_away)
{
	uint64_t times;

	cr_assert(irq_enable(rig_dev, IRQ_MSI, 0, 1, &rig_err));
	rig_fire(&rig_fake, IRQ_MSI, 0, 2);
	cr_assert(irq_wait_beyond(rig_dev, IRQ_MSI, 0, 1, 1000000, &rig_err), "%s", rig_err.msg);
	cr_assert_not(irq_wait_beyond(rig_dev, IRQ_MSI, 0, 2, 1000000, &rig_err));
	cr_assert_eq(rig_err.code, ETIMEDOUT);
	cr_assert(irq_wait(rig_dev, IRQ_MSI, 0, 1000000, &times, &rig_err), "%s", rig_err.msg);
	cr_assert_eq(times, 2);
	cr_assert_eq(irq_collect(rig_dev, NULL, NULL), 2);
}

Test(irq_wait, a_timeout_tells_of_the_mask)
{
	uint64_t times;

	cr_assert(irq_enable(rig_dev, IRQ_INTX, 0, 1, &rig_err));
	rig_fire(&rig_fake, IRQ_INTX, 0, 1);
	cr_assert(irq_wait(rig_dev, IRQ_INTX, 0, 1000, &times, &rig_err));
	cr_assert_not(irq_wait(rig_dev, IRQ_INTX, 0, 1000, &times, &rig_err));
	cr_assert_str_eq(rig_err.hint, "INTX is masked since it last came: clear the cause in the "
				       "device, then irq unmask INTX");
}

Test(irq_wait, a_timeout_tells_that_bus_mastering_is_off)
{
	struct region config = {
		.name = "config", .kind = REGION_CONFIG, .flags = REGION_CAN_READ, .size = 256
	};
	uint64_t times;

	device_add_region(rig_dev, &config);
	cr_assert(irq_enable(rig_dev, IRQ_MSI, 0, 1, &rig_err));
	cr_assert_not(irq_wait(rig_dev, IRQ_MSI, 0, 1000, &times, &rig_err));
	cr_assert_str_empty(rig_err.hint);
	rig_fake.command = 0x2;
	cr_assert_not(irq_wait(rig_dev, IRQ_MSI, 0, 1000, &times, &rig_err));
	cr_assert_str_eq(rig_err.hint,
			 "bus mastering is off, and MSI needs it: upd config.COMMAND BusMaster=1");
}

Test(irq_wait, waiting_for_what_is_off_is_an_error)
{
	uint64_t times;

	cr_assert_not(irq_wait(rig_dev, IRQ_MSI, 0, 1000, &times, &rig_err));
	cr_assert_eq(rig_err.code, EINVAL);
}

Test(irq_wait, stop_ends_a_wait)
{
	volatile sig_atomic_t stop = 1;
	uint64_t times;

	rig_dev->stop = &stop;
	cr_assert(irq_enable(rig_dev, IRQ_MSI, 0, 1, &rig_err));
	cr_assert_not(irq_wait(rig_dev, IRQ_MSI, 0, UINT64_MAX, &times, &rig_err));
	cr_assert_eq(rig_err.code, EINTR);
}

static void idle_disables(void *ctx, struct device *from)
{
	(void)ctx;
	cr_assert_eq(from->waits, 1);
	irq_disable_all(from);
}

Test(irq_wait, what_idle_disables_is_not_waited_for)
{
	uint64_t times;

	rig_dev->idle = idle_disables;
	cr_assert(irq_enable(rig_dev, IRQ_MSI, 0, 1, &rig_err));
	cr_assert_not(irq_wait(rig_dev, IRQ_MSI, 0, UINT64_MAX, &times, &rig_err));
	cr_assert_eq(rig_err.code, ECANCELED);
	cr_assert_eq(rig_dev->waits, 0);
}

/* A device that is busy while one waits: vector 1 fires in each round, and what was told is counted. */
struct busy {
	unsigned rounds;
	uint64_t told[2];
};

static void count_told(void *ctx, struct device *from, enum irq_type type, unsigned vector,
		       uint64_t times)
{
	struct busy *busy = ctx;

	(void)from, (void)type;
	busy->told[vector] += times;
}

static void idle_is_busy(void *ctx, struct device *from)
{
	struct busy *busy = ctx;

	irq_collect(from, count_told, busy);
	cr_assert_eq(busy->told[1], busy->rounds, "what fired in the last round is told in this");
	rig_fire(&rig_fake, IRQ_MSI, 1, 1);
	if (++busy->rounds == 5)
		rig_fire(&rig_fake, IRQ_MSI, 0, 2);
}

static void wait_with_a_busy_device(void)
{
	struct busy busy = { .rounds = 0 };
	uint64_t times;

	rig_dev->idle = idle_is_busy;
	rig_dev->idle_ctx = &busy;
	cr_assert(irq_enable(rig_dev, IRQ_MSI, 0, 2, &rig_err));
	cr_assert(irq_wait(rig_dev, IRQ_MSI, 0, UINT64_C(10000000000), &times, &rig_err), "%s",
		  rig_err.msg);
	cr_assert_eq(times, 2);
	cr_assert_eq(busy.rounds, 5);
	cr_assert_eq(irq_collect(rig_dev, count_told, &busy), 3);
	cr_assert_eq(busy.told[0], 2);
	cr_assert_eq(busy.told[1], 5);
	cr_assert_eq(irq_collect(rig_dev, count_told, &busy), 0);
}

Test(irq_wait, what_comes_during_a_wait_is_told_in_it_and_once)
{
	wait_with_a_busy_device();
}

Test(irq_wait, so_it_is_in_real_time)
{
	struct transport_ops real = rig_ops;

	real.now_ns = NULL;
	real.sleep_ns = NULL;
	rig_dev->ops = &real;
	wait_with_a_busy_device();
	rig_dev->ops = &rig_ops;
}

static void idle_waits(void *ctx, struct device *from)
{
	struct told *told = ctx;
	uint64_t times;

	if (from->waits > 1)
		return;
	rig_fire(&rig_fake, IRQ_MSI, 0, 1);
	rig_fire(&rig_fake, IRQ_MSI, 1, 1);
	cr_assert(irq_wait(from, IRQ_MSI, 1, 1000000, &times, &rig_err), "%s", rig_err.msg);
	cr_assert_eq(from->waits, 1);
	irq_collect(from, rig_note, told);
}

Test(irq_wait, a_wait_in_a_wait_takes_in_for_both)
{
	struct told told = { .calls = 0 };
	uint64_t times;

	rig_dev->idle = idle_waits;
	rig_dev->idle_ctx = &told;
	cr_assert(irq_enable(rig_dev, IRQ_MSI, 0, 2, &rig_err));
	cr_assert(irq_wait(rig_dev, IRQ_MSI, 0, UINT64_C(10000000000), &times, &rig_err), "%s",
		  rig_err.msg);
	cr_assert_eq(times, 1);
	cr_assert_eq(told.calls, 2);
	cr_assert_eq(rig_dev->waits, 0);
}

Test(irq_wait, a_request_ends_a_wait)
{
	uint64_t times;

	cr_assert(irq_listen_for_request(rig_dev, &rig_err));
	cr_assert(irq_enable(rig_dev, IRQ_MSI, 0, 1, &rig_err));
	rig_fire(&rig_fake, IRQ_REQ, 0, 1);
	cr_assert_not(irq_wait(rig_dev, IRQ_MSI, 0, UINT64_MAX, &times, &rig_err));
	cr_assert_eq(rig_err.code, ENODEV);
	cr_assert_str_eq(rig_err.msg, "the kernel asks for fake back: waiting for MSI is given up");
}

Test(irq_wait, a_request_ends_a_poll)
{
	const struct poll_request request = {
		.mask = 1, .value = 1, .timeout_ns = UINT64_C(1000000000), .every_ns = 1000000
	};
	struct region region = { .name = "bar0", .size = 16, .flags = REGION_CAN_READ };
	struct poll_result result;

	cr_assert(irq_listen_for_request(rig_dev, &rig_err));
	rig_fire(&rig_fake, IRQ_REQ, 0, 1);
	cr_assert_not(tools_poll(rig_dev, &region, 0, 32, &request, &result, &rig_err));
	cr_assert_eq(rig_err.code, ENODEV);
	cr_assert_str_eq(rig_err.msg, "the kernel asks for fake back: polling is given up");
	cr_assert_eq(result.reads, 1);
}

Test(irq_wait, a_transport_without_a_clock_waits_in_real_time)
{
	struct transport_ops real = rig_ops;
	uint64_t times;

	real.now_ns = NULL;
	real.sleep_ns = NULL;
	rig_dev->ops = &real;
	cr_assert(irq_enable(rig_dev, IRQ_MSI, 0, 1, &rig_err));
	cr_assert_not(irq_wait(rig_dev, IRQ_MSI, 0, 2000000, &times, &rig_err));
	cr_assert_eq(rig_err.code, ETIMEDOUT);
	rig_fire(&rig_fake, IRQ_MSI, 0, 1);
	cr_assert(irq_wait(rig_dev, IRQ_MSI, 0, UINT64_MAX, &times, &rig_err));
	rig_dev->ops = &rig_ops;
}
