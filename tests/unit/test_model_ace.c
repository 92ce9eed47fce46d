/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The simulated ACE DSPs: what each step of a boot is worth, in the order of the Linux driver and in that
 * of Zephyr's host tool; doorbells, power and interrupts where they differ from cAVS. The boot programs
 * share nothing with backend/dsp. */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "tests/tools/fwbuild.h"
#include "tests/unit/model_host.h"

enum { HDA = 0, DSP = 4 };
enum {
	HFDSSCS = 0x1000,
	HFHIPCIE = 0x1140,
	INTEN = 0x1800,
	IRQSTS = 0x1820,
	TDR = 0x73200,
	TDA = 0x73204,
	TDD = 0x73300,
	IDR = 0x73210,
	IDA = 0x73214,
	IDD = 0x73380,
	IPCCTL = 0x73228,
	CORE = 0x178d04,
	W0 = 0x180000,
	UPLINK = 0x181000,
};

static const struct part {
	char name[8];
	unsigned stream; /* the first playback */
	uint32_t status; /* the ROM's */
	uint32_t domain; /* power control */
} parts[] = {
	{ "mtl", 7, 0x163200, 0x1d18 },
	{ "arl", 7, 0x163200, 0x1d18 },
	{ "lnl", 11, 0x160200, 0x1d18 },
	{ "ptl", 11, 0x160200, 0x1d20 },
};

enum step {
	NO_STEP,
	SUBSYSTEM,
	DOMAIN,
	CORE_POWER,
	REQUEST,
	CHANNEL,
	SPIB,
	RUN,
	INTACT_BODY,
	IPC_INTERRUPTS,
	INTERRUPT_ENABLE,
	HOST_ENABLE,
	PIE,
};

enum stage { BOOTED, AT_POWER, AT_ACK, AT_ROM, AT_ENTERED, AT_READY, AT_ALIVE };

static const struct part *part;
static struct test_host host;
static uint8_t *file, *image;
static size_t image_len;

static void start(const struct part *which)
{
	const struct fwbuild how = { .kind = FWBUILD_ACE, .ipc = 4 };
	size_t len;

	part = which;
	test_host_start(&host, which->name);
	file = fwbuild_image(&how, &len);
	image = file + get_le32(file + 4);
	image_len = len - get_le32(file + 4);
}

static void stop(void)
{
	test_host_stop(&host);
	free(file);
}

static uint32_t sd(uint32_t reg)
{
	return 0x80 + 0x20 * part->stream + reg;
}

static bool crst(uint32_t value)
{
	test_update(&host, HDA, 8, 1, value);
	return test_poll(&host, HDA, 8, 1, value, 100);
}

static void controller(enum step without)
{
	test_config_write(&host, 4, 16, 6);
	test_config_write(&host, 0x60 + 2, 16, 0x81);
	cr_assert(crst(0) && crst(1));
	test_sleep_us(&host, 1000);
	test_write(&host, HDA, 0x20, 32, 0xc0000000);
	test_write(&host, HDA, 0x804, 32, without == PIE ? 0x40000000 : 0xc0000000);
}

static bool power(uint32_t control, uint32_t request, uint32_t status, uint32_t granted, bool on)
{
	test_update(&host, DSP, control, request, on ? request : 0);
	test_sleep_us(&host, 1000);
	return test_poll(&host, DSP, status, granted, on ? granted : 0, 50);
}

static bool subsystem(bool on)
{
	return power(HFDSSCS, 1 << 16, HFDSSCS, 1 << 24, on);
}

static bool domain(bool on)
{
	return power(part->domain, 1, part->domain + 4, 1, on);
}

static bool core(bool on)
{
	return power(CORE, 1, CORE, 1 << 8, on);
}

static void stream(enum step without)
{
	uint8_t *list = host.memory + TEST_MEMORY - 4096;
	uint32_t len = (uint32_t)image_len, bit = 1u << part->stream;

	memcpy(host.memory, image, image_len);
	if (without == INTACT_BODY)
		host.memory[0x3001] ^= 1;
	memset(list, 0, 32);
	put_le(list, TEST_IOVA, 8);
	put_le(list + 8, len / 2, 4);
	put_le(list + 16, TEST_IOVA + len / 2, 8);
	put_le(list + 24, len - len / 2, 4);
	test_write(&host, HDA, sd(0), 32, 1);
	test_write(&host, HDA, sd(0), 32, 0);
	test_write(&host, HDA, sd(0), 32, 1u << 20);
	test_write(&host, HDA, sd(0x1c), 32, 0);
	test_write(&host, HDA, sd(0x18), 32, (uint32_t)(TEST_IOVA + TEST_MEMORY - 4096));
	test_write(&host, HDA, sd(8), 32, len);
	test_write(&host, HDA, sd(0xc), 16, 1);
	test_update(&host, HDA, 0x804, bit, bit);
	if (without != SPIB)
		test_update(&host, HDA, 0x704, bit, bit);
	test_write(&host, HDA, 0x708 + 8 * part->stream, 32, len);
}

static bool rom_took_it(void)
{
	if (!test_poll(&host, DSP, IDA, 1u << 31, 1u << 31, 500))
		return false;
	test_write(&host, DSP, IDA, 32, 1u << 31);
	return !(test_read(&host, DSP, IDR, 32) >> 31);
}

static void request(enum step without)
{
	if (without != REQUEST)
		test_write(&host, DSP, IDR, 32, without == CHANNEL ? 0x81004600 : 0x81004000);
}

static void interrupts(enum step without)
{
	uint32_t block = (uint32_t)test_read(&host, DSP, 0x1108, 32) & 0x1fffff;

	cr_assert_eq(block, INTEN);
	if (without != INTERRUPT_ENABLE)
		test_update(&host, DSP, block, 0x41, 0x41);
	if (without != HOST_ENABLE)
		test_update(&host, DSP, HFHIPCIE, 1, 1);
	if (without != IPC_INTERRUPTS)
		test_update(&host, DSP, IPCCTL, 3, 3);
}

static enum stage download(enum step without)
{
	bool entered;

	if (without != RUN)
		test_update(&host, HDA, sd(0), 0x1e, 0x1e);
	entered = test_poll(&host, DSP, part->status, 0xffffff, 5, 3000);
	test_update(&host, HDA, sd(0), 0x1e, 0);
	test_update(&host, HDA, 0x704, 1u << part->stream, 0);
	return entered ? BOOTED : AT_ENTERED;
}

static void ack_dsp(void)
{
	test_write(&host, DSP, TDR, 32, test_read(&host, DSP, TDR, 32));
	test_update(&host, DSP, TDA, 1u << 31, 0);
}

/* FW_CONFIG get: the answer is a message of its own. */
static bool alive(void)
{
	test_write(&host, DSP, IDD, 32, 0x20701000);
	test_write(&host, DSP, IDR, 32, 0xc3000000);
	if (!rom_took_it() || !test_poll(&host, DSP, TDR, 0xffffffff, 0xe3000000, 500))
		return false;
	ack_dsp();
	return test_read(&host, DSP, UPLINK + 4, 32) == 8;
}

static enum stage ready(void)
{
	unsigned before = host.msis;

	for (unsigned i = 0; i < 20 && host.msis == before; i++)
		test_sleep_us(&host, 100000);
	if (host.msis == before || test_read(&host, DSP, TDR, 32) != 0x9b080000)
		return AT_READY;
	ack_dsp();
	return alive() ? BOOTED : AT_ALIVE;
}

static enum stage boot_linux(enum step without)
{
	enum stage stage;

	controller(without);
	/* as 6.12 does: from off; and the domain, which no driver switches off */
	if (test_read(&host, DSP, CORE, 32) & 1 << 8)
		core(false);
	subsystem(false);
	domain(false);
	if (without != SUBSYSTEM && !subsystem(true))
		return AT_POWER;
	if (without != DOMAIN && !domain(true))
		return AT_POWER;
	stream(without);
	request(without);
	test_update(&host, DSP, CORE, 3u << 24, 2u << 24);
	if (without != CORE_POWER && !core(true))
		return AT_POWER;
	if (!rom_took_it())
		return AT_ACK;
	interrupts(without);
	if (!test_poll(&host, DSP, part->status, 0xffffff, 1, 300))
		return AT_ROM;
	stage = download(without);
	return stage == BOOTED ? ready() : stage;
}

/* No controller reset after GPROCEN, no owner, no interrupts, no acknowledge of the ROM's DONE needed. */
static enum stage boot_zephyr(void)
{
	test_config_write(&host, 4, 16, 0x0406);
	test_update(&host, HDA, 0x804, 0x40000000, 0x40000000);
	cr_assert(crst(0) && crst(1));
	test_update(&host, DSP, HFDSSCS, 1 << 16, 0);
	test_sleep_us(&host, 2000);
	test_update(&host, DSP, HFDSSCS, 1 << 16, 1 << 16);
	test_sleep_us(&host, 2000);
	if (!test_poll(&host, DSP, HFDSSCS, 1 << 24, 1 << 24, 50) || !domain(true))
		return AT_POWER;
	test_update(&host, DSP, CORE, 1, 0);
	stream(NO_STEP);
	request(NO_STEP);
	if (!core(true))
		return AT_POWER;
	if (!test_poll(&host, DSP, IDR, 1u << 31, 0, 500))
		return AT_ACK;
	test_update(&host, DSP, IDA, 1u << 31, 1u << 31);
	test_update(&host, HDA, sd(0), 2, 2);
	if (!test_poll(&host, DSP, part->status, 0x0fffffff, 5, 3000))
		return AT_ENTERED;
	test_update(&host, HDA, sd(0), 2, 0);
	test_sleep_us(&host, 100000);
	test_update(&host, HDA, sd(0), 1, 1);
	return BOOTED;
}

static void on_each_part(void (*run)(void))
{
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		start(&parts[i]);
		run();
		stop();
	}
}

/* -- both orders -- */

static void both_orders(void)
{
	cr_assert_eq(boot_linux(NO_STEP), BOOTED, "%s: %s", part->name, host.complaint);
	cr_assert_eq(test_read(&host, DSP, part->status, 32), 0x50000005);
	cr_assert_eq(test_read(&host, DSP, part->status + 4, 32), 0);
	cr_assert_eq(test_read(&host, DSP, W0, 32), 5, "6.1 looks here");
	cr_assert_eq(test_read(&host, DSP, W0 + 0x1c, 32), 1);
	cr_assert_eq(test_read(&host, DSP, UPLINK + 8, 64), get_le64(image + 0x2000 + 28),
		     "the image's version");
	cr_assert_eq(boot_zephyr(), BOOTED, "%s: %s", part->name, host.complaint);
	cr_assert_eq(boot_zephyr(), BOOTED, "%s: %s", part->name, host.complaint);
	cr_assert_eq(boot_linux(NO_STEP), BOOTED, "%s: %s", part->name, host.complaint);
	cr_assert_eq(host.complaints, 0, "%s: %s", part->name, host.complaint);
}

Test(model_ace, every_part_boots_in_both_orders)
{
	on_each_part(both_orders);
}

static void omissions(void)
{
	static const struct {
		enum step without;
		enum stage stage;
		uint32_t error;
	} table[] = {
		{ SUBSYSTEM, AT_POWER, 0 },	 { DOMAIN, AT_POWER, 0 },
		{ CORE_POWER, AT_ACK, 0 },	 { REQUEST, AT_ACK, 0 },
		{ CHANNEL, AT_ENTERED, 0 },	 { SPIB, AT_ENTERED, 0 },
		{ RUN, AT_ENTERED, 0 },		 { INTACT_BODY, AT_ENTERED, 44 },
		{ IPC_INTERRUPTS, AT_READY, 0 }, { INTERRUPT_ENABLE, AT_READY, 0 },
		{ HOST_ENABLE, AT_READY, 0 },	 { PIE, AT_READY, 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		enum stage stage = boot_linux(table[i].without);

		cr_expect_eq(stage, table[i].stage, "%s without %u: stage %d, not %d (%s)",
			     part->name, table[i].without, stage, table[i].stage, host.complaint);
		cr_expect_eq(test_read(&host, DSP, part->status + 4, 32), table[i].error);
		cr_expect_eq(boot_linux(NO_STEP), BOOTED, "control after %u", table[i].without);
	}
}

Test(model_ace, each_step_left_out_stops_the_boot)
{
	on_each_part(omissions);
}

/* -- what differs from cAVS -- */

static void begin(void)
{
	start(&parts[0]);
}

TestSuite(model_ace_mtl, .init = begin, .fini = stop);

Test(model_ace_mtl, rom_words_are_those_of_real_logs)
{
	controller(NO_STEP);
	cr_assert(subsystem(true) && domain(true));
	cr_assert_eq(test_read(&host, DSP, HFDSSCS, 32), 0x01010000);
	cr_assert_eq(test_read(&host, DSP, 0x1d1c, 32), 0x8151);
	stream(NO_STEP);
	request(NO_STEP);
	test_update(&host, DSP, CORE, 3u << 24, 2u << 24);
	cr_assert(core(true));
	cr_assert_eq(test_read(&host, DSP, CORE, 32), 0x02000101);
	cr_assert_eq(test_read(&host, DSP, IDA, 32), 0x80000000);
	cr_assert(rom_took_it());
	interrupts(NO_STEP);
	cr_assert_eq(test_read(&host, DSP, INTEN, 32), 0x41);
	cr_assert_eq(test_read(&host, DSP, HFHIPCIE, 32), 1);
	cr_assert(test_poll(&host, DSP, part->status, 0xffffffff, 0x55000001, 300));
}

Test(model_ace_mtl, the_host_acknowledges_by_clearing_a_bit)
{
	cr_assert_eq(boot_linux(NO_STEP), BOOTED);
	for (unsigned i = 0; i < 2; i++) {
		test_write(&host, DSP, IDR, 32, 0x91000000);
		cr_assert(rom_took_it());
	}
	cr_assert(test_poll(&host, DSP, TDR, 0xffffffff, 0xb1000000, 100));
	cr_assert_eq(test_read(&host, DSP, TDA, 32), 0x80000000);
	test_write(&host, DSP, TDR, 32, 0x80000000);
	test_sleep_us(&host, 1000);
	cr_assert_eq(test_read(&host, DSP, TDR, 32) >> 31, 0, "not before the acknowledge");
	test_write(&host, DSP, TDA, 32, 0x80000000);
	test_sleep_us(&host, 1000);
	cr_assert_eq(test_read(&host, DSP, TDR, 32) >> 31, 0, "writing 1 is none here");
	test_write(&host, DSP, TDA, 32, 0);
	test_sleep_us(&host, 1000);
	cr_assert_eq(test_read(&host, DSP, TDR, 32) >> 31, 1);
}

Test(model_ace_mtl, irqsts_shows_what_the_enables_hold_back)
{
	cr_assert_eq(boot_linux(NO_STEP), BOOTED);
	test_update(&host, DSP, HFHIPCIE, 1, 0);
	host.msis = 0;
	test_write(&host, DSP, IDR, 32, 0x91000000);
	cr_assert(test_poll(&host, DSP, IRQSTS, 1, 1, 10));
	cr_assert_eq(host.msis, 0);
	test_update(&host, DSP, HFHIPCIE, 1, 1);
	cr_assert_eq(host.msis, 1);
}

Test(model_ace_mtl, without_its_power_the_dsp_takes_no_write)
{
	controller(NO_STEP);
	request(NO_STEP);
	cr_assert_eq(test_read(&host, DSP, IDR, 32), 0);
	cr_assert_str_eq(host.complaint, "HFIPCXIDR written while HFDSSCS.CPA is 0, lost");
	test_write(&host, DSP, CORE, 32, 1);
	cr_assert_eq(test_read(&host, DSP, CORE, 32), 0);
	test_write(&host, DSP, HFHIPCIE, 32, 1);
	cr_assert_eq(test_read(&host, DSP, HFHIPCIE, 32), 0);
}

Test(model_ace_mtl, losing_the_subsystem_loses_all_behind_it)
{
	cr_assert_eq(boot_linux(NO_STEP), BOOTED);
	cr_assert(subsystem(false));
	cr_assert_eq(test_read(&host, DSP, CORE, 32), 0);
	cr_assert_eq(test_read(&host, DSP, part->status, 32), 0);
	cr_assert_eq(test_read(&host, DSP, INTEN, 32), 0);
	cr_assert_eq(test_read(&host, DSP, W0, 32), 0);
	cr_assert_eq(test_read(&host, DSP, part->domain + 4, 32) & 1, 0);
	cr_assert(subsystem(true));
	cr_assert_eq(test_read(&host, DSP, part->domain + 4, 32) & 1, 1, "still asked for");
	cr_assert_eq(test_read(&host, DSP, part->status, 32), 0, "the core is not");
}

Test(model_ace_mtl, request_without_purge_starts_the_kept_image)
{
	cr_assert_eq(boot_linux(NO_STEP), BOOTED);
	cr_assert(core(false) && subsystem(false) && subsystem(true) && domain(true));
	test_write(&host, DSP, IDR, 32, 0x81000000);
	cr_assert(core(true) && rom_took_it());
	cr_assert(test_poll(&host, DSP, part->status, 0xffffff, 5, 300));
	cr_assert(test_poll(&host, DSP, TDR, 0xffffffff, 0x9b080000, 100));
}

static void no_imr_without_an_image(void)
{
	controller(NO_STEP);
	cr_assert(subsystem(true) && domain(true));
	test_write(&host, DSP, IDR, 32, 0x81000000);
	cr_assert(core(true) && rom_took_it());
	cr_assert_not(test_poll(&host, DSP, part->status, 0xffffff, 5, 300));
}

Test(model_ace, nothing_kept_is_no_warm_boot)
{
	on_each_part(no_imr_without_an_image);
}

static void power_faults(void)
{
	controller(NO_STEP);
	test_fault(&host, "subsys-no-power", true);
	cr_assert_not(subsystem(true));
	test_fault(&host, "subsys-no-power", false);
	test_fault(&host, "domain-no-power", true);
	cr_assert(subsystem(false) && subsystem(true));
	cr_assert_not(domain(true));
	cr_assert_not(core(true), "no core without its domain");
	test_fault(&host, "domain-no-power", false);
	test_fault(&host, "core-no-power", true);
	cr_assert(domain(false) && domain(true));
	cr_assert_not(core(true));
	test_fault(&host, "core-no-power", false);
	test_fault(&host, "wedged", true);
	cr_assert_not(core(false) && core(true));
	test_fault(&host, "wedged", false);
	cr_assert_eq(boot_linux(NO_STEP), BOOTED, "%s", host.complaint);
}

Test(model_ace, each_power_has_its_fault)
{
	on_each_part(power_faults);
}

/* -- the controller -- */

static void controller_facts(void)
{
	unsigned gcap = part->stream == 11 ? 0x9b01 : 0x9701, last = part->stream + 8;

	controller(NO_STEP);
	cr_assert_eq(test_read(&host, HDA, 0, 16), gcap, "%s", part->name);
	cr_assert_eq(test_read(&host, HDA, 0x80 + 0x20 * last, 32), 0x40000);
	cr_assert_eq(test_read(&host, HDA, 0x80 + 0x20 * (last + 1), 32), 0, "no such stream");
	test_write(&host, HDA, 0x704, 32, 0xffffffff);
	cr_assert_eq(test_read(&host, HDA, 0x704, 32), (1u << (last + 1)) - 1);
	test_write(&host, HDA, 0x1d4a, 8, 4);
	cr_assert_eq(test_read(&host, HDA, 0x1d4a, 8), 4);
	/* Linux 6.1 writes these two places of other registers */
	test_write(&host, HDA, 0x1d18, 32, 0x200);
	test_write(&host, DSP, 0x10, 32, 0x20);
	cr_assert_eq(host.complaints, 0, "%s", host.complaint);
	/* a codec through the immediate command registers, which the driver uses since ACE 2 */
	test_write(&host, HDA, 0x68, 16, 2);
	test_write(&host, HDA, 0x60, 32, 0x000f0000);
	test_update(&host, HDA, 0x68, 1, 1);
	cr_assert_eq(test_read(&host, HDA, 0x68, 16), 2);
	cr_assert_eq(test_read(&host, HDA, 0x64, 32), 0x1af40012);
}

/* Since ACE 2 there are links of SSPs and of microphones, off until somebody wants them. */
static void links(void)
{
	bool alt = part->stream == 11;

	controller(NO_STEP);
	cr_assert_eq(test_read(&host, HDA, 0xc04, 32), alt ? 2 : 0, "%s", part->name);
	cr_assert_eq(test_read(&host, HDA, 0xc4c, 16), 1, "the codec's");
	cr_assert_eq(test_read(&host, HDA, 0xc80, 32) >> 28, alt);
	cr_assert_eq(test_read(&host, HDA, 0xca0, 32), alt ? 0xc0000000 : 0);
	cr_assert_eq(test_read(&host, HDA, 0xce0, 32), alt ? 0xc1000000 : 0);
	cr_assert_eq(test_read(&host, HDA, 0xcc4, 32), 0);
	test_write(&host, HDA, 0xcc4, 32, 0x10010);
	cr_assert_eq(test_read(&host, HDA, 0xcc4, 32), alt ? 0x810010 : 0);
}

Test(model_ace, the_links_of_each_generation)
{
	on_each_part(links);
}

Test(model_ace, the_controller_has_the_streams_of_its_generation)
{
	on_each_part(controller_facts);
}
