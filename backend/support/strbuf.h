/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A string that grows. After any call, buf is NUL-terminated text of len bytes (or "" when empty). */
#ifndef BACKEND_SUPPORT_STRBUF_H
#define BACKEND_SUPPORT_STRBUF_H

#include <stdarg.h>
#include <stddef.h>

struct strbuf {
	char *buf;  /* owned; never NULL to readers: use strbuf_text() before anything was added */
	size_t len; /* bytes without the NUL */
	size_t alloc; /* bytes reserved */
};

#define STRBUF_INIT        \
	{                  \
		NULL, 0, 0 \
	}

void strbuf_finish(struct strbuf *sb); /* frees; the buffer may be used again */
void strbuf_reset(struct strbuf *sb);  /* empties, keeps the memory */
void strbuf_add(struct strbuf *sb, const void *data, size_t len);
void strbuf_adds(struct strbuf *sb, const char *text);
void strbuf_addc(struct strbuf *sb, char c);
void strbuf_addf(struct strbuf *sb, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void strbuf_vaddf(struct strbuf *sb, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));
void strbuf_pad(struct strbuf *sb, size_t column_start,
		size_t width); /* spaces up to width from column_start */
void strbuf_trim_end(struct strbuf *sb,
		     const char *chars); /* drop trailing characters of that set */

/* Text that came from a device or a file: bytes outside 0x20..0x7e become '?', so that nothing a
 * device says can move a terminal's cursor. */
void strbuf_add_printable(struct strbuf *sb, const char *text, size_t max);

/* Make room for len more bytes and return where they go; tell how many came with strbuf_commit. */
char *strbuf_reserve(struct strbuf *sb, size_t len);
void strbuf_commit(struct strbuf *sb, size_t len);

const char *strbuf_text(const struct strbuf *sb); /* borrowed until the next change */
char *strbuf_detach(struct strbuf *sb);		  /* the caller frees; the buffer is empty again */

#define autostrbuf __attribute__((cleanup(strbuf_finish))) struct strbuf

#endif
