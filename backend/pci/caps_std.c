/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Standard capabilities that need no file of their own. Offsets are from the capability's start. */
#include "backend/pci/caps_internal.h"

#include "backend/support/bits.h"

/* PCI Bus Power Management Interface 1.2, chapter 3. */
static void add_pm(struct caps *c)
{
	static const struct caps_row rows[] = {
		{ 0, 2, 2, "Power Management version {2:0}" },
		{ 2, 2, 2,
		  "Flags: PMEClk{3} DSI{5} D1{9} D2{10} "
		  "AuxCurrent={8:6|0|55|100|160|220|270|320|375}mA "
		  "PME(D0{11},D1{12},D2{13},D3hot{14},D3cold{15})" },
	};
	static const struct caps_row status_row = {
		2, 4, 2,
		"Status: D{1:0} NoSoftRst{3} PME-Enable{8} DSel={12:9} DScale={14:13} PME{15}"
	};
	static const struct caps_row bridge_row = { 2, 6, 1, "Bridge: PM{7} B3{6!}" };

	CAPS_ROWS(c, rows);
	if (!caps_have(c, 4, 4))
		return;
	caps_add_rows(c, &status_row, 1);
	if (caps_get(c, 6, 1))
		caps_add_rows(c, &bridge_row, 1);
}

/* AGP 3.0, 6.1: two of three rates; in AGP3 mode they stand for x4 and x8. */
static void add_agp_rate(struct caps *c, uint32_t rate, bool agp3)
{
	const char *separator = "";

	rate &= 7;
	if (!rate) {
		caps_addf(c, "<none>");
		return;
	}
	for (unsigned i = 0; i < 3; i++) {
		if (rate >> i & 1) {
			caps_addf(c, "%sx%u", separator, 1u << (i + (agp3 ? 2 : 0)));
			separator = ",";
		}
	}
}

static void add_agp(struct caps *c)
{
	static const struct caps_row status_row = {
		2, 4, 4,
		"Status: RQ={31:24+1} Iso{16} ArqSz={15:13} Cal={12:10} SBA{9} ITACoh{8} GART64{7} "
		"HTrans{6} 64bit{5} FW{4} AGP3{3} Rate="
	};
	static const struct caps_row command_row = {
		2, 8, 4,
		"Command: RQ={31:24+1} ArqSz={15:13} Cal={12:10} SBA{9} AGP{8} GART64{7} 64bit{5} "
		"FW{4} Rate="
	};
	bool agp3;

	caps_add(c, "AGP version {7:4%x}.{3:0%x}", caps_get(c, 2, 1));
	if (!caps_have(c, 4, 8))
		return;
	agp3 = caps_get(c, 2, 1) >> 4 >= 3 && caps_get(c, 4, 1) & 8;
	caps_add_rows(c, &status_row, 1);
	add_agp_rate(c, caps_get(c, 4, 1), agp3);
	caps_add_rows(c, &command_row, 1);
	add_agp_rate(c, caps_get(c, 8, 1), agp3);
}

/* PCI Local Bus 3.0, 6.8.1: the layout depends on 64-bit addressing and per-vector masking. */
static void add_msi(struct caps *c)
{
	uint32_t control = caps_get(c, 2, 2);
	bool wide = control & 0x80;
	unsigned data = wide ? 0xc : 8;

	caps_add(c, "MSI: Enable{0} Count={6:4^1}/{3:1^1} Maskable{8} 64bit{7}", control);
	if (!caps_have(c, 4, wide ? 10 : 6))
		return;
	caps_line(c, 2, 4);
	caps_addf(c, "Address: ");
	if (wide)
		caps_addf(c, "%08x", caps_get(c, 8, 4));
	caps_addf(c, "%08x  Data: %04x", caps_get(c, 4, 4), caps_get(c, data, 2));
	if (!(control & 0x100) || !caps_have(c, data + 4, 8))
		return;
	caps_line(c, 2, data + 4);
	caps_addf(c, "Masking: %08x  Pending: %08x", caps_get(c, data + 4, 4),
		  caps_get(c, data + 8, 4));
}

static void add_msix(struct caps *c)
{
	static const struct caps_row rows[] = {
		{ 2, 4, 4, "Vector table: BAR={2:0} offset=" },
		{ 2, 8, 4, "PBA: BAR={2:0} offset=" },
	};

	caps_add(c, "MSI-X: Enable{15} Count={10:0+1} Masked{14}", caps_get(c, 2, 2));
	for (unsigned i = 0; i < ARRAY_SIZE(rows) && caps_have(c, 4, 8); i++) {
		caps_add_rows(c, &rows[i], 1);
		caps_addf(c, "%08x", caps_get(c, rows[i].offset, 4) & ~7u);
	}
}

/* Virtual I/O Device 1.2, 4.1.4: vendor-specific capabilities of vendor 1af4. */
static void add_virtio(struct caps *c, uint32_t length)
{
	uint32_t type = caps_get(c, 3, 1);

	caps_add(c, "VirtIO: {7:0|<unknown>|CommonCfg|Notify|ISR|DeviceCfg|<unknown>}", type);
	if (!caps_have(c, 4, 12))
		return;
	caps_line(c, 2, 4);
	caps_addf(c, "BAR=%u offset=%08x size=%08x", caps_get(c, 4, 1), caps_get(c, 8, 4),
		  caps_get(c, 12, 4));
	if (type == 2 && length >= 20 && caps_have(c, 16, 4))
		caps_addf(c, " multiplier=%08x", caps_get(c, 16, 4));
}

static bool is_virtio(const struct caps *c)
{
	uint32_t device = config_peek(c->image, CONFIG_DEVICE_ID, 2);

	return config_peek(c->image, CONFIG_VENDOR_ID, 2) == 0x1af4 && device >= 0x1000 &&
	       device <= 0x107f;
}

static void add_vendor(struct caps *c)
{
	uint32_t length = caps_get(c, 2, 1);

	caps_addf(c, "Vendor Specific Information: ");
	if (is_virtio(c) && length >= 16)
		add_virtio(c, length);
	else
		caps_addf(c, "Len=%02x <?>", length);
}

static void add_subsystem(struct caps *c)
{
	if (caps_have(c, 4, 4))
		caps_addf(c, "Subsystem: %04x:%04x", caps_get(c, 4, 2), caps_get(c, 6, 2));
	else
		caps_addf(c, "Subsystem: <unreadable>");
}

/* Serial ATA 1.3 AHCI, 2.4: where the index/data pair is. */
static void add_sata(struct caps *c)
{
	uint32_t location = caps_get(c, 4, 4);
	uint32_t bar = location & 0xf;

	caps_add(c, "SATA HBA v{7:4}.{3:0}", caps_get(c, 2, 2));
	if (!caps_have(c, 4, 4))
		return;
	if (bar >= 4 && bar <= 9)
		caps_addf(c, " BAR%u Offset=%08x", bar - 4, location >> 4 & 0xfffff);
	else if (bar == 15)
		caps_addf(c, " InCfgSpace");
	else
		caps_addf(c, " BAR??%u", bar);
}

/* Advanced Capabilities for Conventional PCI ECN. */
static void add_af(struct caps *c)
{
	static const struct caps_row rows[] = {
		{ 2, 3, 1, "AFCap: TP{0} FLR{1}" },
		{ 2, 4, 1, "AFCtrl: FLR{0}" },
		{ 2, 5, 1, "AFStatus: TP{0}" },
	};

	caps_addf(c, "PCI Advanced Features");
	for (size_t i = 0; i < ARRAY_SIZE(rows) && caps_have(c, rows[i].offset, 1); i++)
		caps_add_rows(c, &rows[i], 1);
}

/* Capabilities whose title says all that lspci says about them. The register at offset 2 fills it. */
static const char *const titles[] = {
	[0x00] = "Null",
	[0x03] = "Vital Product Data",
	[0x04] = "Slot ID: {4:0} slots, First{5}, chassis {15:8%02x}",
	[0x06] = "CompactPCI hot-swap <?>",
	[0x0a] = "Debug port: BAR={15:13} offset={12:0%04x}",
	[0x0b] = "CompactPCI central resource control <?>",
	[0x0c] = "Hot-plug capable",
	[0x0e] = "AGP3 <?>",
	[0x0f] = "Secure device <?>",
};

static const struct {
	unsigned id;
	void (*add)(struct caps *c);
} decoders[] = {
	{ 0x01, add_pm },
	{ 0x02, add_agp },
	{ 0x05, add_msi },
	{ 0x07, caps_pcix },
	{ 0x08, caps_hypertransport },
	{ 0x09, add_vendor },
	{ 0x0d, add_subsystem },
	{ 0x10, caps_express },
	{ 0x11, add_msix },
	{ 0x12, add_sata },
	{ 0x13, add_af },
	{ 0x14, caps_ea },
};

void caps_standard(struct caps *c, unsigned id)
{
	for (size_t i = 0; i < ARRAY_SIZE(decoders); i++) {
		if (decoders[i].id == id) {
			decoders[i].add(c);
			return;
		}
	}
	if (id < ARRAY_SIZE(titles) && titles[id])
		caps_add(c, titles[id], caps_get(c, 2, 2));
	else
		caps_addf(c, "Capability ID %#02x [%04x]", id, caps_get(c, 2, 2));
}
