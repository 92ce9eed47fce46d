/* SPDX-License-Identifier: GPL-2.0-or-later */
/* usage: pong ROUNDS poll    peer_pong ROUNDS poll
 *        pong ROUNDS eventfd peer_pong ROUNDS eventfd [SCRIPT]
 * The bare answers to pong.c's questions. poll: read, sleep 100 us, until the question has changed.
 * eventfd: epoll waits, the eventfd is read; then the answer is written, or SCRIPT is evaluated by Jim,
 * in which `answer N` writes it. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <jim.h>

enum { QUESTION, ANSWER, READY, WORDS };

static volatile uint32_t *words;

static int answer(Jim_Interp *interp, int argc, Jim_Obj *const *argv)
{
	long number;

	if (argc != 2 || Jim_GetLong(interp, argv[1], &number) != JIM_OK)
		return JIM_ERR;
	words[ANSWER] = (uint32_t)number;
	return JIM_OK;
}

static void poll_rounds(uint32_t rounds)
{
	const struct timespec pause = { .tv_nsec = 100000 };

	words[READY] = 1;
	for (uint32_t round = 1; round <= rounds; round++) {
		while (words[QUESTION] != round)
			nanosleep(&pause, NULL);
		words[ANSWER] = round;
	}
}

static bool eventfd_rounds(uint32_t rounds, const char *script)
{
	int fd = eventfd(0, EFD_NONBLOCK), epoll = epoll_create1(0);
	struct epoll_event event = { .events = EPOLLIN };
	Jim_Interp *interp = Jim_CreateInterp();
	uint64_t times;

	Jim_RegisterCoreCommands(interp);
	Jim_InitStaticExtensions(interp);
	Jim_CreateCommand(interp, "answer", answer, NULL, NULL);
	if (fd < 0 || epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event))
		return false;
	words[READY] = 1;
	for (uint32_t round = 1; round <= rounds; round++) {
		if (epoll_wait(epoll, &event, 1, -1) != 1 || read(fd, &times, sizeof(times)) < 0)
			return false;
		if (!script)
			words[ANSWER] = round;
		else if (Jim_EvalSource(interp, NULL, 1, script) != JIM_OK)
			return false;
	}
	return true;
}

int main(int argc, char **argv)
{
	uint32_t rounds = argc >= 3 ? (uint32_t)atol(argv[1]) : 0;

	if (!rounds) {
		fprintf(stderr,
			"usage: pong ROUNDS poll|eventfd peer_pong ROUNDS poll|eventfd [SCRIPT]\n");
		return 2;
	}
	words = mmap(NULL, WORDS * sizeof(*words), PROT_READ | PROT_WRITE, MAP_SHARED, 3, 0);
	if (words == MAP_FAILED)
		return 1;
	if (!strcmp(argv[2], "poll"))
		poll_rounds(rounds);
	else if (!eventfd_rounds(rounds, argv[3]))
		return 1;
	return 0;
}
