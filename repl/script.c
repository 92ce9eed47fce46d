/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "repl/script.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include <jim.h>

#include "backend/support/mem.h"
#include "commands/command.h"
#include "repl/statement.h"

struct script {
	Jim_Interp *interp;
	struct session *session;
	struct value *last; /* what the command that ended last returned */
	struct err err;	    /* what the command that failed last said */
};

static int fail(struct script *script, Jim_Interp *interp)
{
	char name[16];
	Jim_Obj *code[2];

	code[0] = Jim_NewStringObj(interp, "BARSH", -1);
	code[1] = Jim_NewStringObj(interp, err_name(script->err.code, name), -1);
	Jim_SetGlobalVariableStr(interp, "errorCode", Jim_NewListObj(interp, code, 2));
	Jim_SetResultString(interp, script->err.msg, -1);
	return JIM_ERR;
}

/* Every command of the table, and `unknown`, comes here. */
static int run_words(struct script *script, Jim_Interp *interp, int count, Jim_Obj *const *objs)
{
	const char **words = xcalloc((size_t)count, sizeof(*words));
	struct value *value = NULL;
	/* Not script->err itself: a command may evaluate scripts, whose commands fail on their own. */
	struct err err = ERR_INIT;
	autostrbuf plain = STRBUF_INIT;
	bool ok;

	for (int i = 0; i < count; i++) {
		words[i] = Jim_String(objs[i]);
		/* The script may drop an object while a nested script of ours runs. */
		Jim_IncrRefCount(objs[i]);
	}
	ok = command_run(script->session, words, (size_t)count, &value, &err);
	for (int i = 0; i < count; i++)
		Jim_DecrRefCount(interp, objs[i]);
	free(words);
	if (!ok) {
		script->err = err;
		return fail(script, interp);
	}
	value_format_plain(value, &plain);
	Jim_SetResult(interp, Jim_NewStringObj(interp, strbuf_text(&plain), (int)plain.len));
	value_destroy(script->last);
	script->last = value;
	if (script->session->quit) {
		Jim_SetResultInt(interp, script->session->quit_status);
		return JIM_EXIT;
	}
	return JIM_OK;
}

static int on_command(Jim_Interp *interp, int argc, Jim_Obj *const *argv)
{
	return run_words(Jim_CmdPrivData(interp), interp, argc, argv);
}

/* Tcl calls `unknown WORD ARG...` for a word it does not know: our message is better. */
static int on_unknown(Jim_Interp *interp, int argc, Jim_Obj *const *argv)
{
	return run_words(Jim_CmdPrivData(interp), interp, argc - 1, argv + 1);
}

/* A name that Tcl has already is a mistake in the table: shadowing it would break scripts silently. */
static void bind_word(struct script *script, const char *word, Jim_CmdProc *proc)
{
	Jim_Obj *name = Jim_NewStringObj(script->interp, word, -1);

	Jim_IncrRefCount(name);
	if (Jim_GetCommand(script->interp, name, JIM_NONE)) {
		fprintf(stderr, "barsh: BUG: '%s' is a command of Tcl\n", word);
		abort();
	}
	Jim_DecrRefCount(script->interp, name);
	Jim_CreateCommand(script->interp, word, proc, script, NULL);
}

static bool is_bound(struct script *script, const char *word)
{
	Jim_Obj *name = Jim_NewStringObj(script->interp, word, -1);
	bool bound;

	Jim_IncrRefCount(name);
	bound = Jim_GetCommand(script->interp, name, JIM_NONE) != NULL;
	Jim_DecrRefCount(script->interp, name);
	return bound;
}

static void bind_with_widths(struct script *script, const struct command *command, const char *word)
{
	/* .w is bound too: it exists to be refused with a hint. */
	static const char *const suffixes[] = { ".8", ".16", ".32", ".64", ".b", ".l", ".q", ".w" };
	char full[64];

	bind_word(script, word, on_command);
	if (!(command->flags & CMD_WIDTH))
		return;
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		snprintf(full, sizeof(full), "%s%s", word, suffixes[i]);
		bind_word(script, full, on_command);
	}
}

static void bind_row(struct script *script, const struct command *command)
{
	char word[64];
	const char *alias = command->alias;
	size_t len = strcspn(command->name, " ");

	snprintf(word, sizeof(word), "%.*s", (int)len, command->name);
	/* "reg list" and "reg show" share the word reg. */
	if (!command->name[len] || !is_bound(script, word))
		bind_with_widths(script, command, word);
	while (alias && *alias) {
		len = strcspn(alias, " ");
		snprintf(word, sizeof(word), "%.*s", (int)len, alias);
		bind_with_widths(script, command, word);
		alias += len + (alias[len] == ' ');
	}
}

struct script *script_create(void)
{
	struct script *script = xcalloc(1, sizeof(*script));

	script->interp = Jim_CreateInterp();
	Jim_RegisterCoreCommands(script->interp);
	Jim_InitStaticExtensions(script->interp);
	/* Evaluation looks at the signal mask only from level 1 on. */
	script->interp->signal_level++;
	return script;
}

void script_bind(struct script *script, struct session *s)
{
	script->session = s;
	for (size_t i = 0; command_table()[i]; i++)
		bind_row(script, command_table()[i]);
	Jim_CreateCommand(script->interp, "unknown", on_unknown, script, NULL);
}

void script_destroy(struct script *script)
{
	if (!script)
		return;
	value_destroy(script->last);
	Jim_FreeInterp(script->interp);
	free(script);
}

/* -- evaluation -- */

/* What a failed evaluation was about: our error when its message came through unchanged, else Tcl's
 * or the script's own words. */
static void take_error(struct script *script, int code, struct script_error *error)
{
	Jim_Interp *interp = script->interp;
	const char *text = Jim_String(Jim_GetResult(interp));

	if (code == JIM_SIGNAL || (script->session->stop && *script->session->stop))
		err_set(&error->err, EINTR, "interrupted");
	else if (code == JIM_BREAK || code == JIM_CONTINUE)
		err_set(&error->err, EINVAL, "%s outside a loop",
			code == JIM_BREAK ? "break" : "continue");
	else if (script->err.code && !strcmp(text, script->err.msg))
		error->err = script->err;
	else
		err_set(&error->err, EINVAL, "%s", text);
}

static void take_place(struct script *script, const char *file, int line,
		       struct script_error *error)
{
	const char *where = Jim_String(script->interp->errorFileNameObj);

	snprintf(error->file, sizeof(error->file), "%s", file ? file : "");
	error->line = line;
	/* Jim knows the line of the failing command inside the statement, or in a sourced file. */
	if (where && where[0] && script->interp->errorLine > 0) {
		snprintf(error->file, sizeof(error->file), "%s", where);
		error->line = script->interp->errorLine;
	}
}

static void forget_last(struct script *script)
{
	value_destroy(script->last);
	script->last = NULL;
}

/* What an evaluation gave: the value of our own command, or Tcl's result as text. */
static struct value *take_value(struct script *script, bool is_command)
{
	struct value *value = script->last;

	if (!is_command || !value)
		return value_text(Jim_String(Jim_GetResult(script->interp)));
	script->last = NULL;
	return value;
}

static int eval_at(struct script *script, const char *text, const char *file, int line)
{
	Jim_SetEmptyResult(script->interp);
	script->err.code = 0;
	script->interp->sigmask = 0;
	return Jim_EvalSource(script->interp, file, line, text);
}

/* Tcl's exit is our quit, wherever it stands: in a handler, in a file that is read. */
static void take_exit(struct script *script, int code)
{
	if (code != JIM_EXIT || script->session->quit)
		return;
	script->session->quit = true;
	script->session->quit_status = script->interp->exitCode & 0xff;
}

/* Will this word reach the table? In a file only what is bound does, a person may shorten names that
 * Tcl does not know. */
static bool is_ours(struct script *script, const char *word)
{
	if (command_is_word(word))
		return true;
	return script->session->interactive && !is_bound(script, word) &&
	       command_is_short_word(word);
}

bool script_eval(struct script *script, const char *statement, const char *file, int line,
		 struct value **ret, bool *ret_is_command, struct script_error *error)
{
	char word[64];
	int code;

	*ret_is_command =
		statement_first_word(statement, word, sizeof(word)) && is_ours(script, word);
	forget_last(script);
	code = eval_at(script, statement, file, line);
	if (code != JIM_OK && code != JIM_RETURN && code != JIM_EXIT) {
		take_error(script, code, error);
		take_place(script, file, line, error);
		return false;
	}
	take_exit(script, code);
	*ret = take_value(script, *ret_is_command);
	return true;
}

bool script_eval_text(struct script *script, const char *text, const char *where, char **ret_text,
		      struct err *err)
{
	struct script_error error;
	int code = Jim_EvalSource(script->interp, where, 1, text);

	if (code != JIM_OK && code != JIM_RETURN && code != JIM_EXIT) {
		take_error(script, code, &error);
		*err = error.err;
		return false;
	}
	take_exit(script, code);
	if (ret_text)
		*ret_text = xstrdup(Jim_String(Jim_GetResult(script->interp)));
	return true;
}

bool script_call(struct script *script, const char *const *words, size_t count, struct value **ret,
		 struct err *err)
{
	Jim_Obj **objs = xcalloc(count, sizeof(*objs));
	struct script_error error;
	int code;

	for (size_t i = 0; i < count; i++)
		objs[i] = Jim_NewStringObj(script->interp, words[i], -1);
	forget_last(script);
	code = Jim_EvalObjVector(script->interp, (int)count, objs);
	free(objs);
	if (code != JIM_OK && code != JIM_RETURN) {
		take_error(script, code, &error);
		*err = error.err;
		return false;
	}
	*ret = take_value(script, is_ours(script, words[0]));
	return true;
}

bool script_source(struct script *script, const char *path, struct err *err)
{
	struct script_error error;
	bool interactive = script->session->interactive;
	int code;

	/* Short forms are for people, a file has to mean the same tomorrow. */
	script->session->interactive = false;
	code = Jim_EvalFile(script->interp, path);
	script->session->interactive = interactive;
	take_exit(script, code);
	if (code == JIM_OK || code == JIM_RETURN || code == JIM_EXIT)
		return true;
	take_error(script, code, &error);
	take_place(script, path, 0, &error);
	/* The place is in the message now; the statement that asked for the file has its own. */
	script->interp->errorFlag = 0;
	*err = error.err;
	return error.line ? err_prefix(err, "%s:%d", error.file, error.line)
			  : err_prefix(err, "%s", path);
}

void script_set_args(struct script *script, const char *name, char *const *args, int count)
{
	Jim_Interp *interp = script->interp;
	Jim_Obj *list = Jim_NewListObj(interp, NULL, 0);

	for (int i = 0; i < count; i++)
		Jim_ListAppendElement(interp, list, Jim_NewStringObj(interp, args[i], -1));
	Jim_SetVariableStr(interp, "argv0", Jim_NewStringObj(interp, name, -1));
	Jim_SetVariableStr(interp, "argv", list);
	Jim_SetVariableStr(interp, "argc", Jim_NewIntObj(interp, count));
}

void script_set_variable(struct script *script, const char *name, const char *text)
{
	Jim_SetGlobalVariableStr(script->interp, name, Jim_NewStringObj(script->interp, text, -1));
}

void script_interrupt(struct script *script)
{
	script->interp->sigmask |= (jim_wide)1 << SIGINT;
}

void script_interrupt_clear(struct script *script)
{
	script->interp->sigmask = 0;
}

/* -- names, for completion -- */

static void names_of(struct script *script, const char *what, const char *prefix,
		     struct strlist *ret)
{
	Jim_Interp *interp = script->interp;
	Jim_Obj *words[2] = { Jim_NewStringObj(interp, "info", -1),
			      Jim_NewStringObj(interp, what, -1) };
	Jim_Obj *saved = Jim_GetResult(interp);
	Jim_Obj *list;
	size_t len = strlen(prefix);

	/* `info` only lists names; the result of the last statement is kept. */
	Jim_IncrRefCount(saved);
	if (Jim_EvalObjVector(interp, 2, words) == JIM_OK) {
		list = Jim_GetResult(interp);
		Jim_IncrRefCount(list);
		for (int i = 0; i < Jim_ListLength(interp, list); i++) {
			const char *name = Jim_String(Jim_ListGetIndex(interp, list, i));

			if (!strncmp(name, prefix, len))
				strlist_add(ret, name);
		}
		Jim_DecrRefCount(interp, list);
	}
	Jim_SetResult(interp, saved);
	Jim_DecrRefCount(interp, saved);
}

void script_command_names(struct script *script, const char *prefix, struct strlist *ret)
{
	names_of(script, "commands", prefix, ret);
}

void script_variable_names(struct script *script, const char *prefix, struct strlist *ret)
{
	names_of(script, "vars", prefix, ret);
}
