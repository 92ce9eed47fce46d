/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why VFIO said no. One row for each step and errno, in words for an engineer; $NAME in them stands for
 * a fact of this machine that is looked up only when it is needed. */
#include "backend/transport/vfio.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "backend/pci/group.h"
#include "backend/pci/holders.h"
#include "backend/support/bits.h"
#include "backend/support/strbuf.h"
#include "backend/support/strlist.h"
#include "backend/support/sysfile.h"

char *vfio_path(const struct vfio *vfio, char *buf, size_t len, const char *fmt, ...)
{
	size_t used = (size_t)snprintf(buf, len, "%s", vfio->sys->root);
	va_list ap;

	va_start(ap, fmt);
	if (used < len)
		vsnprintf(buf + used, len - used, fmt, ap);
	va_end(ap);
	return buf;
}

/* -- facts -- */

bool vfio_has_iommu_group(const struct vfio *vfio, char *ret, size_t len)
{
	return sysfile_link(ret, len, "%s" SYSFS_PCI "/%s/iommu_group", vfio->sys->root,
			    vfio->bdf.text);
}

static void add_blockers(const struct vfio *vfio, struct strbuf *ret)
{
	struct err gone = ERR_INIT;
	struct group group = GROUP_INIT;
	size_t before = ret->len;

	if (group_read(vfio->sys->root, &vfio->bdf, &group, &gone)) {
		for (size_t i = 0; i < group.count; i++)
			if (group.members[i].effect == GROUP_BLOCKS)
				strbuf_addf(ret, "%s%s (%s)", ret->len > before ? ", " : "",
					    group.members[i].function.bdf.text,
					    group.members[i].function.driver);
		group_finish(&group);
	}
	if (ret->len == before)
		strbuf_adds(ret, "a function whose driver does DMA");
}

/* The first one is enough. */
static void found_holder(void *ctx, const char *node, pid_t pid, const char *name)
{
	struct strbuf *text = ctx;

	(void)node;
	if (!text->len)
		strbuf_addf(text, "process %d (%s)", (int)pid, name);
}

static void add_holder(const struct vfio *vfio, struct strbuf *ret)
{
	autostrlist nodes = STRLIST_INIT;
	autostrbuf holder = STRBUF_INIT;

	strlist_addf(&nodes, "/dev/vfio/%s", vfio->group_name);
	holders_find(vfio->sys->root, &nodes, found_holder, &holder);
	strbuf_adds(ret, holder.len
				 ? strbuf_text(&holder)
				 : "another process, or a mapping of its BARs that is left over,");
}

static void add_driver(const struct vfio *vfio, struct strbuf *ret)
{
	char driver[64];

	if (sysfile_link(driver, sizeof(driver), "%s" SYSFS_PCI "/%s/driver", vfio->sys->root,
			 vfio->bdf.text))
		strbuf_addf(ret, "driver %s has %s, not vfio-pci", driver, vfio->bdf.text);
	else
		strbuf_addf(ret, "no driver has %s, it needs vfio-pci", vfio->bdf.text);
}

static void add_why_no_group(const struct vfio *vfio, struct strbuf *ret)
{
	strbuf_adds(ret, group_any(vfio->sys->root)
				 ? "the IOMMU does not cover it"
				 : "no function of this machine has one: the IOMMU is off");
}

static const struct fact {
	const char *name;
	void (*add)(const struct vfio *vfio, struct strbuf *ret);
} facts[] = {
	{ "BLOCKERS", add_blockers },
	{ "HOLDER", add_holder },
	{ "DRIVER", add_driver },
	{ "NOGROUP", add_why_no_group },
};

static void add_fact(const struct vfio *vfio, const char *name, size_t len, struct strbuf *ret)
{
	if (len == 3 && !strncmp(name, "BDF", 3))
		strbuf_adds(ret, vfio->bdf.text);
	else if (len == 5 && !strncmp(name, "GROUP", 5))
		strbuf_adds(ret, vfio->group_name);
	for (size_t i = 0; i < ARRAY_SIZE(facts); i++)
		if (strlen(facts[i].name) == len && !strncmp(facts[i].name, name, len))
			facts[i].add(vfio, ret);
}

static void expand(const struct vfio *vfio, const char *text, struct strbuf *ret)
{
	while (*text) {
		size_t plain = strcspn(text, "$"), name;

		strbuf_add(ret, text, plain);
		text += plain;
		if (!*text)
			break;
		name = strspn(++text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
		add_fact(vfio, text, name, ret);
		text += name;
	}
}

/* -- the table -- */

struct failure {
	enum vfio_step step;
	int code;
	const char *cause;
	const char *hint; /* NULL: there is nothing to do */
};

#define OUR_MISTAKE "barsh made a call that this kernel does not take: please report it"
#define CLAIMED                                                                                 \
	"if it drives the console: boot with video=efifb:off; /proc/iomem (as root) names who " \
	"has it"

static const struct failure failures[] = {
	{ STEP_FIND_GROUP, ENOENT, "$BDF has no IOMMU group: $NOGROUP",
	  "switch VT-d or AMD-Vi on in the firmware and boot with intel_iommu=on (doctor says "
	  "which); "
	  "sysfs:$BDF works without" },
	{ STEP_OPEN_CONTAINER, ENOENT, "there is no /dev/vfio/vfio: vfio is not loaded",
	  "modprobe vfio-pci" },
	{ STEP_OPEN_CONTAINER, ENODEV, "/dev/vfio/vfio has nothing behind it: vfio is not loaded",
	  "modprobe vfio_iommu_type1" },
	{ STEP_OPEN_CONTAINER, EACCES, "/dev/vfio/vfio may not be opened",
	  "as root: chmod 666 /dev/vfio/vfio, which is how the kernel makes it" },
	{ STEP_HAS_TYPE, ENODEV, "the container knows no type1 IOMMU",
	  "modprobe vfio_iommu_type1" },
	{ STEP_OPEN_GROUP_ON_VFIO, ENOENT,
	  "/dev/vfio/$GROUP does not exist, though vfio-pci has $BDF: /dev is not the machine's",
	  "in a container: pass /dev/vfio in; in no-IOMMU mode only sysfs:$BDF works" },
	{ STEP_OPEN_GROUP, ENOENT, "/dev/vfio/$GROUP does not exist: $DRIVER", "bind $BDF" },
	{ STEP_OPEN_GROUP, EACCES, "/dev/vfio/$GROUP may not be opened by this user",
	  "as root: bind $BDF -user NAME, or chown NAME /dev/vfio/$GROUP" },
	{ STEP_OPEN_GROUP, EPERM, "/dev/vfio/$GROUP needs CAP_SYS_RAWIO", "run as root" },
	{ STEP_OPEN_GROUP, EBUSY, "IOMMU group $GROUP is in use: $HOLDER has it open",
	  "one process at a time has a group: end it there" },
	{ STEP_GROUP_STATUS, EINVAL, "the state of group $GROUP cannot be read", OUR_MISTAKE },
	{ STEP_GROUP_STATUS, ENODEV, "the last function of group $GROUP was unbound meanwhile",
	  "bind $BDF" },
	{ STEP_VIABLE, EPERM, "IOMMU group $GROUP is not viable: it also holds $BLOCKERS",
	  "DMA of the one could reach the other: bind $BDF moves the whole group" },
	{ STEP_JOIN, EPERM, "IOMMU group $GROUP is not viable: it also holds $BLOCKERS",
	  "DMA of the one could reach the other: bind $BDF moves the whole group" },
	{ STEP_JOIN, EINVAL, "IOMMU group $GROUP is in a container already",
	  "another process may have passed it on: end that one" },
	{ STEP_JOIN, EBADF, "the container's descriptor is closed", OUR_MISTAKE },
	{ STEP_JOIN, EBADFD, "the container's descriptor is none of VFIO", OUR_MISTAKE },
	{ STEP_JOIN, ENOTTY, "group $GROUP does not know the call", OUR_MISTAKE },
	{ STEP_SET_TYPE, EINVAL, "the IOMMU refuses group $GROUP",
	  "dmesg says why; 'platform RMRR requirement' means: firmware reserves memory for it, see "
	  "its setup" },
	{ STEP_SET_TYPE, EBUSY, "the IOMMU refuses group $GROUP: something else uses its domain",
	  "dmesg says why; 'platform RMRR requirement' means: firmware reserves memory for it, see "
	  "its setup" },
	{ STEP_SET_TYPE, ENODEV, "the type1 IOMMU driver is not there",
	  "modprobe vfio_iommu_type1" },
	{ STEP_SET_TYPE, EPERM, "the machine has no interrupt remapping, and VFIO insists on it",
	  "enable it in firmware (x2APIC); or trust the device: echo Y >/sys/module/"
	  "vfio_iommu_type1/parameters/allow_unsafe_interrupts" },
	{ STEP_GET_DEVICE, EINVAL, "group $GROUP is not ready to give $BDF", OUR_MISTAKE },
	{ STEP_GET_DEVICE, ENODEV, "group $GROUP does not give $BDF: $DRIVER", "bind $BDF" },
	{ STEP_GET_DEVICE_ON_VFIO, ENODEV, "$BDF is being removed or unbound",
	  "look again: devices" },
	{ STEP_GET_DEVICE, EACCES,
	  "$BDF is a virtual function of one that VFIO has, and needs its token",
	  "give it to a VF of a PF on its own driver" },
	{ STEP_GET_DEVICE, EIO, "$BDF did not come back from D3",
	  "keep it awake: echo on >" SYSFS_PCI "/$BDF/power/control; else power-cycle the "
	  "machine" },
	{ STEP_GET_DEVICE, EBUSY, "a BAR of $BDF is claimed by somebody else", CLAIMED },
	{ STEP_GET_DEVICE, ENOMEM, "the kernel ran out of interrupts or memory for $BDF",
	  "dmesg says which" },
	{ STEP_DEVICE_INFO, EINVAL, "the kernel does not describe $BDF", OUR_MISTAKE },
	{ STEP_READ, EINVAL, "the kernel serves nothing at this offset", NULL },
	{ STEP_WRITE, EINVAL, "the kernel takes nothing at this offset", NULL },
	{ STEP_READ, EBUSY, "the BAR is claimed by somebody else", CLAIMED },
	{ STEP_WRITE, EBUSY, "the BAR is claimed by somebody else", CLAIMED },
	{ STEP_READ, EFAULT, "the offset is past the end of config space", NULL },
	{ STEP_WRITE, EFAULT, "the offset is past the end of config space", NULL },
	{ STEP_MAP, EINVAL, "the kernel does not let this region be mapped",
	  "rd and wr reach it without" },
	{ STEP_MAP, EBUSY, "the BAR is claimed by somebody else", CLAIMED },
	{ STEP_MAP, EPERM, "the kernel refuses this kind of mapping", OUR_MISTAKE },
	{ STEP_IRQ_ENABLE, EINVAL, "the kernel refuses these vectors",
	  "irq list shows what is enabled; INTX, MSI and MSIX exclude each other" },
	{ STEP_IRQ_ENABLE, EBUSY,
	  "the interrupt line is shared, and this device cannot mask its own INTX",
	  "use MSI, or unbind the driver of the other device (/proc/interrupts)" },
	{ STEP_IRQ_ENABLE, ENOSPC, "the machine has no interrupt vectors left", "ask for fewer" },
	{ STEP_IRQ_DISABLE, EINVAL, "it is not enabled", NULL },
	{ STEP_IRQ_ACTION, EINVAL, "it is not enabled", "irq list" },
	{ STEP_IRQ_ACTION, ENOTTY, "this interrupt type does not know the action", NULL },
	{ STEP_RESET, EINVAL, "$BDF has no reset method",
	  "reset -method bus resets all that is behind its port" },
	{ STEP_RESET, EAGAIN, "the bus is in use: another reset is going on", "try again" },
	{ STEP_RESET, ENOTTY, "the reset method failed",
	  "dmesg says how; reset -method bus is the next one to try" },
	{ STEP_RESET_METHOD, EINVAL, "$BDF does not have this reset method",
	  "cat " SYSFS_PCI "/$BDF/reset_method" },
	{ STEP_RESET_METHOD, EACCES, "only root chooses the reset method", "reset -method auto" },
	{ STEP_RESET_METHOD, ENOENT, "$BDF has no reset method at all",
	  "reset -method bus resets all that is behind its port" },
	{ STEP_HOT_RESET_INFO, ENODEV, "$BDF is on a root bus: there is no port above to reset it",
	  NULL },
	{ STEP_HOT_RESET, EINVAL, "the bus reset would hit a function that is not with us",
	  "every function behind the port must be on vfio-pci: bind them" },
	{ STEP_HOT_RESET, ENOTTY, "the bus reset failed: the link did not come back",
	  "dmesg says how" },
	{ STEP_DMA_MAP, ENOMEM, "the memory cannot be locked: memlock limit, or none left",
	  "ulimit -l shows the limit; LimitMEMLOCK= in a unit, /etc/security/limits.d for users" },
	{ STEP_DMA_MAP, ENOSPC, "the container has no room for another mapping",
	  "fewer and larger buffers; vfio_iommu_type1.dma_entry_limit sets how many" },
	{ STEP_DMA_MAP, EEXIST, "the address overlaps a mapping", "dma list" },
	{ STEP_DMA_MAP, EINVAL, "the address or size is not one that the IOMMU takes", NULL },
	{ STEP_DMA_MAP, EOVERFLOW, "the address range wraps around", NULL },
	{ STEP_DMA_MAP, EFAULT, "the memory is not accessible", OUR_MISTAKE },
	{ STEP_DMA_MAP, ENOTTY, "the container has no IOMMU (no-IOMMU mode): no DMA mappings",
	  NULL },
	{ STEP_DMA_UNMAP, EINVAL, "the range would cut a mapping in two", OUR_MISTAKE },
};

/* What a step is called where no row knows the errno. */
static const char *const step_names[] = {
	[STEP_FIND_GROUP] = "finding the IOMMU group of $BDF",
	[STEP_OPEN_CONTAINER] = "opening /dev/vfio/vfio",
	[STEP_API_VERSION] = "asking for the version of VFIO",
	[STEP_HAS_TYPE] = "asking for the type1 IOMMU",
	[STEP_OPEN_GROUP] = "opening /dev/vfio/$GROUP",
	[STEP_OPEN_GROUP_ON_VFIO] = "opening /dev/vfio/$GROUP",
	[STEP_GROUP_STATUS] = "reading the state of group $GROUP",
	[STEP_VIABLE] = "checking group $GROUP",
	[STEP_JOIN] = "putting group $GROUP into a container",
	[STEP_SET_TYPE] = "giving group $GROUP an IOMMU domain",
	[STEP_GET_DEVICE] = "taking $BDF out of group $GROUP",
	[STEP_GET_DEVICE_ON_VFIO] = "taking $BDF out of group $GROUP",
	[STEP_DEVICE_INFO] = "asking about $BDF",
	[STEP_REGION_INFO] = "asking about a region",
	[STEP_READ] = "the read",
	[STEP_WRITE] = "the write",
	[STEP_MAP] = "the mapping",
	[STEP_IRQ_INFO] = "asking about an interrupt",
	[STEP_IRQ_ENABLE] = "enabling the interrupt",
	[STEP_IRQ_DISABLE] = "disabling the interrupt",
	[STEP_IRQ_ACTION] = "the interrupt's action",
	[STEP_RESET] = "the reset of $BDF",
	[STEP_RESET_METHOD] = "choosing the reset method",
	[STEP_HOT_RESET_INFO] = "asking what a bus reset would hit",
	[STEP_HOT_RESET] = "the bus reset",
	[STEP_DMA_INFO] = "asking about the IOMMU",
	[STEP_DMA_MAP] = "the DMA mapping",
	[STEP_DMA_UNMAP] = "the DMA unmapping",
};

/* The same errno means something else when vfio-pci does have the function. */
static enum vfio_step judge(const struct vfio *vfio, enum vfio_step step, int code)
{
	bool on_vfio =
		(code == ENOENT || code == ENODEV) && group_is_on_vfio(vfio->sys->root, &vfio->bdf);

	if (on_vfio && step == STEP_OPEN_GROUP)
		return STEP_OPEN_GROUP_ON_VFIO;
	if (on_vfio && step == STEP_GET_DEVICE)
		return STEP_GET_DEVICE_ON_VFIO;
	return step;
}

void vfio_explain(const struct vfio *vfio, enum vfio_step step, int code, struct err *err)
{
	autostrbuf cause = STRBUF_INIT, hint = STRBUF_INIT;

	step = judge(vfio, step, code);
	for (size_t i = 0; i < ARRAY_SIZE(failures); i++) {
		const struct failure *f = &failures[i];

		if (f->step != step || f->code != code)
			continue;
		expand(vfio, f->cause, &cause);
		err_set(err, code, "%s", strbuf_text(&cause));
		if (!f->hint)
			return;
		expand(vfio, f->hint, &hint);
		err_hint(err, "%s", strbuf_text(&hint));
		return;
	}
	expand(vfio, step_names[step], &cause);
	err_sys(err, code, "%s failed", strbuf_text(&cause));
}
