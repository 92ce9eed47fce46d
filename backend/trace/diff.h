/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two traces, reduced to what was written, and where they differ.
 *
 * Reads, DMA, interrupts and times are no part of it: how often a driver polls is its own business.
 * Writes are compared in their order: same register, same width, same value. A rules file says what of
 * it is no news; words with spaces between them, # begins a remark:
 *
 *	SIDE PLACE VALUE REASON...
 *
 * SIDE <: only the first trace has the write; >: only the second has it; ~: both have one, with other
 * values (then VALUE is the first's); =: values at PLACE are addresses of memory, of which only the
 * order of appearance is compared (VALUE is *); !: such writes are left out of both traces, because an
 * interrupt makes them, at any time. PLACE and VALUE are patterns of * and ?; PLACE is
 * matched with the register's name and with region+offset. */
#ifndef BACKEND_TRACE_DIFF_H
#define BACKEND_TRACE_DIFF_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/support/err.h"
#include "backend/trace/tracefile.h"

struct diff_rule {
	char side;     /* < > ~ = ! */
	char *place;   /* owned */
	char *value;   /* owned */
	char *reason;  /* owned */
	unsigned line; /* in the file */
	size_t used;   /* times; set by trace_diff */
};

struct diff_rules {
	struct diff_rule *items; /* owned */
	size_t count;
};

#define DIFF_RULES_INIT \
	{               \
		NULL, 0 \
	}

void diff_rules_finish(struct diff_rules *rules);
/* Add the rules of a text. EINVAL with NAME:LINE. */
bool diff_rules_parse(struct diff_rules *rules, const char *text, const char *name,
		      struct err *err);

/* The registers whose values are addresses of memory, of an HD-Audio controller; trace_diff counts no
 * use of them as missing. */
void diff_rules_add_hda(struct diff_rules *rules);

/* The name of the register that a write goes to; "" when it has none. */
struct diff_namer {
	void *ctx;
	void (*name)(void *ctx, const struct trace_record *record, char *buf, size_t len);
};

struct diff_line {
	char side;				   /* < > ~ as in a rule, or ' ': both have it */
	const struct trace_record *first, *second; /* borrowed from the files; NULL where absent */
	const struct diff_rule *rule;		   /* that explains it; NULL: none does */
};

struct diff {
	struct diff_line *lines; /* owned; every write of both, in order */
	size_t count;
	size_t same, explained, unexplained;
};

#define DIFF_INIT             \
	{                     \
		.lines = NULL \
	}

/* More differences than this are not looked for. */
#define DIFF_MAX 6000

void diff_finish(struct diff *diff);

struct diff_options {
	bool config;			   /* compare writes to configuration space, too */
	const char *only;		   /* a pattern for the places to compare; NULL: all */
	struct diff_namer namer;	   /* its function may be NULL */
	const volatile sig_atomic_t *stop; /* Ctrl-C; may be NULL */
};

/* The lines point into both files and the rules. EFBIG: they differ in more than DIFF_MAX writes;
 * EINTR. */
bool trace_diff(const struct trace_file *first, const struct trace_file *second,
		struct diff_rules *rules, const struct diff_options *options, struct diff *ret,
		struct err *err);

#endif
