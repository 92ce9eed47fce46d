/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/dsp/chips.h"

#include <string.h>

#include "backend/support/bits.h"

static const struct dsp_ipc_regs ipc_cavs15 = {
	.tdr = 0x40,
	.tdd = 0x44,
	.idr = 0x48,
	.ida = 0x4c,
	.idd = 0x4c, /* the extension shares its register with DONE */
	.ctl = 0x50,
	.done = BIT(30),
};

static const struct dsp_ipc_regs ipc_cavs18 = {
	.tdr = 0xc0,
	.tda = 0xc4,
	.tdd = 0xc8,
	.idr = 0xd0,
	.ida = 0xd4,
	.idd = 0xd8,
	.ctl = 0xe8,
	.done = BIT(31),
};

static const struct dsp_ipc_regs ipc_ace = {
	.tdr = 0x73200,
	.tda = 0x73204,
	.tdd = 0x73300,
	.idr = 0x73210,
	.ida = 0x73214,
	.idd = 0x73380,
	.ctl = 0x73228,
	.done = BIT(31),
	.tda_clears = true,
};

/* What all chips of a family share. */
#define CAVS_COMMON                                                                              \
	.init_mask = 0x1, .rom_status = 0x80000, .window_base = 0x80000, .window_step = 0x20000, \
	.d0i3 = 0x104a, .am1_offset = 0x2000
#define CAVS18_COMMON CAVS_COMMON, .rom_init_ms = 300, .ipc = &ipc_cavs18, .ssp_base = 0x10000
#define CAVS25_COMMON                                                                \
	CAVS18_COMMON, .generation = DSP_CAVS_2_5, .host_mask = 0x1, .ssp_count = 3, \
		       .quirks = DSP_ICCMAX, .recipe = "cavs25", .imr = "imr"
#define ACE_COMMON                                                                       \
	.init_mask = 0x1, .host_mask = 0x1, .rom_init_ms = 300, .ssp_count = 3,          \
	.window_base = 0x180000, .window_step = 0x8000, .d0i3 = 0x1d4a, .ipc = &ipc_ace, \
	.am1_offset = 0x2000, .recipe = "ace", .imr = "imr-ace"

static const struct dsp_chip chips[] = {
	{ .name = "skl",
	  .generation = DSP_CAVS_1_5,
	  .cores = 2,
	  .init_mask = 0x1,
	  .host_mask = 0x3,
	  .rom_status = 0x8000,
	  .rom_init_ms = 300,
	  .window_base = 0x8000,
	  .window_step = 0x2000,
	  .am1_offset = 0x284,
	  .quirks = DSP_CODE_LOADER,
	  .ipc = &ipc_cavs15,
	  .recipe = "skl" },
	{ CAVS_COMMON, .name = "apl", .generation = DSP_CAVS_1_5_PLUS, .cores = 2, .host_mask = 0x3,
	  .rom_init_ms = 150, .ssp_count = 6, .ssp_base = 0x2000, .quirks = DSP_PROCEN_FMT,
	  .ipc = &ipc_cavs15, .recipe = "cavs18", .imr = "imr" },
	{ CAVS18_COMMON, .name = "cnl", .generation = DSP_CAVS_1_8, .cores = 4, .host_mask = 0xf,
	  .ssp_count = 3, .recipe = "cavs18", .imr = "imr" },
	{ CAVS18_COMMON, .name = "icl", .generation = DSP_CAVS_2_0, .cores = 4, .host_mask = 0xf,
	  .ssp_count = 6, .quirks = DSP_ICCMAX, .recipe = "cavs25", .imr = "imr" },
	{ CAVS18_COMMON, .name = "jsl", .generation = DSP_CAVS_2_0, .cores = 2, .host_mask = 0x3,
	  .ssp_count = 6, .recipe = "cavs18", .imr = "imr" },
	{ CAVS25_COMMON, .name = "tgl", .cores = 4 },
	{ CAVS25_COMMON, .name = "tglh", .cores = 2 },
	{ CAVS25_COMMON, .name = "ehl", .cores = 4 },
	{ CAVS25_COMMON, .name = "adls", .cores = 2 },
	{ ACE_COMMON, .name = "mtl", .generation = DSP_ACE_1, .cores = 3, .rom_status = 0x163200,
	  .ssp_base = 0x10000 },
	{ ACE_COMMON, .name = "arl_s", .generation = DSP_ACE_1, .cores = 2, .rom_status = 0x163200,
	  .ssp_base = 0x10000 },
	{ ACE_COMMON, .name = "lnl", .generation = DSP_ACE_2, .cores = 5, .rom_status = 0x160200 },
	{ ACE_COMMON, .name = "ptl", .generation = DSP_ACE_3, .cores = 5, .rom_status = 0x160200 },
	{ ACE_COMMON, .name = "wcl", .generation = DSP_ACE_3, .cores = 3, .rom_status = 0x160200 },
	{ ACE_COMMON, .name = "nvl", .generation = DSP_ACE_4, .cores = 4, .rom_status = 0x160200 },
	{ ACE_COMMON, .name = "nvl_s", .generation = DSP_ACE_4, .cores = 2,
	  .rom_status = 0x160200 },
	{ .name = NULL },
};

static const struct dsp_part parts[] = {
	{ 0x9d70, "SKL-LP", "skl", NULL, "avs/skl/dsp_basefw.bin" },
	{ 0x9d71, "KBL-LP", "skl", NULL, "avs/kbl/dsp_basefw.bin" },
	{ 0x5a98, "APL", "apl", "sof/sof-apl.ri", "avs/apl/dsp_basefw.bin" },
	{ 0x1a98, "GML", "apl", "sof/sof-apl.ri", "avs/apl/dsp_basefw.bin" },
	{ 0x3198, "GLK", "apl", "sof/sof-glk.ri", "avs/glk/dsp_basefw.bin" },
	{ 0x9dc8, "CNL-LP", "cnl", "sof/sof-cnl.ri", "avs/cnl/dsp_basefw.bin" },
	{ 0xa348, "CNL-H", "cnl", "sof/sof-cfl.ri", "avs/cnl/dsp_basefw.bin" },
	{ 0x02c8, "CML-LP", "cnl", "sof/sof-cml.ri", "avs/cnl/dsp_basefw.bin" },
	{ 0x06c8, "CML-H", "cnl", "sof/sof-cml.ri", "avs/cnl/dsp_basefw.bin" },
	{ 0xa3f0, "CML-S", "cnl", "sof/sof-cml.ri", "avs/cnl/dsp_basefw.bin" },
	{ 0x34c8, "ICL-LP", "icl", "sof/sof-icl.ri", "avs/icl/dsp_basefw.bin" },
	{ 0x3dc8, "ICL-H", "icl", "sof/sof-icl.ri", "avs/icl/dsp_basefw.bin" },
	{ 0x38c8, "ICL-N", "jsl", "sof/sof-jsl.ri", "avs/jsl/dsp_basefw.bin" },
	{ 0x4dc8, "JSL-N", "jsl", "sof/sof-jsl.ri", "avs/jsl/dsp_basefw.bin" },
	{ 0xa0c8, "TGL-LP", "tgl", "sof/sof-tgl.ri", "sof-ipc4/tgl/sof-tgl.ri" },
	{ 0x43c8, "TGL-H", "tglh", "sof/sof-tgl-h.ri", "sof-ipc4/tgl-h/sof-tgl-h.ri" },
	{ 0x4b55, "EHL-0", "ehl", "sof/sof-ehl.ri", "sof-ipc4/ehl/sof-ehl.ri" },
	{ 0x4b58, "EHL-3", "ehl", "sof/sof-ehl.ri", "sof-ipc4/ehl/sof-ehl.ri" },
	{ 0x7ad0, "ADL-S", "adls", "sof/sof-adl-s.ri", "sof-ipc4/adl-s/sof-adl-s.ri" },
	{ 0x7a50, "RPL-S", "adls", "sof/sof-rpl-s.ri", "sof-ipc4/rpl-s/sof-rpl-s.ri" },
	{ 0x51c8, "ADL-P", "tgl", "sof/sof-adl.ri", "sof-ipc4/adl/sof-adl.ri" },
	{ 0x51c9, "ADL-PS", "tgl", "sof/sof-adl.ri", "sof-ipc4/adl/sof-adl.ri" },
	{ 0x51cc, "ADL-M", "tgl", "sof/sof-adl.ri", "sof-ipc4/adl/sof-adl.ri" },
	{ 0x51cd, "ADL-PX", "tgl", "sof/sof-adl.ri", "sof-ipc4/adl/sof-adl.ri" },
	{ 0x51ca, "RPL-P0", "tgl", "sof/sof-rpl.ri", "sof-ipc4/rpl/sof-rpl.ri" },
	{ 0x51cb, "RPL-P1", "tgl", "sof/sof-rpl.ri", "sof-ipc4/rpl/sof-rpl.ri" },
	{ 0x51ce, "RPL-M", "tgl", "sof/sof-rpl.ri", "sof-ipc4/rpl/sof-rpl.ri" },
	{ 0x51cf, "RPL-PX", "tgl", "sof/sof-rpl.ri", "sof-ipc4/rpl/sof-rpl.ri" },
	{ 0x54c8, "ADL-N", "tgl", "sof/sof-adl-n.ri", "sof-ipc4/adl-n/sof-adl-n.ri" },
	{ 0x7e28, "MTL", "mtl", NULL, "sof-ipc4/mtl/sof-mtl.ri" },
	{ 0x7728, "ARL", "mtl", NULL, "sof-ipc4/arl/sof-arl.ri" },
	{ 0x7f50, "ARL-S", "arl_s", NULL, "sof-ipc4/arl-s/sof-arl-s.ri" },
	{ 0xa828, "LNL-P", "lnl", NULL, "sof-ipc4/lnl/sof-lnl.ri" },
	{ 0xe428, "PTL", "ptl", NULL, "sof-ipc4/ptl/sof-ptl.ri" },
	{ 0xe328, "PTL-H", "ptl", NULL, "sof-ipc4/ptl/sof-ptl.ri" },
	{ 0x4d28, "WCL", "wcl", NULL, "sof-ipc4/wcl/sof-wcl.ri" },
	{ 0xd328, "NVL", "nvl", NULL, "sof-ipc4/nvl/sof-nvl.ri" },
	{ 0x6e50, "NVL-S", "nvl_s", NULL, "sof-ipc4/nvl-s/sof-nvl-s.ri" },
	{ 0, NULL, NULL, NULL, NULL },
};

const struct dsp_chip *dsp_chips(void)
{
	return chips;
}

const struct dsp_part *dsp_parts(void)
{
	return parts;
}

const struct dsp_part *dsp_part_find(uint16_t vendor, uint16_t device)
{
	if (vendor != DSP_VENDOR)
		return NULL;
	for (const struct dsp_part *part = parts; part->title; part++)
		if (part->device == device)
			return part;
	return NULL;
}

const struct dsp_chip *dsp_chip_find(const char *name)
{
	for (const struct dsp_chip *chip = chips; chip->name; chip++)
		if (!strcmp(chip->name, name))
			return chip;
	return NULL;
}

const char *dsp_part_firmware(const struct dsp_part *part, unsigned index)
{
	const char *const files[] = { part->ipc3 ? part->ipc3 : part->ipc4,
				      part->ipc3 ? part->ipc4 : NULL };

	return index < ARRAY_SIZE(files) ? files[index] : NULL;
}

const char *dsp_generation_name(enum dsp_generation generation)
{
	static const char *const names[] = { "cAVS 1.5", "cAVS 1.5+", "cAVS 1.8",
					     "cAVS 2.0", "cAVS 2.5",  "ACE 1",
					     "ACE 2",	 "ACE 3",     "ACE 4" };

	return names[generation];
}
