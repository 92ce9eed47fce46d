/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rows of the cAVS chips. Register values are those that logs of real machines show. */
#include "backend/model/adsp.h"

static const struct model_reg *const cavs_hda_tables[] = {
	adsp_hda_global_rows, adsp_ring_rows,	  adsp_stream_16_rows,	adsp_hda_capability_rows,
	adsp_hda_16_rows,     adsp_hda_cavs_rows, adsp_hda_1_link_rows, NULL,
};

/* Serial ports: plain storage to a driver that only makes them consumers. */
static const struct model_reg ssp6_at_2000_rows[] = {
	{ "SSC0", 0x2000, 4, .count = 6, .stride = 0x1000 },
	{ "SSC1", 0x2004, 4, .count = 6, .stride = 0x1000 },
	{ NULL },
};

static const struct model_reg ssp3_rows[] = {
	{ "SSC0", 0x10000, 4, .count = 3, .stride = 0x1000 },
	{ "SSC1", 0x10004, 4, .count = 3, .stride = 0x1000 },
	{ NULL },
};

static const struct model_reg ssp6_rows[] = {
	{ "SSC0", 0x10000, 4, .count = 6, .stride = 0x1000 },
	{ "SSC1", 0x10004, 4, .count = 6, .stride = 0x1000 },
	{ NULL },
};

static const struct model_reg *const apl_tables[] = { adsp_cavs_rows, adsp_cavs15_rows,
						      ssp6_at_2000_rows, NULL };
static const struct model_reg *const cnl_tables[] = { adsp_cavs_rows, adsp_cavs18_rows, ssp3_rows,
						      NULL };
static const struct model_reg *const icl_tables[] = { adsp_cavs_rows, adsp_cavs18_rows, ssp6_rows,
						      NULL };

static const struct adsp_rom_words cavs_rom_words = {
	.waits_cse = 0x06000021,   /* CSE_IPC_RESET_PHASE_1, waiting for CSE_CSR */
	.waits_image = 0x05000001, /* INIT_DONE, waiting for DMA_BUFFER_FULL */
	.verifies = 0x00000012,	   /* CSE_VALIDATE_IMAGE_REQUEST */
	.entered = 0x00000005,
};

/* Where the four windows are since cAVS 1.5+, and what the first of them says. */
#define CAVS_COMMON                                                                          \
	.ops = &adsp_cavs_ops, .hda_tables = cavs_hda_tables, .captures = 7, .playbacks = 9, \
	.window_base = 0x80000, .window_stride = 0x20000, .rom_status = 0x80000,             \
	.rom_words = &cavs_rom_words, .manifest_offset = 0x2000

/* No acknowledge register: the host clears BUSY. The extension shares its register with DONE. */
#define CAVS15_IPC            \
	.ipc = { .tdr = 0x40, \
		 .tdd = 0x44, \
		 .idr = 0x48, \
		 .ida = 0x4c, \
		 .idd = 0x4c, \
		 .ctl = 0x50, \
		 .done = BIT(30) }

#define CAVS18_IPC            \
	.ipc = { .tdr = 0xc0, \
		 .tda = 0xc4, \
		 .tdd = 0xc8, \
		 .idr = 0xd0, \
		 .ida = 0xd4, \
		 .idd = 0xd8, \
		 .ctl = 0xe8, \
		 .done = BIT(31) }

/* cAVS 1.5: Skylake and Kaby Lake */
static const struct model_reg *const skl_hda_tables[] = {
	adsp_hda_global_rows,	  adsp_ring_rows,   adsp_stream_16_rows,
	adsp_hda_capability_rows, adsp_hda_16_rows, NULL,
};

static const struct model_reg *const skl_tables[] = { adsp_cavs_rows, adsp_cavs15_rows,
						      adsp_loader_rows, NULL };

static const struct adsp_rom_words skl_rom_words = {
	.waits_cse = 0x06000021,
	.waits_image = 0x00000001, /* INIT_DONE, as the log of a machine shows it */
	.verifies = 0x00000003,	   /* FW_MANIFEST_LOADED */
	.entered = 0x0000000f,	   /* BASEFW_ENTERED */
};

const struct adsp_chip adsp_chip_skl = {
	CAVS15_IPC,
	.ops = &adsp_cavs_ops,
	.hda_tables = skl_hda_tables,
	.dsp_tables = skl_tables,
	.captures = 7,
	.playbacks = 9,
	.core_mask = 0x3,
	.window_base = 0x8000,
	.window_stride = 0x2000,
	.rom_status = 0x8000,
	.rom_words = &skl_rom_words,
	.manifest_offset = 0x284,
	.ipc4_only = true,
	.code_loader = true,
};

/* cAVS 1.5+: Apollo and Gemini Lake */
const struct adsp_chip adsp_chip_apl = {
	CAVS_COMMON, CAVS15_IPC, .dsp_tables = apl_tables, .core_mask = 0x3, .fmt_coupled = true,
};

/* cAVS 1.8: Cannon, Coffee, Comet Lake */
const struct adsp_chip adsp_chip_cnl = {
	CAVS_COMMON,
	CAVS18_IPC,
	.dsp_tables = cnl_tables,
	.core_mask = 0xf,
};

/* cAVS 2.0: Ice Lake, and Jasper Lake with half the cores */
const struct adsp_chip adsp_chip_icl = {
	CAVS_COMMON,
	CAVS18_IPC,
	.dsp_tables = icl_tables,
	.core_mask = 0xf,
};

const struct adsp_chip adsp_chip_jsl = {
	CAVS_COMMON,
	CAVS18_IPC,
	.dsp_tables = icl_tables,
	.core_mask = 0x3,
};

/* cAVS 2.5: Tiger, Elkhart, Alder, Raptor Lake; the desktop parts have two cores */
const struct adsp_chip adsp_chip_tgl = {
	CAVS_COMMON, CAVS18_IPC, .dsp_tables = cnl_tables, .core_mask = 0xf, .powered_cores = 0xf,
};

const struct adsp_chip adsp_chip_tglh = {
	CAVS_COMMON, CAVS18_IPC, .dsp_tables = cnl_tables, .core_mask = 0x3, .powered_cores = 0x3,
};
