/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/pci/caps.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "backend/pci/caps_internal.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"

void caps_end_line(struct caps *c)
{
	struct caps_decode *out = c->out;

	if (!c->line_open)
		return;
	if (out->line_count % 64 == 0)
		out->lines = xreallocarray(out->lines, out->line_count + 64, sizeof(*out->lines));
	out->lines[out->line_count++] = (struct caps_line){
		.offset = (uint16_t)c->line_offset,
		.indent = (uint8_t)c->line_indent,
		.text = xstrdup(strbuf_text(&c->line)),
	};
	strbuf_reset(&c->line);
	c->line_open = false;
}

void caps_line(struct caps *c, unsigned indent, unsigned offset)
{
	caps_end_line(c);
	c->line_open = true;
	c->line_indent = indent;
	c->line_offset = c->at + offset;
}

void caps_addf(struct caps *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&c->line, fmt, ap);
	va_end(ap);
}

uint32_t caps_get(const struct caps *c, unsigned offset, unsigned width_bytes)
{
	return config_peek(c->image, c->at + offset, width_bytes);
}

uint64_t caps_get64(const struct caps *c, unsigned offset)
{
	return caps_get(c, offset, 4) | (uint64_t)caps_get(c, offset + 4, 4) << 32;
}

bool caps_have(const struct caps *c, unsigned offset, unsigned len)
{
	return config_known(c->image, c->at + offset, len);
}

/* The choice with that index in "|a|b|c}", or the last one. */
static void add_choice(struct caps *c, const char *at, uint64_t index)
{
	size_t len;

	for (;;) {
		at++;
		len = strcspn(at, "|}");
		if (index-- == 0 || at[len] == '}')
			break;
		at += len;
	}
	strbuf_add(&c->line, at, len);
}

static void add_padded(struct caps *c, const char *format, uint64_t field)
{
	char *end;
	int width = (int)strtol(format, &end, 10);

	caps_addf(c, *end == 'x' ? "%0*llx" : "%0*llu", width, (unsigned long long)field);
}

/* One item, at its first digit. The templates are ours: what does not parse is our own mistake. */
static void add_item(struct caps *c, const char *at, uint64_t value)
{
	char *end;
	unsigned high = (unsigned)strtoul(at, &end, 10);
	unsigned low = high;
	uint64_t field;

	if (*end == ':')
		low = (unsigned)strtoul(end + 1, &end, 10);
	assert(low <= high && high < 64);
	field = bits_get(value, high, low);
	switch (*end) {
	case '}':
		if (high == low)
			strbuf_addc(&c->line, field ? '+' : '-');
		else
			caps_addf(c, "%llu", (unsigned long long)field);
		break;
	case '!':
		strbuf_addc(&c->line, field ? '-' : '+');
		break;
	case '+':
		caps_addf(c, "%llu", (unsigned long long)field + strtoul(end + 1, NULL, 10));
		break;
	case '^':
		caps_addf(c, "%llu", (unsigned long long)strtoul(end + 1, NULL, 10) << field);
		break;
	case '%':
		add_padded(c, end + 1, field);
		break;
	default:
		assert(*end == '|');
		add_choice(c, end, field);
	}
}

void caps_add(struct caps *c, const char *template, uint64_t value)
{
	while (*template) {
		size_t plain = strcspn(template, "{");

		strbuf_add(&c->line, template, plain);
		template += plain;
		if (*template) {
			add_item(c, template + 1, value);
			template = strchr(template, '}') + 1;
		}
	}
}

void caps_add_rows(struct caps *c, const struct caps_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (rows[i].indent)
			caps_line(c, rows[i].indent, rows[i].offset);
		caps_add(c, rows[i].text, caps_get(c, rows[i].offset, rows[i].width_bytes));
	}
}

static void add_entry(struct caps *c, const struct config_cap *cap, size_t first_line)
{
	struct caps_decode *out = c->out;

	if (out->entry_count % 16 == 0)
		out->entries =
			xreallocarray(out->entries, out->entry_count + 16, sizeof(*out->entries));
	out->entries[out->entry_count++] = (struct caps_entry){
		.id = cap->id,
		.offset = cap->offset,
		.extended = cap->extended,
		.version = cap->version,
		.name = caps_name(cap->id, cap->extended),
		.first_line = first_line,
		.line_count = out->line_count - first_line,
	};
}

static void decode_cap(struct caps *c, const struct config_cap *cap)
{
	size_t first_line = c->out->line_count;

	c->at = cap->offset;
	caps_line(c, 1, 0);
	if (cap->extended) {
		caps_addf(c, "Capabilities: [%03x v%u] ", cap->offset, cap->version);
		caps_extended(c, cap->id);
	} else {
		caps_addf(c, "Capabilities: [%02x] ", cap->offset);
		caps_standard(c, cap->id);
	}
	caps_end_line(c);
	add_entry(c, cap, first_line);
}

static void add_problem(struct caps *c, const struct config_chain_problem *p)
{
	c->at = p->offset;
	caps_line(c, 1, 0);
	caps_addf(c, "Capabilities: ");
	switch (p->end) {
	case CONFIG_CHAIN_LOOP:
		if (p->extended)
			caps_addf(c, "[%03x v%u] <chain looped>", p->offset,
				  caps_get(c, 2, 1) & 0xf);
		else
			caps_addf(c, "[%02x] <chain looped>", p->offset);
		break;
	case CONFIG_CHAIN_BROKEN:
		caps_addf(c, "[%02x] <chain broken>", p->offset);
		break;
	case CONFIG_CHAIN_UNREAD:
		caps_addf(c, p->extended ? "[%03x] <access denied>" : "<access denied>", p->offset);
		break;
	case CONFIG_CHAIN_RANGE:
		caps_addf(c, "[%02x] <chain broken: %s>", p->offset, p->text);
		break;
	}
	caps_end_line(c);
}

static void add_problems(struct caps *c, const struct config_cap_list *list, bool extended)
{
	for (size_t i = 0; i < list->problem_count; i++) {
		if (list->problems[i].extended == extended)
			add_problem(c, &list->problems[i]);
	}
}

static void decode_caps(struct caps *c, const struct config_cap_list *list)
{
	bool extended = false;

	for (size_t i = 0; i < list->count; i++) {
		if (list->caps[i].extended && !extended) {
			add_problems(c, list, false);
			extended = true;
		}
		decode_cap(c, &list->caps[i]);
	}
	if (!extended)
		add_problems(c, list, false);
	add_problems(c, list, true);
}

bool caps_decode(const struct config_image *image, unsigned devfn, struct caps_decode *ret,
		 struct err *err)
{
	struct config_cap_list list = CONFIG_CAP_LIST_INIT;
	struct caps_decode out = CAPS_DECODE_INIT;
	struct caps c = {
		.image = image,
		.devfn = devfn,
		.out = &out,
		.express_type = EXPRESS_NONE,
		.line = STRBUF_INIT,
	};

	if (!config_known(image, 0, CONFIG_HEADER_SIZE))
		return err_set(err, ENODATA, "the config header was not read");
	if (!config_caps_walk(image, &list, err))
		return false;
	config_header_type(image, &c.header_type);
	caps_header(&c);
	caps_end_line(&c);
	/* lspci looks no further when it does not know the header: neither do we */
	if (c.header_type <= 2)
		decode_caps(&c, &list);
	strbuf_finish(&c.line);
	config_cap_list_finish(&list);
	*ret = out;
	return true;
}

void caps_decode_finish(struct caps_decode *decode)
{
	for (size_t i = 0; i < decode->line_count; i++)
		free(decode->lines[i].text);
	free(decode->lines);
	free(decode->entries);
	*decode = (struct caps_decode)CAPS_DECODE_INIT;
}

void caps_add_title(const struct config_image *image, const char *bdf, struct strbuf *out)
{
	uint32_t revision = config_peek(image, CONFIG_REVISION, 1);
	uint32_t interface = config_peek(image, CONFIG_REVISION + 1, 1);

	strbuf_addf(out, "%s %04x: %04x:%04x", bdf, config_peek(image, CONFIG_CLASS, 2),
		    config_peek(image, CONFIG_VENDOR_ID, 2),
		    config_peek(image, CONFIG_DEVICE_ID, 2));
	if (revision)
		strbuf_addf(out, " (rev %02x)", revision);
	if (interface)
		strbuf_addf(out, " (prog-if %02x)", interface);
}

void caps_add_text(const struct caps_decode *decode, size_t first, size_t count, struct strbuf *out)
{
	for (size_t i = first; i < first + count && i < decode->line_count; i++) {
		const struct caps_line *line = &decode->lines[i];

		for (unsigned t = 0; t < line->indent; t++)
			strbuf_addc(out, '\t');
		strbuf_adds(out, line->text);
		strbuf_addc(out, '\n');
	}
}
