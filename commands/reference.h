/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the table says about its rows, as text for people, Markdown and roff. */
#ifndef COMMANDS_REFERENCE_H
#define COMMANDS_REFERENCE_H

#include "backend/support/strbuf.h"
#include "commands/command.h"

/* Usage, summary, details, arguments, aliases and example of one command, styled (ST_...). */
void reference_command(const struct command *command, struct strbuf *ret);

/* "  name  summary", a line. */
void reference_line(const struct command *command, struct strbuf *ret);

/* All commands by family: the reference part of USAGE.md, and the COMMANDS section of barsh(1). */
void reference_markdown(struct strbuf *ret);
void reference_man(struct strbuf *ret);

/* "@ SPEC NAME" and the lines of the example, for each command: what the tests run. */
void reference_examples(struct strbuf *ret);

#endif
