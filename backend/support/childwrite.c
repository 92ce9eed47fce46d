/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/support/childwrite.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SLICE_MS = 2, ASK_MS = 1000 };

int childwrite_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	int code = 0;

	if (fd < 0)
		return errno;
	if (write(fd, text, strlen(text)) < 0)
		code = errno;
	close(fd);
	return code;
}

/* Ctrl-C is for the program: a write that has begun is better ended. */
__attribute__((noreturn)) static void be_the_child(const struct childwrite *how, const char *path,
						   const char *text)
{
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	_exit((how->write ? how->write : childwrite_file)(path, text));
}

static int outcome(int status)
{
	return WIFEXITED(status) ? WEXITSTATUS(status) : EIO;
}

int childwrite(const struct childwrite *how, const char *path, const char *text)
{
	const struct timespec slice = { .tv_nsec = SLICE_MS * 1000000L };
	unsigned waited = 0;
	pid_t child = fork();
	int status;

	if (child < 0)
		return errno;
	if (child == 0)
		be_the_child(how, path, text);
	for (;;) {
		pid_t ended = waitpid(child, &status, WNOHANG);

		if (ended == child)
			return outcome(status);
		if (ended < 0 && errno != EINTR)
			return errno;
		if (waited >= how->limit_ms)
			return ETIMEDOUT;
		nanosleep(&slice, NULL);
		waited += SLICE_MS;
		if (waited % ASK_MS == 0 && how->waiting && !how->waiting(how->ctx, waited))
			return EINTR;
	}
}
