/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Extended capabilities with tables of their own: virtual channels, root complex links, SR-IOV. */
#include "backend/pci/caps_internal.h"

#include "backend/support/bits.h"

/* PCI Express 6.0, 7.9.1. */
static void add_arbitration(struct caps *c, const char *const names[8], uint32_t mask)
{
	for (unsigned i = 0; i < 8; i++) {
		/* reserved ones are worth a word only when a device claims them */
		if (names[i][0] != '?' || mask >> i & 1)
			caps_addf(c, "%c%s%c", i ? ' ' : '\t', names[i], mask >> i & 1 ? '+' : '-');
	}
}

static const char *const vc_arbitration[8] = { "Fixed", "WRR32", "WRR64", "WRR128",
					       "??4",	"??5",	 "??6",	  "??7" };
static const char *const port_arbitration[8] = { "Fixed",   "WRR32",  "WRR64", "WRR128",
						 "TWRR128", "WRR256", "??6",   "??7" };

static void add_port_table(struct caps *c, uint32_t resource)
{
	uint32_t offset = resource >> 24 & 0xff;

	if (!offset)
		return;
	caps_line(c, 3, offset * 16);
	caps_addf(c, "Port Arbitration Table <?>");
}

static void add_channel(struct caps *c, unsigned i)
{
	unsigned at = 0x10 + 12 * i;
	uint32_t resource, control, status;

	caps_line(c, 2, at);
	caps_addf(c, "VC%u:\t", i);
	if (!caps_have(c, at, 12)) {
		caps_addf(c, "<unreadable>");
		return;
	}
	resource = caps_get(c, at, 4);
	control = caps_get(c, at + 4, 4);
	status = caps_get(c, at + 10, 2);
	caps_add(c, "Caps:\tPATOffset={31:24%02x} MaxTimeSlots={22:16+1} RejSnoopTrans{15}",
		 resource);
	caps_line(c, 3, at);
	caps_addf(c, "Arb:");
	add_arbitration(c, port_arbitration, resource & 0xff);
	caps_line(c, 3, at + 4);
	caps_add(c, "Ctrl:\tEnable{31} ID={26:24} ArbSelect=", control);
	caps_addf(c, "%s", port_arbitration[control >> 17 & 7]);
	caps_add(c, " TC/VC={7:0%02x}", control);
	caps_line(c, 3, at + 10);
	caps_add(c, "Status:\tNegoPending{1} InProgress{0}", status);
	add_port_table(c, resource);
}

void caps_virtual_channel(struct caps *c)
{
	uint32_t cap1 = caps_get(c, 4, 4);
	uint32_t cap2 = caps_get(c, 8, 4);

	caps_addf(c, "Virtual Channel");
	if (!caps_have(c, 4, 12))
		return;
	caps_line(c, 2, 4);
	caps_add(c, "Caps:\tLPEVC={6:4} RefClk={9:8|100ns|??1|??2|??3} PATEntryBits={11:10^1}",
		 cap1);
	caps_line(c, 2, 8);
	caps_addf(c, "Arb:");
	add_arbitration(c, vc_arbitration, cap2 & 0xff);
	caps_line(c, 2, 0xc);
	caps_addf(c, "Ctrl:\tArbSelect=%s", vc_arbitration[caps_get(c, 0xc, 2) >> 1 & 7]);
	caps_line(c, 2, 0xe);
	caps_add(c, "Status:\tInProgress{0}", caps_get(c, 0xe, 2));
	if (cap2 >> 24) {
		caps_line(c, 2, (cap2 >> 24) * 16);
		caps_addf(c, "Port Arbitration Table [%x] <?>", c->at + (cap2 >> 24) * 16);
	}
	for (unsigned i = 0; i <= (cap1 & 7); i++)
		add_channel(c, i);
}

/* 7.9.8: a link entry is 16 bytes, its address either memory or a configuration space. */
static void add_rc_link_entry(struct caps *c, unsigned i)
{
	unsigned at = 0x10 + 16 * i;
	uint32_t desc, low, high;

	caps_line(c, 2, at);
	caps_addf(c, "Link%u:\t", i);
	if (!caps_have(c, at, 16)) {
		caps_addf(c, "<unreadable>");
		return;
	}
	desc = caps_get(c, at, 4);
	low = caps_get(c, at + 8, 4);
	high = caps_get(c, at + 12, 4);
	caps_add(c,
		 "Desc:\tTargetPort={31:24%02x} TargetComponent={23:16%02x} AssocRCRB{2} "
		 "LinkType={1:1|MemMapped|Config} LinkValid{0}",
		 desc);
	caps_line(c, 3, at + 8);
	if (desc & 2) {
		unsigned bus_bits = low & 7;
		unsigned bus = low >> 20 & ((1u << (bus_bits ? bus_bits : 8)) - 1);

		caps_addf(c, "Addr:\t%02x:%02x.%u  CfgSpace=%08x%08x", bus, low >> 15 & 0x1f,
			  low >> 12 & 7, high, low);
	} else {
		caps_addf(c, "Addr:\t%08x%08x", high, low);
	}
}

void caps_rc_link(struct caps *c)
{
	uint32_t self = caps_get(c, 4, 4);

	caps_addf(c, "Root Complex Link");
	if (!caps_have(c, 4, 4))
		return;
	caps_line(c, 2, 4);
	caps_add(c,
		 "Desc:\tPortNumber={31:24%02x} ComponentID={23:16%02x} "
		 "EltType=",
		 self);
	caps_add(c, (self & 0xff) < 3 ? "{7:0|Config|Egress|Internal}" : "??{7:0}", self);
	for (unsigned i = 0; i < (self >> 8 & 0xff); i++)
		add_rc_link_entry(c, i);
}

/* 9.3.3. The VF BARs look like BARs, without I/O. */
static void add_vf_bars(struct caps *c)
{
	for (unsigned i = 0; i < 6; i++) {
		unsigned at = 0x24 + 4 * i;
		uint32_t low = caps_get(c, at, 4);
		bool wide = bits_get(low, 2, 1) == 2;

		if (low == UINT32_MAX)
			low = 0;
		if (!low)
			continue;
		caps_line(c, 2, at);
		caps_addf(c, "Region %u: Memory at ", i);
		if (wide && i < 5)
			caps_addf(c, "%08x", caps_get(c, at + 4, 4));
		caps_addf(c, "%08x (%s-bit, %sprefetchable)", low & ~15u,
			  bits_get(low, 2, 1) ? "64" : "32", low & 8 ? "" : "non-");
		if (wide)
			i++;
	}
}

void caps_sriov(struct caps *c)
{
	static const struct caps_row rows[] = {
		{ 2, 4, 4,
		  "IOVCap:\tMigration{0} 10BitTagReq{2} Interrupt Message Number: {31:21%03x}" },
		{ 2, 8, 2,
		  "IOVCtl:\tEnable{0} Migration{1} Interrupt{2} MSE{3} ARIHierarchy{4} "
		  "10BitTagReq{5}" },
		{ 2, 0xa, 2, "IOVSta:\tMigration{0}" },
		{ 2, 0xc, 2, "Initial VFs: {15:0}, " },
		{ 0, 0xe, 2, "Total VFs: {15:0}, " },
		{ 0, 0x10, 2, "Number of VFs: {15:0}, " },
		{ 0, 0x12, 1, "Function Dependency Link: {7:0%02x}" },
		{ 2, 0x14, 2, "VF offset: {15:0}, " },
		{ 0, 0x16, 2, "stride: {15:0}, " },
		{ 0, 0x1a, 2, "Device ID: {15:0%04x}" },
		{ 2, 0x1c, 4, "Supported Page Size: {31:0%08x}, " },
		{ 0, 0x20, 4, "System Page Size: {31:0%08x}" },
	};
	uint32_t migration = caps_get(c, 0x3c, 4);

	caps_addf(c, "Single Root I/O Virtualization (SR-IOV)");
	if (!caps_have(c, 4, 0x3c))
		return;
	CAPS_ROWS(c, rows);
	add_vf_bars(c);
	caps_line(c, 2, 0x3c);
	caps_addf(c, "VF Migration: offset: %08x, BIR: %x", migration & ~7u, migration & 7);
}
