/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/events.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "backend/irq.h"
#include "backend/pci/aer.h"
#include "backend/support/mem.h"

static const char slot_name[] = "events";

struct handler {
	enum irq_type type;
	unsigned vector;
	char *text; /* owned */
	struct session_script *script;
};

/* With each device. */
struct handlers {
	const struct session_host *host; /* whose the scripts are */
	struct handler *items;
	size_t count;
};

/* With the session. */
struct events {
	bool serving; /* handlers are running: what they execute does not serve again */
	const struct device *waited; /* a command waits for this vector; NULL: none does */
	enum irq_type type;
	unsigned vector;
	unsigned waits;	       /* a handler may wait, too: only the outermost counts */
	struct err wait_error; /* of a handler during the wait; code 0 = none */
};

/* -- handlers -- */

static void handler_finish(const struct handlers *handlers, struct handler *handler)
{
	handlers->host->drop_script(handlers->host->ctx, handler->script);
	free(handler->text);
}

static void handlers_destroy(void *data)
{
	struct handlers *handlers = data;

	for (size_t i = 0; i < handlers->count; i++)
		handler_finish(handlers, &handlers->items[i]);
	free(handlers->items);
	free(handlers);
}

static struct handler *find(const struct session_device *device, enum irq_type type,
			    unsigned vector)
{
	struct handlers *handlers = slot_get(&device->slots, slot_name);

	for (size_t i = 0; handlers && i < handlers->count; i++)
		if (handlers->items[i].type == type && handlers->items[i].vector == vector)
			return &handlers->items[i];
	return NULL;
}

static struct handler *add(struct session *s, struct session_device *device)
{
	struct handlers *handlers = slot_get(&device->slots, slot_name);

	if (!handlers) {
		handlers = xcalloc(1, sizeof(*handlers));
		handlers->host = &s->host;
		slot_set(&device->slots, slot_name, handlers, handlers_destroy);
	}
	handlers->items =
		xreallocarray(handlers->items, handlers->count + 1, sizeof(*handlers->items));
	return &handlers->items[handlers->count++];
}

static void drop(struct session_device *device, struct handler *handler)
{
	struct handlers *handlers = slot_get(&device->slots, slot_name);

	handler_finish(handlers, handler);
	*handler = handlers->items[--handlers->count];
}

void events_set_handler(struct session *s, struct session_device *device, enum irq_type type,
			unsigned vector, const char *script)
{
	struct handler *handler = find(device, type, vector);

	if (handler)
		drop(device, handler);
	if (script[0])
		*add(s, device) =
			(struct handler){ type, vector, xstrdup(script),
					  s->host.keep_script(s->host.ctx, script, "irq handler") };
}

const char *events_handler(const struct session_device *device, enum irq_type type, unsigned vector)
{
	const struct handler *handler = find(device, type, vector);

	return handler ? handler->text : NULL;
}

/* -- serving -- */

struct arrival {
	enum irq_type type;
	unsigned vector;
	uint64_t times;
};

struct arrivals {
	struct arrival *items;
	size_t count;
};

static struct events *events_of(struct session *s)
{
	struct events *events = slot_get(&s->slots, slot_name);

	if (!events) {
		events = xcalloc(1, sizeof(*events));
		slot_set(&s->slots, slot_name, events, free);
	}
	return events;
}

static void keep(void *ctx, struct device *dev, enum irq_type type, unsigned vector, uint64_t times)
{
	struct arrivals *arrivals = ctx;

	(void)dev;
	arrivals->items =
		xreallocarray(arrivals->items, arrivals->count + 1, sizeof(*arrivals->items));
	arrivals->items[arrivals->count++] = (struct arrival){ type, vector, times };
}

static bool is_attached(const struct session *s, const struct session_device *device)
{
	for (size_t i = 0; i < s->device_count; i++)
		if (s->devices[i] == device)
			return true;
	return false;
}

/* A handler works on the device that called it, whatever the user has made current. */
static bool run_handler(struct session *s, struct session_device *device,
			const struct handler *handler, const struct arrival *arrival,
			struct err *err)
{
	struct session_device *before = s->current;
	bool done;

	s->current = device;
	done = s->host.run_script(s->host.ctx, handler->script, err); /* it may replace itself */
	if (is_attached(s, before))
		s->current = before;
	if (done)
		return true;
	return err_prefix(err, "handler of %s vector %u", irq_type_name(arrival->type),
			  arrival->vector);
}

static bool tell_error(struct session *s, const struct session_device *device)
{
	char text[400];

	if (!aer_describe(device->dev, text, sizeof(text)))
		return false;
	session_notef(s, "%s: the device reports an error. %s", device->dev->name, text);
	return true;
}

static void tell(struct session *s, const struct session_device *device,
		 const struct arrival *arrival)
{
	const struct events *events = events_of(s);

	if (!s->interactive || arrival->type == IRQ_REQ)
		return;
	if (events->waited == device->dev && events->type == arrival->type &&
	    events->vector == arrival->vector)
		return;
	if (arrival->type == IRQ_ERR && tell_error(s, device))
		return;
	session_notef(s, "%s: %s vector %u fired %" PRIu64 " time%s%s", device->dev->name,
		      irq_type_name(arrival->type), arrival->vector, arrival->times,
		      arrival->times == 1 ? "" : "s",
		      irq_is_masked(device->dev, arrival->type) ? ", masked until irq unmask INTX"
								: "");
}

static bool serve_device(struct session *s, struct session_device *device, struct err *err)
{
	struct arrivals arrivals = { NULL, 0 };
	bool good = true;

	irq_collect(device->dev, keep, &arrivals);
	for (size_t i = 0; i < arrivals.count && is_attached(s, device); i++) {
		const struct arrival *arrival = &arrivals.items[i];
		const struct handler *handler = find(device, arrival->type, arrival->vector);
		struct err failed = ERR_INIT;

		if (!handler)
			tell(s, device, arrival);
		else if (!run_handler(s, device, handler, arrival, &failed) && good) {
			*err = failed;
			good = false;
		}
	}
	free(arrivals.items);
	return good;
}

static bool serve_all(struct session *s, struct err *err)
{
	struct events *events = events_of(s);
	bool good = true;

	if (events->serving)
		return true;
	events->serving = true;
	for (size_t i = 0; i < s->device_count; i++) {
		struct err failed = ERR_INIT;

		if (serve_device(s, s->devices[i], &failed) || !good)
			continue;
		*err = failed;
		good = false;
	}
	events->serving = false;
	return good;
}

/* The kernel blocks whoever unbinds or unplugs the device until it is closed. */
static void release_wanted(struct session *s)
{
	for (size_t i = s->device_count; i-- > 0;) {
		struct session_device *device = s->devices[i];
		char name[sizeof(device->dev->name)], title[sizeof(device->dev->title)];

		if (device->held || !irq_is_device_wanted_back(device->dev))
			continue;
		memcpy(name, device->dev->name, sizeof(name));
		memcpy(title, device->dev->title, sizeof(title));
		session_detach(s, device);
		session_notef(s, "%s: the kernel asked for %s back (unbind or unplug): released",
			      name, title);
	}
}

bool events_pump(struct session *s, struct err *err)
{
	struct events *events = events_of(s);
	bool good;

	if (events->serving || events->waited)
		return true;
	good = serve_all(s, err);
	release_wanted(s);
	return good;
}

void events_between(struct session *s)
{
	enum { EVERY = 16 }; /* looking is a system call, which a loop of reads would feel */
	const struct events *events;

	if (!s->device_count || ++s->between % EVERY)
		return;
	events = events_of(s);
	if (events->serving || events->waited)
		return;
	for (size_t i = 0; i < s->device_count; i++)
		irq_count_now(s->devices[i]->dev, IRQ_REQ, 0);
	release_wanted(s);
}

/* -- while a command waits -- */

static void on_idle(void *ctx, struct device *dev)
{
	struct session *s = ctx;
	struct events *events = events_of(s);
	struct err err = ERR_INIT;

	(void)dev;
	if (!serve_all(s, &err) && !events->wait_error.code)
		events->wait_error = err;
}

void events_begin_wait(struct session *s, struct session_device *device, enum irq_type type,
		       unsigned vector)
{
	struct events *events = events_of(s);

	if (events->waits++)
		return;
	events->waited = device->dev;
	events->type = type;
	events->vector = vector;
	events->wait_error = (struct err)ERR_INIT;
	device->dev->idle = on_idle;
	device->dev->idle_ctx = s;
}

bool events_end_wait(struct session *s, struct session_device *device, struct err *err)
{
	struct events *events = events_of(s);
	bool good;

	if (--events->waits)
		return true;
	/* What ended the wait has its handler, too; the command is not done with the device. */
	device->dev->waits++;
	on_idle(s, device->dev);
	device->dev->waits--;
	events->waited = NULL;
	device->dev->idle = NULL;
	good = !events->wait_error.code;
	if (!good)
		*err = events->wait_error;
	return good;
}
