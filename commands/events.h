/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Interrupts reach the session at safe points: between statements, at the prompt, while a command waits
 * for one. There the handlers of `irq on` run, what nobody handles is told to a person who types, and a
 * device that the kernel wants back is released. */
#ifndef COMMANDS_EVENTS_H
#define COMMANDS_EVENTS_H

#include <stdbool.h>

#include "backend/device.h"
#include "backend/support/err.h"
#include "commands/session.h"

/* Between statements and at the prompt: no command may be running. Serves all devices; one that the
 * kernel asks back is detached, which is told. Cheap when nothing is enabled. Called inside itself (a
 * handler's statements) it does nothing. false: a handler failed; the rest was served all the same. */
bool events_pump(struct session *s, struct err *err);

/* Between two commands of one statement, a loop above all: only releases a device that the kernel wants
 * back, so that whoever unbinds it does not wait for the loop's end. Looks now and then: cheap. */
void events_between(struct session *s);

/* Around a wait of a command on device for one vector: handlers run meanwhile, no device is released,
 * and that vector's arrival is not told again. A handler's error is kept and returned by end. */
void events_begin_wait(struct session *s, struct session_device *device, enum irq_type type,
		       unsigned vector);
bool events_end_wait(struct session *s, struct session_device *device, struct err *err);

/* Run script whenever vector fires; an empty script removes the handler. */
void events_set_handler(struct session *s, struct session_device *device, enum irq_type type,
			unsigned vector, const char *script);
const char *events_handler(const struct session_device *device, enum irq_type type,
			   unsigned vector); /* or NULL; borrowed */

#endif
