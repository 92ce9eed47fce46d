/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any word as a number, a time, an expression, an address: refused with a message, or taken with a value
 * that its own text means again. */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/support/mem.h"
#include "backend/support/num.h"
#include "commands/address.h"
#include "tests/fuzz/cage.h"
#include "tests/fuzz/shell.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
	if (!holds)
		abort();
}

static bool told(bool ok, const struct err *err)
{
	check(ok || (err->code && err->msg[0] && !strchr(err->msg, '\n')));
	return ok;
}

static void as_number(const char *word)
{
	autofree char *wrapped = xasprintf("(%s)", word);
	struct err err = ERR_INIT;
	uint64_t value, again, ns;
	char text[40];

	if (told(num_parse(word, &value, &err), &err)) {
		snprintf(text, sizeof(text), "0x%" PRIx64, value);
		check(num_parse(text, &again, &err) && again == value);
		check(num_parse_expr(word, &again, &err) && again == value);
		check(num_parse_max(word, value, "it", &again, &err));
		check(!value || !num_parse_max(word, value - 1, "it", &again, &err));
		check(num_check_width(word, value, num_width(value), &err));
		num_format_size(value, text, 32);
	}
	if (told(num_parse_expr(word, &value, &err), &err))
		check(num_parse_expr(wrapped, &again, &err) && again == value);
	if (told(num_parse_time(word, &ns, &err), &err)) {
		check(ns <= UINT64_C(86400000000000));
		num_format_time(ns, text, 32);
	}
}

static void as_address(struct session *s, const char *word)
{
	struct address at, again, *list;
	autostrbuf text = STRBUF_INIT;
	struct err err = ERR_INIT;
	size_t count;

	if (address_is_glob(word)) {
		if (told(address_parse_glob(s, word, &list, &count, &err), &err)) {
			check(count > 0);
			free(list);
		}
		return;
	}
	if (!told(address_parse(s, word, &at, &err), &err))
		return;
	address_name(&at, &text);
	check(at.region && at.device == s->current);
	check(address_parse(s, strbuf_text(&text), &again, &err));
	check(again.region == at.region && again.offset == at.offset);
	strbuf_reset(&text);
	address_format(&at, &text);
	check(address_parse(s, strbuf_text(&text), &again, &err));
	check(again.region == at.region && again.offset == at.offset);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct shell shell; /* words are only looked up in it */
	char *word = xstrndup((const char *)data, size);

	if (!shell.repl.session) {
		shell_start(&shell, "sim:tgl");
		cage_open(); /* nothing is run in it, and libFuzzer writes its corpus */
	}
	as_number(word);
	as_address(shell.repl.session, word);
	free(word);
	return 0;
}
