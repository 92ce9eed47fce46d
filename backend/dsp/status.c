/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/dsp/status.h"

#include <inttypes.h>
#include <stdio.h>

#include "backend/support/bits.h"

enum { MODULE_ROM = 0, MODULE_BRNGUP = 4 };

static const char *const modules[] = {
	"ROM", "ROM_BYP", "BASE_FW", "LP_BOOT", "BRNGUP", "ROM_EXT"
};

static const char *const waits[] = { "none",	    "IPC_BUSY",
				     "IPC_DONE",    "CACHE_INVALIDATION",
				     "LP_SRAM_OFF", "DMA_BUFFER_FULL",
				     "CSE_CSR" };

static const char *const states_cavs[] = {
	[0x00] = "INIT",
	[0x01] = "INIT_DONE",
	[0x02] = "CSE_MANIFEST_LOADED",
	[0x03] = "FW_MANIFEST_LOADED",
	[0x04] = "FW_FW_LOADED",
	[0x05] = "FW_ENTERED",
	[0x06] = "VERIFY_FEATURE_MASK",
	[0x07] = "GET_LOAD_OFFSET",
	[0x08] = "FETCH_ROM_EXT",
	[0x09] = "FETCH_ROM_EXT_DONE",
	[0x0f] = "BASEFW_ENTERED",
	[0x10] = "CSE_IMR_REQUEST",
	[0x11] = "CSE_IMR_GRANTED",
	[0x12] = "CSE_VALIDATE_IMAGE_REQUEST",
	[0x13] = "CSE_IMAGE_VALIDATED",
	[0x20] = "CSE_IPC_IFACE_INIT",
	[0x21] = "CSE_IPC_RESET_PHASE_1",
	[0x22] = "CSE_IPC_OPERATIONAL_ENTRY",
	[0x23] = "CSE_IPC_OPERATIONAL",
	[0x24] = "CSE_IPC_DOWN",
};

static const char *const states_brngup[] = { "INIT",	     "INIT_DONE",   "HPSRAM_LOAD",
					     "UNPACK_START", "IMR_RESTORE", "FW_ENTERED" };

static const char *const states_ace[] = {
	"INIT",
	"INIT_DONE",
	"CSE_MANIFEST_LOADED",
	"FW_MANIFEST_LOADED",
	"FW_FW_LOADED",
	"FW_ENTERED",
	"VERIFY_FEATURE_MASK",
	"GET_LOAD_OFFSET",
	"RESET_VECTOR_DONE",
	"PURGE_BOOT",
	"RESTORE_BOOT",
	"FW_ENTRY_POINT",
	"VALIDATE_PUB_KEY",
	"POWER_DOWN_HPSRAM",
	"POWER_DOWN_ULPSRAM",
	"POWER_UP_ULPSRAM_STACK",
	"POWER_UP_HPSRAM_DMA",
	"BEFORE_EP_POINTER_READ",
	"VALIDATE_MANIFEST",
	"VALIDATE_FW_MODULE",
	"PROTECT_IMR_REGION",
	"PUSH_MODEL_ROUTINE",
	"PULL_MODEL_ROUTINE",
	"VALIDATE_PKG_DIR",
	"VALIDATE_CPD",
	"VALIDATE_CSS_MAN_HEADER",
	"VALIDATE_BLOB_SVN",
	"VERIFY_IFWI_PARTITION",
	"REMOVE_ACCESS_CONTROL",
	"AUTH_BYPASS",
	"AUTH_ENABLED",
	"INIT_DMA",
	"PURGE_FW_ENTRY",
	"PURGE_FW_END",
	"CLEAN_UP_BSS_DONE",
	"IMR_RESTORE_ENTRY",
	"IMR_RESTORE_END",
	"FW_MANIFEST_IN_DMA_BUFF",
	"LOAD_CSE_MAN_TO_IMR",
	"LOAD_FW_MAN_TO_IMR",
	"LOAD_FW_CODE_TO_IMR",
	"FW_LOADING_DONE",
	"FW_CODE_LOADED",
	"VERIFY_IMAGE_TYPE",
	"AUTH_API_INIT",
	"AUTH_API_PROC",
	"AUTH_API_FIRST_BUSY",
	"AUTH_API_FIRST_RESULT",
	"AUTH_API_CLEANUP",
};

static const char *name_of(const char *const *names, size_t count, uint32_t code)
{
	return code < count ? names[code] : NULL;
}

static const char *state_name(enum dsp_generation generation, unsigned module, uint32_t state)
{
	if (module == MODULE_BRNGUP)
		return name_of(states_brngup, ARRAY_SIZE(states_brngup), state);
	if (generation >= DSP_ACE_1)
		return name_of(states_ace, ARRAY_SIZE(states_ace), state);
	return name_of(states_cavs, ARRAY_SIZE(states_cavs), state);
}

void dsp_status_decode(enum dsp_generation generation, uint32_t word, struct dsp_status *ret)
{
	ret->state = (uint32_t)bits_get(word, 23, 0);
	ret->wait = (unsigned)bits_get(word, 27, 24);
	ret->module = (unsigned)bits_get(word, 30, 28);
	ret->halted = word >> 31;
	ret->module_name = name_of(modules, ARRAY_SIZE(modules), ret->module);
	ret->wait_name = name_of(waits, ARRAY_SIZE(waits), ret->wait);
	ret->state_name = state_name(generation, ret->module, ret->state);
}

const char *dsp_status_format(enum dsp_generation generation, uint32_t word, char *buf, size_t len)
{
	char module[24] = "", state[32], wait[48] = "";
	struct dsp_status status;

	if (word == UINT32_MAX) {
		snprintf(buf, len, "no status, all ones");
		return buf;
	}
	dsp_status_decode(generation, word, &status);
	if (status.module != MODULE_ROM && status.module_name)
		snprintf(module, sizeof(module), "%s ", status.module_name);
	else if (status.module != MODULE_ROM)
		snprintf(module, sizeof(module), "module %u ", status.module);
	if (status.state_name)
		snprintf(state, sizeof(state), "%s", status.state_name);
	else
		snprintf(state, sizeof(state), "unknown state 0x%" PRIx32, status.state);
	if (status.wait && status.wait_name)
		snprintf(wait, sizeof(wait), ", waiting for %s", status.wait_name);
	else if (status.wait)
		snprintf(wait, sizeof(wait), ", waiting for unknown %u", status.wait);
	snprintf(buf, len, "%s%s%s%s", module, state, wait, status.halted ? ", halted" : "");
	return buf;
}

static const char *cavs_state_hint(uint32_t state)
{
	if (state >= 0x10 && state <= 0x13)
		return "the CSE (ME firmware) is asked for memory or for the signature and does "
		       "not answer; is the ME/HECI device present? then: boot reset; boot run";
	if (state >= 0x20 && state <= 0x24)
		return "ROM and CSE (ME firmware) have not come to terms; is the ME/HECI device "
		       "present? then: boot reset; boot run";
	return "the ROM stopped on its way; try: boot reset; boot run";
}

const char *dsp_status_hint(enum dsp_generation generation, uint32_t word)
{
	struct dsp_status status;

	dsp_status_decode(generation, word, &status);
	if (word == UINT32_MAX)
		return "all ones is no status: BAR4 is closed (PPCTL.GPROCEN), or the device is "
		       "gone; try: boot reset";
	if (status.halted)
		return "the core halted; the error word tells why; then: boot reset; boot run";
	if (status.state == DSP_STATE_FW_ENTERED ||
	    (generation == DSP_CAVS_1_5 && status.state == DSP_STATE_BASEFW_ENTERED))
		return "the firmware runs; this is where a boot should end";
	if (status.wait == DSP_WAIT_CSE_CSR)
		return "the CSE (ME firmware) did not answer; is the ME/HECI device present? "
		       "then: boot reset; boot run";
	if (status.wait == DSP_WAIT_DMA_BUFFER_FULL)
		return "the ROM waits for the image: is the stream running, are SPIB, CBL and the "
		       "tag of the purge request those of this stream?";
	if (status.wait == DSP_WAIT_IPC_BUSY || status.wait == DSP_WAIT_IPC_DONE)
		return "the ROM waits for an answer to its IPC with the CSE (ME firmware); is the "
		       "ME/HECI device present? then: boot reset; boot run";
	if (status.state == DSP_STATE_INIT && generation >= DSP_ACE_1)
		return "the ROM did not start: has core 0 power (DSP2CXCTL.CPA), has the subsystem "
		       "(HFDSSCS.CPA) and its domain (HFPWRSTS), is PPCTL.GPROCEN set?";
	if (status.state == DSP_STATE_INIT)
		return "the ROM did not start: is core 0 powered, out of reset and not stalled "
		       "(ADSPCS), is PPCTL.GPROCEN set?";
	if (status.state == DSP_STATE_INIT_DONE)
		return "the ROM is ready for the image: dsp transfer";
	if (!status.state_name)
		return "no table knows this code: is it a status word at all?";
	if (generation < DSP_ACE_1)
		return cavs_state_hint(status.state);
	return "the ROM stopped on its way; try: boot reset; boot run";
}

#define CRASHED                                                                                 \
	"the firmware crashed: 'dsp status' shows its words; boot reset; boot run, or another " \
	"image"

static const struct {
	uint32_t word;
	const char *name;
	const char *hint;
} errors[] = {
	{ 40, "CSE error",
	  "the CSE (ME firmware) refused; is its firmware healthy? boot reset; boot run" },
	{ 41, "CSE wrong response",
	  "the CSE (ME firmware) answered nonsense; power the machine "
	  "off, not only reboot" },
	{ 42, "IMR too small",
	  "the BIOS reserved too little memory for this image: try a smaller one (boot open "
	  "FILE)" },
	{ 43, "base firmware not found",
	  "the ROM found no $CPD/$AM1 in what it got: was the "
	  "extended manifest sent too? try: fw info FILE" },
	{ 44, "signature verification failed",
	  "this part does not trust the image: another key, another platform's, or it changed on "
	  "the way; 'fw info FILE' names key and platform" },
	{ 45, "fatal IPC error",
	  "ROM and CSE (ME firmware) cannot talk; boot reset; boot run, else power the machine "
	  "off" },
	{ 46, "L2 cache error",
	  "a hardware error: boot reset; boot run, else power the machine off" },
	{ 47, "load offset too small", "the image is for another chip; try: fw info FILE" },
	{ 50, "API pointer invalid", "the image is for another chip; try: fw info FILE" },
	{ 51, "base firmware incompatible", "the image is for another chip; try: fw info FILE" },
	{ 0xbee00000, "unhandled interrupt", CRASHED },
	{ 0xecc00000, "memory hole or ECC error", CRASHED },
	{ 0xcafe0000, "kernel exception", CRASHED },
	{ 0xbeef0000, "user exception", CRASHED },
	{ 0xdecaf000, "unexpected reset",
	  "the DSP reset itself: power or clock? is gating off (dsp ungate)? boot reset; boot "
	  "run" },
	{ 0x4c4c4e55, "null firmware entry",
	  "the image has no entry point: fw verify FILE; boot open another" },
};

const char *dsp_error_name(uint32_t word)
{
	for (size_t i = 0; i < ARRAY_SIZE(errors); i++)
		if (errors[i].word == word)
			return errors[i].name;
	return NULL;
}

const char *dsp_error_hint(uint32_t word)
{
	for (size_t i = 0; i < ARRAY_SIZE(errors); i++)
		if (errors[i].word == word)
			return errors[i].hint;
	return NULL;
}

bool dsp_is_panic(uint32_t message)
{
	return (message & 0x0ffff000) == 0x0dead000;
}
