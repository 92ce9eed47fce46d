/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/pci/ids.h"

#include <pci/pci.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include "backend/support/lazylib.h"
#include "backend/support/mem.h"
#include "backend/support/strbuf.h"

#define FUNCTIONS(X, lib)              \
	X(lib, pci_alloc)              \
	X(lib, pci_cleanup)            \
	X(lib, pci_set_name_list_path) \
	X(lib, pci_lookup_name)
LAZYLIB(pci, "libpci.so.3", FUNCTIONS);

struct ids {
	struct pci_access *access; /* NULL: there is no libpci */
	char *path;		   /* owned; libpci borrows it; NULL: its own */
	char trouble[160];	   /* what libpci had to say; no names after that */
};

/* libpci's error callback must not return and is given no context. So the look-up under way is known
 * by thread, for as long as it takes; nothing outlives the call. */
struct lookup {
	jmp_buf leave;
	struct ids *ids;
};
static _Thread_local struct lookup *lookup_now;

static void take_trouble(const char *msg, va_list ap) __attribute__((format(printf, 1, 0)));
static void take_trouble(const char *msg, va_list ap)
{
	vsnprintf(lookup_now->ids->trouble, sizeof(lookup_now->ids->trouble), msg, ap);
}

static void on_error(char *msg, ...) __attribute__((noreturn, format(printf, 1, 2)));
static void on_error(char *msg, ...)
{
	va_list ap;

	va_start(ap, msg);
	take_trouble(msg, ap);
	va_end(ap);
	longjmp(lookup_now->leave, 1);
}

static void on_message(char *msg, ...) __attribute__((format(printf, 1, 2)));
static void on_message(char *msg, ...)
{
	(void)msg;
}

struct ids *ids_create(const char *path)
{
	struct ids *ids = xcalloc(1, sizeof(*ids));
	struct err err;

	if (!lazylib_load(&pci.lib, &err)) {
		snprintf(ids->trouble, sizeof(ids->trouble), "%s", err.msg);
		return ids;
	}
	/* Without pci_init no access method is looked for: names need none, and devices are not touched. */
	ids->access = pci.pci_alloc();
	ids->access->error = on_error;
	ids->access->warning = on_message;
	ids->access->debug = on_message;
	if (path) {
		ids->path = xstrdup(path);
		pci.pci_set_name_list_path(ids->access, ids->path, 0);
	}
	return ids;
}

void ids_destroy(struct ids *ids)
{
	if (!ids)
		return;
	if (ids->access)
		pci.pci_cleanup(ids->access);
	free(ids->path);
	free(ids);
}

const char *ids_trouble(const struct ids *ids)
{
	return ids->trouble;
}

/* The name, in a buffer of libpci's kind, or NULL when there is none. */
static const char *look_up(struct ids *ids, char *raw, size_t len, int flags, unsigned id,
			   unsigned second)
{
	struct lookup lookup = { .ids = ids };
	const char *volatile name = NULL;

	if (ids->trouble[0])
		return NULL;
	lookup_now = &lookup;
	if (!setjmp(lookup.leave))
		name = pci.pci_lookup_name(ids->access, raw, (int)len,
					   flags | PCI_LOOKUP_NO_NUMBERS | PCI_LOOKUP_NO_HWDB, id,
					   second);
	lookup_now = NULL;
	return name;
}

/* The name, or the number in its place. */
static void add_name(struct strbuf *out, const char *name, unsigned id)
{
	if (name)
		strbuf_add_printable(out, name, IDS_NAME_SIZE);
	else
		strbuf_addf(out, "%04x", id);
}

static char *finish(struct strbuf *out, char *buf, size_t len)
{
	snprintf(buf, len, "%s", strbuf_text(out));
	return buf;
}

char *ids_device_name(struct ids *ids, unsigned vendor, unsigned device, char *buf, size_t len)
{
	autostrbuf out = STRBUF_INIT;
	char raw[IDS_NAME_SIZE];
	const char *name = look_up(ids, raw, sizeof(raw), PCI_LOOKUP_VENDOR, vendor, 0);
	bool known = name;

	add_name(&out, name, vendor);
	name = look_up(ids, raw, sizeof(raw), PCI_LOOKUP_DEVICE, vendor, device);
	strbuf_addc(&out, known || name ? ' ' : ':');
	add_name(&out, name, device);
	return finish(&out, buf, len);
}

char *ids_class_name(struct ids *ids, unsigned class, char *buf, size_t len)
{
	autostrbuf out = STRBUF_INIT;
	char raw[IDS_NAME_SIZE];

	add_name(&out, look_up(ids, raw, sizeof(raw), PCI_LOOKUP_CLASS, class, 0), class);
	return finish(&out, buf, len);
}
