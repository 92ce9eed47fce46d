/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What passed between a driver and a device, one record for each access, and the text of it.
 *
 * A trace file begins with "# barsh trace 1: DEVICE". Then a line for each record, words with one
 * space between them, in the order in which it happened; TIME in seconds since the trace began:
 *
 *	TIME R WIDTH REGION+OFFSET VALUE        a read: what it returned
 *	TIME W WIDTH REGION+OFFSET VALUE        a write
 *	TIME D reads|writes BYTES IOVA TIMES    the device moved memory by DMA, TIMES transfers in a row
 *	TIME I TYPE VECTOR                      an interrupt
 *	TIME X METHOD                           a reset of the function
 *
 * Lines that begin with # are remarks. */
#ifndef BACKEND_TRACE_TRACE_H
#define BACKEND_TRACE_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/support/err.h"
#include "backend/support/strbuf.h"

enum trace_kind { TRACE_READ, TRACE_WRITE, TRACE_DMA, TRACE_IRQ, TRACE_RESET };

#define TRACE_KINDS 5

struct trace_record {
	uint64_t at_ns;
	enum trace_kind kind;
	unsigned width_bits; /* of an access */
	char what[16];	     /* region; DMA: "reads" or "writes"; interrupt type; reset method */
	uint64_t offset;     /* in the region; DMA: address of the first byte */
	uint64_t value;	     /* of an access; DMA: bytes; interrupt: vector */
	uint64_t times;	     /* DMA: transfers */
};

#define TRACE_MAGIC "# barsh trace 1"

/* The record's line, without a newline. */
void trace_format(const struct trace_record *record, struct strbuf *ret);

/* The record of a line, which may end in a newline. EINVAL names the word that is wrong. */
bool trace_parse(const char *line, struct trace_record *ret, struct err *err);

/* "bar4+0x000004". Returns buf. */
char *trace_record_place(const struct trace_record *record, char *buf, size_t len);

/* A recorder: keeps the last records, and may write all of them into a file. */
struct trace;

#define TRACE_RING_DEFAULT 65536

/* keep: how many records stay in memory; may be 0. */
struct trace *trace_create(size_t keep);
void trace_destroy(struct trace *trace); /* takes NULL */

/* Write what comes from now on into path, too, each record before the next access, so that the file
 * of a machine that hangs ends with the access before. about names the device in the first line.
 * EEXIST: path is there, and overwrite is not set. */
bool trace_open_file(struct trace *trace, const char *path, bool overwrite, const char *about,
		     struct err *err);

/* No further record goes to the file. false: something could not be written, and why. */
bool trace_close_file(struct trace *trace, struct err *err);

void trace_add(struct trace *trace, const struct trace_record *record);

/* A remark for the file, "# WHATTEXT"; it is not kept in memory. */
void trace_remark(struct trace *trace, const char *what, const char *text);

uint64_t trace_count(const struct trace *trace); /* records ever added */
uint64_t trace_count_of(const struct trace *trace, enum trace_kind kind);
const char *trace_path(const struct trace *trace); /* of its file; NULL: none is open */
size_t trace_kept(const struct trace *trace);
/* i counts from the oldest that is kept; below trace_kept. */
const struct trace_record *trace_at(const struct trace *trace, size_t i);

#endif
