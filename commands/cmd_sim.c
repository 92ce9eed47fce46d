/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Simulated devices: which there are, what to break in them, their clock, and what they complain of. */
#include "commands/command.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "backend/model/model.h"
#include "backend/support/num.h"
#include "backend/transport/sim.h"
#include "commands/args.h"
#include "commands/session.h"

static bool need_sim(struct session *s, struct device **ret, struct err *err)
{
	struct device *dev = s->current->dev;

	if (sim_is(dev)) {
		*ret = dev;
		return true;
	}
	err_set(err, EOPNOTSUPP, "%s is not a simulated device", dev->title);
	return err_hint(err, "attach sim:tgl, or 'sim list' for the others");
}

/* -- sim list -- */

static bool run_sim_list(struct session *s, const struct args *a, struct value **ret,
			 struct err *err)
{
	struct value *models = value_map();
	autostrbuf human = STRBUF_INIT;

	(void)s, (void)a, (void)err;
	for (size_t i = 0; model_classes()[i]; i++) {
		const struct model_class *class = model_classes()[i];

		strbuf_addf(&human, ST_NAME "sim:%-6s" ST_OFF " %s\n", class->name, class->title);
		value_set_text(models, class->name, class->title);
	}
	*ret = value_with_human(models, &human);
	return true;
}

const struct command cmd_sim_list = {
	.name = "sim list",
	.family = "simulation",
	.summary = "list the simulated devices that there are",
	.details = "attach sim:NAME gives a fresh one. The value is a dictionary of names and what "
		   "they are.",
	.example = "sim list",
	.run = run_sim_list,
};

/* -- sim fault -- */

static void complete_fault(struct session *s, const char *prefix, struct strlist *ret)
{
	const struct fault_info *fault;

	if (!s->current || !sim_is(s->current->dev))
		return;
	for (fault = s->current->dev->ops->faults(s->current->dev); fault->name; fault++)
		if (!strncmp(fault->name, prefix, strlen(prefix)))
			strlist_add(ret, fault->name);
}

/* A heading wherever the group changes. */
static void list_group(const struct fault_info *fault, const char **last, struct strbuf *human)
{
	if (fault->group && (!*last || strcmp(fault->group, *last) != 0))
		strbuf_addf(human, "%s:\n", fault->group);
	*last = fault->group;
}

/* "on", "off", "after 20" (accesses). */
static bool fault_state(const struct device *dev, const char *name, char *buf, size_t len,
			struct err *err)
{
	uint64_t left;
	bool on;

	if (!sim_fault_state(dev, name, &on, &left, err))
		return false;
	if (left != UINT64_MAX)
		snprintf(buf, len, "after %" PRIu64, left);
	else
		snprintf(buf, len, "%s", on ? "on" : "off");
	return true;
}

static struct value *list_faults(struct device *dev)
{
	struct value *states = value_map();
	autostrbuf human = STRBUF_INIT;
	const char *group = NULL;
	char state[32];

	for (const struct fault_info *fault = dev->ops->faults(dev); fault->name; fault++) {
		struct err ignored;

		if (!fault_state(dev, fault->name, state, sizeof(state), &ignored))
			continue;
		list_group(fault, &group, &human);
		strbuf_addf(&human, "%s" ST_NAME "%-19s" ST_OFF " %s%-3s" ST_OFF "  %s\n",
			    group ? "  " : "", fault->name, strcmp(state, "off") ? ST_BAD : ST_DIM,
			    state, fault->help);
		value_set_text(states, fault->name, state);
	}
	return value_with_human(states, &human);
}

static bool switch_fault(const struct args *a, struct device *dev, struct err *err)
{
	const char *name = args_word(a, "NAME");
	bool on = !strcmp(args_word(a, "STATE"), "on");

	if (!args_has(a, "-after"))
		return dev->ops->fault_set(dev, name, on, err);
	if (!on)
		return err_set(err, EINVAL, "sim fault: -after is for switching a fault on");
	return sim_fault_after(dev, name, args_number(a, "-after", 0), err);
}

static bool run_sim_fault(struct session *s, const struct args *a, struct value **ret,
			  struct err *err)
{
	const char *name = args_word(a, "NAME");
	struct device *dev;
	char state[32];

	if (!need_sim(s, &dev, err))
		return false;
	if (!name) {
		*ret = list_faults(dev);
		return true;
	}
	if (args_word(a, "STATE")) {
		if (!switch_fault(a, dev, err))
			return false;
		*ret = value_none();
		return true;
	}
	if (args_has(a, "-after"))
		return err_set(err, EINVAL,
			       "sim fault: -after needs on: sim fault %.40s on -after N", name);
	if (!fault_state(dev, name, state, sizeof(state), err))
		return false;
	*ret = value_text(state);
	return true;
}

const struct command cmd_sim_fault = {
	.name = "sim fault",
	.family = "simulation",
	.summary = "list the faults of a simulated device, or switch one",
	.details =
		"A fault makes the device misbehave as broken hardware does, from the next access "
		"on, until it is switched off. Without STATE the value is on, off or, for one that "
		"waits, after N; without NAME it is a dictionary of all that this device can have. "
		"gone and wanted are not the device's: it is pulled out, or the kernel asks for it "
		"back.",
	.example = "sim fault\nsim fault dma-stall on\nsim fault dma-stall off\n"
		   "sim fault gone on -after 20",
	.args = { { "NAME", ARG_WORD, ARG_OPTIONAL, "a fault of this device", NULL,
		    complete_fault },
		  { "STATE", ARG_CHOICE, ARG_OPTIONAL, "what it shall be", "on|off" },
		  { "-after", ARG_NUMBER, 0, "so many more reads and writes are as before", "N" } },
	.flags = CMD_DEVICE,
	.run = run_sim_fault,
};

/* -- sim clock -- */

static bool run_sim_clock(struct session *s, const struct args *a, struct value **ret,
			  struct err *err)
{
	uint64_t until, advance = args_number(a, "TIME", 0);
	autostrbuf human = STRBUF_INIT;
	struct device *dev;
	char now[32];

	if (!need_sim(s, &dev, err))
		return false;
	until = device_now_ns(dev) + advance;
	while (device_now_ns(dev) < until && !session_stopped(s))
		device_sleep_ns(dev, until - device_now_ns(dev));
	if (device_now_ns(dev) < until)
		return err_set(err, EINTR, "stopped");
	num_format_time(device_now_ns(dev), now, sizeof(now));
	strbuf_adds(&human, now);
	*ret = value_with_human(value_uint(device_now_ns(dev), 0), &human);
	return true;
}

const struct command cmd_sim_clock = {
	.name = "sim clock",
	.family = "simulation",
	.summary = "show the clock of a simulated device, or let time pass on it",
	.details = "Its time stands still between commands: an access takes 1 us, a poll or wait "
		   "as long as it says. The value is the time in ns since it was attached.",
	.example = "sim clock 10ms",
	.args = { { "TIME", ARG_TIME, ARG_OPTIONAL, "how much shall pass" } },
	.flags = CMD_DEVICE,
	.run = run_sim_clock,
};

/* -- sim log -- */

static void log_line(const struct sim_complaint *complaint, struct strbuf *human,
		     struct value *texts, struct value *detail)
{
	struct value *row = value_map();
	char at[32];

	num_format_time(complaint->at_ns, at, sizeof(at));
	strbuf_addf(human, ST_DIM "%12s" ST_OFF "  ", at);
	strbuf_add_printable(human, complaint->text, sizeof(complaint->text));
	if (complaint->times > 1)
		strbuf_addf(human, " (%" PRIu64 " times)", complaint->times);
	strbuf_addc(human, '\n');
	value_add(texts, value_text(complaint->text));
	value_set_uint(row, "at_ns", complaint->at_ns, 0);
	value_set_uint(row, "times", complaint->times, 0);
	value_set_text(row, "text", complaint->text);
	value_add(detail, row);
}

static bool run_sim_log(struct session *s, const struct args *a, struct value **ret,
			struct err *err)
{
	struct value *texts, *detail;
	autostrbuf human = STRBUF_INIT;
	const struct sim_complaint *complaint;
	struct device *dev;

	if (!need_sim(s, &dev, err))
		return false;
	texts = value_list();
	detail = value_list();
	if (sim_complaints_dropped(dev))
		strbuf_addf(&human, "%" PRIu64 " older ones are gone\n",
			    sim_complaints_dropped(dev));
	for (unsigned i = 0; (complaint = sim_complaint(dev, i)); i++)
		log_line(complaint, &human, texts, detail);
	if (!texts->count)
		strbuf_adds(&human, "no complaints");
	if (args_has(a, "-clear"))
		sim_complaints_clear(dev);
	*ret = value_with_detail(value_with_human(texts, &human), detail);
	return true;
}

const struct command cmd_sim_log = {
	.name = "sim log",
	.family = "simulation",
	.summary = "show what a simulated device complained of",
	.details = "Accesses that a driver should not make, DMA that went nowhere, interrupts that "
		   "could not be sent: the last 64, with the device's time. Hardware would say "
		   "nothing. The value is a list of the texts.",
	.example = "sim log",
	.args = { { "-clear", ARG_FLAG, 0, "forget them after showing" } },
	.flags = CMD_DEVICE,
	.run = run_sim_log,
};
