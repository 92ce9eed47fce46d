/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BENCH_MEDIAN_H
#define BENCH_MEDIAN_H

#include <stdlib.h>
#include <time.h>

enum { MAX_RUNS = 101 };

static inline long now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static inline int ascending(const void *a, const void *b)
{
	const long *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Sorts them. */
static inline long median(long *results, int count)
{
	qsort(results, (size_t)count, sizeof(*results), ascending);
	return results[count / 2];
}

#endif
