/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/reference.h"

#include <ctype.h>
#include <string.h>

#include "commands/value.h"

enum { TEXT_WIDTH = 78, NAME_COLUMN = 16 };

/* -- text for people -- */

/* text in lines of at most TEXT_WIDTH, each but the first indented. */
static void add_wrapped(struct strbuf *out, size_t indent, const char *text)
{
	size_t column = indent;

	while (*text) {
		size_t len = strcspn(text, " ");

		if (column > indent && column + 1 + len > TEXT_WIDTH) {
			strbuf_addc(out, '\n');
			strbuf_pad(out, out->len, indent);
			column = indent;
		} else if (column > indent) {
			strbuf_addc(out, ' ');
			column++;
		}
		strbuf_add(out, text, len);
		column += len;
		text += len;
		text += strspn(text, " ");
	}
	strbuf_addc(out, '\n');
}

static void add_indented(struct strbuf *out, const char *text)
{
	strbuf_adds(out, "    ");
	add_wrapped(out, 4, text);
}

/* "-timeout T", "ADDR": how an argument is written. */
static void argument_name(const struct arg_spec *spec, struct strbuf *ret)
{
	strbuf_adds(ret, spec->name);
	if (spec->name[0] == '-' && spec->type != ARG_FLAG)
		strbuf_addf(ret, " %s", spec->choices ? spec->choices : "VALUE");
}

static void add_arguments(struct strbuf *out, const struct command *command)
{
	for (int i = 0; i < COMMAND_MAX_ARGS && command->args[i].name; i++) {
		autostrbuf name = STRBUF_INIT;

		argument_name(&command->args[i], &name);
		strbuf_addf(out, "    " ST_VALUE "%-*s" ST_OFF " ", NAME_COLUMN - 1,
			    strbuf_text(&name));
		if (name.len >= NAME_COLUMN) {
			strbuf_addc(out, '\n');
			strbuf_pad(out, out->len, NAME_COLUMN + 4);
		}
		add_wrapped(out, NAME_COLUMN + 4, command->args[i].help);
	}
}

static void add_example(struct strbuf *out, const char *example, const char *indent)
{
	while (*example) {
		size_t len = strcspn(example, "\n");

		strbuf_addf(out, "%s%.*s\n", indent, (int)len, example);
		example += len + (example[len] == '\n');
	}
}

void reference_line(const struct command *command, struct strbuf *ret)
{
	strbuf_addf(ret, "  " ST_NAME "%-*s" ST_OFF " %s\n", NAME_COLUMN - 1, command->name,
		    command->summary);
}

void reference_command(const struct command *command, struct strbuf *ret)
{
	autostrbuf usage = STRBUF_INIT;

	command_usage(command, &usage);
	strbuf_addf(ret, ST_NAME "%s" ST_OFF "\n", strbuf_text(&usage));
	add_indented(ret, command->summary);
	if (command->details) {
		strbuf_addc(ret, '\n');
		add_indented(ret, command->details);
	}
	if (command->args[0].name) {
		strbuf_addc(ret, '\n');
		add_arguments(ret, command);
	}
	if (command->alias)
		strbuf_addf(ret, "\n" ST_DIM "also:" ST_OFF " %s\n", command->alias);
	strbuf_addf(ret, "\n" ST_DIM "example:" ST_OFF "\n");
	add_example(ret, command->example, "    ");
}

/* -- Markdown -- */

/* Is this the first row of its family? The reference has a heading for each. */
static bool opens_family(size_t row)
{
	const struct command *const *table = command_table();

	for (size_t i = 0; i < row; i++)
		if (!strcmp(table[i]->family, table[row]->family))
			return false;
	return true;
}

/* A cell of a table, or running text: what Markdown would take for a sign gets a backslash. */
static void add_markdown(struct strbuf *out, const char *text)
{
	for (; *text; text++) {
		if (strchr("|*_<>[]`\\", *text))
			strbuf_addc(out, '\\');
		strbuf_addc(out, *text);
	}
}

static void markdown_command(const struct command *command, struct strbuf *out)
{
	autostrbuf usage = STRBUF_INIT;

	command_usage(command, &usage);
	strbuf_addf(out, "\n#### %s\n\n`%s`", command->name, strbuf_text(&usage));
	if (command->alias)
		strbuf_addf(out, " (also: %s)", command->alias);
	strbuf_addf(out, "\n\n%c", toupper((unsigned char)command->summary[0]));
	add_markdown(out, command->summary + 1);
	strbuf_adds(out, ".");
	if (command->details) {
		strbuf_addc(out, ' ');
		add_markdown(out, command->details);
	}
	strbuf_adds(out, "\n\n");
	for (int i = 0; i < COMMAND_MAX_ARGS && command->args[i].name; i++) {
		autostrbuf name = STRBUF_INIT;

		argument_name(&command->args[i], &name);
		strbuf_addf(out, "- `%s`: ", strbuf_text(&name));
		add_markdown(out, command->args[i].help);
		strbuf_addc(out, '\n');
	}
	strbuf_addf(out, "%s```tcl\n", command->args[0].name ? "\n" : "");
	add_example(out, command->example, "");
	strbuf_adds(out, "```\n");
}

/* -- roff -- */

/* A line of its own: a leading dot or quote would be a request. */
static void add_roff(struct strbuf *out, const char *text)
{
	if (*text == '.' || *text == '\'')
		strbuf_adds(out, "\\&");
	for (; *text; text++) {
		if (*text == '\\')
			strbuf_adds(out, "\\e");
		else if (*text == '-')
			strbuf_adds(out, "\\-");
		else
			strbuf_addc(out, *text);
	}
}

static void man_command(const struct command *command, struct strbuf *out)
{
	autostrbuf usage = STRBUF_INIT;

	command_usage(command, &usage);
	strbuf_adds(out, ".TP\n.B ");
	add_roff(out, strbuf_text(&usage));
	strbuf_addf(out, "\n%c", toupper((unsigned char)command->summary[0]));
	add_roff(out, command->summary + 1);
	strbuf_adds(out, ".\n");
	if (command->details) {
		add_roff(out, command->details);
		strbuf_addc(out, '\n');
	}
	if (command->alias)
		strbuf_addf(out, "Also: %s.\n", command->alias);
	for (int i = 0; i < COMMAND_MAX_ARGS && command->args[i].name; i++) {
		autostrbuf name = STRBUF_INIT;

		argument_name(&command->args[i], &name);
		strbuf_adds(out, ".br\n\\fI");
		add_roff(out, strbuf_text(&name));
		strbuf_adds(out, "\\fR: ");
		add_roff(out, command->args[i].help);
		strbuf_addc(out, '\n');
	}
}

/* -- all of them -- */

static void by_family(struct strbuf *out, const char *heading,
		      void (*add)(const struct command *, struct strbuf *))
{
	const struct command *const *table = command_table();

	for (size_t i = 0; table[i]; i++) {
		if (!opens_family(i))
			continue;
		strbuf_addf(out, "%s %s\n", heading, table[i]->family);
		for (size_t j = i; table[j]; j++) {
			if (strcmp(table[j]->family, table[i]->family))
				continue;
			add(table[j], out);
		}
	}
}

void reference_markdown(struct strbuf *ret)
{
	by_family(ret, "###", markdown_command);
}

void reference_man(struct strbuf *ret)
{
	by_family(ret, ".SS", man_command);
}

void reference_examples(struct strbuf *ret)
{
	const struct command *const *table = command_table();

	for (size_t i = 0; table[i]; i++) {
		strbuf_addf(ret, "@ %s %s\n", table[i]->flags & CMD_EDU ? "sim:edu" : "sim:tgl",
			    table[i]->name);
		add_example(ret, table[i]->example, "");
	}
}
