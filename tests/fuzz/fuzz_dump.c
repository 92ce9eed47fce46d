/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a saved dump: its functions, each with an address that is one or none, or a message; and
 * what hexdump would print of a function is read back to the same bytes. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "backend/pci/caps.h"
#include "backend/pci/dumpfile.h"
#include "backend/support/hexdump.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void check_function(const struct dumpfile_function *function)
{
	check(!function->bdf[0] || dumpfile_is_bdf(function->bdf));
	check(dumpfile_devfn(function->bdf) < 256);
	for (const char *c = function->line; *c; c++)
		check(*c >= 0x20 && *c < 0x7f);
}

static void select_each(const struct dumpfile *file)
{
	const struct dumpfile_function *found;
	struct err err = ERR_INIT;

	for (size_t i = 0; i < file->count; i++) {
		const struct dumpfile_function *function = &file->functions[i];

		check_function(function);
		if (function->bdf[0] && !dumpfile_select(file, function->bdf, &found, &err))
			check(err.code && err.msg[0]);
	}
	check(dumpfile_select(file, NULL, &found, &err) || file->count > 1);
}

static void read_back(const struct config_image *image)
{
	static const enum hexdump_format formats[] = { HEXDUMP_WORDS, HEXDUMP_CANONICAL,
						       HEXDUMP_LSPCI, HEXDUMP_XXD };
	size_t extent = config_extent(image), len = extent >= 4096  ? 4096
						    : extent >= 256 ? 256
								    : 64;

	if (extent < len)
		return;
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++) {
		struct dumpfile again = DUMPFILE_INIT;
		autostrbuf text = STRBUF_INIT;
		struct err err = ERR_INIT;

		if (formats[i] == HEXDUMP_LSPCI)
			hexdump_add_lspci(&text, "00:1f.3 Audio device", image->bytes, len);
		else
			hexdump_add(&text, formats[i], image->bytes, len, 0);
		check(dumpfile_parse(strbuf_text(&text), text.len, &again, &err));
		check(again.count == 1 && config_extent(&again.functions[0].image) == len);
		check(!memcmp(again.functions[0].image.bytes, image->bytes, len));
		dumpfile_finish(&again);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct dumpfile file = DUMPFILE_INIT;
	struct err err = ERR_INIT;

	if (!dumpfile_parse(data, size, &file, &err)) {
		check(err.code && err.msg[0]);
		return 0;
	}
	check(file.count > 0);
	select_each(&file);
	read_back(&file.functions[0].image);
	dumpfile_finish(&file);
	return 0;
}
