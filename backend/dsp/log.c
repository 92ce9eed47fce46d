/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "backend/dsp/log.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "backend/dsp/dsp.h"
#include "backend/dsp/status.h"
#include "backend/support/bits.h"

#define LOG_WINDOW    3
#define TYPE_MTRACE   0x474f4c00u
#define LOOKS_MAX     8 /* at a header, until two are the same */
#define STOP_EVERY    4096
#define BUFFER_STATUS 0x1b060000u /* notification 6; bits 15:12 name the core */
#define STATUS_MASK   0x7fff0000u

#define LARGE_CONFIG_SET 0x44000000u /* to module 0, instance 0 */
#define ENABLE_LOGS	 6
#define CONFIG_ONE_BLOCK 0x30000000u /* first and last */
#define ENABLE_SIZE	 76	     /* two periods, the switch, 16 masks of priorities */
#define AGING_PERIOD	 0x100u	     /* firmware ticks until a lone line is announced */
#define FIFO_FULL_PERIOD 0x1000u
#define PRIORITIES	 0x1efu /* critical to info; infrastructure, HAL, modules, audio */

const char *log_kind_name(enum log_kind kind)
{
	static const char *const names[] = { "any", "winstream", "mtrace" };

	return names[kind];
}

/* -- headers -- */

struct header {
	uint8_t bytes[WINSTREAM_HEADER];
	struct winstream winstream;
	struct mtrace mtrace;
};

static uint32_t header_size(const struct log *log)
{
	return log->kind == LOG_MTRACE ? MTRACE_HEADER : WINSTREAM_HEADER;
}

static bool read_words(struct dsp *dsp, const struct log *log, uint8_t *to, struct err *err)
{
	bool gone = true;
	uint32_t word;

	for (uint32_t at = 0; at < header_size(log); at += 4) {
		if (!dsp_read(dsp, dsp->bar4, log->header + at, &word, err))
			return err_prefix(err, "%s", log_kind_name(log->kind));
		put_le(to + at, word, 4);
		gone &= word == UINT32_MAX;
	}
	if (gone)
		return dsp_all_ones(dsp, dsp->bar4, log_kind_name(log->kind), err);
	return true;
}

/* The firmware changes the words one by one: those of two equal looks belong together. */
static bool look(struct dsp *dsp, const struct log *log, struct header *ret, struct err *err)
{
	uint32_t size = header_size(log);
	uint8_t last[WINSTREAM_HEADER];
	bool same = false;

	if (!read_words(dsp, log, last, err))
		return false;
	for (unsigned i = 0; i < LOOKS_MAX && !same; i++) {
		if (!read_words(dsp, log, ret->bytes, err))
			return false;
		same = !memcmp(last, ret->bytes, size);
		memcpy(last, ret->bytes, size);
	}
	if (!same) {
		err_set(err, EAGAIN, "%s header at bar4+0x%" PRIx32 " was never the same twice",
			log_kind_name(log->kind), log->header);
		return err_hint(err, "the firmware writes without a pause; try again");
	}
	if (log->kind == LOG_MTRACE)
		return mtrace_parse(ret->bytes, &ret->mtrace, err);
	return winstream_parse(ret->bytes, log->size, &ret->winstream, err);
}

/* -- finding -- */

static bool no_mtrace(const struct dsp *dsp, unsigned core, struct err *err)
{
	err_set(err, ENOENT, "no mtrace slot of core %u in the debug window", core);
	if (dsp->ipc == 4)
		return err_hint(err, dsp->chip->generation < DSP_CAVS_2_0
					     ? "before cAVS 2.0 firmware logs in another layout, "
					       "which is not read here"
					     : "firmware makes it when told to log: dsp logging "
					       "on");
	return err_hint(err, "'dsp slots' shows what is there; IPC4 firmware makes it when told: "
			     "dsp logging on");
}

static bool open_mtrace(struct dsp *dsp, unsigned core, struct log *ret, struct err *err)
{
	struct log_slot slots[LOG_SLOTS];

	if (!log_slots(dsp, slots, err))
		return false;
	for (unsigned i = 0; i < LOG_FULL_SLOTS; i++) {
		if (slots[i].type != (TYPE_MTRACE | core))
			continue;
		if (!slots[i].inside)
			return err_set(err, EBADMSG, "mtrace slot %u is outside the debug window",
				       i);
		*ret = (struct log){ .kind = LOG_MTRACE,
				     .core = core,
				     .header = slots[i].offset,
				     .size = MTRACE_RING };
		return true;
	}
	return no_mtrace(dsp, core, err);
}

static bool no_winstream(const struct dsp *dsp, struct err *err)
{
	struct err why = *err;

	err_set(err, ENOENT, "window 3: %s", why.msg);
	if (dsp->ipc == 3)
		return err_hint(err,
				"IPC3 firmware leaves binary records (etrace) there, which its "
				"build's sof-logger and .ldc file put into words");
	if (dsp->ipc == 4)
		return err_hint(err, "IPC4 firmware logs into mtrace slots when told to: dsp "
				     "logging on");
	return err_hint(err, "is there firmware that logs? 'dsp slots' shows the debug window");
}

static bool open_winstream(struct dsp *dsp, struct log *ret, struct err *err)
{
	struct log log = { .kind = LOG_WINSTREAM,
			   .header = dsp_chip_window(dsp->chip, LOG_WINDOW),
			   .size = dsp->chip->window_step - WINSTREAM_HEADER };
	struct header header;

	if (!look(dsp, &log, &header, err))
		return err->code == EBADMSG ? no_winstream(dsp, err) : false;
	log.size = header.winstream.len;
	*ret = log;
	return true;
}

static bool open_any(struct dsp *dsp, struct log *ret, struct err *err)
{
	struct err none = ERR_INIT;

	if (dsp->ipc == 3)
		return open_winstream(dsp, ret, err);
	if (open_mtrace(dsp, 0, ret, &none))
		return true;
	if (none.code == ENOENT)
		return open_winstream(dsp, ret, err);
	*err = none;
	return false;
}

bool log_open(struct dsp *dsp, enum log_kind kind, unsigned core, struct log *ret, struct err *err)
{
	if (kind == LOG_ANY)
		return open_any(dsp, ret, err);
	return kind == LOG_MTRACE ? open_mtrace(dsp, core, ret, err)
				  : open_winstream(dsp, ret, err);
}

/* -- reading -- */

/* Whole dwords, as all accesses to the windows are; the piece's ends may lie within one. */
static bool copy_span(struct dsp *dsp, const struct log *log, uint32_t at, uint32_t len,
		      struct strbuf *to, struct err *err)
{
	uint32_t first = log->header + header_size(log) + at, word;
	uint8_t bytes[4];

	for (uint32_t done = 0; done < len;) {
		uint32_t skip = (first + done) % 4, take = 4 - skip;

		if (take > len - done)
			take = len - done;
		if ((first + done) % STOP_EVERY < 4 && device_stopped(dsp->dev))
			return err_set(err, EINTR, "interrupted");
		if (!dsp_read(dsp, dsp->bar4, first + done - skip, &word, err))
			return err_prefix(err, "%s", log_kind_name(log->kind));
		put_le(bytes, word, 4);
		strbuf_add(to, bytes + skip, take);
		done += take;
	}
	return true;
}

static bool copy_piece(struct dsp *dsp, const struct log *log, const struct log_piece *piece,
		       struct strbuf *to, struct err *err)
{
	uint32_t to_end = log->size - piece->at;
	uint32_t before = piece->len < to_end ? piece->len : to_end;

	return copy_span(dsp, log, piece->at, before, to, err) &&
	       copy_span(dsp, log, 0, piece->len - before, to, err);
}

static bool read_winstream(struct dsp *dsp, struct log *log, struct strbuf *text,
			   struct log_took *ret, struct err *err)
{
	struct header before, after;
	autostrbuf copy = STRBUF_INIT;
	struct log_piece piece;
	uint32_t gone;

	if (!look(dsp, log, &before, err))
		return false;
	/* Another length is another ring. */
	if (before.winstream.len != log->size) {
		log->size = before.winstream.len;
		log->begun = false;
		ret->again = true;
	}
	piece = log->begun ? winstream_since(&before.winstream, log->seen)
			   : winstream_all(&before.winstream);
	if (piece.len) {
		if (!copy_piece(dsp, log, &piece, &copy, err) || !look(dsp, log, &after, err))
			return false;
		gone = winstream_overwritten(&piece, &before.winstream, &after.winstream);
		strbuf_add(text, strbuf_text(&copy) + gone, piece.len - gone);
		ret->lost += gone;
	}
	ret->lost += piece.lost;
	ret->again |= piece.again;
	log->seen = before.winstream.seq;
	log->begun = true;
	return true;
}

static bool read_mtrace(struct dsp *dsp, struct log *log, struct strbuf *text, struct log_took *ret,
			struct err *err)
{
	struct header header;
	struct log_piece piece;

	if (!look(dsp, log, &header, err))
		return false;
	piece = log->begun ? mtrace_since(&header.mtrace, log->seen) : mtrace_all(&header.mtrace);
	if (!copy_piece(dsp, log, &piece, text, err))
		return false;
	ret->again = piece.again;
	log->seen = header.mtrace.write;
	log->begun = true;
	return true;
}

bool log_read(struct dsp *dsp, struct log *log, struct strbuf *text, struct log_took *ret,
	      struct err *err)
{
	struct log_took took = { 0 };
	bool ok = log->kind == LOG_MTRACE ? read_mtrace(dsp, log, text, &took, err)
					  : read_winstream(dsp, log, text, &took, err);

	if (ok)
		*ret = took;
	return ok;
}

bool log_skip(struct dsp *dsp, struct log *log, struct err *err)
{
	struct header header;

	if (!look(dsp, log, &header, err))
		return false;
	log->seen = log->kind == LOG_MTRACE ? header.mtrace.write : header.winstream.seq;
	log->begun = true;
	return true;
}

bool log_release(struct dsp *dsp, const struct log *log, struct err *err)
{
	if (log->kind != LOG_MTRACE || !log->begun)
		return true;
	return dsp_write(dsp, dsp->bar4, log->header, log->seen, err);
}

/* -- messages -- */

bool log_enable(struct dsp *dsp, bool on, struct err *err)
{
	uint32_t extension = CONFIG_ONE_BLOCK | ENABLE_LOGS << 20 | ENABLE_SIZE;
	uint8_t payload[ENABLE_SIZE] = { 0 };
	struct ipc_message reply;
	char text[100];

	put_le(payload, AGING_PERIOD, 4);
	put_le(payload + 4, FIFO_FULL_PERIOD, 4);
	put_le(payload + 8, on, 4);
	put_le(payload + 12, PRIORITIES, 4); /* of the base firmware; libraries have their own */
	if (!ipc4_send(dsp, LARGE_CONFIG_SET, extension, payload, sizeof(payload), &reply, err))
		return false;
	if (reply.primary & 0xffffff)
		return err_set(err, EPROTO, "firmware answered 0x%08" PRIx32 ": %s", reply.primary,
			       ipc_describe(4, reply.primary, text, sizeof(text)));
	return true;
}

bool log_doorbell(struct dsp *dsp, uint32_t *ret, struct err *err)
{
	struct ipc_message message;
	uint32_t tdr;

	if (!dsp_read(dsp, dsp->bar4, dsp->chip->ipc->tdr, &tdr, err))
		return false;
	if (tdr == UINT32_MAX)
		return dsp_all_ones(dsp, dsp->bar4, "DSP doorbell", err);
	*ret = 0;
	if (!(tdr & IPC_BUSY))
		return true;
	tdr &= ~IPC_BUSY;
	if (dsp_is_panic(tdr) || (tdr & STATUS_MASK) == BUFFER_STATUS)
		return ipc_take(dsp, tdr, &message, err);
	*ret = tdr;
	return true;
}
