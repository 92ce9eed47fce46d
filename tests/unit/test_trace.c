/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Records, recorders, and what a device and a served model write into them. */
#include <criterion/criterion.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/device.h"
#include "backend/irq.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/support/userfile.h"
#include "backend/trace/tap.h"
#include "backend/trace/tracefile.h"

static struct err err;

static void setup(void)
{
	err = (struct err)ERR_INIT;
}

TestSuite(trace, .init = setup);

static const char *const lines[] = {
	"0.000001000 R 32 bar4+0x000004 0x00000f0f",
	"12.999999999 W 8 bar0+0x000163 0x1c",
	"0.000000000 W 64 config+0x000010 0xffffffffffffffff",
	"3.000000001 D reads 65536 0xffff0000 16",
	"3.000000001 D writes 4 0x0 1",
	"4.500000000 I MSI 0",
	"4294967295.000000000 X flr",
};

Test(trace, a_line_reads_back_as_what_it_was)
{
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		struct trace_record record;
		autostrbuf text = STRBUF_INIT;

		cr_assert(trace_parse(lines[i], &record, &err), "%s: %s", lines[i], err.msg);
		trace_format(&record, &text);
		cr_expect_str_eq(strbuf_text(&text), lines[i]);
	}
}

Test(trace, broken_lines_are_refused)
{
	static const char *const broken[] = {
		"",
		"0.1",
		"0.1 R",
		"x R 32 bar0+0 0",
		"0. R 32 bar0+0 0",
		"0.1234567890 R 32 bar0+0 0",
		"0.1x R 32 bar0+0 0",
		"-1.0 R 32 bar0+0 0",
		"0.1 Q 32 bar0+0 0",
		"0.1 RR 32 bar0+0 0",
		"0.1 R 33 bar0+0 0",
		"0.1 R 32 bar0 0",
		"0.1 R 32 +4 0",
		"0.1 R 32 a-region-with-a-long-name+4 0",
		"0.1 R 32 bar0+ 0",
		"0.1 R 8 bar0+0 0x100",
		"0.1 R 32 bar0+0",
		"0.1 R 32 bar0+0 0 0",
		"0.1 R 32 bar0+0 0 0 0",
		"0.1 D reads 1 2",
		"0.1 D reads x 2 1",
		"0.1 I MSI",
		"0.1 X",
		"0.1 X flr again",
		"0.1 R 32 bar0+0x00000000000000000000000000000000000000000000000 0",
	};

	for (size_t i = 0; i < ARRAY_SIZE(broken); i++) {
		struct trace_record record;

		err = (struct err)ERR_INIT;
		cr_expect(!trace_parse(broken[i], &record, &err), "taken: %s", broken[i]);
		cr_expect_neq(err.msg[0], '\0', "no message: %s", broken[i]);
	}
}

static void add_write(struct trace *trace, uint64_t at_ns, uint64_t value)
{
	struct trace_record record = { .at_ns = at_ns,
				       .kind = TRACE_WRITE,
				       .width_bits = 32,
				       .what = "bar0",
				       .value = value };

	trace_add(trace, &record);
}

Test(trace, the_last_records_are_kept_and_all_are_counted)
{
	struct trace *trace = trace_create(3);

	for (uint64_t i = 0; i < 5; i++)
		add_write(trace, i, i);
	cr_assert_eq(trace_count(trace), 5);
	cr_assert_eq(trace_count_of(trace, TRACE_WRITE), 5);
	cr_assert_eq(trace_count_of(trace, TRACE_READ), 0);
	cr_assert_eq(trace_kept(trace), 3);
	cr_expect_eq(trace_at(trace, 0)->value, 2);
	cr_expect_eq(trace_at(trace, 2)->value, 4);
	trace_destroy(trace);
}

static void read_file(const char *path, struct trace_file *ret)
{
	cr_assert(trace_file_read(path, NULL, ret, &err), "%s", err.msg);
}

Test(trace, a_file_has_what_the_ring_forgets)
{
	char folder[] = "/tmp/barsh-trace.XXXXXX", path[64];
	struct trace *trace = trace_create(1);
	struct trace_file file = TRACE_FILE_INIT;

	cr_assert(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/a", folder);
	cr_assert(trace_open_file(trace, path, false, "sim:x, 1:2", &err), "%s", err.msg);
	add_write(trace, 1, 1);
	trace_remark(trace, "", "a remark\nwith a newline");
	add_write(trace, 2, 2);
	/* on disk before it is closed: the machine may hang */
	read_file(path, &file);
	cr_expect_eq(file.count, 2);
	cr_expect_str_eq(file.about, "sim:x, 1:2");
	trace_file_finish(&file);
	cr_assert(trace_close_file(trace, &err));
	add_write(trace, 3, 3);
	read_file(path, &file);
	cr_expect_eq(file.count, 2);
	trace_file_finish(&file);

	cr_expect(!trace_open_file(trace, path, false, "again", &err));
	cr_expect_eq(err.code, EEXIST);
	cr_expect(trace_open_file(trace, path, true, "again", &err));
	trace_destroy(trace);
	unlink(path);
	rmdir(folder);
}

Test(trace, a_full_disk_is_told_when_the_file_is_closed)
{
	struct trace *trace = trace_create(1);

	if (access("/dev/full", W_OK))
		cr_skip_test("/dev/full is not there");
	cr_assert(trace_open_file(trace, "/dev/full", true, "x", &err), "%s", err.msg);
	add_write(trace, 1, 1);
	cr_assert(!trace_close_file(trace, &err));
	cr_expect_eq(err.code, ENOSPC);
	trace_destroy(trace);
}

/* -- the model's side -- */

Test(trace, dma_is_added_up_between_other_records)
{
	struct trace *trace = trace_create(16);
	struct trace_tap tap = { .trace = trace };

	trace_tap_dma(&tap, 1, false, 0x1000, 100);
	trace_tap_dma(&tap, 2, false, 0x2000, 200);
	trace_tap_dma(&tap, 3, true, 0x3000, 4);
	trace_tap_access(&tap, 4, true, "bar0", 8, 32, 1);
	trace_tap_irq(&tap, 5, "MSI", 0);
	trace_tap_dma(&tap, 6, true, 0x3000, 8);
	cr_assert_eq(trace_kept(trace), 4, "the last DMA may go on");
	trace_tap_flush(&tap);
	cr_assert_eq(trace_kept(trace), 5);
	cr_expect_eq(trace_at(trace, 0)->value, 300);
	cr_expect_eq(trace_at(trace, 0)->times, 2);
	cr_expect_eq(trace_at(trace, 0)->offset, 0x1000);
	cr_expect_eq(trace_at(trace, 0)->at_ns, 1);
	cr_expect_str_eq(trace_at(trace, 1)->what, "writes");
	cr_expect_eq(trace_at(trace, 2)->kind, TRACE_WRITE);
	cr_expect_eq(trace_at(trace, 3)->kind, TRACE_IRQ);
	trace_destroy(trace);
}

/* -- the gate's side -- */

static struct device *open_sim(const char *spec)
{
	struct device *dev;

	cr_assert(device_open(spec, &dev, &err), "%s", err.msg);
	return dev;
}

Test(trace, the_gate_records_what_reached_the_device)
{
	struct device *dev = open_sim("sim:edu");
	struct region *bar = device_find_region(dev, "bar0");
	uint64_t value;

	cr_assert(device_write(dev, bar, 4, 32, 1, &err));
	device_trace_start(dev, trace_create(16));
	cr_assert(device_read(dev, bar, 0, 32, &value, &err));
	cr_assert(device_write(dev, bar, 4, 32, 5, &err));
	cr_assert(!device_read(dev, bar, 1, 32, &value, &err), "unaligned");
	dev->dry_run = true;
	cr_assert(device_write(dev, bar, 4, 32, 6, &err));
	dev->dry_run = false;
	device_trace_stop(dev);
	cr_assert(device_write(dev, bar, 4, 32, 7, &err));

	cr_assert_eq(trace_kept(dev->trace), 2);
	cr_expect_eq(trace_at(dev->trace, 0)->kind, TRACE_READ);
	cr_expect_eq(trace_at(dev->trace, 0)->value, 0x010000ed);
	cr_expect_eq(trace_at(dev->trace, 0)->at_ns, 1000, "the model's clock from the start on");
	cr_expect_eq(trace_at(dev->trace, 1)->value, 5);
	device_close(dev);
}

Test(trace, a_reset_is_recorded_once_it_was_done)
{
	struct device *dev = open_sim("sim:tgl");
	const char *method;

	device_trace_start(dev, trace_create(16));
	cr_assert(!device_reset(dev, "bus", &method, &err), "it has none");
	cr_assert_eq(trace_kept(dev->trace), 0);
	cr_assert(device_reset(dev, "flr", &method, &err), "%s", err.msg);
	cr_assert_eq(trace_kept(dev->trace), 1);
	cr_expect_eq(trace_at(dev->trace, 0)->kind, TRACE_RESET);
	cr_expect_str_eq(trace_at(dev->trace, 0)->what, "flr");
	device_close(dev);
}

/* sim:edu: 0x60 raises an interrupt. */
Test(trace, interrupts_are_recorded_when_they_are_taken)
{
	struct device *dev = open_sim("sim:edu");
	struct region *bar = device_find_region(dev, "bar0"),
		      *config = device_find_region(dev, "config");
	uint64_t times;

	cr_assert(irq_enable(dev, IRQ_MSI, 0, 1, &err), "%s", err.msg);
	cr_assert(device_write(dev, config, 4, 16, 6, &err));
	device_trace_start(dev, trace_create(16));
	cr_assert(device_write(dev, bar, 0x60, 32, 1, &err));
	cr_assert(irq_wait(dev, IRQ_MSI, 0, 1000000, &times, &err), "%s", err.msg);
	cr_assert_eq(trace_kept(dev->trace), 2);
	cr_expect_eq(trace_at(dev->trace, 1)->kind, TRACE_IRQ);
	cr_expect_str_eq(trace_at(dev->trace, 1)->what, "MSI");
	device_close(dev);
}

Test(trace, an_interrupt_before_a_loopback_is_recorded)
{
	struct device *dev = open_sim("sim:edu");
	struct region *bar = device_find_region(dev, "bar0"),
		      *config = device_find_region(dev, "config");

	cr_assert(irq_enable(dev, IRQ_MSI, 0, 1, &err), "%s", err.msg);
	cr_assert(device_write(dev, config, 4, 16, 6, &err));
	device_trace_start(dev, trace_create(16));
	cr_assert(device_write(dev, bar, 0x60, 32, 1, &err));
	cr_assert(irq_act(dev, IRQ_MSI, 0, IRQ_TRIGGER, &err), "%s", err.msg);
	cr_assert_eq(trace_kept(dev->trace), 2);
	cr_expect_eq(trace_at(dev->trace, 1)->kind, TRACE_IRQ);
	cr_expect_eq(irq_collect(dev, NULL, NULL), 2);
	device_close(dev);
}

Test(trace, a_device_that_goes_takes_its_recording_along)
{
	char folder[] = "/tmp/barsh-trace.XXXXXX", path[64];
	struct trace *trace = trace_create(4);
	struct device *dev = open_sim("sim:edu");
	struct trace_file file = TRACE_FILE_INIT;

	cr_assert(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/a", folder);
	cr_assert(trace_open_file(trace, path, false, "sim:edu", &err));
	cr_assert(irq_enable(dev, IRQ_MSI, 0, 1, &err));
	device_trace_start(dev, trace);
	device_close(dev);
	read_file(path, &file);
	trace_file_finish(&file);
	unlink(path);
	rmdir(folder);
}
