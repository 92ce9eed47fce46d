/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "repl/serve.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "backend/device.h"
#include "backend/model/model.h"
#include "backend/transport/vfio_user_server.h"

enum { STATUS_OK = 0, STATUS_FAILED = 1, STATUS_USAGE = 2, STATUS_NOT_READY = 3 };
enum { STATUS_INTERRUPTED = 130 };

static int fail(const struct err *err, int status)
{
	fprintf(stderr, "error: %s\n", err->msg);
	if (err->hint[0])
		fprintf(stderr, "hint: %s\n", err->hint);
	return status;
}

static bool find_model(const struct serve_options *o, const struct model_class **ret,
		       struct err *err)
{
	const char *spec = o->spec;
	struct device *dev;
	bool good = true;

	if (!spec || strncmp(spec, "sim:", 4)) {
		err_set(err, EINVAL, spec ? "%.100s cannot be served" : "--serve needs a device",
			spec);
		return err_hint(err, "only simulated devices can: barsh --serve SOCKET sim:tgl");
	}
	if (!device_open(spec, &dev, err)) /* knows which there are, and their faults */
		return false;
	for (size_t i = 0; good && i < o->fault_count; i++)
		good = dev->ops->fault_set(dev, o->faults[i], true, err);
	device_close(dev);
	*ret = model_find(spec + 4);
	return good;
}

/* As a descriptor, so that no signal falls between a look and a wait. */
static int signals_as_fd(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static bool is_stopped(int stop_fd)
{
	struct pollfd stop = { .fd = stop_fd, .events = POLLIN };

	return poll(&stop, 1, 0) == 1;
}

static void print_event(void *ctx, enum vfio_user_event event, const char *text)
{
	const struct serve_options *o = ctx;

	if (o->verbose)
		fprintf(stderr, "%s: %s\n", event == VFIO_USER_COMPLAINT ? "complaint" : "note",
			text);
}

static struct vfio_user_server *create_server(const struct model_class *class, int fd,
					      struct serve_options *o)
{
	struct vfio_user_server *server = vfio_user_server_create(class, fd, print_event, o);

	for (size_t i = 0; i < o->fault_count; i++)
		vfio_user_server_fault(server, o->faults[i]);
	return server;
}

/* A client that leaves without a word was somebody who looked whether the socket is served. */
static bool wait_for_client(const struct model_class *class, int listen_fd, int stop_fd,
			    struct serve_options *o, struct vfio_user_server **ret, struct err *err)
{
	for (;;) {
		enum vfio_user_state state = VFIO_USER_RUNS;
		struct vfio_user_server *server;
		int fd;

		if (!vfio_user_accept(listen_fd, stop_fd, &fd, err))
			return false;
		server = create_server(class, fd, o);
		while (state == VFIO_USER_RUNS && !vfio_user_server_messages(server) &&
		       !is_stopped(stop_fd))
			state = vfio_user_server_step(server, stop_fd, -1, err);
		if (state != VFIO_USER_FAILED &&
		    (vfio_user_server_messages(server) || is_stopped(stop_fd))) {
			*ret = server;
			return true;
		}
		vfio_user_server_destroy(server);
		if (state == VFIO_USER_FAILED)
			return false;
	}
}

static int serve_client(struct vfio_user_server *server, int stop_fd, const struct serve_options *o)
{
	struct err err = ERR_INIT;
	bool good = vfio_user_server_run(server, stop_fd, &err);
	uint64_t complaints = vfio_user_server_complaints(server);

	if (!o->quiet)
		fprintf(stderr, "%s: %" PRIu64 " messages, %" PRIu64 " complaints%s\n", o->spec,
			vfio_user_server_messages(server), complaints,
			complaints && !o->verbose ? " (-v tells them)" : "");
	if (!good)
		return fail(&err, STATUS_FAILED);
	return is_stopped(stop_fd) ? STATUS_INTERRUPTED : STATUS_OK;
}

int serve_device(const struct serve_options *options)
{
	struct serve_options copy = *options, *o = &copy;
	const struct model_class *class;
	struct vfio_user_server *server;
	struct err err = ERR_INIT;
	int listen_fd, stop_fd, status;
	bool got;

	if (!find_model(o, &class, &err))
		return fail(&err, STATUS_USAGE);
	stop_fd = signals_as_fd();
	if (!vfio_user_listen(o->socket_path, &listen_fd, &err))
		return fail(&err, STATUS_NOT_READY);
	if (!o->quiet)
		fprintf(stderr, "serving %s on %s\n", o->spec, o->socket_path);
	got = wait_for_client(class, listen_fd, stop_fd, o, &server, &err);
	/* One connection is one device: the next client finds no socket instead of a deaf one. */
	unlink(o->socket_path);
	close(listen_fd);
	if (got) {
		status = serve_client(server, stop_fd, o);
		vfio_user_server_destroy(server);
	} else if (err.code == ECANCELED) {
		status = STATUS_INTERRUPTED;
	} else {
		status = fail(&err, STATUS_FAILED);
	}
	close(stop_fd);
	return status;
}
