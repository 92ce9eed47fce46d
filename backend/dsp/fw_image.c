/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From bytes to a struct fw_image: the order of the parts, and what they share. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "backend/dsp/fw_internal.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"

bool fw_bad(struct err *err, const char *what, uint32_t at, const char *fmt, ...)
{
	autofree char *reason = NULL;
	va_list ap;

	va_start(ap, fmt);
	reason = xvasprintf(fmt, ap);
	va_end(ap);
	return err_set(err, EBADMSG, "%s at 0x%x: %s", what, at, reason);
}

const uint8_t *fw_span(const struct fw_image *image, uint64_t at, uint64_t len, const char *what,
		       struct err *err)
{
	if (range_inside(at, len, image->size))
		return image->bytes + at;
	err_set(err, EBADMSG, "%s at 0x%jx: its 0x%jx bytes reach past the end of the file (0x%zx)",
		what, (uintmax_t)at, (uintmax_t)len, image->size);
	return NULL;
}

void fw_text(const uint8_t *from, size_t len, char *ret)
{
	size_t n = 0;

	for (; n < len && from[n]; n++)
		ret[n] = from[n] >= 0x20 && from[n] <= 0x7e ? (char)from[n] : '?';
	ret[n] = '\0';
}

/* What the payload begins with decides the rest of the way. */
static bool parse_payload(struct fw_image *image, struct err *err)
{
	const uint8_t *start = fw_span(image, image->payload_at, 8, "payload", err);

	if (!start)
		return false;
	if (!memcmp(start, "$CPD", 4)) {
		image->layout = FW_LAYOUT_CPD;
		return fw_cpd_parse(image, err) && fw_am1_parse(image, err);
	}
	if (!memcmp(start, "Reef", 4)) {
		err_set(err, ENOTSUP,
			"payload at 0x%x: 'Reef', firmware of Bay Trail, Cherry Trail or Broadwell",
			image->payload_at);
		return err_hint(err, "these DSPs have no HD-Audio loader; images from Skylake "
				     "on are understood");
	}
	/* CSS header of cAVS 1.5: type 6, 161 words */
	if (get_le32(start) == 6 && get_le32(start + 4) == 161) {
		image->layout = FW_LAYOUT_AVS15;
		return fw_css_parse(image, image->payload_at, err) && fw_am1_parse(image, err);
	}
	return fw_bad(err, "payload", image->payload_at,
		      "neither '$CPD' nor a cAVS 1.5 header (it begins %02x %02x %02x %02x)",
		      start[0], start[1], start[2], start[3]);
}

static bool parse_owned(struct fw_image *image, struct err *err)
{
	if (!fw_ext_parse(image, err) || !parse_payload(image, err))
		return false;
	image->library = bits_get(image->am1.flags, 2, 1) == 2;
	return true;
}

bool fw_parse(const void *bytes, size_t len, struct fw_image *ret, struct err *err)
{
	struct fw_image image = { 0 };

	if (!len)
		return err_set(err, ENODATA, "the file is empty");
	if (len > FW_FILE_MAX)
		return err_set(err, EFBIG, "%zu bytes are more than a firmware image may have (%u)",
			       len, FW_FILE_MAX);
	image.bytes = xmalloc(len);
	memcpy(image.bytes, bytes, len);
	image.size = len;
	if (!parse_owned(&image, err)) {
		fw_image_finish(&image);
		return false;
	}
	*ret = image;
	return true;
}

void fw_image_finish(struct fw_image *image)
{
	free(image->bytes);
	free(image->ext.elements);
	free(image->ext.config);
	free(image->ext.platform);
	free(image->ext.modules);
	free(image->cpd.entries);
	free(image->am1.modules);
	*image = (struct fw_image){ 0 };
}
