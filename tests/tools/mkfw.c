/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mkfw: write a small valid firmware image, for demonstrations where no real one can be had. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/support/mem.h"
#include "tests/tools/fwbuild.h"

static const char usage[] =
	"usage: mkfw [-3 | -4] [cavs1 | cavs2 | ace | avs15] FILE\n"
	"Write a firmware image of patterned bytes with correct tables, hashes and a signature\n"
	"by a public test key: 64 KiB, $CPD v2 with an IPC3 manifest (-3), unless told otherwise.\n"
	"ace and avs15 images have an IPC4 manifest (-4).\n";

static bool parse_kind(const char *word, enum fwbuild_kind *ret)
{
	static const char *const kinds[] = { "cavs1", "cavs2", "ace", "avs15" };

	for (size_t i = 0; i < 4; i++)
		if (!strcmp(word, kinds[i])) {
			*ret = (enum fwbuild_kind)i;
			return true;
		}
	return false;
}

static int write_image(const char *path, const struct fwbuild *how)
{
	size_t len;
	autofree uint8_t *image = fwbuild_image(how, &len);
	FILE *file = fopen(path, "wb");
	bool ok = file && fwrite(image, 1, len, file) == len;

	if (file && fclose(file))
		ok = false;
	if (!ok)
		perror(path);
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
	struct fwbuild how = { .kind = FWBUILD_CAVS_V2 };
	const char *path = NULL;

	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "-3") || !strcmp(argv[i], "-4"))
			how.ipc = (unsigned)(argv[i][1] - '0');
		else if (argv[i][0] == '-' || path ||
			 (i + 1 < argc && !parse_kind(argv[i], &how.kind))) {
			fputs(usage, stderr);
			return 2;
		} else if (i + 1 == argc)
			path = argv[i];
	}
	if (!path) {
		fputs(usage, stderr);
		return 2;
	}
	if (!how.ipc)
		how.ipc = how.kind == FWBUILD_ACE || how.kind == FWBUILD_AVS15 ? 4 : 3;
	return write_image(path, &how);
}
