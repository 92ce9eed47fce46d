/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A class for each row of adsp_parts.def. Identity and capability offsets are those that logs of real
 * machines show; of subsystem and revision nothing is known that would differ. */
#include "backend/model/adsp.h"
#include "backend/model/models.h"

/* 0x44 TCSEL/PGCTL and 0x48 CGCTL are plain storage to a driver. */
static const struct model_pci_desc pci[] = {
#define PART(part, text, id, bar0, bar4, chip)                                    \
	[MODEL_ADSP_##part] = {                                                   \
		.vendor = 0x8086,                                                 \
		.device = (id),                                                   \
		.subvendor = 0x8086,                                              \
		.subdevice = 0x7270,                                              \
		.class_code = 0x040100,                                           \
		.revision = 0x20,                                                 \
		.irq_pin = 1,                                                     \
		.caps = { { MODEL_PCI_CAP_PM, 0x50, 0 },                          \
			  { MODEL_PCI_CAP_VENDOR, 0x80, 0x14 },                   \
			  { MODEL_PCI_CAP_MSI, 0x60, 0 } },                       \
		.words = { { 0x44, 0, UINT32_MAX }, { 0x48, 0x40, UINT32_MAX } }, \
	},
#include "backend/model/adsp_parts.def"
#undef PART
};

const struct model_class model_adsp[] = {
#define PART(part, text, id, bar0, bar4, chip) \
	[MODEL_ADSP_##part] = {                                                                \
		.name = #part,                                                                 \
		.title = (text),                                                               \
		.bars = { [0] = { (bar0), MODEL_BAR_64 }, [4] = { (bar4), MODEL_BAR_64 } },    \
		.config_size = MODEL_PCI_SIZE,                                                 \
		.pci = &pci[MODEL_ADSP_##part],                                                \
		.irqs = {                                                                      \
			[IRQ_INTX] = { 1, IRQ_EVENTFD | IRQ_MASKABLE | IRQ_AUTOMASKED },       \
			[IRQ_MSI] = { 1, IRQ_EVENTFD | IRQ_NORESIZE },                         \
		},                                                                             \
		.faults = adsp_faults,                                                         \
		.detail = &adsp_chip_##chip,                                                   \
		.create = adsp_create,                                                         \
		.destroy = adsp_destroy,                                                       \
		.read = adsp_read,                                                             \
		.write = adsp_write,                                                           \
		.config_read = adsp_config_read,                                               \
		.config_write = adsp_config_write,                                             \
		.advance = model_advance,                                                      \
		.next_event = model_next_event,                                                \
		.reset = adsp_reset,                                                           \
		.fault_set = adsp_fault_set,                                                   \
		.fault_is_set = model_fault_is_set,                                            \
		.fault_elsewhere = adsp_fault_elsewhere,                                       \
	},
#include "backend/model/adsp_parts.def"
#undef PART
};
