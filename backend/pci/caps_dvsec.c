/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Designated vendor-specific capabilities: PCI Express 6.0, 7.9.6, and those of the CXL consortium
 * (vendor 1e98): Compute Express Link 3.0, 8.1. */
#include "backend/pci/caps_internal.h"

#include "backend/support/bits.h"

#define CXL_VENDOR 0x1e98

/* Ranges of device memory, 8.1.3.8: size and base in two dwords each, size low carries attributes. */
static void add_cxl_range(struct caps *c, unsigned number, unsigned at)
{
	uint32_t size_low = caps_get(c, at + 4, 4);
	uint64_t size = (uint64_t)caps_get(c, at, 4) << 32 | (size_low & 0xf0000000u);
	uint64_t base =
		(uint64_t)caps_get(c, at + 8, 4) << 32 | (caps_get(c, at + 12, 4) & 0xf0000000u);

	caps_line(c, 2, at);
	caps_addf(c, "Range%u: %016llx-%016llx", number, (unsigned long long)base,
		  (unsigned long long)(base + size - 1));
	caps_line(c, 3, at + 4);
	caps_add(c,
		 "Valid{0} Active{1} Type={4:2|Volatile|Non-volatile|CDAT|CDAT} "
		 "Class={7:5|DRAM|Storage|CDAT|CDAT} interleave={12:8} "
		 "timeout={15:13|1|4|16|64|256|0}s",
		 size_low);
}

static void add_cxl_cache(struct caps *c, uint32_t cap2)
{
	uint32_t unit = cap2 & 0xf;
	uint32_t size = cap2 >> 8 & 0xff;

	caps_line(c, 2, 0x16);
	if (unit == 0)
		caps_addf(c, "Cache Size Not Reported");
	else if (unit == 1 || unit == 2)
		caps_addf(c, "Cache Size: %08x", size * (unit == 1 ? 64u << 10 : 1u << 20));
	else
		caps_addf(c, "Cache Size: %u of unknown unit size (%u)", size, unit);
}

static void add_cxl_device(struct caps *c, unsigned rev, unsigned length)
{
	static const struct caps_row rows[] = {
		{ 2, 0x0a, 2,
		  "CXLCap:\tCache{0} IO{1} Mem{2} Mem HW Init{3} HDMCount {5:4} Viral{14}" },
		{ 2, 0x0c, 2,
		  "CXLCtl:\tCache{0} IO{1} Mem{2} Cache SF Cov {7:3} Cache SF Gran {10:8} "
		  "Cache Clean{11} Viral{14}" },
		{ 2, 0x0e, 2, "CXLSta:\tViral{14}" },
		{ 2, 0x12, 2, "CXLSta2:\tResetComplete{1} ResetError{2} PMComplete{15}" },
	};

	/* revision 0 is CXL 1.1: its registers are other ones */
	if (rev < 1 || length < 0x38)
		return;
	CAPS_ROWS(c, rows);
	add_cxl_cache(c, caps_get(c, 0x16, 2));
	add_cxl_range(c, 1, 0x18);
	add_cxl_range(c, 2, 0x28);
}

/* 8.1.4: which functions of the device are not CXL. */
static void add_cxl_function_map(struct caps *c)
{
	for (unsigned i = 0; i < 8; i++) {
		caps_line(c, 2, 0xc + 4 * i);
		caps_addf(c, "FuncMap %u: %08x", i, caps_get(c, 0xc + 4 * i, 4));
	}
}

static void add_cxl_port(struct caps *c)
{
	static const struct caps_row rows[] = {
		{ 2, 0x0a, 2, "CXLPortSta:\tPMComplete{0}" },
		{ 2, 0x0c, 2,
		  "CXLPortCtl:\tUnmaskSBR{0} UnmaskLinkDisable{1} AltMem{2} AltBME{3} "
		  "ViralEnable{14}" },
		{ 2, 0x0e, 2, "AlternateBus:\t{7:0%02x}-{15:8%02x}" },
		{ 2, 0x10, 2, "AlternateBus:\t{15:0%04x}-" },
		{ 0, 0x12, 2, "{15:0%04x}" },
	};

	CAPS_ROWS(c, rows);
}

static bool add_time_scale(struct caps *c, unsigned at, uint32_t value, const char *label)
{
	static const char *const units[] = { "us", "us", "us", "ms", "ms", "ms", "s", "s" };
	static const unsigned factors[] = { 1, 10, 100, 1, 10, 100, 1, 10 };
	uint32_t scale = value >> 8 & 0xf;

	caps_line(c, 2, at);
	if (scale >= ARRAY_SIZE(units)) {
		caps_addf(c, "Reserved time scale encoding %x", scale);
		return false;
	}
	caps_addf(c, "%s: %u%s", label, (value & 0xf) * factors[scale], units[scale]);
	return true;
}

static void add_gpf_port(struct caps *c)
{
	add_time_scale(c, 0xc, caps_get(c, 0xc, 2), "GPF Phase 1 Timeout");
	add_time_scale(c, 0xe, caps_get(c, 0xe, 2), "GPF Phase 2 Timeout");
}

static void add_gpf_device(struct caps *c)
{
	add_time_scale(c, 0xa, caps_get(c, 0xa, 2), "GPF Phase 2 Duration");
	caps_line(c, 2, 0xc);
	caps_addf(c, "GPF Phase 2 Power: %umW", caps_get(c, 0xc, 4));
}

static void add_flex_bus(struct caps *c, unsigned rev)
{
	uint32_t cap = caps_get(c, 0xa, 2);
	uint32_t control = caps_get(c, 0xc, 2);
	uint32_t status = caps_get(c, 0xe, 2);

	if (rev < 1) {
		caps_line(c, 2, 0xa);
		caps_addf(c, "Revision %u not supported", rev);
		return;
	}
	caps_line(c, 2, 0xa);
	caps_add(c, "FBCap:\tCache{0} IO{1} Mem{2} 68BFlit{5} MltLogDev{6}", cap);
	if (rev > 1)
		caps_add(c, " 256BFlit{13} PBRFlit{14}", cap);
	caps_line(c, 2, 0xc);
	caps_add(c,
		 "FBCtl:\tCache{0} IO{1} Mem{2} SynHdrByp{3} DrftBuf{4} 68BFlit{5} MltLogDev{6} "
		 "RCD{7} Retimer1{8} Retimer2{9}",
		 control);
	if (rev > 1)
		caps_add(c, " 256BFlit{13} PBRFlit{14}", control);
	caps_line(c, 2, 0xe);
	caps_add(c, "FBSta:\tCache{0} IO{1} Mem{2} SynHdrByp{3} DrftBuf{4} 68BFlit{5} MltLogDev{6}",
		 status);
	if (rev > 1)
		caps_add(c, " 256BFlit{13} PBRFlit{14}", status);
	caps_line(c, 2, 0x10);
	caps_add(c, "FBModTS:\tReceived FB Data: {23:0%06x}", caps_get(c, 0x10, 4));
	if (rev > 1) {
		static const struct caps_row rows[] = {
			{ 2, 0x14, 4, "FBCap2:\tNOPHint{0}" },
			{ 2, 0x18, 4, "FBCtl2:\tNOPHint{0}" },
			{ 2, 0x1c, 4, "FBSta2:\tNOPHintInfo: {1:0%x}" },
		};

		CAPS_ROWS(c, rows);
	}
}

static void add_multi_logical(struct caps *c)
{
	uint32_t count = caps_get(c, 0xa, 2);

	if (!count || count > 16) /* reserved */
		return;
	caps_line(c, 2, 0xa);
	caps_addf(c, "NumLogDevs: %u", count);
}

/* 8.1.9: where the register blocks are. */
static void add_register_locator(struct caps *c, unsigned length)
{
	for (unsigned at = 0xc, i = 1; at + 8 <= length && caps_have(c, at, 8); at += 8, i++) {
		uint32_t low = caps_get(c, at, 4);
		bool last = at + 16 > length;

		/* devices round the list up with an entry that points nowhere */
		if (last && (low >> 8 & 0xff) == 0)
			break;

		caps_line(c, 2, at);
		caps_addf(c, "Block%u: ", i);
		caps_add(c,
			 "BIR: bar{2:0}, ID: {15:8|empty|component registers|BAR virtualization|"
			 "CXL device registers|CPMU registers|<?>}",
			 low);
		caps_addf(c, ", offset: %08x%08x", caps_get(c, at + 4, 4), low & 0xffff0000u);
	}
}

static void add_cxl(struct caps *c, unsigned id, unsigned rev, unsigned length)
{
	switch (id) {
	case 0:
		add_cxl_device(c, rev, length);
		break;
	case 2:
		add_cxl_function_map(c);
		break;
	case 3:
		add_cxl_port(c);
		break;
	case 4:
		add_gpf_port(c);
		break;
	case 5:
		add_gpf_device(c);
		break;
	case 7:
		add_flex_bus(c, rev);
		break;
	case 8:
		add_register_locator(c, length);
		break;
	case 9:
		add_multi_logical(c);
		break;
	default:
		caps_line(c, 2, 8);
		caps_addf(c, "Unknown ID %04x", id);
	}
}

void caps_dvsec(struct caps *c)
{
	uint32_t header = caps_get(c, 4, 4);
	unsigned id = caps_get(c, 8, 2);
	unsigned rev = header >> 16 & 0xf;
	unsigned length = header >> 20;

	caps_addf(c, "Designated Vendor-Specific: ");
	if (!caps_have(c, 4, 6)) {
		caps_addf(c, "<unreadable>");
		return;
	}
	caps_addf(c, "Vendor=%04x ID=%04x Rev=%u Len=%u", header & 0xffff, id, rev, length);
	if ((header & 0xffff) != CXL_VENDOR || length < 0x10) {
		caps_addf(c, " <?>");
		return;
	}
	caps_addf(c, ": CXL");
	if (caps_have(c, 0, length))
		add_cxl(c, id, rev, length);
}
