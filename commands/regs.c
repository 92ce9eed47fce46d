/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/regs.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "backend/pci/config.h"
#include "backend/regs/index.h"
#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/support/strbuf.h"

#define FAMILY	       "regs"
#define MAX_INDEX_SIZE (1024 * 1024)

struct reg_set {
	struct regdb *db;
	struct device *dev; /* NULL: the session's own set */
	bool loaded;
	const struct reg_block *block; /* begun last */
	struct config_cap_list caps;   /* as far as they were needed */
	bool header_known;
	unsigned header_type; /* of config space: 0 an endpoint, 1 a bridge */
};

/* The device whose files are being read. */
struct reg_session {
	struct session_device *loading;
};

static void destroy_set(void *data)
{
	struct reg_set *set = data;

	config_cap_list_finish(&set->caps);
	regdb_destroy(set->db);
	free(set);
}

static struct reg_session *state_of(struct session *s)
{
	struct reg_session *state = slot_get(&s->slots, "regs session");

	if (!state) {
		state = xcalloc(1, sizeof(*state));
		slot_set(&s->slots, "regs session", state, free);
	}
	return state;
}

/* Where capabilities are. Only their headers are read, each when the chain leads to it. */

static bool read_dword(struct reg_set *set, struct region *config, struct config_image *image,
		       uint64_t offset, struct err *err)
{
	uint8_t bytes[4];
	uint64_t value;

	if (!device_read(set->dev, config, offset & ~UINT64_C(3), 32, &value, err))
		return false;
	bytes[0] = (uint8_t)value;
	bytes[1] = (uint8_t)(value >> 8);
	bytes[2] = (uint8_t)(value >> 16);
	bytes[3] = (uint8_t)(value >> 24);
	config_set(image, offset & ~UINT64_C(3), bytes, 4);
	return true;
}

static bool read_header(struct reg_set *set, struct config_image *image, struct region **ret,
			struct err *err)
{
	struct region *config;

	if (!device_need_region(set->dev, "config", &config, err))
		return false;
	config_init(image);
	for (uint64_t offset = 0; offset < CONFIG_HEADER_SIZE; offset += 4)
		if ((offset == CONFIG_COMMAND || offset == (CONFIG_HEADER_TYPE & ~3) ||
		     offset == CONFIG_CAP_PTR || offset == 0) &&
		    !read_dword(set, config, image, offset, err))
			return false;
	*ret = config;
	return true;
}

static bool walk_caps(struct reg_set *set, struct err *err)
{
	autofree struct config_image *image = xcalloc(1, sizeof(*image));
	struct region *config;

	if (!read_header(set, image, &config, err))
		return false;
	for (;;) {
		struct err ignored;
		size_t read = 0;

		config_cap_list_finish(&set->caps);
		if (!config_caps_walk(image, &set->caps, err))
			return false;
		for (size_t i = 0; i < set->caps.problem_count; i++) {
			const struct config_chain_problem *problem = &set->caps.problems[i];

			if (problem->end == CONFIG_CHAIN_UNREAD &&
			    range_inside(problem->offset, 4, config->size) &&
			    read_dword(set, config, image, problem->offset, &ignored))
				read++;
		}
		if (!read)
			return true;
	}
}

/* One read, the first time: it says what the function is, which does not change. */
static bool know_header_type(struct reg_set *set, struct err *err)
{
	struct region *config;
	uint64_t type;

	if (set->header_known)
		return true;
	if (!device_need_region(set->dev, "config", &config, err) ||
	    !device_read(set->dev, config, CONFIG_HEADER_TYPE, 8, &type, err))
		return false;
	if (type == 0xff)
		return err_set(err, ENODATA, "the header type of this device reads all ones");
	set->header_type = type & 0x7f; /* bit 7: other functions */
	set->header_known = true;
	return true;
}

static bool header_is(struct reg_set *set, unsigned type, struct err *err)
{
	if (!know_header_type(set, err))
		return false;
	if (set->header_type != type)
		return err_set(err, ENOENT, "the header of this device has type %u, not %u",
			       set->header_type, type);
	return true;
}

static bool locate(void *ctx, const struct reg_block *block, uint64_t *ret, struct err *err)
{
	struct reg_set *set = ctx;
	bool extended = block->base == REG_BASE_EXT_CAP;
	const struct config_cap *cap;

	if (block->base == REG_BASE_HEADER) {
		if (!header_is(set, block->base_id, err))
			return false;
		*ret = 0;
		return true;
	}
	cap = config_cap_find(&set->caps, block->base_id, extended, 0);
	if (!cap && !walk_caps(set, err))
		return false;
	cap = config_cap_find(&set->caps, block->base_id, extended, 0);
	if (!cap) {
		err_set(err, ENOENT, "this device has no such capability (%s)", block->help);
		return err_hint(err, "config caps lists those it has");
	}
	*ret = cap->offset;
	return true;
}

/* Files */

static struct reg_set *set_of(struct session *s, struct session_device *device)
{
	struct session_slot **slots = device ? &device->slots : &s->slots;
	struct reg_set *set = slot_get(slots, FAMILY);

	if (set)
		return set;
	set = xcalloc(1, sizeof(*set));
	set->db = regdb_create();
	set->dev = device ? device->dev : NULL;
	set->loaded = !device;
	if (device)
		regdb_set_locator(set->db, locate, set);
	slot_set(slots, FAMILY, set, destroy_set);
	return set;
}

/* The whole text; a file that does not exist is empty. */
static bool read_text(const char *path, struct strbuf *ret, struct err *err)
{
	FILE *in = fopen(path, "re");
	size_t n;

	if (!in)
		return errno == ENOENT || err_sys(err, errno, "%s", path);
	do {
		n = fread(strbuf_reserve(ret, 4096), 1, 4096, in);
		strbuf_commit(ret, n);
	} while (n && ret->len < MAX_INDEX_SIZE);
	fclose(in);
	return true;
}

static bool source_into(struct session *s, struct session_device *device, const char *path,
			struct err *err)
{
	struct reg_session *state = state_of(s);
	struct session_device *before = state->loading;
	bool ok;

	state->loading = device;
	if (device)
		device->held++;
	ok = s->host.source(s->host.ctx, path, err);
	if (device)
		device->held--;
	state->loading = before;
	return ok;
}

static bool load(struct session *s, struct session_device *device, struct err *err)
{
	autofree char *path = xasprintf("%s/regs/index", s->scripts_dir);
	autostrlist files = STRLIST_INIT;
	autostrbuf text = STRBUF_INIT;

	if (!read_text(path, &text, err))
		return false;
	if (!reg_index_match(strbuf_text(&text), &device->dev->pci, &files, err))
		return err_prefix(err, "%s", path);
	for (size_t i = 0; i < files.count; i++) {
		autofree char *file = xasprintf("%s/regs/%s.tcl", s->scripts_dir, files.items[i]);

		if (!source_into(s, device, file, err))
			return false;
	}
	return true;
}

bool session_regs(struct session *s, struct session_device *device, struct regdb **ret,
		  struct err *err)
{
	struct reg_set *set = set_of(s, device);

	if (!set->loaded) {
		/* Before, not after: a file may look registers up itself, and a broken one should
		 * stop one command, not every one. */
		set->loaded = true;
		if (!load(s, device, err))
			return false;
	}
	*ret = set->db;
	return true;
}

bool session_find_reg(struct session *s, struct session_device *device, const char *word,
		      struct reg_ref *ret, struct err *err)
{
	struct regdb *db;

	return session_regs(s, device, &db, err) &&
	       regdb_find(db, word, s->interactive ? REGDB_PREFIX : 0, ret, err);
}

bool session_regs_target(struct session *s, struct regdb **ret, const struct reg_block ***ret_block,
			 struct err *err)
{
	struct reg_session *state = state_of(s);
	struct session_device *device = state->loading ? state->loading : s->current;

	if (!session_regs(s, device, ret, err))
		return false;
	*ret_block = &set_of(s, device)->block;
	return true;
}

void session_reg_files(struct session *s, struct strlist *ret)
{
	autofree char *folder = xasprintf("%s/regs", s->scripts_dir);
	const struct dirent *entry;
	DIR *dir = opendir(folder);

	while (dir && (entry = readdir(dir))) {
		size_t len = strlen(entry->d_name);

		if (len > 4 && !strcmp(entry->d_name + len - 4, ".tcl"))
			strlist_addf(ret, "%.*s", (int)len - 4, entry->d_name);
	}
	if (dir)
		closedir(dir);
	strlist_sort_unique(ret);
}

static bool no_file(struct session *s, const char *name, struct err *err)
{
	autostrlist files = STRLIST_INIT;
	autostrbuf names = STRBUF_INIT;

	session_reg_files(s, &files);
	for (size_t i = 0; i < files.count; i++)
		strbuf_addf(&names, " %s", files.items[i]);
	err_set(err, ENOENT, "there is no register file '%.80s'", name);
	return err_hint(err, "a path, or one of%s", strbuf_text(&names));
}

bool session_open_regs(struct session *s, const char *name, struct err *err)
{
	autofree char *shipped = xasprintf("%s/regs/%s.tcl", s->scripts_dir, name);
	struct reg_session *state = state_of(s);
	struct session_device *device = state->loading ? state->loading : s->current;
	const char *path = name;
	struct regdb *db;

	if (access(name, F_OK)) {
		if (strchr(name, '/') || access(shipped, F_OK))
			return no_file(s, name, err);
		path = shipped;
	}
	/* The device's own files first, so that this one can replace blocks of theirs. */
	return session_regs(s, device, &db, err) && source_into(s, device, path, err);
}
