/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/transport/mapfile.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/support/userfile.h"

bool mapfile_open(const char *path, int *ret_fd, bool *ret_writable, uint64_t *ret_size,
		  struct err *err)
{
	struct stat st;
	bool writable = true;
	int fd = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0 && (errno == EACCES || errno == EROFS || errno == EPERM || errno == EISDIR)) {
		writable = false;
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	}
	if (fd < 0)
		return userfile_failed(err, errno, "open", path);
	if (fstat(fd, &st) < 0) {
		int code = errno;

		close(fd);
		return userfile_failed(err, code, "open", path);
	}
	if (S_ISDIR(st.st_mode)) {
		close(fd);
		return userfile_failed(err, EISDIR, "open", path);
	}
	*ret_fd = fd;
	*ret_writable = writable;
	*ret_size = (uint64_t)st.st_size;
	return true;
}

bool mapfile_map(int fd, uint64_t size, bool writable, const char *what, volatile void **ret,
		 struct err *err)
{
	int protection = writable ? PROT_READ | PROT_WRITE : PROT_READ;
	void *map = mmap(NULL, size, protection, MAP_SHARED, fd, 0);

	if (map == MAP_FAILED) {
		int code = errno;

		err_sys(err, code, "cannot map %.150s", what);
		if (code == EPERM || code == EINVAL)
			return err_hint(err,
					"kernel lockdown or IO_STRICT_DEVMEM refuses it while a "
					"driver owns the device; bind it to vfio-pci instead");
		return false;
	}
	/* A child that inherits a BAR mapping would keep the device busy. */
	madvise(map, size, MADV_DONTFORK);
	*ret = map;
	return true;
}

void mapfile_unmap(volatile void *map, uint64_t size)
{
	munmap((void *)(uintptr_t)map, size);
}
