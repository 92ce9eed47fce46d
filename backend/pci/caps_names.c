/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/pci/caps.h"

#include "backend/support/bits.h"

/* PCI Code and ID Assignment Specification 1.15, chapters 2 and 3. */
static const char *const standard_names[] = {
	[0x00] = "Null",
	[0x01] = "Power Management",
	[0x02] = "AGP",
	[0x03] = "VPD",
	[0x04] = "Slot ID",
	[0x05] = "MSI",
	[0x06] = "CompactPCI hot swap",
	[0x07] = "PCI-X",
	[0x08] = "HyperTransport",
	[0x09] = "Vendor Specific",
	[0x0a] = "Debug Port",
	[0x0b] = "CompactPCI resource control",
	[0x0c] = "Hot-Plug",
	[0x0d] = "Subsystem ID",
	[0x0e] = "AGP 8x",
	[0x0f] = "Secure Device",
	[0x10] = "Express",
	[0x11] = "MSI-X",
	[0x12] = "SATA",
	[0x13] = "Advanced Features",
	[0x14] = "Enhanced Allocation",
	[0x15] = "Flattening Portal Bridge",
};

static const char *const extended_names[] = {
	[0x00] = "Null",
	[0x01] = "AER",
	[0x02] = "Virtual Channel",
	[0x03] = "Device Serial Number",
	[0x04] = "Power Budgeting",
	[0x05] = "Root Complex Link",
	[0x06] = "Root Complex Internal Link",
	[0x07] = "Root Complex Event Collector",
	[0x08] = "Multi-Function Virtual Channel",
	[0x09] = "Virtual Channel",
	[0x0a] = "Root Complex Register Block",
	[0x0b] = "Vendor Specific",
	[0x0c] = "Configuration Access Correlation",
	[0x0d] = "ACS",
	[0x0e] = "ARI",
	[0x0f] = "ATS",
	[0x10] = "SR-IOV",
	[0x11] = "MR-IOV",
	[0x12] = "Multicast",
	[0x13] = "PRI",
	[0x14] = "AMD reserved",
	[0x15] = "Resizable BAR",
	[0x16] = "Dynamic Power Allocation",
	[0x17] = "TPH",
	[0x18] = "LTR",
	[0x19] = "Secondary PCI Express",
	[0x1a] = "Protocol Multiplexing",
	[0x1b] = "PASID",
	[0x1c] = "LN Requester",
	[0x1d] = "DPC",
	[0x1e] = "L1 PM Substates",
	[0x1f] = "PTM",
	[0x20] = "PCI Express over M-PHY",
	[0x21] = "FRS Queueing",
	[0x22] = "Readiness Time Reporting",
	[0x23] = "DVSEC",
	[0x24] = "VF Resizable BAR",
	[0x25] = "Data Link Feature",
	[0x26] = "Physical Layer 16.0 GT/s",
	[0x27] = "Lane Margining at the Receiver",
	[0x28] = "Hierarchy ID",
	[0x29] = "NPEM",
	[0x2a] = "Physical Layer 32.0 GT/s",
	[0x2b] = "Alternate Protocol",
	[0x2c] = "System Firmware Intermediary",
	[0x2d] = "Shadow Functions",
	[0x2e] = "Data Object Exchange",
	[0x2f] = "Device 3",
	[0x30] = "IDE",
	[0x31] = "Physical Layer 64.0 GT/s",
	[0x32] = "Flit Logging",
	[0x33] = "Flit Performance Measurement",
	[0x34] = "Flit Error Injection",
};

const char *caps_name(unsigned id, bool extended)
{
	const char *const *names = extended ? extended_names : standard_names;
	size_t count = extended ? ARRAY_SIZE(extended_names) : ARRAY_SIZE(standard_names);

	return id < count && names[id] ? names[id] : "Unknown";
}
