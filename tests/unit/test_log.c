/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Logs in windows made by hand, with firmware that writes while it is read and headers that lie. */
#include <criterion/criterion.h>

#include <errno.h>
#include <string.h>

#include "backend/dsp/dsp.h"
#include "backend/dsp/log.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"

enum {
	BAR4_SIZE = 0x100000,
	TDR = 0xc0,
	DEBUG = 0xc0000,
	SLOT = DEBUG + 0x1000,
	CONSOLE = 0xe0000,
	RING = 64, /* of the winstream */
};

struct world {
	uint8_t bar4[BAR4_SIZE];
	void (*on_read)(uint64_t offset); /* the firmware's chance to act */
	uint64_t now;
	unsigned writes;
};

static struct world *world;
static struct device *dev;
static struct dsp dsp;

static bool world_read(struct device *device, const struct region *region, uint64_t offset,
		       unsigned width_bits, uint64_t *ret, struct err *err)
{
	(void)device, (void)err;
	*ret = region->index ? get_le(world->bar4 + offset, width_bits / 8) : 0;
	if (region->index && world->on_read)
		world->on_read(offset);
	return true;
}

static bool world_write(struct device *device, const struct region *region, uint64_t offset,
			unsigned width_bits, uint64_t value, struct err *err)
{
	(void)device, (void)err, (void)region;
	world->writes++;
	if (offset == TDR)
		value = get_le32(world->bar4 + TDR) & ~value;
	put_le(world->bar4 + offset, value, width_bits / 8);
	return true;
}

static uint64_t world_now(struct device *device)
{
	(void)device;
	return world->now += 1000;
}

static void world_sleep(struct device *device, uint64_t ns)
{
	(void)device;
	world->now += ns;
}

static void world_close(struct device *device)
{
	(void)device;
	free(world);
}

static const struct transport_ops world_ops = {
	.name = "world",
	.close = world_close,
	.read = world_read,
	.write = world_write,
	.now_ns = world_now,
	.sleep_ns = world_sleep,
};

static void add_region(const char *name, unsigned index, uint64_t size)
{
	struct region region = { .kind = strcmp(name, "config") ? REGION_BAR : REGION_CONFIG,
				 .index = index,
				 .flags = REGION_CAN_READ | REGION_CAN_WRITE,
				 .size = size };

	strcpy(region.name, name);
	device_add_region(dev, &region);
}

static void setup(void)
{
	struct err err = ERR_INIT;

	dev = xcalloc(1, sizeof(*dev));
	world = xcalloc(1, sizeof(*world));
	dev->ops = &world_ops;
	dev->pci = (struct pci_id){
		.known = true, .vendor = 0x8086, .device = 0xa0c8, .class_code = DSP_CLASS_AUDIO_DSP
	};
	add_region("bar0", 0, 0x4000);
	add_region("bar4", 1, BAR4_SIZE);
	add_region("config", 0, 256);
	cr_assert(dsp_init(dev, &dsp, &err), "%s", err.msg);
}

static void teardown(void)
{
	dsp_finish(&dsp);
	device_close(dev);
}

TestSuite(log, .init = setup, .fini = teardown);

static void put32(uint32_t offset, uint32_t value)
{
	put_le(world->bar4 + offset, value, 4);
}

static uint32_t get32(uint32_t offset)
{
	return get_le32(world->bar4 + offset);
}

/* As Zephyr's winstream: start moves before anything is overwritten. */
static void console_write(const char *text)
{
	uint32_t start = get32(CONSOLE + 4), end = get32(CONSOLE + 8), seq = get32(CONSOLE + 12);

	put32(CONSOLE, RING);
	for (; *text; text++) {
		uint32_t next = (end + 1) % RING;

		if (next == start)
			put32(CONSOLE + 4, start = (start + 1) % RING);
		world->bar4[CONSOLE + 16 + end] = (uint8_t)*text;
		put32(CONSOLE + 8, end = next);
		put32(CONSOLE + 12, ++seq);
	}
}

static void slot_make(unsigned index, uint32_t type)
{
	put32(DEBUG + index * 12 + 4, type);
}

static void slot_write(const char *text)
{
	uint32_t write = get32(SLOT + 4);

	for (; *text; text++) {
		world->bar4[SLOT + 8 + write] = (uint8_t)*text;
		write = (write + 1) % MTRACE_RING;
	}
	put32(SLOT + 4, write);
}

static void check_read(struct log *log, const char *expected, uint64_t lost, bool again)
{
	autostrbuf text = STRBUF_INIT;
	struct err err = ERR_INIT;
	struct log_took took;

	cr_assert(log_read(&dsp, log, &text, &took, &err), "%s", err.msg);
	cr_assert_str_eq(strbuf_text(&text), expected);
	cr_assert_eq(took.lost, lost, "lost %llu", (unsigned long long)took.lost);
	cr_assert_eq(took.again, again);
}

static void open_log(enum log_kind kind, struct log *ret)
{
	struct err err = ERR_INIT;

	cr_assert(log_open(&dsp, kind, 0, ret, &err), "%s", err.msg);
}

/* -- winstream -- */

Test(log, a_winstream_is_read_and_followed_around_its_end)
{
	struct log log;

	console_write("hello, this is Zephyr\n");
	open_log(LOG_WINSTREAM, &log);
	check_read(&log, "hello, this is Zephyr\n", 0, false);
	check_read(&log, "", 0, false);
	console_write("forty bytes more of what it has to tell\n");
	check_read(&log, "forty bytes more of what it has to tell\n", 0, false);
	console_write("around the end\n");
	check_read(&log, "around the end\n", 0, false);
	cr_assert_eq(world->writes, 0);
}

Test(log, bytes_that_a_winstream_overwrote_are_counted)
{
	char text[RING + 37];
	struct log log;

	console_write("first\n");
	open_log(LOG_WINSTREAM, &log);
	check_read(&log, "first\n", 0, false);
	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	console_write(text);
	check_read(&log, text + 37, 36 + 1, false);
	/* who comes late is told too */
	open_log(LOG_WINSTREAM, &log);
	check_read(&log, text + 37, 6 + 36 + 1, false);
}

/* The firmware overwrites what is being copied. */
static void write_meanwhile(uint64_t offset)
{
	if (offset != CONSOLE + 16 + 32)
		return;
	world->on_read = NULL;
	console_write("0123456789");
}

Test(log, what_is_overwritten_under_the_copy_is_left_out)
{
	char text[RING];
	struct log log;

	memset(text, 'b', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	console_write(text); /* full */
	open_log(LOG_WINSTREAM, &log);
	world->on_read = write_meanwhile;
	check_read(&log, text + 10, 10, false);
	check_read(&log, "0123456789", 0, false);
}

/* Between two words of the header; the first look is torn. */
static void write_in_header(uint64_t offset)
{
	if (offset != CONSOLE + 8)
		return;
	world->on_read = NULL;
	console_write("torn");
}

Test(log, a_header_that_changes_is_looked_at_again)
{
	struct log log;

	console_write("whole ");
	open_log(LOG_WINSTREAM, &log);
	world->on_read = write_in_header;
	check_read(&log, "whole torn", 0, false);
}

static void write_always(uint64_t offset)
{
	if (offset == CONSOLE + 12)
		console_write("x");
}

Test(log, a_header_that_never_rests_is_an_error)
{
	autostrbuf text = STRBUF_INIT;
	struct err err = ERR_INIT;
	struct log_took took;
	struct log log;

	console_write("x");
	open_log(LOG_WINSTREAM, &log);
	world->on_read = write_always;
	cr_assert_not(log_read(&dsp, &log, &text, &took, &err));
	cr_assert_eq(err.code, EAGAIN);
}

Test(log, a_header_that_breaks_while_it_is_followed_is_an_error)
{
	autostrbuf text = STRBUF_INIT;
	struct err err = ERR_INIT;
	struct log_took took;
	struct log log;

	console_write("x");
	open_log(LOG_WINSTREAM, &log);
	check_read(&log, "x", 0, false);
	put32(CONSOLE + 8, RING);
	cr_assert_not(log_read(&dsp, &log, &text, &took, &err));
	cr_assert_eq(err.code, EBADMSG);
	/* larger than what it was opened with, though inside the window */
	err = (struct err)ERR_INIT;
	put32(CONSOLE, RING * 2);
	cr_assert_not(log_read(&dsp, &log, &text, &took, &err));
	cr_assert_eq(err.code, EBADMSG);
}

Test(log, firmware_that_started_again_is_noticed)
{
	struct log log;

	console_write("a long first life\n");
	open_log(LOG_WINSTREAM, &log);
	check_read(&log, "a long first life\n", 0, false);
	memset(world->bar4 + CONSOLE, 0, 16);
	console_write("second\n");
	check_read(&log, "second\n", 0, true);
}

Test(log, only_what_is_new_is_read_after_a_skip)
{
	struct err err = ERR_INIT;
	struct log log;

	console_write("old\n");
	open_log(LOG_WINSTREAM, &log);
	cr_assert(log_skip(&dsp, &log, &err));
	console_write("new\n");
	check_read(&log, "new\n", 0, false);
}

Test(log, what_is_in_window_3_instead_is_told)
{
	struct err err = ERR_INIT;
	struct log log;

	dsp.ipc = 3;
	put32(CONSOLE, 0x12345678);
	cr_assert_not(log_open(&dsp, LOG_ANY, 0, &log, &err));
	cr_assert_eq(err.code, ENOENT);
	cr_assert(strstr(err.msg, "length 0x12345678"), "%s", err.msg);
	cr_assert(strstr(err.hint, "etrace"), "%s", err.hint);
}

Test(log, all_ones_is_no_header)
{
	struct err err = ERR_INIT;
	struct log log;

	memset(world->bar4, 0xff, BAR4_SIZE);
	cr_assert_not(log_open(&dsp, LOG_WINSTREAM, 0, &log, &err));
	cr_assert_eq(err.code, EIO);
	cr_assert_not(log_open(&dsp, LOG_MTRACE, 0, &log, &err));
	cr_assert_eq(err.code, EIO);
}

static void go_dark(uint64_t offset)
{
	if (offset == CONSOLE + 16)
		memset(world->bar4, 0xff, BAR4_SIZE);
}

Test(log, a_device_that_goes_under_the_copy_is_an_error)
{
	autostrbuf text = STRBUF_INIT;
	struct err err = ERR_INIT;
	struct log_took took;
	struct log log;

	console_write("some words\n");
	open_log(LOG_WINSTREAM, &log);
	world->on_read = go_dark;
	cr_assert_not(log_read(&dsp, &log, &text, &took, &err));
	cr_assert_eq(err.code, EIO);
	cr_assert_eq(text.len, 0);
}

/* -- mtrace -- */

Test(log, an_mtrace_slot_is_read_without_moving_its_pointer)
{
	struct log log;

	slot_make(0, 0x474f4c00);
	slot_write("[1] one\n[2] two\n");
	open_log(LOG_ANY, &log);
	cr_assert_eq(log.kind, LOG_MTRACE);
	check_read(&log, "[1] one\n[2] two\n", 0, false);
	open_log(LOG_ANY, &log);
	check_read(&log, "[1] one\n[2] two\n", 0, false);
	cr_assert_eq(world->writes, 0);
}

Test(log, what_was_read_of_mtrace_is_released_around_the_end)
{
	struct err err = ERR_INIT;
	struct log log;

	slot_make(0, 0x474f4c00);
	put32(SLOT, MTRACE_RING - 5);
	put32(SLOT + 4, MTRACE_RING - 5);
	slot_write("around the end\n");
	open_log(LOG_MTRACE, &log);
	check_read(&log, "around the end\n", 0, false);
	cr_assert(log_release(&dsp, &log, &err));
	cr_assert_eq(world->writes, 1);
	cr_assert_eq(get32(SLOT), 10);
	slot_write("more\n");
	check_read(&log, "more\n", 0, false);
}

Test(log, mtrace_is_followed_without_a_release)
{
	struct log log;

	slot_make(0, 0x474f4c00);
	slot_write("one\n");
	open_log(LOG_MTRACE, &log);
	check_read(&log, "one\n", 0, false);
	slot_write("two\n");
	check_read(&log, "two\n", 0, false);
	/* somebody else, or the firmware itself, moves on */
	slot_write("three\n");
	put32(SLOT, get32(SLOT + 4));
	slot_write("four\n");
	check_read(&log, "four\n", 0, true);
}

Test(log, an_mtrace_slot_must_fit_its_window_and_its_ring)
{
	const struct dsp_chip *tgl = dsp.chip;
	struct dsp_chip small = *tgl;
	autostrbuf text = STRBUF_INIT;
	struct err err = ERR_INIT;
	struct log_took took;
	struct log log;

	small.window_step = 0x8000;
	dsp.chip = &small;
	put32(0x90000 + 8 * 12 + 4, 0x474f4c01);
	cr_assert_not(log_open(&dsp, LOG_MTRACE, 1, &log, &err));
	cr_assert_eq(err.code, EBADMSG, "%s", err.msg);
	dsp.chip = tgl;
	slot_make(0, 0x474f4c00);
	open_log(LOG_MTRACE, &log);
	put32(SLOT + 4, MTRACE_RING);
	cr_assert_not(log_read(&dsp, &log, &text, &took, &err));
	cr_assert_eq(err.code, EBADMSG);
}

Test(log, slots_are_named)
{
	struct log_slot slots[LOG_SLOTS];
	struct err err = ERR_INIT;
	char text[40];

	slot_make(0, 0x474f4c03);
	slot_make(14, 0x4c455400);
	slot_make(15, 0x73686c6c);
	put32(DEBUG + 14 * 12, 7);
	cr_assert(log_slots(&dsp, slots, &err), "%s", err.msg);
	cr_assert_str_eq(log_slot_describe(slots[0].type, text, sizeof(text)),
			 "mtrace log of core 3");
	cr_assert_str_eq(log_slot_describe(slots[14].type, text, sizeof(text)), "telemetry");
	cr_assert_eq(slots[14].resource, 7);
	cr_assert_eq(slots[14].offset, DEBUG + 15 * 0x1000);
	cr_assert_eq(slots[15].offset, DEBUG + 0x400);
	cr_assert_str_eq(log_slot_describe(0x12345678, text, sizeof(text)), "type 0x12345678");
}

/* -- the doorbell -- */

Test(log, only_log_buffer_status_is_taken_from_the_doorbell)
{
	struct err err = ERR_INIT;
	uint32_t waits;

	cr_assert(log_doorbell(&dsp, &waits, &err));
	cr_assert_eq(waits, 0);
	put32(TDR, 0x9b061000);
	cr_assert(log_doorbell(&dsp, &waits, &err), "%s", err.msg);
	cr_assert_eq(waits, 0);
	cr_assert_eq(get32(TDR) & BIT(31), 0);
	put32(TDR, 0x9b0a0000); /* EXCEPTION */
	world->writes = 0;
	cr_assert(log_doorbell(&dsp, &waits, &err));
	cr_assert_eq(waits, 0x1b0a0000);
	cr_assert_eq(world->writes, 0);
	put32(TDR, 0x8dead000 | 0x80000000);
	cr_assert_not(log_doorbell(&dsp, &waits, &err));
	cr_assert_eq(err.code, EIO);
	cr_assert(strstr(err.msg, "panic"), "%s", err.msg);
}
