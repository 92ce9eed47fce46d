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
#include "repl/script.h"
#include "repl/statement.h"
#include "tests/tools/fwbuild.h"

#define TABLE "tests/unit/accesses.txt"

static struct script *script;
static struct session *session;

static bool host_eval(void *ctx, const char *text, const char *where, char **ret, struct err *err)
{
	(void)ctx;
	return script_eval_text(script, text, where, ret, err);
}

static bool host_call(void *ctx, const char *const *words, size_t count, struct value **ret,
		      struct err *err)
{
	(void)ctx;
	return script_call(script, words, count, ret, err);
}

static bool host_source(void *ctx, const char *path, struct err *err)
{
	(void)ctx;
	return script_source(script, path, err);
}

static void host_emit(void *ctx, const struct value *value)
{
	(void)ctx;
	(void)value;
}

static void host_text(void *ctx, const char *text)
{
	(void)ctx;
	(void)text;
}

static bool host_log(void *ctx, const char *path, enum session_log how, struct err *err)
{
	(void)ctx;
	(void)path;
	(void)how;
	(void)err;
	return true;
}

static const char *host_log_path(void *ctx)
{
	(void)ctx;
	return NULL;
}

static void begin(const char *scripts_dir, const char *spec)
{
	const struct session_host host = { NULL,      host_eval, host_call, host_source,  host_emit,
					   host_text, host_text, host_log,  host_log_path };
	struct session_device *device;
	struct err err = ERR_INIT;

	session = session_create(&host, NULL);
	snprintf(session->scripts_dir, sizeof(session->scripts_dir), "%s", scripts_dir);
	session->output = VIEWER_PERSON;
	script = script_create();
	script_bind(script, session);
	cr_assert(session_attach(session, spec, NULL, &device, &err), "%s", err.msg);
}

static void end(void)
{
	session_destroy(session);
	script_destroy(script);
}

/* A device that comes or goes in the statement has no part in it: attaching touches nothing, and the test
 * of that is another. */
static void add_row(const char *statement, struct strbuf *table)
{
	const struct session_device *device = session->current;
	uint64_t reads = device ? device->dev->reads : 0, writes = device ? device->dev->writes : 0;
	struct script_error error = { .err = ERR_INIT };
	struct value *value = NULL;
	bool is_command;
	bool ok = script_eval(script, statement, NULL, 1, &value, &is_command, &error);
	const char *shown = statement + strspn(statement, " \t");

	value_destroy(value);
	strbuf_addf(table, "  %-54.*s", (int)strcspn(shown, "\n"), shown);
	if (!ok)
		strbuf_addf(table, " fails: %s\n", error.err.msg);
	else if (!device || session->current != device)
		strbuf_adds(table, "  -\n");
	else
		strbuf_addf(table, " %4llu %4llu\n",
			    (unsigned long long)(device->dev->reads - reads),
			    (unsigned long long)(device->dev->writes - writes));
}

/* The image that the examples boot. */
static void write_firmware(void)
{
	const struct fwbuild how = { .kind = FWBUILD_CAVS_V2, .ipc = 3, .pages = 16 };
	size_t len;
	autofree uint8_t *image = fwbuild_image(&how, &len);
	FILE *out = fopen("sof-tgl.ri", "w");

	cr_assert(out && fwrite(image, 1, len, out) == len);
	fclose(out);
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
	write_firmware();
	strbuf_addf(table, "%s, %s\n", command->name, spec);
	begin(scripts_dir, spec);
	while ((n = statement_end(at, left)) > 0) {
		autofree char *statement = xstrndup(at, n);

		if (statement[strspn(statement, " \t\r\n;")])
			add_row(statement, table);
		at += n;
		left -= n;
	}
	end();
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
