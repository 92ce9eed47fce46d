/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The register files that barsh ships, read as a session reads them, against what the boot code knows
 * of the same chips and against places that are known from elsewhere. */
#include <criterion/criterion.h>

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "backend/dsp/chips.h"
#include "backend/dsp/loader.h"
#include "backend/dsp/status.h"
#include "backend/model/model.h"
#include "backend/regs/decode.h"
#include "backend/support/bits.h"
#include "commands/regs.h"
#include "repl/script.h"

static struct script *script;
static struct session *session;
static struct device device;
static struct session_device attached = { .dev = &device };
static struct regdb *db;
static struct err err;

static bool host_source(void *ctx, const char *path, struct err *e)
{
	(void)ctx;
	return script_source(script, path, e);
}

static void setup(void)
{
	const struct session_host host = { .source = host_source };

	session = session_create(&host, NULL);
	snprintf(session->scripts_dir, sizeof(session->scripts_dir), "scripts");
	script = script_create();
	script_bind(script, session);
}

/* The device is a function with these ids and nothing behind it. */
static void forget_device(void)
{
	while (attached.slots) {
		struct session_slot *slot = attached.slots;

		attached.slots = slot->next;
		slot->destroy(slot->data);
		free(slot);
	}
}

static void teardown(void)
{
	forget_device();
	script_destroy(script);
	session_destroy(session);
}

static void load(uint16_t vendor, uint16_t id, uint32_t class_code)
{
	forget_device();
	device.pci = (struct pci_id){
		.known = true, .vendor = vendor, .device = id, .class_code = class_code
	};
	cr_assert(session_regs(session, &attached, &db, &err), "%04x:%04x: %s", vendor, id,
		  err.msg);
}

TestSuite(regfiles, .init = setup, .fini = teardown);

static struct reg_ref find(const char *word)
{
	struct reg_ref ref;

	cr_assert(regdb_find(db, word, 0, &ref, &err), "%s", err.msg);
	return ref;
}

static uint64_t offset_of(const char *word)
{
	struct reg_ref ref = find(word);
	uint64_t offset;

	cr_assert(regdb_locate(db, &ref, &offset, &err), "%s", err.msg);
	return offset;
}

static void check_words(const struct reg *reg)
{
	cr_assert(reg->help[0], "%s.%s has no help", reg->block->name, reg->name);
	cr_assert(reg->block->help[0], "%s has no help", reg->block->name);
	for (size_t i = 0; i < reg->field_count; i++)
		cr_assert(reg->fields[i].help[0], "%s.%s.%s has no help", reg->block->name,
			  reg->name, reg->fields[i].name);
}

/* Everything has a help text, and a name of a BAR's register means one register. */
static void check_all(void)
{
	autoreglist list = REG_LIST_INIT;
	char name[REG_NAME_SIZE * 2], full[REG_NAME_SIZE * 4];

	regdb_match(db, NULL, &list);
	cr_assert_gt(list.count, 100);
	for (size_t i = 0; i < list.count; i++) {
		struct reg_ref found;

		check_words(list.items[i].reg);
		reg_ref_name(&list.items[i], name, sizeof(name));
		reg_ref_full_name(&list.items[i], full, sizeof(full));
		cr_assert(regdb_find(db, full, 0, &found, &err), "%s", err.msg);
		cr_assert_eq(found.reg, list.items[i].reg, "%s", full);
		cr_assert_eq(found.index, list.items[i].index, "%s", full);
		if (!strcmp(found.reg->block->region, "config"))
			continue;
		cr_assert(regdb_find(db, name, 0, &found, &err), "%s", err.msg);
		cr_assert_eq(found.reg, list.items[i].reg, "%s", name);
	}
}

Test(regfiles, every_file_of_every_dsp_is_sound)
{
	for (const struct dsp_part *part = dsp_parts(); part->title; part++) {
		load(DSP_VENDOR, part->device, DSP_CLASS_HDA_DSP);
		check_all();
		load(DSP_VENDOR, part->device, DSP_CLASS_AUDIO_DSP);
		cr_assert_eq(offset_of("GCTL"), 8);
	}
}

Test(regfiles, an_hd_audio_controller_of_any_vendor_has_the_standard_registers_only)
{
	struct reg_ref ref;

	load(0x1022, 0x15e3, 0x040300);
	check_all();
	cr_assert_eq(offset_of("SD15.BDPU"), 0x27c);
	cr_assert_not(regdb_find(db, "PPCTL", 0, &ref, &err));
}

Test(regfiles, a_device_of_no_known_kind_has_config_space_only)
{
	struct reg_ref ref;

	load(0x8086, 0x100e, 0x020000);
	check_all();
	cr_assert_eq(offset_of("COMMAND"), 4);
	cr_assert_not(regdb_find(db, "GCTL", 0, &ref, &err));
}

/* What backend/dsp boots with is what the register files call by name. */
static void check_chip(const struct dsp_chip *chip)
{
	bool ace = dsp_chip_is_ace(chip), old = chip->generation <= DSP_CAVS_1_5_PLUS;
	uint32_t rom = (uint32_t)offset_of("ROMSTS");
	struct ace_switch power;

	cr_assert_eq(rom, chip->rom_status, "%s: ROMSTS", chip->name);
	cr_assert_eq(offset_of("ROMERR"), rom + 4);
	cr_assert_eq(offset_of("UPLINK0"), dsp_chip_window(chip, 0) + 0x1000, "%s", chip->name);
	cr_assert_eq(offset_of("DOWNLINK0"), dsp_chip_window(chip, 1), "%s", chip->name);
	cr_assert_eq(offset_of("SLOT0.RESOURCE"), dsp_chip_window(chip, 2), "%s", chip->name);
	cr_assert_eq(offset_of(ace ? "HFIPCXTDR" : old ? "HIPCT" : "HIPCTDR"), chip->ipc->tdr);
	cr_assert_eq(offset_of(ace ? "HFIPCXIDR" : old ? "HIPCI" : "HIPCIDR"), chip->ipc->idr);
	cr_assert_eq(offset_of(ace ? "HFIPCXIDA" : old ? "HIPCIE" : "HIPCIDA"), chip->ipc->ida);
	cr_assert_eq(offset_of(ace ? "HFIPCXCTL" : "HIPCCTL"), chip->ipc->ctl);
	cr_assert_eq(reg_w1c_mask(find(ace   ? "HFIPCXIDA"
				       : old ? "HIPCIE"
					     : "HIPCIDA")
					  .reg),
		     chip->ipc->done, "%s: DONE", chip->name);
	for (unsigned i = 0; ace_switch(chip, i, &power); i++)
		cr_assert_eq(offset_of(power.name), power.status, "%s: %s", chip->name, power.name);
	if (chip->d0i3)
		cr_assert_eq(offset_of("D0I3C"), chip->d0i3, "%s: D0I3C", chip->name);
	if (chip->ssp_base && !ace)
		cr_assert_eq(offset_of("SSP0.SSC1"), chip->ssp_base + 4, "%s", chip->name);
}

Test(regfiles, the_boot_code_and_the_files_agree_on_every_chip)
{
	for (const struct dsp_part *part = dsp_parts(); part->title; part++) {
		const struct dsp_chip *chip = dsp_chip_find(part->chip);

		cr_assert(chip);
		load(DSP_VENDOR, part->device, DSP_CLASS_HDA_DSP);
		check_chip(chip);
	}
}

/* A model says in GCAP how many streams it has: so many have names, and none more. */
Test(regfiles, every_stream_of_a_dsp_has_its_names)
{
	static const char *const patterns[] = { "SD*.CTL",  "SD*SPIB", "PPHC*_LLPL",  "PPLC*_CTL",
						"SD*DPIBR", "SD*DPIB", "SD*MAXFIFOS", "SD*EFIFOS" };

	for (size_t i = 0; model_classes()[i]; i++) {
		const struct model_class *class = model_classes()[i];
		struct device *model;
		uint64_t gcap, streams;
		char spec[40];

		snprintf(spec, sizeof(spec), "sim:%s", class->name);
		cr_assert(device_open(spec, &model, &err), "%s", err.msg);
		if (model->pci.vendor == DSP_VENDOR) {
			cr_assert(device_read(model, device_find_region(model, "bar0"), 0, 16,
					      &gcap, &err));
			streams = bits_get(gcap, 15, 12) + bits_get(gcap, 11, 8);
			load(DSP_VENDOR, model->pci.device, DSP_CLASS_HDA_DSP);
			for (size_t k = 0; k < ARRAY_SIZE(patterns); k++) {
				autoreglist list = REG_LIST_INIT;

				regdb_match(db, patterns[k], &list);
				cr_assert_eq(list.count, streams, "%s: %s: %zu, not %d", spec,
					     patterns[k], list.count, (int)streams);
			}
			cr_assert_eq(offset_of("PPLC0_CTL"), 0x810 + 0x10 * streams, "%s", spec);
		}
		device_close(model);
	}
}

static void check_states(enum dsp_generation generation)
{
	const struct reg_field *state = find("ROMSTS.STATE").field;

	for (size_t i = 0; i < state->enum_count; i++) {
		struct dsp_status status;

		dsp_status_decode(generation, (uint32_t)state->enums[i].value, &status);
		cr_assert_str_eq(state->enums[i].name, status.state_name);
	}
}

Test(regfiles, rom_states_are_called_as_the_boot_messages_call_them)
{
	load(DSP_VENDOR, 0xa0c8, DSP_CLASS_HDA_DSP);
	check_states(DSP_CAVS_2_5);
	load(DSP_VENDOR, 0x7e28, DSP_CLASS_HDA_DSP);
	check_states(DSP_ACE_1);
}

Test(regfiles, places_known_from_elsewhere)
{
	static const struct {
		const char *name;
		uint64_t offset;
		unsigned width_bits;
		uint64_t w1c;
	} places[] = {
		{ "bar0.GCAP", 0x00, 16, 0 },
		{ "STATESTS", 0x0e, 16, 0x7fff },
		{ "INTCTL", 0x20, 32, 0 },
		{ "INTSTS", 0x24, 32, 0 },
		{ "CORBRP", 0x4a, 16, 0 },
		{ "RIRBWP", 0x58, 16, 0 },
		{ "RIRBSTS", 0x5d, 8, 0x05 },
		{ "IRS", 0x68, 16, 0x2 },
		{ "SD0.CTL", 0x80, 32, 0x1c000000 },
		{ "SD7.CTL", 0x160, 32, 0x1c000000 },
		{ "SD7.STS", 0x163, 8, 0x1c },
		{ "SD7.FMT", 0x172, 16, 0 },
		{ "SD7.BDPU", 0x17c, 32, 0 },
		{ "PPCTL", 0x804, 32, 0 },
		{ "PPHC1_LLPL", 0x820, 32, 0 },
		{ "SPBFCCTL", 0x704, 32, 0 },
		{ "SD7SPIB", 0x740, 32, 0 },
		{ "SD7MAXFIFOS", 0x744, 32, 0 },
		{ "ML0.LCTL", 0xc44, 32, 0 },
		{ "ML1.LSDIID", 0xc8c, 32, 0 },
		{ "EM2", 0x1030, 32, 0 },
		{ "LTRP", 0x1048, 8, 0 },
		{ "D0I3C", 0x104a, 8, 0 },
		{ "SD1DPIB", 0x10a4, 32, 0 },
		{ "PGCTL", 0x44, 32, 0 },
		{ "CGCTL", 0x48, 32, 0 },
		{ "ADSPCS", 0x04, 32, 0 },
		{ "ADSPIS2", 0x14, 32, 0 },
		{ "HIPCTDR", 0xc0, 32, 0x80000000 },
		{ "HIPCIDA", 0xd4, 32, 0x80000000 },
		{ "HIPCCTL", 0xe8, 32, 0 },
		{ "SSP2.SSC1", 0x12004, 32, 0 },
		{ "ROMSTS", 0x80000, 32, 0 },
		{ "UPLINK0", 0x81000, 32, 0 },
		{ "DOWNLINK0", 0xa0000, 32, 0 },
		{ "SLOT14.VMA", 0xc00b0, 32, 0 },
		{ "config.STATUS", 0x06, 16, 0xf900 },
		{ "CAPABILITY_LIST", 0x34, 8, 0 },
	};

	load(DSP_VENDOR, 0xa0c8, DSP_CLASS_HDA_DSP);
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		struct reg_ref ref = find(places[i].name);
		uint64_t w1c = reg_w1c_mask(ref.reg);

		/* Bits that no field names are of no interest. */
		for (unsigned bit = 0; bit < 64 && ref.reg->field_count; bit++) {
			bool named = false;

			for (size_t k = 0; k < ref.reg->field_count; k++)
				named |= (reg_field_mask(&ref.reg->fields[k]) & BIT(bit)) != 0;
			if (!named)
				w1c &= ~BIT(bit);
		}
		cr_assert_eq(offset_of(places[i].name), places[i].offset, "%s", places[i].name);
		cr_assert_eq(ref.reg->width_bits, places[i].width_bits, "%s", places[i].name);
		cr_assert_eq(w1c, places[i].w1c, "%s", places[i].name);
	}
}

Test(regfiles, capability_registers_stand_where_the_specification_has_them)
{
	static const struct {
		const char *name;
		enum reg_base base;
		unsigned id;
		uint64_t offset;
	} places[] = {
		{ "PMCSR", REG_BASE_CAP, 0x01, 0x04 },
		{ "MSI.CTL", REG_BASE_CAP, 0x05, 0x02 },
		{ "MSI.PENDING", REG_BASE_CAP, 0x05, 0x14 },
		{ "MSIX.PBA", REG_BASE_CAP, 0x11, 0x08 },
		{ "DEVCTL", REG_BASE_CAP, 0x10, 0x08 },
		{ "LNKSTA", REG_BASE_CAP, 0x10, 0x12 },
		{ "DEVCTL2", REG_BASE_CAP, 0x10, 0x28 },
		{ "LNKCTL2", REG_BASE_CAP, 0x10, 0x30 },
		{ "UESTA", REG_BASE_EXT_CAP, 0x01, 0x04 },
		{ "CESTA", REG_BASE_EXT_CAP, 0x01, 0x10 },
		{ "HDRLOG3", REG_BASE_EXT_CAP, 0x01, 0x28 },
		{ "ROOTSTA", REG_BASE_EXT_CAP, 0x01, 0x30 },
		{ "SERIAL_HI", REG_BASE_EXT_CAP, 0x03, 0x08 },
		{ "BASE_ADDRESS_5", REG_BASE_HEADER, 0, 0x24 },
		{ "SECONDARY_BUS", REG_BASE_HEADER, 1, 0x19 },
	};

	load(0x8086, 0x100e, 0x020000);
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		struct reg_ref ref = find(places[i].name);

		cr_assert_eq(ref.reg->block->base, places[i].base, "%s", places[i].name);
		cr_assert_eq(ref.reg->block->base_id, places[i].id, "%s", places[i].name);
		cr_assert_eq(ref.reg->offset + ref.index * ref.reg->stride, places[i].offset, "%s",
			     places[i].name);
	}
}

Test(regfiles, each_shipped_file_can_be_opened_by_its_name)
{
	autostrlist files = STRLIST_INIT;

	session_reg_files(session, &files);
	cr_assert_geq(files.count, 10);
	for (size_t i = 0; i < files.count; i++) {
		struct session *fresh = session_create(&session->host, NULL);
		struct script *other = script_create(), *before = script;

		snprintf(fresh->scripts_dir, sizeof(fresh->scripts_dir), "scripts");
		script_bind(other, fresh);
		script = other;
		cr_assert(session_open_regs(fresh, files.items[i], &err), "%s", err.msg);
		script = before;
		script_destroy(other);
		session_destroy(fresh);
	}
}
