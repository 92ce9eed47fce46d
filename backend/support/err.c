/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/support/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A message is one line and moves no cursor, whatever the word was that it quotes. */
static void make_plain(char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < 0x20 || *text == 0x7f)
			*text = '?';
}

void err_do_set(struct err *err, int code, const char *fmt, ...)
{
	va_list ap;

	err->code = code;
	err->hint[0] = '\0';
	va_start(ap, fmt);
	vsnprintf(err->msg, sizeof(err->msg), fmt, ap);
	va_end(ap);
	make_plain(err->msg);
}

void err_do_sys(struct err *err, int code, const char *fmt, ...)
{
	va_list ap;
	size_t used;

	err->code = code;
	err->hint[0] = '\0';
	va_start(ap, fmt);
	vsnprintf(err->msg, sizeof(err->msg), fmt, ap);
	va_end(ap);
	used = strlen(err->msg);
	snprintf(err->msg + used, sizeof(err->msg) - used, ": %s", strerror(code));
	make_plain(err->msg);
}

void err_do_hint(struct err *err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(err->hint, sizeof(err->hint), fmt, ap);
	va_end(ap);
	make_plain(err->hint);
}

void err_do_prefix(struct err *err, const char *fmt, ...)
{
	char whole[sizeof(err->msg)];
	va_list ap;
	size_t used;

	va_start(ap, fmt);
	vsnprintf(whole, sizeof(whole), fmt, ap);
	va_end(ap);
	used = strlen(whole);
	snprintf(whole + used, sizeof(whole) - used, ": %s", err->msg);
	memcpy(err->msg, whole, sizeof(err->msg));
	make_plain(err->msg);
}

const char *err_name(int code, char *buf)
{
	const char *name = strerrorname_np(code);

	if (name)
		return name;
	snprintf(buf, 16, "E%d", code);
	return buf;
}
