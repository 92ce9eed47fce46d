/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One call of the C library fails. Linked into build/faults/barsh with --wrap for every name
 * that has a __wrap_ here, so that calls of barsh's own code come here and those inside libraries do not.
 *
 *   INJECT_AT=N      the Nth call fails (1 is the first); unset: none does
 *   INJECT_MODE=     fail (default): with the error that fits best
 *                    forever: so does every later call of that function
 *                    short: reads and writes of bytes move one byte only; other calls are left alone
 *                    eintr: what may be interrupted is, once; other calls are left alone
 *   INJECT_LOG=FILE  what failed ("12 pread"), or the number of calls when none did */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum mode { MODE_FAIL, MODE_FOREVER, MODE_SHORT, MODE_EINTR };

static struct {
	bool ready;
	enum mode mode;
	unsigned long at, calls;
	const char *log;
	const char *victim; /* the function that failed */
} inject;

static void note(void)
{
	FILE *f = inject.log ? fopen(inject.log, "w")
			     : NULL; /* this file's own calls are not wrapped */

	if (!f)
		return;
	if (inject.victim)
		fprintf(f, "%lu %s\n", inject.at, inject.victim);
	else
		fprintf(f, "%lu\n", inject.calls);
	fclose(f);
}

static void prepare(void)
{
	static const char *const modes[] = { "fail", "forever", "short", "eintr" };
	const char *at = getenv("INJECT_AT"), *mode = getenv("INJECT_MODE");

	inject.ready = true;
	inject.log = getenv("INJECT_LOG");
	inject.at = at ? strtoul(at, NULL, 10) : 0;
	for (size_t i = 0; mode && i < sizeof(modes) / sizeof(modes[0]); i++)
		if (!strcmp(mode, modes[i]))
			inject.mode = (enum mode)i;
	if (!inject.at)
		atexit(note);
}

/* able: the mode has something to do for this call; calls it has not are not counted. */
static bool hit(const char *name, bool able)
{
	if (!inject.ready)
		prepare();
	if (!able)
		return false;
	if (++inject.calls == inject.at) {
		inject.victim = name;
		note();
		return true;
	}
	return inject.mode == MODE_FOREVER && inject.victim && !strcmp(inject.victim, name);
}

static bool fails(const char *name, int error)
{
	if (!inject.ready)
		prepare();
	if (!hit(name, inject.mode <= MODE_FOREVER))
		return false;
	errno = error;
	return true;
}

/* Calls that a signal may end early. */
static bool fails_or_interrupted(const char *name, int error)
{
	if (!inject.ready)
		prepare();
	if (!hit(name, inject.mode != MODE_SHORT))
		return false;
	errno = inject.mode == MODE_EINTR ? EINTR : error;
	return true;
}

/* Calls that move bytes: true and *len cut to 1 in short mode. Eight bytes are an eventfd, which has no
 * error but EINTR and no parts. */
static bool fails_or_cut(const char *name, int error, size_t *len)
{
	if (!inject.ready)
		prepare();
	if (*len == sizeof(uint64_t))
		return inject.mode == MODE_EINTR && fails_or_interrupted(name, EINTR);
	if (inject.mode != MODE_SHORT)
		return fails_or_interrupted(name, error);
	if (*len > 1 && hit(name, true))
		*len = 1;
	return false;
}

#define WRAP(type, name, error, failed, params, args)                     \
	type __real_##name params;                                        \
	type __wrap_##name params;                                        \
	type __wrap_##name params                                         \
	{                                                                 \
		return fails(#name, error) ? failed : __real_##name args; \
	}
#define WRAP_SLOW(type, name, error, failed, params, args)                               \
	type __real_##name params;                                                       \
	type __wrap_##name params;                                                       \
	type __wrap_##name params                                                        \
	{                                                                                \
		return fails_or_interrupted(#name, error) ? failed : __real_##name args; \
	}
#define WRAP_BYTES(name, params, args)                                           \
	ssize_t __real_##name params;                                            \
	ssize_t __wrap_##name params;                                            \
	ssize_t __wrap_##name params                                             \
	{                                                                        \
		return fails_or_cut(#name, EIO, &len) ? -1 : __real_##name args; \
	}

/* memory */
WRAP(void *, malloc, ENOMEM, NULL, (size_t size), (size))
WRAP(void *, calloc, ENOMEM, NULL, (size_t count, size_t size), (count, size))
WRAP(void *, reallocarray, ENOMEM, NULL, (void *old, size_t count, size_t size), (old, count, size))
WRAP(char *, strdup, ENOMEM, NULL, (const char *text), (text))
WRAP(char *, strndup, ENOMEM, NULL, (const char *text, size_t len), (text, len))
WRAP(int, vasprintf, ENOMEM, -1, (char **ret, const char *fmt, va_list ap), (ret, fmt, ap))
WRAP(void *, mmap, ENOMEM, MAP_FAILED,
     (void *at, size_t len, int prot, int flags, int fd, off_t offset),
     (at, len, prot, flags, fd, offset))

/* files */
WRAP(int, close, EIO, (__real_close(fd), -1), (int fd), (fd))
WRAP(int, fstat, EIO, -1, (int fd, struct stat *ret), (fd, ret))
WRAP(int, stat, EACCES, -1, (const char *path, struct stat *ret), (path, ret))
WRAP(int, lstat, EACCES, -1, (const char *path, struct stat *ret), (path, ret))
WRAP(int, access, EACCES, -1, (const char *path, int mode), (path, mode))
WRAP(int, mkdir, EACCES, -1, (const char *path, mode_t mode), (path, mode))
WRAP(int, rename, EIO, -1, (const char *from, const char *to), (from, to))
WRAP(int, unlink, EIO, -1, (const char *path), (path))
WRAP(int, ftruncate, ENOSPC, -1, (int fd, off_t len), (fd, len))
WRAP(int, fsync, EIO, -1, (int fd), (fd))
WRAP(int, fdatasync, EIO, -1, (int fd), (fd))
WRAP(int, chown, EPERM, -1, (const char *path, uid_t uid, gid_t gid), (path, uid, gid))
WRAP(ssize_t, readlink, EACCES, -1, (const char *path, char *buf, size_t len), (path, buf, len))
WRAP(DIR *, opendir, EMFILE, NULL, (const char *path), (path))
WRAP(FILE *, fopen, EMFILE, NULL, (const char *path, const char *mode), (path, mode))
WRAP(FILE *, fdopen, ENOMEM, NULL, (int fd, const char *mode), (fd, mode))
WRAP(int, fflush, ENOSPC, EOF, (FILE * f), (f))
WRAP(int, fclose, ENOSPC, (__real_fclose(f), EOF), (FILE * f), (f))
WRAP(void *, dlopen, ENOENT, NULL, (const char *soname, int flags), (soname, flags))
WRAP(void *, dlsym, ENOENT, NULL, (void *library, const char *name), (library, name))
WRAP_SLOW(int, flock, ENOLCK, -1, (int fd, int how), (fd, how))
WRAP_BYTES(read, (int fd, void *buf, size_t len), (fd, buf, len))
WRAP_BYTES(write, (int fd, const void *buf, size_t len), (fd, buf, len))
WRAP_BYTES(pread, (int fd, void *buf, size_t len, off_t at), (fd, buf, len, at))
WRAP_BYTES(pwrite, (int fd, const void *buf, size_t len, off_t at), (fd, buf, len, at))

int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...)
{
	unsigned mode = 0;
	va_list ap;

	va_start(ap, flags);
	if (flags & (O_CREAT | O_TMPFILE))
		mode = va_arg(ap, unsigned);
	va_end(ap);
	return fails_or_interrupted("open", EMFILE) ? -1 : __real_open(path, flags, mode);
}

int __real_fcntl(int fd, int command, ...);
int __wrap_fcntl(int fd, int command, ...);
int __wrap_fcntl(int fd, int command, ...)
{
	va_list ap;
	long value;

	va_start(ap, command);
	value = va_arg(ap, long);
	va_end(ap);
	return fails("fcntl", EMFILE) ? -1 : __real_fcntl(fd, command, value);
}

/* devices */
int __real_ioctl(int fd, unsigned long request, ...);
int __wrap_ioctl(int fd, unsigned long request, ...);
int __wrap_ioctl(int fd, unsigned long request, ...)
{
	va_list ap;
	void *arg;

	va_start(ap, request);
	arg = va_arg(ap, void *);
	va_end(ap);
	return fails_or_interrupted("ioctl", ENODEV) ? -1 : __real_ioctl(fd, request, arg);
}

WRAP(int, memfd_create, EMFILE, -1, (const char *name, unsigned flags), (name, flags))

/* waiting, sockets */
WRAP(int, eventfd, EMFILE, -1, (unsigned start, int flags), (start, flags))
WRAP(int, epoll_create1, EMFILE, -1, (int flags), (flags))
WRAP(int, epoll_ctl, ENOSPC, -1, (int set, int op, int fd, struct epoll_event *event),
     (set, op, fd, event))
int __real_epoll_wait(int set, struct epoll_event *events, int max, int ms);
int __wrap_epoll_wait(int set, struct epoll_event *events, int max, int ms);
int __wrap_epoll_wait(int set, struct epoll_event *events, int max, int ms)
{
	/* nothing else can come of a set that is ours */
	if (inject.mode == MODE_EINTR && fails_or_interrupted("epoll_wait", EINTR))
		return -1;
	return __real_epoll_wait(set, events, max, ms);
}
WRAP_SLOW(int, poll, ENOMEM, -1, (struct pollfd * fds, nfds_t count, int ms), (fds, count, ms))
WRAP_SLOW(int, ppoll, ENOMEM, -1,
	  (struct pollfd * fds, nfds_t count, const struct timespec *time, const sigset_t *mask),
	  (fds, count, time, mask))
WRAP(int, socket, EMFILE, -1, (int domain, int type, int protocol), (domain, type, protocol))
WRAP(int, bind, EADDRINUSE, -1, (int fd, const struct sockaddr *to, socklen_t len), (fd, to, len))
WRAP(int, listen, EADDRINUSE, -1, (int fd, int backlog), (fd, backlog))
WRAP_SLOW(int, connect, ECONNREFUSED, -1, (int fd, const struct sockaddr *to, socklen_t len),
	  (fd, to, len))
WRAP_SLOW(int, accept4, EMFILE, -1, (int fd, struct sockaddr *from, socklen_t *len, int flags),
	  (fd, from, len, flags))
WRAP_SLOW(ssize_t, sendmsg, EPIPE, -1, (int fd, const struct msghdr *msg, int flags),
	  (fd, msg, flags))
WRAP_SLOW(ssize_t, recvmsg, ECONNRESET, -1, (int fd, struct msghdr *msg, int flags),
	  (fd, msg, flags))
WRAP(int, signalfd, EMFILE, -1, (int fd, const sigset_t *mask, int flags), (fd, mask, flags))
WRAP(pid_t, fork, EAGAIN, -1, (void), ())
WRAP_SLOW(pid_t, waitpid, ECHILD, -1, (pid_t pid, int *status, int options), (pid, status, options))
