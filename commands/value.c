/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/value.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/support/num.h"

static struct value *make(enum value_kind kind)
{
	struct value *value = xmalloc(sizeof(*value));

	*value = (struct value){ .kind = kind };
	return value;
}

struct value *value_none(void)
{
	return make(VALUE_NONE);
}

struct value *value_bool(bool flag)
{
	struct value *value = make(VALUE_BOOL);

	value->number = flag;
	return value;
}

struct value *value_uint(uint64_t number, unsigned width_bits)
{
	struct value *value = make(VALUE_UINT);

	value->number = number;
	value->width_bits = width_bits;
	return value;
}

struct value *value_text(const char *text)
{
	struct value *value = make(VALUE_TEXT);

	value->text = xstrdup(text);
	return value;
}

struct value *value_textf(const char *fmt, ...)
{
	struct value *value = make(VALUE_TEXT);
	va_list ap;

	va_start(ap, fmt);
	value->text = xvasprintf(fmt, ap);
	va_end(ap);
	return value;
}

struct value *value_list(void)
{
	return make(VALUE_LIST);
}

struct value *value_map(void)
{
	return make(VALUE_MAP);
}

struct value *value_units(uint8_t *units, size_t len, unsigned width_bits)
{
	struct value *value = make(VALUE_UNITS);

	value->width_bits = width_bits;
	value->units = units;
	value->unit_count = len / (width_bits / 8);
	return value;
}

static void free_content(struct value *value)
{
	for (size_t i = 0; i < value->count; i++) {
		value_destroy(value->items[i]);
		if (value->keys)
			free(value->keys[i]);
	}
	free(value->items);
	free(value->keys);
	free(value->text);
	free(value->units);
}

void value_destroy(struct value *value)
{
	if (!value || value->more_holds--)
		return;
	if (value->kind >= VALUE_TEXT)
		free_content(value);
	free(value->human);
	value_destroy(value->detail);
	free(value);
}

struct value *value_hold(struct value *value)
{
	value->more_holds++;
	return value;
}

/* Room for one more in an array that doubles at powers of two. */
static void *grown(void *array, size_t count, size_t size)
{
	if (count & (count - 1))
		return array;
	return xreallocarray(array, count ? count * 2 : 1, size);
}

void value_add(struct value *list, struct value *item)
{
	list->items = grown(list->items, list->count, sizeof(*list->items));
	list->items[list->count++] = item;
}

void value_set(struct value *map, const char *key, struct value *item)
{
	for (size_t i = 0; i < map->count; i++) {
		if (strcmp(map->keys[i], key))
			continue;
		value_destroy(map->items[i]);
		map->items[i] = item;
		return;
	}
	map->keys = grown(map->keys, map->count, sizeof(*map->keys));
	map->keys[map->count] = xstrdup(key);
	value_add(map, item);
}

void value_set_text(struct value *map, const char *key, const char *text)
{
	value_set(map, key, value_text(text));
}

void value_set_uint(struct value *map, const char *key, uint64_t number, unsigned width_bits)
{
	value_set(map, key, value_uint(number, width_bits));
}

void value_set_bool(struct value *map, const char *key, bool flag)
{
	value_set(map, key, value_bool(flag));
}

struct value *value_with_human(struct value *value, struct strbuf *sb)
{
	free(value->human);
	strbuf_trim_end(sb, "\n");
	value->human = strbuf_detach(sb);
	return value;
}

struct value *value_with_detail(struct value *value, struct value *detail)
{
	value_destroy(value->detail);
	value->detail = detail;
	return value;
}

/* One element of a Tcl list: braces when it is empty or has a character that means something. */
static void add_element(struct strbuf *ret, const char *text)
{
	int depth = 0;
	bool balanced = true;

	if (text[0] && !strpbrk(text, " \t\n\r\f\v;\"$[]{}\\#")) {
		strbuf_adds(ret, text);
		return;
	}
	for (const char *c = text; *c && balanced; c++) {
		if (*c == '{')
			depth++;
		else if (*c == '}')
			balanced = --depth >= 0;
		else if (*c == '\\')
			balanced = false;
	}
	if (balanced && !depth) {
		strbuf_addf(ret, "{%s}", text);
		return;
	}
	for (const char *c = text; *c; c++) {
		if (*c == '\n') {
			strbuf_adds(ret, "\\n");
			continue;
		}
		if (strchr(" \t\r\f\v;\"$[]{}\\#", *c))
			strbuf_addc(ret, '\\');
		strbuf_addc(ret, *c);
	}
}

/* As "0x%0*llx" does, which would be half of the time of a loop of reads. */
static void add_hex(struct strbuf *ret, uint64_t number, unsigned digits)
{
	unsigned needed = (num_width(number) + 3) / 4;
	unsigned len = 2 + (needed > digits ? needed : digits);
	char *at = strbuf_reserve(ret, len);

	at[0] = '0';
	at[1] = 'x';
	for (unsigned i = len; i > 2; number >>= 4)
		at[--i] = "0123456789abcdef"[number & 15];
	strbuf_commit(ret, len);
}

void value_format_unit(const struct value *value, size_t index, struct strbuf *ret)
{
	unsigned bytes = value->width_bits / 8;
	const uint8_t *present = value->units + value->unit_count * bytes;

	if (present[index * bytes])
		add_hex(ret, get_le(value->units + index * bytes, bytes), bytes * 2);
	else
		strbuf_adds(ret, "--");
}

void value_format_plain(const struct value *value, struct strbuf *ret)
{
	switch (value->kind) {
	case VALUE_NONE:
		break;
	case VALUE_BOOL:
		strbuf_addc(ret, value->number ? '1' : '0');
		break;
	case VALUE_UINT:
		if (value->width_bits)
			add_hex(ret, value->number, (value->width_bits + 3) / 4);
		else
			strbuf_addf(ret, "%" PRIu64, value->number);
		break;
	case VALUE_TEXT:
		strbuf_adds(ret, value->text);
		break;
	case VALUE_UNITS:
		for (size_t i = 0; i < value->unit_count; i++) {
			if (i)
				strbuf_addc(ret, ' ');
			value_format_unit(value, i, ret);
		}
		break;
	case VALUE_LIST:
	case VALUE_MAP:
		for (size_t i = 0; i < value->count; i++) {
			autostrbuf item = STRBUF_INIT;

			if (i)
				strbuf_addc(ret, ' ');
			if (value->keys) {
				add_element(ret, value->keys[i]);
				strbuf_addc(ret, ' ');
			}
			value_format_plain(value->items[i], &item);
			add_element(ret, strbuf_text(&item));
		}
		break;
	}
}
