/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Each piece of evidence on a made machine, and that its absence is no evidence. */
#include <criterion/criterion.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "backend/pci/inuse.h"
#include "backend/support/mem.h"
#include "tests/unit/pcitree.h"

#define BDF "0000:00:17.0"
#define DEV "sys/bus/pci/devices/" BDF

static const char *root;
static struct inuse use;

static void setup(void)
{
	root = pcitree_make();
	pcitree_function(BDF, "0x010601\n", "ahci", 3);
}

static void teardown(void)
{
	inuse_finish(&use);
	pcitree_remove();
}

TestSuite(inuse, .init = setup, .fini = teardown);

static void look(void)
{
	autofree char *folder = xasprintf("%s" SYSFS_PCI, root);
	struct err err = ERR_INIT;
	struct function f;
	struct bdf bdf;

	cr_assert(bdf_parse(BDF, &bdf, &err));
	cr_assert(functions_read(folder, &bdf, &f, &err), "%s", err.msg);
	inuse_find(root, &f, &use);
}

/* One reason, or one note, and nothing else. */
static void expect_reason(const char *text)
{
	look();
	cr_assert_eq(use.reasons.count, 1, "%zu reasons", use.reasons.count);
	cr_expect_str_eq(use.reasons.items[0], text);
}

static void expect_note(const char *text)
{
	look();
	cr_expect_eq(use.reasons.count, 0);
	cr_assert_eq(use.notes.count, 1, "%zu notes", use.notes.count);
	cr_expect_str_eq(use.notes.items[0], text);
}

static void expect_idle(void)
{
	look();
	cr_expect_eq(use.reasons.count, 0, "%s", use.reasons.count ? use.reasons.items[0] : "");
	cr_expect_eq(use.notes.count, 0, "%s", use.notes.count ? use.notes.items[0] : "");
}

/* A child of the function: "net/eth0" of subsystem net. */
static void put_child(const char *place, const char *subsystem)
{
	autofree char *target = xasprintf("/nowhere/class/%s", subsystem);

	pcitree_link(target, DEV "/%s/subsystem", place);
}

static void put_disk(void)
{
	put_child("ata1/host0/target0:0:0/0:0:0:0/block/sda", "block");
	pcitree_put("8:0\n", DEV "/ata1/host0/target0:0:0/0:0:0:0/block/sda/dev");
	put_child("ata1/host0/target0:0:0/0:0:0:0/block/sda/sda1", "block");
	pcitree_put("8:1\n", DEV "/ata1/host0/target0:0:0/0:0:0:0/block/sda/sda1/dev");
	pcitree_put("1\n", DEV "/ata1/host0/target0:0:0/0:0:0:0/block/sda/sda1/partition");
}

Test(inuse, nothing_below)
{
	expect_idle();
}

Test(inuse, idle_disk)
{
	put_disk();
	pcitree_put("22 1 8:17 / / rw - ext4 /dev/sdb1 rw\nbroken line\n", "proc/self/mountinfo");
	pcitree_put("Filename Type Size Used Priority\n/dev/sda10 partition 1 0 -2\n",
		    "proc/swaps");
	expect_idle();
}

Test(inuse, mounted_partition)
{
	put_disk();
	pcitree_put("22 1 8:1 / /boot/efi rw,relatime shared:1 - vfat /dev/sda1 rw\n",
		    "proc/self/mountinfo");
	expect_reason("sda1 is mounted on /boot/efi");
}

/* btrfs shows numbers that are no device's. */
Test(inuse, mounted_by_name)
{
	put_disk();
	pcitree_put("22 1 0:26 /@ / rw - btrfs /dev/sda1 rw\n", "proc/self/mountinfo");
	expect_reason("sda1 is mounted on /");
}

Test(inuse, swap_space)
{
	put_disk();
	pcitree_put("Filename Type Size Used Priority\n/dev/sda1 partition 1 0 -2\n", "proc/swaps");
	expect_reason("sda1 is swap space");
}

Test(inuse, stacked_device_is_mounted)
{
	put_disk();
	pcitree_put("", DEV "/ata1/host0/target0:0:0/0:0:0:0/block/sda/sda1/holders/dm-0");
	pcitree_put("253:0\n", "sys/class/block/dm-0/dev");
	pcitree_put("22 1 253:0 / / rw - ext4 /dev/mapper/root rw\n", "proc/self/mountinfo");
	expect_reason("sda1 through dm-0 is mounted on /");
}

Test(inuse, stacked_device_without_known_use)
{
	put_disk();
	pcitree_put("", DEV "/ata1/host0/target0:0:0/0:0:0:0/block/sda/holders/md127");
	expect_reason("sda is held by md127");
}

Test(inuse, process_with_the_disk_open)
{
	put_disk();
	pcitree_put("MAJOR=8\nMINOR=0\nDEVNAME=sda\nDEVTYPE=disk\n",
		    DEV "/ata1/host0/target0:0:0/0:0:0:0/block/sda/uevent");
	pcitree_link("/dev/sda", "proc/4711/fd/3");
	pcitree_link("/dev/sda", "proc/4711/fd/4");
	pcitree_put("zpool\n", "proc/4711/comm");
	expect_reason("process 4711 (zpool) has /dev/sda open");
}

static void put_interface(const char *flags)
{
	put_child("net/eth0", "net");
	pcitree_put(flags, DEV "/net/eth0/flags");
}

Test(inuse, interface_that_is_down)
{
	put_interface("0x1002\n");
	pcitree_put("Iface Destination Gateway\neth0 00000000 0101A8C0\n", "proc/net/route");
	expect_idle();
}

Test(inuse, interface_with_the_default_route)
{
	put_interface("0x1003\n");
	pcitree_put(
		"Iface Destination Gateway\neth0\t0001A8C0\t00000000\neth0\t00000000\t0101A8C0\n",
		"proc/net/route");
	expect_reason("eth0 is up and has the default route");
}

Test(inuse, interface_with_an_address)
{
	put_interface("0x1003\n");
	pcitree_put("Iface Destination Gateway\neth0\t0001A8C0\t00000000\n", "proc/net/route");
	expect_reason("eth0 is up and has an address and a route");
}

Test(inuse, interface_with_an_ipv6_address)
{
	put_interface("0x1003\n");
	pcitree_put("20010db8000000000000000000000001 02 40 00 80     eth0\n", "proc/net/if_inet6");
	expect_reason("eth0 is up and has an IPv6 address");
}

/* Every interface that is up gives itself a link-local address. */
Test(inuse, interface_with_nothing_but_its_link)
{
	put_interface("0x1003\n");
	pcitree_put("fe800000000000000000000000000001 02 40 20 80     eth0\n", "proc/net/if_inet6");
	pcitree_put("Iface Destination Gateway\neth01\t00000000\t0101A8C0\n", "proc/net/route");
	expect_note("eth0 is up, without address");
}

Test(inuse, port_of_a_bridge)
{
	put_interface("0x1002\n");
	pcitree_link("../../../../../virtual/net/br0", DEV "/net/eth0/master");
	expect_reason("eth0 is a port of br0");
}

Test(inuse, interface_below_a_vlan)
{
	put_interface("0x1002\n");
	pcitree_link("../../../../../virtual/net/eth0.7", DEV "/net/eth0/upper_eth0.7");
	expect_reason("eth0 carries other interfaces");
}

Test(inuse, sound_that_plays)
{
	put_child("sound/card0", "sound");
	pcitree_put("state: RUNNING\n", "proc/asound/card0/pcm0p/sub0/status");
	pcitree_put("closed\n", "proc/asound/card0/pcm0c/sub0/status");
	expect_reason("sound card0: pcm0p is open");
}

Test(inuse, mixer_of_a_sound_server_is_no_obstacle)
{
	put_child("sound/card0", "sound");
	put_child("sound/card0/controlC0", "sound");
	pcitree_put("116:2\n", DEV "/sound/card0/controlC0/dev");
	pcitree_put("DEVNAME=snd/controlC0\n", DEV "/sound/card0/controlC0/uevent");
	pcitree_link("/dev/snd/controlC0", "proc/900/fd/12");
	pcitree_put("pipewire\n", "proc/900/comm");
	expect_note("process 900 (pipewire) has /dev/snd/controlC0 open");
}

Test(inuse, kernel_console)
{
	put_child("tty/ttyS4", "tty");
	pcitree_put("tty0 ttyS4\n", "sys/class/tty/console/active");
	expect_reason("ttyS4 is a console of the kernel");
}

Test(inuse, tpm)
{
	put_child("tpm/tpm0", "tpm");
	expect_reason("tpm0 is the TPM");
}

Test(inuse, management_controller)
{
	put_child("ipmi/ipmi0", "ipmi");
	expect_reason("ipmi0 is the management controller (IPMI)");
}

Test(inuse, framebuffer)
{
	put_child("graphics/fb0", "graphics");
	expect_reason("fb0 is a framebuffer of the console");
}

Test(inuse, tty_with_a_longer_name_is_not_the_console)
{
	put_child("tty/ttyS4", "tty");
	pcitree_put("ttyS40\n", "sys/class/tty/console/active");
	expect_idle();
}

Test(inuse, display_of_the_console)
{
	pcitree_put("1\n", DEV "/boot_vga");
	expect_reason("it is the display that the machine booted with");
}

Test(inuse, virtual_functions)
{
	pcitree_put("4\n", DEV "/sriov_numvfs");
	expect_reason("it has 4 virtual functions");
}

Test(inuse, watchdog_that_runs)
{
	put_child("iTCO_wdt/watchdog/watchdog0", "watchdog");
	pcitree_put("active\n", DEV "/iTCO_wdt/watchdog/watchdog0/state");
	expect_reason("watchdog0 is a running watchdog");
}

Test(inuse, watchdog_that_sleeps)
{
	put_child("iTCO_wdt/watchdog/watchdog0", "watchdog");
	pcitree_put("inactive\n", DEV "/iTCO_wdt/watchdog/watchdog0/state");
	expect_note("watchdog0 is a watchdog");
}

Test(inuse, keyboard_on_a_usb_controller)
{
	put_child("usb1/1-1/1-1:1.0/0003:046D:C31C.0001", "hid");
	expect_reason("a keyboard, mouse or the like hangs on it (0003:046D:C31C.0001)");
}

Test(inuse, children_with_drivers_are_worth_a_note)
{
	put_child("gpio_ich", "platform");
	pcitree_link("/nowhere/drivers/gpio_ich", DEV "/gpio_ich/driver");
	expect_note("carries gpio_ich (driver gpio_ich)");
}

Test(inuse, vfio_user)
{
	pcitree_function("0000:00:18.0", "0x020000\n", "", 3);
	pcitree_put("", DEV "/vfio-dev/vfio0/dev");
	pcitree_link("/dev/vfio/3", "proc/77/fd/5");
	pcitree_put("qemu-system-x86\n", "proc/77/comm");
	expect_reason("process 77 (qemu-system-x86) has /dev/vfio/3 open");
	cr_expect_not(use.by_us);
}

Test(inuse, ourselves)
{
	pcitree_put("", DEV "/vfio-dev/vfio0/dev");
	pcitree_link("/dev/vfio/3", "proc/%d/fd/5", (int)getpid());
	expect_reason("this session has /dev/vfio/3 open");
	cr_expect(use.by_us);
}

/* Links lead up and around: they are not followed. */
Test(inuse, a_loop_of_links_ends)
{
	pcitree_link("..", DEV "/ata1/parent");
	put_child("ata1", "ata_port");
	expect_idle();
}
