/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/regs/ruler.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "backend/support/bits.h"

#define MAX_COLUMNS 160 /* 64 bits, 15 gaps, and the longest name behind the last bit */

struct line {
	char text[MAX_COLUMNS + 1];
};

static void clear_line(struct line *line)
{
	memset(line->text, ' ', MAX_COLUMNS);
	line->text[MAX_COLUMNS] = '\0';
}

static void put_text(struct line *line, unsigned column, const char *text)
{
	for (; *text && column < MAX_COLUMNS; text++)
		line->text[column++] = *text;
}

static void add_line(struct strbuf *ret, const struct line *line)
{
	strbuf_adds(ret, line->text);
	strbuf_trim_end(ret, " ");
	strbuf_addc(ret, '\n');
}

/* Nibbles are set apart by a space, so the bits of a hexadecimal digit stand together. */
static unsigned column_of(const struct reg *reg, unsigned bit)
{
	unsigned from_left = reg->width_bits - 1 - bit;

	return from_left + from_left / 4;
}

static void draw_numbers(const struct reg *reg, struct strbuf *ret)
{
	struct line line;
	char number[16];

	clear_line(&line);
	for (unsigned bit = 3; bit < reg->width_bits; bit += 4) {
		snprintf(number, sizeof(number), "%u", bit);
		put_text(&line, column_of(reg, bit), number);
	}
	add_line(ret, &line);
}

static void draw_bits(const struct reg *reg, const uint64_t *value, struct strbuf *ret)
{
	struct line line;

	clear_line(&line);
	for (unsigned bit = 0; bit < reg->width_bits; bit++)
		line.text[column_of(reg, bit)] = !value ? '.' : (*value & BIT(bit) ? '1' : '0');
	add_line(ret, &line);
}

static void draw_spans(const struct reg *reg, struct strbuf *ret)
{
	struct line line;

	clear_line(&line);
	for (size_t i = 0; i < reg->field_count; i++) {
		unsigned first = column_of(reg, reg->fields[i].high);
		unsigned last = column_of(reg, reg->fields[i].low);

		memset(line.text + first, '-', last - first + 1);
		line.text[first] = '|';
		line.text[last] = '|';
	}
	add_line(ret, &line);
}

/* One line of names, from the right: a name that would run into what stands right of it waits for the
 * next line, and a stroke leads down to it. */
static size_t draw_names(const struct reg *reg, bool *drawn, struct strbuf *ret)
{
	unsigned limit = MAX_COLUMNS + 1;
	struct line line;
	size_t left = 0;

	clear_line(&line);
	for (size_t i = reg->field_count; i > 0; i--) {
		const struct reg_field *field = &reg->fields[i - 1];
		unsigned column = column_of(reg, field->high);

		if (drawn[i - 1])
			continue;
		if (column + strlen(field->name) < limit) {
			put_text(&line, column, field->name);
			drawn[i - 1] = true;
		} else {
			line.text[column] = '|';
			left++;
		}
		limit = column;
	}
	add_line(ret, &line);
	return left;
}

void ruler_draw(const struct reg *reg, const uint64_t *value, struct strbuf *ret)
{
	bool drawn[64] = { false };

	draw_numbers(reg, ret);
	draw_bits(reg, value, ret);
	if (!reg->field_count)
		return;
	draw_spans(reg, ret);
	while (draw_names(reg, drawn, ret))
		;
}
