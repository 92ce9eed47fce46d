/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "repl/render.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

/* A name from a disk or a word from a device may be no UTF-8, which JSON cannot have. */
static json_t *text_to_json(const char *text)
{
	json_t *json = json_string(text);
	struct strbuf safe = STRBUF_INIT;

	if (json)
		return json;
	strbuf_add_printable(&safe, text, strlen(text));
	json = json_string(strbuf_text(&safe));
	strbuf_finish(&safe);
	return json;
}

static json_t *units_to_json(const struct value *value)
{
	json_t *json = json_array();

	for (size_t i = 0; i < value->unit_count; i++) {
		struct strbuf text = STRBUF_INIT;

		value_format_unit(value, i, &text);
		json_array_append_new(json, json_string(strbuf_text(&text)));
		strbuf_finish(&text);
	}
	return json;
}

/* Registers go out as hexadecimal text: JSON numbers lose bits above 2^53 in most readers. */
static json_t *to_json(const struct value *value)
{
	struct strbuf plain = STRBUF_INIT;
	json_t *json;

	if (value->detail)
		return to_json(value->detail);
	switch (value->kind) {
	case VALUE_NONE:
		return json_null();
	case VALUE_BOOL:
		return json_boolean(value->number);
	case VALUE_UINT:
		if (!value->width_bits && value->number < UINT64_C(1) << 53)
			return json_integer((json_int_t)value->number);
		break;
	case VALUE_TEXT:
		break;
	case VALUE_UNITS:
		return units_to_json(value);
	case VALUE_LIST:
		json = json_array();
		for (size_t i = 0; i < value->count; i++)
			json_array_append_new(json, to_json(value->items[i]));
		return json;
	case VALUE_MAP:
		json = json_object();
		for (size_t i = 0; i < value->count; i++)
			json_object_set_new(json, value->keys[i], to_json(value->items[i]));
		return json;
	}
	value_format_plain(value, &plain);
	json = text_to_json(strbuf_text(&plain));
	strbuf_finish(&plain);
	return json;
}

static void write_json(json_t *json, FILE *out)
{
	char *text = json_dumps(json, JSON_ENCODE_ANY | JSON_COMPACT);

	if (text)
		fprintf(out, "%s\n", text);
	free(text);
	json_decref(json);
}

void render_json_value(const struct value *value)
{
	write_json(to_json(value), stdout);
}

void render_json_error(const struct script_error *error)
{
	char name[16];
	json_t *json = json_object();

	json_object_set_new(json, "error", text_to_json(error->err.msg));
	json_object_set_new(json, "code", json_string(err_name(error->err.code, name)));
	if (error->err.hint[0])
		json_object_set_new(json, "hint", text_to_json(error->err.hint));
	if (error->file[0]) {
		json_object_set_new(json, "file", text_to_json(error->file));
		json_object_set_new(json, "line", json_integer(error->line));
	}
	write_json(json, stderr);
}
