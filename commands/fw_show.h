/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A firmware image in words, for cmd_fw.c. */
#ifndef COMMANDS_FW_SHOW_H
#define COMMANDS_FW_SHOW_H

#include "backend/dsp/firmware.h"
#include "backend/support/strbuf.h"
#include "commands/value.h"

/* Everything fw_parse found, as a map. */
struct value *fw_show_map(const struct fw_image *image);

/* The same for people, several lines. */
void fw_show_text(const struct fw_image *image, const char *path, struct strbuf *ret);

/* A line per check, and the checks as a list of maps. */
void fw_show_checks(const struct fw_check_list *list, struct strbuf *ret);
struct value *fw_show_checks_list(const struct fw_check_list *list);

#endif
