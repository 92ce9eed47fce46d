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

#define ADSP_STREAMS	 16	  /* captures and playbacks together */
#define ADSP_WINDOWS	 4	  /* SRAM windows into the DSP's memory */
#define ADSP_IMAGE_MAX	 0x400000 /* the memory that an image is loaded to */
#define ADSP_CODEC_NODES 4
#define ADSP_QUEUE	 8
#define ADSP_MESSAGE_MAX 256

/* What differs between generations. Offsets are into BAR4 unless said otherwise. */
struct adsp_chip {
	const struct model_reg *const *hda_tables; /* BAR0 */
	const struct model_reg *const *dsp_tables; /* BAR4 below the windows */
	unsigned captures, playbacks;
	unsigned core_mask;	/* cores that exist */
	unsigned powered_cores; /* what CPA shows once core 0 has power */
	unsigned min_lvi;	/* a smaller SDnLVI does not run: HDA wants two entries */
	uint32_t window_base, window_stride;
	uint32_t manifest_offset; /* of the firmware descriptor in an image */
	struct {
		uint32_t tdr, tda, tdd; /* DSP to host: request, host's ack, data */
		uint32_t idr, ida, idd; /* host to DSP: request, DSP's ack, data */
		uint32_t ctl;		/* interrupt enables: BUSY bit 0, DONE bit 1 */
	} ipc;
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
};

enum adsp_fault {
	ADSP_FAULT_CORE_NO_POWER,
	ADSP_FAULT_ROM_STUCK_CSE,
	ADSP_FAULT_ROM_NO_ACK,
	ADSP_FAULT_BAD_SIGNATURE,
	ADSP_FAULT_DMA_STALL,
	ADSP_FAULT_NO_FW_READY,
	ADSP_FAULT_IPC_NO_REPLY,
	ADSP_FAULT_LOST_INTERRUPT,
	ADSP_FAULT_ALL_ONES,
	ADSP_FAULT_GPROC_DEAD,
	ADSP_FAULT_WEDGED,
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

struct adsp_stream {
	unsigned entry;	       /* in the buffer descriptor list */
	uint32_t entry_offset; /* bytes of it that are done */
	uint64_t carry;	       /* byte-nanoseconds that were not a whole byte yet */
	bool told;	       /* one complaint per start is enough */
};

struct adsp_rom {
	enum adsp_rom_state state;
	bool requested;	  /* the ROM request was taken */
	bool purge;	  /* it asked for a download */
	unsigned channel; /* that the image comes through: stream tag - 1 */
	uint8_t *image;	  /* ADSP_IMAGE_MAX bytes */
	uint32_t received;
	bool kept;	/* an image is in memory from an earlier boot */
	bool kept_ipc4; /* and speaks IPC4 */
};

struct adsp_message {
	uint32_t tdr, tdd;
	unsigned len;
	uint8_t mailbox[ADSP_MESSAGE_MAX];
};

struct adsp_firmware {
	bool ipc4;
	bool unacked; /* the host has not answered the last message through TDA */
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
	struct adsp_codec codec;
	struct adsp_stream streams[ADSP_STREAMS];
	struct adsp_rom rom;
	struct adsp_firmware firmware;
};

static inline struct adsp *adsp_of(struct model *model)
{
	return (struct adsp *)model;
}

static inline bool adsp_fault(const struct adsp *adsp, enum adsp_fault fault)
{
	return adsp->base.faults & BIT(fault);
}

/* adsp.c: the class's functions. A class's create calls adsp_create with its chip. */
struct model *adsp_create(const struct model_class *class, const struct model_host *host,
			  const struct adsp_chip *chip);
void adsp_destroy(struct model *model);
uint64_t adsp_read(struct model *model, unsigned bar, uint64_t offset, unsigned width_bits);
void adsp_write(struct model *model, unsigned bar, uint64_t offset, unsigned width_bits,
		uint64_t value);
void adsp_reset(struct model *model);
bool adsp_fault_set(struct model *model, const char *name, bool on);
extern const struct fault_info adsp_faults[];

/* adsp_hda.c: controller, rings, interrupt status. */
extern const struct model_reg adsp_hda_global_rows[];
extern const struct model_reg adsp_hda_capability_rows[];
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
extern const struct model_reg adsp_stream_rows[];
void adsp_stream_run(struct adsp *adsp); /* move data of all running streams */
bool adsp_stream_irq(const struct adsp *adsp, unsigned stream); /* INTSTS.SIS[stream] */

/* adsp_cavs.c: core power and IPC registers of cAVS 1.8 to 2.5. */
extern const struct model_reg adsp_cavs_rows[];
void adsp_cavs_power_done(struct adsp *adsp);
bool adsp_cavs_core_runs(const struct adsp *adsp);
bool adsp_cavs_irq(const struct adsp *adsp); /* ADSPIS & ADSPIC */

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
void adsp_rom_ack_host(struct adsp *adsp); /* clear IDR.BUSY, set IDA.DONE */

/* adsp_image.c: is it an image that the ROM would start? 0, or the error word of the ROM. */
enum {
	ADSP_ERROR_IMR_SMALL = 42,
	ADSP_ERROR_NOT_FOUND = 43,
	ADSP_ERROR_SIGNATURE = 44,
};
unsigned adsp_image_check(const uint8_t *image, uint32_t len, uint32_t manifest_offset);
/* Bytes that the descriptor says there are; 0 when there is none. */
uint64_t adsp_image_need(const uint8_t *image, uint32_t len, uint32_t manifest_offset);
bool adsp_image_is_ipc4(const uint8_t *image, uint32_t len, uint32_t manifest_offset);

/* adsp_ipc.c: messages of the running firmware. */
void adsp_ipc_start(struct adsp *adsp);	  /* queue FW_READY */
void adsp_ipc_request(struct adsp *adsp); /* the host's request in IDR */
void adsp_ipc_pump(struct adsp *adsp);	  /* send the next message if the host is ready */

/* Window n as memory. */
static inline uint8_t *adsp_window(struct adsp *adsp, unsigned n)
{
	return adsp->windows + (uint64_t)n * adsp->chip->window_stride;
}

#endif
