/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The faults that are more than a condition at one place: words that the ROM leaves, and what strikes in
 * the middle of something or after a while. */
#include "backend/model/adsp.h"

#include <string.h>

enum {
	BOUNCE_NS = 300000, /* after the power came, and as long again */
	LOSS_NS = 1000000,  /* after it came */
	SPURIOUS_NS = 5000000,
	STORM_NS = 20000,
	PMCSR_D3 = 3,
};

const struct fault_info adsp_faults[] = {
#define FAULT(id, group_, name_, help_) \
	[ADSP_FAULT_##id] = { .name = (name_), .help = (help_), .group = (group_) },
#include "backend/model/adsp_faults.def"
#undef FAULT
	{ NULL },
};

_Static_assert(ARRAY_SIZE(adsp_faults) <= 65, "a bit for each in struct model");

/* -- who can have it -- */

enum scope { SCOPE_ALL, SCOPE_CAVS, SCOPE_ACE, SCOPE_REQUEST, SCOPE_IPC3 };

/* Those that strike where only some chips come by. */
static const enum scope scopes[ARRAY_SIZE(adsp_faults)] = {
	[ADSP_FAULT_SUBSYSTEM_NO_POWER] = SCOPE_ACE, [ADSP_FAULT_DOMAIN_NO_POWER] = SCOPE_ACE,
	[ADSP_FAULT_CORE_RESET] = SCOPE_CAVS,	     [ADSP_FAULT_CORE_STALL] = SCOPE_CAVS,
	[ADSP_FAULT_IMR_LOST] = SCOPE_REQUEST,	     [ADSP_FAULT_ROM_NO_ACK] = SCOPE_REQUEST,
	[ADSP_FAULT_IPC_FATAL] = SCOPE_REQUEST,	     [ADSP_FAULT_DMA_CRAWL] = SCOPE_REQUEST,
	[ADSP_FAULT_LENIENT] = SCOPE_REQUEST,	     [ADSP_FAULT_READY_SIZE] = SCOPE_IPC3,
	[ADSP_FAULT_READY_ABI] = SCOPE_IPC3,
};

static bool is_in_scope(const struct adsp_chip *chip, enum scope scope)
{
	switch (scope) {
	case SCOPE_ALL:
		return true;
	case SCOPE_CAVS:
		return !chip->ops->is_ace;
	case SCOPE_ACE:
		return chip->ops->is_ace;
	case SCOPE_REQUEST:
		return !chip->code_loader;
	case SCOPE_IPC3:
		return !chip->ipc4_only;
	}
	return true;
}

const char *adsp_fault_elsewhere(const struct model_class *class, const char *name)
{
	static const char *const names[] = {
		[SCOPE_CAVS] = "cAVS",
		[SCOPE_ACE] = "ACE",
		[SCOPE_REQUEST] = "a DSP whose ROM is asked for the image",
		[SCOPE_IPC3] = "a DSP whose firmware may speak IPC3",
	};

	for (size_t i = 0; adsp_faults[i].name; i++)
		if (!strcmp(adsp_faults[i].name, name))
			return is_in_scope(class->detail, scopes[i]) ? NULL : names[scopes[i]];
	return NULL;
}

/* -- words -- */

#define CSE_STATUS \
	UINT32_MAX /* what this chip's ROM shows while it waits for the security engine */

static const struct {
	enum adsp_fault fault;
	enum adsp_fault_phase phase;
	uint32_t status, word;
} words[] = {
#define FAULT(...)
#define WORD(id, group, name, help, when, status, word) \
	{ ADSP_FAULT_##id, ADSP_PHASE_##when, (status), (word) },
#include "backend/model/adsp_faults.def"
#undef WORD
#undef FAULT
};

bool adsp_fault_words(const struct adsp *adsp, enum adsp_fault_phase phase, uint32_t *ret_status,
		      uint32_t *ret_word)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (words[i].phase != phase || !adsp_fault(adsp, words[i].fault))
			continue;
		if (words[i].status == CSE_STATUS)
			*ret_status = adsp->chip->rom_words->waits_cse;
		else if (words[i].status || phase == ADSP_PHASE_WAITS || phase == ADSP_PHASE_ASKED)
			*ret_status = words[i].status;
		else
			*ret_status = adsp->chip->rom_words->verifies;
		*ret_word = words[i].word;
		return true;
	}
	return false;
}

/* -- power -- */

/* A generation's power ops call adsp_fault_power_asked when the host asks for power, or takes it back, and
 * adsp_fault_powered when core 0 has got it; power_done gives none while adsp->cut. */

void adsp_fault_powered(struct adsp *adsp)
{
	if (adsp_fault(adsp, ADSP_FAULT_POWER_LOST))
		model_timer_start(&adsp->base, ADSP_TIMER_FAULT, LOSS_NS);
	else if (adsp_fault(adsp, ADSP_FAULT_POWER_BOUNCE) && !adsp->bounced)
		model_timer_start(&adsp->base, ADSP_TIMER_FAULT, BOUNCE_NS);
}

void adsp_fault_power_asked(struct adsp *adsp)
{
	adsp->cut = false;
	adsp->bounced = false;
	if (!adsp_fault(adsp, ADSP_FAULT_STORM) && !adsp_fault(adsp, ADSP_FAULT_SPURIOUS))
		model_timer_stop(&adsp->base, ADSP_TIMER_FAULT);
}

static void cut_power(struct adsp *adsp)
{
	adsp->cut = true;
	adsp->chip->ops->power_done(adsp);
	if (!adsp_fault(adsp, ADSP_FAULT_POWER_BOUNCE))
		return;
	/* the request still stands: it comes back by itself */
	adsp->cut = false;
	adsp->bounced = true;
	model_timer_start(&adsp->base, ADSP_TIMER_POWER, BOUNCE_NS);
}

/* -- interrupts -- */

static bool chatter(struct adsp *adsp)
{
	bool storm = adsp_fault(adsp, ADSP_FAULT_STORM);

	if (!storm && !adsp_fault(adsp, ADSP_FAULT_SPURIOUS))
		return false;
	model_irq_message(&adsp->base);
	model_timer_start(&adsp->base, ADSP_TIMER_FAULT, storm ? STORM_NS : SPURIOUS_NS);
	return true;
}

void adsp_fault_timer(struct adsp *adsp)
{
	if (!chatter(adsp) &&
	    (adsp_fault(adsp, ADSP_FAULT_POWER_LOST) || adsp_fault(adsp, ADSP_FAULT_POWER_BOUNCE)))
		cut_power(adsp);
}

/* -- the bus -- */

void adsp_fault_strike(struct adsp *adsp)
{
	if (adsp_fault(adsp, ADSP_FAULT_ALL_ONES_LATE) || adsp_fault(adsp, ADSP_FAULT_UNPLUGGED))
		adsp->struck = true;
	if (adsp_fault(adsp, ADSP_FAULT_D3))
		model_pci_set_power_state(&adsp->base.pci, PMCSR_D3);
}

bool adsp_fault_gone(const struct adsp *adsp)
{
	return adsp_fault(adsp, ADSP_FAULT_ALL_ONES) || adsp->struck;
}

uint64_t adsp_config_read(struct model *model, unsigned offset, unsigned width_bits)
{
	struct adsp *adsp = adsp_of(model);

	if (adsp->struck && adsp_fault(adsp, ADSP_FAULT_UNPLUGGED))
		return bits_mask(width_bits);
	return model_config_read(model, offset, width_bits);
}

void adsp_config_write(struct model *model, unsigned offset, unsigned width_bits, uint64_t value)
{
	struct adsp *adsp = adsp_of(model);

	if (!adsp->struck || !adsp_fault(adsp, ADSP_FAULT_UNPLUGGED))
		model_config_write(model, offset, width_bits, value);
}

/* -- on, off, reset -- */

bool adsp_fault_set(struct model *model, const char *name, bool on)
{
	struct adsp *adsp = adsp_of(model);

	if (!model_fault_set(model, name, on))
		return false;
	model->irq_muted = adsp_fault(adsp, ADSP_FAULT_LOST_INTERRUPT);
	if (!adsp_fault(adsp, ADSP_FAULT_ALL_ONES_LATE) && !adsp_fault(adsp, ADSP_FAULT_UNPLUGGED))
		adsp->struck = false;
	chatter(adsp);
	adsp_rom_update(adsp);
	return true;
}

/* A function reset helps where the fault says so; what is not there cannot be reset. */
void adsp_fault_reset(struct adsp *adsp)
{
	adsp->base.faults &= ~BIT(ADSP_FAULT_WEDGED);
	adsp->cut = adsp->bounced = false;
	if (!adsp_fault(adsp, ADSP_FAULT_UNPLUGGED))
		adsp->struck = false;
	chatter(adsp);
}
