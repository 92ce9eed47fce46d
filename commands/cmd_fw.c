/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fw: look into a firmware file, check it, and open its payload as a region. */
#include "commands/command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "backend/device.h"
#include "backend/dsp/firmware.h"
#include "backend/support/mem.h"
#include "backend/support/num.h"
#include "commands/args.h"
#include "commands/fw_show.h"
#include "commands/session.h"

static void complete_file(struct session *s, const char *prefix, struct strlist *ret)
{
	(void)s;
	fw_find_names(prefix, ret);
}

#define FILE_ARG                                                                                \
	{                                                                                       \
		"FILE", ARG_FILE, 0, "a path, or a name below /lib/firmware/intel: sof-tgl.ri", \
			NULL, complete_file                                                     \
	}

/* Find and parse FILE; says which file was taken when the name did not. The caller frees *ret_path
 * and finishes *ret. */
static bool load(struct session *s, const struct args *a, struct fw_image *ret, char **ret_path,
		 struct err *err)
{
	const char *name = args_word(a, "FILE");
	autofree char *path = NULL;
	unsigned others;

	if (!fw_find(name, &path, &others, err) || !fw_load(path, ret, err))
		return false;
	if (strcmp(path, name) && others)
		session_notef(s, "%s: using %s (%u more of that name: give a path to choose)", name,
			      path, others);
	else if (strcmp(path, name))
		session_notef(s, "%s: using %s", name, path);
	*ret_path = path;
	path = NULL;
	return true;
}

static bool run_info(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	struct fw_image image = { 0 };
	autofree char *path = NULL;
	autostrbuf human = STRBUF_INIT;
	struct value *map;

	if (!load(s, a, &image, &path, err))
		return false;
	map = fw_show_map(&image);
	value_set_text(map, "path", path);
	fw_show_text(&image, path, &human);
	fw_image_finish(&image);
	*ret = value_with_human(map, &human);
	return true;
}

const struct command cmd_fw_info = {
	.name = "fw info",
	.family = "firmware",
	.summary = "show what a firmware file holds",
	.details =
		"SOF (.ri) and AVS (dsp_basefw.bin) images and libraries, also packed with xz or "
		"zstd: the extended manifest that the host strips, and of the payload the $CPD "
		"directory, who signed it, the hash of the body and the $AM1 module table. "
		"Offsets count from the start of the unpacked file.",
	.example = "catch {fw info sof-tgl.ri}",
	.args = { FILE_ARG },
	.run = run_info,
};

static bool run_verify(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	struct fw_image image = { 0 };
	autofree char *path = NULL;
	autostrbuf human = STRBUF_INIT;
	struct fw_check_list list;
	struct value *rows;

	if (!load(s, a, &image, &path, err))
		return false;
	fw_verify(&image, &list);
	fw_image_finish(&image);
	fw_show_checks(&list, &human);
	rows = value_with_human(fw_show_checks_list(&list), &human);
	if (!list.failed) {
		*ret = rows;
		return true;
	}
	session_emit(s, rows);
	err_set(err, EBADMSG, "%.120s: %u of %u checks failed", path, list.failed, list.count);
	return err_hint(
		err,
		"a ROM refuses an image that is not as it was signed: fetch or build it again");
}

const struct command cmd_fw_verify = {
	.name = "fw verify",
	.family = "firmware",
	.summary = "check a firmware file as the DSP's ROM would, and more",
	.details =
		"A line for each check; any that failed makes the command fail. The signature is "
		"compared with the key inside the file: whether a part trusts that key only the "
		"part knows.",
	.example = "catch {fw verify sof-tgl.ri}",
	.args = { FILE_ARG },
	.run = run_verify,
};

/* The payloads that a device's file.NAME regions show. */
struct payloads {
	uint8_t **items;
	size_t count;
};

static void payloads_destroy(void *data)
{
	struct payloads *p = data;

	for (size_t i = 0; i < p->count; i++)
		free(p->items[i]);
	free(p->items);
	free(p);
}

/* A copy of the payload that lives as long as the device is attached. */
static uint8_t *keep_payload(struct session_device *device, const struct fw_image *image)
{
	struct payloads *p = slot_get(&device->slots, "fw");

	if (!p) {
		p = xcalloc(1, sizeof(*p));
		slot_set(&device->slots, "fw", p, payloads_destroy);
	}
	p->items = xreallocarray(p->items, p->count + 1, sizeof(*p->items));
	p->items[p->count] = xmalloc(image->payload_size);
	memcpy(p->items[p->count], image->bytes + image->payload_at, image->payload_size);
	return p->items[p->count++];
}

#define NAME_CHARS   "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
#define NAME_MAX_LEN 32

/* "file.NAME"; without NAME the file's own up to its first dot. */
static bool region_name(const char *name, const char *path, char *ret, size_t len, struct err *err)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;
	size_t used;

	if (!name) {
		size_t n = strspn(base, NAME_CHARS);

		if (!n || n > NAME_MAX_LEN) {
			err_set(err, EINVAL, "'%.60s' gives no region name", base);
			return err_hint(err, "add one: fw open FILE NAME");
		}
		snprintf(ret, len, "file.%.*s", (int)n, base);
		return true;
	}
	used = strspn(name, NAME_CHARS);
	if (!used || name[used] || used > NAME_MAX_LEN) {
		err_set(err, EINVAL, "'%.60s' is no region name", name);
		return err_hint(err, "letters, digits, _ and -, at most %u", NAME_MAX_LEN);
	}
	snprintf(ret, len, "file.%s", name);
	return true;
}

static bool run_open(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	struct device *dev = s->current->dev;
	struct region region = { .kind = REGION_FILE,
				 .flags = REGION_CAN_READ | REGION_CAN_WRITE | REGION_HOST_MEMORY };
	struct fw_image image = { 0 };
	autofree char *path = NULL;
	autostrbuf human = STRBUF_INIT;
	char size[32];

	if (!load(s, a, &image, &path, err))
		return false;
	if (!region_name(args_word(a, "NAME"), path, region.name, sizeof(region.name), err)) {
		fw_image_finish(&image);
		return false;
	}
	if (device_find_region(dev, region.name)) {
		fw_image_finish(&image);
		err_set(err, EEXIST, "%s has a region %s already", dev->title, region.name);
		return err_hint(err, "give another name: fw open FILE NAME");
	}
	region.size = image.payload_size;
	region.map = keep_payload(s->current, &image);
	device_add_region(dev, &region);
	num_format_size(region.size, size, sizeof(size));
	strbuf_addf(&human, ST_NAME "%s" ST_OFF "  %s, the payload of ", region.name, size);
	strbuf_add_printable(&human, path, SIZE_MAX);
	strbuf_addf(&human, " from 0x%x on", image.payload_at);
	fw_image_finish(&image);
	*ret = value_with_human(value_text(region.name), &human);
	return true;
}

const struct command cmd_fw_open = {
	.name = "fw open",
	.family = "firmware",
	.summary = "make a firmware file's payload a region, file.NAME",
	.details = "The region is a copy without the extended manifest: what a loader sends to the "
		   "DSP. Writing to it changes neither the file nor the device. It goes when the "
		   "device is detached.",
	.example = "catch {fw open sof-tgl.ri tgl}",
	.args = { FILE_ARG,
		  { "NAME", ARG_WORD, ARG_OPTIONAL, "what follows file.; the file's own name" } },
	.flags = CMD_DEVICE,
	.run = run_open,
};
