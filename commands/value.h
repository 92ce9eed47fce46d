/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a command returns. Scripts get the plain value, --json the detail, people the human text; one
 * renderer each, so a command says a thing once. */
#ifndef COMMANDS_VALUE_H
#define COMMANDS_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/support/strbuf.h"

enum value_kind {
	VALUE_NONE,
	VALUE_BOOL,
	VALUE_UINT,
	VALUE_TEXT,
	VALUE_LIST,
	VALUE_MAP,
	VALUE_UNITS, /* a list of numbers of one width, as a range gives them: a million are a megabyte */
};

struct value {
	enum value_kind kind;
	unsigned more_holds; /* of holders besides the first */
	unsigned
		width_bits; /* VALUE_UINT: hexadecimal padded to this width; 0 = decimal. VALUE_UNITS */
	uint64_t number;      /* VALUE_UINT, VALUE_BOOL */
	char *text;	      /* VALUE_TEXT */
	struct value **items; /* VALUE_LIST, VALUE_MAP */
	char **keys;	      /* VALUE_MAP, in the order they were added */
	size_t count;
	uint8_t *units; /* VALUE_UNITS: little-endian, then as many bytes telling what was read */
	size_t unit_count;

	char *human;	      /* owned; what people see, when not the generic form */
	struct value *detail; /* owned; what --json shows, when richer than the value */
};

/* Makers. The caller owns the result and passes it on or destroys it. */
struct value *value_none(void);
struct value *value_bool(bool flag);
struct value *value_uint(uint64_t number, unsigned width_bits);
struct value *value_text(const char *text);
struct value *value_textf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
struct value *value_list(void);
struct value *value_map(void);
/* units: len bytes, and as many behind them that say which were read; a unit that they have as 0 is "--".
 * Taken over. */
struct value *value_units(uint8_t *units, size_t len, unsigned width_bits);
void value_destroy(struct value *value); /* takes NULL; the last holder's frees all that it holds */
struct value *value_hold(struct value *value); /* one holder more; from now on nobody changes it */

/* These take ownership of item. A key that is there already is replaced. */
void value_add(struct value *list, struct value *item);
void value_set(struct value *map, const char *key, struct value *item);
void value_set_text(struct value *map, const char *key, const char *text);
void value_set_uint(struct value *map, const char *key, uint64_t number, unsigned width_bits);
void value_set_bool(struct value *map, const char *key, bool flag);

/* One of VALUE_UNITS, as value_format_plain does it. */
void value_format_unit(const struct value *value, size_t index, struct strbuf *ret);

/* Give value its human text (taken over from sb, trailing newlines dropped) and return value. */
struct value *value_with_human(struct value *value, struct strbuf *sb);
struct value *value_with_detail(struct value *value, struct value *detail);

/* The plain form: "0x010000ed", "12", "1", text; lists and maps as Tcl lists. */
void value_format_plain(const struct value *value, struct strbuf *ret);

/* Styles in human text: the renderer turns them into colour, or drops them. */
#define ST_NAME	 "\001n"
#define ST_VALUE "\001v"
#define ST_GOOD	 "\001g"
#define ST_BAD	 "\001b"
#define ST_DIM	 "\001d"
#define ST_OFF	 "\001."

#endif
