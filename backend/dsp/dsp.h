/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An Intel audio DSP behind a device: what a boot knows between its steps, and the few ways in which
 * the steps touch registers and wait. Steps in loader.h; the order of steps is a recipe's business. */
#ifndef BACKEND_DSP_DSP_H
#define BACKEND_DSP_DSP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/device.h"
#include "backend/dsp/chips.h"
#include "backend/dsp/hda.h"
#include "backend/dsp/ipc.h"
#include "backend/dsp/signal.h"
#include "backend/dsp/stream.h"
#include "backend/support/err.h"

#define DSP_POLL_NS UINT64_C(500000) /* between two reads of a wait; the driver's upper limit */

/* What a step says when it worked: one line of evidence, and what it cost. */
struct dsp_report {
	char text[200];
	uint64_t elapsed_ns; /* on the device's clock */
	uint64_t accesses;   /* reads and writes that reached the device */
};

/* What the last wait saw, also when it failed. */
struct dsp_waited {
	uint32_t last;
	uint64_t elapsed_ns;
	unsigned reads;
};

struct dsp {
	struct device *dev; /* not owned; outlives this */
	const struct dsp_part *part;
	const struct dsp_chip *chip;
	struct region *bar0, *bar4, *config;

	struct hda hda;
	struct dsp_stream stream;
	struct dsp_iccmax iccmax;
	unsigned done; /* BIT(enum dsp_step_id) of the steps that hold */
	bool powered; /* by us, the cores, and not switched off since; a new probe does not change it */
	struct dsp_waited waited;
	struct dsp_signal signal;

	uint8_t *payload; /* owned: what is sent to the DSP; NULL: no image yet */
	uint32_t payload_size;
	unsigned ipc; /* 3 or 4 from the image, 0 when it does not tell; set by FW_READY too */
	struct ipc_version version; /* ipc 0 until FW_READY */
	char image_path[4096];

	/* What to put back. */
	bool bus_master_set; /* by us */
	bool ungated;

	void (*progress)(void *ctx, uint32_t done, uint32_t total); /* bytes; may be NULL */
	void *progress_ctx;
};

/* Bind to a device: finds the chip by PCI id and the regions bar0, bar4 and config; touches no
 * register. ENODEV: no DSP that this program knows, or one that the BIOS switched off. *ret is the
 * caller's, who ends with dsp_finish. */
bool dsp_init(struct device *dev, struct dsp *ret, struct err *err);

/* Both streams released, whatever they say to it: none may go on with memory that is given back. */
void dsp_stop_streams(struct dsp *dsp);

/* Stop and release the streams, give DMA memory back, interrupt enables, clock gating and bus mastering
 * as found. Errors of a dead device are not worth a word. */
void dsp_put_back(struct dsp *dsp);

/* The same, and free the image. Takes a zeroed or half-built context. */
void dsp_finish(struct dsp *dsp);

/* The image to boot: size bytes (copied) without the host's extended manifest, a multiple of 4096;
 * ipc 3, 4 or 0. path is for messages. EINVAL: no size that the ROM could take. */
bool dsp_set_image(struct dsp *dsp, const char *path, const void *payload, uint32_t size,
		   unsigned ipc, struct err *err);

/* 32-bit registers of BAR0, BAR4 and config. update writes only when something changes, as the
 * driver does; *ret (may be NULL) gets the value then. */
bool dsp_read(struct dsp *dsp, struct region *region, uint32_t offset, uint32_t *ret,
	      struct err *err);
bool dsp_write(struct dsp *dsp, struct region *region, uint32_t offset, uint32_t value,
	       struct err *err);
bool dsp_update(struct dsp *dsp, struct region *region, uint32_t offset, uint32_t mask,
		uint32_t value, uint32_t *ret, struct err *err);

/* The register is read until (it & mask) == value; once at least, and once after the deadline. */
struct dsp_wait {
	struct region *region;
	uint32_t offset;
	uint32_t mask, value;
	uint64_t timeout_ns;
	const char *what;  /* the register's name in messages */
	const char *field; /* and that of the mask's bits: "DONE"; NULL: their numbers */
	uint64_t since_ns; /* when the wait began on the device's clock; 0: with the call */
	/* Called every few milliseconds; may be NULL. false ends the wait with its error. */
	bool (*tick)(struct dsp *dsp, struct err *err);
	/* Called every DSP_LOOK_NS; NULL: never. When it is true twice in a row the wait ends as if its
	 * time were over. */
	bool (*hopeless)(struct dsp *dsp);
};

/* dsp->waited tells what was seen, on failure too. ETIMEDOUT: last value, reads, time; EIO: all
 * ones (even if they would satisfy the wait), at once, with the cause that config space tells;
 * EINTR: device_stopped. */
bool dsp_wait(struct dsp *dsp, const struct dsp_wait *wait, struct err *err);

/* Is it time to look, and has wait->hopeless been true twice? *looks begins as zeroes with the wait. */
struct dsp_looks {
	uint64_t next_ns;
	unsigned bad;
};
bool dsp_in_vain(struct dsp *dsp, const struct dsp_wait *wait, struct dsp_looks *looks);

/* EIO: `what`, read in this region, is all ones; with the cause that config space tells. */
bool dsp_all_ones(struct dsp *dsp, const struct region *region, const char *what, struct err *err);

/* As dsp_wait for a state of the ROM status word; failures tell the word decoded and what to do. */
bool dsp_wait_state(struct dsp *dsp, uint32_t state, uint64_t timeout_ns,
		    bool (*tick)(struct dsp *dsp, struct err *err),
		    bool (*hopeless)(struct dsp *dsp), struct err *err);

/* Let time pass on the device's clock: all of ns, unless stopped (EINTR). */
bool dsp_pause(struct dsp *dsp, uint64_t ns, struct err *err);

/* COMMAND.BusMaster; remembers that it was we who switched it on. */
bool dsp_bus_master_on(struct dsp *dsp, bool *ret_changed, struct err *err);

#define DSP_MS(n) ((uint64_t)(n)*1000000)
#define DSP_US(n) ((uint64_t)(n)*1000)

#endif
