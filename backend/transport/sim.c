/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sim:NAME: a model in this process. It behaves as a function that vfio-pci has just opened: memory
 * decoding on, bus master off, D0; interrupts through eventfds, DMA only where it was mapped. Time is
 * the model's own: an access costs 1 us, sleeping costs nothing real. */
#include "backend/transport/sim.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "backend/device.h"
#include "backend/model/model.h"
#include "backend/model/place.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/transport/sim_parts.h"
#include "backend/transport/transport.h"

#define ACCESS_NS UINT64_C(1000)

bool sim_is(const struct device *dev)
{
	return dev->ops == &transport_sim;
}

/* -- time -- */

/* A device that is gone does nothing any more; its time stands still. */
static void advance_to(struct sim *sim, uint64_t now_ns)
{
	sim->now_ns = now_ns;
	if (!sim->gone)
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
		uint64_t event = sim->gone ? target : sim->class->next_event(sim->model);

		advance_to(sim, event > sim->now_ns && event < target ? event : target);
	}
}

/* -- complaints -- */

static void host_complaint(void *ctx, const char *text)
{
	struct sim *sim = ctx;
	struct sim_complaint *last = &sim->ring[(sim->complaints - 1) % SIM_COMPLAINTS];

	if (sim->complaints && !strncmp(last->text, text, sizeof(last->text) - 1)) {
		last->times++;
		return;
	}
	last = &sim->ring[sim->complaints++ % SIM_COMPLAINTS];
	last->at_ns = sim->now_ns;
	last->times = 1;
	snprintf(last->text, sizeof(last->text), "%s", text);
}

uint64_t sim_complaints_dropped(const struct device *dev)
{
	const struct sim *sim = sim_of(dev);

	return sim->complaints > SIM_COMPLAINTS ? sim->complaints - SIM_COMPLAINTS : 0;
}

const struct sim_complaint *sim_complaint(const struct device *dev, unsigned i)
{
	const struct sim *sim = sim_of(dev);
	uint64_t at = sim_complaints_dropped(dev) + i;

	return at < sim->complaints ? &sim->ring[at % SIM_COMPLAINTS] : NULL;
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
	host = (struct model_host){ sim,	  sim_host_dma_read, sim_host_dma_write,
				    sim_host_irq, host_complaint,    NULL };
	sim->dev = dev;
	sim->class = class;
	sim->model = class->create(class, &host);
	sim_faults_init(sim);
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
	sim_faults_finish(sim);
	free(sim);
}

/* -- accesses -- */

/* An access begins: what was planned for it strikes first. false: nobody is there to take it. */
static bool arrives(struct sim *sim)
{
	if (++sim->accesses >= sim->strikes_at)
		sim_faults_strike(sim);
	advance_to(sim, sim->now_ns + ACCESS_NS);
	return !sim->gone;
}

static bool sim_read(struct device *dev, const struct region *region, uint64_t offset,
		     unsigned width_bits, uint64_t *ret, struct err *err)
{
	struct sim *sim = sim_of(dev);

	(void)err;
	if (!arrives(sim))
		*ret = bits_mask(width_bits);
	else if (region->kind == REGION_CONFIG)
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
	if (!arrives(sim))
		return true; /* nobody tells the writer */
	if (region->kind == REGION_CONFIG)
		sim->class->config_write(sim->model, (unsigned)offset, width_bits, value);
	else
		sim->class->write(sim->model, region->index, offset, width_bits, value);
	return true;
}

/* -- reset -- */

static bool sim_reset(struct device *dev, const char *method, const char **ret, struct err *err)
{
	struct sim *sim = sim_of(dev);

	if (strcmp(method, "auto") && strcmp(method, "flr"))
		return err_set(err, EOPNOTSUPP, "%s has no '%.20s' reset, only flr", dev->title,
			       method);
	if (sim->gone)
		return err_set(
			err, EIO,
			"%s does not answer after the flr reset: config space reads all ones",
			dev->title);
	if (!sim->class->reset) {
		err_set(err, ENOTTY, "%s has no function level reset", dev->title);
		return err_hint(err, "detach and attach gives a fresh one");
	}
	model_reset_keeping_command(sim->class, sim->model);
	sim_irq_restore_msi(sim);
	*ret = "flr";
	return true;
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
