/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a machine lacks, each thing on its own. */
#include <criterion/criterion.h>

#include <string.h>
#include <unistd.h>

#include "backend/pci/doctor.h"
#include "tests/unit/pcitree.h"

#define BDF "0000:00:1f.3"
#define DEV "sys/bus/pci/devices/" BDF

static const char *root;
static struct diagnosis diagnosis;
static bool has_modules;

static bool module_exists(const char *name)
{
	(void)name;
	return has_modules;
}

/* A machine that lacks nothing, and a function that is bound and waits. */
static void setup(void)
{
	root = pcitree_make();
	has_modules = true;
	pcitree_put("", "sys/class/iommu/dmar0/uevent");
	pcitree_put(" 24:  1  IR-PCI-MSI 0-edge  ahci\n", "proc/interrupts");
	pcitree_put("BOOT_IMAGE=/vmlinuz quiet intel_iommu=on\n", "proc/cmdline");
	pcitree_put("[none] integrity confidentiality\n", "sys/kernel/security/lockdown");
	pcitree_put("", "dev/vfio/vfio");
	pcitree_put("", "dev/vfio/6");
	pcitree_function(BDF, "0x040100\n", "vfio-pci", 6);
	pcitree_function("0000:00:1f.4", "0x0c0500\n", "", 6);
	pcitree_put("D3hot\n", DEV "/power_state");
	pcitree_put("\206\200\310\240\003\001\020\n", DEV "/config");
}

static void teardown(void)
{
	diagnosis_finish(&diagnosis);
	pcitree_remove();
}

TestSuite(doctor, .init = setup, .fini = teardown);

static void examine(void)
{
	const struct doctor doctor = { root, module_exists };
	struct err err = ERR_INIT;
	struct bdf bdf;

	cr_assert(bdf_parse(BDF, &bdf, &err));
	doctor_machine(&doctor, &diagnosis);
	doctor_function(&doctor, &bdf, &diagnosis);
}

/* The finding of that name has that state and these words, and nothing else is missing. */
static void expect(const char *name, enum finding_state state, const char *words)
{
	bool found = false;

	examine();
	for (size_t i = 0; i < diagnosis.count; i++) {
		const struct finding *f = &diagnosis.items[i];

		if (strcmp(f->name, name) != 0) {
			cr_expect_neq(f->state, FINDING_MISSING, "%s: %s", f->name, f->text);
			continue;
		}
		found = true;
		cr_expect_eq(f->state, state, "%s: %s", f->name, f->text);
		cr_expect(strstr(f->text, words), "%s: %s", f->name, f->text);
	}
	cr_expect(found, "nothing is said of %s", name);
	cr_expect_eq(diagnosis_missing(&diagnosis), state == FINDING_MISSING);
}

Test(doctor, nothing_missing)
{
	expect("iommu", FINDING_OK, "on, 1 groups; units dmar0");
}

Test(doctor, command_line_about_the_iommu)
{
	expect("command line", FINDING_OK, "intel_iommu=on");
}

Test(doctor, interrupt_remapping_off)
{
	pcitree_put("  9:  0  IO-APIC 9-fasteoi  acpi\n", "proc/interrupts");
	expect("interrupt remapping", FINDING_MISSING, "VFIO insists");
}

Test(doctor, interrupt_remapping_off_but_allowed)
{
	pcitree_put("  9:  0  IO-APIC 9-fasteoi  acpi\n", "proc/interrupts");
	pcitree_put("Y\n", "sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts");
	expect("interrupt remapping", FINDING_NOTE, "told to go on");
}

Test(doctor, kernel_without_vfio)
{
	pcitree_drop("sys/bus/pci/drivers/vfio-pci");
	has_modules = false;
	pcitree_put("", "sys/module/vfio_iommu_type1/refcnt");
	expect("vfio-pci", FINDING_MISSING, "does not have it");
}

Test(doctor, module_that_can_be_loaded_is_not_missing)
{
	pcitree_drop("sys/module/vfio_iommu_type1");
	expect("vfio_iommu_type1", FINDING_OK, "bind loads it");
}

Test(doctor, no_container_node)
{
	pcitree_drop("dev/vfio/vfio");
	pcitree_put("", "sys/module/vfio/refcnt");
	expect("/dev/vfio/vfio", FINDING_MISSING, "not there");
}

Test(doctor, lockdown)
{
	pcitree_put("none [integrity] confidentiality\n", "sys/kernel/security/lockdown");
	expect("lockdown", FINDING_NOTE, "integrity: VFIO works");
}

Test(doctor, another_driver_has_it)
{
	pcitree_drop(DEV);
	pcitree_function(BDF, "0x040100\n", "snd_hda_intel", 6);
	expect("driver", FINDING_MISSING, "snd_hda_intel has it");
}

Test(doctor, refused_by_vfio_pci)
{
	pcitree_drop(DEV);
	pcitree_function(BDF, "0x0b4000\n", "", 6);
	pcitree_put("vfio-pci\n", DEV "/driver_override");
	expect("driver", FINDING_MISSING, "denylist");
}

Test(doctor, another_override)
{
	pcitree_drop(DEV);
	pcitree_function(BDF, "0x040100\n", "", 6);
	pcitree_put("pci-stub\n", DEV "/driver_override");
	expect("driver", FINDING_MISSING, "driver_override wants pci-stub");
}

Test(doctor, bridge)
{
	pcitree_put("1\n", DEV "/secondary_bus_number");
	expect("driver", FINDING_MISSING, "header type 1, -22");
}

Test(doctor, sibling_blocks)
{
	pcitree_drop("sys/bus/pci/devices/0000:00:1f.4");
	pcitree_function("0000:00:1f.4", "0x0c0500\n", "i801_smbus", 5);
	pcitree_put("", "sys/kernel/iommu_groups/6/devices/0000:00:1f.4");
	expect("viability", FINDING_MISSING, "0000:00:1f.4 (i801_smbus)");
}

Test(doctor, group_is_open_elsewhere)
{
	pcitree_link("/dev/vfio/6", "proc/77/fd/5");
	pcitree_put("qemu\n", "proc/77/comm");
	expect("in use", FINDING_MISSING, "process 77 (qemu) has /dev/vfio/6 open: EBUSY");
}

Test(doctor, asleep)
{
	expect("power", FINDING_OK, "D3hot: asleep");
}

/* Nothing is read from a function without power. */
Test(doctor, without_power)
{
	pcitree_put("D3cold\n", DEV "/power_state");
	expect("power", FINDING_NOTE, "D3cold");
	for (size_t i = 0; i < diagnosis.count; i++)
		cr_expect_str_neq(diagnosis.items[i].name, "bus mastering");
}

Test(doctor, bus_mastering_off)
{
	expect("bus mastering", FINDING_OK, "off (COMMAND 0x0103)");
}

Test(doctor, bus_mastering_left_over)
{
	pcitree_drop(DEV);
	pcitree_function(BDF, "0x040100\n", "", 6);
	pcitree_put("\206\200\310\240\007\001\020\n", DEV "/config");
	examine();
	cr_expect_str_eq(diagnosis.items[diagnosis.count - 1].name, "bus mastering");
	cr_expect_eq(diagnosis.items[diagnosis.count - 1].state, FINDING_NOTE);
}

Test(doctor, machine_without_iommu)
{
	pcitree_drop("sys/kernel/iommu_groups");
	pcitree_drop(DEV);
	pcitree_function(BDF, "0x040100\n", "snd_hda_intel", -1);
	pcitree_put("", "sys/firmware/acpi/tables/DMAR");
	examine();
	cr_expect_str_eq(diagnosis.items[0].text,
			 "off: the firmware offers VT-d, the kernel does not use it");
	cr_expect_eq(diagnosis_missing(&diagnosis), 3);
}
