/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/pci/bindstate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "backend/support/mem.h"
#include "backend/support/strbuf.h"
#include "backend/support/sysfile.h"

#define PREFIX	   "bound-"
#define FIRST_LINE "barsh bind record 1\n"
#define NOTHING	   "-"

/* -- folder and lock -- */

static bool make_folder(const char *path)
{
	return (mkdir(path, 0700) == 0 || errno == EEXIST) && access(path, W_OK | X_OK) == 0;
}

static void make_parents(const char *path)
{
	autofree char *copy = xstrdup(path);

	for (char *slash = strchr(copy + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(copy, 0700);
		*slash = '/';
	}
}

bool bindstate_folder(char *ret, size_t len, struct err *err)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");

	snprintf(ret, len, "/run/barsh");
	if (make_folder(ret))
		return true;
	if (state && state[0] == '/')
		snprintf(ret, len, "%s/barsh", state);
	else
		snprintf(ret, len, "%s/.local/state/barsh", home ? home : "");
	make_parents(ret);
	if (make_folder(ret))
		return true;
	err_sys(err, errno, "no folder for the record of what was bound: %.150s", ret);
	return err_hint(err, "run as root (then it is /run/barsh), or set XDG_STATE_HOME");
}

bool bindstate_lock(const char *folder, unsigned limit_ms, int *ret, struct err *err)
{
	const struct timespec slice = { .tv_nsec = 10000000 };
	autofree char *path = xasprintf("%s/lock", folder);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0)
		return err_sys(err, errno, "cannot open %.150s", path);
	for (unsigned waited = 0; flock(fd, LOCK_EX | LOCK_NB) < 0; waited += 10) {
		if (waited >= limit_ms) {
			close(fd);
			err_set(err, EBUSY, "another bind or restore is still at work");
			return err_hint(err,
					"an unbind may be waiting for a user of the device: "
					"fuser -v %.100s shows the process",
					path);
		}
		nanosleep(&slice, NULL);
	}
	*ret = fd;
	return true;
}

/* -- one record -- */

static char *record_path(const char *folder, const struct bdf *bdf)
{
	return xasprintf("%s/" PREFIX "%s", folder, bdf->text);
}

static void read_boot_id(const char *root, char *ret, size_t len)
{
	sysfile_read(ret, len, "%s/proc/sys/kernel/random/boot_id", root);
}

void bindstate_observe(const char *root, const struct bdf *bdf, struct bind_record *ret)
{
	char group[16];

	*ret = (struct bind_record){ .bdf = *bdf, .asked_for = *bdf, .group = -1 };
	read_boot_id(root, ret->boot, sizeof(ret->boot));
	sysfile_link(ret->driver, sizeof(ret->driver), "%s" SYSFS_PCI "/%s/driver", root,
		     bdf->text);
	sysfile_read(ret->override, sizeof(ret->override), "%s" SYSFS_PCI "/%s/driver_override",
		     root, bdf->text);
	if (!strcmp(ret->override, "(null)"))
		ret->override[0] = '\0';
	sysfile_read(ret->power, sizeof(ret->power), "%s" SYSFS_PCI "/%s/power/control", root,
		     bdf->text);
	sysfile_link(group, sizeof(group), "%s" SYSFS_PCI "/%s/iommu_group", root, bdf->text);
	if (sscanf(group, "%d", &ret->group) != 1)
		ret->group = -1;
}

static const char *or_nothing(const char *text)
{
	return text[0] ? text : NOTHING;
}

static void format_record(const struct bind_record *r, struct strbuf *ret)
{
	strbuf_adds(ret, FIRST_LINE);
	strbuf_addf(ret, "function %s\n", r->bdf.text);
	strbuf_addf(ret, "asked-for %s\n", r->asked_for.text);
	strbuf_addf(ret, "group %d\n", r->group);
	strbuf_addf(ret, "boot %s\n", or_nothing(r->boot));
	strbuf_addf(ret, "driver %s\n", or_nothing(r->driver));
	strbuf_addf(ret, "override %s\n", or_nothing(r->override));
	strbuf_addf(ret, "power %s\n", or_nothing(r->power));
	strbuf_adds(ret, "end\n");
}

/* The names end up in paths of sysfs. */
static bool take_name(const char *line, const char *key, char *ret, size_t len)
{
	size_t key_len = strlen(key);

	if (strncmp(line, key, key_len) != 0 || line[key_len] != ' ')
		return false;
	line += key_len + 1;
	if (!*line || strlen(line) >= len || strchr(line, '/') || line[0] == '.')
		return false;
	snprintf(ret, len, "%s", !strcmp(line, NOTHING) ? "" : line);
	return true;
}

static bool take_bdf(const char *line, const char *key, struct bdf *ret)
{
	struct err ignored = ERR_INIT;
	char text[32];

	return take_name(line, key, text, sizeof(text)) && bdf_parse(text, ret, &ignored);
}

static bool parse_record(char *text, struct bind_record *ret)
{
	struct bind_record r = { .group = -1 };
	char *save, *lines[9], group[16];
	size_t count = 0;
	struct bdf bdf;

	for (char *l = strtok_r(text, "\n", &save); l; l = strtok_r(NULL, "\n", &save)) {
		if (count == 9)
			return false;
		lines[count++] = l;
	}
	if (count != 9 || strncmp(lines[0], FIRST_LINE, strlen(FIRST_LINE) - 1) != 0 ||
	    !take_bdf(lines[1], "function", &bdf) || strcmp(bdf.text, ret->bdf.text) != 0 ||
	    !take_bdf(lines[2], "asked-for", &r.asked_for) ||
	    !take_name(lines[3], "group", group, sizeof(group)) ||
	    sscanf(group, "%d", &r.group) != 1 ||
	    !take_name(lines[4], "boot", r.boot, sizeof(r.boot)) ||
	    !take_name(lines[5], "driver", r.driver, sizeof(r.driver)) ||
	    !take_name(lines[6], "override", r.override, sizeof(r.override)) ||
	    !take_name(lines[7], "power", r.power, sizeof(r.power)) || strcmp(lines[8], "end") != 0)
		return false;
	r.bdf = bdf;
	*ret = r;
	return true;
}

static bool write_all(int fd, const struct strbuf *text)
{
	size_t done = 0;

	while (done < text->len) {
		ssize_t n = write(fd, text->buf + done, text->len - done);

		if (n < 0 && errno != EINTR)
			return false;
		done += n > 0 ? (size_t)n : 0;
	}
	return fdatasync(fd) == 0;
}

static bool sync_folder(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return ok;
}

bool bindstate_load(const char *folder, const struct bdf *bdf, struct bind_record *ret,
		    struct err *err)
{
	autofree char *path = record_path(folder, bdf);
	struct bind_record record = { .bdf = *bdf };
	autostrbuf text = STRBUF_INIT;
	autofree char *copy = NULL;

	if (!sysfile_read_all(&text, "%s", path))
		return err_set(err, ENOENT, "%s was not bound by barsh", bdf->text);
	copy = xstrdup(strbuf_text(&text));
	if (!parse_record(copy, &record)) {
		*ret = (struct bind_record){ .bdf = *bdf, .asked_for = *bdf, .group = -1 };
		return err_set(err, EBADMSG, "the record %.150s is damaged", path);
	}
	*ret = record;
	return true;
}

/* In this boot, that is: drivers of an earlier one mean nothing. */
static bool is_recorded(const char *folder, const struct bind_record *record)
{
	struct err ignored = ERR_INIT;
	struct bind_record old;

	return bindstate_load(folder, &record->bdf, &old, &ignored) &&
	       !strcmp(old.boot, record->boot);
}

/* Under another name until it is complete: a crash leaves no half of a record. */
bool bindstate_save(const char *folder, const struct bind_record *record, struct err *err)
{
	autofree char *path = record_path(folder, &record->bdf);
	autofree char *half = xasprintf("%s/.half", folder);
	autostrbuf text = STRBUF_INIT;
	bool ok;
	int fd;

	if (is_recorded(folder, record))
		return true;
	format_record(record, &text);
	fd = open(half, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	ok = fd >= 0 && write_all(fd, &text);
	if (fd >= 0)
		ok = close(fd) == 0 && ok;
	if (ok && rename(half, path) == 0 && sync_folder(folder))
		return true;
	err_sys(err, errno, "what %s is now cannot be recorded in %.120s", record->bdf.text, path);
	return err_hint(err, "nothing was changed: without the record it could not be put back");
}

bool bindstate_forget(const char *folder, const struct bdf *bdf, struct err *err)
{
	autofree char *path = record_path(folder, bdf);

	if (unlink(path) == 0 || errno == ENOENT) {
		sync_folder(folder);
		return true;
	}
	return err_sys(err, errno, "cannot remove the record %.150s", path);
}

void bindstate_list(const char *folder, struct strlist *ret)
{
	autostrlist names = STRLIST_INIT;
	struct err ignored = ERR_INIT;
	struct bdf bdf;

	sysfile_list(&names, "%s", folder);
	for (size_t i = 0; i < names.count; i++)
		if (!strncmp(names.items[i], PREFIX, strlen(PREFIX)) &&
		    bdf_parse(names.items[i] + strlen(PREFIX), &bdf, &ignored))
			strlist_add(ret, bdf.text);
}
