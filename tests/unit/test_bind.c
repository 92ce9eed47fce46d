/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bind and restore on a made machine: slot 1f as in a laptop, with a kernel of our own. */
#include <criterion/criterion.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "backend/pci/bind.h"
#include "backend/pci/bindstate.h"
#include "backend/support/mem.h"
#include "backend/support/sysfile.h"
#include "tests/unit/pcitree.h"

#define LPC   "0000:00:1f.0"
#define AHCI  "0000:00:1f.2"
#define SMBUS "0000:00:1f.3"
#define HDA   "0000:00:1f.4"

static const char *root;
static char folder[128];
static struct bind_sys sys;
static struct bind_plan plan;
static struct restored_list list;
static struct err err;

static bool load_nothing(const char *name, struct err *e)
{
	return err_set(e, ENOENT, "no module %s", name);
}

static void setup(void)
{
	root = pcitree_make();
	pcitree_function(LPC, "0x060100\n", "lpc_ich", 6);
	pcitree_function(AHCI, "0x010601\n", "ahci", 6);
	pcitree_function(SMBUS, "0x0c0500\n", "i801_smbus", 6);
	pcitree_function(HDA, "0x040300\n", "snd_hda_intel", 6);
	snprintf(folder, sizeof(folder), "%s/run", root);
	mkdir(folder, 0700);
	sys = (struct bind_sys){ .root = root,
				 .folder = folder,
				 .write = pcitree_write,
				 .load_module = load_nothing,
				 .limit_ms = 5000 };
}

static void teardown(void)
{
	bind_plan_finish(&plan);
	restored_finish(&list);
	pcitree_remove();
}

TestSuite(bind, .init = setup, .fini = teardown);

static struct bdf address(const char *text)
{
	struct bdf bdf;

	cr_assert(bdf_parse(text, &bdf, &err), "%s", err.msg);
	return bdf;
}

static bool make_plan(const char *text)
{
	struct bdf bdf = address(text);

	return bind_plan_make(root, &bdf, &plan, &err);
}

static void expect_drivers(const char *lpc, const char *ahci, const char *smbus, const char *hda)
{
	cr_expect_str_eq(pcitree_driver(LPC), lpc);
	cr_expect_str_eq(pcitree_driver(AHCI), ahci);
	cr_expect_str_eq(pcitree_driver(SMBUS), smbus);
	cr_expect_str_eq(pcitree_driver(HDA), hda);
}

static void expect_untouched(void)
{
	autostrlist records = STRLIST_INIT;

	expect_drivers("lpc_ich", "ahci", "i801_smbus", "snd_hda_intel");
	bindstate_list(folder, &records);
	cr_expect_eq(records.count, 0);
}

static void restore_all(void)
{
	cr_assert(bind_restore(&sys, NULL, false, &list, &err), "%s", err.msg);
	for (size_t i = 0; i < list.count; i++)
		cr_expect(list.items[i].done, "%s: %s", list.items[i].bdf.text,
			  list.items[i].err.msg);
}

/* -- plan -- */

Test(bind, plan_moves_blockers_and_spares_housekeeping)
{
	cr_assert(make_plan(HDA), "%s", err.msg);
	cr_assert_eq(plan.count, 4);
	cr_expect_eq(plan.asked, 3);
	cr_expect_eq(plan.steps[0].action, BIND_LOSES_DRIVER);
	cr_expect_eq(plan.steps[1].action, BIND_TO_VFIO);
	cr_expect_eq(plan.steps[2].action, BIND_LOSES_DRIVER);
	cr_expect_eq(plan.steps[3].action, BIND_TO_VFIO);
	expect_untouched();
}

Test(bind, plan_leaves_bridges_and_the_unbound)
{
	pcitree_function("0000:00:1c.0", "0x060400\n", "pcieport", 6);
	pcitree_put("1\n", "sys/bus/pci/devices/0000:00:1c.0/secondary_bus_number");
	pcitree_function("0000:00:1f.5", "0x0c8000\n", "", 6);
	cr_assert(make_plan(HDA), "%s", err.msg);
	cr_assert_eq(plan.count, 6);
	cr_expect_eq(plan.steps[0].action, BIND_STAYS);
	cr_expect_eq(plan.steps[5].action, BIND_STAYS);
}

Test(bind, plan_refuses_a_bridge)
{
	pcitree_function("0000:00:1c.0", "0x060400\n", "pcieport", 7);
	pcitree_put("1\n", "sys/bus/pci/devices/0000:00:1c.0/secondary_bus_number");
	cr_assert_not(make_plan("0000:00:1c.0"));
	cr_expect_eq(err.code, ENOTSUP);
}

Test(bind, plan_refuses_the_host_bridge)
{
	pcitree_function("0000:00:00.0", "0x060000\n", "", 0);
	cr_assert_not(make_plan("0000:00:00.0"));
	cr_expect_eq(err.code, ENOTSUP);
}

Test(bind, plan_wants_a_group)
{
	pcitree_function("0000:00:02.0", "0x030000\n", "", -1);
	cr_assert_not(make_plan("0000:00:02.0"));
	cr_expect_eq(err.code, ENODEV);
	cr_expect(strstr(err.msg, "does not cover it"), "%s", err.msg);
}

Test(bind, use_of_a_sibling_is_a_reason_unless_forced)
{
	pcitree_put("8:0\n", "sys/bus/pci/devices/" AHCI "/ata1/block/sda/dev");
	pcitree_link("../../../../../../class/block",
		     "sys/bus/pci/devices/" AHCI "/ata1/block/sda/subsystem");
	pcitree_put("22 1 8:0 / /home rw - ext4 /dev/sda rw\n", "proc/self/mountinfo");
	cr_assert(make_plan(HDA), "%s", err.msg);
	cr_assert_not(bind_plan_check(&plan, false, &err));
	cr_expect_eq(err.code, EBUSY);
	cr_expect_str_eq(err.msg, AHCI " is in use: sda is mounted on /home");
	cr_expect(bind_plan_check(&plan, true, &err));
}

Test(bind, lpc_bridge_only_when_forced)
{
	cr_assert(make_plan(LPC), "%s", err.msg);
	cr_expect_not(bind_plan_check(&plan, false, &err));
	cr_expect(bind_plan_check(&plan, true, &err));
}

/* -- apply and restore -- */

Test(bind, apply_and_restore)
{
	cr_assert(make_plan(HDA), "%s", err.msg);
	cr_assert(bind_apply(&sys, &plan, &err), "%s", err.msg);
	expect_drivers("", "vfio-pci", "", "vfio-pci");
	restore_all();
	cr_expect_eq(list.count, 4);
	expect_untouched();
}

Test(bind, restore_brings_back_override_and_power)
{
	char text[64];
	struct bind_record now;
	struct bdf bdf = address(HDA);

	pcitree_put("snd_hda_intel\n", "sys/bus/pci/devices/" HDA "/driver_override");
	cr_assert(make_plan(HDA) && bind_apply(&sys, &plan, &err), "%s", err.msg);
	pcitree_put("auto\n", "sys/bus/pci/devices/" HDA "/power/control");
	restore_all();
	bindstate_observe(root, &bdf, &now);
	snprintf(text, sizeof(text), "%s %s", now.override, now.power);
	cr_expect_str_eq(text, "snd_hda_intel on");
}

Test(bind, refusal_by_vfio_pci_is_explained_and_rolled_back)
{
	pcitree_put("22\n", "sys/bus/pci/devices/" HDA "/refuse");
	cr_assert(make_plan(HDA), "%s", err.msg);
	cr_assert_not(bind_apply(&sys, &plan, &err));
	cr_expect_eq(err.code, EINVAL);
	cr_expect(strstr(err.msg, "(-22)"), "%s", err.msg);
	expect_untouched();
}

Test(bind, enabled_virtual_functions_are_named)
{
	pcitree_put("16\n", "sys/bus/pci/devices/" HDA "/refuse");
	cr_assert(make_plan(HDA), "%s", err.msg);
	cr_assert_not(bind_apply(&sys, &plan, &err));
	cr_expect(strstr(err.msg, "virtual functions"), "%s", err.msg);
}

Test(bind, a_driver_that_does_not_let_go)
{
	pcitree_put("", "sys/bus/pci/devices/" SMBUS "/stuck");
	sys.limit_ms = 1000;
	cr_assert(make_plan(HDA), "%s", err.msg);
	cr_assert_not(bind_apply(&sys, &plan, &err));
	cr_expect_eq(err.code, ETIMEDOUT);
	cr_expect(strstr(err.msg, "i801_smbus does not let go"), "%s", err.msg);
	/* What could be put back is; the function that hangs stays on record. */
	expect_drivers("lpc_ich", "ahci", "i801_smbus", "snd_hda_intel");
	cr_expect(sysfile_exists("%s/bound-" SMBUS, folder));
	/* and nobody else may start while the kernel is still at it */
	cr_expect_not(bindstate_lock(folder, 50, &(int){ 0 }, &err));
	cr_expect_eq(err.code, EBUSY);
}

static bool give_up(void *ctx, const char *text)
{
	snprintf(ctx, 128, "%s", text);
	return false;
}

Test(bind, who_waits_is_told_and_may_give_up)
{
	char said[128] = "";

	pcitree_put("", "sys/bus/pci/devices/" LPC "/stuck");
	sys.waiting = give_up;
	sys.ctx = said;
	cr_assert(make_plan(HDA), "%s", err.msg);
	cr_assert_not(bind_apply(&sys, &plan, &err));
	cr_expect_eq(err.code, EINTR);
	cr_expect(strstr(said, "unbinding " LPC " from lpc_ich: 1 s"), "%s", said);
}

Test(bind, module_that_is_missing_changes_nothing)
{
	pcitree_drop("sys/bus/pci/drivers/vfio-pci");
	cr_assert(make_plan(HDA), "%s", err.msg);
	cr_assert_not(bind_apply(&sys, &plan, &err));
	cr_expect_str_eq(err.msg, "no module vfio-pci");
	expect_untouched();
}

/* Each write is made by a child of its own: a file counts them. */
static bool is_last_write(unsigned last)
{
	char text[16], next[16];

	sysfile_read(text, sizeof(text), "%s/count", root);
	snprintf(next, sizeof(next), "%d\n", atoi(text) + 1);
	pcitree_put(next, "count");
	return (unsigned)atoi(text) == last;
}

static unsigned last_write;
static bool before_it;

static int deadly_write(const char *path, const char *text)
{
	bool last = is_last_write(last_write);
	int code = last && before_it ? 0 : pcitree_write(path, text);

	if (last)
		kill(getppid(), SIGKILL);
	return code;
}

/* false: it ended before it came to that write. */
static bool bind_and_die(void)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		sys.write = deadly_write;
		_exit(bind_apply(&sys, &plan, &err) ? 0 : 1);
	}
	cr_assert_eq(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status);
}

Test(bind, restore_after_a_kill_at_each_write)
{
	for (last_write = 0;; last_write++) {
		pcitree_put("0\n", "count");
		bind_plan_finish(&plan);
		cr_assert(make_plan(HDA), "%s", err.msg);
		before_it = last_write % 2;
		if (!bind_and_die())
			break;
		restore_all();
		expect_untouched();
		restored_finish(&list);
	}
	/* one to lose lpc_ich and i801_smbus each, three to move ahci and snd_hda_intel */
	cr_expect_eq(last_write, 8);
}

Test(bind, second_bind_keeps_the_older_truth)
{
	cr_assert(make_plan(HDA) && bind_apply(&sys, &plan, &err), "%s", err.msg);
	bind_plan_finish(&plan);
	cr_assert(make_plan(LPC) && bind_apply(&sys, &plan, &err), "%s", err.msg);
	cr_expect_str_eq(pcitree_driver(LPC), "vfio-pci");
	restore_all();
	expect_untouched();
}

Test(bind, restore_of_one_function_takes_its_group)
{
	struct bdf bdf = address(HDA);

	pcitree_function("0000:00:03.0", "0x00ff00\n", "edu", 1);
	cr_assert(make_plan("0000:00:03.0") && bind_apply(&sys, &plan, &err), "%s", err.msg);
	bind_plan_finish(&plan);
	cr_assert(make_plan(HDA) && bind_apply(&sys, &plan, &err), "%s", err.msg);
	cr_assert(bind_restore(&sys, &bdf, false, &list, &err), "%s", err.msg);
	cr_expect_eq(list.count, 4);
	cr_expect_str_eq(pcitree_driver("0000:00:03.0"), "vfio-pci");
}

Test(bind, restore_refuses_while_the_group_is_open)
{
	cr_assert(make_plan(HDA) && bind_apply(&sys, &plan, &err), "%s", err.msg);
	pcitree_link("/dev/vfio/6", "proc/812/fd/9");
	pcitree_put("qemu\n", "proc/812/comm");
	cr_assert(bind_restore(&sys, NULL, false, &list, &err), "%s", err.msg);
	cr_assert_eq(list.count, 4);
	cr_expect_not(list.items[0].done);
	cr_expect_str_eq(list.items[0].err.msg,
			 "process 812 (qemu) has its group open (/dev/vfio/6)");
	expect_drivers("", "vfio-pci", "", "vfio-pci");
}

Test(bind, restore_dry_run_changes_nothing)
{
	cr_assert(make_plan(HDA) && bind_apply(&sys, &plan, &err), "%s", err.msg);
	cr_assert(bind_restore(&sys, NULL, true, &list, &err), "%s", err.msg);
	cr_assert_eq(list.count, 4);
	cr_expect_str_eq(list.items[0].text, "to driver lpc_ich");
	expect_drivers("", "vfio-pci", "", "vfio-pci");
}

Test(bind, restore_of_a_function_that_is_gone)
{
	cr_assert(make_plan(HDA) && bind_apply(&sys, &plan, &err), "%s", err.msg);
	pcitree_drop("sys/bus/pci/devices/" SMBUS);
	restore_all();
	cr_assert_eq(list.count, 4);
	cr_expect_str_eq(list.items[2].text, "is gone: nothing to restore");
}

Test(bind, restore_after_a_restart_of_the_machine)
{
	cr_assert(make_plan(HDA) && bind_apply(&sys, &plan, &err), "%s", err.msg);
	pcitree_put("another\n", "proc/sys/kernel/random/boot_id");
	restore_all();
	expect_drivers("", "vfio-pci", "", "vfio-pci");
	cr_expect(strstr(list.items[0].text, "restarted"), "%s", list.items[0].text);
}

/* -- records -- */

static void write_record(const char *text)
{
	pcitree_put(text, "run/bound-" HDA);
}

Test(bind, damaged_records_are_known_and_the_kernel_chooses)
{
	static const char *const damaged[] = {
		"",
		"barsh bind record 1\n",
		"barsh bind record 1\nfunction 0000:00:1f.4\nasked-for 0000:00:1f.4\ngroup 6\nboot "
		"-\n"
		"driver snd_hda_intel\noverride -\npower on\n",
		"barsh bind record 1\nfunction 0000:00:1f.2\nasked-for 0000:00:1f.4\ngroup 6\nboot "
		"-\n"
		"driver snd_hda_intel\noverride -\npower on\nend\n",
		"barsh bind record 1\nfunction 0000:00:1f.4\nasked-for 0000:00:1f.4\ngroup 6\nboot "
		"-\n"
		"driver ../../evil\noverride -\npower on\nend\n",
		"\377\376\n\n\n",
	};

	autofree char *path = xasprintf("%s/sys/bus/pci/devices/" HDA "/driver/unbind", root);

	for (size_t i = 0; i < sizeof(damaged) / sizeof(damaged[0]); i++) {
		struct bdf bdf = address(HDA);
		struct bind_record record;

		write_record(damaged[i]);
		cr_expect_not(bindstate_load(folder, &bdf, &record, &err), "%zu", i);
		cr_expect_eq(err.code, EBADMSG, "%zu", i);
	}
	cr_assert_eq(pcitree_write(path, HDA), 0);
	restore_all();
	cr_assert_eq(list.count, 1);
	expect_untouched();
}

Test(bind, record_survives_its_file)
{
	struct bdf bdf = address(HDA);
	struct bind_record before, after;
	autofree char *path = xasprintf("%s/bound-" HDA, folder);
	struct stat st;

	bindstate_observe(root, &bdf, &before);
	cr_assert(bindstate_save(folder, &before, &err), "%s", err.msg);
	cr_assert(bindstate_load(folder, &bdf, &after, &err), "%s", err.msg);
	cr_expect_str_eq(after.driver, "snd_hda_intel");
	cr_expect_str_eq(after.override, "");
	cr_expect_str_eq(after.power, "on");
	cr_expect_eq(after.group, 6);
	cr_assert_eq(stat(path, &st), 0);
	cr_expect_eq(st.st_mode & 0777, 0600);
}

Test(bind, record_of_an_earlier_boot_is_replaced)
{
	struct bdf bdf = address(HDA);
	struct bind_record record;

	bindstate_observe(root, &bdf, &record);
	snprintf(record.driver, sizeof(record.driver), "old");
	snprintf(record.boot, sizeof(record.boot), "yesterday");
	cr_assert(bindstate_save(folder, &record, &err), "%s", err.msg);
	bindstate_observe(root, &bdf, &record);
	cr_assert(bindstate_save(folder, &record, &err), "%s", err.msg);
	cr_assert(bindstate_load(folder, &bdf, &record, &err), "%s", err.msg);
	cr_expect_str_eq(record.driver, "snd_hda_intel");
}

Test(bind, no_record_no_change)
{
	sys.folder = "/nowhere";
	cr_assert(make_plan(HDA), "%s", err.msg);
	cr_assert_not(bind_apply(&sys, &plan, &err));
	expect_drivers("lpc_ich", "ahci", "i801_smbus", "snd_hda_intel");
}
