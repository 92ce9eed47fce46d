/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages with running firmware: doorbell registers and mailboxes, IPC3 (APL to RPL) and IPC4.
 * Meanings from the Linux headers include/sound/sof/header.h, info.h, ipc4/header.h. All that comes
 * from the DSP is hostile: sizes are checked before anything is read. */
#ifndef BACKEND_DSP_IPC_H
#define BACKEND_DSP_IPC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/support/err.h"

struct dsp;

#define IPC3_ABI_MAJOR 3    /* that Linux speaks, and this program */
#define IPC3_MAX       384  /* bytes of a message */
#define IPC4_MAX       4096 /* bytes of a payload */
#define IPC_REPLY_MS   500
#define IPC_BUSY       (1u << 31)
#define IPC3_FW_READY  0x70000000u
#define IPC3_REPLY     0x10000000u
#define IPC3_CTX_SIZE  0x40030000u /* answered with 0 and without effect: proof of life */
#define IPC4_FW_READY  0x1b080000u
#define IPC4_RESPONSE  (1u << 29)

/* A message from the DSP. */
struct ipc_message {
	uint32_t primary;   /* doorbell without BUSY */
	uint32_t extension; /* data register */
	uint8_t payload[IPC4_MAX];
	uint32_t size; /* bytes of payload; 0: the message has none */
};

/* What FW_READY or a version query told. */
struct ipc_version {
	unsigned ipc; /* 3 or 4 */
	uint16_t major, minor, micro, build;
	uint32_t abi; /* IPC3: major 31:24, minor 23:12, patch 11:0 */
	char tag[7], date[13], time[11];
};

/* -- decoding, without a device -- */

/* Is this doorbell word FW_READY? 3 or 4 for its kind, 0: it is not. */
unsigned ipc_is_ready(uint32_t primary);

/* An IPC3 FW_READY structure of len bytes. EBADMSG: size, command or nested size is wrong. */
bool ipc3_parse_ready(const void *data, size_t len, struct ipc_version *ret, struct err *err);

/* An IPC3 reply {size, cmd, error} of len bytes: *ret is its error field (0 or a negative errno). */
bool ipc3_parse_reply(const void *data, size_t len, int32_t *ret, struct err *err);

/* The tuples {type, size, value} of an IPC4 FW_CONFIG answer; takes the version from type 0.
 * EBADMSG: a tuple leaves the payload; ENODATA: no version in it. */
bool ipc4_parse_config(const void *data, size_t len, struct ipc_version *ret, struct err *err);

/* "FW_READY", "LARGE_CONFIG_GET reply, status 2: unknown message type", "0x...": a doorbell word in
 * words. Returns buf. */
const char *ipc_describe(unsigned ipc, uint32_t primary, char *buf, size_t len);
const char *ipc4_status_name(uint32_t status); /* or NULL */
/* "SOF 2.2.0 tag 57864, ABI 3.22.1". Returns buf. */
const char *ipc_version_format(const struct ipc_version *version, char *buf, size_t len);

/* -- with the device; EINVAL where the kind of firmware (dsp->ipc) must be known and is not -- */

/* Waits are for the interrupt where one is enabled (signal.h); a lost one costs its deadline and is in
 * dsp->signal.heard, no failure. */

/* Wait until the DSP's doorbell rings: *ret is its word without BUSY. ETIMEDOUT. */
bool ipc_wait(struct dsp *dsp, uint64_t timeout_ns, uint32_t *ret, struct err *err);

/* Take the message that the doorbell word announced, with its payload, and acknowledge. EBADMSG with the
 * payload's fault (acknowledged all the same); EIO: the firmware panicked. */
bool ipc_take(struct dsp *dsp, uint32_t primary, struct ipc_message *ret, struct err *err);

/* Both. */
bool ipc_receive(struct dsp *dsp, uint64_t timeout_ns, struct ipc_message *ret, struct err *err);

/* Send an IPC3 message of size bytes (8 to 384, a multiple of 4, starting with its size and command)
 * and take the reply (at most IPC3_MAX bytes, *ret_size of them). A reply with an error code is no
 * failure here: ipc3_parse_reply tells. */
bool ipc3_send(struct dsp *dsp, const void *message, size_t size, uint8_t reply[IPC3_MAX],
	       uint32_t *ret_size, struct err *err);

/* Send an IPC4 message with size bytes of payload (0 to 4096, a multiple of 4) and wait for the reply
 * message; notifications that come first are dropped. *ret->primary's status field may be an error. */
bool ipc4_send(struct dsp *dsp, uint32_t primary, uint32_t extension, const void *payload,
	       size_t size, struct ipc_message *ret, struct err *err);

/* The smallest exchange that proves the firmware alive, without a side effect: IPC3 CTX_SIZE, IPC4
 * FW_CONFIG. *ret: the version as far as it is known. */
bool ipc_alive(struct dsp *dsp, struct ipc_version *ret, struct err *err);

/* The version: IPC3 as FW_READY told it, IPC4 by asking. */
bool ipc_version(struct dsp *dsp, struct ipc_version *ret, struct err *err);

#endif
