/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two boot programs for the simulated cAVS DSPs that share nothing with backend/dsp: the order of the
 * Linux driver, which can leave a step out, and that of Zephyr's host tool. */
#ifndef TESTS_UNIT_MODEL_BOOT_H
#define TESTS_UNIT_MODEL_BOOT_H

#include "tests/tools/fwbuild.h"
#include "tests/unit/model_host.h"

/* BARs, and registers of the first playback stream and of the DSP */
enum { HDA = 0, DSP = 4 };
enum { STREAM = 7, SD = 0x80 + 0x20 * STREAM };
enum { ADSPCS = 0x04, ADSPIC = 0x08, TDR = 0xc0, TDA = 0xc4, TDD = 0xc8 };
enum { IDR = 0xd0, IDA = 0xd4, IDD = 0xd8, IPCCTL = 0xe8 };
enum { STATUS = 0x80000, ERROR = 0x80004, UPLINK = 0x81000, DOWNLINK = 0xa0000 };

/* How far a boot came. */
enum stage {
	BOOTED,
	AT_CONTROLLER,
	AT_POWER,
	AT_ACK,
	AT_ROM,
	AT_ENTERED,
	AT_READY,
	AT_ALIVE,
};

/* The step that a boot leaves out or gets wrong. */
enum step {
	NO_STEP,
	MASTER,
	CRST,
	GPROCEN,
	PIE,
	PROCEN,
	BDL,
	BDL_SECOND_ENTRY,
	TAG,
	CBL,
	SPIB_ENABLE,
	SPIB_VALUE,
	SPA,
	REQUEST,
	REQUEST_CHANNEL,
	REQUEST_PURGE,
	CLEAR_CRST,
	CLEAR_CSTALL,
	RUN,
	STRIP,
	INTACT_BODY,
	IPC_INTERRUPTS,
	ADSPIC_ENABLE,
	GIE,
	MSI,
};

/* What differs between parts: numbers of logs and of the driver, written down once more. */
struct boot_part {
	char name[8]; /* of the model */
	uint16_t id;
	uint32_t cores, managed; /* masks: that exist, whose power the host manages */
	bool old_doorbells;	 /* cAVS 1.5+ */
	uint32_t ssp_base, ssp_count;
	enum fwbuild_kind image;
	/* ADSPCS after power-up, without CRST and CSTALL of core 0, and when the rest is off */
	uint32_t powered, running, alone;
};
extern const struct boot_part boot_parts[]; /* ends with an empty name */
const struct boot_part *boot_part(const char *name);

struct boot_rig {
	const struct boot_part *part;
	struct test_host host;
	uint8_t *file; /* a firmware file, owned */
	size_t file_len;
	uint8_t *image; /* in it, behind the extended manifest */
	size_t image_len;
};

/* The model, with an IPC3 image. */
void boot_rig_start(struct boot_rig *rig, const char *name);
void boot_rig_stop(struct boot_rig *rig);
/* A doorbell register by its name on cAVS 1.8 and later. */
uint32_t boot_reg(const struct boot_rig *rig, uint32_t reg);
uint32_t boot_done(const struct boot_rig *rig); /* the DONE bit in IDA */
/* A made image that speaks IPC3 or IPC4; frees the one before. */
void boot_load_image(struct boot_rig *rig, unsigned ipc);
/* The parts of boot_linux. */
bool boot_controller(struct boot_rig *rig, enum step without);
void boot_put_descriptors(struct boot_rig *rig, enum step without, uint32_t len);
void boot_stream(struct boot_rig *rig, enum step without);
enum stage boot_start_core(struct boot_rig *rig, enum step without);
enum stage boot_download(struct boot_rig *rig, enum step without);
enum stage boot_wait_ready(struct boot_rig *rig);
/* The DSP's message is taken. */
void boot_ack_dsp(struct boot_rig *rig);
/* Send {size, cmd}; the error word of the answer, or 0xdead without one. */
uint32_t boot_ipc3(struct boot_rig *rig, uint32_t size, uint32_t cmd);
void boot_power_down(struct boot_rig *rig);
/* Whole boots, from whatever state. boot_linux ends with an IPC3 message and its answer. */
enum stage boot_linux(struct boot_rig *rig, enum step without);
enum stage boot_zephyr(struct boot_rig *rig);

#endif
