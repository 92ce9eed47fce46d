/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole statements through the language on simulated devices: whatever is typed, the session goes on or
 * ends with a message, and gives everything back. The first byte chooses the device and the modes. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "backend/support/mem.h"
#include "tests/fuzz/shell.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { EDU = 1, JSON = 2, READ_ONLY = 4, DRY_RUN = 8, SHOW = 16 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct shell shell;
	char *text;

	if (size < 2)
		return 0;
	text = xstrndup((const char *)data + 1, size - 1);
	shell_start(&shell, data[0] & EDU ? "sim:edu" : "sim:tgl");
	shell.repl.render.json = data[0] & JSON;
	shell.repl.session->show = data[0] & SHOW;
	shell.repl.session->current->dev->read_only = data[0] & READ_ONLY;
	shell.repl.session->current->dev->dry_run = data[0] & DRY_RUN;
	shell_feed(&shell, text);
	shell_stop(&shell);
	free(text);
	return 0;
}
