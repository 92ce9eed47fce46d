/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Saved config-space dumps: lspci -x/-xxx/-xxxx text with any number of functions, the output of
 * hexdump, hexdump -C, xxd and od -A x, or the bytes themselves. The format is recognised. */
#ifndef BACKEND_PCI_DUMPFILE_H
#define BACKEND_PCI_DUMPFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "backend/pci/config.h"
#include "backend/support/err.h"

struct dumpfile_function {
	char bdf[24]; /* as the file writes it, lower case: "00:1f.3", "0002:01:00.0"; "" if it does not say */
	char line[128];	    /* the function's first line in the file, unprintable bytes as '?' */
	size_t line_number; /* of that line, from 1 */
	struct config_image image;
};

struct dumpfile {
	struct dumpfile_function *functions; /* owned, in file order; at least one */
	size_t count;
};

#define DUMPFILE_INIT   \
	{               \
		NULL, 0 \
	}

/* Parse a whole file held in memory. EINVAL names the line and what is wrong with it; ENODATA: no
 * bytes of a function in it. The caller finishes *ret. */
bool dumpfile_parse(const void *data, size_t len, struct dumpfile *ret, struct err *err);
void dumpfile_finish(struct dumpfile *file);

/* The function that bdf names ("0000:" in front is optional on both sides), or the only one when bdf
 * is NULL. ENOENT: it is not there; EINVAL: several functions and no bdf, or the same one twice.
 * Borrowed from *file. */
bool dumpfile_select(const struct dumpfile *file, const char *bdf,
		     const struct dumpfile_function **ret, struct err *err);

/* Read and parse a regular file of at most 16 MiB. errno codes for what cannot be read. */
bool dumpfile_load(const char *path, struct dumpfile *ret, struct err *err);

/* Load FILE or FILE@BDF and select. A word after the last '@' that is no address belongs to the path.
 * otherwise: the function when the word names none (NULL: there must be only one); it is only a wish
 * when the file has a single function. *ret is a copy. */
bool dumpfile_load_function(const char *word, const char *otherwise, struct dumpfile_function *ret,
			    struct err *err);

/* True when text is a PCI address with or without domain ("00:1f.3"), and nothing after it. */
bool dumpfile_is_bdf(const char *text);

/* Device number << 3 | function number of such an address; 0 for other text. */
unsigned dumpfile_devfn(const char *bdf);

#endif
