/* SPDX-License-Identifier: GPL-2.0-or-later */
/* usage: peer_jim FILE SCRIPT
 * The bare language: Jim with two commands in C. `empty` does nothing; `peek NAME+OFFSET` does what a
 * command for a register cannot do without: parse the offset, check it, read the mapped file, answer
 * with the number as text. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <jim.h>

static const volatile uint8_t *map;
static size_t size;

static int empty(Jim_Interp *interp, int argc, Jim_Obj *const *argv)
{
	(void)argc;
	(void)argv;
	Jim_SetEmptyResult(interp);
	return JIM_OK;
}

static int peek(Jim_Interp *interp, int argc, Jim_Obj *const *argv)
{
	const char *plus = argc == 2 ? strchr(Jim_String(argv[1]), '+') : NULL;
	uint64_t offset = plus ? strtoull(plus + 1, NULL, 0) : UINT64_MAX;
	char text[24];

	if (size < 4 || offset > size - 4 || offset % 4)
		return JIM_ERR;
	snprintf(text, sizeof(text), "0x%08x", *(const volatile uint32_t *)(map + offset));
	Jim_SetResultString(interp, text, -1);
	return JIM_OK;
}

int main(int argc, char **argv)
{
	int fd = argc == 3 ? open(argv[1], O_RDONLY) : -1;
	Jim_Interp *interp = Jim_CreateInterp();
	struct stat st;

	if (fd < 0 || fstat(fd, &st)) {
		fprintf(stderr, "usage: peer_jim FILE SCRIPT\n");
		return 2;
	}
	size = (size_t)st.st_size;
	map = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
	if (map == MAP_FAILED)
		return 1;
	Jim_RegisterCoreCommands(interp);
	Jim_InitStaticExtensions(interp);
	Jim_CreateCommand(interp, "empty", empty, NULL, NULL);
	Jim_CreateCommand(interp, "peek", peek, NULL, NULL);
	return Jim_EvalSource(interp, NULL, 1, argv[2]) != JIM_OK;
}
