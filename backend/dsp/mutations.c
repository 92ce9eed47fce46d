/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The steps that a boot can do without, or not: what the Linux driver's boot writes, in its order. */
#include <stddef.h>

#include "backend/dsp/loader.h"
#include "backend/dsp/mutate.h"

enum { COMMAND = 0x04, COMMAND_MASTER = 1 << 2 };
enum { CRST0 = 1 << ADSPCS_CRST_SHIFT, CSTALL0 = 1 << ADSPCS_CSTALL_SHIFT };
enum { REQUEST_PURGE = 1 << 14, REQUEST_CHANNEL = 0x1f << 9, REQUEST_TYPE = 0x1f << 24 };
enum { DSP2CXCTL = 0x178d04, DSP2CXCTL_OWNER = 3 << 24, HFDSSCS = 0x1000, HFPWRCTL = 0x1d18 };
/* In the manifest, and in the signature for keys of 2048 and of 3072 bits. */
enum { SIGNATURE_BYTE = 0x210 };

#define REG(where_, offset_, width_, mask_)                                                        \
	.kind = MUTATION_REGISTER, .where = (where_), .offset = (offset_), .width_bits = (width_), \
	.mask = (mask_)

static const struct mutation mutations[] = {
	/* the controller */
	{ "misc-gating", "CGCTL.MISCBDCGE stays on while the controller is reset",
	  REG(MUTATE_CONFIG, HDA_CONFIG_CGCTL, 32, HDA_CGCTL_MISCBDCGE),
	  .value = HDA_CGCTL_MISCBDCGE },
	{ "crst", "the controller is not reset: GCTL.CRST stays 1",
	  REG(MUTATE_BAR0, HDA_GCTL, 32, HDA_GCTL_CRST), .value = HDA_GCTL_CRST,
	  .flags = MUTATE_PRETEND },
	{ "crst-leave", "the controller stays in reset: GCTL.CRST stays 0",
	  REG(MUTATE_BAR0, HDA_GCTL, 32, HDA_GCTL_CRST), .flags = MUTATE_PRETEND },
	{ "gprocen", "PPCTL.GPROCEN stays 0", REG(MUTATE_PP, HDA_PPCTL, 32, HDA_PPCTL_GPROCEN),
	  .flags = MUTATE_BEFORE | MUTATE_PRETEND },
	{ "pie", "PPCTL.PIE stays 0", REG(MUTATE_PP, HDA_PPCTL, 32, HDA_PPCTL_PIE),
	  .flags = MUTATE_BEFORE },
	{ "gie", "INTCTL.GIE stays 0", REG(MUTATE_BAR0, HDA_INTCTL, 32, HDA_INT_GLOBAL),
	  .flags = MUTATE_BEFORE },
	{ "cie", "INTCTL.CIE stays 0", REG(MUTATE_BAR0, HDA_INTCTL, 32, HDA_INT_CONTROLLER),
	  .flags = MUTATE_BEFORE },

	/* gating and power */
	{ "adspdcge", "CGCTL.ADSPDCGE stays 1: the DSP's clock is gated",
	  REG(MUTATE_CONFIG, HDA_CONFIG_CGCTL, 32, HDA_CGCTL_ADSPDCGE), .value = HDA_CGCTL_ADSPDCGE,
	  .flags = MUTATE_BEFORE | MUTATE_CAVS },
	{ "l1sen", "EM2.L1SEN stays 1: the link may go to L1",
	  REG(MUTATE_BAR0, HDA_EM2, 32, HDA_EM2_L1SEN), .value = HDA_EM2_L1SEN,
	  .flags = MUTATE_BEFORE | MUTATE_CAVS },
	{ "adsppgd", "PGCTL.ADSPPGD stays 0: the DSP's power is gated",
	  REG(MUTATE_CONFIG, HDA_CONFIG_PGCTL, 32, HDA_PGCTL_ADSPPGD),
	  .flags = MUTATE_BEFORE | MUTATE_CAVS },
	{ "hfdsscs", "HFDSSCS.SPA stays 0: the subsystem gets no power",
	  REG(MUTATE_BAR4, HFDSSCS, 32, 1 << 16), .flags = MUTATE_ACE },
	{ "hfpwrctl", "HFPWRCTL stays 0: the domain gets no power",
	  REG(MUTATE_BAR4, HFPWRCTL, 32, 1), .flags = MUTATE_ACE },

	/* the stream */
	{ "procen", "PPCTL.PROCEN of the stream stays 0", REG(MUTATE_PP, HDA_PPCTL, 32, 1),
	  .flags = MUTATE_OF_STREAM },
	{ "srst", "the stream is not reset: SDCTL.SRST stays 0",
	  REG(MUTATE_STREAM, SD_CTL, 32, SD_CTL_SRST), .flags = MUTATE_PRETEND },
	{ "sd-tag", "the stream has no tag: SDCTL[23:20] stays 0",
	  REG(MUTATE_STREAM, SD_CTL, 32, 0xf << SD_CTL_TAG_SHIFT) },
	{ "sd-tag-other", "the stream has the tag of another: SDCTL[23:20] is 2",
	  REG(MUTATE_STREAM, SD_CTL, 32, 0xf << SD_CTL_TAG_SHIFT), .value = 2 << SD_CTL_TAG_SHIFT },
	{ "cbl", "the buffer has no length: SDCBL stays 0",
	  REG(MUTATE_STREAM, SD_CBL, 32, UINT32_MAX) },
	{ "cbl-half", "the buffer is half as long: SDCBL",
	  REG(MUTATE_STREAM, SD_CBL, 32, UINT32_MAX), .flags = MUTATE_HALF },
	{ "fmt", "no format: SDFMT stays 0", REG(MUTATE_STREAM, SD_FMT, 16, 0xffff) },
	{ "lvi", "a list of one entry: SDLVI stays 0", REG(MUTATE_STREAM, SD_LVI, 16, 0xffff) },
	{ "bdpl", "no list: SDBDPL stays 0", REG(MUTATE_STREAM, SD_BDPL, 32, UINT32_MAX) },
	{ "spib-enable", "SPBFCCTL of the stream stays 0", REG(MUTATE_SPIB, HDA_SPBFCCTL, 32, 1),
	  .flags = MUTATE_OF_STREAM },
	{ "spib", "SPIB stays 0", REG(MUTATE_LIMIT, 0, 32, UINT32_MAX) },
	{ "spib-half", "SPIB is half of the image", REG(MUTATE_LIMIT, 0, 32, UINT32_MAX),
	  .flags = MUTATE_HALF },

	/* its list and the image, in memory */
	{ "bdl-length", "the list's first buffer is half as long", MUTATION_LIST, .offset = 8,
	  .mask = UINT32_MAX, .flags = MUTATE_HALF },
	{ "bdl-align", "the list's first buffer is not aligned to 128 bytes", MUTATION_LIST,
	  .offset = 0, .mask = 0x7f, .value = 4 },
	{ "bdl-unmapped", "the list's second buffer is where no memory is mapped", MUTATION_LIST,
	  .offset = BDL_ENTRY_SIZE, .width_bits = 64 },
	{ "bdl-ioc", "no entry of the list interrupts", MUTATION_LIST,
	  .offset = BDL_ENTRY_SIZE + 12, .mask = 1 },
	{ "image-magic", "the image's first byte is another", MUTATION_IMAGE, .mask = 0xff },
	{ "image-signature", "one bit of the image's signature is another", MUTATION_IMAGE,
	  .offset = SIGNATURE_BYTE, .mask = 1, .flags = MUTATE_MANIFEST },
	{ "image-byte", "one bit in the middle of the image is another", MUTATION_IMAGE, .mask = 1,
	  .flags = MUTATE_HALF },
	{ "image-short", "the image's last 4096 bytes are missing", MUTATION_IMAGE,
	  .offset = 4096 },

	/* the cores and the request */
	{ "owner", "DSP2CXCTL: the host does not own core 0",
	  REG(MUTATE_BAR4, DSP2CXCTL, 32, DSP2CXCTL_OWNER), .flags = MUTATE_ACE },
	{ "purge-bit", "the ROM request does not ask for a new image (bit 14)",
	  REG(MUTATE_IDR, 0, 32, REQUEST_PURGE), .flags = MUTATE_FIRST },
	{ "request-channel", "the ROM request names the next DMA channel (bits 13:9)",
	  REG(MUTATE_IDR, 0, 32, REQUEST_CHANNEL), .value = 1 << 9, .flags = MUTATE_FIRST },
	{ "request-type", "the ROM request has no type (bits 28:24)",
	  REG(MUTATE_IDR, 0, 32, REQUEST_TYPE), .flags = MUTATE_FIRST },
	{ "request-busy", "the ROM request rings no doorbell (bit 31)",
	  REG(MUTATE_IDR, 0, 32, 1u << 31), .flags = MUTATE_FIRST },
	{ "core-reset", "core 0 stays in reset: ADSPCS.CRST stays 1",
	  REG(MUTATE_BAR4, ADSP_ADSPCS, 32, CRST0), .value = CRST0,
	  .flags = MUTATE_PRETEND | MUTATE_CAVS },
	{ "core-stall", "core 0 stays stalled: ADSPCS.CSTALL stays 1",
	  REG(MUTATE_BAR4, ADSP_ADSPCS, 32, CSTALL0), .value = CSTALL0,
	  .flags = MUTATE_PRETEND | MUTATE_CAVS },
	{ "unstall-first", "core 0 is unstalled before it leaves reset, not after",
	  REG(MUTATE_BAR4, ADSP_ADSPCS, 32, CRST0 | CSTALL0), .value = CRST0, .when = CSTALL0,
	  .flags = MUTATE_PRETEND | MUTATE_WHEN | MUTATE_CAVS },
	{ "unstall-together", "core 0 is unstalled with the write that ends its reset",
	  REG(MUTATE_BAR4, ADSP_ADSPCS, 32, CRST0 | CSTALL0), .value = 0, .when = CSTALL0,
	  .flags = MUTATE_PRETEND | MUTATE_WHEN | MUTATE_CAVS },

	/* the answer */
	{ "ack-clear", "the ROM's acknowledge is not cleared", REG(MUTATE_IDA, 0, 32, UINT32_MAX),
	  .flags = MUTATE_FIRST },
	{ "ipc-ctl", "the IPC interrupts are not enabled: HIPCCTL stays 0",
	  REG(MUTATE_IPCCTL, 0, 32, 3), .flags = MUTATE_BEFORE },
	{ "adspic", "ADSPIC.IPC stays 0", REG(MUTATE_BAR4, ADSP_ADSPIC, 32, 1),
	  .flags = MUTATE_BEFORE | MUTATE_CAVS },

	/* the transfer */
	{ "bus-master", "COMMAND.BusMaster stays 0",
	  REG(MUTATE_CONFIG, COMMAND, 16, COMMAND_MASTER), .flags = MUTATE_BEFORE },
	{ "stream-run", "SDCTL.RUN stays 0", REG(MUTATE_STREAM, SD_CTL, 32, SD_CTL_RUN) },
	{ "stream-interrupts", "SDCTL's interrupt enables stay 0",
	  REG(MUTATE_STREAM, SD_CTL, 32, SD_CTL_INTERRUPTS) },
	{ NULL },
};

const struct mutation *dsp_mutations(void)
{
	return mutations;
}
