/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/trace/diff.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/regs/regdb.h"
#include "backend/support/mem.h"

/* A write as it is compared. */
struct item {
	const struct trace_record *record;
	char name[REG_NAME_SIZE * 2];
	uint64_t value; /* written; of an address of memory, which one it is */
};

struct list {
	struct item *items;
	size_t count;
};

struct job {
	struct list sides[2];
	struct diff_rules *rules;
	const struct diff_options *options;
};

void diff_finish(struct diff *diff)
{
	free(diff->lines);
	*diff = (struct diff)DIFF_INIT;
}

/* -- writes -- */

static bool rule_is_for(const struct diff_rule *rule, char side, const struct item *item,
			const char *value)
{
	char place[48];

	if (rule->side != side || !reg_glob_match(rule->value, value))
		return false;
	return reg_glob_match(rule->place, item->name) ||
	       reg_glob_match(rule->place, trace_record_place(item->record, place, sizeof(place)));
}

static struct diff_rule *find_rule(struct diff_rules *rules, char side, const struct item *item)
{
	char value[24];

	snprintf(value, sizeof(value), "0x%0*" PRIx64, (int)item->record->width_bits / 4,
		 item->record->value);
	for (size_t i = 0; i < rules->count; i++)
		if (rule_is_for(&rules->items[i], side, item, value))
			return &rules->items[i];
	return NULL;
}

static bool same_place(const struct item *a, const struct item *b)
{
	return a->record->offset == b->record->offset &&
	       a->record->width_bits == b->record->width_bits &&
	       !strcmp(a->record->what, b->record->what);
}

/* Which of the addresses written here so far the new item's is; 0 stays 0: nothing is there. */
static uint64_t nth_address(const struct list *list, const struct item *new)
{
	uint64_t next = 1;

	if (!new->value)
		return 0;
	for (size_t i = 0; i < list->count; i++) {
		const struct item *item = &list->items[i];

		if (!item->value || !same_place(item, new))
			continue;
		if (item->record->value == new->record->value)
			return item->value;
		if (item->value >= next)
			next = item->value + 1;
	}
	return next;
}

/* Is it a write that is to be compared? */
static bool is_wanted(const struct item *item, const struct diff_options *options)
{
	char place[48];

	if (item->record->kind != TRACE_WRITE)
		return false;
	if (!options->only)
		return options->config || strcmp(item->record->what, "config") != 0;
	return reg_glob_match(options->only, item->name) ||
	       reg_glob_match(options->only,
			      trace_record_place(item->record, place, sizeof(place)));
}

static bool collect(struct job *job, unsigned side, const struct trace_file *file, struct err *err)
{
	const struct diff_namer *namer = &job->options->namer;
	struct list *list = &job->sides[side];

	list->items = xcalloc(file->count ? file->count : 1, sizeof(*list->items));
	for (size_t i = 0; i < file->count; i++) {
		struct item *item = &list->items[list->count];
		struct diff_rule *rule;

		if (job->options->stop && *job->options->stop)
			return err_set(err, EINTR, "stopped");
		*item = (struct item){ .record = &file->records[i],
				       .value = file->records[i].value };
		if (namer->name)
			namer->name(namer->ctx, item->record, item->name, sizeof(item->name));
		if (!is_wanted(item, job->options))
			continue;
		rule = find_rule(job->rules, '!', item);
		if (rule) {
			rule->used++;
			continue;
		}
		rule = find_rule(job->rules, '=', item);
		if (rule) {
			rule->used++;
			item->value = nth_address(list, item);
		}
		list->count++;
	}
	return true;
}

static bool same(const struct item *a, const struct item *b)
{
	return a->value == b->value && same_place(a, b);
}

/* -- the shortest way from one to the other --
 *
 * E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986): reach[k] is how far into the
 * first trace d differences lead on diagonal k; the rows of all d are kept, to walk back. */

static size_t slide(const struct job *job, size_t x, int64_t k)
{
	const struct list *a = &job->sides[0], *b = &job->sides[1];

	while (x < a->count && (size_t)((int64_t)x - k) < b->count &&
	       same(&a->items[x], &b->items[(int64_t)x - k]))
		x++;
	return x;
}

/* Row d has an entry for each k of -d, -d+2, ..., d. */
static size_t row_at(const uint32_t *row, int64_t d, int64_t k)
{
	return row[(k + d) / 2];
}

/* Does the best way to diagonal k come from the one above: by a write that only the second has? */
static bool comes_down(const uint32_t *before, int64_t d, int64_t k)
{
	return k == -d || (k != d && row_at(before, d - 1, k - 1) < row_at(before, d - 1, k + 1));
}

static size_t begin_at(const uint32_t *before, int64_t d, int64_t k)
{
	if (!d)
		return 0;
	return comes_down(before, d, k) ? row_at(before, d - 1, k + 1)
					: row_at(before, d - 1, k - 1) + 1;
}

struct rows {
	uint32_t *row[DIFF_MAX + 1];
	int64_t count;
};

/* Fills rows until the end of both is reached. The last row holds it. */
static bool find_way(const struct job *job, struct rows *rows, struct err *err)
{
	size_t na = job->sides[0].count, nb = job->sides[1].count;

	for (int64_t d = 0; d <= DIFF_MAX; d++) {
		const uint32_t *before = d ? rows->row[d - 1] : NULL;
		uint32_t *row = xreallocarray(NULL, (size_t)d + 1, sizeof(*row));

		rows->row[rows->count++] = row;
		for (int64_t k = -d; k <= d; k += 2) {
			size_t x = begin_at(before, d, k);

			/* x past an end slides along nothing and leads nowhere; the walk back
			 * never comes through here. */
			x = slide(job, x, k);
			row[(k + d) / 2] = (uint32_t)x;
			if (x == na && (int64_t)x - k == (int64_t)nb)
				return true;
		}
		if (job->options->stop && *job->options->stop)
			return err_set(err, EINTR, "stopped");
	}
	err_set(err, EFBIG, "the traces differ in more than %d writes", DIFF_MAX);
	return err_hint(err, "compare shorter pieces of them, or fewer registers: -only PATTERN");
}

static void put_line(struct diff *ret, char side, const struct item *first,
		     const struct item *second)
{
	ret->lines[ret->count++] = (struct diff_line){ side, first ? first->record : NULL,
						       second ? second->record : NULL, NULL };
}

/* From the end to the beginning; the lines come out in reverse. */
static void walk_back(const struct job *job, const struct rows *rows, struct diff *ret)
{
	const struct list *a = &job->sides[0], *b = &job->sides[1];
	int64_t x = (int64_t)a->count, y = (int64_t)b->count;

	for (int64_t d = rows->count - 1; d >= 0; d--) {
		int64_t k = x - y;
		int64_t start = (int64_t)begin_at(d ? rows->row[d - 1] : NULL, d, k);

		while (x > start) {
			x--, y--;
			put_line(ret, ' ', &a->items[x], &b->items[y]);
		}
		if (d && comes_down(rows->row[d - 1], d, k))
			put_line(ret, '>', NULL, &b->items[--y]);
		else if (d)
			put_line(ret, '<', &a->items[--x], NULL);
	}
	for (size_t i = 0; i < ret->count / 2; i++) {
		struct diff_line swap = ret->lines[i];

		ret->lines[i] = ret->lines[ret->count - 1 - i];
		ret->lines[ret->count - 1 - i] = swap;
	}
}

/* -- what explains it -- */

static const struct item *item_of(const struct list *list, const struct trace_record *record)
{
	size_t low = 0, high = list->count;

	while (high - low > 1) { /* records lie in the order of the file */
		size_t middle = low + (high - low) / 2;

		if (list->items[middle].record <= record)
			low = middle;
		else
			high = middle;
	}
	return &list->items[low];
}

static void explain(struct job *job, struct diff_line *line, const struct item *item)
{
	struct diff_rule *rule = find_rule(job->rules, line->side, item);

	if (rule)
		rule->used++;
	line->rule = rule;
}

static bool is_open(const struct diff_line *line, char side)
{
	return line->side == side && !line->rule;
}

/* What neither rule explained may be one write with two values: the second's line is dropped then. */
static void pair_up(struct job *job, struct diff_line *lines, size_t count)
{
	size_t next = 0;

	for (size_t i = 0; i < count; i++) {
		const struct item *first;

		if (!is_open(&lines[i], '<'))
			continue;
		first = item_of(&job->sides[0], lines[i].first);
		for (size_t j = next; j < count; j++) {
			if (!is_open(&lines[j], '>') ||
			    !same_place(first, item_of(&job->sides[1], lines[j].second)))
				continue;
			lines[i].side = '~';
			lines[i].second = lines[j].second;
			lines[j].side = '\0';
			next = j + 1;
			explain(job, &lines[i], first);
			break;
		}
	}
}

static void explain_all(struct job *job, struct diff *ret)
{
	size_t gap = 0, kept = 0;

	for (size_t i = 0; i < ret->count; i++) {
		struct diff_line *line = &ret->lines[i];

		if (line->side == '<')
			explain(job, line, item_of(&job->sides[0], line->first));
		else if (line->side == '>')
			explain(job, line, item_of(&job->sides[1], line->second));
	}
	for (size_t i = 0; i <= ret->count; i++) {
		if (i < ret->count && ret->lines[i].side != ' ')
			continue;
		pair_up(job, ret->lines + gap, i - gap);
		gap = i + 1;
	}
	for (size_t i = 0; i < ret->count; i++) {
		const struct diff_line *line = &ret->lines[i];

		if (!line->side)
			continue;
		ret->same += line->side == ' ';
		ret->explained += line->side != ' ' && line->rule;
		ret->unexplained += line->side != ' ' && !line->rule;
		ret->lines[kept++] = *line;
	}
	ret->count = kept;
}

bool trace_diff(const struct trace_file *first, const struct trace_file *second,
		struct diff_rules *rules, const struct diff_options *options, struct diff *ret,
		struct err *err)
{
	struct job job = { .rules = rules, .options = options };
	autofree struct rows *rows = xcalloc(1, sizeof(*rows));
	struct diff diff = DIFF_INIT;
	bool good;

	for (size_t i = 0; i < rules->count; i++)
		rules->items[i].used = 0;
	good = collect(&job, 0, first, err) && collect(&job, 1, second, err) &&
	       find_way(&job, rows, err);
	if (good) {
		diff.lines =
			xcalloc(job.sides[0].count + job.sides[1].count + 1, sizeof(*diff.lines));
		walk_back(&job, rows, &diff);
		explain_all(&job, &diff);
		*ret = diff;
	}
	for (int64_t d = 0; d < rows->count; d++)
		free(rows->row[d]);
	free(job.sides[0].items);
	free(job.sides[1].items);
	return good;
}
