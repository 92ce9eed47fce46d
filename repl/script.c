/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "repl/script.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/support/userfile.h"
#include "commands/command.h"
#include "repl/script_bind.h"
#include "repl/statement.h"

#define MAX_SCRIPT_SIZE (256u << 20)

struct script *script_create(void)
{
	return xcalloc(1, sizeof(struct script));
}

void script_bind(struct script *script, struct session *s)
{
	script->session = s;
	if (script->interp)
		script_bind_table(script);
}

static void set_args(struct script *script)
{
	Jim_Interp *interp = script->interp;
	Jim_Obj *list = Jim_NewListObj(interp, NULL, 0);

	for (int i = 0; i < script->arg_count; i++)
		Jim_ListAppendElement(interp, list, Jim_NewStringObj(interp, script->args[i], -1));
	Jim_SetVariableStr(interp, "argv0", Jim_NewStringObj(interp, script->args_name, -1));
	Jim_SetVariableStr(interp, "argv", list);
	Jim_SetVariableStr(interp, "argc", Jim_NewIntObj(interp, script->arg_count));
}

void script_set_args(struct script *script, const char *name, char *const *args, int count)
{
	script->args_name = name;
	script->args = args;
	script->arg_count = count;
	if (script->interp)
		set_args(script);
}

Jim_Interp *script_interp(struct script *script)
{
	if (script->interp)
		return script->interp;
	script->interp = Jim_CreateInterp();
	Jim_RegisterCoreCommands(script->interp);
	Jim_InitStaticExtensions(script->interp);
	/* Evaluation looks at the signal mask only from level 1 on. */
	script->interp->signal_level++;
	if (script->session)
		script_bind_table(script);
	if (script->args_name)
		set_args(script);
	return script->interp;
}

void script_destroy(struct script *script)
{
	if (!script)
		return;
	if (script->head)
		Jim_DecrRefCount(script->interp, script->head);
	if (script->interp)
		Jim_FreeInterp(script->interp);
	script_free_early(script);
	free(script);
}

/* -- evaluation -- */

/* What a failed evaluation was about: our error when its message came through unchanged, else Tcl's
 * or the script's own words. */
static void take_error(struct script *script, int code, struct script_error *error)
{
	const char *text = Jim_String(Jim_GetResult(script->interp));

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

static void set_place(struct script_error *error, const char *file, int line)
{
	snprintf(error->file, sizeof(error->file), "%s", file ? file : "");
	error->line = line;
}

static void take_place(struct script *script, const char *file, int line,
		       struct script_error *error)
{
	const char *where = Jim_String(script->interp->errorFileNameObj);

	set_place(error, file, line);
	/* Jim knows the line of the failing command inside the statement, or in a sourced file. */
	if (where && where[0] && script->interp->errorLine > 0)
		set_place(error, where, script->interp->errorLine);
}

/* What an evaluation gave: the value of our own command, or Tcl's result as text. */
static struct value *take_value(struct script *script, bool is_command)
{
	Jim_Obj *result = Jim_GetResult(script->interp);

	struct value *value = is_command ? script_value_of(result) : NULL;

	if (value)
		return value_hold(value);
	return value_text(Jim_String(result));
}

static int eval_at(struct script *script, const char *text, const char *file, int line)
{
	Jim_Interp *interp = script_interp(script);

	Jim_SetEmptyResult(interp);
	script->err.code = 0;
	interp->sigmask = 0;
	return Jim_EvalSource(interp, file, line, text);
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
	if (!script->interp)
		return script_bound_early(script, word) ||
		       (script->session->interactive && command_is_short_word(word));
	if (script_bound_of(script_find_cmd(script, word)))
		return true;
	return script->session->interactive && !script_find_cmd(script, word) &&
	       command_is_short_word(word);
}

/* What the first word of a plain statement is bound to. The word is kept as an object, because that
 * remembers its command, and the next statement often begins with the same. */
static struct bound *bound_head(struct script *script, const char *word)
{
	if (!script->interp)
		return script_bound_early(script, word);
	if (!script->head || strcmp(Jim_String(script->head), word)) {
		if (script->head)
			Jim_DecrRefCount(script->interp, script->head);
		script->head = Jim_NewStringObj(script->interp, word, -1);
		Jim_IncrRefCount(script->head);
	}
	return script_bound_of(Jim_GetCommand(script->interp, script->head, JIM_NONE));
}

/* A statement of plain words needs no Tcl when the first is ours: a file of a million of them takes a
 * third of the time this way. NULL: Jim has to evaluate it. */
static struct bound *take_plain(struct script *script, const char *statement,
				struct plain_words *ret)
{
	return statement_plain_words(statement, ret) ? bound_head(script, ret->words[0]) : NULL;
}

/* With bound, *ret is what the words returned, otherwise the result is Jim's. */
static int eval_statement(struct script *script, struct bound *bound,
			  const struct plain_words *plain, const char *statement, const char *file,
			  int line, struct value **ret)
{
	if (!bound)
		return eval_at(script, statement, file, line);
	if (script->interp) {
		script->interp->sigmask = 0;
		script->interp->errorFlag = 0;
	}
	if (script_run_words(bound, script->session, plain->words, plain->count, ret, &script->err))
		return script->session->quit ? JIM_EXIT : JIM_OK;
	return script_fail(script);
}

/* Where it failed. Jim knows better when something was evaluated by it that failed. */
static void take_statement_place(struct script *script, const struct bound *bound, const char *file,
				 int line, struct script_error *error)
{
	if (bound && !script->interp->errorFlag)
		set_place(error, file, line);
	else
		take_place(script, file, line, error);
}

bool script_eval(struct script *script, const char *statement, const char *file, int line,
		 struct value **ret, bool *ret_is_command, struct script_error *error)
{
	struct plain_words plain;
	struct bound *bound = take_plain(script, statement, &plain);
	char word[64];
	int code;

	*ret_is_command = bound || (statement_first_word(statement, word, sizeof(word)) &&
				    is_ours(script, word));
	script->session->viewer = *ret_is_command ? script->session->output : VIEWER_SCRIPT;
	code = eval_statement(script, bound, &plain, statement, file, line, ret);
	if (code != JIM_OK && code != JIM_RETURN && code != JIM_EXIT) {
		take_error(script, code, error);
		take_statement_place(script, bound, file, line, error);
		return false;
	}
	take_exit(script, code);
	if (!bound)
		*ret = take_value(script, *ret_is_command);
	return true;
}

/* How an evaluation inside a command ended. */
static bool take_code(struct script *script, int code, struct err *err)
{
	struct script_error error;

	if (code != JIM_OK && code != JIM_RETURN && code != JIM_EXIT) {
		take_error(script, code, &error);
		*err = error.err;
		return false;
	}
	take_exit(script, code);
	return true;
}

bool script_eval_text(struct script *script, const char *text, const char *where, char **ret_text,
		      struct err *err)
{
	if (!take_code(script, Jim_EvalSource(script_interp(script), where, 1, text), err))
		return false;
	if (ret_text)
		*ret_text = xstrdup(Jim_String(Jim_GetResult(script->interp)));
	return true;
}

/* An object stays compiled from one evaluation to the next. Only `info source` gives it a place. */
struct session_script *script_keep(struct script *script, const char *text, const char *where)
{
	Jim_Interp *interp = script_interp(script);
	Jim_Obj *saved = Jim_GetResult(interp);
	Jim_Obj *words[] = { Jim_NewStringObj(interp, "info", -1),
			     Jim_NewStringObj(interp, "source", -1),
			     Jim_NewStringObj(interp, text, -1),
			     Jim_NewStringObj(interp, where, -1), Jim_NewIntObj(interp, 1) };
	Jim_Obj *kept = words[2];

	Jim_IncrRefCount(saved);
	Jim_IncrRefCount(kept);
	if (Jim_EvalObjVector(interp, ARRAY_SIZE(words), words) == JIM_OK) {
		Jim_DecrRefCount(interp, kept);
		kept = Jim_GetResult(interp);
		Jim_IncrRefCount(kept);
	}
	Jim_SetResult(interp, saved);
	Jim_DecrRefCount(interp, saved);
	return (struct session_script *)kept;
}

bool script_run_kept(struct script *script, struct session_script *kept, struct err *err)
{
	return take_code(script, Jim_EvalObj(script->interp, (Jim_Obj *)kept), err);
}

void script_drop(struct script *script, struct session_script *kept)
{
	Jim_DecrRefCount(script->interp, (Jim_Obj *)kept);
}

bool script_call(struct script *script, const char *const *words, size_t count, struct value **ret,
		 struct err *err)
{
	Jim_Interp *interp = script_interp(script);
	Jim_Obj **objs = xcalloc(count, sizeof(*objs));
	int code;

	for (size_t i = 0; i < count; i++)
		objs[i] = Jim_NewStringObj(interp, words[i], -1);
	code = Jim_EvalObjVector(interp, (int)count, objs);
	free(objs);
	/* expr makes an error of a quit in its brackets */
	if (!script->session->quit && !take_code(script, code, err))
		return false;
	*ret = script->session->quit ? value_none() : take_value(script, is_ours(script, words[0]));
	return true;
}

static int count_lines(const char *text, size_t len)
{
	const char *end = text + len;
	int count = 0;

	while ((text = memchr(text, '\n', (size_t)(end - text)))) {
		count++;
		text++;
	}
	return count;
}

/* One statement after the other, so that the objects Jim makes of a large file are never all there.
 * What is not complete at the end is Jim's to complain about. */
static int eval_file_text(struct script *script, char *text, size_t len, const char *path,
			  struct bound **bound, int *line)
{
	struct plain_words plain;
	int code = JIM_OK;

	while (len && code == JIM_OK) {
		size_t n = statement_end(text, len);
		struct value *value = NULL;
		char after;

		n = n ? n : len;
		after = text[n];
		text[n] = '\0';
		if (text[strspn(text, " \t\r\n;")]) {
			*bound = take_plain(script, text, &plain);
			code = eval_statement(script, *bound, &plain, text, path, *line, &value);
			value_destroy(value);
		}
		if (code == JIM_OK)
			*line += count_lines(text, n);
		text[n] = after;
		text += n;
		len -= n;
	}
	return code;
}

/* The whole text with a newline and a NUL behind it; the caller frees it. */
static bool read_script(const char *path, char **ret, size_t *ret_len, struct err *err)
{
	autofree uint8_t *bytes = NULL;
	size_t len;

	if (!userfile_read(path, MAX_SCRIPT_SIZE, &bytes, &len, err))
		return false;
	if (memchr(bytes, '\0', len))
		return err_set(err, EINVAL, "%s holds a NUL byte: not a command file", path);
	bytes = xreallocarray(bytes, len + 2, 1);
	bytes[len++] = '\n';
	bytes[len] = '\0';
	*ret = (char *)bytes;
	*ret_len = len;
	bytes = NULL;
	return true;
}

bool script_source(struct script *script, const char *path, struct err *err)
{
	struct script_error error;
	enum session_viewer viewer = script->session->viewer;
	bool interactive = script->session->interactive;
	autofree char *text = NULL;
	struct bound *bound = NULL;
	int code, line = 1;
	size_t len;

	if (!read_script(path, &text, &len, err))
		return false;
	/* Short forms are for people, a file has to mean the same tomorrow. */
	script->session->interactive = false;
	script->session->viewer = VIEWER_SCRIPT;
	code = eval_file_text(script, text, len, path, &bound, &line);
	script->session->viewer = viewer;
	script->session->interactive = interactive;
	take_exit(script, code);
	if (code == JIM_OK || code == JIM_RETURN || code == JIM_EXIT)
		return true;
	take_error(script, code, &error);
	take_statement_place(script, bound, path, line, &error);
	/* The place is in the message now; the statement that asked for the file has its own. */
	script->interp->errorFlag = 0; /* the failure has made one */
	*err = error.err;
	return err_prefix(err, "%s:%d", error.file, error.line);
}

void script_set_variable(struct script *script, const char *name, const char *text)
{
	Jim_Interp *interp = script_interp(script);

	Jim_SetGlobalVariableStr(interp, name, Jim_NewStringObj(interp, text, -1));
}

void script_interrupt(struct script *script)
{
	if (script->interp)
		script->interp->sigmask |= (jim_wide)1 << SIGINT;
}

void script_interrupt_clear(struct script *script)
{
	if (script->interp)
		script->interp->sigmask = 0;
}

/* -- names, for completion -- */

static void names_of(struct script *script, const char *what, const char *prefix,
		     struct strlist *ret)
{
	Jim_Interp *interp = script_interp(script);
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
