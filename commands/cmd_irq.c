/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Interrupts: enable, wait, handlers, counts. */
#include "commands/command.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "backend/irq.h"
#include "backend/pci/aer.h"
#include "backend/support/bits.h"
#include "backend/support/num.h"
#include "commands/args.h"
#include "commands/events.h"
#include "commands/session.h"

enum { WAIT_DEFAULT_NS = 1000000000 };

static void complete_type(struct session *s, const char *prefix, struct strlist *ret)
{
	(void)s;
	for (unsigned i = 0; i < IRQ_TYPE_COUNT; i++)
		if (!strncasecmp(irq_type_name((enum irq_type)i), prefix, strlen(prefix)))
			strlist_add(ret, irq_type_name((enum irq_type)i));
}

/* TYPE, and VEC (0 if left out). */
static bool parse_vector(const struct args *a, enum irq_type *ret_type, unsigned *ret_vector,
			 struct err *err)
{
	uint64_t vector = args_number(a, "VEC", 0);

	if (!irq_type_parse(args_word(a, "TYPE"), ret_type, err))
		return false;
	if (vector > UINT_MAX)
		return err_set(err, ERANGE, "there is no vector %" PRIu64, vector);
	*ret_vector = (unsigned)vector;
	return true;
}

static struct value *named_count(const char *type, unsigned vector, uint64_t count)
{
	struct value *row = value_map();

	value_set_text(row, "type", type);
	value_set_uint(row, "vector", vector, 0);
	value_set_uint(row, "count", count, 0);
	return row;
}

/* -- irq list -- */

static void flag_words(unsigned flags, struct strbuf *ret)
{
	static const struct {
		unsigned bit;
		const char *word;
	} words[] = { { IRQ_EVENTFD, "eventfd" },
		      { IRQ_MASKABLE, "maskable" },
		      { IRQ_AUTOMASKED, "automasked" },
		      { IRQ_NORESIZE, "noresize" } };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (flags & words[i].bit)
			strbuf_addf(ret, "%s%s", ret->len ? " " : "", words[i].word);
}

static void list_type(struct device *dev, enum irq_type type, const struct irq_info *info,
		      struct strbuf *human, struct value *detail)
{
	const char *name = irq_type_name(type);
	struct value *row = value_map();
	autostrbuf flags = STRBUF_INIT;
	bool masked = irq_is_masked(dev, type);
	unsigned enabled;

	irq_is_enabled(dev, type, &enabled);
	flag_words(info->flags, &flags);
	strbuf_addf(human, ST_NAME "%-5s" ST_OFF " %4u  %-30s  ", name, info->count,
		    strbuf_text(&flags));
	if (enabled)
		strbuf_addf(human, ST_GOOD "%u enabled" ST_OFF, enabled);
	else
		strbuf_adds(human, ST_DIM "off" ST_OFF);
	strbuf_adds(human, masked ? ", masked until irq unmask\n" : "\n");
	value_set_text(row, "type", name);
	value_set_uint(row, "vectors", info->count, 0);
	value_set_text(row, "flags", strbuf_text(&flags));
	value_set_uint(row, "enabled", enabled, 0);
	value_set_bool(row, "masked", masked);
	value_add(detail, row);
}

static bool run_irq_list(struct session *s, const struct args *a, struct value **ret,
			 struct err *err)
{
	struct device *dev = s->current->dev;
	struct value *counts = value_map(), *detail = value_list();
	autostrbuf human = STRBUF_INIT;

	(void)a;
	for (unsigned i = 0; i < IRQ_TYPE_COUNT; i++) {
		enum irq_type type = (enum irq_type)i;
		struct irq_info info;

		if (!device_irq_info(dev, type, &info, err)) {
			value_destroy(counts);
			value_destroy(detail);
			return false;
		}
		if (!info.count)
			continue;
		value_set_uint(counts, irq_type_name(type), info.count, 0);
		list_type(dev, type, &info, &human, detail);
	}
	if (!counts->count)
		strbuf_adds(&human, "the device has no interrupts");
	*ret = value_with_detail(value_with_human(counts, &human), detail);
	return true;
}

const struct command cmd_irq_list = {
	.name = "irq list",
	.family = "interrupts",
	.summary = "list the interrupt types of the device, with vectors and state",
	.details =
		"noresize: the number of enabled vectors is fixed until irq disable. automasked: "
		"it is masked when it fires, and stays so until irq unmask. The value is a "
		"dictionary of type and number of vectors.",
	.example = "irq list",
	.flags = CMD_DEVICE | CMD_EDU,
	.run = run_irq_list,
};

/* -- enable and disable -- */

static bool run_irq_enable(struct session *s, const struct args *a, struct value **ret,
			   struct err *err)
{
	struct device *dev = s->current->dev;
	uint64_t count = args_number(a, "COUNT", 1), first = args_number(a, "-first", 0);
	autostrbuf human = STRBUF_INIT;
	enum irq_type type;
	unsigned enabled;

	if (!irq_type_parse(args_word(a, "TYPE"), &type, err))
		return false;
	if (count > UINT_MAX || first > UINT_MAX)
		return err_set(err, ERANGE, "no device has that many vectors");
	if (!irq_enable(dev, type, (unsigned)first, (unsigned)count, err))
		return false;
	irq_is_enabled(dev, type, &enabled);
	strbuf_addf(&human, "%s: %u vector%s enabled", irq_type_name(type), enabled,
		    enabled == 1 ? "" : "s");
	*ret = value_with_human(value_uint(enabled, 0), &human);
	return true;
}

const struct command cmd_irq_enable = {
	.name = "irq enable",
	.family = "interrupts",
	.summary = "receive interrupts of a type",
	.details = "One of INTX, MSI and MSIX is active at a time. MSI and MSIX are writes of the "
		   "device: they arrive only while bus mastering is on. -first adds vectors to "
		   "those enabled already, where the type is not noresize. The value is how many "
		   "are enabled now.",
	.example = "irq enable MSI\nirq disable",
	.args = { { "TYPE", ARG_WORD, 0, "INTX, MSI, MSIX, ERR or REQ", NULL, complete_type },
		  { "COUNT", ARG_NUMBER, ARG_OPTIONAL, "vectors, 1 if left out" },
		  { "-first", ARG_NUMBER, 0, "the first of them, 0 if left out", "VEC" } },
	.flags = CMD_DEVICE | CMD_WRITES | CMD_EDU,
	.run = run_irq_enable,
};

static bool run_irq_disable(struct session *s, const struct args *a, struct value **ret,
			    struct err *err)
{
	struct device *dev = s->current->dev;
	enum irq_type type;

	if (!args_has(a, "TYPE"))
		irq_disable_all(dev);
	else if (!irq_type_parse(args_word(a, "TYPE"), &type, err) || !irq_disable(dev, type, err))
		return false;
	*ret = value_none();
	return true;
}

const struct command cmd_irq_disable = {
	.name = "irq disable",
	.family = "interrupts",
	.summary = "switch a type off, or all but REQ",
	.details =
		"REQ stays on unless it is named: it is how the kernel asks for the device back.",
	.example = "irq enable INTX\nirq disable INTX",
	.args = { { "TYPE", ARG_WORD, ARG_OPTIONAL, "INTX, MSI, MSIX, ERR or REQ", NULL,
		    complete_type } },
	.flags = CMD_DEVICE | CMD_WRITES | CMD_EDU,
	.run = run_irq_disable,
};

/* -- mask, unmask, trigger -- */

static bool act(struct session *s, const struct args *a, enum irq_action action, struct value **ret,
		struct err *err)
{
	enum irq_type type;
	unsigned vector;

	if (!parse_vector(a, &type, &vector, err) ||
	    !irq_act(s->current->dev, type, vector, action, err))
		return false;
	*ret = value_none();
	return true;
}

static bool run_irq_mask(struct session *s, const struct args *a, struct value **ret,
			 struct err *err)
{
	return act(s, a, IRQ_MASK, ret, err);
}

static bool run_irq_unmask(struct session *s, const struct args *a, struct value **ret,
			   struct err *err)
{
	return act(s, a, IRQ_UNMASK, ret, err);
}

static bool run_irq_trigger(struct session *s, const struct args *a, struct value **ret,
			    struct err *err)
{
	return act(s, a, IRQ_TRIGGER, ret, err);
}

const struct command cmd_irq_mask = {
	.name = "irq mask",
	.family = "interrupts",
	.summary = "hold a level interrupt back",
	.example = "irq enable INTX\nirq mask INTX\nirq unmask INTX",
	.args = { { "TYPE", ARG_WORD, 0, "INTX: the others cannot be masked", NULL, complete_type },
		  { "VEC", ARG_NUMBER, ARG_OPTIONAL, "vector, 0 if left out" } },
	.flags = CMD_DEVICE | CMD_WRITES | CMD_EDU,
	.run = run_irq_mask,
};

const struct command cmd_irq_unmask = {
	.name = "irq unmask",
	.family = "interrupts",
	.summary = "let a level interrupt through again",
	.details = "INTX is masked when it fires. Clear the cause in the device first: while the "
		   "line is high, it fires again at once.",
	.example = "irq enable INTX\nirq unmask INTX",
	.args = { { "TYPE", ARG_WORD, 0, "INTX: the others cannot be masked", NULL, complete_type },
		  { "VEC", ARG_NUMBER, ARG_OPTIONAL, "vector, 0 if left out" } },
	.flags = CMD_DEVICE | CMD_WRITES | CMD_EDU,
	.run = run_irq_unmask,
};

const struct command cmd_irq_trigger = {
	.name = "irq trigger",
	.family = "interrupts",
	.summary = "fire a vector from here, without the device",
	.details = "It shows that handlers and waits work; that the device can reach the CPU it "
		   "does not show. Triggering REQ releases the device, as an unbind does.",
	.example = "irq enable MSI\nirq trigger MSI\nirq wait MSI",
	.args = { { "TYPE", ARG_WORD, 0, "INTX, MSI, MSIX, ERR or REQ", NULL, complete_type },
		  { "VEC", ARG_NUMBER, ARG_OPTIONAL, "vector, 0 if left out" } },
	.flags = CMD_DEVICE | CMD_EDU,
	.run = run_irq_trigger,
};

/* -- wait -- */

static bool wait_for(struct session *s, enum irq_type type, unsigned vector, uint64_t timeout_ns,
		     uint64_t *ret, struct err *err)
{
	struct session_device *device = s->current;
	struct err handler_error = ERR_INIT;
	bool done;

	events_begin_wait(s, device, type, vector);
	done = irq_wait(device->dev, type, vector, timeout_ns, ret, err);
	if (events_end_wait(s, device, &handler_error) || !done)
		return done;
	*err = handler_error;
	return false;
}

static struct value *waited_value(struct device *dev, enum irq_type type, unsigned vector,
				  uint64_t times, uint64_t passed_ns)
{
	autostrbuf human = STRBUF_INIT;
	char passed[32], errors[400];

	num_format_time(passed_ns, passed, sizeof(passed));
	strbuf_addf(&human, "%s vector %u: " ST_GOOD "fired %" PRIu64 " time%s" ST_OFF ", %s",
		    irq_type_name(type), vector, times, times == 1 ? "" : "s", passed);
	if (type == IRQ_ERR && aer_describe(dev, errors, sizeof(errors)))
		strbuf_addf(&human, "\n  %s", errors);
	return value_with_human(value_uint(times, 0), &human);
}

static bool run_irq_wait(struct session *s, const struct args *a, struct value **ret,
			 struct err *err)
{
	struct device *dev = s->current->dev;
	uint64_t start = device_now_ns(dev), times;
	enum irq_type type;
	unsigned vector;

	if (!parse_vector(a, &type, &vector, err) ||
	    !wait_for(s, type, vector, args_number(a, "-timeout", WAIT_DEFAULT_NS), &times, err))
		return false;
	*ret = s->viewer == VIEWER_SCRIPT
		       ? value_uint(times, 0)
		       : waited_value(dev, type, vector, times, device_now_ns(dev) - start);
	return true;
}

const struct command cmd_irq_wait = {
	.name = "irq wait",
	.family = "interrupts",
	.summary = "wait until a vector has fired",
	.details =
		"An interrupt that came before counts, once. The value is how often it fired since "
		"the last wait. Handlers run meanwhile. ERR is shown with the device's AER "
		"registers.",
	.example = "irq enable MSI\nirq trigger MSI\nirq wait MSI -timeout 100ms",
	.args = { { "TYPE", ARG_WORD, 0, "INTX, MSI, MSIX, ERR or REQ", NULL, complete_type },
		  { "VEC", ARG_NUMBER, ARG_OPTIONAL, "vector, 0 if left out" },
		  { "-timeout", ARG_TIME, 0, "give up after that long, 1s if left out", "T" } },
	.flags = CMD_DEVICE | CMD_EDU | CMD_WAITS,
	.run = run_irq_wait,
};

/* -- handlers and counts -- */

static bool run_irq_on(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	const char *script = args_word(a, "SCRIPT");
	const char *now;
	enum irq_type type;
	unsigned vector;

	if (!parse_vector(a, &type, &vector, err))
		return false;
	if (script)
		events_set_handler(s, s->current, type, vector, script);
	now = events_handler(s->current, type, vector);
	*ret = script || !now ? value_none() : value_text(now);
	return true;
}

const struct command cmd_irq_on = {
	.name = "irq on",
	.family = "interrupts",
	.summary = "run a script whenever a vector fires",
	.details = "It runs between statements, at the prompt and during irq wait, with the device "
		   "current. Without SCRIPT the handler is shown, with an empty one it is removed. "
		   "It outlives irq disable.",
	.example =
		"irq on INTX 0 { wr bar0+0x64 [rd bar0+0x24]; irq unmask INTX }\nirq on INTX 0 {}",
	.args = { { "TYPE", ARG_WORD, 0, "INTX, MSI, MSIX, ERR or REQ", NULL, complete_type },
		  { "VEC", ARG_NUMBER, 0, "vector" },
		  { "SCRIPT", ARG_SCRIPT, ARG_OPTIONAL, "what to run" } },
	.flags = CMD_DEVICE | CMD_EDU,
	.run = run_irq_on,
};

static void count_line(struct device *dev, enum irq_type type, unsigned vector,
		       struct value *counts, struct value *detail, struct strbuf *human)
{
	uint64_t count = irq_count(dev, type, vector);
	const char *name = irq_type_name(type);
	char key[24];

	snprintf(key, sizeof(key), "%s.%u", name, vector);
	value_set_uint(counts, key, count, 0);
	value_add(detail, named_count(name, vector, count));
	strbuf_addf(human, ST_NAME "%-5s" ST_OFF " %4u  %" PRIu64 "%s\n", name, vector, count,
		    irq_is_masked(dev, type) ? ", masked until irq unmask" : "");
}

static bool run_irq_counts(struct session *s, const struct args *a, struct value **ret,
			   struct err *err)
{
	struct device *dev = s->current->dev;
	struct value *counts = value_map(), *detail = value_list();
	autostrbuf human = STRBUF_INIT;

	(void)a, (void)err;
	for (unsigned i = 0; i < IRQ_TYPE_COUNT; i++) {
		enum irq_type type = (enum irq_type)i;
		unsigned enabled;

		irq_is_enabled(dev, type, &enabled);
		for (unsigned vector = 0; enabled; vector++) {
			if (!irq_vector_is_enabled(dev, type, vector))
				continue;
			count_line(dev, type, vector, counts, detail, &human);
			enabled--;
		}
	}
	if (!counts->count)
		strbuf_adds(&human, "no interrupt is enabled");
	*ret = value_with_detail(value_with_human(counts, &human), detail);
	return true;
}

const struct command cmd_irq_counts = {
	.name = "irq counts",
	.family = "interrupts",
	.summary = "how often each enabled vector has fired",
	.details = "Counted since its irq enable. The value is a dictionary of TYPE.VEC and count.",
	.example = "irq enable MSI\nirq trigger MSI\nirq counts",
	.flags = CMD_DEVICE | CMD_EDU,
	.run = run_irq_counts,
};
