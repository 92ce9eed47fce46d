/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "repl/waiting.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <time.h>

#include "backend/irq.h"
#include "commands/events.h"
#include "repl/interrupt.h"

/* How far a simulated device may lag behind the person at the prompt. */
#define SLICE_NS UINT64_C(20000000)

enum { MAX_DEVICES = 32 }; /* that are listened to; more are served between statements */

static uint64_t wall_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
}

/* Has it something to do while we wait? Models, and what another process may ask for our memory. */
static bool is_alive(const struct device *dev)
{
	return dev->ops->sleep_ns != NULL;
}

static bool any_alive(const struct session *s)
{
	for (size_t i = 0; i < s->device_count; i++)
		if (is_alive(s->devices[i]->dev))
			return true;
	return false;
}

/* Sleeping a model ends early when something happens in it; one that makes no headway is left alone. */
static void live(struct device *dev, uint64_t ns)
{
	uint64_t end = device_now_ns(dev) + ns;
	uint64_t now;

	if (!dev->ops->now_ns) { /* its time passes without us */
		device_sleep_ns(dev, 0);
		return;
	}
	while ((now = device_now_ns(dev)) < end) {
		device_sleep_ns(dev, end - now);
		if (device_now_ns(dev) == now)
			return;
	}
}

static void let_models_live(struct waiting *w)
{
	struct session *s = w->repl->session;
	uint64_t now = wall_ns();

	for (size_t i = 0; w->last_ns && i < s->device_count; i++)
		if (is_alive(s->devices[i]->dev))
			live(s->devices[i]->dev, now - w->last_ns);
	w->last_ns = now;
}

/* Serve what came in. The line leaves the screen for it: handlers print what they like. */
static void serve(struct waiting *w, const sigset_t *unblocked)
{
	struct script_error error = { .err = ERR_INIT };
	sigset_t blocked;

	lineedit_hide(w->lineedit);
	sigprocmask(SIG_SETMASK, unblocked, &blocked);
	if (!events_pump(w->repl->session, &error.err))
		render_error(&w->repl->render, &error);
	sigprocmask(SIG_SETMASK, &blocked, NULL);
	interrupt_clear(); /* a Ctrl-C meanwhile was for the handler, not for the line */
	fflush(stdout);
	lineedit_show(w->lineedit);
}

static size_t listen_to(const struct session *s, int fd, struct pollfd *fds)
{
	size_t count = 0;

	fds[count++] = (struct pollfd){ .fd = fd, .events = POLLIN };
	for (size_t i = 0; i < s->device_count && count < MAX_DEVICES; i++) {
		int irq = irq_poll_fd(s->devices[i]->dev);

		if (irq >= 0)
			fds[count++] = (struct pollfd){ .fd = irq, .events = POLLIN };
	}
	return count;
}

bool waiting_for_input(struct waiting *w, int fd, const sigset_t *unblocked)
{
	for (;;) {
		struct session *s = w->repl->session;
		struct timespec slice = { .tv_nsec = SLICE_NS };
		struct pollfd fds[MAX_DEVICES];
		size_t count = listen_to(s, fd, fds);
		bool any = false;

		let_models_live(w);
		if (ppoll(fds, count, any_alive(s) ? &slice : NULL, unblocked) < 0)
			return errno != EINTR;
		for (size_t i = 1; i < count; i++)
			any |= fds[i].revents != 0;
		if (any)
			serve(w, unblocked);
		if (fds[0].revents)
			return true;
		if (s->quit) /* a handler said so */
			return false;
	}
}
