/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The code loader of cAVS 1.5: a stream descriptor in BAR4, with the software position (SPIB) of its own,
 * whose data goes to the ROM. Each write of SPIB lets it fetch so many bytes from the start of its buffer;
 * a full buffer is told (BCIS, ADSPIS.CLDMA), the last, smaller piece the ROM notices itself. */
#include "backend/model/adsp.h"

enum {
	CTL = 0x80,
	LPIB = 0x84,
	CBL = 0x88,
	SPBFCCTL = 0xa4,
	SPIB = 0xa8,

	CTL_TP = 1 << 18,
	STS_EVENTS = 7 << 2,
	SPIB_ON = 1 << 0,

	PIECE_BYTES = 3700, /* per tick, as the other streams */
};

static uint64_t get(const struct adsp *adsp, uint32_t offset)
{
	return model_regs_get(adsp->dsp, offset);
}

bool adsp_loader_irq(const struct adsp *adsp)
{
	return adsp->chip->code_loader && adsp_stream_irq(adsp, ADSP_LOADER);
}

static bool programmed(struct adsp *adsp)
{
	const char *why = NULL;

	if (!(get(adsp, SPBFCCTL) & SPIB_ON))
		why = "RUN while its SPIB is off";
	else if (!bits_get(get(adsp, CTL), 23, 20))
		why = "RUN without a tag";
	else if (get(adsp, SPIB) > get(adsp, CBL))
		why = "SPIB is past the end of its buffer (CBL)";
	if (why)
		adsp_stream_tell_once(adsp, ADSP_LOADER, why);
	return !why;
}

void adsp_loader_run(struct adsp *adsp)
{
	uint32_t bytes = adsp->loader_left < PIECE_BYTES ? adsp->loader_left : PIECE_BYTES;
	uint32_t before = bytes;
	uint64_t goal = adsp->rom.received + adsp->loader_left;

	if (adsp->rom.state != ADSP_ROM_WAIT || !bytes || !programmed(adsp) ||
	    adsp_stream_download_fails(adsp, ADSP_LOADER, goal))
		return;
	adsp_stream_transfer(adsp, ADSP_LOADER, &bytes, true);
	adsp->loader_left -= before - bytes;
	if (adsp->loader_left)
		return;
	/* the ROM looks when it has all that the descriptor tells, or less than a buffer came */
	if (get(adsp, SPIB) < get(adsp, CBL) ||
	    adsp_image_need(adsp->chip, adsp->rom.image, adsp->rom.received) <= adsp->rom.received)
		adsp_rom_buffer_full(adsp);
}

/* -- hooks -- */

static uint64_t ctl_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	(void)index;
	return adsp_stream_ctl_write(ctx, ADSP_LOADER, old, value);
}

static uint64_t buffer_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	(void)index;
	return adsp_stream_buffer_write(ctx, ADSP_LOADER, old, value);
}

static uint64_t spib_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	struct adsp *adsp = ctx;

	(void)index, (void)old;
	adsp->loader_left = (uint32_t)value;
	adsp->streams[ADSP_LOADER] = (struct adsp_stream){ 0 };
	model_regs_set(adsp->dsp, LPIB, 0);
	return value;
}

const struct model_reg adsp_loader_rows[] = {
	{ "CLCTL", CTL, 3, .reset = CTL_TP, .ro = 0x04ffe0, .on_write = ctl_write },
	{ "CLSTS", 0x83, 1, .ro = 0xe3, .w1c = STS_EVENTS },
	{ "CLLPIB", LPIB, 4, .ro = UINT32_MAX },
	{ "CLCBL", CBL, 4, .on_write = buffer_write },
	{ "CLLVI", 0x8c, 2, .ro = 0xff00, .on_write = buffer_write },
	{ "CLFIFOW", 0x8e, 2, .ro = 0xffff },
	{ "CLFIFOS", 0x90, 2, .ro = 0xffff },
	{ "CLFMT", 0x92, 2, .on_write = buffer_write },
	{ "CLFIFOL", 0x94, 2 },
	{ "CLBDPL", 0x98, 4, .rsvd = 0x7f, .on_write = buffer_write },
	{ "CLBDPU", 0x9c, 4, .on_write = buffer_write },
	{ "CLSPBFCH", 0xa0, 4, .ro = UINT32_MAX },
	{ "CLSPBFCCTL", SPBFCCTL, 4, .ro = ~(uint64_t)SPIB_ON },
	{ "CLSPIB", SPIB, 4, .on_write = spib_write },
	{ "CLMAXFIFOS", 0xac, 4, .ro = UINT32_MAX },
	{ NULL },
};
