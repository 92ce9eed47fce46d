/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A codec of four nodes: root, audio function group, a stereo output converter and a line-out jack.
 * Enough for Linux's generic parser to build a card. High Definition Audio 1.0a, chapter 7. */
#include "backend/model/adsp.h"

#include <string.h>

enum {
	ROOT,
	GROUP,
	CONVERTER,
	PIN,
};

/* Verbs with an 8-bit payload (12-bit verb) and with a 16-bit one (4-bit verb) */
enum {
	GET_PARAMETER = 0xf00,
	GET_CONNECTION_LIST = 0xf02,
	GET_POWER = 0xf05,
	GET_CONFIG_DEFAULT = 0xf1c,
	GET_SUBSYSTEM = 0xf20,
	FUNCTION_RESET = 0x7ff,
	SET_FORMAT = 0x2,
	SET_AMP = 0x3,
	GET_FORMAT = 0xa,
	GET_AMP = 0xb,

	D3 = 3,
	CLOCK_STOP_OK = 1 << 9,
};

#define VENDOR_ID      0x1af40012 /* of nobody's special driver: the generic one takes it */
#define SUBSYSTEM_ID   0x1af40012
#define CONFIG_DEFAULT 0x01014110 /* line-out jack, no presence detection */

struct parameter {
	uint8_t node, id;
	uint32_t value;
};

static const struct parameter parameters[] = {
	{ ROOT, 0x00, VENDOR_ID },
	{ ROOT, 0x01, SUBSYSTEM_ID },
	{ ROOT, 0x02, 0x00100101 },
	{ ROOT, 0x04, GROUP << 16 | 1 },
	{ GROUP, 0x01, SUBSYSTEM_ID },
	{ GROUP, 0x04, CONVERTER << 16 | 2 },
	{ GROUP, 0x05, 0x01 },	     /* audio function group */
	{ GROUP, 0x08, 0x0808 },     /* delays */
	{ GROUP, 0x0a, 0x001e0060 }, /* 44.1 and 48 kHz; 16, 20, 24, 32 bits */
	{ GROUP, 0x0b, 0x01 },	     /* PCM */
	{ GROUP, 0x0f, 0xc0000009 }, /* EPSS, CLKSTOP; D0, D3 */
	{ CONVERTER, 0x09, 0x0000001d },
	{ CONVERTER, 0x0a, 0x001e0060 },
	{ CONVERTER, 0x0b, 0x01 },
	{ CONVERTER, 0x12, 0x80034a4a }, /* mute, 75 steps of 1 dB */
	{ PIN, 0x09, 0x00400101 },
	{ PIN, 0x0c, 0x00000010 }, /* output */
	{ PIN, 0x0e, 0x01 },	   /* one connection */
};

static uint32_t parameter(unsigned node, unsigned id)
{
	for (size_t i = 0; i < ARRAY_SIZE(parameters); i++)
		if (parameters[i].node == node && parameters[i].id == id)
			return parameters[i].value;
	return 0;
}

static uint32_t short_verb(struct adsp_codec *codec, unsigned node, unsigned verb, unsigned payload)
{
	uint8_t *control = codec->control[node];

	switch (verb) {
	case GET_PARAMETER:
		return parameter(node, payload);
	case GET_CONNECTION_LIST:
		return node == PIN && !payload ? CONVERTER : 0;
	case GET_POWER: /* set, actual; PS-ClkStopOk in D3: the link's clock may stop */
		return control[0x05] | (uint32_t)control[0x05] << 4 |
		       (control[0x05] == D3 ? CLOCK_STOP_OK : 0);
	case GET_CONFIG_DEFAULT:
		return node == PIN ? CONFIG_DEFAULT : 0;
	case GET_SUBSYSTEM:
		return SUBSYSTEM_ID;
	case FUNCTION_RESET:
		memset(codec, 0, sizeof(*codec));
		return 0;
	}
	if (verb >> 8 == 0x7)
		control[verb & 0xff] = (uint8_t)payload;
	return verb >> 8 == 0xf ? control[verb & 0xff] : 0;
}

static uint32_t long_verb(struct adsp_codec *codec, unsigned node, unsigned verb, unsigned payload)
{
	switch (verb) {
	case SET_FORMAT:
		codec->format[node] = (uint16_t)payload;
		return 0;
	case SET_AMP:
		if (payload & 0x2000)
			codec->amp[node][0] = (uint8_t)payload;
		if (payload & 0x1000)
			codec->amp[node][1] = (uint8_t)payload;
		return 0;
	case GET_FORMAT:
		return codec->format[node];
	case GET_AMP:
		return codec->amp[node][payload & 0x2000 ? 0 : 1];
	default:
		return 0;
	}
}

bool adsp_codec_answer(struct adsp_codec *codec, uint32_t verb, uint32_t *ret)
{
	unsigned address = verb >> 28;
	unsigned node = verb >> 20 & 0xff;
	unsigned top = verb >> 16 & 0xf;

	if (address)
		return false;
	if (node >= ADSP_CODEC_NODES)
		*ret = 0;
	else if (top == 0x7 || top == 0xf)
		*ret = short_verb(codec, node, verb >> 8 & 0xfff, verb & 0xff);
	else
		*ret = long_verb(codec, node, top, verb & 0xffff);
	return true;
}
