/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Extended capabilities about latency, link power and time: LTR, L1 PM substates, PTM. */
#include "backend/pci/caps_internal.h"

#include "backend/support/bits.h"

/* Value and scale of 2^(5 * scale) ns: 6.18. */
static uint64_t latency_ns(uint32_t value)
{
	return (uint64_t)(value & 0x3ff) << 5 * (value >> 10 & 7);
}

void caps_ltr(struct caps *c)
{
	caps_addf(c, "Latency Tolerance Reporting");
	caps_line(c, 2, 4);
	caps_addf(c, "Max snoop latency: %lluns",
		  (unsigned long long)latency_ns(caps_get(c, 4, 2)));
	caps_line(c, 2, 6);
	caps_addf(c, "Max no snoop latency: %lluns",
		  (unsigned long long)latency_ns(caps_get(c, 6, 2)));
}

/* T_POWER_ON: value and scale of 2, 10 or 100 us, 7.8.3.3. */
static void add_power_on_time(struct caps *c, const char *label, uint32_t scale, uint32_t value)
{
	static const unsigned us[] = { 2, 10, 100 };

	if (scale < ARRAY_SIZE(us))
		caps_addf(c, "%s=%uus", label, value * us[scale]);
	else
		caps_addf(c, "%s=<error>", label);
}

#define L1_SUBSTATES "PCI-PM_L1.2{0} PCI-PM_L1.1{1} ASPM_L1.2{2} ASPM_L1.1{3}"

static void add_l1pm_control(struct caps *c, uint32_t cap)
{
	uint32_t control = caps_get(c, 8, 4);
	uint32_t control2 = caps_get(c, 0xc, 4);
	bool aspm_l12 = cap >> 2 & 1;
	bool any_l12 = cap & 5;

	caps_line(c, 2, 8);
	caps_add(c, "L1SubCtl1: " L1_SUBSTATES, control);
	if (any_l12) {
		caps_line(c, 3, 8);
		/* only a downstream port restores the common mode */
		caps_addf(c, "  ");
		caps_add(c, " T_CommonMode={15:8}us", control);
		if (aspm_l12) {
			uint32_t scale = control >> 29;

			if (scale > 5)
				caps_addf(c, " LTR1.2_Threshold=<error>");
			else
				caps_addf(c, " LTR1.2_Threshold=%lluns",
					  (unsigned long long)(control >> 16 & 0x3ff) << 5 * scale);
		}
	}
	caps_line(c, 2, 0xc);
	caps_addf(c, "L1SubCtl2:");
	if (any_l12)
		add_power_on_time(c, " T_PwrOn", control2 & 3, control2 >> 3 & 0x1f);
}

void caps_l1pm(struct caps *c)
{
	uint32_t cap = caps_get(c, 4, 4);

	caps_addf(c, "L1 PM Substates");
	if (!caps_have(c, 4, 12)) {
		caps_line(c, 2, 4);
		caps_addf(c, "<unreadable>");
		return;
	}
	caps_line(c, 2, 4);
	caps_add(c, "L1SubCap: " L1_SUBSTATES " L1_PM_Substates{4}", cap);
	if (cap & 5) {
		caps_line(c, 3, 4);
		caps_add(c, "  PortCommonModeRestoreTime={15:8}us ", cap);
		add_power_on_time(c, "PortTPowerOnTime", cap >> 16 & 3, cap >> 19 & 0x1f);
	}
	add_l1pm_control(c, cap);
}

static void add_granularity(struct caps *c, const char *zero, uint32_t ns)
{
	if (ns == 0)
		caps_addf(c, "%s", zero);
	else if (ns == 255)
		caps_addf(c, "Greater than 254ns");
	else
		caps_addf(c, "%uns", ns);
}

void caps_ptm(struct caps *c)
{
	uint32_t cap = caps_get(c, 4, 4);
	uint32_t control = caps_get(c, 8, 4);

	caps_addf(c, "Precision Time Measurement");
	if (!caps_have(c, 4, 8)) {
		caps_line(c, 2, 4);
		caps_addf(c, "<unreadable>");
		return;
	}
	caps_line(c, 2, 4);
	caps_add(c, "PTMCap: Requester:{0} Responder:{1} Root:{2}", cap);
	caps_line(c, 2, 4);
	caps_addf(c, "PTMClockGranularity: ");
	add_granularity(c, "Unimplemented", cap >> 8 & 0xff);
	caps_line(c, 2, 8);
	caps_add(c, "PTMControl: Enabled:{0} RootSelected:{1}", control);
	caps_line(c, 2, 8);
	caps_addf(c, "PTMEffectiveGranularity: ");
	add_granularity(c, "Unknown", control >> 8 & 0xff);
}
