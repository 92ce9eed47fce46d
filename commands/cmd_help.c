/* SPDX-License-Identifier: GPL-2.0-or-later */
/* help: all of it comes from the table, but for what no command says. */
#include "commands/command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "backend/support/mem.h"
#include "commands/args.h"
#include "commands/reference.h"
#include "commands/session.h"

/* Words that belong to the language and to no command. */
static const struct topic {
	const char *name, *summary, *text;
} topics[] = {
	{ "addresses", "how to say where: REGION+OFFSET, REGISTER, REGISTER.FIELD",
	  "bar0+0x40          a region and an offset in bytes\n"
	  "bar0+(4<<10)+8     offsets are numbers with + - * << ( )\n"
	  "GCTL  GCTL.CRST    a register, a field of it, by name\n"
	  "d1:bar0+0x40       in another attached device\n"
	  "Regions: bar0..bar5 rom config dma.NAME file.NAME; 'regions' lists them." },
	{ "numbers", "0x 0b 0o or decimal, with _ and the suffixes k m g",
	  "0xff 255 0b1111_1111 0o377 64k 16m 1g   never bare hex\n"
	  "300us 50ms 2s                           times always have a unit\n"
	  "A value too wide for its register is an error, never cut." },
	{ "tcl", "variables, loops, procs, expr: the language around the commands",
	  "set v [rd config+0]               keep a result\n"
	  "foreach x {0 4 8} { show rd config+$x }\n"
	  "if {[rd.16 config+4] & 2} { ... }\n"
	  "proc name {a b} { ... }           a command of your own\n"
	  "source FILE                       run a file\n"
	  "catch { rd bar0+0 } message       go on after an error" },
	{ "widths", "one access of exactly the width of the verb's suffix",
	  "rd.8 rd.16 rd.32 rd.64 (also .b .l .q); without one 32 bits, or the register's own.\n"
	  "An access is never split or merged." },
};

static const struct topic *find_topic(const char *word)
{
	for (size_t i = 0; i < sizeof(topics) / sizeof(*topics); i++)
		if (!strncmp(topics[i].name, word, strlen(word)) && strlen(word) > 2)
			return &topics[i];
	return NULL;
}

/* -- which rows -- */

static bool is_in_family(const struct command *command, const char *word)
{
	return !strcmp(command->family, word);
}

/* "reg" for "reg list". */
static bool is_in_group(const struct command *command, const char *word)
{
	size_t len = strlen(word);

	return !strncmp(command->name, word, len) && command->name[len] == ' ';
}

static bool mentions(const struct command *command, const char *word)
{
	if (strcasestr(command->name, word) || strcasestr(command->summary, word) ||
	    (command->alias && strcasestr(command->alias, word)) ||
	    (command->details && strcasestr(command->details, word)))
		return true;
	for (int i = 0; i < COMMAND_MAX_ARGS && command->args[i].name; i++)
		if (strcasestr(command->args[i].name, word) ||
		    strcasestr(command->args[i].help, word))
			return true;
	return false;
}

/* Lines of the rows that fit. Returns how many. */
static size_t add_lines(bool (*fits)(const struct command *, const char *), const char *word,
			struct strbuf *human, struct value *names)
{
	const struct command *const *table = command_table();
	size_t count = 0;

	for (size_t i = 0; table[i]; i++) {
		if (!fits(table[i], word))
			continue;
		reference_line(table[i], human);
		value_add(names, value_text(table[i]->name));
		count++;
	}
	return count;
}

/* -- answers -- */

static void add_topics(struct strbuf *human)
{
	strbuf_adds(human, ST_DIM "topics" ST_OFF "\n");
	for (size_t i = 0; i < sizeof(topics) / sizeof(*topics); i++)
		strbuf_addf(human, "  " ST_NAME "%-15s" ST_OFF " %s\n", topics[i].name,
			    topics[i].summary);
}

static struct value *overview(void)
{
	const struct command *const *table = command_table();
	struct value *names = value_list();
	autostrbuf human = STRBUF_INIT;

	for (size_t i = 0; table[i]; i++) {
		size_t first = 0;

		while (strcmp(table[first]->family, table[i]->family))
			first++;
		if (first != i)
			continue;
		strbuf_addf(&human, ST_DIM "%s" ST_OFF "\n", table[i]->family);
		add_lines(is_in_family, table[i]->family, &human, names);
	}
	add_topics(&human);
	strbuf_adds(&human, "\n'help WORD' says more of a command, a family or a topic; "
			    "'help -k WORD' searches.");
	return value_with_human(names, &human);
}

static bool search(const char *word, struct value **ret, struct err *err)
{
	struct value *names = value_list();
	autostrbuf human = STRBUF_INIT;

	if (add_lines(mentions, word, &human, names)) {
		*ret = value_with_human(names, &human);
		return true;
	}
	value_destroy(names);
	err_set(err, ENOENT, "no command's help mentions '%.60s'", word);
	return err_hint(err, "'help' lists the commands");
}

static struct value *detail_of(const struct command *command)
{
	struct value *map = value_map(), *args = value_list();
	autostrbuf usage = STRBUF_INIT;

	command_usage(command, &usage);
	value_set_text(map, "name", command->name);
	value_set_text(map, "usage", strbuf_text(&usage));
	value_set_text(map, "family", command->family);
	value_set_text(map, "summary", command->summary);
	if (command->details)
		value_set_text(map, "details", command->details);
	if (command->alias)
		value_set_text(map, "alias", command->alias);
	value_set_text(map, "example", command->example);
	for (int i = 0; i < COMMAND_MAX_ARGS && command->args[i].name; i++) {
		struct value *arg = value_map();

		value_set_text(arg, "name", command->args[i].name);
		value_set_text(arg, "help", command->args[i].help);
		value_add(args, arg);
	}
	value_set(map, "arguments", args);
	return map;
}

static struct value *about_command(const struct command *command)
{
	autostrbuf usage = STRBUF_INIT, human = STRBUF_INIT;

	command_usage(command, &usage);
	reference_command(command, &human);
	return value_with_detail(value_with_human(value_text(strbuf_text(&usage)), &human),
				 detail_of(command));
}

static struct value *about_topic(const struct topic *topic)
{
	autostrbuf human = STRBUF_INIT;

	strbuf_addf(&human, ST_NAME "%s" ST_OFF ": %s\n\n%s", topic->name, topic->summary,
		    topic->text);
	return value_with_human(value_text(topic->text), &human);
}

static bool unknown(const char *word, struct err *err)
{
	const struct command *const *table = command_table();
	autostrlist names = STRLIST_INIT;
	const char *near;

	for (size_t i = 0; table[i]; i++) {
		strlist_add(&names, table[i]->name);
		strlist_add(&names, table[i]->family);
	}
	for (size_t i = 0; i < sizeof(topics) / sizeof(*topics); i++)
		strlist_add(&names, topics[i].name);
	near = strlist_nearest(&names, word);
	err_set(err, ENOENT, "no help on '%.60s'", word);
	if (near)
		return err_hint(err, "did you mean help %s?", near);
	return err_hint(err, "help -k %.60s searches; 'help' lists the commands", word);
}

/* A command, a group of commands, a family or a topic, in this order. */
static bool about(const char *word, struct value **ret, struct err *err)
{
	autofree char *stem = xstrndup(word, strcspn(word, "."));
	const struct command *command = command_find(word);
	const struct topic *topic = find_topic(word);
	struct value *names;
	autostrbuf human = STRBUF_INIT;

	if (!command && command_is_word(word))
		command = command_find(stem);
	if (command) {
		*ret = about_command(command);
		return true;
	}
	names = value_list();
	if (add_lines(is_in_group, word, &human, names) ||
	    add_lines(is_in_family, word, &human, names)) {
		*ret = value_with_human(names, &human);
		return true;
	}
	value_destroy(names);
	if (!topic)
		return unknown(word, err);
	*ret = about_topic(topic);
	return true;
}

static bool print_reference(const char *format, struct value **ret)
{
	autostrbuf text = STRBUF_INIT;

	if (!strcmp(format, "man"))
		reference_man(&text);
	else if (!strcmp(format, "examples"))
		reference_examples(&text);
	else
		reference_markdown(&text);
	strbuf_trim_end(&text, "\n");
	*ret = value_text(strbuf_text(&text));
	return true;
}

static bool run_help(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	const struct arg_value *words = args_get(a, "WORD");
	autostrbuf both = STRBUF_INIT;

	(void)s;
	if (args_has(a, "-as"))
		return print_reference(args_word(a, "-as"), ret);
	for (size_t i = 0; i < words->count; i++)
		strbuf_addf(&both, "%s%s", i ? " " : "", words->words[i]);
	if (args_has(a, "-k")) {
		if (both.len)
			return search(strbuf_text(&both), ret, err);
		return err_set(err, EINVAL, "help -k: what to search for is missing");
	}
	if (both.len)
		return about(strbuf_text(&both), ret, err);
	*ret = overview();
	return true;
}

static void complete_topics(struct session *s, const char *prefix, struct strlist *ret)
{
	(void)s;
	for (size_t i = 0; i < sizeof(topics) / sizeof(*topics); i++)
		if (!strncmp(topics[i].name, prefix, strlen(prefix)))
			strlist_add(ret, topics[i].name);
}

const struct command cmd_help = {
	.name = "help",
	.family = "shell",
	.summary = "say what there is and how it is used",
	.details = "Without a word it lists the commands. A word is a command, the first word of "
		   "several, a family or a topic.",
	.example = "help rd\nhelp irq\nhelp -k interrupt",
	.args = { { "WORD", ARG_COMMAND, ARG_OPTIONAL | ARG_REPEAT, "what to explain", NULL,
		    complete_topics },
		  { "-k", ARG_FLAG, 0, "search names and help for WORD" },
		  { "-as", ARG_CHOICE, 0, "all of it, for the manual and the tests",
		    "markdown|man|examples" } },
	.run = run_help,
};
