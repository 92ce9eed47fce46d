/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <criterion/criterion.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "backend/support/bits.h"
#include "backend/support/err.h"
#include "backend/support/strbuf.h"
#include "backend/support/strlist.h"
#include "backend/support/sysfile.h"

Test(err, prefix_goes_in_front_and_keeps_code_and_hint)
{
	struct err err;

	cr_assert_not(err_set(&err, ERANGE, "offset %d", 7));
	cr_assert_not(err_hint(&err, "try %s", "less"));
	cr_assert_not(err_prefix(&err, "bar%d", 0));
	cr_assert_eq(err.code, ERANGE);
	cr_assert_str_eq(err.msg, "bar0: offset 7");
	cr_assert_str_eq(err.hint, "try less");
}

Test(err, a_new_error_has_no_old_hint)
{
	struct err err;

	err_set(&err, EINVAL, "one");
	err_hint(&err, "old");
	err_sys(&err, ENOENT, "two");
	cr_assert_str_eq(err.hint, "");
	cr_assert_str_eq(err.msg, "two: No such file or directory");
}

Test(err, long_text_is_cut_not_overrun)
{
	struct err err;
	char text[1000];

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	err_set(&err, EINVAL, "%s", text);
	err_prefix(&err, "%s", text);
	err_hint(&err, "%s", text);
	cr_assert_eq(strlen(err.msg), sizeof(err.msg) - 1);
	cr_assert_eq(strlen(err.hint), sizeof(err.hint) - 1);
}

Test(err, codes_have_names)
{
	char buf[16];

	cr_assert_str_eq(err_name(ERANGE, buf), "ERANGE");
	cr_assert_str_eq(err_name(9999, buf), "E9999");
}

Test(strbuf, formats_across_its_growth)
{
	struct strbuf sb = STRBUF_INIT;

	cr_assert_str_eq(strbuf_text(&sb), "");
	for (int i = 0; i < 1000; i++)
		strbuf_addf(&sb, "%04d ", i);
	cr_assert_eq(sb.len, 5000);
	cr_assert_eq(strncmp(sb.buf + 4995, "0999 ", 5), 0);
	strbuf_trim_end(&sb, " ");
	cr_assert_eq(sb.len, 4999);
	strbuf_finish(&sb);
}

Test(strbuf, what_a_device_says_cannot_steer_a_terminal)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_add_printable(&sb, "ok\033[2J\x7f\xff", 16);
	cr_assert_str_eq(strbuf_text(&sb), "ok?[2J??");
	strbuf_finish(&sb);
}

Test(strlist, sorts_and_drops_doubles)
{
	struct strlist list = STRLIST_INIT;

	strlist_add(&list, "b");
	strlist_add(&list, "a");
	strlist_add(&list, "b");
	strlist_sort_unique(&list);
	cr_assert_eq(list.count, 2);
	cr_assert_str_eq(list.items[0], "a");
	cr_assert(strlist_has(&list, "b"));
	cr_assert_not(strlist_has(&list, "c"));
	for (int i = 0; i < 100; i++)
		strlist_addf(&list, "n%d", i);
	cr_assert_eq(list.count, 102);
	strlist_finish(&list);
}

Test(strlist, nearest_offers_a_typo_and_no_stranger)
{
	struct strlist list = STRLIST_INIT;

	strlist_add(&list, "GCTL");
	strlist_add(&list, "ADSPCS");
	strlist_add(&list, "detach");
	cr_assert_str_eq(strlist_nearest(&list, "ADSPSC"), "ADSPCS");
	cr_assert_str_eq(strlist_nearest(&list, "gctll"), "GCTL");
	cr_assert_str_eq(strlist_nearest(&list, "detatch"), "detach");
	cr_assert_null(strlist_nearest(&list, "zzzz"));
	cr_assert_null(strlist_nearest(&list, ""));
	strlist_finish(&list);
}

/* A third of nine letters: three may be missing, too many or wrong, anywhere. */
Test(strlist, nearest_goes_as_far_as_a_third_of_the_word)
{
	static const char *const near[] = { "STATUSreg",    "xSTATUSreg",   "xxxSTATUSreg",
					    "STATUSregxxx", "SxTxAxTUSreg", "TUSreg",
					    "STATUS",	    "STAreg",	    "xxxTUSreg",
					    "ATUSregx" };
	static const char *const far[] = { "xxxxSTATUSreg", "STATUSregxxxx", "USreg", "STATU",
					   "xxxxUSreg",	    "ATUSregxx",     "" };

	for (size_t i = 0; i < ARRAY_SIZE(near); i++) {
		autostrlist list = STRLIST_INIT;

		strlist_add(&list, near[i]);
		cr_assert_not_null(strlist_nearest(&list, "STATUSREG"), "%s", near[i]);
	}
	for (size_t i = 0; i < ARRAY_SIZE(far); i++) {
		autostrlist list = STRLIST_INIT;

		strlist_add(&list, far[i]);
		cr_assert_null(strlist_nearest(&list, "STATUSREG"), "%s", far[i]);
	}
}

/* What is opened but not read: a folder. */
Test(sysfile, what_cannot_be_read_leaves_no_text)
{
	char text[16] = "before";
	autostrbuf all = STRBUF_INIT;

	cr_assert_not(sysfile_read(text, sizeof(text), "/proc"));
	cr_assert_str_eq(text, "");
	cr_assert_not(sysfile_read_all(&all, "/proc"));
}
