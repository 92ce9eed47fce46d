/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/support/hexdump.h"

#include <assert.h>
#include <endian.h>
#include <string.h>

#include "backend/support/bits.h"

#define ROW 16
/* The longest row: 16 address digits, 16 units of 3 characters, 16 characters of text, separators. */
#define ROW_TEXT_MAX 112
/* A row of bytes is the longest of those with units of up to 8 digits of address. */
#define UNITS_ROW_USUAL 80

/* The last `width` (up to 8) digits of value. All eight at once: each nibble goes to a byte of its own,
 * then '0' is added to each, and what lies between '9' and 'a' where it is more than 9. */
static char *put_hex_8(char *at, uint32_t value, unsigned width)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t x = value;
	char text[8];

	x = (x | x << 16) & UINT64_C(0x0000ffff0000ffff);
	x = (x | x << 8) & UINT64_C(0x00ff00ff00ff00ff);
	x = (x | x << 4) & UINT64_C(0x0f0f0f0f0f0f0f0f);
	x += ones * '0' + ((x + ones * 6) >> 4 & ones) * ('a' - '0' - 10);
	x = htobe64(x);
	memcpy(text, &x, sizeof(text));
	memcpy(at, text + sizeof(text) - width, width);
	return at + width;
}

static char *put_hex(char *at, uint64_t value, unsigned width)
{
	if (width > 8) {
		at = put_hex_8(at, (uint32_t)(value >> 32), width - 8);
		width = 8;
	}
	return put_hex_8(at, (uint32_t)value, width);
}

/* An address of at least min digits, more when it needs them. */
static char *put_address(char *at, uint64_t address, unsigned min)
{
	while (min < 16 && address >> (4 * min))
		min++;
	return put_hex(at, address, min);
}

static char *put_spaces(char *at, size_t count)
{
	memset(at, ' ', count);
	return at + count;
}

static char printable(uint8_t byte)
{
	return byte >= 0x20 && byte < 0x7f ? (char)byte : '.';
}

static char *put_printable(char *at, const uint8_t *row, size_t n)
{
	for (size_t i = 0; i < n; i++)
		*at++ = printable(row[i]);
	return at;
}

/* hexdump(1) pads a short row as if it were whole: eight columns of a space and four digits. */
static char *put_row_words(char *at, const uint8_t *row, size_t n)
{
	for (size_t i = 0; i < ROW; i += 2) {
		unsigned low = i < n ? row[i] : 0;
		unsigned high = i + 1 < n ? row[i + 1] : 0;

		if (i >= n) {
			at = put_spaces(at, 5);
			continue;
		}
		*at++ = ' ';
		at = put_hex(at, high << 8 | low, 4);
	}
	return at;
}

static char *put_row_canonical(char *at, const uint8_t *row, size_t n)
{
	for (size_t i = 0; i < ROW; i++) {
		*at++ = ' ';
		if (i % 8 == 0)
			*at++ = ' ';
		at = i < n ? put_hex(at, row[i], 2) : put_spaces(at, 2);
	}
	at = put_spaces(at, 2);
	*at++ = '|';
	at = put_printable(at, row, n);
	*at++ = '|';
	return at;
}

static char *put_row_bytes(char *at, const uint8_t *row, size_t n)
{
	*at++ = ':';
	for (size_t i = 0; i < n; i++) {
		*at++ = ' ';
		at = put_hex(at, row[i], 2);
	}
	return at;
}

static char *put_row_xxd(char *at, const uint8_t *row, size_t n)
{
	*at++ = ':';
	for (size_t i = 0; i < ROW; i++) {
		if (i % 2 == 0)
			*at++ = ' ';
		at = i < n ? put_hex(at, row[i], 2) : put_spaces(at, 2);
	}
	at = put_spaces(at, 2);
	return put_printable(at, row, n);
}

struct style {
	char *(*put_row)(char *at, const uint8_t *row, size_t n);
	unsigned address_digits;
	bool folds; /* '*' for repeats, and a last line with the end address */
};

static const struct style styles[] = {
	[HEXDUMP_WORDS] = { put_row_words, 7, true },
	[HEXDUMP_CANONICAL] = { put_row_canonical, 8, true },
	[HEXDUMP_LSPCI] = { put_row_bytes, 2, false },
	[HEXDUMP_XXD] = { put_row_xxd, 8, false },
};

static void add_row(struct strbuf *out, const struct style *style, const uint8_t *row, size_t n,
		    uint64_t address)
{
	char *start = strbuf_reserve(out, ROW_TEXT_MAX);
	char *at = put_address(start, address, style->address_digits);

	at = style->put_row(at, row, n);
	*at++ = '\n';
	strbuf_commit(out, (size_t)(at - start));
}

static void add_end(struct strbuf *out, const struct style *style, uint64_t address)
{
	char *start = strbuf_reserve(out, ROW_TEXT_MAX);
	char *at = put_address(start, address, style->address_digits);

	*at++ = '\n';
	strbuf_commit(out, (size_t)(at - start));
}

void hexdump_add(struct strbuf *out, enum hexdump_format format, const void *data, size_t len,
		 uint64_t base)
{
	const struct style *style = &styles[format];
	const uint8_t *bytes = data;
	bool folded = false;

	for (size_t i = 0; i < len; i += ROW) {
		size_t n = len - i < ROW ? len - i : ROW;

		if (style->folds && i && n == ROW && !memcmp(bytes + i, bytes + i - ROW, ROW)) {
			if (!folded)
				strbuf_adds(out, "*\n");
			folded = true;
			continue;
		}
		folded = false;
		add_row(out, style, bytes + i, n, base + i);
	}
	if (style->folds && len)
		add_end(out, style, base + len);
}

void hexdump_add_lspci(struct strbuf *out, const char *header, const void *data, size_t len)
{
	strbuf_add_printable(out, header, strlen(header));
	strbuf_addc(out, '\n');
	hexdump_add(out, HEXDUMP_LSPCI, data, len, 0);
	strbuf_addc(out, '\n');
}

static bool unit_absent(const struct hexdump_units *units, size_t unit)
{
	return units->absent && units->absent[unit / 8] >> unit % 8 & 1;
}

static bool unit_missing(const struct hexdump_units *units, size_t offset, size_t len)
{
	return len - offset < units->unit_bytes || unit_absent(units, offset / units->unit_bytes);
}

static char *put_units(char *at, const struct hexdump_units *units, const uint8_t *bytes,
		       size_t offset, size_t len)
{
	unsigned width = units->unit_bytes;

	for (size_t i = offset; i < offset + ROW; i += width) {
		*at++ = ' ';
		if (i >= len) {
			at = put_spaces(at, 2 * width);
		} else if (unit_missing(units, i, len)) {
			memset(at, '-', 2 * width);
			at += 2 * width;
		} else {
			at = put_hex(at, get_le(bytes + i, width), 2 * width);
		}
	}
	return at;
}

static char *put_units_text(char *at, const struct hexdump_units *units, const uint8_t *bytes,
			    size_t offset, size_t len)
{
	if (!units->absent && len - offset >= ROW)
		return put_printable(at, bytes + offset, ROW);
	for (size_t i = offset; i < offset + ROW && i < len; i++) {
		size_t unit_start = i - i % units->unit_bytes;

		*at++ = unit_missing(units, unit_start, len) ? '?' : printable(bytes[i]);
	}
	return at;
}

static bool row_has_absent(const struct hexdump_units *units, size_t offset)
{
	for (size_t i = offset; i < offset + ROW; i += units->unit_bytes) {
		if (unit_absent(units, i / units->unit_bytes))
			return true;
	}
	return false;
}

/* How many whole rows after the one at offset are the same as it. A row with something that was not
 * read is never folded: why it was not is worth seeing for each. */
static size_t rows_repeated(const struct hexdump_units *units, const uint8_t *bytes, size_t offset,
			    size_t len)
{
	size_t rows = 0;

	if (units->all || len - offset < ROW || row_has_absent(units, offset))
		return 0;
	for (size_t i = offset + ROW; i + ROW <= len; i += ROW) {
		if (memcmp(bytes + i, bytes + offset, ROW) || row_has_absent(units, i))
			break;
		rows++;
	}
	return rows;
}

void hexdump_add_units(struct strbuf *out, const struct hexdump_units *units, const void *data,
		       size_t len, uint64_t base)
{
	const uint8_t *bytes = data;

	assert(units->unit_bytes);
	strbuf_reserve(out, (len / ROW + 1) * UNITS_ROW_USUAL); /* megabytes are not moved about */
	for (size_t i = 0; i < len; i += ROW) {
		char *start = strbuf_reserve(out, ROW_TEXT_MAX);
		char *at = put_address(start, base + i, 6);
		size_t same;

		*at++ = ':';
		at = put_units(at, units, bytes, i, len);
		at = put_spaces(at, 2);
		at = put_units_text(at, units, bytes, i, len);
		*at++ = '\n';
		strbuf_commit(out, (size_t)(at - start));
		same = rows_repeated(units, bytes, i, len);
		if (same > 1) {
			strbuf_addf(out, "*  (%zu more rows the same)\n", same);
			i += same * ROW;
		}
	}
}
