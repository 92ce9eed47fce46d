/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mutations of a boot: one step left out or altered, to see whether the DSP insists on it.
 *
 * A mutation is smaller than a stage and knows no recipe: it sits at the gate and holds the bits of one
 * register at a value of its own while the boot writes what it likes, or it changes the image or the
 * buffer list in memory. Leaving out a whole stage is the recipe's business (commands/boot_mutate.h). */
#ifndef BACKEND_DSP_MUTATE_H
#define BACKEND_DSP_MUTATE_H

#include <stdbool.h>
#include <stdint.h>

#include "backend/dsp/dsp.h"
#include "backend/support/err.h"

enum mutation_kind {
	MUTATION_REGISTER,
	MUTATION_LIST,	/* the buffer descriptor list, in DMA memory */
	MUTATION_IMAGE, /* what is sent */
};

/* Where a register is; those of the stream, the doorbells and the capabilities move with the chip. */
enum mutation_where {
	MUTATE_CONFIG,
	MUTATE_BAR0,
	MUTATE_BAR4,
	MUTATE_PP,     /* BAR0, from the capability */
	MUTATE_SPIB,   /* the same */
	MUTATE_STREAM, /* the stream's descriptor */
	MUTATE_LIMIT,  /* the stream's SPIB register */
	MUTATE_IDR,
	MUTATE_IDA,
	MUTATE_IPCCTL,
};

enum {
	MUTATE_OF_STREAM = 1 << 0, /* mask and value are shifted by the stream's number */
	/* The bits get their value before the boot as well: a step that only repeats what is there
	 * already would not be missed. What was there comes back afterwards. */
	MUTATE_BEFORE = 1 << 1,
	/* Reads show the bits as the boot wrote them: it would otherwise wait for them itself, and
	 * the DSP's own opinion would not be heard. */
	MUTATE_PRETEND = 1 << 2,
	MUTATE_HALF = 1 << 3,	  /* half of what is written, instead of a fixed value */
	MUTATE_WHEN = 1 << 4,	  /* only writes whose bits of the mask are `when` */
	MUTATE_FIRST = 1 << 5,	  /* only the first write of the boot */
	MUTATE_MANIFEST = 1 << 6, /* IMAGE: offset counts from the directory's first partition */
	MUTATE_CAVS = 1 << 7,	  /* this generation only */
	MUTATE_ACE = 1 << 8,
};

struct mutation {
	const char *name; /* "procen" */
	const char *help; /* what is left out or wrong: "PPCTL.PROCEN of the stream stays 0" */
	enum mutation_kind kind;
	enum mutation_where where; /* MUTATION_REGISTER */
	uint32_t offset;	   /* there; LIST: in the list; IMAGE: in the payload */
	unsigned width_bits;	   /* of the register; LIST: 64 is an address that is not mapped */
	uint32_t mask, value;	   /* these bits are held at this value; IMAGE: flipped, and with
				    * none the last `offset` bytes are missing */
	unsigned flags;		   /* MUTATE_... */
	uint32_t when;
};

/* The table, in the order in which a boot meets the steps; ends with a NULL name. */
const struct mutation *dsp_mutations(void);

/* Is it one for this chip? */
bool mutation_fits(const struct mutation *mutation, const struct dsp *dsp);

struct mutation_run {
	struct dsp *dsp;
	const struct mutation *mutation;
	unsigned hits; /* writes that came out different, or changes in memory */

	/* mutate.c only */
	struct gate_filter filter;
	bool written;	    /* the register was, once */
	bool pretending;    /* the boot's last write to it was changed, or could have been */
	uint32_t believed;  /* the register's bits as the boot has written them */
	uint32_t before;    /* MUTATE_BEFORE: what was there */
	bool before_is_set; /* and has to come back */
	uint8_t *at;	    /* MUTATION_IMAGE: the byte that was changed, and what it was */
	uint8_t old;
	uint32_t full_size; /* of the payload */
};

/* Put the mutation in place. *run must stay where it is until mutation_end. The capabilities must be known
 * (an earlier boot's probe) and the image set. err: the device could not be prepared; nothing is left
 * behind. */
bool mutation_begin(struct mutation_run *run, struct dsp *dsp, const struct mutation *mutation,
		    struct err *err);
/* The stream was set up: its list is in memory now. */
void mutation_stream_ready(struct mutation_run *run);
/* Everything as it was, the gate free. Twice is once. The device must still be there. */
void mutation_end(struct mutation_run *run);

#endif
