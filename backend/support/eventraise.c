/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A write to a full eventfd waits for its reader unless the descriptor is non-blocking, which is a
 * property that its owner shares and may change at any time; between a poll and a write the owner
 * may fill it. What never waits is the kernel's own signal, which asynchronous I/O sends when it is
 * done (io_submit(2), IOCB_FLAG_RESFD): here a read of /dev/null, done at once. */
#include "backend/support/eventraise.h"

#include <fcntl.h>
#include <linux/aio_abi.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* One for the process: to end one costs a grace period of the kernel. It is not inherited over a
 * fork, where io_submit fails then. */
static aio_context_t context;
static int null_fd = -1;
static bool tried;

static bool begin(void)
{
	if (tried)
		return null_fd >= 0;
	tried = true;
	if (syscall(SYS_io_setup, 1, &context) < 0)
		return false;
	null_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	return null_fd >= 0;
}

static bool raise_by_kernel(int fd)
{
	struct iocb read_nothing = {
		.aio_lio_opcode = IOCB_CMD_PREAD,
		.aio_fildes = (uint32_t)null_fd,
		.aio_flags = IOCB_FLAG_RESFD,
		.aio_resfd = (uint32_t)fd,
	};
	struct iocb *list[] = { &read_nothing };
	struct timespec at_once = { 0, 0 };
	struct io_event done;

	if (syscall(SYS_io_submit, context, 1, list) != 1)
		return false;
	syscall(SYS_io_getevents, context, 1, 1, &done, &at_once);
	return true;
}

/* A kernel without asynchronous I/O: all but that moment is safe. */
static void raise_by_write(int fd)
{
	struct pollfd ready = { .fd = fd, .events = POLLOUT };
	uint64_t one = 1;
	ssize_t done;

	if (poll(&ready, 1, 0) != 1 || !(ready.revents & POLLOUT))
		return;
	done = write(fd, &one, sizeof(one));
	(void)done;
}

void event_raise(int fd)
{
	if (!begin() || !raise_by_kernel(fd))
		raise_by_write(fd);
}
