/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/pci/dumpfile.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <strings.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"

/* A whole PCI domain has 65536 functions; a file that claims more than this is not a dump. */
#define FUNCTIONS_MAX 16384
#define ROW_BYTES_MAX 64 /* the widest row anybody prints */

/* How the digits of a row stand for bytes. */
enum row_order {
	ROW_BYTES, /* lspci, xxd, hexdump -C, od -t x1: in file order */
	ROW_WORDS, /* hexdump, od -t x2 and x4: little-endian words */
};

struct span {
	const char *at;
	const char *end;
};

struct row {
	size_t offset;
	unsigned digits; /* of the address */
	bool colon;	 /* the address ends with one: lspci or xxd */
	enum row_order order;
	uint8_t bytes[ROW_BYTES_MAX];
	size_t count;
};

struct parse {
	struct dumpfile file;
	size_t line_number;
	char bdf[24]; /* of the header line last seen */
	char line[128];
	size_t header_line;
	bool open; /* rows go to the last function */
	bool fold; /* a '*' waits for the next address */
	struct row last;
	struct err *err;
};

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static size_t count_hex(struct span s)
{
	size_t n = 0;

	while (s.at + n < s.end && hex_value(s.at[n]) >= 0)
		n++;
	return n;
}

static bool take_char(struct span *s, char c)
{
	if (s->at == s->end || *s->at != c)
		return false;
	s->at++;
	return true;
}

static bool take_hex(struct span *s, size_t digits)
{
	if (count_hex(*s) != digits)
		return false;
	s->at += digits;
	return true;
}

/* [DOMAIN:]BB:DD.F at the start; what is left stays in *s. Domains have 4 to 8 digits. */
static bool take_bdf(struct span *s)
{
	struct span t = *s;
	size_t n = count_hex(t);

	if (n >= 4 && n <= 8) {
		t.at += n;
		if (!take_char(&t, ':'))
			return false;
	}
	if (!take_hex(&t, 2) || !take_char(&t, ':'))
		return false;
	/* 32 devices of a bus, 8 functions of a device */
	if (t.at == t.end || (*t.at != '0' && *t.at != '1') || !take_hex(&t, 2) ||
	    !take_char(&t, '.') || t.at == t.end || *t.at < '0' || *t.at > '7')
		return false;
	t.at++;
	*s = t;
	return true;
}

bool dumpfile_is_bdf(const char *text)
{
	struct span s = { text, text + strlen(text) };

	return take_bdf(&s) && s.at == s.end;
}

unsigned dumpfile_devfn(const char *bdf)
{
	const char *dot = strrchr(bdf, '.');

	if (!dumpfile_is_bdf(bdf))
		return 0;
	return (unsigned)(hex_value(dot[-2]) << 7 | hex_value(dot[-1]) << 3 | hex_value(dot[1]));
}

static void copy_printable(char *to, size_t size, const char *from, size_t len)
{
	size_t n = len < size - 1 ? len : size - 1;

	for (size_t i = 0; i < n; i++)
		to[i] = from[i] >= 0x20 && from[i] < 0x7f ? from[i] : '?';
	to[n] = '\0';
}

/* "00:1f.3 Audio device: ..." or the address alone: a new function begins. */
static bool parse_header(struct parse *p, struct span line)
{
	struct span s = line;
	size_t len;

	if (!take_bdf(&s) || (s.at < s.end && *s.at != ' ' && *s.at != '\t'))
		return false;
	len = (size_t)(s.at - line.at);
	copy_printable(p->bdf, sizeof(p->bdf), line.at, len);
	for (char *c = p->bdf; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	copy_printable(p->line, sizeof(p->line), line.at, (size_t)(line.end - line.at));
	p->header_line = p->line_number;
	p->open = false;
	p->fold = false;
	return true;
}

static bool bad_line(struct parse *p, const char *what)
{
	return err_set(p->err, EINVAL, "line %zu: %s", p->line_number, what);
}

/* One group of digits into bytes. Words are written most significant digit first. */
static bool add_group(struct row *row, const char *at, size_t digits)
{
	size_t n = digits / 2;

	if (digits % 2 || n > ROW_BYTES_MAX - row->count)
		return false;
	for (size_t i = 0; i < n; i++) {
		int value = hex_value(at[2 * i]) << 4 | hex_value(at[2 * i + 1]);
		size_t to = row->order == ROW_WORDS ? n - 1 - i : i;

		row->bytes[row->count + to] = (uint8_t)value;
	}
	row->count += n;
	return true;
}

/* The text column beside the digits: after '|' (hexdump -C), or after two spaces where the address had
 * a colon (xxd). */
static bool at_text_column(const struct row *row, struct span s)
{
	if (s.at == s.end || *s.at == '|' || *s.at == '>')
		return true;
	return row->colon && row->count && s.at[-1] == ' ' && s.at[-2] == ' ';
}

static bool parse_groups(struct parse *p, struct row *row, struct span s)
{
	while (s.at < s.end) {
		size_t digits;

		while (take_char(&s, ' ') || take_char(&s, '\t'))
			;
		if (at_text_column(row, s))
			break;
		digits = count_hex(s);
		if (digits == 0 || (s.at + digits < s.end && s.at[digits] != ' ' &&
				    s.at[digits] != '\t' && s.at[digits] != '|'))
			return err_set(p->err, EINVAL, "line %zu: '%c' is not a hex digit",
				       p->line_number,
				       isprint((unsigned char)s.at[digits]) ? s.at[digits] : '?');
		if (!row->colon && digits > 2)
			row->order = ROW_WORDS;
		if (!add_group(row, s.at, digits))
			return bad_line(p, digits % 2 ? "a group with an odd number of digits"
						      : "more than 64 bytes in a row");
		s.at += digits;
	}
	return true;
}

/* A word of hex digits; or of two characters, so that a slip in a byte is an error and no text. */
static bool looks_like_group(struct span s)
{
	size_t digits = count_hex(s);
	size_t len = 0;

	while (s.at + len < s.end && s.at[len] != ' ' && s.at[len] != '\t')
		len++;
	return digits && (digits == len || len == 2);
}

/* The start of a row: an address, then a colon or white space, then a group of digits. Everything else
 * in the first column is text. *s is left after the address. */
static bool take_address(struct span *s, struct row *row)
{
	struct span t = *s;
	size_t n = count_hex(t);

	if (n < 2 || n > 8)
		return false;
	for (size_t i = 0; i < n; i++)
		row->offset = row->offset << 4 | (size_t)hex_value(t.at[i]);
	t.at += n;
	row->digits = (unsigned)n;
	row->colon = take_char(&t, ':');
	if (t.at == t.end) {
		*s = t;
		return !row->colon && n >= 6; /* the end address of hexdump and od */
	}
	if (*t.at != ' ' && *t.at != '\t')
		return false;
	if (!row->colon && n < 6)
		return false;
	*s = t;
	while (take_char(&t, ' ') || take_char(&t, '\t'))
		;
	return looks_like_group(t);
}

static struct config_image *current_image(struct parse *p)
{
	struct dumpfile *file = &p->file;
	struct dumpfile_function *f;

	if (!p->open) {
		if (file->count == FUNCTIONS_MAX) {
			bad_line(p, "too many functions for a dump");
			return NULL;
		}
		if (!(file->count & (file->count - 1)))
			file->functions =
				xreallocarray(file->functions, file->count ? file->count * 2 : 1,
					      sizeof(*file->functions));
		f = &file->functions[file->count++];
		memcpy(f->bdf, p->bdf, sizeof(f->bdf));
		memcpy(f->line, p->line, sizeof(f->line));
		f->line_number = p->header_line ? p->header_line : p->line_number;
		config_init(&f->image);
		p->open = true;
		p->last = (struct row){ 0 };
	}
	return &file->functions[file->count - 1].image;
}

/* The rows that '*' stood for, up to the address on this line. */
static bool unfold(struct parse *p, struct config_image *image, size_t until)
{
	size_t at = p->last.offset + p->last.count;

	p->fold = false;
	if (!p->last.count)
		return bad_line(p, "'*' repeats a row, but there was none before it");
	if (until < at || until > CONFIG_MAX_SIZE)
		return err_set(p->err, EINVAL, "line %zu: '*' cannot repeat up to 0x%zx",
			       p->line_number, until);
	while (at < until) {
		size_t n = until - at < p->last.count ? until - at : p->last.count;

		config_set(image, at, p->last.bytes, n);
		at += n;
	}
	return true;
}

static bool parse_row(struct parse *p, struct row *row, struct span s)
{
	struct config_image *image;

	if (!parse_groups(p, row, s))
		return false;
	if (!row->count && !p->last.count)
		return true; /* a lone number: not an end address either */
	image = current_image(p);
	if (!image)
		return false;
	if (p->fold && !unfold(p, image, row->offset))
		return false;
	if (!row->count)
		return true;
	if (!config_set(image, row->offset, row->bytes, row->count))
		return err_set(p->err, EINVAL,
			       "line %zu: 0x%zx is outside config space (4096 bytes)",
			       p->line_number, row->offset);
	p->last = *row;
	return true;
}

/* hexdump pads an odd last byte to a word; its end address tells how many bytes there were. */
static void trim_to_end(struct parse *p, const struct row *row)
{
	struct config_image *image = &p->file.functions[p->file.count - 1].image;
	size_t end = p->last.offset + p->last.count;

	if (row->count || p->last.order != ROW_WORDS || row->offset >= end ||
	    row->offset < p->last.offset)
		return;
	for (size_t i = row->offset; i < end; i++)
		image->known[i / 8] &= (uint8_t) ~(1u << i % 8);
}

static bool parse_line(struct parse *p, struct span line)
{
	struct row row = { 0 };
	struct span s = line;

	if (line.at == line.end)
		return true;
	if (parse_header(p, line))
		return true;
	if (line.end - line.at == 1 && *line.at == '*') {
		p->fold = true;
		return p->open || bad_line(p, "'*' repeats a row, but there was none before it");
	}
	if (!take_address(&s, &row))
		return true;
	if (!parse_row(p, &row, s))
		return false;
	if (p->open)
		trim_to_end(p, &row);
	return true;
}

static bool parse_text(struct parse *p, const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		struct span line = { text, newline ? newline : end };

		p->line_number++;
		text = newline ? newline + 1 : end;
		while (line.end > line.at && (line.end[-1] == '\r' || line.end[-1] == ' '))
			line.end--;
		if (!parse_line(p, line))
			return false;
	}
	if (p->fold)
		return bad_line(p, "the file ends with '*': how often does the row repeat?");
	return true;
}

/* Config space starts with ids and a command register: a raw dump has bytes that no text has; or it is
 * all ones, because nobody answered. */
static bool looks_like_text(const uint8_t *data, size_t len)
{
	if (data[0] >= 0x80 && !memchr(data, '\n', len))
		return false;
	for (size_t i = 0; i < len && i < CONFIG_MAX_SIZE; i++) {
		bool white = data[i] >= '\t' && data[i] <= '\r';

		if ((data[i] < 0x20 && !white) || data[i] == 0x7f)
			return false;
	}
	return true;
}

static bool parse_raw(const void *data, size_t len, struct dumpfile *ret, struct err *err)
{
	struct dumpfile_function *f;

	if (len > CONFIG_MAX_SIZE)
		return err_set(err, EINVAL, "%zu raw bytes: config space has 256 or 4096", len);
	f = xcalloc(1, sizeof(*f));
	f->line_number = 1;
	config_set(&f->image, 0, data, len);
	ret->functions = f;
	ret->count = 1;
	return true;
}

bool dumpfile_parse(const void *data, size_t len, struct dumpfile *ret, struct err *err)
{
	struct parse p = { .err = err };

	if (!len)
		return err_set(err, ENODATA, "the file is empty");
	if (!looks_like_text(data, len))
		return parse_raw(data, len, ret, err);
	if (!parse_text(&p, data, len)) {
		dumpfile_finish(&p.file);
		return false;
	}
	if (!p.file.count) {
		err_set(err, ENODATA, "no config bytes in %zu line%s of text", p.line_number,
			p.line_number == 1 ? "" : "s");
		return err_hint(err, "save them with: lspci -xxxx -s BDF (as root)");
	}
	*ret = p.file;
	return true;
}

void dumpfile_finish(struct dumpfile *file)
{
	free(file->functions);
	*file = (struct dumpfile)DUMPFILE_INIT;
}

/* "0000:00:1f.3" and "00:1f.3" are the same function. */
static const char *without_domain_0(const char *bdf)
{
	const char *digits = bdf;

	if (strlen(bdf) <= 7)
		return bdf;
	while (*digits == '0')
		digits++;
	return *digits == ':' ? digits + 1 : bdf;
}

static bool select_only(const struct dumpfile *file, const struct dumpfile_function **ret,
			struct err *err)
{
	if (file->count != 1) {
		err_set(err, EINVAL, "the file has %zu functions", file->count);
		return err_hint(err, "name one: FILE@%s", file->functions[0].bdf);
	}
	*ret = &file->functions[0];
	return true;
}

bool dumpfile_select(const struct dumpfile *file, const char *bdf,
		     const struct dumpfile_function **ret, struct err *err)
{
	const struct dumpfile_function *found = NULL;

	assert(file->count && file->functions); /* dumpfile_parse sees to it */
	if (!bdf)
		return select_only(file, ret, err);
	for (size_t i = 0; i < file->count; i++) {
		const struct dumpfile_function *f = &file->functions[i];

		if (strcasecmp(without_domain_0(f->bdf), without_domain_0(bdf)))
			continue;
		if (found)
			return err_set(err, EINVAL, "%s is in the file twice, at lines %zu and %zu",
				       bdf, found->line_number, f->line_number);
		found = f;
	}
	if (!found) {
		err_set(err, ENOENT, "no function %s in the file", bdf);
		return err_hint(err, "it has %zu function%s, the first is %s", file->count,
				file->count == 1 ? "" : "s",
				file->functions[0].bdf[0] ? file->functions[0].bdf : "unnamed");
	}
	*ret = found;
	return true;
}
