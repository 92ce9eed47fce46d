/* SPDX-License-Identifier: GPL-2.0-or-later */
/* usage: peer_poll FILE   the bare poll: read, sleep 100 us, until bit 0 is set; then write the answer */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <time.h>

int main(int argc, char **argv)
{
	const struct timespec pause = { .tv_nsec = 100000 };
	int fd = argc == 2 ? open(argv[1], O_RDWR) : -1;
	volatile uint8_t *map;

	if (fd < 0) {
		fprintf(stderr, "usage: peer_poll FILE\n");
		return 2;
	}
	map = mmap(NULL, 8, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (map == MAP_FAILED)
		return 1;
	while (!(map[0] & 1))
		nanosleep(&pause, NULL);
	map[4] = 1;
	return 0;
}
