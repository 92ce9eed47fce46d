/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One record and its line of text. */
#include "backend/trace/trace.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "backend/support/num.h"

#define NS_PER_S UINT64_C(1000000000)

static const char letters[] = { [TRACE_READ] = 'R',
				[TRACE_WRITE] = 'W',
				[TRACE_DMA] = 'D',
				[TRACE_IRQ] = 'I',
				[TRACE_RESET] = 'X' };

void trace_format(const struct trace_record *r, struct strbuf *ret)
{
	strbuf_addf(ret, "%" PRIu64 ".%09" PRIu64 " %c ", r->at_ns / NS_PER_S, r->at_ns % NS_PER_S,
		    letters[r->kind]);
	switch (r->kind) {
	case TRACE_READ:
	case TRACE_WRITE:
		strbuf_addf(ret, "%u %s+0x%06" PRIx64 " 0x%0*" PRIx64, r->width_bits, r->what,
			    r->offset, (int)r->width_bits / 4, r->value);
		break;
	case TRACE_DMA:
		strbuf_addf(ret, "%s %" PRIu64 " 0x%" PRIx64 " %" PRIu64, r->what, r->value,
			    r->offset, r->times);
		break;
	case TRACE_IRQ:
		strbuf_addf(ret, "%s %" PRIu64, r->what, r->value);
		break;
	case TRACE_RESET:
		strbuf_adds(ret, r->what);
		break;
	}
}

char *trace_record_place(const struct trace_record *record, char *buf, size_t len)
{
	snprintf(buf, len, "%s+0x%06" PRIx64, record->what, record->offset);
	return buf;
}

/* -- reading a line -- */

enum { MAX_WORDS = 6, WORD_SIZE = 40 };

struct words {
	char text[MAX_WORDS][WORD_SIZE];
	unsigned count;
};

static bool split(const char *line, struct words *ret, struct err *err)
{
	ret->count = 0;
	for (;;) {
		size_t len;

		line += strspn(line, " \t\r\n");
		if (!*line)
			return true;
		len = strcspn(line, " \t\r\n");
		if (ret->count == MAX_WORDS)
			return err_set(err, EINVAL, "more than %d words in a line", MAX_WORDS);
		if (len >= WORD_SIZE)
			return err_set(err, EINVAL, "'%.*s...' is too long for a word of a trace",
				       20, line);
		snprintf(ret->text[ret->count++], WORD_SIZE, "%.*s", (int)len, line);
		line += len;
	}
}

/* "12.000345000": whole seconds and up to nine digits. */
static bool parse_time(const char *word, uint64_t *ret, struct err *err)
{
	const char *dot = strchr(word, '.');
	size_t digits = dot ? strlen(dot + 1) : 0;
	char whole[WORD_SIZE];
	uint64_t seconds, ns = 0;

	snprintf(whole, sizeof(whole), "%.*s", (int)strcspn(word, "."), word);
	if (!num_parse_max(whole, UINT32_MAX, "seconds", &seconds, err))
		return false;
	if (dot && (!digits || digits > 9 || strspn(dot + 1, "0123456789") != digits))
		return err_set(err, EINVAL, "'%s' is no time in seconds", word);
	for (size_t i = 0; i < 9; i++)
		ns = ns * 10 + (i < digits ? (uint64_t)(dot[1 + i] - '0') : 0);
	*ret = seconds * NS_PER_S + ns;
	return true;
}

static bool parse_kind(const char *word, enum trace_kind *ret, struct err *err)
{
	for (unsigned i = 0; i < sizeof(letters); i++) {
		if (word[0] == letters[i] && !word[1]) {
			*ret = (enum trace_kind)i;
			return true;
		}
	}
	return err_set(err, EINVAL, "'%s' is none of R W D I X", word);
}

static bool keep_name(struct trace_record *r, const char *name, size_t len, struct err *err)
{
	if (!len || len >= sizeof(r->what))
		return err_set(err, EINVAL, "'%.*s' is no name of a region, type or method",
			       (int)len, name);
	memcpy(r->what, name, len);
	r->what[len] = '\0';
	return true;
}

static bool parse_access(const struct words *w, struct trace_record *r, struct err *err)
{
	const char *place = w->text[3], *plus = strchr(place, '+');
	uint64_t width;

	if (!num_parse_max(w->text[2], 64, "width", &width, err))
		return false;
	if (width != 8 && width != 16 && width != 32 && width != 64)
		return err_set(err, EINVAL, "there is no %s-bit access", w->text[2]);
	r->width_bits = (unsigned)width;
	if (!plus)
		return err_set(err, EINVAL, "'%s' is not REGION+OFFSET", place);
	return keep_name(r, place, (size_t)(plus - place), err) &&
	       num_parse(plus + 1, &r->offset, err) && num_parse(w->text[4], &r->value, err) &&
	       num_check_width(w->text[4], r->value, r->width_bits, err);
}

static bool parse_rest(const struct words *w, struct trace_record *r, struct err *err)
{
	switch (r->kind) {
	case TRACE_DMA:
		return keep_name(r, w->text[2], strlen(w->text[2]), err) &&
		       num_parse(w->text[3], &r->value, err) &&
		       num_parse(w->text[4], &r->offset, err) &&
		       num_parse(w->text[5], &r->times, err);
	case TRACE_IRQ:
		return keep_name(r, w->text[2], strlen(w->text[2]), err) &&
		       num_parse(w->text[3], &r->value, err);
	case TRACE_RESET:
		return keep_name(r, w->text[2], strlen(w->text[2]), err);
	default:
		return parse_access(w, r, err);
	}
}

bool trace_parse(const char *line, struct trace_record *ret, struct err *err)
{
	static const unsigned word_counts[] = { [TRACE_READ] = 5,
						[TRACE_WRITE] = 5,
						[TRACE_DMA] = 6,
						[TRACE_IRQ] = 4,
						[TRACE_RESET] = 3 };
	struct trace_record record = { .at_ns = 0 };
	struct words words;

	if (!split(line, &words, err))
		return false;
	if (words.count < 2)
		return err_set(err, EINVAL, "no record of a trace");
	if (!parse_time(words.text[0], &record.at_ns, err) ||
	    !parse_kind(words.text[1], &record.kind, err))
		return false;
	if (words.count != word_counts[record.kind])
		return err_set(err, EINVAL, "%u words, where %s has %u", words.count, words.text[1],
			       word_counts[record.kind]);
	if (!parse_rest(&words, &record, err))
		return false;
	*ret = record;
	return true;
}
