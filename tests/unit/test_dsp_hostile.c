/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A device that lies: a controller and a DSP made of plain memory that say what a test wants. */
#include <criterion/criterion.h>

#include <errno.h>
#include <string.h>

#include "backend/dsp/dsp.h"
#include "backend/dsp/ipc.h"
#include "backend/dsp/loader.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"

enum { BAR0_SIZE = 0x4000, BAR4_SIZE = 0x100000, CONFIG_SIZE = 256 };

struct liar {
	uint8_t *memory[3]; /* by region index: bar0, bar4, config */
	uint64_t now;
	bool stuck_crst; /* GCTL takes no write */
};

static uint32_t access_size(unsigned width_bits)
{
	return width_bits / 8;
}

static bool liar_read(struct device *dev, const struct region *region, uint64_t offset,
		      unsigned width_bits, uint64_t *ret, struct err *err)
{
	struct liar *liar = dev->priv;

	(void)err;
	*ret = get_le(liar->memory[region->index] + offset, access_size(width_bits));
	return true;
}

/* The doorbells as hardware has them: acknowledging clears. */
static bool liar_write(struct device *dev, const struct region *region, uint64_t offset,
		       unsigned width_bits, uint64_t value, struct err *err)
{
	struct liar *liar = dev->priv;

	(void)err;
	if (region->index == 0 && offset == HDA_GCTL && liar->stuck_crst)
		return true;
	if (region->index == 1 && (offset == 0xc0 || offset == 0xd4))
		value = get_le32(liar->memory[1] + offset) & ~value;
	put_le(liar->memory[region->index] + offset, value, access_size(width_bits));
	return true;
}

static uint64_t liar_now(struct device *dev)
{
	return ((struct liar *)dev->priv)->now += 1000;
}

static void liar_sleep(struct device *dev, uint64_t ns)
{
	((struct liar *)dev->priv)->now += ns;
}

static void liar_close(struct device *dev)
{
	struct liar *liar = dev->priv;

	for (size_t i = 0; i < ARRAY_SIZE(liar->memory); i++)
		free(liar->memory[i]);
	free(liar);
}

static const struct transport_ops liar_ops = {
	.name = "liar",
	.close = liar_close,
	.read = liar_read,
	.write = liar_write,
	.now_ns = liar_now,
	.sleep_ns = liar_sleep,
};

static struct device *dev;
static struct liar *liar;
static struct dsp dsp;

static void add_region(const char *name, unsigned index, uint64_t size)
{
	struct region region = { .kind = index == 2 ? REGION_CONFIG : REGION_BAR,
				 .index = index,
				 .flags = REGION_CAN_READ | REGION_CAN_WRITE,
				 .size = size };

	strcpy(region.name, name);
	device_add_region(dev, &region);
	liar->memory[index] = xcalloc(1, size);
}

static void put32(unsigned region, uint32_t offset, uint32_t value)
{
	put_le(liar->memory[region] + offset, value, 4);
}

/* An honest Tiger Lake to begin with. */
static void setup(void)
{
	struct err err = ERR_INIT;

	dev = xcalloc(1, sizeof(*dev));
	liar = xcalloc(1, sizeof(*liar));
	dev->ops = &liar_ops;
	dev->priv = liar;
	dev->pci = (struct pci_id){
		.known = true, .vendor = 0x8086, .device = 0xa0c8, .class_code = DSP_CLASS_AUDIO_DSP
	};
	add_region("bar0", 0, BAR0_SIZE);
	add_region("bar4", 1, BAR4_SIZE);
	add_region("config", 2, CONFIG_SIZE);
	put32(0, HDA_GCAP, 0x01009701);
	put32(0, HDA_LLCH, 0x800);
	put32(0, 0x800, 0x00030700);
	put32(0, 0x700, 0x00040000);
	cr_assert(dsp_init(dev, &dsp, &err), "%s", err.msg);
}

static void teardown(void)
{
	dsp_finish(&dsp);
	device_close(dev);
}

TestSuite(dsp_hostile, .init = setup, .fini = teardown);

static bool probe(struct err *err)
{
	struct dsp_report report;

	return dsp_step_run(&dsp, dsp_step_get(DSP_STEP_PROBE), &report, err);
}

Test(dsp_hostile, an_honest_device_is_probed)
{
	struct err err = ERR_INIT;

	cr_assert(probe(&err), "%s", err.msg);
	cr_assert_eq(dsp.hda.caps[HDA_CAP_PP], 0x800);
	cr_assert_eq(dsp.hda.playbacks, 9);
}

static void refuse_probe(int code, const char *says)
{
	struct err err = ERR_INIT;

	cr_assert_not(probe(&err));
	cr_assert_eq(err.code, code, "%s", err.msg);
	cr_assert(strstr(err.msg, says), "%s", err.msg);
}

Test(dsp_hostile, a_capability_list_that_is_a_ring_ends)
{
	put32(0, 0x700, 0x00040800);
	refuse_probe(EBADMSG, "one more than any controller has");
}

Test(dsp_hostile, a_capability_outside_the_bar_is_refused)
{
	put32(0, 0x700, 0x0004fffc);
	refuse_probe(EBADMSG, "0xfffc is outside bar0");
}

Test(dsp_hostile, an_unaligned_capability_is_refused)
{
	put32(0, HDA_LLCH, 0x802);
	refuse_probe(EBADMSG, "unaligned");
}

Test(dsp_hostile, a_capability_without_room_for_its_registers_is_refused)
{
	put32(0, 0x800, 0x00033ffc);
	put32(0, BAR0_SIZE - 4, 0x00040000);
	refuse_probe(EBADMSG, "0x3ffc leaves no room");
}

Test(dsp_hostile, a_controller_without_spib_is_no_dsp)
{
	put32(0, 0x800, 0x00030000);
	refuse_probe(ENODEV, "no SPIB capability");
}

Test(dsp_hostile, a_controller_without_playbacks_is_no_dsp)
{
	put32(0, HDA_GCAP, 0x01000701);
	refuse_probe(ENODEV, "no playback stream");
}

Test(dsp_hostile, a_controller_that_stays_in_reset_is_given_its_time)
{
	liar->stuck_crst = true;
	refuse_probe(ETIMEDOUT, "controller leaving reset: GCTL 0x00000000");
	cr_assert_geq(dsp.waited.elapsed_ns, DSP_MS(100));
	cr_assert_leq(dsp.waited.elapsed_ns, DSP_MS(102));
}

Test(dsp_hostile, all_ones_end_a_wait_early)
{
	struct err err = ERR_INIT;

	cr_assert(probe(&err), "%s", err.msg);
	put32(1, ADSP_ADSPCS, UINT32_MAX);
	cr_assert_not(dsp_cores_off(&dsp, 1, &err));
	cr_assert_eq(err.code, EIO);
	cr_assert(strstr(err.msg, "ADSPCS reads all ones"), "%s", err.msg);
	cr_assert_leq(dsp.waited.elapsed_ns, DSP_MS(6));
}

/* -- mailboxes -- */

static bool receive(uint32_t tdr, uint32_t tdd, struct ipc_message *ret, struct err *err)
{
	put32(1, 0xc0, tdr);
	put32(1, 0xc8, tdd);
	return ipc_receive(&dsp, DSP_MS(1), ret, err);
}

Test(dsp_hostile, a_mailbox_size_is_measured_before_it_is_believed)
{
	static const uint32_t sizes[] = { 0, 7, 385, 0x10000, 0x7fffffff, UINT32_MAX };

	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		struct ipc_message message;
		struct err err = ERR_INIT;

		put32(1, 0x81000, sizes[i]);
		cr_assert_not(receive(0xf0000000, 0, &message, &err), "%u", sizes[i]);
		cr_assert_eq(err.code, EBADMSG, "%s", err.msg);
		cr_assert_eq(get_le32(liar->memory[1] + 0xc0) >> 31, 0, "acknowledged");
	}
}

Test(dsp_hostile, an_odd_mailbox_size_fits)
{
	struct ipc_message message;
	struct err err = ERR_INIT;

	put32(1, 0x81000, 383);
	cr_assert(receive(0xf0000000, 0, &message, &err), "%s", err.msg);
	cr_assert_eq(message.size, 383);
}

Test(dsp_hostile, an_ipc4_reply_larger_than_the_mailbox_is_refused)
{
	struct ipc_message message;
	struct err err = ERR_INIT;

	dsp.ipc = 4;
	cr_assert_not(receive(0xe3000000, 0x20001001, &message, &err));
	cr_assert_eq(err.code, EBADMSG);
	cr_assert(receive(0xe3000000, 0x20001000, &message, &err), "%s", err.msg);
	cr_assert_eq(message.size, 4096);
	cr_assert(receive(0xe3000000, 0x00000004, &message, &err), "no FIRST: the whole box");
	cr_assert_eq(message.size, 4096);
}

Test(dsp_hostile, a_panic_is_told_as_one)
{
	struct ipc_message message;
	struct err err = ERR_INIT;

	put32(1, 0x80004, 0xcafe0000);
	cr_assert_not(receive(0x8dead006, 0x1234, &message, &err));
	cr_assert_eq(err.code, EIO);
	cr_assert_str_eq(err.msg, "firmware panic 0x0dead006, oops at 0x1234; error word "
				  "0xcafe0000: kernel exception; ADSPCS 0x00000000: core 0 has no "
				  "power");
}

Test(dsp_hostile, a_message_not_taken_yet_keeps_the_line_busy)
{
	struct ipc_message message;
	struct err err = ERR_INIT;

	dsp.ipc = 4;
	put32(1, 0xd0, IPC_BUSY);
	cr_assert_not(ipc4_send(&dsp, 0x43000000, 0, NULL, 0, &message, &err));
	cr_assert_eq(err.code, EBUSY, "%s", err.msg);
}

Test(dsp_hostile, an_ipc3_message_must_tell_its_own_size)
{
	uint8_t message[IPC3_MAX + 4] = { 12 }, reply[IPC3_MAX];
	struct err err = ERR_INIT;
	uint32_t size;

	dsp.ipc = 3;
	cr_assert_not(ipc3_send(&dsp, message, 8, reply, &size, &err));
	cr_assert_eq(err.code, EINVAL);
	cr_assert_not(ipc3_send(&dsp, message, sizeof(message), reply, &size, &err));
	cr_assert_eq(err.code, EINVAL);
}

Test(dsp_hostile, a_dsp_that_the_bios_switched_off_says_so)
{
	struct err err = ERR_INIT;
	struct dsp other;

	dev->pci.class_code = DSP_CLASS_HDA;
	cr_assert_not(dsp_init(dev, &other, &err));
	cr_assert(strstr(err.msg, "switched off"), "%s", err.msg);
	cr_assert(strstr(err.hint, "BIOS"));
}
