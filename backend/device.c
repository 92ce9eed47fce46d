/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/device.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "backend/dma.h"
#include "backend/irq.h"
#include "backend/pci/bdf.h"
#include "backend/support/mem.h"
#include "backend/transport/transport.h"

static const struct transport_ops *const transports[] = {
	&transport_vfio,
	&transport_sysfs,
	&transport_dump,
	&transport_file,
	&transport_sim,
	&transport_vfio_user,
	NULL,
};

const struct transport_ops *const *device_transports(void)
{
	return transports;
}

/* -- open and close -- */

static const struct transport_ops *transport_by_name(const char *name, size_t len)
{
	for (size_t i = 0; transports[i]; i++)
		if (strlen(transports[i]->name) == len && !strncmp(transports[i]->name, name, len))
			return transports[i];
	return NULL;
}

static bool unknown_transport(const char *spec, struct err *err)
{
	autostrlist names = STRLIST_INIT;
	char word[64];
	size_t len = strcspn(spec, ":");
	const char *near;

	for (size_t i = 0; transports[i]; i++)
		strlist_add(&names, transports[i]->name);
	snprintf(word, sizeof(word), "%.*s", (int)len, spec);
	if (!spec[len]) {
		err_set(err, EINVAL, "'%.100s' is not a device", spec);
		return err_hint(err, "a device is a PCI address (00:1f.3), VENDOR:DEVICE, or "
				     "TRANSPORT:TARGET such as sim:tgl or file:PATH");
	}
	err_set(err, EINVAL, "no transport '%s' in '%.100s'", word, spec);
	near = strlist_nearest(&names, word);
	if (near)
		return err_hint(err, "did you mean %s:?", near);
	return err_hint(err, "'help attach' lists the transports");
}

/* The device can be used without; who is not told when the kernel wants it back has to know. */
static void listen_for_request(struct device *dev)
{
	size_t len = strlen(dev->about);
	struct err why;

	if (!irq_listen_for_request(dev, &why))
		snprintf(dev->about + len, sizeof(dev->about) - len,
			 "%sthe kernel's asking for it back will not be noticed: %s",
			 len ? "; " : "", why.msg);
}

bool device_open(const char *spec, struct device **ret, struct err *err)
{
	const char *colon = strchr(spec, ':');
	const struct transport_ops *ops = NULL;
	const char *target = spec;
	struct device *dev;

	if (bdf_looks_like(spec)) {
		ops = transport_by_name("vfio", 4);
		if (!ops)
			ops = transport_by_name("sysfs", 5);
	} else if (colon) {
		ops = transport_by_name(spec, (size_t)(colon - spec));
		target = colon + 1;
	}
	if (!ops)
		return unknown_transport(spec, err);
	dev = xcalloc(1, sizeof(*dev));
	dev->ops = ops;
	snprintf(dev->spec, sizeof(dev->spec), "%s:%s", ops->name, target);
	snprintf(dev->title, sizeof(dev->title), "%s", dev->spec);
	if (!ops->open(dev, target, err)) {
		dev->ops = NULL;
		device_close(dev);
		return false;
	}
	listen_for_request(dev);
	*ret = dev;
	return true;
}

static void region_free(struct device *dev, struct region *region)
{
	if (region_is_mapped(region) && !(region->flags & REGION_HOST_MEMORY) && dev->ops &&
	    dev->ops->unmap)
		dev->ops->unmap(dev, region);
	free(region->pieces);
	free(region);
}

void device_close(struct device *dev)
{
	if (!dev)
		return;
	if (dev->ops && dev->ops->quiesce)
		dev->ops->quiesce(dev);
	irq_table_destroy(dev);
	dma_free_all(dev);
	for (size_t i = 0; i < dev->region_count; i++)
		region_free(dev, dev->regions[i]);
	free(dev->regions);
	if (dev->ops)
		dev->ops->close(dev);
	trace_destroy(dev->trace);
	free(dev);
}

/* -- regions -- */

struct region *device_add_region(struct device *dev, const struct region *region)
{
	struct region *mine = xmalloc(sizeof(*mine));

	*mine = *region;
	dev->regions = xreallocarray(dev->regions, dev->region_count + 1, sizeof(*dev->regions));
	dev->regions[dev->region_count++] = mine;
	dev->layout++;
	return mine;
}

void device_remove_region(struct device *dev, struct region *region)
{
	for (size_t i = 0; i < dev->region_count; i++) {
		if (dev->regions[i] != region)
			continue;
		region_free(dev, region);
		dev->region_count--;
		dev->layout++;
		memmove(&dev->regions[i], &dev->regions[i + 1],
			(dev->region_count - i) * sizeof(*dev->regions));
		return;
	}
}

struct region *device_find_region_n(const struct device *dev, const char *name, size_t len)
{
	for (size_t i = 0; i < dev->region_count; i++) {
		struct region *region = dev->regions[i];

		if (len < sizeof(region->name) && !region->name[len] &&
		    !strncasecmp(region->name, name, len))
			return region;
	}
	return NULL;
}

struct region *device_find_region(const struct device *dev, const char *name)
{
	return device_find_region_n(dev, name, strlen(name));
}

bool device_need_region(const struct device *dev, const char *name, struct region **ret,
			struct err *err)
{
	struct region *region = device_find_region(dev, name);
	size_t used = 0;

	if (region) {
		*ret = region;
		return true;
	}
	err_set(err, ENOENT, "%s has no region '%.60s'", dev->title, name);
	for (size_t i = 0; i < dev->region_count && used < sizeof(err->hint) - 60; i++)
		used += (size_t)snprintf(err->hint + used, sizeof(err->hint) - used, "%s%s",
					 i ? " " : "it has: ", dev->regions[i]->name);
	return false;
}

bool region_is_mapped(const struct region *region)
{
	return region->map || (region->piece_count && region->pieces[0].map);
}

bool device_map(struct device *dev, struct region *region, struct err *err)
{
	if (region_is_mapped(region))
		return true;
	if (!dev->ops->map || !(region->flags & REGION_CAN_MAP)) {
		err_set(err, EOPNOTSUPP, "%s cannot be mapped", region->name);
		return err_hint(err, "it needs no mapping: rd and wr reach it as it is");
	}
	return dev->ops->map(dev, region, err);
}

bool device_unmap(struct device *dev, struct region *region, struct err *err)
{
	if (!region_is_mapped(region) || region->flags & REGION_HOST_MEMORY)
		return err_set(err, EINVAL, "%s is not mapped", region->name);
	dev->ops->unmap(dev, region);
	region->map = NULL;
	return true;
}

/* -- optional operations -- */

bool device_no_such_op(const struct device *dev, const char *what, struct err *err)
{
	err_set(err, EOPNOTSUPP, "%s has no %s: transport %s does not offer it", dev->title, what,
		dev->ops->name);
	return err_hint(err, "attach the function through vfio, or a simulated device, for %s",
			what);
}

bool device_irq_info(struct device *dev, enum irq_type type, struct irq_info *ret, struct err *err)
{
	if (!dev->ops->irq_info)
		return device_no_such_op(dev, "interrupts", err);
	return dev->ops->irq_info(dev, type, ret, err);
}

bool device_reset(struct device *dev, const char *method, const char **ret, struct err *err)
{
	if (!dev->ops->reset)
		return device_no_such_op(dev, "reset", err);
	if (dev->read_only) {
		err_set(err, EACCES, "%s is open read-only: a reset changes it", dev->title);
		return err_hint(err, "start barsh without -r to reset");
	}
	if (dev->dry_run) {
		*ret = "dry run";
		return true;
	}
	if (!dev->ops->reset(dev, method, ret, err))
		return false;
	trace_tap_reset(&dev->tap, device_trace_now_ns(dev), *ret);
	return true;
}

bool device_reset_scope(struct device *dev, struct strlist *ret, struct err *err)
{
	if (!dev->ops->reset_scope)
		return device_no_such_op(dev, "bus reset", err);
	return dev->ops->reset_scope(dev, ret, err);
}

/* -- time -- */

static uint64_t machine_now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

bool device_stopped(const struct device *dev)
{
	return dev->stop && *dev->stop;
}

uint64_t device_now_ns(struct device *dev)
{
	return dev->ops->now_ns ? dev->ops->now_ns(dev) : machine_now_ns();
}

void device_sleep_ns(struct device *dev, uint64_t ns)
{
	struct timespec left = { (time_t)(ns / 1000000000), (long)(ns % 1000000000) };

	if (device_stopped(dev))
		return;
	if (dev->ops->sleep_ns)
		dev->ops->sleep_ns(dev, ns);
	else
		nanosleep(&left, NULL); /* a signal ends it early, which is what we want */
}

/* -- trace -- */

void device_trace_start(struct device *dev, struct trace *trace)
{
	trace_destroy(dev->trace);
	dev->trace = trace;
	dev->tap = (struct trace_tap){ .trace = trace };
	dev->trace_start_ns = device_now_ns(dev);
}

void device_trace_stop(struct device *dev)
{
	trace_tap_flush(&dev->tap);
	dev->tap.trace = NULL;
}

bool device_is_traced(const struct device *dev)
{
	return dev->tap.trace != NULL;
}

uint64_t device_trace_now_ns(struct device *dev)
{
	return device_now_ns(dev) - dev->trace_start_ns;
}

/* -- names -- */

static const char *const irq_names[IRQ_TYPE_COUNT] = { "INTX", "MSI", "MSIX", "ERR", "REQ" };

const char *irq_type_name(enum irq_type type)
{
	return irq_names[type];
}

bool irq_type_parse(const char *word, enum irq_type *ret, struct err *err)
{
	if (!strcasecmp(word, "MSI-X"))
		word = "MSIX";
	for (unsigned i = 0; i < IRQ_TYPE_COUNT; i++) {
		if (!strcasecmp(word, irq_names[i])) {
			*ret = (enum irq_type)i;
			return true;
		}
	}
	err_set(err, EINVAL, "'%.40s' is not an interrupt type", word);
	return err_hint(err, "one of INTX, MSI, MSIX, ERR, REQ");
}
