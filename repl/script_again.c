/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A word of a loop is one object of Tcl's from round to round: the place it names is kept in it, as Tcl
 * keeps the number in a word that was used as one. The number that was read is an object without text
 * until somebody looks. Together that is a quarter of what the whole way takes. */
#include "repl/script_again.h"

#include <stdio.h>
#include <string.h>

#include "backend/support/mem.h"
#include "commands/kept.h"
#include "commands/value.h"

/* -- a number that was read -- */

static void number_text(Jim_Obj *obj)
{
	uint64_t number = (uint32_t)obj->internalRep.ptrIntValue.int1 |
			  (uint64_t)(uint32_t)obj->internalRep.ptrIntValue.int2 << 32;
	const struct value value = {
		.kind = VALUE_UINT,
		.number = number,
		.width_bits = (unsigned)(uintptr_t)obj->internalRep.ptrIntValue.ptr,
	};
	autostrbuf plain = STRBUF_INIT;

	value_format_plain(&value, &plain);
	obj->bytes = Jim_StrDupLen(strbuf_text(&plain), (int)plain.len);
	obj->length = (int)plain.len;
}

/* Without a function to copy it Tcl copies the bytes, which is right here. */
static const Jim_ObjType number_type = { "barsh-number", NULL, NULL, number_text, JIM_TYPE_NONE };

static Jim_Obj *number_obj(Jim_Interp *interp, uint64_t number, unsigned width_bits)
{
	Jim_Obj *obj = Jim_NewObj(interp);

	obj->bytes = NULL;
	obj->typePtr = &number_type;
	obj->internalRep.ptrIntValue.ptr = (void *)(uintptr_t)width_bits;
	obj->internalRep.ptrIntValue.int1 = (int)(uint32_t)number;
	obj->internalRep.ptrIntValue.int2 = (int)(uint32_t)(number >> 32);
	return obj;
}

/* -- a word that names a place -- */

struct kept_word {
	const void *key;
	bool hopeless; /* no place to keep, as of a field: that is not found out again in each round */
	struct kept_place place;
};

static void word_free(Jim_Interp *interp, Jim_Obj *obj)
{
	(void)interp;
	free(Jim_GetIntRepPtr(obj));
}

static void word_dup(Jim_Interp *interp, Jim_Obj *from, Jim_Obj *to)
{
	(void)interp;
	(void)from;
	to->typePtr = NULL; /* a text like any other, until it is used again */
}

static const Jim_ObjType word_type = { "barsh-place", word_free, word_dup, NULL, JIM_TYPE_NONE };

enum again script_again(Jim_Interp *interp, struct session *s, const void *key, const Jim_Obj *word,
			struct err *err)
{
	const struct kept_word *kept = word->typePtr == &word_type ? Jim_GetIntRepPtr(word) : NULL;
	uint64_t number;

	if (!kept || kept->key != key || kept->hopeless || !kept_is_valid(s, &kept->place))
		return AGAIN_NOT;
	if (!kept_read(s, &kept->place, &number, err))
		return AGAIN_FAILED;
	Jim_SetResult(interp, number_obj(interp, number, kept->place.at.width_bits));
	return AGAIN_DONE;
}

/* What else Tcl may keep in a word is not to be lost: only plain text, and text whose line is known. */
static bool is_text(const Jim_Obj *obj)
{
	return obj->bytes && (!obj->typePtr || !strcmp(obj->typePtr->name, "source"));
}

/* The first time a word is only marked: most are used once. */
void script_again_keep(Jim_Interp *interp, struct session *s, const void *key, unsigned width_bits,
		       Jim_Obj *word)
{
	struct kept_word kept = { .key = key };
	const struct kept_word *before;

	if (word->typePtr != &word_type) {
		if (!is_text(word) || word->refCount < 2) /* nobody has it to use it again */
			return;
		Jim_FreeIntRep(interp, word);
		word->typePtr = &word_type;
		Jim_SetIntRepPtr(word, NULL);
		return;
	}
	before = Jim_GetIntRepPtr(word);
	if (before && before->key == key && before->hopeless)
		return;
	kept.hopeless = !kept_resolve(s, width_bits, Jim_String(word), &kept.place);
	free(Jim_GetIntRepPtr(word));
	Jim_SetIntRepPtr(word, memcpy(xmalloc(sizeof(kept)), &kept, sizeof(kept)));
}
