/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The shell's own commands. */
#include "commands/command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "commands/args.h"
#include "commands/session.h"

static bool run_quit(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	uint64_t status = args_number(a, "STATUS", 0);

	if (status > 255)
		return err_set(err, ERANGE, "quit: an exit status is 0 to 255, not %s",
			       args_word(a, "STATUS"));
	s->quit = true;
	s->quit_status = (int)status;
	*ret = value_none();
	return true;
}

const struct command cmd_quit = {
	.name = "quit",
	.family = "shell",
	.summary = "detach everything and leave",
	.example = "quit",
	.args = { { "STATUS", ARG_NUMBER, ARG_OPTIONAL, "exit status, 0 if left out" } },
	.run = run_quit,
};

static bool run_show(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	const struct arg_value *words = args_get(a, "COMMAND");
	enum session_viewer before = s->viewer;
	struct value *value;
	bool ok;

	s->viewer = s->output;
	ok = s->host.call(s->host.ctx, words->words, words->count, &value, err);
	s->viewer = before;
	if (!ok)
		return false;
	session_emit(s, value);
	*ret = value_none();
	return true;
}

const struct command cmd_show = {
	.name = "show",
	.family = "shell",
	.summary = "run a command and show its result, inside loops and procs too",
	.details = "At the top level results are shown without it.",
	.example = "foreach offset {0 4} { show rd config+$offset }",
	.args = { { "COMMAND", ARG_COMMAND, ARG_REPEAT, "a command and its arguments" } },
	.run = run_show,
};

static bool run_log(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	const char *file = args_word(a, "FILE");
	enum session_log how = SESSION_LOG_NEW;

	if (args_has(a, "-append"))
		how = SESSION_LOG_APPEND;
	else if (args_has(a, "-force"))
		how = SESSION_LOG_REPLACE;
	if (file && !s->host.log(s->host.ctx, strcmp(file, "off") ? file : NULL, how, err))
		return false;
	file = s->host.log_path(s->host.ctx);
	*ret = file ? value_text(file) : value_text("off");
	return true;
}

const struct command cmd_log = {
	.name = "log",
	.family = "shell",
	.summary = "write what is typed and what is answered to a file, too",
	.details =
		"Without FILE it says where the log goes. The file is readable by its owner "
		"only; one that exists is not replaced without -force. What Tcl's puts prints is "
		"not in it.",
	.example = "log session.txt\nrd config+0\nlog off",
	.args = { { "FILE", ARG_FILE, ARG_OPTIONAL, "where to, or off" },
		  { "-append", ARG_FLAG, 0, "add to a file that exists" },
		  { "-force", ARG_FLAG, 0, "replace a file that exists" } },
	.run = run_log,
};
