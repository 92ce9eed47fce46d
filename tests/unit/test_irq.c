/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The interrupt state machine on a transport that records what it is told and has no kernel behind. */
#include "backend/irq.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "backend/support/mem.h"
#include "backend/tools.h"

enum { FAKE_VECTORS = 16 };

struct fake {
	struct irq_info info[IRQ_TYPE_COUNT];
	int fds[IRQ_TYPE_COUNT][FAKE_VECTORS];
	bool refuse; /* every operation fails with EIO */
	unsigned enables, disables, actions;
	enum irq_action last_action;
	uint64_t now;
	uint64_t fire_at; /* MSI vector 0 fires at that time; 0 = never */
	uint16_t command; /* what config+4 reads */
};

static void fire(struct fake *fake, enum irq_type type, unsigned vector, uint64_t times)
{
	cr_assert_eq(write(fake->fds[type][vector], &times, sizeof(times)), sizeof(times));
}

static void fake_close(struct device *dev)
{
	(void)dev;
}

static bool fake_read(struct device *dev, const struct region *region, uint64_t offset,
		      unsigned width_bits, uint64_t *ret, struct err *err)
{
	struct fake *fake = dev->priv;

	(void)region, (void)width_bits, (void)err;
	*ret = offset == 4 ? fake->command : 0;
	return true;
}

static bool fake_irq_info(struct device *dev, enum irq_type type, struct irq_info *ret,
			  struct err *err)
{
	struct fake *fake = dev->priv;

	(void)err;
	*ret = fake->info[type];
	return true;
}

static bool fake_irq_enable(struct device *dev, enum irq_type type, unsigned start, unsigned count,
			    const int *fds, struct err *err)
{
	struct fake *fake = dev->priv;

	if (fake->refuse)
		return err_set(err, EIO, "refused");
	fake->enables++;
	for (unsigned i = 0; i < count; i++)
		fake->fds[type][start + i] = fds[i];
	return true;
}

static bool fake_irq_disable(struct device *dev, enum irq_type type, struct err *err)
{
	struct fake *fake = dev->priv;

	(void)type;
	if (fake->refuse)
		return err_set(err, EIO, "refused");
	fake->disables++;
	return true;
}

static bool fake_irq_action(struct device *dev, enum irq_type type, unsigned vector,
			    enum irq_action action, struct err *err)
{
	struct fake *fake = dev->priv;

	if (fake->refuse)
		return err_set(err, EIO, "refused");
	fake->actions++;
	fake->last_action = action;
	if (action == IRQ_TRIGGER)
		fire(fake, type, vector, 1);
	return true;
}

static uint64_t fake_now_ns(struct device *dev)
{
	return ((struct fake *)dev->priv)->now;
}

static void fake_sleep_ns(struct device *dev, uint64_t ns)
{
	struct fake *fake = dev->priv;

	fake->now += ns;
	if (fake->fire_at && fake->now >= fake->fire_at) {
		fake->fire_at = 0;
		fire(fake, IRQ_MSI, 0, 1);
	}
}

static const struct transport_ops fake_ops = {
	.name = "fake",
	.close = fake_close,
	.read = fake_read,
	.irq_info = fake_irq_info,
	.irq_enable = fake_irq_enable,
	.irq_disable = fake_irq_disable,
	.irq_action = fake_irq_action,
	.now_ns = fake_now_ns,
	.sleep_ns = fake_sleep_ns,
};

static struct fake fake;
static struct device *dev;
static struct err err;

static void setup(void)
{
	fake = (struct fake){ .info = {
				      [IRQ_INTX] = { 1, IRQ_EVENTFD | IRQ_MASKABLE | IRQ_AUTOMASKED },
				      [IRQ_MSI] = { 4, IRQ_EVENTFD | IRQ_NORESIZE },
				      [IRQ_MSIX] = { 16, IRQ_EVENTFD },
				      [IRQ_REQ] = { 1, IRQ_EVENTFD | IRQ_NORESIZE },
			      },
			      .command = 0x6 };
	dev = xcalloc(1, sizeof(*dev));
	dev->ops = &fake_ops;
	dev->priv = &fake;
	snprintf(dev->title, sizeof(dev->title), "fake");
	err = (struct err)ERR_INIT;
}

static void finish(void)
{
	device_close(dev);
}

TestSuite(irq, .init = setup, .fini = finish);

Test(irq, enables_and_disables)
{
	unsigned count;

	cr_assert(irq_enable(dev, IRQ_MSI, 0, 2, &err), "%s", err.msg);
	cr_assert(irq_is_enabled(dev, IRQ_MSI, &count));
	cr_assert_eq(count, 2);
	cr_assert(irq_vector_is_enabled(dev, IRQ_MSI, 1));
	cr_assert_not(irq_vector_is_enabled(dev, IRQ_MSI, 2));
	cr_assert(irq_disable(dev, IRQ_MSI, &err));
	cr_assert_not(irq_is_enabled(dev, IRQ_MSI, &count));
	cr_assert_eq(count, 0);
	cr_assert_eq(fake.disables, 1);
}

Test(irq, disabling_what_is_off_is_an_error)
{
	cr_assert_not(irq_disable(dev, IRQ_MSI, &err));
	cr_assert_eq(err.code, EINVAL);
	cr_assert_str_eq(err.msg, "MSI is not enabled");
}

Test(irq, another_type_waits_until_the_first_is_off)
{
	cr_assert(irq_enable(dev, IRQ_INTX, 0, 1, &err));
	cr_assert_not(irq_enable(dev, IRQ_MSIX, 0, 1, &err));
	cr_assert_eq(err.code, EBUSY);
	cr_assert_str_eq(err.msg,
			 "MSIX cannot be enabled while INTX is: a device uses one of the two");
	cr_assert_str_eq(err.hint, "irq disable INTX");
	cr_assert(irq_disable(dev, IRQ_INTX, &err));
	cr_assert(irq_enable(dev, IRQ_MSIX, 0, 1, &err));
}

Test(irq, request_stands_apart)
{
	irq_listen_for_request(dev);
	cr_assert(irq_is_enabled(dev, IRQ_REQ, NULL));
	cr_assert(irq_enable(dev, IRQ_INTX, 0, 1, &err), "%s", err.msg);
}

Test(irq, a_type_the_device_lacks_names_what_it_has)
{
	cr_assert_not(irq_enable(dev, IRQ_ERR, 0, 1, &err));
	cr_assert_eq(err.code, ENODEV);
	cr_assert_str_eq(err.msg, "fake has no ERR interrupt");
	cr_assert_str_eq(err.hint, "it has: INTX 1, MSI 4, MSIX 16, REQ 1");
}

Test(irq, a_device_without_any_says_so)
{
	memset(fake.info, 0, sizeof(fake.info));
	cr_assert_not(irq_enable(dev, IRQ_MSI, 0, 1, &err));
	cr_assert_str_eq(err.hint, "it has no interrupts at all");
}

Test(irq, too_many_vectors_are_refused)
{
	cr_assert_not(irq_enable(dev, IRQ_MSI, 0, 5, &err));
	cr_assert_eq(err.code, ERANGE);
	cr_assert_str_eq(err.msg, "MSI has 4 vectors, 5 from vector 0 on are too many");
	cr_assert_not(irq_enable(dev, IRQ_MSI, 4, 1, &err));
	cr_assert_not(irq_enable(dev, IRQ_MSI, 1, 0xffffffff, &err));
	cr_assert_eq(err.code, ERANGE);
	cr_assert_not(irq_enable(dev, IRQ_INTX, 0, 2, &err));
	cr_assert_str_eq(err.msg, "INTX has 1 vector, 2 from vector 0 on are too many");
}

Test(irq, no_vectors_at_all_are_refused)
{
	cr_assert_not(irq_enable(dev, IRQ_MSI, 0, 0, &err));
	cr_assert_eq(err.code, EINVAL);
}

Test(irq, a_count_that_no_device_has_is_not_believed)
{
	fake.info[IRQ_MSIX].count = 0xffffffff;
	cr_assert_not(irq_enable(dev, IRQ_MSIX, 0, 4096, &err));
	cr_assert_str_eq(err.msg, "MSIX has 2048 vectors, 4096 from vector 0 on are too many");
}

Test(irq, enabling_twice_is_an_error)
{
	cr_assert(irq_enable(dev, IRQ_INTX, 0, 1, &err));
	cr_assert_not(irq_enable(dev, IRQ_INTX, 0, 1, &err));
	cr_assert_str_eq(err.msg, "INTX is enabled already");
}

Test(irq, a_fixed_number_of_vectors_cannot_grow)
{
	cr_assert(irq_enable(dev, IRQ_MSI, 0, 1, &err));
	cr_assert_not(irq_enable(dev, IRQ_MSI, 1, 1, &err));
	cr_assert_eq(err.code, EINVAL);
	cr_assert_str_eq(err.msg,
			 "MSI is enabled with 1 vectors, and their number is fixed (NORESIZE)");
	cr_assert_eq(fake.enables, 1);
}

Test(irq, a_resizable_type_grows_vector_by_vector)
{
	unsigned count;

	cr_assert(irq_enable(dev, IRQ_MSIX, 0, 2, &err));
	cr_assert(irq_enable(dev, IRQ_MSIX, 5, 1, &err), "%s", err.msg);
	cr_assert(irq_is_enabled(dev, IRQ_MSIX, &count));
	cr_assert_eq(count, 3);
	cr_assert_not(irq_enable(dev, IRQ_MSIX, 4, 2, &err));
	cr_assert_str_eq(err.msg, "MSIX vector 5 is enabled already");
}

Test(irq, a_refused_enable_leaves_nothing_enabled)
{
	fake.refuse = true;
	cr_assert_not(irq_enable(dev, IRQ_MSI, 0, 1, &err));
	cr_assert_eq(err.code, EIO);
	cr_assert_not(irq_is_enabled(dev, IRQ_MSI, NULL));
	cr_assert_eq(irq_poll_fd(dev), -1);
}

Test(irq, a_refused_disable_leaves_it_enabled)
{
	cr_assert(irq_enable(dev, IRQ_MSI, 0, 1, &err));
	fake.refuse = true;
	cr_assert_not(irq_disable(dev, IRQ_MSI, &err));
	cr_assert(irq_is_enabled(dev, IRQ_MSI, NULL));
}

Test(irq, read_only_forbids_what_changes_the_device)
{
	dev->read_only = true;
	cr_assert_not(irq_enable(dev, IRQ_MSI, 0, 1, &err));
	cr_assert_eq(err.code, EACCES);
	cr_assert(irq_enable(dev, IRQ_REQ, 0, 1, &err), "%s", err.msg);
}

Test(irq, a_dry_run_does_not_tell_the_device)
{
	dev->dry_run = true;
	cr_assert(irq_enable(dev, IRQ_INTX, 0, 1, &err));
	cr_assert(irq_act(dev, IRQ_INTX, 0, IRQ_MASK, &err));
	cr_assert(irq_disable(dev, IRQ_INTX, &err));
	cr_assert_eq(fake.enables + fake.actions + fake.disables, 0);
}

struct told {
	unsigned calls;
	enum irq_type type[8];
	unsigned vector[8];
	uint64_t times[8];
};

static void note(void *ctx, struct device *from, enum irq_type type, unsigned vector,
		 uint64_t times)
{
	struct told *told = ctx;

	cr_assert_eq(from, dev);
	told->type[told->calls] = type;
	told->vector[told->calls] = vector;
	told->times[told->calls] = times;
	told->calls++;
}

Test(irq, collect_tells_each_vector_once)
{
	struct told told = { .calls = 0 };

	cr_assert(irq_enable(dev, IRQ_MSIX, 0, 4, &err));
	fire(&fake, IRQ_MSIX, 1, 3);
	fire(&fake, IRQ_MSIX, 3, 1);
	cr_assert_eq(irq_collect(dev, note, &told), 4);
	cr_assert_eq(told.calls, 2);
	cr_assert_eq(told.vector[0], 1);
	cr_assert_eq(told.times[0], 3);
	cr_assert_eq(told.vector[1], 3);
	cr_assert_eq(irq_collect(dev, note, &told), 0);
	cr_assert_eq(irq_count(dev, IRQ_MSIX, 1), 3);
}

Test(irq, collect_tells_the_request_first)
{
	struct told told = { .calls = 0 };

	irq_listen_for_request(dev);
	cr_assert(irq_enable(dev, IRQ_INTX, 0, 1, &err));
	fire(&fake, IRQ_INTX, 0, 1);
	fire(&fake, IRQ_REQ, 0, 1);
	cr_assert_eq(irq_collect(dev, note, &told), 2);
	cr_assert_eq(told.type[0], IRQ_REQ);
	cr_assert(irq_is_device_wanted_back(dev));
}

Test(irq, more_vectors_than_one_batch_are_collected)
{
	fake.info[IRQ_MSIX].count = FAKE_VECTORS;
	cr_assert(irq_enable(dev, IRQ_MSIX, 0, FAKE_VECTORS, &err));
	irq_listen_for_request(dev);
	for (unsigned i = 0; i < FAKE_VECTORS; i++)
		fire(&fake, IRQ_MSIX, i, 1);
	fire(&fake, IRQ_REQ, 0, 1);
	cr_assert_eq(irq_collect(dev, NULL, NULL), FAKE_VECTORS + 1);
}

static void disable_all(void *ctx, struct device *from, enum irq_type type, unsigned vector,
			uint64_t times)
{
	(void)ctx, (void)type, (void)vector, (void)times;
	irq_disable_all(from);
}

Test(irq, a_handler_may_disable_what_it_is_called_for)
{
	cr_assert(irq_enable(dev, IRQ_MSIX, 0, 4, &err));
	for (unsigned i = 0; i < 4; i++)
		fire(&fake, IRQ_MSIX, i, 1);
	cr_assert_eq(irq_collect(dev, disable_all, NULL), 1);
	cr_assert_not(irq_is_enabled(dev, IRQ_MSIX, NULL));
}

Test(irq, what_wait_took_is_still_told)
{
	struct told told = { .calls = 0 };
	uint64_t times;

	cr_assert(irq_enable(dev, IRQ_MSI, 0, 1, &err));
	fire(&fake, IRQ_MSI, 0, 2);
	cr_assert(irq_wait(dev, IRQ_MSI, 0, 1000, &times, &err), "%s", err.msg);
	cr_assert_eq(times, 2);
	cr_assert_eq(irq_collect(dev, note, &told), 2);
	cr_assert_eq(told.calls, 1);
}

Test(irq, counts_end_with_the_enable)
{
	cr_assert(irq_enable(dev, IRQ_MSI, 0, 1, &err));
	fire(&fake, IRQ_MSI, 0, 2);
	irq_collect(dev, NULL, NULL);
	cr_assert(irq_disable(dev, IRQ_MSI, &err));
	cr_assert(irq_enable(dev, IRQ_MSI, 0, 1, &err));
	cr_assert_eq(irq_count(dev, IRQ_MSI, 0), 0);
}

Test(irq, intx_is_masked_by_its_arrival_until_unmask)
{
	cr_assert(irq_enable(dev, IRQ_INTX, 0, 1, &err));
	cr_assert_not(irq_is_masked(dev, IRQ_INTX));
	fire(&fake, IRQ_INTX, 0, 1);
	irq_collect(dev, NULL, NULL);
	cr_assert(irq_is_masked(dev, IRQ_INTX));
	cr_assert(irq_act(dev, IRQ_INTX, 0, IRQ_UNMASK, &err), "%s", err.msg);
	cr_assert_eq(fake.last_action, IRQ_UNMASK);
	cr_assert_not(irq_is_masked(dev, IRQ_INTX));
}

Test(irq, a_loopback_counts_and_masks_nothing)
{
	cr_assert(irq_enable(dev, IRQ_INTX, 0, 1, &err));
	cr_assert(irq_act(dev, IRQ_INTX, 0, IRQ_TRIGGER, &err));
	cr_assert_not(irq_is_masked(dev, IRQ_INTX));
	cr_assert_eq(irq_collect(dev, NULL, NULL), 1);
	cr_assert_not(irq_is_masked(dev, IRQ_INTX));
}

Test(irq, what_came_before_a_loopback_masks)
{
	cr_assert(irq_enable(dev, IRQ_INTX, 0, 1, &err));
	fire(&fake, IRQ_INTX, 0, 1);
	cr_assert(irq_act(dev, IRQ_INTX, 0, IRQ_TRIGGER, &err));
	cr_assert(irq_is_masked(dev, IRQ_INTX));
	cr_assert_eq(irq_collect(dev, NULL, NULL), 2);
}

Test(irq, a_loopback_takes_nothing_from_other_vectors)
{
	struct told told = { .calls = 0 };

	cr_assert(irq_enable(dev, IRQ_MSI, 0, 2, &err));
	fire(&fake, IRQ_MSI, 1, 1);
	fire(&fake, IRQ_MSI, 0, 2);
	cr_assert(irq_act(dev, IRQ_MSI, 0, IRQ_TRIGGER, &err));
	cr_assert_eq(irq_count(dev, IRQ_MSI, 0), 3);
	cr_assert_eq(irq_collect(dev, note, &told), 4);
	cr_assert_eq(told.calls, 2);
	cr_assert_eq(told.vector[0], 0);
	cr_assert_eq(told.times[0], 3);
}

Test(irq, acting_on_what_is_off_says_how_to_enable_it)
{
	cr_assert_not(irq_act(dev, IRQ_MSI, 0, IRQ_TRIGGER, &err));
	cr_assert_eq(err.code, EINVAL);
	cr_assert_str_eq(err.msg, "MSI is not enabled");
	cr_assert_str_eq(err.hint, "irq enable MSI");
	cr_assert(irq_enable(dev, IRQ_MSI, 0, 1, &err));
	cr_assert_not(irq_act(dev, IRQ_MSI, 3, IRQ_TRIGGER, &err));
	cr_assert_eq(err.code, ERANGE);
	cr_assert_str_eq(err.msg, "MSI vector 3 is not enabled");
}

Test(irq, message_interrupts_cannot_be_masked)
{
	cr_assert(irq_enable(dev, IRQ_MSI, 0, 1, &err));
	cr_assert_not(irq_act(dev, IRQ_MSI, 0, IRQ_MASK, &err));
	cr_assert_eq(err.code, EOPNOTSUPP);
	cr_assert_str_eq(err.msg, "MSI cannot be masked or unmasked");
	cr_assert_eq(fake.actions, 0);
}

Test(irq, wait_runs_on_the_devices_clock)
{
	uint64_t times;

	cr_assert(irq_enable(dev, IRQ_MSI, 0, 1, &err));
	fake.fire_at = 5000000;
	cr_assert(irq_wait(dev, IRQ_MSI, 0, 20000000, &times, &err), "%s", err.msg);
	cr_assert_eq(times, 1);
	cr_assert_eq(fake.now, 5000000);
}

Test(irq, an_interrupt_is_waited_for_once)
{
	uint64_t times;

	cr_assert(irq_enable(dev, IRQ_MSI, 0, 1, &err));
	fire(&fake, IRQ_MSI, 0, 1);
	cr_assert(irq_wait(dev, IRQ_MSI, 0, 1000000, &times, &err));
	cr_assert_not(irq_wait(dev, IRQ_MSI, 0, 3000000, &times, &err));
	cr_assert_eq(err.code, ETIMEDOUT);
	cr_assert_str_eq(err.msg, "no MSI interrupt on vector 0 within 3 ms (1 before)");
	cr_assert_eq(fake.now, 3000000);
}

Test(irq, a_wait_beyond_a_count_takes_nothing_away)
{
	uint64_t times;

	cr_assert(irq_enable(dev, IRQ_MSI, 0, 1, &err));
	fire(&fake, IRQ_MSI, 0, 2);
	cr_assert(irq_wait_beyond(dev, IRQ_MSI, 0, 1, 1000000, &err), "%s", err.msg);
	cr_assert_not(irq_wait_beyond(dev, IRQ_MSI, 0, 2, 1000000, &err));
	cr_assert_eq(err.code, ETIMEDOUT);
	cr_assert(irq_wait(dev, IRQ_MSI, 0, 1000000, &times, &err), "%s", err.msg);
	cr_assert_eq(times, 2);
	cr_assert_eq(irq_collect(dev, NULL, NULL), 2);
}

Test(irq, the_count_of_now_needs_no_collect)
{
	cr_assert_eq(irq_count_now(dev, IRQ_MSI, 0), 0, "nothing is enabled");
	cr_assert(irq_enable(dev, IRQ_MSI, 0, 1, &err));
	fire(&fake, IRQ_MSI, 0, 3);
	cr_assert_eq(irq_count(dev, IRQ_MSI, 0), 0);
	cr_assert_eq(irq_count_now(dev, IRQ_MSI, 0), 3);
	cr_assert_eq(irq_collect(dev, NULL, NULL), 3, "it is told all the same");
}

Test(irq, a_timeout_tells_of_the_mask)
{
	uint64_t times;

	cr_assert(irq_enable(dev, IRQ_INTX, 0, 1, &err));
	fire(&fake, IRQ_INTX, 0, 1);
	cr_assert(irq_wait(dev, IRQ_INTX, 0, 1000, &times, &err));
	cr_assert_not(irq_wait(dev, IRQ_INTX, 0, 1000, &times, &err));
	cr_assert_str_eq(err.hint, "INTX is masked since it last came: clear the cause in the "
				   "device, then irq unmask INTX");
}

Test(irq, a_timeout_tells_that_bus_mastering_is_off)
{
	struct region config = {
		.name = "config", .kind = REGION_CONFIG, .flags = REGION_CAN_READ, .size = 256
	};
	uint64_t times;

	device_add_region(dev, &config);
	cr_assert(irq_enable(dev, IRQ_MSI, 0, 1, &err));
	cr_assert_not(irq_wait(dev, IRQ_MSI, 0, 1000, &times, &err));
	cr_assert_str_empty(err.hint);
	fake.command = 0x2;
	cr_assert_not(irq_wait(dev, IRQ_MSI, 0, 1000, &times, &err));
	cr_assert_str_eq(err.hint,
			 "bus mastering is off, and MSI needs it: upd config.COMMAND BusMaster=1");
}

Test(irq, waiting_for_what_is_off_is_an_error)
{
	uint64_t times;

	cr_assert_not(irq_wait(dev, IRQ_MSI, 0, 1000, &times, &err));
	cr_assert_eq(err.code, EINVAL);
}

Test(irq, stop_ends_a_wait)
{
	volatile sig_atomic_t stop = 1;
	uint64_t times;

	dev->stop = &stop;
	cr_assert(irq_enable(dev, IRQ_MSI, 0, 1, &err));
	cr_assert_not(irq_wait(dev, IRQ_MSI, 0, UINT64_MAX, &times, &err));
	cr_assert_eq(err.code, EINTR);
}

static void idle_disables(void *ctx, struct device *from)
{
	(void)ctx;
	cr_assert_eq(from->waits, 1);
	irq_disable_all(from);
}

Test(irq, what_idle_disables_is_not_waited_for)
{
	uint64_t times;

	dev->idle = idle_disables;
	cr_assert(irq_enable(dev, IRQ_MSI, 0, 1, &err));
	cr_assert_not(irq_wait(dev, IRQ_MSI, 0, UINT64_MAX, &times, &err));
	cr_assert_eq(err.code, ECANCELED);
	cr_assert_eq(dev->waits, 0);
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
	fire(&fake, IRQ_MSI, 1, 1);
	if (++busy->rounds == 5)
		fire(&fake, IRQ_MSI, 0, 2);
}

static void wait_with_a_busy_device(void)
{
	struct busy busy = { .rounds = 0 };
	uint64_t times;

	dev->idle = idle_is_busy;
	dev->idle_ctx = &busy;
	cr_assert(irq_enable(dev, IRQ_MSI, 0, 2, &err));
	cr_assert(irq_wait(dev, IRQ_MSI, 0, UINT64_C(10000000000), &times, &err), "%s", err.msg);
	cr_assert_eq(times, 2);
	cr_assert_eq(busy.rounds, 5);
	cr_assert_eq(irq_collect(dev, count_told, &busy), 3);
	cr_assert_eq(busy.told[0], 2);
	cr_assert_eq(busy.told[1], 5);
	cr_assert_eq(irq_collect(dev, count_told, &busy), 0);
}

Test(irq, what_comes_during_a_wait_is_told_in_it_and_once)
{
	wait_with_a_busy_device();
}

Test(irq, so_it_is_in_real_time)
{
	struct transport_ops real = fake_ops;

	real.now_ns = NULL;
	real.sleep_ns = NULL;
	dev->ops = &real;
	wait_with_a_busy_device();
	dev->ops = &fake_ops;
}

static void idle_waits(void *ctx, struct device *from)
{
	struct told *told = ctx;
	uint64_t times;

	if (from->waits > 1)
		return;
	fire(&fake, IRQ_MSI, 0, 1);
	fire(&fake, IRQ_MSI, 1, 1);
	cr_assert(irq_wait(from, IRQ_MSI, 1, 1000000, &times, &err), "%s", err.msg);
	cr_assert_eq(from->waits, 1);
	irq_collect(from, note, told);
}

Test(irq, a_wait_in_a_wait_takes_in_for_both)
{
	struct told told = { .calls = 0 };
	uint64_t times;

	dev->idle = idle_waits;
	dev->idle_ctx = &told;
	cr_assert(irq_enable(dev, IRQ_MSI, 0, 2, &err));
	cr_assert(irq_wait(dev, IRQ_MSI, 0, UINT64_C(10000000000), &times, &err), "%s", err.msg);
	cr_assert_eq(times, 1);
	cr_assert_eq(told.calls, 2);
	cr_assert_eq(dev->waits, 0);
}

Test(irq, a_request_ends_a_wait)
{
	uint64_t times;

	irq_listen_for_request(dev);
	cr_assert(irq_enable(dev, IRQ_MSI, 0, 1, &err));
	fire(&fake, IRQ_REQ, 0, 1);
	cr_assert_not(irq_wait(dev, IRQ_MSI, 0, UINT64_MAX, &times, &err));
	cr_assert_eq(err.code, ENODEV);
	cr_assert_str_eq(err.msg, "the kernel asks for fake back: waiting for MSI is given up");
}

Test(irq, a_request_ends_a_poll)
{
	const struct poll_request request = {
		.mask = 1, .value = 1, .timeout_ns = UINT64_C(1000000000), .every_ns = 1000000
	};
	struct region region = { .name = "bar0", .size = 16, .flags = REGION_CAN_READ };
	struct poll_result result;

	irq_listen_for_request(dev);
	fire(&fake, IRQ_REQ, 0, 1);
	cr_assert_not(tools_poll(dev, &region, 0, 32, &request, &result, &err));
	cr_assert_eq(err.code, ENODEV);
	cr_assert_str_eq(err.msg, "the kernel asks for fake back: polling is given up");
	cr_assert_eq(result.reads, 1);
}

Test(irq, a_transport_without_a_clock_waits_in_real_time)
{
	struct transport_ops real = fake_ops;
	uint64_t times;

	real.now_ns = NULL;
	real.sleep_ns = NULL;
	dev->ops = &real;
	cr_assert(irq_enable(dev, IRQ_MSI, 0, 1, &err));
	cr_assert_not(irq_wait(dev, IRQ_MSI, 0, 2000000, &times, &err));
	cr_assert_eq(err.code, ETIMEDOUT);
	fire(&fake, IRQ_MSI, 0, 1);
	cr_assert(irq_wait(dev, IRQ_MSI, 0, UINT64_MAX, &times, &err));
	dev->ops = &fake_ops;
}

Test(irq, one_descriptor_tells_that_something_fired)
{
	struct epoll_event event;

	cr_assert_eq(irq_poll_fd(dev), -1);
	cr_assert(irq_enable(dev, IRQ_MSI, 0, 2, &err));
	cr_assert_eq(epoll_wait(irq_poll_fd(dev), &event, 1, 0), 0);
	fire(&fake, IRQ_MSI, 1, 1);
	cr_assert_eq(epoll_wait(irq_poll_fd(dev), &event, 1, 0), 1);
	irq_collect(dev, NULL, NULL);
	cr_assert_eq(epoll_wait(irq_poll_fd(dev), &event, 1, 0), 0);
	cr_assert(irq_disable(dev, IRQ_MSI, &err));
	cr_assert_eq(irq_poll_fd(dev), -1);
}

Test(irq, closing_the_device_disables_all)
{
	struct fake *seen = &fake;

	irq_listen_for_request(dev);
	cr_assert(irq_enable(dev, IRQ_MSI, 0, 2, &err));
	irq_table_destroy(dev);
	cr_assert_eq(seen->disables, 2);
	cr_assert_null(dev->irq);
}

Test(irq, a_transport_without_interrupts_says_so)
{
	struct transport_ops bare = { .name = "bare", .close = fake_close };

	dev->ops = &bare;
	cr_assert_not(irq_enable(dev, IRQ_MSI, 0, 1, &err));
	cr_assert_eq(err.code, EOPNOTSUPP);
	irq_listen_for_request(dev);
	cr_assert_null(dev->irq);
	dev->ops = &fake_ops;
}
