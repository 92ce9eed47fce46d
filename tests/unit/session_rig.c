/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/session_rig.h"

#include <criterion/criterion.h>

#include <stdio.h>

#include "backend/support/mem.h"
#include "commands/session.h"

struct script *rig_script;
struct session *rig_session;
struct strbuf rig_seen = STRBUF_INIT;

static bool host_eval(void *ctx, const char *text, const char *where, char **ret, struct err *err)
{
	enum session_viewer before = rig_session->viewer;
	bool ok;

	(void)ctx;
	rig_session->viewer = VIEWER_SCRIPT;
	ok = script_eval_text(rig_script, text, where, ret, err);
	rig_session->viewer = before;
	return ok;
}

static bool host_call(void *ctx, const char *const *words, size_t count, struct value **ret,
		      struct err *err)
{
	(void)ctx;
	return script_call(rig_script, words, count, ret, err);
}

static bool host_source(void *ctx, const char *path, struct err *err)
{
	(void)ctx;
	return script_source(rig_script, path, err);
}

void session_rig_show(const struct value *value)
{
	if (value->human)
		strbuf_adds(&rig_seen, value->human);
	else
		value_format_plain(value, &rig_seen);
	strbuf_addc(&rig_seen, '\n');
}

static void host_emit(void *ctx, const struct value *value)
{
	(void)ctx;
	session_rig_show(value);
}

static void host_note(void *ctx, const char *text)
{
	(void)ctx;
	strbuf_addf(&rig_seen, "%s\n", text);
}

static void host_progress(void *ctx, const char *text)
{
	(void)ctx;
	(void)text;
}

static bool host_log(void *ctx, const char *path, enum session_log how, struct err *err)
{
	(void)ctx;
	(void)path;
	(void)how;
	(void)err;
	return true;
}

static const char *host_log_path(void *ctx)
{
	(void)ctx;
	return NULL;
}

static struct session_script *host_keep_script(void *ctx, const char *text, const char *where)
{
	(void)ctx;
	return script_keep(rig_script, text, where);
}

static bool host_run_script(void *ctx, struct session_script *kept, struct err *err)
{
	enum session_viewer before = rig_session->viewer;
	bool ok;

	(void)ctx;
	rig_session->viewer = VIEWER_SCRIPT;
	ok = script_run_kept(rig_script, kept, err);
	rig_session->viewer = before;
	return ok;
}

static void host_drop_script(void *ctx, struct session_script *kept)
{
	(void)ctx;
	script_drop(rig_script, kept);
}

void session_rig_begin(const char *scripts_dir, const char *spec)
{
	static const struct session_host host = { .eval = host_eval,
						  .call = host_call,
						  .source = host_source,
						  .emit = host_emit,
						  .note = host_note,
						  .progress = host_progress,
						  .log = host_log,
						  .log_path = host_log_path,
						  .keep_script = host_keep_script,
						  .run_script = host_run_script,
						  .drop_script = host_drop_script };
	struct session_device *device;
	struct err err = ERR_INIT;

	rig_session = session_create(&host, NULL);
	snprintf(rig_session->scripts_dir, sizeof(rig_session->scripts_dir), "%s", scripts_dir);
	rig_session->output = VIEWER_PERSON;
	rig_script = script_create();
	script_bind(rig_script, rig_session);
	cr_assert(session_attach(rig_session, spec, NULL, &device, &err), "%s", err.msg);
}

void session_rig_end(void)
{
	session_destroy(rig_session);
	script_destroy(rig_script);
	strbuf_finish(&rig_seen);
}

void session_rig_firmware(const char *path, enum fwbuild_kind kind, unsigned ipc)
{
	const struct fwbuild how = { .kind = kind, .ipc = ipc, .pages = 16 };
	size_t len;
	autofree uint8_t *image = fwbuild_image(&how, &len);
	FILE *out = fopen(path, "w");

	cr_assert(out && fwrite(image, 1, len, out) == len);
	fclose(out);
}
