/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The header, types 0 to 2: PCI Local Bus 3.0 chapter 6, PCI-to-PCI Bridge 1.2 chapter 3, PC Card. */
#include "backend/pci/caps_internal.h"

#include "backend/support/bits.h"

#define COMMAND_IO     0x0001
#define COMMAND_MEMORY 0x0002
#define COMMAND_MASTER 0x0004

#define CLASS_PCI_BRIDGE  0x0604
#define BASE_CLASS_BRIDGE 0x06

#define DEVSEL "|fast|medium|slow|??"

static const struct caps_row command_status_rows[] = {
	{ 1, CONFIG_COMMAND, 2,
	  "Control: I/O{0} Mem{1} BusMaster{2} SpecCycle{3} MemWINV{4} VGASnoop{5} ParErr{6} "
	  "Stepping{7} SERR{8} FastB2B{9} DisINTx{10}" },
	{ 1, CONFIG_STATUS, 2,
	  "Status: Cap{4} 66MHz{5} UDF{6} FastB2B{7} ParErr{8} DEVSEL={10:9" DEVSEL "} "
	  ">TAbort{11} <TAbort{12} <MAbort{13} >SERR{14} <PERR{15} INTx{3}" },
};

static const struct caps_row secondary_status_row = {
	1, 0x1e, 2,
	"Secondary status: 66MHz{5} FastB2B{7} ParErr{8} DEVSEL={10:9" DEVSEL "} "
	">TAbort{11} <TAbort{12} <MAbort{13} <SERR{14} <PERR{15}"
};

static const struct caps_row bridge_control_rows[] = {
	{ 1, 0x3e, 2,
	  "BridgeCtl: Parity{0} SERR{1} NoISA{2} VGA{3} VGA16{4} MAbort{5} >Reset{6} FastB2B{7}" },
	{ 2, 0x3e, 2, "PriDiscTmr{8} SecDiscTmr{9} DiscTmrStat{10} DiscTmrSERREn{11}" },
};

static const struct caps_row cardbus_control_row = {
	1, 0x3e, 2,
	"BridgeCtl: Parity{0} SERR{1} ISA{2} VGA{3} MAbort{5} >Reset{6} 16bInt{7} PostWrite{10}"
};

static uint32_t command(const struct caps *c)
{
	return caps_get(c, CONFIG_COMMAND, 2);
}

static void add_subsystem(struct caps *c, uint32_t vendor, uint32_t device, unsigned offset)
{
	if (vendor == 0 || vendor == 0xffff)
		return;
	caps_line(c, 1, offset);
	caps_addf(c, "Subsystem: %04x:%04x", vendor, device);
}

/* Bridges have no room for it in the header: a capability of its own carries it. */
static void add_bridge_subsystem(struct caps *c)
{
	struct config_cap_list list = CONFIG_CAP_LIST_INIT;
	struct err err = ERR_INIT;
	const struct config_cap *cap;

	if (!config_caps_walk(c->image, &list, &err))
		return;
	cap = config_cap_find(&list, 0x0d, false, 0);
	if (cap)
		add_subsystem(c, caps_get(c, cap->offset + 4u, 2), caps_get(c, cap->offset + 6u, 2),
			      cap->offset + 4u);
	config_cap_list_finish(&list);
}

static void add_any_subsystem(struct caps *c)
{
	switch (c->header_type) {
	case 0:
		add_subsystem(c, caps_get(c, 0x2c, 2), caps_get(c, 0x2e, 2), 0x2c);
		break;
	case 1:
		add_bridge_subsystem(c);
		break;
	case 2:
		add_subsystem(c, caps_get(c, 0x40, 2), caps_get(c, 0x42, 2), 0x40);
		break;
	}
}

static void add_latency(struct caps *c)
{
	uint32_t line_size = caps_get(c, 0x0c, 1);
	uint32_t min_grant = caps_get(c, 0x3e, 1);
	uint32_t max_latency = caps_get(c, 0x3f, 1);

	if (!(command(c) & COMMAND_MASTER))
		return;
	caps_line(c, 1, 0x0d);
	caps_addf(c, "Latency: %u", caps_get(c, 0x0d, 1));
	/* both in units of a quarter of a microsecond */
	if (c->header_type == 0 && (min_grant || max_latency)) {
		caps_addf(c, " (");
		if (min_grant)
			caps_addf(c, "%uns min%s", min_grant * 250, max_latency ? ", " : "");
		if (max_latency)
			caps_addf(c, "%uns max", max_latency * 250);
		caps_addf(c, ")");
	}
	if (line_size)
		caps_addf(c, ", Cache Line Size: %u bytes", line_size * 4);
}

static void add_interrupt(struct caps *c)
{
	uint32_t irq = caps_get(c, 0x3c, 1);
	uint32_t pin = caps_get(c, 0x3d, 1);

	if (!pin && !irq)
		return;
	caps_line(c, 1, 0x3c);
	caps_addf(c, "Interrupt: pin %c routed to IRQ %u",
		  pin >= 1 && pin <= 26 ? (int)('A' + pin - 1) : '?', irq);
}

static void add_bist(struct caps *c)
{
	uint32_t bist = caps_get(c, 0x0f, 1);

	if (!(bist & 0x80))
		return;
	caps_line(c, 1, 0x0f);
	if (bist & 0x40)
		caps_addf(c, "BIST is running");
	else
		caps_addf(c, "BIST result: %02x", bist & 0xf);
}

static void add_io_bar(struct caps *c, uint32_t low)
{
	caps_addf(c, "I/O ports at ");
	if (low & ~3u)
		caps_addf(c, "%04x", low & ~3u);
	else
		caps_addf(c, command(c) & COMMAND_IO ? "%04x" : "<unassigned>", 0);
	if (!(command(c) & COMMAND_IO))
		caps_addf(c, " [disabled]");
}

/* Returns how many BARs it took. */
static unsigned add_memory_bar(struct caps *c, unsigned offset, uint32_t low, bool last)
{
	bool wide = bits_get(low, 2, 1) == 2;
	uint64_t address = low & ~15u;

	/* the last BAR has no upper half: whatever it holds is no address */
	if (wide)
		address = last ? 0 : address | (uint64_t)caps_get(c, offset + 4, 4) << 32;
	caps_addf(c, "Memory at ");
	if (address)
		caps_addf(c, "%08llx", (unsigned long long)address);
	else
		caps_addf(c, "<unassigned>");
	caps_add(c, " ({2:1|32-bit|low-1M|64-bit|type 3}, {3|non-|}prefetchable)", low);
	if (!(command(c) & COMMAND_MEMORY))
		caps_addf(c, " [disabled]");
	return wide ? 2 : 1;
}

static void add_bars(struct caps *c, unsigned count)
{
	unsigned taken;

	for (unsigned i = 0; i < count; i += taken) {
		unsigned offset = 0x10 + 4 * i;
		uint32_t low = caps_get(c, offset, 4);

		taken = 1;
		if (low == 0 || low == UINT32_MAX)
			continue;
		caps_line(c, 1, offset);
		caps_addf(c, "Region %u: ", i);
		if (low & 1)
			add_io_bar(c, low);
		else
			taken = add_memory_bar(c, offset, low, i + 1 == count);
	}
}

static void add_rom(struct caps *c, unsigned offset)
{
	uint32_t rom = caps_get(c, offset, 4);
	uint32_t address = rom & ~0x7ffu;

	if (rom == 0 || rom == UINT32_MAX)
		return;
	caps_line(c, 1, offset);
	caps_addf(c, "Expansion ROM at ");
	if (address)
		caps_addf(c, "%08x", address);
	else
		caps_addf(c, "<unassigned>");
	if (!(rom & 1))
		caps_addf(c, " [disabled]");
	else if (!(command(c) & COMMAND_MEMORY))
		caps_addf(c, " [disabled by cmd]");
}

static void add_size(struct caps *c, uint64_t size)
{
	static const char *const units[] = { "", "K", "M", "G", "T" };
	unsigned i = 0;

	while (i + 1 < ARRAY_SIZE(units) && size % 1024 == 0 && size) {
		size /= 1024;
		i++;
	}
	caps_addf(c, " [size=%u%s]", (unsigned)size, units[i]);
}

static void add_window(struct caps *c, const char *name, unsigned offset, uint64_t base,
		       uint64_t limit, unsigned bits)
{
	int width = bits == 16 ? 4 : bits == 32 ? 8 : 16;

	caps_line(c, 1, offset);
	caps_addf(c, "%s: %0*llx-%0*llx", name, width, (unsigned long long)base, width,
		  (unsigned long long)limit);
	if (base <= limit)
		add_size(c, limit - base + 1);
	else
		caps_addf(c, " [disabled]");
	caps_addf(c, " [%u-bit]", bits);
}

static void add_io_window(struct caps *c)
{
	uint32_t base = caps_get(c, 0x1c, 1);
	uint32_t limit = caps_get(c, 0x1d, 1);
	uint32_t type = base & 0xf;
	uint64_t base_address = (base & 0xf0) << 8;
	uint64_t limit_address = (limit & 0xf0) << 8;

	if (type != (limit & 0xf) || type > 1) {
		caps_line(c, 1, 0x1c);
		caps_addf(c, "!!! Unknown I/O range types %x/%x", base, limit);
		return;
	}
	if (type) {
		base_address |= (uint64_t)caps_get(c, 0x30, 2) << 16;
		limit_address |= (uint64_t)caps_get(c, 0x32, 2) << 16;
	}
	add_window(c, "I/O behind bridge", 0x1c, base_address, limit_address + 0xfff,
		   type ? 32 : 16);
}

static void add_memory_window(struct caps *c)
{
	uint32_t base = caps_get(c, 0x20, 2);
	uint32_t limit = caps_get(c, 0x22, 2);

	if ((base & 0xf) != (limit & 0xf) || base & 0xf) {
		caps_line(c, 1, 0x20);
		caps_addf(c, "!!! Unknown memory range types %x/%x", base, limit);
		return;
	}
	add_window(c, "Memory behind bridge", 0x20, (uint64_t)base << 16,
		   ((uint64_t)limit << 16) + 0xfffff, 32);
}

static void add_prefetchable_window(struct caps *c)
{
	uint32_t base = caps_get(c, 0x24, 2);
	uint32_t limit = caps_get(c, 0x26, 2);
	uint32_t type = base & 0xf;
	uint64_t base_address = (uint64_t)(base & 0xfff0) << 16;
	uint64_t limit_address = (uint64_t)(limit & 0xfff0) << 16;

	if (type != (limit & 0xf) || type > 1) {
		caps_line(c, 1, 0x24);
		caps_addf(c, "!!! Unknown prefetchable memory range types %x/%x", base, limit);
		return;
	}
	if (type) {
		base_address |= (uint64_t)caps_get(c, 0x28, 4) << 32;
		limit_address |= (uint64_t)caps_get(c, 0x2c, 4) << 32;
	}
	add_window(c, "Prefetchable memory behind bridge", 0x24, base_address,
		   limit_address + 0xfffff, type ? 64 : 32);
}

static void add_bus_numbers(struct caps *c)
{
	static const struct caps_row row = {
		1, 0x18, 4,
		"Bus: primary={7:0%02x}, secondary={15:8%02x}, subordinate={23:16%02x}, "
		"sec-latency={31:24}"
	};

	caps_add_rows(c, &row, 1);
}

static void add_bridge(struct caps *c)
{
	add_bars(c, 2);
	add_bus_numbers(c);
	add_io_window(c);
	add_memory_window(c);
	add_prefetchable_window(c);
	caps_add_rows(c, &secondary_status_row, 1);
	add_rom(c, 0x38);
	CAPS_ROWS(c, bridge_control_rows);
}

static void add_cardbus_memory(struct caps *c, unsigned i)
{
	uint32_t base = caps_get(c, 0x1c + 8 * i, 4);
	uint32_t limit = caps_get(c, 0x20 + 8 * i, 4) + 0xfff;
	bool prefetchable = caps_get(c, 0x3e, 2) >> (8 + i) & 1;

	caps_line(c, 1, 0x1c + 8 * i);
	caps_addf(c, "Memory window %u: %08x-%08x%s%s", i, base, limit,
		  command(c) & COMMAND_MEMORY ? "" : " [disabled]",
		  prefetchable ? " (prefetchable)" : "");
}

static void add_cardbus_io(struct caps *c, unsigned i)
{
	uint32_t base = caps_get(c, 0x2c + 8 * i, 4);
	uint32_t limit = caps_get(c, 0x30 + 8 * i, 4);

	if (!(base & 1)) {
		base &= 0xffff;
		limit &= 0xffff;
	}
	caps_line(c, 1, 0x2c + 8 * i);
	caps_addf(c, "I/O window %u: %08x-%08x%s", i, base & ~3u, (limit & ~3u) + 3,
		  command(c) & COMMAND_IO ? "" : " [disabled]");
}

static void add_cardbus(struct caps *c)
{
	uint32_t legacy = caps_get(c, 0x44, 2);

	add_bars(c, 1);
	add_bus_numbers(c);
	for (unsigned i = 0; i < 2; i++)
		add_cardbus_memory(c, i);
	for (unsigned i = 0; i < 2; i++)
		add_cardbus_io(c, i);
	if (caps_get(c, 0x16, 2) & 0x4000) {
		caps_line(c, 1, 0x16);
		caps_addf(c, "Secondary status: SERR");
	}
	caps_add_rows(c, &cardbus_control_row, 1);
	if (legacy) {
		caps_line(c, 1, 0x44);
		caps_addf(c, "16-bit legacy interface ports at %04x", legacy);
	}
}

/* A class that the header type cannot have: what follows is worth doubting. */
static bool class_fits(const struct caps *c, uint32_t class)
{
	if (c->header_type == 0)
		return class != CLASS_PCI_BRIDGE;
	return class >> 8 == BASE_CLASS_BRIDGE;
}

void caps_header(struct caps *c)
{
	uint32_t class = caps_get(c, CONFIG_CLASS, 2);

	add_any_subsystem(c);
	if (c->header_type > 2) {
		caps_line(c, 1, CONFIG_HEADER_TYPE);
		caps_addf(c, "!!! Unknown header type %02x", c->header_type);
		return;
	}
	if (!class_fits(c, class)) {
		caps_line(c, 1, CONFIG_CLASS);
		caps_addf(c, "!!! Invalid class %04x for header type %02x", class, c->header_type);
	}
	CAPS_ROWS(c, command_status_rows);
	add_latency(c);
	add_interrupt(c);
	add_bist(c);
	switch (c->header_type) {
	case 0:
		add_bars(c, 6);
		add_rom(c, 0x30);
		break;
	case 1:
		add_bridge(c);
		break;
	default:
		add_cardbus(c);
	}
}
