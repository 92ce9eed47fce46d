/* SPDX-License-Identifier: GPL-2.0-or-later */
/* usage: flip RUNS FILE COMMAND [ARG...]
 * How long until a poll sees its bit? COMMAND polls bit 0 of the first byte of FILE, writes 1 to the
 * fifth byte when it is set, and ends. It is left waiting for a fifth of a second, then the bit is
 * set. Prints the medians: microseconds from the bit to the answer, and the CPU that the wait used, in
 * thousandths. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/median.h"

enum { WAIT_US = 200000, GIVE_UP_US = 5000000 };

static int one_run(volatile uint8_t *map, char **command, long *ret_us, long *ret_cpu)
{
	struct rusage used;
	long start, end;
	int status, null;
	pid_t pid;

	map[0] = 0;
	map[4] = 0;
	pid = fork();
	if (!pid) {
		null = open("/dev/null", O_RDWR);
		dup2(null, STDOUT_FILENO);
		execvp(command[0], command);
		_exit(127);
	}
	usleep(WAIT_US);
	start = now_us();
	map[0] = 1;
	while (!map[4] && now_us() - start < GIVE_UP_US)
		;
	end = now_us();
	if (pid < 0 || wait4(pid, &status, 0, &used) < 0 || status || !map[4])
		return -1;
	*ret_us = end - start;
	*ret_cpu = (used.ru_utime.tv_usec + used.ru_stime.tv_usec) * 1000 / WAIT_US;
	return 0;
}

int main(int argc, char **argv)
{
	long us[MAX_RUNS], cpu[MAX_RUNS];
	int runs = argc > 3 ? atoi(argv[1]) : 0;
	int fd = runs > 0 && runs <= MAX_RUNS ? open(argv[2], O_RDWR) : -1;
	void *map;

	if (fd < 0) {
		fprintf(stderr, "usage: flip RUNS FILE COMMAND [ARG...]\n");
		return 2;
	}
	map = mmap(NULL, 8, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (map == MAP_FAILED)
		return 1;
	for (int i = 0; i < runs; i++) {
		if (one_run(map, argv + 3, &us[i], &cpu[i])) {
			fprintf(stderr, "flip: %s did not answer\n", argv[3]);
			return 1;
		}
	}
	printf("%ld %ld\n", median(us, runs), median(cpu, runs));
	return 0;
}
