/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/support/mem.h"
#include "backend/support/userfile.h"

static char folder[] = "/tmp/barsh-userfile-XXXXXX";

static void enter(void)
{
	cr_assert(mkdtemp(folder) && !chdir(folder));
}

static void leave(void)
{
	autofree char *command = xasprintf("rm -rf %s", folder);

	cr_assert(!chdir("/"));
	cr_assert_eq(system(command), 0);
}

TestSuite(userfile, .init = enter, .fini = leave);

Test(userfile, what_is_written_is_read)
{
	struct err err = ERR_INIT;
	autofree uint8_t *bytes = NULL;
	size_t len = 0;

	cr_assert(userfile_write("x", false, "abc", 3, &err));
	cr_assert(userfile_read("x", 3, &bytes, &len, &err), "%s", err.msg);
	cr_assert_eq(len, 3);
	cr_assert(!memcmp(bytes, "abc", 3));
}

Test(userfile, an_empty_file_has_no_bytes)
{
	struct err err = ERR_INIT;
	autofree uint8_t *bytes = NULL;
	size_t len = 9;

	cr_assert(userfile_write("x", false, "", 0, &err));
	cr_assert(userfile_read("x", 3, &bytes, &len, &err));
	cr_assert_eq(len, 0);
}

Test(userfile, a_file_over_the_limit_is_refused)
{
	struct err err = ERR_INIT;
	uint8_t *bytes = NULL;
	size_t len = 9;

	cr_assert(userfile_write("x", false, "abcd", 4, &err));
	cr_assert(!userfile_read("x", 3, &bytes, &len, &err));
	cr_assert_eq(err.code, EFBIG);
	cr_assert_eq(len, 9);
	cr_assert_null(bytes);
}

Test(userfile, a_file_that_exists_stays_unless_told)
{
	struct err err = ERR_INIT;
	struct stat st;

	cr_assert(userfile_write("x", false, "abcd", 4, &err));
	cr_assert(!userfile_write("x", false, "z", 1, &err));
	cr_assert_eq(err.code, EEXIST);
	cr_assert(!stat("x", &st) && st.st_size == 4);
	cr_assert(userfile_write("x", true, "z", 1, &err));
	cr_assert(!stat("x", &st) && st.st_size == 1);
}

Test(userfile, a_fifo_does_not_stop_the_program, .timeout = 5)
{
	struct err err = ERR_INIT;
	uint64_t size;
	int fd;

	cr_assert(!mkfifo("pipe", 0600));
	cr_assert(!userfile_open("pipe", &fd, &size, &err));
	cr_assert_str_eq(err.msg, "pipe is not a regular file");
}

Test(userfile, what_is_missing_is_named_with_a_hint)
{
	struct err err = ERR_INIT;
	uint64_t size;
	int fd;

	cr_assert(!userfile_open("nowhere", &fd, &size, &err));
	cr_assert_str_eq(err.msg, "cannot open nowhere: No such file or directory");
	cr_assert(err.hint[0]);
	cr_assert(!userfile_open(".", &fd, &size, &err));
	cr_assert_eq(err.code, EISDIR);
}
