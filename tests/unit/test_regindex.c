/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <criterion/criterion.h>

#include <errno.h>
#include <string.h>

#include "backend/regs/index.h"
#include "backend/support/bits.h"

static const struct pci_id tgl = {
	.known = true, .vendor = 0x8086, .device = 0xa0c8, .class_code = 0x040380
};
static struct strlist files;
static struct err err;

static void teardown(void)
{
	strlist_finish(&files);
}

TestSuite(regindex, .fini = teardown);

static const char *matched(const char *text)
{
	static char joined[256];

	strlist_finish(&files);
	joined[0] = '\0';
	if (!reg_index_match(text, &tgl, &files, &err))
		return NULL;
	for (size_t i = 0; i < files.count; i++) {
		strcat(joined, i ? " " : "");
		strcat(joined, files.items[i]);
	}
	return joined;
}

Test(regindex, every_matching_line_counts_in_order_and_a_file_once)
{
	cr_assert_str_eq(matched("# comment\n"
				 "\n"
				 "pci:* pci\n"
				 "class:0403\thda # of any vendor\n"
				 "class:0401 other\n"
				 "8086:43c8,A0C8 hda cavs18\r\n"
				 "8086:a0c9 other\n"
				 "8086:* intel"),
			 "pci hda cavs18 intel");
}

Test(regindex, a_class_is_matched_from_its_front)
{
	cr_assert_str_eq(matched("class:04 a\nclass:0403 b\nclass:040380 c\nclass:040300 d\n"),
			 "a b c");
}

Test(regindex, a_device_without_ids_has_no_files)
{
	const struct pci_id none = { .known = false };

	cr_assert(reg_index_match("pci:* pci\n", &none, &files, &err));
	cr_assert_eq(files.count, 0);
}

Test(regindex, a_line_that_matches_nothing_is_an_error_with_its_number)
{
	const char *const bad[] = { "8086 x",	       "8086: x",     "8086:a0c x",
				    "8086:a0c8, x",    "808g:a0c8 x", "class:040 x",
				    "class: x",	       "pci x",	      "8086:,a0c8 x",
				    "8086:a0c8a0c8 x", "::::::: x",   "class:04038000 x" };

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		char text[64] = "pci:* pci\n";

		strcat(text, bad[i]);
		cr_assert_null(matched(text), "%s", bad[i]);
		cr_assert_eq(err.code, EINVAL);
		cr_assert(strstr(err.msg, "line 2: "), "%s", err.msg);
	}
	cr_assert_null(matched("8086:a0c8\n"));
	cr_assert_str_eq(err.msg, "line 1: no file is named");
}
