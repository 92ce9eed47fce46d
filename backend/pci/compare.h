/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two views of one function's config space, byte by byte, and why they differ. VFIO shows a filtered
 * view: it emulates some bits and hides some capabilities. What it does on purpose is told apart from
 * what nobody expects. */
#ifndef BACKEND_PCI_COMPARE_H
#define BACKEND_PCI_COMPARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/pci/config.h"
#include "backend/support/err.h"

enum compare_class {
	COMPARE_EXPECTED, /* VFIO emulates these bits */
	COMPARE_HIDDEN,	  /* VFIO leaves a capability out of its chain */
	COMPARE_UNEXPECTED,
};

/* A register that a byte belongs to. */
struct compare_register {
	unsigned offset;
	unsigned width_bytes; /* 1, 2 or 4 */
	char name[64];	      /* "COMMAND"; "" when it has none */
};

/* Names a register of an image. false: it has no name for that byte (an aligned dword is shown). */
struct compare_names {
	void *ctx;
	bool (*find)(void *ctx, const struct config_image *image, unsigned offset,
		     struct compare_register *ret);
};

/* The registers of the header; what compare_images uses when no names are given. */
bool compare_header_register(void *ctx, const struct config_image *image, unsigned offset,
			     struct compare_register *ret);

struct compare_diff {
	struct compare_register reg;
	uint32_t left, right; /* the whole register on both sides */
	uint32_t mask;	      /* the bits that differ and are of this class */
	enum compare_class class;
	const char *reason; /* a sentence for people; "" when unexpected. Static. */
};

struct compare_result {
	struct compare_diff *diffs; /* owned, by offset; a register can have one of each class */
	size_t count;
	size_t unexpected;	   /* how many of them */
	size_t bytes;		   /* bytes that both sides know */
	struct config_cap *hidden; /* owned; capabilities of right that left's chain leaves out */
	size_t hidden_count;
};

#define COMPARE_RESULT_INIT            \
	{                              \
		NULL, 0, 0, 0, NULL, 0 \
	}

/* left: what a program sees through VFIO when left_is_vfio, else like right: hardware, sysfs or a file.
 * names may be NULL. ENODATA: the sides have no byte in common. The caller finishes *ret. */
bool compare_images(const struct config_image *left, bool left_is_vfio,
		    const struct config_image *right, const struct compare_names *names,
		    struct compare_result *ret, struct err *err);
void compare_finish(struct compare_result *result);

const char *compare_class_name(enum compare_class class); /* "expected", "hidden", "UNEXPECTED" */

#endif
