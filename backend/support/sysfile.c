/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/support/sysfile.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "backend/support/mem.h"

enum { MAX_TEXT = 1 << 20 };

static bool read_path(const char *path, struct strbuf *ret)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	size_t total = 0;
	ssize_t got;

	if (fd < 0)
		return false;
	do {
		got = read(fd, strbuf_reserve(ret, 4096), 4096);
		strbuf_commit(ret, got > 0 ? (size_t)got : 0);
		total += got > 0 ? (size_t)got : 0;
	} while ((got > 0 && total < MAX_TEXT) || (got < 0 && errno == EINTR));
	close(fd);
	return got >= 0;
}

bool sysfile_read_all(struct strbuf *ret, const char *fmt, ...)
{
	autofree char *path = NULL;
	va_list ap;

	va_start(ap, fmt);
	path = xvasprintf(fmt, ap);
	va_end(ap);
	return read_path(path, ret);
}

bool sysfile_read(char *ret, size_t len, const char *fmt, ...)
{
	autostrbuf text = STRBUF_INIT;
	autofree char *path = NULL;
	va_list ap;

	va_start(ap, fmt);
	path = xvasprintf(fmt, ap);
	va_end(ap);
	ret[0] = '\0';
	if (!read_path(path, &text))
		return false;
	snprintf(ret, len, "%.*s", (int)strcspn(strbuf_text(&text), "\n"), strbuf_text(&text));
	return ret[0] != '\0';
}

bool sysfile_link(char *ret, size_t len, const char *fmt, ...)
{
	autofree char *path = NULL;
	char target[512];
	const char *slash;
	va_list ap;
	ssize_t n;

	va_start(ap, fmt);
	path = xvasprintf(fmt, ap);
	va_end(ap);
	ret[0] = '\0';
	n = readlink(path, target, sizeof(target) - 1);
	if (n < 0)
		return false;
	target[n] = '\0';
	slash = strrchr(target, '/');
	snprintf(ret, len, "%s", slash ? slash + 1 : target);
	return true;
}

void sysfile_list(struct strlist *ret, const char *fmt, ...)
{
	autofree char *path = NULL;
	struct dirent *entry;
	va_list ap;
	DIR *dir;

	va_start(ap, fmt);
	path = xvasprintf(fmt, ap);
	va_end(ap);
	dir = opendir(path);
	if (!dir)
		return;
	while ((entry = readdir(dir)))
		if (entry->d_name[0] != '.')
			strlist_add(ret, entry->d_name);
	closedir(dir);
	strlist_sort_unique(ret);
}

bool sysfile_exists(const char *fmt, ...)
{
	autofree char *path = NULL;
	va_list ap;

	va_start(ap, fmt);
	path = xvasprintf(fmt, ap);
	va_end(ap);
	return access(path, F_OK) == 0;
}
