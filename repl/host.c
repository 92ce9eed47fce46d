/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What commands may ask of the program around them: the language, and what people see. */
#include "repl/repl.h"

static bool host_eval(void *ctx, const char *text, const char *where, char **ret_text,
		      struct err *err)
{
	struct repl *r = ctx;
	enum session_viewer before = r->session->viewer;
	bool ok;

	r->session->viewer = VIEWER_SCRIPT;
	ok = script_eval_text(r->script, text, where, ret_text, err);
	r->session->viewer = before;
	return ok;
}

static struct session_script *host_keep_script(void *ctx, const char *text, const char *where)
{
	struct repl *r = ctx;

	return script_keep(r->script, text, where);
}

static bool host_run_script(void *ctx, struct session_script *kept, struct err *err)
{
	struct repl *r = ctx;
	enum session_viewer before = r->session->viewer;
	bool ok;

	r->session->viewer = VIEWER_SCRIPT;
	ok = script_run_kept(r->script, kept, err);
	r->session->viewer = before;
	return ok;
}

static void host_drop_script(void *ctx, struct session_script *kept)
{
	struct repl *r = ctx;

	script_drop(r->script, kept);
}

static bool host_call(void *ctx, const char *const *words, size_t count, struct value **ret,
		      struct err *err)
{
	struct repl *r = ctx;

	return script_call(r->script, words, count, ret, err);
}

static bool host_source(void *ctx, const char *path, struct err *err)
{
	struct repl *r = ctx;

	return script_source(r->script, path, err);
}

static void host_emit(void *ctx, const struct value *value)
{
	struct repl *r = ctx;

	render_value(&r->render, value);
}

static void host_note(void *ctx, const char *text)
{
	struct repl *r = ctx;

	render_note(&r->render, text);
}

static void host_progress(void *ctx, const char *text)
{
	struct repl *r = ctx;

	render_progress(&r->render, text);
}

static bool host_log(void *ctx, const char *path, enum session_log how, struct err *err)
{
	struct repl *r = ctx;

	return render_log(&r->render, path, how, err);
}

static void host_settle(void *ctx)
{
	struct repl *r = ctx;

	render_settle(&r->render, true);
}

static const char *host_log_path(void *ctx)
{
	struct repl *r = ctx;

	return r->render.log_path;
}

struct session_host repl_host(struct repl *r)
{
	return (struct session_host){ r,
				      host_eval,
				      host_call,
				      host_source,
				      host_emit,
				      host_note,
				      host_progress,
				      host_log,
				      host_log_path,
				      host_settle,
				      host_keep_script,
				      host_run_script,
				      host_drop_script };
}
