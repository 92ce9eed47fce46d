/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The extended manifests, which the host reads and strips: XMan (IPC3) and $AE1 (IPC4). */
#include <errno.h>
#include <string.h>

#include "backend/dsp/fw_internal.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"

#define XMAN_HEADER	16
#define XMAN_MAJOR	1
#define ELEMENT_HEADER	8
#define EXT_DATA_HEADER 12 /* size, command, type: stands before the content of types 1 to 4 */
#define AE1_HEADER	16
#define AE1_MODULE	40
#define AE1_SCHEDULE	4
#define AE1_PIN		24

/* The content of an element when it has at least `need` bytes of it, else NULL with err filled. */
static const uint8_t *element_content(const struct fw_image *image, const struct fw_element *e,
				      uint32_t need, struct err *err)
{
	if (e->size - ELEMENT_HEADER < need) {
		fw_bad(err, "manifest element", e->at, "%s has 0x%x bytes, it needs 0x%x",
		       fw_element_name(e->type), e->size, need + ELEMENT_HEADER);
		return NULL;
	}
	return image->bytes + e->at + ELEMENT_HEADER;
}

static bool parse_fw_version(struct fw_image *image, const struct fw_element *e, struct err *err)
{
	const uint8_t *p = element_content(image, e, 64, err);
	struct fw_ext *ext = &image->ext;

	if (!p)
		return false;
	ext->has_version = true;
	ext->fw_version = (struct fw_version){ get_le16(p + 4), get_le16(p + 6), get_le16(p + 8),
					       get_le16(p + 10) };
	fw_text(p + 12, 12, ext->date);
	fw_text(p + 24, 10, ext->time);
	fw_text(p + 34, 6, ext->tag);
	ext->abi = get_le32(p + 40);
	ext->src_hash = get_le32(p + 44);
	ext->flags = get_le32(p + 60);
	return true;
}

static bool parse_windows(struct fw_image *image, const struct fw_element *e, struct err *err)
{
	const uint8_t *p = element_content(image, e, EXT_DATA_HEADER + 4, err);
	uint32_t count;

	if (!p)
		return false;
	count = get_le32(p + EXT_DATA_HEADER);
	if (count > FW_WINDOW_MAX)
		return fw_bad(err, "manifest element", e->at, "WINDOW lists %u windows, at most %u",
			      count, FW_WINDOW_MAX);
	if (!element_content(image, e, EXT_DATA_HEADER + 4 + count * 24, err))
		return false;
	p += EXT_DATA_HEADER + 4;
	for (uint32_t i = 0; i < count; i++, p += 24)
		image->ext.windows[i] = (struct fw_window){
			.type = get_le32(p + 4),
			.window = get_le32(p + 8),
			.flags = get_le32(p + 12),
			.size = get_le32(p + 16),
			.offset = get_le32(p + 20),
		};
	image->ext.window_count = count;
	return true;
}

static bool parse_compiler(struct fw_image *image, const struct fw_element *e, struct err *err)
{
	const uint8_t *p = element_content(image, e, EXT_DATA_HEADER + 80, err);
	struct fw_ext *ext = &image->ext;

	if (!p)
		return false;
	p += EXT_DATA_HEADER;
	ext->has_compiler = true;
	for (unsigned i = 0; i < 3; i++)
		ext->compiler_version[i] = get_le32(p + 4 * i);
	fw_text(p + 28, 16, ext->compiler_name);
	fw_text(p + 44, 4, ext->compiler_optimisation);
	fw_text(p + 48, 32, ext->compiler_text);
	return true;
}

static bool parse_probe_info(struct fw_image *image, const struct fw_element *e, struct err *err)
{
	const uint8_t *p = element_content(image, e, EXT_DATA_HEADER + 8, err);

	if (!p)
		return false;
	image->ext.has_probe_info = true;
	image->ext.probe_points = get_le32(p + EXT_DATA_HEADER);
	image->ext.injection_dmas = get_le32(p + EXT_DATA_HEADER + 4);
	return true;
}

static bool parse_debug_abi(struct fw_image *image, const struct fw_element *e, struct err *err)
{
	const uint8_t *p = element_content(image, e, EXT_DATA_HEADER + 4, err);

	if (!p)
		return false;
	image->ext.has_debug_abi = true;
	image->ext.debug_abi = get_le32(p + EXT_DATA_HEADER);
	return true;
}

/* Pairs {token, value} that fill the element; token 0 is padding. */
static void parse_tokens(const struct fw_image *image, const struct fw_element *e,
			 struct fw_token **ret, unsigned *ret_count)
{
	const uint8_t *p = image->bytes + e->at + ELEMENT_HEADER;
	unsigned pairs = (e->size - ELEMENT_HEADER) / 8, count = 0;
	struct fw_token *tokens = xcalloc(pairs + 1, sizeof(*tokens));

	for (; pairs; pairs--, p += 8)
		if (get_le32(p))
			tokens[count++] = (struct fw_token){ get_le32(p), get_le32(p + 4) };
	free(*ret); /* a second element of the kind replaces the first */
	*ret = tokens;
	*ret_count = count;
}

static bool parse_element(struct fw_image *image, const struct fw_element *e, struct err *err)
{
	switch (e->type) {
	case FW_ELEMENT_FW_VERSION:
		return parse_fw_version(image, e, err);
	case FW_ELEMENT_WINDOW:
		return parse_windows(image, e, err);
	case FW_ELEMENT_CC_VERSION:
		return parse_compiler(image, e, err);
	case FW_ELEMENT_PROBE_INFO:
		return parse_probe_info(image, e, err);
	case FW_ELEMENT_DBG_ABI:
		return parse_debug_abi(image, e, err);
	case FW_ELEMENT_CONFIG_DATA:
		parse_tokens(image, e, &image->ext.config, &image->ext.config_count);
		return true;
	case FW_ELEMENT_PLATFORM:
		parse_tokens(image, e, &image->ext.platform, &image->ext.platform_count);
		return true;
	default: /* later SOF releases may add some; the driver skips them too */
		return true;
	}
}

static bool xman_parse_elements(struct fw_image *image, uint32_t at, struct err *err)
{
	struct fw_ext *ext = &image->ext;

	while (at < ext->size) {
		struct fw_element e = { .at = at };

		if (ext->size - at < ELEMENT_HEADER)
			return fw_bad(err, "manifest element", at,
				      "%u bytes are left of the manifest, no room for one",
				      ext->size - at);
		e.type = get_le32(image->bytes + at);
		e.size = get_le32(image->bytes + at + 4);
		if (e.size < ELEMENT_HEADER || e.size % 4 || e.size > ext->size - at)
			return fw_bad(err, "manifest element", at,
				      "type %u has size 0x%x, the manifest ends at 0x%x", e.type,
				      e.size, ext->size);
		if (!parse_element(image, &e, err))
			return false;
		ext->elements = xreallocarray(ext->elements, ext->element_count + 1,
					      sizeof(*ext->elements));
		ext->elements[ext->element_count++] = e;
		at += e.size;
	}
	return true;
}

static bool xman_parse(struct fw_image *image, struct err *err)
{
	const uint8_t *p = fw_span(image, 0, XMAN_HEADER, "XMan manifest", err);
	struct fw_ext *ext = &image->ext;
	uint32_t header_size;

	if (!p)
		return false;
	ext->kind = FW_EXT_XMAN;
	ext->size = get_le32(p + 4);
	header_size = get_le32(p + 8);
	ext->version = get_le32(p + 12);
	if (ext->version >> 24 != XMAN_MAJOR)
		return fw_bad(err, "XMan manifest version", 12,
			      "0x%08x has major %u, only major %u is known", ext->version,
			      ext->version >> 24, XMAN_MAJOR);
	if (!fw_span(image, 0, ext->size, "XMan manifest", err))
		return false;
	if (header_size < XMAN_HEADER || header_size > ext->size)
		return fw_bad(err, "XMan header size", 8, "0x%x, must be 0x%x to 0x%x", header_size,
			      XMAN_HEADER, ext->size);
	return xman_parse_elements(image, header_size, err);
}

static bool ae1_parse_module(struct fw_image *image, uint32_t at, struct err *err)
{
	const uint8_t *p = image->bytes + at;
	struct fw_ext *ext = &image->ext;
	struct fw_ext_module m = { .at = at };

	if (ext->size - at < AE1_MODULE)
		return fw_bad(err, "$AE1 module", at, "%u bytes are left of the manifest, need %u",
			      ext->size - at, AE1_MODULE);
	m.size = get_le32(p);
	m.schedules = get_le16(p + 36);
	m.pins = get_le16(p + 38);
	if (m.size != AE1_MODULE + m.schedules * AE1_SCHEDULE + m.pins * AE1_PIN)
		return fw_bad(err, "$AE1 module", at,
			      "size %u does not fit %u schedules and %u pins", m.size, m.schedules,
			      m.pins);
	if (m.size > ext->size - at)
		return fw_bad(err, "$AE1 module", at, "size %u, the manifest ends at 0x%x", m.size,
			      ext->size);
	memcpy(m.uuid, p + 4, sizeof(m.uuid));
	m.version = (struct fw_version){ get_le16(p + 20), get_le16(p + 22), get_le16(p + 24),
					 get_le16(p + 26) };
	m.type = get_le32(p + 28);
	ext->modules = xreallocarray(ext->modules, ext->module_count + 1, sizeof(*ext->modules));
	ext->modules[ext->module_count++] = m;
	return true;
}

static bool ae1_parse(struct fw_image *image, struct err *err)
{
	const uint8_t *p = fw_span(image, 0, AE1_HEADER, "$AE1 manifest", err);
	struct fw_ext *ext = &image->ext;
	uint32_t count, at = AE1_HEADER;

	if (!p)
		return false;
	ext->kind = FW_EXT_AE1;
	ext->size = get_le32(p + 4);
	ext->version = (uint32_t)get_le16(p + 8) << 16 | get_le16(p + 10);
	count = get_le32(p + 12);
	if (ext->version >> 16 != 1)
		return fw_bad(err, "$AE1 manifest version", 8, "%u.%u, only major 1 is known",
			      ext->version >> 16, ext->version & 0xffff);
	if (ext->size < AE1_HEADER)
		return fw_bad(err, "$AE1 manifest length", 4, "0x%x, its header alone has 0x%x",
			      ext->size, AE1_HEADER);
	if (!fw_span(image, 0, ext->size, "$AE1 manifest", err))
		return false;
	while (ext->module_count < count) {
		if (!ae1_parse_module(image, at, err))
			return false;
		at += ext->modules[ext->module_count - 1].size;
	}
	if (at != ext->size)
		return fw_bad(err, "$AE1 manifest", at,
			      "%u modules end here, the manifest only at 0x%x", count, ext->size);
	return true;
}

/* Not an image; what else lies beside images is told by name. */
static bool no_manifest(const uint8_t *start, struct err *err)
{
	static const struct {
		const char *magic, *hint;
	} others[] = {
		{ "Logs", "this is a trace dictionary (.ldc); the image is called .ri" },
		{ "CoSA", "this is a topology (.tplg); the image is called .ri" },
		{ "$SST", "this is firmware of Bay Trail or Broadwell DSPs" },
	};

	err_set(err, EBADMSG,
		"not a firmware file: at 0x0 %02x %02x %02x %02x, not 'XMan', '$AE1' or '$CPD'",
		start[0], start[1], start[2], start[3]);
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (!memcmp(start, others[i].magic, 4))
			return err_hint(err, "%s", others[i].hint);
	return err_hint(err, "SOF images are called sof-*.ri, AVS images dsp_basefw.bin");
}

bool fw_ext_parse(struct fw_image *image, struct err *err)
{
	const uint8_t *p = fw_span(image, 0, 4, "firmware file", err);
	struct fw_ext *ext = &image->ext;

	if (!p)
		return false;
	if (!memcmp(p, "XMan", 4)) {
		if (!xman_parse(image, err))
			return false;
		image->ipc = 3;
	} else if (!memcmp(p, "$AE1", 4)) {
		if (!ae1_parse(image, err))
			return false;
		image->ipc = 4;
	} else if (memcmp(p, "$CPD", 4)) {
		return no_manifest(p, err);
	}
	image->payload_at = ext->size;
	image->payload_size = (uint32_t)image->size - ext->size;
	return true;
}
