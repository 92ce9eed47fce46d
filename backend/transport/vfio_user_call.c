/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One command and its reply. The server may ask for our memory at any time, also while it owes us a
 * reply: whoever waits here serves. */
#include "backend/transport/vfio_user.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"

uint64_t vfio_user_clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

/* A signal that falls between a look at the flag and the wait is seen a slice later. */
#define SLICE_NS   UINT64_C(100000000)
#define HURRIED_NS UINT64_C(250000000)

/* The stream can be followed no further: there is no second try on the same connection. */
static bool die(struct vfio_user *user, const struct err *why, struct err *err)
{
	snprintf(user->dead, sizeof(user->dead), "%s", why->msg);
	close(user->conn.fd);
	user->conn.fd = -1;
	*err = *why;
	return err_hint(err, "detach; start the server again; attach");
}

static bool is_dead(const struct vfio_user *user, struct err *err)
{
	if (!user->dead[0])
		return false;
	err_set(err, ENODEV, "the server is gone: %s", user->dead);
	err_hint(err, "detach; start the server again; attach");
	return true;
}

/* -- what the server asks -- */

static void serve_dma_read(struct vfio_user *user)
{
	struct vfio_user_dma_access access;
	autofree uint8_t *data = NULL;

	if (vfio_user_data_len(&user->conn) < sizeof(access)) {
		vfio_user_reply_error(&user->conn, EINVAL);
		return;
	}
	memcpy(&access, user->conn.in_data, sizeof(access));
	if (access.count > VFIO_USER_MAX_XFER) {
		vfio_user_reply_error(&user->conn, E2BIG);
		return;
	}
	data = xmalloc(access.count + 1);
	if (vfio_user_windows_copy(&user->windows, access.address, data, NULL, access.count) !=
	    VFIO_USER_REACHED)
		vfio_user_reply_error(&user->conn, EFAULT);
	else
		vfio_user_reply(&user->conn, &access, sizeof(access), data, access.count);
}

static void serve_dma_write(struct vfio_user *user)
{
	struct vfio_user_dma_access access;
	size_t len = vfio_user_data_len(&user->conn);

	if (len < sizeof(access)) {
		vfio_user_reply_error(&user->conn, EINVAL);
		return;
	}
	memcpy(&access, user->conn.in_data, sizeof(access));
	if (access.count > len - sizeof(access))
		vfio_user_reply_error(&user->conn, E2BIG);
	else if (vfio_user_windows_copy(&user->windows, access.address, NULL,
					user->conn.in_data + sizeof(access),
					access.count) != VFIO_USER_REACHED)
		vfio_user_reply_error(&user->conn, EFAULT);
	else
		vfio_user_reply(&user->conn, &access, sizeof(access), NULL, 0);
}

static void serve_request(struct vfio_user *user)
{
	switch (user->conn.in.command) {
	case VFIO_USER_DMA_READ:
		serve_dma_read(user);
		break;
	case VFIO_USER_DMA_WRITE:
		serve_dma_write(user);
		break;
	default:
		vfio_user_reply_error(&user->conn, ENOSYS);
	}
}

/* -- one round of the connection -- */

enum round { ROUND_NOTHING, ROUND_SERVED, ROUND_REPLY, ROUND_FAILED };

/* Send what can be sent and take in one message. err is filled, and the connection closed, when
 * failed. */
static enum round one_round(struct vfio_user *user, struct err *err)
{
	struct err why = ERR_INIT;
	enum vfio_user_got got = VFIO_USER_GOT_NOTHING;

	if (!vfio_user_flush(&user->conn, &why)) {
		err_set(&why, ENODEV, "the server closed the connection");
		die(user, &why, err);
		return ROUND_FAILED;
	}
	/* Who asks without reading the answers is not listened to until he does. */
	if (vfio_user_queued(&user->conn) <= VFIO_USER_MAX_QUEUE)
		got = vfio_user_receive(&user->conn, &why);
	switch (got) {
	case VFIO_USER_GOT_NOTHING:
		return ROUND_NOTHING;
	case VFIO_USER_GOT_END:
		err_set(&why, ENODEV, "the server closed the connection");
		die(user, &why, err);
		return ROUND_FAILED;
	case VFIO_USER_GOT_BROKEN:
		err_prefix(&why, "the server breaks the protocol");
		die(user, &why, err);
		return ROUND_FAILED;
	case VFIO_USER_GOT_MESSAGE:
		break;
	}
	if (user->conn.in.flags & VFIO_USER_REPLY)
		return ROUND_REPLY;
	serve_request(user);
	return ROUND_SERVED;
}

/* Returns whether there is something to do for one_round. */
static bool wait_for_peer(struct vfio_user *user, int wake_fd, uint64_t ns)
{
	struct timespec left = { (time_t)(ns / 1000000000), (long)(ns % 1000000000) };
	struct pollfd fds[] = { { .fd = user->conn.fd }, { .fd = wake_fd, .events = POLLIN } };

	if (vfio_user_queued(&user->conn) <= VFIO_USER_MAX_QUEUE)
		fds[0].events |= POLLIN;
	if (!vfio_user_is_flushed(&user->conn))
		fds[0].events |= POLLOUT;
	return ppoll(fds, ARRAY_SIZE(fds), &left, NULL) > 0 && fds[0].revents;
}

static bool unexpected_reply(struct vfio_user *user, struct err *err)
{
	struct err why = ERR_INIT;

	err_set(&why, EPROTO,
		"the server breaks the protocol: it replies to %s (id %u), which nobody waits for",
		vfio_user_command_name(user->conn.in.command), user->conn.in.id);
	return die(user, &why, err);
}

/* -- the call -- */

static bool timed_out(struct vfio_user *user, enum vfio_user_command command, struct err *err)
{
	struct err why = ERR_INIT;

	err_set(&why, ETIMEDOUT, "the server did not answer %s in %u ms",
		vfio_user_command_name(command), user->timeout_ms);
	return die(user, &why, err);
}

static bool check_reply(struct vfio_user *user, const struct vfio_user_call *call, size_t least,
			struct err *err)
{
	const struct vfio_user_header *in = &user->conn.in;
	struct err why = ERR_INIT;

	if (in->flags & VFIO_USER_ERROR)
		return err_sys(err, in->error && in->error < 4096 ? (int)in->error : EIO,
			       "the server refuses %s", vfio_user_command_name(call->command));
	if (user->conn.in_fd_count > call->reply_fds) {
		err_set(&why, EPROTO,
			"the server breaks the protocol: its reply to %s brings %u descriptors, "
			"not %u",
			vfio_user_command_name(call->command), user->conn.in_fd_count,
			call->reply_fds);
		return die(user, &why, err);
	}
	if (vfio_user_data_len(&user->conn) >= least)
		return true;
	err_set(&why, EPROTO,
		"the server breaks the protocol: its reply to %s has %zu bytes, not %zu",
		vfio_user_command_name(call->command), vfio_user_data_len(&user->conn), least);
	return die(user, &why, err);
}

static void queue_call(struct vfio_user *user, const struct vfio_user_call *call, uint16_t id)
{
	struct vfio_user_header header = { .id = id, .command = (uint16_t)call->command };

	vfio_user_queue(&user->conn, &header, call->part1, call->len1, call->part2, call->len2,
			call->fds, call->fd_count);
}

/* The reply is for a command that was given up. */
static bool is_abandoned(struct vfio_user *user)
{
	for (unsigned i = 0; i < user->abandoned_count; i++) {
		if (user->abandoned[i].id != user->conn.in.id ||
		    user->abandoned[i].command != user->conn.in.command)
			continue;
		user->abandoned[i] = user->abandoned[--user->abandoned_count];
		return true;
	}
	return false;
}

/* The user does not want to wait. What is queued goes out later; only descriptors cannot, as they are
 * the caller's. */
static bool abandon(struct vfio_user *user, enum vfio_user_command command, uint16_t id,
		    bool queued, struct err *err)
{
	if (queued &&
	    (user->conn.out_fd_count || user->abandoned_count == VFIO_USER_MAX_ABANDONED)) {
		struct err why = ERR_INIT;

		err_set(&why, EINTR, "interrupted: the server takes no %s",
			vfio_user_command_name(command));
		return die(user, &why, err);
	}
	if (queued) {
		user->abandoned[user->abandoned_count].id = id;
		user->abandoned[user->abandoned_count++].command = (uint16_t)command;
	}
	return err_set(err, EINTR, "interrupted: the server has not answered %s yet",
		       vfio_user_command_name(command));
}

static uint64_t deadline_of(const struct vfio_user *user, uint64_t now_ns)
{
	uint64_t end_ns = now_ns + user->timeout_ms * UINT64_C(1000000);

	return user->attach_end_ns && user->attach_end_ns < end_ns ? user->attach_end_ns : end_ns;
}

bool vfio_user_call(struct vfio_user *user, const struct vfio_user_call *call, size_t least,
		    struct err *err)
{
	uint64_t deadline_ns = deadline_of(user, vfio_user_clock_ns());
	uint16_t id = user->next_id++;
	bool queued = false, hurried = false;

	if (is_dead(user, err))
		return false;
	for (;;) {
		uint64_t now_ns = vfio_user_clock_ns();
		enum round round;

		/* Descriptors go with the first byte of what is queued: nothing may be before it. */
		if (!queued && (!call->fd_count || vfio_user_is_flushed(&user->conn))) {
			queue_call(user, call, id);
			queued = true;
		}
		round = one_round(user, err);
		if (round == ROUND_FAILED)
			return false;
		if (round == ROUND_REPLY && !is_abandoned(user)) {
			/* A reply to what was not even sent would leave our descriptors behind. */
			if (!queued || user->conn.out_fd_count || user->conn.in.id != id ||
			    user->conn.in.command != call->command)
				return unexpected_reply(user, err);
			return check_reply(user, call, least, err);
		}
		/* Detaching after Ctrl-C still works with a server that answers. */
		if (!hurried && device_stopped(user->dev)) {
			hurried = true;
			if (deadline_ns > now_ns + HURRIED_NS)
				deadline_ns = now_ns + HURRIED_NS;
		}
		if (now_ns >= deadline_ns)
			return hurried ? abandon(user, call->command, id, queued, err)
				       : timed_out(user, call->command, err);
		if (round == ROUND_NOTHING)
			wait_for_peer(user, -1,
				      deadline_ns - now_ns < SLICE_NS ? deadline_ns - now_ns
								      : SLICE_NS);
	}
}

void vfio_user_pass_time(struct vfio_user *user, int wake_fd, uint64_t ns)
{
	struct err ignored = ERR_INIT;
	enum round round;

	if (user->dead[0]) {
		struct timespec left = { (time_t)(ns / 1000000000), (long)(ns % 1000000000) };

		nanosleep(&left, NULL);
		return;
	}
	round = wait_for_peer(user, wake_fd, ns) ? ROUND_SERVED : ROUND_NOTHING;
	/* A server that never stops asking gets a bounded turn. */
	for (int i = 0; i < 64 && round == ROUND_SERVED; i++)
		round = one_round(user, &ignored);
	if (round == ROUND_REPLY && !is_abandoned(user))
		unexpected_reply(user, &ignored);
}
