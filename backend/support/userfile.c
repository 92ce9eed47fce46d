/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/support/userfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/support/mem.h"

bool userfile_failed(struct err *err, int code, const char *verb, const char *path)
{
	/* as an error code EINTR means the user's Ctrl-C */
	err_sys(err, code == EINTR ? EAGAIN : code, "cannot %s %.150s", verb, path);
	switch (code) {
	case ENOENT:
	case ENOTDIR:
		return err_hint(err, "is the path right? it counts from the folder barsh runs in");
	case EACCES:
	case EPERM:
		return err_hint(err, "it belongs to somebody else: root, or a chown, is needed");
	case EISDIR:
		return err_hint(err, "name a file in it");
	case EEXIST:
		return err_hint(err, "-force overwrites it");
	default:
		return false;
	}
}

static int open_again(const char *path, int flags)
{
	int fd;

	do
		fd = open(path, flags | O_CLOEXEC, 0666);
	while (fd < 0 && errno == EINTR);
	return fd;
}

bool userfile_open(const char *path, int *ret_fd, uint64_t *ret_size, struct err *err)
{
	/* O_NONBLOCK: a FIFO in the place of a file must not stop the program. */
	int fd = open_again(path, O_RDONLY | O_NONBLOCK);
	struct stat st;
	int code = 0;

	if (fd < 0)
		return userfile_failed(err, errno, "open", path);
	if (fstat(fd, &st) < 0)
		code = errno;
	else if (S_ISDIR(st.st_mode))
		code = EISDIR;
	if (!code && S_ISREG(st.st_mode)) {
		*ret_fd = fd;
		*ret_size = (uint64_t)st.st_size;
		return true;
	}
	close(fd);
	if (code)
		return userfile_failed(err, code, "open", path);
	return err_set(err, EINVAL, "%.150s is not a regular file", path);
}

/* To the end, whatever its size was when it was opened. */
static bool read_to_end(int fd, const char *path, size_t max, uint8_t **ret, size_t *ret_len,
			struct err *err)
{
	size_t len = 0, room = *ret_len + 1;
	autofree uint8_t *bytes = xmalloc(room);

	for (;;) {
		ssize_t got = read(fd, bytes + len, room - len);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return userfile_failed(err, errno, "read", path);
		if (!got)
			break;
		len += (size_t)got;
		if (len > max)
			return err_set(err, EFBIG, "%.150s has more than %zu bytes", path, max);
		if (len == room) {
			room *= 2;
			bytes = xreallocarray(bytes, room, 1);
		}
	}
	*ret = bytes;
	*ret_len = len;
	bytes = NULL;
	return true;
}

bool userfile_read(const char *path, size_t max, uint8_t **ret, size_t *ret_len, struct err *err)
{
	uint64_t size;
	size_t len;
	bool ok;
	int fd;

	if (!userfile_open(path, &fd, &size, err))
		return false;
	len = size < max ? (size_t)size : max;
	ok = read_to_end(fd, path, max, ret, &len, err);
	close(fd);
	if (ok)
		*ret_len = len;
	return ok;
}

static bool write_all(int fd, const uint8_t *bytes, size_t len)
{
	while (len) {
		ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		bytes += n;
		len -= (size_t)n;
	}
	return true;
}

bool userfile_write(const char *path, bool overwrite, const void *bytes, size_t len,
		    struct err *err)
{
	int fd = open_again(path, O_WRONLY | O_CREAT | (overwrite ? O_TRUNC : O_EXCL));
	int code = 0;

	if (fd < 0)
		return userfile_failed(err, errno, "write", path);
	if (!write_all(fd, bytes, len))
		code = errno;
	if (close(fd) < 0 && !code)
		code = errno;
	return !code || userfile_failed(err, code, "write", path);
}
