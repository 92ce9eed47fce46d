/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The gate and the range verbs, over a plain file as the device. */
#include <criterion/criterion.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/device.h"
#include "backend/support/bits.h"
#include "backend/tools.h"

static char path[64];
static struct device *dev;
static struct region *bar0;
static struct err err;

static void write_pattern(int fd, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		uint8_t byte = (uint8_t)(i * 7);

		cr_assert_eq(write(fd, &byte, 1), 1);
	}
}

static void setup(void)
{
	char spec[80];
	int fd;

	strcpy(path, "/tmp/barsh-test-XXXXXX");
	fd = mkstemp(path);
	cr_assert_geq(fd, 0);
	write_pattern(fd, 8192);
	close(fd);
	snprintf(spec, sizeof(spec), "file:%s", path);
	cr_assert(device_open(spec, &dev, &err), "%s", err.msg);
	bar0 = device_find_region(dev, "BAR0");
	cr_assert_not_null(bar0);
}

static void teardown(void)
{
	device_close(dev);
	unlink(path);
}

TestSuite(gate, .init = setup, .fini = teardown);
TestSuite(tools, .init = setup, .fini = teardown);

Test(gate, each_width_reads_its_own_bytes)
{
	uint64_t value;

	cr_assert(device_read(dev, bar0, 8, 8, &value, &err));
	cr_assert_eq(value, 56);
	cr_assert(device_read(dev, bar0, 8, 16, &value, &err));
	cr_assert_eq(value, 0x3f38);
	cr_assert(device_read(dev, bar0, 8, 32, &value, &err));
	cr_assert_eq(value, 0x4d463f38);
	cr_assert(device_read(dev, bar0, 8, 64, &value, &err));
	cr_assert_eq(value, UINT64_C(0x69625b544d463f38));
	cr_assert_eq(dev->reads, 4);
}

Test(gate, a_write_changes_exactly_its_bytes)
{
	uint64_t value;

	cr_assert(device_write(dev, bar0, 0x11, 8, 0xaa, &err));
	cr_assert(device_read(dev, bar0, 0x10, 32, &value, &err));
	cr_assert_eq(value, 0x857eaa70);
}

Test(gate, nothing_passes_the_end)
{
	uint64_t value = 7;

	cr_assert_not(device_read(dev, bar0, 8192, 8, &value, &err));
	cr_assert_eq(err.code, ERANGE);
	cr_assert(strstr(err.msg, "bar0+0x2000"), "%s", err.msg);
	cr_assert_not(device_read(dev, bar0, 8190, 32, &value, &err));
	cr_assert_eq(err.code, ERANGE);
	cr_assert_not(device_read(dev, bar0, UINT64_MAX - 3, 32, &value, &err));
	cr_assert_eq(err.code, ERANGE);
	cr_assert(device_read(dev, bar0, 8191, 8, &value, &err));
	cr_assert_eq(dev->reads, 1);
}

Test(gate, unaligned_and_odd_widths_are_refused)
{
	uint64_t value = 7;

	cr_assert_not(device_read(dev, bar0, 2, 32, &value, &err));
	cr_assert_eq(err.code, EINVAL);
	cr_assert_not(device_read(dev, bar0, 0, 24, &value, &err));
	cr_assert_eq(err.code, EINVAL);
	cr_assert_eq(value, 7);
	cr_assert_eq(dev->reads, 0);
}

Test(gate, a_value_too_wide_is_an_error_not_a_cut)
{
	cr_assert_not(device_write(dev, bar0, 0, 8, 0x1ff, &err));
	cr_assert_eq(err.code, ERANGE);
	cr_assert_eq(dev->writes, 0);
}

Test(gate, read_only_refuses_and_dry_run_holds_back)
{
	uint64_t value;

	dev->read_only = true;
	cr_assert_not(device_write(dev, bar0, 0, 32, 1, &err));
	cr_assert_eq(err.code, EACCES);
	dev->read_only = false;
	dev->dry_run = true;
	cr_assert(device_write(dev, bar0, 0, 32, 1, &err));
	cr_assert_eq(dev->writes, 0);
	cr_assert(device_read(dev, bar0, 0, 32, &value, &err));
	cr_assert_eq(value, 0x150e0700);
}

static void count_access(void *ctx, struct device *d, const struct access *access)
{
	unsigned *counts = ctx;

	(void)d;
	counts[access->suppressed ? 2 : access->is_write]++;
}

Test(gate, the_observer_sees_what_passed)
{
	unsigned counts[3] = { 0 };
	uint64_t value;

	dev->observer = count_access;
	dev->observer_ctx = counts;
	device_read(dev, bar0, 0, 32, &value, &err);
	device_write(dev, bar0, 0, 32, 5, &err);
	dev->dry_run = true;
	device_write(dev, bar0, 0, 32, 5, &err);
	device_read(dev, bar0, 9999, 32, &value, &err);
	cr_assert_eq(counts[0], 1);
	cr_assert_eq(counts[1], 1);
	cr_assert_eq(counts[2], 1);
}

/* In bytes, as the file has them. */
static void units_are_right(unsigned width_bits, unsigned count, unsigned *counts)
{
	uint8_t buf[256];
	uint64_t before = dev->reads;

	counts[0] = 0;
	cr_assert(device_read_units(dev, bar0, 0x40, width_bits, count, buf, &err), "%s", err.msg);
	cr_assert_eq(dev->reads - before, count);
	for (unsigned i = 0; i < count * width_bits / 8; i++)
		cr_assert_eq(buf[i], (uint8_t)((0x40 + i) * 7), "%u bits, byte %u", width_bits, i);
}

Test(gate, many_reads_at_once_are_the_same_reads)
{
	unsigned counts[3] = { 0 };

	for (int way = 0; way < 3; way++) {
		for (unsigned width = 8; width <= 64; width *= 2) {
			units_are_right(width, 1, counts);
			units_are_right(width, 17, counts);
			cr_assert_eq(counts[0], way == 1 ? 17 : 0, "way %d saw %u", way, counts[0]);
		}
		/* mapped, then with an observer, then through pread */
		dev->observer = way == 0 ? count_access : NULL;
		dev->observer_ctx = counts;
		if (way == 1)
			cr_assert(device_unmap(dev, bar0, &err));
	}
}

Test(gate, many_reads_at_once_pass_the_same_checks)
{
	uint8_t buf[64] = { 7 };

	cr_assert_not(device_read_units(dev, bar0, 8188, 32, 2, buf, &err));
	cr_assert_eq(err.code, ERANGE);
	cr_assert_not(device_read_units(dev, bar0, 2, 32, 2, buf, &err));
	cr_assert_eq(err.code, EINVAL);
	cr_assert_eq(dev->reads, 0);
	cr_assert_eq(buf[0], 7);
}

Test(gate, of_many_reads_at_once_the_failing_one_is_named)
{
	static uint8_t buf[8192];

	cr_assert_eq(truncate(path, 4096), 0);
	cr_assert_not(device_read_units(dev, bar0, 4080, 32, 16, buf, &err));
	cr_assert_eq(err.code, EIO);
	cr_assert(strstr(err.msg, "bar0+0x1000: bus error"), "%s", err.msg);
	cr_assert_eq(dev->reads, 5);
	for (int i = 0; i < 16; i++)
		cr_assert_eq(buf[i], (uint8_t)((4080 + i) * 7));
	/* and the next one is well */
	cr_assert(device_read_units(dev, bar0, 0, 32, 16, buf, &err), "%s", err.msg);
}

Test(gate, reads_of_all_ones_are_counted_from_the_end)
{
	uint8_t buf[16];

	cr_assert(device_write(dev, bar0, 8, 64, UINT64_MAX, &err));
	cr_assert(device_read_units(dev, bar0, 0, 32, 4, buf, &err));
	cr_assert_eq(dev->ones, 2);
	cr_assert(device_read_units(dev, bar0, 8, 32, 2, buf, &err));
	cr_assert_eq(dev->ones, 4);
	cr_assert(device_read_units(dev, bar0, 8, 32, 4, buf, &err));
	cr_assert_eq(dev->ones, 0);
}

Test(gate, unmap_goes_on_through_pread_and_gives_the_same)
{
	uint64_t mapped, unmapped;

	cr_assert(device_read(dev, bar0, 0x40, 64, &mapped, &err));
	cr_assert(device_unmap(dev, bar0, &err));
	cr_assert(device_read(dev, bar0, 0x40, 64, &unmapped, &err));
	cr_assert_eq(mapped, unmapped);
	cr_assert_not(device_unmap(dev, bar0, &err));
	cr_assert_eq(err.code, EINVAL);
	cr_assert(device_map(dev, bar0, &err));
}

Test(gate, a_file_that_shrank_is_an_error_line_not_a_death)
{
	uint64_t value;

	cr_assert_eq(truncate(path, 0), 0);
	cr_assert_not(device_read(dev, bar0, 4096, 32, &value, &err));
	cr_assert_eq(err.code, EIO);
	cr_assert(strstr(err.msg, "SIGBUS"), "%s", err.msg);
	cr_assert_not(device_write(dev, bar0, 4096, 32, 1, &err));
	cr_assert_eq(err.code, EIO);
}

Test(device, a_typo_opens_and_creates_nothing)
{
	struct device *none = NULL;

	cr_assert_not(device_open("file:/tmp/barsh-no-such-file", &none, &err));
	cr_assert_eq(err.code, ENOENT);
	cr_assert_neq(access("/tmp/barsh-no-such-file", F_OK), 0);
	cr_assert_not(device_open("file:/tmp", &none, &err));
	cr_assert_eq(err.code, EISDIR);
	cr_assert_not(device_open("flie:/tmp/x", &none, &err));
	cr_assert_str_eq(err.hint, "did you mean file:?");
	cr_assert_not(device_open("", &none, &err));
	cr_assert_not(device_open("file:", &none, &err));
	cr_assert_null(none);
}

Test(tools, poll_counts_reads_and_names_the_last_value)
{
	struct poll_request request = { .mask = 0xff, .value = 1, .timeout_ns = 2000000 };
	struct poll_result result;

	cr_assert_not(tools_poll(dev, bar0, 0, 32, &request, &result, &err));
	cr_assert_eq(err.code, ETIMEDOUT);
	cr_assert(strstr(err.msg, "last 0x150e0700"), "%s", err.msg);
	cr_assert_geq(result.reads, 2);
	cr_assert_eq(result.reads, dev->reads);
	request.value = 0;
	cr_assert(tools_poll(dev, bar0, 0, 32, &request, &result, &err));
	cr_assert_eq(result.reads, 1);
}

Test(tools, poll_without_a_deadline_reads_once)
{
	struct poll_request request = { .mask = 0xff, .value = 1 };
	struct poll_result result;

	cr_assert_not(tools_poll(dev, bar0, 0, 32, &request, &result, &err));
	cr_assert_eq(dev->reads, 1);
}

Test(tools, poll_ends_at_the_stop_flag)
{
	struct poll_request request = { .mask = 1, .value = 1, .timeout_ns = UINT64_MAX };
	volatile sig_atomic_t stop = 1;
	struct poll_result result;

	dev->stop = &stop;
	cr_assert_not(tools_poll(dev, bar0, 0, 32, &request, &result, &err));
	cr_assert_eq(err.code, EINTR);
}

Test(tools, update_writes_only_what_changes)
{
	struct place at = { dev, bar0, 0, 32 };
	struct update_request request = { .mask = 0xff, .value = 0x00 };
	struct update_result done;

	cr_assert(tools_update(&at, &request, &done, &err));
	cr_assert_not(done.written);
	cr_assert_eq(dev->writes, 0);
	request.value = 0x42;
	cr_assert(tools_update(&at, &request, &done, &err));
	cr_assert(done.written);
	cr_assert_eq(done.old, 0x150e0700);
	cr_assert_eq(done.new, 0x150e0742);
	request.always = true;
	cr_assert(tools_update(&at, &request, &done, &err));
	cr_assert_eq(dev->writes, 2);
	request.value = 0x100;
	cr_assert_not(tools_update(&at, &request, &done, &err));
	cr_assert_eq(err.code, ERANGE);
}

Test(tools, update_keeps_w1c_neighbours_at_zero)
{
	struct place at = { dev, bar0, 0, 32 };
	struct update_request request = { .mask = 0x1, .value = 1, .spare = 0x0e000000 };
	struct update_result done;

	cr_assert(tools_update(&at, &request, &done, &err));
	cr_assert_eq(done.new, 0x110e0701 & ~0x0e000000u);
}

Test(tools, update_that_may_not_write_does_not_read)
{
	struct place at = { dev, bar0, 0, 32 };
	struct update_request request = { .mask = 1, .value = 1 };
	struct update_result done;

	dev->read_only = true;
	cr_assert_not(tools_update(&at, &request, &done, &err));
	cr_assert_eq(dev->reads, 0);
}

Test(tools, overlapping_copies_keep_the_data)
{
	struct place from = { dev, bar0, 0, 32 }, to = { dev, bar0, 4, 32 };
	uint64_t value;

	cr_assert(tools_copy(&from, &to, 64, &err));
	cr_assert(device_read(dev, bar0, 4, 32, &value, &err));
	cr_assert_eq(value, 0x150e0700);
	cr_assert(device_read(dev, bar0, 64, 32, &value, &err));
	cr_assert_eq(value, (uint32_t)(uint8_t)(60 * 7) | (uint32_t)(uint8_t)(61 * 7) << 8 |
				    (uint32_t)(uint8_t)(62 * 7) << 16 |
				    (uint32_t)(uint8_t)(63 * 7) << 24);
}

static bool keep_last(void *ctx, uint64_t offset, uint64_t left, uint64_t right)
{
	(void)left, (void)right;
	*(uint64_t *)ctx = offset;
	return true;
}

Test(tools, compare_and_search_find_the_one)
{
	struct place left = { dev, bar0, 0, 8 }, right = { dev, bar0, 256, 8 };
	uint64_t where = 99;

	/* The pattern repeats every 256 bytes. */
	cr_assert(tools_compare(&left, &right, 256, NULL, NULL, keep_last, &where, &err));
	cr_assert_eq(where, 99);
	cr_assert(device_write(dev, bar0, 256 + 17, 8, 0, &err));
	cr_assert(tools_compare(&left, &right, 256, NULL, NULL, keep_last, &where, &err));
	cr_assert_eq(where, 17);
	cr_assert(tools_search(&left, 256, 7 * 33 & 0xff, 0xff, NULL, keep_last, &where, &err));
	cr_assert_eq(where, 33);
}

static bool not_the_second(void *ctx, const struct region *region, uint64_t offset, unsigned bytes)
{
	(void)ctx, (void)region, (void)bytes;
	return offset != 4;
}

Test(tools, guarded_units_are_not_read)
{
	struct place at = { dev, bar0, 0, 32 };
	struct tools_guard guard = { not_the_second, NULL };
	uint8_t buf[16], present[16];

	cr_assert(tools_read(&at, sizeof(buf), &guard, buf, present, &err));
	cr_assert_eq(dev->reads, 3);
	cr_assert_eq(present[0], 1);
	cr_assert_eq(present[4], 0);
	cr_assert_eq(get_le32(buf + 4), 0);
}

Test(tools, ranges_are_checked_before_the_first_access)
{
	struct place at = { dev, bar0, 4096, 32 };
	static const uint8_t buf[8192];

	cr_assert_not(tools_write(&at, buf, 8192, &err));
	cr_assert_eq(err.code, ERANGE);
	cr_assert_not(tools_write(&at, buf, 6, &err));
	cr_assert_eq(err.code, EINVAL);
	cr_assert_not(tools_fill(&at, 0, 1, &err));
	cr_assert_eq(dev->writes, 0);
}
