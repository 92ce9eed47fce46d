/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The shell's own commands. */
#include "commands/command.h"

#include "commands/args.h"
#include "commands/session.h"

static bool run_quit(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	(void)err;
	s->quit = true;
	s->quit_status = (int)(args_number(a, "STATUS", 0) & 0xff);
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
	struct value *value;

	if (!s->host.call(s->host.ctx, words->words, words->count, &value, err))
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
