/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Extended capabilities: PCI Express 6.0, 7.7 to 7.9. Offsets are from the capability's start. */
#include "backend/pci/caps_internal.h"

#include "backend/support/bits.h"

#define AER_UNCORRECTABLE                                                                 \
	"DLP{4} SDES{5} TLP{12} FCP{13} CmpltTO{14} CmpltAbrt{15} UnxCmplt{16} RxOF{17} " \
	"MalfTLP{18} ECRC{19} UnsupReq{20} ACSViol{21}"
#define AER_CORRECTABLE "RxErr{0} BadTLP{6} BadDLLP{7} Rollover{8} Timeout{12} AdvNonFatalErr{13}"

static void add_aer(struct caps *c)
{
	static const struct caps_row rows[] = {
		{ 0, 0, 0, "Advanced Error Reporting" },
		{ 2, 0x04, 4, "UESta:\t" AER_UNCORRECTABLE },
		{ 2, 0x08, 4, "UEMsk:\t" AER_UNCORRECTABLE },
		{ 2, 0x0c, 4, "UESvrt:\t" AER_UNCORRECTABLE },
		{ 2, 0x10, 4, "CESta:\t" AER_CORRECTABLE },
		{ 2, 0x14, 4, "CEMsk:\t" AER_CORRECTABLE },
		{ 2, 0x18, 4,
		  "AERCap:\tFirst Error Pointer: {4:0%02x}, ECRCGenCap{5} ECRCGenEn{6} "
		  "ECRCChkCap{7} "
		  "ECRCChkEn{8}" },
		{ 3, 0x18, 4, "MultHdrRecCap{9} MultHdrRecEn{10} TLPPfxPres{11} HdrLogCap{12}" },
		{ 2, 0x1c, 4, "HeaderLog: {31:0%08x}" },
		{ 0, 0x20, 4, " {31:0%08x}" },
		{ 0, 0x24, 4, " {31:0%08x}" },
		{ 0, 0x28, 4, " {31:0%08x}" },
	};
	static const struct caps_row root_rows[] = {
		{ 2, 0x2c, 4, "RootCmd: CERptEn{0} NFERptEn{1} FERptEn{2}" },
		{ 2, 0x30, 4, "RootSta: CERcvd{0} MultCERcvd{1} UERcvd{2} MultUERcvd{3}" },
		{ 3, 0x30, 4, " FirstFatal{4} NonFatalMsg{5} FatalMsg{6} IntMsg {31:27}" },
		{ 2, 0x34, 4, "ErrorSrc: ERR_COR: {15:0%04x} ERR_FATAL/NONFATAL: {31:16%04x}" },
	};

	CAPS_ROWS(c, rows);
	if ((c->express_type == EXPRESS_ROOT_PORT ||
	     c->express_type == EXPRESS_RC_EVENT_COLLECTOR) &&
	    caps_have(c, 0x2c, 12))
		CAPS_ROWS(c, root_rows);
}

static void add_serial(struct caps *c)
{
	caps_addf(c, "Device Serial Number");
	for (unsigned i = 8; i-- > 0;)
		caps_addf(c, "%c%02x", i == 7 ? ' ' : '-', caps_get(c, 4 + i, 1));
}

static void add_vsec(struct caps *c)
{
	caps_addf(c, "Vendor Specific Information: ");
	if (caps_have(c, 4, 4))
		caps_add(c, "ID={15:0%04x} Rev={19:16} Len={31:20%03x} <?>", caps_get(c, 4, 4));
	else
		caps_addf(c, "<unreadable>");
}

static void add_multicast(struct caps *c)
{
	uint32_t cap = caps_get(c, 4, 2);
	uint32_t control = caps_get(c, 6, 2);
	uint64_t bar = caps_get64(c, 8);
	uint64_t overlay;
	bool endpoint =
		c->express_type == EXPRESS_ENDPOINT || c->express_type == EXPRESS_RC_ENDPOINT;
	bool port = c->express_type == EXPRESS_ROOT_PORT || c->express_type == EXPRESS_UPSTREAM ||
		    c->express_type == EXPRESS_DOWNSTREAM;

	caps_addf(c, "Multicast");
	caps_line(c, 2, 4);
	caps_add(c, "McastCap: MaxGroups {5:0+1}", cap);
	/* only endpoints ask for a window; only ports regenerate ECRC, and get a line of their own */
	if (port) {
		caps_add(c, ", ECRCRegen{15}", cap);
		caps_line(c, 2, 6);
	} else {
		if (endpoint)
			caps_addf(c, ", WindowSz %u (%llu bytes)", cap >> 8 & 0x3f,
				  1ULL << (cap >> 8 & 0x3f));
		caps_addf(c, "\t\t");
	}
	caps_add(c, "McastCtl: NumGroups {5:0+1}, Enable{15}", control);
	caps_line(c, 2, 8);
	caps_addf(c, "McastBAR: IndexPos %u, BaseAddr %016llx", (unsigned)(bar & 0x3f),
		  (unsigned long long)(bar & ~UINT64_C(0xfff)));
	caps_line(c, 2, 0x10);
	caps_addf(c, "McastReceiveVec:      %016llx", (unsigned long long)caps_get64(c, 0x10));
	caps_line(c, 2, 0x18);
	caps_addf(c, "McastBlockAllVec:     %016llx", (unsigned long long)caps_get64(c, 0x18));
	caps_line(c, 2, 0x20);
	caps_addf(c, "McastBlockUntransVec: %016llx", (unsigned long long)caps_get64(c, 0x20));
	if (endpoint)
		return;
	overlay = caps_get64(c, 0x28);
	caps_line(c, 2, 0x28);
	caps_addf(c, "McastOverlayBAR: OverlaySize %u ", (unsigned)(overlay & 0x3f));
	if ((overlay & 0x3f) >= 6)
		caps_addf(c, "(%llu bytes)", 1ULL << (overlay & 0x3f));
	else
		caps_addf(c, "(disabled)");
	caps_addf(c, ", BaseAddr %016llx", (unsigned long long)(overlay & ~UINT64_C(0x3f)));
}

/* A power of two of megabytes. */
static void add_megabytes(struct caps *c, unsigned log2_mb)
{
	static const char *const units[] = { "MB", "GB", "TB", "PB", "EB" };

	/* the largest that 64 address bits leave room for */
	if (log2_mb <= 43)
		caps_addf(c, " %u%s", 1u << log2_mb % 10, units[log2_mb / 10]);
	else
		caps_addf(c, " <unknown>");
}

static void add_rebar_entry(struct caps *c, unsigned offset)
{
	uint32_t sizes = caps_get(c, offset, 4) >> 4;
	uint32_t control = caps_get(c, offset + 4, 4);

	caps_line(c, 2, offset);
	caps_addf(c, "BAR %u: current size:", control & 7);
	add_megabytes(c, control >> 8 & 0x3f);
	if (!sizes && !(control >> 16))
		return;
	caps_addf(c, ", supported:");
	for (unsigned i = 0; i < 28; i++) {
		if (sizes >> i & 1)
			add_megabytes(c, i);
	}
	for (unsigned i = 0; i < 16; i++) {
		if (control >> (16 + i) & 1)
			add_megabytes(c, 28 + i);
	}
}

static void add_rebar(struct caps *c, const char *kind)
{
	unsigned count = caps_get(c, 8, 4) >> 5 & 7;

	caps_addf(c, "%s Resizable BAR", kind);
	if (!caps_have(c, 4, 8)) {
		caps_line(c, 2, 4);
		caps_addf(c, "<unreadable>");
		return;
	}
	if (count < 1 || count > 6) {
		caps_line(c, 2, 8);
		caps_addf(c, "<error in resizable BAR: num_bars=%u is out of specification>",
			  count);
		return;
	}
	for (unsigned i = 0; i < count && caps_have(c, 4 + 8 * i, 8); i++)
		add_rebar_entry(c, 4 + 8 * i);
}

static void add_physical_rebar(struct caps *c)
{
	add_rebar(c, "Physical");
}

static void add_virtual_rebar(struct caps *c)
{
	add_rebar(c, "Virtual");
}

static void add_tph(struct caps *c)
{
	uint32_t cap = caps_get(c, 4, 4);

	caps_addf(c, "Transaction Processing Hints");
	if (cap >> 1 & 1) {
		caps_line(c, 2, 4);
		caps_addf(c, "Interrupt vector mode supported");
	}
	if (cap >> 2 & 1) {
		caps_line(c, 2, 4);
		caps_addf(c, "Device specific mode supported");
	}
	if (cap >> 8 & 1) {
		caps_line(c, 2, 4);
		caps_addf(c, "Extended requester support");
	}
	caps_line(c, 2, 4);
	caps_add(c,
		 "{10:9|No steering table available|Steering table in TPH capability structure|"
		 "Steering table in MSI-X table|Reserved steering table location}",
		 cap);
}

static void add_secondary_pcie(struct caps *c)
{
	static const struct caps_row control_row = { 2, 4, 4,
						     "LnkCtl3: LnkEquIntrruptEn{1} PerformEqu{0}" };
	uint32_t lanes = caps_get(c, 8, 2); /* x16 is the widest link there is */

	caps_addf(c, "Secondary PCI Express");
	caps_add_rows(c, &control_row, 1);
	caps_line(c, 2, 8);
	caps_addf(c, "LaneErrStat: ");
	if (!lanes) {
		caps_addf(c, "0");
		return;
	}
	caps_addf(c, "LaneErr at lane:");
	for (unsigned i = 0; i < 16; i++) {
		if (lanes >> i & 1)
			caps_addf(c, " %u", i);
	}
}

static void add_event_collector(struct caps *c)
{
	uint32_t bitmap = caps_get(c, 4, 4);
	uint32_t buses = caps_get(c, 8, 4);
	uint32_t version = caps_get(c, 2, 1) & 0xf;
	const char *separator = " ";

	caps_addf(c, "Root Complex Event Collector Endpoint Association");
	caps_line(c, 2, 4);
	caps_addf(c, "RCiEPBitmap: ");
	if (!bitmap)
		caps_addf(c, "00000000 [none]");
	else
		caps_addf(c, "RCiEP at Device(s):");
	for (unsigned i = 0; i < 32; i++) {
		unsigned last = i;

		if (!(bitmap >> i & 1))
			continue;
		while (last < 31 && bitmap >> (last + 1) & 1)
			last++;
		caps_addf(c, "%s%u", separator, i);
		if (last > i)
			caps_addf(c, "-%u", last);
		separator = ", ";
		i = last;
	}
	if (version < 2)
		return;
	caps_line(c, 2, 8);
	if ((buses >> 8 & 0xff) == 0xff && (buses >> 16 & 0xff) == 0)
		caps_addf(c, "AssociatedBusNumbers: ff-00 [none]");
	else
		caps_add(c, "AssociatedBusNumbers: {15:8%02x}-{23:16%02x}", buses);
}

static void add_doe(struct caps *c)
{
	static const struct caps_row rows[] = {
		{ 2, 8, 4, "DOECtl: IntEn{1}" },
		{ 2, 12, 4, "DOESta: Busy{0} IntSta{1} Error{2} ObjectReady{31}" },
	};
	uint32_t cap = caps_get(c, 4, 4);

	caps_addf(c, "Data Object Exchange");
	if (!caps_have(c, 4, 12)) {
		caps_line(c, 2, 4);
		caps_addf(c, "<unreadable>");
		return;
	}
	caps_line(c, 2, 4);
	caps_add(c, "DOECap: IntSup{0}", cap);
	if (cap & 1) {
		caps_line(c, 3, 4);
		caps_add(c, "Interrupt Message Number {11:1%03x}", cap);
	}
	CAPS_ROWS(c, rows);
}

#define ACS_BITS                                                                          \
	"SrcValid{0} TransBlk{1} ReqRedir{2} CmpltRedir{3} UpstreamFwd{4} EgressCtrl{5} " \
	"DirectTrans{6}"

/* Capabilities that are nothing but flags and numbers: rows are registers in the order they are shown.
 * The rows are shown only when `needs` bytes after the header were read. */
struct simple {
	unsigned id;
	unsigned needs;
	struct caps_row rows[8];
};

static const struct simple simple_caps[] = {
	{ 0x0d,
	  4,
	  { { 0, 0, 0, "Access Control Services" },
	    { 2, 4, 2, "ACSCap:\t" ACS_BITS },
	    { 2, 6, 2, "ACSCtl:\t" ACS_BITS } } },
	{ 0x0e,
	  4,
	  { { 0, 0, 0, "Alternative Routing-ID Interpretation (ARI)" },
	    { 2, 4, 2, "ARICap:\tMFVC{0} ACS{1}, Next Function: {15:8}" },
	    { 2, 6, 2, "ARICtl:\tMFVC{0} ACS{1}, Function Group: {6:4}" } } },
	{ 0x0f,
	  4,
	  { { 0, 0, 0, "Address Translation Service (ATS)" },
	    { 2, 4, 2, "ATSCap:\tInvalidate Queue Depth: {4:0%02x}" },
	    { 2, 6, 2, "ATSCtl:\tEnable{15}, Smallest Translation Unit: {4:0%02x}" } } },
	{ 0x13,
	  12,
	  { { 0, 0, 0, "Page Request Interface (PRI)" },
	    { 2, 4, 2, "PRICtl: Enable{0} Reset{1}" },
	    { 2, 6, 2, "PRISta: RF{0} UPRGI{1} Stopped{8}" },
	    { 2, 8, 4, "Page Request Capacity: {31:0%08x}, " },
	    { 0, 12, 4, "Page Request Allocation: {31:0%08x}" } } },
	{ 0x1b,
	  4,
	  { { 0, 0, 0, "Process Address Space ID (PASID)" },
	    { 2, 4, 2, "PASIDCap: Exec{1} Priv{2}, Max PASID Width: {12:8%02x}" },
	    { 2, 6, 2, "PASIDCtl: Enable{0} Exec{1} Priv{2}" } } },
	{ 0x1d,
	  8,
	  { { 0, 0, 0, "Downstream Port Containment" },
	    { 2, 4, 2,
	      "DpcCap:\tINT Msg #{4:0}, RPExt{5} PoisonedTLP{6} SwTrigger{7} RP PIO Log {11:8}, "
	      "DL_ActiveErr{12}" },
	    { 2, 6, 2,
	      "DpcCtl:\tTrigger:{1:0%x} Cmpl{2} INT{3} ErrCor{4} PoisonedTLP{5} SwTrigger{6} "
	      "DL_ActiveErr{7}" },
	    { 2, 8, 2,
	      "DpcSta:\tTrigger{0} Reason:{2:1%02x} INT{3} RPBusy{4} TriggerExt:{6:5%02x} "
	      "RP PIO ErrPtr:{12:8%02x}" },
	    { 2, 10, 2, "Source:\t{15:0%04x}" } } },
};

static bool add_simple(struct caps *c, unsigned id)
{
	for (size_t i = 0; i < ARRAY_SIZE(simple_caps); i++) {
		const struct simple *s = &simple_caps[i];

		if (s->id != id)
			continue;
		caps_add_rows(c, s->rows, 1);
		for (size_t r = 1; r < ARRAY_SIZE(s->rows) && s->rows[r].text; r++) {
			if (caps_have(c, 4, s->needs))
				caps_add_rows(c, &s->rows[r], 1);
		}
		return true;
	}
	return false;
}

/* lspci 3.9 knows these by name only. */
static const char *const titles[] = {
	[0x00] = "Null",
	[0x04] = "Power Budgeting <?>",
	[0x06] = "Root Complex Internal Link <?>",
	[0x08] = "Multi-Function Virtual Channel <?>",
	[0x0a] = "Root Complex Register Block <?>",
	[0x11] = "Multi-Root I/O Virtualization <?>",
	[0x16] = "Dynamic Power Allocation <?>",
	[0x1a] = "Protocol Multiplexing <?>",
	[0x1c] = "LN Requester <?>",
	[0x20] = "PCI Express over M_PHY <?>",
	[0x21] = "FRS Queueing <?>",
	[0x22] = "Readiness Time Reporting <?>",
	[0x25] = "Data Link Feature <?>",
	[0x26] = "Physical Layer 16.0 GT/s <?>",
	[0x27] = "Lane Margining at the Receiver <?>",
	[0x28] = "Hierarchy ID <?>",
	[0x29] = "Native PCIe Enclosure Management <?>",
};

static const struct {
	unsigned id;
	void (*add)(struct caps *c);
} decoders[] = {
	{ 0x01, add_aer },
	{ 0x02, caps_virtual_channel },
	{ 0x03, add_serial },
	{ 0x05, caps_rc_link },
	{ 0x07, add_event_collector },
	{ 0x09, caps_virtual_channel },
	{ 0x0b, add_vsec },
	{ 0x10, caps_sriov },
	{ 0x12, add_multicast },
	{ 0x15, add_physical_rebar },
	{ 0x17, add_tph },
	{ 0x18, caps_ltr },
	{ 0x19, add_secondary_pcie },
	{ 0x1e, caps_l1pm },
	{ 0x1f, caps_ptm },
	{ 0x23, caps_dvsec },
	{ 0x24, add_virtual_rebar },
	{ 0x2e, add_doe },
};

void caps_extended(struct caps *c, unsigned id)
{
	for (size_t i = 0; i < ARRAY_SIZE(decoders); i++) {
		if (decoders[i].id == id) {
			decoders[i].add(c);
			return;
		}
	}
	if (add_simple(c, id))
		return;
	if (id < ARRAY_SIZE(titles) && titles[id])
		caps_addf(c, "%s", titles[id]);
	else
		caps_addf(c, "Extended Capability ID %#02x", id);
}
