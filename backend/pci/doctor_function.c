/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The examination of one function: each step of an attach, in its order, before it is tried. */
#include "backend/pci/doctor.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "backend/pci/group.h"
#include "backend/pci/holders.h"
#include "backend/pci/refusal.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/support/sysfile.h"

enum { CONFIG_COMMAND = 0x04, COMMAND_BUS_MASTER = 1 << 2 };

struct patient {
	const struct doctor *doctor;
	struct bdf bdf;
	struct group group;
	const struct group_member *self; /* in group */
	struct diagnosis *ret;
};

static void add(struct patient *p, const char *name, enum finding_state state, const char *fix,
		const char *fmt, ...) __attribute__((format(printf, 5, 6)));
static void add(struct patient *p, const char *name, enum finding_state state, const char *fix,
		const char *fmt, ...)
{
	autofree char *text = NULL;
	va_list ap;

	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	va_end(ap);
	diagnosis_add(p->ret, name, state, text, fix);
}

/* -- the group -- */

/* The kernel's own domain tells whether the function's DMA is translated while it has a driver; under
 * VFIO it always is. */
static void check_translation(struct patient *p)
{
	char unit[32];
	const char *type = p->group.type;
	bool translated = !strncmp(type, "DMA", 3);

	sysfile_link(unit, sizeof(unit), "%s" SYSFS_PCI "/%s/iommu", p->doctor->root, p->bdf.text);
	add(p, "translation", FINDING_OK, NULL, "group %d%s%s; the kernel's DMA for it is %s%s%s%s",
	    p->group.number, unit[0] ? " of " : "", unit,
	    translated			? "translated"
	    : !strcmp(type, "identity") ? "passed through (VFIO's is translated)"
					: "handled by VFIO",
	    type[0] ? " (" : "", type, type[0] ? ")" : "");
}

static void check_viability(struct patient *p)
{
	autostrbuf blockers = STRBUF_INIT;
	autofree char *fix = xasprintf("bind %s", p->bdf.text);

	for (size_t i = 0; i < p->group.count; i++) {
		const struct group_member *m = &p->group.members[i];

		if (m->effect == GROUP_BLOCKS && m != p->self)
			strbuf_addf(&blockers, "%s%s (%s)", blockers.len ? ", " : "",
				    m->function.bdf.text, m->function.driver);
	}
	if (blockers.len)
		add(p, "viability", FINDING_MISSING, fix,
		    "blocked by the drivers of %s: EPERM, \"group is not viable\"",
		    strbuf_text(&blockers));
	else
		add(p, "viability", FINDING_OK, NULL, "no other member blocks the group");
}

static void found_holder(void *ctx, const char *node, pid_t pid, const char *name)
{
	struct patient *p = ctx;

	if (pid == getpid())
		add(p, "in use", FINDING_OK, NULL, "this session has %s open", node);
	else
		add(p, "in use", FINDING_MISSING, "end that process, or detach there",
		    "process %d (%s) has %s open: EBUSY", (int)pid, name, node);
}

static void check_node(struct patient *p)
{
	autofree char *node = xasprintf("/dev/vfio/%d", p->group.number);
	autofree char *path = xasprintf("%s%s", p->doctor->root, node);
	autofree char *fix =
		xasprintf("as root: bind %s -user NAME, or chown NAME %s", p->bdf.text, node);
	autostrlist nodes = STRLIST_INIT;

	strlist_add(&nodes, node);
	if (faccessat(AT_FDCWD, path, R_OK | W_OK, AT_EACCESS) == 0) {
		add(p, "group node", FINDING_OK, NULL, "%s may be opened", node);
		holders_find(p->doctor->root, &nodes, found_holder, p);
	} else if (errno == EACCES) {
		add(p, "group node", FINDING_MISSING, fix,
		    "%s may not be opened by this user: EACCES", node);
	} else {
		add(p, "group node", FINDING_NOTE, NULL,
		    "%s comes with the first member on vfio-pci", node);
	}
}

/* -- the driver -- */

/* No driver, and vfio-pci was told to take it: it refused. Why it did so, the kernel told its log. */
static void explain_refusal(struct patient *p, const struct group_member *member)
{
	struct err err = ERR_INIT;

	refusal_explain(p->doctor->root, member, EINVAL, &err);
	add(p, "driver", FINDING_MISSING, err.hint, "none: %s", err.msg);
}

static void check_driver(struct patient *p, const struct group_member *m)
{
	autofree char *fix = xasprintf("bind %s", p->bdf.text);
	autofree char *alone = xasprintf("sysfs:%s shows it without VFIO", p->bdf.text);
	const struct function *f = &m->function;
	char override[64];

	sysfile_read(override, sizeof(override), "%s" SYSFS_PCI "/%s/driver_override",
		     p->doctor->root, p->bdf.text);
	if (m->bridge)
		add(p, "driver", FINDING_MISSING, alone,
		    "%s: a bridge, which vfio-pci refuses (header type 1, -22)",
		    f->driver[0] ? f->driver : "none");
	else if (m->effect == GROUP_ON_VFIO)
		add(p, "driver", FINDING_OK, NULL, "%s", f->driver);
	else if (f->iommu_group < 0)
		add(p, "driver", FINDING_MISSING, alone,
		    "%s: without an IOMMU group vfio-pci refuses it (-22)",
		    f->driver[0] ? f->driver : "none");
	else if (f->driver[0])
		add(p, "driver", FINDING_MISSING, fix,
		    "%s has it: VFIO cannot give it (\"unable to get device fd\")", f->driver);
	else if (!strcmp(override, "vfio-pci"))
		explain_refusal(p, m);
	else if (override[0] && strcmp(override, "(null)") != 0)
		add(p, "driver", FINDING_MISSING, fix, "none: its driver_override wants %s",
		    override);
	else
		add(p, "driver", FINDING_MISSING, fix, "none, neither its own nor vfio-pci");
}

/* -- power and bus mastering -- */

static bool check_power(struct patient *p)
{
	char state[16], control[16];

	sysfile_read(state, sizeof(state), "%s" SYSFS_PCI "/%s/power_state", p->doctor->root,
		     p->bdf.text);
	sysfile_read(control, sizeof(control), "%s" SYSFS_PCI "/%s/power/control", p->doctor->root,
		     p->bdf.text);
	if (!strcmp(state, "D3cold"))
		add(p, "power", FINDING_NOTE, NULL,
		    "D3cold: without power until something opens it (power/control %s)", control);
	else if (!strcmp(state, "D3hot"))
		add(p, "power", FINDING_OK, NULL,
		    "D3hot: asleep until it is attached (power/control %s)", control);
	else
		add(p, "power", FINDING_OK, NULL, "%s (power/control %s)",
		    state[0] ? state : "not known", control[0] ? control : "not known");
	return strcmp(state, "D3cold") != 0;
}

static bool read_command(struct patient *p, unsigned *ret)
{
	autofree char *path = xasprintf("%s" SYSFS_PCI "/%s/config", p->doctor->root, p->bdf.text);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	uint8_t data[2];
	bool ok = fd >= 0 && pread(fd, data, sizeof(data), CONFIG_COMMAND) == sizeof(data);

	if (fd >= 0)
		close(fd);
	if (ok)
		*ret = (unsigned)get_le(data, sizeof(data));
	return ok;
}

static void check_bus_master(struct patient *p, const struct group_member *m)
{
	unsigned command;

	if (!read_command(p, &command))
		return;
	if (command == 0xffff)
		add(p, "bus mastering", FINDING_MISSING,
		    "sysfs remove and rescan, or power-cycle the machine",
		    "the function does not answer: COMMAND reads 0xffff");
	else if (!(command & COMMAND_BUS_MASTER))
		add(p, "bus mastering", FINDING_OK, NULL,
		    "off (COMMAND 0x%04x): no DMA and no MSI until upd config.COMMAND BME=1",
		    command);
	else if (m->effect == GROUP_ON_VFIO)
		add(p, "bus mastering", FINDING_OK, NULL,
		    "on (COMMAND 0x%04x), by who has it open through VFIO", command);
	else if (m->function.driver[0])
		add(p, "bus mastering", FINDING_OK, NULL, "on (COMMAND 0x%04x), by its driver %s",
		    command, m->function.driver);
	else
		add(p, "bus mastering", FINDING_NOTE, NULL,
		    "on (COMMAND 0x%04x) without a driver: by the firmware, or left over; it may "
		    "still write to memory",
		    command);
}

/* -- all of it -- */

static const struct group_member *find_self(const struct group *group, const struct bdf *bdf)
{
	for (size_t i = 0; i < group->count; i++)
		if (!strcmp(group->members[i].function.bdf.text, bdf->text))
			return &group->members[i];
	return NULL;
}

/* Without a group there is nobody to ask about the rest of it. */
static void examine_alone(struct patient *p, const struct err *why)
{
	autofree char *folder = xasprintf("%s" SYSFS_PCI, p->doctor->root);
	struct group_member self = { .effect = GROUP_UNBOUND };
	struct err gone = ERR_INIT;

	add(p, "group", FINDING_MISSING,
	    group_any(p->doctor->root)
		    ? "boot with intel_iommu=on (Debian exempts Intel graphics without it)"
		    : NULL,
	    "%s", why->msg);
	if (!functions_read(folder, &p->bdf, &self.function, &gone))
		return;
	if (self.function.driver[0])
		self.effect = GROUP_BLOCKS;
	check_driver(p, &self);
	if (check_power(p))
		check_bus_master(p, &self);
}

void doctor_function(const struct doctor *doctor, const struct bdf *bdf, struct diagnosis *ret)
{
	struct patient p = { .doctor = doctor, .bdf = *bdf, .group = GROUP_INIT, .ret = ret };
	struct err why = ERR_INIT;

	if (!group_read(doctor->root, bdf, &p.group, &why)) {
		examine_alone(&p, &why);
		return;
	}
	p.self = find_self(&p.group, bdf);
	check_translation(&p);
	if (p.self) {
		check_driver(&p, p.self);
		check_viability(&p);
		check_node(&p);
		if (check_power(&p))
			check_bus_master(&p, p.self);
	}
	group_finish(&p.group);
}
