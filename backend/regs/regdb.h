/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The registers of one device: what they are called, where they lie, what reading and writing them
 * does. Nothing here touches a device: a database is filled by register files and asked by name or by
 * offset.
 *
 * A register is defined once, also when it is an array ("SD%d.CTL", 16 of them): one of them is
 * meant by a struct reg_ref. Definitions stay where they are until regdb_destroy, so refs and the
 * names in them may be kept that long. Names are ASCII and compare without case. */
#ifndef BACKEND_REGS_REGDB_H
#define BACKEND_REGS_REGDB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/support/err.h"
#include "backend/support/strlist.h"

#define REG_NAME_SIZE  64    /* a name with its array index and the NUL */
#define REG_COUNT_MAX  65536 /* elements of one array */
#define REGDB_MAX_REGS (1u << 20)

/* What an access does. */
enum reg_access {
	REG_RW,
	REG_RO,
	REG_WO,	  /* reading gives nothing useful */
	REG_W1C,  /* a 1 written clears the bit */
	REG_RC,	  /* reading clears it */
	REG_ONCE, /* every read takes something away: a FIFO */
};

/* Where a block of registers begins. */
enum reg_base {
	REG_BASE_FIXED,	  /* at an offset of its region */
	REG_BASE_CAP,	  /* at a capability of config space */
	REG_BASE_EXT_CAP, /* at an extended capability */
	REG_BASE_HEADER,  /* at 0, of devices with this header type only */
};

struct reg_enum {
	uint64_t value;
	const char *name;
};

struct reg_field {
	const char *name;
	const char *help; /* "" when there is none */
	const char *also; /* another name that is understood but not shown; NULL: none */
	unsigned high, low;
	enum reg_access access;
	bool bits;		      /* show which bits are set: "cores powered: 0 2" */
	const struct reg_enum *enums; /* names of values; may be none */
	size_t enum_count;
};

struct reg_block {
	const char *name;   /* "ADSP"; of an array with one %d: "SD%d" */
	const char *region; /* "bar4" */
	const char *help;
	enum reg_base base;
	unsigned base_id; /* capability id, or header type */
	uint64_t offset;  /* REG_BASE_FIXED: of the (first) block in its region */
	unsigned count;	  /* 1, or how many blocks there are */
	uint64_t stride;  /* bytes from one to the next */
};

struct reg {
	const struct reg_block *block;
	const char *name; /* "ADSPCS"; of an array with one %d: "SD%d.CTL" */
	const char *help;
	uint64_t offset;     /* of element 0, from the region's start; else from the block's base */
	unsigned width_bits; /* 8, 16, 32, 64 */
	unsigned count;	     /* 1, or elements of the array */
	uint64_t stride;     /* bytes from one to the next */
	enum reg_access access;
	bool has_reset;
	bool alias; /* shows bytes that another register shows too: left out when all are read */
	uint64_t reset;
	const struct reg_field *fields; /* from the highest bits down */
	size_t field_count;
};

/* One register, or one field of it. */
struct reg_ref {
	const struct reg *reg;
	unsigned index;		       /* in the array */
	const struct reg_field *field; /* NULL: the whole register */
};

struct reg_list {
	struct reg_ref *items; /* owned */
	size_t count;
	size_t alloc;
};

#define REG_LIST_INIT      \
	{                  \
		NULL, 0, 0 \
	}
#define autoreglist __attribute__((cleanup(reg_list_finish))) struct reg_list

void reg_list_finish(struct reg_list *list);

struct regdb;

struct regdb *regdb_create(void);
void regdb_destroy(struct regdb *db); /* takes NULL */

/* Who knows where this device has its capabilities: sets *ret to the offset of the block in its
 * region, or fails with ENOENT when the device has no such thing. Without one, registers of
 * capabilities can be described but not located. */
void regdb_set_locator(struct regdb *db,
		       bool (*locate)(void *ctx, const struct reg_block *block, uint64_t *ret,
				      struct err *err),
		       void *ctx);

/* Add a block (copied) and return the stored one. EEXIST: there is one of that name. EINVAL. */
bool regdb_add_block(struct regdb *db, const struct reg_block *block, const struct reg_block **ret,
		     struct err *err);

/* Add a register to a block of this database; everything *reg points to is copied, its fields in any
 * order; reg->block is not looked at. Its offset counts from the block's start. In an array of blocks
 * the register gets the block's name, count and stride ("CTL" in "SD%d" is "SD%d.CTL").
 * EEXIST: name or bytes are taken, the message names both. EINVAL, ERANGE: what else is wrong. */
bool regdb_add(struct regdb *db, const struct reg_block *block, const struct reg *reg,
	       struct err *err);

/* Bytes and names of the block become free; refs to its registers stay readable. */
void regdb_drop_block(struct regdb *db, const struct reg_block *block);

enum {
	REGDB_PREFIX = 1 << 0,	 /* a unique beginning of a name is enough (at a prompt) */
	REGDB_NO_FIELD = 1 << 1, /* the word may not name a field */
};

/* The register or field that a word names: NAME, BLOCK.NAME, REGION.NAME or REGION.BLOCK.NAME, each
 * with .FIELD behind it if wanted. Of several, the only one outside config space is meant. ENOENT:
 * no such name, with the nearest one as the hint; EEXIST: more than one (the message lists them). */
bool regdb_find(struct regdb *db, const char *word, unsigned flags, struct reg_ref *ret,
		struct err *err);

/* Where it lies in its region, in bytes. ENOENT: this device has no such capability. */
bool regdb_locate(struct regdb *db, const struct reg_ref *ref, uint64_t *ret, struct err *err);

/* The register that covers the byte at offset; false when none does. Aliases are not found. */
bool regdb_at(struct regdb *db, const char *region, uint64_t offset, struct reg_ref *ret);

/* What touches len bytes at offset of a region, in order of offset, without aliases; only registers
 * that are wanted (NULL: all). Registers of capabilities that the device does not have are left out;
 * where a capability lies is only asked when something of it is wanted. The list is emptied first. */
void regdb_range(struct regdb *db, const char *region, uint64_t offset, uint64_t len,
		 bool (*wanted)(const struct reg *reg), struct reg_list *ret);

/* Registers whose name (plain or qualified) matches a pattern of * and ?; NULL matches all. In order
 * of definition of the blocks, by offset inside each; array elements one by one. The list is emptied
 * first. No device is asked. */
void regdb_match(struct regdb *db, const char *glob, struct reg_list *ret);

/* What may follow `typed`: registers, "BLOCK." and, behind a register and a dot, its fields; added to
 * *ret, at most max. */
void regdb_complete(struct regdb *db, const char *typed, size_t max, struct strlist *ret);

const struct reg_block *regdb_find_block(const struct regdb *db, const char *name); /* or NULL */
size_t regdb_block_count(const struct regdb *db);
size_t regdb_count(const struct regdb *db); /* registers, array elements counted one by one */

/* Grows with every block and register that comes or goes: as long as it stays, names mean the same. */
unsigned long regdb_definitions(const struct regdb *db);

/* "SD7.CTL", or with a field "SD7.CTL.RUN". buf: at least REG_NAME_SIZE * 2 bytes. Returns buf. */
char *reg_ref_name(const struct reg_ref *ref, char *buf, size_t len);

/* The same for people to read: with its block where that is a capability, "MSI.CTL". */
char *reg_ref_short_name(const struct reg_ref *ref, char *buf, size_t len);

/* The name that means only this register in any database: "bar0.SD7.CTL", "config.MSI.CTL". */
char *reg_ref_full_name(const struct reg_ref *ref, char *buf, size_t len);

/* The field of that name, or NULL. */
const struct reg_field *reg_find_field(const struct reg *reg, const char *name);

/* As reg_find_field, with REGDB_PREFIX in flags by a unique beginning. ENOENT with the nearest name;
 * EEXIST: more than one. reg_name is for the message. */
bool reg_need_field(const struct reg *reg, const char *reg_name, const char *word, unsigned flags,
		    const struct reg_field **ret, struct err *err);

const char *reg_access_name(enum reg_access access); /* "rw", "w1c", ... */
bool reg_access_parse(const char *word, enum reg_access *ret, struct err *err);

/* Whether a read leaves the device as it was; if not, *why says so ("read-to-clear"). */
bool reg_is_safe_to_read(const struct reg *reg, const char **why);

/* Does text match a pattern of * (anything) and ? (one character), without case? */
bool reg_glob_match(const char *pattern, const char *text);

#endif
