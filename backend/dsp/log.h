/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The log of running firmware, read out of its SRAM windows: a winstream in window 3 (Zephyr), or the
 * mtrace slots of the debug window (window 2, IPC4). Layouts from Zephyr's winstream.h and
 * adsp_debug_window.h and from Linux' ipc4-mtrace.c. Reading writes nothing; all that is read is hostile. */
#ifndef BACKEND_DSP_LOG_H
#define BACKEND_DSP_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/dsp/log_ring.h"
#include "backend/support/err.h"
#include "backend/support/strbuf.h"

struct dsp;

/* -- the debug window's directory -- */

#define LOG_SLOTS      16 /* descriptors in its first page */
#define LOG_FULL_SLOTS 15 /* slot i is page i + 1 of the window; the last one is in page 0 */
#define LOG_SLOT_SIZE  0x1000
#define LOG_PART_SLOT  0x400 /* where the last one begins; older firmware does not know it */

struct log_slot {
	unsigned index;
	uint32_t resource, type, vma; /* as the firmware wrote them; type 0: unused */
	uint32_t offset;	      /* of its memory in BAR4 */
	bool inside;		      /* the window is long enough for it */
};

/* All descriptors, used or not. EIO: all ones, with the cause. */
bool log_slots(struct dsp *dsp, struct log_slot ret[LOG_SLOTS], struct err *err);

/* "mtrace log of core 0", "telemetry", "type 0x1234". Returns buf. */
const char *log_slot_describe(uint32_t type, char *buf, size_t len);

/* -- a log -- */

enum log_kind { LOG_ANY, LOG_WINSTREAM, LOG_MTRACE };

struct log {
	enum log_kind kind; /* of an open one: never LOG_ANY */
	unsigned core;	    /* LOG_MTRACE */
	uint32_t header;    /* in BAR4; the ring follows */
	uint32_t size;	    /* of the ring */
	bool begun;	    /* `seen` is where the last read ended */
	uint32_t seen;
};

struct log_took {
	uint64_t lost; /* bytes that were overwritten before they could be read */
	bool again; /* the firmware started anew, or another reader moved on: unknown what is lost */
};

/* Find a log. LOG_ANY: the mtrace slot of the core where there is one, else a winstream; IPC3 firmware
 * has no mtrace. ENOENT: there is none, with what is there instead and what to do; EBADMSG: a header
 * that cannot be one. */
bool log_open(struct dsp *dsp, enum log_kind kind, unsigned core, struct log *ret, struct err *err);

/* Add to text what came since the last read, the first time all that is held. Bytes as the firmware
 * wrote them. EBADMSG: the header is none any more; EAGAIN: it changes all the time. */
bool log_read(struct dsp *dsp, struct log *log, struct strbuf *text, struct log_took *ret,
	      struct err *err);

/* Leave out what is there now: the next read takes what comes from here on. */
bool log_skip(struct dsp *dsp, struct log *log, struct err *err);

/* Tell the firmware that all read so far was taken: mtrace's host pointer, one write. Firmware drops
 * what does not fit behind it. A winstream needs none. */
bool log_release(struct dsp *dsp, const struct log *log, struct err *err);

/* Tell IPC4 firmware to log into mtrace slots, or to stop (ENABLE_LOGS to its base module, with the
 * periods, levels and sources that Linux asks for). EPROTO: it refused. */
bool log_enable(struct dsp *dsp, bool on, struct err *err);

/* The doorbell while a log is followed. A waiting LOG_BUFFER_STATUS is taken and acknowledged, so that
 * the next one can ring; *ret is any other message that waits (0: none), which stays. EIO: panic. */
bool log_doorbell(struct dsp *dsp, uint32_t *ret, struct err *err);

const char *log_kind_name(enum log_kind kind); /* "winstream", "mtrace" */

#endif
