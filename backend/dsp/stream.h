/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One HDA playback stream used as the DSP's code loader: it sends the image from host memory. */
#ifndef BACKEND_DSP_STREAM_H
#define BACKEND_DSP_STREAM_H

#include <stdbool.h>
#include <stdint.h>

#include "backend/device.h"
#include "backend/support/err.h"

struct dsp;

enum {
	SD_BASE = 0x80, /* BAR0; descriptors are 0x20 apart, captures first */
	SD_STEP = 0x20,
	SD_CTL = 0x00, /* 24 bits; accessed as 32 with STS on top */
	SD_CTL_SRST = 1 << 0,
	SD_CTL_RUN = 1 << 1,
	SD_CTL_INTERRUPTS = 7 << 2, /* IOCE, FEIE, DEIE */
	SD_CTL_TAG_SHIFT = 20,
	SD_STS = 0x03,	     /* 8 bits */
	SD_STS_W1C = 7 << 2, /* BCIS, FIFOE, DESE */
	SD_STS_FIFO_ERROR = 1 << 3,
	SD_STS_DESCRIPTOR_ERROR = 1 << 4,
	SD_LPIB = 0x04,
	SD_CBL = 0x08,
	SD_LVI = 0x0c, /* 16 bits */
	SD_FMT = 0x12, /* 16 bits */
	SD_BDPL = 0x18,
	SD_BDPU = 0x1c,
	SD_CODE_LOADER_FORMAT = 0x40, /* 48 kHz, 32 bits, 1 channel */
};

#define BDL_ENTRY_SIZE 16
#define BDL_SIZE       4096 /* room for 256 entries */
#define BDL_ALIGN      128  /* of the list and of each buffer */
#define BDL_IOC	       1    /* in an entry: interrupt when it is done */

struct dsp_stream {
	bool in_use;
	unsigned index; /* descriptor number */
	unsigned tag;	/* 1-based among the playbacks; the DSP's DMA channel is tag - 1 */
	uint32_t size;	/* bytes to send */
	uint64_t bdl_iova;
};

/* The capture stream that steadies the supply's current while a boot runs (iccmax.c). */
struct dsp_iccmax {
	bool in_use;
	uint8_t ltrp; /* LTRP as found */
};
#define ICCMAX_BUFFER "dsp-iccmax"
#define ICCMAX_BDL    "dsp-iccmax-bdl"

/* The DMA buffers are regions of the device: anybody may look at them, or free them. */
#define STREAM_IMAGE "dsp-image"
#define STREAM_BDL   "dsp-bdl"

/* Write a buffer descriptor list for size bytes at iova: two entries, because the hardware wants no
 * list of one, with an interrupt flag on the last. Returns the number of entries; 0 when size is
 * below 256 or iova is not a multiple of 128. list: at least 32 bytes. */
unsigned stream_build_bdl(void *list, uint64_t iova, uint32_t size);

/* -- any stream, by its descriptor number -- */

/* CTL shares its dword with STS, whose bits are cleared by writing 1: they are written as 0. Written
 * only when something changes. */
bool stream_ctl_update(struct dsp *dsp, unsigned index, uint32_t mask, uint32_t value,
		       struct err *err);
bool stream_put(struct dsp *dsp, unsigned index, uint32_t reg, unsigned width_bits, uint64_t value,
		struct err *err);
bool stream_put_list(struct dsp *dsp, unsigned index, uint64_t iova,
		     struct err *err); /* BDPL, BDPU */
/* PPCTL.PROCEN: between host and DSP instead of between host and link. */
bool stream_decouple(struct dsp *dsp, unsigned index, bool on, struct err *err);
/* Memory that this controller reaches, as region dma.NAME; flags: DMA_DEVICE_... free takes "dma.NAME"
 * of a region that may be gone. */
bool stream_get_memory(struct dsp *dsp, const char *name, uint64_t size, unsigned flags,
		       struct region **ret, struct err *err);
void stream_free_memory(struct dsp *dsp, const char *name);

/* -- the code loader's stream -- */

/* Take the first playback stream, put dsp->payload into memory that the device reaches, and program
 * the stream up to the point where RUN starts it. Repeating it starts over. */
bool stream_prepare(struct dsp *dsp, struct err *err);

bool stream_start(struct dsp *dsp, struct err *err);
/* RUN off within 300 us, interrupts of the stream off, status cleared. */
bool stream_stop(struct dsp *dsp, struct err *err);
bool stream_status(struct dsp *dsp, uint8_t *ret, struct err *err);    /* STS */
bool stream_position(struct dsp *dsp, uint32_t *ret, struct err *err); /* LPIB in bytes */

/* Start and stop the idle capture stream; iccmax_stop goes on after errors, as stream_release. */
bool iccmax_start(struct dsp *dsp, struct err *err);
bool iccmax_stop(struct dsp *dsp, struct err *err);

/* SPIB, BDL, CTL and PROCEN off, memory back. Goes on after errors; err tells the first one. */
bool stream_release(struct dsp *dsp, struct err *err);

#endif
