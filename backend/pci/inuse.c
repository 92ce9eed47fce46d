/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The folder of a function in sysfs holds all that the kernel made of it: disks, network interfaces,
 * sound cards, and what hangs on those. Walk it, ask each by its subsystem, and look at the end who has
 * one of the device nodes open. */
#include "backend/pci/inuse.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/pci/group.h"
#include "backend/pci/holders.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/support/strbuf.h"
#include "backend/support/sysfile.h"

enum { MAX_DEPTH = 24, MAX_STACKED = 8 };

struct walk {
	const char *root;
	struct inuse *use;
	struct strlist nodes; /* device nodes of what was found */
	struct strlist disks; /* whole disks: names */
};

/* -- storage -- */

/* One line of /proc/self/mountinfo: "36 35 98:0 /sub /mnt rw - ext4 /dev/sda1 rw" */
struct mount {
	char numbers[24];
	char place[128];
	char source[128];
};

static bool parse_mount(const char *line, struct mount *ret)
{
	const char *dash = strstr(line, " - ");

	return dash && sscanf(line, "%*s %*s %23s %*s %127s", ret->numbers, ret->place) == 2 &&
	       sscanf(dash, " - %*s %127s", ret->source) == 1;
}

/* By its numbers; by its name too, since btrfs and overlays show numbers of their own. */
static bool find_mount(const struct walk *w, const char *name, const char *numbers, char *ret,
		       size_t len)
{
	autofree char *node = xasprintf("/dev/%s", name);
	autostrbuf text = STRBUF_INIT;
	struct mount mount;

	sysfile_read_all(&text, "%s/proc/self/mountinfo", w->root);
	for (const char *line = strbuf_text(&text); *line; line += *line == '\n') {
		autofree char *one = xstrndup(line, strcspn(line, "\n"));

		if (parse_mount(one, &mount) &&
		    (!strcmp(mount.numbers, numbers) || !strcmp(mount.source, node))) {
			snprintf(ret, len, "%s", mount.place);
			return true;
		}
		line += strlen(one);
	}
	return false;
}

static bool is_swap(const struct walk *w, const char *name)
{
	autofree char *start = xasprintf("/dev/%s ", name);
	autostrbuf text = STRBUF_INIT;
	const char *at;

	sysfile_read_all(&text, "%s/proc/swaps", w->root);
	at = strstr(strbuf_text(&text), start);
	return at && (at == strbuf_text(&text) || at[-1] == '\n');
}

/* A disk or partition, and what is stacked on it: dm, md, bcache, LVM, loop. path: what to say before
 * the finding. */
static void check_block(struct walk *w, const char *folder, const char *name, const char *path,
			unsigned depth)
{
	autostrlist holders = STRLIST_INIT;
	size_t before = w->use->reasons.count;
	char numbers[24], place[128];

	sysfile_read(numbers, sizeof(numbers), "%s/dev", folder);
	if (find_mount(w, name, numbers, place, sizeof(place)))
		strlist_addf(&w->use->reasons, "%s is mounted on %s", path, place);
	if (is_swap(w, name))
		strlist_addf(&w->use->reasons, "%s is swap space", path);
	sysfile_list(&holders, "%s/holders", folder);
	for (size_t i = 0; i < holders.count && depth < MAX_STACKED; i++) {
		autofree char *above =
			xasprintf("%s/sys/class/block/%s", w->root, holders.items[i]);
		autofree char *through = xasprintf("%s through %s", path, holders.items[i]);

		check_block(w, above, holders.items[i], through, depth + 1);
		if (w->use->reasons.count == before)
			strlist_addf(&w->use->reasons, "%s is held by %s", path, holders.items[i]);
	}
}

static void visit_block(struct walk *w, const char *folder, const char *name)
{
	check_block(w, folder, name, name, 0);
	if (!sysfile_exists("%s/partition", folder))
		strlist_add(&w->disks, name);
}

/* The kernel gives a disk that is claimed to nobody else: this sees file systems of several disks, and
 * volume managers that leave no trace in sysfs. */
static void check_disks(struct walk *w)
{
	for (size_t i = 0; i < w->disks.count; i++) {
		autofree char *node = xasprintf("%s/dev/%s", w->root, w->disks.items[i]);
		int fd = open(node, O_RDONLY | O_EXCL | O_NONBLOCK | O_CLOEXEC);

		if (fd >= 0)
			close(fd);
		else if (errno == EBUSY)
			strlist_addf(&w->use->reasons, "%s is claimed by the kernel",
				     w->disks.items[i]);
	}
}

/* -- network -- */

/* Has the text a line with this word in column (from 0)? filter, if not NULL, must agree. */
static bool has_line(const char *text, unsigned column, const char *word,
		     bool (*filter)(const char *line))
{
	for (const char *line = text; *line; line += *line == '\n') {
		autofree char *one = xstrndup(line, strcspn(line, "\n"));
		autofree char *copy = xstrdup(one);
		char *save, *field = strtok_r(copy, " \t", &save);

		for (unsigned i = 0; field && i < column; i++)
			field = strtok_r(NULL, " \t", &save);
		if (field && !strcmp(field, word) && (!filter || filter(one)))
			return true;
		line += strlen(one);
	}
	return false;
}

/* /proc/net/route: Iface Destination ...; all zeros is the default route */
static bool is_default_route(const char *line)
{
	unsigned destination = 1;

	return sscanf(line, "%*s %x", &destination) == 1 && !destination;
}

/* /proc/net/if_inet6: address index length scope ...; every interface that is up has one of scope 20 */
static bool is_beyond_the_link(const char *line)
{
	unsigned scope = 0;

	return sscanf(line, "%*s %*s %*s %x", &scope) == 1 && scope != 0x20;
}

static bool has_upper(const char *folder)
{
	autostrlist names = STRLIST_INIT;

	sysfile_list(&names, "%s", folder);
	for (size_t i = 0; i < names.count; i++)
		if (!strncmp(names.items[i], "upper_", 6))
			return true;
	return false;
}

static void visit_net(struct walk *w, const char *folder, const char *name)
{
	autostrbuf routes = STRBUF_INIT, addresses = STRBUF_INIT;
	char master[32], flags[32];
	unsigned bits = 0;
	const char *what = NULL;

	if (sysfile_link(master, sizeof(master), "%s/master", folder))
		strlist_addf(&w->use->reasons, "%s is a port of %s", name, master);
	else if (has_upper(folder))
		strlist_addf(&w->use->reasons, "%s carries other interfaces", name);
	sysfile_read(flags, sizeof(flags), "%s/flags", folder);
	if (sscanf(flags, "%x", &bits) != 1 || !(bits & 1)) /* IFF_UP */
		return;
	sysfile_read_all(&routes, "%s/proc/net/route", w->root);
	sysfile_read_all(&addresses, "%s/proc/net/if_inet6", w->root);
	if (has_line(strbuf_text(&routes), 0, name, is_default_route))
		what = "has the default route";
	else if (has_line(strbuf_text(&routes), 0, name, NULL))
		what = "has an address and a route";
	else if (has_line(strbuf_text(&addresses), 5, name, is_beyond_the_link))
		what = "has an IPv6 address";
	if (what)
		strlist_addf(&w->use->reasons, "%s is up and %s", name, what);
	else
		strlist_addf(&w->use->notes, "%s is up, without address", name);
}

/* -- the rest -- */

/* "card0": does one of its streams run? Who has it open is found by its nodes. */
static void visit_sound(struct walk *w, const char *folder, const char *name)
{
	autostrlist streams = STRLIST_INIT;

	(void)folder;
	if (strncmp(name, "card", 4))
		return;
	sysfile_list(&streams, "%s/proc/asound/%s", w->root, name);
	for (size_t i = 0; i < streams.count; i++) {
		char status[32];

		if (strncmp(streams.items[i], "pcm", 3) ||
		    !sysfile_read(status, sizeof(status), "%s/proc/asound/%s/%s/sub0/status",
				  w->root, name, streams.items[i]))
			continue;
		if (strcmp(status, "closed"))
			strlist_addf(&w->use->reasons, "sound %s: %s is open", name,
				     streams.items[i]);
	}
}

static void visit_tty(struct walk *w, const char *folder, const char *name)
{
	autofree char *word = NULL;
	autostrbuf active = STRBUF_INIT;

	(void)folder;
	word = xasprintf(" %s ", name);
	strbuf_addc(&active, ' ');
	sysfile_read_all(&active, "%s/sys/class/tty/console/active", w->root);
	strbuf_trim_end(&active, "\n");
	strbuf_addc(&active, ' ');
	if (strstr(strbuf_text(&active), word))
		strlist_addf(&w->use->reasons, "%s is a console of the kernel", name);
}

static void visit_watchdog(struct walk *w, const char *folder, const char *name)
{
	char state[32];

	if (sysfile_read(state, sizeof(state), "%s/state", folder) && !strcmp(state, "active"))
		strlist_addf(&w->use->reasons, "%s is a running watchdog", name);
	else
		strlist_addf(&w->use->notes, "%s is a watchdog", name);
}

static void visit_tpm(struct walk *w, const char *folder, const char *name)
{
	(void)folder;
	strlist_addf(&w->use->reasons, "%s is the TPM", name);
}

static void visit_ipmi(struct walk *w, const char *folder, const char *name)
{
	(void)folder;
	strlist_addf(&w->use->reasons, "%s is the management controller (IPMI)", name);
}

static void visit_graphics(struct walk *w, const char *folder, const char *name)
{
	(void)folder;
	if (!strncmp(name, "fb", 2))
		strlist_addf(&w->use->reasons, "%s is a framebuffer of the console", name);
}

static void visit_hid(struct walk *w, const char *folder, const char *name)
{
	(void)folder;
	strlist_addf(&w->use->reasons, "a keyboard, mouse or the like hangs on it (%s)", name);
}

static void visit_child(struct walk *w, const char *folder, const char *name)
{
	char driver[64];

	if (sysfile_link(driver, sizeof(driver), "%s/driver", folder))
		strlist_addf(&w->use->notes, "carries %s (driver %s)", name, driver);
}

static const struct guard {
	const char *subsystem;
	void (*visit)(struct walk *w, const char *folder, const char *name);
} guards[] = {
	{ "block", visit_block },    { "net", visit_net },   { "sound", visit_sound },
	{ "tty", visit_tty },	     { "tpm", visit_tpm },   { "watchdog", visit_watchdog },
	{ "ipmi", visit_ipmi },	     { "hid", visit_hid },   { "graphics", visit_graphics },
	{ "platform", visit_child }, { "i2c", visit_child },
};

/* -- the walk -- */

static void add_node(struct walk *w, const char *folder)
{
	autostrbuf uevent = STRBUF_INIT;
	const char *at;

	if (!sysfile_exists("%s/dev", folder))
		return;
	sysfile_read_all(&uevent, "%s/uevent", folder);
	at = strstr(strbuf_text(&uevent), "DEVNAME=");
	if (!at)
		return;
	at += strlen("DEVNAME=");
	strlist_addf(&w->nodes, "/dev/%.*s", (int)strcspn(at, "\n"), at);
}

static void visit(struct walk *w, const char *folder, const char *name)
{
	char subsystem[32];

	if (!sysfile_link(subsystem, sizeof(subsystem), "%s/subsystem", folder))
		return;
	for (size_t i = 0; i < ARRAY_SIZE(guards); i++)
		if (!strcmp(guards[i].subsystem, subsystem))
			guards[i].visit(w, folder, name);
	add_node(w, folder);
}

static bool is_folder(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Links lead out of the function, or back up. */
static void walk_below(struct walk *w, const char *folder, unsigned depth)
{
	autostrlist names = STRLIST_INIT;

	sysfile_list(&names, "%s", folder);
	for (size_t i = 0; i < names.count && depth < MAX_DEPTH; i++) {
		autofree char *path = xasprintf("%s/%s", folder, names.items[i]);

		if (!is_folder(path))
			continue;
		visit(w, path, names.items[i]);
		walk_below(w, path, depth + 1);
	}
}

/* -- processes -- */

static void found_holder(void *ctx, const char *node, pid_t pid, const char *name)
{
	struct walk *w = ctx;
	bool mixer = !strncmp(node, "/dev/snd/control", 16);

	if (pid == getpid()) {
		w->use->by_us |= !strncmp(node, "/dev/vfio/", 10);
		strlist_addf(&w->use->reasons, "this session has %s open", node);
		return;
	}
	/* A sound server keeps the mixer open all day, and lets go of it when the card leaves. */
	strlist_addf(mixer ? &w->use->notes : &w->use->reasons, "process %d (%s) has %s open",
		     (int)pid, name, node);
}

static void check_function(struct walk *w, const struct function *f)
{
	char text[16];

	if (sysfile_read(text, sizeof(text), "%s" SYSFS_PCI "/%s/boot_vga", w->root, f->bdf.text) &&
	    !strcmp(text, "1"))
		strlist_add(&w->use->reasons, "it is the display that the machine booted with");
	if (sysfile_read(text, sizeof(text), "%s" SYSFS_PCI "/%s/sriov_numvfs", w->root,
			 f->bdf.text) &&
	    strcmp(text, "0") != 0)
		strlist_addf(&w->use->reasons, "it has %s virtual functions", text);
	if (group_is_on_vfio(w->root, &f->bdf) && f->iommu_group >= 0)
		strlist_addf(&w->nodes, "/dev/vfio/%d", f->iommu_group);
}

void inuse_find(const char *root, const struct function *f, struct inuse *ret)
{
	autofree char *folder = xasprintf("%s" SYSFS_PCI "/%s", root, f->bdf.text);
	struct walk w = { .root = root, .use = ret };

	*ret = (struct inuse)INUSE_INIT;
	check_function(&w, f);
	walk_below(&w, folder, 0);
	if (!ret->reasons.count)
		check_disks(&w);
	holders_find(root, &w.nodes, found_holder, &w);
	strlist_finish(&w.nodes);
	strlist_finish(&w.disks);
}

void inuse_finish(struct inuse *use)
{
	strlist_finish(&use->reasons);
	strlist_finish(&use->notes);
}
