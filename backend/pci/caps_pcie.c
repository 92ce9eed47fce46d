/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The Express capability: PCI Express 6.0, 7.5.3. Which registers and bits are there depends on the
 * type of the device or port, its version and its slot. */
#include "backend/pci/caps_internal.h"

#include "backend/support/bits.h"

#define OF(type) (1u << (type))

#define ENDPOINTS     (OF(EXPRESS_ENDPOINT) | OF(EXPRESS_LEGACY_ENDPOINT))
#define DOWNWARDS     (OF(EXPRESS_ROOT_PORT) | OF(EXPRESS_DOWNSTREAM))
#define WITHOUT_LINKS (OF(EXPRESS_RC_ENDPOINT) | OF(EXPRESS_RC_EVENT_COLLECTOR))

#define L0S_TIMES "|<64ns|<128ns|<256ns|<512ns|<1us|<2us|<4us|unlimited"
#define L1_TIMES  "|<1us|<2us|<4us|<8us|<16us|<32us|<64us|unlimited"

static bool is(const struct caps *c, unsigned types)
{
	return OF(c->express_type) & types;
}

static void add_row(struct caps *c, struct caps_row row)
{
	caps_add_rows(c, &row, 1);
}

/* Value and scale of a slot power limit. From 0xf0 on, at scale 0, values are names (7.5.3.9). */
static void add_power(struct caps *c, unsigned value, unsigned scale)
{
	static const double factors[] = { 1, 0.1, 0.01, 0.001 };
	double watts = value * factors[scale];

	if (scale == 0 && value == 0xff) {
		caps_addf(c, ">600W");
		return;
	}
	if (scale == 0 && value >= 0xf0)
		watts = 250 + 25 * (value - 0xf0);
	caps_addf(c, "%gW", watts);
}

static void add_device(struct caps *c)
{
	uint32_t cap = caps_get(c, 4, 4);
	uint32_t control = caps_get(c, 8, 2);

	caps_line(c, 2, 4);
	caps_add(c, "DevCap:\tMaxPayload {2:0^128} bytes, PhantFunc {4:3|0|1|3|7}", cap);
	if (is(c, ENDPOINTS))
		caps_add(c, ", Latency L0s {8:6" L0S_TIMES "}, L1 {11:9" L1_TIMES "}", cap);
	caps_line(c, 3, 4);
	caps_add(c, "ExtTag{5}", cap);
	if (is(c, ENDPOINTS | OF(EXPRESS_UPSTREAM) | OF(EXPRESS_TO_PCI_BRIDGE)))
		caps_add(c, " AttnBtn{12} AttnInd{13} PwrInd{14}", cap);
	caps_add(c, " RBE{15}", cap);
	if (is(c, ENDPOINTS | OF(EXPRESS_RC_ENDPOINT)))
		caps_add(c, " FLReset{28}", cap);
	if (is(c, OF(EXPRESS_ENDPOINT) | OF(EXPRESS_UPSTREAM) | OF(EXPRESS_TO_PCI_BRIDGE))) {
		caps_addf(c, " SlotPowerLimit ");
		add_power(c, (unsigned)bits_get(cap, 25, 18), (unsigned)bits_get(cap, 27, 26));
	}
	add_row(c, (struct caps_row){
			   2, 8, 2, "DevCtl:\tCorrErr{0} NonFatalErr{1} FatalErr{2} UnsupReq{3}" });
	add_row(c, (struct caps_row){ 3, 8, 2,
				      "RlxdOrd{4} ExtTag{8} PhantFunc{9} AuxPwr{10} NoSnoop{11}" });
	/* bit 15 has a meaning of its own in bridges */
	if (is(c, OF(EXPRESS_TO_PCI_BRIDGE)))
		caps_add(c, " BrConfRtry{15}", control);
	if (is(c, ENDPOINTS | OF(EXPRESS_RC_ENDPOINT)) && cap >> 28 & 1)
		caps_add(c, " FLReset{15}", control);
	add_row(c, (struct caps_row){ 3, 8, 2,
				      "MaxPayload {7:5^128} bytes, MaxReadReq {14:12^128} bytes" });
	add_row(c, (struct caps_row){ 2, 0xa, 2,
				      "DevSta:\tCorrErr{0} NonFatalErr{1} FatalErr{2} UnsupReq{3} "
				      "AuxPwr{4} TransPend{5}" });
}

/* How the link as trained compares to what the port could do. A port that may be connected to less
 * than it can do is not called downgraded. */
static const char *against(const struct caps *c, uint32_t got, uint32_t could)
{
	if (got > could)
		return " (overdriven)";
	if (got == could || is(c, DOWNWARDS | OF(EXPRESS_FROM_PCI_BRIDGE)))
		return "";
	return " (downgraded)";
}

static void add_link(struct caps *c)
{
	uint32_t cap = caps_get(c, 0xc, 4);
	uint32_t control = caps_get(c, 0x10, 2);
	uint32_t status = caps_get(c, 0x12, 2);
	uint32_t aspm = (uint32_t)bits_get(cap, 11, 10);

	caps_line(c, 2, 0xc);
	caps_add(c,
		 "LnkCap:\tPort #{31:24}, Speed {3:0" CAPS_LINK_SPEEDS "}, Width x{9:4}, "
		 "ASPM {11:10|not supported|L0s|L1|L0s L1}",
		 cap);
	if (aspm)
		caps_addf(c, ", Exit Latency ");
	if (aspm & 1)
		caps_add(c, "L0s {14:12" L0S_TIMES "}", cap);
	if (aspm & 2)
		caps_add(c, aspm & 1 ? ", L1 {17:15" L1_TIMES "}" : "L1 {17:15" L1_TIMES "}", cap);
	add_row(c, (struct caps_row){ 3, 0xc, 4,
				      "ClockPM{18} Surprise{19} LLActRep{20} BwNot{21} "
				      "ASPMOptComp{22}" });
	caps_line(c, 2, 0x10);
	caps_add(c, "LnkCtl:\tASPM {1:0|Disabled|L0s Enabled|L1 Enabled|L0s L1 Enabled};", control);
	if (is(c, ENDPOINTS | OF(EXPRESS_ROOT_PORT) | OF(EXPRESS_TO_PCI_BRIDGE)))
		caps_add(c, " RCB {3:3^64} bytes,", control);
	caps_add(c, " Disabled{4} CommClk{6}", control);
	add_row(c,
		(struct caps_row){ 3, 0x10, 2,
				   "ExtSynch{7} ClockPM{8} AutWidDis{9} BWInt{10} AutBWInt{11}" });
	caps_line(c, 2, 0x12);
	caps_add(c, "LnkSta:\tSpeed {3:0" CAPS_LINK_SPEEDS "}", status);
	caps_addf(c, "%s", against(c, status & 0xf, cap & 0xf));
	caps_add(c, ", Width x{9:4}", status);
	caps_addf(c, "%s", against(c, status >> 4 & 0x3f, cap >> 4 & 0x3f));
	add_row(c, (struct caps_row){ 3, 0x12, 2,
				      "TrErr{10} Train{11} SlotClk{12} DLActive{13} BWMgmt{14} "
				      "ABWMgmt{15}" });
}

static void add_slot(struct caps *c)
{
	static const struct caps_row rows[] = {
		{ 0, 0x14, 4, "; Interlock{17} NoCompl{18}" },
		{ 2, 0x18, 2,
		  "SltCtl:\tEnable: AttnBtn{0} PwrFlt{1} MRL{2} PresDet{3} CmdCplt{4} HPIrq{5} "
		  "LinkChg{12}" },
		{ 3, 0x18, 2,
		  "Control: AttnInd {7:6|Unknown|On|Blink|Off}, PwrInd {9:8|Unknown|On|Blink|Off}, "
		  "Power{10} Interlock{11}" },
		{ 2, 0x1a, 2,
		  "SltSta:\tStatus: AttnBtn{0} PowerFlt{1} MRL{5} CmdCplt{4} PresDet{6} "
		  "Interlock{7}" },
		{ 3, 0x1a, 2, "Changed: MRL{2} PresDet{3} LinkState{8}" },
	};
	uint32_t cap = caps_get(c, 0x14, 4);

	add_row(c, (struct caps_row){ 2, 0x14, 4,
				      "SltCap:\tAttnBtn{0} PwrCtrl{1} MRL{2} AttnInd{3} PwrInd{4} "
				      "HotPlug{6} Surprise{5}" });
	add_row(c, (struct caps_row){ 3, 0x14, 4, "Slot #{31:19}, PowerLimit " });
	add_power(c, (unsigned)bits_get(cap, 14, 7), (unsigned)bits_get(cap, 16, 15));
	CAPS_ROWS(c, rows);
}

static void add_root(struct caps *c)
{
	static const struct caps_row rows[] = {
		{ 2, 0x1e, 2, "RootCap: CRSVisible{0}" },
		{ 2, 0x1c, 2,
		  "RootCtl: ErrCorrectable{0} ErrNon-Fatal{1} ErrFatal{2} PMEIntEna{3} "
		  "CRSVisible{4}" },
		{ 2, 0x20, 4, "RootSta: PME ReqID {15:0%04x}, PMEStatus{16} PMEPending{17}" },
	};

	CAPS_ROWS(c, rows);
}

#define TIMEOUT_RANGES                                                                        \
	"|Not Supported|Range A|Range B|Range AB|Unknown|Unknown|Range BC|Range ABC|Unknown|" \
	"Unknown|Unknown|Unknown|Unknown|Unknown|Range BCD|Range ABCD"
#define TIMEOUT_VALUES                                                                        \
	"|50us to 50ms|50us to 100us|1ms to 10ms|Unknown|Unknown|16ms to 55ms|65ms to 210ms|" \
	"Unknown|Unknown|260ms to 900ms|1s to 3.5s|Unknown|Unknown|4s to 13s|17s to 64s|Unknown"

/* What completes an atomic operation has memory to do it on (6.15.3.1). */
static bool has_memory_bar(const struct caps *c)
{
	unsigned count = c->header_type == 0 ? 6 : c->header_type == 1 ? 2 : 1;

	for (unsigned i = 0; i < count; i++) {
		uint32_t bar = config_peek(c->image, 0x10 + 4 * i, 4);

		if (bar && bar != UINT32_MAX && !(bar & 1))
			return true;
	}
	return false;
}

static void add_atomic_ops_cap(struct caps *c, uint32_t cap)
{
	bool routes = is(c, DOWNWARDS | OF(EXPRESS_UPSTREAM));
	bool completes = is(c, OF(EXPRESS_ROOT_PORT)) || has_memory_bar(c);

	if (!routes && !completes)
		return;
	caps_line(c, 3, 0x24);
	caps_addf(c, " AtomicOpsCap:");
	if (routes)
		caps_add(c, " Routing{6}", cap);
	if (completes)
		caps_add(c, " 32bit{7} 64bit{8} 128bitCAS{9}", cap);
}

static void add_device2_cap(struct caps *c)
{
	uint32_t cap = caps_get(c, 0x24, 4);

	caps_line(c, 2, 0x24);
	caps_add(c,
		 "DevCap2: Completion Timeout: {3:0" TIMEOUT_RANGES "}, TimeoutDis{4} "
		 "NROPrPrP{10} LTR{11}",
		 cap);
	caps_line(c, 3, 0x24);
	caps_add(
		c,
		" 10BitTagComp{16} 10BitTagReq{17} OBFF {19:18|Not Supported|Via message|Via WAKE#|"
		"Via message/WAKE#}, ExtFmt{20} EETLPPrefix{21}",
		cap);
	if (cap >> 21 & 1)
		caps_add(c, ", MaxEETLPPrefixes {23:22|4|1|2|3}", cap);
	caps_line(c, 3, 0x24);
	caps_add(c,
		 " EmergencyPowerReduction {25:24|Not Supported|Dev Specific|"
		 "Form Factor Dev Specific|Reserved}, EmergencyPowerReductionInit{26}",
		 cap);
	caps_line(c, 3, 0x24);
	caps_add(c, " FRS{31}", cap);
	if (is(c, OF(EXPRESS_ROOT_PORT)))
		caps_add(c,
			 " LN System CLS {15:14|Not Supported|64byte cachelines|128byte cachelines|"
			 "Reserved},",
			 cap);
	if (is(c, OF(EXPRESS_ENDPOINT) | OF(EXPRESS_ROOT_PORT)))
		caps_add(c,
			 " {13:12|TPHComp- ExtTPHComp-|TPHComp+ ExtTPHComp-||"
			 "TPHComp+ ExtTPHComp+}",
			 cap);
	if (is(c, DOWNWARDS))
		caps_add(c, " ARIFwd{5}", cap);
	add_atomic_ops_cap(c, cap);
}

static void add_device2_control(struct caps *c)
{
	uint32_t control = caps_get(c, 0x28, 2);
	bool requests = is(c, ENDPOINTS | OF(EXPRESS_ROOT_PORT) | OF(EXPRESS_RC_ENDPOINT));
	bool routes = is(c, DOWNWARDS | OF(EXPRESS_UPSTREAM));

	caps_line(c, 2, 0x28);
	caps_add(c,
		 "DevCtl2: Completion Timeout: {3:0" TIMEOUT_VALUES "}, TimeoutDis{4} LTR{10} "
		 "10BitTagReq{12} OBFF {14:13|Disabled|Via message A|Via message B|Via WAKE#},",
		 control);
	if (is(c, DOWNWARDS))
		caps_add(c, " ARIFwd{5}", control);
	if (!requests && !routes)
		return;
	caps_line(c, 3, 0x28);
	caps_addf(c, " AtomicOpsCtl:");
	if (requests)
		caps_add(c, " ReqEn{6}", control);
	if (routes)
		caps_add(c, " EgressBlck{7}", control);
}

#define DE_EMPHASIS                                                           \
	"|-6dB de-emphasis, 0dB preshoot|-3.5dB de-emphasis, 0dB preshoot|"   \
	"-4.4dB de-emphasis, 0dB preshoot|-2.5dB de-emphasis, 0dB preshoot|"  \
	"0dB de-emphasis, 0dB preshoot|0dB de-emphasis, 1.9dB preshoot|"      \
	"0dB de-emphasis, 2.5dB preshoot|-6.0dB de-emphasis, 3.5dB preshoot|" \
	"-3.5dB de-emphasis, 3.5dB preshoot|0dB de-emphasis, 3.5dB preshoot|Unknown"

#define MARGIN_LOW "200-400mV(full-swing)/100-200mV(half-swing)"

static void add_link2_control(struct caps *c)
{
	uint32_t control = caps_get(c, 0x30, 2);

	caps_line(c, 2, 0x30);
	caps_add(
		c,
		"LnkCtl2: Target Link Speed: {3:0|2.5GT/s|2.5GT/s|5GT/s|8GT/s|16GT/s|32GT/s|64GT/s|"
		"Unknown}, EnterCompliance{4} SpeedDis{5}",
		control);
	if (is(c, OF(EXPRESS_DOWNSTREAM)))
		caps_add(c, ", Selectable De-emphasis: {6:6|-6dB|-3.5dB}", control);
	caps_line(c, 3, 0x30);
	caps_add(c,
		 " Transmit Margin: {9:7|Normal Operating Range|"
		 "800-1200mV(full-swing)/400-700mV(half-swing)|" MARGIN_LOW "|" MARGIN_LOW
		 "|" MARGIN_LOW "|" MARGIN_LOW "|Unknown}, EnterModifiedCompliance{10} "
		 "ComplianceSOS{11}",
		 control);
	caps_line(c, 3, 0x30);
	caps_add(c, " Compliance Preset/De-emphasis: {15:12" DE_EMPHASIS "}", control);
}

/* The highest speed names the range: the lower ones are always there (7.5.3.18). */
static void add_speeds(struct caps *c, uint32_t vector)
{
	static const char *const names[] = { "2.5GT/s",	   "2.5-5GT/s",	 "2.5-8GT/s",
					     "2.5-16GT/s", "2.5-32GT/s", "2.5-64GT/s" };
	unsigned highest = 0;

	while (vector >> (highest + 1))
		highest++;
	if (!vector)
		caps_addf(c, "Unknown");
	else
		caps_addf(c, "%s", highest < ARRAY_SIZE(names) ? names[highest] : "RsvdP");
}

static void add_link2(struct caps *c)
{
	uint32_t cap = caps_get(c, 0x2c, 4);
	uint32_t status = caps_get(c, 0x32, 2);

	if (cap) {
		caps_line(c, 2, 0x2c);
		caps_addf(c, "LnkCap2: Supported Link Speeds: ");
		add_speeds(c, (uint32_t)bits_get(cap, 7, 1));
		caps_add(c, ", Crosslink{8} Retimer{23} 2Retimers{24} DRS{31}", cap);
	}
	/* a link has one set of these controls, that of function 0 (7.5.3.19) */
	if (!is(c, ENDPOINTS) || c->devfn == 0)
		add_link2_control(c);
	caps_line(c, 2, 0x32);
	caps_add(c,
		 "LnkSta2: Current De-emphasis Level: {0:0|-6dB|-3.5dB}, EqualizationComplete{1} "
		 "EqualizationPhase1{2}",
		 status);
	caps_line(c, 3, 0x32);
	caps_add(c, " EqualizationPhase2{3} EqualizationPhase3{4} LinkEqualizationRequest{5}",
		 status);
	caps_line(c, 3, 0x32);
	caps_add(c,
		 " Retimer{6} 2Retimers{7} CrosslinkRes: {9:8|unsupported|Upstream Port|"
		 "Downstream Port|incomplete}",
		 status);
	if (is(c, DOWNWARDS | OF(EXPRESS_FROM_PCI_BRIDGE)) && cap >> 31 & 1) {
		caps_add(c, ", DRS{15}", status);
		caps_line(c, 3, 0x32);
		caps_add(c,
			 " DownstreamComp: {14:12|Link Down - Not Determined|Link Down - Not "
			 "Present|"
			 "Link Down - Present|Reserved|Link Up - Present|"
			 "Link Up - Present and DRS Received|Reserved}",
			 status);
	}
}

static void add_title(struct caps *c, uint32_t flags)
{
	caps_add(c, "Express ", flags);
	if (flags & 0xf)
		caps_add(c, "(v{3:0}) ", flags);
	switch (c->express_type) {
	case EXPRESS_ENDPOINT:
		caps_addf(c, "Endpoint");
		break;
	case EXPRESS_LEGACY_ENDPOINT:
		caps_addf(c, "Legacy Endpoint");
		break;
	case EXPRESS_ROOT_PORT:
		caps_add(c, "Root Port (Slot{8})", flags);
		break;
	case EXPRESS_UPSTREAM:
		caps_addf(c, "Upstream Port");
		break;
	case EXPRESS_DOWNSTREAM:
		caps_add(c, "Downstream Port (Slot{8})", flags);
		break;
	case EXPRESS_TO_PCI_BRIDGE:
		caps_addf(c, "PCI-Express to PCI/PCI-X Bridge");
		break;
	case EXPRESS_FROM_PCI_BRIDGE:
		caps_add(c, "PCI/PCI-X to PCI-Express Bridge (Slot{8})", flags);
		break;
	case EXPRESS_RC_ENDPOINT:
		caps_addf(c, "Root Complex Integrated Endpoint");
		break;
	case EXPRESS_RC_EVENT_COLLECTOR:
		caps_addf(c, "Root Complex Event Collector");
		break;
	default:
		caps_addf(c, "Unknown type %u", c->express_type);
	}
	caps_add(c, ", MSI {13:9%02x}", flags);
}

void caps_express(struct caps *c)
{
	uint32_t flags = caps_get(c, 2, 2);
	bool slot, link, root;

	c->express_type = (unsigned)bits_get(flags, 7, 4);
	link = !is(c, WITHOUT_LINKS);
	slot = flags >> 8 & 1 && is(c, DOWNWARDS | OF(EXPRESS_FROM_PCI_BRIDGE));
	root = is(c, OF(EXPRESS_ROOT_PORT) | OF(EXPRESS_RC_EVENT_COLLECTOR));
	add_title(c, flags);
	if (!caps_have(c, 4, root ? 0x20 : slot ? 0x18 : 0x10))
		return;
	add_device(c);
	if (link)
		add_link(c);
	if (slot)
		add_slot(c);
	if (root)
		add_root(c);
	if ((flags & 0xf) < 2 || !caps_have(c, 0x24, slot ? 0x18 : 0x10))
		return;
	add_device2_cap(c);
	add_device2_control(c);
	if (link)
		add_link2(c);
}
