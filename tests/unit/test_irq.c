/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The interrupt state machine: enabling, what arrives, mask and trigger. */
#include <criterion/criterion.h>
#include <errno.h>
#include <sys/epoll.h>

#include "tests/unit/irq_rig.h"

TestSuite(irq, .init = irq_rig_begin, .fini = irq_rig_end);

Test(irq, enables_and_disables)
{
	unsigned count;

	cr_assert(irq_enable(rig_dev, IRQ_MSI, 0, 2, &rig_err), "%s", rig_err.msg);
	cr_assert(irq_is_enabled(rig_dev, IRQ_MSI, &count));
	cr_assert_eq(count, 2);
	cr_assert(irq_vector_is_enabled(rig_dev, IRQ_MSI, 1));
	cr_assert_not(irq_vector_is_enabled(rig_dev, IRQ_MSI, 2));
	cr_assert(irq_disable(rig_dev, IRQ_MSI, &rig_err));
	cr_assert_not(irq_is_enabled(rig_dev, IRQ_MSI, &count));
	cr_assert_eq(count, 0);
	cr_assert_eq(rig_fake.disables, 1);
}

Test(irq, disabling_what_is_off_is_an_error)
{
	cr_assert_not(irq_disable(rig_dev, IRQ_MSI, &rig_err));
	cr_assert_eq(rig_err.code, EINVAL);
	cr_assert_str_eq(rig_err.msg, "MSI is not enabled");
}

Test(irq, another_type_waits_until_the_first_is_off)
{
	cr_assert(irq_enable(rig_dev, IRQ_INTX, 0, 1, &rig_err));
	cr_assert_not(irq_enable(rig_dev, IRQ_MSIX, 0, 1, &rig_err));
	cr_assert_eq(rig_err.code, EBUSY);
	cr_assert_str_eq(rig_err.msg,
			 "MSIX cannot be enabled while INTX is: a device uses one of the two");
	cr_assert_str_eq(rig_err.hint, "irq disable INTX");
	cr_assert(irq_disable(rig_dev, IRQ_INTX, &rig_err));
	cr_assert(irq_enable(rig_dev, IRQ_MSIX, 0, 1, &rig_err));
}

Test(irq, request_stands_apart)
{
	cr_assert(irq_listen_for_request(rig_dev, &rig_err));
	cr_assert(irq_is_enabled(rig_dev, IRQ_REQ, NULL));
	cr_assert(irq_enable(rig_dev, IRQ_INTX, 0, 1, &rig_err), "%s", rig_err.msg);
}

Test(irq, a_request_that_cannot_be_listened_for_is_no_secret)
{
	rig_fake.refuse = true;
	cr_assert_not(irq_listen_for_request(rig_dev, &rig_err));
	cr_assert_eq(rig_err.code, EIO);
	rig_fake.refuse = false;
	rig_fake.info[IRQ_REQ].count = 0;
	cr_assert(irq_listen_for_request(rig_dev, &rig_err), "there is none");
	cr_assert_not(irq_is_enabled(rig_dev, IRQ_REQ, NULL));
}

Test(irq, a_type_the_device_lacks_names_what_it_has)
{
	cr_assert_not(irq_enable(rig_dev, IRQ_ERR, 0, 1, &rig_err));
	cr_assert_eq(rig_err.code, ENODEV);
	cr_assert_str_eq(rig_err.msg, "fake has no ERR interrupt");
	cr_assert_str_eq(rig_err.hint, "it has: INTX 1, MSI 4, MSIX 16, REQ 1");
}

Test(irq, a_device_without_any_says_so)
{
	memset(rig_fake.info, 0, sizeof(rig_fake.info));
	cr_assert_not(irq_enable(rig_dev, IRQ_MSI, 0, 1, &rig_err));
	cr_assert_str_eq(rig_err.hint, "it has no interrupts at all");
}

Test(irq, too_many_vectors_are_refused)
{
	cr_assert_not(irq_enable(rig_dev, IRQ_MSI, 0, 5, &rig_err));
	cr_assert_eq(rig_err.code, ERANGE);
	cr_assert_str_eq(rig_err.msg, "MSI has 4 vectors, 5 from vector 0 on are too many");
	cr_assert_not(irq_enable(rig_dev, IRQ_MSI, 4, 1, &rig_err));
	cr_assert_not(irq_enable(rig_dev, IRQ_MSI, 1, 0xffffffff, &rig_err));
	cr_assert_eq(rig_err.code, ERANGE);
	cr_assert_not(irq_enable(rig_dev, IRQ_INTX, 0, 2, &rig_err));
	cr_assert_str_eq(rig_err.msg, "INTX has 1 vector, 2 from vector 0 on are too many");
}

Test(irq, no_vectors_at_all_are_refused)
{
	cr_assert_not(irq_enable(rig_dev, IRQ_MSI, 0, 0, &rig_err));
	cr_assert_eq(rig_err.code, EINVAL);
}

Test(irq, a_count_that_no_device_has_is_not_believed)
{
	rig_fake.info[IRQ_MSIX].count = 0xffffffff;
	cr_assert_not(irq_enable(rig_dev, IRQ_MSIX, 0, 4096, &rig_err));
	cr_assert_str_eq(rig_err.msg, "MSIX has 2048 vectors, 4096 from vector 0 on are too many");
}

Test(irq, enabling_twice_is_an_error)
{
	cr_assert(irq_enable(rig_dev, IRQ_INTX, 0, 1, &rig_err));
	cr_assert_not(irq_enable(rig_dev, IRQ_INTX, 0, 1, &rig_err));
	cr_assert_str_eq(rig_err.msg, "INTX is enabled already");
}

Test(irq, a_fixed_number_of_vectors_cannot_grow)
{
	cr_assert(irq_enable(rig_dev, IRQ_MSI, 0, 1, &rig_err));
	cr_assert_not(irq_enable(rig_dev, IRQ_MSI, 1, 1, &rig_err));
	cr_assert_eq(rig_err.code, EINVAL);
	cr_assert_str_eq(rig_err.msg,
			 "MSI is enabled with 1 vectors, and their number is fixed (NORESIZE)");
	cr_assert_eq(rig_fake.enables, 1);
}

Test(irq, a_resizable_type_grows_vector_by_vector)
{
	unsigned count;

	cr_assert(irq_enable(rig_dev, IRQ_MSIX, 0, 2, &rig_err));
	cr_assert(irq_enable(rig_dev, IRQ_MSIX, 5, 1, &rig_err), "%s", rig_err.msg);
	cr_assert(irq_is_enabled(rig_dev, IRQ_MSIX, &count));
	cr_assert_eq(count, 3);
	cr_assert_not(irq_enable(rig_dev, IRQ_MSIX, 4, 2, &rig_err));
	cr_assert_str_eq(rig_err.msg, "MSIX vector 5 is enabled already");
}

Test(irq, a_refused_enable_leaves_nothing_enabled)
{
	rig_fake.refuse = true;
	cr_assert_not(irq_enable(rig_dev, IRQ_MSI, 0, 1, &rig_err));
	cr_assert_eq(rig_err.code, EIO);
	cr_assert_not(irq_is_enabled(rig_dev, IRQ_MSI, NULL));
	cr_assert_eq(irq_poll_fd(rig_dev), -1);
}

Test(irq, a_refused_disable_leaves_it_enabled)
{
	cr_assert(irq_enable(rig_dev, IRQ_MSI, 0, 1, &rig_err));
	rig_fake.refuse = true;
	cr_assert_not(irq_disable(rig_dev, IRQ_MSI, &rig_err));
	cr_assert(irq_is_enabled(rig_dev, IRQ_MSI, NULL));
}

Test(irq, read_only_forbids_what_changes_the_device)
{
	rig_dev->read_only = true;
	cr_assert_not(irq_enable(rig_dev, IRQ_MSI, 0, 1, &rig_err));
	cr_assert_eq(rig_err.code, EACCES);
	cr_assert(irq_enable(rig_dev, IRQ_REQ, 0, 1, &rig_err), "%s", rig_err.msg);
}

Test(irq, a_dry_run_does_not_tell_the_device)
{
	rig_dev->dry_run = true;
	cr_assert(irq_enable(rig_dev, IRQ_INTX, 0, 1, &rig_err));
	cr_assert(irq_act(rig_dev, IRQ_INTX, 0, IRQ_MASK, &rig_err));
	cr_assert(irq_disable(rig_dev, IRQ_INTX, &rig_err));
	cr_assert_eq(rig_fake.enables + rig_fake.actions + rig_fake.disables, 0);
}

Test(irq, collect_tells_each_vector_once)
{
	struct told told = { .calls = 0 };

	cr_assert(irq_enable(rig_dev, IRQ_MSIX, 0, 4, &rig_err));
	rig_fire(&rig_fake, IRQ_MSIX, 1, 3);
	rig_fire(&rig_fake, IRQ_MSIX, 3, 1);
	cr_assert_eq(irq_collect(rig_dev, rig_note, &told), 4);
	cr_assert_eq(told.calls, 2);
	cr_assert_eq(told.vector[0], 1);
	cr_assert_eq(told.times[0], 3);
	cr_assert_eq(told.vector[1], 3);
	cr_assert_eq(irq_collect(rig_dev, rig_note, &told), 0);
	cr_assert_eq(irq_count(rig_dev, IRQ_MSIX, 1), 3);
}

Test(irq, collect_tells_the_request_first)
{
	struct told told = { .calls = 0 };

	cr_assert(irq_listen_for_request(rig_dev, &rig_err));
	cr_assert(irq_enable(rig_dev, IRQ_INTX, 0, 1, &rig_err));
	rig_fire(&rig_fake, IRQ_INTX, 0, 1);
	rig_fire(&rig_fake, IRQ_REQ, 0, 1);
	cr_assert_eq(irq_collect(rig_dev, rig_note, &told), 2);
	cr_assert_eq(told.type[0], IRQ_REQ);
	cr_assert(irq_is_device_wanted_back(rig_dev));
}

Test(irq, more_vectors_than_one_batch_are_collected)
{
	rig_fake.info[IRQ_MSIX].count = FAKE_VECTORS;
	cr_assert(irq_enable(rig_dev, IRQ_MSIX, 0, FAKE_VECTORS, &rig_err));
	cr_assert(irq_listen_for_request(rig_dev, &rig_err));
	for (unsigned i = 0; i < FAKE_VECTORS; i++)
		rig_fire(&rig_fake, IRQ_MSIX, i, 1);
	rig_fire(&rig_fake, IRQ_REQ, 0, 1);
	cr_assert_eq(irq_collect(rig_dev, NULL, NULL), FAKE_VECTORS + 1);
}

static void disable_all(void *ctx, struct device *from, enum irq_type type, unsigned vector,
			uint64_t times)
{
	(void)ctx, (void)type, (void)vector, (void)times;
	irq_disable_all(from);
}

Test(irq, a_handler_may_disable_what_it_is_called_for)
{
	cr_assert(irq_enable(rig_dev, IRQ_MSIX, 0, 4, &rig_err));
	for (unsigned i = 0; i < 4; i++)
		rig_fire(&rig_fake, IRQ_MSIX, i, 1);
	cr_assert_eq(irq_collect(rig_dev, disable_all, NULL), 1);
	cr_assert_not(irq_is_enabled(rig_dev, IRQ_MSIX, NULL));
}

Test(irq, what_wait_took_is_still_told)
{
	struct told told = { .calls = 0 };
	uint64_t times;

	cr_assert(irq_enable(rig_dev, IRQ_MSI, 0, 1, &rig_err));
	rig_fire(&rig_fake, IRQ_MSI, 0, 2);
	cr_assert(irq_wait(rig_dev, IRQ_MSI, 0, 1000, &times, &rig_err), "%s", rig_err.msg);
	cr_assert_eq(times, 2);
	cr_assert_eq(irq_collect(rig_dev, rig_note, &told), 2);
	cr_assert_eq(told.calls, 1);
}

Test(irq, counts_end_with_the_enable)
{
	cr_assert(irq_enable(rig_dev, IRQ_MSI, 0, 1, &rig_err));
	rig_fire(&rig_fake, IRQ_MSI, 0, 2);
	irq_collect(rig_dev, NULL, NULL);
	cr_assert(irq_disable(rig_dev, IRQ_MSI, &rig_err));
	cr_assert(irq_enable(rig_dev, IRQ_MSI, 0, 1, &rig_err));
	cr_assert_eq(irq_count(rig_dev, IRQ_MSI, 0), 0);
}

Test(irq, intx_is_masked_by_its_arrival_until_unmask)
{
	cr_assert(irq_enable(rig_dev, IRQ_INTX, 0, 1, &rig_err));
	cr_assert_not(irq_is_masked(rig_dev, IRQ_INTX));
	rig_fire(&rig_fake, IRQ_INTX, 0, 1);
	irq_collect(rig_dev, NULL, NULL);
	cr_assert(irq_is_masked(rig_dev, IRQ_INTX));
	cr_assert(irq_act(rig_dev, IRQ_INTX, 0, IRQ_UNMASK, &rig_err), "%s", rig_err.msg);
	cr_assert_eq(rig_fake.last_action, IRQ_UNMASK);
	cr_assert_not(irq_is_masked(rig_dev, IRQ_INTX));
}

Test(irq, a_loopback_counts_and_masks_nothing)
{
	cr_assert(irq_enable(rig_dev, IRQ_INTX, 0, 1, &rig_err));
	cr_assert(irq_act(rig_dev, IRQ_INTX, 0, IRQ_TRIGGER, &rig_err));
	cr_assert_not(irq_is_masked(rig_dev, IRQ_INTX));
	cr_assert_eq(irq_collect(rig_dev, NULL, NULL), 1);
	cr_assert_not(irq_is_masked(rig_dev, IRQ_INTX));
}

Test(irq, what_came_before_a_loopback_masks)
{
	cr_assert(irq_enable(rig_dev, IRQ_INTX, 0, 1, &rig_err));
	rig_fire(&rig_fake, IRQ_INTX, 0, 1);
	cr_assert(irq_act(rig_dev, IRQ_INTX, 0, IRQ_TRIGGER, &rig_err));
	cr_assert(irq_is_masked(rig_dev, IRQ_INTX));
	cr_assert_eq(irq_collect(rig_dev, NULL, NULL), 2);
}

Test(irq, a_loopback_takes_nothing_from_other_vectors)
{
	struct told told = { .calls = 0 };

	cr_assert(irq_enable(rig_dev, IRQ_MSI, 0, 2, &rig_err));
	rig_fire(&rig_fake, IRQ_MSI, 1, 1);
	rig_fire(&rig_fake, IRQ_MSI, 0, 2);
	cr_assert(irq_act(rig_dev, IRQ_MSI, 0, IRQ_TRIGGER, &rig_err));
	cr_assert_eq(irq_count(rig_dev, IRQ_MSI, 0), 3);
	cr_assert_eq(irq_collect(rig_dev, rig_note, &told), 4);
	cr_assert_eq(told.calls, 2);
	cr_assert_eq(told.vector[0], 0);
	cr_assert_eq(told.times[0], 3);
}

Test(irq, acting_on_what_is_off_says_how_to_enable_it)
{
	cr_assert_not(irq_act(rig_dev, IRQ_MSI, 0, IRQ_TRIGGER, &rig_err));
	cr_assert_eq(rig_err.code, EINVAL);
	cr_assert_str_eq(rig_err.msg, "MSI is not enabled");
	cr_assert_str_eq(rig_err.hint, "irq enable MSI");
	cr_assert(irq_enable(rig_dev, IRQ_MSI, 0, 1, &rig_err));
	cr_assert_not(irq_act(rig_dev, IRQ_MSI, 3, IRQ_TRIGGER, &rig_err));
	cr_assert_eq(rig_err.code, ERANGE);
	cr_assert_str_eq(rig_err.msg, "MSI vector 3 is not enabled");
}

Test(irq, message_interrupts_cannot_be_masked)
{
	cr_assert(irq_enable(rig_dev, IRQ_MSI, 0, 1, &rig_err));
	cr_assert_not(irq_act(rig_dev, IRQ_MSI, 0, IRQ_MASK, &rig_err));
	cr_assert_eq(rig_err.code, EOPNOTSUPP);
	cr_assert_str_eq(rig_err.msg, "MSI cannot be masked or unmasked");
	cr_assert_eq(rig_fake.actions, 0);
}

Test(irq, the_count_of_now_needs_no_collect)
{
	cr_assert_eq(irq_count_now(rig_dev, IRQ_MSI, 0), 0, "nothing is enabled");
	cr_assert(irq_enable(rig_dev, IRQ_MSI, 0, 1, &rig_err));
	rig_fire(&rig_fake, IRQ_MSI, 0, 3);
	cr_assert_eq(irq_count(rig_dev, IRQ_MSI, 0), 0);
	cr_assert_eq(irq_count_now(rig_dev, IRQ_MSI, 0), 3);
	cr_assert_eq(irq_collect(rig_dev, NULL, NULL), 3, "it is told all the same");
}

Test(irq, one_descriptor_tells_that_something_fired)
{
	struct epoll_event event;

	cr_assert_eq(irq_poll_fd(rig_dev), -1);
	cr_assert(irq_enable(rig_dev, IRQ_MSI, 0, 2, &rig_err));
	cr_assert_eq(epoll_wait(irq_poll_fd(rig_dev), &event, 1, 0), 0);
	rig_fire(&rig_fake, IRQ_MSI, 1, 1);
	cr_assert_eq(epoll_wait(irq_poll_fd(rig_dev), &event, 1, 0), 1);
	irq_collect(rig_dev, NULL, NULL);
	cr_assert_eq(epoll_wait(irq_poll_fd(rig_dev), &event, 1, 0), 0);
	cr_assert(irq_disable(rig_dev, IRQ_MSI, &rig_err));
	cr_assert_eq(irq_poll_fd(rig_dev), -1);
}

Test(irq, closing_the_device_disables_all)
{
	struct irq_fake *seen = &rig_fake;

	cr_assert(irq_listen_for_request(rig_dev, &rig_err));
	cr_assert(irq_enable(rig_dev, IRQ_MSI, 0, 2, &rig_err));
	irq_table_destroy(rig_dev);
	cr_assert_eq(seen->disables, 2);
	cr_assert_null(rig_dev->irq);
}

Test(irq, a_transport_without_interrupts_says_so)
{
	struct transport_ops bare = { .name = "bare", .close = rig_ops.close };

	rig_dev->ops = &bare;
	cr_assert_not(irq_enable(rig_dev, IRQ_MSI, 0, 1, &rig_err));
	cr_assert_eq(rig_err.code, EOPNOTSUPP);
	cr_assert(irq_listen_for_request(rig_dev, &rig_err));
	cr_assert_null(rig_dev->irq);
	rig_dev->ops = &rig_ops;
}
