/* SPDX-License-Identifier: GPL-2.0-or-later */
/* config: configuration space as a dump, decoded, as a list of capabilities, compared. */
#include "commands/command.h"

#include <errno.h>
#include <string.h>

#include "backend/pci/bdf.h"
#include "backend/pci/caps.h"
#include "backend/pci/dumpfile.h"
#include "backend/support/bits.h"
#include "backend/support/hexdump.h"
#include "backend/support/mem.h"
#include "backend/support/userfile.h"
#include "commands/args.h"
#include "commands/config_compare.h"
#include "commands/config_space.h"
#include "commands/session.h"

/* -- config dump -- */

static const struct {
	const char *name;
	enum hexdump_format format;
} formats[] = {
	{ "hexdump", HEXDUMP_WORDS },
	{ "hexdump-c", HEXDUMP_CANONICAL },
	{ "lspci", HEXDUMP_LSPCI },
	{ "xxd", HEXDUMP_XXD },
};

static void add_lspci(const struct device *dev, const struct config_image *image, size_t len,
		      struct strbuf *out)
{
	const char *bdf = config_space_bdf(dev);
	autostrbuf title = STRBUF_INIT;

	/* lspci -F takes no function without an address */
	caps_add_title(image, bdf[0] ? bdf : "00:00.0", &title);
	hexdump_add_lspci(out, strbuf_text(&title), image->bytes, len);
}

static void add_dump(const struct device *dev, const struct config_image *image, const char *format,
		     struct strbuf *out)
{
	size_t len = config_extent(image);

	if (!strcmp(format, "raw")) {
		strbuf_add(out, image->bytes, len);
		return;
	}
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++) {
		if (strcmp(format, formats[i].name))
			continue;
		if (formats[i].format == HEXDUMP_LSPCI)
			add_lspci(dev, image, len, out);
		else
			hexdump_add(out, formats[i].format, image->bytes, len, 0);
	}
}

static bool run_dump(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	const char *format = args_word(a, "-format");
	const char *path = args_word(a, "FILE");
	autostrbuf out = STRBUF_INIT;
	struct config_image image;

	if (!format)
		format = "hexdump";
	if (!strcmp(format, "raw") && !path) {
		err_set(err, EINVAL, "raw bytes need a file to go to");
		return err_hint(err, "config dump config.bin -format raw");
	}
	if (!config_space_read(s->current->dev, &image, err))
		return false;
	add_dump(s->current->dev, &image, format, &out);
	if (path) {
		if (!userfile_write(path, args_has(a, "-force"), out.buf, out.len, err))
			return false;
		*ret = value_none();
		return true;
	}
	*ret = value_text(strbuf_text(&out));
	*ret = value_with_human(*ret, &out);
	return true;
}

const struct command cmd_config_dump = {
	.name = "config dump",
	.family = "config",
	.summary = "show or save configuration space as bytes",
	.details =
		"The text is byte for byte what hexdump, hexdump -C, lspci -xxxx or xxd print of "
		"it: lspci -F, xxd -r and dump:FILE read it back. Reads each dword of the region "
		"config once.",
	.example = "config dump\n"
		   "config dump config.txt -format lspci",
	.args = { { "FILE", ARG_FILE, ARG_OPTIONAL, "write to this file, nothing is shown", NULL,
		    NULL },
		  { "-format", ARG_CHOICE, 0, "how the bytes are written; hexdump if not given",
		    "hexdump|hexdump-c|lspci|xxd|raw", NULL },
		  { "-force", ARG_FLAG, 0, "overwrite the file", NULL, NULL } },
	.flags = CMD_DEVICE,
	.run = run_dump,
};

/* -- config decode, config caps -- */

static bool decode(struct session *s, struct config_image *image, struct caps_decode *ret,
		   struct err *err)
{
	return config_space_read(s->current->dev, image, err) &&
	       caps_decode(image, config_space_devfn(s->current->dev), ret, err);
}

static struct value *lines_value(const struct caps_decode *d, size_t first, size_t count)
{
	struct value *lines = value_list();

	for (size_t i = first; i < first + count; i++) {
		struct value *line = value_map();

		value_set_uint(line, "offset", d->lines[i].offset, 16);
		value_set_uint(line, "indent", d->lines[i].indent, 0);
		value_set_text(line, "text", d->lines[i].text);
		value_add(lines, line);
	}
	return lines;
}

static struct value *cap_value(const struct caps_entry *cap)
{
	struct value *map = value_map();

	value_set_text(map, "name", cap->name);
	value_set_uint(map, "id", cap->id, 16);
	value_set_bool(map, "extended", cap->extended);
	value_set_uint(map, "offset", cap->offset, 16);
	if (cap->version)
		value_set_uint(map, "version", cap->version, 0);
	return map;
}

static struct value *decode_detail(const struct caps_decode *d, const char *title)
{
	struct value *detail = value_map();
	struct value *caps = value_list();
	size_t header = d->entry_count ? d->entries[0].first_line : d->line_count;

	value_set_text(detail, "title", title);
	value_set(detail, "header", lines_value(d, 0, header));
	for (size_t i = 0; i < d->entry_count; i++) {
		struct value *cap = cap_value(&d->entries[i]);

		value_set(cap, "lines",
			  lines_value(d, d->entries[i].first_line, d->entries[i].line_count));
		value_add(caps, cap);
	}
	value_set(detail, "capabilities", caps);
	return detail;
}

static bool run_decode(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	struct caps_decode d = CAPS_DECODE_INIT;
	const char *bdf = config_space_bdf(s->current->dev);
	autostrbuf title = STRBUF_INIT, text = STRBUF_INIT;
	struct config_image image;
	struct value *value;

	(void)a;
	if (!decode(s, &image, &d, err))
		return false;
	caps_add_title(&image, bdf[0] ? bdf : s->current->dev->name, &title);
	strbuf_addf(&text, "%s\n", strbuf_text(&title));
	caps_add_text(&d, 0, d.line_count, &text);
	value = value_text(strbuf_text(&text));
	*ret = value_with_detail(value_with_human(value, &text),
				 decode_detail(&d, strbuf_text(&title)));
	caps_decode_finish(&d);
	return true;
}

const struct command cmd_config_decode = {
	.name = "config decode",
	.family = "config",
	.summary = "say what configuration space means, in the words of lspci -vvv",
	.details =
		"The header, then every capability and extended capability, register by register. "
		"Only what is in the bytes: no driver, no BAR sizes. A chain that loops or breaks "
		"ends with a line that says so. --json gives each line with its offset.",
	.example = "config decode",
	.flags = CMD_DEVICE,
	.run = run_decode,
};

static void cap_line(const struct caps_entry *cap, struct strbuf *out)
{
	strbuf_addf(out, cap->extended ? "[%03x] %s" : "[%02x] %s", cap->offset, cap->name);
	if (cap->version)
		strbuf_addf(out, " v%u", cap->version);
}

static bool run_caps(struct session *s, const struct args *a, struct value **ret, struct err *err)
{
	struct caps_decode d = CAPS_DECODE_INIT;
	struct value *list = value_list();
	struct value *detail = value_list();
	autostrbuf human = STRBUF_INIT;
	struct config_image image;

	(void)a;
	if (!decode(s, &image, &d, err)) {
		value_destroy(list);
		value_destroy(detail);
		return false;
	}
	for (size_t i = 0; i < d.entry_count; i++) {
		autostrbuf line = STRBUF_INIT;

		cap_line(&d.entries[i], &line);
		value_add(list, value_text(strbuf_text(&line)));
		value_add(detail, cap_value(&d.entries[i]));
		strbuf_addf(&human, "%s\n", strbuf_text(&line));
	}
	if (!d.entry_count)
		strbuf_adds(&human, "no capabilities");
	caps_decode_finish(&d);
	*ret = value_with_detail(value_with_human(list, &human), detail);
	return true;
}

const struct command cmd_config_caps = {
	.name = "config caps",
	.family = "config",
	.summary = "list the capabilities and where they are",
	.details =
		"One line each: [offset] name and version. Offsets of extended capabilities have "
		"three digits.",
	.example = "config caps",
	.flags = CMD_DEVICE,
	.run = run_caps,
};

/* -- config compare -- */

/* The other side: the kernel's own view of the same function, or a saved dump. */
static bool load_other(struct session *s, const char *word, struct config_image *ret,
		       struct err *err)
{
	const char *bdf = config_space_bdf(s->current->dev);
	struct dumpfile_function function;
	struct bdf full;
	autofree char *path = NULL;

	if (strcmp(word, "sysfs")) {
		if (!dumpfile_load_function(word, bdf[0] ? bdf : NULL, &function, err))
			return false;
		*ret = function.image;
		return true;
	}
	if (!bdf[0]) {
		err_set(err, ENODEV,
			"%s is no function of this machine: sysfs has nothing to compare",
			s->current->dev->title);
		return err_hint(err, "name a saved dump: config compare FILE");
	}
	if (!bdf_resolve(SYSFS_PCI, bdf, &full, err))
		return false;
	path = xasprintf(SYSFS_PCI "/%s/config", full.text);
	if (!dumpfile_load_function(path, NULL, &function, err))
		return false;
	*ret = function.image;
	return true;
}

static bool run_compare(struct session *s, const struct args *a, struct value **ret,
			struct err *err)
{
	const char *word = args_word(a, "OTHER");
	struct config_image here, other;

	if (!load_other(s, word ? word : "sysfs", &other, err) ||
	    !config_space_read(s->current->dev, &here, err))
		return false;
	return config_compare_report(s, &here, &other, word ? word : "sysfs", ret, err);
}

const struct command cmd_config_compare = {
	.name = "config compare",
	.family = "config",
	.summary = "compare configuration space with sysfs or a saved dump",
	.details =
		"Through VFIO a program sees a filtered view: BARs, MSI and some bits are "
		"emulated, some capabilities hidden. Each difference is shown with its reason, as "
		"expected, hidden or UNEXPECTED; only the last kind makes the command fail. "
		"Unprivileged, sysfs gives the first 64 bytes.",
	.example = "config dump before.txt -format lspci\n"
		   "config compare before.txt",
	.args = { { "OTHER", ARG_FILE, ARG_OPTIONAL,
		    "sysfs (if not given), or a saved dump: FILE or FILE@BDF", NULL, NULL } },
	.flags = CMD_DEVICE,
	.run = run_compare,
};
