/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rows of the cAVS chips. Register values are those that logs of real machines show. */
#include "backend/model/adsp.h"

static const struct model_reg *const cavs_hda_tables[] = {
	adsp_hda_global_rows,	  adsp_ring_rows,     adsp_stream_rows,
	adsp_hda_capability_rows, adsp_hda_cavs_rows, NULL,
};

static const struct model_reg *const cavs18_dsp_tables[] = { adsp_cavs_rows, adsp_cavs18_rows,
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

/* Doorbells since cAVS 1.8. */
#define CAVS18_IPC            \
	.ipc = { .tdr = 0xc0, \
		 .tda = 0xc4, \
		 .tdd = 0xc8, \
		 .idr = 0xd0, \
		 .ida = 0xd4, \
		 .idd = 0xd8, \
		 .ctl = 0xe8, \
		 .done = BIT(31) }

const struct adsp_chip adsp_chip_tgl = {
	CAVS_COMMON,	  CAVS18_IPC,		.dsp_tables = cavs18_dsp_tables,
	.core_mask = 0xf, .powered_cores = 0xf,
};
