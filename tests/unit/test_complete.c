/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Completion without a terminal: a line with a cursor in it, and what may stand there. */
#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/support/mem.h"
#include "commands/regs.h"
#include "repl/complete.h"

static bool host_call(void *ctx, const char *const *words, size_t count, struct value **ret,
		      struct err *err)
{
	(void)ctx, (void)words, (void)count, (void)ret;
	return err_set(err, EPERM, "a completion ran a command");
}

static bool host_eval(void *ctx, const char *text, const char *where, char **ret, struct err *err)
{
	(void)ctx, (void)text, (void)where, (void)ret;
	return err_set(err, EPERM, "a completion evaluated something");
}

static bool host_source(void *ctx, const char *path, struct err *err)
{
	(void)ctx, (void)path;
	return err_set(err, ENOENT, "no register files here");
}

static void host_emit(void *ctx, const struct value *value)
{
	(void)ctx, (void)value;
}

static void host_text(void *ctx, const char *text)
{
	(void)ctx, (void)text;
}

static struct session *session;
static struct script *script;
static char folder[] = "/tmp/barsh-complete-XXXXXX";

static void setup(void)
{
	static const struct session_host host = { .eval = host_eval,
						  .call = host_call,
						  .source = host_source,
						  .emit = host_emit,
						  .note = host_text,
						  .progress = host_text };
	struct session_device *device;
	struct err err = ERR_INIT;

	session = session_create(&host, NULL);
	script = script_create();
	script_bind(script, session);
	cr_assert(session_attach(session, "sim:edu", NULL, &device, &err), "%s", err.msg);
	cr_assert(mkdtemp(folder));
	cr_assert_eq(chdir(folder), 0);
	fclose(fopen("plain.bin", "w"));
	fclose(fopen("with space.bin", "w"));
	cr_assert_eq(mkdir("sub", 0700), 0);
}

static void teardown(void)
{
	unlink("plain.bin");
	unlink("with space.bin");
	rmdir("sub");
	rmdir(folder);
	session_destroy(session);
	script_destroy(script);
}

TestSuite(complete, .init = setup, .fini = teardown);

/* The line after the completed part, "|" and the candidates with blanks between. */
static char *complete(const char *line)
{
	struct completion found = { .start = strlen(line) };
	struct strbuf text = STRBUF_INIT;

	complete_line(session, script, line, strlen(line), &found);
	strbuf_addf(&text, "%s|", line + found.start);
	for (size_t i = 0; i < found.words.count; i++)
		strbuf_addf(&text, "%s%s", i ? "," : "", found.words.items[i]);
	strlist_finish(&found.words);
	strlist_finish(&found.display);
	return strbuf_detach(&text);
}

static void check(const char *line, const char *expected)
{
	autofree char *got = complete(line);

	cr_expect_str_eq(got, expected, "<%s> gave <%s>, not <%s>", line, got, expected);
}

static void check_has(const char *line, const char *word)
{
	autofree char *got = complete(line);
	autofree char *list = xasprintf(",%s,", strchr(got, '|') + 1);
	autofree char *item = xasprintf(",%s,", word);

	cr_expect(strstr(list, item), "<%s> gave <%s> without <%s>", line, got, word);
}

static void check_lacks(const char *line, const char *word)
{
	autofree char *got = complete(line);
	autofree char *list = xasprintf(",%s,", strchr(got, '|') + 1);
	autofree char *item = xasprintf(",%s,", word);

	cr_expect_null(strstr(list, item), "<%s> gave <%s> with <%s>", line, got, word);
}

Test(complete, the_first_word_is_a_command)
{
	check("att", "att|attach");
	check("regio", "regio|regions");
	check_has("", "attach");
	check_lacks("", "foreach");
	check_has("fore", "foreach");
	check_lacks("unk", "unknown");
}

Test(complete, width_suffixes)
{
	check("rd.", "rd.|rd.16,rd.32,rd.64,rd.8");
	check("rd.1", "rd.1|rd.16");
	check("attach.", "attach.|");
}

Test(complete, the_second_word_of_a_group)
{
	check("irq en", "en|enable");
	check_has("irq ", "list");
	check("irq nothing", "nothing|");
}

Test(complete, arguments_by_their_type)
{
	check("map ba", "ba|bar0");
	check("map bar0 con", "con|config");
	check("rd con", "con|config+");
	check("rd config+", "config+|");
	check("use d", "d|d0");
	check("irq enable M", "M|MSI,MSIX");
}

Test(complete, words_that_the_device_knows)
{
	struct session_device *device;
	struct err err = ERR_INIT;

	check("sim fault stuck", "stuck|stuck-busy");
	cr_assert(session_attach(session, "sim:tgl", NULL, &device, &err), "%s", err.msg);
	check("sim fault rom-stuck-c", "rom-stuck-c|rom-stuck-cse");
	check("sim fault stuck-busy", "stuck-busy|");
	check("boot mutate -only proce", "proce|procen");
}

static const struct reg_enum run_values[] = { { 0, "STOPPED" }, { 1, "RUNNING" } };
static const struct reg_field ctl_fields[] = {
	{ .name = "RUN", .high = 1, .low = 1, .enums = run_values, .enum_count = 2 },
	{ .name = "RST", .high = 0, .low = 0 },
};

static void add_register(void)
{
	const struct reg_block block = { .name = "B", .region = "bar0", .count = 1 };
	const struct reg reg = {
		.name = "CTL", .width_bits = 32, .count = 1, .fields = ctl_fields, .field_count = 2
	};
	const struct reg_block *stored;
	struct err err = ERR_INIT;
	struct regdb *db;

	/* the first time the files of the device are missed */
	if (!session_regs(session, session->current, &db, &err))
		cr_assert(session_regs(session, session->current, &db, &err), "%s", err.msg);
	cr_assert(regdb_add_block(db, &block, &stored, &err), "%s", err.msg);
	cr_assert(regdb_add(db, stored, &reg, &err), "%s", err.msg);
}

Test(complete, fields_of_the_register_named_before)
{
	add_register();
	check("upd CTL R", "R|RST=,RUN=");
	check("upd ctl ru", "ru|RUN=");
	check("upd -show d0:CTL RST=1 RU", "RU|RUN=");
	check("upd CTL RUN=", "RUN=|RUN=RUNNING,RUN=STOPPED");
	check("poll CTL RUN=R", "RUN=R|RUN=RUNNING");
	check("upd CTL.RUN S", "S|STOPPED");
	check("upd bar0+0 R", "R|");
	check("upd NOPE R", "R|");
	check("upd R", "R|");
}

Test(complete, options)
{
	check("attach sim:edu -", "-|-as");
	check("irq wait MSI -", "-|-timeout");
	check("irq wait MSI -timeout 1s -", "-|");
	check("help -as m", "m|man,markdown");
}

Test(complete, device_specs)
{
	check_has("attach s", "sim:");
	check_has("attach sim:", "sim:edu");
	check_has("attach file:", "file:plain.bin");
	check("attach file:su", "file:su|file:sub/");
}

Test(complete, files_are_quoted)
{
	check("log pl", "pl|plain.bin");
	check("log with", "with|with\\ space.bin");
	check("log with\\ s", "with\\ s|with\\ space.bin");
	check("log \"with s", "with s|with space.bin");
	check("source su", "su|sub/");
	check("log ./pl", "./pl|./plain.bin");
}

Test(complete, a_second_device_has_its_name_in_front)
{
	struct session_device *device;
	struct err err = ERR_INIT;

	check_lacks("rd ", "d0:");
	cr_assert(session_attach(session, "sim:edu", "teacher", &device, &err));
	check("rd d", "d|d0:");
	check("rd teacher:ba", "teacher:ba|teacher:bar0+");
	check("rd nobody:ba", "nobody:ba|");
}

Test(complete, variables)
{
	script_set_variable(script, "offset_here", "4");
	check("rd config+$offs", "offs|offset_here");
	check("set offs", "offs|offset_here");
	check("puts \"at $offs", "offs|offset_here");
}

Test(complete, inside_brackets_and_braces)
{
	check("set x [regio", "regio|regions");
	check("set x [rd con", "con|config+");
	check("foreach x {1 2} { map ba", "ba|bar0");
	check("regions; map ba", "ba|bar0");
	check("puts \"now [regio", "regio|regions");
	check("set x [rd config+0]; map ba", "ba|bar0");
	check("if {[rd config+0]} { irq en", "en|enable");
}

Test(complete, show_and_help_take_commands)
{
	check("show regio", "regio|regions");
	check("show map ba", "ba|bar0");
	check("help irq en", "en|enable");
	check_has("help num", "numbers");
}

Test(complete, what_nobody_knows_gives_nothing)
{
	check("zzz", "zzz|");
	check("detach d0 ", "|");
}

Test(complete, hostile_lines_do_no_harm)
{
	char line[256];
	unsigned state = 3;

	for (int round = 0; round < 20000; round++) {
		static const char pieces[] = "rd[]{}\"\\$ ;:-+./\n";
		size_t len = (state >> 16) % (sizeof(line) - 1);

		for (size_t i = 0; i < len; i++) {
			state = state * 1103515245U + 12345U;
			line[i] = pieces[(state >> 16) % (sizeof(pieces) - 1)];
		}
		line[len] = '\0';
		free(complete(line));
		state = state * 1103515245U + 12345U;
	}
}
