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
#include "backend/trace/trace.h"
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

/* What befalls a slot is the client's business: the device that is served has none. */
static bool model_can_fail(const struct model_class *class, const char *fault, struct err *err)
{
	for (const struct fault_info *have = class->faults; have->name; have++)
		if (!strcmp(have->name, fault))
			return true;
	err_set(err, EINVAL, "--fault %.40s: a device that is served cannot have it", fault);
	return err_hint(err, "end the server instead: its client sees a device that is gone");
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
	*ret = model_find(spec + 4);
	for (size_t i = 0; good && i < o->fault_count; i++)
		good = dev->ops->fault_set(dev, o->faults[i], true, err) &&
		       model_can_fail(*ret, o->faults[i], err);
	device_close(dev);
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

/* What is served, and what is made of it. */
struct job {
	struct serve_options *options;
	const struct model_class *class;
	struct trace *trace; /* NULL: none is wanted */
};

static struct vfio_user_server *create_server(const struct job *job, int fd)
{
	struct serve_options *o = job->options;
	struct vfio_user_server *server = vfio_user_server_create(job->class, fd, print_event, o);

	for (size_t i = 0; i < o->fault_count; i++)
		vfio_user_server_fault(server, o->faults[i]);
	vfio_user_server_trace(server, job->trace);
	return server;
}

/* A client that leaves without a word was somebody who looked whether the socket is served. */
static bool wait_for_client(const struct job *job, int listen_fd, int stop_fd,
			    struct vfio_user_server **ret, struct err *err)
{
	for (;;) {
		enum vfio_user_state state = VFIO_USER_RUNS;
		struct vfio_user_server *server;
		int fd;

		if (!vfio_user_accept(listen_fd, stop_fd, &fd, err))
			return false;
		server = create_server(job, fd);
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

static bool open_trace(struct job *job, struct err *err)
{
	autostrbuf about = STRBUF_INIT;

	if (!job->options->trace)
		return true;
	strbuf_addf(&about, "%s, served", job->options->spec);
	job->trace = trace_create(0);
	return trace_open_file(job->trace, job->options->trace, false, strbuf_text(&about), err);
}

/* Does it say that all of it was written? */
static int close_trace(struct job *job, int status)
{
	struct err err = ERR_INIT;
	bool good = !job->trace || trace_close_file(job->trace, &err);

	trace_destroy(job->trace);
	return good ? status : fail(&err, STATUS_FAILED);
}

static int serve_on(const struct job *job, int listen_fd, int stop_fd)
{
	const char *path = job->options->socket_path;
	struct vfio_user_server *server;
	struct err err = ERR_INIT;
	int status;
	bool got;

	if (!job->options->quiet)
		fprintf(stderr, "serving %s on %s\n", job->options->spec, path);
	got = wait_for_client(job, listen_fd, stop_fd, &server, &err);
	/* One connection is one device: the next client finds no socket instead of a deaf one. */
	unlink(path);
	close(listen_fd);
	if (!got)
		return err.code == ECANCELED ? STATUS_INTERRUPTED : fail(&err, STATUS_FAILED);
	status = serve_client(server, stop_fd, job->options);
	vfio_user_server_destroy(server);
	return status;
}

int serve_device(const struct serve_options *options)
{
	struct serve_options copy = *options;
	struct job job = { .options = &copy };
	struct err err = ERR_INIT;
	int listen_fd, stop_fd, status;

	if (!find_model(&copy, &job.class, &err))
		return fail(&err, STATUS_USAGE);
	stop_fd = signals_as_fd();
	if (!vfio_user_listen(copy.socket_path, &listen_fd, &err)) {
		status = fail(&err, STATUS_NOT_READY);
	} else if (!open_trace(&job, &err)) {
		unlink(copy.socket_path);
		close(listen_fd);
		status = fail(&err, STATUS_USAGE);
	} else {
		status = serve_on(&job, listen_fd, stop_fd);
	}
	close(stop_fd);
	return close_trace(&job, status);
}
