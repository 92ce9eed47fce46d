/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Faults of a simulated device: those of its model that this one can have, and what happens to the
 * slot that it is in, which no model knows of. */
#include "backend/transport/sim_parts.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/support/strbuf.h"
#include "backend/support/strlist.h"

/* Last in the list of a device. */
enum slot_fault { SLOT_GONE, SLOT_WANTED, SLOT_FAULTS };

static const struct fault_info slot_faults[SLOT_FAULTS] = {
	[SLOT_GONE] = { "gone",
			"the device has left the bus: all reads, of config space too, give all "
			"ones",
			"slot" },
	[SLOT_WANTED] = { "wanted", "the kernel asks for the device back (REQ), as unbind does",
			  "slot" },
};

static bool applies(const struct model_class *class, const char *name)
{
	return !class->fault_elsewhere || !class->fault_elsewhere(class, name);
}

void sim_faults_init(struct sim *sim)
{
	size_t count = 0;

	while (sim->class->faults[count].name)
		count++;
	sim->faults = xcalloc(count + SLOT_FAULTS + 1, sizeof(*sim->faults));
	for (size_t i = 0; i < count; i++)
		if (applies(sim->class, sim->class->faults[i].name))
			sim->faults[sim->slot_faults++] = sim->class->faults[i];
	memcpy(sim->faults + sim->slot_faults, slot_faults, sizeof(slot_faults));
	sim->planned = xcalloc(sim->slot_faults + SLOT_FAULTS, sizeof(*sim->planned));
	sim->strikes_at = UINT64_MAX;
}

void sim_faults_finish(struct sim *sim)
{
	free(sim->faults);
	free(sim->planned);
}

const struct fault_info *sim_faults(struct device *dev)
{
	return sim_of(dev)->faults;
}

/* -- names -- */

static bool find(const struct sim *sim, const char *name, unsigned *ret)
{
	for (unsigned i = 0; sim->faults[i].name; i++) {
		if (strcmp(sim->faults[i].name, name) != 0)
			continue;
		*ret = i;
		return true;
	}
	return false;
}

static bool has(const struct model_class *class, const char *name)
{
	for (const struct fault_info *fault = class->faults; fault->name; fault++)
		if (!strcmp(fault->name, name))
			return applies(class, name);
	return false;
}

/* Simulated devices that can have it: some, that is enough to try. */
static void owners(const char *name, struct strbuf *ret)
{
	enum { SOME = 4 };
	unsigned count = 0;

	for (size_t i = 0; model_classes()[i]; i++) {
		const struct model_class *class = model_classes()[i];

		if (has(class, name) && count++ < SOME)
			strbuf_addf(ret, "%ssim:%s", count > 1 ? ", " : "", class->name);
	}
	if (count > SOME)
		strbuf_adds(ret, " and others");
}

static bool unknown(const struct sim *sim, const char *name, struct err *err)
{
	const struct model_class *class = sim->class;
	autostrlist names = STRLIST_INIT;
	autostrbuf others = STRBUF_INIT;
	const char *where, *near;

	for (const struct fault_info *fault = class->faults; fault->name; fault++) {
		if (strcmp(fault->name, name) != 0)
			continue;
		where = class->fault_elsewhere(class, name);
		err_set(err, EINVAL, "%s is a fault of %s, which %s is not", name, where,
			sim->dev->title);
		owners(name, &others);
		return err_hint(err, "%s can have it", strbuf_text(&others));
	}
	for (const struct fault_info *fault = sim->faults; fault->name; fault++)
		strlist_add(&names, fault->name);
	err_set(err, ENOENT, "%s has no fault '%.40s'", sim->dev->title, name);
	near = strlist_nearest(&names, name);
	if (near)
		return err_hint(err, "did you mean %s?", near);
	return err_hint(err, "'sim fault' lists them");
}

/* -- the slot -- */

/* Whoever comes back to the bus has lost its power meanwhile: nothing of it is as it was. */
static void set_gone(struct sim *sim, bool gone)
{
	if (sim->gone && !gone && sim->class->reset)
		sim->class->reset(sim->model);
	sim->gone = gone;
	sim->intx_level = false;
}

static void set_wanted(struct sim *sim, bool wanted)
{
	if (wanted && !sim->wanted)
		sim_irq_signal(sim, IRQ_REQ, 0);
	sim->wanted = wanted;
}

static bool is_on(const struct sim *sim, unsigned i)
{
	if (i == sim->slot_faults + SLOT_GONE)
		return sim->gone;
	if (i == sim->slot_faults + SLOT_WANTED)
		return sim->wanted;
	return sim->class->fault_is_set(sim->model, sim->faults[i].name);
}

static void switch_fault(struct sim *sim, unsigned i, bool on)
{
	if (i == sim->slot_faults + SLOT_GONE)
		set_gone(sim, on);
	else if (i == sim->slot_faults + SLOT_WANTED)
		set_wanted(sim, on);
	else
		sim->class->fault_set(sim->model, sim->faults[i].name, on);
}

/* -- at once, or later -- */

static void plan(struct sim *sim, unsigned i, uint64_t access)
{
	sim->planned[i] = access;
	sim->strikes_at = UINT64_MAX;
	for (unsigned k = 0; sim->faults[k].name; k++)
		if (sim->planned[k] && sim->planned[k] < sim->strikes_at)
			sim->strikes_at = sim->planned[k];
}

void sim_faults_strike(struct sim *sim)
{
	for (unsigned i = 0; sim->faults[i].name; i++) {
		if (!sim->planned[i] || sim->planned[i] > sim->accesses)
			continue;
		plan(sim, i, 0);
		switch_fault(sim, i, true);
	}
}

bool sim_fault_set(struct device *dev, const char *name, bool on, struct err *err)
{
	struct sim *sim = sim_of(dev);
	unsigned i;

	if (!find(sim, name, &i))
		return unknown(sim, name, err);
	plan(sim, i, 0);
	switch_fault(sim, i, on);
	return true;
}

bool sim_fault_is_set(struct device *dev, const char *name)
{
	const struct sim *sim = sim_of(dev);
	unsigned i;

	return find(sim, name, &i) && is_on(sim, i);
}

bool sim_fault_after(struct device *dev, const char *name, uint64_t accesses, struct err *err)
{
	struct sim *sim = sim_of(dev);
	unsigned i;

	if (!accesses || !find(sim, name, &i))
		return sim_fault_set(dev, name, true, err);
	if (accesses > UINT64_MAX - 1 - sim->accesses)
		return err_set(err, ERANGE, "%" PRIu64 " accesses are more than can be counted",
			       accesses);
	switch_fault(sim, i, false);
	plan(sim, i, sim->accesses + accesses + 1);
	return true;
}

bool sim_fault_state(const struct device *dev, const char *name, bool *ret_on, uint64_t *ret_left,
		     struct err *err)
{
	const struct sim *sim = sim_of(dev);
	unsigned i;

	if (!find(sim, name, &i))
		return unknown(sim, name, err);
	*ret_on = is_on(sim, i);
	*ret_left = sim->planned[i] ? sim->planned[i] - sim->accesses - 1 : UINT64_MAX;
	return true;
}
