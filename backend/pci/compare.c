/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/pci/compare.h"

#include <errno.h>
#include <stdio.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"

/* Where a rule applies. */
enum rule_place {
	IN_HEADER,	/* of type 0: VFIO takes no bridges */
	IN_CAP,		/* a standard capability */
	IN_ANY_CAP,	/* every standard capability */
	IN_ANY_EXT_CAP, /* every extended capability */
	IN_MSI_32,	/* an MSI capability with 32-bit addresses */
	IN_MSI_64,
};

/* What vfio-pci does on purpose (kernels 6.1 to 7.2, drivers/vfio/pci/vfio_pci_config.c; seen in a
 * guest beside sysfs). Bits that no rule names are the hardware's. */
struct rule {
	enum rule_place place;
	uint16_t id; /* IN_CAP */
	uint16_t offset;
	uint32_t mask; /* of the dword at offset */
	enum compare_class class;
	const char *reason;
};

#define CAP_VPD 0x03
#define CAP_MSI 0x05
#define CAP_AF	0x13

#define BAR_REASON   "VFIO virtualizes BARs: access goes by region, not by address"
#define ROM_REASON   "VFIO virtualizes the ROM BAR: access goes by region, not by address"
#define MSI_REASON   "the host programs the real MSI registers; VFIO shows a copy as of open"
#define VPD_REASON   "VFIO emulates the VPD window: the kernel does the access"
#define PME_REASON   "PME is handled by the host: VFIO shows none"
#define CHAIN_REASON "VFIO leaves capabilities out of its chain"

static const struct rule rules[] = {
	{ IN_HEADER, 0, 0x00, 0xffffffff, COMPARE_EXPECTED,
	  "VFIO emulates the ids: a virtual function has none in hardware" },
	{ IN_HEADER, 0, 0x04, 0x00000400, COMPARE_EXPECTED,
	  "VFIO emulates DisINTx: the kernel masks INTx with the real bit" },
	{ IN_HEADER, 0, 0x04, 0x00000002, COMPARE_EXPECTED,
	  "VFIO shows Mem+ where the function has no such bit" },
	{ IN_HEADER, 0, 0x04, 0x00100000, COMPARE_HIDDEN, CHAIN_REASON },
	{ IN_HEADER, 0, 0x10, 0xffffffff, COMPARE_EXPECTED, BAR_REASON },
	{ IN_HEADER, 0, 0x14, 0xffffffff, COMPARE_EXPECTED, BAR_REASON },
	{ IN_HEADER, 0, 0x18, 0xffffffff, COMPARE_EXPECTED, BAR_REASON },
	{ IN_HEADER, 0, 0x1c, 0xffffffff, COMPARE_EXPECTED, BAR_REASON },
	{ IN_HEADER, 0, 0x20, 0xffffffff, COMPARE_EXPECTED, BAR_REASON },
	{ IN_HEADER, 0, 0x24, 0xffffffff, COMPARE_EXPECTED, BAR_REASON },
	{ IN_HEADER, 0, 0x30, 0xffffffff, COMPARE_EXPECTED, ROM_REASON },
	{ IN_HEADER, 0, 0x34, 0x000000ff, COMPARE_HIDDEN, CHAIN_REASON },
	{ IN_HEADER, 0, 0x3c, 0x000000ff, COMPARE_EXPECTED,
	  "the interrupt line is a scratch byte of VFIO" },
	{ IN_HEADER, 0, 0x3c, 0x0000ff00, COMPARE_EXPECTED,
	  "VFIO shows no interrupt pin when the kernel cannot use INTx" },
	{ IN_ANY_CAP, 0, 0x00, 0x0000ff00, COMPARE_HIDDEN, CHAIN_REASON },
	{ IN_ANY_EXT_CAP, 0, 0x00, 0xffffffff, COMPARE_HIDDEN, CHAIN_REASON },
	{ IN_CAP, CONFIG_CAP_ID_PM, 0x00, 0xf8000000, COMPARE_EXPECTED, PME_REASON },
	{ IN_CAP, CONFIG_CAP_ID_PM, 0x04, 0x00008100, COMPARE_EXPECTED, PME_REASON },
	{ IN_CAP, CAP_VPD, 0x00, 0xffff0000, COMPARE_EXPECTED, VPD_REASON },
	{ IN_CAP, CAP_VPD, 0x04, 0xffffffff, COMPARE_EXPECTED, VPD_REASON },
	{ IN_CAP, CAP_MSI, 0x00, 0x00ff0000, COMPARE_EXPECTED, MSI_REASON },
	{ IN_CAP, CAP_MSI, 0x04, 0xffffffff, COMPARE_EXPECTED, MSI_REASON },
	{ IN_MSI_32, CAP_MSI, 0x08, 0x0000ffff, COMPARE_EXPECTED, MSI_REASON },
	{ IN_MSI_64, CAP_MSI, 0x08, 0xffffffff, COMPARE_EXPECTED, MSI_REASON },
	{ IN_MSI_64, CAP_MSI, 0x0c, 0x0000ffff, COMPARE_EXPECTED, MSI_REASON },
	{ IN_CAP, CONFIG_CAP_ID_EXPRESS, 0x08, 0x000000e0, COMPARE_EXPECTED,
	  "VFIO emulates MaxPayload: the kernel sets the real one" },
	{ IN_CAP, CONFIG_CAP_ID_EXPRESS, 0x08, 0x00007000, COMPARE_EXPECTED,
	  "VFIO emulates MaxReadReq and never lets it go below MaxPayload" },
	{ IN_CAP, CONFIG_CAP_ID_EXPRESS, 0x08, 0x00008000, COMPARE_EXPECTED,
	  "VFIO emulates FLReset: the kernel resets the function" },
	{ IN_CAP, CAP_AF, 0x04, 0x00000001, COMPARE_EXPECTED,
	  "VFIO emulates FLR: the kernel resets the function" },
};

struct compare {
	const struct config_image *left, *right;
	bool left_is_vfio;
	bool chain_explained; /* every capability that left lacks is one that VFIO hides */
	struct config_cap_list left_caps, right_caps;
	struct compare_names names;
	struct compare_result result;
};

/* Does vfio-pci take that capability out of its chain? DVSEC: up to kernel 6.1 at least. */
static bool vfio_hides(const struct config_cap *cap)
{
	static const uint8_t visible[] = { 0x01, 0x02, 0x03, 0x04, 0x08, 0x09, 0x0b, 0x0d, 0x0e,
					   0x0f, 0x10, 0x12, 0x13, 0x15, 0x16, 0x17, 0x18 };
	static const uint8_t hidden[] = {
		0x00, 0x04, 0x06, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x14
	};

	if (cap->extended) {
		for (size_t i = 0; i < ARRAY_SIZE(visible); i++)
			if (visible[i] == cap->id)
				return false;
		return true;
	}
	for (size_t i = 0; i < ARRAY_SIZE(hidden); i++)
		if (hidden[i] == cap->id)
			return true;
	return cap->id > 0x14;
}

static const struct config_cap *cap_at(const struct config_cap_list *list, unsigned offset,
				       bool extended)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->caps[i].offset == offset && list->caps[i].extended == extended)
			return &list->caps[i];
	return NULL;
}

static void find_hidden(struct compare *c)
{
	struct compare_result *r = &c->result;

	c->chain_explained = true;
	r->hidden = xreallocarray(NULL, c->right_caps.count + 1, sizeof(*r->hidden));
	for (size_t i = 0; i < c->right_caps.count; i++) {
		const struct config_cap *cap = &c->right_caps.caps[i];
		const struct config_cap *seen = cap_at(&c->left_caps, cap->offset, cap->extended);

		/* the first extended capability cannot be unlinked: its id becomes 0 */
		if (seen && seen->id == cap->id)
			continue;
		r->hidden[r->hidden_count++] = *cap;
		c->chain_explained &= vfio_hides(cap);
	}
}

static bool rule_covers_cap(const struct compare *c, const struct rule *rule,
			    const struct config_cap *cap)
{
	bool wide;

	if (rule->place == IN_ANY_EXT_CAP)
		return cap->extended;
	if (cap->extended)
		return false;
	if (rule->place == IN_ANY_CAP)
		return true;
	if (rule->id != cap->id)
		return false;
	wide = config_peek(c->right, cap->offset + 2u, 1) & 0x80;
	return rule->place == IN_CAP || (rule->place == IN_MSI_64) == wide;
}

/* The bits of the byte at offset that rule explains when it applies from base on. */
static uint8_t rule_bits(const struct rule *rule, unsigned base, unsigned offset)
{
	unsigned from = base + rule->offset;

	return offset >= from && offset < from + 4 ? (uint8_t)(rule->mask >> 8 * (offset - from))
						   : 0;
}

static uint8_t rule_bits_anywhere(const struct compare *c, const struct rule *rule, unsigned offset)
{
	uint8_t bits = 0;

	if (rule->place == IN_HEADER)
		return rule_bits(rule, 0, offset);
	for (size_t i = 0; i < c->right_caps.count; i++) {
		const struct config_cap *cap = &c->right_caps.caps[i];

		if (rule_covers_cap(c, rule, cap))
			bits |= rule_bits(rule, cap->offset, offset);
	}
	return bits;
}

/* The rule for one bit, or NULL. */
static const struct rule *rule_for(const struct compare *c, unsigned offset, uint8_t bit)
{
	if (!c->left_is_vfio)
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
		const struct rule *rule = &rules[i];

		if (rule_bits_anywhere(c, rule, offset) & bit)
			return rule->class == COMPARE_HIDDEN && !c->chain_explained ? NULL : rule;
	}
	return NULL;
}

static void find_register(const struct compare *c, unsigned offset, struct compare_register *ret)
{
	*ret = (struct compare_register){ .offset = offset & ~3u, .width_bytes = 4 };
	c->names.find(c->names.ctx, c->right, offset, ret);
}

/* One more differing bit: into the diff of its register and reason, or a new one. */
static void add_bit(struct compare *c, const struct compare_register *reg, uint32_t bit,
		    const struct rule *rule)
{
	struct compare_result *r = &c->result;
	enum compare_class class = rule ? rule->class : COMPARE_UNEXPECTED;
	const char *reason = rule ? rule->reason : "";

	for (size_t i = r->count; i-- > 0 && r->diffs[i].reg.offset == reg->offset;) {
		if (r->diffs[i].class == class && r->diffs[i].reason == reason) {
			r->diffs[i].mask |= bit;
			return;
		}
	}
	if (r->count % 32 == 0)
		r->diffs = xreallocarray(r->diffs, r->count + 32, sizeof(*r->diffs));
	r->diffs[r->count++] = (struct compare_diff){
		.reg = *reg,
		.left = config_peek(c->left, reg->offset, reg->width_bytes),
		.right = config_peek(c->right, reg->offset, reg->width_bytes),
		.mask = bit,
		.class = class,
		.reason = reason,
	};
	r->unexpected += class == COMPARE_UNEXPECTED;
}

static void compare_byte(struct compare *c, unsigned offset)
{
	uint8_t differs = c->left->bytes[offset] ^ c->right->bytes[offset];
	struct compare_register reg;

	if (!differs)
		return;
	find_register(c, offset, &reg);
	for (unsigned b = 0; b < 8; b++) {
		if (differs >> b & 1)
			add_bit(c, &reg, 1u << (8 * (offset - reg.offset) + b),
				rule_for(c, offset, (uint8_t)(1u << b)));
	}
}

static void compare_bytes(struct compare *c)
{
	for (unsigned offset = 0; offset < CONFIG_MAX_SIZE; offset++) {
		if (!config_known(c->left, offset, 1) || !config_known(c->right, offset, 1))
			continue;
		c->result.bytes++;
		compare_byte(c, offset);
	}
}

bool compare_images(const struct config_image *left, bool left_is_vfio,
		    const struct config_image *right, const struct compare_names *names,
		    struct compare_result *ret, struct err *err)
{
	struct compare c = {
		.left = left,
		.right = right,
		.left_is_vfio = left_is_vfio,
		.left_caps = CONFIG_CAP_LIST_INIT,
		.right_caps = CONFIG_CAP_LIST_INIT,
		.names = { NULL, compare_header_register },
		.result = COMPARE_RESULT_INIT,
	};
	struct err ignored = ERR_INIT;

	if (names)
		c.names = *names;
	/* a side without a header has no chain: its bytes can be compared all the same */
	config_caps_walk(left, &c.left_caps, &ignored);
	config_caps_walk(right, &c.right_caps, &ignored);
	if (left_is_vfio)
		find_hidden(&c);
	compare_bytes(&c);
	config_cap_list_finish(&c.left_caps);
	config_cap_list_finish(&c.right_caps);
	if (!c.result.bytes) {
		compare_finish(&c.result);
		return err_set(err, ENODATA, "the two have no byte in common to compare");
	}
	*ret = c.result;
	return true;
}

void compare_finish(struct compare_result *result)
{
	free(result->diffs);
	free(result->hidden);
	*result = (struct compare_result)COMPARE_RESULT_INIT;
}

const char *compare_class_name(enum compare_class class)
{
	static const char *const names[] = { "expected", "hidden", "UNEXPECTED" };

	return names[class];
}

bool compare_header_register(void *ctx, const struct config_image *image, unsigned offset,
			     struct compare_register *ret)
{
	static const struct {
		uint8_t offset, width_bytes;
		const char *name;
	} header[] = {
		{ 0x00, 2, "VENDOR_ID" },      { 0x02, 2, "DEVICE_ID" },
		{ 0x04, 2, "COMMAND" },	       { 0x06, 2, "STATUS" },
		{ 0x08, 1, "REVISION" },       { 0x09, 1, "CLASS_PROG" },
		{ 0x0a, 2, "CLASS_DEVICE" },   { 0x0c, 1, "CACHE_LINE_SIZE" },
		{ 0x0d, 1, "LATENCY_TIMER" },  { 0x0e, 1, "HEADER_TYPE" },
		{ 0x0f, 1, "BIST" },	       { 0x34, 1, "CAPABILITY_LIST" },
		{ 0x3c, 1, "INTERRUPT_LINE" }, { 0x3d, 1, "INTERRUPT_PIN" },
	};
	unsigned type = 0;

	(void)ctx;
	for (size_t i = 0; i < ARRAY_SIZE(header); i++) {
		if (offset - header[i].offset < header[i].width_bytes) {
			ret->offset = header[i].offset;
			ret->width_bytes = header[i].width_bytes;
			snprintf(ret->name, sizeof(ret->name), "%s", header[i].name);
			return true;
		}
	}
	config_header_type(image, &type);
	if (type || offset < 0x10 || offset > 0x33 || (offset > 0x27 && offset < 0x30))
		return false;
	ret->offset = offset & ~3u;
	ret->width_bytes = 4;
	if (offset >= 0x30)
		snprintf(ret->name, sizeof(ret->name), "ROM_ADDRESS");
	else
		snprintf(ret->name, sizeof(ret->name), "BASE_ADDRESS_%u", (offset - 0x10) / 4);
	return true;
}
