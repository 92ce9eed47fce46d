/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Traces from files, and two of them compared. */
#include <criterion/criterion.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/trace/diff.h"

static struct err err;
static struct trace_file first, second;
static struct diff_rules rules;
static struct diff diff;
static struct diff_options options;

static void setup(void)
{
	err = (struct err)ERR_INIT;
	first = second = (struct trace_file)TRACE_FILE_INIT;
	rules = (struct diff_rules)DIFF_RULES_INIT;
	diff = (struct diff)DIFF_INIT;
	options = (struct diff_options){ .config = false };
}

static void teardown(void)
{
	trace_file_finish(&first);
	trace_file_finish(&second);
	diff_rules_finish(&rules);
	diff_finish(&diff);
}

TestSuite(tracediff, .init = setup, .fini = teardown);

/* "4=1 8=2": 32-bit writes to bar0 */
static void writes(struct trace_file *file, const char *text)
{
	autofree char *copy = xstrdup(text);
	char *at = copy;

	for (const char *word; (word = strsep(&at, " "));) {
		struct trace_record r = { .kind = TRACE_WRITE, .width_bits = 32, .what = "bar0" };
		unsigned offset, value;

		cr_assert_eq(sscanf(word, "%x=%x", &offset, &value), 2);
		r.offset = offset;
		r.value = value;
		trace_file_add(file, &r);
	}
}

static void compare(void)
{
	diff_finish(&diff);
	cr_assert(trace_diff(&first, &second, &rules, &options, &diff, &err), "%s", err.msg);
}

/* " 4=1 <8=2 ~c=3/4" */
static void wants(const char *lines)
{
	autostrbuf text = STRBUF_INIT;

	for (size_t i = 0; i < diff.count; i++) {
		const struct diff_line *line = &diff.lines[i];
		const struct trace_record *any = line->first ? line->first : line->second;

		strbuf_addf(&text, "%s%c%llx=%llx", i ? " " : "", line->side,
			    (unsigned long long)any->offset, (unsigned long long)any->value);
		if (line->side == '~')
			strbuf_addf(&text, "/%llx", (unsigned long long)line->second->value);
		if (line->rule)
			strbuf_addf(&text, "(%s)", line->rule->reason);
	}
	cr_expect_str_eq(strbuf_text(&text), lines);
}

static void parse_rules(const char *text)
{
	cr_assert(diff_rules_parse(&rules, text, "rules", &err), "%s", err.msg);
}

Test(tracediff, equal_traces_have_no_difference)
{
	writes(&first, "4=1 8=2 4=1");
	writes(&second, "4=1 8=2 4=1");
	compare();
	wants(" 4=1  8=2  4=1");
	cr_expect_eq(diff.same, 3);
	cr_expect_eq(diff.unexplained, 0);
}

Test(tracediff, what_only_one_has_is_told_from_another_value)
{
	writes(&first, "4=1 8=2 c=3 14=9");
	writes(&second, "4=1 10=7 c=4 14=9 18=1");
	compare();
	wants(" 4=1 <8=2 ~c=3/4 >10=7  14=9 >18=1");
	cr_expect_eq(diff.unexplained, 4);
}

Test(tracediff, another_order_is_a_difference)
{
	writes(&first, "4=1 8=2");
	writes(&second, "8=2 4=1");
	compare();
	cr_expect_eq(diff.same, 1);
	cr_expect_eq(diff.unexplained, 2);
}

Test(tracediff, reads_config_and_interrupts_do_not_count)
{
	struct trace_record r = { .kind = TRACE_READ, .width_bits = 32, .what = "bar0" };

	writes(&first, "4=1");
	trace_file_add(&first, &r);
	r = (struct trace_record){ .kind = TRACE_IRQ, .what = "MSI" };
	trace_file_add(&first, &r);
	r = (struct trace_record){ .kind = TRACE_WRITE, .width_bits = 16, .what = "config" };
	trace_file_add(&first, &r);
	writes(&second, "4=1");
	compare();
	wants(" 4=1");
	options.config = true;
	compare();
	wants(" 4=1 <0=0");
	options.only = "bar0+*";
	compare();
	wants(" 4=1");
}

Test(tracediff, a_rule_explains_and_one_that_does_not_is_found)
{
	writes(&first, "4=1 8=2 c=3 10=1");
	writes(&second, "4=1 c=4 10=1 14=5");
	parse_rules("# remark\n\n< bar0+0x000008 * left out\n> bar0+0x00001? 0x00000005 new\n"
		    "~ bar0+0x00000c 0x00000003 other\n< bar0+0x000020 * never\n");
	compare();
	wants(" 4=1 <8=2(left out) ~c=3/4(other)  10=1 >14=5(new)");
	cr_expect_eq(diff.explained, 3);
	cr_expect_eq(diff.unexplained, 0);
	cr_expect_eq(rules.items[0].used, 1);
	cr_expect_eq(rules.items[3].used, 0);
	cr_expect_eq(rules.items[3].line, 6);
}

Test(tracediff, what_interrupts_write_is_left_out_of_both)
{
	writes(&first, "20=1 4=1 8=2 20=2");
	writes(&second, "4=1 20=7 8=2");
	parse_rules("! bar0+0x000020 * the handler\n! bar0+0x000024 * never\n");
	compare();
	wants(" 4=1  8=2");
	cr_expect_eq(rules.items[0].used, 3);
	cr_expect_eq(rules.items[1].used, 0);
}

static void name_bdl(void *ctx, const struct trace_record *record, char *buf, size_t len)
{
	(void)ctx;
	snprintf(buf, len, "%s", record->offset == 0x98 ? "SD0.BDPL" : "");
}

Test(tracediff, addresses_of_memory_are_compared_by_their_order)
{
	writes(&first, "98=1000 4=1 98=0 98=2000 98=1000");
	writes(&second, "98=abc000 4=1 98=0 98=def000 98=abc000");
	options.namer.name = name_bdl;
	compare();
	cr_expect_eq(diff.unexplained, 3);
	diff_rules_add_hda(&rules);
	compare();
	cr_expect_eq(diff.unexplained, 0);
	second.records[4].value = 0xdef000;
	compare();
	cr_expect_eq(diff.unexplained, 1, "not the first buffer again");
	second.records[2].value = 0x1;
	compare();
	cr_expect_neq(diff.unexplained, 1, "0 is not an address");
}

Test(tracediff, broken_rules_are_refused_with_their_line)
{
	static const char *const broken[] = { "? A * why", "<> A * why", "< A",
					      "< A *",	   "< A *   ",	 "<" };

	for (size_t i = 0; i < ARRAY_SIZE(broken); i++) {
		autofree char *text = xasprintf("# first\n%s\n", broken[i]);

		cr_expect(!diff_rules_parse(&rules, text, "r.txt", &err), "taken: %s", broken[i]);
		cr_expect(strstr(err.msg, "r.txt:2"), "%s", err.msg);
	}
}

/* The length of the longest common subsequence, by the book. */
static size_t longest(const struct trace_file *a, const struct trace_file *b)
{
	static size_t table[64][64];

	for (size_t i = a->count + 1; i--;)
		for (size_t j = b->count + 1; j--;) {
			if (i == a->count || j == b->count)
				table[i][j] = 0;
			else if (a->records[i].value == b->records[j].value &&
				 a->records[i].offset == b->records[j].offset)
				table[i][j] = table[i + 1][j + 1] + 1;
			else
				table[i][j] = table[i + 1][j] > table[i][j + 1] ? table[i + 1][j]
										: table[i][j + 1];
		}
	return table[0][0];
}

static void random_writes(struct trace_file *file, unsigned *seed)
{
	unsigned n = (unsigned)rand_r(seed) % 40;

	trace_file_finish(file);
	for (unsigned i = 0; i < n; i++) {
		struct trace_record r = { .kind = TRACE_WRITE, .width_bits = 32, .what = "bar0" };

		r.offset = (unsigned)rand_r(seed) % 3 * 4;
		r.value = (unsigned)rand_r(seed) % 3;
		trace_file_add(file, &r);
	}
}

Test(tracediff, no_shorter_difference_exists)
{
	unsigned seed = 7;

	for (unsigned round = 0; round < 2000; round++) {
		size_t x = 0, y = 0;

		random_writes(&first, &seed);
		random_writes(&second, &seed);
		compare();
		cr_assert_eq(diff.same, longest(&first, &second), "round %u", round);
		for (size_t i = 0; i < diff.count; i++) {
			x += diff.lines[i].first != NULL;
			y += diff.lines[i].second != NULL;
		}
		cr_assert_eq(x, first.count, "every write of the first is there");
		cr_assert_eq(y, second.count, "every write of the second is there");
	}
}

Test(tracediff, too_many_differences_are_refused)
{
	for (unsigned i = 0; i <= DIFF_MAX; i++) {
		struct trace_record r = { .kind = TRACE_WRITE, .width_bits = 32, .what = "bar0" };

		r.value = i;
		trace_file_add(&first, &r);
	}
	cr_assert(!trace_diff(&first, &second, &rules, &options, &diff, &err));
	cr_expect_eq(err.code, EFBIG);
}

/* -- mmiotrace -- */

static const char mmiotrace[] =
	"VERSION 20070824\n"
	"PCIDEV 00fa 80862922 19 0 0 0 0 c041 feb04000 0 0 0 0 0 20 1000 0 ahci\n"
	"PCIDEV 00fc 8086293e 1a feb00004 0 0 0 fec00000 0 0 4000 0 0 0 100000 0 0 snd_hda_intel\n"
	"MARK 1.5 a mark\n"
	"MAP 1.540672 1 0xfeb00000 0xffffc900000bc000 0x4000 0x0 0\n"
	"R 2 1.542929 1 0xfeb00000 0x4401 0x0 0\n"
	"W 4 1.542931 1 0xfec80000 0xdeadbeef 0xffffffff81234567 0\n"
	"W 1 1.542932 1 0xfed00000 0x1 0x0 0\n"
	"UNMAP 4.0 1 0x0 0\n";

static bool parse(const char *text, const char *device)
{
	autofree char *copy = xstrdup(text);

	trace_file_finish(&first);
	err = (struct err)ERR_INIT;
	return trace_text_parse(copy, "m", device, &first, &err);
}

Test(tracediff, mmiotrace_gives_bars_and_offsets)
{
	cr_assert(parse(mmiotrace, NULL), "%s", err.msg);
	cr_assert_eq(first.count, 2);
	cr_expect_str_eq(first.about, "8086:293e, mmiotrace");
	cr_expect_eq(first.records[0].kind, TRACE_READ);
	cr_expect_eq(first.records[0].width_bits, 16);
	cr_expect_eq(first.records[0].at_ns, 0);
	cr_expect_str_eq(first.records[1].what, "bar4");
	cr_expect_eq(first.records[1].offset, 0x80000);
	cr_expect_eq(first.records[1].value, 0xdeadbeef);
	cr_expect_eq(first.records[1].at_ns, 2000);
}

Test(tracediff, of_two_devices_one_is_chosen)
{
	autofree char *both = xasprintf("%sR 4 2.0 1 0xfeb04010 0x1 0x0 0\n", mmiotrace);

	cr_assert(!parse(both, NULL));
	cr_expect_eq(err.code, EEXIST);
	cr_expect(strstr(err.hint, "-device 8086:2922"), "%s", err.hint);
	cr_assert(parse(both, "8086:2922"), "%s", err.msg);
	cr_assert_eq(first.count, 1);
	cr_expect_eq(first.records[0].offset, 0x10);
	cr_assert(!parse(both, "8086:a0c8"));
	cr_expect_eq(err.code, ENOENT);
	cr_assert(!parse(both, "8086"));
	cr_expect_eq(err.code, EINVAL);
}

Test(tracediff, broken_mmiotraces_are_refused)
{
	static const char *const broken[] = {
		"R 3 1.542929 1 0xfeb00000 0x44 0x0 0",
		"R 2 1.542929 1 0xfeb00000 0x12345 0x0 0",
		"R 2 1 1 0xfeb00000 0x1 0x0 0",
		"W",
		"W 4",
		"PCIDEV 00fc",
		"PCIDEV 00fc 8086293e 1a feb00000 0 0 0 0 0 0 4000 0 0",
		"PCIDEV zz 8086293e 1a feb00000 0 0 0 0 0 0 4000 0 0 0 0 0 0 x",
		"LOST 3.0 12",
	};

	for (size_t i = 0; i < ARRAY_SIZE(broken); i++) {
		autofree char *text = xasprintf("%s%s\n", mmiotrace, broken[i]);
		bool taken = parse(text, NULL);

		cr_expect(strcmp(broken[i], "W") ? !taken : taken, "taken: %s", broken[i]);
		if (!taken)
			cr_expect(strstr(err.msg, "m:10"), "%s", err.msg);
	}
	cr_expect(!parse("VERSION 20070824\n", NULL));
	cr_expect(!parse("", NULL));
	cr_expect(!parse("# barsh trace 10: x\n", NULL));
	cr_expect(!parse("hello", NULL));
}

/* A real one: snd_hda_intel on QEMU's ICH9 controller. */
Test(tracediff, a_real_mmiotrace_is_read)
{
	const char *path = "../shared/data/hda.mmiotrace";

	if (access(path, R_OK))
		cr_skip_test("%s is not there", path);
	cr_assert(trace_file_read(path, NULL, &first, &err), "%s", err.msg);
	cr_expect_eq(first.count, 439);
	cr_expect_str_eq(first.about, "8086:293e, mmiotrace");
}
