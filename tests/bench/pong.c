/* SPDX-License-Identifier: GPL-2.0-or-later */
/* usage: pong ROUNDS poll|eventfd COMMAND [ARG...]
 * How long until COMMAND notices, and answers? It gets a file as descriptor 3 with three 32-bit words:
 * the question, the answer, and one that it makes 1 when it is ready. In each round the question gets
 * the round's number, from 1 on; with `eventfd` the eventfd that COMMAND opened last is fired then.
 * COMMAND puts the number into the answer and ends after ROUNDS of them. The first round warms up. We
 * look for the answer without a pause, on a processor of our own: on a shared one COMMAND would wait for
 * the end of our time slice, milliseconds.
 * Prints microseconds: the median from question to answer, and of a mean round its length and the CPU
 * time that COMMAND used in it. */
#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/median.h"

enum { QUESTION, ANSWER, READY, WORDS };
enum { FILE_FD = 3, PAUSE_US = 2000, GIVE_UP_NS = 2000000000 };

static volatile uint32_t *words;

static long clock_ns(clockid_t id)
{
	struct timespec now;

	clock_gettime(id, &now);
	return now.tv_sec * 1000000000 + now.tv_nsec;
}

/* Until word is value: the time since `start`, or -1. */
static long await(unsigned word, uint32_t value, long start)
{
	long passed;

	do
		passed = clock_ns(CLOCK_MONOTONIC) - start;
	while (words[word] != value && passed < GIVE_UP_NS);
	return words[word] == value ? passed : -1;
}

/* The first processor for us, the others for the command. */
static bool take_processor(bool is_command)
{
	cpu_set_t all, wanted;
	int ours = 0;

	if (sched_getaffinity(0, sizeof(all), &all) || CPU_COUNT(&all) < 2)
		return false;
	while (!CPU_ISSET(ours, &all))
		ours++;
	CPU_ZERO(&wanted);
	CPU_SET(ours, &wanted);
	if (is_command)
		CPU_XOR(&wanted, &all, &wanted);
	return !sched_setaffinity(0, sizeof(wanted), &wanted);
}

static pid_t run(char **command)
{
	pid_t pid = fork();
	int null;

	if (pid)
		return pid;
	if (!take_processor(true))
		_exit(126);
	null = open("/dev/null", O_WRONLY);
	dup2(null, STDOUT_FILENO);
	execvp(command[0], command);
	_exit(127);
}

/* Our own descriptor for the newest eventfd of another process. */
static int take_eventfd(pid_t pid)
{
	char path[300], target[64];
	struct dirent *entry;
	int newest = -1;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/fd", (int)pid);
	dir = opendir(path);
	while (dir && (entry = readdir(dir))) {
		ssize_t len = readlinkat(dirfd(dir), entry->d_name, target, sizeof(target) - 1);

		target[len > 0 ? len : 0] = '\0';
		if (!strcmp(target, "anon_inode:[eventfd]") && atoi(entry->d_name) > newest)
			newest = atoi(entry->d_name);
	}
	if (dir)
		closedir(dir);
	return (int)syscall(SYS_pidfd_getfd, (int)syscall(SYS_pidfd_open, pid, 0), newest, 0);
}

/* One round; eventfd may be -1. Returns its latency, or -1. */
static long ask(uint32_t round, int eventfd)
{
	const uint64_t one = 1;
	long start;

	/* not in step with what the command does every 100 us */
	usleep(PAUSE_US + round * 37 % 100);
	start = clock_ns(CLOCK_MONOTONIC);
	words[QUESTION] = round;
	if (eventfd >= 0 && write(eventfd, &one, sizeof(one)) < 0)
		return -1;
	return await(ANSWER, round, start);
}

static const char *play(pid_t pid, long rounds, bool by_eventfd)
{
	long *took = calloc((size_t)rounds, sizeof(*took));
	long wall = 0, cpu = 0;
	int eventfd = -1;
	clockid_t clock;

	if (await(READY, 1, clock_ns(CLOCK_MONOTONIC)) < 0 || clock_getcpuclockid(pid, &clock))
		return "was never ready";
	if (by_eventfd && (eventfd = take_eventfd(pid)) < 0)
		return "has no eventfd that can be taken";
	for (long i = 0; i < rounds; i++) {
		if ((took[i] = ask((uint32_t)i + 1, eventfd)) < 0)
			return "did not answer";
		if (i == 0) {
			wall = clock_ns(CLOCK_MONOTONIC);
			cpu = clock_ns(clock);
		} else if (i == rounds - 2) { /* in the last one it may end before we look */
			wall = clock_ns(CLOCK_MONOTONIC) - wall;
			cpu = clock_ns(clock) - cpu;
		}
	}
	printf("%.1f %.1f %.1f\n", (double)median(took + 1, (int)rounds - 1) / 1000,
	       (double)wall / 1000 / (double)(rounds - 2),
	       (double)cpu / 1000 / (double)(rounds - 2));
	free(took);
	return NULL;
}

int main(int argc, char **argv)
{
	long rounds = argc > 3 ? atol(argv[1]) : 0;
	int fd = memfd_create("pong", 0), status;
	const char *failed;
	pid_t pid;

	if (rounds < 3 || rounds > 1000000 ||
	    (strcmp(argv[2], "poll") && strcmp(argv[2], "eventfd"))) {
		fprintf(stderr, "usage: pong ROUNDS poll|eventfd COMMAND [ARG...]\n");
		return 2;
	}
	if (fd < 0 || dup2(fd, FILE_FD) < 0 || ftruncate(FILE_FD, WORDS * sizeof(*words)))
		return 1;
	words = mmap(NULL, WORDS * sizeof(*words), PROT_READ | PROT_WRITE, MAP_SHARED, FILE_FD, 0);
	if (words == MAP_FAILED || (pid = run(argv + 3)) < 0)
		return 1;
	if (!take_processor(false))
		failed = "has no processor to itself";
	else
		failed = play(pid, rounds, !strcmp(argv[2], "eventfd"));
	if (failed) {
		fprintf(stderr, "pong: %s %s\n", argv[3], failed);
		kill(pid, SIGTERM);
	}
	return waitpid(pid, &status, 0) < 0 || status || failed ? 1 : 0;
}
