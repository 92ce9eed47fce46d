/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Saved dumps from files, and which function of one is meant. */
#include "backend/pci/dumpfile.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/support/mem.h"
#include "backend/support/strbuf.h"

#define FILE_MAX (16u << 20)

static bool read_all(int fd, struct strbuf *to, struct err *err)
{
	for (;;) {
		ssize_t got = read(fd, strbuf_reserve(to, 65536), 65536);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_sys(err, errno, "cannot read");
		strbuf_commit(to, (size_t)got);
		if (!got)
			return true;
		if (to->len > FILE_MAX)
			return err_set(err, EFBIG, "more than 16 MiB: no dump of config space");
	}
}

static bool read_file(const char *path, struct strbuf *to, struct err *err)
{
	/* O_NONBLOCK: a FIFO in the place of a file must not stop the program */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	bool ok;

	if (fd < 0)
		return err_sys(err, errno, "cannot open");
	if (fstat(fd, &st) < 0)
		ok = err_sys(err, errno, "cannot stat");
	else if (!S_ISREG(st.st_mode))
		ok = err_set(err, EINVAL, "not a regular file");
	else
		ok = read_all(fd, to, err);
	close(fd);
	return ok;
}

bool dumpfile_load(const char *path, struct dumpfile *ret, struct err *err)
{
	autostrbuf text = STRBUF_INIT;

	if (!read_file(path, &text, err) || !dumpfile_parse(text.buf, text.len, ret, err))
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
