/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The machine's half of the examination. */
#include "backend/pci/doctor.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "backend/pci/group.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/support/memlock.h"
#include "backend/support/num.h"
#include "backend/support/sysfile.h"

#define UNSAFE "/sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts"

void diagnosis_add(struct diagnosis *ret, const char *name, enum finding_state state,
		   const char *text, const char *fix)
{
	ret->items = xreallocarray(ret->items, ret->count + 1, sizeof(*ret->items));
	ret->items[ret->count++] =
		(struct finding){ name, state, xstrdup(text), fix ? xstrdup(fix) : NULL };
}

void diagnosis_finish(struct diagnosis *diagnosis)
{
	for (size_t i = 0; i < diagnosis->count; i++) {
		free(diagnosis->items[i].text);
		free(diagnosis->items[i].fix);
	}
	free(diagnosis->items);
	*diagnosis = (struct diagnosis)DIAGNOSIS_INIT;
}

size_t diagnosis_missing(const struct diagnosis *diagnosis)
{
	size_t count = 0;

	for (size_t i = 0; i < diagnosis->count; i++)
		count += diagnosis->items[i].state == FINDING_MISSING;
	return count;
}

/* -- the IOMMU -- */

/* Firmware that has the unit switched on describes it in an ACPI table. */
static void add_iommu_missing(const struct doctor *d, struct diagnosis *ret)
{
	bool intel = sysfile_exists("%s/sys/firmware/acpi/tables/DMAR", d->root);
	bool amd = sysfile_exists("%s/sys/firmware/acpi/tables/IVRS", d->root);

	if (intel)
		diagnosis_add(ret, "iommu", FINDING_MISSING,
			      "off: the firmware offers VT-d, the kernel does not use it",
			      "boot with intel_iommu=on on the kernel command line");
	else if (amd)
		diagnosis_add(
			ret, "iommu", FINDING_MISSING,
			"off: the firmware offers AMD-Vi, the kernel does not use it",
			"boot without amd_iommu=off and iommu=off on the kernel command line");
	else
		diagnosis_add(ret, "iommu", FINDING_MISSING,
			      "none: the firmware describes no IOMMU (no DMAR or IVRS table)",
			      "switch VT-d or AMD-Vi on in the firmware's setup; in a virtual "
			      "machine, give it a virtual IOMMU");
}

static void check_iommu(const struct doctor *d, struct diagnosis *ret)
{
	autostrlist units = STRLIST_INIT, groups = STRLIST_INIT;
	autostrbuf text = STRBUF_INIT;

	sysfile_list(&units, "%s/sys/class/iommu", d->root);
	sysfile_list(&groups, "%s/sys/kernel/iommu_groups", d->root);
	if (!groups.count) {
		add_iommu_missing(d, ret);
		return;
	}
	strbuf_addf(&text, "on, %zu groups", groups.count);
	for (size_t i = 0; i < units.count; i++)
		strbuf_addf(&text, "%s%s", i ? ", " : "; units ", units.items[i]);
	diagnosis_add(ret, "iommu", FINDING_OK, strbuf_text(&text), NULL);
}

/* What was asked of the kernel about it. */
static void check_command_line(const struct doctor *d, struct diagnosis *ret)
{
	static const char *const about[] = {
		"intel_iommu=", "amd_iommu=",	     "iommu=", "iommu.", "vfio",
		"intremap=",	"pcie_acs_override="
	};
	autostrbuf line = STRBUF_INIT, found = STRBUF_INIT;
	autofree char *copy = NULL;
	char *save;

	sysfile_read_all(&line, "%s/proc/cmdline", d->root);
	copy = xstrdup(strbuf_text(&line));
	for (char *w = strtok_r(copy, " \n", &save); w; w = strtok_r(NULL, " \n", &save))
		for (size_t i = 0; i < ARRAY_SIZE(about); i++)
			if (!strncmp(w, about[i], strlen(about[i]))) {
				strbuf_addf(&found, "%s%s", found.len ? " " : "", w);
				break;
			}
	diagnosis_add(ret, "command line", FINDING_OK,
		      found.len ? strbuf_text(&found) : "nothing about the IOMMU", NULL);
}

/* Interrupt chips of a machine that remaps have names with "IR-" in front: /proc/interrupts can be read
 * by everybody, the kernel log cannot. */
enum remapping { REMAPPING_ON, REMAPPING_OFF, REMAPPING_UNKNOWN };

static enum remapping find_remapping(const struct doctor *d)
{
	autostrbuf text = STRBUF_INIT;

	sysfile_read_all(&text, "%s/proc/interrupts", d->root);
	if (strstr(strbuf_text(&text), " IR-"))
		return REMAPPING_ON;
	return strstr(strbuf_text(&text), "IO-APIC") || strstr(strbuf_text(&text), "PCI-MSI")
		       ? REMAPPING_OFF
		       : REMAPPING_UNKNOWN;
}

static void check_remapping(const struct doctor *d, struct diagnosis *ret)
{
	char unsafe[8];
	bool allowed =
		sysfile_read(unsafe, sizeof(unsafe), "%s" UNSAFE, d->root) && unsafe[0] == 'Y';

	switch (find_remapping(d)) {
	case REMAPPING_ON:
		diagnosis_add(ret, "interrupt remapping", FINDING_OK, "on", NULL);
		break;
	case REMAPPING_UNKNOWN:
		diagnosis_add(ret, "interrupt remapping", FINDING_NOTE,
			      "not known: this machine's interrupts are not named as a PC's", NULL);
		break;
	case REMAPPING_OFF:
		if (allowed)
			diagnosis_add(ret, "interrupt remapping", FINDING_NOTE,
				      "off, and VFIO was told to go on without: a device can "
				      "raise any interrupt",
				      NULL);
		else
			diagnosis_add(
				ret, "interrupt remapping", FINDING_MISSING,
				"off, and VFIO insists on it",
				"switch it on in the firmware's setup (x2APIC); or trust the "
				"device, as root: modprobe vfio_iommu_type1; echo Y >" UNSAFE);
	}
}

/* -- modules and nodes -- */

static void check_module(const struct doctor *d, const char *name, const char *loaded_path,
			 struct diagnosis *ret)
{
	autofree char *fix = NULL;

	if (sysfile_exists("%s%s", d->root, loaded_path)) {
		diagnosis_add(ret, name, FINDING_OK, "loaded", NULL);
	} else if (d->module_exists(name)) {
		diagnosis_add(ret, name, FINDING_OK, "not loaded; bind loads it", NULL);
	} else {
		fix = xasprintf("install the modules of the running kernel (uname -r), or boot one "
				"with %s",
				name);
		diagnosis_add(ret, name, FINDING_MISSING, "this kernel does not have it", fix);
	}
}

static void check_container(const struct doctor *d, struct diagnosis *ret)
{
	autofree char *node = xasprintf("%s/dev/vfio/vfio", d->root);
	bool loaded = sysfile_exists("%s/sys/module/vfio", d->root);

	if (faccessat(AT_FDCWD, node, R_OK | W_OK, AT_EACCESS) == 0)
		diagnosis_add(ret, "/dev/vfio/vfio", FINDING_OK, "there, and may be opened", NULL);
	else if (errno == EACCES)
		diagnosis_add(
			ret, "/dev/vfio/vfio", FINDING_MISSING, "may not be opened",
			"as root: chmod 666 /dev/vfio/vfio, which is how the kernel makes it");
	else if (loaded)
		diagnosis_add(ret, "/dev/vfio/vfio", FINDING_MISSING,
			      "not there, though vfio is loaded (a container without /dev?)",
			      "in a container: give it /dev/vfio; else as root: mknod -m 666 "
			      "/dev/vfio/vfio c 10 196");
	else
		diagnosis_add(ret, "/dev/vfio/vfio", FINDING_OK, "comes with the module", NULL);
}

/* -- limits -- */

static void check_memlock(struct diagnosis *ret)
{
	autofree char *text = NULL;
	char limit[32], locked[32];
	struct memlock lock;

	memlock_read(&lock);
	if (lock.exempt || lock.limit == UINT64_MAX) {
		diagnosis_add(ret, "memlock", FINDING_OK, "no limit on memory for DMA", NULL);
		return;
	}
	num_format_size(lock.limit, limit, sizeof(limit));
	num_format_size(lock.locked, locked, sizeof(locked));
	text = xasprintf("DMA buffers of this user may have %s in all, %s are locked", limit,
			 locked);
	diagnosis_add(ret, "memlock", FINDING_NOTE, text,
		      "for more, as root: ulimit -l KIB; or LimitMEMLOCK= in the unit, or memlock "
		      "in /etc/security/limits.d");
}

static void check_lockdown(const struct doctor *d, struct diagnosis *ret)
{
	autofree char *text = NULL;
	char line[80], *mode, *end;

	sysfile_read(line, sizeof(line), "%s/sys/kernel/security/lockdown", d->root);
	mode = strchr(line, '[');
	end = mode ? strchr(mode, ']') : NULL;
	if (!end || !strncmp(mode, "[none]", 6)) {
		diagnosis_add(ret, "lockdown", FINDING_OK, "off", NULL);
		return;
	}
	*end = '\0';
	text = xasprintf("%s: VFIO works; BARs through sysfs: and unsigned modules are refused",
			 mode + 1);
	diagnosis_add(ret, "lockdown", FINDING_NOTE, text,
		      "to look through sysfs: switch Secure Boot off, or boot with lockdown=none");
}

static void check_hugepages(const struct doctor *d, struct diagnosis *ret)
{
	char count[24];
	autofree char *text = NULL;

	if (!sysfile_read(count, sizeof(count),
			  "%s/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages", d->root))
		return;
	if (strcmp(count, "0") != 0) {
		text = xasprintf("%s pages of 2 MiB reserved", count);
		diagnosis_add(ret, "hugepages", FINDING_OK, text, NULL);
		return;
	}
	diagnosis_add(ret, "hugepages", FINDING_OK, "none reserved: DMA buffers are of small pages",
		      NULL);
}

static void check_user(struct diagnosis *ret)
{
	if (geteuid() == 0)
		diagnosis_add(ret, "user", FINDING_OK, "root", NULL);
	else
		diagnosis_add(ret, "user", FINDING_NOTE,
			      "not root: cannot bind, and attaches to groups it owns",
			      "as root, once: bind SPEC -user NAME");
}

void doctor_machine(const struct doctor *d, struct diagnosis *ret)
{
	check_iommu(d, ret);
	check_command_line(d, ret);
	if (group_any(d->root))
		check_remapping(d, ret);
	check_module(d, "vfio-pci", "/sys/bus/pci/drivers/vfio-pci", ret);
	check_module(d, "vfio_iommu_type1", "/sys/module/vfio_iommu_type1", ret);
	check_container(d, ret);
	check_user(ret);
	check_memlock(ret);
	check_lockdown(d, ret);
	check_hugepages(d, ret);
}
