/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vfio-user:SOCKET: a device that another process models. It is as that process has it: nothing is
 * reset or switched on at attach. Interrupts through eventfds, DMA buffers shared through descriptors,
 * and for servers that ask by message, answered whenever this process waits for them. */
#include "backend/transport/vfio_user.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "backend/irq.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/transport/transport.h"

enum { HEADER_LEN = 64, COMMAND = 0x04, BUS_MASTER = 0x0004 };

struct vfio_user *vfio_user_of(const struct device *dev)
{
	return dev->priv;
}

/* -- open -- */

static bool agree(struct vfio_user *user, struct err *err)
{
	struct vfio_user_version ours = { .major = 0,
					  .minor = 1,
					  .max_msg_fds = VFIO_USER_MAX_FDS,
					  .max_data_xfer_size = VFIO_USER_MAX_XFER,
					  .max_dma_maps = VFIO_USER_MAX_WINDOWS,
					  .pgsizes = 4096 };
	struct vfio_user_call call = { .command = VFIO_USER_VERSION };
	autostrbuf text = STRBUF_INIT;

	vfio_user_version_format(&ours, &text);
	call.part1 = text.buf;
	call.len1 = text.len;
	if (!vfio_user_call(user, &call, 4, err) ||
	    !vfio_user_version_parse(user->conn.in_data, vfio_user_data_len(&user->conn),
				     &user->peer, err))
		return false;
	if (user->peer.major || user->peer.minor > ours.minor)
		return err_set(err, EPROTO, "the server answers vfio-user %u.%u to an offer of 0.1",
			       user->peer.major, user->peer.minor);
	/* To be answered by closing: DMA messages would come where nobody listens. */
	return !user->peer.twin_socket ||
	       err_set(err, EPROTO, "the server has a twin socket that was not asked for");
}

static bool get_device_info(struct vfio_user *user, struct vfio_user_device_info *ret,
			    struct err *err)
{
	struct vfio_user_device_info info = { .argsz = sizeof(info) };
	struct vfio_user_call call = { .command = VFIO_USER_GET_INFO,
				       .part1 = &info,
				       .len1 = sizeof(info) };

	if (!vfio_user_call(user, &call, sizeof(info), err))
		return false;
	memcpy(&info, user->conn.in_data, sizeof(info));
	if (info.argsz < sizeof(info))
		return err_set(err, EPROTO, "the server claims that DEVICE_GET_INFO has %u bytes",
			       info.argsz);
	if (info.num_regions > VFIO_USER_MAX_REGIONS || info.num_irqs > VFIO_USER_MAX_IRQS)
		return err_set(err, EPROTO, "the server claims %u regions and %u interrupt types",
			       info.num_regions, info.num_irqs);
	user->resets = info.flags & VFIO_USER_DEVICE_RESETS;
	*ret = info;
	return true;
}

/* Who it is, and which BARs are ports: from the header, in one read. */
static bool identify(struct device *dev, struct err *err)
{
	struct vfio_user *user = vfio_user_of(dev);
	uint8_t header[HEADER_LEN];

	if (!device_find_region(dev, "config"))
		return true;
	if (!vfio_user_read_region(user, VFIO_USER_REGION_CONFIG, 0, header, sizeof(header), err))
		return err_prefix(err, "config");
	dev->pci = (struct pci_id){
		.known = true,
		.vendor = get_le16(header),
		.device = get_le16(header + 2),
		.subvendor = get_le16(header + 0x2c),
		.subdevice = get_le16(header + 0x2e),
		.class_code = get_le32(header + 8) >> 8,
		.revision = header[8],
	};
	user->was_bus_master = get_le16(header + COMMAND) & BUS_MASTER;
	for (size_t i = 0; i < dev->region_count; i++)
		if (dev->regions[i]->kind == REGION_BAR &&
		    header[0x10 + 4 * dev->regions[i]->index] & 1)
			dev->regions[i]->flags |= REGION_IO_PORTS;
	return true;
}

static bool look_at_device(struct device *dev, struct err *err)
{
	struct vfio_user *user = vfio_user_of(dev);
	struct vfio_user_device_info info;
	bool is_pci;

	if (!agree(user, err) || !get_device_info(user, &info, err))
		return false;
	is_pci = info.flags & VFIO_USER_DEVICE_PCI;
	for (unsigned i = 0; i < info.num_regions; i++)
		if (!vfio_user_add_region(dev, i, is_pci, err))
			return false;
	for (unsigned i = 0; is_pci && i < info.num_irqs && i < IRQ_TYPE_COUNT; i++)
		if (!vfio_user_get_irq_info(user, i, err))
			return false;
	return identify(dev, err);
}

static void vfio_user_close(struct device *dev)
{
	struct vfio_user *user = vfio_user_of(dev);

	for (unsigned i = 0; i < VFIO_USER_MAX_REGIONS; i++)
		if (user->places[i].fd >= 0)
			close(user->places[i].fd);
	vfio_user_windows_finish(&user->windows);
	vfio_user_conn_finish(&user->conn);
	free(user);
	dev->priv = NULL;
}

bool vfio_user_attach(struct device *dev, int fd, unsigned timeout_ms, struct err *err)
{
	struct vfio_user *user = xcalloc(1, sizeof(*user));

	for (unsigned i = 0; i < VFIO_USER_MAX_REGIONS; i++)
		user->places[i].fd = -1;
	user->dev = dev;
	user->timeout_ms = timeout_ms;
	user->attach_end_ns = vfio_user_clock_ns() + timeout_ms * UINT64_C(1000000);
	vfio_user_conn_init(&user->conn, fd);
	dev->priv = user;
	if (look_at_device(dev, err)) {
		user->attach_end_ns = 0;
		return true;
	}
	err->hint[0] = '\0'; /* nothing is attached that could be detached */
	vfio_user_close(dev);
	return false;
}

static bool vfio_user_open(struct device *dev, const char *target, struct err *err)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	const char *slash = strrchr(target, '/');
	int fd;

	if (!target[0])
		return err_set(err, EINVAL,
			       "vfio-user: needs the path of a socket, as in vfio-user:tgl.sock");
	if (strlen(target) >= sizeof(address.sun_path))
		return err_set(err, ENAMETOOLONG,
			       "the path of a socket has at most %zu characters, not %zu",
			       sizeof(address.sun_path) - 1, strlen(target));
	memcpy(address.sun_path, target, strlen(target) + 1);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return err_sys(err, errno, "cannot create a socket");
	if (connect(fd, (const struct sockaddr *)&address, sizeof(address)) < 0) {
		err_sys(err, errno, "cannot connect to %s", target);
		close(fd);
		return err_hint(err, "is the server running? barsh --serve %.80s sim:tgl is one",
				target);
	}
	if (!vfio_user_attach(dev, fd, VFIO_USER_TIMEOUT_MS, err))
		return err_prefix(err, "%s", target);
	snprintf(dev->title, sizeof(dev->title), "vfio-user %.60s", slash ? slash + 1 : target);
	snprintf(dev->about, sizeof(dev->about),
		 "as the server has it: nothing was reset or switched on");
	return true;
}

/* -- DMA -- */

static bool vfio_user_dma_limits(struct device *dev, struct dma_limits *ret, struct err *err)
{
	uint64_t sizes = vfio_user_of(dev)->peer.pgsizes, page_size = sizes & -sizes;

	(void)err;
	/* Any address will do: there is no IOMMU in between. */
	*ret = (struct dma_limits){ .page_size = page_size < 4096 ? 4096 : page_size };
	return true;
}

static bool vfio_user_dma_map_file(struct device *dev, void *memory, int fd, uint64_t iova,
				   uint64_t size, unsigned flags, struct err *err)
{
	struct vfio_user *user = vfio_user_of(dev);
	struct vfio_user_dma_map map = { .argsz = sizeof(map), .address = iova, .size = size };
	struct vfio_user_call call = { .command = VFIO_USER_DMA_MAP,
				       .part1 = &map,
				       .len1 = sizeof(map),
				       .fds = &fd,
				       .fd_count = user->peer.max_msg_fds ? 1 : 0 };
	int code;

	(void)memory; /* a mapping of our own is what we answer the server from */
	if (flags & DMA_DEVICE_READS)
		map.flags |= VFIO_USER_WINDOW_READ;
	if (flags & DMA_DEVICE_WRITES)
		map.flags |= VFIO_USER_WINDOW_WRITE;
	code = vfio_user_windows_add(&user->windows, &map, fd);
	if (code)
		return err_sys(err, code, "cannot share 0x%" PRIx64 " bytes at 0x%" PRIx64, size,
			       iova);
	if (vfio_user_call(user, &call, 0, err))
		return true;
	vfio_user_windows_remove(&user->windows, iova, size);
	return false;
}

static bool vfio_user_dma_unmap(struct device *dev, uint64_t iova, uint64_t size, struct err *err)
{
	struct vfio_user *user = vfio_user_of(dev);
	struct vfio_user_dma_unmap unmap = { .argsz = sizeof(unmap),
					     .address = iova,
					     .size = size };
	struct vfio_user_call call = { .command = VFIO_USER_DMA_UNMAP,
				       .part1 = &unmap,
				       .len1 = sizeof(unmap) };

	/* Who is gone keeps nothing that could matter: the memory is shared, not lent. */
	if (!user->dead[0] && !vfio_user_call(user, &call, 0, err) && !user->dead[0])
		return false;
	vfio_user_windows_remove(&user->windows, iova, size);
	return true;
}

/* -- the rest -- */

static bool vfio_user_reset(struct device *dev, const char *method, const char **ret,
			    struct err *err)
{
	struct vfio_user *user = vfio_user_of(dev);
	struct vfio_user_call call = { .command = VFIO_USER_RESET };

	if (strcmp(method, "auto"))
		return err_set(err, EOPNOTSUPP,
			       "%s has no '%.20s' reset: how it resets is the server's choice",
			       dev->title, method);
	if (!user->resets)
		return err_set(err, ENOTTY, "%s: the server offers no reset", dev->title);
	if (!vfio_user_call(user, &call, 0, err))
		return false;
	/* The kernel would restore it too. */
	for (enum irq_type type = IRQ_MSI; type <= IRQ_MSIX; type++)
		if (irq_is_enabled(dev, type, NULL) &&
		    !vfio_user_switch_messages(user, type, true, err))
			return false;
	*ret = "vfio-user";
	return true;
}

/* As was found: its DMA must stop while the buffers are still there. */
static void vfio_user_quiesce(struct device *dev)
{
	struct vfio_user *user = vfio_user_of(dev);
	struct err ignored;
	uint64_t command;

	if (!dev->pci.known || user->was_bus_master || user->dead[0])
		return;
	if (vfio_user_config_get(user, COMMAND, 2, &command) && command & BUS_MASTER)
		vfio_user_config_put(user, COMMAND, 2, command & ~(uint64_t)BUS_MASTER, &ignored);
}

static void vfio_user_sleep_ns(struct device *dev, uint64_t ns)
{
	vfio_user_pass_time(vfio_user_of(dev), irq_poll_fd(dev), ns);
}

const struct transport_ops transport_vfio_user = {
	.name = "vfio-user",
	.help = "a device that a vfio-user server models, as barsh --serve does",
	.syntax = "vfio-user:SOCKET",
	.open = vfio_user_open,
	.close = vfio_user_close,
	.quiesce = vfio_user_quiesce,
	.read = vfio_user_read,
	.write = vfio_user_write,
	.map = vfio_user_map,
	.unmap = vfio_user_unmap,
	.irq_info = vfio_user_irq_info,
	.irq_enable = vfio_user_irq_enable,
	.irq_disable = vfio_user_irq_disable,
	.irq_action = vfio_user_irq_action,
	.dma_limits = vfio_user_dma_limits,
	.dma_map_file = vfio_user_dma_map_file,
	.dma_unmap = vfio_user_dma_unmap,
	.reset = vfio_user_reset,
	.sleep_ns = vfio_user_sleep_ns,
};
