/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/args.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "backend/support/mem.h"
#include "backend/support/num.h"

static bool is_option(const struct arg_spec *spec)
{
	return spec->name[0] == '-';
}

static bool usage_hint(const struct command *command, struct err *err)
{
	autostrbuf usage = STRBUF_INIT;

	command_usage(command, &usage);
	return err_hint(err, "usage: %s", strbuf_text(&usage));
}

static bool check_choice(const struct arg_spec *spec, const char *word, struct err *err)
{
	const char *at = spec->choices;
	size_t len = strlen(word);

	while (at && *at) {
		size_t n = strcspn(at, "|");

		if (n == len && !strncmp(at, word, n))
			return true;
		at += n + (at[n] == '|');
	}
	err_set(err, EINVAL, "%s: '%.60s' is not a choice", spec->name, word);
	return err_hint(err, "one of %s", spec->choices);
}

/* One word into its slot. */
static bool take_word(const struct arg_spec *spec, const char *const *at, struct arg_value *value,
		      struct err *err)
{
	const char *word = *at;

	value->given = true;
	value->words = at;
	value->count = 1;
	switch (spec->type) {
	case ARG_NUMBER:
		return num_parse_expr(word, &value->number, err) ||
		       err_prefix(err, "%s", spec->name);
	case ARG_TIME:
		return num_parse_time(word, &value->number, err) ||
		       err_prefix(err, "%s", spec->name);
	case ARG_CHOICE:
		return check_choice(spec, word, err);
	default:
		return true;
	}
}

static int find_option(const struct command *command, const char *word)
{
	for (int i = 0; i < COMMAND_MAX_ARGS && command->args[i].name; i++)
		if (!strcmp(command->args[i].name, word))
			return i;
	return -1;
}

static bool unknown_option(const struct command *command, const char *word, struct err *err)
{
	autostrlist options = STRLIST_INIT;
	const char *near;

	for (int i = 0; i < COMMAND_MAX_ARGS && command->args[i].name; i++)
		if (is_option(&command->args[i]))
			strlist_add(&options, command->args[i].name);
	err_set(err, EINVAL, "%s has no option '%.60s'", command->name, word);
	near = strlist_nearest(&options, word);
	if (near)
		return err_hint(err, "did you mean %s?", near);
	return usage_hint(command, err);
}

/* A word that begins with '-' and a letter is an option; "-5" is a (refused) number. */
static bool option_like(const char *word)
{
	return word[0] == '-' && word[1] && !isdigit((unsigned char)word[1]) && word[1] != '.';
}

static int next_positional(const struct command *command, int from)
{
	for (int i = from; i < COMMAND_MAX_ARGS && command->args[i].name; i++)
		if (!is_option(&command->args[i]))
			return i;
	return -1;
}

static bool too_many(const struct command *command, const char *word, struct err *err)
{
	err_set(err, EINVAL, "%s: '%.60s' is one word too many", command->name, word);
	return usage_hint(command, err);
}

static bool check_missing(const struct args *a, struct err *err)
{
	const struct command *command = a->command;

	for (int i = 0; i < COMMAND_MAX_ARGS && command->args[i].name; i++) {
		const struct arg_spec *spec = &command->args[i];

		if (is_option(spec) || spec->flags & ARG_OPTIONAL || a->values[i].given)
			continue;
		err_set(err, EINVAL, "%s: %s is missing", command->name, spec->name);
		return usage_hint(command, err);
	}
	return true;
}

/* left: how many words are left, this one included. */
static bool take_positional(struct args *a, int *slot, const char *const *at, size_t left,
			    struct err *err)
{
	const struct arg_spec *spec;
	struct arg_value *value;

	if (*slot < 0)
		return too_many(a->command, *at, err);
	spec = &a->command->args[*slot];
	value = &a->values[*slot];
	if (!(spec->flags & ARG_REPEAT)) {
		bool ok = take_word(spec, at, value, err);

		*slot = next_positional(a->command, *slot + 1);
		return ok || err_prefix(err, "%s", a->command->name);
	}
	if (!a->rest)
		a->rest = xcalloc(left, sizeof(*a->rest));
	a->rest[value->count++] = *at;
	value->words = a->rest;
	value->given = true;
	return true;
}

bool args_parse(const struct command *command, unsigned width_bits, const char *const *words,
		size_t count, struct args *ret, struct err *err)
{
	int slot = next_positional(command, 0);
	bool options = true;
	size_t i;

	ret->command = command;
	ret->width_bits = width_bits;
	ret->rest = NULL;
	/* Not the whole struct: a loop of reads would spend more on that than on reading. */
	for (int k = 0; k < COMMAND_MAX_ARGS && command->args[k].name; k++)
		ret->values[k] = (struct arg_value){ .given = false };
	for (i = 0; i < count; i++) {
		bool ok;
		int o;

		if (!options || !option_like(words[i])) {
			/* What follows the name of a command is that command's. */
			if (slot >= 0 && command->args[slot].type == ARG_COMMAND)
				options = false;
			ok = take_positional(ret, &slot, &words[i], count - i, err);
		} else if (!strcmp(words[i], "--")) {
			options = false;
			ok = true;
		} else if ((o = find_option(command, words[i])) < 0) {
			ok = unknown_option(command, words[i], err);
		} else if (command->args[o].type == ARG_FLAG) {
			ret->values[o].given = true;
			ok = true;
		} else if (i + 1 == count) {
			err_set(err, EINVAL, "%s: %s needs a value", command->name, words[i]);
			ok = usage_hint(command, err);
		} else {
			i++;
			ok = take_word(&command->args[o], &words[i], &ret->values[o], err) ||
			     err_prefix(err, "%s", command->name);
		}
		if (!ok) {
			args_finish(ret);
			return false;
		}
	}
	if (!check_missing(ret, err)) {
		args_finish(ret);
		return false;
	}
	return true;
}

void args_finish(struct args *a)
{
	free(a->rest);
	a->rest = NULL;
}

const struct arg_value *args_get(const struct args *a, const char *name)
{
	/* A command asks with the literal that stands in its row: often the same bytes. */
	for (int i = 0; i < COMMAND_MAX_ARGS; i++)
		if (a->command->args[i].name == name)
			return &a->values[i];
	for (int i = 0; i < COMMAND_MAX_ARGS && a->command->args[i].name; i++)
		if (!strcmp(a->command->args[i].name, name))
			return &a->values[i];
	assert(!"an argument that the command's row does not have");
	return NULL;
}

bool args_has(const struct args *a, const char *name)
{
	return args_get(a, name)->given;
}

const char *args_word(const struct args *a, const char *name)
{
	const struct arg_value *value = args_get(a, name);

	return value->given && value->count ? value->words[0] : NULL;
}

uint64_t args_number(const struct args *a, const char *name, uint64_t otherwise)
{
	const struct arg_value *value = args_get(a, name);

	return value->given ? value->number : otherwise;
}
