/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What vfio-pci's bare errno means, by what sysfs shows of the function. */
#include <criterion/criterion.h>

#include <errno.h>
#include <string.h>

#include "backend/pci/refusal.h"
#include "backend/support/bits.h"
#include "tests/unit/pcitree.h"

#define BDF "0000:6a:01.0"

static const struct {
	struct group_member member;
	int code, want;
	const char *override;
	const char *msg, *hint; /* words of them */
} rows[] = {
	{ { .function = { .iommu_group = -1 } },
	  EINVAL,
	  EINVAL,
	  "",
	  "it has no IOMMU group",
	  "doctor" },
	{ { .bridge = true }, EINVAL, EINVAL, "", "it is a bridge", "header type 0 only" },
	{ { .function = { .pci = { .vendor = 0x8086, .class_code = 0x088000 } } },
	  EINVAL,
	  EINVAL,
	  "",
	  "such accelerators are on its denylist",
	  "disable_denylist=1" },
	{ { .function = { .pci = { .vendor = 0x8086, .class_code = 0x0b4000 } } },
	  EINVAL,
	  EINVAL,
	  "",
	  "such accelerators are on its denylist",
	  "disable_denylist=1" },
	{ { .function = { .pci = { .vendor = 0x1af4, .class_code = 0x0b4000 } } },
	  EINVAL,
	  EINVAL,
	  "",
	  "the IOMMU cannot serve it",
	  "dmesg" },
	{ { .bridge = false },
	  EBUSY,
	  EBUSY,
	  "",
	  "virtual functions are enabled",
	  "/" BDF "/sriov_numvfs" },
	{ { .bridge = false },
	  ENODEV,
	  ENODEV,
	  "pci-stub\n",
	  "its driver_override is pci-stub",
	  "something else set it" },
	{ { .bridge = false }, ENODEV, ENODEV, "vfio-pci\n", "No such device", "" },
	{ { .bridge = false }, 0, EIO, "vfio-pci\n", "the kernel does not say why", "" },
};

TestSuite(refusal, .fini = pcitree_remove);

Test(refusal, every_reason_has_its_words)
{
	const char *root = pcitree_make();

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct group_member member = rows[i].member;
		struct err err = ERR_INIT;

		strcpy(member.function.bdf.text, BDF);
		pcitree_put(rows[i].override, "sys/bus/pci/devices/" BDF "/driver_override");
		cr_assert_not(refusal_explain(root, &member, rows[i].code, &err));
		cr_expect_eq(err.code, rows[i].want, "%zu: %d", i, err.code);
		cr_expect(strstr(err.msg, rows[i].msg) && strstr(err.msg, BDF), "%zu: %s", i,
			  err.msg);
		cr_expect(strstr(err.hint, rows[i].hint), "%zu: %s", i, err.hint);
	}
}
