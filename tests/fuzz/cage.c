/* SPDX-License-Identifier: GPL-2.0-or-later */
/* These definitions take the place of the C library's in the whole process, because a program's own
 * symbols come first. What libFuzzer writes when the target crashes is still let through, by its name. */
#include "tests/fuzz/cage.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char *allowed; /* NULL: the cage is open */

void cage_close(const char *readable)
{
	allowed = readable;
}

void cage_open(void)
{
	allowed = NULL;
}

/* A finding of libFuzzer ("…-crash-1234"). */
static bool is_finding(const char *path)
{
	static const char *const kinds[] = { "crash-", "timeout-", "oom-", "leak-", "slow-unit-" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strstr(path, kinds[i]))
			return true;
	return false;
}

static bool refused(const char *path, int flags)
{
	size_t len;

	if (!allowed || is_finding(path) || !strncmp(path, "/proc/self/", 11))
		return false;
	len = strlen(allowed);
	if ((flags & O_ACCMODE) == O_RDONLY && !(flags & (O_CREAT | O_TRUNC)) &&
	    !strstr(path, "..") &&
	    (path[0] != '/' || (!strncmp(path, allowed, len) && path[len] == '/')))
		return false;
	errno = EACCES;
	return true;
}

static int do_open(int folder, const char *path, int flags, mode_t mode)
{
	/* A machine with little memory: what is asked for beyond it is refused, not filled. */
	if (allowed && !strcmp(path, "/proc/meminfo"))
		path = "meminfo";
	if (refused(path, flags))
		return -1;
	return (int)syscall(SYS_openat, folder, path, flags, mode);
}

static mode_t take_mode(int flags, va_list ap)
{
	return flags & (O_CREAT | O_TMPFILE) ? va_arg(ap, mode_t) : 0;
}

int open(const char *path, int flags, ...)
{
	va_list ap;
	mode_t mode;

	va_start(ap, flags);
	mode = take_mode(flags, ap);
	va_end(ap);
	return do_open(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...) __attribute__((alias("open")));

int openat(int folder, const char *path, int flags, ...)
{
	va_list ap;
	mode_t mode;

	va_start(ap, flags);
	mode = take_mode(flags, ap);
	va_end(ap);
	return do_open(folder, path, flags, mode);
}

FILE *fopen(const char *path, const char *mode)
{
	int flags = mode[0] == 'r' ? O_RDONLY : O_WRONLY | O_CREAT;
	int fd;

	if (strchr(mode, '+'))
		flags = O_RDWR | (mode[0] == 'r' ? 0 : O_CREAT);
	if (mode[0] == 'w')
		flags |= O_TRUNC;
	if (mode[0] == 'a')
		flags |= O_APPEND;
	fd = do_open(AT_FDCWD, path, flags | O_CLOEXEC, 0666);
	return fd < 0 ? NULL : fdopen(fd, mode);
}

FILE *fopen64(const char *path, const char *mode) __attribute__((alias("fopen")));

static int deny(void)
{
	errno = EPERM;
	return -1;
}

pid_t fork(void)
{
	return allowed ? deny() : (pid_t)syscall(SYS_fork);
}

pid_t vfork(void)
{
	return fork();
}

int execve(const char *path, char *const argv[], char *const envp[])
{
	return allowed ? deny() : (int)syscall(SYS_execve, path, argv, envp);
}

int socket(int domain, int type, int protocol)
{
	return allowed ? deny() : (int)syscall(SYS_socket, domain, type, protocol);
}

int kill(pid_t pid, int signo)
{
	return allowed ? deny() : (int)syscall(SYS_kill, pid, signo);
}

/* libFuzzer's deadline runs on the same timer. */
unsigned alarm(unsigned seconds)
{
	(void)seconds;
	return 0;
}

int unlink(const char *path)
{
	return refused(path, O_RDWR) ? -1 : (int)syscall(SYS_unlink, path);
}

int rename(const char *from, const char *to)
{
	return refused(from, O_RDWR) ? -1 : (int)syscall(SYS_rename, from, to);
}

int mkdir(const char *path, mode_t mode)
{
	return refused(path, O_RDWR) ? -1 : (int)syscall(SYS_mkdir, path, mode);
}

int rmdir(const char *path)
{
	return refused(path, O_RDWR) ? -1 : (int)syscall(SYS_rmdir, path);
}

int chmod(const char *path, mode_t mode)
{
	return refused(path, O_RDWR) ? -1 : (int)syscall(SYS_chmod, path, mode);
}

int chown(const char *path, uid_t user, gid_t group)
{
	return refused(path, O_RDWR) ? -1 : (int)syscall(SYS_chown, path, user, group);
}

int truncate(const char *path, off_t len)
{
	return refused(path, O_RDWR) ? -1 : (int)syscall(SYS_truncate, path, len);
}

/* What is in the machine would make one input mean different things on two of them. */
DIR *opendir(const char *path)
{
	int fd = do_open(AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

	return fd < 0 ? NULL : fdopendir(fd);
}
