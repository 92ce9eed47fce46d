/* SPDX-License-Identifier: GPL-2.0-or-later */
/* usage: peer_epoll COUNT [SCRIPT]
 * The bare interrupt: COUNT times an eventfd is fired, epoll says so, its count is read, and SCRIPT is
 * evaluated by Jim. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <jim.h>

int main(int argc, char **argv)
{
	long count = argc > 1 ? atol(argv[1]) : 0;
	const char *script = argc > 2 ? argv[2] : NULL;
	struct epoll_event event = { .events = EPOLLIN };
	int fd = eventfd(0, EFD_NONBLOCK), epoll = epoll_create1(0);
	Jim_Interp *interp = Jim_CreateInterp();
	uint64_t times = 1;

	if (count < 1) {
		fprintf(stderr, "usage: peer_epoll COUNT [SCRIPT]\n");
		return 2;
	}
	Jim_RegisterCoreCommands(interp);
	Jim_InitStaticExtensions(interp);
	if (fd < 0 || epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event))
		return 1;
	while (count--) {
		times = 1;
		if (write(fd, &times, sizeof(times)) < 0 || epoll_wait(epoll, &event, 1, -1) != 1 ||
		    read(fd, &times, sizeof(times)) < 0 ||
		    (script && Jim_EvalSource(interp, NULL, 1, script) != JIM_OK))
			return 1;
	}
	return 0;
}
