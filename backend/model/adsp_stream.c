/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stream descriptors and their DMA. A stream walks its buffer descriptor list; where the data goes
 * depends on the switches: to the ROM that waits for an image, to (or from) the firmware, or on the
 * link at the rate of the format. High Definition Audio 1.0a, 3.3.35 and 3.6. */
#include "backend/model/adsp.h"

enum {
	SD = 0x80,
	SD_STRIDE = 0x20,
	CTL = 0x00,
	STS = 0x03,
	LPIB = 0x04,
	CBL = 0x08,
	LVI = 0x0c,
	FIFOW = 0x0e,
	FIFOS = 0x10,
	FMT = 0x12,
	FIFOL = 0x14,
	BDPL = 0x18,
	BDPU = 0x1c,
	SPBFCCTL = 0x704,
	SPIB = 0x708,

	CTL_SRST = 1 << 0,
	CTL_RUN = 1 << 1,
	CTL_TP = 1 << 18, /* always reads 1, as on hardware */
	STS_COMPLETE = 1 << 2,
	STS_FIFO_ERROR = 1 << 3,
	STS_DESCRIPTOR_ERROR = 1 << 4,
	STS_FIFO_READY = 1 << 5,
	STS_EVENTS = STS_COMPLETE | STS_FIFO_ERROR | STS_DESCRIPTOR_ERROR,

	BDL_ENTRY = 16,
	BDL_IOC = 1 << 0,

	TICK_NS = 100000,
	DOWNLOAD_BYTES = 3700, /* per tick: 37 MB/s */
	CRAWL_BYTES = 1,
	ENTRIES_PER_TICK = 512, /* a hostile list of tiny entries must not cost time */
	PIECE = 4096,
	OWED_MAX = 65536,
};

/* The code loader's descriptor is alone in BAR4. */
static uint32_t sd(unsigned stream, uint32_t reg)
{
	return SD + (stream == ADSP_LOADER ? 0 : SD_STRIDE * stream) + reg;
}

static struct model_regs *bank(const struct adsp *adsp, unsigned stream)
{
	return stream == ADSP_LOADER ? adsp->dsp : adsp->hda;
}

static uint64_t get(const struct adsp *adsp, unsigned stream, uint32_t reg)
{
	return model_regs_get(bank(adsp, stream), sd(stream, reg));
}

bool adsp_stream_irq(const struct adsp *adsp, unsigned stream)
{
	/* IOCE, FEIE, DEIE are CTL bits 4:2 and mask STS bits 4:2 */
	return get(adsp, stream, CTL) & get(adsp, stream, STS) & STS_EVENTS;
}

void adsp_stream_tell_once(struct adsp *adsp, unsigned stream, const char *what)
{
	if (adsp->streams[stream].told)
		return;
	adsp->streams[stream].told = true;
	if (stream == ADSP_LOADER)
		model_complain(&adsp->base, "code loader: %s", what);
	else
		model_complain(&adsp->base, "stream %u: %s", stream, what);
}

/* A descriptor error is fatal for the stream: hardware clears RUN. */
static void descriptor_error(struct adsp *adsp, unsigned stream, const char *what)
{
	model_regs_set_bits(bank(adsp, stream), sd(stream, STS), STS_DESCRIPTOR_ERROR);
	model_regs_clear_bits(bank(adsp, stream), sd(stream, CTL), CTL_RUN);
	model_regs_clear_bits(bank(adsp, stream), sd(stream, STS), STS_FIFO_READY);
	if (what)
		adsp_stream_tell_once(adsp, stream, what);
}

static bool fetch(struct adsp *adsp, unsigned stream, struct adsp_descriptor *ret)
{
	uint64_t list = get(adsp, stream, BDPL) | get(adsp, stream, BDPU) << 32;
	uint64_t at = list + (uint64_t)BDL_ENTRY * adsp->streams[stream].entry;
	uint8_t bytes[BDL_ENTRY];

	if (!model_dma_read(&adsp->base, at, bytes, sizeof(bytes))) {
		if (!adsp->base.dma_later)
			descriptor_error(adsp, stream, NULL);
		return false;
	}
	ret->address = get_le64(bytes);
	ret->len = get_le32(bytes + 8);
	ret->ioc = bytes[12] & BDL_IOC;
	if (ret->address % 128)
		descriptor_error(adsp, stream, "a buffer's address is not 128-byte aligned");
	else if (!ret->len)
		descriptor_error(adsp, stream, "a buffer of 0 bytes in the descriptor list");
	else
		return true;
	return false;
}

static bool move(struct adsp *adsp, unsigned stream, uint64_t address, uint32_t len, bool to_rom)
{
	uint8_t piece[PIECE] = { 0 };
	bool done;

	if (stream < adsp->chip->captures)
		done = model_dma_write(&adsp->base, address, piece, len);
	else
		done = model_dma_read(&adsp->base, address, piece, len);
	if (!done && !adsp->base.dma_later)
		descriptor_error(adsp, stream, NULL);
	else if (done && to_rom)
		adsp_rom_receive(adsp, piece, len);
	return done;
}

static void advance(struct adsp *adsp, unsigned stream, const struct adsp_descriptor *buffer,
		    uint32_t len)
{
	struct adsp_stream *state = &adsp->streams[stream];
	uint32_t position = (uint32_t)get(adsp, stream, LPIB) + len;

	model_regs_set(bank(adsp, stream), sd(stream, LPIB), position);
	state->entry_offset += len;
	if (state->entry_offset < buffer->len)
		return;
	state->entry_offset = 0;
	state->entry = state->entry >= get(adsp, stream, LVI) ? 0 : state->entry + 1;
	if (buffer->ioc)
		model_regs_set_bits(bank(adsp, stream), sd(stream, STS), STS_COMPLETE);
}

/* The position goes back to 0 with the next byte, not with the last one: a finished download shows
 * its length. The list starts over with the buffer, also when it describes more than CBL. */
static void wrap(struct adsp *adsp, unsigned stream)
{
	if (get(adsp, stream, LPIB) < get(adsp, stream, CBL))
		return;
	model_regs_set(bank(adsp, stream), sd(stream, LPIB), 0);
	adsp->streams[stream].entry = 0;
	adsp->streams[stream].entry_offset = 0;
}

static uint32_t smallest(uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
	uint64_t x = a < b ? a : b, y = c < d ? c : d;

	return (uint32_t)(x < y ? x : y);
}

/* What the next piece is. */
static bool choose_piece(struct adsp *adsp, unsigned stream, uint32_t bytes)
{
	struct adsp_stream *state = &adsp->streams[stream];

	wrap(adsp, stream);
	if (!fetch(adsp, stream, &state->buffer))
		return false;
	if (state->entry_offset >= state->buffer.len)
		state->entry_offset = 0; /* the host made the entry shorter meanwhile */
	state->moving = smallest(bytes, state->buffer.len - state->entry_offset,
				 get(adsp, stream, CBL) - get(adsp, stream, LPIB), PIECE);
	return true;
}

/* A piece that the host's memory keeps waiting stays chosen until it has been moved. */
bool adsp_stream_transfer(struct adsp *adsp, unsigned stream, uint32_t *bytes, bool to_rom)
{
	struct adsp_stream *state = &adsp->streams[stream];

	for (unsigned i = 0; *bytes && i < ENTRIES_PER_TICK; i++) {
		uint32_t len;

		if (!state->moving && !choose_piece(adsp, stream, *bytes))
			return false;
		len = state->moving;
		if (!move(adsp, stream, state->buffer.address + state->entry_offset, len, to_rom)) {
			if (!adsp->base.dma_later)
				state->moving = 0;
			return false;
		}
		state->moving = 0;
		advance(adsp, stream, &state->buffer, len);
		*bytes -= len < *bytes ? len : *bytes;
	}
	return true;
}

/* Bytes a second on the link. */
static uint64_t format_rate(uint64_t fmt)
{
	static const uint8_t container[] = { 1, 2, 4, 4, 4, 4, 4, 4 };
	uint64_t base = fmt & BIT(14) ? 44100 : 48000;

	return base * (bits_get(fmt, 13, 11) + 1) / (bits_get(fmt, 10, 8) + 1) *
	       container[bits_get(fmt, 6, 4)] * (bits_get(fmt, 3, 0) + 1);
}

static uint32_t format_bytes(struct adsp *adsp, unsigned stream)
{
	struct adsp_stream *state = &adsp->streams[stream];
	uint64_t nano_bytes = state->carry + format_rate(get(adsp, stream, FMT)) * TICK_NS;

	state->carry = nano_bytes % 1000000000;
	return (uint32_t)(nano_bytes / 1000000000);
}

/* The specification wants two descriptors or more. Hardware runs with one: Linux 6.1 and 6.12 boot
 * real machines so, wherever its buffer is contiguous for the device. */
static bool programmed(struct adsp *adsp, unsigned stream)
{
	if (get(adsp, stream, CBL))
		return true;
	descriptor_error(adsp, stream, "RUN with CBL = 0");
	return false;
}

bool adsp_stream_download_fails(struct adsp *adsp, unsigned stream, uint64_t limit)
{
	if (adsp_fault(adsp, ADSP_FAULT_DMA_STALL))
		return true;
	if (adsp->rom.received < limit / 2)
		return false;
	adsp_fault_strike(adsp);
	if (adsp_fault(adsp, ADSP_FAULT_DMA_DESCRIPTOR))
		descriptor_error(adsp, stream, NULL);
	else if (adsp_fault(adsp, ADSP_FAULT_DMA_UNDERRUN))
		model_regs_set_bits(bank(adsp, stream), sd(stream, STS), STS_FIFO_ERROR);
	else
		return adsp_fault(adsp, ADSP_FAULT_DMA_HALFWAY);
	return true;
}

/* The host's software position (SPIB) is how the ROM knows that its image is complete. */
static void download(struct adsp *adsp, unsigned stream)
{
	bool spib = model_regs_get(adsp->hda, SPBFCCTL) & BIT(stream) ||
		    adsp_fault(adsp, ADSP_FAULT_LENIENT);
	uint64_t limit = model_regs_get(adsp->hda, SPIB + 8 * stream);
	uint64_t left, part = adsp_fault(adsp, ADSP_FAULT_DMA_CRAWL) ? CRAWL_BYTES : DOWNLOAD_BYTES;
	uint32_t bytes;

	if (adsp_fault(adsp, ADSP_FAULT_LENIENT))
		limit = get(adsp, stream, CBL);
	left = spib ? limit - adsp->rom.received : part;
	if (adsp_stream_download_fails(adsp, stream, limit))
		return;
	if (!spib)
		adsp_stream_tell_once(adsp, stream,
				      "SPIB is off: the ROM never sees its buffer full");
	else if (limit > ADSP_IMAGE_MAX)
		adsp_stream_tell_once(adsp, stream, "SPIB is more than the memory for an image");
	if (spib && (limit > ADSP_IMAGE_MAX || limit <= adsp->rom.received))
		return;
	bytes = smallest(left, part, left, left);
	if (adsp_stream_transfer(adsp, stream, &bytes, spib) && spib && adsp->rom.received >= limit)
		adsp_rom_buffer_full(adsp);
}

/* At the rate of the format: what waits for the host's memory is caught up with. */
static void flow(struct adsp *adsp, unsigned stream)
{
	struct adsp_stream *state = &adsp->streams[stream];
	uint32_t bytes = state->owed + format_bytes(adsp, stream);

	adsp_stream_transfer(adsp, stream, &bytes, false);
	state->owed = adsp->base.dma_later && bytes
			      ? (uint32_t)smallest(bytes, OWED_MAX, bytes, bytes)
			      : 0;
}

static void run(struct adsp *adsp, unsigned stream)
{
	bool decoupled = adsp_hda_decoupled(adsp, stream);
	const char *why = NULL;

	if (!programmed(adsp, stream))
		return;
	if (adsp_rom_wants(adsp, stream, &why)) {
		download(adsp, stream);
		return;
	}
	if (why && stream >= adsp->chip->captures)
		adsp_stream_tell_once(adsp, stream, why);
	/* A decoupled stream moves only when firmware at the other end moves it; without a tag
	 * there is no other end. */
	if (decoupled &&
	    (adsp->rom.state != ADSP_ROM_RUNNING || !bits_get(get(adsp, stream, CTL), 23, 20)))
		return;
	flow(adsp, stream);
}

void adsp_stream_run(struct adsp *adsp)
{
	bool any = false;

	for (unsigned i = 0; i < adsp_streams(adsp); i++) {
		if (!(get(adsp, i, CTL) & CTL_RUN))
			continue;
		any = true;
		run(adsp, i);
	}
	if (adsp->chip->code_loader && get(adsp, ADSP_LOADER, CTL) & CTL_RUN) {
		any = true;
		adsp_loader_run(adsp);
	}
	if (any)
		model_timer_start(&adsp->base, ADSP_TIMER_STREAM, TICK_NS);
}

/* -- hooks -- */

static void stream_reset(struct adsp *adsp, unsigned stream)
{
	model_regs_reset_range(bank(adsp, stream), sd(stream, 0), SD_STRIDE);
	adsp->streams[stream] = (struct adsp_stream){ 0 };
}

uint64_t adsp_stream_ctl_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	struct adsp *adsp = ctx;

	if (adsp_fault(adsp, ADSP_FAULT_STREAM_RESET))
		value &= ~(uint64_t)CTL_SRST;
	if (value & CTL_SRST) {
		if (!(old & CTL_SRST))
			stream_reset(adsp, index);
		return CTL_SRST | CTL_TP;
	}
	if (value & ~old & CTL_RUN) {
		adsp->streams[index].told = false;
		adsp->streams[index].moving = 0;
		adsp->streams[index].owed = 0;
		model_regs_set_bits(bank(adsp, index), sd(index, STS), STS_FIFO_READY);
		if (adsp->base.due_ns[ADSP_TIMER_STREAM] == MODEL_NEVER)
			model_timer_start(&adsp->base, ADSP_TIMER_STREAM, TICK_NS);
	} else if (old & ~value & CTL_RUN) {
		model_regs_clear_bits(bank(adsp, index), sd(index, STS), STS_FIFO_READY);
	}
	return value;
}

/* What describes the buffer must hold still while the stream runs, and is not there in reset. */
uint64_t adsp_stream_buffer_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	struct adsp *adsp = ctx;
	uint64_t ctl = get(adsp, index, CTL);

	if (ctl & CTL_SRST) {
		model_complain(&adsp->base, "stream %u: written while it is in reset, lost", index);
		return old;
	}
	if (ctl & CTL_RUN && value != old)
		model_complain(&adsp->base, "stream %u: its buffer was changed while it runs",
			       index);
	return value;
}

/* On cAVS 1.5+ the format belongs to the link while host and link DMA are decoupled. */
static uint64_t fmt_write(void *ctx, unsigned index, uint64_t old, uint64_t value)
{
	struct adsp *adsp = ctx;

	if (adsp->chip->fmt_coupled && value != old && adsp_hda_decoupled(adsp, index)) {
		model_complain(&adsp->base, "stream %u: FMT written while PPCTL.PROCEN is on, lost",
			       index);
		return old;
	}
	return adsp_stream_buffer_write(ctx, index, old, value);
}

#define SD_ROW(n, name, reg, width) name, SD + (reg), width, .count = (n), .stride = SD_STRIDE
#define SD_ROWS(n)                                                                              \
	{                                                                                       \
		{ SD_ROW(n, "SDCTL", CTL, 3), .reset = CTL_TP, .ro = 0x04ffe0,                  \
		  .on_write = adsp_stream_ctl_write },                                          \
			{ SD_ROW(n, "SDSTS", STS, 1), .ro = 0xe3, .w1c = STS_EVENTS },          \
			{ SD_ROW(n, "SDLPIB", LPIB, 4), .ro = UINT32_MAX },                     \
			{ SD_ROW(n, "SDCBL", CBL, 4), .on_write = adsp_stream_buffer_write },   \
			{ SD_ROW(n, "SDLVI", LVI, 2), .ro = 0xff00,                             \
			  .on_write = adsp_stream_buffer_write },                               \
			{ SD_ROW(n, "SDFIFOW", FIFOW, 2), .reset = 4, .ro = 0xffff },           \
			{ SD_ROW(n, "SDFIFOS", FIFOS, 2), .reset = 0xbf, .ro = 0xffff },        \
			{ SD_ROW(n, "SDFMT", FMT, 2), .ro = 0x8080, .on_write = fmt_write },    \
			{ SD_ROW(n, "SDFIFOL", FIFOL, 2) },                                     \
			{ SD_ROW(n, "SDBDPL", BDPL, 4), .rsvd = 0x7f,                           \
			  .on_write = adsp_stream_buffer_write },                               \
			{ SD_ROW(n, "SDBDPU", BDPU, 4), .on_write = adsp_stream_buffer_write }, \
			{ NULL },                                                               \
	}

const struct model_reg adsp_stream_16_rows[] = SD_ROWS(16);
const struct model_reg adsp_stream_20_rows[] = SD_ROWS(20);
