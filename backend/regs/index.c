/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/regs/index.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "backend/support/mem.h"

#define BLANK " \t\r"

/* Exactly `digits` hexadecimal digits and nothing else. */
static bool take_hex(const char *word, size_t len, size_t digits, unsigned *ret)
{
	unsigned value = 0;

	if (len != digits)
		return false;
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)tolower((unsigned char)word[i]);

		if (!isxdigit(c))
			return false;
		value = value * 16 + (unsigned)(isdigit(c) ? c - '0' : c - 'a' + 10);
	}
	*ret = value;
	return true;
}

/* "class:CC", "class:CCSS" or "class:CCSSPP": the class code from its front. */
static bool match_class(const char *digits, size_t len, const struct pci_id *id, bool *ret)
{
	unsigned value;

	if ((len != 2 && len != 4 && len != 6) || !take_hex(digits, len, len, &value))
		return false;
	*ret = id->class_code >> (24 - 4 * len) == value;
	return true;
}

/* "VVVV:DDDD,DDDD" or "VVVV:*" */
static bool match_ids(const char *word, size_t len, const struct pci_id *id, bool *ret)
{
	unsigned vendor, device;
	bool found = false;

	if (len < 6 || word[4] != ':' || !take_hex(word, 4, 4, &vendor))
		return false;
	for (size_t at = 5; at <= len;) {
		const char *comma = memchr(word + at, ',', len - at);
		size_t n = comma ? (size_t)(comma - word) - at : len - at;

		if (n == 1 && word[at] == '*')
			found = true;
		else if (!take_hex(word + at, n, 4, &device))
			return false;
		else
			found |= device == id->device;
		at += n + 1;
	}
	*ret = found && vendor == id->vendor;
	return true;
}

static bool match_word(const char *word, size_t len, const struct pci_id *id, bool *ret)
{
	if (len == 5 && !strncmp(word, "pci:*", 5)) {
		*ret = true;
		return true;
	}
	if (len > 6 && !strncmp(word, "class:", 6))
		return match_class(word + 6, len - 6, id, ret);
	return match_ids(word, len, id, ret);
}

static void add_files(const char *names, struct strlist *ret)
{
	while (*names) {
		size_t len = strcspn(names, BLANK);
		autofree char *name = xstrndup(names, len);

		if (!strlist_has(ret, name))
			strlist_add(ret, name);
		names += len;
		names += strspn(names, BLANK);
	}
}

static bool match_line(char *line, unsigned number, const struct pci_id *id, struct strlist *ret,
		       struct err *err)
{
	const char *names;
	bool matches;
	size_t len;

	line[strcspn(line, "#")] = '\0';
	line += strspn(line, BLANK);
	if (!*line)
		return true;
	len = strcspn(line, BLANK);
	names = line + len;
	names += strspn(names, BLANK);
	if (!match_word(line, len, id, &matches)) {
		err_set(err, EINVAL, "line %u: '%.*s' matches nothing", number,
			(int)(len > 60 ? 60 : len), line);
		return err_hint(err, "write VENDOR:DEVICE, class:CCSS or pci:*, digits of hex");
	}
	if (!*names)
		return err_set(err, EINVAL, "line %u: no file is named", number);
	if (matches)
		add_files(names, ret);
	return true;
}

bool reg_index_match(const char *text, const struct pci_id *id, struct strlist *ret,
		     struct err *err)
{
	unsigned number = 1;

	for (; id->known && *text; number++) {
		size_t len = strcspn(text, "\n");
		autofree char *line = xstrndup(text, len);

		if (!match_line(line, number, id, ret, err))
			return false;
		text += len;
		text += *text == '\n';
	}
	return true;
}
