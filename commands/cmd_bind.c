/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Taking functions from their drivers for VFIO, group by group, and giving them back. */
#include "commands/command.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>

#include "backend/pci/bind.h"
#include "backend/pci/bindstate.h"
#include "backend/pci/group.h"
#include "backend/pci/ids.h"
#include "backend/pci/inuse.h"
#include "backend/pci/modules.h"
#include "commands/args.h"
#include "commands/functionspec.h"
#include "commands/session.h"

/* An unbind that takes longer waits for somebody. */
enum { WRITE_LIMIT_MS = 10000 };

static const char *or_none(const char *driver)
{
	return driver[0] ? driver : "none";
}

/* -- what all three show -- */

static void add_use(const struct inuse *use, struct strbuf *human, struct value *row)
{
	struct value *reasons = value_list(), *notes = value_list();

	for (size_t i = 0; i < use->reasons.count; i++) {
		strbuf_addf(human, "\n      " ST_BAD "in use:" ST_OFF " %s", use->reasons.items[i]);
		value_add(reasons, value_text(use->reasons.items[i]));
	}
	for (size_t i = 0; i < use->notes.count; i++) {
		strbuf_addf(human, "\n      note: %s", use->notes.items[i]);
		value_add(notes, value_text(use->notes.items[i]));
	}
	value_set(row, "in_use", reasons);
	value_set(row, "notes", notes);
}

static struct value *start_row(const struct function *f, struct strbuf *human)
{
	struct value *row = value_map();

	strbuf_addf(human, "\n  " ST_NAME "%s" ST_OFF "  %-14s ", f->bdf.text, or_none(f->driver));
	value_set_text(row, "bdf", f->bdf.text);
	value_set_text(row, "driver", f->driver);
	return row;
}

/* -- group -- */

static const char *effect_text(const struct group_member *m)
{
	switch (m->effect) {
	case GROUP_UNBOUND:
		return "harmless, no driver";
	case GROUP_ON_VFIO:
		return "on VFIO";
	case GROUP_HARMLESS:
		return "harmless";
	case GROUP_BLOCKS:
		break;
	}
	return "blocks";
}

static struct value *show_member(struct ids *ids, const struct group_member *m,
				 struct strbuf *human)
{
	const struct function *f = &m->function;
	struct value *row = start_row(f, human);
	char name[IDS_NAME_SIZE], class_name[IDS_NAME_SIZE];
	struct inuse use;

	ids_device_name(ids, f->pci.vendor, f->pci.device, name, sizeof(name));
	ids_class_name(ids, f->pci.class_code >> 8, class_name, sizeof(class_name));
	strbuf_addf(human, "%s%s" ST_OFF "%s\n      %s: %s",
		    m->effect == GROUP_BLOCKS ? ST_BAD : "", effect_text(m),
		    m->bridge ? " (a bridge: never bound)" : "", class_name, name);
	value_set_text(row, "name", name);
	value_set_text(row, "class_name", class_name);
	value_set_bool(row, "bridge", m->bridge);
	value_set_bool(row, "on_vfio", m->effect == GROUP_ON_VFIO);
	value_set_bool(row, "blocks", m->effect == GROUP_BLOCKS);
	/* A bridge carries all that is behind it: that is another function's use. */
	if (m->bridge)
		use = (struct inuse)INUSE_INIT;
	else
		inuse_find("", f, &use);
	add_use(&use, human, row);
	inuse_finish(&use);
	return row;
}

static bool run_group(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	struct group group = GROUP_INIT;
	autostrbuf human = STRBUF_INIT;
	struct value *detail, *members, *names;
	struct ids *ids;
	struct bdf bdf;

	(void)s;
	if (!functionspec_find(args_word(a, "SPEC"), &bdf, err) ||
	    !group_read("", &bdf, &group, err))
		return false;
	ids = ids_create(NULL);
	detail = value_map();
	members = value_list();
	names = value_list();
	strbuf_addf(&human, "IOMMU group %d, %s", group.number,
		    group_is_viable(&group) ? ST_GOOD "viable" ST_OFF : ST_BAD "not viable" ST_OFF);
	if (group.type[0])
		strbuf_addf(&human, ", kernel domain %s", group.type);
	for (size_t i = 0; i < group.count; i++) {
		value_add(members, show_member(ids, &group.members[i], &human));
		value_add(names, value_text(group.members[i].function.bdf.text));
	}
	value_set_uint(detail, "group", (uint64_t)group.number, 0);
	value_set_bool(detail, "viable", group_is_viable(&group));
	value_set_text(detail, "type", group.type);
	value_set(detail, "members", members);
	ids_destroy(ids);
	group_finish(&group);
	*ret = value_with_detail(value_with_human(names, &human), detail);
	return true;
}

const struct command cmd_group = {
	.name = "group",
	.family = "binding",
	.summary = "show the IOMMU group of a function: who is in it, who blocks it",
	.details =
		"VFIO gives out whole groups only, and only while no other driver in the group may "
		"do DMA. Bridges on pcieport and functions without a driver are harmless. The "
		"result is the list of members. No device is touched.",
	.example = "catch { group 00:1f.3 }",
	.args = { { "SPEC", ARG_WORD, 0, "a function: 00:1f.3, 8086:a0c8", NULL,
		    functionspec_complete } },
	.flags = CMD_READINESS,
	.run = run_group,
};

/* -- bind -- */

static const char *action_text(enum bind_action action)
{
	return action == BIND_TO_VFIO	     ? "-> vfio-pci"
	       : action == BIND_LOSES_DRIVER ? "-> no driver"
					     : "stays";
}

static struct value *show_plan(const struct bind_plan *plan)
{
	autostrbuf human = STRBUF_INIT;
	struct value *rows = value_list();

	strbuf_addf(&human, "plan for IOMMU group %d:", plan->group);
	for (size_t i = 0; i < plan->count; i++) {
		const struct bind_step *step = &plan->steps[i];
		struct value *row = start_row(&step->member.function, &human);

		strbuf_addf(&human, "%-12s  %s", action_text(step->action), step->why);
		value_set_text(row, "action", action_text(step->action));
		value_set_text(row, "why", step->why);
		add_use(&step->use, &human, row);
		value_add(rows, row);
	}
	return value_with_human(rows, &human);
}

static bool waiting(void *ctx, const char *text)
{
	struct session *s = ctx;

	session_progressf(s, "%s", text);
	return !session_stopped(s);
}

/* folder must live as long as the result. */
static struct bind_sys the_kernel(struct session *s, const char *folder)
{
	return (struct bind_sys){
		.root = "",
		.folder = folder,
		.load_module = modules_load,
		.limit_ms = WRITE_LIMIT_MS,
		.waiting = waiting,
		.ctx = s,
	};
}

static bool find_user(const char *name, uid_t *ret, struct err *err)
{
	const struct passwd *user = getpwnam(name);

	if (!user)
		return err_set(err, EINVAL, "there is no user '%.60s' on this machine", name);
	*ret = user->pw_uid;
	return true;
}

static bool apply(struct session *s, const struct bind_plan *plan, struct err *err)
{
	char folder[4096] = "";
	struct bind_sys sys = the_kernel(s, folder);
	bool ok;

	if (bind_plan_is_empty(plan))
		return true;
	ok = bindstate_folder(folder, sizeof(folder), err) && bind_apply(&sys, plan, err);
	session_progress_end(s);
	return ok;
}

static struct value *show_bound(const struct bind_plan *plan, const char *user)
{
	const char *bdf = plan->steps[plan->asked].member.function.bdf.text;
	autostrbuf human = STRBUF_INIT;
	struct value *detail = value_map();

	strbuf_addf(&human, "group %d is viable%s%s: attach %s; afterwards: restore %s",
		    plan->group, user ? ", and belongs to " : "", user ? user : "", bdf, bdf);
	value_set_text(detail, "bdf", bdf);
	value_set_uint(detail, "group", (uint64_t)plan->group, 0);
	return value_with_detail(value_with_human(value_text(bdf), &human), detail);
}

static bool bind_planned(struct session *s, const struct args *a, const struct bind_plan *plan,
			 struct value **ret, struct err *err)
{
	const char *user = args_word(a, "-user");
	uid_t uid = 0;

	if (user && !find_user(user, &uid, err))
		return false;
	if (args_has(a, "-dry-run") || s->dry_run) {
		*ret = show_plan(plan);
		return true;
	}
	session_emit(s, show_plan(plan));
	if (!bind_plan_check(plan, args_has(a, "-force"), err) || !apply(s, plan, err))
		return false;
	if (user && !bind_give_group("", plan->group, uid, err))
		return false;
	*ret = show_bound(plan, user);
	return true;
}

static bool run_bind(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	struct bind_plan plan;
	struct bdf bdf;
	bool ok;

	if (!functionspec_find(args_word(a, "SPEC"), &bdf, err) ||
	    !bind_plan_make("", &bdf, &plan, err))
		return false;
	ok = bind_planned(s, a, &plan, ret, err);
	bind_plan_finish(&plan);
	return ok;
}

const struct command cmd_bind = {
	.name = "bind",
	.family = "binding",
	.summary = "give a function, with what shares its IOMMU group, to vfio-pci",
	.details =
		"The plan is shown first. What blocks the group is bound to vfio-pci, too; an LPC "
		"bridge or SMBus controller only loses its driver; bridges and functions without a "
		"driver stay. A member in use (mounted disk, network interface with an address, "
		"open sound card, console) is refused with the evidence, unless -force. What each "
		"function was is written to disk before the first change: restore puts it back, "
		"also after a crash. -user gives the group's node to a user, who then needs no "
		"root to attach; the memlock limit of that user bounds its DMA buffers.",
	.example = "catch { bind 00:1f.3 -dry-run }",
	.args = { { "SPEC", ARG_WORD, 0, "a function: 00:1f.3, 8086:a0c8", NULL,
		    functionspec_complete },
		  { "-dry-run", ARG_FLAG, 0, "show the plan only" },
		  { "-force", ARG_FLAG, 0, "take it although it is in use" },
		  { "-user", ARG_WORD, 0, "who may open the group", "NAME" } },
	.flags = CMD_READINESS,
	.run = run_bind,
};

/* -- restore -- */

static struct value *show_restored(const struct restored_list *list, const struct restored **failed)
{
	autostrbuf human = STRBUF_INIT;
	struct value *rows = value_list();

	*failed = NULL;
	for (size_t i = 0; i < list->count; i++) {
		const struct restored *item = &list->items[i];
		struct value *row = value_map();

		strbuf_addf(&human, ST_NAME "%s" ST_OFF "  %s%s\n", item->bdf.text,
			    item->done ? "" : "not restored: ",
			    item->done ? item->text : item->err.msg);
		value_set_text(row, "bdf", item->bdf.text);
		value_set_bool(row, "restored", item->done);
		value_set_text(row, "text", item->done ? item->text : item->err.msg);
		value_add(rows, row);
		if (!item->done && !*failed)
			*failed = item;
	}
	if (!list->count)
		strbuf_adds(&human, "nothing to restore");
	return value_with_human(rows, &human);
}

static bool run_restore(struct session *s, const struct args *a, struct value **ret,
			struct err *err)
{
	bool dry_run = args_has(a, "-dry-run") || s->dry_run;
	struct restored_list list = RESTORED_LIST_INIT;
	const struct restored *failed;
	struct value *shown;
	char folder[4096];
	struct bind_sys sys = the_kernel(s, folder);
	struct bdf bdf;
	bool ok;

	if (args_has(a, "SPEC") && !functionspec_parse(args_word(a, "SPEC"), &bdf, err))
		return false;
	ok = bindstate_folder(folder, sizeof(folder), err) &&
	     bind_restore(&sys, args_has(a, "SPEC") ? &bdf : NULL, dry_run, &list, err);
	session_progress_end(s);
	if (!ok)
		return false;
	shown = show_restored(&list, &failed);
	if (failed) {
		session_emit(s, shown);
		*err = failed->err;
	} else {
		*ret = shown;
	}
	ok = !failed;
	restored_finish(&list);
	return ok;
}

const struct command cmd_restore = {
	.name = "restore",
	.family = "binding",
	.summary = "give functions back to the drivers they had before bind",
	.details =
		"From the records that bind keeps, so in any process, also after a crash or a "
		"kill. "
		"It may be repeated: what is as it was is left alone. With SPEC, that function and "
		"all of its IOMMU group. No register is touched: some drivers do not start a DSP "
		"that was left on (dsp off, before detach).",
	.example = "restore -dry-run",
	.args = { { "SPEC", ARG_WORD, ARG_OPTIONAL, "one function's group; all if left out", NULL,
		    functionspec_complete },
		  { "-dry-run", ARG_FLAG, 0, "say what would be restored" } },
	.flags = CMD_READINESS,
	.run = run_restore,
};
