/* SPDX-License-Identifier: GPL-2.0-or-later */
/* usage: measure RUNS COMMAND [ARG...]
 * Run the command RUNS times with its output thrown away, and print the medians: user and system time
 * and wall time in microseconds, peak memory in KiB. Status 1 when a run fails. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/median.h"

enum { USER, SYSTEM, WALL, PEAK, COUNT };

static void run(char **command)
{
	int null = open("/dev/null", O_RDWR);

	dup2(null, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	execvp(command[0], command);
	_exit(127);
}

static int one_run(char **command, long *ret)
{
	long start = now_us();
	pid_t pid = fork();
	struct rusage used;
	int status;

	if (!pid)
		run(command);
	if (pid < 0 || wait4(pid, &status, 0, &used) < 0)
		return -1;
	ret[WALL] = now_us() - start;
	ret[USER] = used.ru_utime.tv_sec * 1000000 + used.ru_utime.tv_usec;
	ret[SYSTEM] = used.ru_stime.tv_sec * 1000000 + used.ru_stime.tv_usec;
	ret[PEAK] = used.ru_maxrss;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

int main(int argc, char **argv)
{
	static long results[COUNT][MAX_RUNS];
	int runs = argc > 2 ? atoi(argv[1]) : 0;

	if (runs < 1 || runs > MAX_RUNS) {
		fprintf(stderr, "usage: measure RUNS COMMAND [ARG...]\n");
		return 2;
	}
	for (int i = 0; i < runs; i++) {
		long result[COUNT];
		int status = one_run(argv + 2, result);

		if (status) {
			fprintf(stderr, "measure: %s: status %d\n", argv[2], status);
			return 1;
		}
		for (int k = 0; k < COUNT; k++)
			results[k][i] = result[k];
	}
	for (int k = 0; k < COUNT; k++)
		printf("%ld%c", median(results[k], runs), k + 1 < COUNT ? ' ' : '\n');
	return 0;
}
