/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What each command does to a device, counted by the gate: every statement of every example in the
 * command table, on the simulated device it is for. A command that begins to touch what nobody named
 * changes the table in tests/unit/accesses.txt. With ACCESSES_UPDATE=1 in the environment the test
 * writes it anew: read the diff. */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/support/mem.h"
#include "backend/support/strbuf.h"
#include "commands/command.h"
#include "repl/statement.h"
#include "tests/unit/session_rig.h"
#include "tests/tools/fwbuild.h"

#define TABLE "tests/unit/accesses.txt"

/* A device that comes or goes in the statement has no part in it: attaching touches nothing, and the test
 * of that is another. */
static void add_row(const char *statement, struct strbuf *table)
{
	const struct session_device *device = rig_session->current;
	uint64_t reads = device ? device->dev->reads : 0, writes = device ? device->dev->writes : 0;
	struct script_error error = { .err = ERR_INIT };
	struct value *value = NULL;
	bool is_command;
	bool ok = script_eval(rig_script, statement, NULL, 1, &value, &is_command, &error);
	const char *shown = statement + strspn(statement, " \t");

	value_destroy(value);
	strbuf_addf(table, "  %-54.*s", (int)strcspn(shown, "\n"), shown);
	if (!ok)
		strbuf_addf(table, " fails: %s\n", error.err.msg);
	else if (!device || rig_session->current != device)
		strbuf_adds(table, "  -\n");
	else
		strbuf_addf(table, " %4llu %4llu\n",
			    (unsigned long long)(device->dev->reads - reads),
			    (unsigned long long)(device->dev->writes - writes));
}

/* In a folder of its own. */
static void add_command(const struct command *command, const char *scripts_dir,
			struct strbuf *table)
{
	const char *spec = command->flags & CMD_EDU ? "sim:edu" : "sim:tgl";
	autofree char *example = xasprintf("%s\n", command->example);
	size_t left = strlen(example), n;
	char *at = example;

	cr_assert(mkdir(command->name, 0700) == 0 && chdir(command->name) == 0);
	session_rig_firmware("sof-tgl.ri", FWBUILD_CAVS_V2, 3);
	strbuf_addf(table, "%s, %s\n", command->name, spec);
	session_rig_begin(scripts_dir, spec);
	while ((n = statement_end(at, left)) > 0) {
		autofree char *statement = xstrndup(at, n);

		if (statement[strspn(statement, " \t\r\n;")])
			add_row(statement, table);
		at += n;
		left -= n;
	}
	session_rig_end();
	cr_assert_eq(chdir(".."), 0);
}

static void read_table(struct strbuf *ret)
{
	FILE *in = fopen(TABLE, "r");
	size_t n;

	while (in && (n = fread(strbuf_reserve(ret, 4096), 1, 4096, in)) > 0)
		strbuf_commit(ret, n);
	if (in)
		fclose(in);
}

static void expect_same(const char *expected, const char *seen)
{
	for (unsigned line = 1; *expected || *seen; line++) {
		int e = (int)strcspn(expected, "\n"), s = (int)strcspn(seen, "\n");

		cr_assert(e == s && !strncmp(expected, seen, (size_t)e),
			  TABLE
			  ":%u:\n  expected <%.*s>\n      seen <%.*s>\n"
			  "if that is meant: ACCESSES_UPDATE=1 build/unit --filter 'accesses/?*'",
			  line, e, expected, s, seen);
		expected += e + (expected[e] == '\n');
		seen += s + (seen[s] == '\n');
	}
}

Test(accesses, are_those_that_the_examples_ask_for)
{
	autofree char *scripts_dir = realpath("scripts", NULL), *top = realpath(".", NULL);
	autostrbuf table = STRBUF_INIT, expected = STRBUF_INIT;
	char folder[] = "/tmp/accesses-XXXXXX";
	autofree char *clean = NULL;
	FILE *out;

	read_table(&expected);
	cr_assert(mkdtemp(folder));
	cr_assert_eq(chdir(folder), 0);
	strbuf_adds(&table,
		    "# Reads and writes that reach the device, counted by the gate, of each "
		    "command's example.\n"
		    "# Written by tests/unit/test_accesses.c, which says how.\n");
	for (size_t i = 0; command_table()[i]; i++)
		add_command(command_table()[i], scripts_dir, &table);
	cr_assert_eq(chdir(top), 0);
	clean = xasprintf("rm -rf %s", folder);
	cr_assert_eq(system(clean), 0);
	if (!getenv("ACCESSES_UPDATE")) {
		expect_same(strbuf_text(&expected), strbuf_text(&table));
		return;
	}
	out = fopen(TABLE, "w");
	cr_assert(out);
	fputs(strbuf_text(&table), out);
	fclose(out);
}
