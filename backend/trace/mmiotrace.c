/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel's mmiotrace (Documentation/trace/mmiotrace.rst):
 *
 *	PCIDEV BUSDEVFN VENDORDEVICE IRQ BASE0..5 ROM LENGTH0..5 ROM DRIVER   hexadecimal
 *	R|W BYTES SECONDS MAP PHYSICAL VALUE PC PID
 *	MAP UNMAP MARK UNKNOWN LOST ...
 *
 * Of a BASE the low four bits are its flags. */
#include "backend/trace/tracefile.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"
#include "backend/support/num.h"

enum { MAX_DEVICES = 256, BARS = 6 };

struct function {
	uint32_t id; /* vendor and device as one number, as in the file */
	uint64_t base[BARS], length[BARS];
	size_t accesses;
};

struct reader {
	struct function functions[MAX_DEVICES];
	size_t count;
	size_t outside;	 /* accesses to no BAR of them */
	uint32_t wanted; /* 0: any */
	size_t chosen;	 /* of functions; the one of the records */
};

static bool hex_word(char **line, uint64_t *ret)
{
	const char *word;
	char *end;

	do
		word = strsep(line, " ");
	while (word && !*word);
	if (!word)
		return false;
	*ret = strtoull(word, &end, 16);
	return !*end;
}

static bool parse_function(char *rest, struct reader *r, struct err *err)
{
	struct function *f = &r->functions[r->count];
	uint64_t slot, id, irq, rom;

	if (r->count == MAX_DEVICES)
		return err_set(err, EINVAL, "more than %d devices", MAX_DEVICES);
	if (!hex_word(&rest, &slot) || !hex_word(&rest, &id) || !hex_word(&rest, &irq))
		return err_set(err, EINVAL, "a PCIDEV line that is too short");
	*f = (struct function){ .id = (uint32_t)id };
	for (unsigned i = 0; i < BARS; i++)
		if (!hex_word(&rest, &f->base[i]))
			return err_set(err, EINVAL, "a PCIDEV line that is too short");
	if (!hex_word(&rest, &rom))
		return err_set(err, EINVAL, "a PCIDEV line that is too short");
	for (unsigned i = 0; i < BARS; i++) {
		if (!hex_word(&rest, &f->length[i]))
			return err_set(err, EINVAL, "a PCIDEV line that is too short");
		f->base[i] &= ~UINT64_C(0xf);
	}
	r->count++;
	return true;
}

static struct function *find_function(struct reader *r, uint64_t physical, unsigned *bar)
{
	for (size_t i = 0; i < r->count; i++)
		for (*bar = 0; *bar < BARS; ++*bar) {
			struct function *f = &r->functions[i];

			if (physical >= f->base[*bar] &&
			    range_inside(physical - f->base[*bar], 1, f->length[*bar]))
				return f;
		}
	return NULL;
}

/* Times are since the kernel's own start; the driver's first access is what the others count from. */
static bool parse_access(char *line, struct reader *r, struct trace_file *ret, struct err *err)
{
	struct trace_record record = { .kind = line[0] == 'W' ? TRACE_WRITE : TRACE_READ };
	unsigned long long physical, value;
	unsigned bytes, bar, seconds, us;
	struct function *f;

	if (sscanf(line + 1, " %u %u.%6u %*d %llx %llx", &bytes, &seconds, &us, &physical,
		   &value) != 5 ||
	    (bytes != 1 && bytes != 2 && bytes != 4 && bytes != 8) || num_width(value) > bytes * 8)
		return err_set(err, EINVAL, "'%.60s' is no access of an mmiotrace", line);
	f = find_function(r, physical, &bar);
	if (!f) {
		r->outside++;
		return true;
	}
	f->accesses++;
	if (r->wanted && f->id != r->wanted)
		return true;
	record.at_ns = seconds * UINT64_C(1000000000) + us * UINT64_C(1000);
	record.width_bits = bytes * 8;
	record.offset = physical - f->base[bar];
	record.value = value;
	snprintf(record.what, sizeof(record.what), "bar%u", bar);
	r->chosen = (size_t)(f - r->functions);
	trace_file_add(ret, &record);
	return true;
}

static bool parse_line(char *line, struct reader *r, struct trace_file *ret, struct err *err)
{
	if (!strncmp(line, "PCIDEV ", 7))
		return parse_function(line + 7, r, err);
	if ((line[0] == 'R' || line[0] == 'W') && line[1] == ' ')
		return parse_access(line, r, ret, err);
	if (!strncmp(line, "LOST", 4))
		return err_set(err, EINVAL, "the kernel lost events here: the trace is not whole");
	return true;
}

/* One device, and what is in the file of it. */
static bool settle(struct reader *r, const char *name, struct trace_file *ret, struct err *err)
{
	const struct function *f = &r->functions[r->chosen];
	size_t used = 0;

	if (!ret->count) {
		err_set(err, ENOENT, "%.150s has no access to a BAR%s", name,
			r->wanted ? " of that device" : "");
		return err_hint(err, "devices in it: %zu, accesses elsewhere: %zu", r->count,
				r->outside);
	}
	for (size_t i = 0; i < r->count && !r->wanted; i++)
		used += r->functions[i].accesses != 0;
	if (used > 1) {
		err_set(err, EEXIST, "%.120s has accesses to %zu devices", name, used);
		return err_hint(err, "choose one: -device %04x:%04x", f->id >> 16, f->id & 0xffff);
	}
	snprintf(ret->about, sizeof(ret->about), "%04x:%04x, mmiotrace", f->id >> 16,
		 f->id & 0xffff);
	for (size_t i = ret->count; i--;)
		ret->records[i].at_ns -= ret->records[0].at_ns;
	return true;
}

static bool parse_lines(char *text, const char *name, struct reader *r, struct trace_file *ret,
			struct err *err)
{
	unsigned number = 0;

	for (char *line; (line = strsep(&text, "\n"));) {
		number++;
		if (!parse_line(line, r, ret, err))
			return err_prefix(err, "%.100s:%u", name, number);
	}
	return settle(r, name, ret, err);
}

bool mmiotrace_parse(char *text, const char *name, const char *device, struct trace_file *ret,
		     struct err *err)
{
	autofree struct reader *r = xcalloc(1, sizeof(*r));
	unsigned vendor, id;
	char extra;

	if (device) {
		if (sscanf(device, "%4x:%4x%c", &vendor, &id, &extra) != 2)
			return err_set(err, EINVAL, "'%.40s' is not VENDOR:DEVICE", device);
		r->wanted = vendor << 16 | id;
	}
	return parse_lines(text, name, r, ret, err);
}
