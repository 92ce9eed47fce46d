/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The socket that a vfio-user client finds. */
#include "backend/transport/vfio_user_server.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "backend/support/bits.h"

static int stream_socket(void)
{
	return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

static bool is_served(const struct sockaddr_un *address)
{
	int fd = stream_socket();
	/* EAGAIN: somebody listens and has a queue */
	bool served =
		fd >= 0 && (!connect(fd, (const struct sockaddr *)address, sizeof(*address)) ||
			    errno == EAGAIN);

	if (fd >= 0)
		close(fd);
	return served;
}

static bool check_place(const struct sockaddr_un *address, struct err *err)
{
	struct stat st;

	if (lstat(address->sun_path, &st) < 0)
		return true;
	if (!S_ISSOCK(st.st_mode)) {
		err_set(err, EEXIST, "%s exists and is no socket", address->sun_path);
		return err_hint(err, "choose another name, or remove it");
	}
	if (is_served(address)) {
		err_set(err, EADDRINUSE, "%s is served already", address->sun_path);
		return err_hint(err, "choose another name, or end that server");
	}
	return true;
}

/* Bound under another name and renamed when it listens: whoever sees it can connect. That also puts a
 * dead server's socket out of the way, in one step. */
static bool bind_and_listen(int fd, const char *path, struct err *err)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	mode_t old;
	int code;

	snprintf(address.sun_path, sizeof(address.sun_path), "%s.new", path);
	if (!check_place(&address, err))
		return false;
	unlink(address.sun_path);
	old = umask(077);
	code = bind(fd, (const struct sockaddr *)&address, sizeof(address)) < 0 ? errno : 0;
	umask(old);
	if (code)
		return err_sys(err, code, "cannot create %s", path);
	if (listen(fd, 1) < 0 || rename(address.sun_path, path) < 0) {
		code = errno;
		unlink(address.sun_path);
		return err_sys(err, code, "cannot listen on %s", path);
	}
	return true;
}

bool vfio_user_listen(const char *path, int *ret, struct err *err)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd;

	if (!path[0])
		return err_set(err, EINVAL, "a socket needs a path");
	if (strlen(path) + strlen(".new") >= sizeof(address.sun_path)) {
		err_set(err, ENAMETOOLONG,
			"the path of a socket has at most %zu characters, not %zu",
			sizeof(address.sun_path) - 1 - strlen(".new"), strlen(path));
		return err_hint(err, "a relative path counts as it is written");
	}
	memcpy(address.sun_path, path, strlen(path) + 1);
	if (!check_place(&address, err))
		return false;
	fd = stream_socket();
	if (fd < 0)
		return err_sys(err, errno, "cannot create a socket");
	if (!bind_and_listen(fd, path, err)) {
		close(fd);
		return false;
	}
	*ret = fd;
	return true;
}

bool vfio_user_accept(int listen_fd, int stop_fd, int *ret, struct err *err)
{
	for (;;) {
		struct pollfd fds[] = { { .fd = listen_fd, .events = POLLIN },
					{ .fd = stop_fd, .events = POLLIN } };
		int fd;

		if (poll(fds, ARRAY_SIZE(fds), -1) < 0 && errno != EINTR)
			return err_sys(err, errno, "cannot wait for a client");
		if (fds[1].revents)
			return err_set(err, ECANCELED, "ended before a client came");
		fd = accept4(listen_fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
		if (fd >= 0) {
			*ret = fd;
			return true;
		}
		if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED)
			return err_sys(err, errno, "cannot accept a client");
	}
}
