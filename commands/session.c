/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/session.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "backend/support/mem.h"
#include "commands/boot_state.h"

struct session *session_create(const struct session_host *host, volatile sig_atomic_t *stop)
{
	struct session *s = xcalloc(1, sizeof(*s));

	s->host = *host;
	s->stop = stop;
	return s;
}

static void slots_destroy(struct session_slot *slot)
{
	while (slot) {
		struct session_slot *next = slot->next;

		if (slot->destroy)
			slot->destroy(slot->data);
		free(slot);
		slot = next;
	}
}

void session_destroy(struct session *s)
{
	if (!s)
		return;
	while (s->device_count)
		session_detach(s, s->devices[s->device_count - 1]);
	free(s->devices);
	slots_destroy(s->slots);
	free(s);
}

/* -- devices -- */

/* In a dry run, writes are shown where they would have happened; with -v every access is. */
static void show_access(void *ctx, struct device *dev, const struct access *access)
{
	struct session *s = ctx;

	(void)dev;
	if (access->suppressed)
		session_notef(s, "dry run: %s+0x%llx = 0x%0*llx not written", access->region->name,
			      (unsigned long long)access->offset, (int)access->width_bits / 4,
			      (unsigned long long)access->value);
	else if (s->verbose)
		session_notef(s, "%s.%u %s+0x%llx %s 0x%0*llx", access->is_write ? "wr" : "rd",
			      access->width_bits, access->region->name,
			      (unsigned long long)access->offset, access->is_write ? ":=" : "=",
			      (int)access->width_bits / 4, (unsigned long long)access->value);
}

static struct session_device *find(const struct session *s, const char *name)
{
	for (size_t i = 0; i < s->device_count; i++)
		if (!strcmp(s->devices[i]->dev->name, name))
			return s->devices[i];
	return NULL;
}

static bool choose_name(const struct session *s, const char *wish, char *ret, size_t len,
			struct err *err)
{
	if (!wish) {
		for (unsigned i = 0;; i++) {
			snprintf(ret, len, "d%u", i);
			if (!find(s, ret))
				return true;
		}
	}
	if (find(s, wish)) {
		err_set(err, EEXIST, "a device named '%.30s' is attached already", wish);
		return err_hint(err, "-as another name, or detach %.30s first", wish);
	}
	if (!wish[0] || strlen(wish) >= len ||
	    strspn(wish, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") !=
		    strlen(wish))
		return err_set(err, EINVAL,
			       "'%.40s' is no name for a device: letters, digits, _ and -, at "
			       "most %zu",
			       wish, len - 1);
	snprintf(ret, len, "%s", wish);
	return true;
}

bool session_attach(struct session *s, const char *spec, const char *name,
		    struct session_device **ret, struct err *err)
{
	struct session_device *device;
	struct device *dev;
	char chosen[sizeof(dev->name)];

	if (!choose_name(s, name, chosen, sizeof(chosen), err) || !device_open(spec, &dev, err))
		return false;
	memcpy(dev->name, chosen, sizeof(chosen));
	dev->read_only = s->read_only;
	dev->dry_run = s->dry_run;
	dev->stop = s->stop;
	/* not without need: who is not told of each read can make many at once */
	if (s->verbose || s->dry_run)
		dev->observer = show_access;
	dev->observer_ctx = s;
	device = xcalloc(1, sizeof(*device));
	device->dev = dev;
	s->devices = xreallocarray(s->devices, s->device_count + 1, sizeof(*s->devices));
	s->devices[s->device_count++] = device;
	s->attached++;
	s->current = device;
	*ret = device;
	return true;
}

void session_detach(struct session *s, struct session_device *device)
{
	size_t i = 0;

	boot_state_leave(s, device);
	while (s->devices[i] != device)
		i++;
	s->device_count--;
	s->attached++;
	memmove(&s->devices[i], &s->devices[i + 1], (s->device_count - i) * sizeof(*s->devices));
	if (s->current == device)
		s->current = s->device_count ? s->devices[s->device_count - 1] : NULL;
	slots_destroy(device->slots);
	device_close(device->dev);
	free(device);
}

bool session_device(struct session *s, const char *name, struct session_device **ret,
		    struct err *err)
{
	struct session_device *device = name ? find(s, name) : s->current;

	if (device) {
		*ret = device;
		return true;
	}
	if (name && s->device_count) {
		size_t used = 0;

		err_set(err, ENODEV, "no device named '%.30s' is attached", name);
		for (size_t i = 0; i < s->device_count && used < sizeof(err->hint) - 50; i++)
			used += (size_t)snprintf(err->hint + used, sizeof(err->hint) - used, "%s%s",
						 i ? " " : "attached: ", s->devices[i]->dev->name);
		return false;
	}
	err_set(err, ENODEV, "no device is attached");
	return err_hint(err, "attach one first: attach 00:1f.3, or attach sim:tgl to try");
}

/* -- the host -- */

bool session_stopped(const struct session *s)
{
	return s->stop && *s->stop;
}

void session_notef(struct session *s, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	va_end(ap);
	s->host.note(s->host.ctx, text);
	free(text);
}

void session_progressf(struct session *s, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	va_end(ap);
	s->host.progress(s->host.ctx, text);
	free(text);
}

void session_progress_end(struct session *s)
{
	s->host.progress(s->host.ctx, NULL);
}

void session_emit(struct session *s, struct value *value)
{
	s->host.emit(s->host.ctx, value);
	value_destroy(value);
}

/* -- slots -- */

void *slot_get(struct session_slot *const *head, const char *family)
{
	for (const struct session_slot *slot = *head; slot; slot = slot->next)
		if (!strcmp(slot->family, family))
			return slot->data;
	return NULL;
}

void slot_set(struct session_slot **head, const char *family, void *data, void (*destroy)(void *))
{
	struct session_slot *slot = *head;

	while (slot && strcmp(slot->family, family))
		slot = slot->next;
	if (!slot) {
		slot = xcalloc(1, sizeof(*slot));
		slot->family = family;
		slot->next = *head;
		*head = slot;
	} else if (slot->destroy && slot->data != data) {
		slot->destroy(slot->data);
	}
	slot->data = data;
	slot->destroy = destroy;
}
