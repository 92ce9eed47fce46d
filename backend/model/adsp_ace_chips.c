/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rows of the ACE chips. */
#include "backend/model/adsp.h"

static const struct model_reg *const ace1_hda_tables[] = {
	adsp_hda_global_rows, adsp_ring_rows,	 adsp_stream_16_rows,  adsp_hda_capability_rows,
	adsp_hda_16_rows,     adsp_hda_ace_rows, adsp_hda_1_link_rows, NULL,
};
static const struct model_reg *const ace2_hda_tables[] = {
	adsp_hda_global_rows, adsp_ring_rows,	 adsp_stream_20_rows,	adsp_hda_capability_rows,
	adsp_hda_20_rows,     adsp_hda_ace_rows, adsp_hda_3_links_rows, NULL,
};

static const struct model_reg *const ace1_dsp_tables[] = { adsp_ace_rows, adsp_ace1_rom_rows,
							   NULL };
static const struct model_reg *const ace2_dsp_tables[] = { adsp_ace_rows, adsp_ace2_rom_rows,
							   NULL };
static const struct model_reg *const ace3_dsp_tables[] = { adsp_ace_rows, adsp_ace3_rows,
							   adsp_ace2_rom_rows, NULL };

/* waits_image and entered are those that logs of Arrow Lake show. */
static const struct adsp_rom_words ace_rom_words = {
	.waits_cse = 0x0600002e,   /* AUTH_API_FIRST_BUSY, waiting for CSE_CSR */
	.waits_image = 0x55000001, /* ROM_EXT INIT_DONE, waiting for DMA_BUFFER_FULL */
	.verifies = 0x5000002d,	   /* ROM_EXT AUTH_API_PROC */
	.entered = 0x50000005,	   /* ROM_EXT FW_ENTERED */
};

#define ACE_COMMON                                                                    \
	.ops = &adsp_ace_ops, .window_base = 0x180000, .window_stride = 0x8000,       \
	.rom_words = &ace_rom_words, .manifest_offset = 0x2000, .directory_slip = 12, \
	.ipc4_only = true,                                                            \
	.ipc = { .tdr = 0x73200,                                                      \
		 .tda = 0x73204,                                                      \
		 .tdd = 0x73300,                                                      \
		 .idr = 0x73210,                                                      \
		 .ida = 0x73214,                                                      \
		 .idd = 0x73380,                                                      \
		 .ctl = 0x73228,                                                      \
		 .done = BIT(31),                                                     \
		 .tda_clears = true }
/* The first playback stream of Lunar Lake is index 11 in logs; how many there are is not known. */
#define ACE2_COMMON                                                                \
	ACE_COMMON, .hda_tables = ace2_hda_tables, .captures = 11, .playbacks = 9, \
		    .core_mask = 0x1f, .rom_status = 0x160200

const struct adsp_chip adsp_chip_mtl = {
	ACE_COMMON,
	.hda_tables = ace1_hda_tables,
	.dsp_tables = ace1_dsp_tables,
	.captures = 7,
	.playbacks = 9,
	.core_mask = 0x7,
	.rom_status = 0x163200,
	.power_domain = 0x1d18,
};

const struct adsp_chip adsp_chip_lnl = {
	ACE2_COMMON,
	.dsp_tables = ace2_dsp_tables,
	.power_domain = 0x1d18,
};

const struct adsp_chip adsp_chip_ptl = {
	ACE2_COMMON,
	.dsp_tables = ace3_dsp_tables,
	.power_domain = 0x1d20,
};
