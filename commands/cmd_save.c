/* SPDX-License-Identifier: GPL-2.0-or-later */
/* save and loadmem: ranges and files. */
#include "commands/command.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/support/mem.h"
#include "commands/range.h"

static bool write_all(int fd, const uint8_t *buf, uint64_t len)
{
	while (len) {
		ssize_t n = write(fd, buf, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		buf += n;
		len -= (uint64_t)n;
	}
	return true;
}

static bool write_file(const char *path, bool overwrite, const uint8_t *buf, uint64_t len,
		       struct err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (overwrite ? O_TRUNC : O_EXCL), 0644);
	bool ok;
	int code;

	if (fd < 0) {
		code = errno;
		err_sys(err, code, "cannot write %.150s", path);
		if (code == EEXIST)
			return err_hint(err, "-force overwrites it");
		return false;
	}
	ok = write_all(fd, buf, len);
	code = errno;
	ok &= close(fd) == 0;
	return ok || err_sys(err, code, "cannot write %.150s", path);
}

static bool run_save(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	autofree uint8_t *buf = NULL, *present = NULL;
	const char *path = args_word(a, "FILE");
	struct place at;
	uint64_t len;

	if (!range_place(s, a, "ADDR", &at, err) || !range_length(a, &at, false, &len, err) ||
	    !range_read(s, &at, len, false, &buf, &present, err) ||
	    !write_file(path, args_has(a, "-force"), buf, len, err))
		return false;
	*ret = value_uint(len, 0);
	(*ret)->human = xasprintf("%" PRIu64 " bytes of %s+0x%06" PRIx64 " in %s", len,
				  at.region->name, at.offset, path);
	return true;
}

const struct command cmd_save = {
	.name = "save",
	.family = "access",
	.summary = "write a range into a file",
	.details = "The bytes as they are on the bus. Registers that reading would change are not "
		   "read; their bytes are 0 in the file.",
	.example = "save config+0 256 config.bin",
	.args = { { "ADDR", ARG_ADDRESS, 0, "where to begin" },
		  { "LEN", ARG_NUMBER, 0, "bytes" },
		  { "FILE", ARG_FILE, 0, "a new file" },
		  { "-force", ARG_FLAG, 0, "overwrite the file" } },
	.flags = CMD_DEVICE | CMD_WIDTH,
	.run = run_save,
};

static bool read_file(const char *path, uint8_t **ret, uint64_t *ret_len, struct err *err)
{
	FILE *f = fopen(path, "re");
	struct stat st;
	uint8_t *buf;

	if (!f || fstat(fileno(f), &st) < 0 || S_ISDIR(st.st_mode)) {
		int code = f && S_ISDIR(st.st_mode) ? EISDIR : errno;

		if (f)
			fclose(f);
		return err_sys(err, code, "cannot read %.150s", path);
	}
	buf = xmalloc((size_t)st.st_size);
	if (fread(buf, 1, (size_t)st.st_size, f) != (size_t)st.st_size) {
		fclose(f);
		free(buf);
		return err_set(err, EIO, "cannot read %.150s to its end", path);
	}
	fclose(f);
	*ret = buf;
	*ret_len = (uint64_t)st.st_size;
	return true;
}

static bool run_loadmem(struct session *s, const struct args *a, struct value **ret,
			struct err *err)
{
	const char *path = args_word(a, "FILE");
	autofree uint8_t *buf = NULL;
	struct place at;
	uint64_t len;

	if (!range_place(s, a, "ADDR", &at, err) || !read_file(path, &buf, &len, err))
		return false;
	if (!tools_write(&at, buf, len, err))
		return err_prefix(err, "%.100s", path);
	*ret = value_uint(len, 0);
	(*ret)->human = xasprintf("%" PRIu64 " bytes of %s at %s+0x%06" PRIx64, len, path,
				  at.region->name, at.offset);
	return true;
}

const struct command cmd_loadmem = {
	.name = "loadmem",
	.family = "access",
	.summary = "write a file's bytes over a range",
	.details =
		"One write per unit of the width given; the file's size must be a multiple of it.",
	.example = "save config+0 64 config.bin\ndma alloc buf 4k\nloadmem dma.buf+0 config.bin",
	.args = { { "ADDR", ARG_ADDRESS, 0, "where to begin" },
		  { "FILE", ARG_FILE, 0, "what to load" } },
	.flags = CMD_DEVICE | CMD_WIDTH | CMD_WRITES,
	.run = run_loadmem,
};
