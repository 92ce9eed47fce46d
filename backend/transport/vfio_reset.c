/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reset: of the function alone by the method that the kernel prefers or that sysfs was told, or of all
 * that is behind its port. What comes back must answer. */
#include "backend/transport/vfio.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/vfio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"

enum { TRIES = 5, TRY_AGAIN_NS = 100000000, MAX_HIT = 256 };

static bool check_alive(const struct vfio *vfio, const char *method, struct err *err)
{
	if (vfio_is_alive(vfio))
		return true;
	err_set(err, EIO, "%s does not answer after the %s reset: config space reads all ones",
		vfio->bdf.text, method);
	return err_hint(err, "reset -method bus, else power-cycle the machine");
}

/* -- of the function -- */

static int open_method(const struct vfio *vfio, int flags)
{
	char path[400];

	return vfio->sys->open(
		vfio_path(vfio, path, sizeof(path), SYSFS_PCI "/%s/reset_method", vfio->bdf.text),
		flags | O_CLOEXEC);
}

/* "flr bus": what the function can, the preferred one first. */
static bool read_methods(const struct vfio *vfio, char *ret, size_t len)
{
	int fd = open_method(vfio, O_RDONLY);
	ssize_t got = fd < 0 ? -1 : vfio->sys->pread(fd, ret, len - 1, 0);

	if (fd >= 0)
		vfio->sys->close(fd);
	ret[got > 0 ? got : 0] = '\0';
	ret[strcspn(ret, "\n")] = '\0';
	return got > 0;
}

static bool write_methods(const struct vfio *vfio, const char *text, int *ret_code)
{
	int fd = open_method(vfio, O_WRONLY);
	bool done =
		fd >= 0 && vfio->sys->pwrite(fd, text, strlen(text), 0) == (ssize_t)strlen(text);

	*ret_code = errno;
	if (fd >= 0)
		vfio->sys->close(fd);
	return done;
}

/* Names that outlive the answer of sysfs. */
static const char *known_method(const char *methods)
{
	static const char *const names[] = { "device_specific", "acpi", "flr",
					     "af_flr",		"pm",	"bus",
					     "cxl_bus" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (strlen(names[i]) == strcspn(methods, " ") &&
		    !strncmp(methods, names[i], strlen(names[i])))
			return names[i];
	return "function";
}

static bool reset_function(const struct vfio *vfio, struct err *err)
{
	struct timespec pause = { 0, TRY_AGAIN_NS };

	/* EAGAIN: somebody else holds the lock of the bus. */
	for (unsigned i = 0; vfio->sys->control(vfio->function.fd, STEP_RESET, NULL) < 0; i++) {
		if (errno != EAGAIN || i == TRIES)
			return vfio_fail(vfio, STEP_RESET, errno, err);
		nanosleep(&pause, NULL);
	}
	return true;
}

static bool reset_auto(const struct vfio *vfio, const char **ret, struct err *err)
{
	char methods[80];

	read_methods(vfio, methods, sizeof(methods));
	if (!reset_function(vfio, err))
		return false;
	*ret = known_method(methods);
	return true;
}

/* The kernel takes the first method of the list: make it this one for a moment. */
static bool reset_by(const struct vfio *vfio, const char *method, const char **ret, struct err *err)
{
	char before[80];
	int code;
	bool done;

	if (!read_methods(vfio, before, sizeof(before)))
		return vfio_fail(vfio, STEP_RESET_METHOD, ENOENT, err);
	if (!write_methods(vfio, method, &code))
		return vfio_fail(vfio, STEP_RESET_METHOD, code, err);
	done = reset_function(vfio, err);
	write_methods(vfio, before, &code);
	if (done)
		*ret = known_method(method);
	return done;
}

/* -- of the bus -- */

static bool get_hit(const struct vfio *vfio, struct vfio_pci_hot_reset_info **ret, struct err *err)
{
	size_t size = sizeof(**ret) + MAX_HIT * sizeof((*ret)->devices[0]);
	struct vfio_pci_hot_reset_info *info = xcalloc(1, size);

	info->argsz = (uint32_t)size;
	if (vfio->sys->control(vfio->function.fd, STEP_HOT_RESET_INFO, info) < 0) {
		int code = errno;

		free(info);
		return vfio_fail(vfio, STEP_HOT_RESET_INFO, code, err);
	}
	if (info->count > MAX_HIT)
		info->count = MAX_HIT;
	*ret = info;
	return true;
}

static void format_hit(const struct vfio_pci_dependent_device *hit, char *ret, size_t len)
{
	snprintf(ret, len, "%04x:%02x:%02x.%u", hit->segment, hit->bus, hit->devfn >> 3,
		 hit->devfn & 7u);
}

/* Functions of other groups belong to somebody else, as far as we know. */
static bool check_hit(const struct vfio *vfio, const struct vfio_pci_hot_reset_info *info,
		      struct err *err)
{
	char name[24], group[16];

	for (uint32_t i = 0; i < info->count; i++) {
		snprintf(group, sizeof(group), "%u", info->devices[i].group_id);
		if (!strcmp(group, vfio->group_name))
			continue;
		format_hit(&info->devices[i], name, sizeof(name));
		return err_set(err, EBUSY,
			       "a bus reset would also hit %s, which is in IOMMU group %s", name,
			       group);
	}
	return true;
}

static bool reset_bus(const struct vfio *vfio, const char **ret, struct err *err)
{
	autofree struct vfio_pci_hot_reset_info *info = NULL;
	autofree struct vfio_pci_hot_reset *reset =
		xcalloc(1, sizeof(*reset) + sizeof(reset->group_fds[0]));

	if (!get_hit(vfio, &info, err) || !check_hit(vfio, info, err))
		return false;
	reset->argsz = (uint32_t)(sizeof(*reset) + sizeof(reset->group_fds[0]));
	reset->count = 1;
	reset->group_fds[0] = vfio->group.fd;
	if (vfio->sys->control(vfio->function.fd, STEP_HOT_RESET, reset) < 0)
		return vfio_fail(vfio, STEP_HOT_RESET, errno, err);
	*ret = "bus";
	return true;
}

bool vfio_reset_scope(struct device *dev, struct strlist *ret, struct err *err)
{
	autofree struct vfio_pci_hot_reset_info *info = NULL;
	char name[24];

	if (!get_hit(dev->priv, &info, err))
		return false;
	for (uint32_t i = 0; i < info->count; i++) {
		format_hit(&info->devices[i], name, sizeof(name));
		strlist_add(ret, name);
	}
	return true;
}

bool vfio_reset(struct device *dev, const char *method, const char **ret, struct err *err)
{
	const struct vfio *vfio = dev->priv;
	const char *used;
	bool done;

	if (!strcmp(method, "bus") || (!strcmp(method, "auto") && !vfio->can_reset))
		done = reset_bus(vfio, &used, err);
	else if (!strcmp(method, "auto"))
		done = reset_auto(vfio, &used, err);
	else
		done = reset_by(vfio, method, &used, err);
	if (!done || !check_alive(vfio, used, err))
		return false;
	*ret = used;
	return true;
}
