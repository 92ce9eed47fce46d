/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Configuration space of a simulated function: header type 0, BARs that answer sizing, power
 * management, MSI and vendor-specific capabilities. A class describes it as data (model_pci_desc);
 * what can be written is a mask for each byte. */
#ifndef BACKEND_MODEL_PCI_H
#define BACKEND_MODEL_PCI_H

#include <stdbool.h>
#include <stdint.h>

struct model_class;

#define MODEL_PCI_SIZE 256

/* COMMAND register, PCI Local Bus 3.0, 6.2.2 */
enum {
	MODEL_PCI_MEM = 1 << 1,
	MODEL_PCI_BUS_MASTER = 1 << 2,
	MODEL_PCI_INTX_OFF = 1 << 10,
};

enum model_pci_cap_id {
	MODEL_PCI_CAP_PM = 0x01,
	MODEL_PCI_CAP_MSI = 0x05, /* 64-bit address, one vector, no masks */
	MODEL_PCI_CAP_VENDOR = 0x09,
};

/* Capabilities in the order of their list. */
struct model_pci_cap {
	uint8_t id;	/* 0 ends the table */
	uint8_t offset; /* 4-byte aligned, from 0x40 */
	uint8_t len;	/* MODEL_PCI_CAP_VENDOR only */
};

/* Device-specific double words that keep what is written. */
struct model_pci_word {
	uint8_t offset; /* 0 ends the table */
	uint32_t reset;
	uint32_t writable;
};

struct model_pci_desc {
	uint16_t vendor, device, subvendor, subdevice;
	uint32_t class_code; /* 24 bits */
	uint8_t revision;
	uint8_t irq_pin; /* 1 = INTA */
	struct model_pci_cap caps[4];
	struct model_pci_word words[4];
};

struct model_pci {
	uint8_t bytes[MODEL_PCI_SIZE];
	uint8_t writable[MODEL_PCI_SIZE];
	uint8_t w1c[MODEL_PCI_SIZE];
	uint8_t pm, msi; /* offsets of these capabilities, 0 = none */
};

/* As after power-on: BARs 0, memory and bus master off, D0. */
void model_pci_init(struct model_pci *pci, const struct model_class *class);

/* Any offset; bytes outside the space read as ones and take no write. */
uint64_t model_pci_read(const struct model_pci *pci, unsigned offset, unsigned bytes);
void model_pci_write(struct model_pci *pci, unsigned offset, unsigned bytes, uint64_t value);

unsigned model_pci_command(const struct model_pci *pci);
unsigned model_pci_power_state(const struct model_pci *pci); /* 0 to 3 */
bool model_pci_msi_enabled(const struct model_pci *pci);
/* As if a driver had written it to PMCSR; nothing without a PM capability. */
void model_pci_set_power_state(struct model_pci *pci, unsigned state);
void model_pci_set_intx_status(struct model_pci *pci, bool pending);

#endif
