/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/model/pci.h"

#include <string.h>

#include "backend/model/model.h"
#include "backend/support/bits.h"

/* Offsets in the header and in capabilities, PCI Local Bus 3.0, chapter 6; PM 1.2, chapter 3 */
enum {
	COMMAND = 0x04,
	STATUS = 0x06,
	REVISION = 0x08,
	CACHE_LINE = 0x0c,
	BAR0 = 0x10,
	SUBSYSTEM = 0x2c,
	CAP_PTR = 0x34,
	INT_LINE = 0x3c,
	INT_PIN = 0x3d,

	COMMAND_WRITABLE = 0x0546, /* MEM, BusMaster, parity, SERR, INTx disable */
	STATUS_INTX = 0x08,	   /* low byte */
	STATUS_CAP_LIST = 0x10,
	STATUS_W1C = 0xf900,

	PM_PMC = 2,
	PM_PMCSR = 4,
	PM_NO_SOFT_RESET = 1 << 3,
	PM_PME_ENABLE = 1 << 8,
	PM_PME_STATUS = 1 << 15,
	PMC_VERSION_3 = 3,

	MSI_CONTROL = 2,
	MSI_ENABLE = 1 << 0,
	MSI_64 = 1 << 7,
	MSI_ADDRESS = 4,
	MSI_DATA_64 = 12,
};

static void put(struct model_pci *pci, unsigned offset, unsigned bytes, uint64_t value,
		uint64_t writable)
{
	put_le(&pci->bytes[offset], value, bytes);
	put_le(&pci->writable[offset], writable, bytes);
}

static void init_bars(struct model_pci *pci, const struct model_bar *bars)
{
	for (unsigned i = 0; i < 6; i++) {
		bool wide = bars[i].flags & MODEL_BAR_64;
		unsigned type = bars[i].flags & MODEL_BAR_IO	     ? 1
				: bars[i].flags & MODEL_BAR_PREFETCH ? 8
								     : 0;

		if (!bars[i].size)
			continue;
		put(pci, BAR0 + 4 * i, wide ? 8 : 4, type | (wide ? 4u : 0u), ~(bars[i].size - 1));
		if (wide)
			i++;
	}
}

static void init_cap(struct model_pci *pci, const struct model_pci_cap *cap)
{
	unsigned at = cap->offset;

	switch ((enum model_pci_cap_id)cap->id) {
	case MODEL_PCI_CAP_PM:
		pci->pm = cap->offset;
		put(pci, at + PM_PMC, 2, PMC_VERSION_3, 0);
		put(pci, at + PM_PMCSR, 2, PM_NO_SOFT_RESET, 3 | PM_PME_ENABLE);
		put_le(&pci->w1c[at + PM_PMCSR], PM_PME_STATUS, 2);
		break;
	case MODEL_PCI_CAP_MSI:
		pci->msi = cap->offset;
		put(pci, at + MSI_CONTROL, 2, MSI_64, MSI_ENABLE);
		put(pci, at + MSI_ADDRESS, 8, 0, ~UINT64_C(3));
		put(pci, at + MSI_DATA_64, 2, 0, 0xffff);
		break;
	case MODEL_PCI_CAP_VENDOR:
		put(pci, at + 2, 1, cap->len, 0);
		break;
	}
}

static void init_caps(struct model_pci *pci, const struct model_pci_cap *caps)
{
	unsigned link = CAP_PTR;

	for (; caps->id; caps++) {
		pci->bytes[link] = caps->offset;
		pci->bytes[STATUS] |= STATUS_CAP_LIST;
		pci->bytes[caps->offset] = caps->id;
		init_cap(pci, caps);
		link = caps->offset + 1u;
	}
}

void model_pci_init(struct model_pci *pci, const struct model_class *class)
{
	const struct model_pci_desc *desc = class->pci;

	memset(pci, 0, sizeof(*pci));
	put(pci, 0, 4, desc->vendor | (uint32_t)desc->device << 16, 0);
	put(pci, COMMAND, 2, 0, COMMAND_WRITABLE);
	put_le(&pci->w1c[STATUS], STATUS_W1C, 2);
	put(pci, REVISION, 4, desc->revision | desc->class_code << 8, 0);
	put(pci, CACHE_LINE, 1, 0, 0xff);
	put(pci, SUBSYSTEM, 4, desc->subvendor | (uint32_t)desc->subdevice << 16, 0);
	put(pci, INT_LINE, 1, 0, 0xff);
	put(pci, INT_PIN, 1, desc->irq_pin, 0);
	init_bars(pci, class->bars);
	init_caps(pci, desc->caps);
	for (const struct model_pci_word *word = desc->words; word->offset; word++)
		put(pci, word->offset, 4, word->reset, word->writable);
}

uint64_t model_pci_read(const struct model_pci *pci, unsigned offset, unsigned bytes)
{
	if (!range_inside(offset, bytes, MODEL_PCI_SIZE))
		return bits_mask(bytes * 8);
	return get_le(&pci->bytes[offset], bytes);
}

void model_pci_write(struct model_pci *pci, unsigned offset, unsigned bytes, uint64_t value)
{
	unsigned state = model_pci_power_state(pci);

	if (!range_inside(offset, bytes, MODEL_PCI_SIZE))
		return;
	for (unsigned i = 0; i < bytes; i++) {
		uint8_t *byte = &pci->bytes[offset + i];
		uint8_t writable = pci->writable[offset + i];
		uint8_t written = (uint8_t)(value >> (8 * i));

		*byte = (uint8_t)((*byte & ~writable) | (written & writable));
		*byte &= (uint8_t) ~(written & pci->w1c[offset + i]);
	}
	/* D1 and D2 are not offered in PMC: asking for one changes nothing (PM 1.2, 3.2.4) */
	if (model_pci_power_state(pci) == 1 || model_pci_power_state(pci) == 2)
		pci->bytes[pci->pm + PM_PMCSR] =
			(uint8_t)((pci->bytes[pci->pm + PM_PMCSR] & ~3u) | state);
}

unsigned model_pci_command(const struct model_pci *pci)
{
	return get_le16(&pci->bytes[COMMAND]);
}

unsigned model_pci_power_state(const struct model_pci *pci)
{
	return pci->pm ? pci->bytes[pci->pm + PM_PMCSR] & 3u : 0;
}

void model_pci_set_power_state(struct model_pci *pci, unsigned state)
{
	if (pci->pm)
		pci->bytes[pci->pm + PM_PMCSR] =
			(uint8_t)((pci->bytes[pci->pm + PM_PMCSR] & ~3u) | state);
}

bool model_pci_msi_enabled(const struct model_pci *pci)
{
	return pci->msi && pci->bytes[pci->msi + MSI_CONTROL] & MSI_ENABLE;
}

void model_pci_set_intx_status(struct model_pci *pci, bool pending)
{
	if (pending)
		pci->bytes[STATUS] |= STATUS_INTX;
	else
		pci->bytes[STATUS] &= (uint8_t)~STATUS_INTX;
}
