/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Valid firmware images made from nothing: every table, checksum, hash and signature is right, the
 * code is patterned bytes. For tests, and for a demonstration where no real image can be had. */
#ifndef TESTS_TOOLS_FWBUILD_H
#define TESTS_TOOLS_FWBUILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum fwbuild_kind {
	FWBUILD_CAVS_V1, /* $CPD v1, 2048-bit key: APL to ICL */
	FWBUILD_CAVS_V2, /* $CPD v2, 3072-bit key: TGL to RPL */
	FWBUILD_ACE,	 /* $CPD v2 with the late entries of MTL and after */
	FWBUILD_AVS15,	 /* no $CPD: SKL, KBL */
};

struct fwbuild {
	enum fwbuild_kind kind;
	unsigned ipc;	/* 3: XMan manifest; 4: $AE1; 0: none */
	unsigned pages; /* of 4 KiB in the payload; at least FWBUILD_PAGES_MIN, 0 for 16 */
	bool library;	/* mark it as a library */
};
#define FWBUILD_PAGES_MIN 11

/* The image, which the caller frees. */
uint8_t *fwbuild_image(const struct fwbuild *how, size_t *ret_len);

#endif
