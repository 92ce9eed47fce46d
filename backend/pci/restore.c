/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Putting functions back to their records. Nothing is remembered about how far a bind came: each
 * function is compared with its record, and what differs is put right, as often as it takes. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "backend/pci/bind_internal.h"
#include "backend/pci/group.h"
#include "backend/pci/holders.h"
#include "backend/support/mem.h"
#include "backend/support/sysfile.h"

static void found_holder(void *ctx, const char *node, pid_t pid, const char *name)
{
	struct err *err = ctx;

	if (pid == getpid()) {
		err_set(err, EBUSY, "this session has its group open (%s)", node);
		err_hint(err, "detach it first");
	} else if (!err->code) {
		err_set(err, EBUSY, "process %d (%s) has its group open (%s)", (int)pid, name,
			node);
		err_hint(err, "end that process, then restore again");
	}
}

/* While a process has the group open, who unbinds a member waits (for ever, when it is the same
 * process), and other drivers are refused: ask first. */
static bool check_holders(const struct bind_sys *sys, int group, struct err *err)
{
	struct err found = ERR_INIT;
	autostrlist nodes = STRLIST_INIT;

	strlist_addf(&nodes, "/dev/vfio/%d", group);
	holders_find(sys->root, &nodes, found_holder, &found);
	if (found.code)
		*err = found;
	return !found.code;
}

/* A zero-length write is none: a newline is what clears it. */
static bool put_override(const struct bind_sys *sys, const struct bind_record *record,
			 const struct bind_record *now, struct err *err)
{
	int code;

	if (!strcmp(record->override, now->override))
		return true;
	code = bind_write(sys, "setting driver_override",
			  record->override[0] ? record->override : "\n",
			  "devices/%s/driver_override", record->bdf.text);
	if (!code)
		return true;
	err_sys(err, code, "the driver_override of %s cannot be reset", record->bdf.text);
	return err_hint(err, "run as root, outside of containers");
}

static bool put_driver(const struct bind_sys *sys, const struct bind_record *record,
		       struct err *err)
{
	autofree char *doing = xasprintf("binding %s to %s", record->bdf.text, record->driver);
	char driver[64];
	int code;

	if (!bind_release(sys, &record->bdf, err))
		return false;
	if (!record->driver[0])
		return true;
	code = bind_write(sys, doing, record->bdf.text, "drivers/%s/bind", record->driver);
	/* No such driver now, or it does not know the ids: let the kernel look for one. */
	if (code == ENODEV || code == ENOENT)
		bind_write(sys, doing, record->bdf.text, "drivers_probe");
	if (!strcmp(bind_driver_of(sys, &record->bdf, driver, sizeof(driver)), record->driver))
		return true;
	err_set(err, code ? code : EIO, "%s did not take %s back (%s)", record->driver,
		record->bdf.text, code ? strerror(code) : "no reason given");
	if (code == EBUSY)
		return err_hint(err, "a process has its IOMMU group open through VFIO: end it, "
				     "then restore again");
	return err_hint(err,
			"is the module loaded? modprobe %s; then restore again. dmesg says "
			"more",
			record->driver);
}

static void put_power(const struct bind_sys *sys, const struct bind_record *record)
{
	char now[16];

	if (record->power[0] &&
	    sysfile_read(now, sizeof(now), "%s" SYSFS_PCI "/%s/power/control", sys->root,
			 record->bdf.text) &&
	    strcmp(now, record->power) != 0)
		bind_write(sys, "setting power/control", record->power, "devices/%s/power/control",
			   record->bdf.text);
}

static bool is_as_recorded(const struct bind_record *record, const struct bind_record *now)
{
	return !strcmp(record->driver, now->driver) && !strcmp(record->override, now->override);
}

/* Nothing to put back: the function left, or the machine was restarted since. */
static bool is_over(const struct bind_sys *sys, const struct bind_record *record,
		    const struct bind_record *now, char *text, size_t len)
{
	if (!sysfile_exists("%s" SYSFS_PCI "/%s", sys->root, record->bdf.text)) {
		snprintf(text, len, "is gone: nothing to restore");
		return true;
	}
	if (record->boot[0] && now->boot[0] && strcmp(record->boot, now->boot) != 0) {
		snprintf(text, len, "the machine was restarted since: nothing to restore");
		return true;
	}
	return false;
}

bool bind_restore_one(const struct bind_sys *sys, const struct bind_record *record, char *text,
		      size_t len, struct err *err)
{
	struct bind_record now;

	bindstate_observe(sys->root, &record->bdf, &now);
	if (is_over(sys, record, &now, text, len))
		return bindstate_forget(sys->folder, &record->bdf, err);
	if (is_as_recorded(record, &now)) {
		snprintf(text, len, "%s%s: it was so already",
			 record->driver[0] ? "has driver " : "has no driver", record->driver);
	} else {
		if (strcmp(record->driver, now.driver) != 0 && !check_holders(sys, now.group, err))
			return false;
		if (!put_override(sys, record, &now, err) ||
		    (strcmp(record->driver, now.driver) != 0 && !put_driver(sys, record, err)))
			return false;
		snprintf(text, len, "%s%s again",
			 record->driver[0] ? "has driver " : "has no driver", record->driver);
	}
	put_power(sys, record);
	return bindstate_forget(sys->folder, &record->bdf, err);
}

/* What it was is lost: give it to whichever driver the kernel finds for it. */
static bool restore_without_record(const struct bind_sys *sys, const struct bdf *bdf, char *text,
				   size_t len, struct err *err)
{
	struct bind_record none = { .bdf = *bdf }, now;
	char driver[64];

	bindstate_observe(sys->root, bdf, &now);
	if (group_is_on_vfio(sys->root, bdf) || !now.driver[0]) {
		if (!check_holders(sys, now.group, err) || !put_override(sys, &none, &now, err) ||
		    !bind_release(sys, bdf, err))
			return false;
		bind_write(sys, "looking for a driver", bdf->text, "drivers_probe");
	}
	bind_driver_of(sys, bdf, driver, sizeof(driver));
	snprintf(text, len, "its record was damaged: the kernel chose %s",
		 driver[0] ? driver : "no driver");
	return bindstate_forget(sys->folder, bdf, err);
}

/* -- all of them -- */

static bool concerns(const struct bind_record *record, const struct bdf *only, int group)
{
	return !only || !strcmp(record->bdf.text, only->text) ||
	       !strcmp(record->asked_for.text, only->text) ||
	       (group >= 0 && record->group == group);
}

static void tell(const struct bind_record *record, bool whole, struct restored *ret)
{
	snprintf(ret->text, sizeof(ret->text),
		 !whole		     ? "record damaged: any driver"
		 : record->driver[0] ? "to driver %s"
				     : "to no driver",
		 record->driver);
}

static void restore_item(const struct bind_sys *sys, const struct bdf *bdf, const struct bdf *only,
			 int group, bool dry_run, struct restored_list *ret)
{
	struct restored *item = &ret->items[ret->count];
	struct err damage = ERR_INIT;
	struct bind_record record = { .group = -1 };
	bool whole = bindstate_load(sys->folder, bdf, &record, &damage);

	*item = (struct restored){ .bdf = *bdf, .err = ERR_INIT };
	if (damage.code == ENOENT || !concerns(&record, only, group))
		return;
	ret->count++;
	if (dry_run) {
		tell(&record, whole, item);
		item->done = true;
		return;
	}
	if (whole)
		item->done =
			bind_restore_one(sys, &record, item->text, sizeof(item->text), &item->err);
	else
		item->done = restore_without_record(sys, bdf, item->text, sizeof(item->text),
						    &item->err);
}

bool bind_restore(const struct bind_sys *sys, const struct bdf *only, bool dry_run,
		  struct restored_list *ret, struct err *err)
{
	autostrlist names = STRLIST_INIT;
	struct bind_record asked = { .group = -1 };
	int lock;

	if (!bindstate_lock(sys->folder, BIND_LOCK_MS, &lock, err))
		return false;
	bindstate_list(sys->folder, &names);
	if (only)
		bindstate_observe(sys->root, only, &asked);
	*ret = (struct restored_list)RESTORED_LIST_INIT;
	ret->items = xcalloc(names.count + 1, sizeof(*ret->items));
	for (size_t i = 0; i < names.count; i++) {
		struct err ignored = ERR_INIT;
		struct bdf bdf;

		if (bdf_parse(names.items[i], &bdf, &ignored))
			restore_item(sys, &bdf, only, asked.group, dry_run, ret);
	}
	close(lock);
	return true;
}

void restored_finish(struct restored_list *list)
{
	free(list->items);
	*list = (struct restored_list)RESTORED_LIST_INIT;
}
