/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rules file of a comparison. */
#include "backend/trace/diff.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "backend/support/mem.h"

void diff_rules_finish(struct diff_rules *rules)
{
	for (size_t i = 0; i < rules->count; i++) {
		free(rules->items[i].place);
		free(rules->items[i].value);
		free(rules->items[i].reason);
	}
	free(rules->items);
	*rules = (struct diff_rules)DIFF_RULES_INIT;
}

static void add(struct diff_rules *rules, char side, const char *place, const char *value,
		const char *reason, unsigned line)
{
	rules->items = xreallocarray(rules->items, rules->count + 1, sizeof(*rules->items));
	rules->items[rules->count++] = (struct diff_rule){ .side = side,
							   .place = xstrdup(place),
							   .value = xstrdup(value),
							   .reason = xstrdup(reason),
							   .line = line };
}

/* HD Audio Specification 1.0a, 3.3 and 3.3.22..39: ring and list bases, position buffer. */
void diff_rules_add_hda(struct diff_rules *rules)
{
	static const char *const places[] = { "CORB?BASE", "RIRB?BASE", "SD*.BDP?", "DP?BASE" };

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		add(rules, '=', places[i], "*", "an address of memory", 0);
}

/* The next word of *at, ended in place; NULL at the end. */
static char *next_word(char **at)
{
	char *word;

	do
		word = strsep(at, " \t\r");
	while (word && !*word);
	return word;
}

static bool parse_rule(struct diff_rules *rules, char *line, unsigned number, struct err *err)
{
	char *rest = line;
	const char *side = next_word(&rest);
	const char *place, *value;

	if (!side || side[0] == '#')
		return true;
	if (!strchr("<>~=!", side[0]) || side[1])
		return err_set(err, EINVAL, "'%.30s' is none of < > ~ = !", side);
	place = next_word(&rest);
	value = next_word(&rest);
	if (!value)
		return err_set(err, EINVAL, "a rule is SIDE PLACE VALUE REASON");
	if (!rest || !rest[strspn(rest, " \t\r")])
		return err_set(err, EINVAL, "the rule for %.60s gives no reason", place);
	rest += strspn(rest, " \t");
	rest[strcspn(rest, "\r")] = '\0';
	add(rules, side[0], place, value, rest, number);
	return true;
}

bool diff_rules_parse(struct diff_rules *rules, const char *text, const char *name, struct err *err)
{
	autofree char *copy = xstrdup(text);
	char *at = copy;
	unsigned number = 0;

	for (char *line; (line = strsep(&at, "\n"));)
		if (!parse_rule(rules, line, ++number, err))
			return err_prefix(err, "%.100s:%u", name, number);
	return true;
}
