/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/pci/group.h"

#include <errno.h>
#include <string.h>

#include "backend/support/mem.h"
#include "backend/support/sysfile.h"

bool group_is_on_vfio(const char *root, const struct bdf *bdf)
{
	return sysfile_exists("%s" SYSFS_PCI "/%s/vfio-dev", root, bdf->text);
}

static enum group_effect effect_of(const char *root, const struct function *f)
{
	if (!f->driver[0])
		return GROUP_UNBOUND;
	if (group_is_on_vfio(root, &f->bdf))
		return GROUP_ON_VFIO;
	if (!strcmp(f->driver, "pci-stub") || !strcmp(f->driver, "pcieport"))
		return GROUP_HARMLESS;
	return GROUP_BLOCKS;
}

/* The kernel shows bus numbers for what has a bridge's header, and for nothing else: so the header need
 * not be read from the function, which might wake it. */
static bool is_bridge(const char *root, const struct bdf *bdf)
{
	return sysfile_exists("%s" SYSFS_PCI "/%s/secondary_bus_number", root, bdf->text);
}

bool group_any(const char *root)
{
	autostrlist groups = STRLIST_INIT;

	sysfile_list(&groups, "%s/sys/kernel/iommu_groups", root);
	return groups.count > 0;
}

static bool no_group(const char *root, const struct bdf *bdf, struct err *err)
{
	if (group_any(root)) {
		err_set(err, ENODEV, "%s has no IOMMU group: the IOMMU does not cover it",
			bdf->text);
		return err_hint(err, "Debian exempts Intel graphics: boot with intel_iommu=on; "
				     "doctor says more");
	}
	err_set(err, ENODEV, "%s has no IOMMU group: the IOMMU of this machine is off", bdf->text);
	return err_hint(err, "switch VT-d or AMD-Vi on in the firmware and boot with "
			     "intel_iommu=on; doctor says more");
}

static void add_member(const char *root, const char *name, struct group *group)
{
	autofree char *sysfs = xasprintf("%s" SYSFS_PCI, root);
	struct group_member member = { .bridge = false };
	struct err gone = ERR_INIT;
	struct bdf bdf;

	if (!bdf_parse(name, &bdf, &gone) || !functions_read(sysfs, &bdf, &member.function, &gone))
		return;
	member.bridge = is_bridge(root, &bdf);
	member.effect = effect_of(root, &member.function);
	group->members = xreallocarray(group->members, group->count + 1, sizeof(*group->members));
	group->members[group->count++] = member;
}

bool group_read(const char *root, const struct bdf *bdf, struct group *ret, struct err *err)
{
	autofree char *sysfs = xasprintf("%s" SYSFS_PCI, root);
	autostrlist names = STRLIST_INIT;
	struct group group = GROUP_INIT;
	struct function f;

	if (!functions_read(sysfs, bdf, &f, err))
		return false;
	if (f.iommu_group < 0)
		return no_group(root, bdf, err);
	group.number = f.iommu_group;
	sysfile_read(group.type, sizeof(group.type), "%s/sys/kernel/iommu_groups/%d/type", root,
		     group.number);
	sysfile_list(&names, "%s/sys/kernel/iommu_groups/%d/devices", root, group.number);
	for (size_t i = 0; i < names.count; i++)
		add_member(root, names.items[i], &group);
	*ret = group;
	return true;
}

void group_finish(struct group *group)
{
	free(group->members);
	*group = (struct group)GROUP_INIT;
}

bool group_is_viable(const struct group *group)
{
	for (size_t i = 0; i < group->count; i++)
		if (group->members[i].effect == GROUP_BLOCKS)
			return false;
	return true;
}
