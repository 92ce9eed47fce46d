/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sim:NAME: a model in this process. It behaves as a function that vfio-pci has just opened: memory
 * decoding on, bus master off, D0; interrupts through eventfds, DMA only where it was mapped. Time is
 * the model's own: an access costs 1 us, sleeping costs nothing real. */
#include "backend/transport/sim.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "backend/device.h"
#include "backend/model/model.h"
#include "backend/model/place.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/transport/transport.h"

#define ACCESS_NS  UINT64_C(1000)
#define COMPLAINTS 64
#define DMA_PAGE   4096

struct mapping {
	uint64_t iova, size;
	uint8_t *memory;
	unsigned flags;
};

struct line {
	int *fds; /* ours is only the array; -1 = not enabled */
	unsigned count;
	bool masked;
};

struct sim {
	struct device *dev;
	const struct model_class *class;
	struct model *model;
	uint64_t now_ns;
	struct mapping *mappings;
	size_t mapping_count;
	struct line lines[IRQ_TYPE_COUNT];
	bool intx_level;
	bool signalled; /* an eventfd was, since the sleep began */
	struct sim_complaint ring[COMPLAINTS];
	uint64_t complaints; /* ever */
};

static struct sim *sim_of(const struct device *dev)
{
	return dev->priv;
}

bool sim_is(const struct device *dev)
{
	return dev->ops == &transport_sim;
}

/* -- time -- */

static void advance_to(struct sim *sim, uint64_t now_ns)
{
	sim->now_ns = now_ns;
	sim->class->advance(sim->model, now_ns);
}

static uint64_t sim_now_ns(struct device *dev)
{
	return sim_of(dev)->now_ns;
}

/* Event by event, so that an interrupt ends the sleep at the time it comes; nothing else does. */
static void sim_sleep_ns(struct device *dev, uint64_t ns)
{
	struct sim *sim = sim_of(dev);
	uint64_t target = sim->now_ns + ns;

	sim->signalled = false;
	while (sim->now_ns < target && !sim->signalled) {
		uint64_t event = sim->class->next_event(sim->model);

		advance_to(sim, event > sim->now_ns && event < target ? event : target);
	}
}

/* -- what the model asks of us -- */

static struct mapping *find_mapping(struct sim *sim, uint64_t iova)
{
	for (size_t i = 0; i < sim->mapping_count; i++)
		if (range_inside(iova - sim->mappings[i].iova, 1, sim->mappings[i].size) &&
		    iova >= sim->mappings[i].iova)
			return &sim->mappings[i];
	return NULL;
}

static bool reachable(struct sim *sim, uint64_t iova, size_t len, unsigned flag)
{
	while (len) {
		struct mapping *map = find_mapping(sim, iova);
		uint64_t left;

		if (!map || !(map->flags & flag))
			return false;
		left = map->size - (iova - map->iova);
		if (len <= left)
			return true;
		iova += left;
		len -= (size_t)left;
	}
	return true;
}

/* Both directions in one: exactly one of to and from is set. */
static bool dma_copy(struct sim *sim, uint64_t iova, uint8_t *to, const uint8_t *from, size_t len)
{
	if (len > UINT64_MAX - iova)
		return false;
	if (!reachable(sim, iova, len, to ? DMA_DEVICE_READS : DMA_DEVICE_WRITES))
		return false;
	while (len) {
		struct mapping *map = find_mapping(sim, iova);
		uint64_t at = iova - map->iova;
		size_t part = len < map->size - at ? len : (size_t)(map->size - at);

		if (to)
			memcpy(to, map->memory + at, part);
		else
			memcpy(map->memory + at, from, part);
		to = to ? to + part : NULL;
		from = from ? from + part : NULL;
		iova += part;
		len -= part;
	}
	return true;
}

static bool trace_dma(struct sim *sim, bool done, bool device_writes, uint64_t iova, size_t len)
{
	if (done && device_is_traced(sim->dev))
		trace_tap_dma(&sim->dev->tap, device_trace_now_ns(sim->dev), device_writes, iova,
			      len);
	return done;
}

static bool host_dma_read(void *ctx, uint64_t iova, void *buf, size_t len)
{
	return trace_dma(ctx, dma_copy(ctx, iova, buf, NULL, len), false, iova, len);
}

static bool host_dma_write(void *ctx, uint64_t iova, const void *buf, size_t len)
{
	return trace_dma(ctx, dma_copy(ctx, iova, NULL, buf, len), true, iova, len);
}

static void signal_fd(struct sim *sim, enum irq_type type, unsigned vector)
{
	const struct line *line = &sim->lines[type];
	uint64_t one = 1;
	ssize_t done;

	if (vector >= line->count || line->fds[vector] < 0)
		return;
	sim->signalled = true;
	/* a full counter (EAGAIN) already says that there were interrupts */
	do
		done = write(line->fds[vector], &one, sizeof(one));
	while (done < 0 && errno == EINTR);
}

/* INTx as vfio-pci does it: one signal, then masked until the user has served the device. */
static void intx_update(struct sim *sim)
{
	struct line *line = &sim->lines[IRQ_INTX];

	if (!sim->intx_level || line->masked || !line->count)
		return;
	line->masked = true;
	signal_fd(sim, IRQ_INTX, 0);
}

static void host_irq(void *ctx, enum irq_type type, unsigned vector, bool level)
{
	struct sim *sim = ctx;

	if (type == IRQ_INTX) {
		sim->intx_level = level;
		intx_update(sim);
	} else {
		signal_fd(sim, type, vector);
	}
}

static void host_complaint(void *ctx, const char *text)
{
	struct sim *sim = ctx;
	struct sim_complaint *last = &sim->ring[(sim->complaints - 1) % COMPLAINTS];

	if (sim->complaints && !strncmp(last->text, text, sizeof(last->text) - 1)) {
		last->times++;
		return;
	}
	last = &sim->ring[sim->complaints++ % COMPLAINTS];
	last->at_ns = sim->now_ns;
	last->times = 1;
	snprintf(last->text, sizeof(last->text), "%s", text);
}

uint64_t sim_complaints_dropped(const struct device *dev)
{
	const struct sim *sim = sim_of(dev);

	return sim->complaints > COMPLAINTS ? sim->complaints - COMPLAINTS : 0;
}

const struct sim_complaint *sim_complaint(const struct device *dev, unsigned i)
{
	const struct sim *sim = sim_of(dev);
	uint64_t at = sim_complaints_dropped(dev) + i;

	return at < sim->complaints ? &sim->ring[at % COMPLAINTS] : NULL;
}

void sim_complaints_clear(struct device *dev)
{
	sim_of(dev)->complaints = 0;
}

/* -- open and close -- */

static uint64_t config_get(struct sim *sim, unsigned offset, unsigned width_bits)
{
	return sim->class->config_read(sim->model, offset, width_bits);
}

static void add_regions(struct device *dev, const struct model_class *class)
{
	struct region region = { .kind = REGION_BAR, .flags = REGION_CAN_READ | REGION_CAN_WRITE };

	for (unsigned i = 0; i < 6; i++) {
		if (!class->bars[i].size)
			continue;
		snprintf(region.name, sizeof(region.name), "bar%u", i);
		region.index = i;
		region.size = class->bars[i].size;
		device_add_region(dev, &region);
	}
	region = (struct region){
		.name = "config",
		.kind = REGION_CONFIG,
		.index = 7,
		.flags = REGION_CAN_READ | REGION_CAN_WRITE,
		.size = class->config_size,
	};
	device_add_region(dev, &region);
}

static void identify(struct device *dev, struct sim *sim)
{
	dev->pci = (struct pci_id){
		.known = true,
		.vendor = (uint16_t)config_get(sim, 0x00, 16),
		.device = (uint16_t)config_get(sim, 0x02, 16),
		.subvendor = (uint16_t)config_get(sim, 0x2c, 16),
		.subdevice = (uint16_t)config_get(sim, 0x2e, 16),
		.class_code = (uint32_t)config_get(sim, 0x08, 32) >> 8,
		.revision = (uint8_t)config_get(sim, 0x08, 8),
	};
}

static void complete_names(const char *target, struct strlist *ret)
{
	for (size_t i = 0; model_classes()[i]; i++)
		if (!strncmp(model_classes()[i]->name, target, strlen(target)))
			strlist_add(ret, model_classes()[i]->name);
}

static bool no_model(const char *target, struct err *err)
{
	const struct model_class *const *classes = model_classes();
	autostrlist names = STRLIST_INIT;
	const char *near;

	complete_names("", &names);
	near = target[0] ? strlist_nearest(&names, target) : NULL;
	if (target[0])
		err_set(err, ENOENT, "there is no simulated device '%.60s'", target);
	else
		err_set(err, EINVAL, "sim: needs the name of a simulated device");
	if (near)
		return err_hint(err, "did you mean sim:%s?", near);
	return err_hint(err, "'sim list' shows them all: sim:%s, sim:%s, ...", classes[0]->name,
			classes[1]->name);
}

static bool sim_open(struct device *dev, const char *target, struct err *err)
{
	const struct model_class *class = model_find(target);
	struct model_host host;
	struct sim *sim;

	if (!class)
		return no_model(target, err);
	sim = xcalloc(1, sizeof(*sim));
	host = (struct model_host){ sim,      host_dma_read,  host_dma_write,
				    host_irq, host_complaint, NULL };
	sim->dev = dev;
	sim->class = class;
	sim->model = class->create(class, &host);
	dev->priv = sim;
	model_place(class, sim->model);
	add_regions(dev, class);
	identify(dev, sim);
	snprintf(dev->title, sizeof(dev->title), "sim %s", class->name);
	snprintf(dev->about, sizeof(dev->about),
		 "simulated: %s; bus master is off, as after an open through vfio", class->title);
	return true;
}

static void sim_close(struct device *dev)
{
	struct sim *sim = sim_of(dev);

	sim->class->destroy(sim->model);
	for (unsigned i = 0; i < IRQ_TYPE_COUNT; i++)
		free(sim->lines[i].fds);
	free(sim->mappings);
	free(sim);
}

/* -- accesses -- */

static bool sim_read(struct device *dev, const struct region *region, uint64_t offset,
		     unsigned width_bits, uint64_t *ret, struct err *err)
{
	struct sim *sim = sim_of(dev);

	(void)err;
	advance_to(sim, sim->now_ns + ACCESS_NS);
	if (region->kind == REGION_CONFIG)
		*ret = sim->class->config_read(sim->model, (unsigned)offset, width_bits);
	else
		*ret = sim->class->read(sim->model, region->index, offset, width_bits);
	return true;
}

static bool sim_write(struct device *dev, const struct region *region, uint64_t offset,
		      unsigned width_bits, uint64_t value, struct err *err)
{
	struct sim *sim = sim_of(dev);

	(void)err;
	advance_to(sim, sim->now_ns + ACCESS_NS);
	if (region->kind == REGION_CONFIG)
		sim->class->config_write(sim->model, (unsigned)offset, width_bits, value);
	else
		sim->class->write(sim->model, region->index, offset, width_bits, value);
	return true;
}

/* -- interrupts -- */

static bool sim_irq_info(struct device *dev, enum irq_type type, struct irq_info *ret,
			 struct err *err)
{
	(void)err;
	*ret = sim_of(dev)->class->irqs[type];
	return true;
}

/* The standard list, bounded because the space is small. */
static unsigned find_msi(struct sim *sim)
{
	unsigned at = (unsigned)config_get(sim, 0x34, 8);

	for (unsigned i = 0; i < 48 && at >= 0x40; i++) {
		if (config_get(sim, at, 8) == 0x05)
			return at;
		at = (unsigned)config_get(sim, at + 1, 8);
	}
	return 0;
}

/* Enabling MSI through vfio programs the capability; so it does here. */
static void msi_switch(struct sim *sim, bool on)
{
	unsigned at = find_msi(sim);
	uint64_t control;

	if (!at)
		return;
	control = config_get(sim, at + 2, 16) & ~UINT64_C(1);
	if (on) {
		sim->class->config_write(sim->model, at + 4, 32, 0xfee00000);
		control |= 1;
	}
	sim->class->config_write(sim->model, at + 2, 16, control);
}

static bool sim_irq_enable(struct device *dev, enum irq_type type, unsigned start, unsigned count,
			   const int *fds, struct err *err)
{
	struct sim *sim = sim_of(dev);
	struct line *line = &sim->lines[type];
	unsigned have = sim->class->irqs[type].count;

	if (!range_inside(start, count, have))
		return err_set(err, EINVAL, "%s has %u %s vectors, not %u from %u", dev->title,
			       have, irq_type_name(type), count, start);
	if (!line->fds) {
		line->fds = xmalloc(have * sizeof(*line->fds));
		for (unsigned i = 0; i < have; i++)
			line->fds[i] = -1;
		line->count = have;
		line->masked = false;
		if (type == IRQ_MSI)
			msi_switch(sim, true);
	}
	memcpy(line->fds + start, fds, count * sizeof(*fds));
	if (type == IRQ_INTX)
		intx_update(sim);
	return true;
}

static bool sim_irq_disable(struct device *dev, enum irq_type type, struct err *err)
{
	struct sim *sim = sim_of(dev);
	struct line *line = &sim->lines[type];

	(void)err;
	if (type == IRQ_MSI && line->fds)
		msi_switch(sim, false);
	free(line->fds);
	*line = (struct line){ .fds = NULL };
	return true;
}

static bool sim_irq_action(struct device *dev, enum irq_type type, unsigned vector,
			   enum irq_action action, struct err *err)
{
	struct sim *sim = sim_of(dev);
	struct line *line = &sim->lines[type];

	if (vector >= line->count)
		return err_set(err, EINVAL, "%s vector %u is not enabled", irq_type_name(type),
			       vector);
	if (action == IRQ_TRIGGER) {
		signal_fd(sim, type, vector);
		return true;
	}
	if (type != IRQ_INTX)
		return err_set(err, EOPNOTSUPP, "%s cannot be masked", irq_type_name(type));
	line->masked = action == IRQ_MASK;
	intx_update(sim);
	return true;
}

/* -- DMA -- */

/* Page size and ranges of a machine with Intel VT-d: everything but the interrupt window. */
static bool sim_dma_limits(struct device *dev, struct dma_limits *ret, struct err *err)
{
	(void)dev, (void)err;
	*ret = (struct dma_limits){
		.page_size = DMA_PAGE,
		.range_count = 2,
		.ranges = { { 0, 0xfedfffff }, { 0xfef00000, 0x7fffffffff } },
	};
	return true;
}

static bool check_mapping(struct device *dev, uint64_t iova, uint64_t size, struct err *err)
{
	struct sim *sim = sim_of(dev);
	struct dma_limits limits;

	if (!size || (iova | size) % DMA_PAGE)
		return err_set(err, EINVAL,
			       "0x%" PRIx64 " bytes at 0x%" PRIx64 " are not whole pages", size,
			       iova);
	for (size_t i = 0; i < sim->mapping_count; i++)
		if (iova < sim->mappings[i].iova + sim->mappings[i].size &&
		    sim->mappings[i].iova < iova + size)
			return err_set(err, EEXIST, "0x%" PRIx64 " is already mapped", iova);
	sim_dma_limits(dev, &limits, err);
	for (unsigned i = 0; i < limits.range_count; i++)
		if (iova >= limits.ranges[i].first &&
		    range_inside(iova - limits.ranges[i].first, size,
				 limits.ranges[i].last - limits.ranges[i].first + 1))
			return true;
	return err_set(err, EINVAL, "the device cannot use addresses 0x%" PRIx64 "+0x%" PRIx64,
		       iova, size);
}

static bool sim_dma_map(struct device *dev, void *memory, uint64_t iova, uint64_t size,
			unsigned flags, struct err *err)
{
	struct sim *sim = sim_of(dev);

	if (!check_mapping(dev, iova, size, err))
		return false;
	sim->mappings =
		xreallocarray(sim->mappings, sim->mapping_count + 1, sizeof(*sim->mappings));
	sim->mappings[sim->mapping_count++] = (struct mapping){ iova, size, memory, flags };
	return true;
}

static bool sim_dma_unmap(struct device *dev, uint64_t iova, uint64_t size, struct err *err)
{
	struct sim *sim = sim_of(dev);

	for (size_t i = 0; i < sim->mapping_count; i++) {
		if (sim->mappings[i].iova != iova || sim->mappings[i].size != size)
			continue;
		sim->mappings[i] = sim->mappings[--sim->mapping_count];
		return true;
	}
	return err_set(err, ENOENT, "nothing of 0x%" PRIx64 " bytes is mapped at 0x%" PRIx64, size,
		       iova);
}

/* -- reset and faults -- */

static bool sim_reset(struct device *dev, const char *method, const char **ret, struct err *err)
{
	struct sim *sim = sim_of(dev);

	if (strcmp(method, "auto") && strcmp(method, "flr"))
		return err_set(err, EOPNOTSUPP, "%s has no '%.20s' reset, only flr", dev->title,
			       method);
	if (!sim->class->reset) {
		err_set(err, ENOTTY, "%s has no function level reset", dev->title);
		return err_hint(err, "detach and attach gives a fresh one");
	}
	model_reset_keeping_command(sim->class, sim->model);
	if (sim->lines[IRQ_MSI].fds)
		msi_switch(sim, true); /* the kernel restores it too */
	*ret = "flr";
	return true;
}

static const struct fault_info *sim_faults(struct device *dev)
{
	return sim_of(dev)->class->faults;
}

static bool sim_fault_set(struct device *dev, const char *name, bool on, struct err *err)
{
	struct sim *sim = sim_of(dev);
	autostrlist names = STRLIST_INIT;
	const char *near;

	if (sim->class->fault_set(sim->model, name, on))
		return true;
	for (const struct fault_info *fault = sim->class->faults; fault->name; fault++)
		strlist_add(&names, fault->name);
	err_set(err, ENOENT, "%s has no fault '%.40s'", dev->title, name);
	near = strlist_nearest(&names, name);
	if (near)
		return err_hint(err, "did you mean %s?", near);
	return err_hint(err, "'sim fault' lists them");
}

static bool sim_fault_is_set(struct device *dev, const char *name)
{
	return sim_of(dev)->class->fault_is_set(sim_of(dev)->model, name);
}

const struct transport_ops transport_sim = {
	.name = "sim",
	.help = "a simulated device in this process",
	.syntax = "sim:NAME",
	.open = sim_open,
	.close = sim_close,
	.read = sim_read,
	.write = sim_write,
	.irq_info = sim_irq_info,
	.irq_enable = sim_irq_enable,
	.irq_disable = sim_irq_disable,
	.irq_action = sim_irq_action,
	.dma_limits = sim_dma_limits,
	.dma_map = sim_dma_map,
	.dma_unmap = sim_dma_unmap,
	.reset = sim_reset,
	.now_ns = sim_now_ns,
	.sleep_ns = sim_sleep_ns,
	.faults = sim_faults,
	.fault_set = sim_fault_set,
	.fault_is_set = sim_fault_is_set,
	.complete = complete_names,
};
