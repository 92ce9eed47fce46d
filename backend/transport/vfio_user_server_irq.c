/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The model's interrupts in the client's eventfds. */
#include "backend/transport/vfio_user_server_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <errno.h>
#include <unistd.h>

#include "backend/support/bits.h"
#include "backend/support/eventraise.h"
#include "backend/support/mem.h"

/* The protocol's indexes of interrupts and their flags are those of enum irq_type and IRQ_*. */
_Static_assert((int)IRQ_TYPE_COUNT == (int)VFIO_USER_PCI_IRQS && IRQ_NORESIZE == 8,
	       "interrupt types are numbered as vfio does");

/* The client shares the eventfd, and must not be able to make us wait. */
static void signal_fd(const struct vfio_user_line *line, unsigned vector)
{
	if (vector < line->count && line->fds[vector] >= 0)
		event_raise(line->fds[vector]);
}

/* INTx as vfio-pci does it: one signal, then masked until the client has served the device. */
static void intx_update(struct vfio_user_server *server)
{
	struct vfio_user_line *line = &server->lines[IRQ_INTX];

	if (!server->intx_level || line->masked || !line->fds || line->fds[0] < 0)
		return;
	line->masked = true;
	signal_fd(line, 0);
}

void vfio_user_server_irq(void *ctx, enum irq_type type, unsigned vector, bool level)
{
	struct vfio_user_server *server = ctx;

	if (server->tap.trace && level)
		trace_tap_irq(&server->tap, vfio_user_server_now_ns(server), irq_type_name(type),
			      vector);
	if (type == IRQ_INTX) {
		server->intx_level = level;
		intx_update(server);
	} else {
		signal_fd(&server->lines[type], vector);
	}
}

/* -- SET_IRQS -- */

static void line_disable(struct vfio_user_line *line)
{
	for (unsigned i = 0; i < line->count; i++)
		if (line->fds[i] >= 0)
			close(line->fds[i]);
	free(line->fds);
	*line = (struct vfio_user_line){ .fds = NULL };
}

/* Only an eventfd can be signalled without waiting; a pipe would give the client a way to stop us. */
static bool is_eventfd(int fd)
{
	char path[40], target[40];
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	n = readlink(path, target, sizeof(target) - 1);
	if (n < 0)
		return false;
	target[n] = '\0';
	return !strcmp(target, "anon_inode:[eventfd]");
}

/* Descriptors for sub-interrupts start.. ; none = detach these. */
static int attach_fds(struct vfio_user_server *server, const struct vfio_user_irq_set *set)
{
	struct vfio_user_line *line = &server->lines[set->index];
	unsigned have = server->class->irqs[set->index].count;
	struct vfio_user_conn *conn = &server->conn;

	if (conn->in_fd_count && conn->in_fd_count != set->count)
		return EINVAL;
	for (unsigned i = 0; i < conn->in_fd_count; i++)
		if (!is_eventfd(conn->in_fds[i]))
			return EINVAL;
	if (!set->count)
		return 0;
	if (!line->fds) {
		line->fds = xmalloc(have * sizeof(*line->fds));
		for (unsigned i = 0; i < have; i++)
			line->fds[i] = -1;
		line->count = have;
	}
	for (unsigned i = 0; i < set->count; i++) {
		int *fd = &line->fds[set->start + i];

		if (*fd >= 0)
			close(*fd);
		*fd = -1;
		if (i < conn->in_fd_count) {
			*fd = conn->in_fds[i];
			conn->in_fds[i] = -1;
		}
	}
	if (set->index == IRQ_INTX)
		intx_update(server);
	return 0;
}

static void act(struct vfio_user_server *server, const struct vfio_user_irq_set *set,
		unsigned vector)
{
	struct vfio_user_line *line = &server->lines[set->index];

	if (set->flags & VFIO_USER_IRQ_TRIGGER) {
		signal_fd(line, vector);
	} else if (set->index == IRQ_INTX) {
		line->masked = set->flags & VFIO_USER_IRQ_MASK;
		intx_update(server);
	}
}

static int act_on(struct vfio_user_server *server, const struct vfio_user_irq_set *set)
{
	const uint8_t *wanted = NULL;

	if (set->flags & VFIO_USER_IRQ_BOOL) {
		if (vfio_user_data_len(&server->conn) - sizeof(*set) < set->count)
			return EINVAL;
		wanted = server->conn.in_data + sizeof(*set);
	}
	for (unsigned i = 0; i < set->count; i++)
		if (!wanted || wanted[i])
			act(server, set, set->start + i);
	return 0;
}

static bool has_one_bit(uint32_t flags, uint32_t mask)
{
	uint32_t bits = flags & mask;

	return bits && !(bits & (bits - 1));
}

int vfio_user_server_set_irqs(struct vfio_user_server *server)
{
	const uint32_t data = VFIO_USER_IRQ_NONE | VFIO_USER_IRQ_BOOL | VFIO_USER_IRQ_EVENTFD;
	const uint32_t action = VFIO_USER_IRQ_MASK | VFIO_USER_IRQ_UNMASK | VFIO_USER_IRQ_TRIGGER;
	struct vfio_user_irq_set set;
	int code = 0;

	if (!vfio_user_server_take(server, &set, sizeof(set)) || set.index >= VFIO_USER_PCI_IRQS ||
	    !has_one_bit(set.flags, data) || !has_one_bit(set.flags, action) ||
	    set.flags & ~(data | action) ||
	    !range_inside(set.start, set.count, server->class->irqs[set.index].count))
		return EINVAL;
	if (set.flags & VFIO_USER_IRQ_EVENTFD)
		code = set.flags & VFIO_USER_IRQ_TRIGGER ? attach_fds(server, &set) : ENOTSUP;
	else if (set.count)
		code = act_on(server, &set);
	else if (set.flags == (VFIO_USER_IRQ_NONE | VFIO_USER_IRQ_TRIGGER))
		line_disable(&server->lines[set.index]);
	if (!code)
		vfio_user_reply(&server->conn, NULL, 0, NULL, 0);
	return code;
}

void vfio_user_server_irqs_finish(struct vfio_user_server *server)
{
	for (unsigned i = 0; i < IRQ_TYPE_COUNT; i++)
		line_disable(&server->lines[i]);
}
