/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "repl/script_bind.h"

#include <stdio.h>
#include <string.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "commands/command.h"
#include "commands/events.h"
#include "repl/script_again.h"

/* What a bound word carries. */
struct bound {
	struct script *script;
	bool looked_up; /* at the first use: most words of the table are never used */
	const struct command *command; /* NULL: the words behind it decide */
	unsigned width_bits;
	/* Where the second word decides: the last one, and its row. */
	char second[24];
	const struct command *second_command;
	struct bound *next; /* of script->early */
	char word[];	    /* as it was bound: a script may rename it */
};

static struct bound *bound_create(struct script *script, const char *word)
{
	size_t size = strlen(word) + 1;
	struct bound *bound = xcalloc(1, sizeof(*bound) + size);

	bound->script = script;
	memcpy(bound->word, word, size);
	return bound;
}

/* -- before there is an interp -- */

/* A file uses a few words again and again, often the same twice: what was used goes to the front. */
struct bound *script_bound_early(struct script *script, const char *word)
{
	struct bound **link = &script->early, *bound;

	while (*link && strcmp((*link)->word, word))
		link = &(*link)->next;
	bound = *link;
	if (bound)
		*link = bound->next;
	else if (script->session && command_is_word(word))
		bound = bound_create(script, word);
	if (bound) {
		bound->next = script->early;
		script->early = bound;
	}
	return bound;
}

void script_free_early(struct script *script)
{
	while (script->early) {
		struct bound *next = script->early->next;

		free(script->early);
		script->early = next;
	}
}

/* -- values as Tcl objects: the text is made when a script looks at it -- */

static void value_rep_free(Jim_Interp *interp, Jim_Obj *obj)
{
	(void)interp;
	value_destroy(Jim_GetIntRepPtr(obj));
}

static void value_rep_dup(Jim_Interp *interp, Jim_Obj *from, Jim_Obj *to)
{
	(void)interp;
	Jim_SetIntRepPtr(to, value_hold(Jim_GetIntRepPtr(from)));
}

static void value_rep_text(Jim_Obj *obj)
{
	autostrbuf plain = STRBUF_INIT;

	value_format_plain(Jim_GetIntRepPtr(obj), &plain);
	obj->bytes = Jim_StrDupLen(strbuf_text(&plain), (int)plain.len);
	obj->length = (int)plain.len;
}

static const Jim_ObjType value_type = { "barsh-value", value_rep_free, value_rep_dup,
					value_rep_text, JIM_TYPE_NONE };

static Jim_Obj *value_obj(Jim_Interp *interp, struct value *value)
{
	Jim_Obj *obj = Jim_NewObj(interp);

	obj->bytes = NULL;
	obj->typePtr = &value_type;
	Jim_SetIntRepPtr(obj, value);
	return obj;
}

struct value *script_value_of(const Jim_Obj *obj)
{
	return obj->typePtr == &value_type ? Jim_GetIntRepPtr(obj) : NULL;
}

/* -- commands -- */

int script_fail(struct script *script)
{
	Jim_Interp *interp = script_interp(script);
	char name[16];
	Jim_Obj *code[2];

	code[0] = Jim_NewStringObj(interp, "BARSH", -1);
	code[1] = Jim_NewStringObj(interp, err_name(script->err.code, name), -1);
	Jim_SetGlobalVariableStr(interp, "errorCode", Jim_NewListObj(interp, code, 2));
	Jim_SetResultString(interp, script->err.msg, -1);
	return JIM_ERR;
}

/* A register file says "reg define" 100,000 times: is it that row again? */
static bool knows_second(struct bound *bound, const char *second)
{
	const struct command *command;

	if (bound->second_command && !strcmp(bound->second, second))
		return true;
	command = command_of_words(bound->word, second);
	if (!command || strlen(second) >= sizeof(bound->second))
		return false;
	memcpy(bound->second, second, strlen(second) + 1);
	bound->second_command = command;
	return true;
}

bool script_run_words(struct bound *bound, struct session *s, const char *const *words,
		      size_t count, struct value **ret, struct err *err)
{
	if (bound && !bound->looked_up) {
		bound->command = command_of_word(bound->word, &bound->width_bits);
		bound->looked_up = true;
	}
	if (bound && bound->command)
		return command_run_row(s, bound->command, bound->width_bits, words + 1, count - 1,
				       ret, err);
	if (bound && count > 1 && knows_second(bound, words[1]))
		return command_run_row(s, bound->second_command, 0, words + 2, count - 2, ret, err);
	return command_run(s, words, count, ret, err);
}

/* The words of any command, as Tcl has them. */
static int run_objs(struct script *script, struct bound *bound, int count, Jim_Obj *const *objs)
{
	Jim_Interp *interp = script->interp;
	const char *few[16], **words = few;
	struct value *value = NULL;
	/* Not script->err itself: a command may evaluate scripts, whose commands fail on their own. */
	struct err err;
	bool ok;

	if ((size_t)count > ARRAY_SIZE(few))
		words = xcalloc((size_t)count, sizeof(*words));
	for (int i = 0; i < count; i++) {
		words[i] = Jim_String(objs[i]);
		/* The script may drop an object while a nested script of ours runs. */
		Jim_IncrRefCount(objs[i]);
	}
	ok = script_run_words(bound, script->session, words, (size_t)count, &value, &err);
	for (int i = 0; i < count; i++)
		Jim_DecrRefCount(interp, objs[i]);
	if (words != few)
		free(words);
	if (!ok) {
		script->err = err;
		return script_fail(script);
	}
	Jim_SetResult(interp, value_obj(interp, value));
	if (script->session->quit) {
		Jim_SetResultInt(interp, script->session->quit_status);
		return JIM_EXIT;
	}
	return JIM_OK;
}

/* Where nobody sees the result, a read may be one that was made before. */
static int run_read(struct script *script, struct bound *bound, Jim_Obj *const *argv)
{
	int code;

	switch (script_again(script->interp, script->session, bound, argv[1], &script->err)) {
	case AGAIN_DONE:
		return JIM_OK;
	case AGAIN_FAILED:
		return script_fail(script);
	default:
		code = run_objs(script, bound, 2, argv);
		if (code == JIM_OK)
			script_again_keep(script->interp, script->session, bound, bound->width_bits,
					  argv[1]);
		return code;
	}
}

static int on_command(Jim_Interp *interp, int argc, Jim_Obj *const *argv)
{
	struct bound *bound = Jim_CmdPrivData(interp);
	struct script *script = bound->script;

	events_between(script->session);
	if (argc == 2 && bound->command && bound->command->flags & CMD_READS &&
	    script->session->viewer == VIEWER_SCRIPT)
		return run_read(script, bound, argv);
	return run_objs(script, bound, argc, argv);
}

/* Tcl calls `unknown WORD ARG...` for a word it does not know: our message is better. */
static int on_unknown(Jim_Interp *interp, int argc, Jim_Obj *const *argv)
{
	struct script *script = Jim_CmdPrivData(interp);

	events_between(script->session);
	return run_objs(script, NULL, argc - 1, argv + 1);
}

static void unbind(Jim_Interp *interp, void *bound)
{
	(void)interp;
	free(bound);
}

Jim_Cmd *script_find_cmd(struct script *script, const char *word)
{
	Jim_Obj *name = Jim_NewStringObj(script->interp, word, -1);
	Jim_Cmd *cmd;

	Jim_IncrRefCount(name);
	cmd = Jim_GetCommand(script->interp, name, JIM_NONE);
	Jim_DecrRefCount(script->interp, name);
	return cmd;
}

struct bound *script_bound_of(const Jim_Cmd *cmd)
{
	if (!cmd || cmd->isproc || cmd->u.native.cmdProc != on_command)
		return NULL;
	return cmd->u.native.privData;
}

/* A name that Tcl has already is a mistake in the table: shadowing it would break scripts silently. */
static void bind_word(struct script *script, const char *word)
{
	if (script_find_cmd(script, word)) {
		fprintf(stderr, "barsh: BUG: '%s' is a command of Tcl\n", word);
		abort();
	}
	Jim_CreateCommand(script->interp, word, on_command, bound_create(script, word), unbind);
}

static void bind_with_widths(struct script *script, const struct command *command, const char *word)
{
	/* .w is bound too: it exists to be refused with a hint. */
	static const char *const suffixes[] = { ".8", ".16", ".32", ".64", ".b", ".l", ".q", ".w" };
	char full[64];

	bind_word(script, word);
	if (!(command->flags & CMD_WIDTH))
		return;
	for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++) {
		snprintf(full, sizeof(full), "%s%s", word, suffixes[i]);
		bind_word(script, full);
	}
}

static void bind_row(struct script *script, const struct command *command)
{
	char word[64];
	const char *alias = command->alias;
	size_t len = strcspn(command->name, " ");

	snprintf(word, sizeof(word), "%.*s", (int)len, command->name);
	/* "reg list" and "reg show" share the word reg. */
	if (!command->name[len] || !script_find_cmd(script, word))
		bind_with_widths(script, command, word);
	while (alias && *alias) {
		len = strcspn(alias, " ");
		snprintf(word, sizeof(word), "%.*s", (int)len, alias);
		bind_with_widths(script, command, word);
		alias += len + (alias[len] == ' ');
	}
}

void script_bind_table(struct script *script)
{
	for (size_t i = 0; command_table()[i]; i++)
		bind_row(script, command_table()[i]);
	Jim_CreateCommand(script->interp, "unknown", on_unknown, script, NULL);
}
