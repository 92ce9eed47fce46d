/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/pci/ids.h"
#include "backend/support/mem.h"

static char path[] = "/tmp/barsh-ids-XXXXXX";
static char name[IDS_NAME_SIZE];

static struct ids *with_file(const char *text)
{
	int fd = mkstemp(path);

	cr_assert_geq(fd, 0);
	cr_assert_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	return ids_create(path);
}

static void teardown(void)
{
	unlink(path);
}

TestSuite(ids, .fini = teardown);

static const char good[] = "8086  Intel Corporation\n"
			   "\ta0c8  Tiger \033[2JLake\n"
			   "C 04  Multimedia controller\n"
			   "\t03  Audio device\n";

Test(ids, names_of_what_is_known)
{
	struct ids *ids = with_file(good);

	cr_assert_str_eq(ids_class_name(ids, 0x0403, name, sizeof(name)), "Audio device");
	cr_assert_str_eq(ids_trouble(ids), "");
	ids_destroy(ids);
}

Test(ids, names_cannot_carry_an_escape_sequence)
{
	struct ids *ids = with_file(good);

	cr_assert_str_eq(ids_device_name(ids, 0x8086, 0xa0c8, name, sizeof(name)),
			 "Intel Corporation Tiger ?[2JLake");
	ids_destroy(ids);
}

Test(ids, numbers_for_what_is_not)
{
	struct ids *ids = with_file(good);

	cr_assert_str_eq(ids_device_name(ids, 0x8086, 0x1234, name, sizeof(name)),
			 "Intel Corporation 1234");
	cr_assert_str_eq(ids_device_name(ids, 0x1234, 0x5678, name, sizeof(name)), "1234:5678");
	cr_assert_str_eq(ids_class_name(ids, 0xff00, name, sizeof(name)), "ff00");
	ids_destroy(ids);
}

Test(ids, without_the_file_there_are_numbers)
{
	struct ids *ids = ids_create("/nowhere/pci.ids");

	cr_assert_str_eq(ids_device_name(ids, 0x8086, 0xa0c8, name, sizeof(name)), "8086:a0c8");
	ids_destroy(ids);
}

Test(ids, a_broken_file_does_not_end_the_program)
{
	struct ids *ids = with_file("8086  Intel Corporation\nthis is no line of pci.ids\n");

	cr_assert_str_eq(ids_device_name(ids, 0x8086, 0xa0c8, name, sizeof(name)), "8086:a0c8");
	cr_assert_neq(ids_trouble(ids)[0], '\0');
	cr_assert_str_eq(ids_class_name(ids, 0x0403, name, sizeof(name)), "0403");
	ids_destroy(ids);
}
