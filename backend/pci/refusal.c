/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/pci/refusal.h"

#include <errno.h>
#include <string.h>

#include "backend/support/sysfile.h"

enum { CLASS_COPROCESSOR = 0x0b40, CLASS_SYSTEM_OTHER = 0x0880 };

/* Intel's QAT, DSA and IAX accelerators: some are on vfio-pci's denylist. */
static bool may_be_denied(const struct function *f)
{
	unsigned class = f->pci.class_code >> 8;

	return f->pci.vendor == 0x8086 &&
	       (class == CLASS_COPROCESSOR || class == CLASS_SYSTEM_OTHER);
}

static bool explain_invalid(const struct group_member *m, struct err *err)
{
	const char *bdf = m->function.bdf.text;

	if (m->function.iommu_group < 0) {
		err_set(err, EINVAL, "vfio-pci refused %s (-22): it has no IOMMU group", bdf);
		return err_hint(err, "doctor says what is missing; sysfs:%s works without", bdf);
	}
	if (m->bridge) {
		err_set(err, EINVAL, "vfio-pci refused %s (-22): it is a bridge", bdf);
		return err_hint(err, "vfio-pci takes header type 0 only; sysfs:%s shows its config",
				bdf);
	}
	if (may_be_denied(&m->function)) {
		err_set(err, EINVAL,
			"vfio-pci refused %s (-22): such accelerators are on its denylist", bdf);
		return err_hint(err, "read the erratum; then: modprobe -r vfio-pci; modprobe "
				     "vfio-pci disable_denylist=1");
	}
	err_set(err, EINVAL, "vfio-pci refused %s (-22): the IOMMU cannot serve it", bdf);
	return err_hint(err, "the kernel log has a line about it: dmesg | grep -i vfio");
}

bool refusal_explain(const char *root, const struct group_member *m, int code, struct err *err)
{
	const char *bdf = m->function.bdf.text;
	char override[64];

	if (code == EINVAL)
		return explain_invalid(m, err);
	if (code == EBUSY) {
		err_set(err, EBUSY, "vfio-pci refused %s (-16): its virtual functions are enabled",
			bdf);
		return err_hint(err, "echo 0 >" SYSFS_PCI "/%s/sriov_numvfs", bdf);
	}
	if (code == ENODEV &&
	    sysfile_read(override, sizeof(override), "%s" SYSFS_PCI "/%s/driver_override", root,
			 bdf) &&
	    strcmp(override, "vfio-pci") != 0) {
		err_set(err, ENODEV, "%s is not for vfio-pci: its driver_override is %.60s", bdf,
			override);
		return err_hint(err, "something else set it meanwhile (driverctl, libvirt?)");
	}
	if (!code)
		return err_set(err, EIO,
			       "vfio-pci did not take %s, and the kernel does not say why", bdf);
	return err_sys(err, code, "vfio-pci did not take %s", bdf);
}
