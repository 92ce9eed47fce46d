/* SPDX-License-Identifier: GPL-2.0-or-later */
/* $AM1, the firmware descriptor, and its module table. */
#include <string.h>

#include "backend/dsp/fw_internal.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"

#define AM1_OFFSET_CPD	 0x2000
#define AM1_OFFSET_AVS15 0x284
#define AM1_HEADER	 52
#define AM1_MODULE	 0x74

static void parse_module(const uint8_t *p, uint32_t at, struct fw_module *m)
{
	m->at = at;
	fw_text(p + 4, 8, m->name);
	memcpy(m->uuid, p + 12, sizeof(m->uuid));
	m->type = get_le32(p + 28);
	memcpy(m->hash, p + 32, sizeof(m->hash));
	m->entry = get_le32(p + 64);
	m->config_offset = get_le16(p + 68);
	m->config_count = get_le16(p + 70);
	m->affinity = get_le32(p + 72);
	m->instances = get_le16(p + 76);
	m->stack_pages = get_le16(p + 78);
	for (unsigned i = 0; i < FW_SEGMENT_MAX; i++)
		m->segments[i] = (struct fw_segment){
			.flags = get_le32(p + 80 + 12 * i),
			.address = get_le32(p + 84 + 12 * i),
			.offset = get_le32(p + 88 + 12 * i),
		};
}

static bool parse_modules(struct fw_image *image, struct err *err)
{
	struct fw_am1 *am1 = &image->am1;
	uint32_t at = am1->at + AM1_HEADER;
	const uint8_t *p = fw_span(image, at, (uint64_t)am1->module_count * AM1_MODULE,
				   "$AM1 module table", err);

	if (!p)
		return false;
	am1->modules = xcalloc(am1->module_count + 1, sizeof(*am1->modules));
	for (unsigned i = 0; i < am1->module_count; i++, at += AM1_MODULE, p += AM1_MODULE) {
		if (memcmp(p, "$AME", 4))
			return fw_bad(err, "$AM1 module", at, "entry %u of %u is not marked '$AME'",
				      i, am1->module_count);
		parse_module(p, at, &am1->modules[i]);
	}
	return true;
}

bool fw_am1_parse(struct fw_image *image, struct err *err)
{
	struct fw_am1 *am1 = &image->am1;
	const uint8_t *p;

	am1->at = image->payload_at +
		  (image->layout == FW_LAYOUT_CPD ? AM1_OFFSET_CPD : AM1_OFFSET_AVS15);
	p = fw_span(image, am1->at, AM1_HEADER, "$AM1", err);
	if (!p)
		return false;
	if (memcmp(p, "$AM1", 4))
		return fw_bad(err, "$AM1", am1->at, "%02x %02x %02x %02x stands there instead",
			      p[0], p[1], p[2], p[3]);
	if (get_le32(p + 4) != AM1_HEADER)
		return fw_bad(err, "$AM1 header length", am1->at + 4, "%u, must be %u",
			      get_le32(p + 4), AM1_HEADER);
	fw_text(p + 8, 8, am1->name);
	am1->preload_pages = get_le32(p + 16);
	am1->flags = get_le32(p + 20);
	am1->feature_mask = get_le32(p + 24);
	am1->version = (struct fw_version){ get_le16(p + 28), get_le16(p + 30), get_le16(p + 32),
					    get_le16(p + 34) };
	am1->module_count = get_le32(p + 36);
	am1->hw_buf_base = get_le32(p + 40);
	am1->hw_buf_size = get_le32(p + 44);
	am1->load_offset = get_le32(p + 48);
	return parse_modules(image, err);
}
