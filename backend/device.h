/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A device: named regions behind one transport, and the gate that every access passes.
 *
 * The gate (device_read, device_write) checks range, width, alignment and permission once, so that no
 * transport can forget to; it counts accesses, honours read-only and dry-run, and tells the observer.
 * Transports give the primitive operations (struct transport_ops). Opening a device touches none of
 * its registers. */
#ifndef BACKEND_DEVICE_H
#define BACKEND_DEVICE_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/support/err.h"
#include "backend/support/strlist.h"
#include "backend/trace/tap.h"

struct device;
struct irq_table;

enum region_kind {
	REGION_BAR,    /* bar0..bar5 */
	REGION_ROM,    /* rom */
	REGION_CONFIG, /* config: PCI configuration space */
	REGION_DMA,    /* dma.NAME: host memory that the device can reach */
	REGION_FILE,   /* file.NAME: a file's bytes */
	REGION_OTHER,  /* whatever else the transport has: vga, region9 */
};

enum {
	REGION_CAN_READ = 1 << 0,
	REGION_CAN_WRITE = 1 << 1,
	REGION_CAN_MAP = 1 << 2,     /* the transport can map it into this process */
	REGION_IO_PORTS = 1 << 3,    /* port space: no 64-bit access */
	REGION_HOST_MEMORY = 1 << 4, /* `map` is plain memory of ours, not a device's */
	REGION_AUTO_MAP = 1 << 5,    /* has no other access path: the gate maps it at first use */
};

struct region_piece {
	uint64_t offset, size;
	volatile void *map; /* or NULL */
};

struct region {
	char name[48];
	enum region_kind kind;
	unsigned index; /* the transport's number for it */
	unsigned flags; /* REGION_CAN_... */
	uint64_t size;	/* bytes; never 0: absent regions are not listed */
	volatile void *
		map; /* where it is mapped, or NULL: then the transport's read and write serve it */
	/* When only parts can be mapped: these, ascending and apart, in memory of the region's (free). An
	 * access inside one that is mapped is a load or store, all others the transport serves; `map`
	 * stays NULL. */
	struct region_piece *pieces;
	unsigned piece_count;
	uint64_t iova; /* REGION_DMA: the address that the device uses */
};

enum irq_type { IRQ_INTX, IRQ_MSI, IRQ_MSIX, IRQ_ERR, IRQ_REQ, IRQ_TYPE_COUNT };

enum {
	IRQ_EVENTFD = 1 << 0,	 /* can signal an eventfd */
	IRQ_MASKABLE = 1 << 1,	 /* mask and unmask work */
	IRQ_AUTOMASKED = 1 << 2, /* masked by the kernel when it fires */
	IRQ_NORESIZE = 1 << 3,	 /* the number of enabled vectors is fixed until it is disabled */
};

struct irq_info {
	unsigned count; /* vectors; 0 = the device has none of this type */
	unsigned flags; /* IRQ_... */
};

enum irq_action { IRQ_MASK, IRQ_UNMASK, IRQ_TRIGGER };

struct iova_range {
	uint64_t first, last; /* inclusive */
};

enum {
	DMA_DEVICE_READS = 1 << 0,
	DMA_DEVICE_WRITES = 1 << 1,
};

/* What the DMA path of a device accepts. */
struct dma_limits {
	uint64_t page_size;   /* granularity of address and size */
	unsigned range_count; /* usable address ranges, ascending */
	struct iova_range ranges[16];
	bool pins; /* pages get locked in memory: they count against RLIMIT_MEMLOCK */
};

struct fault_info {
	const char *name; /* "dma-stall" */
	const char *help; /* one line */
	const char
		*group; /* what it is a fault of, in lists: "power"; NULL: nothing in particular */
};

/* How to reach a device. Every op takes the device, whose `priv` is the transport's own state. Ops
 * marked optional may be NULL: device.c then answers EOPNOTSUPP. */
struct transport_ops {
	const char *name;   /* the word before ':' in a device spec */
	const char *help;   /* one line */
	const char *syntax; /* "file:PATH" */
	/* Config space is vfio-pci's filtered view: some of it emulated, some capabilities hidden. */
	bool config_filtered;

	/* Open `target` (the text after ':'), add the regions (device_add_region) and set dev->title
	 * and, for PCI functions, dev->pci. On failure nothing stays open. */
	bool (*open)(struct device *dev, const char *target, struct err *err);
	void (*close)(struct device *dev); /* undoes what open and later ops did */
	/* Optional. Before interrupts and DMA buffers are taken down for good: the device's own DMA
	 * must stop while its memory is still there. */
	void (*quiesce)(struct device *dev);

	/* One access of exactly width_bits (8, 16, 32, 64); offset is aligned and inside the region. */
	bool (*read)(struct device *dev, const struct region *region, uint64_t offset,
		     unsigned width_bits, uint64_t *ret, struct err *err);
	bool (*write)(struct device *dev, const struct region *region, uint64_t offset,
		      unsigned width_bits, uint64_t value, struct err *err);

	/* Optional from here. Map a REGION_CAN_MAP region: sets region->map. */
	bool (*map)(struct device *dev, struct region *region, struct err *err);
	void (*unmap)(struct device *dev, struct region *region);

	bool (*irq_info)(struct device *dev, enum irq_type type, struct irq_info *ret,
			 struct err *err);
	/* Vectors start..start+count-1 signal fds[]; a later call may add vectors. */
	bool (*irq_enable)(struct device *dev, enum irq_type type, unsigned start, unsigned count,
			   const int *fds, struct err *err);
	bool (*irq_disable)(struct device *dev, enum irq_type type, struct err *err);
	bool (*irq_action)(struct device *dev, enum irq_type type, unsigned vector,
			   enum irq_action action, struct err *err);

	bool (*dma_limits)(struct device *dev, struct dma_limits *ret, struct err *err);
	bool (*dma_map)(struct device *dev, void *memory, uint64_t iova, uint64_t size,
			unsigned flags, struct err *err);
	/* Instead of dma_map, where another process maps the memory: it is a mapping of all of fd, a
	 * file without a name, of which the caller closes its descriptor afterwards. */
	bool (*dma_map_file)(struct device *dev, void *memory, int fd, uint64_t iova, uint64_t size,
			     unsigned flags, struct err *err);
	bool (*dma_unmap)(struct device *dev, uint64_t iova, uint64_t size, struct err *err);

	/* method: "auto", "flr", "pm" or "bus"; *ret names the method used (static text). */
	bool (*reset)(struct device *dev, const char *method, const char **ret, struct err *err);
	/* The functions ("0000:01:00.0") that method "bus" hits, added to *ret. */
	bool (*reset_scope)(struct device *dev, struct strlist *ret, struct err *err);

	/* now: transports with a clock of their own (models); without it time is the machine's.
	 * sleep lets up to ns of that time pass and may return early when something happened;
	 * with 0 it only serves what has come. Needed with now. */
	uint64_t (*now_ns)(struct device *dev);
	void (*sleep_ns)(struct device *dev, uint64_t ns);

	/* Simulated devices only: a list of faults that ends with a NULL name and lives as long as the
	 * device, and switching one. */
	const struct fault_info *(*faults)(struct device *dev);
	bool (*fault_set)(struct device *dev, const char *name, bool on, struct err *err);
	bool (*fault_is_set)(struct device *dev, const char *name);

	/* Names that complete `target` as typed so far, added to *ret. */
	void (*complete)(const char *target, struct strlist *ret);
};

struct pci_id {
	bool known;
	uint16_t vendor, device, subvendor, subdevice;
	uint32_t class_code; /* 24 bits: class, subclass, interface */
	uint8_t revision;
};

struct access {
	const struct region *region;
	uint64_t offset;
	unsigned width_bits;
	uint64_t value;
	bool is_write;
	bool suppressed; /* a write that dry-run held back */
};

/* A test of a boot's steps (dsp/mutate.h) sits here: between the gate's checks and the transport. Either
 * function may be NULL. */
struct gate_filter {
	/* A write that the checks have passed: it may change *value, but not its width or place. */
	void (*write)(void *ctx, const struct region *region, uint64_t offset, unsigned width_bits,
		      uint64_t *value);
	/* What a read gave: it may change *value. */
	void (*read)(void *ctx, const struct region *region, uint64_t offset, unsigned width_bits,
		     uint64_t *value);
	void *ctx;
};

struct device {
	const struct transport_ops *ops;
	void *priv;	 /* the transport's */
	char name[32];	 /* short name in the session: "d0" or -as NAME */
	char spec[256];	 /* as the user gave it, with the transport's name in front */
	char title[96];	 /* for the prompt: "vfio 00:1f.3" */
	char about[512]; /* what attach should tell the user about side effects; may be empty */
	struct pci_id pci;

	struct region *
		*regions; /* in listing order; pointers stay valid until the region is removed */
	size_t region_count;
	unsigned long layout; /* counts regions that came and went */

	struct irq_table *irq; /* irq.c; NULL until something is enabled */

	/* Set by open: closing neither resets the device nor ends it, so what was started in it goes on. */
	bool outlives_close;

	bool read_only;
	bool dry_run;
	const volatile sig_atomic_t *stop; /* set by Ctrl-C; may be NULL */

	/* Called again and again while the backend waits for an interrupt, so that the program around
	 * can serve what arrives meanwhile, and may wait itself. May be NULL. It must not close the device
	 * while `waits`, how many waits are under way, is not 0. */
	void (*idle)(void *ctx, struct device *dev);
	void *idle_ctx;
	unsigned waits;

	const struct gate_filter *filter; /* NULL, but while a step is being left out */

	uint64_t reads, writes; /* accesses that reached the transport */
	/* All ones is what a device gives that is gone. How many of the last reads did, in a row
	 * (0: the last one did not), and how many ever; those of host memory are not counted. */
	uint64_t ones, ones_ever;
	/* What both were when it was last found to be there all the same. */
	uint64_t ones_asked, ones_cleared;
	bool gone_told; /* a note has said that it is gone (commands/presence.h), and no read contradicts */
	void (*observer)(void *ctx, struct device *dev, const struct access *access);
	void *observer_ctx;

	/* Every access that reached the transport, resets and interrupts: device_trace_start. */
	struct trace *trace; /* owned; NULL until the first start; kept after a stop */
	struct trace_tap tap;
	uint64_t trace_start_ns;
};

/* Open "TRANSPORT:TARGET"; a spec without a transport that looks like a PCI address or VENDOR:DEVICE
 * means vfio. The caller closes with device_close. EINVAL: unknown transport or bad spec; ENOENT,
 * EACCES, ENODEV ... as the transport says. */
bool device_open(const char *spec, struct device **ret, struct err *err);
void device_close(struct device *dev); /* takes NULL */

/* All transports, NULL-terminated. */
const struct transport_ops *const *device_transports(void);

/* Regions. add copies *region, whose pieces it takes, and returns the stored one. find: ENOENT with
 * a hint of what exists. */
struct region *device_add_region(struct device *dev, const struct region *region);
void device_remove_region(struct device *dev, struct region *region);
struct region *device_find_region(const struct device *dev, const char *name); /* or NULL */
/* The same for a name of len characters that goes on with something else ("bar0+4"). */
struct region *device_find_region_n(const struct device *dev, const char *name, size_t len);
bool device_need_region(const struct device *dev, const char *name, struct region **ret,
			struct err *err);
bool region_is_mapped(const struct region *region);			     /* it or its pieces */
bool device_map(struct device *dev, struct region *region, struct err *err); /* twice is once */
bool device_unmap(struct device *dev, struct region *region,
		  struct err *err); /* EINVAL: not mapped */

/* The gate. offset in bytes from the region's start, width_bits 8, 16, 32 or 64.
 * ERANGE: outside the region; EINVAL: unaligned or no such width; EACCES: read-only;
 * EIO: the device or the kernel refused, with the cause as far as config space tells. */
bool device_read(struct device *dev, struct region *region, uint64_t offset, unsigned width_bits,
		 uint64_t *ret, struct err *err);
bool device_write(struct device *dev, struct region *region, uint64_t offset, unsigned width_bits,
		  uint64_t value, struct err *err);

/* count (at least 1) reads as device_read makes them, one after the other from offset on; buf gets the
 * bytes as they are in the region (little-endian). On failure those before it were made. */
bool device_read_units(struct device *dev, struct region *region, uint64_t offset,
		       unsigned width_bits, uint64_t count, uint8_t *buf, struct err *err);

/* The same checks without the access. */
bool device_check(const struct device *dev, const struct region *region, uint64_t offset,
		  unsigned width_bits, bool is_write, struct err *err);

/* EOPNOTSUPP: the transport has no `what` ("DMA"). The result is false. */
bool device_no_such_op(const struct device *dev, const char *what, struct err *err);

/* Optional operations, EOPNOTSUPP where the transport has none. */
bool device_irq_info(struct device *dev, enum irq_type type, struct irq_info *ret, struct err *err);
bool device_reset(struct device *dev, const char *method, const char **ret, struct err *err);
bool device_reset_scope(struct device *dev, struct strlist *ret, struct err *err);

/* Why might a read have been all ones? Reads COMMAND, STATUS and the PM and link registers from
 * config space; text gets one sentence, or stays empty when nothing explains it. No BAR is read.
 * true: it is gone, and text has DEVICE_IS_GONE in it. */
#define DEVICE_IS_GONE "the device is gone or its link is down"
bool device_explain_all_ones(struct device *dev, char *text, size_t len);

/* Has it left the bus? One read of config space: no function that answers has header type 0xff; vendor and
 * COMMAND are no proof, through vfio the kernel answers part of them itself. false where there is no
 * config space. */
bool device_is_gone(struct device *dev);

/* Time as the device lives it. sleep returns early when stop is set. */
uint64_t device_now_ns(struct device *dev);
void device_sleep_ns(struct device *dev, uint64_t ns);
bool device_stopped(const struct device *dev);

/* Record into trace from now on, which the device takes over; an earlier one is destroyed. Accesses of
 * barsh's own, such as those that explain an error, are recorded too: they happened. */
void device_trace_start(struct device *dev, struct trace *trace);
void device_trace_stop(struct device *dev); /* what was recorded stays in dev->trace */
bool device_is_traced(const struct device *dev);
uint64_t device_trace_now_ns(struct device *dev); /* time since the start */

const char *irq_type_name(enum irq_type type); /* "INTX", "MSI", ... */
bool irq_type_parse(const char *word, enum irq_type *ret, struct err *err);

#endif
