/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Saved dumps from files, and which function of one is meant. */
#include "backend/pci/dumpfile.h"

#include <errno.h>
#include <string.h>

#include "backend/support/mem.h"
#include "backend/support/strbuf.h"
#include "backend/support/userfile.h"

#define FILE_MAX (16u << 20)

bool dumpfile_load(const char *path, struct dumpfile *ret, struct err *err)
{
	autofree uint8_t *bytes = NULL;
	size_t len;

	if (!userfile_read(path, FILE_MAX, &bytes, &len, err))
		return false;
	if (!dumpfile_parse((const char *)bytes, len, ret, err))
		return err_prefix(err, "%.150s", path);
	return true;
}

bool dumpfile_load_function(const char *word, const char *otherwise, struct dumpfile_function *ret,
			    struct err *err)
{
	const char *at = strrchr(word, '@');
	const char *bdf = at && dumpfile_is_bdf(at + 1) ? at + 1 : NULL;
	autofree char *path = bdf ? xstrndup(word, (size_t)(at - word)) : xstrdup(word);
	const struct dumpfile_function *found;
	struct dumpfile file = DUMPFILE_INIT;
	bool ok;

	if (!dumpfile_load(path, &file, err))
		return false;
	ok = dumpfile_select(&file, bdf || file.count == 1 ? bdf : otherwise, &found, err);
	if (ok)
		*ret = *found;
	else
		err_prefix(err, "%.150s", path);
	dumpfile_finish(&file);
	return ok;
}
