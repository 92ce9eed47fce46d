/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/config_compare.h"

#include <errno.h>
#include <stdio.h>

#include "backend/pci/caps.h"
#include "backend/pci/compare.h"
#include "backend/support/bits.h"
#include "commands/regs.h"

/* Names from the device's register files; where they have none, from the header and the capability
 * that comes before. */
struct names {
	struct regdb *regs; /* NULL: no register files */
	struct config_cap_list caps;
};

/* "MSI+0x4": the dword, counted from the capability that begins before it. */
static bool name_by_cap(const struct names *names, unsigned offset, struct compare_register *ret)
{
	const struct config_cap *best = NULL;

	for (size_t i = 0; i < names->caps.count; i++) {
		const struct config_cap *cap = &names->caps.caps[i];

		if (cap->offset <= offset && (!best || cap->offset > best->offset))
			best = cap;
	}
	if (!best || best->extended != (offset >= CONFIG_EXT_CAP_START))
		return false;
	snprintf(ret->name, sizeof(ret->name), "%s+0x%x", caps_name(best->id, best->extended),
		 ret->offset - best->offset);
	return true;
}

/* The register of the device's register files that covers the byte, and where it begins. */
static bool find_in_files(const struct names *names, unsigned offset, struct reg_ref *ret,
			  uint64_t *ret_at)
{
	return names->regs && regdb_at(names->regs, "config", offset, ret) &&
	       ret->reg->width_bits <= 32 &&
	       regdb_locate(names->regs, ret, ret_at, &(struct err)ERR_INIT);
}

static bool find_name(void *ctx, const struct config_image *image, unsigned offset,
		      struct compare_register *ret)
{
	const struct names *names = ctx;
	char name[REG_NAME_SIZE * 4];
	struct reg_ref ref;
	uint64_t at;

	if (find_in_files(names, offset, &ref, &at)) {
		ret->offset = (unsigned)at;
		ret->width_bytes = ref.reg->width_bits / 8;
		snprintf(ret->name, sizeof(ret->name), "%s",
			 reg_ref_short_name(&ref, name, sizeof(name)));
		return true;
	}
	return compare_header_register(NULL, image, offset, ret) || name_by_cap(names, offset, ret);
}

/* " BusMaster 0 | 1": the fields that differ, and bits that belong to none. */
static void add_fields(const struct names *names, const struct compare_diff *d, struct strbuf *out)
{
	const char *separator = " ";
	uint32_t rest = d->mask;
	struct reg_ref ref;
	uint64_t at;

	if (find_in_files(names, d->reg.offset, &ref, &at) && at == d->reg.offset) {
		for (size_t i = 0; i < ref.reg->field_count; i++) {
			const struct reg_field *f = &ref.reg->fields[i];
			uint32_t mask = (uint32_t)bits_field_mask(f->high, f->low);

			if (!(d->mask & mask))
				continue;
			strbuf_addf(out, "%s%s 0x%x | 0x%x", separator, f->name,
				    (unsigned)bits_get(d->left, f->high, f->low),
				    (unsigned)bits_get(d->right, f->high, f->low));
			separator = ", ";
			rest &= ~mask;
		}
	}
	if (rest)
		strbuf_addf(out, "%sbits 0x%0*x", separator, (int)d->reg.width_bytes * 2, rest);
}

static void add_line(const struct names *names, const struct compare_diff *d, struct strbuf *out)
{
	int digits = (int)d->reg.width_bytes * 2;

	strbuf_addf(out, "config+0x%03x  " ST_NAME "%-22s" ST_OFF "  0x%0*x | 0x%0*x%*s  ",
		    d->reg.offset, d->reg.name, digits, d->left, digits, d->right, 2 * (8 - digits),
		    "");
	if (d->class == COMPARE_UNEXPECTED) {
		strbuf_addf(out, ST_BAD "%s" ST_OFF ":", compare_class_name(d->class));
		add_fields(names, d, out);
	} else {
		strbuf_addf(out, "%s: %s", compare_class_name(d->class), d->reason);
	}
	strbuf_addc(out, '\n');
}

static struct value *diff_value(const struct compare_diff *d)
{
	struct value *map = value_map();
	unsigned bits = d->reg.width_bytes * 8;

	value_set_uint(map, "offset", d->reg.offset, 16);
	value_set_text(map, "name", d->reg.name);
	value_set_uint(map, "left", d->left, bits);
	value_set_uint(map, "right", d->right, bits);
	value_set_uint(map, "mask", d->mask, bits);
	value_set_text(map, "class", compare_class_name(d->class));
	value_set_text(map, "reason", d->reason);
	return map;
}

static void add_hidden(const struct compare_result *r, struct strbuf *out)
{
	for (size_t i = 0; i < r->hidden_count; i++) {
		const struct config_cap *cap = &r->hidden[i];

		strbuf_addf(out,
			    cap->extended ? "not in VFIO's chain: [%03x] %s\n"
					  : "not in VFIO's chain: [%02x] %s\n",
			    cap->offset, caps_name(cap->id, cap->extended));
	}
}

/* "3 differences in 256 bytes: 2 expected, 1 hidden, 0 unexpected" */
static struct value *summarize(const struct compare_result *r, const struct names *names,
			       const char *other_name, struct strbuf *human)
{
	struct value *map = value_map();
	struct value *diffs = value_list();
	size_t hidden = 0;

	for (size_t i = 0; i < r->count; i++) {
		hidden += r->diffs[i].class == COMPARE_HIDDEN;
		add_line(names, &r->diffs[i], human);
		value_add(diffs, diff_value(&r->diffs[i]));
	}
	add_hidden(r, human);
	if (!r->count)
		strbuf_addf(human, "no difference to %s in %zu bytes\n", other_name, r->bytes);
	else
		strbuf_addf(human,
			    "%zu difference%s to %s in %zu bytes: %zu expected, %zu hidden, "
			    "%zu unexpected\n",
			    r->count, r->count == 1 ? "" : "s", other_name, r->bytes,
			    r->count - hidden - r->unexpected, hidden, r->unexpected);
	value_set_uint(map, "bytes", r->bytes, 0);
	value_set_uint(map, "expected", r->count - hidden - r->unexpected, 0);
	value_set_uint(map, "hidden", hidden, 0);
	value_set_uint(map, "unexpected", r->unexpected, 0);
	value_set(map, "differences", diffs);
	return value_with_human(map, human);
}

bool config_compare_report(struct session *s, const struct config_image *here,
			   const struct config_image *other, const char *other_name,
			   struct value **ret, struct err *err)
{
	struct names names = { NULL, CONFIG_CAP_LIST_INIT };
	struct compare_names finder = { &names, find_name };
	struct compare_result result = COMPARE_RESULT_INIT;
	autostrbuf human = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	struct value *value = NULL;
	size_t unexpected;
	bool ok;

	/* without register files, or a chain, there are fewer names: no reason to fail */
	session_regs(s, s->current, &names.regs, &ignored);
	config_caps_walk(other, &names.caps, &ignored);
	ok = compare_images(here, s->current->dev->ops->config_filtered, other, &finder, &result,
			    err);
	if (ok)
		value = summarize(&result, &names, other_name, &human);
	config_cap_list_finish(&names.caps);
	if (!ok)
		return err_prefix(err, "%.100s", other_name);
	unexpected = result.unexpected;
	compare_finish(&result);
	if (!unexpected) {
		*ret = value;
		return true;
	}
	session_emit(s, value);
	return err_set(err, EUCLEAN, "%zu unexpected difference%s to %.100s", unexpected,
		       unexpected == 1 ? "" : "s", other_name);
}
