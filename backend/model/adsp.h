/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A simulated Intel audio DSP: an HD-Audio controller in BAR0 whose stream DMA feeds a DSP in BAR4. A
 * generation is a row (struct adsp_chip) of offsets, masks and register tables.
 *
 * Where the hardware's behaviour is not known, the model is strict: a step that a driver is told to
 * make is a step without which nothing happens. Nothing of the firmware runs; its states are acted. */
#ifndef BACKEND_MODEL_ADSP_H
#define BACKEND_MODEL_ADSP_H

#include "backend/model/base.h"
#include "backend/model/regs.h"
#include "backend/support/bits.h"

#define ADSP_STREAMS	 20	      /* captures and playbacks together, at most */
#define ADSP_LOADER	 ADSP_STREAMS /* as a stream's number: the code loader of cAVS 1.5 */
#define ADSP_WINDOWS	 4	      /* SRAM windows into the DSP's memory */
#define ADSP_IMAGE_MAX	 0x400000     /* the memory that an image is loaded to */
#define ADSP_CODEC_NODES 4
#define ADSP_QUEUE	 8
#define ADSP_MESSAGE_MAX 256

struct adsp;

/* How a generation powers, starts and interrupts. */
struct adsp_ops {
	bool is_ace;				    /* else cAVS */
	void (*power_on)(struct adsp *adsp);	    /* after the registers' reset values */
	void (*power_done)(struct adsp *adsp);	    /* ADSP_TIMER_POWER fires */
	bool (*core_runs)(const struct adsp *adsp); /* core 0 executes */
	bool (*irq)(const struct adsp *adsp);	    /* the DSP wants the host, and may say so */
	/* Linux's interrupt handler reads this register for any interrupt of the function, also when the
	 * DSP is switched off, and takes all ones for "not mine": not worth a complaint. */
	uint32_t irq_status;
	/* ACE: where that register is. It answers with the DSP off, too: all ones would send Linux
	 * to an address outside BAR4. 0: none. */
	uint32_t irq_pointer;
};

/* What the status word shows on the way of a boot. */
struct adsp_rom_words {
	uint32_t waits_cse;   /* for the security engine */
	uint32_t waits_image; /* for the download */
	uint32_t verifies;
	uint32_t entered; /* the firmware runs */
};

/* Doorbells between host and DSP: offsets in BAR4, 0 = there is none. */
struct adsp_doorbells {
	uint32_t tdr, tda, tdd; /* DSP to host: request, host's ack, data */
	uint32_t idr, ida, idd; /* host to DSP: request, DSP's ack, data */
	uint32_t ctl;		/* interrupt enables: BUSY bit 0, DONE bit 1 */
	uint32_t done;		/* the DONE bit in ida */
	bool tda_clears;	/* the host acks by clearing bit 31 of tda, not by setting it */
};

/* What differs between chips. Offsets are into BAR4 unless said otherwise. backend/dsp/chips.c has
 * many of these numbers too, and neither may use the other's: a wrong one must show as a boot that
 * fails, which it cannot when both sides read it in the same place. */
struct adsp_chip {
	const struct adsp_ops *ops;
	const struct model_reg *const *hda_tables; /* BAR0 */
	const struct model_reg *const *dsp_tables; /* BAR4 outside the windows */
	unsigned captures, playbacks;
	unsigned core_mask;	/* cores that exist */
	unsigned powered_cores; /* cAVS: what CPA shows besides SPA once core 0 has power */
	uint32_t power_domain;	/* ACE: control of the DSP's power domain; its status follows it */
	bool fmt_coupled; /* SDnFMT takes a write only while PPCTL.PROCEN of the stream is off */
	uint32_t window_base, window_stride;
	uint32_t rom_status; /* its status word; the error word follows it */
	const struct adsp_rom_words *rom_words;
	uint32_t manifest_offset; /* of the firmware descriptor in an image */
	uint32_t directory_slip;  /* bytes by which the directory places .met and body too late */
	bool ipc4_only;		  /* no firmware of this chip speaks IPC3 */
	bool code_loader; /* cAVS 1.5: images come through BAR4, unasked, and have no directory */
	struct adsp_doorbells ipc;
};

enum adsp_timer {
	ADSP_TIMER_CRST,    /* the controller follows GCTL.CRST */
	ADSP_TIMER_CODECS,  /* codecs announce themselves */
	ADSP_TIMER_CORB,    /* the next verb */
	ADSP_TIMER_STREAM,  /* DMA of all running streams */
	ADSP_TIMER_POWER,   /* CPA follows SPA */
	ADSP_TIMER_ROM,	    /* the next step of the ROM or the firmware's start */
	ADSP_TIMER_REQUEST, /* the DSP takes the host's request */
	ADSP_TIMER_MESSAGE, /* the firmware's next message to the host */
	ADSP_TIMER_LOG,	    /* the firmware's next line in the log */
	ADSP_TIMER_FAULT,   /* what a fault does after a while */
};

enum adsp_fault {
#define FAULT(id, ...) ADSP_FAULT_##id,
#include "backend/model/adsp_faults.def"
#undef FAULT
};

/* When the ROM or the firmware leaves a word for the host instead of going on. */
enum adsp_fault_phase {
	ADSP_PHASE_WAITS,    /* the ROM has started, and takes the request */
	ADSP_PHASE_STARTS,   /* the same, and it gives up */
	ADSP_PHASE_ASKED,    /* the request came */
	ADSP_PHASE_VERIFIES, /* the image has arrived */
	ADSP_PHASE_ENTERS,   /* the image was taken */
	ADSP_PHASE_RUNS,     /* the firmware runs, and has not said so yet */
};

enum adsp_rom_state {
	ADSP_ROM_IDLE,	   /* no power, in reset, stalled, or the DSP is switched off */
	ADSP_ROM_INIT,	   /* the ROM has started */
	ADSP_ROM_STUCK,	   /* waits for the security engine for ever */
	ADSP_ROM_WAIT,	   /* for a request and for the image */
	ADSP_ROM_VERIFY,   /* the image has arrived */
	ADSP_ROM_FAILED,   /* and was refused */
	ADSP_ROM_STARTING, /* the firmware starts */
	ADSP_ROM_RUNNING,  /* the firmware runs */
};

struct adsp_descriptor {
	uint64_t address;
	uint32_t len;
	bool ioc;
};

struct adsp_stream {
	unsigned entry;	       /* in the buffer descriptor list */
	uint32_t entry_offset; /* bytes of it that are done */
	uint64_t carry;	       /* byte-nanoseconds that were not a whole byte yet */
	bool told;	       /* one complaint per start is enough */
	/* A piece that waits for the host's memory; moving 0: none. owed: bytes that a stream on the
	 * link could not move in time because of such waits. */
	struct adsp_descriptor buffer;
	uint32_t moving, owed;
};

struct adsp_rom {
	enum adsp_rom_state state;
	bool requested;	  /* the ROM request was taken */
	bool purge;	  /* it asked for a download */
	unsigned channel; /* that the image comes through: stream tag - 1 */
	uint8_t *image;	  /* ADSP_IMAGE_MAX bytes */
	uint32_t received;
	bool kept;		 /* an image is in memory from an earlier boot */
	bool kept_ipc4;		 /* and speaks IPC4 */
	uint8_t kept_version[8]; /* major, minor, hotfix, build: 16 bits each */
};

struct adsp_message {
	uint32_t tdr, tdd;
	unsigned len;
	uint8_t mailbox[ADSP_MESSAGE_MAX];
};

struct adsp_firmware {
	bool ipc4;
	bool unacked; /* the host has not answered the last message through TDA */
	bool logs;    /* into the mtrace slot */
	bool log_due; /* the host is to be told that there is something in it */
	struct adsp_message queue[ADSP_QUEUE];
	unsigned head, count;
};

struct adsp_codec {
	uint8_t control[ADSP_CODEC_NODES][256]; /* by the low byte of the verb */
	uint16_t format[ADSP_CODEC_NODES];
	uint8_t amp[ADSP_CODEC_NODES][2];
};

struct adsp {
	struct model base;
	const struct adsp_chip *chip;
	struct model_regs *hda;
	struct model_regs *dsp;
	uint8_t *windows; /* ADSP_WINDOWS * window_stride bytes */
	bool crst_target;
	unsigned rirb_pending; /* responses since the last interrupt */
	/* A response that waits for the host's memory. */
	bool response_waits;
	uint32_t response;
	unsigned response_address;
	struct adsp_codec codec;
	struct adsp_stream streams[ADSP_STREAMS + 1]; /* the last: ADSP_LOADER */
	uint32_t loader_left;			      /* bytes until its SPIB */
	struct adsp_rom rom;
	struct adsp_firmware firmware;
	bool cut;     /* faults: the power that was granted is withheld now */
	bool bounced; /* faults: it was, and is back */
	bool struck;  /* faults: the device has left the bus */
};

static inline struct adsp *adsp_of(struct model *model)
{
	return (struct adsp *)model;
}

static inline unsigned adsp_streams(const struct adsp *adsp)
{
	return adsp->chip->captures + adsp->chip->playbacks;
}

static inline bool adsp_fault(const struct adsp *adsp, enum adsp_fault fault)
{
	return adsp->base.faults & BIT(fault);
}

/* adsp.c: the functions of every class in adsp_parts.def; class->detail is its struct adsp_chip. */
struct model *adsp_create(const struct model_class *class, const struct model_host *host);
void adsp_destroy(struct model *model);
uint64_t adsp_read(struct model *model, unsigned bar, uint64_t offset, unsigned width_bits);
void adsp_write(struct model *model, unsigned bar, uint64_t offset, unsigned width_bits,
		uint64_t value);
void adsp_reset(struct model *model);

/* adsp_fault.c: what the faults do that take more than a condition. */
extern const struct fault_info adsp_faults[];
bool adsp_fault_set(struct model *model, const char *name, bool on);
const char *adsp_fault_elsewhere(const struct model_class *class, const char *name);
void adsp_fault_reset(struct adsp *adsp); /* the function was */
/* The words that a fault leaves in this phase: then the ROM or firmware goes no further. */
bool adsp_fault_words(const struct adsp *adsp, enum adsp_fault_phase phase, uint32_t *ret_status,
		      uint32_t *ret_word);
void adsp_fault_power_asked(struct adsp *adsp); /* or given back */
void adsp_fault_powered(struct adsp *adsp);	/* core 0 has just got power */
void adsp_fault_strike(struct adsp *adsp);	/* half of the image is there */
void adsp_fault_timer(struct adsp *adsp);
bool adsp_fault_gone(const struct adsp *adsp); /* the BARs answer no more */
uint64_t adsp_config_read(struct model *model, unsigned offset, unsigned width_bits);
void adsp_config_write(struct model *model, unsigned offset, unsigned width_bits, uint64_t value);
/* A 32-bit word of BAR4 as the DSP writes it, in a window or in a register. */
void adsp_put_word(struct adsp *adsp, uint32_t offset, uint32_t value);

/* adsp_chips.c and the files of other generations: what adsp_parts.def refers to. */
extern const struct adsp_chip adsp_chip_skl, adsp_chip_apl, adsp_chip_cnl, adsp_chip_icl,
	adsp_chip_jsl, adsp_chip_tgl, adsp_chip_tglh;
extern const struct adsp_chip adsp_chip_mtl, adsp_chip_lnl, adsp_chip_ptl;

/* adsp_hda.c: controller, rings, interrupt status. */
extern const struct model_reg adsp_hda_global_rows[];
extern const struct model_reg adsp_hda_capability_rows[];
extern const struct model_reg adsp_hda_16_rows[], adsp_hda_20_rows[]; /* for so many streams */
extern const struct model_reg adsp_hda_cavs_rows[];		      /* where cAVS has D0I3C */
extern const struct model_reg adsp_hda_ace_rows[];		      /* and where ACE has it */
extern const struct model_reg adsp_hda_1_link_rows[], adsp_hda_3_links_rows[];
void adsp_hda_reset(struct adsp *adsp);
void adsp_hda_crst_done(struct adsp *adsp);
void adsp_hda_codecs_awake(struct adsp *adsp);
void adsp_hda_update_irq(struct adsp *adsp);
bool adsp_hda_dsp_enabled(const struct adsp *adsp);		   /* PPCTL.GPROCEN */
bool adsp_hda_decoupled(const struct adsp *adsp, unsigned stream); /* PPCTL.PROCEN[stream] */

/* adsp_ring.c: CORB, RIRB and the immediate command registers. */
extern const struct model_reg adsp_ring_rows[];
void adsp_ring_run(struct adsp *adsp);	     /* take one verb */
bool adsp_ring_irq(const struct adsp *adsp); /* INTSTS.CIS of the rings */

/* adsp_codec.c: one codec at address 0 with a converter and a pin. False: nobody answers. */
bool adsp_codec_answer(struct adsp_codec *codec, uint32_t verb, uint32_t *ret);

/* adsp_stream.c: stream descriptors and their DMA. */
extern const struct model_reg adsp_stream_16_rows[], adsp_stream_20_rows[]; /* so many streams */
/* Moves up to *bytes, which becomes what is left of them; false when the stream cannot go on in
 * this tick. */
bool adsp_stream_transfer(struct adsp *adsp, unsigned stream, uint32_t *bytes, bool to_rom);
/* What faults do to a download of `limit` bytes, at once or half way; true: it goes no further. */
bool adsp_stream_download_fails(struct adsp *adsp, unsigned stream, uint64_t limit);
void adsp_stream_tell_once(struct adsp *adsp, unsigned stream, const char *what);
uint64_t adsp_stream_ctl_write(void *ctx, unsigned index, uint64_t old, uint64_t value);
uint64_t adsp_stream_buffer_write(void *ctx, unsigned index, uint64_t old, uint64_t value);
void adsp_stream_run(struct adsp *adsp); /* move data of all running streams */
bool adsp_stream_irq(const struct adsp *adsp, unsigned stream); /* INTSTS.SIS[stream] */

/* adsp_loader.c: the code loader's descriptor in BAR4. */
extern const struct model_reg adsp_loader_rows[];
void adsp_loader_run(struct adsp *adsp);
bool adsp_loader_irq(const struct adsp *adsp); /* ADSPIS.CLDMA */

/* adsp_cavs.c: core power, interrupt enables and doorbells of cAVS. */
extern const struct adsp_ops adsp_cavs_ops;
extern const struct model_reg adsp_cavs_rows[];
extern const struct model_reg adsp_cavs15_rows[]; /* doorbells of 1.5 and 1.5+ */
extern const struct model_reg adsp_cavs18_rows[]; /* and of 1.8 to 2.5 */

/* adsp_ace.c: power, interrupt enables and IPC registers of ACE; where the generations differ. */
extern const struct adsp_ops adsp_ace_ops;
extern const struct model_reg adsp_ace_rows[];
extern const struct model_reg adsp_ace3_rows[];
extern const struct model_reg adsp_ace1_rom_rows[], adsp_ace2_rom_rows[];

/* adsp_doorbell.c: what the doorbell registers do, wherever they are; hooks for their rows. */
uint64_t adsp_tdr_write(void *ctx, unsigned index, uint64_t old, uint64_t value);
uint64_t adsp_tda_write(void *ctx, unsigned index, uint64_t old, uint64_t value);
uint64_t adsp_idr_write(void *ctx, unsigned index, uint64_t old, uint64_t value);
bool adsp_doorbell_pending(const struct adsp *adsp); /* one that its ctl bit lets through */
void adsp_doorbell_ring(struct adsp *adsp, uint32_t tdr, uint32_t tdd); /* to the host */
bool adsp_doorbell_free(const struct adsp *adsp); /* the host has taken the last one */
void adsp_doorbell_ack(struct adsp *adsp);	  /* the host's request: clear BUSY, set DONE */
void adsp_doorbell_clear(struct adsp *adsp);	  /* as if none had ever rung */

/* adsp_rom.c: what ROM and firmware do. */
void adsp_rom_update(struct adsp *adsp); /* core power or reset changed */
void adsp_rom_power_lost(struct adsp *adsp);
void adsp_rom_step(struct adsp *adsp);
void adsp_rom_take_request(struct adsp *adsp);
/* Does the ROM listen to this stream, and are all switches on the way set? *why (static text) says
 * what is missing, or NULL when the ROM does not wait for an image at all. */
bool adsp_rom_wants(const struct adsp *adsp, unsigned stream, const char **why);
void adsp_rom_receive(struct adsp *adsp, const uint8_t *data, uint32_t len);
/* All that SPIB promised has come. */
void adsp_rom_buffer_full(struct adsp *adsp);

/* adsp_image.c: is it an image that the ROM would start? 0, or the error word of the ROM. */
enum {
	ADSP_ERROR_IMR_SMALL = 42,
	ADSP_ERROR_NOT_FOUND = 43,
	ADSP_ERROR_SIGNATURE = 44,
};
unsigned adsp_image_check(const struct adsp_chip *chip, const uint8_t *image, uint32_t len);
/* Bytes that the descriptor says there are; 0 when there is none. */
uint64_t adsp_image_need(const struct adsp_chip *chip, const uint8_t *image, uint32_t len);
bool adsp_image_is_ipc4(const struct adsp_chip *chip, const uint8_t *image, uint32_t len);
/* The descriptor's version field; zeros when there is none. */
void adsp_image_version(const struct adsp_chip *chip, const uint8_t *image, uint32_t len,
			uint8_t ret[8]);

/* adsp_ipc.c: messages of the running firmware. */
void adsp_ipc_start(struct adsp *adsp);	  /* queue FW_READY */
void adsp_ipc_request(struct adsp *adsp); /* the host's request in IDR */
void adsp_ipc_pump(struct adsp *adsp);	  /* send the next message if the host is ready */

/* adsp_log.c: what IPC4 firmware logs. */
void adsp_log_start(struct adsp *adsp); /* the firmware begins */
void adsp_log_enable(struct adsp *adsp, bool on);
void adsp_log_idle(struct adsp *adsp); /* a line a second, so that there is something to follow */
void adsp_log_line(struct adsp *adsp, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Window n as memory. */
static inline uint8_t *adsp_window(struct adsp *adsp, unsigned n)
{
	return adsp->windows + (uint64_t)n * adsp->chip->window_stride;
}

#endif
