/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/support/strbuf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/support/mem.h"

void strbuf_finish(struct strbuf *sb)
{
	free(sb->buf);
	*sb = (struct strbuf)STRBUF_INIT;
}

void strbuf_reset(struct strbuf *sb)
{
	sb->len = 0;
	if (sb->buf)
		sb->buf[0] = '\0';
}

char *strbuf_reserve(struct strbuf *sb, size_t len)
{
	if (sb->alloc - sb->len <= len) {
		size_t want = sb->len + len + 1;
		size_t twice = sb->alloc * 2;

		sb->alloc = want > twice ? want : twice;
		if (sb->alloc < 64)
			sb->alloc = 64;
		sb->buf = xreallocarray(sb->buf, sb->alloc, 1);
	}
	return sb->buf + sb->len;
}

void strbuf_commit(struct strbuf *sb, size_t len)
{
	sb->len += len;
	sb->buf[sb->len] = '\0';
}

void strbuf_add(struct strbuf *sb, const void *data, size_t len)
{
	char *at = strbuf_reserve(sb, len);

	if (len)
		memcpy(at, data, len);
	strbuf_commit(sb, len);
}

void strbuf_adds(struct strbuf *sb, const char *text)
{
	strbuf_add(sb, text, strlen(text));
}

void strbuf_addc(struct strbuf *sb, char c)
{
	strbuf_add(sb, &c, 1);
}

void strbuf_vaddf(struct strbuf *sb, const char *fmt, va_list ap)
{
	va_list again;
	int need;

	va_copy(again, ap);
	need = vsnprintf(strbuf_reserve(sb, 64), 65, fmt, ap);
	if (need > 64)
		vsnprintf(strbuf_reserve(sb, (size_t)need), (size_t)need + 1, fmt, again);
	va_end(again);
	if (need > 0)
		strbuf_commit(sb, (size_t)need);
}

void strbuf_addf(struct strbuf *sb, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(sb, fmt, ap);
	va_end(ap);
}

void strbuf_pad(struct strbuf *sb, size_t column_start, size_t width)
{
	while (sb->len < column_start + width)
		strbuf_addc(sb, ' ');
}

void strbuf_trim_end(struct strbuf *sb, const char *chars)
{
	while (sb->len && strchr(chars, sb->buf[sb->len - 1]))
		sb->buf[--sb->len] = '\0';
}

void strbuf_add_printable(struct strbuf *sb, const char *text, size_t max)
{
	for (size_t i = 0; i < max && text[i]; i++)
		strbuf_addc(sb, text[i] >= 0x20 && text[i] <= 0x7e ? text[i] : '?');
}

const char *strbuf_text(const struct strbuf *sb)
{
	return sb->buf ? sb->buf : "";
}

char *strbuf_detach(struct strbuf *sb)
{
	char *text = sb->buf ? sb->buf : xstrdup("");

	*sb = (struct strbuf)STRBUF_INIT;
	return text;
}
