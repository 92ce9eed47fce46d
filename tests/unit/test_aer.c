/* SPDX-License-Identifier: GPL-2.0-or-later */
/* AER registers of a function that is a page of bytes. */
#include "backend/pci/aer.h"

#include <criterion/criterion.h>
#include <string.h>

#include "backend/support/bits.h"
#include "backend/support/mem.h"

static uint8_t config[4096];
static struct device *dev;
static char text[400];

static void page_close(struct device *closing)
{
	(void)closing;
}

static bool page_read(struct device *from, const struct region *region, uint64_t offset,
		      unsigned width_bits, uint64_t *ret, struct err *err)
{
	(void)from, (void)region, (void)err;
	*ret = get_le(config + offset, width_bits / 8);
	return true;
}

static const struct transport_ops page = { .name = "page", .close = page_close, .read = page_read };

static void setup(void)
{
	const struct region region = { .name = "config",
				       .kind = REGION_CONFIG,
				       .flags = REGION_CAN_READ,
				       .size = sizeof(config) };

	memset(config, 0, sizeof(config));
	memset(text, 0, sizeof(text));
	dev = xcalloc(1, sizeof(*dev));
	dev->ops = &page;
	device_add_region(dev, &region);
}

static void finish(void)
{
	device_close(dev);
}

TestSuite(aer, .init = setup, .fini = finish);

Test(aer, errors_are_named)
{
	put_le(config + 0x100, 0x14010003, 4); /* a serial number, then AER at 0x140 */
	put_le(config + 0x140, 0x00020001, 4);
	put_le(config + 0x144, 1 << 12 | 1 << 20 | 1u << 31, 4);
	put_le(config + 0x150, 1 << 6, 4);
	put_le(config + 0x158, 20, 4);
	put_le(config + 0x15c, 0x4000000f, 4);
	cr_assert(aer_describe(dev, text, sizeof(text)));
	cr_assert_str_eq(text, "AER uncorrectable: poisoned TLP, unsupported request, bit 31; "
			       "first: unsupported request; correctable: bad TLP; header 4000000f "
			       "00000000 00000000 00000000");
}

Test(aer, no_errors_are_none)
{
	put_le(config + 0x100, 0x00020001, 4);
	cr_assert(aer_describe(dev, text, sizeof(text)));
	cr_assert_str_eq(text, "AER uncorrectable: none; correctable: none; header 00000000 "
			       "00000000 00000000 00000000");
}

Test(aer, a_function_without_says_nothing)
{
	cr_assert_not(aer_describe(dev, text, sizeof(text)));
	memset(config, 0xff, sizeof(config));
	cr_assert_not(aer_describe(dev, text, sizeof(text)));
	put_le(config + 0x100, 0x10010003, 4); /* points to itself */
	cr_assert_not(aer_describe(dev, text, sizeof(text)));
}

Test(aer, a_chain_that_leaves_config_space_ends)
{
	put_le(config + 0x100, 0xffc10003, 4);
	put_le(config + 0xffc, 0x00020001, 4); /* its registers are outside */
	cr_assert(aer_describe(dev, text, sizeof(text)));
}
