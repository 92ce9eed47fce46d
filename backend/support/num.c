/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/support/num.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "backend/support/bits.h"

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 99;
}

static unsigned suffix_shift(char c)
{
	switch (c) {
	case 'k':
	case 'K':
		return 10;
	case 'm':
	case 'M':
		return 20;
	case 'g':
	case 'G':
		return 30;
	default:
		return 0;
	}
}

static unsigned take_base(const char **at)
{
	const char *s = *at;

	if (s[0] != '0' || !s[1])
		return 10;
	switch (s[1]) {
	case 'x':
	case 'X':
		*at = s + 2;
		return 16;
	case 'b':
	case 'B':
		*at = s + 2;
		return 2;
	case 'o':
	case 'O':
		*at = s + 2;
		return 8;
	default:
		return 10;
	}
}

static bool looks_like_bare_hex(const char *word, size_t len)
{
	bool letter = false;

	for (size_t i = 0; i < len; i++) {
		if (!isxdigit((unsigned char)word[i]))
			return false;
		letter |= !isdigit((unsigned char)word[i]);
	}
	return len && letter;
}

static bool not_a_number(const char *word, size_t len, struct err *err)
{
	err_set(err, EINVAL, "'%.*s' is not a number", (int)(len > 60 ? 60 : len), word);
	if (looks_like_bare_hex(word, len))
		return err_hint(err, "hexadecimal is written 0x%.*s", (int)(len > 60 ? 60 : len),
				word);
	return err_hint(err, "numbers are 0x1f, 0b101, 0o17 or decimal, with _ and k m g");
}

static bool too_big(const char *word, size_t len, struct err *err)
{
	return err_set(err, ERANGE, "'%.*s' does not fit in 64 bits", (int)(len > 60 ? 60 : len),
		       word);
}

/* The len bytes at word, whole. */
static bool parse_token(const char *word, size_t len, uint64_t *ret, struct err *err)
{
	const char *end = word + len;
	const char *at = word;
	uint64_t value = 0;
	unsigned base, shift;
	bool digit = false;

	base = len > 2 ? take_base(&at) : 10;
	/* A leading 0 is octal to some readers and decimal to others. */
	if (base == 10 && len > 1 && word[0] == '0' && isdigit((unsigned char)word[1])) {
		err_set(err, EINVAL, "'%.*s' is ambiguous: a number may not begin with 0",
			(int)(len > 60 ? 60 : len), word);
		return err_hint(err, "write 0o17 for octal, 17 for decimal, 0x17 for hexadecimal");
	}
	for (; at < end; at++) {
		unsigned d = (unsigned)digit_value(*at);

		if (*at == '_' && digit && at + 1 < end && at[1] != '_')
			continue;
		if (d >= base)
			break;
		if (__builtin_mul_overflow(value, base, &value) ||
		    __builtin_add_overflow(value, d, &value))
			return too_big(word, len, err);
		digit = true;
	}
	if (!digit)
		return not_a_number(word, len, err);
	shift = at + 1 == end ? suffix_shift(*at) : 0;
	if (shift)
		at++;
	if (at != end)
		return not_a_number(word, len, err);
	if (value > UINT64_MAX >> shift)
		return too_big(word, len, err);
	*ret = value << shift;
	return true;
}

bool num_parse(const char *word, uint64_t *ret, struct err *err)
{
	if (word[0] == '-')
		return err_set(err, EINVAL, "'%.60s' is negative: only unsigned numbers here",
			       word);
	return parse_token(word, strlen(word), ret, err);
}

bool num_parse_max(const char *word, uint64_t max, const char *what, uint64_t *ret, struct err *err)
{
	uint64_t value;

	if (!num_parse(word, &value, err))
		return err_prefix(err, "%s", what);
	if (value > max)
		return err_set(err, ERANGE, "%s: '%.60s' is more than %" PRIu64 " (0x%" PRIx64 ")",
			       what, word, max, max);
	*ret = value;
	return true;
}

/* Recursive descent over + - (loosest but <<), *, ( ). C's precedence: * then + - then <<. */
struct expr {
	const char *word;
	const char *at;
	unsigned depth;
	struct err *err;
};

static bool expr_shift(struct expr *e, uint64_t *ret);

static bool expr_overflow(struct expr *e)
{
	return err_set(e->err, ERANGE, "'%.80s' does not fit in 64 bits", e->word);
}

static size_t token_length(const char *word)
{
	size_t len = 0;

	while (isalnum((unsigned char)word[len]) || word[len] == '_')
		len++;
	return len;
}

static bool expr_primary(struct expr *e, uint64_t *ret)
{
	size_t len;

	if (*e->at == '(') {
		if (++e->depth > 32)
			return err_set(e->err, EINVAL, "'%.80s': more than 32 open parentheses",
				       e->word);
		e->at++;
		if (!expr_shift(e, ret))
			return false;
		if (*e->at != ')')
			return err_set(e->err, EINVAL, "'%.80s': a ')' is missing", e->word);
		e->at++;
		e->depth--;
		return true;
	}
	len = token_length(e->at);
	if (!len && *e->at == '-')
		return err_set(e->err, EINVAL, "'%.60s' is negative: only unsigned numbers here",
			       e->word);
	if (!len && *e->at)
		return err_set(e->err, EINVAL, "'%.80s': a number is expected at '%.20s'", e->word,
			       e->at);
	if (!len)
		return err_set(e->err, EINVAL, "'%.80s': a number is missing at the end", e->word);
	if (!parse_token(e->at, len, ret, e->err))
		return false;
	e->at += len;
	return true;
}

static bool expr_product(struct expr *e, uint64_t *ret)
{
	uint64_t left, right;

	if (!expr_primary(e, &left))
		return false;
	while (*e->at == '*') {
		e->at++;
		if (!expr_primary(e, &right))
			return false;
		if (__builtin_mul_overflow(left, right, &left))
			return expr_overflow(e);
	}
	*ret = left;
	return true;
}

static bool expr_sum(struct expr *e, uint64_t *ret)
{
	uint64_t left, right;

	if (!expr_product(e, &left))
		return false;
	while (*e->at == '+' || *e->at == '-') {
		char op = *e->at++;

		if (!expr_product(e, &right))
			return false;
		if (op == '+' && __builtin_add_overflow(left, right, &left))
			return expr_overflow(e);
		if (op == '-' && __builtin_sub_overflow(left, right, &left))
			return err_set(e->err, ERANGE, "'%.80s' is negative", e->word);
	}
	*ret = left;
	return true;
}

static bool expr_shift(struct expr *e, uint64_t *ret)
{
	uint64_t left, right;

	if (!expr_sum(e, &left))
		return false;
	while (e->at[0] == '<' && e->at[1] == '<') {
		e->at += 2;
		if (!expr_sum(e, &right))
			return false;
		if (left && (right > 63 || left > UINT64_MAX >> right))
			return expr_overflow(e);
		left = right > 63 ? 0 : left << right;
	}
	*ret = left;
	return true;
}

bool num_parse_expr(const char *word, uint64_t *ret, struct err *err)
{
	struct expr e = { .word = word, .at = word, .err = err };
	size_t len = token_length(word);
	uint64_t value;

	if (len && !word[len]) /* most are plain numbers */
		return parse_token(word, len, ret, err);
	if (!expr_shift(&e, &value))
		return false;
	if (*e.at)
		return err_set(err, EINVAL, "'%.80s': '%.20s' is not part of a number", word, e.at);
	*ret = value;
	return true;
}

bool num_parse_time(const char *word, uint64_t *ret_ns, struct err *err)
{
	static const struct {
		const char *name;
		uint64_t ns;
	} units[] = { { "ns", 1 }, { "us", 1000 }, { "ms", 1000000 }, { "s", 1000000000 } };
	const uint64_t day_ns = UINT64_C(86400) * 1000000000;
	size_t digits = strspn(word, "0123456789");
	uint64_t whole, fraction = 0, scale = 1, unit = 0;
	const char *rest = word + digits;

	if (!digits || digits > 15 || !parse_token(word, digits, &whole, err))
		return err_set(err, EINVAL, "'%.60s' is not a time such as 300us, 50ms or 2s",
			       word);
	if (*rest == '.') {
		for (rest++; isdigit((unsigned char)*rest) && scale < 1000000000; rest++) {
			fraction = fraction * 10 + (uint64_t)(*rest - '0');
			scale *= 10;
		}
	}
	for (size_t i = 0; i < ARRAY_SIZE(units); i++)
		if (!strcmp(rest, units[i].name))
			unit = units[i].ns;
	if (!unit) {
		err_set(err, EINVAL, "'%.60s' is not a time", word);
		if (*rest)
			return err_hint(err, "the unit is one of ns, us, ms, s");
		return err_hint(err, "say the unit: %.40sus, %.40sms or %.40ss", word, word, word);
	}
	if (whole > day_ns / unit)
		return err_set(err, ERANGE, "'%.60s' is longer than a day", word);
	*ret_ns = whole * unit + fraction * unit / scale;
	return true;
}

bool num_check_width(const char *word, uint64_t value, unsigned width_bits, struct err *err)
{
	if (num_width(value) <= width_bits)
		return true;
	err_set(err, ERANGE, "'%.60s' does not fit in %u bits", word, width_bits);
	return err_hint(err, "at most 0x%" PRIx64, bits_mask(width_bits));
}

unsigned num_width(uint64_t value)
{
	return value ? 64 - (unsigned)__builtin_clzll(value) : 1;
}

char *num_format_size(uint64_t size, char *buf, size_t len)
{
	static const char *const units[] = { "bytes", "KiB", "MiB", "GiB", "TiB" };
	uint64_t whole = size;
	unsigned i = 0;

	while (i + 1 < ARRAY_SIZE(units) && whole >= 1024 && whole % 1024 == 0) {
		whole /= 1024;
		i++;
	}
	snprintf(buf, len, "%" PRIu64 " %s", whole, size == 1 ? "byte" : units[i]);
	return buf;
}

char *num_format_time(uint64_t ns, char *buf, size_t len)
{
	if (ns < 1000)
		snprintf(buf, len, "%" PRIu64 " ns", ns);
	else if (ns < 1000000)
		snprintf(buf, len, "%" PRIu64 " us", ns / 1000);
	else if (ns < UINT64_C(1000000000))
		snprintf(buf, len, "%.4g ms", (double)ns / 1e6);
	else
		snprintf(buf, len, "%.4g s", (double)ns / 1e9);
	return buf;
}
