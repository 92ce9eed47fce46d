/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "repl/complete_words.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "backend/support/mem.h"
#include "commands/command.h"
#include "commands/regs.h"

enum { MAX_REGISTERS = 500 };

static bool begins(const char *text, const char *prefix)
{
	return !strncasecmp(text, prefix, strlen(prefix));
}

static void offer(struct strlist *ret, const char *text, size_t len, const char *prefix)
{
	autofree char *word = xstrndup(text, len);

	if (begins(word, prefix))
		strlist_add(ret, word);
}

/* The words of list, which separator divides. */
static void offer_list(struct strlist *ret, const char *list, char separator, const char *prefix)
{
	const char set[2] = { separator, '\0' };

	while (list && *list) {
		size_t n = strcspn(list, set);

		offer(ret, list, n, prefix);
		list += n + (list[n] == separator);
	}
}

/* -- commands -- */

/* "rd.": the widths. */
static void offer_widths(struct strlist *ret, const char *prefix)
{
	static const char *const suffixes[] = { "8", "16", "32", "64" };
	size_t stem = strcspn(prefix, ".");
	autofree char *word = xstrndup(prefix, stem);
	const struct command *command = command_find(word);

	if (!prefix[stem] || !command || !(command->flags & CMD_WIDTH))
		return;
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		autofree char *full = xasprintf("%s.%s", word, suffixes[i]);

		offer(ret, full, strlen(full), prefix);
	}
}

static void offer_commands(const struct complete_at *at, bool with_tcl, struct strlist *ret)
{
	const struct command *const *table = command_table();
	autostrlist tcl = STRLIST_INIT;

	for (size_t i = 0; table[i]; i++) {
		offer(ret, table[i]->name, strcspn(table[i]->name, " "), at->last);
		if (at->last[0])
			offer_list(ret, table[i]->alias, ' ', at->last);
	}
	offer_widths(ret, at->last);
	/* Tcl's own are offered when something is typed: all of them would bury ours. */
	if (!with_tcl || !at->script || !at->last[0])
		return;
	script_command_names(at->script, at->last, &tcl);
	for (size_t i = 0; i < tcl.count; i++)
		if (!command_is_word(tcl.items[i]) && strcmp(tcl.items[i], "unknown"))
			strlist_add(ret, tcl.items[i]);
}

static bool offer_subcommands(const char *group, const char *prefix, struct strlist *ret)
{
	const struct command *const *table = command_table();
	size_t len = strlen(group);
	bool any = false;

	for (size_t i = 0; table[i]; i++) {
		if (strncmp(table[i]->name, group, len) || table[i]->name[len] != ' ')
			continue;
		any = true;
		offer(ret, table[i]->name + len + 1, strlen(table[i]->name + len + 1), prefix);
	}
	return any;
}

/* -- files -- */

/* What Tcl would take apart gets a backslash; quoted words only need it for what a quote lets through. */
static void add_escaped(struct strbuf *out, const char *text, bool quoted)
{
	for (; *text; text++) {
		if (strchr(quoted ? "\"\\$[" : " \t;\"\\$[]{}", *text))
			strbuf_addc(out, '\\');
		strbuf_addc(out, *text);
	}
}

static void add_unescaped(struct strbuf *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '\\' && text[1])
			text++;
		strbuf_addc(out, *text);
	}
}

static bool is_folder(const char *dir, const char *name)
{
	autofree char *path = xasprintf("%s/%s", dir, name);
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

/* Files that complete typed; each candidate gets `before` in front of it. */
static void offer_files(const char *before, const char *typed, bool quoted, struct strlist *ret)
{
	autostrbuf plain = STRBUF_INIT;
	autofree char *dir = NULL;
	const char *path, *name;
	const struct dirent *entry;
	DIR *stream;

	add_unescaped(&plain, typed);
	path = strbuf_text(&plain);
	name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	dir = name == path ? xstrdup(".") : xstrndup(path, (size_t)(name - path));
	stream = opendir(dir);
	while (stream && (entry = readdir(stream))) {
		autostrbuf word = STRBUF_INIT;

		if (strncmp(entry->d_name, name, strlen(name)) || !strcmp(entry->d_name, ".") ||
		    !strcmp(entry->d_name, "..") || (entry->d_name[0] == '.' && name[0] != '.'))
			continue;
		strbuf_adds(&word, before);
		if (name != path)
			add_escaped(&word, dir, quoted);
		add_escaped(&word, entry->d_name, quoted);
		if (is_folder(dir, entry->d_name))
			strbuf_addc(&word, '/');
		strlist_add(ret, strbuf_text(&word));
	}
	if (stream)
		closedir(stream);
}

/* -- devices and what is in them -- */

static void offer_specs(const char *typed, bool quoted, struct strlist *ret)
{
	const struct transport_ops *const *ops = device_transports();
	const char *colon = strchr(typed, ':');

	for (size_t i = 0; ops[i]; i++) {
		autostrlist targets = STRLIST_INIT;
		autofree char *before = xasprintf("%s:", ops[i]->name);
		size_t len = strlen(before);

		/* A bare PCI address means vfio; sysfs knows them all. */
		if (!strcmp(ops[i]->name, "sysfs") && typed[0] && ops[i]->complete)
			ops[i]->complete(typed, ret);
		if (!colon || strncmp(typed, before, len)) {
			offer(ret, before, len, typed);
			continue;
		}
		if (ops[i]->complete) {
			ops[i]->complete(typed + len, &targets);
			for (size_t t = 0; t < targets.count; t++)
				strlist_addf(ret, "%s%s", before, targets.items[t]);
		} else {
			offer_files(before, typed + len, quoted, ret);
		}
	}
}

static void offer_devices(const struct session *s, const char *after, const char *typed,
			  struct strlist *ret)
{
	for (size_t i = 0; i < s->device_count; i++) {
		autofree char *word = xasprintf("%s%s", s->devices[i]->dev->name, after);

		offer(ret, word, strlen(word), typed);
	}
}

static void offer_regions(struct session *s, const char *after, const char *typed,
			  struct strlist *ret)
{
	struct err err = ERR_INIT;
	struct session_device *device;
	const char *colon = strchr(typed, ':');
	autofree char *name = colon ? xstrndup(typed, (size_t)(colon - typed)) : NULL;

	if (!session_device(s, name, &device, &err))
		return;
	for (size_t i = 0; i < device->dev->region_count; i++) {
		autofree char *word = xasprintf("%s%s%s%s", name ? name : "", name ? ":" : "",
						device->dev->regions[i]->name, after);

		offer(ret, word, strlen(word), typed);
	}
}

/* The registers that "NAME" or "DEVICE:NAME" is one of. Their files may have to be read first, which asks
 * no device; what is wrong with them is for a command to say. NULL: none. */
static struct regdb *registers_for(struct session *s, const char *typed)
{
	struct err err = ERR_INIT;
	struct session_device *device = s->current;
	const char *colon = strchr(typed, ':');
	autofree char *name = colon ? xstrndup(typed, (size_t)(colon - typed)) : NULL;
	struct regdb *db = NULL;

	if (name && !session_device(s, name, &device, &err))
		return NULL;
	if (!session_regs(s, device, &db, &err) && !session_regs(s, device, &db, &err))
		return NULL;
	return db;
}

/* Registers and fields. */
static void offer_registers(struct session *s, const char *typed, struct strlist *ret)
{
	const char *colon = strchr(typed, ':');
	const char *name = colon ? colon + 1 : typed;
	struct regdb *db = registers_for(s, typed);
	autostrlist found = STRLIST_INIT;

	if (!db)
		return;
	regdb_complete(db, name, MAX_REGISTERS, &found);
	for (size_t i = 0; i < found.count; i++)
		strlist_addf(ret, "%.*s%s", (int)(name - typed), typed, found.items[i]);
}

/* The named values of a field, each behind `before`. */
static void offer_values(const struct reg_field *field, const char *before, const char *typed,
			 struct strlist *ret)
{
	for (size_t i = 0; i < field->enum_count; i++) {
		autofree char *word = xasprintf("%s%s", before, field->enums[i].name);

		offer(ret, word, strlen(word), typed);
	}
}

/* What upd and poll take behind a register: FIELD=, FIELD=NAME; behind REGISTER.FIELD a NAME. */
static void offer_changes(struct session *s, const char *where, const char *typed,
			  struct strlist *ret)
{
	struct err err = ERR_INIT;
	const char *colon = strchr(where, ':');
	struct regdb *db = registers_for(s, where);
	struct reg_ref ref;

	if (!db || !regdb_find(db, colon ? colon + 1 : where, REGDB_PREFIX, &ref, &err))
		return;
	if (ref.field) {
		offer_values(ref.field, "", typed, ret);
		return;
	}
	for (size_t i = 0; i < ref.reg->field_count; i++) {
		const struct reg_field *field = &ref.reg->fields[i];
		autofree char *word = xasprintf("%s=", field->name);

		if (begins(typed, word))
			offer_values(field, word, typed, ret);
		else
			offer(ret, word, strlen(word), typed);
	}
}

static void offer_addresses(struct session *s, const char *typed, struct strlist *ret)
{
	if (strchr(typed, '+'))
		return;
	offer_regions(s, "+", typed, ret);
	offer_registers(s, typed, ret);
	if (s->device_count > 1 && !strchr(typed, ':'))
		offer_devices(s, ":", typed, ret);
}

/* -- arguments -- */

/* subject: the first word behind the command that is no option, or NULL */
static void offer_argument(const struct complete_at *at, const struct arg_spec *spec,
			   const char *subject, bool quoted, struct strlist *ret)
{
	struct session *s = at->session;

	switch (spec->type) {
	case ARG_CHOICE:
		offer_list(ret, spec->choices, '|', at->last);
		break;
	case ARG_REGION:
		offer_regions(s, "", at->last, ret);
		break;
	case ARG_ADDRESS:
		offer_addresses(s, at->last, ret);
		break;
	case ARG_REGISTER:
		offer_registers(s, at->last, ret);
		break;
	case ARG_DEVICE:
		offer_devices(s, "", at->last, ret);
		break;
	case ARG_SPEC:
		offer_specs(at->last, quoted, ret);
		break;
	case ARG_FILE:
		offer_files("", at->last, quoted, ret);
		break;
	case ARG_COMMAND:
		offer_commands(at, true, ret);
		break;
	case ARG_CHANGE:
		if (subject)
			offer_changes(s, subject, at->last, ret);
		break;
	default:
		break;
	}
	if (spec->complete)
		spec->complete(s, at->last, ret);
}

static const struct arg_spec *find_option(const struct command *command, const char *word)
{
	for (int i = 0; i < COMMAND_MAX_ARGS && command->args[i].name; i++)
		if (word[0] == '-' && !strcmp(command->args[i].name, word))
			return &command->args[i];
	return NULL;
}

static const struct arg_spec *next_positional(const struct command *command,
					      const struct arg_spec *after)
{
	const struct arg_spec *end = &command->args[COMMAND_MAX_ARGS];
	const struct arg_spec *spec = after ? after + 1 : command->args;

	while (spec < end && spec->name && spec->name[0] == '-')
		spec++;
	return spec < end && spec->name ? spec : NULL;
}

/* The argument that stands after words[from..], as args_parse would take it. */
static const struct arg_spec *argument_after(const struct command *command,
					     const struct strlist *words, size_t from)
{
	const struct arg_spec *positional = next_positional(command, NULL);

	for (size_t i = from; i < words->count; i++) {
		const struct arg_spec *option = find_option(command, words->items[i]);

		if (option && option->type != ARG_FLAG) {
			if (++i == words->count)
				return option;
		} else if (!option && positional && !(positional->flags & ARG_REPEAT)) {
			positional = next_positional(command, positional);
		}
	}
	return positional;
}

static void offer_options(const struct command *command, const struct complete_at *at,
			  struct strlist *ret)
{
	for (int i = 0; i < COMMAND_MAX_ARGS && command->args[i].name; i++) {
		const char *name = command->args[i].name;

		if (name[0] == '-' && !strlist_has(at->words, name))
			offer(ret, name, strlen(name), at->last);
	}
}

static const char *first_positional(const struct strlist *words, size_t from)
{
	while (from < words->count && words->items[from][0] == '-')
		from++;
	return from < words->count ? words->items[from] : NULL;
}

static void complete_argument(const struct complete_at *at, const struct command *command,
			      size_t used, struct completion *ret)
{
	const struct arg_spec *spec = argument_after(command, at->words, used);
	struct complete_at bare = *at;
	bool quoted = at->last[0] == '"';

	if (at->last[0] == '-' && !(spec && spec->name[0] == '-')) {
		offer_options(command, at, &ret->words);
		return;
	}
	if (!spec)
		return;
	/* "show CMD ARG": what follows is a command of its own. */
	if (spec->type == ARG_COMMAND && spec->flags & ARG_REPEAT && at->words->count > used) {
		struct strlist rest = { at->words->items + used, at->words->count - used, 0 };

		bare.words = &rest;
		complete_word_at(&bare, ret);
		return;
	}
	bare.last += quoted;
	ret->start += quoted;
	offer_argument(&bare, spec, first_positional(at->words, used), quoted, &ret->words);
}

/* Tcl's own commands: some take variables, many take files. */
static void complete_tcl_argument(const struct complete_at *at, struct completion *ret)
{
	static const char *const variables[] = { "set", "unset", "incr", "append", "lappend" };
	bool quoted = at->last[0] == '"';

	for (size_t i = 0; i < sizeof(variables) / sizeof(*variables); i++) {
		if (strcmp(at->words->items[0], variables[i]))
			continue;
		if (at->words->count == 1 && at->script)
			script_variable_names(at->script, at->last, &ret->words);
		return;
	}
	ret->start += quoted;
	offer_files("", at->last + quoted, quoted, &ret->words);
}

void complete_word_at(const struct complete_at *at, struct completion *ret)
{
	const struct strlist *words = at->words;
	const struct command *command;
	autofree char *stem = NULL, *both = NULL;

	if (!words->count) {
		offer_commands(at, true, &ret->words);
		return;
	}
	if (words->count == 1 && offer_subcommands(words->items[0], at->last, &ret->words))
		return;
	if (words->count > 1) {
		both = xasprintf("%s %s", words->items[0], words->items[1]);
		command = command_find(both);
		if (command) {
			complete_argument(at, command, 2, ret);
			return;
		}
	}
	stem = xstrndup(words->items[0], strcspn(words->items[0], "."));
	command = command_find(stem);
	if (command)
		complete_argument(at, command, 1, ret);
	else
		complete_tcl_argument(at, ret);
}
