/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One error type for everything below the prompt: a code, what went wrong, what to do about it.
 * It lives on the caller's stack and owns nothing. A function that takes one returns false exactly
 * when it filled it; the error is filled once and callers only put context in front. */
#ifndef BACKEND_SUPPORT_ERR_H
#define BACKEND_SUPPORT_ERR_H

#include <stdbool.h>

struct err {
	int code;	/* a positive errno; 0 = no error */
	char msg[256];	/* one phrase, lower case, no newline, names the word and the value */
	char hint[192]; /* what to do next, for people; empty if there is nothing to say */
};

#define ERR_INIT          \
	{                 \
		0, "", "" \
	}

/* Fill *err; the expression is false, so that failing is one statement: return err_set(err, ...).
 * Text that does not fit is cut. (Macros, so that the compiler knows the false: else it takes every
 * `ret` for perhaps unset.) */
#define err_set(...)                     \
	({                               \
		err_do_set(__VA_ARGS__); \
		false;                   \
	})

/* As err_set, with ": strerror(code)" at the end. */
#define err_sys(...)                     \
	({                               \
		err_do_sys(__VA_ARGS__); \
		false;                   \
	})

/* Set the hint of an error that is already filled. The expression is false. */
#define err_hint(...)                     \
	({                                \
		err_do_hint(__VA_ARGS__); \
		false;                    \
	})

/* Put "context: " in front of the message. The expression is false. */
#define err_prefix(...)                     \
	({                                  \
		err_do_prefix(__VA_ARGS__); \
		false;                      \
	})

/* What the four do. */
void err_do_set(struct err *err, int code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void err_do_sys(struct err *err, int code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void err_do_hint(struct err *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void err_do_prefix(struct err *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* "ERANGE" for ERANGE; "E1234" for a code the C library has no name for. The text is static or in
 * buf (at least 16 bytes). */
const char *err_name(int code, char *buf);

#endif
