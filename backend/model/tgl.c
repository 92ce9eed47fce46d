/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tiger Lake LP audio DSP (8086:a0c8), cAVS 2.5. Identity, capability offsets and register values are
 * those that logs of real machines show. */
#include "backend/model/adsp.h"
#include "backend/model/models.h"

static const struct model_reg *const tgl_hda_tables[] = {
	adsp_hda_global_rows, adsp_ring_rows, adsp_stream_rows, adsp_hda_capability_rows, NULL,
};

static const struct model_reg *const tgl_dsp_tables[] = { adsp_cavs_rows, NULL };

static const struct adsp_chip tgl_chip = {
	.hda_tables = tgl_hda_tables,
	.dsp_tables = tgl_dsp_tables,
	.captures = 7,
	.playbacks = 9,
	.core_mask = 0xf,
	.powered_cores = 0xf,
	.min_lvi = 1,
	.window_base = 0x80000,
	.window_stride = 0x20000,
	.manifest_offset = 0x2000,
	.ipc = { .tdr = 0xc0,
		 .tda = 0xc4,
		 .tdd = 0xc8,
		 .idr = 0xd0,
		 .ida = 0xd4,
		 .idd = 0xd8,
		 .ctl = 0xe8 },
};

static struct model *tgl_create(const struct model_class *class, const struct model_host *host)
{
	return adsp_create(class, host, &tgl_chip);
}

/* 0x44 TCSEL/PGCTL and 0x48 CGCTL are plain storage to a driver. */
static const struct model_pci_desc tgl_pci = {
	.vendor = 0x8086,
	.device = 0xa0c8,
	.subvendor = 0x8086,
	.subdevice = 0x7270,
	.class_code = 0x040100,
	.revision = 0x20,
	.irq_pin = 1,
	.caps = { { MODEL_PCI_CAP_PM, 0x50, 0 },
		  { MODEL_PCI_CAP_VENDOR, 0x80, 0x14 },
		  { MODEL_PCI_CAP_MSI, 0x60, 0 } },
	.words = { { 0x44, 0, UINT32_MAX }, { 0x48, 0x40, UINT32_MAX } },
};

const struct model_class model_tgl = {
	.name = "tgl",
	.title = "Tiger Lake audio DSP (8086:a0c8, cAVS 2.5)",
	.bars = { [0] = { 0x4000, MODEL_BAR_64 }, [4] = { 0x100000, MODEL_BAR_64 } },
	.config_size = MODEL_PCI_SIZE,
	.pci = &tgl_pci,
	.irqs = {
		[IRQ_INTX] = { 1, IRQ_EVENTFD | IRQ_MASKABLE | IRQ_AUTOMASKED },
		[IRQ_MSI] = { 1, IRQ_EVENTFD | IRQ_NORESIZE },
	},
	.faults = adsp_faults,
	.create = tgl_create,
	.destroy = adsp_destroy,
	.read = adsp_read,
	.write = adsp_write,
	.config_read = model_config_read,
	.config_write = model_config_write,
	.advance = model_advance,
	.next_event = model_next_event,
	.reset = adsp_reset,
	.fault_set = adsp_fault_set,
	.fault_is_set = model_fault_is_set,
};
