/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two boot programs for the simulated Tiger Lake DSP that share nothing with backend/dsp: the order of
 * the Linux driver, which can leave a step out, and that of Zephyr's host tool. */
#ifndef TESTS_UNIT_MODEL_BOOT_H
#define TESTS_UNIT_MODEL_BOOT_H

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

struct boot_rig {
	struct test_host host;
	uint8_t *file; /* a firmware file, owned */
	size_t file_len;
	uint8_t *image; /* in it, behind the extended manifest */
	size_t image_len;
};

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
