/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/pci/bind.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "backend/pci/bind_internal.h"
#include "backend/pci/refusal.h"
#include "backend/support/childwrite.h"
#include "backend/support/mem.h"
#include "backend/support/sysfile.h"

/* -- writes that may block -- */

struct wait {
	const struct bind_sys *sys;
	const char *doing;
};

static bool still_waiting(void *ctx, unsigned waited_ms)
{
	const struct wait *wait = ctx;
	autofree char *text =
		xasprintf("%s: %u s, the kernel has not answered", wait->doing, waited_ms / 1000);

	return !wait->sys->waiting || wait->sys->waiting(wait->sys->ctx, text);
}

int bind_write(const struct bind_sys *sys, const char *doing, const char *text, const char *fmt,
	       ...)
{
	struct wait wait = { sys, doing };
	struct childwrite how = { sys->write, sys->limit_ms, &wait, still_waiting };
	autofree char *path = NULL, *whole = NULL;
	va_list ap;

	va_start(ap, fmt);
	path = xvasprintf(fmt, ap);
	va_end(ap);
	whole = xasprintf("%s/sys/bus/pci/%s", sys->root, path);
	return childwrite(&how, whole, text);
}

char *bind_driver_of(const struct bind_sys *sys, const struct bdf *bdf, char *ret, size_t len)
{
	sysfile_link(ret, len, "%s" SYSFS_PCI "/%s/driver", sys->root, bdf->text);
	return ret;
}

static bool not_released(const struct bdf *bdf, const char *driver, int code, struct err *err)
{
	if (code == EACCES || code == EPERM || code == EROFS) {
		err_sys(err, code, "%s cannot be unbound from %s", bdf->text, driver);
		return err_hint(err, "run as root, outside of containers");
	}
	if (code == ETIMEDOUT || code == EINTR) {
		err_set(err, code, "%s does not let go of %s: somebody still uses it", driver,
			bdf->text);
		return err_hint(err,
				"end that program: the unbind goes on by itself; then 'restore' "
				"puts %s back, or bind again",
				bdf->text);
	}
	return err_sys(err, code, "%s cannot be unbound from %s", bdf->text, driver);
}

bool bind_release(const struct bind_sys *sys, const struct bdf *bdf, struct err *err)
{
	autofree char *doing = NULL;
	char driver[64];
	int code;

	if (!bind_driver_of(sys, bdf, driver, sizeof(driver))[0])
		return true;
	doing = xasprintf("unbinding %s from %s", bdf->text, driver);
	code = bind_write(sys, doing, bdf->text, "devices/%s/driver/unbind", bdf->text);
	/* It may have gone by itself meanwhile. */
	if (!bind_driver_of(sys, bdf, driver, sizeof(driver))[0])
		return true;
	return not_released(bdf, driver, code ? code : EBUSY, err);
}

/* -- the plan -- */

enum {
	CLASS_BRIDGE = 0x06, /* the upper byte */
	CLASS_HOST_BRIDGE = 0x0600,
	CLASS_ISA_BRIDGE = 0x0601,
	CLASS_SMBUS = 0x0c05,
};

static unsigned class_of(const struct group_member *m)
{
	return m->function.pci.class_code >> 8;
}

/* LPC bridge and SMBus controller: nobody debugs with them gone, and no driver is all it takes. */
static bool is_housekeeping(const struct group_member *m)
{
	return class_of(m) == CLASS_ISA_BRIDGE || class_of(m) == CLASS_SMBUS;
}

static void decide(struct bind_step *step, bool asked)
{
	const struct group_member *m = &step->member;

	step->action = BIND_STAYS;
	if (m->effect == GROUP_ON_VFIO) {
		step->why = "is on VFIO already";
	} else if (asked) {
		step->action = BIND_TO_VFIO;
		step->why = "was asked for";
	} else if (m->bridge) {
		step->why = "is a bridge: harmless, and never bound";
	} else if (m->effect == GROUP_UNBOUND) {
		step->why = "has no driver: harmless";
	} else if (m->effect == GROUP_HARMLESS) {
		step->why = "has a driver that does no DMA";
	} else if (is_housekeeping(m)) {
		step->action = BIND_LOSES_DRIVER;
		step->why = "blocks the group, and need only lose its driver";
	} else {
		step->action = BIND_TO_VFIO;
		step->why = "blocks the group";
	}
}

static bool never_taken(const struct group_member *m, struct err *err)
{
	const char *bdf = m->function.bdf.text;

	if (m->bridge) {
		err_set(err, ENOTSUP, "%s is a bridge: vfio-pci takes header type 0 only", bdf);
		return err_hint(err,
				"it need not be bound: it does not block its group; sysfs:%s "
				"shows its config space",
				bdf);
	}
	err_set(err, ENOTSUP, "%s is the host bridge: the machine would not survive it", bdf);
	return err_hint(err, "sysfs:%s shows its config space", bdf);
}

bool bind_plan_make(const char *root, const struct bdf *bdf, struct bind_plan *ret, struct err *err)
{
	struct group group = GROUP_INIT;
	struct bind_plan plan;

	if (!group_read(root, bdf, &group, err))
		return false;
	plan = (struct bind_plan){ .group = group.number, .count = group.count };
	plan.steps = xcalloc(group.count + 1, sizeof(*plan.steps));
	for (size_t i = 0; i < group.count; i++) {
		struct bind_step *step = &plan.steps[i];
		bool asked = !strcmp(group.members[i].function.bdf.text, bdf->text);

		step->member = group.members[i];
		step->use = (struct inuse)INUSE_INIT;
		decide(step, asked);
		if (asked)
			plan.asked = i;
		if (step->action != BIND_STAYS)
			inuse_find(root, &step->member.function, &step->use);
	}
	group_finish(&group);
	if (plan.count && (plan.steps[plan.asked].member.bridge ||
			   class_of(&plan.steps[plan.asked].member) == CLASS_HOST_BRIDGE)) {
		never_taken(&plan.steps[plan.asked].member, err);
		bind_plan_finish(&plan);
		return false;
	}
	*ret = plan;
	return true;
}

void bind_plan_finish(struct bind_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		inuse_finish(&plan->steps[i].use);
	free(plan->steps);
	*plan = (struct bind_plan){ .group = -1 };
}

bool bind_plan_is_empty(const struct bind_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->steps[i].action != BIND_STAYS)
			return false;
	return true;
}

/* A class of 06 with header type 0: firmware and other drivers reach devices through it. */
static bool check_asked(const struct bind_step *step, bool force, struct err *err)
{
	const char *bdf = step->member.function.bdf.text;

	if (force || step->action == BIND_STAYS || class_of(&step->member) >> 8 != CLASS_BRIDGE)
		return true;
	err_set(err, EBUSY, "%s is a bridge of the chipset: other devices are reached through it",
		bdf);
	return err_hint(err, "bind %s -force, when that is what you want", bdf);
}

bool bind_plan_check(const struct bind_plan *plan, bool force, struct err *err)
{
	if (plan->count && !check_asked(&plan->steps[plan->asked], force, err))
		return false;
	for (size_t i = 0; i < plan->count; i++) {
		const struct bind_step *step = &plan->steps[i];
		const char *bdf = step->member.function.bdf.text;

		if (step->action == BIND_STAYS)
			continue;
		if (step->use.by_us) {
			err_set(err, EBUSY, "this session has %s open", bdf);
			return err_hint(err, "detach it first");
		}
		if (!step->use.reasons.count || force)
			continue;
		err_set(err, EBUSY, "%s is in use: %s", bdf, step->use.reasons.items[0]);
		return err_hint(err, "end that use; or bind %s -force, when it may be lost",
				plan->steps[plan->asked].member.function.bdf.text);
	}
	return true;
}

/* -- doing it -- */

static bool set_override(const struct bind_sys *sys, const struct bdf *bdf, struct err *err)
{
	int code = bind_write(sys, "setting driver_override", "vfio-pci",
			      "devices/%s/driver_override", bdf->text);

	if (!code)
		return true;
	err_sys(err, code, "the driver_override of %s cannot be set", bdf->text);
	return code == ENOENT ? false : err_hint(err, "run as root, outside of containers");
}

/* drivers_probe says yes whatever happened: the link tells, and the bind file tells why not. */
static bool give_to_vfio(const struct bind_sys *sys, const struct group_member *m, struct err *err)
{
	const struct bdf *bdf = &m->function.bdf;
	autofree char *doing = xasprintf("binding %s to vfio-pci", bdf->text);
	int code = bind_write(sys, doing, bdf->text, "drivers_probe");

	if (group_is_on_vfio(sys->root, bdf))
		return true;
	if (code == ETIMEDOUT || code == EINTR) {
		err_set(err, code, "the kernel did not bind %s in time", bdf->text);
		return err_hint(err, "it may still do so; dmesg says what it waits for");
	}
	code = bind_write(sys, doing, bdf->text, "drivers/vfio-pci/bind");
	if (group_is_on_vfio(sys->root, bdf))
		return true;
	return refusal_explain(sys->root, m, code, err);
}

/* The override comes first: no other driver can slip in between. */
static bool move(const struct bind_sys *sys, const struct bind_step *step, struct err *err)
{
	const struct bdf *bdf = &step->member.function.bdf;

	if (step->action == BIND_LOSES_DRIVER)
		return bind_release(sys, bdf, err);
	return set_override(sys, bdf, err) && bind_release(sys, bdf, err) &&
	       give_to_vfio(sys, &step->member, err);
}

static bool record_all(const struct bind_sys *sys, const struct bind_plan *plan, struct err *err)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct bind_step *step = &plan->steps[i];
		struct bind_record record;

		if (step->action == BIND_STAYS)
			continue;
		bindstate_observe(sys->root, &step->member.function.bdf, &record);
		record.asked_for = plan->steps[plan->asked].member.function.bdf;
		if (!bindstate_save(sys->folder, &record, err))
			return false;
	}
	return true;
}

/* Undo the steps up to and with `last`. A function that the kernel is still unbinding stays recorded:
 * it is put back when that ended. */
static void roll_back(const struct bind_sys *sys, const struct bind_plan *plan, size_t last,
		      struct err *err)
{
	bool stuck = err->code == ETIMEDOUT || err->code == EINTR;
	bool all = true;

	for (size_t i = 0; i < plan->count; i++) {
		const struct bdf *bdf = &plan->steps[i].member.function.bdf;
		struct err ignored = ERR_INIT;
		struct bind_record record;
		char text[160];

		if (plan->steps[i].action == BIND_STAYS || (i == last && stuck))
			continue;
		if (!bindstate_load(sys->folder, bdf, &record, &ignored) ||
		    !bind_restore_one(sys, &record, text, sizeof(text), &ignored))
			all = false;
	}
	if (!all)
		err_hint(err, "not everything could be put back: try 'restore'");
}

/* The node comes with the first member on VFIO, made by the kernel itself. */
static bool verify(const struct bind_sys *sys, const struct bind_plan *plan, struct err *err)
{
	const struct bdf *bdf = &plan->steps[plan->asked].member.function.bdf;
	struct group group = GROUP_INIT;
	bool viable;

	if (!group_read(sys->root, bdf, &group, err))
		return false;
	viable = group_is_viable(&group);
	group_finish(&group);
	if (!viable) {
		err_set(err, EAGAIN, "group %d is still not viable: a driver came back",
			plan->group);
		return err_hint(err, "group %s shows which; udev or driverctl may bind it",
				bdf->text);
	}
	return true;
}

static bool load_driver(const struct bind_sys *sys, struct err *err)
{
	if (!sysfile_exists("%s/sys/bus/pci/drivers/vfio-pci", sys->root) &&
	    !sys->load_module("vfio-pci", err))
		return false;
	return sysfile_exists("%s/sys/module/vfio_iommu_type1", sys->root) ||
	       sys->load_module("vfio_iommu_type1", err);
}

static bool apply_locked(const struct bind_sys *sys, const struct bind_plan *plan, struct err *err)
{
	if (!record_all(sys, plan, err))
		return false;
	for (size_t i = 0; i < plan->count; i++) {
		if (plan->steps[i].action != BIND_STAYS && !move(sys, &plan->steps[i], err)) {
			roll_back(sys, plan, i, err);
			return false;
		}
	}
	if (verify(sys, plan, err))
		return true;
	roll_back(sys, plan, plan->count, err);
	return false;
}

bool bind_apply(const struct bind_sys *sys, const struct bind_plan *plan, struct err *err)
{
	int lock;
	bool ok;

	if (!load_driver(sys, err) || !bindstate_lock(sys->folder, BIND_LOCK_MS, &lock, err))
		return false;
	ok = apply_locked(sys, plan, err);
	close(lock);
	return ok;
}

bool bind_give_group(const char *root, int group, uid_t uid, struct err *err)
{
	autofree char *node = xasprintf("%s/dev/vfio/%d", root, group);

	if (chown(node, uid, (gid_t)-1) == 0)
		return true;
	return err_sys(err, errno, "/dev/vfio/%d cannot be given to user %u", group, (unsigned)uid);
}
