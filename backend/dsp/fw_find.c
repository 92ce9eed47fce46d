/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where firmware files lie on this machine. */
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <dirent.h>
#include <unistd.h>

#include "backend/dsp/firmware.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/support/strlist.h"

#define KERNEL_FOLDER "/lib/firmware/intel"

/* Below a root, in the order of trust in a bare name: sof-tgl.ri is IPC3 before it is IPC4. */
static const char *const folders[] = {
	"",
	"/sof",
	"/sof-ipc4/*",
	"/avs/*",
	"/sof-ipc4-lib/*",
	"/sof-ipc4-lib/*/intel-signed",
	"/sof/community",
	"/sof-ipc4/*/community",
};
/* As distributions compress them. */
static const char *const suffixes[] = { "", ".xz", ".zst" };

/* The kernel's folder, then every suite of scripts/dev/fetch-firmware.sh. */
static void add_roots(struct strlist *ret)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

	strlist_add(ret, KERNEL_FOLDER);
	if (cache && cache[0] == '/')
		strlist_addf(ret, "%s/barsh/firmware/*/intel", cache);
	else if (home && home[0] == '/')
		strlist_addf(ret, "%s/.cache/barsh/firmware/*/intel", home);
}

/* Every folder that exists, in search order. */
static void add_folders(struct strlist *ret)
{
	autostrlist roots = STRLIST_INIT;

	add_roots(&roots);
	for (size_t i = 0; i < roots.count; i++) {
		for (size_t j = 0; j < ARRAY_SIZE(folders); j++) {
			autofree char *pattern = xasprintf("%s%s", roots.items[i], folders[j]);
			glob_t found;

			if (glob(pattern, GLOB_ONLYDIR, NULL, &found))
				continue;
			for (size_t k = 0; k < found.gl_pathc; k++)
				strlist_add(ret, found.gl_pathv[k]);
			globfree(&found);
		}
	}
}

static void find_below(const char *name, struct strlist *ret)
{
	autostrlist places = STRLIST_INIT;

	add_folders(&places);
	for (size_t i = 0; i < places.count; i++) {
		for (size_t j = 0; j < ARRAY_SIZE(suffixes); j++) {
			autofree char *path =
				xasprintf("%s/%s%s", places.items[i], name, suffixes[j]);

			if (!access(path, F_OK))
				strlist_add(ret, path);
		}
	}
}

bool fw_find(const char *name, char **ret, unsigned *ret_others, struct err *err)
{
	autostrlist paths = STRLIST_INIT, names = STRLIST_INIT;
	const char *near;

	/* Opening a path that does not exist says so best. */
	if (!access(name, F_OK) || name[0] == '/' || name[0] == '.') {
		*ret = xstrdup(name);
		*ret_others = 0;
		return true;
	}
	find_below(name, &paths);
	if (paths.count) {
		*ret = xstrdup(paths.items[0]);
		*ret_others = (unsigned)paths.count - 1;
		return true;
	}
	err_set(err, ENOENT, "no firmware file '%.120s', here or below " KERNEL_FOLDER, name);
	fw_find_names("", &names);
	near = strlist_nearest(&names, name);
	if (near)
		return err_hint(err, "did you mean %s?", near);
	if (!names.count)
		return err_hint(err, "install firmware-sof-signed (Debian) or linux-firmware, or "
				     "run scripts/dev/fetch-firmware.sh");
	return false;
}

/* The length of an image's name without the suffix of its compression; 0 when it is none: topologies
 * and trace dictionaries lie in the same folders. */
static size_t image_name_length(const char *name)
{
	static const char *const ends[] = { ".ri", "dsp_basefw.bin", ".llext" };

	for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
		const char *at = strstr(name, ends[i]);

		if (!at)
			continue;
		at += strlen(ends[i]);
		for (size_t j = 0; j < ARRAY_SIZE(suffixes); j++)
			if (!strcmp(at, suffixes[j]))
				return (size_t)(at - name);
	}
	return 0;
}

void fw_find_names(const char *prefix, struct strlist *ret)
{
	autostrlist places = STRLIST_INIT;

	add_folders(&places);
	for (size_t i = 0; i < places.count; i++) {
		DIR *dir = opendir(places.items[i]);
		const struct dirent *entry;

		while (dir && (entry = readdir(dir))) {
			size_t len = image_name_length(entry->d_name);

			if (len && !strncmp(entry->d_name, prefix, strlen(prefix)))
				strlist_addf(ret, "%.*s", (int)len, entry->d_name);
		}
		if (dir)
			closedir(dir);
	}
	strlist_sort_unique(ret);
}
