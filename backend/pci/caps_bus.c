/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Capabilities of other buses that PCI functions speak: PCI-X, HyperTransport; and Enhanced
 * Allocation, which replaces BARs. */
#include "backend/pci/caps_internal.h"

#include "backend/support/bits.h"

/* PCI-X 2.0a, 7.2 and 8.6.2. */
static void add_pcix_function(struct caps *c)
{
	static const struct caps_row rows[] = {
		{ 2, 2, 2, "Command: DPERE{0} ERO{1} RBC={3:2^512} OST={6:4|1|2|3|4|8|12|16|32}" },
		{ 2, 4, 4,
		  "Status: Dev={15:8%02x}:{7:3%02x}.{2:0} 64bit{16} 133MHz{17} SCD{18} USC{19} "
		  "DC={20:20|simple|bridge} DMMRBC={22:21^512} DMOST={25:23|1|2|3|4|8|12|16|32} "
		  "DMCRS={28:26^8} RSCEM{29} 266MHz{30} 533MHz{31}" },
	};

	caps_addf(c, "PCI-X non-bridge device");
	if (caps_have(c, 4, 4))
		CAPS_ROWS(c, rows);
}

static void add_pcix_bridge(struct caps *c)
{
	static const struct caps_row rows[] = {
		{ 2, 2, 2,
		  "Secondary Status: 64bit{0} 133MHz{1} SCD{2} USC{3} SCO{4} SRD{5} "
		  "Freq={8:6|conv|66MHz|100MHz|133MHz|?4|?5|?6|?7}" },
		{ 2, 4, 4,
		  "Status: Dev={15:8%02x}:{7:3%02x}.{2:0} 64bit{16} 133MHz{17} SCD{18} USC{19} "
		  "SCO{20} SRD{21}" },
		{ 2, 8, 4, "Upstream: Capacity={15:0} CommitmentLimit={31:16}" },
		{ 2, 12, 4, "Downstream: Capacity={15:0} CommitmentLimit={31:16}" },
	};

	caps_addf(c, "PCI-X bridge device");
	if (caps_have(c, 4, 12))
		CAPS_ROWS(c, rows);
}

void caps_pcix(struct caps *c)
{
	if (c->header_type == 1)
		add_pcix_bridge(c);
	else
		add_pcix_function(c);
}

/* HyperTransport I/O Link 3.10, chapter 7. From revision 1.02 (0x22) on, registers have more bits. */
#define HT_REVISION_102 0x22

#define HT_WIDTH "|8bit|16bit|[2]|32bit|2bit|4bit|[6]|N/C"
#define HT_FREQUENCY                                                                          \
	"|200MHz|300MHz|400MHz|500MHz|600MHz|800MHz|1.0GHz|1.2GHz|1.4GHz|1.6GHz|[a]|[b]|[c]|" \
	"[d]|[e]|Vend"
#define HT_FREQUENCIES                                                                     \
	"200MHz{0} 300MHz{1} 400MHz{2} 500MHz{3} 600MHz{4} 800MHz{5} 1.0GHz{6} 1.2GHz{7} " \
	"1.4GHz{8} 1.6GHz{9} Vend{15}"
#define HT_LINK_ERROR	"<Prot{4} <Ovfl{5} <EOC{6} CTLTm{7}"
#define HT_LINK_CONTROL "CFlE{1} CST{2} CFE{3} <LkFail{4} Init{5} EOC{6} TXO{7} <CRCErr={11:8%x}"
#define HT_ERROR_HANDLING                                                                   \
	"Error Handling: PFlE{0} OFlE{1} PFE{2} OFE{3} EOCFE{4} RFE{5} CRCFE{6} SERRFE{7} " \
	"CF{8} RE{9} PNFE{10} ONFE{11} EOCNFE{12} RNFE{13} CRCNFE{14} SERRNFE{15}"

/* Name of a link's registers: primary and host interfaces have one link, secondary ones " 0", " 1". */
static void add_ht_link(struct caps *c, unsigned control, const char *link, bool rev102)
{
	uint32_t config = caps_get(c, control + 2, 2);

	caps_line(c, 2, control);
	caps_addf(c, "Link Control%s: ", link);
	caps_add(c, HT_LINK_CONTROL, caps_get(c, control, 2));
	if (rev102)
		caps_add(c, " IsocEn{12} LSEn{13} ExtCTL{14} 64b{15}", caps_get(c, control, 2));
	caps_line(c, 2, control + 2);
	caps_addf(c, "Link Config%s: ", link);
	if (rev102)
		caps_add(c,
			 "MLWI={2:0" HT_WIDTH "} DwFcIn{3} MLWO={6:4" HT_WIDTH "} DwFcOut{7} "
			 "LWI={10:8" HT_WIDTH "} DwFcInEn{11} LWO={14:12" HT_WIDTH
			 "} DwFcOutEn{15}",
			 config);
	else
		caps_add(c,
			 "MLWI={2:0" HT_WIDTH "} MLWO={6:4" HT_WIDTH "} LWI={10:8" HT_WIDTH "} "
			 "LWO={14:12" HT_WIDTH "}",
			 config);
}

static void add_ht_frequency(struct caps *c, unsigned offset, const char *link)
{
	uint32_t value = caps_get(c, offset, 1);

	caps_line(c, 2, offset);
	caps_addf(c, "Link Frequency%s: ", link);
	caps_add(c, "{3:0" HT_FREQUENCY "}", value);
	caps_line(c, 2, offset);
	caps_addf(c, "Link Error%s: ", link);
	caps_add(c, HT_LINK_ERROR, value);
	caps_line(c, 2, offset + 1);
	caps_addf(c, "Link Frequency Capability%s: ", link);
	caps_add(c, HT_FREQUENCIES, caps_get(c, offset + 1, 2));
}

static void add_ht_revision(struct caps *c, unsigned offset)
{
	caps_line(c, 2, offset);
	caps_add(c, "Revision ID: {7:5}.{4:0%02}", caps_get(c, offset, 1));
}

/* Between revisions 0.17 and 1.02 nobody published what the registers are. */
static void add_ht_doubt(struct caps *c, uint32_t revision)
{
	if (revision <= 0x11 || revision >= HT_REVISION_102)
		return;
	caps_line(c, 2, 2);
	caps_addf(c, "!!! Possibly incomplete decoding");
}

static void add_ht_primary(struct caps *c, uint32_t command)
{
	static const struct caps_row feature_row = {
		2, 0x10, 1,
		"Feature Capability: IsocFC{0} LDTSTOP{1} CRCTM{2} ECTLT{3} 64bA{4} UIDRD{5}"
	};
	static const struct caps_row rows[] = {
		{ 2, 0x16, 2, HT_ERROR_HANDLING },
		{ 2, 0x18, 2, "Prefetchable memory behind bridge Upper: {7:0%02x}-{15:8%02x}" },
		{ 2, 0x1a, 1, "Bus Number: {7:0%02x}" },
	};
	bool rev102;

	caps_addf(c, "HyperTransport: Slave or Primary Interface");
	if (!caps_have(c, 4, 0x18))
		return;
	rev102 = caps_get(c, 0xc, 1) >= HT_REVISION_102;
	add_ht_doubt(c, caps_get(c, 0xc, 1));
	caps_line(c, 2, 2);
	caps_add(c, "Command: BaseUnitID={4:0} UnitCnt={9:5} MastHost{10} DefDir{11}", command);
	if (rev102)
		caps_add(c, " DUL{12}", command);
	add_ht_link(c, 4, " 0", rev102);
	add_ht_link(c, 8, " 1", rev102);
	add_ht_revision(c, 0xc);
	if (!rev102)
		return;
	add_ht_frequency(c, 0xd, " 0");
	caps_add_rows(c, &feature_row, 1);
	add_ht_frequency(c, 0x11, " 1");
	CAPS_ROWS(c, rows);
}

static void add_ht_host(struct caps *c, uint32_t command)
{
	static const struct caps_row rows[] = {

		{ 2, 0x12, 2, HT_ERROR_HANDLING },
		{ 2, 0x14, 2, "Prefetchable memory behind bridge Upper: {7:0%02x}-{15:8%02x}" },
	};
	static const struct caps_row feature_row = {
		2, 0xc, 2,
		"Feature Capability: IsocFC{0} LDTSTOP{1} CRCTM{2} ECTLT{3} 64bA{4} UIDRD{5} "
		"ExtRS{8} UCnfE{9}"
	};
	bool rev102;

	caps_addf(c, "HyperTransport: Host or Secondary Interface");
	if (!caps_have(c, 4, 0x14))
		return;
	rev102 = caps_get(c, 8, 1) >= HT_REVISION_102;
	add_ht_doubt(c, caps_get(c, 8, 1));
	caps_line(c, 2, 2);
	caps_add(c,
		 rev102 ? "Command: WarmRst{0} DblEnd{1} DevNum={6:2} ChainSide{7} HostHide{8} "
			  "Slave{10} <EOCErr{11} DUL{12}"
			: "Command: WarmRst{0} DblEnd{1}",
		 command);
	add_ht_link(c, 4, "", rev102);
	add_ht_revision(c, 8);
	if (!rev102)
		return;
	add_ht_frequency(c, 9, "");
	caps_add_rows(c, &feature_row, 1);
	/* ExtRS: the extended register set is there */
	if (caps_get(c, 0xc, 2) & 0x100)
		CAPS_ROWS(c, rows);
}

static void add_ht_msi_mapping(struct caps *c, uint32_t command)
{
	caps_add(c, "HyperTransport: MSI Mapping Enable{0} Fixed{1}", command);
	/* a mapping that is not fixed has its base address here */
	if (command & 2 || !caps_have(c, 4, 8))
		return;
	caps_line(c, 2, 4);
	caps_addf(c, "Mapping Address Base: %016llx",
		  (unsigned long long)(caps_get64(c, 4) & ~UINT64_C(0xfffff)));
}

/* Types of three bits for the interfaces, of five for the rest. */
void caps_hypertransport(struct caps *c)
{
	static const char *const titles[32] = {
		[0x08] = "Switch",
		[0x10] = "Interrupt Discovery and Configuration",
		[0x11] = "Revision ID: {7:5}.{4:0%02}",
		[0x12] = "UnitID Clumping",
		[0x13] = "Extended Configuration Space Access",
		[0x14] = "Address Mapping",
		[0x16] = "DirectRoute",
		[0x17] = "VCSet",
		[0x18] = "Retry Mode",
		[0x19] = "X86 (reserved)",
	};
	uint32_t command = caps_get(c, 2, 2);
	unsigned type = command >> 11;

	if (command >> 13 == 0) {
		add_ht_primary(c, command);
	} else if (command >> 13 == 1) {
		add_ht_host(c, command);
	} else if (type == 0x15) {
		add_ht_msi_mapping(c, command);
	} else if (titles[type]) {
		caps_addf(c, "HyperTransport: ");
		caps_add(c, titles[type], command);
	} else {
		caps_addf(c, "HyperTransport: #%02x", type);
	}
}

/* Enhanced Allocation ECN: entries of up to 7 dwords after the first. */
static const char *ea_property(unsigned code)
{
	static const char *const names[] = {
		"memory space, non-prefetchable",
		"memory space, prefetchable",
		"I/O space",
		"VF memory space, prefetchable",
		"VF memory space, non-prefetchable",
		"allocation behind bridge, non-prefetchable memory",
		"allocation behind bridge, prefetchable memory",
		"allocation behind bridge, I/O space",
	};

	if (code < ARRAY_SIZE(names))
		return names[code];
	switch (code) {
	case 0xfd:
		return "memory space resource unavailable for use";
	case 0xfe:
		return "I/O space resource unavailable for use";
	case 0xff:
		return "entry unavailable for use";
	default:
		return NULL;
	}
}

static void add_ea_indicator(struct caps *c, unsigned bei)
{
	caps_line(c, 3, 0);
	caps_addf(c, " BAR Equivalent Indicator: ");
	if (bei < 6)
		caps_addf(c, "BAR %u", bei);
	else if (bei == 6)
		caps_addf(c, "resource behind function");
	else if (bei == 7)
		caps_addf(c, "not indicated");
	else if (bei == 8)
		caps_addf(c, "expansion ROM");
	else if (bei <= 14)
		caps_addf(c, "VF-BAR %u", bei - 9);
	else
		caps_addf(c, "reserved");
}

static void add_ea_properties(struct caps *c, const char *label, unsigned code, bool secondary)
{
	const char *name = ea_property(code);

	caps_line(c, 3, 0);
	caps_addf(c, " %sProperties: ", label);
	if (secondary && code == 0xff)
		caps_addf(c, "entry unavailable for use, PrimaryProperties should be used");
	else if (name)
		caps_addf(c, "%s", name);
	else
		caps_addf(c, "[%02x]", code);
}

static void add_ea_entry(struct caps *c, unsigned index, unsigned offset)
{
	uint32_t head = caps_get(c, offset, 4);
	uint32_t base = caps_get(c, offset + 4, 4);
	uint32_t max = caps_get(c, offset + 8, 4);
	unsigned high = offset + 12;

	caps_line(c, 2, offset);
	caps_addf(c, "Entry %u: ", index);
	caps_add(c, "Enable{31} Writable{30} EntrySize={2:0}", head);
	add_ea_indicator(c, head >> 4 & 0xf);
	add_ea_properties(c, "Primary", head >> 8 & 0xff, false);
	add_ea_properties(c, "Secondary", head >> 16 & 0xff, true);
	if ((head & 7) < 2)
		return; /* no room for what follows: the device is wrong */
	caps_line(c, 3, offset + 4);
	caps_addf(c, " Base: ");
	if (base & 2) {
		caps_addf(c, "%x", caps_get(c, high, 4));
		high += 4;
	}
	caps_addf(c, "%08x", base & ~3u);
	caps_line(c, 3, offset + 8);
	caps_addf(c, " MaxOffset: ");
	if (max & 2)
		caps_addf(c, "%x", caps_get(c, high, 4));
	caps_addf(c, "%08x", max | 3u);
}

void caps_ea(struct caps *c)
{
	unsigned count = caps_get(c, 2, 1) & 0x3f;
	unsigned offset = c->header_type == 1 ? 8 : 4;

	caps_addf(c, "Enhanced Allocation (EA): NumEntries=%u", count);
	if (c->header_type == 1)
		caps_add(c, ", secondary={7:0}, subordinate={15:8}", caps_get(c, 4, 2));
	for (unsigned i = 0; i < count && caps_have(c, offset, 4); i++) {
		unsigned size = caps_get(c, offset, 1) & 7;

		if (!caps_have(c, offset, 4 * (size + 1)))
			break;
		add_ea_entry(c, i, offset);
		offset += 4 * (size + 1);
	}
}
