/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/model_boot.h"

#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"

#define V1 FWBUILD_CAVS_V1
#define V2 FWBUILD_CAVS_V2

const struct boot_part boot_parts[] = {
	{ "apl", 0x5a98, 0x3, 0x3, true, 0x2000, 6, V1, 0x03030303, 0x03030202, 0x01010202 },
	{ "glk", 0x3198, 0x3, 0x3, true, 0x2000, 6, V1, 0x03030303, 0x03030202, 0x01010202 },
	{ "cnl", 0x9dc8, 0xf, 0xf, false, 0x10000, 3, V1, 0x0f0f0f0f, 0x0f0f0e0e, 0x01010e0e },
	{ "cfl", 0xa348, 0xf, 0xf, false, 0x10000, 3, V1, 0x0f0f0f0f, 0x0f0f0e0e, 0x01010e0e },
	{ "cml", 0x02c8, 0xf, 0xf, false, 0x10000, 3, V1, 0x0f0f0f0f, 0x0f0f0e0e, 0x01010e0e },
	{ "icl", 0x34c8, 0xf, 0xf, false, 0x10000, 6, V1, 0x0f0f0f0f, 0x0f0f0e0e, 0x01010e0e },
	{ "jsl", 0x4dc8, 0x3, 0x3, false, 0x10000, 6, V1, 0x03030303, 0x03030202, 0x01010202 },
	{ "tgl", 0xa0c8, 0xf, 0x1, false, 0x10000, 3, V2, 0x0f010f0f, 0x0f010e0e, 0x0f010e0e },
	{ "tglh", 0x43c8, 0x3, 0x1, false, 0x10000, 3, V2, 0x03010303, 0x03010202, 0x03010202 },
	{ "ehl", 0x4b55, 0xf, 0x1, false, 0x10000, 3, V2, 0x0f010f0f, 0x0f010e0e, 0x0f010e0e },
	{ "adl", 0x51c8, 0xf, 0x1, false, 0x10000, 3, V2, 0x0f010f0f, 0x0f010e0e, 0x0f010e0e },
	{ "adls", 0x7ad0, 0x3, 0x1, false, 0x10000, 3, V2, 0x03010303, 0x03010202, 0x03010202 },
	{ "adln", 0x54c8, 0xf, 0x1, false, 0x10000, 3, V2, 0x0f010f0f, 0x0f010e0e, 0x0f010e0e },
	{ "rpl", 0x51ca, 0xf, 0x1, false, 0x10000, 3, V2, 0x0f010f0f, 0x0f010e0e, 0x0f010e0e },
	{ "rpls", 0x7a50, 0x3, 0x1, false, 0x10000, 3, V2, 0x03010303, 0x03010202, 0x03010202 },
	{ "" },
};

const struct boot_part *boot_part(const char *name)
{
	for (const struct boot_part *part = boot_parts; part->name[0]; part++)
		if (!strcmp(part->name, name))
			return part;
	cr_assert(false, "no part %s", name);
	return NULL;
}

void boot_rig_start(struct boot_rig *rig, const char *name)
{
	*rig = (struct boot_rig){ .part = boot_part(name) };
	test_host_start(&rig->host, name);
	boot_load_image(rig, 3);
}

void boot_rig_stop(struct boot_rig *rig)
{
	test_host_stop(&rig->host);
	free(rig->file);
}

uint32_t boot_reg(const struct boot_rig *rig, uint32_t reg)
{
	static const struct {
		uint32_t reg, old;
	} pairs[] = { { TDR, 0x40 }, { TDD, 0x44 }, { IDR, 0x48 },
		      { IDA, 0x4c }, { IDD, 0x4c }, { IPCCTL, 0x50 } };

	for (size_t i = 0; rig->part->old_doorbells && i < ARRAY_SIZE(pairs); i++)
		if (pairs[i].reg == reg)
			return pairs[i].old;
	return reg;
}

uint32_t boot_done(const struct boot_rig *rig)
{
	return rig->part->old_doorbells ? 0x40000000 : 0x80000000;
}

void boot_load_image(struct boot_rig *rig, unsigned ipc)
{
	struct fwbuild how = { .kind = rig->part->image, .ipc = ipc, .pages = 16 };

	free(rig->file);
	rig->file = fwbuild_image(&how, &rig->file_len);
	rig->image = rig->file + get_le32(rig->file + 4);
	rig->image_len = rig->file_len - get_le32(rig->file + 4);
}

/* -- the Linux driver's order -- */

bool boot_controller(struct boot_rig *rig, enum step without)
{
	test_config_write(&rig->host, 4, 16, without == MASTER ? 2 : 6);
	test_config_write(&rig->host, 0x60 + 2, 16, without == MSI ? 0x80 : 0x81);
	test_update(&rig->host, HDA, 8, 1, 0);
	if (!test_poll(&rig->host, HDA, 8, 1, 0, 100))
		return false;
	if (without != CRST) {
		test_update(&rig->host, HDA, 8, 1, 1);
		if (!test_poll(&rig->host, HDA, 8, 1, 1, 100))
			return false;
	}
	test_sleep_us(&rig->host, 1000);
	test_write(&rig->host, HDA, 0x20, 32, without == GIE ? 0 : 0xc0000000);
	test_update(&rig->host, HDA, 0x804, 0xc0000000,
		    (without == GPROCEN ? 0 : 0x40000000u) | (without == PIE ? 0 : 0x80000000u));
	return true;
}

void boot_put_descriptors(struct boot_rig *rig, enum step without, uint32_t len)
{
	uint8_t *list = rig->host.memory + TEST_MEMORY - 4096;
	uint32_t half = without == BDL_SECOND_ENTRY ? len : len / 2;

	memset(list, 0, 32);
	if (without == BDL)
		return;
	put_le(list, TEST_IOVA, 8);
	put_le(list + 8, half, 4);
	put_le(list + 16, TEST_IOVA + half, 8);
	put_le(list + 24, len - half, 4);
	put_le(list + 28, 1, 4);
}

static uint32_t put_image(struct boot_rig *rig, enum step without)
{
	if (without == STRIP) {
		memcpy(rig->host.memory, rig->file, rig->file_len);
		return (uint32_t)rig->file_len;
	}
	memcpy(rig->host.memory, rig->image, rig->image_len);
	if (without == INTACT_BODY)
		rig->host.memory[0x3001] ^= 1;
	return (uint32_t)rig->image_len;
}

void boot_stream(struct boot_rig *rig, enum step without)
{
	uint32_t len = put_image(rig, without);

	if (without != PROCEN)
		test_update(&rig->host, HDA, 0x804, 1u << STREAM, 1u << STREAM);
	test_update(&rig->host, HDA, SD, 0x1e, 0);
	test_write(&rig->host, HDA, SD + 3, 32, 0x1c);
	test_update(&rig->host, HDA, SD, 1, 1);
	test_poll(&rig->host, HDA, SD, 1, 1, 1);
	test_update(&rig->host, HDA, SD, 1, 0);
	test_poll(&rig->host, HDA, SD, 1, 0, 1);
	boot_put_descriptors(rig, without, len);
	if (without != TAG)
		test_update(&rig->host, HDA, SD, 0xf00000, 0x100000);
	if (without != CBL)
		test_write(&rig->host, HDA, SD + 8, 32, len);
	/* the driver couples the link for this on APL and GLK */
	if (rig->part->old_doorbells && without != PROCEN)
		test_update(&rig->host, HDA, 0x804, 1u << STREAM, 0);
	test_update(&rig->host, HDA, SD + 0x12, 0xffff, 0x40);
	if (rig->part->old_doorbells && without != PROCEN)
		test_update(&rig->host, HDA, 0x804, 1u << STREAM, 1u << STREAM);
	test_update(&rig->host, HDA, SD + 0xc, 0xff, without == BDL_SECOND_ENTRY ? 0 : 1);
	test_write(&rig->host, HDA, SD + 0x18, 32, (uint32_t)(TEST_IOVA + TEST_MEMORY - 4096));
	test_write(&rig->host, HDA, SD + 0x1c, 32, 0);
	test_update(&rig->host, HDA, SD, 0x1c, 0x1c);
	if (without != SPIB_ENABLE)
		test_update(&rig->host, HDA, 0x704, 1u << STREAM, 1u << STREAM);
	test_write(&rig->host, HDA, 0x708 + 8 * STREAM, 32,
		   without == SPIB_VALUE ? len - 4096 : len);
}

static uint32_t request_value(enum step without)
{
	uint32_t value = 0x81004000;

	if (without == REQUEST_CHANNEL)
		value |= 3 << 9;
	if (without == REQUEST_PURGE)
		value &= ~0x4000u;
	return value;
}

/* Stall, reset, power off. */
static bool cores_off(struct boot_rig *rig, uint32_t cores)
{
	test_update(&rig->host, DSP, ADSPCS, cores << 8, cores << 8);
	test_update(&rig->host, DSP, ADSPCS, cores, cores);
	test_update(&rig->host, DSP, ADSPCS, cores << 16, 0);
	return test_poll(&rig->host, DSP, ADSPCS, cores << 24, 0, 50);
}

enum stage boot_start_core(struct boot_rig *rig, enum step without)
{
	uint32_t managed = rig->part->managed, others = managed & ~1u;

	if (without != SPA)
		test_update(&rig->host, DSP, ADSPCS, managed << 16, managed << 16);
	if (!test_poll(&rig->host, DSP, ADSPCS, managed << 24, managed << 24, 50))
		return AT_POWER;
	if (test_read(&rig->host, DSP, ADSPCS, 32) == 0xffffffff)
		return AT_POWER;
	for (unsigned i = 0; i < rig->part->ssp_count; i++)
		test_update(&rig->host, DSP, rig->part->ssp_base + 4 + 0x1000 * i, 0x03000000,
			    0x03000000);
	if (without != REQUEST)
		test_write(&rig->host, DSP, boot_reg(rig, IDR), 32, request_value(without));
	if (without != CLEAR_CRST)
		test_update(&rig->host, DSP, ADSPCS, 1, 0);
	if (without != CLEAR_CSTALL)
		test_update(&rig->host, DSP, ADSPCS, 0x100, 0);
	if (!test_poll(&rig->host, DSP, boot_reg(rig, IDA), boot_done(rig), boot_done(rig), 500))
		return AT_ACK;
	test_write(&rig->host, DSP, boot_reg(rig, IDA), 32, boot_done(rig));
	if (others && !cores_off(rig, others))
		return AT_POWER;
	if (without != IPC_INTERRUPTS)
		test_update(&rig->host, DSP, boot_reg(rig, IPCCTL), 3, 3);
	if (without != ADSPIC_ENABLE)
		test_update(&rig->host, DSP, ADSPIC, 1, 1);
	if (!test_poll(&rig->host, DSP, STATUS, 0xffffff, 1, 300))
		return AT_ROM;
	return BOOTED;
}

enum stage boot_download(struct boot_rig *rig, enum step without)
{
	bool entered;

	test_update(&rig->host, HDA, 0x20, 1u << STREAM, 1u << STREAM);
	if (without != RUN)
		test_update(&rig->host, HDA, SD, 0x1e, 0x1e);
	entered = test_poll(&rig->host, DSP, STATUS, 0xffffff, 5, 3000);
	test_update(&rig->host, HDA, SD, 0x1e, 0);
	test_write(&rig->host, HDA, SD + 3, 32, 0x1c);
	test_update(&rig->host, HDA, 0x20, 1u << STREAM, 0);
	test_update(&rig->host, HDA, 0x704, 1u << STREAM, 0);
	test_write(&rig->host, HDA, 0x708 + 8 * STREAM, 32, 0);
	test_write(&rig->host, HDA, SD + 0x18, 32, 0);
	test_write(&rig->host, HDA, SD, 32, 0);
	return entered ? BOOTED : AT_ENTERED;
}

/* By interrupt: the register alone does not count. */
enum stage boot_wait_ready(struct boot_rig *rig)
{
	unsigned before = rig->host.msis;

	for (unsigned i = 0; i < 20 && rig->host.msis == before; i++)
		test_sleep_us(&rig->host, 100000);
	if (rig->host.msis == before ||
	    !(test_read(&rig->host, DSP, boot_reg(rig, TDR), 32) & 0x80000000))
		return AT_READY;
	return BOOTED;
}

void boot_ack_dsp(struct boot_rig *rig)
{
	test_write(&rig->host, DSP, boot_reg(rig, TDR), 32, 0x80000000);
	if (!rig->part->old_doorbells)
		test_write(&rig->host, DSP, TDA, 32, 0x80000000);
}

uint32_t boot_ipc3(struct boot_rig *rig, uint32_t size, uint32_t cmd)
{
	test_write(&rig->host, DSP, DOWNLINK, 32, size);
	test_write(&rig->host, DSP, DOWNLINK + 4, 32, cmd);
	test_write(&rig->host, DSP, boot_reg(rig, IDR), 32, 0x80000000);
	if (!test_poll(&rig->host, DSP, boot_reg(rig, IDA), boot_done(rig), boot_done(rig), 500))
		return 0xdead;
	test_write(&rig->host, DSP, boot_reg(rig, IDA), 32, boot_done(rig));
	if (test_read(&rig->host, DSP, boot_reg(rig, IDR), 32) & 0x80000000)
		return 0xbeef;
	cr_assert_eq(test_read(&rig->host, DSP, DOWNLINK, 32), 12);
	cr_assert_eq(test_read(&rig->host, DSP, DOWNLINK + 4, 32), 0x10000000);
	return (uint32_t)test_read(&rig->host, DSP, DOWNLINK + 8, 32);
}

void boot_power_down(struct boot_rig *rig)
{
	cores_off(rig, rig->part->cores);
}

enum stage boot_linux(struct boot_rig *rig, enum step without)
{
	enum stage stage;

	/* the core's own clean slate first, as after a boot that ended anywhere */
	test_config_write(&rig->host, 4, 16, 6);
	test_update(&rig->host, HDA, 0x804, 0x40000000, 0x40000000);
	boot_power_down(rig);
	test_write(&rig->host, DSP, boot_reg(rig, IPCCTL), 32, 0);
	test_write(&rig->host, DSP, ADSPIC, 32, 0);
	test_write(&rig->host, HDA, 0x804, 32, 0);
	if (!boot_controller(rig, without))
		return AT_CONTROLLER;
	boot_stream(rig, without);
	stage = boot_start_core(rig, without);
	if (stage != BOOTED)
		return stage;
	stage = boot_download(rig, without);
	if (stage != BOOTED)
		return stage;
	stage = boot_wait_ready(rig);
	if (stage != BOOTED)
		return stage;
	boot_ack_dsp(rig);
	return boot_ipc3(rig, 8, 0x40030000) ? AT_ALIVE : BOOTED;
}

/* -- Zephyr's order -- */

enum stage boot_zephyr(struct boot_rig *rig)
{
	uint8_t *list = rig->host.memory + TEST_MEMORY - 128;

	test_config_write(&rig->host, 4, 16, 0x0406);
	test_update(&rig->host, HDA, 0x804, 0x40000000, 0x40000000);
	test_write(&rig->host, HDA, 8, 32, 0);
	if (!test_poll(&rig->host, HDA, 8, 1, 0, 100))
		return AT_CONTROLLER;
	test_write(&rig->host, HDA, 8, 32, 1);
	if (!test_poll(&rig->host, HDA, 8, 1, 1, 100))
		return AT_CONTROLLER;
	test_update(&rig->host, DSP, ADSPCS, 0x100, 0x100);
	test_update(&rig->host, DSP, ADSPCS, 1, 1);
	test_update(&rig->host, DSP, ADSPCS, 0x10000, 0);
	if (!test_poll(&rig->host, DSP, ADSPCS, 0x01000000, 0, 50))
		return AT_POWER;

	memcpy(rig->host.memory, rig->image, rig->image_len);
	put_le(list, TEST_IOVA, 8);
	put_le(list + 8, TEST_MEMORY - 256, 4);
	put_le(list + 16, TEST_IOVA + TEST_MEMORY - 256, 8);
	put_le(list + 24, 128, 4);
	test_write(&rig->host, HDA, SD, 32, 1);
	test_poll(&rig->host, HDA, SD, 1, 1, 1);
	test_write(&rig->host, HDA, SD, 32, 0);
	test_poll(&rig->host, HDA, SD, 1, 0, 1);
	test_write(&rig->host, HDA, SD, 32, 1u << 20);
	test_write(&rig->host, HDA, SD + 0x1c, 32, 0);
	test_write(&rig->host, HDA, SD + 0x18, 32, (uint32_t)(TEST_IOVA + TEST_MEMORY - 128));
	test_write(&rig->host, HDA, SD + 8, 32, (uint32_t)rig->image_len);
	test_write(&rig->host, HDA, SD + 0xc, 16, 1);
	test_update(&rig->host, HDA, 0x804, 1u << STREAM, 1u << STREAM);
	test_update(&rig->host, HDA, 0x704, 1u << STREAM, 1u << STREAM);
	test_write(&rig->host, HDA, 0x708 + 8 * STREAM, 32, (uint32_t)rig->image_len);

	test_write(&rig->host, DSP, ADSPCS, 32, 0x00010000);
	if (!test_poll(&rig->host, DSP, ADSPCS, 0x01000000, 0x01000000, 50))
		return AT_POWER;
	test_update(&rig->host, DSP, ADSPCS, 1, 0);
	test_update(&rig->host, DSP, ADSPCS, 0x100, 0);
	test_sleep_us(&rig->host, 1000000);
	if (!test_poll(&rig->host, DSP, STATUS, 0xff000000, 0x05000000, 1000))
		return AT_ROM;
	test_write(&rig->host, DSP, boot_reg(rig, IDR), 32, 0x81004000);
	test_update(&rig->host, HDA, SD, 2, 2);
	if (!test_poll(&rig->host, DSP, STATUS, 0x0fffffff, 5, 3000))
		return AT_ENTERED;
	test_update(&rig->host, HDA, SD, 2, 0);
	test_sleep_us(&rig->host, 100000);
	test_update(&rig->host, HDA, SD, 1, 1);
	return BOOTED;
}
