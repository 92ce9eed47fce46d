/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An eventfd of somebody who does not want to be signalled. */
#include <criterion/criterion.h>

#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "backend/support/eventraise.h"

static uint64_t take(int fd)
{
	uint64_t count;

	cr_assert_eq(read(fd, &count, sizeof(count)), sizeof(count));
	return count;
}

Test(eventraise, each_adds_one)
{
	int fd = eventfd(0, EFD_CLOEXEC);

	for (int i = 0; i < 3; i++)
		event_raise(fd);
	cr_assert_eq(take(fd), 3);
	close(fd);
}

Test(eventraise, a_full_counter_is_not_waited_for, .timeout = 20)
{
	int fd = eventfd(0, EFD_CLOEXEC); /* blocking */
	uint64_t most = UINT64_MAX - 1;

	cr_assert_eq(write(fd, &most, sizeof(most)), sizeof(most));
	event_raise(fd);
	cr_assert_geq(take(fd), most);
	close(fd);
}
