/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/fw_show.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "backend/support/bits.h"
#include "backend/support/num.h"

/* -- as a map -- */

static void set_version(struct value *map, const char *key, const struct fw_version *v)
{
	char text[32];

	snprintf(text, sizeof(text), "%u.%u.%u.%u", v->major, v->minor, v->hotfix, v->build);
	value_set_text(map, key, text);
}

static void set_hex(struct value *map, const char *key, const uint8_t *bytes, size_t len)
{
	char text[2 * FW_HASH_MAX + 1] = "";

	for (size_t i = 0; i < len; i++)
		snprintf(text + 2 * i, 3, "%02x", bytes[i]);
	value_set_text(map, key, text);
}

static void set_uuid(struct value *map, const uint8_t uuid[16])
{
	char text[FW_UUID_TEXT];

	value_set_text(map, "uuid", fw_uuid_format(uuid, text));
}

/* A name, or the number where it has none. */
static const char *name_or_number(const char *name, uint32_t number, char buf[16])
{
	if (name)
		return name;
	snprintf(buf, 16, "%" PRIu32, number);
	return buf;
}

static struct value *map_tokens(const struct fw_token *tokens, unsigned count,
				const char *(*name)(uint32_t))
{
	struct value *map = value_map();
	char buf[16];

	for (unsigned i = 0; i < count; i++)
		value_set_uint(map, name_or_number(name(tokens[i].token), tokens[i].token, buf),
			       tokens[i].value, 0);
	return map;
}

static struct value *map_windows(const struct fw_ext *ext)
{
	struct value *list = value_list();
	char buf[16];

	for (unsigned i = 0; i < ext->window_count; i++) {
		const struct fw_window *w = &ext->windows[i];
		struct value *row = value_map();

		value_set_text(row, "type", name_or_number(fw_window_name(w->type), w->type, buf));
		value_set_uint(row, "window", w->window, 0);
		value_set_uint(row, "offset", w->offset, 32);
		value_set_uint(row, "size", w->size, 32);
		value_add(list, row);
	}
	return list;
}

static struct value *map_ext_modules(const struct fw_ext *ext)
{
	struct value *list = value_list();

	for (unsigned i = 0; i < ext->module_count; i++) {
		const struct fw_ext_module *m = &ext->modules[i];
		struct value *row = value_map();

		set_uuid(row, m->uuid);
		set_version(row, "version", &m->version);
		value_set_uint(row, "type", m->type, 0);
		value_set_uint(row, "schedules", m->schedules, 0);
		value_set_uint(row, "pins", m->pins, 0);
		value_add(list, row);
	}
	return list;
}

static struct value *map_ext(const struct fw_ext *ext)
{
	struct value *map = value_map();

	value_set_text(map, "kind", fw_ext_name(ext->kind));
	value_set_uint(map, "size", ext->size, 0);
	if (ext->has_version) {
		set_version(map, "version", &ext->fw_version);
		value_set_text(map, "tag", ext->tag);
		value_set_text(map, "date", ext->date);
		value_set_text(map, "time", ext->time);
		value_set_uint(map, "abi", ext->abi, 32);
		value_set_uint(map, "source", ext->src_hash, 32);
		value_set_uint(map, "flags", ext->flags, 32);
	}
	if (ext->has_compiler) {
		value_set_text(map, "compiler", ext->compiler_name);
		value_set_text(map, "optimisation", ext->compiler_optimisation);
		value_set_text(map, "compiler_text", ext->compiler_text);
	}
	if (ext->has_debug_abi)
		value_set_uint(map, "debug_abi", ext->debug_abi, 32);
	if (ext->has_probe_info) {
		value_set_uint(map, "probe_points", ext->probe_points, 0);
		value_set_uint(map, "injection_dmas", ext->injection_dmas, 0);
	}
	value_set(map, "windows", map_windows(ext));
	value_set(map, "config", map_tokens(ext->config, ext->config_count, fw_config_token_name));
	value_set(map, "platform",
		  map_tokens(ext->platform, ext->platform_count, fw_platform_token_name));
	value_set(map, "modules", map_ext_modules(ext));
	return map;
}

static struct value *map_cpd(const struct fw_cpd *cpd)
{
	struct value *map = value_map(), *entries = value_list();

	value_set_uint(map, "version", cpd->version, 0);
	value_set_text(map, "name", cpd->name);
	value_set_uint(map, "checksum", cpd->checksum_stored, cpd->version == 1 ? 8 : 32);
	value_set_bool(map, "checksum_ok", cpd->checksum_stored == cpd->checksum_computed);
	for (unsigned i = 0; i < cpd->entry_count; i++) {
		struct value *row = value_map();

		value_set_text(row, "name", cpd->entries[i].name);
		value_set_uint(row, "offset", cpd->entries[i].offset, 32);
		value_set_uint(row, "size", cpd->entries[i].size, 32);
		value_add(entries, row);
	}
	value_set(map, "entries", entries);
	return map;
}

static void date_text(uint32_t bcd, char buf[16])
{
	snprintf(buf, 16, "%04x-%02x-%02x", bcd >> 16, bcd >> 8 & 0xff, bcd & 0xff);
}

static struct value *map_css(const struct fw_css *css)
{
	const char *key = fw_key_name(css->modulus_sha1);
	struct value *map = value_map();
	char date[16];

	date_text(css->date, date);
	value_set_text(map, "date", date);
	value_set_uint(map, "vendor", css->vendor, 16);
	value_set_uint(map, "svn", css->svn, 0);
	value_set_text(map, "key", key ? key : "unknown");
	value_set_uint(map, "key_bits", css->key_bits, 0);
	value_set_uint(map, "exponent", css->exponent, 0);
	set_hex(map, "modulus_sha1", css->modulus_sha1, sizeof(css->modulus_sha1));
	value_set_bool(map, "signed", !css->signature_zero);
	return map;
}

static struct value *map_met(const struct fw_met *met)
{
	struct value *map = value_map();

	value_set_uint(map, "imr_type", met->imr_type, 0);
	value_set_uint(map, "hash_bits", met->hash_bits, 0);
	set_hex(map, "hash", met->hash, met->hash_bits / 8);
	value_set_uint(map, "body_offset", met->body_at, 32);
	value_set_uint(map, "body_size", met->body_size, 32);
	return map;
}

static struct value *map_modules(const struct fw_am1 *am1)
{
	struct value *list = value_list();

	for (unsigned i = 0; i < am1->module_count; i++) {
		const struct fw_module *m = &am1->modules[i];
		struct value *row = value_map(), *segments = value_list();

		value_set_text(row, "name", m->name);
		set_uuid(row, m->uuid);
		value_set_uint(row, "type", m->type, 32);
		value_set_uint(row, "entry", m->entry, 32);
		value_set_uint(row, "instances", m->instances, 0);
		for (unsigned j = 0; j < FW_SEGMENT_MAX; j++) {
			const struct fw_segment *segment = &m->segments[j];
			struct value *part;

			if (!fw_segment_pages(segment))
				continue;
			part = value_map();
			value_set_uint(part, "flags", segment->flags, 32);
			value_set_uint(part, "address", segment->address, 32);
			value_set_uint(part, "offset", segment->offset, 32);
			value_set_uint(part, "pages", fw_segment_pages(segment), 0);
			value_add(segments, part);
		}
		value_set(row, "segments", segments);
		value_add(list, row);
	}
	return list;
}

static struct value *map_am1(const struct fw_am1 *am1)
{
	const char *type = fw_image_type_name(am1->flags);
	struct value *map = value_map();

	value_set_uint(map, "offset", am1->at, 32);
	value_set_text(map, "name", am1->name);
	set_version(map, "version", &am1->version);
	value_set_uint(map, "flags", am1->flags, 32);
	value_set_text(map, "type", type ? type : "unknown");
	value_set_uint(map, "preload_pages", am1->preload_pages, 0);
	value_set_uint(map, "load_offset", am1->load_offset, 32);
	value_set(map, "modules", map_modules(am1));
	return map;
}

static const char *compression_name(enum fw_compression compression)
{
	static const char *const names[] = { "none", "xz", "zstd" };

	return names[compression];
}

struct value *fw_show_map(const struct fw_image *image)
{
	struct value *map = value_map();

	value_set_uint(map, "size", image->size, 0);
	value_set_text(map, "compression", compression_name(image->compression));
	value_set_uint(map, "ipc", image->ipc, 0);
	value_set_bool(map, "library", image->library);
	value_set_uint(map, "payload_offset", image->payload_at, 32);
	value_set_uint(map, "payload_size", image->payload_size, 0);
	if (image->ext.kind != FW_EXT_NONE)
		value_set(map, "manifest", map_ext(&image->ext));
	if (image->cpd.present)
		value_set(map, "cpd", map_cpd(&image->cpd));
	value_set(map, "css", map_css(&image->css));
	if (image->met.present)
		value_set(map, "body", map_met(&image->met));
	value_set(map, "am1", map_am1(&image->am1));
	return map;
}

/* -- as text -- */

#define LABEL "  " ST_NAME "%-9s" ST_OFF " 0x%06x  "

static void text_tokens(const struct fw_token *tokens, unsigned count,
			const char *(*name)(uint32_t), const char *label, struct strbuf *ret)
{
	char buf[16];

	if (!count)
		return;
	strbuf_addf(ret, "    %-9s ", label);
	for (unsigned i = 0; i < count; i++)
		strbuf_addf(ret, "%s%s %u", i ? ", " : "",
			    name_or_number(name(tokens[i].token), tokens[i].token, buf),
			    tokens[i].value);
	strbuf_addc(ret, '\n');
}

static void text_windows(const struct fw_ext *ext, struct strbuf *ret)
{
	char buf[16];

	for (unsigned i = 0; i < ext->window_count; i++) {
		const struct fw_window *w = &ext->windows[i];

		strbuf_addf(ret, "    %-9s %u+0x%04x 0x%04x  %s\n", i ? "" : "windows", w->window,
			    w->offset, w->size,
			    name_or_number(fw_window_name(w->type), w->type, buf));
	}
}

static void text_xman(const struct fw_ext *ext, struct strbuf *ret)
{
	const struct fw_version *v = &ext->fw_version;

	if (ext->has_version)
		strbuf_addf(ret,
			    "    version   %u.%u.%u build %u, tag %s, ABI %u.%u.%u, source 0x%08x, "
			    "%s %s\n",
			    v->major, v->minor, v->hotfix, v->build, ext->tag, ext->abi >> 24,
			    ext->abi >> 12 & 0xfff, ext->abi & 0xfff, ext->src_hash, ext->date,
			    ext->time);
	if (ext->has_compiler)
		strbuf_addf(ret, "    compiler  %s %u.%u.%u %s %s\n", ext->compiler_name,
			    ext->compiler_version[0], ext->compiler_version[1],
			    ext->compiler_version[2], ext->compiler_optimisation,
			    ext->compiler_text + strspn(ext->compiler_text, " "));
	text_tokens(ext->config, ext->config_count, fw_config_token_name, "config", ret);
	text_tokens(ext->platform, ext->platform_count, fw_platform_token_name, "platform", ret);
	text_windows(ext, ret);
}

static void text_ext(const struct fw_ext *ext, struct strbuf *ret)
{
	if (ext->kind == FW_EXT_NONE)
		return;
	strbuf_addf(ret, LABEL "%s, %u bytes", "manifest", 0u, fw_ext_name(ext->kind), ext->size);
	if (ext->kind == FW_EXT_XMAN) {
		strbuf_addf(ret, ", %u elements\n", ext->element_count);
		text_xman(ext, ret);
	} else {
		strbuf_addf(ret, ", %u module%s\n", ext->module_count,
			    ext->module_count == 1 ? "" : "s");
	}
}

static void text_cpd(const struct fw_image *image, struct strbuf *ret)
{
	const struct fw_cpd *cpd = &image->cpd;
	bool ok = cpd->checksum_stored == cpd->checksum_computed;

	if (!cpd->present)
		return;
	strbuf_addf(ret, LABEL "version %u, %s 0x%x %s\n", "$CPD", image->payload_at, cpd->version,
		    cpd->version == 1 ? "sum" : "CRC-32", cpd->checksum_stored,
		    ok ? ST_GOOD "ok" ST_OFF : ST_BAD "wrong" ST_OFF);
	for (unsigned i = 0; i < cpd->entry_count; i++)
		strbuf_addf(ret, "    %-13s payload 0x%05x + 0x%05x\n", cpd->entries[i].name,
			    cpd->entries[i].offset, cpd->entries[i].size);
}

static void text_css(const struct fw_css *css, struct strbuf *ret)
{
	const char *key = fw_key_name(css->modulus_sha1);
	char date[16];

	date_text(css->date, date);
	strbuf_addf(ret, LABEL "%s, vendor 0x%04x, security version %u\n",
		    css->signature_zero ? "not signed" : "signed", css->at, date, css->vendor,
		    css->svn);
	strbuf_addf(ret, "    key       %s, %u bits, modulus SHA-1 ", key ? key : "unknown holder",
		    css->key_bits);
	for (unsigned i = 0; i < 4; i++)
		strbuf_addf(ret, "%02x", css->modulus_sha1[i]);
	strbuf_adds(ret, "...\n");
}

static void text_met(const struct fw_met *met, struct strbuf *ret)
{
	if (!met->present)
		return;
	strbuf_addf(ret, LABEL "SHA-%u ", "body hash", met->at, met->hash_bits);
	for (unsigned i = 0; i < 8; i++)
		strbuf_addf(ret, "%02x", met->hash[i]);
	strbuf_addf(ret, "... over 0x%x to 0x%x, IMR type %u\n", met->body_at,
		    met->body_at + met->body_size, met->imr_type);
}

static void text_module(const struct fw_module *m, struct strbuf *ret)
{
	unsigned loaded = 0, zeroed = 0;
	char uuid[FW_UUID_TEXT];

	for (unsigned i = 0; i < FW_SEGMENT_MAX; i++) {
		const struct fw_segment *segment = &m->segments[i];

		if (fw_segment_loaded(segment))
			loaded += fw_segment_pages(segment);
		else
			zeroed += fw_segment_pages(segment);
	}
	strbuf_addf(ret, "    %-9s ", m->name);
	if (loaded)
		strbuf_addf(ret, "entry 0x%08x  %4u pages, %3u bss", m->entry, loaded, zeroed);
	else
		strbuf_addf(ret, "%-37s", "in the code of another");
	strbuf_addf(ret, "  %s\n", fw_uuid_format(m->uuid, uuid));
}

static void text_am1(const struct fw_am1 *am1, struct strbuf *ret)
{
	const char *type = fw_image_type_name(am1->flags);

	strbuf_addf(ret, LABEL "%s %u.%u.%u.%u, %u pages to memory offset 0x%x%s%s\n", "$AM1",
		    am1->at, am1->name, am1->version.major, am1->version.minor, am1->version.hotfix,
		    am1->version.build, am1->preload_pages, am1->load_offset,
		    am1->flags ? ", " : "", am1->flags ? (type ? type : "unknown type") : "");
	for (unsigned i = 0; i < am1->module_count; i++)
		text_module(&am1->modules[i], ret);
}

void fw_show_text(const struct fw_image *image, const char *path, struct strbuf *ret)
{
	char size[32];

	strbuf_adds(ret, ST_NAME);
	strbuf_add_printable(ret, path, SIZE_MAX);
	strbuf_adds(ret, ST_OFF);
	if (image->ipc)
		strbuf_addf(ret, "  IPC%u", image->ipc);
	strbuf_adds(ret, image->library ? " library" : " firmware");
	strbuf_addf(ret, ", %zu bytes", image->size);
	if (image->compression != FW_PLAIN)
		strbuf_addf(ret, " (packed with %s)", compression_name(image->compression));
	strbuf_addc(ret, '\n');
	text_ext(&image->ext, ret);
	num_format_size(image->payload_size, size, sizeof(size));
	strbuf_addf(ret, LABEL "%s, %u pages\n", "payload", image->payload_at, size,
		    image->payload_size / FW_PAGE);
	text_cpd(image, ret);
	text_css(&image->css, ret);
	text_met(&image->met, ret);
	text_am1(&image->am1, ret);
}

/* -- checks -- */

static const char *state_name(enum fw_check_state state)
{
	static const char *const names[] = { "ok", "FAILED", "skipped" };

	return names[state];
}

void fw_show_checks(const struct fw_check_list *list, struct strbuf *ret)
{
	static const char *const styles[] = { ST_GOOD, ST_BAD, ST_DIM };

	for (unsigned i = 0; i < list->count; i++) {
		const struct fw_check *check = &list->checks[i];

		strbuf_addf(ret, "%s%-7s" ST_OFF " %-13s  0x%06x  %s\n", styles[check->state],
			    state_name(check->state), check->name, check->at, check->detail);
	}
}

struct value *fw_show_checks_list(const struct fw_check_list *list)
{
	struct value *rows = value_list();

	for (unsigned i = 0; i < list->count; i++) {
		const struct fw_check *check = &list->checks[i];
		struct value *row = value_map();

		value_set_text(row, "name", check->name);
		value_set_text(row, "state", state_name(check->state));
		value_set_uint(row, "offset", check->at, 32);
		value_set_text(row, "detail", check->detail);
		value_add(rows, row);
	}
	return rows;
}
