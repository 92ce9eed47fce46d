/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one list of commands, and finding, running, describing and checking its rows. */
#include "commands/command.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "commands/args.h"
#include "commands/names.h"
#include "commands/presence.h"
#include "commands/session.h"

#define ROW(name) extern const struct command cmd_##name;
#include "commands/table.def"
#undef ROW

static const struct command *const table[] = {
#define ROW(name) &cmd_##name,
#include "commands/table.def"
#undef ROW
	NULL,
};

const struct command *const *command_table(void)
{
	return table;
}

/* -- names -- */

static bool word_in_list(const char *list, const char *word, size_t len)
{
	while (list && *list) {
		size_t n = strcspn(list, " ");

		if (n == len && !strncmp(list, word, len))
			return true;
		list += n + (list[n] == ' ');
	}
	return false;
}

static bool has_name(const struct command *command, const char *name, size_t len)
{
	return (strlen(command->name) == len && !strncmp(command->name, name, len)) ||
	       word_in_list(command->alias, name, len);
}

const struct command *command_find(const char *name)
{
	return names_find(name, strlen(name));
}

/* Where the width suffix begins: the last '.' of a word, or its end. */
static size_t stem_length(const char *word)
{
	const char *dot = strrchr(word, '.');

	return dot ? (size_t)(dot - word) : strlen(word);
}

bool command_is_word(const char *word)
{
	size_t len = stem_length(word);
	const struct command *command = names_find(word, len);

	if (word[len])
		return command && command->flags & CMD_WIDTH;
	return command || names_is_group(word, len);
}

/* "32" after "rd.": bits; tools disagree on w, so it is refused by name. */
static bool parse_suffix(const char *word, const char *suffix, unsigned *ret, struct err *err)
{
	static const struct {
		const char *text;
		unsigned bits;
	} widths[] = { { "8", 8 }, { "16", 16 }, { "32", 32 }, { "64", 64 },
		       { "b", 8 }, { "l", 32 },	 { "q", 64 } };

	for (size_t i = 0; i < ARRAY_SIZE(widths); i++) {
		if (!strcmp(suffix, widths[i].text)) {
			*ret = widths[i].bits;
			return true;
		}
	}
	err_set(err, EINVAL, "'%.40s': no width '.%.20s'", word, suffix);
	if (!strcmp(suffix, "w"))
		return err_hint(err,
				"w is 16 bits in U-Boot and setpci, 32 in OpenOCD and gdb: write "
				".16 or .32");
	return err_hint(err, "the widths are .8 .16 .32 .64 (also .b .l .q)");
}

/* The first word of every row, and every alias. */
static void first_words(struct strlist *ret)
{
	for (size_t i = 0; table[i]; i++) {
		strlist_addf(ret, "%.*s", (int)strcspn(table[i]->name, " "), table[i]->name);
		for (const char *a = table[i]->alias; a && *a;) {
			size_t n = strcspn(a, " ");

			strlist_addf(ret, "%.*s", (int)n, a);
			a += n + (a[n] == ' ');
		}
	}
	strlist_sort_unique(ret);
}

/* The second words of the rows that begin with group. */
static void second_words(const char *group, struct strlist *ret)
{
	size_t len = strlen(group);

	for (size_t i = 0; table[i]; i++)
		if (!strncmp(table[i]->name, group, len) && table[i]->name[len] == ' ')
			strlist_add(ret, table[i]->name + len + 1);
}

static void list_in_hint(const struct strlist *names, const char *prefix, struct err *err)
{
	const char *separator = "one of ";
	size_t used = 0;

	for (size_t i = 0; i < names->count && used < sizeof(err->hint) - 40; i++) {
		if (strncmp(names->items[i], prefix, strlen(prefix)))
			continue;
		used += (size_t)snprintf(err->hint + used, sizeof(err->hint) - used, "%s%s",
					 separator, names->items[i]);
		separator = ", ";
	}
}

/* The one name that begins with the first len bytes of prefix; NULL when there is none, or several:
 * *ret_count tells. */
static const char *only_match(const struct strlist *names, const char *prefix, size_t len,
			      size_t *ret_count)
{
	const char *match = NULL;

	*ret_count = 0;
	for (size_t i = 0; len && i < names->count; i++) {
		if (strncmp(names->items[i], prefix, len))
			continue;
		match = names->items[i];
		++*ret_count;
	}
	return *ret_count == 1 ? match : NULL;
}

bool command_is_short_word(const char *word)
{
	autostrlist names = STRLIST_INIT;
	size_t count;

	first_words(&names);
	return only_match(&names, word, stem_length(word), &count) != NULL;
}

static bool unknown_word(const char *word, struct err *err)
{
	autostrlist names = STRLIST_INIT;
	const char *near;

	first_words(&names);
	near = strlist_nearest(&names, word);
	err_set(err, ENOENT, "unknown command '%.60s'", word);
	if (near)
		return err_hint(err, "did you mean %s?", near);
	return err_hint(err, "'help' lists the commands");
}

static bool unknown_subcommand(const char *word, const char *sub, struct err *err)
{
	autostrlist names = STRLIST_INIT;
	const char *near;

	second_words(word, &names);
	if (!sub)
		err_set(err, EINVAL, "%s: which one?", word);
	else
		err_set(err, EINVAL, "%s has no '%.60s'", word, sub);
	near = sub ? strlist_nearest(&names, sub) : NULL;
	if (near)
		return err_hint(err, "did you mean %s %s?", word, near);
	list_in_hint(&names, "", err);
	return false;
}

static bool ambiguous(const char *word, const struct strlist *names, struct err *err)
{
	err_set(err, EINVAL, "'%.60s' could be more than one command", word);
	list_in_hint(names, word, err);
	return false;
}

/* Typed by people: the beginning of a name stands for the name when it is the only one. The whole word
 * with its width suffix goes to buf; what is no beginning of anything stays as it is. */
static bool expand_first(const char **word, char *buf, size_t size, struct err *err)
{
	autostrlist names = STRLIST_INIT;
	size_t len = stem_length(*word), count;
	const char *match;

	if (names_find(*word, len) || names_is_group(*word, len))
		return true;
	first_words(&names);
	match = only_match(&names, *word, len, &count);
	if (count > 1)
		return ambiguous(*word, &names, err);
	if (match) {
		snprintf(buf, size, "%s%s", match, *word + len);
		*word = buf;
	}
	return true;
}

static bool expand_second(const char *group, const char **word, char *buf, size_t size,
			  struct err *err)
{
	autostrlist names = STRLIST_INIT;
	const char *match;
	size_t count;

	second_words(group, &names);
	if (strlist_has(&names, *word))
		return true;
	match = only_match(&names, *word, strlen(*word), &count);
	if (count > 1)
		return ambiguous(*word, &names, err);
	if (match) {
		snprintf(buf, size, "%s", match);
		*word = buf;
	}
	return true;
}

/* -- running -- */

const struct command *command_of_words(const char *group, const char *second)
{
	size_t group_len = strlen(group), second_len = strlen(second);
	char both[128];

	if (group_len + second_len + 1 >= sizeof(both))
		return NULL;
	memcpy(both, group, group_len + 1);
	both[group_len] = ' ';
	memcpy(both + group_len + 1, second, second_len + 1);
	return names_find(both, group_len + 1 + second_len);
}

static bool resolve_group(const char *group, const char *sub, const struct command **ret,
			  size_t *ret_used, struct err *err)
{
	const struct command *command = sub ? command_of_words(group, sub) : NULL;

	if (!command)
		command = command_find(group);
	if (!command)
		return unknown_subcommand(group, sub, err);
	*ret_used = strchr(command->name, ' ') ? 2 : 1;
	*ret = command;
	return true;
}

/* Which row do the words begin with? people: short forms are understood. */
static bool resolve(const char *const *words, size_t count, bool people, const struct command **ret,
		    unsigned *ret_width, size_t *ret_used, struct err *err)
{
	const char *first = words[0], *second = count > 1 ? words[1] : NULL;
	char first_buf[64], second_buf[64];
	const struct command *command;
	size_t len;

	if (people && !expand_first(&first, first_buf, sizeof(first_buf), err))
		return false;
	*ret_width = 0;
	if (names_is_group(first, strlen(first))) {
		if (people && second &&
		    !expand_second(first, &second, second_buf, sizeof(second_buf), err))
			return false;
		return resolve_group(first, second, ret, ret_used, err);
	}
	len = stem_length(first);
	command = names_find(first, len);
	if (!command)
		return unknown_word(first, err);
	if (first[len]) {
		if (!(command->flags & CMD_WIDTH))
			return unknown_word(first, err);
		if (!parse_suffix(first, first + len + 1, ret_width, err))
			return false;
	}
	*ret_used = 1;
	*ret = command;
	return true;
}

const struct command *command_of_word(const char *word, unsigned *ret_width_bits)
{
	const struct command *command = NULL;
	struct err ignored;
	size_t used;

	if (names_is_group(word, strlen(word)) ||
	    !resolve(&word, 1, false, &command, ret_width_bits, &used, &ignored))
		return NULL;
	return command;
}

bool command_run_row(struct session *s, const struct command *command, unsigned width_bits,
		     const char *const *words, size_t count, struct value **ret, struct err *err)
{
	struct session_device *device;
	struct presence presence;
	struct args a;
	bool ok;

	if (!args_parse(command, width_bits, words, count, &a, err))
		return false;
	ok = !(command->flags & CMD_DEVICE) || session_device(s, NULL, &device, err);
	if (ok && command->flags & CMD_WAITS && s->host.settle)
		s->host.settle(s->host.ctx);
	presence = presence_begin(s);
	if (ok)
		ok = command->run(s, &a, ret, err);
	presence_end(s, &presence, ok ? NULL : err);
	if (!ok && command->flags & CMD_READINESS && err->code != EINVAL)
		s->not_ready = true;
	args_finish(&a);
	return ok;
}

bool command_run(struct session *s, const char *const *words, size_t count, struct value **ret,
		 struct err *err)
{
	const struct command *command = NULL;
	unsigned width = 0;
	size_t used = 0;

	if (!resolve(words, count, s->interactive, &command, &width, &used, err))
		return false;
	assert(command);
	return command_run_row(s, command, width, words + used, count - used, ret, err);
}

/* -- describing -- */

static void usage_of(const struct arg_spec *spec, struct strbuf *ret)
{
	bool option = spec->name[0] == '-';
	bool optional = option || spec->flags & ARG_OPTIONAL;

	strbuf_adds(ret, optional ? " ?" : " ");
	if (spec->type == ARG_CHOICE && !option)
		strbuf_adds(ret, spec->choices);
	else
		strbuf_adds(ret, spec->name);
	if (option && spec->type != ARG_FLAG)
		strbuf_addf(ret, " %s", spec->choices ? spec->choices : "VALUE");
	if (spec->flags & ARG_REPEAT)
		strbuf_adds(ret, "...");
	if (optional)
		strbuf_addc(ret, '?');
}

void command_usage(const struct command *command, struct strbuf *ret)
{
	strbuf_addf(ret, "%s%s", command->name, command->flags & CMD_WIDTH ? "[.W]" : "");
	for (int i = 0; i < COMMAND_MAX_ARGS && command->args[i].name; i++)
		usage_of(&command->args[i], ret);
}

/* -- checking -- */

static bool check_args(const struct command *command, struct err *err)
{
	bool optional = false, repeated = false;

	for (int i = 0; i < COMMAND_MAX_ARGS && command->args[i].name; i++) {
		const struct arg_spec *spec = &command->args[i];

		if (!spec->help)
			return err_set(err, EINVAL, "%s: %s has no help", command->name,
				       spec->name);
		if (spec->type == ARG_CHOICE && !spec->choices)
			return err_set(err, EINVAL, "%s: %s has no choices", command->name,
				       spec->name);
		if (spec->name[0] == '-')
			continue;
		if (repeated)
			return err_set(err, EINVAL, "%s: %s stands after a repeated one",
				       command->name, spec->name);
		if (optional && !(spec->flags & ARG_OPTIONAL))
			return err_set(err, EINVAL, "%s: %s is required after an optional one",
				       command->name, spec->name);
		optional |= (spec->flags & ARG_OPTIONAL) != 0;
		repeated |= (spec->flags & ARG_REPEAT) != 0;
	}
	return true;
}

static bool check_row(const struct command *command, struct err *err)
{
	if (!command->summary || !command->summary[0] || !command->family)
		return err_set(err, EINVAL, "%s: no summary or family", command->name);
	if (command->summary[strlen(command->summary) - 1] == '.')
		return err_set(err, EINVAL, "%s: the summary ends with a full stop", command->name);
	if (!command->example || !command->example[0])
		return err_set(err, EINVAL, "%s: no example", command->name);
	if (!command->run)
		return err_set(err, EINVAL, "%s: nothing to run", command->name);
	return check_args(command, err);
}

bool command_table_check(struct err *err)
{
	for (size_t i = 0; table[i]; i++) {
		if (!check_row(table[i], err))
			return false;
		for (size_t j = 0; j < i; j++)
			if (has_name(table[j], table[i]->name, strlen(table[i]->name)) ||
			    word_in_list(table[i]->alias, table[j]->name, strlen(table[j]->name)))
				return err_set(err, EEXIST, "%s stands twice", table[i]->name);
	}
	return true;
}
