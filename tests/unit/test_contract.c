/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every transport promises (backend/device.h): the same cases over each that can run here. */
#include <criterion/criterion.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "backend/device.h"
#include "backend/irq.h"
#include "backend/dma.h"
#include "backend/pci/bdf.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/support/num.h"
#include "backend/model/model.h"
#include "backend/tools.h"
#include "backend/transport/vfio_user_server.h"

static char folder[32];
static pid_t server;

/* For one client after the other, until it is killed. */
static void serve(const char *path)
{
	struct err err = ERR_INIT;
	int listener, fd;

	cr_assert(vfio_user_listen(path, &listener, &err), "%s", err.msg);
	server = fork();
	cr_assert_geq(server, 0);
	if (!server)
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (!server && vfio_user_accept(listener, -1, &fd, &err)) {
		struct vfio_user_server *one =
			vfio_user_server_create(model_find("tgl"), fd, NULL, NULL);

		vfio_user_server_run(one, -1, &err);
		vfio_user_server_destroy(one);
	}
	close(listener);
}

/* The specs that can be opened here: with sysfs, whatever function this machine has first. */
static void list_specs(struct strlist *specs)
{
	autostrlist functions = STRLIST_INIT;
	char path[80];
	FILE *f;

	strcpy(folder, "/tmp/barsh-contract-XXXXXX");
	cr_assert_not_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/mem", folder);
	f = fopen(path, "we");
	for (int i = 0; i < 8192; i++)
		fputc(i % 251, f);
	fclose(f);
	strlist_addf(specs, "file:%s", path);
	snprintf(path, sizeof(path), "%s/dump", folder);
	f = fopen(path, "we");
	fputs("00:1f.3 Audio device: x\n", f);
	for (int row = 0; row < 16; row++) {
		fprintf(f, "%02x:", row * 16);
		for (int i = 0; i < 16; i++)
			fprintf(f, " %02x", row == 0 && i < 2 ? (i ? 0x80 : 0x86) : row * i & 0xff);
		fputc('\n', f);
	}
	fclose(f);
	strlist_addf(specs, "dump:%s", path);
	strlist_add(specs, "sim:edu");
	strlist_add(specs, "sim:tgl");
	snprintf(path, sizeof(path), "%s/socket", folder);
	serve(path);
	strlist_addf(specs, "vfio-user:%s", path);
	bdf_complete(SYSFS_PCI, "", &functions);
	strlist_sort_unique(&functions);
	if (functions.count)
		strlist_addf(specs, "sysfs:%s", functions.items[0]);
}

static void clean_up(void)
{
	char path[80];

	snprintf(path, sizeof(path), "%s/mem", folder);
	unlink(path);
	snprintf(path, sizeof(path), "%s/dump", folder);
	unlink(path);
	kill(server, SIGKILL);
	waitpid(server, NULL, 0);
	snprintf(path, sizeof(path), "%s/socket", folder);
	unlink(path);
	rmdir(folder);
}

/* Run one case over all specs, a fresh device each. */
static void over_all(void (*run)(struct device *dev))
{
	autostrlist specs = STRLIST_INIT;

	list_specs(&specs);
	cr_assert_geq(specs.count, 5);
	for (size_t i = 0; i < specs.count; i++) {
		struct err err = ERR_INIT;
		struct device *dev;

		cr_assert(device_open(specs.items[i], &dev, &err), "%s: %s", specs.items[i],
			  err.msg);
		cr_log_info("%s", dev->spec);
		run(dev);
		device_close(dev);
	}
	clean_up();
}

/* A BAR of sysfs belongs to this machine's own hardware: config space only. */
static bool is_ours_to_touch(const struct device *dev, const struct region *region)
{
	return strcmp(dev->ops->name, "sysfs") || region->kind == REGION_CONFIG;
}

static void opening_accesses_nothing(struct device *dev)
{
	cr_assert_eq(dev->reads + dev->writes, 0, "%s", dev->spec);
	cr_assert_gt(dev->region_count, 0, "%s", dev->spec);
	cr_assert(dev->title[0]);
	for (size_t i = 0; i < dev->region_count; i++) {
		const struct region *r = dev->regions[i];

		cr_assert_gt(r->size, 0, "%s %s", dev->spec, r->name);
		cr_assert(r->flags & REGION_CAN_READ, "%s %s", dev->spec, r->name);
		cr_assert_eq(device_find_region(dev, r->name), r);
	}
}

Test(contract, opening_accesses_nothing_and_lists_what_is_there)
{
	over_all(opening_accesses_nothing);
}

static void ends_are_guarded(struct device *dev)
{
	struct err err = ERR_INIT;
	uint64_t value = 7;

	for (size_t i = 0; i < dev->region_count; i++) {
		struct region *r = dev->regions[i];

		cr_assert_not(device_read(dev, r, r->size, 8, &value, &err));
		cr_assert_eq(err.code, ERANGE, "%s %s", dev->spec, r->name);
		cr_assert_not(device_read(dev, r, r->size - 2, 32, &value, &err));
		cr_assert_eq(err.code, ERANGE);
		cr_assert_not(device_read(dev, r, UINT64_MAX & ~UINT64_C(7), 64, &value, &err));
		cr_assert_eq(err.code, ERANGE);
		cr_assert_not(device_read(dev, r, 1, 16, &value, &err));
		cr_assert_eq(err.code, EINVAL);
		cr_assert_not(device_write(dev, r, r->size, 8, 0, &err));
	}
	cr_assert_eq(value, 7);
	cr_assert_eq(dev->reads + dev->writes, 0);
}

Test(contract, no_access_passes_an_end_or_is_unaligned)
{
	over_all(ends_are_guarded);
}

static void widths_agree(struct device *dev)
{
	struct err err = ERR_INIT;

	for (size_t i = 0; i < dev->region_count; i++) {
		struct region *r = dev->regions[i];
		uint64_t whole, low, high;

		/* Registers of models may answer narrow reads as their hardware does. */
		if (!is_ours_to_touch(dev, r) || r->kind != REGION_CONFIG)
			continue;
		cr_assert(device_read(dev, r, 0, 32, &whole, &err), "%s: %s", dev->spec, err.msg);
		cr_assert(device_read(dev, r, 0, 16, &low, &err));
		cr_assert(device_read(dev, r, 2, 16, &high, &err));
		cr_assert_eq(whole, low | high << 16, "%s", dev->spec);
		cr_assert(device_read(dev, r, 3, 8, &high, &err));
		cr_assert_eq(whole >> 24, high, "%s", dev->spec);
	}
}

Test(contract, config_space_is_the_same_in_every_width)
{
	over_all(widths_agree);
}

static void read_only_is_kept(struct device *dev)
{
	struct err err = ERR_INIT;

	dev->read_only = true;
	for (size_t i = 0; i < dev->region_count; i++) {
		cr_assert_not(device_write(dev, dev->regions[i], 0, 32, 0, &err));
		cr_assert_eq(err.code, EACCES, "%s: %s", dev->spec, err.msg);
	}
	dev->read_only = false;
	dev->dry_run = true;
	for (size_t i = 0; i < dev->region_count; i++)
		if (dev->regions[i]->flags & REGION_CAN_WRITE)
			cr_assert(device_write(dev, dev->regions[i], 0, 32, 0, &err));
	cr_assert_eq(dev->writes, 0, "%s", dev->spec);
}

Test(contract, read_only_and_dry_run_write_nothing)
{
	over_all(read_only_is_kept);
}

static void optional_ops_refuse_in_words(struct device *dev)
{
	struct err err = ERR_INIT;
	struct irq_info info;
	const char *how;

	if (!dev->ops->irq_info) {
		cr_assert_not(device_irq_info(dev, IRQ_MSI, &info, &err));
		cr_assert_eq(err.code, EOPNOTSUPP, "%s", dev->spec);
		cr_assert_not(irq_enable(dev, IRQ_MSI, 0, 1, &err));
	}
	if (!dev->ops->reset) {
		cr_assert_not(device_reset(dev, "auto", &how, &err));
		cr_assert_eq(err.code, EOPNOTSUPP, "%s", dev->spec);
	}
	if (!dev->ops->dma_unmap) {
		struct dma_request request = { .name = "x", .size = 4096 };
		struct region *region;

		cr_assert_not(dma_alloc(dev, &request, &region, &err));
		cr_assert_eq(err.code, EOPNOTSUPP, "%s", dev->spec);
	}
}

Test(contract, what_a_transport_cannot_do_it_says)
{
	over_all(optional_ops_refuse_in_words);
}

static void mapping_changes_no_answer(struct device *dev)
{
	struct err err = ERR_INIT;

	for (size_t i = 0; i < dev->region_count; i++) {
		struct region *r = dev->regions[i];
		uint64_t before, after;

		if (!is_ours_to_touch(dev, r))
			continue;
		cr_assert(device_read(dev, r, 0, 32, &before, &err));
		if (!(r->flags & REGION_CAN_MAP)) {
			cr_assert_not(device_map(dev, r, &err));
			cr_assert_eq(err.code, EOPNOTSUPP, "%s %s", dev->spec, r->name);
			continue;
		}
		cr_assert(device_map(dev, r, &err), "%s %s: %s", dev->spec, r->name, err.msg);
		cr_assert(device_map(dev, r, &err), "twice is once");
		cr_assert(device_read(dev, r, 0, 32, &after, &err));
		cr_assert_eq(before, after, "%s %s", dev->spec, r->name);
		cr_assert(device_unmap(dev, r, &err));
		cr_assert_not(device_unmap(dev, r, &err));
	}
}

Test(contract, mapping_changes_no_answer)
{
	over_all(mapping_changes_no_answer);
}

static void polls_end(struct device *dev)
{
	struct poll_request request = {
		.mask = 0xffffffff, .value = 0x12345677, .timeout_ns = 2000000, .every_ns = 100000
	};
	struct region *config = device_find_region(dev, "config");
	struct poll_result result;
	struct err err = ERR_INIT;

	if (!config)
		return;
	cr_assert_not(tools_poll(dev, config, 0, 32, &request, &result, &err));
	cr_assert_eq(err.code, ETIMEDOUT, "%s: %s", dev->spec, err.msg);
	cr_assert_geq(result.elapsed_ns, 2000000, "%s", dev->spec);
	cr_assert_geq(result.reads, 2);
}

Test(contract, a_poll_ends_on_every_clock)
{
	over_all(polls_end);
}

Test(contract, bad_targets_open_nothing)
{
	static const char *const specs[] = { "file:",
					     "file:/nonexistent",
					     "dump:",
					     "dump:/nonexistent",
					     "sim:",
					     "sim:nosuch",
					     "sysfs:",
					     "sysfs:zz:zz.z",
					     "sysfs:ff:1f.7",
					     "vfio:ff:1f.7",
					     "nosuch:x",
					     "",
					     "vfio-user:",
					     "vfio-user:/nonexistent",
					     "vfio-user:/dev/null" };

	for (size_t i = 0; i < ARRAY_SIZE(specs); i++) {
		struct err err = ERR_INIT;
		struct device *dev = NULL;

		cr_assert_not(device_open(specs[i], &dev, &err), "%s", specs[i]);
		cr_assert_neq(err.code, 0, "%s", specs[i]);
		cr_assert(err.msg[0], "%s", specs[i]);
		cr_assert_null(dev, "%s", specs[i]);
	}
}

Test(contract, every_transport_says_what_it_is)
{
	for (size_t i = 0; device_transports()[i]; i++) {
		const struct transport_ops *ops = device_transports()[i];

		cr_assert(ops->name && ops->help && ops->syntax && ops->open && ops->close &&
				  ops->read && ops->write,
			  "transport %zu", i);
		cr_assert_eq(ops->map == NULL, ops->unmap == NULL, "%s", ops->name);
		cr_assert_eq(!ops->dma_map && !ops->dma_map_file, !ops->dma_unmap, "%s", ops->name);
		cr_assert_eq(ops->irq_info == NULL, ops->irq_enable == NULL, "%s", ops->name);
		cr_assert(!ops->now_ns || ops->sleep_ns, "%s", ops->name);
		for (size_t j = 0; j < i; j++)
			cr_assert_str_neq(ops->name, device_transports()[j]->name);
	}
}
