/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/regs/fieldtext.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "backend/support/num.h"

enum token_kind { TOKEN_NONE, TOKEN_END_OF_FIELD, TOKEN_WORD, TOKEN_QUOTED, TOKEN_BRACED };

struct token {
	enum token_kind kind;
	char *text; /* in the arena, without quotes or braces */
};

struct reader {
	const char *at;
	struct arena *arena;
};

static char *keep(struct reader *r, const char *text, size_t len)
{
	char *copy = arena_alloc(r->arena, len + 1);

	memcpy(copy, text, len);
	return copy;
}

/* How many characters up to the brace that closes the one before text; false: there is none. */
static bool brace_length(const char *text, size_t *ret)
{
	unsigned depth = 1;

	for (size_t i = 0; text[i]; i++) {
		if (text[i] == '{')
			depth++;
		if (text[i] == '}' && !--depth) {
			*ret = i;
			return true;
		}
	}
	return false;
}

static bool take_enclosed(struct reader *r, struct token *ret, struct err *err)
{
	bool quoted = *r->at == '"';
	const char *text = r->at + 1;
	const char *end = quoted ? strchr(text, '"') : NULL;
	size_t len = 0;

	if (quoted ? !end : !brace_length(text, &len))
		return err_set(err, EINVAL, "'%.40s': the closing %c is missing", r->at,
			       quoted ? '"' : '}');
	if (quoted)
		len = (size_t)(end - text);
	r->at = text + len + 1;
	ret->kind = quoted ? TOKEN_QUOTED : TOKEN_BRACED;
	ret->text = keep(r, text, len);
	return true;
}

static bool next_token(struct reader *r, struct token *ret, struct err *err)
{
	size_t len;

	r->at += strspn(r->at, " \t\r");
	*ret = (struct token){ .kind = TOKEN_NONE };
	if (!*r->at)
		return true;
	if (*r->at == '\n' || *r->at == ';') {
		ret->kind = TOKEN_END_OF_FIELD;
		r->at++;
		return true;
	}
	if (*r->at == '"' || *r->at == '{')
		return take_enclosed(r, ret, err);
	len = strcspn(r->at, " \t\r\n;");
	ret->kind = TOKEN_WORD;
	ret->text = keep(r, r->at, len);
	r->at += len;
	return true;
}

static bool parse_bits(char *word, struct reg_field *field, struct err *err)
{
	char *colon = strchr(word, ':');
	uint64_t high, low;

	if (colon)
		*colon = '\0';
	if (!num_parse_max(word, 63, "bit", &high, err))
		return err_prefix(err, "%s", field->name);
	low = high;
	if (colon && !num_parse_max(colon + 1, 63, "bit", &low, err))
		return err_prefix(err, "%s", field->name);
	field->high = (unsigned)high;
	field->low = (unsigned)low;
	return true;
}

/* { VALUE NAME ... }, line ends count as spaces. */
static bool parse_values(struct reader *r, char *text, struct reg_field *field, struct err *err)
{
	struct reg_enum *enums = arena_alloc(r->arena, FIELDTEXT_MAX_VALUES * sizeof(*enums));
	struct reader inner = { .at = text, .arena = r->arena };
	struct token value = { 0 }, name;

	if (field->enum_count)
		return err_set(err, EINVAL, "%s: its values are given twice", field->name);
	while (next_token(&inner, &name, err)) {
		if (name.kind == TOKEN_END_OF_FIELD)
			continue;
		if (name.kind == TOKEN_NONE && value.text)
			return err_set(err, EINVAL, "%s: value %.20s has no name", field->name,
				       value.text);
		if (name.kind == TOKEN_NONE) {
			field->enums = enums;
			return true;
		}
		if (!value.text) {
			value = name;
			continue;
		}
		if (field->enum_count == FIELDTEXT_MAX_VALUES)
			return err_set(err, ENOSPC, "%s: more than %d values", field->name,
				       FIELDTEXT_MAX_VALUES);
		enums[field->enum_count].name = name.text;
		if (!num_parse(value.text, &enums[field->enum_count].value, err))
			break;
		field->enum_count++;
		value.text = NULL;
	}
	return err_prefix(err, "%s", field->name);
}

static bool parse_attribute(struct reader *r, const struct token *token, struct reg_field *field,
			    struct err *err)
{
	struct err ignored;

	if (token->kind == TOKEN_BRACED)
		return parse_values(r, token->text, field, err);
	if (token->kind == TOKEN_QUOTED) {
		field->help = token->text;
		return true;
	}
	if (!strcmp(token->text, "bits")) {
		field->bits = true;
		return true;
	}
	if (!strcmp(token->text, "also")) {
		struct token other;

		if (!next_token(r, &other, err))
			return err_prefix(err, "%s", field->name);
		if (other.kind != TOKEN_WORD)
			return err_set(err, EINVAL, "%s: also needs a name", field->name);
		field->also = other.text;
		return true;
	}
	if (reg_access_parse(token->text, &field->access, &ignored))
		return true;
	err_set(err, EINVAL, "%s: '%.40s' is no attribute of a field", field->name, token->text);
	return err_hint(err,
			"rw ro wo w1c rc once, bits, also NAME, \"help\" or { VALUE NAME ... }");
}

/* The first token of the field is there; takes the rest of it. */
static bool parse_field(struct reader *r, const struct token *name, struct reg_field *field,
			struct err *err)
{
	struct token token;

	field->name = name->text;
	field->help = "";
	if (!next_token(r, &token, err))
		return false;
	if (token.kind != TOKEN_WORD) {
		err_set(err, EINVAL, "field '%.40s' has no bits", field->name);
		return err_hint(err, "write NAME HIGH:LOW, or NAME BIT");
	}
	if (!parse_bits(token.text, field, err))
		return false;
	for (;;) {
		if (!next_token(r, &token, err))
			return err_prefix(err, "%s", field->name);
		if (token.kind == TOKEN_NONE || token.kind == TOKEN_END_OF_FIELD)
			return true;
		if (!parse_attribute(r, &token, field, err))
			return false;
	}
}

bool fieldtext_parse(const char *text, enum reg_access access, struct arena *arena,
		     const struct reg_field **ret, size_t *ret_count, struct err *err)
{
	struct reg_field *fields = arena_alloc(arena, FIELDTEXT_MAX_FIELDS * sizeof(*fields));
	struct reader r = { .at = text, .arena = arena };
	struct token token;
	size_t count = 0;

	for (;;) {
		r.at += strspn(r.at, " \t\r\n;");
		if (*r.at == '#') {
			r.at += strcspn(r.at, "\n");
			continue;
		}
		if (!next_token(&r, &token, err))
			return false;
		if (token.kind == TOKEN_NONE)
			break;
		if (token.kind != TOKEN_WORD)
			return err_set(err, EINVAL, "a field begins with its name, not '%.40s'",
				       token.text);
		if (count == FIELDTEXT_MAX_FIELDS)
			return err_set(err, ENOSPC, "more than %d fields", FIELDTEXT_MAX_FIELDS);
		fields[count].access = access;
		if (!parse_field(&r, &token, &fields[count], err))
			return false;
		count++;
	}
	*ret = fields;
	*ret_count = count;
	return true;
}
