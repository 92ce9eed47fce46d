/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The device goes in the middle of each command: it leaves the bus (all ones), the kernel asks for it back
 * (REQ), both, or a file is cut under its mapping (SIGBUS), at every one of the command's first accesses and
 * at some later ones. Each command ends in time, no all ones are shown without a word, the shell goes on, and
 * the device is released. On real vfio-pci: tests/lab/cases/36-vfio-taken.sh. */
#include <criterion/criterion.h>

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/transport/sim.h"
#include "commands/command.h"
#include "commands/events.h"
#include "repl/statement.h"
#include "tests/unit/session_rig.h"

enum { LONGER_S = 5 }; /* than with a device that stays: what all waits of a boot come to */

/* What is done before the device can go, and what it goes in. */
struct kind {
	const char *prepare, *body;
};

static const struct kind access_kinds[] = {
	{ "", "set v [rd GCTL]" },
	{ "", "show rd GCTL" },
	{ "", "rd GCTL\nrd GCTL" },
	{ "", "rd bar0+0 16" },
	{ "", "rd SD*" },
	{ "", "rd.8 bar0+0" },
	{ "", "wr bar0+8 1\nrd bar0+8" },
	{ "", "wr GCTL 0 -show" },
	{ "", "upd bar0+8 1 1" },
	{ "", "dump bar0+0 256" },
	{ "", "dump.8 config+0 64" },
	{ "", "dump bar0+0 0x4000" },
	{ "", "search bar0+0 256 0xdeadbeef" },
	{ "", "compare bar0+0 bar0+0x100 256" },
	{ "dma alloc a 4k", "compare bar0+0 dma.a+0 256" },
	{ "dma alloc a 4k", "copy bar0+0 dma.a+0 64" },
	{ "dma alloc a 4k", "copy dma.a+0 bar0+0x1000 64\nrd bar0+0" },
	{ "", "fill bar0+0x1000 64 0\nrd bar0+0" },
	{ "", "save bar0+0 256 saved.bin" },
	{ "", "poll GCTL 0xffff0000 0xffff0000 -timeout 1s" },
	{ "", "poll GCTL 1 1 -timeout 1s" },
	{ "", "poll GCTL 1 0 -not -timeout 1s" },
	{ "", "poll COMMAND 0x400 0x400 -timeout 1s" },
	{ "irq enable INTX", "irq wait INTX -timeout 1s" },
	{ "irq enable MSI", "irq wait MSI -timeout 1s" },
	{ "irq enable MSI", "irq on MSI 0 {rd GCTL}\nirq trigger MSI\nrd bar0+0" },
	{ "", "config dump" },
	{ "", "config dump again.txt -format lspci" },
	{ "config dump before.txt -format lspci", "config compare before.txt" },
	{ "", "config decode" },
	{ "", "config caps" },
	{ "", "dma alloc extra 64k\ndma free extra\nrd bar0+0" },
	{ "", "reset" },
	{ "", "regions\nrd bar0+0" },
	{ "", "for {set i 0} {$i < 100} {incr i} {set v [rd GCTL]}" },
	{ "", "set i 0; while {[incr i] < 100} {catch {wr bar0+8 1; rd GCTL}}" },
	{ "", "foreach o {0 4 8 12} {show rd bar0+$o}" },
	{ "", "proc look {} {list [rd GCTL] [rd COMMAND]}; set v [look]" },
	{ "exec printf {rd GCTL\nrd bar0+0\nset v [dump bar0+0 64]\nrd COMMAND\n} >file.tcl",
	  "source file.tcl" },
	{ "", "assert {[rd GCTL] != 1}" },
	{ "trace start", "rd GCTL\ntrace stop\ntrace show" },
};

static const struct kind boot_kinds[] = {
	{ "boot open fw.ri", "boot run" },
	{ "boot open fw.ri", "boot step\nboot step 3\nboot step 20" },
	{ "boot open fw.ri; irq enable MSI", "boot run" },
	{ "boot open fw.ri", "boot mutate -only gprocen" },
	{ "boot run fw.ri", "boot run -imr" },
	{ "boot run fw.ri", "boot reset" },
	{ "boot run fw.ri", "boot status\nrd bar0+0" },
	{ "boot run fw.ri", "dsp status" },
	{ "boot run fw.ri", "dsp alive" },
	{ "boot run fw.ri", "dsp off" },
	{ "boot run fw.ri", "dsp log" },
	{ "boot run fw.ri", "dsp follow -timeout 100ms" },
	{ "boot run fw.ri", "dsp logging on" },
	{ "boot run fw.ri", "dsp slots" },
	{ "boot run fw.ri", "ipc send 0x40030000" },
	{ "boot run fw.ri", "ipc recv -timeout 100ms" },
	{ "boot run fw.ri", "ipc version" },
};

enum how { STAYS, GONE, WANTED, BOTH };

static const char *const how_names[] = { "stays", "gone", "wanted", "gone and wanted" };

/* A run. */
static const char *spec;
static const struct kind *kind;
static enum how how;
static uint64_t after;

static struct device *device(void)
{
	return rig_session->device_count && sim_is(rig_session->devices[0]->dev)
		       ? rig_session->devices[0]->dev
		       : NULL;
}

static bool fault_is_on(const char *name)
{
	return device() && device()->ops->fault_is_set(device(), name);
}

static void plan(const char *name, uint64_t accesses)
{
	struct err err = ERR_INIT;

	cr_assert(sim_fault_after(device(), name, accesses, &err), "%s", err.msg);
}

#define RUN_FMT	       "%s, %s after %llu, in: %s\nseen:\n%s"
#define RUN_ARGS(what) spec, how_names[how], (unsigned long long)after, what, strbuf_text(&rig_seen)

/* Adds what is seen of it; false: it failed. */
static bool run_statement(const char *statement, bool *ret_is_command)
{
	struct script_error error = { .err = ERR_INIT };
	struct value *value = NULL;
	bool ok = script_eval(rig_script, statement, NULL, 1, &value, ret_is_command, &error);

	if (!ok)
		strbuf_addf(&rig_seen, "error: %s\nhint: %s\n", error.err.msg, error.err.hint);
	else if (*ret_is_command)
		session_rig_show(value);
	value_destroy(value);
	return ok;
}

static void expect_said(const char *statement, size_t from, uint64_t reads_before)
{
	const struct device *dev = device();

	if (!dev || dev->reads == reads_before || !dev->ones || !fault_is_on("gone"))
		return;
	cr_assert(strstr(strbuf_text(&rig_seen) + from, "gone"),
		  "all ones without a word: " RUN_FMT, RUN_ARGS(statement));
}

/* Returns how long it took on the device's clock. */
static uint64_t one_statement(const char *statement)
{
	uint64_t start = device() ? device_now_ns(device()) : 0;
	uint64_t reads = device() ? device()->reads : 0, took = 0;
	size_t from = rig_seen.len;
	struct err err = ERR_INIT;
	bool is_command = false, wanted;

	run_statement(statement, &is_command);
	expect_said(statement, is_command ? from : 0, reads);
	if (device())
		took = device_now_ns(device()) - start;
	wanted = fault_is_on("wanted");
	events_pump(rig_session, &err);
	if (wanted) {
		cr_assert_not(fault_is_on("wanted"), "not released: " RUN_FMT, RUN_ARGS(statement));
		cr_assert(strstr(strbuf_text(&rig_seen), "released"), RUN_FMT, RUN_ARGS(statement));
	}
	return took;
}

/* The examples catch what needs more than an empty folder. */
static char *uncaught(const char *statement, size_t len)
{
	const char *body = strchr(statement, '{');
	size_t end = len;

	if (strncmp(statement, "catch {", 7) != 0)
		return xstrndup(statement, len);
	while (statement[end - 1] != '}')
		end--;
	return xstrndup(body + 1, (size_t)(statement + end - 1 - (body + 1)));
}

static uint64_t all_statements(const char *text)
{
	autofree char *lines = xasprintf("%s\n", text);
	size_t left = strlen(lines), n;
	char *at = lines;
	uint64_t longest = 0;

	while ((n = statement_end(at, left)) > 0) {
		autofree char *statement = uncaught(at, n);
		uint64_t took = one_statement(statement);

		longest = took > longest ? took : longest;
		at += n;
		left -= n;
	}
	return longest;
}

static void expect_alive(void)
{
	struct err err = ERR_INIT;
	autofree char *answer = NULL;
	bool is_command;

	if (rig_session->quit)
		return;
	cr_assert(script_eval_text(rig_script, "expr {6 * 7}", "test", &answer, &err), "%s",
		  err.msg);
	cr_assert_str_eq(answer, "42");
	while (rig_session->device_count) {
		size_t before = rig_session->device_count;

		cr_assert(run_statement("detach", &is_command), "no detach: " RUN_FMT,
			  RUN_ARGS(kind->body));
		cr_assert_eq(rig_session->device_count, before - 1);
	}
}

struct result {
	uint64_t accesses, longest_ns;
};

/* What an earlier run wrote must not stop this one. */
static void forget_files(void)
{
	static const char *const patterns[] = { "*.txt", "*.bin", "*.trace" };
	glob_t found = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(patterns); i++)
		glob(patterns[i], i ? GLOB_APPEND : 0, NULL, &found);
	for (size_t i = 0; i < found.gl_pathc; i++)
		unlink(found.gl_pathv[i]);
	globfree(&found);
}

static struct result run(const char *scripts_dir)
{
	struct result result = { 0, 0 };
	const struct device *dev;
	uint64_t before;

	forget_files();
	session_rig_begin(scripts_dir, spec);
	all_statements(kind->prepare);
	cr_assert_null(strstr(strbuf_text(&rig_seen), "error:"), RUN_FMT, RUN_ARGS(kind->prepare));
	dev = device();
	before = dev->reads + dev->writes;
	if (how == GONE || how == BOTH)
		plan("gone", after);
	if (how == WANTED || how == BOTH)
		plan("wanted", how == BOTH ? after + 2 : after);
	result.longest_ns = all_statements(kind->body);
	if (device() == dev)
		result.accesses = dev->reads + dev->writes - before;
	expect_alive();
	session_rig_end();
	return result;
}

/* Every one of the first, then ever fewer. */
static uint64_t next(uint64_t n)
{
	return n < 20 ? n + 1 : n + n / 3;
}

static void take_away_everywhere(const struct kind *each, const char *scripts_dir)
{
	struct result stays, goes;

	kind = each;
	how = STAYS;
	after = 0;
	stays = run(scripts_dir);
	for (how = GONE; how <= BOTH; how++) {
		for (after = 0; after <= stays.accesses; after = next(after)) {
			goes = run(scripts_dir);
			cr_assert_leq(goes.longest_ns,
				      stays.longest_ns + LONGER_S * UINT64_C(1000000000),
				      "too long: %s, %s after %llu, in: %s", spec, how_names[how],
				      (unsigned long long)after, kind->body);
		}
	}
}

static char *scripts_dir;
static char folder[] = "/tmp/unplug-XXXXXX";

static void setup(void)
{
	scripts_dir = realpath("scripts", NULL);
	cr_assert(mkdtemp(folder));
	cr_assert_eq(chdir(folder), 0);
}

static void teardown(void)
{
	autofree char *clean = xasprintf("rm -rf %s", folder);

	cr_assert_eq(chdir("/"), 0);
	cr_assert_eq(system(clean), 0);
	free(scripts_dir);
}

TestSuite(unplug, .init = setup, .fini = teardown);

static void boots(const char *device_spec, enum fwbuild_kind image, unsigned ipc)
{
	spec = device_spec;
	session_rig_firmware("fw.ri", image, ipc);
	for (size_t i = 0; i < ARRAY_SIZE(boot_kinds); i++)
		take_away_everywhere(&boot_kinds[i], scripts_dir);
}

Test(unplug, cavs_boots_and_firmware)
{
	boots("sim:tgl", FWBUILD_CAVS_V2, 3);
}

Test(unplug, ace_boots_and_firmware)
{
	boots("sim:mtl", FWBUILD_ACE, 4);
}

Test(unplug, accesses_loops_and_waits)
{
	spec = "sim:tgl";
	for (size_t i = 0; i < ARRAY_SIZE(access_kinds); i++)
		take_away_everywhere(&access_kinds[i], scripts_dir);
}

Test(unplug, every_command_of_the_table)
{
	session_rig_firmware("sof-tgl.ri", FWBUILD_CAVS_V2, 3);
	for (size_t i = 0; command_table()[i]; i++) {
		const struct command *command = command_table()[i];
		const struct kind example = { "", command->example };

		spec = command->flags & CMD_EDU ? "sim:edu" : "sim:tgl";
		take_away_everywhere(&example, scripts_dir);
	}
}

/* -- SIGBUS -- */

/* A file of 8 KiB of which 4 are left: each of these comes to the end. */
static const char *const bus_kinds[] = {
	"rd bar0+0x1000",
	"rd.8 bar0+0x1fff",
	"rd bar0+0xff0 8",
	"wr bar0+0x1000 1",
	"wr bar0+0x1000 1 -show",
	"upd bar0+0x1000 1 1",
	"dump bar0+0 0x2000",
	"search bar0+0 0x2000 0xdeadbeef",
	"compare bar0+0 bar0+0x1000 0x1000",
	"copy bar0+0 bar0+0x1000 64",
	"copy bar0+0xff0 bar0+0 64",
	"fill bar0+0 0x2000 0",
	"save bar0+0 0x2000 saved.bin",
	"loadmem bar0+0x1000 some.bin",
	"poll bar0+0x1000 1 0 -timeout 1s",
	"assert {[rd bar0+0x1000] == 0}",
	"source file.tcl",
	"for {set i 0} {$i < 0x2000} {incr i 4} {set v [rd bar0+$i]}",
	"foreach o {0 0x1000} {show rd bar0+$o}",
	"set v [dump bar0+0 0x2000]",
};

/* size 0: as long as the text. */
static void write_file(const char *path, const char *text, off_t size)
{
	FILE *out = fopen(path, "w");

	cr_assert(out && fputs(text, out) >= 0);
	fclose(out);
	cr_assert(!size || truncate(path, size) == 0);
}

Test(unplug, a_file_that_is_cut_under_its_mapping_is_a_message)
{
	bool is_command;

	for (size_t i = 0; i < ARRAY_SIZE(bus_kinds); i++) {
		forget_files();
		write_file("memory.bin", "", 0x2000);
		write_file("some.bin", "", 64);
		write_file("file.tcl", "rd bar0+0\nset v [rd bar0+0x1000]\n", 0);
		session_rig_begin(scripts_dir, "file:memory.bin");
		cr_assert(run_statement("rd bar0+0x1000", &is_command));
		cr_assert_eq(truncate("memory.bin", 0x1000), 0);
		cr_assert_not(run_statement(bus_kinds[i], &is_command), "%s", bus_kinds[i]);
		cr_assert(strstr(strbuf_text(&rig_seen), "bus error (SIGBUS): there is nothing "
							 "behind it; has the file become shorter?"),
			  "%s: %s", bus_kinds[i], strbuf_text(&rig_seen));
		cr_assert(run_statement("rd bar0+0", &is_command), "%s", bus_kinds[i]);
		cr_assert_eq(truncate("memory.bin", 0x2000), 0);
		cr_assert(run_statement(bus_kinds[i], &is_command), "%s: %s", bus_kinds[i],
			  strbuf_text(&rig_seen));
		cr_assert(run_statement("detach", &is_command));
		session_rig_end();
	}
}

/* -- who is not gone -- */

Test(unplug, a_register_that_is_all_ones_costs_few_questions)
{
	struct device *dev;
	bool is_command;

	spec = "sim:tgl";
	session_rig_begin(scripts_dir, spec);
	dev = device();
	/* BAR4 is closed before the boot */
	run_statement("for {set i 0} {$i < 1000} {incr i} {rd bar4+0}", &is_command);
	cr_assert_eq(dev->ones, 1000);
	cr_assert_leq(dev->reads, 1000 + 10);
	cr_assert_str_eq(strbuf_text(&rig_seen), "");
	/* it is noticed all the same */
	plan("gone", 0);
	run_statement("for {set i 0} {$i < 1000} {incr i} {rd bar4+0}", &is_command);
	cr_assert(strstr(strbuf_text(&rig_seen), DEVICE_IS_GONE), "%s", strbuf_text(&rig_seen));
	session_rig_end();
}

static void answer_last_dword(void *ctx, const struct region *region, uint64_t offset,
			      unsigned width_bits, uint64_t *value)
{
	(void)ctx;
	(void)width_bits;
	if (region->kind == REGION_CONFIG && offset == 0x3c)
		*value = 0xffff0100;
}

/* As vfio-pci does it for a device that left the bus. */
Test(unplug, who_is_gone_is_told_also_where_the_kernel_answers_the_last_read)
{
	const struct gate_filter kernel = { .read = answer_last_dword };
	bool is_command;

	spec = "sim:tgl";
	session_rig_begin(scripts_dir, spec);
	device()->filter = &kernel;
	plan("gone", 0);
	cr_assert(run_statement("dump config+0 64", &is_command));
	cr_assert(strstr(strbuf_text(&rig_seen), DEVICE_IS_GONE), "%s", strbuf_text(&rig_seen));
	session_rig_end();
}

Test(unplug, who_is_needed_by_a_command_is_not_detached_by_a_script_in_it)
{
	bool is_command;

	session_rig_begin(scripts_dir, "sim:tgl");
	write_file("mine.tcl", "detach\n", 0);
	cr_assert_not(run_statement("reg open mine.tcl", &is_command));
	cr_assert(strstr(strbuf_text(&rig_seen), "needs d0"), "%s", strbuf_text(&rig_seen));
	cr_assert(run_statement("rd GCTL", &is_command));
	session_rig_end();
}
