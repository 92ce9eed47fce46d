/* SPDX-License-Identifier: GPL-2.0-or-later */
/* usage: peer_loop FILE COUNT [print]
 * The bare machine: COUNT volatile 32-bit reads of a mapped file, printed if wanted. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>

int main(int argc, char **argv)
{
	int fd = argc >= 3 ? open(argv[1], O_RDONLY) : -1;
	long count = argc >= 3 ? atol(argv[2]) : 0;
	const volatile uint32_t *map;
	struct stat st;

	if (fd < 0 || fstat(fd, &st) || st.st_size < 4) {
		fprintf(stderr, "usage: peer_loop FILE COUNT [print]\n");
		return 2;
	}
	map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);
	if (map == MAP_FAILED)
		return 1;
	for (long i = 0; i < count; i++) {
		uint32_t value = map[(size_t)i % ((size_t)st.st_size / 4)];

		if (argc > 3)
			printf("0x%08x\n", value);
	}
	return 0;
}
